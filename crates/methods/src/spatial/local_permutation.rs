//! Local Moran's I against random surroundings: the area keeps its value, all others are dealt anew.
//!
//! **Literature.** Anselin, L. (1995): Local indicators of spatial association. Geographical Analysis 27, 93-115
//! (conditional permutation); Benjamini & Hochberg (1995) over the areas. Reference: esda `Moran_Local`.
//!
//! **Formula.** Of P deals, g have a neighbourhood at or above the observed one and l at or below. `p_folded` =
//! (min(g, l) + 1)/(P + 1) is one-sided; p = min(1, 2·`p_folded`), and q is p adjusted over all areas with neighbours.
//!
//! **How it is fast.** Deal cards from the whole pack; leave the area's own card out and take the next one instead:
//! that is a fair deal from the other areas. So one deal serves all areas, areas with as many equally weighted
//! neighbours share its sum, and only those whose own card was dealt are corrected. Each p is exact; areas share their
//! Monte-Carlo error, as in esda.
//!
//! **Unit.** Probability. **Edge cases.** As [`super::local_moran`]. `resolves` tells whether P is large enough for the
//! smallest threshold of the false discovery control; [`Permutations::resolving`] gives such a P. More than a million
//! permutations are refused: use the moments of [`super::local_moran`].

use super::local_moran::Quadrant;
use super::{Deviations, Weights};
use crate::random::Stream;
use crate::{NotDefined, benjamini_hochberg};

/// The most permutations anyone may ask for.
const MOST_PERMUTATIONS: usize = 1_000_000;

/// How many permutations, and from which seed.
///
/// ```
/// use methods::spatial::Permutations;
/// assert_eq!(Permutations::new(999, 1)?.count(), 999);
/// // 100 areas at 5 %: the smallest threshold is 0.0005, two-sided p-values must reach it.
/// assert_eq!(Permutations::resolving(100, 0.05, 1)?.count(), 3999);
/// # Ok::<(), methods::NotDefined>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permutations {
    count: usize,
    seed: u64,
}

impl Permutations {
    /// From 1 to a million permutations.
    pub fn new(count: usize, seed: u64) -> Result<Self, NotDefined> {
        if (1..=MOST_PERMUTATIONS).contains(&count) {
            return Ok(Self { count, seed });
        }
        Err(NotDefined::OutOfRange {
            what: "permutations",
            value: count as f64,
            allowed: "1 to 1,000,000",
        })
    }

    /// As many as a false discovery rate over so many areas needs.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "casts of numbers too large saturate and are refused"
    )]
    pub fn resolving(areas: usize, rate: f64, seed: u64) -> Result<Self, NotDefined> {
        if !(rate > 0.0 && rate < 1.0) {
            return Err(NotDefined::OutOfRange {
                what: "false_discovery_rate",
                value: rate,
                allowed: "between 0 and 1",
            });
        }
        let count = (2.0 * areas.max(1) as f64 / rate).ceil() as usize;
        Self::new(count.saturating_sub(1).max(1), seed)
    }

    /// How many permutations.
    pub fn count(self) -> usize {
        self.count
    }

    pub(crate) fn seed(self) -> u64 {
        self.seed
    }

    /// The p-value of so many permutations at least as extreme as what was observed.
    pub(crate) fn p(self, extreme: usize) -> f64 {
        (extreme + 1) as f64 / (self.count + 1) as f64
    }

    /// Whether a two-sided p-value can pass the smallest threshold of so many tests.
    pub fn resolves(self, tests: usize, rate: f64) -> bool {
        2.0 * self.p(0) <= rate / tests.max(1) as f64
    }
}

/// Local Moran's I of one area against random surroundings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LocalPermutation {
    /// Local Moran's I.
    pub value: f64,
    /// Its mean over the permutations.
    pub mean: f64,
    /// Its variance over the permutations.
    pub variance: f64,
    /// The p-value of the side the observed value lies on.
    pub p_folded: f64,
    /// The two-sided p-value.
    pub p: f64,
    /// p adjusted for the number of areas looked at.
    pub q: f64,
    /// Where area and surroundings lie.
    pub quadrant: Option<Quadrant>,
}

