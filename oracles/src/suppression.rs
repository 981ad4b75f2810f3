//! Cases of suppression: what an outsider can find out, and what must be hidden besides.
//!
//! Bounds of the references count from 0 with nothing else known. Their patterns prevent exact recovery only; ours keep
//! every count up to the threshold possible. So ours must pass the audit, and what they cost stands side by side.

use std::collections::BTreeMap;

use disclosure::family::{
    Cell, CellNumber, Family, Optimum, Range, Repair, audit, intervals, optimal, protect,
    protect_optimally,
};
use serde_json::{Value, json};

use crate::comparison::Comparison;
use crate::layout::Layout;
use crate::{Case, OracleError};

/// What we hide may cost so many times the least that is possible.
const MARGIN: f64 = 1.1;

/// Bounds of every hidden cell.
pub(crate) fn audit_bounds(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    if case.inputs.get("pattern_case").is_some() {
        return bounds_of_a_pattern(case, comparison);
    }
    let is_table = case.inputs.get("table").is_some();
    let layout = if is_table {
        Layout::with_margins(case)?
    } else {
        Layout::with_equations(case)?
    };
    let hidden = case.read::<Vec<Value>>("suppressed")?;
    let hidden: Vec<String> = hidden.iter().map(name).collect();
    for (cell, range) in bounds(case, &hiding(&layout, &hidden))? {
        let path = layout.keys[cell as usize].join("");
        let true_value = layout.values[cell as usize];
        same_bounds(comparison, &path, (range, true_value))?;
    }
    Ok(())
}

/// Three tables over the same people: numbers nobody published follow from them.
pub(crate) fn linked_tables(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let known = case.input("known")?;
    let count = |name: &str| known.get(name).and_then(Value::as_f64);
    let count = |name: &str| count(name).ok_or_else(|| case.malformed(name));
    let males = known.get("males").and_then(Value::as_array);
    let males: Vec<f64> = males
        .into_iter()
        .flatten()
        .filter_map(Value::as_f64)
        .collect();
    let mut family = Family::default();
    let males: Vec<u32> = males.iter().map(|n| family.add(open_cell(*n))).collect();
    let females: Vec<u32> = males.iter().map(|_| family.add(unknown())).collect();
    let both = family.add(open_cell(count("living_and_working")?));
    let totals = [both, family.add(unknown()), family.add(unknown())];
    if males.len() != totals.len() {
        return Err(case.malformed("males"));
    }
    for (total, parts) in totals.iter().zip(males.iter().zip(&females)) {
        family.sum(*total, &[*parts.0, *parts.1]);
    }
    let employed = family.add(open_cell(count("employed_living_in_area")?));
    family.sum(employed, &totals[..2]);
    let working = family.add(open_cell(count("working_in_area")?));
    family.sum(working, &[totals[0], totals[2]]);
    let found: BTreeMap<CellNumber, Range> = bounds(case, &family)?.into_iter().collect();
    for (i, female) in females.iter().enumerate() {
        let range = found[female];
        comparison.values(&format!("lp/{}", 3 + i), &[range.lower, range.upper])?;
    }
    let recovered: Vec<f64> = females.iter().map(|f| found[f].lower).collect();
    comparison.values("published_females", &recovered)
}

