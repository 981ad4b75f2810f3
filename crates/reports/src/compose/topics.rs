//! One chapter per topic: a sentence of result and one map, then a page for each indicator.

use disclosure::Edition;
use releases::{AreaInfo, IndicatorSheet, Topic};
use vocabulary::{Period, german_number, german_period};

use super::desk::{Caption, Desk, Drawings, Listed};
use super::drawings::{Across, FULL};
use super::statement::{self, Direction, dative};
use super::view::number;
use super::wording::{interval, say, subtitle, value, with_unit};
use crate::document::{Align, Block, Chapter, Column, Drawing, Part, Table};

/// The opening of a topic.
pub(crate) fn opening<E: Edition>(
    desk: &Desk<'_, E>,
    topic: &Topic,
    drawings: &mut Drawings,
) -> Option<Part> {
    let sheets = desk.chapter_sheets(&topic.id);
    let dated: Vec<(&IndicatorSheet, Period)> = sheets
        .into_iter()
        .filter_map(|sheet| Some((sheet, desk.view.newest(&sheet.id)?)))
        .collect();
    let told = |(sheet, period): &&(&IndicatorSheet, Period)| {
        statement::across(desk, sheet, *period).is_some()
    };
    let &(lead, period) = dated.iter().find(told).or(dated.first())?;
    let mut blocks = vec![Block::Lead {
        text: lead_sentence(desk, lead, period),
    }];
    if let Some(text) = desk.outline.topics.texts.get(&topic.id) {
        blocks.push(Block::Text {
            text: desk.text(text),
        });
    }
    // A long table leaves less room for the map above it on the page.
    let height = if dated.len() > 7 { 220.0 } else { 270.0 };
    if let Some(figure) = opening_map(desk, (lead, period), height, drawings) {
        blocks.push(Block::Figure { figure });
    }
    blocks.push(Block::Table {
        table: overview(desk, &dated),
    });
    Some(Part::Chapter(Chapter {
        kicker: say("topic", &[]),
        title: topic.name.clone(),
        blocks,
    }))
}

fn lead_sentence<E: Edition>(desk: &Desk<'_, E>, sheet: &IndicatorSheet, period: Period) -> String {
    let finding = statement::finding(desk, sheet, period);
    let level = statement::level(desk, sheet, period).unwrap_or_default();
    format!("{finding}. {level}").trim_end().to_owned()
}

/// The map of the areas one level below, which the pages of the indicators do not repeat.
pub(crate) fn opening_map<E: Edition>(
    desk: &Desk<'_, E>,
    (sheet, period): (&IndicatorSheet, Period),
    height: f64,
    drawings: &mut Drawings,
) -> Option<Drawing> {
    // A ready-made share may exist for the smallest areas only.
    let children = desk.view.children();
    let tells = |area: &&AreaInfo| desk.view.tells(&sheet.id, &area.key, period);
    let areas = if children.iter().any(tells) {
        children
    } else {
        desk.view.finest(&sheet.id, period)?.1
    };
    let level = &areas.first()?.level;
    let outlined = |area: &&AreaInfo| desk.view.release.geography.outlines.contains_key(&area.key);
    areas.iter().copied().find(|area| outlined(area))?;
    let title = say(
        "map_title",
        &[
            ("name", &sheet.name),
            ("areas", &dative(&desk.plural(&areas))),
        ],
    );
    let about = Across {
        sheet,
        period,
        level,
        areas: &areas,
        title: &title,
        size: (FULL, height),
    };
    let svg = desk.map(&about);
    Some(drawings.add(svg, caption(&title, subtitle(sheet, period), sheet)))
}

pub(crate) fn caption(title: &str, subtitle: String, sheet: &IndicatorSheet) -> Caption {
    Caption {
        title: Some(title.to_owned()),
        subtitle,
        note: say("source", &[("source", &sheet.source)]),
        listed: Listed::Yes,
    }
}

/// All indicators of the topic with the county's value and direction.
fn overview<E: Edition>(desk: &Desk<'_, E>, dated: &[(&IndicatorSheet, Period)]) -> Table {
    let scope = &desk.view.scope.key;
    let row = |(sheet, period): &(&IndicatorSheet, Period)| {
        let shown = desk.view.at(&sheet.id, scope, *period);
        let direction = statement::direction(desk.view.series(&sheet.id, scope), sheet);
        vec![
            sheet.name.clone(),
            german_period(*period),
            value(shown, sheet),
            interval(shown, sheet),
            direction.map_or_else(
                || below(desk, sheet, *period),
                |(first, _, direction)| direction_words(first.period, direction),
            ),
        ]
    };
    Table::listed(
        say("overview_title", &[("area", &desk.view.scope.name)]),
        columns(&[
            ("head_indicator", 2.4, Align::Left),
            ("head_period", 0.7, Align::Left),
            ("head_value", 1.45, Align::Right),
            ("head_interval", 1.1, Align::Left),
            ("head_direction", 1.9, Align::Left),
        ]),
        dated.iter().map(row).collect(),
    )
}

/// „Planungsräume von 0,4 bis 17,8 %“, where the county itself has no figure.
fn below<E: Edition>(desk: &Desk<'_, E>, sheet: &IndicatorSheet, period: Period) -> String {
    if desk.view.tells(&sheet.id, &desk.view.scope.key, period) {
        return String::new();
    }
    let Some((level, areas)) = desk.view.finest(&sheet.id, period) else {
        return String::new();
    };
    let shown = areas
        .iter()
        .filter_map(|area| number(desk.view.at(&sheet.id, &area.key, period)?));
    let (low, high) = shown.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| {
        (low.min(x), high.max(x))
    });
    say(
        "overview_below",
        &[
            ("areas", &level.plural),
            ("low", &german_number(low, sheet.decimals)),
            ("high", &with_unit(high, sheet)),
        ],
    )
}

pub(crate) fn direction_words(since: Period, direction: Direction) -> String {
    let key = match direction {
        Direction::Rises => "direction_rises",
        Direction::Falls => "direction_falls",
        Direction::NotShown => "direction_none",
    };
    say(key, &[("since", &german_period(since))])
}

pub(crate) fn columns(heads: &[(&str, f64, Align)]) -> Vec<Column> {
    heads
        .iter()
        .map(|(key, width, align)| Column {
            title: say(key, &[]),
            width: *width,
            align: *align,
        })
        .collect()
}
