//! Our answers beside the expected ones, within the tolerance of the case.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{Case, OracleError, Outcome};

const RELATIVE: f64 = 1e-9;
const ABSOLUTE: f64 = 1e-12;

/// A comparison that goes on until every expected entry was met.
pub(crate) struct Comparison<'a> {
    case: &'a Case,
    /// The largest relative and absolute deviation allowed.
    allowed: (f64, f64),
    met: BTreeSet<String>,
    deviation: f64,
    compared: usize,
    notes: Vec<String>,
}

impl<'a> Comparison<'a> {
    pub(crate) fn of(case: &'a Case) -> Self {
        let tolerance = |name: &str| case.tolerance.get(name).and_then(Value::as_f64);
        let exact = case.tolerance.get("exact") == Some(&Value::Bool(true));
        let defaults = if exact {
            (0.0, 0.0)
        } else {
            (RELATIVE, ABSOLUTE)
        };
        Self {
            case,
            allowed: (
                tolerance("rel").unwrap_or(defaults.0),
                tolerance("abs").unwrap_or(defaults.1),
            ),
            met: BTreeSet::new(),
            deviation: 0.0,
            compared: 0,
            notes: Vec::new(),
        }
    }

    /// Compares one number with the entry at a path of names, `fisher_jenks/adcm`.
    pub(crate) fn number(&mut self, path: &str, found: f64) -> Result<(), OracleError> {
        let expected = self.expected(path)?.clone();
        self.same(path, Some(found), &expected)
    }

    /// Compares one number that may be not defined.
    pub(crate) fn number_or_none(
        &mut self,
        path: &str,
        found: Option<f64>,
    ) -> Result<(), OracleError> {
        let expected = self.expected(path)?.clone();
        self.same(path, found, &expected)
    }

    /// Compares numbers with a list; `None` is not defined.
    pub(crate) fn numbers(&mut self, path: &str, found: &[Option<f64>]) -> Result<(), OracleError> {
        let expected = self.list(path)?;
        if expected.len() != found.len() {
            return Err(self.deviates(
                &format!("the length of {path}"),
                &found.len().to_string(),
                &expected.len().to_string(),
            ));
        }
        for (i, (found, expected)) in found.iter().zip(&expected).enumerate() {
            self.same(&format!("{path}[{i}]"), *found, expected)?;
        }
        Ok(())
    }

    /// Compares numbers that are all defined.
    pub(crate) fn values(&mut self, path: &str, found: &[f64]) -> Result<(), OracleError> {
        let found: Vec<Option<f64>> = found.iter().copied().map(Some).collect();
        self.numbers(path, &found)
    }

    /// Compares counts or indices.
    pub(crate) fn counts(&mut self, path: &str, found: &[usize]) -> Result<(), OracleError> {
        let found: Vec<f64> = found.iter().map(|&count| count as f64).collect();
        self.values(path, &found)
    }

    /// Compares anything that must be equal.
    pub(crate) fn equal(&mut self, path: &str, found: &Value) -> Result<(), OracleError> {
        let expected = self.expected(path)?.clone();
        self.compared += 1;
        if expected == *found {
            return Ok(());
        }
        Err(self.deviates(path, &found.to_string(), &expected.to_string()))
    }

    /// Sets the relative tolerance of what follows, for example where the reference itself is coarser than its
    /// case says; the method says why.
    pub(crate) fn allow(&mut self, relative: f64) {
        self.allowed.0 = relative;
    }

