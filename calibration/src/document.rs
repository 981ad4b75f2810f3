//! The document: what was drawn and how, a table per question, what is met and what is missed.

use std::fmt::Write as _;

use testkit::draw::{Help, Scenario};
use testkit::people::YEARS;

use crate::{Calibration, Mean, SCENARIOS, requirements};

/// What stands before the numbers.
const OPENING: &str = include_str!("../texts/opening.md");
/// What stands behind them.
const CLOSING: &str = include_str!("../texts/closing.md");

/// Intervals: name in the record, what the reader calls it, what it promises.
const INTERVALS: [(&str, &str, &str); 14] = [
    ("cover computed wilson", "Wilson, independent cases", "95"),
    (
        "cover computed wilson clustered",
        "Wilson with design effect (benefits by household)",
        "95",
    ),
    (
        "cover computed rate",
        "Rates: exact below 10 cases, Byar from 10",
        "95",
    ),
    (
        "cover computed exact",
        "… of these, where fewer than 10 cases were seen",
        "–",
    ),
    (
        "cover computed byar",
        "… of these, where 10 or more were seen",
        "–",
    ),
    (
        "cover shown wilson",
        "Wilson, independent cases, where the gate shows the value",
        "95",
    ),
    (
        "cover shown wilson clustered",
        "Wilson with design effect, where the gate shows the value",
        "95",
    ),
    (
        "cover shown rate",
        "Rates, where the gate shows the value",
        "95",
    ),
    (
        "cover shown newcombe",
        "Difference between area and rest of the county (Newcombe)",
        "95",
    ),
    (
        "cover ranks ARB01",
        "Rank sets of all areas jointly, unemployment",
        "95, jointly",
    ),
    (
        "cover ranks EIN01",
        "Rank sets of all areas jointly, support by SGB II",
        "95, jointly",
    ),
    (
        "cover ranks EIN03",
        "Rank sets of all areas jointly, child poverty",
        "95, jointly",
    ),
    (
        "cover index ranks",
        "Rank interval of the index (5 to 95 % of the draws)",
        "90",
    ),
    (
        "effect interval told",
        "Difference made by a measure (randomisation over areas)",
        "95",
    ),
];

/// Rules and what a false alarm of theirs is.
const RULES: [(&str, &str); 5] = [
    ("deviation", "several burdens above the rest of the county"),
    ("trend", "drift against the rest of the county"),
    ("change_point", "jump against the rest of the county"),
    ("cluster", "neighbours that are high together"),
    ("index_class", "named as burdened by the index"),
];

/// How the cases of a month come about: name in the record, what the reader calls it.
const MONTHS: [(&str, &str); 3] = [
    ("independent", "each for itself"),
    ("clustered", "several at once (variance 1.5 times the mean)"),
    (
        "doubled",
        "each for itself, doubled in one municipality in the newest month",
    ),
];

/// All of it.
pub(crate) fn document(found: &Calibration) -> String {
    let mut text = OPENING.replace("{counties}", &found.counties.to_string());
    text.push_str("\n## Requirements\n\n| Requirement | Found | |\n|---|---|---|\n");
    for requirement in requirements::all(found) {
        let word = if requirement.met { "met" } else { "**missed**" };
        let _ = writeln!(
            text,
            "| {} | {} | {word} |",
            requirement.what, requirement.found
        );
    }
    text.push_str(&intervals(found));
    text.push_str(&indicators(found));
    text.push_str(&false_alarms(found));
    text.push_str(&warnings(found));
    text.push_str(&years(found));
    text.push_str(&effects(found));
    text.push_str(CLOSING);
    text
}

/// How a scenario is called in the tables.
pub(crate) fn name(scenario: Scenario) -> &'static str {
    match scenario {
        Scenario::NoEffect => "no effect",
        Scenario::OneTreated(Help::DoesNothing) => "measure without effect",
        Scenario::OneTreated(Help::Works) => "measure with effect",
        Scenario::RisingEverywhere => "rising everywhere",
        Scenario::Told => "told",
    }
}

fn mean(found: &Calibration, scenario: Scenario, what: &str) -> Option<Mean> {
    found.means(scenario)?.get(what)
}

/// A share in percent with its Monte-Carlo error.
pub(crate) fn percent(mean: Option<Mean>) -> String {
    mean.map_or_else(
        || "–".to_owned(),
        |m| format!("{:.1} ± {:.1}", 100.0 * m.value, 100.0 * m.error),
    )
}

fn number(mean: Option<Mean>) -> String {
    mean.map_or_else(
        || "–".to_owned(),
        |m| format!("{:.2} ± {:.2}", m.value, m.error),
    )
}

/// A row of shares, one for each scenario.
fn row(found: &Calibration, head: &str, what: &str) -> String {
    let cells = SCENARIOS.map(|scenario| percent(mean(found, scenario, what)));
    format!("| {head} | {} |\n", cells.join(" | "))
}

fn head(first: &str) -> String {
    let names = SCENARIOS.map(name).join(" | ");
    format!(
        "| {first} | {names} |\n|{}\n",
        "---|".repeat(1 + SCENARIOS.len())
    )
}

fn intervals(found: &Calibration) -> String {
    let mut text = format!(
        "\n## Coverage of intervals\n\nShare of intervals that hold the truth, in percent.\n\n{}",
        head("Interval (nominal)")
    );
    for (what, called, nominal) in INTERVALS {
        text.push_str(&row(found, &format!("{called} ({nominal})"), what));
    }
    text.push_str(include_str!("../texts/intervals.md"));
    text
}

