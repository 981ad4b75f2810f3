//! Randomisation over areas: how often would as large a difference appear if the measure had been elsewhere?
//!
//! **Literature.** Fisher, R. A. (1935): The Design of Experiments; Conley, T. G. & Taber, C. R. (2011): Inference with
//! difference in differences with a small number of policy changes. Review of Economics and Statistics 93, 113-125; Young, A. (2019).
//!
//! **Formula.** From one number per area (its change, [`super::Panel::change_after`], or its slope before): T = mean of the
//! treated − mean of the others. All sets of as many areas, or so many drawn at random with the actual set; p = share of
//! sets with |T| at least as large. Interval: all effects τ which, taken off the treated, are not rejected at 5 %.
//!
//! **Unit.** That of the numbers. **Edge cases.** Fewer than 20 possible sets cannot reach 5 %: not defined ("nicht
//! beurteilbar"); 40 where half of the areas are treated, for then the others as a set are always as extreme. No treated
//! or no untreated area: not defined. Drawn sets may repeat; the actual one counts among them, so p is never 0.

use crate::not_defined::{all_finite, same_length};
use crate::random::Stream;
use crate::spatial::Permutations;
use crate::summation::neumaier_sum;
use crate::{Estimate, NotDefined};

/// Two-sided error of the interval.
const ALPHA: f64 = 0.05;
/// The fewest sets with which 5 % can be reached.
const FEWEST_SETS: usize = 20;

/// A difference with its randomisation p-value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Randomisation {
    /// Mean of the treated minus mean of the others, with the interval of effects not rejected.
    pub effect: Estimate,
    /// Two-sided p-value.
    pub p: f64,
    /// How many sets it was compared with, itself included.
    pub sets: usize,
    /// Whether these are all there are.
    pub exact: bool,
}

/// The test of one number per area, for the treated against the others; all sets if there are not more than asked for.
///
/// ```
/// use methods::effect::randomisation_test;
/// use methods::spatial::Permutations;
/// let mut changes: Vec<f64> = (0..40).map(|i| f64::from(i % 7) / 10.0).collect();
/// changes[3] = -2.0;
/// let treated: Vec<bool> = (0..40).map(|i| i == 3).collect();
/// let found = randomisation_test(&changes, &treated, Permutations::new(9999, 1)?)?;
/// assert_eq!((found.p, found.sets, found.exact), (1.0 / 40.0, 40, true));
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn randomisation_test(
    numbers: &[f64],
    treated: &[bool],
    most: Permutations,
) -> Result<Randomisation, NotDefined> {
    same_length("values", numbers.len(), treated.len())?;
    all_finite("values", numbers)?;
    let actual: Vec<usize> = (0..treated.len()).filter(|&i| treated[i]).collect();
    let (sets, exact) = sets(numbers.len(), &actual, most)?;
    let all: Vec<(f64, f64)> = sets
        .iter()
        .map(|set| difference(numbers, treated, set))
        .collect();
    let observed = difference(numbers, treated, &actual).0;
    let p_of = |tau: f64| {
        let own = (observed - tau).abs();
        let tie = 1e-12 * own.max(observed.abs()).max(tau.abs());
        let reached = all
            .iter()
            .filter(|(t, part)| (t - tau * part).abs() >= own - tie)
            .count();
        reached as f64 / all.len() as f64
    };
    Ok(Randomisation {
        effect: Estimate {
            value: observed,
            lower: bound(observed, -1.0, &p_of),
            upper: bound(observed, 1.0, &p_of),
        },
        p: p_of(0.0),
        sets: all.len(),
        exact,
    })
}

/// All sets of as many areas, or some drawn at random; whether these are all.
fn sets(
    areas: usize,
    actual: &[usize],
    most: Permutations,
) -> Result<(Vec<Vec<usize>>, bool), NotDefined> {
    if actual.is_empty() {
        return Err(NotDefined::NoCases);
    }
    let possible = choose(areas, actual.len(), most.count());
    let have = if actual.len() == areas {
        0
    } else {
        possible.unwrap_or(most.count() + 1)
    };
    let mirrored = 2 * actual.len() == areas;
    let need = FEWEST_SETS * if mirrored { 2 } else { 1 };
    if have < need {
        return Err(NotDefined::TooFewComparisons { need, have });
    }
    Ok(match possible {
        Some(_) => (all_sets(areas, actual.len()), true),
        None => (drawn_sets(areas, actual, most), false),
    })
}

/// T of a set, and how much of an effect on the truly treated is in it.
fn difference(numbers: &[f64], treated: &[bool], set: &[usize]) -> (f64, f64) {
    let (n, k) = (numbers.len() as f64, set.len() as f64);
    let total = neumaier_sum(numbers.iter().copied());
    let own = neumaier_sum(set.iter().map(|&i| numbers[i]));
    let hit = set.iter().filter(|&&i| treated[i]).count() as f64;
    (
        own / k - (total - own) / (n - k),
        hit / k - (k - hit) / (n - k),
    )
}

