//! A release seen from one place: the county, or one municipality with the county around it.

use std::collections::BTreeMap;

use disclosure::{Edition, Shown};
use releases::{Answer, AreaInfo, ClassBreaks, IndicatorSheet, Kind, LevelInfo, Release};
use vocabulary::{AreaKey, Breakdown, IndicatorId, LevelId, Period, State};

use crate::{ReportError, Scope};

/// Figures by indicator and area, oldest first.
type Series<'a> = BTreeMap<&'a IndicatorId, BTreeMap<&'a AreaKey, Vec<&'a Shown>>>;

/// Look-ups over one release; everything in fixed order.
pub(crate) struct View<'a, E: Edition> {
    pub(crate) release: &'a Release<E>,
    /// The root of the tree.
    pub(crate) county: &'a AreaInfo,
    /// The county, or the municipality the report is about.
    pub(crate) scope: &'a AreaInfo,
    pub(crate) names: BTreeMap<AreaKey, String>,
    /// The nearest ancestor below the county, by area: the municipality.
    pub(crate) parents: BTreeMap<AreaKey, AreaKey>,
    areas: BTreeMap<&'a AreaKey, &'a AreaInfo>,
    series: Series<'a>,
    verdicts: BTreeMap<(&'a AreaKey, &'a AreaKey, &'a IndicatorId, Period), Answer>,
    breaks: BTreeMap<(&'a IndicatorId, &'a LevelId), &'a ClassBreaks>,
    /// Sheets in force, in the order of the catalogue.
    sheets: Vec<&'a IndicatorSheet>,
}

impl<'a, E: Edition> View<'a, E> {
    pub(crate) fn new(release: &'a Release<E>, scope: Scope) -> Result<Self, ReportError> {
        let areas: BTreeMap<_, _> = release
            .geography
            .areas
            .iter()
            .map(|a| (&a.key, a))
            .collect();
        let county = root(release).ok_or(ReportError::NoCounty)?;
        let scope = match scope {
            Scope::County => county,
            Scope::Municipality(key) => areas
                .get(&key)
                .copied()
                .filter(|area| area.parent.is_some())
                .ok_or(ReportError::UnknownArea(key))?,
        };
        Ok(Self {
            release,
            county,
            scope,
            names: release
                .geography
                .areas
                .iter()
                .map(|a| (a.key.clone(), a.name.clone()))
                .collect(),
            parents: parents(&areas, &county.key),
            series: series(release),
            verdicts: verdicts(release),
            breaks: release
                .breaks
                .iter()
                .map(|b| ((&b.indicator, &b.level), b))
                .collect(),
            sheets: sheets_in_force(release),
            areas,
        })
    }