fn indicators(found: &Calibration) -> String {
    let scenario = Scenario::Told;
    let mut text = "\n### By indicator\n\nScenario *told*; the last column as if everybody stood for themselves.\n\n| Indicator | before the gate | shown | without design effect |\n|---|---|---|---|\n".to_owned();
    let Some(means) = found.means(scenario) else {
        return text;
    };
    for (id, all) in means.under("cover computed id ") {
        let shown = means.get(&format!("cover shown id {id}"));
        let naive = means.get(&format!("cover naive {id}"));
        let _ = writeln!(
            text,
            "| {id} | {} | {} | {} |",
            percent(Some(all)),
            percent(shown),
            percent(naive)
        );
    }
    text
}

fn false_alarms(found: &Calibration) -> String {
    let mut text = "\n## False alarms of the rules\n\nScenario *no effect*: every area has the same true rates, so whatever fires is wrong.\n\n| Rule | counties with at least one finding, % | findings per county |\n|---|---|---|\n".to_owned();
    for (rule, what) in RULES {
        let fires = percent(mean(found, Scenario::NoEffect, &format!("fires {rule}")));
        let count = number(mean(found, Scenario::NoEffect, &format!("findings {rule}")));
        let _ = writeln!(text, "| `{rule}`: {what} | {fires} | {count} |");
    }
    let _ = write!(
        text,
        "\nWhere the areas differ, a finding is wrong when it names an area that does not move away from the rest.\n\n{}",
        head("Counties in which others are warned of, %")
    );
    text.push_str(&row(found, "`trend`", "warned others trend"));
    text.push_str(&row(found, "`change_point`", "warned others change_point"));
    text.push_str(&row(
        found,
        "Verdicts that say above or below",
        "verdicts claimed",
    ));
    text.push_str(&row(
        found,
        "… of these on the wrong side",
        "verdicts wrong side",
    ));
    text.push_str(include_str!("../texts/alarms.md"));
    text.push_str(&count_alarms(found));
    text
}

/// The alarm of months, which are drawn for themselves.
fn count_alarms(found: &Calibration) -> String {
    let mut text = "\n### Count alarm by month\n\n| New cases | series judged, % | alarms, % of those judged | counties with an alarm, % | the municipality is named, % |\n|---|---|---|---|---|\n".to_owned();
    for (name, called) in MONTHS {
        let cell = |what: &str| {
            percent(mean(
                found,
                Scenario::NoEffect,
                &format!("months {what} {name}"),
            ))
        };
        let _ = writeln!(
            text,
            "| {called} | {} | {} | {} | {} |",
            cell("judged"),
            cell("alarms"),
            cell("any"),
            cell("heard"),
        );
    }
    text.push_str(include_str!("../texts/months.md"));
    text
}

fn warnings(found: &Calibration) -> String {
    let mut text = format!(
        "\n## Whether only the one area is warned of\n\n{}",
        head("Counties, %")
    );
    for (head, what) in [
        ("the area is warned of (`trend`)", "warned own trend"),
        ("the area alone (`trend`)", "warned only own trend"),
        (
            "the area is warned of (`trend` or `change_point`)",
            "warned own both",
        ),
        (
            "the area alone (`trend` or `change_point`)",
            "warned only own both",
        ),
    ] {
        text.push_str(&row(found, head, what));
    }
    text.push_str(include_str!("../texts/warnings.md"));
    text
}

fn years(found: &Calibration) -> String {
    let mut text = "\n## In which year the warning comes\n\nThe rule `trend` run at the end of each year with what was known then, in percent of the counties.\n\n| Year | told: first warned | told: warned by then | rising: first warned | rising: warned by then | no effect: anyone warned | told: others warned |\n|---|---|---|---|---|---|---|\n".to_owned();
    for year in YEARS {
        let cell =
            |scenario, what: &str| percent(mean(found, scenario, &format!("year {what} {year}")));
        let _ = writeln!(
            text,
            "| {year} | {} | {} | {} | {} | {} | {} |",
            cell(Scenario::Told, "first"),
            cell(Scenario::Told, "by"),
            cell(Scenario::RisingEverywhere, "first"),
            cell(Scenario::RisingEverywhere, "by"),
            cell(Scenario::NoEffect, "others"),
            cell(Scenario::Told, "others"),
        );
    }
    text.push_str(include_str!("../texts/years.md"));
    text
}

fn effects(found: &Calibration) -> String {
    let mut text = "\n## Effect of a measure\n\n| Where the measure is | scenario | judged, % | „Wirkung“ claimed, % | interval holds the truth, % | estimate, points | truth, points |\n|---|---|---|---|---|---|---|\n".to_owned();
    for scenario in SCENARIOS {
        for (place, called) in [
            ("told", "a fixed area"),
            ("any", "any area"),
            ("worst", "the worst area of the three years before"),
        ] {
            let Some(claimed) = mean(found, scenario, &format!("effect claimed {place}")) else {
                continue;
            };
            let of = |what: &str| mean(found, scenario, &format!("effect {what} {place}"));
            let _ = writeln!(
                text,
                "| {called} | {} | {} | {} | {} | {} | {} |",
                name(scenario),
                percent(of("judged")),
                percent(Some(claimed)),
                percent(of("interval")),
                number(of("estimate")),
                number(of("expected")),
            );
        }
    }
    text.push_str(include_str!("../texts/effects.md"));
    text
}
