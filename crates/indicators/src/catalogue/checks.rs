//! What must hold within a catalogue: kinds, denominators, versions, bands.

use super::{BaseCount, CatalogueError, Definition, Dimension, Kind, Problem, Topic};
use crate::Formula;
use crate::formula::Band;

/// Counts with ids of their own and dimensions that can be told apart.
pub(super) fn counts(file: &str, counts: &[BaseCount]) -> Result<(), CatalogueError> {
    for (i, count) in counts.iter().enumerate() {
        let refused = |rule, value: &str| {
            let value = value.to_owned();
            CatalogueError::entry(file, count.id.as_str(), Problem::Rule { rule, value })
        };
        if counts[..i].iter().any(|c| c.id == count.id) {
            return Err(refused("rule_twice", count.id.as_str()));
        }
        if count.id.as_str().contains(['-', '.', '+'])
            || !count.id.as_str().starts_with(char::is_alphabetic)
        {
            return Err(refused("rule_count_id", count.id.as_str()));
        }
        if count.dimensions.len() > 4 {
            return Err(refused("rule_dimensions", count.id.as_str()));
        }
        for dimension in &count.dimensions {
            let mut names: Vec<&String> = dimension.categories.iter().collect();
            names.sort();
            names.dedup();
            let size = dimension.categories.len();
            if dimension.id == crate::formula::YEARS_BACK {
                return Err(refused("rule_years_back_word", &dimension.id));
            }
            if names.len() != size || !(2..=60).contains(&size) {
                return Err(refused("rule_categories", &dimension.id));
            }
        }
        if !contributions_fit(count, counts) {
            return Err(refused("rule_contributions", count.id.as_str()));
        }
    }
    Ok(())
}

/// The largest contributions to a sum are two counts that are broken down in the same way and are no sums themselves.
fn contributions_fit(count: &BaseCount, counts: &[BaseCount]) -> bool {
    let named = count.contributions.iter();
    let named: Vec<&BaseCount> = named
        .filter_map(|id| counts.iter().find(|c| c.id == *id))
        .collect();
    match (count.contributions.as_slice(), &named[..]) {
        ([], _) => true,
        (_, [largest, second]) => {
            let fits = |c: &&&BaseCount| !c.additive && c.dimensions == count.dimensions;
            count.additive && largest.id != second.id && [largest, second].iter().all(fits)
        }
        _ => false,
    }
}

/// No rate without numerator and denominator; words and numbers that fit the kind.
pub(super) fn definition(
    file: &str,
    d: &Definition,
    counts: &[BaseCount],
    topics: &[Topic],
) -> Result<(), CatalogueError> {
    let broken = broken_formula(d, counts).or_else(|| broken_number(d));
    let broken = broken.or_else(|| {
        let known = topics.iter().any(|t| t.id == d.topic);
        (!known).then(|| ("rule_topic", d.topic.clone()))
    });
    match broken {
        Some((rule, value)) => Err(CatalogueError::entry(
            file,
            d.id.as_str(),
            Problem::Rule { rule, value },
        )),
        None => Ok(()),
    }
}

fn broken_formula(d: &Definition, counts: &[BaseCount]) -> Option<(&'static str, String)> {
    let named = d
        .numerator
        .counts()
        .chain(d.denominator.iter().flat_map(Formula::counts));
    let named: Vec<&BaseCount> = named.map(|c| &counts[c]).collect();
    let serves_others = |c: &&&BaseCount| counts.iter().any(|of| of.contributions.contains(&c.id));
    if let Some(count) = named.iter().find(serves_others) {
        return Some(("rule_contribution_told", count.id.to_string()));
    }
    let ready_made = named.iter().any(|c| !c.additive);
    let about_numerator = |rule| Some((rule, d.numerator.to_string()));
    let subtracts = d.numerator.cells().any(|(_, _, w)| w < 0.0);
    match (d.kind, &d.denominator) {
        (Kind::Share | Kind::Rate | Kind::Ratio, None) => about_numerator("rule_no_denominator"),
        (Kind::Count | Kind::Supplied, Some(f)) => Some(("rule_denominator", f.to_string())),
        _ if ready_made != (d.kind == Kind::Supplied) => about_numerator("rule_supplied"),
        (Kind::Supplied, _) if d.numerator.terms().len() != 1 => about_numerator("rule_supplied"),
        (Kind::Rate | Kind::Count, _) if subtracts => about_numerator("rule_subtracts"),
        (Kind::Share | Kind::Supplied, _) if d.most_years_back() > 0 => {
            about_numerator("rule_years_share")
        }
        _ if d.pool > 1 && d.most_years_back() > 0 => about_numerator("rule_years_pooled"),
        _ => None,
    }
}

fn broken_number(d: &Definition) -> Option<(&'static str, String)> {
    if !(d.factor.is_finite() && d.factor > 0.0) {
        return Some(("rule_factor", d.factor.to_string()));
    }
    if !(d.design_effect.is_finite() && d.design_effect >= 1.0) {
        return Some(("rule_design_effect", d.design_effect.to_string()));
    }
    if let Some(threshold) = d.practical_threshold {
        let judged = matches!(d.kind, Kind::Share | Kind::Rate);
        if !(threshold.is_finite() && threshold >= 0.0 && judged) {
            return Some(("rule_practical_threshold", threshold.to_string()));
        }
    }
    if d.levels.is_empty() {
        return Some(("rule_levels", d.name.clone()));
    }
    let usable = (1..=10).contains(&d.pool) && d.decimals <= 6 && d.version > 0;
    (!usable).then(|| ("rule_numbers", d.name.clone()))
}

/// Versions of one indicator do not overlap in time, and each says what changed.
pub(super) fn versions(file: &str, all: &[Definition]) -> Result<(), CatalogueError> {
    for (i, a) in all.iter().enumerate() {
        for b in &all[i + 1..] {
            if a.id != b.id {
                continue;
            }
            let apart = |x: &Definition, y: &Definition| {
                x.valid_to
                    .zip(y.valid_from)
                    .is_some_and(|(end, start)| end < start)
            };
            let (old, new) = if a.version < b.version {
                (a, b)
            } else {
                (b, a)
            };
            if old.version == new.version || !apart(old, new) || new.change_note.is_none() {
                let value = format!("{} / {}", old.version, new.version);
                let rule = "rule_versions";
                let problem = Problem::Rule { rule, value };
                return Err(CatalogueError::entry(file, a.id.as_str(), problem));
            }
        }
    }
    Ok(())
}

/// The groups of a breakdown with the delivered categories of each; `None` if they leave a gap or overlap.
pub(super) fn groups(
    wanted: &[String],
    delivered: &Dimension,
) -> Option<Vec<(String, Vec<String>)>> {
    if wanted.is_empty() {
        return Some(
            delivered
                .categories
                .iter()
                .map(|c| (c.clone(), vec![c.clone()]))
                .collect(),
        );
    }
    let mut used = vec![false; delivered.categories.len()];
    let mut groups = Vec::new();
    for wanted in wanted {
        let inside = match delivered.categories.iter().position(|c| c == wanted) {
            Some(i) => vec![i],
            None => crate::formula::tiles(Band::parse(wanted)?, &delivered.categories)?,
        };
        for i in &inside {
            if std::mem::replace(&mut used[*i], true) {
                return None;
            }
        }
        let names = inside
            .iter()
            .map(|i| delivered.categories[*i].clone())
            .collect();
        groups.push((wanted.clone(), names));
    }
    used.iter().all(|u| *u).then_some(groups)
}
