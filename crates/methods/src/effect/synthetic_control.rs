//! Synthetic control: a mixture of untreated areas that went as the treated one did before.
//!
//! **Literature.** Abadie, A., Diamond, A. & Hainmueller, J. (2010): Synthetic control methods for comparative case studies.
//! JASA 105, 493-505. Reference: pysyncon (weights for given V).
//!
//! **Formula.** Predictors: the values of each period before, divided by their standard deviation over the areas. Weights by
//! [`super::simplex_fit`] with importance V: equal 1/k, given, or found by Nelder and Mead so that the mean squared
//! difference before is least. Gap = treated − mixture. Placebos: each donor in turn is treated as if it were, without the
//! treated area among its donors; ratio = mean squared gap after/before; p = rank of the treated ratio/number of ratios.
//!
//! **Unit.** That of the values. **Edge cases.** Fewer than 2 periods before, no donor: not defined; fewer than 19 donors:
//! the placebo p cannot reach 5 %, not defined ("nicht beurteilbar"); a perfect fit before counts as the least possible
//! error and not as an infinite ratio.

use super::{Panel, nelder_mead, simplex_fit};
use crate::NotDefined;
use crate::not_defined::at_least;
use crate::summation::{mean, neumaier_sum, squared_deviations};

/// The fewest donors whose placebos can reach 5 %.
const FEWEST_DONORS: usize = 19;

/// How important each period before is.
#[derive(Clone, Debug, PartialEq)]
pub enum Importance {
    /// All alike.
    Equal,
    /// As given, one number for each period before.
    Given(Vec<f64>),
    /// So that the difference before is least.
    Fitted,
}

/// The mixture and what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct SyntheticControl {
    /// The weight of each donor, in their order.
    pub weights: Vec<f64>,
    /// Treated minus mixture in each period.
    pub gaps: Vec<f64>,
    /// Mean squared gap before.
    pub error_before: f64,
    /// Mean squared gap from the start on.
    pub error_after: f64,
    /// Mean gap from the start on.
    pub effect: f64,
}

/// The ratios of treated and placebos.
#[derive(Clone, Debug, PartialEq)]
pub struct Placebos {
    /// The treated area's.
    pub control: SyntheticControl,
    /// Its ratio of errors after and before.
    pub ratio: f64,
    /// The ratio of each donor, in their order.
    pub placebo_ratios: Vec<f64>,
    /// Rank of the treated ratio among all, over their number.
    pub p: f64,
}

/// The mixture of donors for a treated area and the first period with the measure.
///
/// ```
/// use methods::effect::{Importance, Panel, synthetic_control};
/// let panel = Panel::new(vec![
///     vec![2.0, 3.0, 4.0, 9.0], vec![1.0, 2.0, 3.0, 4.0], vec![3.0, 4.0, 5.0, 6.0],
/// ])?;
/// let found = synthetic_control(&panel, 0, (&[1, 2], 3), &Importance::Equal)?;
/// assert!((found.weights[0] - 0.5).abs() < 1e-9 && (found.effect - 4.0).abs() < 1e-9);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn synthetic_control(
    panel: &Panel,
    treated: usize,
    (donors, first): (&[usize], usize),
    importance: &Importance,
) -> Result<SyntheticControl, NotDefined> {
    panel.inside(first)?;
    at_least(2, first)?;
    if treated >= panel.areas() || donors.iter().any(|&j| j >= panel.areas() || j == treated) {
        return Err(NotDefined::OutOfRange {
            what: "links",
            value: treated as f64,
            allowed: "areas of the panel, the treated not among its donors",
        });
    }
    let scales: Vec<f64> = (0..first)
        .map(|period| scale(panel, treated, (donors, period)))
        .collect();
    let before = |area: usize| -> Vec<f64> {
        panel.row(area)[..first]
            .iter()
            .zip(&scales)
            .map(|(y, s)| y / s)
            .collect()
    };
    let target = before(treated);
    let candidates: Vec<Vec<f64>> = donors.iter().map(|&donor| before(donor)).collect();
    let equal = vec![1.0 / first as f64; first];
    let weights = match importance {
        Importance::Equal => simplex_fit(&target, &candidates, &equal)?,
        Importance::Given(given) => simplex_fit(&target, &candidates, given)?,
        Importance::Fitted => {
            let error = |v: &[f64]| {
                let weights = simplex_fit(&target, &candidates, &shares(v));
                weights.map_or(f64::INFINITY, |w| {
                    described(panel, treated, (donors, first), w).error_before
                })
            };
            let found = nelder_mead(&vec![0.0; first], 1.0, error);
            simplex_fit(&target, &candidates, &shares(&found.at))?
        }
    };
    Ok(described(panel, treated, (donors, first), weights))
}

