//! Wild cluster bootstrap of two-way fixed effects: a p-value where there are few areas, but many of them treated.
//!
//! **Literature.** Cameron, A. C., Gelbach, J. B. & Miller, D. L. (2008): Bootstrap-based improvements for inference with
//! clustered errors. Review of Economics and Statistics 90, 414-427; `MacKinnon`, J. G. & Webb, M. D. (2017): Wild bootstrap
//! inference for wildly different cluster sizes. Journal of Applied Econometrics 32, 233-254.
//!
//! **Formula.** t = β/√(HC0) of [`super::twfe`]. Under no effect the residuals are what the means of area and period leave
//! of y; in each draw those of a whole area keep their sign or change it, the means are taken out again, and t* is told.
//! p = (1 + number of |t*| ≥ |t|)/(1 + draws). No oracle: property tests.
//!
//! **Unit.** None. **Edge cases.** Fewer than six areas have too few signs for 5 %: not defined; nor is t where nothing is
//! left of y. With one or two treated areas p says little (Webb 2017): there, and by default in this house,
//! [`super::randomisation_test`] and [`super::staggered`].

use super::panel::within;
use super::twfe::{slope, treated_within};
use super::{Panel, Starts};
use crate::NotDefined;
use crate::random::Stream;
use crate::spatial::Permutations;

/// The fewest areas: with six, 32 patterns of signs differ in more than direction.
const FEWEST_AREAS: usize = 6;

/// The statistic and how often signs alone make as large a one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WildCluster {
    /// The effect over its error clustered by area.
    pub t: f64,
    /// Two-sided p-value.
    pub p: f64,
}

/// The p-value of a measure that begins where and when `starts` says.
///
/// ```
/// use methods::effect::{Panel, wild_cluster};
/// use methods::spatial::Permutations;
/// let wobble = |area: usize, t: usize| ((area * 31 + t * 17 + area * t * 7) % 11) as f64 / 10.0;
/// let starts: Vec<Option<usize>> = (0..12).map(|i| (i < 6).then_some(3)).collect();
/// let on = |i: usize, t: usize| if i < 6 && t >= 3 { 2.0 } else { 0.0 };
/// let rows = (0..12).map(|i| (0..6).map(|t| wobble(i, t) + on(i, t)).collect());
/// let found = wild_cluster(&Panel::new(rows.collect())?, &starts, Permutations::new(999, 1)?)?;
/// assert!(found.p < 0.01);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn wild_cluster(
    panel: &Panel,
    starts: &Starts,
    draws: Permutations,
) -> Result<WildCluster, NotDefined> {
    panel.check(starts)?;
    if panel.areas() < FEWEST_AREAS {
        return Err(NotDefined::TooFewComparisons {
            need: FEWEST_AREAS,
            have: panel.areas(),
        });
    }
    let periods = panel.periods();
    let (x, y) = (treated_within(starts, periods), panel.within());
    let t_of = |y: &[f64]| -> Result<f64, NotDefined> {
        let (effect, error) = slope(&x, y, periods)?;
        Ok(effect / error)
    };
    let t = t_of(&y)?;
    if !t.is_finite() {
        return Err(NotDefined::NoSpread {
            what: "values".to_owned(),
        });
    }
    let mut reached = 0;
    for number in 0..draws.count() {
        let mut stream = Stream::new(draws.seed(), number as u64);
        let mut turned = Vec::with_capacity(y.len());
        for row in y.chunks(periods) {
            let sign = if stream.below(2) == 0 { -1.0 } else { 1.0 };
            turned.extend(row.iter().map(|value| sign * value));
        }
        let own = t_of(&within(&turned, periods))?;
        // All signs alike give t again; rounding must not decide whether they count.
        reached += usize::from(own.is_nan() || own.abs() >= t.abs() * (1.0 - 1e-9));
    }
    Ok(WildCluster {
        t,
        p: (1.0 + reached as f64) / (1.0 + draws.count() as f64),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::twfe;
    use super::*;

    fn draws() -> Permutations {
        Permutations::new(199, 3).unwrap()
    }

    /// Sixteen areas, half of which have the measure from the third of five periods on.
    fn starts() -> Vec<Option<usize>> {
        (0..16).map(|i| (i < 8).then_some(2)).collect()
    }

    fn panel(values: &[f64]) -> Panel {
        Panel::new(values.chunks(5).map(<[f64]>::to_vec).collect()).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn levels_of_areas_and_the_unit_do_not_matter(
            values in prop::collection::vec(-9.0..9.0_f64, 80), lifted in -50.0..50.0_f64, unit in 0.1..20.0_f64,
        ) {
            let plain = wild_cluster(&panel(&values), &starts(), draws()).unwrap();
            let moved: Vec<f64> = values.iter().enumerate()
                .map(|(at, value)| unit * value + lifted * (at / 5) as f64)
                .collect();
            let other = wild_cluster(&panel(&moved), &starts(), draws()).unwrap();
            prop_assert!((plain.t - other.t).abs() < 1e-6 * plain.t.abs().max(1.0));
            prop_assert!((plain.p - other.p).abs() < 0.02);
            let found = twfe(&panel(&values), &starts()).unwrap();
            prop_assert!((plain.t - found.effect / found.errors.hc0).abs() < 1e-9);
        }
    }

    #[test]
    fn without_an_effect_about_five_in_a_hundred_are_found() {
        let found = (0..300).filter(|run| {
            let mut stream = Stream::new(41, *run);
            let values: Vec<f64> = (0..80).map(|_| f64::from(stream.below(1_000))).collect();
            wild_cluster(&panel(&values), &starts(), draws()).unwrap().p <= 0.05
        });
        let found = found.count();
        assert!((3..=26).contains(&found), "{found} of 300");
    }

    #[test]
    fn what_cannot_be_told_is_refused() {
        let flat = panel(&[1.0; 80]);
        assert!(
            wild_cluster(&flat, &starts(), draws()).is_err(),
            "nothing is left"
        );
        assert!(wild_cluster(&flat, &[None; 16], draws()).is_err());
        assert!(wild_cluster(&flat, &[Some(2); 16], draws()).is_err());
        let few = Panel::new(vec![vec![1.0, 2.0], vec![2.0, 1.0]]).unwrap();
        assert_eq!(
            wild_cluster(&few, &[Some(1), None], draws()),
            Err(NotDefined::TooFewComparisons { need: 6, have: 2 })
        );
    }
}
