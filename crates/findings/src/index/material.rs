//! The material of an index: released values of each indicator and area, turned so that high is a burden.

use indicators::{Definition, Polarity};
use methods::Estimate;
use vocabulary::{AreaKey, Flags, IndicatorId, LevelId, Period, State, german_number};

use super::preset::{Direction, Ingredient, Preset};
use super::result::{IngredientText, LeftOut};
use super::words::say;
use super::{Recipe, Refusal, Weighting};
use crate::{Panel, words::list};

/// What is known of an indicator in an area.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    /// The value with its interval, high = burden.
    pub(super) estimate: Option<Estimate>,
    /// Whether it is there but not shown.
    pub(super) hidden: bool,
    /// Whether it was carried over a change of areas.
    pub(super) carried: bool,
    /// Version of its definition, where a figure stands.
    pub(super) version: Option<u32>,
}

/// The cells of one indicator, in the order of the areas.
pub(super) type Part = Vec<Cell>;

/// The values of some areas.
#[derive(Clone, Debug)]
pub(super) struct Material {
    pub(super) areas: Vec<AreaKey>,
    pub(super) parts: Vec<Part>,
    pub(super) left_out: Vec<LeftOut>,
}

/// The indicators in words; refuses those nobody can point.
pub(super) fn ingredients(
    panel: Panel<'_>,
    preset: &Preset,
) -> Result<Vec<IngredientText>, Refusal> {
    let one = |ingredient: &Ingredient| {
        let definition = newest(panel, &ingredient.id)?;
        let by_catalogue = match definition.polarity {
            Polarity::HigherIsBurden => Some(Direction::HigherIsBurden),
            Polarity::HigherIsBetter => Some(Direction::HigherIsBetter),
            Polarity::Neutral => None,
        };
        let direction = ingredient.direction.or(by_catalogue);
        Ok(IngredientText {
            id: ingredient.id.clone(),
            name: definition.short_name.clone(),
            full_name: definition.name.clone(),
            unit: definition.unit.clone(),
            decimals: definition.decimals,
            direction: direction.ok_or_else(|| Refusal::NoDirection(ingredient.id.clone()))?,
        })
    };
    preset.indicators.iter().map(one).collect()
}

/// The newest definition of an indicator.
pub(crate) fn newest<'a>(
    panel: Panel<'a>,
    indicator: &IndicatorId,
) -> Result<&'a Definition, Refusal> {
    let mut all = panel.newest_definitions();
    all.find(|d| d.id == *indicator)
        .ok_or_else(|| Refusal::UnknownIndicator(indicator.clone()))
}

/// The level named, or the lowest.
pub(crate) fn level(panel: Panel<'_>, named: Option<&LevelId>) -> Result<LevelId, Refusal> {
    match named {
        Some(level) if panel.tree.level_rank(level).is_some() => Ok(level.clone()),
        Some(level) => Err(Refusal::UnknownLevel(level.clone())),
        None => Ok(panel
            .tree
            .levels()
            .last()
            .map_or_else(|| panel.tree.root().level.clone(), |l| l.id.clone())),
    }
}

/// The cells of an indicator.
pub(super) fn cells(
    panel: Panel<'_>,
    areas: &[AreaKey],
    (indicator, direction): (&IndicatorId, Direction),
    period: Period,
) -> Part {
    let cell = |area: &AreaKey| {
        let shown = panel.shown(area, indicator, period);
        let estimate = shown.and_then(|row| {
            let value = row.value.filter(|v| v.is_finite())?;
            let bounds = row.lower.zip(row.upper);
            let (lower, upper) = bounds.unwrap_or((value, value));
            Some(turned(
                Estimate {
                    value,
                    lower,
                    upper,
                },
                direction,
            ))
        });
        Cell {
            estimate,
            hidden: shown.is_some_and(|s| matches!(s.state, State::Suppressed | State::Interval)),
            carried: shown.is_some_and(|s| s.flags.contains(Flags::ESTIMATED)),
            version: shown.map(|s| s.definition_version),
        }
    };
    areas.iter().map(cell).collect()
}

fn turned(estimate: Estimate, direction: Direction) -> Estimate {
    match direction {
        Direction::HigherIsBurden => estimate,
        Direction::HigherIsBetter => Estimate {
            value: -estimate.value,
            lower: -estimate.upper,
            upper: -estimate.lower,
        },
    }
}

