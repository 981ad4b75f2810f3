//! The profile of an area: population first, then what is good, then each topic beside municipality and county.

mod opening;
mod selection;
mod table;

use disclosure::Edition;
use releases::{AreaInfo, IndicatorSheet};
use vocabulary::AreaKey;

use super::ages;
use super::desk::{Caption, Desk, Drawings};
use super::drawings::{HALF, OverTime};
use super::view::number;
use super::wording::say;
use crate::document::{Drawing, Legend, Part, Profile, ProfileTable, Slot, TwoPages};

pub(crate) use opening::population_date;
pub(crate) use selection::{Selection, areas, levels, select};

/// The profile of one area.
pub(crate) fn profile<E: Edition>(
    desk: &Desk<'_, E>,
    area: &AreaInfo,
    selection: &Selection<'_>,
    drawings: &mut Drawings,
) -> Part {
    let parent = desk.view.municipality(&area.key);
    let locator = locator(desk, area, drawings);
    let table = table::table(desk, area, parent, selection);
    let series = series(desk, area, drawings);
    let lead = opening::lead(desk, area, selection);
    let slots = slots(desk, area);
    let ages = selection::has_two_pages(desk, &area.level)
        .then(|| ages::figure(desk, area, drawings))
        .flatten();
    // A second page needs something to say.
    let two_pages = if ages.is_some() {
        TwoPages::Yes
    } else {
        pages(&table, &lead, &series, &slots)
    };
    Part::Profile(Box::new(Profile {
        group: group(desk, area),
        kicker: kicker(desk, area, parent),
        name: area.name.clone(),
        population: opening::population(desk, area),
        locator,
        lead,
        legend: legend(desk, area, parent),
        two_pages,
        slots,
        note: note(desk, parent),
        table,
        series,
        ages,
    }))
}

/// One row of the first profile of the smallest areas, to explain how rows are read.
pub(crate) fn sample<E: Edition>(desk: &Desk<'_, E>) -> Option<(String, Legend, ProfileTable)> {
    let levels = levels(desk);
    let level = levels.iter().rev().find(|l| !areas(desk, l).is_empty())?;
    let area = *areas(desk, level).first()?;
    let parent = desk.view.municipality(&area.key);
    let mut table = table::table(desk, area, parent, &select(desk, level));
    let is_plain = |row: &crate::document::Row| row.strip.is_some() && !row.interval.is_empty();
    for section in &mut table.sections {
        section.rows.retain(is_plain);
        section.rows.truncate(1);
    }
    table.sections.retain(|section| !section.rows.is_empty());
    table.sections.truncate(1);
    table.sections.first()?;
    Some((area.name.clone(), legend(desk, area, parent), table))
}

/// „Gemeinden“, „Sozialräume“.
fn group<E: Edition>(desk: &Desk<'_, E>, area: &AreaInfo) -> String {
    match desk.view.level(&area.level) {
        Some(level) => level.plural.clone(),
        None => say("groups", &[]),
    }
}

fn kicker<E: Edition>(desk: &Desk<'_, E>, area: &AreaInfo, parent: Option<&AreaInfo>) -> String {
    let level = desk.singular(&area.level);
    match parent {
        Some(parent) => say(
            "kicker_parent",
            &[
                ("level", &level),
                ("parent_level", &desk.singular(&parent.level)),
                ("parent", &parent.name),
            ],
        ),
        None => say("kicker", &[("level", &level)]),
    }
}

fn locator<E: Edition>(
    desk: &Desk<'_, E>,
    area: &AreaInfo,
    drawings: &mut Drawings,
) -> Option<Drawing> {
    let marked: Vec<AreaKey> = if area.members.is_empty() {
        vec![area.key.clone()]
    } else {
        area.members.clone()
    };
    let svg = desk.locator(&marked, &area.name, 108.0)?;
    Some(drawings.add(svg, Caption::default()))
}