/// The least that must be hidden, and what an outsider can find out where the reference hides so much.
pub(crate) fn least(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let layout = Layout::with_margins(case)?;
    let family = with_protection(case, &layout)?;
    let sensitive: Vec<CellNumber> = family.hidden().collect();
    let cost: f64 = sensitive.iter().map(|c| family.cell(*c).cost).sum();
    let found = optimal(&family);
    let found = found.ok_or_else(|| comparison.deviates("our answer", "none", "an optimum"))?;
    comparison.number("optimal_cost", cost + found.cost)?;
    passes(comparison, &family, &found.secondary)?;
    if counts_cells(case)? {
        let hidden = sensitive.len() + found.secondary.len();
        comparison.number("n_suppressed", hidden as f64)?;
    } else {
        // Of several patterns that cost the same each may have another number of cells.
        comparison.leave_out("n_suppressed")?;
    }
    let theirs: Vec<Value> =
        serde_json::from_value(comparison.entry("one_optimal_pattern")?.clone())
            .unwrap_or_default();
    let theirs: Vec<String> = theirs.iter().map(name).collect();
    let all = (0u32..).zip(&layout.keys);
    let all = all.filter(|(_, key)| theirs.contains(&key[0]));
    let all: Vec<CellNumber> = all.map(|(i, _)| i).collect();
    passes(comparison, &family, &all)?;
    for (cell, range) in bounds(case, &hiding(&layout, &theirs))? {
        let path = format!("audit/{}", layout.keys[cell as usize][0]);
        same_bounds(comparison, &path, (range, layout.values[cell as usize]))?;
    }
    Ok(())
}

/// The family of a table with what its sensitive cells need and what hiding costs.
fn with_protection(case: &Case, layout: &Layout) -> Result<Family, OracleError> {
    let sensitive: Vec<Value> = case.read("primary")?;
    let sensitive: Vec<String> = sensitive.iter().map(name).collect();
    let protection = case.input("protection")?.get(0).cloned();
    // Where the case says it in words: at least 1 down if there is one, and 1 up.
    let side = |i: usize| protection.as_ref()?.get(i)?.as_f64();
    let by_number = counts_cells(case)?;
    Ok(layout.family(|i, value| {
        let is_sensitive = sensitive.contains(&layout.keys[i][0]);
        let needed = Range {
            lower: value - side(0).unwrap_or(value.min(1.0)),
            upper: value + side(1).unwrap_or(1.0),
        };
        Cell {
            is_hidden: is_sensitive,
            needed: is_sensitive.then_some(needed),
            cost: if by_number { 1.0 } else { value.max(1.0) },
            ..open_cell(value)
        }
    }))
}

/// Whether a case counts cells; else it adds up what they hold, at least 1 each.
fn counts_cells(case: &Case) -> Result<bool, OracleError> {
    Ok(case.input("cost")? == "number of cells")
}

/// Which cells are sensitive, and an own pattern that passes the audit beside the reference's.
pub(crate) fn pattern(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let pattern = Pattern::of(case)?;
    comparison.entry("cells")?;
    for (i, cell) in pattern.cells.iter().enumerate() {
        let value = pattern.layout.values[i];
        comparison.near("a count", value, (&cell["freq"], 0.0))?;
        let sensitive = json!(pattern.is_sensitive(value));
        comparison.same_part("whether a cell is sensitive", &sensitive, &cell["primary"])?;
    }
    own_patterns(&pattern, comparison)
}

/// Our own choices, quick and exact, beside the least that is possible and what the reference hides.
fn own_patterns(pattern: &Pattern, comparison: &mut Comparison) -> Result<(), OracleError> {
    let mut family = pattern.family();
    let least = optimal(&family);
    let before: Vec<CellNumber> = family.hidden().collect();
    let mut exact = family.clone();
    let repair = protect(&mut family);
    passes(comparison, &family, &[])?;
    let exact_repair = protect_optimally(&mut exact);
    passes(comparison, &exact, &[])?;
    let theirs: Vec<CellNumber> = pattern.hidden().filter(|c| !before.contains(c)).collect();
    if let Some(least) = &least {
        near_the_least(comparison, &family, (least, &[&repair, &exact_repair]))?;
    }
    let told = |cells: &[CellNumber]| {
        let persons: f64 = cells
            .iter()
            .map(|c| pattern.layout.values[*c as usize])
            .sum();
        format!("{} cells with {persons} persons", cells.len())
    };
    let best = match least {
        Some(least) => {
            passes(comparison, &pattern.family(), &least.secondary)?;
            told(&least.secondary)
        }
        None => "not proved".to_owned(),
    };
    comparison.note(format!(
        "hidden to protect others: quickly {}, by the exact way {} (least possible {best}); the reference, which prevents exact recovery only: {}",
        told(&repair.secondary),
        told(&exact_repair.secondary),
        told(&theirs)
    ));
    Ok(())
}

