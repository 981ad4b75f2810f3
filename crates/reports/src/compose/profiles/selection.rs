//! Which areas get a profile, and which indicators stand in it: chosen once per level.

use disclosure::{Edition, Shown};
use releases::{AreaInfo, IndicatorSheet};
use vocabulary::{LevelId, Period};

use super::table::{detail, lines, usual_period};
use crate::compose::desk::Desk;
use crate::compose::view::{is_comparable, number};

/// Points for the rows of a profile of one page, and on the first of two: what head, words and figures leave.
const ROOM: f64 = 246.0;
const ROOM_OF_TWO: f64 = 400.0;

/// Heights of a row with a name of one line and of two, as the template sets them.
pub(super) const ROW: [f64; 2] = [13.6, 22.6];

/// What the rows of one level share: which indicators, and the ends of their scales.
pub(crate) struct Selection<'a> {
    pub(super) rows: Vec<Scale<'a>>,
}

/// The scale of one row.
pub(super) struct Scale<'a> {
    pub(super) sheet: &'a IndicatorSheet,
    pub(super) period: Period,
    /// Lowest and highest shown area.
    pub(super) ends: Option<(f64, f64)>,
}

/// Chooses the indicators of a level once for all its profiles.
pub(crate) fn select<'a, E: Edition>(desk: &'a Desk<'_, E>, level: &LevelId) -> Selection<'a> {
    let areas = all_of(desk, level);
    let (mut room, most) = if has_two_pages(desk, level) {
        (ROOM_OF_TWO, usize::MAX)
    } else {
        (ROOM, desk.outline.profiles.rows.max(1))
    };
    let fits = |scale: &Scale<'_>| {
        room -= height(desk, scale);
        room >= 0.0
    };
    let scales = candidates(desk)
        .into_iter()
        .filter_map(|sheet| scale(desk, sheet, &areas));
    let mut rows: Vec<Scale<'a>> = scales.take(most).take_while(fits).collect();
    let order = |scale: &Scale<'_>| {
        desk.view
            .sheets()
            .iter()
            .position(|sheet| sheet.id == scale.sheet.id)
    };
    rows.sort_by_key(order);
    Selection { rows }
}

fn height<E: Edition>(desk: &Desk<'_, E>, scale: &Scale<'_>) -> f64 {
    let detail = detail(scale.sheet, scale.period, usual_period(desk));
    ROW[usize::from(lines(&scale.sheet.short_name, &detail) - 1)]
}

/// Whether the outline gives profiles of this level two pages.
pub(super) fn has_two_pages<E: Edition>(desk: &Desk<'_, E>, level: &LevelId) -> bool {
    desk.outline.profiles.two_pages.contains(level)
}

/// The indicators the outline names, or one of each topic, then a second one of each, and so on.
fn candidates<'a, E: Edition>(desk: &'a Desk<'_, E>) -> Vec<&'a IndicatorSheet> {
    let named = &desk.outline.profiles.indicators;
    if !named.is_empty() {
        return named.iter().filter_map(|id| desk.view.sheet(id)).collect();
    }
    let people = &desk.outline.people;
    let told_above = [&people.population, &people.young.0, &people.old.0];
    let of_topic = |topic: &releases::Topic| -> Vec<&IndicatorSheet> {
        let sheets = desk.view.sheets_of(&topic.id).into_iter();
        sheets
            .filter(|sheet| is_comparable(sheet.kind) && !told_above.contains(&&sheet.id))
            .collect()
    };
    let topics: Vec<Vec<&IndicatorSheet>> = desk.view.release.topics.iter().map(of_topic).collect();
    let longest = topics.iter().map(Vec::len).max().unwrap_or(0);
    (0..longest)
        .flat_map(|n| {
            topics
                .iter()
                .filter_map(move |sheets| sheets.get(n).copied())
        })
        .collect()
}

fn all_of<'a, E: Edition>(desk: &Desk<'a, E>, level: &LevelId) -> Vec<&'a AreaInfo> {
    desk.view
        .release
        .geography
        .areas
        .iter()
        .filter(|area| area.level == *level)
        .collect()
}

/// The scale of an indicator on a level; none where no area of the level has a figure.
fn scale<'a, E: Edition>(
    desk: &Desk<'_, E>,
    sheet: &'a IndicatorSheet,
    areas: &[&AreaInfo],
) -> Option<Scale<'a>> {
    let period = desk.view.newest(&sheet.id)?;
    let shown: Vec<&Shown> = areas
        .iter()
        .filter_map(|area| desk.view.at(&sheet.id, &area.key, period))
        .collect();
    if shown.is_empty() {
        return None;
    }
    let values = || shown.iter().filter_map(|shown| number(shown));
    let low = values().fold(f64::INFINITY, f64::min);
    let high = values().fold(f64::NEG_INFINITY, f64::max);
    Some(Scale {
        sheet,
        period,
        ends: (low < high).then_some((low, high)),
    })
}

/// Which levels have profiles, in the order of the tree, groups last but before the smallest level.
pub(crate) fn levels<E: Edition>(desk: &Desk<'_, E>) -> Vec<LevelId> {
    let named = &desk.outline.profiles.levels;
    let tree = desk
        .view
        .release
        .geography
        .levels
        .iter()
        .map(|level| level.id.clone());
    let below: Vec<LevelId> = tree
        .skip_while(|id| *id != desk.view.scope.level)
        .skip(1)
        .collect();
    let mut all = below;
    if let Ok(group) = LevelId::parse("group") {
        all.insert(all.len().min(1), group);
    }
    all.retain(|id| named.is_empty() || named.contains(id));
    all
}

/// The areas of a level that get a profile.
pub(crate) fn areas<'a, E: Edition>(desk: &Desk<'a, E>, level: &LevelId) -> Vec<&'a AreaInfo> {
    if level.as_str() == "group" {
        desk.view.groups()
    } else {
        desk.view.areas_of(level)
    }
}
