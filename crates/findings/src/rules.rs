//! The rules of the early warning as data: what counts as standing out.

use serde::{Deserialize, Serialize};
use vocabulary::causes::WrittenFault;
use vocabulary::{Explain, IndicatorId, LevelId};

use crate::{FindingKind, words};

/// The rules the product comes with, as TOML.
pub const STARTER_RULES: &str = include_str!("../rules.toml");

/// A set of rules with its version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSet {
    /// Raised with every change; a finding names the version it was found by.
    pub version: u32,
    /// The rules, in the order in which findings are told.
    #[serde(rename = "rule")]
    pub rules: Vec<Rule>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// German name.
    pub name: String,
    /// Levels it looks at; the lowest if empty.
    #[serde(default)]
    pub levels: Vec<LevelId>,
    /// Indicators it looks at; all burdens it can judge if empty.
    #[serde(default)]
    pub indicators: Vec<IndicatorId>,
    /// When it fires.
    #[serde(flatten)]
    pub condition: Condition,
}

/// When a rule fires.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Condition {
    /// Above the rest of the county in several indicators.
    Deviation {
        /// In at least so many.
        at_least: usize,
        /// And at least in one of so many that could be judged.
        one_in: usize,
    },
    /// Away from the rest of the county, year by year.
    Trend {
        /// Years needed.
        min_years: usize,
        /// The least change relative to the rest per year, in percent of the odds or the rate.
        practical_percent_per_year: f64,
        /// The share of false discoveries allowed.
        false_discovery_rate: f64,
    },
    /// A jump against the rest of the county.
    ChangePoint {
        /// Years needed.
        min_years: usize,
        /// The least jump relative to the rest, in percent of the odds or the rate.
        practical_percent: f64,
        /// The share of false discoveries allowed.
        false_discovery_rate: f64,
    },
    /// Neighbours that are high together.
    Cluster {
        /// How many that touch each other.
        at_least: usize,
        /// The share of false discoveries allowed.
        false_discovery_rate: f64,
    },
    /// In a class of an index.
    IndexClass {
        /// The preset of the index.
        preset: String,
        /// The classes named.
        classes: Vec<String>,
        /// The least share of draws that put the area there.
        stability: f64,
    },
    /// More cases in a month than expected.
    CountAlarm {
        /// `ears` or `farrington`.
        method: AlarmMethod,
        /// The chance of a false alarm per month.
        alpha: f64,
    },
}

/// How monthly counts are watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlarmMethod {
    /// EARS C1 on the last seven months.
    Ears,
    /// Farrington on the same months of earlier years.
    Farrington,
}

/// Rules that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulesError {
    /// Not the TOML expected.
    #[error("{file}, line {}: {}", fault.line, fault.english)]
    Toml {
        /// File.
        file: String,
        /// Where and what.
        fault: WrittenFault,
    },
    /// A key no rule of this kind has: a misspelt limit must not be ignored.
    #[error("{file}, rule `{rule}`: unknown key `{key}`")]
    UnknownKey {
        /// File.
        file: String,
        /// Id of the rule.
        rule: String,
        /// The key as written.
        key: String,
    },
    /// A rule twice, or a number outside of what it can be.
    #[error("{file}, rule `{rule}`: {problem}")]
    Rule {
        /// File.
        file: String,
        /// Rule.
        rule: String,
        /// Key of the German sentence.
        problem: &'static str,
    },
}

impl Explain for RulesError {
    fn german(&self) -> String {
        match self {
            Self::Toml { file, fault } => words::say(
                "rules_toml",
                &[("file", file), ("fault", &fault.german_with_place())],
            ),
            Self::UnknownKey { file, rule, key } => words::say(
                "rules_unknown_key",
                &[("file", file), ("rule", rule), ("key", key)],
            ),
            Self::Rule {
                file,
                rule,
                problem,
            } => words::say(problem, &[("file", file), ("rule", rule)]),
        }
    }
}

impl RuleSet {
    /// Whether a rule speaks of the index by this preset.
    pub fn asks_for(&self, wanted: &str) -> bool {
        self.rules.iter().any(|rule| {
            matches!(&rule.condition, Condition::IndexClass { preset, .. } if preset == wanted)
        })
    }