/// Local Moran's I of each area with permutation p-values, in their order; islands have none.
///
/// ```
/// use methods::spatial::{Permutations, Weights, local_moran_permutation};
/// let neighbours: Vec<Vec<usize>> = (0..30usize)
///     .map(|i| (i.saturating_sub(2)..(i + 3).min(30)).filter(|j| *j != i).collect())
///     .collect();
/// let values: Vec<f64> = (0..30).map(|i| if i < 6 { 20.0 } else { f64::from(i % 5) }).collect();
/// let weights = Weights::binary(&neighbours)?.row_standardised();
/// let found = local_moran_permutation(&values, &weights, Permutations::resolving(30, 0.05, 1)?)?;
/// assert!(found[2].as_ref().unwrap().q < 0.05 && found[20].as_ref().unwrap().q > 0.05);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn local_moran_permutation(
    values: &[f64],
    weights: &Weights,
    permutations: Permutations,
) -> Result<Vec<Result<LocalPermutation, NotDefined>>, NotDefined> {
    let deviations = Deviations::of(values, weights)?;
    let tallies = Deals::of(&deviations).tally(permutations);
    let mut found: Vec<LocalPermutation> = tallies
        .iter()
        .enumerate()
        .map(|(i, tally)| one(i, &deviations, tally, permutations))
        .collect();
    let p_values: Vec<f64> = found.iter().map(|area| area.p).collect();
    for (area, q) in found.iter_mut().zip(benjamini_hochberg(&p_values)?) {
        area.q = q;
    }
    let mut all = vec![Err(NotDefined::NoNeighbours); values.len()];
    for (&area, found) in deviations.areas.iter().zip(found) {
        all[area] = Ok(found);
    }
    Ok(all)
}

fn one(i: usize, deviations: &Deviations, tally: &Tally, runs: Permutations) -> LocalPermutation {
    let (z, lag) = (deviations.z[i], deviations.weights.lag_of(i, &deviations.z));
    let scale = z / deviations.variance;
    // At the mean every neighbourhood gives I = 0.
    let extreme = if z == 0.0 {
        runs.count()
    } else {
        usize::try_from(tally.at_least.min(tally.at_most)).unwrap_or(0)
    };
    let p_folded = runs.p(extreme);
    let mean = tally.sum / runs.count() as f64;
    let variance = (tally.squares / runs.count() as f64 - mean * mean).max(0.0);
    LocalPermutation {
        value: scale * lag,
        mean: scale * mean,
        variance: scale * scale * variance,
        p_folded,
        p: (2.0 * p_folded).min(1.0),
        q: 1.0,
        quadrant: Quadrant::of(z, lag),
    }
}

/// What the deals of an area came to: weighted sums at or above, at or below the observed, and their powers.
#[derive(Clone, Copy, Default)]
struct Tally {
    at_least: i64,
    at_most: i64,
    sum: f64,
    squares: f64,
}

impl Tally {
    fn take(&mut self, lag: f64, bounds: (f64, f64), times: f64) {
        let step = if times > 0.0 { 1 } else { -1 };
        self.at_least += step * i64::from(lag >= bounds.0);
        self.at_most += step * i64::from(lag <= bounds.1);
        self.sum += times * lag;
        self.squares += times * lag * lag;
    }
}

/// Areas with the same number of equally weighted neighbours, by rising observed neighbourhood.
struct Group {
    neighbours: usize,
    areas: Vec<usize>,
    /// Sums of neighbours at which a deal counts as at least the observed, rising.
    lower: Vec<f64>,
    /// Sums up to which a deal counts as at most the observed, rising.
    upper: Vec<f64>,
    /// How many deals reach exactly so many of `lower`.
    reached: Vec<i64>,
    /// How many deals stay within all but so many of `upper`.
    passed: Vec<i64>,
    sum: f64,
    squares: f64,
}

/// All that is looked at in each deal.
struct Deals<'a> {
    z: &'a [f64],
    weights: &'a Weights,
    groups: Vec<Group>,
    /// The number of neighbours of areas with equal weights, else 0.
    equal: Vec<usize>,
    /// The observed neighbourhood, less and plus rounding: as a sum where weights are equal.
    bounds: Vec<(f64, f64)>,
    unequal: Vec<usize>,
    most: usize,
}

