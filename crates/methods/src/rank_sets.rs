//! Rank sets: which ranks an area may have, all areas together and with a given confidence.
//!
//! **Literature.** Klein, M., Wright, T. & Wieczorek, J. (2020): A joint confidence region for an overall ranking of
//! populations. JRSS C 69, 589-606. Šidák, Z. (1967): Rectangular confidence regions for the means of multivariate
//! normal distributions. JASA 62, 626-633.
//!
//! **Formula.** Each of the n areas gets an interval [L, U] at level (1−α)^(1/n), so that all hold together with
//! 1−α. Rank 1 is the highest value. Rank = 1 + #{higher}; best rank 1 + #{j: Lⱼ > Uᵢ}; worst n − #{j: Uⱼ < Lᵢ}.
//!
//! **Unit.** Ranks. **Edge cases.** A missing area has no rank and does not count. Ties share the best of their
//! ranks. One area has rank 1 to 1. No third-party reference: properties are tested (holds the rank, nested in the
//! level, independent of the order).

use crate::{Confidence, Estimate, NotDefined, Sample};

/// The rank of an area and the ranks it may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RankSet {
    /// Rank of the estimate; 1 is the highest value.
    pub rank: usize,
    /// The best rank that is possible.
    pub best: usize,
    /// The worst rank that is possible.
    pub worst: usize,
}

/// The rank sets of areas whose intervals come from a method such as `wilson_of`.
///
/// ```
/// use methods::{Confidence, Sample, rank_sets, wilson_of};
/// let areas = [
///     Some(Sample::new(400.0, 1_000.0)?), Some(Sample::new(100.0, 1_000.0)?),
///     Some(Sample::new(3.0, 20.0)?), None,
/// ];
/// let sets = rank_sets(&areas, Confidence::P95, wilson_of)?;
/// assert_eq!(sets[0].map(|set| (set.rank, set.best, set.worst)), Some((1, 1, 2)));
/// assert_eq!(sets[1].map(|set| (set.rank, set.best, set.worst)), Some((3, 2, 3)));
/// assert_eq!(sets[3], None);
/// # Ok::<(), methods::NotDefined>(())
/// ```
#[doc(alias = "Rangmenge")]
pub fn rank_sets(
    areas: &[Option<Sample>],
    confidence: Confidence,
    interval: impl Fn(Sample, Confidence) -> Result<Estimate, NotDefined>,
) -> Result<Vec<Option<RankSet>>, NotDefined> {
    let count = areas.iter().flatten().count();
    let each = simultaneous(confidence, count)?;
    let estimates: Vec<Option<Estimate>> = areas
        .iter()
        .map(|area| area.map(|sample| interval(sample, each)).transpose())
        .collect::<Result<_, _>>()?;
    rank_sets_of(&estimates)
}

/// The level each of several intervals needs so that all hold together (Šidák).
///
/// ```
/// use methods::{Confidence, simultaneous};
/// assert!((simultaneous(Confidence::P95, 87)?.level() - 0.99941059).abs() < 1e-8);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn simultaneous(confidence: Confidence, count: usize) -> Result<Confidence, NotDefined> {
    if count <= 1 {
        return Ok(confidence);
    }
    Confidence::new(confidence.level().powf(1.0 / count as f64))
}

