//! A second look with another method: a mixture of untreated areas that went as the areas of the measure did before.

use methods::NotDefined;
use methods::effect::{Importance, Panel as Table, placebos};
use vocabulary::{AreaKey, Explain};

use super::judgement::Tested;
use super::observed::Observed;
use super::words;

/// More treated areas than these have a mean that no mixture needs to imitate.
const FEW: usize = 5;
/// A p above this does not carry what the comparison of changes says.
const CARRIES: f64 = 0.10;
/// Parts of the mixture smaller than this are not named.
const NAMED: f64 = 0.10;

/// The mixture's answer.
#[derive(Clone, Debug, PartialEq)]
#[doc(alias = "synthetische Kontrolle")]
pub struct SecondLook {
    /// Mean difference to the mixture since the start.
    pub difference: f64,
    /// Rank of the ratio of errors after and before among all areas, over their number.
    pub p: f64,
    /// Root of the mean squared difference before: how well the mixture fits.
    pub fit_before: f64,
    /// The areas the mixture is mainly made of, with their parts, in the order of their keys.
    pub mixture: Vec<(AreaKey, f64)>,
}

/// Why there is no second look.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NoSecondLook {
    /// The mean of many areas is no single course that a mixture could imitate.
    #[error("a mixture of areas answers for at most 5 areas with the measure")]
    ManyAreas,
    /// With several starts there is no one course before.
    #[error("a mixture of areas imitates one course before one start")]
    Staggered,
    /// The method refused.
    #[error(transparent)]
    Method(#[from] NotDefined),
}

impl Explain for NoSecondLook {
    fn german(&self) -> String {
        match self {
            Self::ManyAreas => words::say("second_many_areas", &[]),
            Self::Staggered => words::say("second_staggered", &[]),
            Self::Method(reason) => reason.german(),
        }
    }
}

impl SecondLook {
    /// Whether it says something else than the comparison of changes.
    pub fn disagrees(&self, first: &Tested) -> bool {
        self.difference * first.value <= 0.0 || self.p > CARRIES
    }
}

/// Looks again, for one or few areas with the measure; their mean where there are several.
pub(super) fn second_look(observed: &Observed) -> Result<SecondLook, NoSecondLook> {
    if observed.staggered {
        return Err(NoSecondLook::Staggered);
    }
    if observed.treated > FEW {
        return Err(NoSecondLook::ManyAreas);
    }
    let periods = 0..observed.periods.len();
    let mean = |t: usize| {
        let rows = (0..observed.treated).map(|i| observed.table.row(i)[t]);
        rows.sum::<f64>() / observed.treated as f64
    };
    let others = observed.treated..observed.areas.len();
    let rows = std::iter::once(periods.map(mean).collect())
        .chain(others.map(|i| observed.table.row(i).to_vec()));
    let table = Table::new(rows.collect())?;
    let donors: Vec<usize> = (1..table.areas()).collect();
    // Every period before counts alike: fitted importance would be fitted anew for each of the placebos.
    let found = placebos(&table, 0, (&donors, observed.before), &Importance::Equal)?;
    let parts = found.control.weights.iter().zip(observed.comparisons());
    let mut mixture: Vec<(AreaKey, f64)> = parts
        .filter(|(part, _)| **part >= NAMED)
        .map(|(part, area)| (area.clone(), *part))
        .collect();
    mixture.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(SecondLook {
        difference: found.control.effect,
        p: found.p,
        fit_before: found.control.error_before.sqrt(),
        mixture,
    })
}
