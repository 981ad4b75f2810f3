//! What would help: neighbouring areas shown together, or three years pooled, each tried out with what it saves and costs.
//!
//! A quick look at what would still be small says which attempts are worth it; those are then computed and protected in full.

mod candidates;
mod merged;

use std::collections::BTreeMap;

use areas::AreaTree;
use indicators::{Catalogue, Figures, Region, compute};
use serde::Serialize;
use vocabulary::{AreaKey, IndicatorId, LevelId, Observation};

use crate::{Public, Refused, Rules, Shown, release};
use candidates::candidates;

/// What could be done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[doc(alias = "Abhilfe")]
pub enum Remedy {
    /// Two neighbours under one parent are shown as one area.
    Merge([AreaKey; 2]),
    /// An indicator counts three years together instead of one.
    Pool(IndicatorId),
}

/// Years that are pooled.
pub const POOLED: u8 = 3;

/// What a county has: everything a release is made of, apart from earlier editions.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// Definitions.
    pub catalogue: &'a Catalogue,
    /// Rules in force.
    pub rules: &'a Rules,
    /// Areas.
    pub tree: &'a AreaTree,
    /// Counties compared and the state.
    pub compared: &'a [(AreaKey, LevelId)],
    /// What was counted.
    pub observations: &'a [Observation],
}

/// Which remedies are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// Only mergers with this area.
    pub area: Option<&'a AreaKey>,
    /// Only pooling of this indicator.
    pub indicator: Option<&'a IndicatorId>,
    /// So many of each kind.
    pub most: usize,
}

/// How many figures are shown and hidden.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// With a number, or with the reason why nobody has one.
    pub shown: usize,
    /// Not shown.
    pub hidden: usize,
}

/// What comes of a remedy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Figures of the areas or of the indicator before.
    pub before: Balance,
    /// And after.
    pub after: Balance,
    /// All other figures before.
    pub others_before: Balance,
    /// And after: hiding here may have protected numbers there.
    pub others_after: Balance,
}

impl Outcome {
    /// How many figures less are hidden, here and elsewhere.
    pub fn saves(&self) -> i64 {
        let hidden = |here: Balance, others: Balance| signed(here.hidden + others.hidden);
        hidden(self.before, self.others_before) - hidden(self.after, self.others_after)
    }
}

/// A count that may be taken from another.
fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// What a first public edition would show, with the figures it is made of.
struct FirstEdition {
    figures: Figures,
    /// Every figure, and whether it is hidden.
    rows: Vec<(Shown, bool)>,
}

impl Ground<'_> {
    fn first_edition(self) -> Result<FirstEdition, Refused> {
        let region = self.compared.iter().fold(Region::of(self.tree), |all, c| {
            all.beside(c.0.clone(), c.1.clone())
        });
        let figures = compute(self.catalogue, &region, self.observations);
        let (table, protocol) = release::<Public>(&figures, self.catalogue, self.rules)?;
        let rows = protocol.rows(&table);
        let rows = rows
            .map(|(row, why)| (row.clone(), why.is_some()))
            .collect();
        Ok(FirstEdition { figures, rows })
    }
}

/// A remedy and what comes of it; the refusal where no edition is possible with it.
pub type Attempt = (Remedy, Result<Outcome, Refused>);

/// The remedies that look best, each tried out for itself, as if nothing had been published yet. `neighbours` says which areas
/// touch.
pub fn try_out(
    ground: Ground<'_>,
    neighbours: &BTreeMap<AreaKey, Vec<AreaKey>>,
    asked: Asked<'_>,
) -> Result<Vec<Attempt>, Refused> {
    let today = ground.first_edition()?;
    let found = candidates(ground, &today, neighbours, asked).into_iter();
    let tried = found.map(|remedy| {
        let then = with(ground, &remedy);
        let outcome = then.map(|then| outcome(&remedy, &today.rows, &then.rows));
        (remedy, outcome)
    });
    Ok(tried.collect())
}

/// The edition if a remedy were taken.
fn with(ground: Ground<'_>, remedy: &Remedy) -> Result<FirstEdition, Refused> {
    match remedy {
        Remedy::Merge(areas) => {
            let tree = merged::tree(ground.tree, areas);
            let observations = merged::observations(ground, areas);
            let merged = Ground {
                tree: &tree,
                observations: &observations,
                ..ground
            };
            merged.first_edition()
        }
        Remedy::Pool(indicator) => {
            let mut catalogue = ground.catalogue.clone();
            let all = catalogue.indicators.iter_mut();
            for definition in all.filter(|d| d.id == *indicator) {
                definition.pool = POOLED;
            }
            let pooled = Ground {
                catalogue: &catalogue,
                ..ground
            };
            pooled.first_edition()
        }
    }
}

fn outcome(remedy: &Remedy, today: &[(Shown, bool)], then: &[(Shown, bool)]) -> Outcome {
    let is_meant = |row: &Shown| match remedy {
        Remedy::Merge(areas) => areas.contains(&row.area),
        Remedy::Pool(indicator) => row.indicator == *indicator,
    };
    let balances = |rows: &[(Shown, bool)]| {
        let (mut here, mut others) = (Balance::default(), Balance::default());
        for (row, is_hidden) in rows {
            let balance = if is_meant(row) {
                &mut here
            } else {
                &mut others
            };
            balance.shown += usize::from(!is_hidden);
            balance.hidden += usize::from(*is_hidden);
        }
        (here, others)
    };
    let ((before, others_before), (after, others_after)) = (balances(today), balances(then));
    Outcome {
        before,
        after,
        others_before,
        others_after,
    }
}

#[cfg(test)]
mod tests;
