//! What earlier editions published, beside what is computed for the same periods now: who changed class, and why. The
//! edition before is told area by area; where there are more, each has a line.

use std::collections::BTreeSet;

use disclosure::Edition;
use releases::{IndexBeside, Reclassed, WhyReclassed};
use vocabulary::german_period;

use super::{MOST_NAMED, Told};
use crate::compose::desk::Desk;
use crate::compose::topics::columns;
use crate::compose::wording::{enumerate, say};
use crate::document::{Align, Block, Outlined, Table};

/// The section; none where nothing was published before.
pub(super) fn blocks<E: Edition>(desk: &Desk<'_, E>, told: &Told<'_>) -> Vec<Block> {
    let all = desk.view.release.beside.iter();
    let of_preset = all.filter(|beside| beside.preset == told.result.preset.id);
    let all: Vec<&IndexBeside> = of_preset.collect();
    let Some(before) = all.first() else {
        return Vec::new();
    };
    let mut blocks = section(desk, told, before);
    if all.len() > 1 {
        blocks.push(Block::Table {
            table: editions(desk, told, &all),
        });
    }
    blocks
}

/// The areas within that are in another class.
fn within<'a>(told: &Told<'_>, beside: &'a IndexBeside) -> Vec<&'a Reclassed> {
    let within = |changed: &&Reclassed| told.areas.iter().any(|area| area.key == changed.area);
    beside.changed.iter().filter(within).collect()
}

fn section<E: Edition>(desk: &Desk<'_, E>, told: &Told<'_>, beside: &IndexBeside) -> Vec<Block> {
    let changed = within(told, beside);
    let period = german_period(beside.period);
    let values = [
        ("edition", beside.edition.as_str()),
        ("period", &period),
        ("n", &changed.len().to_string()),
        ("reason", beside.not_defined.as_deref().unwrap_or_default()),
    ];
    let key = match (&beside.not_defined, changed.len()) {
        (Some(_), _) => "index_beside_not_defined",
        (None, 0) => "index_beside_same",
        (None, 1) => "index_beside_one",
        (None, _) => "index_beside_many",
    };
    let mut blocks = vec![
        Block::Heading {
            level: 2,
            text: say("index_beside", &[]),
            outlined: Outlined::Bookmark,
        },
        Block::Text {
            text: vec![say(key, &values)],
        },
    ];
    if !changed.is_empty() {
        let heads = columns(&[
            ("head_area", 1.6, Align::Left),
            ("index_head_published", 1.3, Align::Left),
            ("index_head_now", 1.3, Align::Left),
            ("head_reason", 2.8, Align::Left),
        ]);
        let row = |changed: &&Reclassed| row(desk, beside, changed);
        let rows = changed.iter().map(row).collect();
        let title = say("index_beside_table", &values);
        blocks.push(Block::Table {
            table: Table::listed(title, heads, rows),
        });
    }
    blocks
}

/// A line for each earlier edition.
fn editions<E: Edition>(desk: &Desk<'_, E>, told: &Told<'_>, all: &[&IndexBeside]) -> Table {
    let heads = columns(&[
        ("index_head_edition", 0.9, Align::Left),
        ("head_period", 0.8, Align::Left),
        ("index_head_reclassed", 0.8, Align::Right),
        ("index_head_which", 2.6, Align::Left),
        ("head_reason", 2.2, Align::Left),
    ]);
    let rows = all.iter().map(|beside| edition(desk, told, beside));
    let rows = rows.collect();
    Table {
        note: say("index_editions_note", &[]),
        ..Table::listed(say("index_editions", &[]), heads, rows)
    }
}

fn edition<E: Edition>(desk: &Desk<'_, E>, told: &Told<'_>, beside: &IndexBeside) -> Vec<String> {
    let changed = within(told, beside);
    let names: Vec<&str> = changed.iter().map(|c| desk.view.name(&c.area)).collect();
    let why: BTreeSet<WhyReclassed> = changed.iter().flat_map(|c| &c.why).copied().collect();
    let none = || say("index_nothing", &[]);
    let (count, which, reason) = match &beside.not_defined {
        Some(reason) => (none(), none(), reason.clone()),
        None if changed.is_empty() => ("0".to_owned(), none(), version(beside)),
        None => (
            changed.len().to_string(),
            shortened(&names),
            reasons(beside, &why),
        ),
    };
    let period = german_period(beside.period);
    vec![beside.edition.clone(), period, count, which, reason]
}

/// The first names, and how many more there are.
fn shortened(names: &[&str]) -> String {
    match names.split_at_checked(MOST_NAMED) {
        Some((first, rest)) if !rest.is_empty() => {
            let (names, n) = (first.join(", "), rest.len().to_string());
            say("index_and_more", &[("names", &names), ("n", &n)])
        }
        _ => enumerate(names),
    }
}

/// That the preset has another version now, though nobody changed class.
fn version(beside: &IndexBeside) -> String {
    match beside.versions {
        Some(_) => reason(beside, WhyReclassed::Preset),
        None => say("index_nothing", &[]),
    }
}

fn reasons<'a>(beside: &IndexBeside, why: impl IntoIterator<Item = &'a WhyReclassed>) -> String {
    let all = why.into_iter().map(|&why| reason(beside, why));
    all.collect::<Vec<_>>().join("; ")
}

fn reason(beside: &IndexBeside, why: WhyReclassed) -> String {
    let key = match why {
        WhyReclassed::Preset => "index_why_preset",
        WhyReclassed::Definition => "index_why_definition",
        WhyReclassed::Revised => "index_why_revised",
        WhyReclassed::BaseParameters => "index_why_base",
    };
    match (why, beside.versions) {
        (WhyReclassed::Preset, Some([before, now])) => {
            let (before, now) = (before.to_string(), now.to_string());
            say("index_why_version", &[("before", &before), ("now", &now)])
        }
        _ => say(key, &[]),
    }
}

fn row<E: Edition>(desk: &Desk<'_, E>, beside: &IndexBeside, changed: &Reclassed) -> Vec<String> {
    let class =
        |class: &Option<String>| class.clone().unwrap_or_else(|| say("index_no_class", &[]));
    vec![
        desk.view.name(&changed.area).to_owned(),
        class(&changed.before),
        class(&changed.after),
        reasons(beside, &changed.why),
    ]
}