    /// The expected entry itself, for a method that compares its parts with [`Self::near`].
    pub(crate) fn entry(&mut self, path: &str) -> Result<&'a Value, OracleError> {
        self.expected(path)
    }

    /// Compares one part of an entry, allowing it to be off by this much.
    pub(crate) fn near(
        &mut self,
        part: &str,
        found: f64,
        (expected, allowed): (&Value, f64),
    ) -> Result<(), OracleError> {
        let before = std::mem::replace(&mut self.allowed, (0.0, allowed));
        let result = self.same(part, Some(found), expected);
        self.allowed = before;
        result
    }

    /// Compares a part of an entry that must be equal.
    pub(crate) fn same_part(
        &mut self,
        part: &str,
        found: &Value,
        expected: &Value,
    ) -> Result<(), OracleError> {
        self.compared += 1;
        if expected == found {
            return Ok(());
        }
        Err(self.deviates(part, &found.to_string(), &expected.to_string()))
    }

    /// Compares rows of numbers, each within the relative tolerance of the case.
    pub(crate) fn table(&mut self, path: &str, found: &[Vec<f64>]) -> Result<(), OracleError> {
        let rows = self.list(path)?;
        let (ours, theirs) = (found.len().to_string(), rows.len().to_string());
        if ours != theirs {
            return Err(self.deviates(path, &ours, &theirs));
        }
        for (i, (found, row)) in found.iter().zip(&rows).enumerate() {
            let expected = row.as_array().map_or(&[][..], Vec::as_slice);
            let (ours, theirs) = (found.len().to_string(), expected.len().to_string());
            if ours != theirs {
                return Err(self.deviates(&format!("{path}[{i}]"), &ours, &theirs));
            }
            for (j, (&found, expected)) in found.iter().zip(expected).enumerate() {
                self.same(&format!("{path}[{i}][{j}]"), Some(found), expected)?;
            }
        }
        Ok(())
    }

    /// Compares a number drawn at random, which is off by chance and not by rounding: the report leaves it out.
    pub(crate) fn drawn(
        &mut self,
        part: &str,
        found: f64,
        expected: (&Value, f64),
    ) -> Result<(), OracleError> {
        let before = self.deviation;
        let result = self.near(part, found, expected);
        self.deviation = before;
        result
    }

    /// Compares a list of numbers drawn at random, each off by at most what its place and expected value say.
    pub(crate) fn each_drawn(
        &mut self,
        path: &str,
        found: &[f64],
        allowed: impl Fn(usize, f64) -> f64,
    ) -> Result<(), OracleError> {
        let expected = self.list(path)?;
        if expected.len() != found.len() {
            return Err(self.deviates(path, &found.len().to_string(), &expected.len().to_string()));
        }
        for (i, (&found, expected)) in found.iter().zip(&expected).enumerate() {
            let allowed = allowed(i, expected.as_f64().unwrap_or(0.0));
            self.drawn(&format!("{path}[{i}]"), found, (expected, allowed))?;
        }
        Ok(())
    }

    /// Says something beside the comparison, for what is not to agree but to be seen.
    pub(crate) fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    /// Leaves out an entry that the case gives as information only; the caller says why.
    pub(crate) fn leave_out(&mut self, path: &str) -> Result<(), OracleError> {
        let mut leaves = Vec::new();
        collect_leaves(self.expected(path)?, path, &mut leaves);
        self.met.extend(leaves);
        Ok(())
    }

    /// Whether the case expects an entry.
    pub(crate) fn expects(&self, path: &str) -> bool {
        self.find(path).is_some()
    }

    /// The outcome, if no expected entry was left out.
    pub(crate) fn finish(self) -> Result<Outcome, OracleError> {
        let mut leaves = Vec::new();
        collect_leaves(&self.case.expected, "", &mut leaves);
        if let Some(entry) = leaves.into_iter().find(|leaf| !self.met.contains(leaf)) {
            return Err(OracleError::NotCompared {
                id: self.case.id.clone(),
                entry,
            });
        }
        Ok(Outcome::Agrees {
            deviation: self.deviation,
            compared: self.compared,
            notes: self.notes,
        })
    }

    fn same(
        &mut self,
        entry: &str,
        found: Option<f64>,
        expected: &Value,
    ) -> Result<(), OracleError> {
        self.compared += 1;
        let agrees = match (found, expected.as_f64()) {
            (None, None) => expected.is_null(),
            (Some(found), Some(expected)) => {
                let off = (found - expected).abs();
                let relative = if off > 0.0 {
                    off / expected.abs().max(ABSOLUTE)
                } else {
                    0.0
                };
                self.deviation = self.deviation.max(relative);
                off <= self.allowed.1.max(self.allowed.0 * expected.abs())
            }
            _ => false,
        };
        if agrees {
            return Ok(());
        }
        let found = found.map_or("not defined".to_owned(), |found| found.to_string());
        Err(self.deviates(entry, &found, &expected.to_string()))
    }

    fn list(&mut self, path: &str) -> Result<Vec<Value>, OracleError> {
        let list = self.expected(path)?.as_array().cloned();
        list.ok_or_else(|| self.case.malformed(path))
    }

    fn expected(&mut self, path: &str) -> Result<&'a Value, OracleError> {
        self.met.insert(path.to_owned());
        self.find(path).ok_or_else(|| self.case.malformed(path))
    }

    fn find(&self, path: &str) -> Option<&'a Value> {
        let mut value = &self.case.expected;
        for name in path.split('/') {
            value = value.get(name)?;
        }
        Some(value)
    }

    /// What is said where ours is not the expected answer.
    pub(crate) fn deviates(&self, entry: &str, found: &str, expected: &str) -> OracleError {
        OracleError::Deviates {
            id: self.case.id.clone(),
            entry: entry.to_owned(),
            found: found.to_owned(),
            expected: expected.to_owned(),
        }
    }
}

/// The paths of all entries that are no tables themselves.
fn collect_leaves(value: &Value, path: &str, leaves: &mut Vec<String>) {
    let Value::Object(entries) = value else {
        leaves.push(path.to_owned());
        return;
    };
    for (name, entry) in entries {
        let below = if path.is_empty() {
            name.clone()
        } else {
            format!("{path}/{name}")
        };
        collect_leaves(entry, &below, leaves);
    }
}