impl Material {
    /// The values of a period, and the areas that take no part.
    pub(super) fn of(
        panel: Panel<'_>,
        preset: &Preset,
        (level, texts): (&LevelId, &[IngredientText]),
        period: Period,
    ) -> Self {
        let mut areas: Vec<AreaKey> = panel.areas_of(level).map(|a| a.key.clone()).collect();
        areas.sort();
        let parts: Vec<Part> = texts
            .iter()
            .map(|t| cells(panel, &areas, (&t.id, t.direction), period))
            .collect();
        let changes = preset.dynamics.iter().flat_map(|d| &d.changes);
        let changes: Vec<Part> = changes
            .map(|id| cells(panel, &areas, (id, Direction::HigherIsBurden), period))
            .collect();
        let all = Self {
            areas,
            parts,
            left_out: Vec::new(),
        };
        let known = |part: &Part, at: usize| {
            let value = part[at].estimate.map(|e| e.value);
            value.is_some_and(|v| v != 0.0)
        };
        all.keep(|at| {
            let area = &all.areas[at];
            let nothing = || !all.parts.iter().chain(&changes).any(|p| known(p, at));
            if preset.areas.left_out.contains(area) {
                Some(say("left_out_by_decision", &[]))
            } else if preset.areas.zeros_are_missing && nothing() {
                Some(say("left_out_zeros", &[]))
            } else {
                too_few_people(panel, preset, area, period)
                    .or_else(|| all.gap(at, &preset.shares(), texts))
            }
        })
    }

    /// The areas for which nothing speaks against; the reasons of the others.
    pub(super) fn keep(&self, against: impl Fn(usize) -> Option<String>) -> Self {
        let mut left_out = self.left_out.clone();
        let mut kept = Vec::new();
        for (at, area) in self.areas.iter().enumerate() {
            match against(at) {
                None => kept.push(at),
                Some(reason) => left_out.push(LeftOut {
                    area: area.clone(),
                    reason,
                }),
            }
        }
        let of = |part: &Part| kept.iter().map(|&at| part[at]).collect();
        Self {
            areas: kept.iter().map(|&at| self.areas[at].clone()).collect(),
            parts: self.parts.iter().map(of).collect(),
            left_out,
        }
    }

    /// Why an area has too few values, if it has.
    pub(super) fn gap(
        &self,
        at: usize,
        (shares, least): &(Vec<f64>, f64),
        texts: &[IngredientText],
    ) -> Option<String> {
        let present = |hidden_too: bool| {
            let parts = self.parts.iter().zip(shares);
            parts
                .filter(|(p, _)| p[at].estimate.is_some() || (hidden_too && p[at].hidden))
                .map(|(_, share)| share)
                .sum::<f64>()
        };
        if present(false) >= least - 1e-9 {
            return None;
        }
        let key = if present(true) >= least - 1e-9 {
            "left_out_hidden"
        } else {
            "left_out_missing"
        };
        let names: Vec<&str> = texts
            .iter()
            .zip(&self.parts)
            .filter(|(_, p)| p[at].estimate.is_none())
            .map(|(t, _)| t.name.as_str())
            .collect();
        Some(say(key, &[("names", &list(&names))]))
    }

    /// The estimates, indicator by indicator.
    pub(super) fn estimates(&self) -> Vec<Vec<Option<Estimate>>> {
        let parts = self.parts.iter();
        parts
            .map(|part| part.iter().map(|cell| cell.estimate).collect())
            .collect()
    }

    /// The version of each indicator's definition; the newest where there are several.
    pub(super) fn versions(&self) -> Vec<u32> {
        let newest = |part: &Part| part.iter().filter_map(|c| c.version).max().unwrap_or(1);
        self.parts.iter().map(newest).collect()
    }
}

fn too_few_people(
    panel: Panel<'_>,
    preset: &Preset,
    area: &AreaKey,
    period: Period,
) -> Option<String> {
    let population = preset.areas.population.as_ref()?;
    let least = f64::from(preset.areas.least_population);
    // Of a pool or a quarter, the people at its end.
    let year = Period::Year(period.last_year());
    let people = panel
        .shown(area, population, period)
        .or_else(|| panel.shown(area, population, year))
        .and_then(|row| row.value);
    match people {
        Some(people) if people >= least => None,
        Some(_) => Some(say(
            "left_out_few_people",
            &[("least", &german_number(least, 0))],
        )),
        None => Some(say("left_out_unknown_people", &[])),
    }
}

impl Preset {
    /// The share of weight of each indicator that counts as present, and how much is needed.
    pub(super) fn shares(&self) -> (Vec<f64>, f64) {
        let given = self.method.weights == Weighting::Given;
        let weight = |i: &Ingredient| if given { i.weight } else { 1.0 };
        let total: f64 = self.indicators.iter().map(weight).sum();
        let shares = self.indicators.iter().map(|i| weight(i) / total).collect();
        let least = match self.method.recipe {
            Recipe::Mss => 1.0,
            Recipe::Composite => self.method.least_weight,
        };
        (shares, least)
    }
}
