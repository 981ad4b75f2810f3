//! The pages after the chapters: what stands out, what is not known, words, sources, sheets.

use disclosure::Edition;
use releases::{Answer, IndicatorSheet, Polarity, Topic};
use vocabulary::{IndicatorId, german_date, german_number, german_period};

use super::desk::Desk;
use super::front::page;
use super::statement::dative;
use super::topics::columns;
use super::view::number;
use super::wording::{enumerate, say, verdict};
use crate::document::{Align, Block, Chapter as Page, Outlined, Part, Table, Term};
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
    let people = &desk.outline.people.population;
    let period = desk.view.newest(people);
    let row = |level: &releases::LevelInfo| {
        let areas: Vec<_> = desk
            .view
            .release
            .geography
            .areas
            .iter()
            .filter(|a| a.level == level.id)
            .collect();
        let sizes: Vec<f64> = areas
            .iter()
            .filter_map(|area| number(desk.view.at(people, &area.key, period?)?))
            .collect();
        let end = |x: f64| {
            if x.is_finite() {
                german_number(x, 0)
            } else {
                String::new()
            }
        };
        let name = if areas.len() == 1 {
            &level.name
        } else {
            &level.plural
        };
        vec![
            name.clone(),
            areas.len().to_string(),
            end(sizes.iter().copied().fold(f64::INFINITY, f64::min)),
            end(sizes.iter().copied().fold(f64::NEG_INFINITY, f64::max)),
        ]
    };
    Table {
        number: Some(String::new()),
        caption: Some(say("levels_title", &[("county", &desk.view.county.name)])),
        columns: columns(&[
            ("head_level", 2.0, Align::Left),
            ("head_areas", 1.0, Align::Right),
            ("head_smallest", 1.5, Align::Right),
            ("head_largest", 1.5, Align::Right),
        ]),
        rows: desk.view.release.geography.levels.iter().map(row).collect(),
        note: String::new(),
    }
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

