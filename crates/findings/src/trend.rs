//! Trend: areas that move away from the rest of the county, year by year.
//!
//! What comes everywhere at once is a county event and warns of nobody. All indicators of the rule are tested together,
//! and the rule is run on the series without its newest years too: since when would it have warned?

use std::collections::BTreeMap;

use methods::benjamini_hochberg;
use methods::trend::{RelativeTrend, TrendRules, relative_trends};
use vocabulary::{AreaKey, Period, german_number, german_period};

use crate::examined::{Examined, Tally, why};
use crate::rules::{Condition, Rule};
use crate::subject::{Series, Subject, subjects};
use crate::{Evidence, Finding, FindingKind, Panel, words};

/// The drift of one area in one indicator against the rest of the county.
#[derive(Clone, Debug)]
pub struct Drift<'a> {
    /// The area.
    pub area: &'a AreaKey,
    /// The indicator.
    pub definition: &'a indicators::Definition,
    /// First and last period looked at.
    pub span: (Period, Period),
    /// The model's answer; `q` is adjusted over all areas and indicators of the rule.
    pub trend: RelativeTrend,
    /// Whether the direction is more than chance at the rule's share of false discoveries.
    pub certain: bool,
    /// The period since which the rule fires without a break; none if it does not.
    pub since: Option<Period>,
}

/// A warning as it stood at the end of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warned<'a> {
    /// The last year known when the rule was run.
    pub year: i32,
    /// The area.
    pub area: &'a AreaKey,
    /// The indicator.
    pub indicator: &'a vocabulary::IndicatorId,
}

/// What the rule asks for.
#[derive(Clone, Copy)]
struct Limits {
    min_years: usize,
    practical: f64,
    rate: f64,
}

impl Limits {
    fn of(rule: &Rule) -> Option<Self> {
        match rule.condition {
            Condition::Trend {
                min_years,
                practical_percent_per_year,
                false_discovery_rate,
            } => Some(Self {
                min_years,
                practical: (practical_percent_per_year / 100.0).ln_1p(),
                rate: false_discovery_rate,
            }),
            _ => None,
        }
    }

    /// More than chance, and enough to matter.
    fn fires(self, subject: &Subject<'_>, trend: &RelativeTrend) -> bool {
        let definition = subject.definition;
        let matters = definition.practical_threshold.unwrap_or(0.0) / definition.factor;
        trend.q <= self.rate
            && subject.watch().sees(trend.slope)
            && trend.shrunken.abs() >= self.practical
            && trend.change.abs() >= matters
    }
}

/// All drifts a trend rule of this version looks at, in the order of indicators and areas, and what it could not judge.
pub fn drifts<'a>(panel: Panel<'a>, rule: (&'a Rule, u32)) -> (Vec<Drift<'a>>, Examined) {
    let mut tally = Tally::default();
    let looked = look(panel, rule.0, &mut tally);
    let all = looked.into_iter();
    let drifts = all.flat_map(|(_, drifts)| drifts).collect();
    (drifts, tally.examined(rule))
}

/// Whom a trend rule warns of when it is run at the end of each year, newest year first.
pub fn warned<'a>(panel: Panel<'a>, rule: &'a Rule) -> Vec<Warned<'a>> {
    let Some(limits) = Limits::of(rule) else {
        return Vec::new();
    };
    let all = all_series(panel, rule);
    let of_year = |year| {
        let told = told(&all, (limits, year), &mut Tally::default());
        let firing = firing(&all, &told, limits).into_iter();
        let all = &all;
        let named = firing.map(move |(subject, area)| Warned {
            year,
            area: all[subject].0.areas[area],
            indicator: &all[subject].0.definition.id,
        });
        named.collect::<Vec<_>>()
    };
    years(&all).into_iter().flat_map(of_year).collect()
}

/// The findings of a trend rule.
pub(crate) fn findings(panel: Panel<'_>, rule: (&Rule, u32), tally: &mut Tally) -> Vec<Finding> {
    let looked = look(panel, rule.0, tally);
    let mut found = Vec::new();
    for (subject, drifts) in &looked {
        for drift in drifts {
            if let Some(since) = drift.since {
                found.push(finding(panel, rule, subject, (drift, since)));
            }
        }
    }
    repeat_across_indicators(&mut found);
    found
}

/// Two indicators of one area are better evidence than one.
fn repeat_across_indicators(found: &mut [Finding]) {
    let mut times: BTreeMap<AreaKey, usize> = BTreeMap::new();
    for area in found.iter().flat_map(|f| &f.areas) {
        *times.entry(area.clone()).or_default() += 1;
    }
    for finding in found.iter_mut() {
        if finding.areas.iter().any(|area| times[area] > 1) {
            finding.evidence = Evidence::Repeated;
        }
    }
}

type Looked<'a> = Vec<(Subject<'a>, Vec<Drift<'a>>)>;

fn look<'a>(panel: Panel<'a>, rule: &'a Rule, tally: &mut Tally) -> Looked<'a> {
    let Some(limits) = Limits::of(rule) else {
        return Vec::new();
    };
    let all = all_series(panel, rule);
    let newest = told(&all, (limits, i32::MAX), tally);
    let since = since(&all, &newest, limits);
    all.into_iter()
        .zip(newest)
        .enumerate()
        .map(|(i, ((subject, series), trends))| {
            let drifts = trends.into_iter().filter_map(|(area, trend)| {
                Some(Drift {
                    area: subject.areas[area],
                    definition: subject.definition,
                    span: series.span(area)?,
                    certain: trend.q <= limits.rate,
                    trend,
                    since: since.get(&(i, area)).copied(),
                })
            });
            let drifts = drifts.collect();
            (subject, drifts)
        })
        .collect()
}

