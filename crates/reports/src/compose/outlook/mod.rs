//! The outlook: how many people of which age there may be, what guide values make of that, and how it was reckoned.

mod areas;
mod need;

use charts::{AheadRequest, Legend, Svg, YearAhead};
use disclosure::Edition;
use releases::Outlook;
use releases::outlook::GroupAhead;
use vocabulary::german_number;

use super::desk::{Caption, Desk, Drawings, Listed};
use super::drawings::{FULL, HALF, frame};
use super::front::page;
use super::not_made;
use super::wording::say;
use crate::document::{Align, Block, Column, Drawing, Outlined, Part, Table};
use crate::outline::Chapter;

/// The age groups drawn side by side, where the plan has them.
const DRAWN: [&str; 4] = ["0-2", "6-9", "65-79", "80+"];

/// The chapter; where the figures do not carry an outlook it says why.
pub(crate) fn outlook<E: Edition>(
    desk: &Desk<'_, E>,
    chapter: &Chapter,
    drawings: &mut Drawings,
) -> Option<Part> {
    let Some(found) = desk.view.release.outlook.as_ref() else {
        let missing = not_made::outlook(desk);
        return (!missing.is_empty()).then(|| page(desk, chapter, missing));
    };
    let everybody = found.group("total")?;
    let mut blocks = vec![
        Block::Text {
            text: desk.text(&chapter.text),
        },
        Block::Lead {
            text: lead(desk, everybody)?,
        },
    ];
    blocks.extend(all(desk, (found, everybody), drawings));
    blocks.extend(by_age(found, drawings));
    blocks.extend(need::needed(found));
    blocks.extend(areas::areas(desk, found, drawings));
    blocks.extend(method(found));
    Some(page(desk, chapter, blocks))
}

/// „2034 leben im Musterkreis rund 295.000 Menschen, wenn …“.
fn lead<E: Edition>(desk: &Desk<'_, E>, everybody: &GroupAhead) -> Option<String> {
    let (now, end) = (everybody.known.last()?, everybody.ahead.last()?);
    let key = match end {
        a if a.lower > now.count => "outlook_lead_more",
        a if a.upper < now.count => "outlook_lead_fewer",
        _ => "outlook_lead_open",
    };
    Some(say(
        key,
        &[
            ("inside", &desk.inside()),
            ("year", &end.year.to_string()),
            ("count", &whole(end.count)),
            ("lower", &whole(end.lower)),
            ("upper", &whole(end.upper)),
            ("now", &whole(now.count)),
            ("today", &now.year.to_string()),
        ],
    ))
}

fn all<E: Edition>(
    desk: &Desk<'_, E>,
    (found, everybody): (&Outlook, &GroupAhead),
    drawings: &mut Drawings,
) -> Vec<Block> {
    let title = say("outlook_all", &[("inside", &desk.inside())]);
    let svg = drawn(everybody, (&title, (FULL, 150.0)), Legend::Below);
    let caption = Caption {
        title: Some(title),
        subtitle: say("outlook_all_note", &[]),
        note: source(desk, found),
        listed: Listed::Yes,
    };
    vec![Block::Figure {
        figure: drawings.add(svg, caption),
    }]
}

/// Small pictures of some age groups, and the table of all.
fn by_age(found: &Outlook, drawings: &mut Drawings) -> Vec<Block> {
    let mut blocks = vec![heading("outlook_ages")];
    let groups = DRAWN.iter().filter_map(|name| found.group(name));
    let figures: Vec<Drawing> = groups
        .map(|group| {
            let age = Outlook::group_in_german(&group.group);
            let key = if group.group.ends_with('+') {
                "outlook_age_older"
            } else {
                "outlook_age"
            };
            let title = say(key, &[("age", &age)]);
            let svg = drawn(group, (&title, (HALF, 105.0)), Legend::Elsewhere);
            let caption = Caption {
                title: Some(title),
                listed: Listed::Yes,
                ..Caption::default()
            };
            drawings.add(svg, caption)
        })
        .collect();
    for pair in figures.chunks(2) {
        blocks.push(Block::Pair {
            figures: pair.to_vec(),
        });
    }
    blocks.push(Block::Table { table: ages(found) });
    blocks
}

