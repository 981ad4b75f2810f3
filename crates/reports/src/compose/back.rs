//! The pages after the chapters: what stands out, what is not known, words, sources, sheets.

use disclosure::Edition;
use releases::Answer;
use vocabulary::{IndicatorId, german_date, german_period};

use super::desk::{Desk, Drawings};
use super::front::page;
use super::statement::dative;
use super::topics::columns;
use super::wording::{enumerate, say};
use crate::document::{Align, Block, Part, Table, Term};
use crate::outline::Chapter;

/// Areas that stand out by rule, in the order of their keys.
pub(crate) fn standouts<E: Edition>(desk: &Desk<'_, E>, chapter: &Chapter) -> Part {
    let inside = standouts_inside(desk);
    let mut blocks = vec![Block::Text {
        text: desk.text(&chapter.text),
    }];
    if inside.is_empty() {
        blocks.push(Block::Text {
            text: vec![say("standouts_none", &[])],
        });
        return page(desk, chapter, blocks);
    }
    let rows = inside
        .iter()
        .map(|standout| standout_row(desk, standout))
        .collect();
    let heads = columns(&[
        ("head_area", 1.2, Align::Left),
        ("head_parent", 1.0, Align::Left),
        ("head_more", 3.2, Align::Left),
        ("head_less", 3.2, Align::Left),
        ("head_judged", 0.8, Align::Right),
    ]);
    let title = say("standouts_title", &[("n", &inside.len().to_string())]);
    let table = Table {
        note: say("standouts_note", &[]),
        ..Table::listed(title, heads, rows).without_empty_columns()
    };
    blocks.push(Block::Table { table });
    page(desk, chapter, blocks)
}

/// Those within the county or municipality the report is about.
pub(crate) fn standouts_inside<'a, E: Edition>(desk: &Desk<'a, E>) -> Vec<&'a releases::Standout> {
    let is_inside = |standout: &&releases::Standout| {
        desk.view
            .area(&standout.area)
            .is_some_and(|area| desk.view.within(area))
    };
    desk.view
        .release
        .standouts
        .iter()
        .filter(is_inside)
        .collect()
}

fn standout_row<E: Edition>(desk: &Desk<'_, E>, standout: &releases::Standout) -> Vec<String> {
    let with = |wanted: Answer| {
        let found = standout
            .indicators
            .iter()
            .filter(|(_, answer)| *answer == wanted);
        let names: Vec<String> = found.map(|(id, _)| indicator_name(desk, id)).collect();
        names.join("; ")
    };
    vec![
        desk.view.name(&standout.area).to_owned(),
        desk.view
            .municipality(&standout.area)
            .map(|parent| parent.name.clone())
            .unwrap_or_default(),
        with(Answer::Above),
        with(Answer::Below),
        say(
            "n_of_short",
            &[
                ("n", &standout.indicators.len().to_string()),
                ("of", &standout.judged.to_string()),
            ],
        ),
    ]
}

fn indicator_name<E: Edition>(desk: &Desk<'_, E>, id: &IndicatorId) -> String {
    desk.view
        .sheet(id)
        .map_or_else(|| id.to_string(), |sheet| sheet.short_name.clone())
}

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
