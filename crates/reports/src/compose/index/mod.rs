//! The social situation at a glance: classes on a map, where areas are going, how sure each is, and how it was made.
//!
//! Areas are told in the order of their keys: classes are groups, and there is no list by rank.

mod beside;
mod doubt;
mod map;
mod matrix;
mod placement;

use disclosure::Edition;
use releases::{AreaInfo, IndexPeriod, IndexResult, IndexedArea};
use vocabulary::german_number;

use super::desk::{Desk, Drawings};
use super::front::page;
use super::not_made;
use super::view::number;
use super::wording::{enumerate, say};
use crate::document::{Block, Outlined, Part};
use crate::outline::Chapter;

/// More areas than this are counted, not named, in a sentence.
const MOST_NAMED: usize = 9;

/// The index of the release that the outline names, in its newest period, seen from the scope.
struct Told<'a> {
    result: &'a IndexResult,
    newest: &'a IndexPeriod,
    /// The areas of its level within the scope, by key.
    areas: Vec<&'a AreaInfo>,
}

/// The chapter; none where the release has no index of areas within.
pub(crate) fn index<E: Edition>(
    desk: &Desk<'_, E>,
    chapter: &Chapter,
    drawings: &mut Drawings,
) -> Option<Part> {
    let missing = not_made::indices(desk);
    let Some(told) = told(desk) else {
        return (!missing.is_empty()).then(|| page(desk, chapter, missing));
    };
    let mut blocks = vec![
        Block::Lead {
            text: lead(desk, &told),
        },
        Block::Text {
            text: desk.text(&chapter.text),
        },
    ];
    let map = map::figure(desk, &told, drawings);
    blocks.extend(map.map(|figure| Block::Figure { figure }));
    blocks.extend(matrix::blocks(desk, &told));
    blocks.extend(doubt::blocks(desk, &told, drawings));
    blocks.push(Block::Placement {
        table: placement::table(desk, &told),
    });
    blocks.extend(beside::blocks(desk, &told));
    blocks.extend(missing);
    blocks.extend(method_sheet(&told));
    Some(page(desk, chapter, blocks))
}

fn told<'a, E: Edition>(desk: &Desk<'a, E>) -> Option<Told<'a>> {
    let all = &desk.view.release.indices;
    let wanted = desk.outline.index.as_ref();
    let named = wanted.and_then(|id| all.iter().find(|index| index.preset.id == *id));
    let result = named.or_else(|| all.first())?;
    let newest = result.newest()?;
    let areas = desk.view.areas_of(&result.level);
    let within = areas.iter().any(|area| newest.area(&area.key).is_some());
    within.then_some(Told {
        result,
        newest,
        areas,
    })
}

impl<'a> Told<'a> {
    fn classes(&self) -> &'a [String] {
        &self.result.preset.status.names
    }

    /// The areas within that have an index.
    fn indexed(&self) -> impl Iterator<Item = &'a IndexedArea> {
        let areas = self.areas.iter();
        areas.filter_map(|area| self.newest.area(&area.key))
    }

    /// The class of an area that enough draws agree on.
    fn sure_class(area: &IndexedArea) -> Option<usize> {
        let doubt = area.doubt.as_ref()?;
        doubt.stable.then_some(area.class)
    }

    fn sure(&self, class: usize) -> Vec<&'a IndexedArea> {
        self.indexed()
            .filter(|area| Self::sure_class(area) == Some(class))
            .collect()
    }
}

/// How many areas are surely in the class of the highest burden, and how many people live there.
fn lead<E: Edition>(desk: &Desk<'_, E>, told: &Told<'_>) -> String {
    let highest = told.classes().len() - 1;
    let sure = told.sure(highest);
    let (_, many) = desk.level_words(&told.result.level);
    let count = sure.len().to_string();
    let all = told.indexed().count().to_string();
    let values = [
        ("n", count.as_str()),
        ("of", &all),
        ("areas", &super::statement::dative(&many)),
        ("in", &desk.inside()),
        ("class", &told.classes()[highest]),
        ("names", &names(desk, &sure)),
    ];
    let key = match sure.len() {
        0 => "index_lead_none",
        1 => "index_lead_one",
        n if n <= MOST_NAMED => "index_lead_named",
        _ => "index_lead_many",
    };
    let mut words = vec![say(key, &values)];
    words.extend(people(desk, told, &sure));
    words.join(" ")
}

fn names<E: Edition>(desk: &Desk<'_, E>, areas: &[&IndexedArea]) -> String {
    let names: Vec<&str> = areas.iter().map(|a| desk.view.name(&a.area)).collect();
    enumerate(&names)
}

/// „Dort leben 21.340 Menschen.“, where all of them are shown.
fn people<E: Edition>(
    desk: &Desk<'_, E>,
    told: &Told<'_>,
    areas: &[&IndexedArea],
) -> Option<String> {
    let population = &desk.outline.people.population;
    let count = |area: &&IndexedArea| {
        let shown = desk.view.at(population, &area.area, told.newest.period)?;
        number(shown)
    };
    let counts: Vec<f64> = areas.iter().map(count).collect::<Option<_>>()?;
    let people = german_number(counts.iter().sum(), 0);
    (!areas.is_empty()).then(|| say("index_people", &[("people", &people)]))
}

fn percent(share: f64) -> String {
    german_number(share * 100.0, 0)
}

/// Every choice and every parameter, on a page of its own.
fn method_sheet(told: &Told<'_>) -> Vec<Block> {
    let title = say("index_sheet", &[("name", &told.result.preset.name)]);
    let lines = told.result.method_sheet().into_iter();
    vec![
        Block::NewPage,
        Block::Heading {
            level: 2,
            text: title,
            outlined: Outlined::Yes,
        },
        Block::Small {
            text: say("index_sheet_note", &[]),
        },
        Block::Facts {
            facts: lines.map(|line| (line.label, line.text)).collect(),
        },
    ]
}
