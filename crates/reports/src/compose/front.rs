//! The pages before the chapters: cover, imprint with citation, words of others, the most important in short.

use disclosure::Edition;
use releases::Topic;
use vocabulary::{german_date, german_number, german_period};

use super::desk::{Caption, Desk, Drawings};
use super::drawings::{Across, FULL};
use super::statement;
use super::view::number;
use super::wording::{capital, say, with_unit};
use crate::document::{Block, Chapter as Page, Cover, Meta, Part, Slot};
use crate::outline::{Chapter, Kind};

pub(crate) fn meta<E: Edition>(desk: &Desk<'_, E>) -> Meta {
    let title = desk.title();
    Meta {
        author: desk.fill(&desk.outline.author),
        keywords: desk.outline.keywords.clone(),
        description: desk.fill(&desk.outline.subtitle),
        running: say(
            "running",
            &[
                ("title", &title),
                ("county", &desk.view.county.name),
                ("edition", &desk.view.release.meta.identifier),
            ],
        ),
        title: say(
            "document_title",
            &[("title", &title), ("county", &desk.view.county.name)],
        ),
    }
}

pub(crate) fn cover<E: Edition>(desk: &Desk<'_, E>, drawings: &mut Drawings) -> Part {
    let meta = &desk.view.release.meta;
    let scope = &desk.view.scope;
    let marked = if desk.is_part() {
        vec![scope.key.clone()]
    } else {
        Vec::new()
    };
    let figures = cover_map(desk);
    let (map, map_note) = match figures {
        Some((svg, note)) => (Some(svg), note),
        None => (desk.locator(&marked, &scope.name, 330.0), String::new()),
    };
    Part::Cover(Cover {
        county: desk.view.county.name.clone(),
        title: desk.title(),
        subtitle: desk.fill(&desk.outline.subtitle),
        edition: say(
            "cover_edition",
            &[
                ("edition", &meta.identifier),
                ("date", &german_date(meta.date)),
            ],
        ),
        author: desk.fill(&desk.outline.author),
        map_note,
        map: map.map(|svg| drawings.add(svg, Caption::default())),
    })
}

/// The county in figures: the map of the outline's indicator on its smallest areas, and what it shows.
fn cover_map<E: Edition>(desk: &Desk<'_, E>) -> Option<(charts::Svg, String)> {
    if desk.is_part() {
        return None;
    }
    let sheet = desk.view.sheet(desk.outline.cover.as_ref()?)?;
    let period = desk.view.newest(&sheet.id)?;
    let (level, areas) = desk.view.finest(&sheet.id, period)?;
    let outlines = &desk.view.release.geography.outlines;
    areas.iter().find(|area| outlines.contains_key(&area.key))?;
    let note = say(
        "cover_map",
        &[
            ("name", &sheet.name),
            ("areas", &statement::dative(&desk.plural(&areas))),
            ("unit", &sheet.unit),
            ("period", &german_period(period)),
        ],
    );
    let svg = desk.map(&Across {
        sheet,
        period,
        level: &level.id,
        areas: &areas,
        title: &note,
        size: (FULL, 400.0),
    });
    Some((svg, note))
}

pub(crate) fn imprint<E: Edition>(desk: &Desk<'_, E>, chapter: &Chapter) -> Part {
    let meta = &desk.view.release.meta;
    let date = german_date(meta.date);
    let title = desk.title();
    let citation = say(
        "citation",
        &[
            ("author", &desk.fill(&desk.outline.author)),
            ("title", &title),
            ("edition", &meta.identifier),
            ("date", &date),
            ("hash", &meta.hash),
        ],
    );
    let blocks = vec![
        Block::Text {
            text: desk.text(&chapter.text),
        },
        Block::Facts {
            facts: edition_facts(meta),
        },
        Block::Slot {
            slot: Slot {
                title: say("citation_title", &[]),
                text: vec![citation],
                empty: String::new(),
            },
        },
        Block::Small {
            text: say("typeface", &[]),
        },
    ];
    page(desk, chapter, blocks)
}

fn edition_facts(meta: &releases::ReleaseMeta) -> Vec<(String, String)> {
    let mut facts = vec![
        (say("fact_edition", &[]), meta.identifier.clone()),
        (say("fact_release", &[]), meta.title.clone()),
        (say("fact_date", &[]), german_date(meta.date)),
        (say("fact_readers", &[]), say(readers(&meta.edition), &[])),
        (say("fact_hash", &[]), grouped(&meta.hash)),
    ];
    if let Some(predecessor) = &meta.predecessor {
        facts.push((say("fact_predecessor", &[]), predecessor.clone()));
    }
    if let Some(erratum) = &meta.erratum {
        facts.push((say("fact_erratum", &[]), erratum.clone()));
    }
    facts
}

/// Sixty-four digits in groups, so that a line can break between them.
fn grouped(hash: &str) -> String {
    let digits: Vec<char> = hash.chars().collect();
    digits
        .chunks(8)
        .map(|group| group.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join(" ")
}

fn readers(edition: &str) -> &'static str {
    if edition == "public" {
        "readers_public"
    } else {
        "readers_internal"
    }
}

