//! The outlook: how many people of which age there may be, what guide values make of that, and how it was reckoned.

use charts::{AheadRequest, Legend, Svg, YearAhead};
use disclosure::Edition;
use releases::outlook::{Ahead, AreaAhead, AreaGroup, GroupAhead, NeedAhead, NeedAt};
use releases::{AreaInfo, Outlook};
use vocabulary::{AreaKey, german_number};

use super::desk::{Caption, Desk, Drawings, Listed};
use super::drawings::{FULL, HALF};
use super::front::page;
use super::wording::{enumerate, say};
use crate::document::{Align, Block, Column, Drawing, Outlined, Part, Table};
use crate::outline::Chapter;

/// The age groups drawn side by side, where the plan has them.
const DRAWN: [&str; 4] = ["0-2", "6-9", "65-79", "80+"];

/// The chapter; left out where the figures do not carry an outlook.
pub(crate) fn outlook<E: Edition>(
    desk: &Desk<'_, E>,
    chapter: &Chapter,
    drawings: &mut Drawings,
) -> Option<Part> {
    let found = desk.view.release.outlook.as_ref()?;
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
    blocks.extend(by_age(desk, found, drawings));
    blocks.extend(needed(found));
    blocks.extend(areas(desk, found, drawings));
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
    let svg = drawn(desk, everybody, (&title, (FULL, 150.0)), Legend::Below);
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
fn by_age<E: Edition>(desk: &Desk<'_, E>, found: &Outlook, drawings: &mut Drawings) -> Vec<Block> {
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
            let svg = drawn(desk, group, (&title, (HALF, 105.0)), Legend::Elsewhere);
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
    let near = (found.small_area_years - 1).max(0) as usize;
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

/// What guide values ask for.
fn needed(found: &Outlook) -> Vec<Block> {
    let told: Vec<&NeedAhead> = found.needs.iter().filter(|n| n.rate.is_some()).collect();
    if told.is_empty() {
        return Vec::new();
    }
    let near = (found.small_area_years - 1).max(0) as usize;
    let year = |years: i32| (found.newest + years).to_string();
    let heads = vec![
        head(say("head_need", &[]), (2.0, Align::Left)),
        head(say("head_guide", &[]), (1.6, Align::Left)),
        head(say("head_today", &[]), (0.8, Align::Right)),
        head(year(found.small_area_years), (0.9, Align::Right)),
        head(year(found.years), (0.9, Align::Right)),
        head(say("head_range", &[]), (1.3, Align::Right)),
        head(say("head_gap", &[]), (1.0, Align::Right)),
    ];
    let row = |need: &&NeedAhead| -> Option<Vec<String>> {
        let (near, end) = (need.ahead.get(near)?, need.ahead.last()?);
        let today = need.today.map(|t| whole(t.count));
        Some(vec![
            need.guide.name.clone(),
            guide(need),
            today.unwrap_or_else(|| say("hidden", &[])),
            whole(near.need),
            whole(end.need),
            range(end.lower, end.upper),
            gap(end),
        ])
    };
    let rows = told.iter().filter_map(row).collect();
    let table = Table {
        note: say("outlook_need_note", &[]),
        ..Table::listed(
            say("outlook_need_table", &[("year", &year(found.years))]),
            heads,
            rows,
        )
    };
    let sources = told.iter().map(|need| {
        say(
            "outlook_guide",
            &[
                ("name", &need.guide.name),
                ("today", &need.guide.today),
                ("source", &need.guide.source),
                ("date", &vocabulary::german_date(need.guide.date)),
            ],
        )
    });
    vec![
        heading("outlook_need"),
        Block::Text {
            text: vec![say("outlook_need_text", &[])],
        },
        Block::Table { table },
        Block::List {
            items: sources.collect(),
        },
    ]
}

/// „50 Plätze je 100“.
fn guide(need: &NeedAhead) -> String {
    let rate = need.rate.unwrap_or_default() * need.guide.per;
    let decimals = u8::from(need.guide.number().is_none());
    let values = [
        ("value", german_number(rate, decimals)),
        ("unit", need.guide.unit.clone()),
        ("per", whole(need.guide.per)),
        ("age", Outlook::group_in_german(&need.guide.age)),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let key = match need.guide.number() {
        Some(_) => "outlook_rate",
        None => "outlook_rate_today",
    };
    say(key, &values)
}

fn gap(at: &NeedAt) -> String {
    at.gap.map_or_else(|| say("hidden", &[]), signed)
}

/// The municipalities in a table, and where the whole range points one way on a map.
fn areas<E: Edition>(desk: &Desk<'_, E>, found: &Outlook, drawings: &mut Drawings) -> Vec<Block> {
    let children = desk.view.children();
    if found.areas.is_empty() || children.is_empty() {
        return Vec::new();
    }
    let year = (found.newest + found.small_area_years).to_string();
    let today = found.newest.to_string();
    let values = [("year", year.as_str()), ("today", today.as_str())];
    let mut blocks = vec![
        heading("outlook_areas"),
        Block::Text {
            text: vec![say("outlook_areas_text", &values)],
        },
    ];
    let maps = [
        (
            "outlook_map_children",
            &["0-2", "3-5"] as &[&str],
            Way::Fewer,
        ),
        ("outlook_map_old", &["80+"], Way::More),
    ];
    let figures: Vec<Drawing> = maps
        .into_iter()
        .filter_map(|(key, groups, way)| {
            let marked = one_way(desk, found, groups, way);
            let count = marked.len().to_string();
            let title = say(key, &[("n", &count), ("year", &year)]);
            let svg = desk
                .locator(&marked, &title, HALF)
                .filter(|_| !marked.is_empty())?;
            Some(drawings.add(
                svg,
                Caption {
                    title: Some(title),
                    listed: Listed::Yes,
                    ..Caption::default()
                },
            ))
        })
        .collect();
    if !figures.is_empty() {
        blocks.push(Block::Pair { figures });
    }
    blocks.push(Block::Table {
        table: towns(desk, (found, &children), &values),
    });
    blocks.extend(not_judged(desk, found));
    blocks
}

/// Which way a whole range points.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    More,
    Fewer,
}

/// The smallest areas where even the nearer end of the range is more, or fewer, than today.
fn one_way<E: Edition>(
    desk: &Desk<'_, E>,
    found: &Outlook,
    groups: &[&str],
    way: Way,
) -> Vec<AreaKey> {
    let finest = desk.view.release.geography.levels.last().map(|l| &l.id);
    let of_finest = |area: &&AreaAhead| {
        let info = desk.view.area(&area.area);
        info.map(|i| &i.level) == finest
    };
    let points = |area: &&AreaAhead| {
        together(area, groups).is_some_and(|(now, ahead)| match way {
            Way::More => now.is_some_and(|now| ahead.lower > now),
            Way::Fewer => now.is_some_and(|now| ahead.upper < now),
        })
    };
    let marked = found.areas.iter().filter(of_finest).filter(points);
    marked.map(|area| area.area.clone()).collect()
}

/// People of several age groups of an area, today and ahead.
fn together(area: &AreaAhead, groups: &[&str]) -> Option<(Option<f64>, Ahead)> {
    let parts = area
        .groups
        .iter()
        .filter(|g| groups.contains(&g.group.as_str()));
    let parts: Vec<&AreaGroup> = parts.collect();
    let now = parts.iter().map(|g| g.now).sum::<Option<f64>>();
    let ahead = parts.iter().map(|g| g.ahead).reduce(|all, next| Ahead {
        year: all.year,
        count: all.count + next.count,
        lower: all.lower + next.lower,
        upper: all.upper + next.upper,
    })?;
    (parts.len() == groups.len()).then_some((now, ahead))
}

fn towns<E: Edition>(
    desk: &Desk<'_, E>,
    (found, children): (&Outlook, &[&AreaInfo]),
    values: &[(&str, &str)],
) -> Table {
    let heads = vec![
        head(say("head_area", &[]), (1.4, Align::Left)),
        head(say("head_all_now", values), (0.9, Align::Right)),
        head(say("head_all_then", values), (1.6, Align::Right)),
        head(say("head_children_now", values), (0.9, Align::Right)),
        head(say("head_children_then", values), (1.6, Align::Right)),
        head(say("head_old_now", values), (0.9, Align::Right)),
        head(say("head_old_then", values), (1.6, Align::Right)),
    ];
    let row = |info: &&AreaInfo| -> Option<Vec<String>> {
        let area = found.areas.iter().find(|a| a.area == info.key)?;
        let mut cells = vec![info.name.clone()];
        for groups in [&["total"] as &[&str], &["0-2", "3-5"], &["80+"]] {
            match together(area, groups) {
                Some((now, ahead)) => {
                    cells.push(now.map_or_else(|| say("hidden", &[]), whole));
                    cells.push(say(
                        "outlook_with_range",
                        &[
                            ("count", &whole(ahead.count)),
                            ("range", &range(ahead.lower, ahead.upper)),
                        ],
                    ));
                }
                None => cells.extend([String::new(), say("outlook_not_judged", &[])]),
            }
        }
        Some(cells)
    };
    let rows = children.iter().filter_map(row).collect();
    Table {
        note: say("outlook_towns_note", values),
        ..Table::listed(
            say(
                "outlook_towns",
                &[("areas", &desk.plural(children)), values[0]],
            ),
            heads,
            rows,
        )
    }
}

/// The areas that are not projected, by reason.
fn not_judged<E: Edition>(desk: &Desk<'_, E>, found: &Outlook) -> Vec<Block> {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for area in &found.areas {
        let Some(reason) = &area.reason else { continue };
        let name = desk.view.name(&area.area);
        match reasons.iter_mut().find(|(known, _)| known == reason) {
            Some((_, names)) => names.push(name),
            None => reasons.push((reason, vec![name])),
        }
    }
    reasons
        .into_iter()
        .map(|(reason, names)| Block::Small {
            text: say(
                "outlook_not_judged_list",
                &[("names", &enumerate(&names)), ("reason", reason)],
            ),
        })
        .collect()
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

fn drawn<E: Edition>(
    desk: &Desk<'_, E>,
    group: &GroupAhead,
    (title, size): (&str, (f64, f64)),
    legend: Legend,
) -> Svg {
    let known: Vec<(i32, f64)> = group.known.iter().map(|k| (k.year, k.count)).collect();
    let ahead = group.ahead.iter().map(|a| YearAhead {
        year: a.year,
        value: a.count,
        lower: a.lower,
        upper: a.upper,
    });
    let ahead: Vec<YearAhead> = ahead.collect();
    charts::ahead(&AheadRequest {
        frame: desk.frame(title, size),
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