/// Areas that stand out by rule, in the order of their keys.
pub(crate) fn standouts<E: Edition>(desk: &Desk<'_, E>, chapter: &Chapter) -> Part {
    let inside: Vec<_> = desk
        .view
        .release
        .standouts
        .iter()
        .filter(|standout| {
            let area = desk.view.area(&standout.area);
            area.is_some_and(|area| {
                desk.view
                    .areas_of(&area.level)
                    .iter()
                    .any(|known| known.key == area.key)
            })
        })
        .collect();
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
    blocks.push(Block::Table {
        table: Table {
            number: Some(String::new()),
            caption: Some(say("standouts_title", &[("n", &inside.len().to_string())])),
            columns: columns(&[
                ("head_area", 1.3, Align::Left),
                ("head_parent", 1.0, Align::Left),
                ("head_more", 2.4, Align::Left),
                ("head_less", 2.4, Align::Left),
                ("head_judged", 0.8, Align::Right),
            ]),
            rows,
            note: say("standouts_note", &[]),
        },
    });
    page(desk, chapter, blocks)
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
    let row = |gap: &releases::Gap| {
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
    };
    blocks.push(Block::Table {
        table: Table {
            number: Some(String::new()),
            caption: Some(say("gaps_title", &[])),
            columns: columns(&[
                ("head_indicator", 2.0, Align::Left),
                ("head_missing", 1.6, Align::Left),
                ("head_areas_missing", 0.9, Align::Right),
                ("head_reason", 2.6, Align::Left),
            ]),
            rows: desk.view.release.gaps.iter().map(row).collect(),
            note: String::new(),
        },
    });
    page(desk, chapter, blocks)
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
    let table = Table {
        number: Some(String::new()),
        caption: Some(say("sources_title", &[])),
        columns: columns(&[
            ("head_supplier", 1.6, Align::Left),
            ("head_delivery", 1.8, Align::Left),
            ("head_newest", 1.0, Align::Left),
            ("head_received", 0.9, Align::Left),
            ("head_deliveries", 0.8, Align::Right),
            ("head_licence", 1.6, Align::Left),
        ]),
        rows: desk.view.release.sources.iter().map(row).collect(),
        note: String::new(),
    };
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

/// The sheets of one topic.
pub(crate) fn sheets<E: Edition>(
    desk: &Desk<'_, E>,
    chapter: &Chapter,
    topic: &Topic,
) -> Option<Part> {
    let all = desk
        .view
        .release
        .sheets
        .iter()
        .filter(|sheet| sheet.topic == topic.id);
    let blocks: Vec<Block> = all.flat_map(|sheet| sheet_blocks(desk, sheet)).collect();
    (!blocks.is_empty()).then(|| {
        Part::Chapter(Page {
            kicker: desk.fill(&chapter.title),
            title: say("sheets_of", &[("topic", &topic.name)]),
            blocks,
        })
    })
}

fn sheet_blocks<E: Edition>(desk: &Desk<'_, E>, sheet: &IndicatorSheet) -> Vec<Block> {
    let levels: Vec<String> = sheet
        .levels
        .iter()
        .map(|level| desk.singular(level))
        .collect();
    let breakdowns: Vec<&str> = sheet
        .breakdowns
        .iter()
        .map(|(_, words)| words.as_str())
        .collect();
    let denominator = sheet.denominator.clone().unwrap_or_default();
    let facts = [
        ("sheet_numerator", sheet.numerator.clone()),
        ("sheet_denominator", denominator),
        ("sheet_unit", sheet.unit.clone()),
        ("sheet_validity", validity(sheet)),
        (
            "sheet_source",
            say(
                "sheet_source_rhythm",
                &[("source", &sheet.source), ("rhythm", &sheet.rhythm)],
            ),
        ),
        ("sheet_dates", sheet.reference_dates.clone()),
        ("sheet_place", sheet.place_principle.clone()),
        ("sheet_population", sheet.population_concept.clone()),
        ("sheet_levels", enumerate(&levels)),
        ("sheet_breakdowns", enumerate(&breakdowns)),
        ("sheet_polarity", polarity(sheet.polarity)),
        ("sheet_reading", sheet.reading.clone()),
        ("sheet_confidentiality", sheet.confidentiality.clone()),
        ("sheet_evidence", sheet.evidence.clone()),
        ("sheet_notes", sheet.notes.clone()),
        ("sheet_limits", sheet.limits.clone()),
    ];
    let facts = facts
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(key, text)| (say(key, &[]), text));
    let title = say(
        "sheet_title",
        &[("name", &sheet.name), ("id", sheet.id.as_str())],
    );
    vec![Block::Sheet {
        title,
        facts: facts.collect(),
    }]
}

fn polarity(polarity: Polarity) -> String {
    let key = match polarity {
        Polarity::Neutral => "polarity_neutral",
        Polarity::HigherIsBetter => "polarity_better",
        Polarity::HigherIsBurden => "polarity_burden",
    };
    say(key, &[])
}

fn validity(sheet: &IndicatorSheet) -> String {
    let version = sheet.version.to_string();
    let note = sheet
        .change_note
        .as_deref()
        .map(|note| format!(" ({note})"))
        .unwrap_or_default();
    let year = |year: Option<i32>| year.map(|y| y.to_string()).unwrap_or_default();
    let (from, to) = (year(sheet.valid_from), year(sheet.valid_to));
    let key = match (from.is_empty(), to.is_empty()) {
        (true, true) => "validity_always",
        (false, true) => "validity_from",
        (true, false) => "validity_to",
        (false, false) => "validity_between",
    };
    say(
        key,
        &[
            ("version", &version),
            ("from", &from),
            ("to", &to),
            ("note", &note),
        ],
    )
}

/// The page before the profiles of a level.
pub(crate) fn profiles_opening<E: Edition>(desk: &Desk<'_, E>, chapter: &Chapter) -> Part {
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
    page(desk, chapter, blocks)
}