pub(crate) fn page<E: Edition>(desk: &Desk<'_, E>, chapter: &Chapter, blocks: Vec<Block>) -> Part {
    Part::Chapter(Page {
        kicker: String::new(),
        title: desk.fill(&chapter.title),
        blocks,
    })
}

/// What others have written; where they have not, or may still add something, a field to write in.
pub(crate) fn words_of_others<E: Edition>(desk: &Desk<'_, E>, chapter: &Chapter) -> Part {
    let text = desk.text(&chapter.text);
    let mut blocks = Vec::new();
    if !text.is_empty() {
        blocks.push(Block::Letter { text });
    }
    if !chapter.empty.is_empty() {
        blocks.push(Block::Slot {
            slot: Slot {
                title: String::new(),
                text: Vec::new(),
                empty: desk.fill(&chapter.empty),
            },
        });
    }
    page(desk, chapter, blocks)
}

pub(crate) fn text<E: Edition>(desk: &Desk<'_, E>, chapter: &Chapter) -> Part {
    page(
        desk,
        chapter,
        vec![Block::Text {
            text: desk.text(&chapter.text),
        }],
    )
}

pub(crate) fn summary<E: Edition>(desk: &Desk<'_, E>, chapter: &Chapter) -> Part {
    let mut blocks = Vec::new();
    if let Some(lead) = people(desk) {
        blocks.push(Block::Lead { text: lead });
    }
    blocks.push(Block::Text {
        text: desk.text(&chapter.text),
    });
    for topic in &desk.view.release.topics {
        if let Some(items) = topic_in_short(desk, topic) {
            blocks.push(Block::Heading {
                level: 2,
                text: topic.name.clone(),
                outlined: crate::document::Outlined::No,
            });
            blocks.push(Block::List { items });
        }
    }
    for (title, items) in [
        ("changes_title", changes(desk)),
        ("onward_title", onward(desk)),
    ] {
        if !items.is_empty() {
            blocks.push(Block::Heading {
                level: 2,
                text: say(title, &[]),
                outlined: crate::document::Outlined::No,
            });
            blocks.push(Block::List { items });
        }
    }
    page(desk, chapter, blocks)
}

/// Of each topic the first indicator whose series has a direction that its intervals support.
fn changes<E: Edition>(desk: &Desk<'_, E>) -> Vec<String> {
    let topics = desk.view.release.topics.iter();
    topics
        .filter_map(|topic| {
            let sheets = desk.chapter_sheets(&topic.id);
            sheets.into_iter().find_map(|sheet| change(desk, sheet))
        })
        .collect()
}

fn change<E: Edition>(desk: &Desk<'_, E>, sheet: &releases::IndicatorSheet) -> Option<String> {
    let series = desk.view.series(&sheet.id, &desk.view.scope.key);
    let (first, last, direction) = statement::direction(series, sheet)?;
    let key = match direction {
        statement::Direction::Rises => "change_rises",
        statement::Direction::Falls => "change_falls",
        statement::Direction::NotShown => return None,
    };
    Some(say(
        key,
        &[
            ("name", &sheet.name),
            ("from", &with_unit(number(first)?, sheet)),
            ("to", &with_unit(number(last)?, sheet)),
            ("since", &german_period(first.period)),
            ("until", &german_period(last.period)),
        ],
    ))
}

/// Where the report goes on: areas that stand out, and what is not known.
fn onward<E: Edition>(desk: &Desk<'_, E>) -> Vec<String> {
    let title = |kind: Kind| {
        let chapter = desk.outline.chapters.iter().find(|c| c.kind == kind)?;
        Some(desk.fill(&chapter.title))
    };
    let findings = super::findings::areas(desk).len();
    let gaps = desk.view.release.gaps.len();
    let told = [
        ("onward_findings", findings, title(Kind::Findings)),
        ("onward_gaps", gaps, title(Kind::Gaps)),
    ];
    told.into_iter()
        .filter(|(_, n, _)| *n > 1)
        .filter_map(|(key, n, chapter)| {
            let values = [
                ("n", &*n.to_string()),
                ("rest", &desk.rest()),
                ("chapter", &chapter?),
            ];
            Some(say(key, &values))
        })
        .collect()
}

/// How many people live here: the first sentence of the report.
pub(crate) fn people<E: Edition>(desk: &Desk<'_, E>) -> Option<String> {
    let population = &desk.outline.people.population;
    let period = desk.view.newest(population)?;
    let people = number(desk.view.at(population, &desk.view.scope.key, period)?)?;
    Some(say(
        "people",
        &[
            ("in", &capital(&desk.inside())),
            ("number", &german_number(people, 0)),
            ("date", &super::profiles::population_date(period)),
        ],
    ))
}

/// The findings of a topic that verdicts support, two at most.
fn topic_in_short<E: Edition>(desk: &Desk<'_, E>, topic: &Topic) -> Option<Vec<String>> {
    let finding = |sheet: &releases::IndicatorSheet| {
        let period = desk.view.newest(&sheet.id)?;
        let sentence = statement::across(desk, sheet, period)?;
        let level = statement::level(desk, sheet, period).unwrap_or_default();
        Some(format!("{sentence}. {level}").trim_end().to_owned())
    };
    let sheets = desk.chapter_sheets(&topic.id);
    let items: Vec<String> = sheets.into_iter().filter_map(finding).take(2).collect();
    (!items.is_empty()).then_some(items)
}
