//! The sharing out itself, from released figures.

use std::collections::BTreeMap;

use methods::NotDefined;
use methods::allocation::{Apportionment, apportion, floor_cap_cents, need_weights};
use vocabulary::{AreaKey, german_number};

use super::situation::{Basis, Known};
use super::{Allocation, AllocationError, Bound, Plan, Share, Total, UnderLambda, words};
use crate::words::list;
use crate::{Panel, Preset};

/// Shares out what a plan has to give, by the newest figures and, for an index, by the presets of the product.
pub fn allocate(panel: Panel<'_>, plan: &Plan) -> Result<Allocation, AllocationError> {
    allocate_by(panel, plan, &Preset::starters())
}

/// The same with presets of one's own.
pub fn allocate_by(
    panel: Panel<'_>,
    plan: &Plan,
    presets: &[Preset],
) -> Result<Allocation, AllocationError> {
    let limits = plan.limits()?;
    let Basis {
        period,
        sign,
        known,
        measured,
    } = Basis::of(panel, plan, presets)?;
    let (amounts, needs, tied) = shared(&known, (plan, sign), (plan.lambda, limits))?;
    let all: f64 = needs.iter().sum();
    let today: BTreeMap<&AreaKey, Total> = plan.today.iter().map(|t| (&t.area, t.amount)).collect();
    let shares = known.iter().zip(&amounts).zip(&needs);
    let shares: Vec<Share> = shares
        .map(|((known, amount), need)| Share {
            area: known.area.clone(),
            people: known.people,
            situation: known.situation,
            need: *need,
            part: need / all,
            amount: plan.total.with_units(*amount),
            bound: bound(plan, *amount, limits),
            today: today.get(&known.area).copied(),
        })
        .collect();
    Ok(Allocation {
        period,
        measured,
        sensitivity: sensitivity(&known, (plan, sign), limits),
        tied: tied.into_iter().map(|i| known[i].area.clone()).collect(),
        notes: notes(panel, plan, &known),
        plan: plan.clone(),
        shares,
    })
}

type Shared = (Vec<u64>, Vec<f64>, Vec<usize>);

/// Amounts in smallest units, needs, and who was tied.
fn shared(
    known: &[Known],
    (plan, sign): (&Plan, f64),
    (lambda, limits): (f64, (u64, u64)),
) -> Result<Shared, AllocationError> {
    let needs = needs(known, sign, lambda)?;
    if !needs.iter().any(|need| *need > 0.0) {
        return Err(AllocationError::NoNeed);
    }
    let total = plan.total.units();
    let free = plan.floor.is_none() && plan.cap.is_none();
    if let (Total::Posts(posts), true) = (plan.total, free) {
        let found = apportion(&needs, posts as usize, Apportionment::SainteLague)?;
        let units = found.units.iter().map(|&u| u as u64).collect();
        return Ok((units, needs, found.tied));
    }
    match floor_cap_cents(&needs, &vec![limits; needs.len()], total) {
        Ok(units) => Ok((units, needs, Vec::new())),
        Err(NotDefined::Infeasible { .. }) => {
            let takers = needs.iter().filter(|n| **n > 0.0).count() as u64;
            let others = needs.len() as u64 - takers;
            let (floor, cap) = limits;
            Err(AllocationError::Infeasible {
                total: plan.total,
                least: plan
                    .total
                    .with_units(floor.saturating_mul(needs.len() as u64)),
                most: plan.total.with_units(
                    cap.saturating_mul(takers)
                        .saturating_add(floor.saturating_mul(others)),
                ),
            })
        }
        Err(other) => Err(other.into()),
    }
}

/// The need of every area: a hidden situation counts as the average, unknown people as nobody.
fn needs(known: &[Known], sign: f64, lambda: f64) -> Result<Vec<f64>, AllocationError> {
    let both = |k: &Known| Some((k.people?, sign * k.situation?));
    let (people, situations): (Vec<f64>, Vec<f64>) = known.iter().filter_map(both).unzip();
    let weighed = match need_weights(&people, &situations, lambda) {
        Ok(weighed) => weighed,
        Err(NotDefined::NoBase) => return Err(AllocationError::NoNeed),
        Err(other) => return Err(other.into()),
    };
    let mut weighed = weighed.needs.into_iter();
    let need = |k: &Known| match (k.people, k.situation) {
        (Some(_), Some(_)) => weighed.next().unwrap_or(0.0),
        (Some(people), None) => people,
        (None, _) => 0.0,
    };
    Ok(known.iter().map(need).collect())
}

fn bound(plan: &Plan, amount: u64, (floor, cap): (u64, u64)) -> Bound {
    if plan.floor.is_some() && amount == floor {
        Bound::Floor
    } else if plan.cap.is_some() && amount == cap {
        Bound::Cap
    } else {
        Bound::Need
    }
}

fn sensitivity(known: &[Known], plan: (&Plan, f64), limits: (u64, u64)) -> Vec<UnderLambda> {
    let of = |&lambda: &f64| UnderLambda {
        lambda,
        amounts: shared(known, plan, (lambda, limits))
            .ok()
            .map(|(units, ..)| {
                let units = units.into_iter();
                units.map(|u| plan.0.total.with_units(u)).collect()
            }),
    };
    plan.0.lambdas.iter().map(of).collect()
}

fn notes(panel: Panel<'_>, plan: &Plan, known: &[Known]) -> Vec<String> {
    let names = |which: &dyn Fn(&&Known) -> bool| -> Vec<&str> {
        let areas = known.iter().filter(which).map(|k| &k.area);
        areas
            .map(|a| panel.tree.name(a).unwrap_or(a.as_str()))
            .collect()
    };
    let kinds = [
        (
            "average",
            names(&|k| k.people.is_some_and(|p| p > 0.0) && k.situation.is_none()),
        ),
        ("nobody", names(&|k| k.people == Some(0.0))),
        ("unknown", names(&|k| k.people.is_none())),
    ];
    let mut notes = vec![words::say(
        "political",
        &[("lambda", &Allocation::lambda_in_german(plan.lambda))],
    )];
    for (key, names) in kinds {
        if !names.is_empty() {
            let count = german_number(names.len() as f64, 0);
            notes.push(words::say(
                key,
                &[("names", &list(&names)), ("count", &count)],
            ));
        }
    }
    let strangers = plan
        .today
        .iter()
        .filter(|t| known.iter().all(|k| k.area != t.area));
    let strangers: Vec<&str> = strangers.map(|t| t.area.as_str()).collect();
    if !strangers.is_empty() {
        notes.push(words::say("strangers", &[("names", &list(&strangers))]));
    }
    notes
}
