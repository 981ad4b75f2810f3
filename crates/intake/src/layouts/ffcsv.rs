//! GENESIS flat files ("ffcsv"), German header of old and English header since 2024: one row per number.
//!
//! Which of the numbered variables is the region is told by its code, and so are the dimensions.

use super::{period_is_open, text_unless_said, unless_said};
use crate::cell::Row;
use crate::profile::{ColumnRule, DimensionRule, KeyColumn, OtherKeys, Profile, Unmapped};

/// Codes of regional variables begin so.
const REGIONS: [&str; 8] = [
    "GEO", "GEMEIN", "KREISE", "REGBEZ", "DLAND", "DINSG", "NUTS", "GMEIN",
];

/// A numbered variable: the columns of its category and the codes met in the first rows.
struct Group {
    code: usize,
    label: usize,
    variables: Vec<String>,
}

pub(super) fn complete(profile: &mut Profile, rows: &[Row<'_>]) {
    let Some(header) = rows.iter().find(|r| !r.is_blank()) else {
        return;
    };
    let names: Vec<String> = header
        .cells
        .iter()
        .map(|c| c.text().to_lowercase())
        .collect();
    let groups = groups(&names, rows);
    if profile.key.kind.is_some() || !profile.key.lengths.is_empty() {
        unless_said(&mut profile.key.others, OtherKeys::Ignore);
    }
    regional(profile, &groups);
    dimensional(profile, &groups);
    let old = names.iter().any(|n| n == "zeit");
    if period_is_open(profile) {
        profile.period.column = Some(if old { "Zeit" } else { "time" }.to_owned());
    }
    if old {
        old_values(profile, header);
        return;
    }
    text_unless_said(&mut profile.value, "value");
    text_unless_said(&mut profile.quality, "value_q");
    if profile.count.constant.is_none() && profile.count.columns.is_empty() {
        profile.count.columns = vec!["value_variable_code".to_owned()];
    }
    unless_said(&mut profile.count.others, Unmapped::Ignore);
}

fn groups(names: &[String], rows: &[Row<'_>]) -> Vec<Group> {
    let at = |wanted: String| names.iter().position(|n| *n == wanted);
    let mut out = Vec::new();
    for n in 1..=20 {
        let variable = at(format!("{n}_variable_code")).or_else(|| at(format!("{n}_merkmal_code")));
        let code = at(format!("{n}_variable_attribute_code"))
            .or_else(|| at(format!("{n}_auspraegung_code")));
        let label = at(format!("{n}_variable_attribute_label"))
            .or_else(|| at(format!("{n}_auspraegung_label")));
        let (Some(variable), Some(code), Some(label)) = (variable, code, label) else {
            break;
        };
        let mut variables: Vec<String> = rows
            .iter()
            .skip(1)
            .map(|r| r.cell(variable).text().to_uppercase())
            .filter(|v| !v.is_empty())
            .collect();
        variables.sort();
        variables.dedup();
        out.push(Group {
            code,
            label,
            variables,
        });
    }
    out
}

impl Group {
    fn is_region(&self) -> bool {
        let region = |v: &String| REGIONS.iter().any(|r| v.starts_with(r));
        self.variables.iter().any(region)
    }

    fn has(&self, code: &str) -> bool {
        self.variables.iter().any(|v| v.eq_ignore_ascii_case(code))
    }
}

fn by_number(column: usize) -> String {
    format!("#{}", column + 1)
}

/// The region becomes the key; a profile may name it by its code.
fn regional(profile: &mut Profile, groups: &[Group]) {
    let said = profile.key.columns.first().map(|k| k.column.clone());
    let region = match &said {
        Some(code) => groups.iter().find(|g| g.has(code)),
        None => groups.iter().find(|g| g.is_region()),
    };
    if let Some(region) = region {
        profile.key.columns = vec![KeyColumn::of(&by_number(region.code))];
        text_unless_said(&mut profile.name, &by_number(region.label));
    } else if said.is_none() {
        let column = "1_variable_attribute_code".to_owned();
        profile.key.columns = vec![KeyColumn::of(&column)];
    }
}

/// Dimensions are named by the code of their variable; variables nobody names stay visible as they are.
fn dimensional(profile: &mut Profile, groups: &[Group]) {
    let key = profile.key.columns.first().map(|k| k.column.clone());
    for group in groups {
        let column = by_number(group.code);
        if Some(&column) == key.as_ref() || group.variables.is_empty() {
            continue;
        }
        let rules = &mut profile.dimensions;
        if let Some(rule) = rules.iter_mut().find(|r| group.has(&r.column)) {
            rule.column = column;
            rule.categories
                .entry(String::new())
                .or_insert_with(|| "total".to_owned());
            continue;
        }
        rules.push(DimensionRule {
            column,
            dimension: group.variables[0].to_lowercase(),
            categories: [(String::new(), "total".to_owned())].into(),
            others: Some(Unmapped::Keep),
        });
    }
}

/// The old header has a column per count: `BEV001__Bevölkerungsstand__Anzahl`, then `…__q`.
fn old_values(profile: &mut Profile, header: &Row<'_>) {
    if !profile.columns.is_empty() {
        return;
    }
    let names: Vec<String> = header.cells.iter().map(|c| c.text().into_owned()).collect();
    for (at, name) in names.iter().enumerate() {
        let Some((code, rest)) = name.split_once("__") else {
            continue;
        };
        if rest.ends_with("__q") || rest == "q" {
            continue;
        }
        let mapped = profile.count.map.get(code).cloned();
        let constant = profile.count.constant.clone();
        let Some((count, breakdown)) = mapped
            .map(|m| (m.count, m.breakdown))
            .or(constant.map(|c| (c, vocabulary::Breakdown::total())))
        else {
            continue;
        };
        let next_is_mark = names.get(at + 1).is_some_and(|n| n.ends_with("__q"));
        profile.columns.push(ColumnRule {
            breakdown: breakdown
                .pairs()
                .map(|(d, c)| (d.to_owned(), c.to_owned()))
                .collect(),
            quality: next_is_mark.then(|| by_number(at + 1)),
            ..ColumnRule::of(&by_number(at), count)
        });
    }
    // Counted by column, not by row.
    profile.count.constant = None;
    profile.count.columns.clear();
}
