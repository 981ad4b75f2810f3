//! What the edition before published, beside what is computed for the same period now: who changed class, and why.

use disclosure::Edition;
use releases::{IndexBeside, Reclassed, WhyReclassed};
use vocabulary::german_period;

use super::Told;
use crate::compose::desk::Desk;
use crate::compose::topics::columns;
use crate::compose::wording::say;
use crate::document::{Align, Block, Outlined, Table};

/// The section; none where nothing was published before.
pub(super) fn blocks<E: Edition>(desk: &Desk<'_, E>, told: &Told<'_>) -> Vec<Block> {
    let all = desk.view.release.beside.iter();
    let of_preset = all.filter(|beside| beside.preset == told.result.preset.id);
    of_preset
        .flat_map(|beside| section(desk, told, beside))
        .collect()
}

fn section<E: Edition>(desk: &Desk<'_, E>, told: &Told<'_>, beside: &IndexBeside) -> Vec<Block> {
    let within = |changed: &&Reclassed| told.areas.iter().any(|area| area.key == changed.area);
    let changed: Vec<&Reclassed> = beside.changed.iter().filter(within).collect();
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
        let rows = changed.iter().map(|changed| row(desk, changed)).collect();
        let title = say("index_beside_table", &values);
        blocks.push(Block::Table {
            table: Table::listed(title, heads, rows),
        });
    }
    blocks
}

fn row<E: Edition>(desk: &Desk<'_, E>, changed: &Reclassed) -> Vec<String> {
    let class =
        |class: &Option<String>| class.clone().unwrap_or_else(|| say("index_no_class", &[]));
    let why = changed.why.iter().map(|why| {
        let key = match why {
            WhyReclassed::Preset => "index_why_preset",
            WhyReclassed::Definition => "index_why_definition",
            WhyReclassed::Revised => "index_why_revised",
            WhyReclassed::BaseParameters => "index_why_base",
        };
        say(key, &[])
    });
    vec![
        desk.view.name(&changed.area).to_owned(),
        class(&changed.before),
        class(&changed.after),
        why.collect::<Vec<_>>().join("; "),
    ]
}