/// The rank sets of estimates whose intervals hold together.
///
/// ```
/// use methods::{Estimate, rank_sets_of};
/// let estimate = |value| Some(Estimate { value, lower: value - 1.0, upper: value + 1.0 });
/// let sets = rank_sets_of(&[estimate(1.0), estimate(9.0), estimate(8.5)])?;
/// let ranks: Vec<_> = sets.iter().flatten().map(|s| (s.best, s.rank, s.worst)).collect();
/// assert_eq!(ranks, [(3, 3, 3), (1, 1, 2), (1, 2, 2)]);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn rank_sets_of(estimates: &[Option<Estimate>]) -> Result<Vec<Option<RankSet>>, NotDefined> {
    let sorted = |pick: fn(&Estimate) -> f64| {
        let mut list: Vec<f64> = estimates.iter().flatten().map(pick).collect();
        list.sort_unstable_by(f64::total_cmp);
        list
    };
    for estimate in estimates.iter().flatten() {
        refuse_unusable(estimate)?;
    }
    let (values, lowers, uppers) = (
        sorted(|e| e.value),
        sorted(|e| e.lower),
        sorted(|e| e.upper),
    );
    let above = |list: &[f64], limit: f64| list.len() - list.partition_point(|&x| x <= limit);
    Ok(estimates
        .iter()
        .map(|estimate| {
            estimate.map(|e| RankSet {
                rank: 1 + above(&values, e.value),
                best: 1 + above(&lowers, e.upper),
                worst: uppers.len() - uppers.partition_point(|&upper| upper < e.lower),
            })
        })
        .collect())
}

fn refuse_unusable(estimate: &Estimate) -> Result<(), NotDefined> {
    if [estimate.value, estimate.lower, estimate.upper]
        .iter()
        .any(|x| x.is_nan())
    {
        return Err(NotDefined::NotFinite { what: "values" });
    }
    if !estimate.holds(estimate.value) {
        return Err(NotDefined::OutOfRange {
            what: "values",
            value: estimate.value,
            allowed: "inside its own interval",
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::wilson_of;

    fn samples(counts: &[(u32, u32)]) -> Vec<Option<Sample>> {
        counts
            .iter()
            .map(|&(x, rest)| Sample::new(f64::from(x), f64::from(x + rest)).ok())
            .collect()
    }

    #[test]
    fn one_area_is_first_and_nobody_is_nothing() {
        let one = rank_sets(&samples(&[(3, 4)]), Confidence::P95, wilson_of).unwrap();
        assert_eq!(
            one,
            [Some(RankSet {
                rank: 1,
                best: 1,
                worst: 1
            })]
        );
        assert_eq!(rank_sets_of(&[None, None]).unwrap(), [None, None]);
        assert_eq!(rank_sets_of(&[]).unwrap(), []);
    }

    #[test]
    fn ties_share_the_better_rank() {
        let sets = rank_sets(
            &samples(&[(3, 4), (3, 4), (1, 900)]),
            Confidence::P95,
            wilson_of,
        );
        let ranks: Vec<usize> = sets.unwrap().iter().flatten().map(|s| s.rank).collect();
        assert_eq!(ranks, [1, 1, 3]);
    }

    #[test]
    fn nonsense_is_refused() {
        let odd = |value, lower, upper| {
            rank_sets_of(&[Some(Estimate {
                value,
                lower,
                upper,
            })])
        };
        assert!(odd(f64::NAN, 0.0, 1.0).is_err());
        assert!(odd(2.0, 0.0, 1.0).is_err());
    }

    proptest! {
        #[test]
        fn a_set_holds_the_rank_and_is_nested(counts in prop::collection::vec((0u32..300, 1u32..300), 1..25)) {
            let areas = samples(&counts);
            let narrow = rank_sets(&areas, Confidence::new(0.8).unwrap(), wilson_of).unwrap();
            let wide = rank_sets(&areas, Confidence::new(0.99).unwrap(), wilson_of).unwrap();
            for (n, w) in narrow.iter().flatten().zip(wide.iter().flatten()) {
                prop_assert!(1 <= w.best && w.worst <= areas.len());
                prop_assert!(w.best <= n.best && n.best <= n.rank);
                prop_assert!(n.rank <= n.worst && n.worst <= w.worst);
            }
        }

        #[test]
        fn the_order_of_areas_does_not_matter(counts in prop::collection::vec((0u32..300, 1u32..300), 1..25)) {
            let areas = samples(&counts);
            let reversed: Vec<_> = areas.iter().rev().copied().collect();
            let mut found = rank_sets(&reversed, Confidence::P95, wilson_of).unwrap();
            found.reverse();
            prop_assert_eq!(found, rank_sets(&areas, Confidence::P95, wilson_of).unwrap());
        }
    }
}
