//! The plan of a measure, written before it starts: where, compared with whom, measured by what, and what would matter.

use serde::{Deserialize, Serialize};
use vocabulary::causes::WrittenFault;
use vocabulary::{AreaKey, Explain, IndicatorId, Period};

use super::words;

/// What is planned and how it is to be judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "Wirkungsplan")]
pub struct Plan {
    /// German name of the measure.
    pub name: String,
    /// The indicator it is to change.
    pub indicator: IndicatorId,
    /// Where the measure is.
    pub areas: Vec<AreaKey>,
    /// The first period with the measure.
    pub start: Period,
    /// The smallest difference that matters, in the indicator's unit.
    pub smallest_difference: f64,
    /// Whom the areas are compared with.
    #[serde(default)]
    pub comparison: Comparison,
}

/// Whom the areas of a measure are compared with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[doc(alias = "Vergleichsgebiete")]
pub struct Comparison {
    /// These areas; by rule if empty.
    pub areas: Vec<AreaKey>,
    /// By rule: areas of the same level whose base before the start is at most so many times as large or as small.
    /// Small areas jump about more than large ones, so they are no yardstick for each other.
    pub size_within: f64,
    /// Never these, for example because they had a measure of their own.
    pub leave_out: Vec<AreaKey>,
}

impl Default for Comparison {
    fn default() -> Self {
        Self {
            areas: Vec::new(),
            size_within: 3.0,
            leave_out: Vec::new(),
        }
    }
}

/// A plan that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Not the TOML expected.
    #[error("{file}, line {}: {}", fault.line, fault.english)]
    Toml {
        /// File.
        file: String,
        /// Where and what.
        fault: WrittenFault,
    },
    /// Something in it contradicts itself.
    #[error("{file}: {problem}; correct the plan")]
    Content {
        /// File.
        file: String,
        /// Key of the German sentence.
        problem: &'static str,
    },
}

impl Explain for PlanError {
    fn german(&self) -> String {
        match self {
            Self::Toml { file, fault } => words::say(
                "plan_toml",
                &[("file", file), ("fault", &fault.german_with_place())],
            ),
            Self::Content { file, problem } => words::say(problem, &[("file", file)]),
        }
    }
}

impl Plan {
    /// Reads a plan from TOML.
    ///
    /// ```
    /// let plan = findings::effect::Plan::load("plan.toml", r#"
    /// name = "Familienzentrum"
    /// indicator = "BIL01"
    /// areas = ["09999001006"]
    /// start = "2021"
    /// smallest_difference = 5.0
    /// "#)?;
    /// assert_eq!(plan.start.first_year(), 2021);
    /// # Ok::<(), findings::effect::PlanError>(())
    /// ```
    pub fn load(file: &str, text: &str) -> Result<Self, PlanError> {
        let plan: Self = toml::from_str(text).map_err(|error| PlanError::Toml {
            file: file.to_owned(),
            fault: WrittenFault::of_toml(text, &error),
        })?;
        plan.check().map_err(|problem| PlanError::Content {
            file: file.to_owned(),
            problem,
        })?;
        Ok(plan)
    }

    fn check(&self) -> Result<(), &'static str> {
        let mut seen = std::collections::BTreeSet::new();
        let treated_twice = self.areas.iter().any(|area| !seen.insert(area));
        let both = |area: &AreaKey| self.areas.contains(area);
        if self.areas.is_empty() {
            Err("plan_no_areas")
        } else if treated_twice {
            Err("plan_area_twice")
        } else if self.comparison.areas.iter().any(both) {
            Err("plan_compared_with_itself")
        } else if !(self.smallest_difference > 0.0 && self.smallest_difference.is_finite()) {
            Err("plan_difference")
        } else if !(self.comparison.size_within >= 1.0 && self.comparison.size_within.is_finite()) {
            Err("plan_size")
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(lines: &str) -> String {
        let text = format!("name = \"M\"\nindicator = \"X\"\nstart = \"2021\"\n{lines}");
        Plan::load("plan.toml", &text).unwrap_err().german()
    }

    #[test]
    fn a_plan_that_cannot_be_used_says_what_to_change() {
        assert!(refused("areas = []\nsmallest_difference = 1.0").contains("kein Gebiet"));
        assert!(refused("areas = [\"1\",\"1\"]\nsmallest_difference = 1.0").contains("zweimal"));
        assert!(refused("areas = [\"1\"]\nsmallest_difference = 0.0").contains("größer als 0"));
        let itself = "areas = [\"1\"]\nsmallest_difference = 1.0\n[comparison]\nareas = [\"1\"]";
        assert!(refused(itself).contains("mit sich selbst"));
        let size = "areas = [\"1\"]\nsmallest_difference = 1.0\n[comparison]\nsize_within = 0.5";
        assert!(refused(size).contains("size_within"));
        assert!(refused("areas = [\"1\"]\nsmallest = 1.0").contains("Zeile"));
    }
}
