//! The rules of confidentiality as data: thresholds by class and edition.

use indicators::{Catalogue, Definition};
use serde::{Deserialize, Serialize};
use vocabulary::causes::WrittenFault;
use vocabulary::{
    AreaKey, Breakdown, ClassId, CountId, Explain, IndicatorId, LevelId, Period, Texts,
};

use crate::Edition;
use crate::method::{CellKeys, Method, MethodFault};

/// The rules the product comes with, as TOML.
pub const STARTER_RULES: &str = include_str!("../rules.toml");

/// Whether zeros may be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zeros {
    /// Nobody can be recognised in an empty group.
    #[default]
    Publish,
    /// That nobody is there says something about everybody.
    Protect,
}

/// The rule of one class of confidentiality.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassRule {
    /// Its id, as base counts name it.
    pub id: ClassId,
    /// German name.
    pub name: String,
    /// In the public edition numbers from 1 to below this are hidden; 0: never.
    #[doc(alias = "Mindestfallzahl")]
    pub threshold: f64,
    /// The same in the internal edition.
    pub internal_threshold: f64,
    /// The least denominator a rate is shown with.
    pub min_denominator: f64,
    /// Whether zeros may be shown.
    #[serde(default)]
    pub zeros: Zeros,
    /// Whether denominator minus numerator is protected too, for traits of persons.
    pub complement: bool,
    /// The method the class asks for, where it does: it must be the one of the rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
}

/// How the cells are chosen that are hidden to protect others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Secondary {
    /// Quickly: sum by sum, then what the proof asks for; near the least where groups of hidden cells are small.
    #[default]
    Heuristic,
    /// The least that can be proved to be enough, and slower.
    Optimal,
}

/// The rules of all classes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// How small counts are protected.
    #[serde(default)]
    pub method: Method,
    /// How the cells are chosen that are hidden to protect others.
    #[serde(default, skip_serializing_if = "Secondary::is_usual")]
    pub secondary: Secondary,
    /// What counts are rounded to, where they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounding_base: Option<u32>,
    /// What the cell key method needs, where it is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell_key: Option<CellKeys>,
    /// One rule per class.
    #[serde(rename = "class")]
    pub classes: Vec<ClassRule>,
    /// What others publish of the same counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub published_by_others: Vec<PublishedByOthers>,
    /// Accounts everybody knows to come out even.
    #[serde(default, rename = "identity", skip_serializing_if = "Vec::is_empty")]
    pub identities: Vec<Identity>,
    /// What the planner wants to stay.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keep: Vec<Keep>,
    /// What groups of areas may show.
    #[serde(default)]
    pub groups: GroupRules,
}

/// Figures that are not to be hidden to protect others. A list nobody wrote means all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keep {
    /// Of which indicator.
    pub indicator: IndicatorId,
    /// Where.
    #[serde(default)]
    pub areas: Vec<AreaKey>,
    /// At which levels.
    #[serde(default)]
    pub levels: Vec<LevelId>,
    /// When.
    #[serde(default)]
    pub periods: Vec<Period>,
    /// Of whom.
    #[serde(default)]
    pub breakdowns: Vec<Breakdown>,
}

impl Secondary {
    /// Whether nothing else was asked for.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// What groups of areas may show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GroupRules {
    /// So many people must live in whatever a group cuts off, inside and outside of it; 0: any number.
    pub min_piece: f64,
    /// The base counts that count everybody, as totals over all their categories.
    pub people: Vec<CountId>,
    /// Groups that stand in the internal edition only.
    pub internal_only: Vec<AreaKey>,
}

impl Default for GroupRules {
    /// As few people as the statistics of basic income support allow below a share on a grid (Destatis, EXSTAT).
    fn default() -> Self {
        Self {
            min_piece: 100.0,
            people: vec![CountId::parse("population").expect("a constant that is an id")],
            internal_only: Vec::new(),
        }
    }
}

impl GroupRules {
    /// Whether a group stands in the internal edition only.
    pub fn keeps_inside(&self, group: &AreaKey) -> bool {
        self.internal_only.contains(group)
    }
}

/// An account that comes out even: the formula is 0 in every area and year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// What it says, in German.
    pub name: String,
    /// Base counts added and taken away.
    pub formula: String,
}