impl<'a> Deals<'a> {
    fn of(deviations: &'a Deviations) -> Self {
        let (z, weights) = (deviations.z.as_slice(), &deviations.weights);
        let equal: Vec<usize> = (0..z.len())
            .map(|i| {
                let row = weights.row(i).1;
                let alike = row.iter().all(|w| (w - row[0]).abs() <= 1e-12 * row[0]);
                if alike { row.len() } else { 0 }
            })
            .collect();
        let largest = z.iter().fold(0.0_f64, |a, b| a.max(b.abs()));
        let bounds: Vec<(f64, f64)> = (0..z.len())
            .map(|i| {
                let row = weights.row(i).1;
                let unit = if equal[i] > 0 { row[0] } else { 1.0 };
                let total = row.iter().sum::<f64>() / unit;
                let (observed, tie) = (weights.lag_of(i, z) / unit, 1e-12 * largest * total);
                (observed - tie, observed + tie)
            })
            .collect();
        Self {
            groups: groups(&equal, &bounds),
            unequal: (0..z.len()).filter(|&i| equal[i] == 0).collect(),
            most: (0..z.len())
                .map(|i| weights.row(i).0.len())
                .max()
                .unwrap_or(0),
            z,
            weights,
            equal,
            bounds,
        }
    }

    /// Deals as often as asked and counts for each area.
    fn tally(mut self, permutations: Permutations) -> Vec<Tally> {
        let mut tallies = vec![Tally::default(); self.z.len()];
        let mut pack: Vec<u32> = (0..self.z.len())
            .map(|i| u32::try_from(i).unwrap_or(u32::MAX))
            .collect();
        let mut sums = vec![0.0; self.most + 1];
        for number in 0..permutations.count() {
            let mut stream = Stream::new(permutations.seed(), number as u64);
            stream.shuffle_front(&mut pack, self.most + 1);
            for k in 0..self.most {
                sums[k + 1] = sums[k] + self.z[pack[k] as usize];
            }
            for group in &mut self.groups {
                group.take(sums[group.neighbours]);
            }
            self.correct(&pack, &sums, &mut tallies);
            for &area in &self.unequal {
                tallies[area].take(self.unequal_lag(area, &pack), self.bounds[area], 1.0);
            }
        }
        for group in &self.groups {
            group.hand_out(&mut tallies);
        }
        self.scale(&mut tallies);
        tallies
    }

    /// Takes back what an area got from its own card and gives it the next one.
    fn correct(&self, pack: &[u32], sums: &[f64], tallies: &mut [Tally]) {
        for (at, &card) in pack[..self.most].iter().enumerate() {
            let area = card as usize;
            let neighbours = self.equal[area];
            if at < neighbours {
                let with = sums[neighbours];
                let without = with - self.z[area] + self.z[pack[neighbours] as usize];
                tallies[area].take(with, self.bounds[area], -1.0);
                tallies[area].take(without, self.bounds[area], 1.0);
            }
        }
    }

    fn unequal_lag(&self, area: usize, pack: &[u32]) -> f64 {
        let row = self.weights.row(area).1;
        let others = pack.iter().filter(|&&card| card as usize != area);
        row.iter()
            .zip(others)
            .map(|(weight, &card)| weight * self.z[card as usize])
            .sum()
    }

    /// From sums of equally weighted neighbours to weighted sums.
    fn scale(&self, tallies: &mut [Tally]) {
        for (area, tally) in tallies.iter_mut().enumerate() {
            if self.equal[area] > 0 {
                let unit = self.weights.row(area).1[0];
                tally.sum *= unit;
                tally.squares *= unit * unit;
            }
        }
    }
}

fn groups(equal: &[usize], bounds: &[(f64, f64)]) -> Vec<Group> {
    let mut sizes: Vec<usize> = equal.iter().copied().filter(|&k| k > 0).collect();
    sizes.sort_unstable();
    sizes.dedup();
    let group = |neighbours: usize| {
        let mut areas: Vec<usize> = (0..equal.len())
            .filter(|&i| equal[i] == neighbours)
            .collect();
        areas.sort_by(|&a, &b| bounds[a].0.total_cmp(&bounds[b].0));
        let mut upper: Vec<f64> = areas.iter().map(|&i| bounds[i].1).collect();
        upper.sort_by(f64::total_cmp);
        Group {
            neighbours,
            lower: areas.iter().map(|&i| bounds[i].0).collect(),
            upper,
            reached: vec![0; areas.len() + 1],
            passed: vec![0; areas.len() + 1],
            areas,
            sum: 0.0,
            squares: 0.0,
        }
    };
    sizes.into_iter().map(group).collect()
}

