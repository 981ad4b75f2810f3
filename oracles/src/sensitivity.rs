//! Cases of what is sensitive before any sum is looked at: dominated sums, rates that give counts away, noise.

use std::collections::BTreeMap;

use disclosure::cell_key::{Key, Line, PTable};
use disclosure::derived::PrintedRate;
use disclosure::magnitudes::{Contributions, MagnitudeRule};
use serde_json::{Value, json};

use crate::comparison::Comparison;
use crate::layout::{Layout, Records};
use crate::{Case, OracleError};

/// Which numerators a rounded rate leaves.
pub(crate) fn rate(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let decimals = u32::try_from(case.whole("decimals")?).unwrap_or(u32::MAX);
    let printed = PrintedRate {
        value: case.number("rate_percent")?,
        decimals,
        per: 100.0,
    };
    let denominator = case.number("denominator")?;
    let left = printed.numerators(denominator);
    comparison.values("interval", &[left.lower, left.upper])?;
    let counts: Vec<f64> = printed.counts(denominator).map(|n| n as f64).collect();
    comparison.values("integers", &counts)
}

/// The dominance rule, on a hand example or on every cell of a table.
pub(crate) fn dominance(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    if comparison.expects("cells") {
        return dominated_cells(case, comparison);
    }
    let largest = [case.number("x1")?, case.number("x2")?];
    let sum = Contributions::largest_of(case.number("X")?, &largest);
    let rule = MagnitudeRule::Dominance { n: 1, k: 90.0 };
    comparison.equal("sensitive_1_90", &json!(rule.is_sensitive(&sum)))?;
    let estimate = sum.estimate_of_largest();
    comparison.number("x1_upper_estimate", estimate)?;
    let over = (estimate / largest[0] - 1.0) * 100.0;
    comparison.number("overestimate_percent", over)?;
    let rule = MagnitudeRule::PPercent { p: 10.0 };
    comparison.equal("sensitive_p10", &json!(rule.is_sensitive(&sum)))
}

/// What the dominance rule asks for.
pub(crate) fn protection(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let written: String = case.read("rule")?;
    let numbers = written.trim_matches(['(', ')']).split_once(',');
    let parsed = numbers.and_then(|(n, k)| Some((n.trim().parse().ok()?, k.trim().parse().ok()?)));
    let (n, k) = parsed.ok_or_else(|| case.malformed("rule"))?;
    let sum = Contributions::largest_of(case.number("X")?, &case.numbers("contributions")?);
    let needed = MagnitudeRule::Dominance { n, k }.protection(&sum);
    comparison.equal("sensitive", &json!(needed.is_some()))?;
    let upper = needed.map(|needed| needed.upper);
    comparison.number_or_none("upl", upper)?;
    comparison.number_or_none("required_upper_bound", upper.map(|u| sum.total() + u))
}

/// Noise by record keys and a written table.
pub(crate) fn cell_key_noise(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let written: Vec<(usize, i64, f64, f64)> = case.read("ptable")?;
    let line = |(count, noise, above, upto)| Line {
        count,
        noise,
        above,
        upto,
    };
    let lines: Vec<Line> = written.into_iter().map(line).collect();
    let table = PTable::of_lines(&lines).ok();
    let table = table.ok_or_else(|| case.malformed("ptable"))?;
    let records = case.numbers("record_keys")?;
    let key = Key::of_cell(records.into_iter().map(Key::of_fraction));
    let count = case.whole("count")? as u64;
    comparison.number("cell_key", key.fraction())?;
    comparison.number("noise", table.noise(count, key) as f64)?;
    comparison.number("perturbed", table.perturbed(count, key) as f64)
}

/// Which cells of a table are dominated; its second suppression is one of many and is not compared.
fn dominated_cells(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let axes: Vec<String> = case.read("dims")?;
    let value: String = case.read("value")?;
    let (n, k): (Vec<usize>, Vec<f64>) = (case.read("n")?, case.read("k")?);
    let rules: Vec<MagnitudeRule> = n
        .into_iter()
        .zip(k)
        .map(|(n, k)| MagnitudeRule::Dominance { n, k })
        .collect();
    let records = Records::of(case)?;
    let mut found: BTreeMap<Vec<String>, Contributions> = BTreeMap::new();
    for key in Layout::crossed(case, &value, (&axes, &axes))?.keys {
        let parts = records.contributions_to(&value, &axes, &key);
        let parts = parts.ok_or_else(|| case.malformed(&value))?;
        found.insert(key, Contributions::all(&parts));
    }
    let cells = comparison.entry("cells")?.as_array();
    for cell in cells.ok_or_else(|| case.malformed("cells"))? {
        let name = |axis: &String| Some(cell.get(axis)?.as_str()?.to_owned());
        let key: Option<Vec<String>> = axes.iter().map(name).collect();
        let sum = key.and_then(|key| found.remove(&key));
        let sum = sum.ok_or_else(|| case.malformed("cells"))?;
        let sensitive = rules.iter().any(|rule| rule.is_sensitive(&sum));
        comparison.near("a sum", sum.total(), (&cell["value"], 1e-9))?;
        comparison.same_part(
            "whether a sum is dominated",
            &json!(sensitive),
            &cell["primary"],
        )?;
    }
    comparison.near(
        "cells left over",
        found.len() as f64,
        (&Value::from(0), 0.0),
    )
}