fn legend<E: Edition>(desk: &Desk<'_, E>, area: &AreaInfo, parent: Option<&AreaInfo>) -> Legend {
    Legend {
        here: say("legend_here", &[("area", &area.name)]),
        parent: parent.map(|parent| parent.name.clone()),
        county: Some(desk.view.county.name.clone()),
    }
}

/// Against what is compared, in the words of the outline.
fn note<E: Edition>(desk: &Desk<'_, E>, parent: Option<&AreaInfo>) -> String {
    let rest = say("profile_note_county", &[("rest", &desk.rest())]);
    let against = match parent {
        Some(parent) => say(
            "profile_note_parent",
            &[("rest", &rest), ("parent", &parent.name)],
        ),
        None => rest,
    };
    say("profile_note", &[("against", &against)])
}

/// Series of those the outline names, as far as the area has figures: two on one page, six on two.
fn series<E: Edition>(
    desk: &Desk<'_, E>,
    area: &AreaInfo,
    drawings: &mut Drawings,
) -> Vec<Drawing> {
    let chosen = chosen_series(desk, area);
    let here = say("here", &[]);
    let draw = |sheet: &IndicatorSheet| {
        let title = say(
            "series_profile",
            &[("name", &sheet.short_name), ("unit", &sheet.unit)],
        );
        let about = OverTime {
            sheet,
            place: Some((&area.key, &here)),
            title: &title,
            size: (HALF, 104.0),
        };
        drawings.add(
            desk.over_time(&about),
            Caption {
                title: Some(title.clone()),
                ..Caption::default()
            },
        )
    };
    chosen.into_iter().map(draw).collect()
}

fn chosen_series<'a, E: Edition>(desk: &Desk<'a, E>, area: &AreaInfo) -> Vec<&'a IndicatorSheet> {
    let told = |sheet: &&IndicatorSheet| {
        let series = desk.view.series(&sheet.id, &area.key);
        series
            .iter()
            .filter(|shown| number(shown).is_some())
            .count()
            >= 2
    };
    let most = if selection::has_two_pages(desk, &area.level) {
        6
    } else {
        2
    };
    let named = desk
        .outline
        .profiles
        .series
        .iter()
        .filter_map(|id| desk.view.sheet(id));
    named.filter(told).take(most).collect()
}

fn slots<E: Edition>(desk: &Desk<'_, E>, area: &AreaInfo) -> Vec<Slot> {
    let comment = desk.outline.comments.get(&area.key);
    let slot = |slot: &crate::outline::Slot| Slot {
        title: desk.fill(&slot.title),
        text: desk
            .outline
            .voices
            .get(&slot.title)
            .and_then(|voices| voices.get(&area.key))
            .or(comment.filter(|_| slot.takes_comment))
            .map(|text| desk.text(text))
            .unwrap_or_default(),
        empty: desk.fill(&slot.empty),
    };
    desk.outline.profiles.slots.iter().map(slot).collect()
}

/// Whether rows, series and slots need a second page: heights in points of what the template sets, generously.
fn pages(table: &ProfileTable, lead: &[String], series: &[Drawing], slots: &[Slot]) -> TwoPages {
    const PAGE: f64 = 790.0;
    const HEAD: f64 = 112.0;
    let letters: usize = lead.iter().map(|text| text.chars().count()).sum();
    let row = |row: &crate::document::Row| selection::ROW[usize::from(row.lines - 1)];
    let rows: f64 = table
        .sections
        .iter()
        .map(|s| 18.0 + s.rows.iter().map(row).sum::<f64>())
        .sum();
    let text = (letters as f64 / 100.0).ceil() * 13.0;
    let figures = series.len().div_ceil(2) as f64 * 134.0;
    // Two slots stand side by side; half a column takes about fifty letters.
    let written =
        |slot: &Slot| -> usize { slot.text.iter().map(|t| t.chars().count() / 48 + 1).sum() };
    let words = slots.iter().map(written).max().unwrap_or(0).max(3) as f64 * 13.0 + 24.0;
    let height = HEAD + text + 16.0 + 34.0 + rows + 12.0 + figures + words;
    if height > PAGE {
        TwoPages::Yes
    } else {
        TwoPages::No
    }
}
