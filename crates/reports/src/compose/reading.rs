//! How to read the report: the areas, the words of the comparisons, what is protected and what is not.

use disclosure::Edition;
use releases::{Answer, AreaInfo, LevelInfo};
use vocabulary::german_number;

use super::desk::Desk;
use super::front::page;
use super::topics::columns;
use super::view::number;
use super::wording::{say, verdict};
use crate::document::{Align, Block, Outlined, Part, Table, Term};
use crate::outline::Chapter;

/// Areas, words of the verdicts and rules of protection.
pub(crate) fn reading<E: Edition>(desk: &Desk<'_, E>, chapter: &Chapter) -> Part {
    let heading = |key: &str| Block::Heading {
        level: 2,
        text: say(key, &[]),
        outlined: Outlined::Yes,
    };
    let mut blocks = vec![
        Block::Text {
            text: desk.text(&chapter.text),
        },
        heading("reading_areas"),
    ];
    blocks.push(Block::Table {
        table: levels(desk),
    });
    blocks.push(heading("reading_words"));
    blocks.push(Block::Terms {
        items: verdict_words(desk),
    });
    if let Some((area, legend, table)) = super::profiles::sample(desk) {
        blocks.push(heading("reading_row"));
        blocks.push(Block::Text {
            text: vec![say("reading_row_intro", &[("area", &area)])],
        });
        blocks.push(Block::Sample { legend, table });
        blocks.push(Block::List {
            items: ["marks", "ends", "interval", "verdict"]
                .map(|key| say(&format!("reading_row_{key}"), &[]))
                .into(),
        });
    }
    blocks.push(heading("reading_protection"));
    blocks.push(Block::Text {
        text: vec![say("protection_intro", &[])],
    });
    blocks.push(Block::List {
        items: desk.view.release.protection.clone(),
    });
    page(desk, chapter, blocks)
}

fn levels<E: Edition>(desk: &Desk<'_, E>) -> Table {
    let heads = columns(&[
        ("head_level", 2.0, Align::Left),
        ("head_areas", 1.0, Align::Right),
        ("head_smallest", 1.5, Align::Right),
        ("head_largest", 1.5, Align::Right),
    ]);
    let levels = desk.view.release.geography.levels.iter();
    let rows = levels.map(|level| level_row(desk, level)).collect();
    let county = [("county", desk.view.county.name.as_str())];
    Table::listed(say("levels_title", &county), heads, rows)
}

fn level_row<E: Edition>(desk: &Desk<'_, E>, level: &LevelInfo) -> Vec<String> {
    let people = &desk.outline.people.population;
    let period = desk.view.newest(people);
    let all = desk.view.release.geography.areas.iter();
    let areas: Vec<_> = all.filter(|area| area.level == level.id).collect();
    let size = |area: &&AreaInfo| number(desk.view.at(people, &area.key, period?)?);
    let sizes: Vec<f64> = areas.iter().filter_map(size).collect();
    let end = |x: Option<f64>| x.map(|x| german_number(x, 0)).unwrap_or_default();
    let name = if areas.len() == 1 {
        &level.name
    } else {
        &level.plural
    };
    vec![
        name.clone(),
        areas.len().to_string(),
        end(sizes.iter().copied().min_by(f64::total_cmp)),
        end(sizes.iter().copied().max_by(f64::total_cmp)),
    ]
}

fn verdict_words<E: Edition>(desk: &Desk<'_, E>) -> Vec<Term> {
    let rest = desk.rest();
    let verdicts = [
        (Answer::Above, "word_above"),
        (Answer::Below, "word_below"),
        (Answer::NoDifference, "word_none"),
        (Answer::TooFew, "word_few"),
    ];
    let mut items: Vec<Term> = verdicts
        .into_iter()
        .map(|(answer, key)| Term {
            term: verdict(answer, &rest),
            text: say(key, &[]),
        })
        .collect();
    for key in ["direction", "no_direction", "not_shown", "no_data"] {
        items.push(Term {
            term: say(&format!("word_{key}_term"), &[]),
            text: say(&format!("word_{key}"), &[]),
        });
    }
    items
}
