//! Where areas are going: the index of change, only within one definition and one outline of the area.

use methods::Estimate;
use vocabulary::{AreaKey, Period, german_period};

use super::doubts::Doubted;
use super::making::{Parameters, Prepared};
use super::material::{Cell, Material, Part, cells};
use super::preset::{DynamicsChoice, Preset};
use super::result::{AreaDynamics, IngredientText, LeftOut};
use super::words::say;
use crate::{Panel, words::list};

/// The classes of change of some areas.
pub(super) struct Dynamics {
    pub(super) areas: Vec<(AreaKey, AreaDynamics)>,
    pub(super) without: Vec<LeftOut>,
}

/// Whether the change is made anew many times to see how sure its classes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Draws {
    /// Yes: the newest period.
    Of,
    /// No: an older period, told by its classes alone.
    None,
}

/// The change of the areas that have an index; or why there is none, in German.
pub(super) fn dynamics(
    panel: Panel<'_>,
    (preset, choice): (&Preset, &DynamicsChoice),
    (areas, texts): (&[AreaKey], &[IngredientText]),
    (period, draws): (Period, Draws),
) -> Result<Dynamics, String> {
    let parts = if choice.changes.is_empty() {
        computed(panel, (areas, texts), period, choice.years)?
    } else {
        ready_made(panel, (areas, texts), period, choice)
    };
    let all = Material {
        areas: areas.to_vec(),
        parts,
        left_out: Vec::new(),
    };
    let shares = preset.shares();
    let material = all.keep(|at| {
        let carried = all.parts.iter().any(|p| p[at].carried);
        let over_change = || say("no_change_of_area", &[]);
        let moved = (carried && choice.changes.is_empty()).then(over_change);
        moved.or_else(|| all.gap(at, &shares, texts))
    });
    classes((preset, choice), &material, (period, draws)).map_err(|reason| {
        let reason = vocabulary::Explain::german(&reason);
        say("no_dynamics", &[("reason", &reason)])
    })
}

fn ready_made(
    panel: Panel<'_>,
    (areas, texts): (&[AreaKey], &[IngredientText]),
    period: Period,
    choice: &DynamicsChoice,
) -> Vec<Part> {
    let pairs = choice.changes.iter().zip(texts);
    pairs
        .map(|(id, text)| cells(panel, areas, (id, text.direction), period))
        .collect()
}

fn computed(
    panel: Panel<'_>,
    (areas, texts): (&[AreaKey], &[IngredientText]),
    period: Period,
    years: u8,
) -> Result<Vec<Part>, String> {
    let before = period.years_back(years);
    let told = [
        ("before", german_period(before)),
        ("now", german_period(period)),
    ];
    let told: Vec<(&str, &str)> = told.iter().map(|(k, v)| (*k, v.as_str())).collect();
    if period.overlaps(before) {
        return Err(say("no_dynamics_overlap", &told));
    }
    let mut parts = Vec::new();
    let mut changed: Vec<&str> = Vec::new();
    for text in texts {
        let was = cells(panel, areas, (&text.id, text.direction), before);
        let is = cells(panel, areas, (&text.id, text.direction), period);
        let version = |part: &Part| part.iter().find_map(|c| c.version);
        if version(&was).zip(version(&is)).is_some_and(|(a, b)| a != b) {
            changed.push(&text.name);
        }
        parts.push(was.iter().zip(&is).map(|(a, b)| change(a, b)).collect());
    }
    if changed.is_empty() {
        return Ok(parts);
    }
    let names = list(&changed);
    let told: Vec<(&str, &str)> = told
        .into_iter()
        .chain([("names", names.as_str())])
        .collect();
    Err(say("no_dynamics_definition", &told))
}

/// The change of a value with its interval (Zou & Donner 2008, both years as independent: rather too wide, as many
/// people are counted in both).
fn change(was: &Cell, is: &Cell) -> Cell {
    let estimate = was.estimate.zip(is.estimate).map(|(a, b)| {
        let value = b.value - a.value;
        let down = (b.value - b.lower).hypot(a.upper - a.value);
        let up = (b.upper - b.value).hypot(a.value - a.lower);
        Estimate {
            value,
            lower: value - down,
            upper: value + up,
        }
    });
    Cell {
        estimate,
        hidden: was.hidden || is.hidden,
        carried: was.carried || is.carried,
        version: is.version,
    }
}

fn classes(
    (preset, choice): (&Preset, &DynamicsChoice),
    material: &Material,
    (period, draws): (Period, Draws),
) -> Result<Dynamics, methods::NotDefined> {
    let estimates = material.estimates();
    let prepared = Prepared::of(&estimates, &preset.method)?;
    let parameters = Parameters::fit(&prepared, preset)?;
    let made = parameters.apply(&prepared.columns, preset)?;
    let classes = choice.classes();
    let doubted = Doubted {
        preset,
        classes: &classes,
        estimates: &estimates,
        prepared: &prepared,
        parameters: &parameters,
        made: &made,
    };
    let doubts = match draws {
        Draws::Of => doubted.areas(("dynamics", period))?,
        Draws::None => vec![None; material.areas.len()],
    };
    let areas = material.areas.iter().zip(made.index.iter().zip(doubts));
    let areas = areas.filter_map(|(area, (index, doubt))| {
        let index = (*index)?;
        let (class_shares, stable) =
            doubt.map_or((Vec::new(), false), |d| (d.class_shares, d.stable));
        let dynamics = AreaDynamics {
            index,
            class: classes.of(index),
            class_shares,
            stable,
        };
        Some((area.clone(), dynamics))
    });
    Ok(Dynamics {
        areas: areas.collect(),
        without: material.left_out.clone(),
    })
}
