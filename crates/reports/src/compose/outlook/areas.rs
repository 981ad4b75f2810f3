//! The areas of the county ahead: two maps, a table, and those that cannot be judged.

use disclosure::Edition;
use releases::outlook::{Ahead, AreaAhead, AreaGroup};
use releases::{AreaInfo, Outlook};
use vocabulary::AreaKey;

use super::{head, heading, whole};
use crate::compose::desk::{Caption, Desk, Drawings, Listed};
use crate::compose::drawings::HALF;
use crate::compose::wording::{enumerate, say};
use crate::document::{Align, Block, Drawing, Table};

/// The municipalities in a table, and where the whole range points one way on a map.
pub(super) fn areas<E: Edition>(
    desk: &Desk<'_, E>,
    found: &Outlook,
    drawings: &mut Drawings,
) -> Vec<Block> {
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
    let figures = maps(desk, (found, &year), drawings);
    if !figures.is_empty() {
        blocks.push(Block::Pair { figures });
    }
    blocks.push(Block::Table {
        table: towns(desk, (found, &children), &values),
    });
    blocks.extend(not_judged(desk, found));
    blocks
}

/// Where even the nearer end of the range is fewer children, or more old people, than today.
fn maps<E: Edition>(
    desk: &Desk<'_, E>,
    (found, year): (&Outlook, &str),
    drawings: &mut Drawings,
) -> Vec<Drawing> {
    let maps = [
        (
            "outlook_map_children",
            &["0-2", "3-5"] as &[&str],
            Way::Fewer,
        ),
        ("outlook_map_old", &["80+"], Way::More),
    ];
    maps.into_iter()
        .filter_map(|(key, groups, way)| {
            let marked = one_way(desk, found, groups, way);
            let lined = without(desk, found, groups);
            let count = marked.len().to_string();
            let title = say(key, &[("n", &count), ("year", year)]);
            let svg = desk
                .marked_map((&marked, &lined), &title, HALF)
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
        .collect()
}

/// Which way a whole range points.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    More,
    Fewer,
}

/// The areas of the finest level.
fn finest<'a, E: Edition>(
    desk: &'a Desk<'_, E>,
    found: &'a Outlook,
) -> impl Iterator<Item = &'a AreaAhead> {
    let finest = desk.view.release.geography.levels.last().map(|l| &l.id);
    let areas = found.areas.iter();
    areas.filter(move |area| desk.view.area(&area.area).map(|i| &i.level) == finest)
}

/// The smallest areas where even the nearer end of the range is more, or fewer, than today.
fn one_way<E: Edition>(
    desk: &Desk<'_, E>,
    found: &Outlook,
    groups: &[&str],
    way: Way,
) -> Vec<AreaKey> {
    let points = |area: &&AreaAhead| {
        together(area, groups).is_some_and(|(now, ahead)| match way {
            Way::More => now.is_some_and(|now| ahead.lower > now),
            Way::Fewer => now.is_some_and(|now| ahead.upper < now),
        })
    };
    let marked = finest(desk, found).filter(points);
    marked.map(|area| area.area.clone()).collect()
}

/// The smallest areas that have no range, or nothing shown today to hold it against.
fn without<E: Edition>(desk: &Desk<'_, E>, found: &Outlook, groups: &[&str]) -> Vec<AreaKey> {
    let compared = |area: &AreaAhead| matches!(together(area, groups), Some((Some(_), _)));
    let lined = finest(desk, found).filter(|area| !compared(area));
    lined.map(|area| area.area.clone()).collect()
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
        head(say("head_area", &[]), (1.2, Align::Left)),
        head(say("head_all_now", values), (0.7, Align::Right)),
        head(say("head_all_then", values), (2.1, Align::Right)),
        head(say("head_children_now", values), (0.7, Align::Right)),
        head(say("head_children_then", values), (1.8, Align::Right)),
        head(say("head_old_now", values), (0.7, Align::Right)),
        head(say("head_old_then", values), (1.8, Align::Right)),
    ];
    let row = |info: &&AreaInfo| town(found, info);
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

/// A municipality: everybody, children and old people, today and ahead.
fn town(found: &Outlook, info: &AreaInfo) -> Option<Vec<String>> {
    let area = found.areas.iter().find(|a| a.area == info.key)?;
    let mut cells = vec![info.name.clone()];
    for groups in [&["total"] as &[&str], &["0-2", "3-5"], &["80+"]] {
        match together(area, groups) {
            Some((now, ahead)) => {
                cells.push(now.map_or_else(|| say("hidden", &[]), whole));
                let values = [
                    ("count", whole(ahead.count)),
                    ("lower", whole(ahead.lower)),
                    ("upper", whole(ahead.upper)),
                ];
                let values: Vec<(&str, &str)> =
                    values.iter().map(|(k, v)| (*k, v.as_str())).collect();
                cells.push(say("outlook_with_range", &values));
            }
            None => cells.extend([String::new(), say("outlook_not_judged", &[])]),
        }
    }
    Some(cells)
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