/// How far the effect may lie to one side before it is rejected.
fn bound(observed: f64, side: f64, p_of: &impl Fn(f64) -> f64) -> f64 {
    let mut step = observed.abs().max(1e-9);
    let mut doubled = 0;
    while p_of(observed + side * step) > ALPHA && doubled < 60 {
        step *= 2.0;
        doubled += 1;
    }
    let (mut inside, mut outside) = (0.0, step);
    for _ in 0..60 {
        let middle = f64::midpoint(inside, outside);
        if p_of(observed + side * middle) > ALPHA {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    observed + side * outside
}

/// The number of sets of k out of n, if it is not above a limit.
fn choose(n: usize, k: usize, limit: usize) -> Option<usize> {
    let k = k.min(n - k);
    let mut count = 1_usize;
    for i in 0..k {
        count = count.checked_mul(n - i)? / (i + 1);
        if count > limit {
            return None;
        }
    }
    Some(count)
}

/// All sets of k out of n in the order of their numbers.
fn all_sets(n: usize, k: usize) -> Vec<Vec<usize>> {
    let mut set: Vec<usize> = (0..k).collect();
    let mut sets = vec![set.clone()];
    while let Some(at) = (0..k).rev().find(|&at| set[at] < n - k + at) {
        set[at] += 1;
        for later in at + 1..k {
            set[later] = set[later - 1] + 1;
        }
        sets.push(set.clone());
    }
    sets
}

/// Sets drawn at random, the actual one first.
fn drawn_sets(n: usize, actual: &[usize], most: Permutations) -> Vec<Vec<usize>> {
    let mut sets = vec![actual.to_vec()];
    for number in 0..most.count() {
        let mut order: Vec<u32> = (0..n)
            .map(|i| u32::try_from(i).unwrap_or(u32::MAX))
            .collect();
        Stream::new(most.seed(), number as u64).shuffle_front(&mut order, actual.len());
        sets.push(order[..actual.len()].iter().map(|&i| i as usize).collect());
    }
    sets
}

#[cfg(test)]
mod tests {
    use super::*;

    fn few() -> Permutations {
        Permutations::new(2_000, 7).unwrap()
    }

    #[test]
    fn with_too_few_areas_nothing_can_be_judged() {
        let one_of_ten: Vec<bool> = (0..10).map(|i| i == 0).collect();
        assert_eq!(
            randomisation_test(&[1.0; 10], &one_of_ten, few()),
            Err(NotDefined::TooFewComparisons { need: 20, have: 10 })
        );
        assert!(randomisation_test(&[1.0; 30], &[true; 30], few()).is_err());
        assert!(randomisation_test(&[1.0; 30], &[false; 30], few()).is_err());
        assert!(randomisation_test(&[], &[], few()).is_err());
    }

    #[test]
    fn three_of_six_areas_reach_ten_percent_at_best_and_are_not_judged() {
        let three: Vec<bool> = (0..6).map(|i| i < 3).collect();
        assert_eq!(
            randomisation_test(&[9.0, 9.1, 9.2, 0.0, 0.1, 0.2], &three, few()),
            Err(NotDefined::TooFewComparisons { need: 40, have: 20 })
        );
        let four: Vec<bool> = (0..8).map(|i| i < 4).collect();
        let numbers = [9.0, 9.1, 9.2, 9.3, 0.0, 0.1, 0.2, 0.3];
        let test = randomisation_test(&numbers, &four, few()).unwrap();
        assert_eq!(test.p, 2.0 / 70.0);
        assert!(test.effect.lower > 0.0 && test.effect.upper < 20.0);
    }

    #[test]
    fn without_an_effect_five_in_a_hundred_are_found() {
        let mut found = 0;
        for run in 0..400 {
            let mut stream = Stream::new(11, run);
            let numbers: Vec<f64> = (0..40).map(|_| f64::from(stream.below(1_000))).collect();
            let treated: Vec<bool> = (0..40).map(|i| i < 2).collect();
            let test = randomisation_test(&numbers, &treated, few()).unwrap();
            found += i32::from(test.p <= 0.05);
            assert!(
                test.exact
                    && test.effect.lower <= test.effect.value
                    && test.effect.value <= test.effect.upper
            );
            assert_eq!(test.p <= 0.05, !test.effect.holds(0.0));
        }
        assert!(found <= 34, "{found} of 400");
    }

    #[test]
    fn more_sets_than_asked_for_are_drawn() {
        let numbers: Vec<f64> = (0..60).map(f64::from).collect();
        let treated: Vec<bool> = (0..60).map(|i| i % 6 == 0).collect();
        let test = randomisation_test(&numbers, &treated, few()).unwrap();
        assert!(!test.exact && test.sets == 2_001 && test.p > 0.05);
    }
}
