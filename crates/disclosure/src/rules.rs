//! The rules of confidentiality as data: thresholds by class and edition.

use indicators::{Catalogue, Definition};
use serde::{Deserialize, Serialize};
use vocabulary::causes::WrittenFault;
use vocabulary::{
    AreaKey, Breakdown, ClassId, CountId, Explain, IndicatorId, LevelId, Period, Texts,
};

use crate::Edition;
use crate::magnitudes::MagnitudeRule;
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
    /// When a sum of unequal contributions is protected although it is large: one contributor makes too much of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[doc(alias = "Dominanzregel")]
    pub dominance: Option<Dominance>,
    /// The method the class asks for, where it does: it must be the one of the rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
}

/// The p% rule (`p`) or the dominance rule (`n` and `k`), as the rules write them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dominance {
    /// Nobody may reckon the largest contribution to within so many percent of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p: Option<f64>,
    /// So many of the largest contributions: 1 or 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<usize>,
    /// May not make more than so many percent of the sum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub k: Option<f64>,
}

impl Dominance {
    /// The rule; `None` where what is written is none.
    pub fn rule(self) -> Option<MagnitudeRule> {
        let is_percent = |percent: &f64| *percent > 0.0 && *percent <= 100.0;
        match (self.p, self.n, self.k) {
            (Some(p), None, None) => Some(p)
                .filter(is_percent)
                .map(|p| MagnitudeRule::PPercent { p }),
            (None, Some(n @ (1 | 2)), Some(k)) => {
                let k = Some(k).filter(is_percent);
                k.map(|k| MagnitudeRule::Dominance { n, k })
            }
            _ => None,
        }
    }
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
    /// Counts everybody knows to be parts of another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contained: Vec<Contained>,
    /// What the planner wants to stay.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keep: Vec<Keep>,
    /// What is rather kept than others.
    #[serde(default, rename = "important", skip_serializing_if = "Vec::is_empty")]
    pub importance: Vec<Important>,
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

/// Indicators whose figures are hidden to protect others only where no lesser ones can be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Important {
    /// Which.
    pub indicators: Vec<IndicatorId>,
    /// How many times as much is lost with them; others count once.
    pub weight: f64,
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

/// Counts that are parts of another without overlapping: together they are no more than the whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contained {
    /// What it says, in German.
    pub name: String,
    /// The formula of the whole, a plain count.
    pub whole: String,
    /// The formulas of the parts, plain counts, too.
    pub parts: Vec<String>,
    /// Whether what they leave of the whole is protected as a number of people; where nothing is said, as the classes of the
    /// counts say of complements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complement: Option<bool>,
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
    /// A dominance rule that is none, or one of a class whose numbers are never hidden.
    #[error(
        "{file}, class `{class}`: `dominance` is either p or n and k, in percent, and needs a `threshold` of 1 or more"
    )]
    Dominance {
        /// File.
        file: String,
        /// Class.
        class: ClassId,
    },
    /// A weight that is no number above 0.
    #[error("{file}: `weight` under `important` is no number above 0")]
    Weight {
        /// File.
        file: String,
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
            Self::Dominance { file, class } => texts.say(
                "rules_dominance",
                &[("file", file), ("class", class.as_str())],
            ),
            Self::Weight { file } => texts.say("rules_weight", &[("file", file)]),
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
        rules.check_classes(file)?;
        let is_weight = |i: &Important| i.weight.is_finite() && i.weight > 0.0;
        if !rules.importance.iter().all(is_weight) {
            return Err(RulesError::Weight {
                file: file.to_owned(),
            });
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

    /// Classes that stand once, with numbers of people, and dominance rules that can be followed.
    fn check_classes(&self, file: &str) -> Result<(), RulesError> {
        for (i, class) in self.classes.iter().enumerate() {
            let (file, id) = (file.to_owned(), class.id.clone());
            let numbers = [
                class.threshold,
                class.internal_threshold,
                class.min_denominator,
            ];
            let twice = self.classes[..i].iter().any(|c| c.id == class.id);
            if twice || numbers.iter().any(|n| !(n.is_finite() && *n >= 0.0)) {
                return Err(RulesError::Class { file, class: id });
            }
            let hides = class.threshold >= 1.0;
            if class
                .dominance
                .is_some_and(|d| d.rule().is_none() || !hides)
            {
                return Err(RulesError::Dominance { file, class: id });
            }
        }
        Ok(())
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

    /// How much more is lost with an indicator's figures than with others.
    pub(crate) fn weight(&self, indicator: &IndicatorId) -> f64 {
        let named = |i: &&Important| i.indicators.contains(indicator);
        let found = self.importance.iter().filter(named).map(|i| i.weight);
        found.reduce(f64::max).unwrap_or(1.0)
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
