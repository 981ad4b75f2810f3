//! Which choice moves an index most: Sobol indices of the mean shift in ranks.
//!
//! **Literature.** Saisana, M., Saltelli, A. & Tarantola, S. (2005): Uncertainty and sensitivity analysis techniques as
//! tools for the quality assessment of composite indicators. JRSS A 168, 307-323.
//!
//! **Formula.** Outcome of a scenario: mean over areas of |rank − rank as published|. Its variance over scenarios is
//! shared out among the choices by [`super::sobol()`].
//!
//! **Unit.** Shares of variance. **Edge cases.** If no choice moves any rank there is no variance to share out, and
//! that is refused as "no spread". A choice with one option only explains 0.

use rayon::prelude::*;

use super::scenario::{CHOICES, Model, Scenario, Settings, ranks};
use super::{SobolIndices, saltelli, sobol};
use crate::summation::neumaier_sum;
use crate::{Estimate, NotDefined};

/// How much each choice explains of the shift in ranks.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// Shares by choice, in the order of [`Sensitivity::CHOICES`].
    pub shares: SobolIndices,
    /// Mean shift in ranks over the scenarios.
    pub mean_shift: f64,
}

impl Sensitivity {
    /// The choices in the order of the shares.
    pub const CHOICES: [&'static str; CHOICES] = [
        "normalisation",
        "aggregation",
        "gaps",
        "left_out",
        "weights",
        "sampling",
    ];
}

/// How much each choice about an index moves the ranks; `settings.draws` are base rows, eight scenarios each.
///
/// ```
/// use methods::index::{LeftOut, Normalisation, Sampling, Aggregation, Settings, Weights, sensitivity};
/// use methods::{Confidence, wilson};
/// let share = |cases: u32| wilson(f64::from(cases), 500.0, Confidence::P95).ok();
/// let first = (0..20).map(|area| share(area * 7 % 100 + 5)).collect();
/// let second = (0..20).map(|area| share(area * 13 % 100 + 5)).collect();
/// let settings = Settings {
///     normalisations: vec![Normalisation::ZScore],
///     aggregations: vec![Aggregation::Arithmetic],
///     left_out: LeftOut::Nothing,
///     sampling: Sampling::Fixed,
///     draws: 64,
///     ..Settings::usual(Weights::equal(2)?, 1)
/// };
/// let found = sensitivity(&[first, second], &settings)?;
/// assert!((found.shares.total[4] - 1.0).abs() < 0.3); // only the weights are in doubt
/// assert_eq!(found.shares.total[0], 0.0);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn sensitivity(
    indicators: &[Vec<Option<Estimate>>],
    settings: &Settings,
) -> Result<Sensitivity, NotDefined> {
    let model = Model::new(indicators, settings)?;
    let published = model_ranks(&model, &Scenario::PUBLISHED)?;
    let rows = saltelli(settings.draws, CHOICES, settings.seed)?;
    let shifts: Vec<Result<f64, NotDefined>> = rows
        .par_iter()
        .map(|row| {
            Ok(shift(
                &published,
                &model_ranks(&model, &model.scenario(row))?,
            ))
        })
        .collect();
    let shifts: Vec<f64> = shifts.into_iter().collect::<Result<_, _>>()?;
    Ok(Sensitivity {
        shares: sobol(&shifts, CHOICES)?,
        mean_shift: neumaier_sum(shifts.iter().copied()) / shifts.len() as f64,
    })
}

fn model_ranks(model: &Model, scenario: &Scenario) -> Result<Vec<u32>, NotDefined> {
    let mut found = vec![0; model.included.len()];
    ranks(&model.index(scenario)?, &mut found);
    Ok(found)
}

/// The mean shift of the areas that have a rank in both.
fn shift(published: &[u32], ranks: &[u32]) -> f64 {
    let both = published
        .iter()
        .zip(ranks)
        .filter(|(a, b)| **a > 0 && **b > 0);
    let (sum, count) = both.fold((0_u64, 0_u64), |(sum, count), (a, b)| {
        (sum + u64::from(a.abs_diff(*b)), count + 1)
    });
    if count == 0 {
        0.0
    } else {
        sum as f64 / count as f64
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Aggregation, LeftOut, Normalisation, Sampling, Weights};
    use super::*;
    use crate::{Confidence, wilson};

    #[test]
    fn where_no_choice_moves_a_rank_there_is_nothing_to_share_out() {
        let share = |cases: u32| wilson(f64::from(cases), 500.0, Confidence::P95).ok();
        let one: Vec<_> = (0..9).map(|area| share(area * 7 + 5)).collect();
        let settings = Settings {
            normalisations: vec![Normalisation::ZScore],
            aggregations: vec![Aggregation::Arithmetic],
            left_out: LeftOut::Nothing,
            sampling: Sampling::Fixed,
            draws: 16,
            ..Settings::usual(Weights::equal(1).unwrap(), 1)
        };
        assert!(matches!(
            sensitivity(std::slice::from_ref(&one), &settings),
            Err(NotDefined::NoSpread { .. })
        ));
        let drawn = Settings {
            sampling: Sampling::Drawn,
            ..settings
        };
        let found = sensitivity(&[one], &drawn).unwrap();
        assert!(found.mean_shift > 0.0 && found.shares.total[5] > 0.5);
    }
}
