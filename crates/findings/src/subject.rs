//! What a rule looks at: an indicator on one level, and its counts within one definition and area version.

use std::collections::BTreeMap;

use indicators::{Definition, Polarity};
use vocabulary::{AreaKey, Breakdown, Flags, IndicatorId, LevelId, Period, german_number};

use crate::panel::{Counted, Panel};
use crate::rules::Rule;
use crate::verdict::comparable;
use crate::{FigureAt, words};

/// An indicator on one level.
#[derive(Clone, Debug)]
pub(crate) struct Subject<'a> {
    pub(crate) definition: &'a Definition,
    pub(crate) level: &'a LevelId,
    pub(crate) kind: methods::Kind,
    /// The areas of the level, in the order of their keys.
    pub(crate) areas: Vec<&'a AreaKey>,
}

/// Counts of all areas over the periods of one definition; `None` where not shown or carried over a change of areas.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Series {
    pub(crate) periods: Vec<Period>,
    /// In the order of the subject's areas.
    pub(crate) counts: Vec<Vec<Option<(f64, f64)>>>,
}

/// Cases and base of areas in one period.
type Counts<'a> = BTreeMap<&'a AreaKey, (f64, f64)>;

/// Which way a figure has to go to be worth a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Watch {
    Rise,
    Fall,
    Both,
}

impl Watch {
    /// Whether a change or distance of this sign is watched for.
    pub(crate) fn sees(self, change: f64) -> bool {
        match self {
            Self::Rise => change > 0.0,
            Self::Fall => change < 0.0,
            Self::Both => change != 0.0,
        }
    }
}

/// The shares and rates a rule looks at, in the order of the catalogue.
pub(crate) fn subjects<'a>(panel: Panel<'a>, rule: &'a Rule) -> Vec<Subject<'a>> {
    let definitions = panel.newest_definitions().filter(|d| rule.watches(d));
    let known = definitions.filter_map(|d| Some((d, comparable(d.kind)?)));
    known
        .flat_map(|(definition, kind)| {
            let levels = levels(panel, rule, definition).into_iter();
            levels.map(move |level| Subject {
                definition,
                level,
                kind,
                areas: panel.areas_of(level).map(|a| &a.key).collect(),
            })
        })
        .collect()
}

/// The levels of the rule, or the lowest the indicator is shown on.
pub(crate) fn levels<'a>(
    panel: Panel<'a>,
    rule: &Rule,
    definition: &Definition,
) -> Vec<&'a LevelId> {
    let own = panel.tree.levels().iter().map(|l| &l.id);
    let mut offered: Vec<&LevelId> = own.filter(|id| definition.levels.contains(id)).collect();
    if rule.levels.is_empty() {
        offered.drain(..offered.len().saturating_sub(1));
    } else {
        offered.retain(|id| rule.levels.contains(id));
    }
    let root = &panel.tree.root().level;
    offered.retain(|id| *id != root);
    offered
}

impl Rule {
    /// Whether the rule looks at an indicator: those it names, or all burdens.
    pub(crate) fn watches(&self, definition: &Definition) -> bool {
        if self.indicators.is_empty() {
            definition.polarity == Polarity::HigherIsBurden
        } else {
            self.indicators.contains(&definition.id)
        }
    }
}

impl Subject<'_> {
    pub(crate) fn id(&self) -> &IndicatorId {
        &self.definition.id
    }

    /// What is worth a warning: burdens that rise, what is good that falls, and of all else any change.
    pub(crate) fn watch(&self) -> Watch {
        match self.definition.polarity {
            Polarity::HigherIsBurden => Watch::Rise,
            Polarity::HigherIsBetter => Watch::Fall,
            Polarity::Neutral => Watch::Both,
        }
    }

    /// The counts of years that do not overlap, oldest first.
    pub(crate) fn series(&self, panel: Panel<'_>) -> Series {
        let total = Breakdown::total();
        let mut found: BTreeMap<(i32, Period), Counts<'_>> = BTreeMap::new();
        for row in panel.figures.of_indicator(self.id()) {
            let yearly = matches!(row.period, Period::Year(_) | Period::Pool(..));
            let here = row.definition_version == self.definition.version && row.breakdown == total;
            let counted = row
                .numerator
                .zip(row.denominator)
                .filter(|_| row.value.is_some());
            // No test speaks across a change of areas.
            let as_delivered = !row.flags.contains(Flags::ESTIMATED);
            if let Some(counted) = counted.filter(|_| yearly && here && as_delivered)
                && self.areas.binary_search(&&row.area).is_ok()
            {
                let when = (row.period.last_year(), row.period);
                found.entry(when).or_default().insert(&row.area, counted);
            }
        }
        let mut kept: Vec<(Period, Counts<'_>)> = Vec::new();
        for ((_, period), counts) in found.into_iter().rev() {
            if kept
                .last()
                .is_none_or(|(later, _)| !period.overlaps(*later))
            {
                kept.push((period, counts));
            }
        }
        kept.reverse();
        let of_area = |area: &AreaKey| kept.iter().map(|(_, at)| at.get(area).copied()).collect();
        Series {
            counts: self.areas.iter().map(|area| of_area(area)).collect(),
            periods: kept.iter().map(|(period, _)| *period).collect(),
        }
    }

    /// A value in words: „17,4 %“.
    pub(crate) fn value(&self, value: f64) -> String {
        let number = german_number(value, self.definition.decimals);
        match self.definition.unit.as_str() {
            "%" => format!("{number}\u{202f}%"),
            unit => format!("{number} {unit}"),
        }
    }

    /// The value of cases and base in words.
    pub(crate) fn rate(&self, counted: Counted) -> String {
        self.value(self.definition.factor * counted.cases / counted.base)
    }

    /// The value of the rest of the county in words.
    pub(crate) fn rest(&self, panel: Panel<'_>, area: &AreaKey, period: Period) -> String {
        let whole = &panel.tree.root().key;
        let rest = panel.rest_of((area, whole), self.id(), period);
        rest.map_or_else(|| words::say("unknown", &[]), |rest| self.rate(rest))
    }

    /// The value of an area in words.
    pub(crate) fn shown(&self, panel: Panel<'_>, area: &AreaKey, period: Period) -> String {
        let shown = panel.counted(area, self.id(), period);
        shown.map_or_else(|| words::say("unknown", &[]), |counted| self.rate(counted))
    }

    pub(crate) fn figure(&self, area: &AreaKey, period: Period) -> FigureAt {
        FigureAt {
            area: area.clone(),
            indicator: self.id().clone(),
            definition_version: self.definition.version,
            period,
        }
    }
}

impl Series {
    /// The series as it was known at the end of a year.
    pub(crate) fn until(&self, year: i32) -> Self {
        let keep = self.periods.partition_point(|p| p.last_year() <= year);
        let cut = |counts: &Vec<Option<(f64, f64)>>| counts[..keep].to_vec();
        Self {
            periods: self.periods[..keep].to_vec(),
            counts: self.counts.iter().map(cut).collect(),
        }
    }

    /// The periods as numbers.
    pub(crate) fn times(&self) -> Vec<f64> {
        self.periods
            .iter()
            .map(|p| f64::from(p.last_year()))
            .collect()
    }

    /// The first and last period in which an area is counted.
    pub(crate) fn span(&self, area: usize) -> Option<(Period, Period)> {
        let here = |i: &usize| self.counts[area][*i].is_some();
        let first = (0..self.periods.len()).find(here)?;
        let last = (0..self.periods.len()).rev().find(here)?;
        Some((self.periods[first], self.periods[last]))
    }
}
