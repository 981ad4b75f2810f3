//! The page of an indicator: what is found, where, how spread, since when, and in which municipality.

use disclosure::Edition;
use releases::{Answer, AreaInfo, IndicatorSheet, Kind};
use vocabulary::{Breakdown, Period, State, german_number};

use super::desk::{Caption, Desk, Drawings};
use super::drawings::{Across, FULL, OverTime, SIDE, WIDE};
use super::statement::{self, dative};
use super::topics::{caption, columns, direction_words};
use super::view::{is_comparable, number};
use super::wording::{bare, enumerate, interval, say, subtitle, verdict, with_unit};
use crate::document::{Align, Block, Drawing, Indicator, Part, Table};

/// The page of an indicator.
pub(crate) fn indicator<E: Edition>(
    desk: &Desk<'_, E>,
    sheet: &IndicatorSheet,
    drawings: &mut Drawings,
) -> Option<Part> {
    let period = desk.view.newest(&sheet.id)?;
    let sentences: Vec<String> = [
        statement::level(desk, sheet, period),
        statement::by_sex(desk, sheet, period),
        statement::trend(desk, sheet),
        Some(sheet.reading.clone()),
    ]
    .into_iter()
    .flatten()
    .filter(|sentence| !sentence.is_empty())
    .collect();
    let mut blocks = vec![Block::Text {
        text: vec![sentences.join(" ")],
    }];
    blocks.extend(figures(desk, sheet, period, drawings));
    let children = desk.view.children();
    if children
        .iter()
        .any(|area| desk.view.tells(&sheet.id, &area.key, period))
    {
        blocks.push(Block::Table {
            table: areas_table(desk, sheet, period, &children),
        });
    }
    blocks.push(Block::Small {
        text: small_print(desk, sheet, period),
    });
    Some(Part::Indicator(Indicator {
        name: sheet.short_name.clone(),
        statement: statement::finding(desk, sheet, period),
        subtitle: subtitle(sheet, period),
        blocks,
    }))
}

fn figures<E: Edition>(
    desk: &Desk<'_, E>,
    sheet: &IndicatorSheet,
    period: Period,
    drawings: &mut Drawings,
) -> Vec<Block> {
    let Some((level, areas)) = desk.view.finest(&sheet.id, period) else {
        return series_figure(desk, sheet, (FULL, 200.0), drawings)
            .map(|figure| Block::Figure { figure })
            .into_iter()
            .collect();
    };
    let [map, spread_height, series] = heights(desk.view.children().len());
    let series = series_figure(desk, sheet, (SIDE, series), drawings);
    let title = map_finding(desk, sheet, period, &areas);
    let about = Across {
        sheet,
        period,
        level: &level.id,
        areas: &areas,
        title: &title,
        size: (WIDE, map),
    };
    let large = drawings.add(desk.map(&about), caption(&title, String::new(), sheet));
    let title = spread(desk, sheet, period, &areas);
    let about = Across {
        title: &title,
        size: (SIDE, spread_height),
        ..about
    };
    let spread = drawings.add(
        desk.distribution(&about),
        Caption {
            note: String::new(),
            ..caption(&title, String::new(), sheet)
        },
    );
    vec![Block::Trio {
        large,
        small: [Some(spread), series].into_iter().flatten().collect(),
    }]
}

/// Heights of map, distribution and series: a long table leaves less room for the figures above it.
fn heights(rows: usize) -> [f64; 3] {
    if rows > 10 {
        [222.0, 112.0, 96.0]
    } else {
        [300.0, 130.0, 120.0]
    }
}

