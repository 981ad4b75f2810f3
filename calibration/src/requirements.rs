//! What is required of the early warning, and whether the redrawn counties show it.

use testkit::draw::{Help, Scenario};

use crate::document::percent;
use crate::{Calibration, Mean, SCENARIOS};

/// One requirement with what was found.
pub(crate) struct Requirement {
    pub(crate) what: &'static str,
    pub(crate) found: String,
    pub(crate) met: bool,
}

/// Intervals that promise 95 % and must hold at least 94 % on average.
const ORDINARY: [&str; 3] = [
    "cover computed wilson",
    "cover computed wilson clustered",
    "cover shown newcombe",
];

/// What intervals must hold: the requirement, the names of what is averaged, and the least share.
const INTERVALS: [(&str, &[&str], f64); 4] = [
    (
        "intervals of shares and differences hold the truth in at least 94 % on average",
        &ORDINARY,
        0.94,
    ),
    (
        "intervals of rates (exact below ten cases) in at least 95 %",
        &["cover computed rate"],
        0.95,
    ),
    (
        "rank sets of all areas jointly in at least 95 %",
        &[
            "cover ranks ARB01",
            "cover ranks EIN01",
            "cover ranks EIN03",
        ],
        0.95,
    ),
    (
        "the interval of a measure's difference in at least 94 %",
        &["effect interval told"],
        0.94,
    ),
];

/// Where a measure does nothing: the place in the record and the requirement.
const CLAIMS: [(&str, &str); 3] = [
    (
        "effect claimed told",
        "„Wirkung“ is claimed in at most 5 % of the counties without one: a fixed area",
    ),
    ("effect claimed any", "… any area"),
    (
        "effect claimed worst",
        "… the area chosen because it was the worst",
    ),
];

/// Where nothing happens: the rule in the record and the requirement.
const ALARMS: [(&str, &str); 5] = [
    (
        "fires trend",
        "no effect: `trend` warns in at most 5 % of the counties",
    ),
    ("fires change_point", "… `change_point`"),
    ("fires deviation", "… `deviation`"),
    ("fires cluster", "… `cluster`"),
    (
        "months any independent",
        "… `count_alarm`, of nine series of months",
    ),
];

/// The largest share of false alarms.
const FALSE_ALARMS: f64 = 0.05;

/// All requirements in the order of the document.
pub(crate) fn all(found: &Calibration) -> Vec<Requirement> {
    let still = [Scenario::NoEffect];
    let idle = [Scenario::NoEffect, Scenario::OneTreated(Help::DoesNothing)];
    let rising = [Scenario::RisingEverywhere];
    let intervals = INTERVALS.iter();
    let intervals = intervals.map(|(what, names, limit)| least(what, found, names, *limit));
    let claims = CLAIMS
        .iter()
        .map(|(name, what)| most(what, found, (&idle, name)));
    let alarms = ALARMS
        .iter()
        .map(|(name, what)| most(what, found, (&still, name)));
    let others = most(
        "rising everywhere: others are warned of in at most 5 % of the counties",
        found,
        (&rising, "warned others both"),
    );
    intervals
        .chain(claims)
        .chain(alarms)
        .chain([others, nothing_recovered(found)])
        .collect()
}

/// An outsider must recover no small number of any county attacked.
fn nothing_recovered(found: &Calibration) -> Requirement {
    let told = found.means(Scenario::Told);
    let mean = |name| told.and_then(|means| means.get(name));
    let (hidden, recovered) = (mean("attack hidden"), mean("attack recovered"));
    let each =
        |mean: Option<Mean>| mean.map_or_else(|| "–".to_owned(), |m| format!("{:.1}", m.value));
    let counties = hidden.map_or(0, |m| m.counties);
    Requirement {
        what: "from public figures an attack recovers no small number",
        found: format!(
            "{} of {} hidden numbers a county, {counties} counties",
            each(recovered),
            each(hidden)
        ),
        met: recovered.is_some_and(|m| m.value == 0.0),
    }
}

/// The mean over all scenarios that have it must be at least so much.
fn least(what: &'static str, found: &Calibration, names: &[&str], limit: f64) -> Requirement {
    let means = SCENARIOS.iter().filter_map(|s| found.means(*s));
    let all: Vec<Mean> = means
        .flat_map(|m| names.iter().filter_map(|n| m.get(n)))
        .collect();
    let average = average(&all);
    Requirement {
        what,
        found: percent(average),
        met: average.is_some_and(|m| m.value >= limit),
    }
}

/// The largest of the scenarios must be within the share of false alarms.
fn most(
    what: &'static str,
    found: &Calibration,
    (scenarios, name): (&[Scenario], &str),
) -> Requirement {
    let all = scenarios.iter().filter_map(|s| found.means(*s)?.get(name));
    let largest = all.max_by(|a, b| a.value.total_cmp(&b.value));
    Requirement {
        what,
        found: percent(largest),
        met: largest.is_some_and(|m| m.value <= FALSE_ALARMS),
    }
}

/// The mean of means, with the error of independent ones.
fn average(all: &[Mean]) -> Option<Mean> {
    let count = all.len() as f64;
    let first = all.first()?;
    Some(Mean {
        counties: first.counties,
        value: all.iter().map(|m| m.value).sum::<f64>() / count,
        error: all.iter().map(|m| m.error * m.error).sum::<f64>().sqrt() / count,
    })
}
