//! Need = people ahead x guide value, beside what there is today.

use serde::{Deserialize, Serialize};
use vocabulary::{AreaKey, IndicatorId, LevelId, Period};

use super::{Ahead, AreaAhead, GroupAhead, Guide, OutlookError, Stands, words};
use crate::Panel;

/// What a guide value asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[doc(alias = "Bedarf nach Richtwert")]
pub struct NeedAhead {
    /// The guide value.
    pub guide: Guide,
    /// So many per person; none where today's provision is to go on and is not shown.
    pub rate: Option<f64>,
    /// What there is today in the county.
    pub today: Option<PlacesToday>,
    /// The county, year by year.
    pub ahead: Vec<NeedAt>,
    /// Its areas that are projected, at the end of their years.
    pub areas: Vec<NeedIn>,
    /// Why there is no need, in German.
    pub reason: Option<String>,
}

/// What there is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlacesToday {
    /// When.
    pub period: Period,
    /// How many.
    pub count: f64,
}

/// Need of a year, in whole places.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct NeedAt {
    /// At its end.
    pub year: i32,
    /// For so many people.
    pub people: f64,
    /// So many places.
    pub need: f64,
    /// At least, by the range of the people.
    pub lower: f64,
    /// At most.
    pub upper: f64,
    /// More than there are today; below 0: fewer. None where today's number is not shown.
    pub gap: Option<f64>,
}

/// Need of an area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NeedIn {
    /// Where.
    pub area: AreaKey,
    /// What there is today; none where that is not shown.
    pub today: Option<f64>,
    /// What will be needed.
    pub at: NeedAt,
}

/// The plan's age groups a guide value speaks of, as positions behind everybody.
pub(super) fn ages_of(guide: &Guide, groups: &[GroupAhead]) -> Result<Vec<usize>, OutlookError> {
    if let Some(at) = groups.iter().position(|g| g.group == guide.age) {
        return Ok(vec![at]);
    }
    let ends = |age: &str| -> Option<(String, String)> {
        match (age.strip_suffix('+'), age.split_once('-')) {
            (Some(from), _) => Some((from.to_owned(), String::new())),
            (None, Some((from, to))) => Some((from.to_owned(), to.to_owned())),
            (None, None) => None,
        }
    };
    let position = |pick: &dyn Fn(&(String, String)) -> bool| {
        groups
            .iter()
            .position(|g| ends(&g.group).is_some_and(|e| pick(&e)))
    };
    let wanted = ends(&guide.age);
    let found = wanted.and_then(|(from, to)| {
        let first = position(&|e| e.0 == from)?;
        let last = position(&|e| e.1 == to)?;
        (first <= last).then(|| (first..=last).collect())
    });
    found.ok_or_else(|| OutlookError::Group {
        group: guide.age.clone(),
        bands: groups[1..]
            .iter()
            .map(|g| g.group.as_str())
            .collect::<Vec<_>>()
            .join(", "),
    })
}

/// The need by one guide value; the people of its ages come with their range.
pub(super) fn need(
    panel: Panel<'_>,
    guide: &Guide,
    county: &[Ahead],
    areas: &[(&AreaAhead, Ahead)],
) -> NeedAhead {
    let root = panel.tree.root();
    let today = at_today(panel, (guide, &root.level), &root.key);
    let rate = match guide.number() {
        Some(value) => Some(value / guide.per),
        None => today.and_then(|(_, count, of)| (of? > 0.0).then(|| count / of.unwrap_or(1.0))),
    };
    let Some(per_person) = rate else {
        return NeedAhead {
            guide: guide.clone(),
            rate: None,
            today: None,
            ahead: Vec::new(),
            areas: Vec::new(),
            reason: Some(words::say("need_none", &[])),
        };
    };
    let count = today.map(|(_, count, _)| count);
    NeedAhead {
        guide: guide.clone(),
        rate,
        today: today.map(|(period, count, _)| PlacesToday { period, count }),
        ahead: county
            .iter()
            .map(|a| needed(*a, per_person, count))
            .collect(),
        areas: areas
            .iter()
            .map(|(area, people)| {
                let level = panel.tree.get(&area.area).map(|a| &a.level);
                let today = level.and_then(|l| at_today(panel, (guide, l), &area.area));
                let today = today.map(|(_, count, _)| count);
                NeedIn {
                    area: area.area.clone(),
                    today,
                    at: needed(*people, per_person, today),
                }
            })
            .collect(),
        reason: None,
    }
}

/// Period, places and the people they are for.
fn at_today(
    panel: Panel<'_>,
    (guide, level): (&Guide, &LevelId),
    area: &AreaKey,
) -> Option<(Period, f64, Option<f64>)> {
    let id: &IndicatorId = guide.places.as_ref()?;
    let period = panel.newest_period(id, level)?;
    let row = panel.shown(area, id, period)?;
    row.value?;
    match guide.places_in {
        Stands::Numerator => Some((period, row.numerator?, row.denominator)),
        Stands::Denominator => Some((period, row.denominator?, row.numerator)),
    }
}

fn needed(people: Ahead, rate: f64, today: Option<f64>) -> NeedAt {
    let need = (people.count * rate).round();
    NeedAt {
        year: people.year,
        people: people.count,
        need,
        lower: (people.lower * rate).floor().min(need),
        upper: (people.upper * rate).ceil().max(need),
        gap: today.map(|today| need - today),
    }
}
