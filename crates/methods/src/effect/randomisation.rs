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

use super::assignments::{FEWEST_SETS, assignments};
use crate::not_defined::{all_finite, same_length};
use crate::spatial::Permutations;
use crate::summation::neumaier_sum;
use crate::{Estimate, NotDefined};

/// Two-sided error of the interval.
const ALPHA: f64 = 0.05;

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
    let contrast = Contrast {
        groups: treated.iter().map(|on| on.then_some(0)).collect(),
        numbers: vec![numbers.to_vec()],
        parts: vec![treated.iter().map(|on| f64::from(*on)).collect()],
    };
    contrast.judged(most)
}

/// One number per area for each group of treated areas, and how much of an effect is in it.
pub(super) struct Contrast {
    /// The group of each area, from 0; none where it is compared with.
    pub(super) groups: Vec<Option<usize>>,
    /// The number an area would have as a member of a group, by group and area.
    pub(super) numbers: Vec<Vec<f64>>,
    /// What an effect of 1 on the truly treated adds to each of these numbers.
    pub(super) parts: Vec<Vec<f64>>,
}

impl Contrast {
    /// The difference of the groups, by their size, to the others; compared with assignments to other areas.
    pub(super) fn judged(&self, most: Permutations) -> Result<Randomisation, NotDefined> {
        let sizes: Vec<usize> = (0..self.numbers.len())
            .map(|group| self.of(group).count())
            .collect();
        let actual: Vec<usize> = (0..sizes.len()).flat_map(|group| self.of(group)).collect();
        let (sets, exact) = assignments(self.groups.len(), (&sizes, &actual), most)?;
        let (numbers, parts) = (
            Mean::of(&self.numbers, &sizes),
            Mean::of(&self.parts, &sizes),
        );
        let told = |set: &[usize]| (numbers.difference(set), parts.difference(set));
        let all: Vec<(f64, f64)> = sets.iter().map(|set| told(set)).collect();
        let observed = numbers.difference(&actual);
        let p_of = |tau: f64| {
            let own = (observed - tau).abs();
            let tie = 1e-12 * own.max(observed.abs()).max(tau.abs());
            share(&all, |(t, part)| (t - tau * part).abs() >= own - tie)
        };
        // However large an effect: with so many assignments that would show as much of it, none could be rejected.
        if share(&all, |(_, part)| part.abs() >= 1.0 - 1e-9) > ALPHA {
            return Err(NotDefined::TooFewComparisons {
                need: FEWEST_SETS,
                have: all.len().min(FEWEST_SETS - 1),
            });
        }
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

    /// The areas of a group.
    fn of(&self, group: usize) -> impl Iterator<Item = usize> {
        let areas = self.groups.iter().enumerate();
        areas.filter_map(move |(area, own)| (*own == Some(group)).then_some(area))
    }
}

fn share(all: &[(f64, f64)], is: impl Fn(&(f64, f64)) -> bool) -> f64 {
    all.iter().filter(|pair| is(pair)).count() as f64 / all.len() as f64
}

/// The mean over groups of their difference to the areas in none, by their size.
struct Mean<'a> {
    numbers: &'a [Vec<f64>],
    totals: Vec<f64>,
    sizes: &'a [usize],
}

impl<'a> Mean<'a> {
    fn of(numbers: &'a [Vec<f64>], sizes: &'a [usize]) -> Self {
        let totals = numbers.iter().map(|own| neumaier_sum(own.iter().copied()));
        Self {
            totals: totals.collect(),
            numbers,
            sizes,
        }
    }

    /// The difference were the groups these areas, one group after the other.
    fn difference(&self, set: &[usize]) -> f64 {
        let (all, treated) = (self.numbers[0].len() as f64, set.len() as f64);
        let mut first = 0;
        let groups = self.numbers.iter().zip(&self.totals).zip(self.sizes);
        neumaier_sum(groups.map(|((numbers, total), &size)| {
            let sum = |areas: &[usize]| neumaier_sum(areas.iter().map(|&area| numbers[area]));
            let own = sum(&set[first..first + size]);
            first += size;
            let k = size as f64;
            (own / k - (total - sum(set)) / (all - treated)) * (k / treated)
        }))
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Stream;

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
