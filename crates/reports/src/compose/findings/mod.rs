//! What stands out: the findings of the edition, rule by rule, on a map, with what was looked at. No ranking.

mod signs;
mod stories;

use std::collections::BTreeSet;

use disclosure::Edition;
use releases::{Examined, Finding, FindingKind};
use vocabulary::{AreaKey, german_number};

use crate::compose::desk::{Caption, Desk, Drawings, Listed};
use crate::compose::drawings::FULL;
use crate::compose::front::page;
use crate::compose::topics::columns;
use crate::compose::wording::{enumerate, say};
use crate::document::{Align, Block, Drawing, Outlined, Part, Table};
use crate::outline::Chapter;

/// The chapter: words, map, each rule with its findings, and what the rules looked at.
pub(crate) fn findings<E: Edition>(
    desk: &Desk<'_, E>,
    chapter: &Chapter,
    drawings: &mut Drawings,
) -> Part {
    let inside = inside(desk);
    let mut blocks = vec![Block::Text {
        text: desk.text(&chapter.text),
    }];
    if inside.is_empty() {
        let text = vec![say("findings_none", &[])];
        blocks.push(Block::Text { text });
    }
    let map = map(desk, &inside, drawings);
    blocks.extend(map.map(|figure| Block::Figure { figure }));
    for (rule, found) in by_rule(&inside) {
        blocks.extend(of_rule(desk, rule, &found, drawings));
    }
    blocks.extend(looked_at(desk));
    page(desk, chapter, blocks)
}

/// Those that concern the county or municipality the report is about.
pub(crate) fn inside<'a, E: Edition>(desk: &Desk<'a, E>) -> Vec<&'a Finding> {
    let within = |key: &AreaKey| {
        desk.view
            .area(key)
            .is_some_and(|area| desk.view.within(area))
    };
    let all = desk.view.release.findings.iter();
    all.filter(|finding| finding.areas.iter().any(within))
        .collect()
}

/// How many areas within have any.
pub(crate) fn areas<'a, E: Edition>(desk: &Desk<'a, E>) -> BTreeSet<&'a AreaKey> {
    let within = |key: &&AreaKey| {
        desk.view
            .area(key)
            .is_some_and(|area| desk.view.within(area))
    };
    let areas = inside(desk).into_iter().flat_map(|finding| &finding.areas);
    areas.filter(within).collect()
}

/// Where any rule speaks, each area alike.
fn map<E: Edition>(
    desk: &Desk<'_, E>,
    inside: &[&Finding],
    drawings: &mut Drawings,
) -> Option<Drawing> {
    let finest = &desk.view.release.geography.levels.last()?.id;
    let areas = inside.iter().flat_map(|finding| &finding.areas);
    let marked: BTreeSet<&AreaKey> = areas
        .filter(|key| {
            desk.view
                .area(key)
                .is_some_and(|area| area.level == *finest)
        })
        .collect();
    if marked.is_empty() {
        return None;
    }
    let marked: Vec<AreaKey> = marked.into_iter().cloned().collect();
    let title = say("findings_map", &[("n", &marked.len().to_string())]);
    let svg = desk.locator(&marked, &title, FULL * 0.4)?;
    let caption = Caption {
        subtitle: say("findings_map_note", &[]),
        title: Some(title),
        listed: Listed::Yes,
        ..Caption::default()
    };
    Some(drawings.add(svg, caption))
}

/// The findings of each rule, in the order in which rules are told.
fn by_rule<'a>(inside: &[&'a Finding]) -> Vec<(&'a str, Vec<&'a Finding>)> {
    let mut rules: Vec<(&str, Vec<&Finding>)> = Vec::new();
    for finding in inside {
        match rules.iter_mut().find(|(rule, _)| *rule == finding.rule) {
            Some((_, found)) => found.push(finding),
            None => rules.push((&finding.rule, vec![finding])),
        }
    }
    rules
}