/// The mixture for a treated area with a placebo for each of its donors.
///
/// ```
/// use methods::effect::{Importance, Panel, placebos};
/// let mut rows: Vec<Vec<f64>> = (0..25)
///     .map(|i| (0..8).map(|t| f64::from(i) + f64::from(t) + f64::from((i * t) % 5) / 10.0).collect())
///     .collect();
/// for t in 6..8 {
///     rows[12][t] += 5.0;
/// }
/// let donors: Vec<usize> = (0..25).filter(|&i| i != 12).collect();
/// let found = placebos(&Panel::new(rows)?, 12, (&donors, 6), &Importance::Equal)?;
/// assert_eq!(found.p, 1.0 / 25.0);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn placebos(
    panel: &Panel,
    treated: usize,
    (donors, first): (&[usize], usize),
    importance: &Importance,
) -> Result<Placebos, NotDefined> {
    if donors.len() < FEWEST_DONORS {
        return Err(NotDefined::TooFewComparisons {
            need: FEWEST_DONORS,
            have: donors.len(),
        });
    }
    let control = synthetic_control(panel, treated, (donors, first), importance)?;
    let floor = least_error(panel, first);
    let ratio = |control: &SyntheticControl| control.error_after / control.error_before.max(floor);
    let placebo_ratios = donors
        .iter()
        .map(|&donor| {
            let others: Vec<usize> = donors.iter().copied().filter(|&j| j != donor).collect();
            Ok(ratio(&synthetic_control(
                panel,
                donor,
                (&others, first),
                importance,
            )?))
        })
        .collect::<Result<Vec<f64>, NotDefined>>()?;
    let own = ratio(&control);
    let reached = placebo_ratios
        .iter()
        .filter(|other| **other >= own * (1.0 - 1e-12))
        .count();
    Ok(Placebos {
        p: (reached + 1) as f64 / (placebo_ratios.len() + 1) as f64,
        control,
        ratio: own,
        placebo_ratios,
    })
}

/// What a mixture leaves between itself and the treated area.
fn described(
    panel: &Panel,
    treated: usize,
    (donors, first): (&[usize], usize),
    weights: Vec<f64>,
) -> SyntheticControl {
    let gaps: Vec<f64> = (0..panel.periods())
        .map(|t| {
            let mixed = donors
                .iter()
                .zip(&weights)
                .map(|(&donor, w)| w * panel.row(donor)[t]);
            panel.row(treated)[t] - neumaier_sum(mixed)
        })
        .collect();
    let error = |gaps: &[f64]| neumaier_sum(gaps.iter().map(|gap| gap * gap)) / gaps.len() as f64;
    SyntheticControl {
        error_before: error(&gaps[..first]),
        error_after: error(&gaps[first..]),
        effect: mean(&gaps[first..]).unwrap_or(0.0),
        gaps,
        weights,
    }
}

/// The standard deviation of a period over treated and donors; 1 where there is no spread.
fn scale(panel: &Panel, treated: usize, (donors, period): (&[usize], usize)) -> f64 {
    let areas = std::iter::once(&treated).chain(donors);
    let values: Vec<f64> = areas.map(|&area| panel.row(area)[period]).collect();
    let centre = mean(&values).unwrap_or(0.0);
    let variance = squared_deviations(&values, centre) / (values.len().max(2) - 1) as f64;
    if variance > 0.0 { variance.sqrt() } else { 1.0 }
}

/// An error before that no fit is taken to be better than: a millionth of the variance of all values before.
fn least_error(panel: &Panel, first: usize) -> f64 {
    let all: Vec<f64> = (0..panel.areas())
        .flat_map(|area| panel.row(area)[..first].to_vec())
        .collect();
    let centre = mean(&all).unwrap_or(0.0);
    (1e-6 * squared_deviations(&all, centre) / all.len() as f64).max(f64::MIN_POSITIVE)
}

/// Any numbers as shares of 1, all above 0.
fn shares(numbers: &[f64]) -> Vec<f64> {
    let largest = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = numbers
        .iter()
        .map(|x| (x - largest).max(-30.0).exp())
        .collect();
    let sum: f64 = powers.iter().sum();
    powers.iter().map(|power| power / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panel(areas: u32) -> Panel {
        let row = |i: u32| {
            (0..8)
                .map(|t| f64::from((i * 7 + t * i * 3) % 11) + f64::from(t))
                .collect()
        };
        Panel::new((0..areas).map(row).collect()).unwrap()
    }

    #[test]
    fn finding_the_importance_never_fits_worse_than_equal_importance() {
        let (panel, donors) = (panel(12), (1..12).collect::<Vec<_>>());
        let equal = synthetic_control(&panel, 0, (&donors, 6), &Importance::Equal).unwrap();
        let fitted = synthetic_control(&panel, 0, (&donors, 6), &Importance::Fitted).unwrap();
        assert!(fitted.error_before <= equal.error_before * (1.0 + 1e-9));
    }

    #[test]
    fn too_few_donors_or_periods_are_refused() {
        let (panel, donors) = (panel(12), (1..12).collect::<Vec<_>>());
        let few = placebos(&panel, 0, (&donors, 6), &Importance::Equal);
        assert_eq!(
            few,
            Err(NotDefined::TooFewComparisons { need: 19, have: 11 })
        );
        assert!(synthetic_control(&panel, 0, (&donors, 1), &Importance::Equal).is_err());
        assert!(synthetic_control(&panel, 0, (&[], 6), &Importance::Equal).is_err());
        assert!(synthetic_control(&panel, 0, (&[0], 6), &Importance::Equal).is_err());
        assert!(synthetic_control(&panel, 99, (&donors, 6), &Importance::Equal).is_err());
    }

    #[test]
    fn p_lies_between_one_in_all_and_one() {
        let (panel, donors) = (panel(25), (1..25).collect::<Vec<_>>());
        let found = placebos(&panel, 0, (&donors, 6), &Importance::Equal).unwrap();
        assert!((1.0 / 25.0..=1.0).contains(&found.p) && found.ratio.is_finite());
    }
}
