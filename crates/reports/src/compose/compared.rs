//! The county beside similar ones and the state: ready-made values, in the order of the official key.

use disclosure::Edition;
use releases::{AreaInfo, IndicatorSheet};
use vocabulary::{Period, german_period};

use super::desk::{Caption, Desk, Drawings, Listed};
use super::front::page;
use super::view::number;
use super::wording::{bare, say};
use crate::document::{Align, Block, Column, Part, Table};
use crate::outline::Chapter;

pub(crate) fn compared<E: Edition>(
    desk: &Desk<'_, E>,
    chapter: &Chapter,
    drawings: &mut Drawings,
) -> Part {
    let mut blocks = vec![Block::Text {
        text: desk.text(&chapter.text),
    }];
    let rows = rows(desk);
    let sheets = sheets(desk, &rows);
    if sheets.is_empty() {
        blocks.push(Block::Text {
            text: vec![say("compared_nothing", &[])],
        });
        return page(desk, chapter, blocks);
    }
    blocks.push(Block::Table {
        table: table(&rows, &sheets, desk),
    });
    let figures: Vec<_> = sheets
        .iter()
        .map(|(sheet, period)| {
            let caption = Caption {
                title: Some(say("compared_title", &[("name", &sheet.short_name)])),
                subtitle: say(
                    "compared_subtitle",
                    &[("unit", &sheet.unit), ("period", &german_period(*period))],
                ),
                note: String::new(),
                listed: Listed::Yes,
            };
            drawings.add(desk.beside(sheet, *period, &rows), caption)
        })
        .collect();
    for pair in figures.chunks(2) {
        blocks.push(Block::Pair {
            figures: pair.to_vec(),
        });
    }
    if let Some((sheet, _)) = sheets.first() {
        blocks.push(Block::Small {
            text: say("source", &[("source", &sheet.source)]),
        });
    }
    page(desk, chapter, blocks)
}

/// The county first, then the counties compared by key, then the state.
fn rows<'a, E: Edition>(desk: &Desk<'a, E>) -> Vec<&'a AreaInfo> {
    let of = |level: &'static str| {
        let areas = desk.view.release.geography.areas.iter();
        let mut found: Vec<&AreaInfo> = areas.filter(|area| area.level.as_str() == level).collect();
        found.sort_by(|a, b| a.key.cmp(&b.key));
        found
    };
    std::iter::once(desk.view.county)
        .chain(of("peer"))
        .chain(of("federal_state"))
        .collect()
}

/// Indicators that one of the others has a figure of.
fn sheets<'a, E: Edition>(
    desk: &Desk<'a, E>,
    rows: &[&AreaInfo],
) -> Vec<(&'a IndicatorSheet, Period)> {
    let newest = |sheet: &IndicatorSheet| {
        let others = rows
            .iter()
            .skip(1)
            .flat_map(|area| desk.view.series(&sheet.id, &area.key));
        others
            .filter(|shown| number(shown).is_some())
            .map(|shown| shown.period)
            .max()
    };
    desk.view
        .sheets()
        .iter()
        .filter_map(|sheet| Some((*sheet, newest(sheet)?)))
        .collect()
}

fn table<E: Edition>(
    rows: &[&AreaInfo],
    sheets: &[(&IndicatorSheet, Period)],
    desk: &Desk<'_, E>,
) -> Table {
    let head = |(sheet, period): &(&IndicatorSheet, Period)| Column {
        title: say(
            "compared_head",
            &[
                ("name", &sheet.short_name),
                ("unit", &sheet.unit),
                ("period", &german_period(*period)),
            ],
        ),
        width: 1.0,
        align: Align::Right,
    };
    let first = Column {
        title: say("head_county", &[]),
        width: 1.4,
        align: Align::Left,
    };
    Table::listed(
        say(
            "compared_table",
            &[
                ("county", &desk.view.county.name),
                ("peers", &desk.outline.words.peers),
            ],
        ),
        std::iter::once(first)
            .chain(sheets.iter().map(head))
            .collect(),
        rows.iter().map(|area| row(desk, area, sheets)).collect(),
    )
}

/// Counties beside each other, as a table of ready-made values.
fn row<E: Edition>(
    desk: &Desk<'_, E>,
    area: &AreaInfo,
    sheets: &[(&IndicatorSheet, Period)],
) -> Vec<String> {
    let cells = sheets
        .iter()
        .map(|(sheet, period)| bare(desk.view.at(&sheet.id, &area.key, *period), sheet));
    std::iter::once(area.name.clone()).chain(cells).collect()
}