impl Group {
    fn take(&mut self, sum: f64) {
        self.reached[self.lower.partition_point(|&bound| bound <= sum)] += 1;
        self.passed[self.upper.partition_point(|&bound| bound < sum)] += 1;
        self.sum += sum;
        self.squares += sum * sum;
    }

    /// Gives each area of the group what the deals came to, before its own corrections.
    fn hand_out(&self, tallies: &mut [Tally]) {
        let mut at_least: i64 = self.reached.iter().sum();
        let mut at_most = 0;
        for (rank, &area) in self.areas.iter().enumerate() {
            at_least -= self.reached[rank];
            at_most += self.passed[rank];
            tallies[area].at_least += at_least;
            tallies[area].at_most += at_most;
            tallies[area].sum += self.sum;
            tallies[area].squares += self.squares;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{local_moran, tests::row_of};
    use super::*;

    fn values(areas: u32) -> Vec<f64> {
        (0..areas)
            .map(|i| f64::from((i * i * 7 + 3) % 23))
            .collect()
    }

    #[test]
    fn moments_of_the_permutations_are_those_of_theory() {
        let (values, weights) = (values(40), row_of(40).row_standardised());
        let theory = local_moran(&values, &weights).unwrap();
        let runs = Permutations::new(20_000, 5).unwrap();
        let drawn = local_moran_permutation(&values, &weights, runs).unwrap();
        for (theory, drawn) in theory.iter().zip(&drawn) {
            let (theory, drawn) = (theory.as_ref().unwrap(), drawn.as_ref().unwrap());
            let error = 5.0 * (theory.variance / 20_000.0).sqrt() + 1e-12;
            assert!((theory.expected - drawn.mean).abs() < error);
            assert!((theory.variance / drawn.variance.max(1e-300) - 1.0).abs() < 0.1);
            assert!((theory.value - drawn.value).abs() < 1e-12);
        }
    }

    #[test]
    fn equal_and_nearly_equal_weights_are_counted_alike() {
        let neighbours = [
            vec![1, 2],
            vec![0, 2, 3],
            vec![0, 1, 4],
            vec![1, 4],
            vec![2, 3],
        ];
        let equal = Weights::binary(&neighbours).unwrap();
        let links: Vec<(usize, usize, f64)> = (0..5)
            .flat_map(|i| {
                neighbours[i]
                    .iter()
                    .map(move |&j| (i, j, 1.0 + 1e-9 * j as f64))
            })
            .collect();
        let nearly = Weights::new(5, &links).unwrap();
        let runs = Permutations::new(500, 9).unwrap();
        let values = [1.0, 5.5, 2.25, 9.0, 4.0];
        let one = local_moran_permutation(&values, &equal, runs).unwrap();
        let other = local_moran_permutation(&values, &nearly, runs).unwrap();
        for (one, other) in one.iter().zip(&other) {
            let (one, other) = (one.as_ref().unwrap(), other.as_ref().unwrap());
            // Exact ties among five areas may fall either way once weights differ.
            assert!(
                (one.mean - other.mean).abs() < 1e-6
                    && (one.variance - other.variance).abs() < 1e-6
            );
        }
    }

    #[test]
    fn ties_never_make_a_finding() {
        let mut values = vec![0.0; 30];
        values[29] = 1.0;
        let runs = Permutations::new(999, 1).unwrap();
        let found = local_moran_permutation(&values, &row_of(30), runs).unwrap();
        assert!(
            found[..27]
                .iter()
                .all(|area| area.as_ref().unwrap().p > 0.5)
        );
    }

    #[test]
    fn too_many_permutations_are_refused_and_a_million_is_not() {
        assert!(Permutations::new(1_000_001, 1).is_err());
        assert!(Permutations::new(0, 1).is_err());
        assert!(Permutations::resolving(1_000_000, 0.05, 1).is_err());
        assert!(Permutations::resolving(10, 0.0, 1).is_err());
        let runs = Permutations::resolving(10_000, 0.05, 1).unwrap();
        assert!(
            runs.resolves(10_000, 0.05)
                && !Permutations::new(9_999, 1).unwrap().resolves(10_000, 0.05)
        );
    }
}