fn ages(found: &Outlook) -> Table {
    let near = near(found);
    let year = |years: i32| (found.newest + years).to_string();
    let (first, last) = (year(found.small_area_years), year(found.years));
    let heads = vec![
        head(say("head_age", &[]), (1.1, Align::Left)),
        head(found.newest.to_string(), (0.8, Align::Right)),
        head(first, (0.8, Align::Right)),
        head(say("head_range", &[]), (1.4, Align::Right)),
        head(last, (0.8, Align::Right)),
        head(say("head_range", &[]), (1.4, Align::Right)),
        head(
            say("head_change", &[("year", &found.newest.to_string())]),
            (1.1, Align::Right),
        ),
    ];
    let row = |group: &GroupAhead| -> Option<Vec<String>> {
        let now = group.known.last()?;
        let (near, end) = (group.ahead.get(near)?, group.ahead.last()?);
        Some(vec![
            Outlook::group_in_german(&group.group),
            whole(now.count),
            whole(near.count),
            range(near.lower, near.upper),
            whole(end.count),
            range(end.lower, end.upper),
            change(now.count, end.count),
        ])
    };
    let rows = found.county.iter().filter_map(row).collect();
    Table {
        note: say("outlook_table_note", &[]),
        ..Table::listed(say("outlook_table", &[]), heads, rows)
    }
}

fn method(found: &Outlook) -> Vec<Block> {
    let mut blocks = vec![
        heading("outlook_method"),
        Block::Text {
            text: found.method(),
        },
    ];
    let notes = found.notes.iter();
    blocks.extend(notes.map(|note| Block::Small { text: note.clone() }));
    blocks
}

fn drawn(group: &GroupAhead, (title, size): (&str, (f64, f64)), legend: Legend) -> Svg {
    let known: Vec<(i32, f64)> = group.known.iter().map(|k| (k.year, k.count)).collect();
    let ahead = group.ahead.iter().map(|a| YearAhead {
        year: a.year,
        value: a.count,
        lower: a.lower,
        upper: a.upper,
    });
    let ahead: Vec<YearAhead> = ahead.collect();
    charts::ahead(&AheadRequest {
        frame: frame(title, size),
        name: title,
        known: &known,
        ahead: &ahead,
        legend,
    })
}

fn source<E: Edition>(desk: &Desk<'_, E>, found: &Outlook) -> String {
    let sheet = desk.view.sheet(&found.plan.population);
    sheet.map_or_else(String::new, |s| {
        say("outlook_source", &[("source", &s.source)])
    })
}

/// Where in the county's years the areas' year stands.
fn near(found: &Outlook) -> usize {
    usize::try_from(found.small_area_years - 1).unwrap_or(0)
}

fn heading(key: &str) -> Block {
    Block::Heading {
        level: 2,
        text: say(key, &[]),
        outlined: Outlined::Bookmark,
    }
}

fn head(title: String, (width, align): (f64, Align)) -> Column {
    Column {
        title,
        width,
        align,
    }
}

fn whole(number: f64) -> String {
    german_number(number, 0)
}

fn range(lower: f64, upper: f64) -> String {
    say(
        "outlook_range",
        &[("lower", &whole(lower)), ("upper", &whole(upper))],
    )
}

fn signed(number: f64) -> String {
    let sign = if number > 0.0 { "+" } else { "" };
    format!("{sign}{}", whole(number))
}

/// „+4,8 %“.
fn change(now: f64, then: f64) -> String {
    if now <= 0.0 {
        return String::new();
    }
    let percent = (then / now - 1.0) * 100.0;
    let sign = if percent > 0.0 { "+" } else { "" };
    format!("{sign}{} %", german_number(percent, 1))
}