/// What we hide costs hardly more than the least that is possible.
fn near_the_least(
    comparison: &Comparison,
    family: &Family,
    (least, ours): (&Optimum, &[&Repair]),
) -> Result<(), OracleError> {
    let cost = |cells: &[CellNumber]| -> f64 {
        let costs = cells.iter().map(|c| family.cell(*c).cost);
        costs.sum()
    };
    let most = MARGIN * cost(&least.secondary);
    let mut costs = ours.iter().map(|repair| cost(&repair.secondary));
    match costs.find(|cost| *cost > most) {
        Some(cost) => {
            Err(comparison.deviates("what hiding costs", &cost.to_string(), &most.to_string()))
        }
        None => Ok(()),
    }
}

fn bounds_of_a_pattern(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let of: String = case.read("pattern_case")?;
    let pattern = Pattern::of(&case.beside(&of)?)?;
    let layout = &pattern.layout;
    comparison.number("n_cells", layout.keys.len() as f64)?;
    comparison.number("n_equations", layout.sums.len() as f64)?;
    let hidden = pattern.hidden();
    let hidden: Vec<String> = hidden.map(|c| layout.keys[c as usize].join(",")).collect();
    let mut found: BTreeMap<Vec<String>, (f64, Range)> = bounds(case, &hiding(layout, &hidden))?
        .into_iter()
        .map(|(c, range)| (c as usize, range))
        .map(|(c, range)| (layout.keys[c].clone(), (layout.values[c], range)))
        .collect();
    let expected = comparison.entry("intervals")?.as_array();
    for interval in expected.ok_or_else(|| case.malformed("intervals"))? {
        let key: Option<Vec<String>> = serde_json::from_value(interval["key"].clone()).ok();
        let ours = key.and_then(|key| found.remove(&key));
        let (value, range) = ours.ok_or_else(|| case.malformed("intervals"))?;
        comparison.near("a true count", value, (&interval["true"], 0.0))?;
        comparison.near("a lower bound", range.lower, (&interval["lo"], 1e-6))?;
        comparison.near("an upper bound", range.upper, (&interval["hi"], 1e-6))?;
        let primary = &interval["primary"];
        let sensitive = json!(pattern.is_sensitive(value));
        comparison.same_part("whether a cell is sensitive", &sensitive, primary)?;
    }
    comparison.near("intervals left over", found.len() as f64, (&json!(0), 0.0))
}

/// A case of a program for second suppression.
struct Pattern {
    layout: Layout,
    /// What the reference says of each cell.
    cells: Vec<Value>,
    most: f64,
    zeros: bool,
}

impl Pattern {
    fn of(case: &Case) -> Result<Self, OracleError> {
        let malformed = || case.malformed("cells");
        let cells = case.expected.get("cells").and_then(Value::as_array);
        let cells = cells.ok_or_else(malformed)?;
        let dims: Vec<String> = case.read("dims")?;
        let named = |d: &&String| cells.first().is_some_and(|c| c.get(d.as_str()).is_some());
        let axes: Vec<String> = dims.iter().filter(named).cloned().collect();
        let value: String = case.read("freq")?;
        let layout = Layout::crossed(case, &value, (&axes, &dims))?;
        let of = |key: &Vec<String>| {
            let is_it = |c: &&Value| axes.iter().zip(key).all(|(axis, code)| c[axis] == **code);
            cells.iter().find(is_it).cloned()
        };
        let ordered: Option<Vec<Value>> = layout.keys.iter().map(of).collect();
        let ordered = ordered.ok_or_else(malformed)?;
        if ordered.len() != cells.len() {
            return Err(malformed());
        }
        Ok(Self {
            layout,
            cells: ordered,
            most: case.number("maxN")?,
            zeros: case.read("protectZeros").unwrap_or(true),
        })
    }

