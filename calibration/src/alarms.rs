//! Alarms: how often the rules of the early warning fire where nothing is, and whom they warn of first.

use std::collections::BTreeSet;

use findings::{Answer, Condition, Finding, FindingKind, warned};
use testkit::draw::{RISES, Scenario};
use testkit::people::YEARS;
use testkit::stories::DETERIORATES;
use vocabulary::AreaKey;

use crate::county::County;
use crate::land::area_key;
use crate::record::{Record, Tried};
use crate::truth::Truth;

/// The rules that speak of one point in time, or of time.
const KINDS: [(FindingKind, &str); 5] = [
    (FindingKind::Deviation, "deviation"),
    (FindingKind::Trend, "trend"),
    (FindingKind::ChangePoint, "change_point"),
    (FindingKind::Cluster, "cluster"),
    (FindingKind::IndexClass, "index_class"),
];

/// Notes which rules fire, and which of them wrongly.
pub(crate) fn note(
    county: &County<'_>,
    (scenario, truth): (Scenario, &Truth),
    record: &mut Record,
) {
    let panel = county.panel();
    let verdicts = findings::verdicts(panel);
    let indices = findings::indices(panel, &findings::Preset::starters());
    let found = findings::findings(panel, &county.land.warning, (&verdicts, &indices)).found;
    for (kind, name) in KINDS {
        let fired = || found.iter().filter(|f| f.kind == kind);
        record.tell(format!("fires {name}"), fired().next().is_some());
        record.note(format!("findings {name}"), fired().count() as f64);
    }
    note_verdicts(county, (&verdicts, truth), record);
    let guilty = guilty(scenario);
    note_warnings(&found, guilty.as_ref(), record);
    note_years(county, guilty.as_ref(), record);
}

/// The area that truly moves away from the rest.
fn guilty(scenario: Scenario) -> Option<AreaKey> {
    match scenario {
        Scenario::Told => Some(area_key(DETERIORATES)),
        Scenario::RisingEverywhere => Some(area_key(RISES)),
        Scenario::NoEffect | Scenario::OneTreated(_) => None,
    }
}

/// Verdicts that name the wrong side, and those that claim what is not there.
fn note_verdicts(
    county: &County<'_>,
    (verdicts, truth): (&[findings::Verdict], &Truth),
    record: &mut Record,
) {
    let whole = &county.land.tree.root().key;
    let mut claimed = Tried::default();
    let mut made = Tried::default();
    for verdict in verdicts.iter().filter(|v| v.against == *whole) {
        let place = (&verdict.area, whole);
        let Some(difference) = truth.difference(&verdict.indicator, verdict.period, place) else {
            continue;
        };
        let claim = matches!(verdict.answer, Answer::Above | Answer::Below);
        made.add(claim);
        if claim {
            let above = verdict.answer == Answer::Above;
            claimed.add(above != (difference > 0.0));
        }
    }
    record.share("verdicts claimed", &made);
    record.share("verdicts wrong side", &claimed);
}

/// Warnings of the rules that look at time: of the one area, and of others.
fn note_warnings(found: &[Finding], guilty: Option<&AreaKey>, record: &mut Record) {
    for (kinds, name) in [
        (&[FindingKind::Trend][..], "trend"),
        (&[FindingKind::ChangePoint], "change_point"),
        (&[FindingKind::Trend, FindingKind::ChangePoint], "both"),
    ] {
        let of_kind = found.iter().filter(|f| kinds.contains(&f.kind));
        let areas: BTreeSet<&AreaKey> = of_kind.flat_map(|f| &f.areas).collect();
        let own = guilty.is_some_and(|area| areas.contains(area));
        let others = areas.len() - usize::from(own);
        record.tell(format!("warned own {name}"), own);
        record.tell(format!("warned others {name}"), others > 0);
        record.note(format!("warned how many others {name}"), others as f64);
        record.tell(format!("warned only own {name}"), own && others == 0);
    }
}

/// The trend rule run at the end of each year: whom it would have warned of then.
fn note_years(county: &County<'_>, guilty: Option<&AreaKey>, record: &mut Record) {
    let rules = &county.land.warning.rules;
    let Some(rule) = rules
        .iter()
        .find(|r| matches!(r.condition, Condition::Trend { .. }))
    else {
        return;
    };
    let all = warned(county.panel(), rule);
    let first = all
        .iter()
        .filter(|w| Some(w.area) == guilty)
        .map(|w| w.year)
        .min();
    for year in YEARS {
        let now = || all.iter().filter(|w| w.year == year);
        let others = now().any(|w| Some(w.area) != guilty);
        record.tell(format!("year others {year}"), others);
        record.tell(format!("year first {year}"), first == Some(year));
        record.tell(
            format!("year by {year}"),
            first.is_some_and(|first| first <= year),
        );
    }
    record.tell("year never", first.is_none());
}