fn series_figure<E: Edition>(
    desk: &Desk<'_, E>,
    sheet: &IndicatorSheet,
    size: (f64, f64),
    drawings: &mut Drawings,
) -> Option<Drawing> {
    let scope = &desk.view.scope.key;
    let told = desk
        .view
        .series(&sheet.id, scope)
        .iter()
        .filter(|shown| number(shown).is_some())
        .count();
    if told < 2 {
        return None;
    }
    let mut title = series_title(desk, sheet);
    let svg = if let Some((sexes, finding)) = sexes(desk, sheet) {
        title = say(
            "sexes_title",
            &[("title", &title), ("finding", &say(finding, &[]))],
        );
        desk.by_sex(sheet, &sexes, (&title, size))
    } else {
        let place = desk
            .is_part()
            .then_some((scope, desk.view.scope.name.as_str()));
        desk.over_time(&OverTime {
            sheet,
            place,
            title: &title,
            size,
        })
    };
    Some(drawings.add(
        svg,
        Caption {
            note: String::new(),
            ..caption(&title, String::new(), sheet)
        },
    ))
}

/// „Kinderarmut: steigt seit 2020“.
fn series_title<E: Edition>(desk: &Desk<'_, E>, sheet: &IndicatorSheet) -> String {
    match statement::direction(desk.view.series(&sheet.id, &desk.view.scope.key), sheet) {
        Some((first, _, direction)) => say(
            "series_title",
            &[
                ("name", &sheet.short_name),
                ("direction", &direction_words(first.period, direction)),
            ],
        ),
        None => say("series_neutral", &[("name", &sheet.short_name)]),
    }
}

/// Women and men, where enough of both is released, with what their newest values tell.
fn sexes<E: Edition>(
    desk: &Desk<'_, E>,
    sheet: &IndicatorSheet,
) -> Option<([Breakdown; 2], &'static str)> {
    if sheet.kind != Kind::Share {
        return None;
    }
    let sexes: [Breakdown; 2] = ["sex=female".parse().ok()?, "sex=male".parse().ok()?];
    let scope = &desk.view.scope.key;
    let [women, men] = [&sexes[0], &sexes[1]].map(|sex| {
        let mut series = desk.view.series_of(&sheet.id, scope, sex);
        series.retain(|shown| number(shown).is_some());
        series
    });
    if women.len() < 2 || men.len() < 2 {
        return None;
    }
    Some((sexes, statement::sexes(&women, &men)?))
}

/// In how many of the smallest areas a difference can be shown.
fn map_finding<E: Edition>(
    desk: &Desk<'_, E>,
    sheet: &IndicatorSheet,
    period: Period,
    areas: &[&AreaInfo],
) -> String {
    let county = &desk.view.county.key;
    let answers: Vec<_> = areas
        .iter()
        .filter_map(|area| desk.view.verdict(&area.key, county, sheet, period))
        .collect();
    let count = |wanted| answers.iter().filter(|answer| **answer == wanted).count();
    let (above, below) = (count(Answer::Above), count(Answer::Below));
    let plural = dative(&desk.plural(areas));
    if !is_comparable(sheet.kind) || answers.len() < 2 {
        return say("map_title", &[("name", &sheet.name), ("areas", &plural)]);
    }
    let key = match (above, below) {
        (0, 0) => "map_finding_none",
        (_, 0) => "map_finding_above",
        (0, _) => "map_finding_below",
        _ => "map_finding_both",
    };
    say(
        key,
        &[
            ("name", &sheet.short_name),
            ("areas", &plural),
            ("all", &areas.len().to_string()),
            ("above", &above.to_string()),
            ("below", &below.to_string()),
            ("rest", &desk.rest()),
        ],
    )
}

/// From which to which value the shown areas reach, and how many are not shown.
fn spread<E: Edition>(
    desk: &Desk<'_, E>,
    sheet: &IndicatorSheet,
    period: Period,
    areas: &[&AreaInfo],
) -> String {
    let shown: Vec<f64> = areas
        .iter()
        .filter_map(|area| number(desk.view.at(&sheet.id, &area.key, period)?))
        .collect();
    let low = shown.iter().copied().fold(f64::INFINITY, f64::min);
    let high = shown.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let plural = desk.plural(areas);
    if shown.is_empty() {
        return say(
            "spread_neutral",
            &[("areas", &plural), ("name", &sheet.short_name)],
        );
    }
    say(
        "spread",
        &[
            ("name", &sheet.short_name),
            ("areas", &plural),
            ("low", &german_number(low, sheet.decimals)),
            ("high", &with_unit(high, sheet)),
        ],
    )
}

