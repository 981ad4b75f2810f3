//! What must hold within a catalogue: kinds, denominators, versions, bands.

use super::{BaseCount, BreakdownBy, CatalogueError, Definition, Dimension, Kind, Topic};
use crate::formula::Band;

/// Counts with ids of their own and dimensions that can be told apart.
pub(super) fn counts(file: &str, counts: &[BaseCount]) -> Result<(), CatalogueError> {
    for (i, count) in counts.iter().enumerate() {
        let refused = |reason, value: &str| CatalogueError::Rule {
            file: file.to_owned(),
            entry: count.id.to_string(),
            reason,
            value: value.to_owned(),
        };
        if counts[..i].iter().any(|c| c.id == count.id) {
            return Err(refused("rule_twice", count.id.as_str()));
        }
        if count.id.as_str().contains(['-', '.', '+']) || !count.id.as_str().starts_with(char::is_alphabetic) {
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
            if names.len() != size || !(2..=60).contains(&size) {
                return Err(refused("rule_categories", &dimension.id));
            }
        }
    }
    Ok(())
}

/// No rate without numerator and denominator; words and numbers that fit the kind.
pub(super) fn definition(
    file: &str,
    d: &Definition,
    counts: &[BaseCount],
    topics: &[Topic],
) -> Result<(), CatalogueError> {
    let refused = |reason, value: &str| {
        Err(CatalogueError::Rule {
            file: file.to_owned(),
            entry: d.id.to_string(),
            reason,
            value: value.to_owned(),
        })
    };
    let ready_made = d.numerator.counts().any(|c| !counts[c].additive)
        || d.denominator.iter().flat_map(|f| f.counts()).any(|c| !counts[c].additive);
    match (d.kind, &d.denominator) {
        (Kind::Share | Kind::Rate | Kind::Ratio, None) => return refused("rule_no_denominator", d.numerator.as_str()),
        (Kind::Count | Kind::Supplied, Some(f)) => return refused("rule_denominator", f.as_str()),
        _ => {}
    }
    if ready_made != (d.kind == Kind::Supplied) {
        return refused("rule_supplied", d.numerator.as_str());
    }
    if d.kind == Kind::Supplied && d.numerator.terms().len() != 1 {
        return refused("rule_supplied", d.numerator.as_str());
    }
    if d.kind == Kind::Share && !d.numerator.cells().all(|(_, _, w)| w > 0.0) && d.complement == Some(true) {
        return refused("rule_complement", d.numerator.as_str());
    }
    if !topics.iter().any(|t| t.id == d.topic) {
        return refused("rule_topic", &d.topic);
    }
    if !(d.factor.is_finite() && d.factor > 0.0) {
        return refused("rule_factor", &d.factor.to_string());
    }
    if !(d.design_effect.is_finite() && d.design_effect >= 1.0) {
        return refused("rule_design_effect", &d.design_effect.to_string());
    }
    if d.levels.is_empty() {
        return refused("rule_levels", d.name.as_str());
    }
    if !(1..=10).contains(&d.pool) || d.decimals > 6 || d.version == 0 {
        return refused("rule_numbers", d.name.as_str());
    }
    Ok(())
}

/// Versions of one indicator do not overlap in time, and each says what changed.
pub(super) fn versions(file: &str, all: &[Definition]) -> Result<(), CatalogueError> {
    for (i, a) in all.iter().enumerate() {
        for b in &all[i + 1..] {
            if a.id != b.id {
                continue;
            }
            let apart = |x: &Definition, y: &Definition| {
                x.valid_to.zip(y.valid_from).is_some_and(|(end, start)| end < start)
            };
            let (old, new) = if a.version < b.version { (a, b) } else { (b, a) };
            if old.version == new.version || !apart(old, new) || new.change_note.is_none() {
                return Err(CatalogueError::Rule {
                    file: file.to_owned(),
                    entry: a.id.to_string(),
                    reason: "rule_versions",
                    value: format!("{} / {}", old.version, new.version),
                });
            }
        }
    }
    Ok(())
}

/// The groups of a breakdown with the delivered categories of each; `None` if they leave a gap or overlap.
pub(super) fn groups(
    by: &BreakdownBy,
    delivered: &Dimension,
) -> Option<Vec<(String, Vec<String>)>> {
    if by.categories.is_empty() {
        return Some(delivered.categories.iter().map(|c| (c.clone(), vec![c.clone()])).collect());
    }
    let mut used = vec![false; delivered.categories.len()];
    let mut groups = Vec::new();
    for wanted in &by.categories {
        let inside = match delivered.categories.iter().position(|c| c == wanted) {
            Some(i) => vec![i],
            None => crate::formula::tiles(Band::parse(wanted)?, &delivered.categories)?,
        };
        for i in &inside {
            if std::mem::replace(&mut used[*i], true) {
                return None;
            }
        }
        let names = inside.iter().map(|i| delivered.categories[*i].clone()).collect();
        groups.push((wanted.clone(), names));
    }
    used.iter().all(|u| *u).then_some(groups)
}