/// Counts that another office publishes at some levels: known whatever this house hides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedByOthers {
    /// Who publishes, in German.
    pub name: String,
    /// The base counts, as totals over all their categories.
    pub counts: Vec<CountId>,
    /// At which levels.
    pub levels: Vec<LevelId>,
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
    /// A class twice, or a threshold that is no number of people.
    #[error("{file}, class `{class}`: the class stands twice or a number is negative")]
    Class {
        /// File.
        file: String,
        /// Class.
        class: ClassId,
    },
    /// A least number of people that is none.
    #[error("{file}: `min_piece` under `groups` is no number of people")]
    Piece {
        /// File.
        file: String,
    },
    /// A method that cannot be used with these classes.
    #[error("{file}: {fault}")]
    Method {
        /// File.
        file: String,
        /// Why not.
        fault: MethodFault,
    },
}

impl Explain for RulesError {
    fn german(&self) -> String {
        let texts = Texts::parse(include_str!("texts.de.toml"));
        match self {
            Self::Toml { file, fault } => texts.say(
                "rules_toml",
                &[("file", file), ("fault", &fault.german_with_place())],
            ),
            Self::Class { file, class } => {
                texts.say("rules_class", &[("file", file), ("class", class.as_str())])
            }
            Self::Piece { file } => texts.say("rules_piece", &[("file", file)]),
            Self::Method { file, fault } => {
                let fault = fault.german(&texts);
                texts.say("rules_method", &[("file", file), ("fault", &fault)])
            }
        }
    }
}

impl Rules {
    /// Reads rules from TOML.
    pub fn load(file: &str, text: &str) -> Result<Self, RulesError> {
        let rules: Self = toml::from_str(text).map_err(|error| RulesError::Toml {
            file: file.to_owned(),
            fault: WrittenFault::of_toml(text, &error),
        })?;
        for (i, class) in rules.classes.iter().enumerate() {
            let numbers = [
                class.threshold,
                class.internal_threshold,
                class.min_denominator,
            ];
            let twice = rules.classes[..i].iter().any(|c| c.id == class.id);
            if twice || numbers.iter().any(|n| !(n.is_finite() && *n >= 0.0)) {
                return Err(RulesError::Class {
                    file: file.to_owned(),
                    class: class.id.clone(),
                });
            }
        }
        if !(rules.groups.min_piece.is_finite() && rules.groups.min_piece >= 0.0) {
            return Err(RulesError::Piece {
                file: file.to_owned(),
            });
        }
        rules.check_method().map_err(|fault| RulesError::Method {
            file: file.to_owned(),
            fault,
        })?;
        Ok(rules)
    }

    /// The rules the product comes with.
    ///
    /// ```
    /// assert_eq!(disclosure::Rules::starter().classes.len(), 7);
    /// ```
    ///
    /// # Panics
    /// Never: the file is part of the program and tested.
    pub fn starter() -> Self {
        Self::load("rules.toml", STARTER_RULES).expect("the starter rules are tested")
    }

    /// The same rules with another threshold of a class in the public edition.
    pub fn with_threshold(&self, class: &ClassId, threshold: f64) -> Result<Self, RulesError> {
        let mut rules = self.clone();
        let file = || "--threshold".to_owned();
        let known = rules.classes.iter_mut().find(|c| c.id == *class);
        let known = known.filter(|_| threshold.is_finite() && threshold >= 0.0);
        let known = known.ok_or_else(|| RulesError::Class {
            file: file(),
            class: class.clone(),
        })?;
        known.threshold = threshold;
        rules.check_method().map_err(|fault| RulesError::Method {
            file: file(),
            fault,
        })?;
        Ok(rules)
    }

    /// Below this no number of an indicator is shown in an edition: the strictest threshold of its classes; 0 for
    /// facts about places.
    #[doc(alias = "Mindestfallzahl")]
    pub fn min_count<E: Edition>(&self, definition: &Definition, catalogue: &Catalogue) -> f64 {
        if definition.open {
            return 0.0;
        }
        crate::control::classes(definition, catalogue, self)
            .map(ClassRule::threshold_in::<E>)
            .fold(0.0, f64::max)
    }

    /// The rule of a class. A class nobody wrote a rule for falls under the strictest.
    pub(crate) fn of(&self, class: &ClassId) -> Option<&ClassRule> {
        let strictest = || {
            self.classes
                .iter()
                .max_by(|a, b| a.threshold.total_cmp(&b.threshold))
        };
        self.classes
            .iter()
            .find(|c| c.id == *class)
            .or_else(strictest)
    }
}

impl ClassRule {
    /// The threshold of an edition.
    pub(crate) fn threshold_in<E: Edition>(&self) -> f64 {
        if E::NAME == crate::Public::NAME {
            self.threshold
        } else {
            self.internal_threshold
        }
    }
}
