//! How small counts are protected: by hiding, by rounding or by noise. One method for a whole release, never two: what one
//! hides the other would show nearly.

use std::fmt;

use serde::{Deserialize, Serialize};
use vocabulary::{ClassId, Texts};

use crate::Rules;
use crate::rounding::Base;

/// The method of a release.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[doc(alias = "Verfahren der Geheimhaltung")]
pub enum Method {
    /// Small counts and what would give them away are not shown.
    #[default]
    Suppression,
    /// Every guarded count is rounded to a base.
    Rounding,
    /// Every guarded count gets noise that depends on who is counted.
    CellKey,
}

/// What the cell key method needs. None of it is ever published.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CellKeys {
    /// What makes the keys of this house; never changed.
    pub seed: Seed,
    /// The variance of the noise, more where the threshold of a class takes more.
    #[serde(default = "usual_variance")]
    pub variance: f64,
    /// The largest noise, more where the threshold of a class takes more.
    #[serde(default = "usual_largest")]
    pub largest: u32,
}

/// A secret that does not show itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seed(String);

/// Why the method of the rules cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MethodFault {
    /// A class asks for another method.
    #[error("class `{0}` asks for another method; a release has one")]
    Mixed(ClassId),
    /// A class protects large contributions, which only hiding does.
    #[error("class `{0}` protects large contributions: only suppression does")]
    Dominance(ClassId),
    /// Rounding without a base of at least 2.
    #[error("rounding needs a `rounding_base` of at least 2")]
    NoBase,
    /// A base below a threshold would show what the threshold protects.
    #[error("the rounding base is below the threshold of class `{0}`")]
    SmallBase(ClassId),
    /// Cell keys without a secret.
    #[error("cell keys need a table `cell_key` with a `seed` of at least 16 letters")]
    NoSeed,
    /// Noise that is no noise.
    #[error("the variance must be above 0 and at most 1000, the largest noise from 1 to 100")]
    Noise,
}

/// Letters a seed has at least.
const SECRET: usize = 16;

const fn usual_variance() -> f64 {
    3.0
}

const fn usual_largest() -> u32 {
    5
}

impl Seed {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed")
    }
}

impl Rules {
    /// The base of a release that rounds.
    pub(crate) fn base(&self) -> Option<Base> {
        self.rounding_base.and_then(Base::new)
    }

    /// Whether the method can be used with these classes.
    pub(crate) fn check_method(&self) -> Result<(), MethodFault> {
        let other = |c: &&crate::ClassRule| c.method.is_some_and(|m| m != self.method);
        if let Some(class) = self.classes.iter().find(other) {
            return Err(MethodFault::Mixed(class.id.clone()));
        }
        let dominance = self.classes.iter().find(|c| c.dominance.is_some());
        if let (Some(class), true) = (dominance, self.method != Method::Suppression) {
            return Err(MethodFault::Dominance(class.id.clone()));
        }
        match self.method {
            Method::Suppression => Ok(()),
            Method::Rounding => {
                let base = self.rounding_base.filter(|b| *b >= 2);
                let base = f64::from(base.ok_or(MethodFault::NoBase)?);
                let small = self.classes.iter().find(|c| c.threshold > base);
                small.map_or(Ok(()), |c| Err(MethodFault::SmallBase(c.id.clone())))
            }
            Method::CellKey => {
                let keys = self.cell_key.as_ref();
                let keys = keys.filter(|k| k.seed.0.chars().count() >= SECRET);
                let keys = keys.ok_or(MethodFault::NoSeed)?;
                let is_noise = keys.variance > 0.0
                    && keys.variance <= 1_000.0
                    && (1..=100).contains(&keys.largest);
                if is_noise {
                    Ok(())
                } else {
                    Err(MethodFault::Noise)
                }
            }
        }
    }
}

impl MethodFault {
    pub(crate) fn german(&self, texts: &Texts) -> String {
        match self {
            Self::Mixed(class) => texts.say("method_mixed", &[("class", class.as_str())]),
            Self::Dominance(class) => texts.say("method_dominance", &[("class", class.as_str())]),
            Self::NoBase => texts.say("method_no_base", &[]),
            Self::SmallBase(class) => texts.say("method_small_base", &[("class", class.as_str())]),
            Self::NoSeed => texts.say("method_no_seed", &[]),
            Self::Noise => texts.say("method_noise", &[]),
        }
    }
}
