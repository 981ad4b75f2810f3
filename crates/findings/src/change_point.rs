//! Change point: areas that jumped against the rest of the county, and stayed there.
//!
//! A jump is told only where it explains the series better than a steady drift; drifts are what the trend rule is for.

use methods::benjamini_hochberg;
use methods::change_point::{RelativeStep, relative_steps};
use methods::trend::TrendRules;
use vocabulary::{AreaKey, Period, german_number, german_period};

use crate::examined::{Tally, why};
use crate::panel::Counted;
use crate::rules::{Condition, Rule};
use crate::subject::{Series, Subject, subjects};
use crate::trend::too_short;
use crate::{Evidence, Finding, FindingKind, Panel, words};

/// A step of one area, with the periods before and after it.
struct Stepped<'a> {
    area: &'a AreaKey,
    place: usize,
    step: RelativeStep,
}

/// The findings of a change point rule.
pub(crate) fn findings(panel: Panel<'_>, rule: (&Rule, u32), tally: &mut Tally) -> Vec<Finding> {
    let Condition::ChangePoint {
        min_years,
        practical_percent,
        false_discovery_rate,
    } = rule.0.condition
    else {
        return Vec::new();
    };
    let least = (practical_percent / 100.0).ln_1p();
    let all = subjects(panel, rule.0).into_iter();
    let mut told: Vec<(Subject<'_>, Series, Vec<Stepped<'_>>)> = all
        .map(|subject| {
            let series = subject.series(panel);
            let steps = of_subject(&subject, &series, min_years, tally);
            (subject, series, steps)
        })
        .collect();
    adjust_together(&mut told);
    let mut found = Vec::new();
    for (subject, series, steps) in &told {
        let fires = |s: &&Stepped<'_>| {
            let far = s.step.step.abs() >= least && subject.watch().sees(s.step.step);
            s.step.q <= false_discovery_rate && s.step.sudden && far
        };
        let told = steps.iter().filter(fires);
        found.extend(told.map(|s| finding(panel, rule, (subject, series), s)));
    }
    found
}

fn adjust_together(told: &mut [(Subject<'_>, Series, Vec<Stepped<'_>>)]) {
    let steps = told.iter().flat_map(|(_, _, steps)| steps);
    let p_values: Vec<f64> = steps.map(|s| s.step.p).collect();
    let q_values = benjamini_hochberg(&p_values).unwrap_or_else(|_| vec![1.0; p_values.len()]);
    let steps = told.iter_mut().flat_map(|(_, _, steps)| steps);
    for (stepped, q) in steps.zip(q_values) {
        stepped.step.q = q;
    }
}

fn of_subject<'a>(
    subject: &Subject<'a>,
    series: &Series,
    min_years: usize,
    tally: &mut Tally,
) -> Vec<Stepped<'a>> {
    let id = subject.id();
    let years = series.periods.len();
    if years < min_years {
        tally.missed(Some(id), subject.areas.len(), too_short(min_years));
        return Vec::new();
    }
    let rules = TrendRules {
        kind: subject.kind,
        design_effect: subject.definition.design_effect,
    };
    let told = match relative_steps(&series.times(), &series.counts, rules) {
        Ok(told) => told,
        Err(reason) => {
            tally.missed(Some(id), subject.areas.len(), why(&reason));
            return Vec::new();
        }
    };
    let mut found = Vec::new();
    for (place, step) in told.into_iter().enumerate() {
        let counted = series.counts[place].iter().flatten().count();
        match step {
            Ok(_) if counted < min_years => {
                tally.missed(Some(id), 1, too_short(min_years));
            }
            Ok(step) => found.push(Stepped {
                area: subject.areas[place],
                place,
                step,
            }),
            Err(reason) => tally.missed(Some(id), 1, why(&reason)),
        }
    }
    tally.tested(id, found.len());
    found
}

/// All years on one side of the step, added up.
fn side(counts: &[Option<(f64, f64)>]) -> Option<Counted> {
    let counted = counts.iter().flatten();
    let (cases, base) = counted.fold((0.0, 0.0), |sum, c| (sum.0 + c.0, sum.1 + c.1));
    (base > 0.0).then_some(Counted { cases, base })
}

fn finding(
    panel: Panel<'_>,
    (rule, rule_version): (&Rule, u32),
    (subject, series): (&Subject<'_>, &Series),
    stepped: &Stepped<'_>,
) -> Finding {
    let at = stepped.step.at;
    let (since, last) = (
        series.periods[at],
        *series.periods.last().unwrap_or(&series.periods[at]),
    );
    let counts = &series.counts[stepped.place];
    Finding {
        rule: rule.id.clone(),
        rule_version,
        kind: FindingKind::ChangePoint,
        areas: vec![stepped.area.clone()],
        indicators: vec![subject.id().clone()],
        since: Some(since),
        period: last,
        figures: series
            .periods
            .iter()
            .zip(counts)
            .filter(|(_, count)| count.is_some())
            .flat_map(|(period, _)| {
                [stepped.area, &panel.tree.root().key].map(|a| subject.figure(a, *period))
            })
            .collect(),
        reason: reason(subject, counts, (&stepped.step, since)),
        evidence: Evidence::Tested,
    }
}

fn reason(
    subject: &Subject<'_>,
    counts: &[Option<(f64, f64)>],
    (step, since): (&RelativeStep, Period),
) -> String {
    let level = |counts| side(counts).map_or_else(String::new, |c| subject.rate(c));
    let percent = german_number((step.step.abs().exp() - 1.0) * 100.0, 0);
    let key = if step.step > 0.0 {
        "jump_up"
    } else {
        "jump_down"
    };
    words::say(
        key,
        &[
            ("name", &subject.definition.short_name),
            ("since", &german_period(since)),
            ("before", &level(&counts[..step.at])),
            ("after", &level(&counts[step.at..])),
            ("percent", &percent),
        ],
    )
}