    pub(crate) fn area(&self, key: &AreaKey) -> Option<&'a AreaInfo> {
        self.areas.get(key).copied()
    }

    pub(crate) fn name<'b>(&'b self, key: &'b AreaKey) -> &'b str {
        self.names.get(key).map_or(key.as_str(), String::as_str)
    }

    pub(crate) fn level(&self, id: &LevelId) -> Option<&'a LevelInfo> {
        self.release
            .geography
            .levels
            .iter()
            .find(|level| level.id == *id)
    }

    /// Areas of a level within the scope, by key.
    pub(crate) fn areas_of(&self, level: &LevelId) -> Vec<&'a AreaInfo> {
        self.areas
            .values()
            .copied()
            .filter(|area| area.level == *level && self.within(area))
            .collect()
    }

    /// The areas one level below the scope: rows of tables, names in statements.
    pub(crate) fn children(&self) -> Vec<&'a AreaInfo> {
        let levels = &self.release.geography.levels;
        levels
            .iter()
            .skip_while(|level| level.id != self.scope.level)
            .skip(1)
            .map(|level| self.areas_of(&level.id))
            .find(|areas| !areas.is_empty())
            .unwrap_or_default()
    }

    /// Groups with a member within the scope.
    pub(crate) fn groups(&self) -> Vec<&'a AreaInfo> {
        let inside = |key: &AreaKey| self.area(key).is_some_and(|area| self.within(area));
        self.areas
            .values()
            .copied()
            .filter(|area| area.level.as_str() == "group" && area.members.iter().any(inside))
            .collect()
    }

    pub(crate) fn within(&self, area: &AreaInfo) -> bool {
        let mut at = Some(&area.key);
        // A tree is never deeper than the number of its areas; a cycle would have been refused long before.
        for _ in 0..self.areas.len() {
            match at {
                Some(key) if *key == self.scope.key => return true,
                Some(key) => at = self.areas.get(key).and_then(|area| area.parent.as_ref()),
                None => return false,
            }
        }
        false
    }

    /// Sheets of a topic, in force, in the order of the catalogue.
    pub(crate) fn sheets_of(&self, topic: &str) -> Vec<&'a IndicatorSheet> {
        self.sheets
            .iter()
            .copied()
            .filter(|sheet| sheet.topic == topic)
            .collect()
    }

    pub(crate) fn sheets(&self) -> &[&'a IndicatorSheet] {
        &self.sheets
    }

    pub(crate) fn sheet(&self, indicator: &IndicatorId) -> Option<&'a IndicatorSheet> {
        self.sheets
            .iter()
            .copied()
            .find(|sheet| sheet.id == *indicator)
    }

    /// One area's figures over time.
    pub(crate) fn series(&self, indicator: &IndicatorId, area: &AreaKey) -> &[&'a Shown] {
        self.series
            .get(indicator)
            .and_then(|areas| areas.get(area))
            .map_or(&[], Vec::as_slice)
    }

    /// The figure of a period by its newest definition.
    pub(crate) fn at(
        &self,
        indicator: &IndicatorId,
        area: &AreaKey,
        period: Period,
    ) -> Option<&'a Shown> {
        let all = self.series(indicator, area);
        all.iter()
            .rev()
            .copied()
            .find(|shown| shown.period == period)
    }

    /// Whether a figure says something, if only that it is not shown.
    pub(crate) fn tells(&self, indicator: &IndicatorId, area: &AreaKey, period: Period) -> bool {
        self.at(indicator, area, period)
            .is_some_and(|shown| !matches!(shown.state, State::Unknown | State::NotYet))
    }

    /// The newest period with something to show in the scope.
    pub(crate) fn newest(&self, indicator: &IndicatorId) -> Option<Period> {
        let says = |shown: &&&Shown| !matches!(shown.state, State::Unknown | State::NotYet);
        let of = |area: &AreaKey| {
            self.series(indicator, area)
                .iter()
                .rev()
                .find(says)
                .map(|s| s.period)
        };
        if self.is_supplied(indicator)
            && let Some(period) = self.newest_below(indicator)
        {
            return Some(period);
        }
        of(&self.county.key).or_else(|| {
            self.children()
                .iter()
                .filter_map(|area| of(&area.key))
                .max()
        })
    }

    fn is_supplied(&self, indicator: &IndicatorId) -> bool {
        self.sheet(indicator)
            .is_some_and(|sheet| sheet.kind == Kind::Supplied)
    }

    /// The newest period on the smallest areas that have a figure: a ready-made share is not rolled up, so that the
    /// county may know less than its parts, or older things.
    fn newest_below(&self, indicator: &IndicatorId) -> Option<Period> {
        let levels = self.release.geography.levels.iter().rev();
        levels
            .take_while(|level| level.id != self.scope.level)
            .find_map(|level| {
                let areas = self.areas_of(&level.id);
                let shown = areas
                    .iter()
                    .flat_map(|area| self.series(indicator, &area.key));
                shown
                    .filter(|shown| number(shown).is_some())
                    .map(|shown| shown.period)
                    .max_by_key(|period| (period.last_year(), *period))
            })
    }

    /// One area's figures of one group of people over time.
    pub(crate) fn series_of(
        &self,
        indicator: &IndicatorId,
        area: &AreaKey,
        breakdown: &Breakdown,
    ) -> Vec<&'a Shown> {
        self.release.figures.series(area, indicator, breakdown)
    }

    pub(crate) fn verdict(
        &self,
        area: &AreaKey,
        against: &AreaKey,
        sheet: &IndicatorSheet,
        period: Period,
    ) -> Option<Answer> {
        // What is not shown gets no verdict: the words must be the same for every reason.
        number(self.at(&sheet.id, area, period)?)?;
        self.verdicts
            .get(&(area, against, &sheet.id, period))
            .copied()
    }

    pub(crate) fn breaks(
        &self,
        indicator: &IndicatorId,
        level: &LevelId,
    ) -> Option<&'a ClassBreaks> {
        self.breaks.get(&(indicator, level)).copied()
    }

    /// The finest level below the scope on which an indicator has figures in a period, with its areas.
    pub(crate) fn finest(
        &self,
        indicator: &IndicatorId,
        period: Period,
    ) -> Option<(&'a LevelInfo, Vec<&'a AreaInfo>)> {
        let levels = self.release.geography.levels.iter().rev();
        levels
            .take_while(|level| level.id != self.scope.level)
            .map(|level| (level, self.areas_of(&level.id)))
            .find(|(_, areas)| {
                areas.iter().any(|area| {
                    self.at(indicator, &area.key, period)
                        .and_then(number)
                        .is_some()
                })
            })
    }

    /// The municipality an area is a part of, unless it is one itself.
    pub(crate) fn municipality(&self, area: &AreaKey) -> Option<&'a AreaInfo> {
        self.area(self.parents.get(area)?)
    }
}