fn all_series<'a>(panel: Panel<'a>, rule: &'a Rule) -> Vec<(Subject<'a>, Series)> {
    let all = subjects(panel, rule).into_iter();
    all.map(|subject| {
        let series = subject.series(panel);
        (subject, series)
    })
    .collect()
}

/// The last years of all periods, newest first.
fn years(all: &[(Subject<'_>, Series)]) -> Vec<i32> {
    let periods = all.iter().flat_map(|(_, series)| &series.periods);
    let mut years: Vec<i32> = periods.map(|p| p.last_year()).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    years
}

/// Trends of one subject by the place of the area.
type Trends = Vec<(usize, RelativeTrend)>;

/// Since when the rule fires, by subject and area.
fn since(
    all: &[(Subject<'_>, Series)],
    newest: &[Trends],
    limits: Limits,
) -> BTreeMap<(usize, usize), Period> {
    let mut since = BTreeMap::new();
    let mut firing = firing(all, newest, limits);
    for (back, year) in years(all).into_iter().enumerate() {
        if back > 0 {
            let earlier = told(all, (limits, year), &mut Tally::default());
            let still = self::firing(all, &earlier, limits);
            firing.retain(|place| still.contains(place));
        }
        if firing.is_empty() {
            break;
        }
        for &(subject, area) in &firing {
            if let Some(period) = all[subject].1.until(year).periods.last() {
                since.insert((subject, area), *period);
            }
        }
    }
    since
}

fn firing(all: &[(Subject<'_>, Series)], told: &[Trends], limits: Limits) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (i, ((subject, _), trends)) in all.iter().zip(told).enumerate() {
        let firing = trends
            .iter()
            .filter(|(_, trend)| limits.fires(subject, trend));
        found.extend(firing.map(|(area, _)| (i, *area)));
    }
    found
}

/// The trends of all subjects as they were known at the end of a year, adjusted together.
fn told(
    all: &[(Subject<'_>, Series)],
    (limits, year): (Limits, i32),
    tally: &mut Tally,
) -> Vec<Trends> {
    let mut found: Vec<Trends> = all
        .iter()
        .map(|(subject, series)| of_subject(subject, &series.until(year), limits, tally))
        .collect();
    let p_values: Vec<f64> = found.iter().flatten().map(|(_, t)| t.p).collect();
    let q_values = benjamini_hochberg(&p_values).unwrap_or_else(|_| vec![1.0; p_values.len()]);
    for ((_, trend), q) in found.iter_mut().flatten().zip(q_values) {
        trend.q = q;
    }
    found
}

fn of_subject(subject: &Subject<'_>, series: &Series, limits: Limits, tally: &mut Tally) -> Trends {
    let id = subject.id();
    if series.periods.len() < limits.min_years {
        tally.missed(Some(id), subject.areas.len(), too_short(limits.min_years));
        return Vec::new();
    }
    let rules = TrendRules {
        kind: subject.kind,
        design_effect: subject.definition.design_effect,
    };
    let told = match relative_trends(&series.times(), &series.counts, rules) {
        Ok(told) => told.areas,
        Err(reason) => {
            tally.missed(Some(id), subject.areas.len(), why(&reason));
            return Vec::new();
        }
    };
    let mut found = Vec::new();
    for (area, trend) in told.into_iter().enumerate() {
        let counted = series.counts[area].iter().flatten().count();
        match trend {
            Ok(_) if counted < limits.min_years => {
                tally.missed(Some(id), 1, too_short(limits.min_years));
            }
            Ok(trend) => found.push((area, trend)),
            Err(reason) => tally.missed(Some(id), 1, why(&reason)),
        }
    }
    tally.tested(id, found.len());
    found
}

/// Fewer years within one definition and area version than the rule asks for.
pub(crate) fn too_short(need: usize) -> String {
    words::say("too_short", &[("need", &need.to_string())])
}

fn finding(
    panel: Panel<'_>,
    (rule, rule_version): (&Rule, u32),
    subject: &Subject<'_>,
    (drift, since): (&Drift<'_>, Period),
) -> Finding {
    let (first, last) = drift.span;
    let (area, county) = (drift.area, &panel.tree.root().key);
    Finding {
        rule: rule.id.clone(),
        rule_version,
        kind: FindingKind::Trend,
        areas: vec![area.clone()],
        indicators: vec![subject.id().clone()],
        since: Some(since),
        period: last,
        figures: [(area, first), (area, last), (county, first), (county, last)]
            .into_iter()
            .map(|(area, period)| subject.figure(area, period))
            .collect(),
        reason: reason(panel, subject, (drift, since)),
        evidence: if since == last {
            Evidence::Tested
        } else {
            Evidence::Repeated
        },
    }
}

fn reason(panel: Panel<'_>, subject: &Subject<'_>, (drift, since): (&Drift<'_>, Period)) -> String {
    let ((first, last), area) = (drift.span, drift.area);
    let per_year = german_number((drift.trend.shrunken.abs().exp() - 1.0) * 100.0, 0);
    let direction = if drift.trend.slope > 0.0 {
        "trend_rises"
    } else {
        "trend_falls"
    };
    words::say(
        direction,
        &[
            ("name", &subject.definition.short_name),
            ("first", &german_period(first)),
            ("last", &german_period(last)),
            ("before", &subject.shown(panel, area, first)),
            ("after", &subject.shown(panel, area, last)),
            ("rest_before", &subject.rest(panel, area, first)),
            ("rest_after", &subject.rest(panel, area, last)),
            ("per_year", &per_year),
            ("since", &german_period(since)),
        ],
    )
}
