//! Measures: how often "Wirkung" is claimed where there is none, and whether the interval holds the true effect.

use findings::Panel;
use findings::effect::{Comparison, Plan, Wave, effect};
use testkit::draw::{Help, Scenario};
use testkit::stories::IMPROVES;
use vocabulary::{AreaKey, Period};

use crate::county::County;
use crate::land::{MEASURED, area_key, indicator};
use crate::record::Record;
use crate::truth::Truth;

/// The first year of the measure.
const START: i32 = 2021;
/// The last year of all.
const END: i32 = 2024;
/// Years looked at when the worst area is chosen.
const CHOSEN_BY: std::ops::Range<i32> = START - 3..START;

/// Where the measure is, and how that place was chosen.
fn places(county: &County<'_>, number: u64) -> Vec<(&'static str, AreaKey)> {
    let areas: Vec<&AreaKey> = county.land.areas().collect();
    let at = usize::try_from(number % areas.len() as u64).unwrap_or(0);
    let mut places = vec![("told", area_key(IMPROVES)), ("any", areas[at].clone())];
    places.extend(worst(county.panel(), &areas).map(|area| ("worst", area)));
    places
}

/// The area with the lowest shown mean before the start: where one would put a measure.
fn worst(panel: Panel<'_>, areas: &[&AreaKey]) -> Option<AreaKey> {
    let id = indicator(MEASURED);
    let mean = |area: &AreaKey| -> Option<f64> {
        let values = CHOSEN_BY.map(|year| panel.shown(area, &id, Period::Year(year))?.value);
        let values: Vec<f64> = values.collect::<Option<_>>()?;
        Some(values.iter().sum::<f64>() / values.len() as f64)
    };
    let known = areas.iter().filter_map(|area| Some((mean(area)?, *area)));
    let least = known.min_by(|a, b| a.0.total_cmp(&b.0))?;
    Some(least.1.clone())
}

/// Notes claims and intervals; `helped` is the truth of the same county with a measure that works.
pub(crate) fn note(
    county: &County<'_>,
    (scenario, number): (Scenario, u64),
    (truth, without): (&Truth, Option<&Truth>),
    record: &mut Record,
) {
    let works = scenario == Scenario::OneTreated(Help::Works);
    for (name, area) in places(county, number) {
        if works && name != "told" {
            continue;
        }
        let expected = without.map_or(0.0, |without| helped(truth, without, &area));
        note_place(county, (name, &area, expected), record);
    }
}

/// By how much the measure raises the mean of the years after its start, in points.
fn helped(truth: &Truth, without: &Truth, area: &AreaKey) -> f64 {
    let id = indicator(MEASURED);
    let years = START..=END;
    let count = f64::from(END - START + 1);
    let difference = |year| {
        let period = Period::Year(year);
        Some(truth.value(&id, period, area)? - without.value(&id, period, area)?)
    };
    years.filter_map(difference).sum::<f64>() / count
}

fn note_place(
    county: &County<'_>,
    (name, area, expected): (&str, &AreaKey, f64),
    record: &mut Record,
) {
    let plan = Plan {
        name: "Familienzentrum".to_owned(),
        indicator: indicator(MEASURED),
        waves: vec![Wave {
            start: Period::Year(START),
            areas: vec![area.clone()],
        }],
        smallest_difference: 5.0,
        comparison: Comparison::default(),
    };
    let judgement = effect(county.panel(), &plan).ok().and_then(|e| e.judgement);
    let claimed = judgement.as_ref().is_some_and(|j| j.level.may_say_effect());
    record.tell(format!("effect claimed {name}"), claimed);
    let tested = judgement.and_then(|j| j.difference.ok());
    record.tell(format!("effect judged {name}"), tested.is_some());
    if let Some(tested) = tested {
        let held = tested.lower <= expected && expected <= tested.upper;
        record.tell(format!("effect interval {name}"), held);
        record.note(format!("effect estimate {name}"), tested.value);
        record.note(format!("effect expected {name}"), expected);
    }
}