/// The number of a figure, if there is one.
pub(crate) fn number(shown: &Shown) -> Option<f64> {
    match shown.state {
        State::Value | State::Zero => shown.value.or(shown.numerator),
        _ => None,
    }
}

/// Whether a kind of number can be compared by a verdict.
pub(crate) fn is_comparable(kind: Kind) -> bool {
    !matches!(kind, Kind::Count | Kind::Supplied)
}

fn root<E: Edition>(release: &Release<E>) -> Option<&AreaInfo> {
    let level = &release.geography.levels.first()?.id;
    release
        .geography
        .areas
        .iter()
        .find(|area| area.level == *level)
}

fn parents(areas: &BTreeMap<&AreaKey, &AreaInfo>, county: &AreaKey) -> BTreeMap<AreaKey, AreaKey> {
    let municipality = |area: &AreaInfo| {
        let mut last = None;
        let mut at = area.parent.as_ref();
        for _ in 0..areas.len() {
            match at {
                Some(key) if key != county => {
                    last = Some(key.clone());
                    at = areas.get(key)?.parent.as_ref();
                }
                _ => break,
            }
        }
        last
    };
    areas
        .values()
        .filter_map(|area| Some((area.key.clone(), municipality(area)?)))
        .collect()
}

fn series<E: Edition>(release: &Release<E>) -> Series<'_> {
    let total = Breakdown::total();
    let mut series = Series::new();
    for shown in release
        .figures
        .rows()
        .iter()
        .filter(|row| row.breakdown == total)
    {
        let areas = series.entry(&shown.indicator).or_default();
        areas.entry(&shown.area).or_default().push(shown);
    }
    for rows in series.values_mut().flat_map(BTreeMap::values_mut) {
        rows.sort_by_key(|row| (row.period.last_year(), row.period, row.definition_version));
    }
    series
}

fn verdicts<E: Edition>(
    release: &Release<E>,
) -> BTreeMap<(&AreaKey, &AreaKey, &IndicatorId, Period), Answer> {
    let all = release.verdicts.iter();
    all.map(|v| ((&v.area, &v.against, &v.indicator, v.period), v.answer))
        .collect()
}

fn sheets_in_force<E: Edition>(release: &Release<E>) -> Vec<&IndicatorSheet> {
    let mut sheets: Vec<&IndicatorSheet> = Vec::new();
    for sheet in &release.sheets {
        match sheets.iter_mut().find(|known| known.id == sheet.id) {
            Some(known) if known.version < sheet.version => *known = sheet,
            Some(_) => {}
            None => sheets.push(sheet),
        }
    }
    sheets
}
