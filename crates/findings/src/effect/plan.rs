//! The plan of a measure, written before it starts: where, compared with whom, measured by what, and what would matter.

use serde::Deserialize;
use vocabulary::causes::WrittenFault;
use vocabulary::{AreaKey, Explain, IndicatorId, Period};

use super::words;

/// What is planned and how it is to be judged.
#[derive(Clone, Debug, PartialEq)]
#[doc(alias = "Wirkungsplan")]
pub struct Plan {
    /// German name of the measure.
    pub name: String,
    /// The indicator it is to change.
    pub indicator: IndicatorId,
    /// Where and when the measure begins, the first start first; at least one.
    pub waves: Vec<Wave>,
    /// The smallest difference that matters, in the indicator's unit.
    pub smallest_difference: f64,
    /// Whom the areas are compared with.
    pub comparison: Comparison,
}

/// Areas in which the measure begins with the same period.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "gestaffelter Start")]
pub struct Wave {
    /// The first period with the measure.
    pub start: Period,
    /// Where.
    pub areas: Vec<AreaKey>,
}

/// The plan as written: areas and start, or several of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    indicator: IndicatorId,
    areas: Option<Vec<AreaKey>>,
    start: Option<Period>,
    #[serde(default)]
    wave: Vec<Wave>,
    smallest_difference: f64,
    #[serde(default)]
    comparison: Comparison,
}

/// Whom the areas of a measure are compared with.
#[derive(Clone, Debug, PartialEq, Deserialize)]
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
    /// use findings::effect::Plan;
    /// let plan = Plan::load("plan.toml", r#"
    /// name = "Familienzentrum"
    /// indicator = "BIL01"
    /// areas = ["09999001006"]
    /// start = "2021"
    /// smallest_difference = 5.0
    /// "#)?;
    /// assert_eq!(plan.start().first_year(), 2021);
    /// let plan = Plan::load("plan.toml", r#"
    /// name = "Familienzentren"
    /// indicator = "BIL01"
    /// smallest_difference = 5.0
    /// wave = [
    ///     { start = "2022", areas = ["09999001007"] },
    ///     { start = "2020", areas = ["09999001006", "09999001003"] },
    /// ]
    /// "#)?;
    /// assert!(plan.is_staggered());
    /// assert_eq!(plan.start().first_year(), 2020);
    /// # Ok::<(), findings::effect::PlanError>(())
    /// ```
    pub fn load(file: &str, text: &str) -> Result<Self, PlanError> {
        let written: Written = toml::from_str(text).map_err(|error| PlanError::Toml {
            file: file.to_owned(),
            fault: WrittenFault::of_toml(text, &error),
        })?;
        written.checked().map_err(|problem| PlanError::Content {
            file: file.to_owned(),
            problem,
        })
    }

    /// All areas of the measure, those that begin first first.
    pub fn areas(&self) -> impl Iterator<Item = &AreaKey> {
        self.waves.iter().flat_map(|wave| &wave.areas)
    }

    /// The first period with the measure anywhere.
    pub fn start(&self) -> Period {
        self.waves[0].start
    }

    /// Whether it begins at different times.
    pub fn is_staggered(&self) -> bool {
        self.waves.len() > 1
    }

    fn check(&self) -> Result<(), &'static str> {
        let mut seen = std::collections::BTreeSet::new();
        let treated_twice = self.areas().any(|area| !seen.insert(area));
        if self.waves.iter().any(|wave| wave.areas.is_empty()) {
            Err("plan_no_areas")
        } else if treated_twice {
            Err("plan_area_twice")
        } else if self.comparison.areas.iter().any(|a| seen.contains(a)) {
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

impl Written {
    fn checked(self) -> Result<Plan, &'static str> {
        let waves = match (self.areas, self.start) {
            (None, None) if self.wave.is_empty() => return Err("plan_no_areas"),
            (None, None) => in_order(self.wave)?,
            _ if !self.wave.is_empty() => return Err("plan_two_forms"),
            (None, Some(_)) => return Err("plan_no_areas"),
            (Some(_), None) => return Err("plan_no_start"),
            (Some(areas), Some(start)) => vec![Wave { start, areas }],
        };
        let plan = Plan {
            name: self.name,
            indicator: self.indicator,
            waves,
            smallest_difference: self.smallest_difference,
            comparison: self.comparison,
        };
        plan.check()?;
        Ok(plan)
    }
}

/// The first start first; what begins with the same period is one wave.
fn in_order(mut written: Vec<Wave>) -> Result<Vec<Wave>, &'static str> {
    let kind = |wave: &Wave| std::mem::discriminant(&wave.start);
    if written.iter().any(|wave| kind(wave) != kind(&written[0])) {
        return Err("plan_starts_differ");
    }
    written.sort_by_key(|wave| wave.start);
    let mut waves: Vec<Wave> = Vec::new();
    for wave in written {
        match waves.last_mut() {
            Some(last) if last.start == wave.start && !wave.areas.is_empty() => {
                last.areas.extend(wave.areas);
            }
            _ => waves.push(wave),
        }
    }
    Ok(waves)
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
        let both = "areas = [\"1\"]\nsmallest_difference = 1.0\nwave = [{ start = \"2020\", areas = [\"2\"] }]";
        assert!(refused(both).contains("entweder"));
    }

    /// A plan with these waves, or why it is none.
    fn waves(waves: &str) -> Result<Plan, String> {
        let text = format!("name = \"M\"\nindicator = \"X\"\nsmallest_difference = 1.0\n{waves}");
        Plan::load("plan.toml", &text).map_err(|e| e.german())
    }

    #[test]
    fn several_starts_are_read_in_order_and_the_same_start_is_one() {
        let plan = waves(
            "wave = [{ start = \"2022\", areas = [\"3\"] }, { start = \"2020\", areas = [\"1\"] }, \
             { start = \"2022\", areas = [\"2\"] }]",
        );
        let plan = plan.unwrap();
        let starts: Vec<String> = plan.waves.iter().map(|w| w.start.to_string()).collect();
        assert_eq!(starts, ["2020", "2022"]);
        let areas: Vec<&str> = plan.areas().map(AreaKey::as_str).collect();
        assert_eq!(areas, ["1", "3", "2"]);
        let once = waves(
            "wave = [{ start = \"2022\", areas = [\"3\"] }, { start = \"2022\", areas = [\"4\"] }]",
        );
        let simple = waves("areas = [\"3\", \"4\"]\nstart = \"2022\"");
        assert_eq!(once, simple, "one start is the simple plan");
    }

    #[test]
    fn several_starts_that_cannot_be_used_say_what_to_change() {
        let overlapping =
            "wave = [{ start = \"2020\", areas = [\"1\"] }, { start = \"2022\", areas = [\"1\"] }]";
        assert!(waves(overlapping).unwrap_err().contains("zweimal"));
        let empty =
            "wave = [{ start = \"2020\", areas = [\"1\"] }, { start = \"2020\", areas = [] }]";
        assert!(waves(empty).unwrap_err().contains("kein Gebiet"));
        let kinds = "wave = [{ start = \"2020\", areas = [\"1\"] }, { start = \"2021-Q2\", areas = [\"2\"] }]";
        assert!(waves(kinds).unwrap_err().contains("derselben Art"));
        assert!(waves("").unwrap_err().contains("kein Gebiet"));
        assert!(
            waves("areas = [\"1\"]")
                .unwrap_err()
                .contains("keinen Start")
        );
        assert!(
            waves("start = \"2020\"")
                .unwrap_err()
                .contains("kein Gebiet")
        );
    }
}
