//! The index (Sozialindex): several hardships of an area as one number, by a preset that anyone can read and change.
//!
//! Every step is recorded, and every number comes with its doubts: the ranks an area may have and the share of all
//! reasonable ways to make the index that put it into its class. The mathematics is that of `methods::index` and
//! `methods::mss`; here is which figures go in, what the parameters of which year are, and what is said about it.

mod doubts;
mod dynamics;
mod making;
mod material;
mod preset;
mod refusal;
mod result;
mod sheet;
#[cfg(test)]
mod tests;
mod words;

use vocabulary::{Explain, Period};

pub use preset::{
    AreaChoice, ClassNames, Direction, Doubt, DynamicsChoice, Filling, Ingredient, Method,
    Outliers, Preset, Recipe, STARTER_PRESETS, Scaling, Together, Weighting,
};
pub use refusal::{PresetError, Refusal};
pub use result::{
    AreaDoubt, AreaDynamics, Checks, ChoiceShare, IndexPeriod, IndexResult, IndexedArea,
    IngredientText, LeftOneOut, LeftOut, NotDefinedPeriod, PartRecord,
};
pub use sheet::SheetLine;

use crate::Panel;
use doubts::Doubted;
use dynamics::Draws;
use making::{Made, Parameters, Prepared};
use material::Material;
pub(crate) use material::{level, newest};
pub(crate) use words::say;

/// The index by a preset over all periods its indicators share, up to one; its newest period with doubts and checks.
pub fn index(
    panel: Panel<'_>,
    preset: &Preset,
    until: Option<Period>,
) -> Result<IndexResult, Refusal> {
    let maker = Maker::new(panel, preset)?;
    let mut periods = maker.periods()?;
    periods.retain(|p| until.is_none_or(|until| p.last_year() <= until.last_year()));
    if let Some(until) = until.filter(|until| periods.last() != Some(until)) {
        return Err(Refusal::PeriodMissing(until));
    }
    let base = maker.base(&periods)?;
    let mut result = IndexResult {
        preset: preset.clone(),
        level: maker.level.clone(),
        indicators: maker.texts.clone(),
        periods: Vec::new(),
        not_defined: Vec::new(),
    };
    let newest = periods.last().copied();
    for period in periods {
        match maker.make(period, base.as_ref()) {
            Ok(made) if Some(period) == newest => result.periods.push(maker.with_doubts(made)),
            Ok(made) => {
                let record = maker.add_dynamics(made.record, Draws::None);
                result.periods.push(record);
            }
            Err(reason) => result.not_defined.push(NotDefinedPeriod {
                period,
                reason: reason.german(),
            }),
        }
    }
    Ok(result)
}

/// Indices by several presets, and those that cannot be made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Indices {
    /// The indices, in the order of the presets.
    pub made: Vec<IndexResult>,
    /// The ids of the other presets, and why.
    pub refused: Vec<(String, Refusal)>,
}

/// The indices by these presets.
pub fn indices(panel: Panel<'_>, presets: &[Preset]) -> Indices {
    let mut all = Indices::default();
    for preset in presets {
        match index(panel, preset, None) {
            Ok(made) => all.made.push(made),
            Err(reason) => all.refused.push((preset.id.clone(), reason)),
        }
    }
    all
}

/// What all periods share.
struct Maker<'a> {
    panel: Panel<'a>,
    preset: &'a Preset,
    level: vocabulary::LevelId,
    texts: Vec<IngredientText>,
}

/// The period whose parameters hold for all.
struct Base {
    period: Period,
    versions: Vec<u32>,
    prepared: Prepared,
    parameters: Parameters,
}

/// A period with what its doubts need.
struct MadePeriod {
    record: IndexPeriod,
    material: Material,
    /// What the parameters were fitted on.
    base: Prepared,
    prepared: Prepared,
    parameters: Parameters,
    made: Made,
}

impl<'a> Maker<'a> {
    fn new(panel: Panel<'a>, preset: &'a Preset) -> Result<Self, Refusal> {
        Ok(Self {
            panel,
            preset,
            level: level(panel, preset.level.as_ref())?,
            texts: material::ingredients(panel, preset)?,
        })
    }

    /// The periods for which every indicator shows values, oldest first.
    fn periods(&self) -> Result<Vec<Period>, Refusal> {
        let mut lists = self
            .texts
            .iter()
            .map(|t| self.panel.periods(&t.id, &self.level));
        let mut shared = lists.next().unwrap_or_default();
        for list in lists {
            shared.retain(|period| list.contains(period));
        }
        if shared.is_empty() {
            return Err(Refusal::NoPeriod(self.level.clone()));
        }
        Ok(shared)
    }

