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

/// All requirements in the order of the document.
pub(crate) fn all(found: &Calibration) -> Vec<Requirement> {
    let mut all = vec![
        least(
            "intervals of shares and differences hold the truth in at least 94 % on average",
            found,
            &ORDINARY,
            0.94,
        ),
        least(
            "intervals of rates (exact below ten cases) in at least 95 %",
            found,
            &["cover computed rate"],
            0.95,
        ),
        least(
            "rank sets of all areas jointly in at least 95 %",
            found,
            &[
                "cover ranks ARB01",
                "cover ranks EIN01",
                "cover ranks EIN03",
            ],
            0.95,
        ),
        least(
            "the interval of a measure's difference in at least 94 %",
            found,
            &["effect interval told"],
            0.94,
        ),
    ];
    for (place, what) in [
        (
            "told",
            "„Wirkung“ is claimed in at most 5 % of the counties without one: a fixed area",
        ),
        ("any", "… any area"),
        ("worst", "… the area chosen because it was the worst"),
    ] {
        all.push(most(
            what,
            found,
            (
                &[Scenario::NoEffect, Scenario::OneTreated(Help::DoesNothing)],
                &format!("effect claimed {place}"),
            ),
            0.05,
        ));
    }
    let still = [Scenario::NoEffect];
    for (rule, what) in [
        (
            "trend",
            "no effect: `trend` warns in at most 5 % of the counties",
        ),
        ("change_point", "… `change_point`"),
        ("deviation", "… `deviation`"),
        ("cluster", "… `cluster`"),
    ] {
        all.push(most(what, found, (&still, &format!("fires {rule}")), 0.05));
    }
    let rising = [Scenario::RisingEverywhere];
    all.push(most(
        "rising everywhere: others are warned of in at most 5 % of the counties",
        found,
        (&rising, "warned others both"),
        0.05,
    ));
    all
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

/// The largest of the scenarios must be at most so much.
fn most(
    what: &'static str,
    found: &Calibration,
    (scenarios, name): (&[Scenario], &str),
    limit: f64,
) -> Requirement {
    let all = scenarios.iter().filter_map(|s| found.means(*s)?.get(name));
    let largest = all.max_by(|a, b| a.value.total_cmp(&b.value));
    Requirement {
        what,
        found: percent(largest),
        met: largest.is_some_and(|m| m.value <= limit),
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
