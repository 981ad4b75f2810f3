//! The pages after the chapters: what is not known, words, sources, sheets.

use disclosure::Edition;
use vocabulary::{IndicatorId, german_date, german_period};

use super::desk::{Desk, Drawings};
use super::front::page;
use super::statement::dative;
use super::topics::columns;
use super::wording::{enumerate, say};
use crate::document::{Align, Block, Part, Table, Term};
use crate::outline::Chapter;

/// What is not known.
pub(crate) fn gaps<E: Edition>(desk: &Desk<'_, E>, chapter: &Chapter) -> Part {
    let mut blocks = vec![Block::Text {
        text: desk.text(&chapter.text),
    }];
    if desk.view.release.gaps.is_empty() {
        blocks.push(Block::Text {
            text: vec![say("gaps_none", &[])],
        });
        return page(desk, chapter, blocks);
    }
    let heads = columns(&[
        ("head_indicator", 2.0, Align::Left),
        ("head_missing", 1.6, Align::Left),
        ("head_areas_missing", 0.9, Align::Right),
        ("head_reason", 2.6, Align::Left),
    ]);
    let gaps = desk.view.release.gaps.iter();
    let rows = gaps.map(|gap| gap_row(desk, gap)).collect();
    let table = Table::listed(say("gaps_title", &[]), heads, rows);
    blocks.push(Block::Table { table });
    page(desk, chapter, blocks)
}

fn gap_row<E: Edition>(desk: &Desk<'_, E>, gap: &releases::Gap) -> Vec<String> {
    let periods: Vec<String> = gap
        .periods
        .iter()
        .map(|period| german_period(*period))
        .collect();
    let areas = if gap.areas_missing == 0 {
        String::new()
    } else {
        say(
            "n_of_short",
            &[
                ("n", &gap.areas_missing.to_string()),
                ("of", &gap.areas.to_string()),
            ],
        )
    };
    vec![
        indicator_name(desk, &gap.indicator),
        enumerate(&periods),
        areas,
        gap.reason.clone(),
    ]
}

fn indicator_name<E: Edition>(desk: &Desk<'_, E>, id: &IndicatorId) -> String {
    desk.view
        .sheet(id)
        .map_or_else(|| id.to_string(), |sheet| sheet.short_name.clone())
}

/// Words explained, in alphabetical order as the outline has them.
pub(crate) fn glossary<E: Edition>(desk: &Desk<'_, E>, chapter: &Chapter) -> Part {
    let terms = desk.outline.terms.iter();
    let items = terms
        .map(|term| Term {
            term: desk.fill(&term.term),
            text: desk.fill(&term.text),
        })
        .collect();
    page(
        desk,
        chapter,
        vec![
            Block::Text {
                text: desk.text(&chapter.text),
            },
            Block::Terms { items },
        ],
    )
}

/// Sources with their Datenstand.
pub(crate) fn sources<E: Edition>(desk: &Desk<'_, E>, chapter: &Chapter) -> Part {
    let row = |source: &releases::SourceVintage| {
        vec![
            source.supplier.clone(),
            source.title.clone(),
            source.newest.map(german_period).unwrap_or_default(),
            source.received.map(german_date).unwrap_or_default(),
            source.deliveries.to_string(),
            source.licence.clone(),
        ]
    };
    let table = Table::listed(
        say("sources_title", &[]),
        columns(&[
            ("head_supplier", 1.6, Align::Left),
            ("head_delivery", 1.8, Align::Left),
            ("head_newest", 1.0, Align::Left),
            ("head_received", 0.9, Align::Left),
            ("head_deliveries", 0.8, Align::Right),
            ("head_licence", 1.6, Align::Left),
        ]),
        desk.view.release.sources.iter().map(row).collect(),
    );
    page(
        desk,
        chapter,
        vec![
            Block::Text {
                text: desk.text(&chapter.text),
            },
            Block::Table { table },
        ],
    )
}

/// The page before the profiles of a level.
pub(crate) fn profiles_opening<E: Edition>(
    desk: &Desk<'_, E>,
    chapter: &Chapter,
    drawings: &mut Drawings,
) -> Part {
    let mut blocks = vec![Block::Text {
        text: desk.text(&chapter.text),
    }];
    let items: Vec<String> = super::profiles::levels(desk)
        .iter()
        .map(|level| {
            (
                desk.view.level(level),
                super::profiles::areas(desk, level).len(),
                level,
            )
        })
        .filter(|(_, n, _)| *n > 0)
        .map(|(known, n, level)| {
            let plural = known.map_or_else(|| say("groups", &[]), |level| level.plural.clone());
            let words = if n == 1 {
                desk.singular(level)
            } else {
                dative(&plural)
            };
            say(
                "profiles_count",
                &[("n", &n.to_string()), ("areas", &words)],
            )
        })
        .collect();
    blocks.push(Block::List { items });
    let people = desk.view.sheet(&desk.outline.people.population);
    let map = people.and_then(|sheet| {
        super::topics::opening_map(desk, (sheet, desk.view.newest(&sheet.id)?), 270.0, drawings)
    });
    blocks.extend(map.map(|figure| Block::Figure { figure }));
    page(desk, chapter, blocks)
}
