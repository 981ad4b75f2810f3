//! The sheet of each indicator: what is counted, by whom, when, and what it does not say.

use disclosure::Edition;
use releases::{IndicatorSheet, Polarity, Topic};
use vocabulary::german_plain;

use super::desk::Desk;
use super::wording::{enumerate, say};
use crate::document::{Block, Chapter as Page, Outlined, Part};
use crate::outline::Chapter;

/// The sheets of all topics, one behind the other.
pub(crate) fn sheets<E: Edition>(desk: &Desk<'_, E>, chapter: &Chapter) -> Option<Part> {
    let topics = desk.view.release.topics.iter();
    let blocks: Vec<Block> = topics.flat_map(|topic| of_topic(desk, topic)).collect();
    (!blocks.is_empty()).then(|| {
        Part::Chapter(Page {
            kicker: String::new(),
            title: desk.fill(&chapter.title),
            blocks,
        })
    })
}

fn of_topic<E: Edition>(desk: &Desk<'_, E>, topic: &Topic) -> Vec<Block> {
    let sheets = desk.view.release.sheets.iter();
    let of_topic = sheets.filter(|sheet| sheet.topic == topic.id);
    let mut blocks: Vec<Block> = of_topic
        .flat_map(|sheet| sheet_blocks(desk, sheet))
        .collect();
    if !blocks.is_empty() {
        let title = Block::Heading {
            level: 2,
            text: topic.name.clone(),
            outlined: Outlined::Bookmark,
        };
        blocks.insert(0, title);
    }
    blocks
}

#[expect(clippy::too_many_lines, reason = "a sheet is one long list of entries")]
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
        ("sheet_threshold", threshold(sheet)),
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

/// „1 Prozentpunkt“, if smaller differences do not matter.
fn threshold(sheet: &IndicatorSheet) -> String {
    let Some(threshold) = sheet.practical_threshold else {
        return String::new();
    };
    let number = german_plain(threshold, sheet.decimals);
    let key = if sheet.unit == "%" {
        "threshold_points"
    } else {
        "threshold_unit"
    };
    say(key, &[("number", &number), ("unit", &sheet.unit)])
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