fn of_rule<E: Edition>(
    desk: &Desk<'_, E>,
    rule: &str,
    found: &[&Finding],
    drawings: &mut Drawings,
) -> Vec<Block> {
    let examined = desk.view.release.examined.iter().find(|e| e.rule == rule);
    let name = examined.map_or_else(|| rule.to_owned(), |e| e.name.clone());
    let Some(kind) = found.first().map(|finding| finding.kind) else {
        return Vec::new();
    };
    let mut blocks = vec![
        Block::Heading {
            level: 2,
            text: name.clone(),
            outlined: Outlined::Bookmark,
        },
        Block::Intro {
            text: meaning(kind),
        },
    ];
    match kind {
        FindingKind::Deviation => blocks.push(signs::burdens(desk, &name, found)),
        FindingKind::Cluster => blocks.push(signs::neighbours(desk, &name, found)),
        FindingKind::IndexClass => blocks.push(named(desk, found)),
        FindingKind::Trend | FindingKind::ChangePoint => {
            blocks.extend(stories::blocks(desk, &name, found, drawings));
        }
        FindingKind::CountAlarm => blocks.push(reasons(desk, &name, found)),
    }
    blocks
}

/// The areas alone, where another chapter tells what is behind them.
fn named<E: Edition>(desk: &Desk<'_, E>, found: &[&Finding]) -> Block {
    let areas: BTreeSet<&AreaKey> = found.iter().flat_map(|f| &f.areas).collect();
    let names: Vec<&str> = areas.into_iter().map(|key| desk.view.name(key)).collect();
    Block::Text {
        text: vec![say("findings_named", &[("names", &enumerate(&names))])],
    }
}

/// Each finding with its reason in words.
fn reasons<E: Edition>(desk: &Desk<'_, E>, name: &str, found: &[&Finding]) -> Block {
    let heads = columns(&[
        ("head_area", 1.5, Align::Left),
        ("head_finding", 4.6, Align::Left),
        ("head_evidence", 1.0, Align::Left),
    ]);
    let rows = found.iter().map(|finding| row(desk, finding)).collect();
    let title = say("findings_of_rule", &[("name", name)]);
    Block::Table {
        table: Table::listed(title, heads, rows),
    }
}

/// What a rule of this kind looks for, in a sentence.
fn meaning(kind: FindingKind) -> String {
    let key = match kind {
        FindingKind::Deviation => "rule_deviation",
        FindingKind::IndexClass => "rule_index_class",
        FindingKind::Cluster => "rule_cluster",
        FindingKind::Trend => "rule_trend",
        FindingKind::ChangePoint => "rule_change_point",
        FindingKind::CountAlarm => "rule_count_alarm",
    };
    say(key, &[])
}

/// „Altstadt (Rosental)“.
fn place<E: Edition>(desk: &Desk<'_, E>, key: &AreaKey) -> String {
    let town = desk.view.municipality(key).filter(|town| town.key != *key);
    let name = desk.view.name(key);
    town.map_or_else(|| name.to_owned(), |town| format!("{name} ({})", town.name))
}

fn row<E: Edition>(desk: &Desk<'_, E>, finding: &Finding) -> Vec<String> {
    let areas: Vec<String> = finding.areas.iter().map(|key| place(desk, key)).collect();
    let areas = enumerate(&areas.iter().map(String::as_str).collect::<Vec<_>>());
    vec![areas, finding.reason.clone(), finding.evidence.german()]
}

/// How many comparisons each rule made, and of what it could say nothing.
fn looked_at<E: Edition>(desk: &Desk<'_, E>) -> Option<Block> {
    let examined = &desk.view.release.examined;
    if examined.is_empty() {
        return None;
    }
    let heads = columns(&[
        ("head_rule", 2.0, Align::Left),
        ("head_tests", 0.8, Align::Right),
        ("head_indicators", 0.7, Align::Right),
        ("head_not_judged", 0.8, Align::Right),
        ("head_why", 4.2, Align::Left),
    ]);
    let table = Table {
        note: say("looked_at_note", &[]),
        ..Table::listed(
            say("looked_at_title", &[]),
            heads,
            examined.iter().map(looked_at_row).collect(),
        )
    };
    Some(Block::Table { table })
}

fn looked_at_row(examined: &Examined) -> Vec<String> {
    let n = |number: usize| german_number(number as f64, 0);
    let reasons: BTreeSet<&str> = examined
        .not_judged
        .iter()
        .map(|m| m.reason.as_str())
        .collect();
    let missed = examined.not_judged.iter().map(|missed| missed.areas).sum();
    vec![
        examined.name.clone(),
        n(examined.tests),
        n(examined.indicators.len()),
        n(missed),
        reasons.into_iter().collect::<Vec<_>>().join("; "),
    ]
}
