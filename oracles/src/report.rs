//! What all cases came to, as a table.

use std::collections::BTreeMap;
use std::fmt;

use crate::{Case, NOT_YET, OracleError, Outcome, run};

/// The results of many cases.
#[derive(Debug, Default)]
pub struct Report {
    /// By method and reference: cases, entries, largest deviation.
    agreeing: BTreeMap<(String, String), (usize, usize, f64)>,
    /// Cases of methods that are not built, by method.
    not_yet: BTreeMap<String, usize>,
    /// What is to be seen beside the comparison.
    notes: Vec<String>,
    failures: Vec<String>,
}

impl Report {
    /// Runs a case, or takes down why it could not be read.
    pub fn take(&mut self, case: Result<Case, OracleError>) {
        let result = case.and_then(|case| run(&case).map(|outcome| (case, outcome)));
        match result {
            Ok((
                case,
                Outcome::Agrees {
                    deviation,
                    compared,
                    notes,
                },
            )) => {
                let note = |note: String| format!("{}: {note}", case.id);
                self.notes.extend(notes.into_iter().map(note));
                let line = self.agreeing.entry((case.method, case.source)).or_default();
                line.0 += 1;
                line.1 += compared;
                line.2 = line.2.max(deviation);
            }
            Ok((case, Outcome::NotYet)) => *self.not_yet.entry(case.method).or_default() += 1,
            Err(error) => self.failures.push(error.to_string()),
        }
    }

    /// Adds what other cases came to.
    pub fn add(&mut self, other: &Self) {
        for (key, (cases, entries, deviation)) in &other.agreeing {
            let line = self.agreeing.entry(key.clone()).or_default();
            *line = (line.0 + cases, line.1 + entries, line.2.max(*deviation));
        }
        for (method, cases) in &other.not_yet {
            *self.not_yet.entry(method.clone()).or_default() += cases;
        }
        self.notes.extend(other.notes.iter().cloned());
        self.failures.extend(other.failures.iter().cloned());
    }

    /// Method, reference, cases, entries and largest deviation, by method and reference.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (&str, &str, (usize, usize, f64))> {
        let lines = self.agreeing.iter();
        lines.map(|((method, reference), line)| (method.as_str(), reference.as_str(), *line))
    }

    /// How many cases wait for their method.
    pub(crate) fn waiting(&self) -> usize {
        self.not_yet.values().sum()
    }

    /// How many cases agree.
    pub fn agreeing(&self) -> usize {
        self.agreeing.values().map(|line| line.0).sum()
    }

    /// What does not agree.
    pub fn failures(&self) -> &[String] {
        &self.failures
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        writeln!(
            f,
            "{:<26} {:<58} {:>5} {:>8}  largest deviation",
            "method", "reference", "cases", "entries"
        )?;
        for ((method, reference), (cases, entries, deviation)) in &self.agreeing {
            let reference: String = reference.chars().take(58).collect();
            writeln!(
                f,
                "{method:<26} {reference:<58} {cases:>5} {entries:>8}  {deviation:.1e}"
            )?;
        }
        let waiting: usize = self.not_yet.values().sum();
        writeln!(
            f,
            "\nnot_yet ({} methods, {waiting} cases found): {}",
            NOT_YET.len(),
            NOT_YET.join(", ")
        )?;
        for note in &self.notes {
            writeln!(f, "note {note}")?;
        }
        for failure in &self.failures {
            writeln!(f, "FAILED {failure}")?;
        }
        write!(
            f,
            "\n{} cases agree, {waiting} not yet, {} failed",
            self.agreeing(),
            self.failures.len()
        )
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[track_caller]
    fn check(case: &str, failure: &str) {
        let mut report = Report::default();
        report.take(Case::parse(case, Path::new(".")));
        assert_eq!(report.failures().join(""), failure);
    }

    #[test]
    fn a_method_nobody_knows_fails() {
        check(
            r#"{"id":"a","method":"tea_leaves","source":"s","inputs":{},"expected":{}}"#,
            "a: unknown method `tea_leaves`; implement it or add it to NOT_YET",
        );
    }

    #[test]
    fn no_method_waits() {
        assert_eq!(NOT_YET, &[] as &[&str]);
    }

    #[test]
    fn another_answer_fails() {
        check(
            r#"{"id":"a","method":"wilson_ci","source":"s",
                "inputs":{"numerator":[1],"denominator":[2]},"expected":{"value":[0.6]}}"#,
            "a: value[0] is 0.5, expected 0.6",
        );
    }

    #[test]
    fn an_answer_nobody_looked_at_fails() {
        check(
            r#"{"id":"a","method":"wilson_ci","source":"s",
                "inputs":{"numerator":[1],"denominator":[2]},"expected":{"value":[0.5],"mood":1}}"#,
            "a: the expected entry mood was not compared",
        );
    }

    #[test]
    fn what_is_not_defined_is_expected_as_null() {
        check(
            r#"{"id":"a","method":"wilson_ci","source":"s",
                "inputs":{"numerator":[0],"denominator":[0]},"expected":{"value":[null]}}"#,
            "",
        );
    }
}