    /// Reads rules from TOML.
    pub fn load(file: &str, text: &str) -> Result<Self, RulesError> {
        let unreadable = |error: toml::de::Error| RulesError::Toml {
            file: file.to_owned(),
            fault: WrittenFault::of_toml(text, &error),
        };
        let set: Self = toml::from_str(text).map_err(unreadable)?;
        let written: Written = toml::from_str(text).map_err(unreadable)?;
        for (rule, written) in set.rules.iter().zip(&written.rules) {
            if let Some(key) = rule.unknown_key(written) {
                return Err(RulesError::UnknownKey {
                    file: file.to_owned(),
                    rule: rule.id.clone(),
                    key: key.to_owned(),
                });
            }
        }
        for (i, rule) in set.rules.iter().enumerate() {
            let twice = set.rules[..i].iter().any(|r| r.id == rule.id);
            let problem = if twice {
                Some("rules_twice")
            } else {
                rule.condition.problem()
            };
            if let Some(problem) = problem {
                return Err(RulesError::Rule {
                    file: file.to_owned(),
                    rule: rule.id.clone(),
                    problem,
                });
            }
        }
        Ok(set)
    }

    /// The rules the product comes with.
    ///
    /// ```
    /// assert_eq!(findings::RuleSet::starter().version, 1);
    /// ```
    ///
    /// # Panics
    /// Never: the file is part of the program and tested.
    pub fn starter() -> Self {
        Self::load("rules.toml", STARTER_RULES).expect("the starter rules are tested")
    }
}

/// The rules as keys and values: serde cannot refuse unknown keys beside a flattened condition.
#[derive(Deserialize)]
struct Written {
    #[serde(rename = "rule")]
    rules: Vec<toml::Table>,
}

impl Rule {
    /// The first key that was written and is none of this rule's.
    fn unknown_key<'a>(&self, written: &'a toml::Table) -> Option<&'a str> {
        let known = toml::Table::try_from(self).unwrap_or_default();
        let unknown = written.keys().find(|key| !known.contains_key(*key));
        unknown.map(String::as_str)
    }
}

impl Condition {
    /// What kind of rule it is.
    pub fn kind(&self) -> FindingKind {
        match self {
            Self::Deviation { .. } => FindingKind::Deviation,
            Self::Trend { .. } => FindingKind::Trend,
            Self::ChangePoint { .. } => FindingKind::ChangePoint,
            Self::Cluster { .. } => FindingKind::Cluster,
            Self::IndexClass { .. } => FindingKind::IndexClass,
            Self::CountAlarm { .. } => FindingKind::CountAlarm,
        }
    }

    /// The key of the sentence that says what is wrong with its numbers.
    fn problem(&self) -> Option<&'static str> {
        let counts = |n: usize| (n == 0).then_some("rules_counts");
        let years = |n: usize| (n < 4).then_some("rules_years");
        let size = |x: f64| (!(x >= 0.0 && x.is_finite())).then_some("rules_practical");
        let share = |x: f64| (!(x > 0.0 && x < 1.0)).then_some("rules_share");
        match *self {
            Self::Deviation { at_least, one_in } => counts(at_least.min(one_in)),
            Self::Trend {
                min_years,
                practical_percent_per_year: practical,
                false_discovery_rate,
            } => years(min_years)
                .or(size(practical))
                .or(share(false_discovery_rate)),
            Self::ChangePoint {
                min_years,
                practical_percent,
                false_discovery_rate,
            } => years(min_years)
                .or(size(practical_percent))
                .or(share(false_discovery_rate)),
            Self::Cluster {
                at_least,
                false_discovery_rate,
            } => counts(at_least).or(share(false_discovery_rate)),
            Self::IndexClass { stability, .. } => {
                (!(0.0..=1.0).contains(&stability)).then_some("rules_share")
            }
            Self::CountAlarm { alpha, .. } => share(alpha),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        RuleSet::load("regeln.toml", text).unwrap_err().german()
    }

    #[test]
    fn a_misspelt_limit_is_refused_and_named() {
        let text = STARTER_RULES.replace("stability = 0.8", "stability = 0.8\nstabillity = 0.9");
        assert_eq!(
            refused(&text),
            "Die Regeln in „regeln.toml“, Regel „soziale-lage“: Die Angabe „stabillity“ gibt es bei dieser Art von Regel \
             nicht. Bitte die Schreibweise prüfen oder die Zeile streichen; nichts wurde geändert."
        );
        let other = STARTER_RULES.replace("one_in = 3", "one_in = 3\nmin_years = 5");
        assert!(
            refused(&other).contains("„min_years“"),
            "a key of another kind"
        );
    }

    #[test]
    fn a_rule_that_cannot_be_read_is_told_with_its_line() {
        let text = STARTER_RULES.replace("at_least = 3\none_in", "at_least = \"drei\"\none_in");
        assert!(refused(&text).contains("Zeile"), "{}", refused(&text));
        assert!(refused(&STARTER_RULES.replace("sprung", "abweichung")).contains("zweimal"));
        assert!(
            refused(&STARTER_RULES.replace("alpha = 0.005", "alpha = 1.5"))
                .contains("monatszahlen")
        );
    }
}