    fn base(&self, periods: &[Period]) -> Result<Option<Base>, Refusal> {
        let Some(year) = self.preset.method.base_year else {
            return Ok(None);
        };
        let of_year = periods.iter().find(|p| p.last_year() == year);
        let period = *of_year.ok_or(Refusal::BaseMissing(Period::Year(year)))?;
        let material = self.material(period)?;
        let prepared = Prepared::of(&material.estimates(), &self.preset.method)?;
        Ok(Some(Base {
            period,
            versions: material.versions(),
            parameters: Parameters::fit(&prepared, self.preset)?,
            prepared,
        }))
    }

    fn material(&self, period: Period) -> Result<Material, Refusal> {
        let from = (&self.level, self.texts.as_slice());
        let material = Material::of(self.panel, self.preset, from, period);
        if material.areas.is_empty() {
            return Err(Refusal::NoArea(period));
        }
        Ok(material)
    }

    fn make(&self, period: Period, base: Option<&Base>) -> Result<MadePeriod, Refusal> {
        let material = self.material(period)?;
        let versions = material.versions();
        let prepared = Prepared::of(&material.estimates(), &self.preset.method)?;
        let (fitted_on, parameters) = match base {
            Some(base) if base.versions != versions => {
                return Err(Refusal::BaseMissing(base.period));
            }
            Some(base) => (base.prepared.clone(), base.parameters.clone()),
            None => (prepared.clone(), Parameters::fit(&prepared, self.preset)?),
        };
        let made = parameters.apply(&prepared.columns, self.preset)?;
        Ok(MadePeriod {
            record: IndexPeriod {
                period,
                parts: parts(&material, &prepared, &parameters, &versions),
                areas: self.areas(&material, &made),
                left_out: material.left_out.clone(),
                without_dynamics: Vec::new(),
                no_dynamics: None,
                checks: None,
                no_checks: None,
            },
            material,
            base: fitted_on,
            prepared,
            parameters,
            made,
        })
    }

    fn areas(&self, material: &Material, made: &Made) -> Vec<IndexedArea> {
        let area = |(at, area): (usize, &vocabulary::AreaKey)| {
            let index = made.index[at]?;
            let parts = made.contributions.iter().flatten();
            Some(IndexedArea {
                area: area.clone(),
                index,
                class: self.preset.status.of(index),
                contributions: parts.map(|part| part.get(at)).collect(),
                doubt: None,
                dynamics: None,
            })
        };
        let all = material.areas.iter().enumerate();
        all.filter_map(area).collect()
    }

    /// The record with rank intervals, shares of draws, classes of change, and what it depends on.
    fn with_doubts(&self, made: MadePeriod) -> IndexPeriod {
        let mut record = made.record;
        let period = record.period;
        let estimates = made.material.estimates();
        let doubted = Doubted {
            preset: self.preset,
            classes: &self.preset.status,
            estimates: &estimates,
            prepared: &made.prepared,
            parameters: &made.parameters,
            made: &made.made,
        };
        let subject = ("status", period);
        let found = doubted
            .areas(subject)
            .and_then(|areas| Ok((areas, doubted.checks(&made.base, subject)?)));
        match found {
            Ok((doubts, checks)) => {
                let all = made.material.areas.iter().zip(doubts);
                for (key, doubt) in all {
                    if let Ok(at) = record.areas.binary_search_by(|a| a.area.cmp(key)) {
                        record.areas[at].doubt = doubt;
                    }
                }
                record.checks = Some(checks);
            }
            Err(reason) => record.no_checks = Some(reason.german()),
        }
        self.add_dynamics(record, Draws::Of)
    }

    fn add_dynamics(&self, mut record: IndexPeriod, draws: Draws) -> IndexPeriod {
        let Some(choice) = &self.preset.dynamics else {
            return record;
        };
        let keys: Vec<_> = record.areas.iter().map(|a| a.area.clone()).collect();
        let areas = (keys.as_slice(), self.texts.as_slice());
        let when = (record.period, draws);
        match dynamics::dynamics(self.panel, (self.preset, choice), areas, when) {
            Ok(found) => {
                for (key, dynamics) in found.areas {
                    if let Ok(at) = record.areas.binary_search_by(|a| a.area.cmp(&key)) {
                        record.areas[at].dynamics = Some(dynamics);
                    }
                }
                record.without_dynamics = found.without;
            }
            Err(reason) => record.no_dynamics = Some(reason),
        }
        record
    }
}

fn parts(
    material: &Material,
    prepared: &Prepared,
    parameters: &Parameters,
    versions: &[u32],
) -> Vec<PartRecord> {
    let weights = parameters.weights.as_slice();
    let record = |at: usize| PartRecord {
        definition_version: versions[at],
        present: material.parts[at]
            .iter()
            .filter(|c| c.estimate.is_some())
            .count(),
        filled: prepared.filled[at]
            .iter()
            .map(|&area| material.areas[area].clone())
            .collect(),
        drawn_in: prepared.drawn_in[at],
        scale: parameters.told[at],
        weight: weights[at],
        loading: parameters.loadings[at],
    };
    (0..versions.len()).map(record).collect()
}