fn areas_table<E: Edition>(
    desk: &Desk<'_, E>,
    sheet: &IndicatorSheet,
    period: Period,
    children: &[&AreaInfo],
) -> Table {
    let level = children
        .first()
        .map_or_else(String::new, |area| desk.singular(&area.level));
    let mut heads = columns(&[
        ("head_area", 1.7, Align::Left),
        ("head_cases", 0.8, Align::Right),
        ("head_base", 0.9, Align::Right),
        ("head_value", 1.0, Align::Right),
        ("head_interval", 1.1, Align::Left),
        ("head_verdict", 2.2, Align::Left),
    ]);
    heads[0].title = level;
    heads[1].title = say(counted_word(sheet.kind), &[]);
    heads[3].title = say("head_value_unit", &[("unit", &sheet.unit)]);
    let rows = children
        .iter()
        .copied()
        .chain((!children.is_empty()).then_some(desk.view.scope));
    let rows = rows
        .map(|area| area_row(desk, sheet, period, area))
        .collect();
    let title = say(
        "table_title",
        &[
            ("name", &sheet.name),
            ("areas", &dative(&desk.plural(children))),
        ],
    );
    // A count has no denominator and no verdict.
    Table::listed(title, heads, rows).without_empty_columns()
}

/// What the numerator is called: only shares and rates count cases.
fn counted_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Balance => "head_balance",
        Kind::Ratio => "head_numerator",
        Kind::Count | Kind::Share | Kind::Rate | Kind::Supplied => "head_cases",
    }
}

fn area_row<E: Edition>(
    desk: &Desk<'_, E>,
    sheet: &IndicatorSheet,
    period: Period,
    area: &AreaInfo,
) -> Vec<String> {
    let shown = desk.view.at(&sheet.id, &area.key, period);
    let count = |x: Option<f64>| x.map(|n| german_number(n, 0)).unwrap_or_default();
    let cases = if matches!(sheet.kind, Kind::Count) {
        None
    } else {
        shown.and_then(|s| s.numerator)
    };
    let answer = desk
        .view
        .verdict(&area.key, &desk.view.county.key, sheet, period);
    vec![
        area.name.clone(),
        count(cases),
        count(shown.and_then(|s| s.denominator)),
        bare(shown, sheet),
        interval(shown, sheet),
        answer
            .filter(|_| is_comparable(sheet.kind))
            .map(|a| verdict(a, &desk.rest()))
            .unwrap_or_default(),
    ]
}

fn small_print<E: Edition>(desk: &Desk<'_, E>, sheet: &IndicatorSheet, period: Period) -> String {
    let hidden = desk.view.finest(&sheet.id, period).map(|(_, areas)| {
        let names: Vec<String> = areas
            .iter()
            .filter(|area| {
                let shown = desk.view.at(&sheet.id, &area.key, period);
                shown.is_some_and(|s| s.state == State::Suppressed)
            })
            .map(|area| area.name.clone())
            .collect();
        match names.len() {
            0 => String::new(),
            n if n <= 4 => say("hidden_names", &[("names", &enumerate(&names))]),
            n => say(
                "hidden_many",
                &[
                    ("n", &n.to_string()),
                    ("of", &areas.len().to_string()),
                    ("areas", &dative(&desk.plural(&areas))),
                ],
            ),
        }
    });
    let parts = [
        hidden.unwrap_or_default(),
        say(
            "small_print",
            &[
                ("source", &sheet.source),
                ("dates", sheet.reference_dates.trim_end_matches('.')),
                ("id", sheet.id.as_str()),
            ],
        ),
        sheet.limits.clone(),
    ];
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