    fn is_sensitive(&self, value: f64) -> bool {
        value <= self.most && (value > 0.0 || self.zeros)
    }

    /// The cells the reference hides.
    fn hidden(&self) -> impl Iterator<Item = CellNumber> {
        let cells = (0u32..).zip(&self.cells);
        cells
            .filter(|(_, c)| c["suppressed"] == true)
            .map(|(i, _)| i)
    }

    /// The family with our own rules: where zeros are shown, a hidden count is known to be at least 1.
    fn family(&self) -> Family {
        let least = if self.zeros { 0.0 } else { 1.0 };
        let needed = Range {
            lower: least,
            upper: self.most + 1.0,
        };
        self.layout.family(|_, value| {
            let is_open_zero = value == 0.0 && !self.zeros;
            Cell {
                known: Range::from(if is_open_zero { 0.0 } else { least }),
                needed: self.is_sensitive(value).then_some(needed),
                cost: if is_open_zero {
                    f64::INFINITY
                } else {
                    value.max(1.0)
                },
                is_hidden: self.is_sensitive(value),
                ..open_cell(value)
            }
        })
    }
}

/// A cell everybody sees.
pub(crate) const fn open_cell(value: f64) -> Cell {
    Cell {
        value: Some(value),
        is_hidden: false,
        is_given: false,
        is_count: true,
        known: Range::from(0.0),
        needed: None,
        cost: 1.0,
    }
}

/// A hidden cell of which nobody here knows more than that it is not negative.
pub(crate) const fn unknown() -> Cell {
    Cell {
        value: None,
        is_hidden: true,
        ..open_cell(0.0)
    }
}

/// The family of a table in which some cells are hidden and nothing is asked for.
fn hiding(layout: &Layout, hidden: &[String]) -> Family {
    layout.family(|i, value| Cell {
        is_hidden: hidden.contains(&layout.keys[i].join(",")),
        ..open_cell(value)
    })
}

/// Row and column, or the number, as the case names its answers.
fn name(cell: &Value) -> String {
    match cell.as_array() {
        Some(place) => {
            let place: Vec<String> = place.iter().map(Value::to_string).collect();
            place.join(",")
        }
        None => cell.to_string(),
    }
}

/// What an outsider can find out of each hidden cell.
pub(crate) fn bounds(
    case: &Case,
    family: &Family,
) -> Result<Vec<(CellNumber, Range)>, OracleError> {
    let found = intervals(family).into_iter();
    let known = found.map(|(cell, range)| Some((cell, range?)));
    let all: Option<Vec<_>> = known.collect();
    all.ok_or_else(|| case.malformed("a table the solver can solve"))
}

fn same_bounds(
    comparison: &mut Comparison,
    path: &str,
    (range, value): (Range, f64),
) -> Result<(), OracleError> {
    if !comparison.expects(&format!("{path}/lo")) {
        return comparison.values(path, &[range.lower, range.upper]);
    }
    comparison.number(&format!("{path}/lo"), range.lower)?;
    comparison.number(&format!("{path}/hi"), range.upper)?;
    comparison.number(&format!("{path}/true"), value)?;
    let is_exact = range.upper - range.lower < 1e-6;
    comparison.equal(&format!("{path}/exact_disclosure"), &json!(is_exact))
}

/// Whether the audit lets a family pass in which these cells are hidden, too.
fn passes(
    comparison: &Comparison,
    family: &Family,
    besides: &[CellNumber],
) -> Result<(), OracleError> {
    let mut family = family.clone();
    for cell in besides {
        family.hide(*cell);
    }
    let unsafe_cells = audit(&family).unsafe_cells.len();
    if unsafe_cells == 0 {
        return Ok(());
    }
    let found = format!("{unsafe_cells} unsafe");
    Err(comparison.deviates("the audit of a pattern", &found, "0 unsafe"))
}
