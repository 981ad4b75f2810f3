//! Dissimilarity: which part of the group would have to move to be spread evenly, beyond what chance does?
//!
//! **Literature.** Duncan, O. D. & Duncan, B. (1955): A methodological analysis of segregation indexes. American
//! Sociological Review 20, 210-217; Carrington, W. J. & Troske, K. R. (1997): On measuring segregation in samples with
//! small units. Journal of Business & Economic Statistics 15, 402-409. Reference: Python segregation `Dissim`.
//!
//! **Formula.** D = ½Σ|aᵢ/A − bᵢ/B|, a the group, b all others. Small groups spread at random over many areas have a
//! large D already (60 cases over 87 areas: about .46). So E(D) is drawn: the A members of the group are dealt at random
//! to the people of all areas (hypergeometric), and D − E(D) is reported with the 2.5 to 97.5 % range that D − E(D) has
//! under that chance: a value inside it shows nothing.
//!
//! **Unit.** Share of the group, 0 to 1. **Edge cases.** Areas without people are left out; nobody or everybody in the
//! group: not defined; only whole counts can be dealt.

use super::Spread;
use crate::random::Stream;
use crate::spatial::Permutations;
use crate::summation::mean;
use crate::{Estimate, NotDefined};

/// The most people that are dealt one by one, over all repetitions.
const MOST_DEALT: f64 = 2e9;

/// D beside what chance alone would do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dissimilarity {
    /// D as counted.
    pub value: f64,
    /// D to be expected if the group were spread at random.
    pub expected: f64,
    /// D minus its expectation.
    pub beyond: f64,
    /// Range of D minus its expectation under random spread; `value` is 0.
    pub chance: Estimate,
    /// How likely chance gives a D at least as large.
    pub p: f64,
}

/// D of a group in areas.
///
/// ```
/// use methods::segregation::dissimilarity;
/// let d = dissimilarity(&[10.0, 0.0, 5.0, 0.0], &[10.0, 20.0, 10.0, 0.0])?;
/// assert!((d - 0.8).abs() < 1e-12);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn dissimilarity(group: &[f64], total: &[f64]) -> Result<f64, NotDefined> {
    let spread = Spread::of(group, total)?;
    let others = spread.total - spread.group;
    Ok(0.5 * spread.sum(|a, t| (a / spread.group - (t - a) / others).abs()))
}

/// D of a group in areas, beside its expectation under random spread.
///
/// ```
/// use methods::segregation::dissimilarity_beyond_chance;
/// use methods::spatial::Permutations;
/// // One or two cases in each of 40 areas of 100 people: D is large and says nothing.
/// let group: Vec<f64> = (0..40).map(|i| f64::from(i % 3)).collect();
/// let found = dissimilarity_beyond_chance(&group, &[100.0; 40], Permutations::new(999, 1)?)?;
/// assert!(found.value > 0.3 && found.beyond.abs() < 0.1 && found.p > 0.05);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn dissimilarity_beyond_chance(
    group: &[f64],
    total: &[f64],
    permutations: Permutations,
) -> Result<Dissimilarity, NotDefined> {
    let value = dissimilarity(group, total)?;
    let spread = Spread::of(group, total)?;
    if let Some(part) = spread
        .areas
        .iter()
        .find(|area| area.0.fract() + area.1.fract() != 0.0)
    {
        return Err(NotDefined::OutOfRange {
            what: "cases",
            value: part.0,
            allowed: "whole counts",
        });
    }
    let few = spread.group.min(spread.total - spread.group);
    if few * permutations.count() as f64 > MOST_DEALT || spread.total > f64::from(u32::MAX) {
        return Err(NotDefined::OutOfRange {
            what: "permutations",
            value: permutations.count() as f64,
            allowed: "fewer, so that group times repetitions stays below 2,000,000,000",
        });
    }
    let mut dealt = deal(&spread, few, permutations);
    dealt.sort_by(f64::total_cmp);
    let expected = mean(&dealt).unwrap_or(value);
    let reached = dealt.iter().filter(|d| **d >= value - 1e-12).count();
    let at = |percent| crate::classes::percentile(&dealt, percent) - expected;
    Ok(Dissimilarity {
        value,
        expected,
        beyond: value - expected,
        chance: Estimate {
            value: 0.0,
            lower: at(2.5),
            upper: at(97.5),
        },
        p: permutations.p(reached),
    })
}

/// D of random spreads: the smaller of group and others is dealt, which gives the same D.
fn deal(spread: &Spread, few: f64, permutations: Permutations) -> Vec<f64> {
    let mut ends = Vec::with_capacity(spread.areas.len());
    let mut sum = 0.0;
    for area in &spread.areas {
        sum += area.1;
        ends.push(sum);
    }
    let people = whole(spread.total);
    (0..permutations.count())
        .map(|number| {
            let mut stream = Stream::new(permutations.seed(), number as u64);
            let mut counts = vec![0.0; ends.len()];
            // Floyd's way to draw different people: a person drawn before is replaced by the newest candidate.
            let mut drawn = std::collections::BTreeSet::new();
            for newest in people - whole(few)..people {
                let candidate = stream.below(newest + 1);
                let person = if drawn.insert(candidate) {
                    candidate
                } else {
                    newest
                };
                drawn.insert(person);
                counts[ends.partition_point(|end| *end <= f64::from(person))] += 1.0;
            }
            let many = spread.total - few;
            let off = counts.iter().zip(&spread.areas);
            0.5 * off
                .map(|(a, area)| (a / few - (area.1 - a) / many).abs())
                .sum::<f64>()
        })
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a whole count that was checked to fit"
)]
fn whole(count: f64) -> u32 {
    count as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixty_cases_over_87_areas_have_a_dissimilarity_by_chance() {
        let group: Vec<f64> = (0..87).map(|i| if i < 60 { 1.0 } else { 0.0 }).collect();
        let runs = Permutations::new(999, 3).unwrap();
        let found = dissimilarity_beyond_chance(&group, &[1000.0; 87], runs).unwrap();
        assert!((found.expected - 0.5).abs() < 0.05, "{found:?}");
        assert!(found.chance.lower < 0.0 && 0.0 < found.chance.upper);
    }

    #[test]
    fn a_group_in_one_place_is_beyond_chance_and_parts_of_people_are_refused() {
        let runs = Permutations::new(199, 3).unwrap();
        let mut group = [0.0; 10];
        group[0] = 50.0;
        let found = dissimilarity_beyond_chance(&group, &[100.0; 10], runs).unwrap();
        assert!(found.beyond > found.chance.upper && found.p < 0.01);
        assert!(dissimilarity_beyond_chance(&[0.5, 1.0], &[5.0, 5.0], runs).is_err());
    }
}
