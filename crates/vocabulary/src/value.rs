//! One vocabulary of states, from the cell of a file to the page: unknown is not zero, hidden is not missing.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What can be said about a number; the words are those of the exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// A number other than zero.
    Value,
    /// Exactly nothing there.
    Zero,
    /// Not shown, by the supplier or by us, as primary or secondary cell: one word outside.
    Suppressed,
    /// Only bounds are known: a sum over suppressed cells.
    Interval,
    /// Not known.
    Unknown,
    /// Falls due later.
    NotYet,
    /// Makes no sense here.
    NotMeaningful,
    /// The formula has no result: the denominator is zero.
    NotDefined,
}

impl State {
    /// All states in the order of the documentation.
    pub const ALL: [Self; 8] = [
        Self::Value,
        Self::Zero,
        Self::Suppressed,
        Self::Interval,
        Self::Unknown,
        Self::NotYet,
        Self::NotMeaningful,
        Self::NotDefined,
    ];

    /// The word of the exports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Zero => "zero",
            Self::Suppressed => "suppressed",
            Self::Interval => "interval",
            Self::Unknown => "unknown",
            Self::NotYet => "not_yet",
            Self::NotMeaningful => "not_meaningful",
            Self::NotDefined => "not_defined",
        }
    }

    /// The state of a word of the exports.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

bitflags::bitflags! {
    /// What stands beside a number, joined by `|` in the exports.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub struct Flags: u16 {
        /// Of limited reliability, as the supplier says.
        const LIMITED = 1;
        /// From a sample too small to rely on.
        const UNRELIABLE = 1 << 1;
        /// Preliminary.
        const PRELIMINARY = 1 << 2;
        /// Revised.
        const REVISED = 1 << 3;
        /// Estimated, for example redistributed over a boundary change.
        const ESTIMATED = 1 << 4;
        /// Rounded by the supplier.
        const ROUNDED = 1 << 5;
        /// Several years added up.
        const POOLED = 1 << 6;
        /// A fact about places (a surgery, a stop, square metres), never suppressed.
        const OPEN = 1 << 7;
        /// A ready-made share without numerator and denominator; never rolled up.
        const SUPPLIED = 1 << 8;
        /// Rounded to a base by this house, so that nobody can be recognised.
        const ROUNDED_HERE = 1 << 9;
        /// With a little noise by the cell key method, so that nobody can be recognised.
        const PERTURBED = 1 << 10;
    }
}

impl Flags {
    const WORDS: [(Self, &'static str); 11] = [
        (Self::ESTIMATED, "estimated"),
        (Self::LIMITED, "limited"),
        (Self::OPEN, "open"),
        (Self::POOLED, "pooled"),
        (Self::PERTURBED, "perturbed"),
        (Self::PRELIMINARY, "preliminary"),
        (Self::REVISED, "revised"),
        (Self::ROUNDED, "rounded"),
        (Self::ROUNDED_HERE, "rounded_here"),
        (Self::SUPPLIED, "supplied"),
        (Self::UNRELIABLE, "unreliable"),
    ];

    /// The words of the exports in alphabetical order.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        Self::WORDS
            .into_iter()
            .filter(move |(f, _)| self.contains(*f))
            .map(|(_, w)| w)
    }

    /// Reads words joined by `|`; `None` where a word is no flag.
    pub fn parse(text: &str) -> Option<Self> {
        text.split('|')
            .filter(|w| !w.is_empty())
            .try_fold(Self::empty(), |all, word| {
                Self::WORDS
                    .iter()
                    .find(|(_, w)| *w == word)
                    .map(|(f, _)| all | *f)
            })
    }
}

impl fmt::Display for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.words().collect::<Vec<_>>().join("|"))
    }
}

impl Serialize for Flags {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Flags {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!("`{text}` holds a word that is no flag"))
        })
    }
}

/// What a hidden number can still be, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bounds {
    /// The least it can be.
    pub lower: f64,
    /// The most it can be; `None` where the supplier says nothing.
    pub upper: Option<f64>,
}

/// A number or the reason why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// A finite number; zero included.
    Known(f64),
    /// Hidden by the supplier; what it can still be.
    Suppressed(Bounds),
    /// A sum in which hidden numbers take part.
    Interval(Bounds),
    /// Not known.
    Unknown,
    /// Falls due later.
    NotYet,
    /// Makes no sense here.
    NotMeaningful,
    /// The formula has no result.
    NotDefined,
}

impl Value {
    /// The state of the exports.
    pub fn state(self) -> State {
        match self {
            Self::Known(0.0) => State::Zero,
            Self::Known(_) => State::Value,
            Self::Suppressed(_) => State::Suppressed,
            Self::Interval(_) => State::Interval,
            Self::Unknown => State::Unknown,
            Self::NotYet => State::NotYet,
            Self::NotMeaningful => State::NotMeaningful,
            Self::NotDefined => State::NotDefined,
        }
    }

    /// The number, where there is one.
    pub fn known(self) -> Option<f64> {
        match self {
            Self::Known(x) => Some(x),
            _ => None,
        }
    }

    /// What the number can be: a point if known, bounds if hidden, `None` if nothing is known.
    pub fn bounds(self) -> Option<Bounds> {
        match self {
            Self::Known(x) => Some(Bounds {
                lower: x,
                upper: Some(x),
            }),
            Self::Suppressed(b) | Self::Interval(b) => Some(b),
            _ => None,
        }
    }

    /// The sum of two numbers. Hidden parts make it an interval; a part nobody knows makes it unknown.
    ///
    /// ```
    /// use vocabulary::{Bounds, Value};
    /// let hidden = Value::Suppressed(Bounds { lower: 1.0, upper: Some(9.0) });
    /// assert_eq!(
    ///     Value::Known(12.0).plus(hidden),
    ///     Value::Interval(Bounds { lower: 13.0, upper: Some(21.0) })
    /// );
    /// assert_eq!(Value::Known(12.0).plus(Value::Unknown), Value::Unknown);
    /// ```
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        if let (Self::Known(a), Self::Known(b)) = (self, other) {
            return Self::Known(a + b);
        }
        match (self.bounds(), other.bounds()) {
            (Some(a), Some(b)) => Self::Interval(Bounds {
                lower: a.lower + b.lower,
                upper: a.upper.zip(b.upper).map(|(a, b)| a + b),
            }),
            (None, _) => self,
            (_, None) => other,
        }
    }

    /// The number times a factor; a negative one turns the bounds round (unbounded above becomes unknown).
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        let turn = |b: Bounds| {
            if factor >= 0.0 {
                return Some(Bounds {
                    lower: b.lower * factor,
                    upper: b.upper.map(|u| u * factor),
                });
            }
            b.upper.map(|u| Bounds {
                lower: u * factor,
                upper: Some(b.lower * factor),
            })
        };
        match self {
            Self::Known(x) => Self::Known(x * factor),
            Self::Suppressed(b) => turn(b).map_or(Self::Unknown, Self::Suppressed),
            Self::Interval(b) => turn(b).map_or(Self::Unknown, Self::Interval),
            other => other,
        }
    }
}

/// A value with its flags.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The number or why there is none.
    pub value: Value,
    /// What stands beside it.
    pub flags: Flags,
}

impl Quantity {
    /// A plain number without flags.
    pub fn known(number: f64) -> Self {
        Self {
            value: Value::Known(number),
            flags: Flags::empty(),
        }
    }

    /// The sum with the flags of both.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            value: self.value.plus(other.value),
            flags: self.flags | other.flags,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_state_reads_what_it_writes() {
        for state in State::ALL {
            assert_eq!(State::parse(state.as_str()), Some(state));
        }
        assert_eq!(State::parse("hidden"), None);
    }

    #[test]
    fn flags_are_words_in_alphabetical_order() {
        let flags = Flags::PRELIMINARY | Flags::ESTIMATED;
        assert_eq!(flags.to_string(), "estimated|preliminary");
        assert_eq!(Flags::parse("preliminary|estimated"), Some(flags));
        assert_eq!(Flags::parse("guessed"), None);
    }

    #[test]
    fn a_hidden_number_taken_away_turns_its_bounds_round() {
        let hidden = Value::Suppressed(Bounds {
            lower: 1.0,
            upper: Some(9.0),
        });
        assert_eq!(
            Value::Known(20.0).plus(hidden.times(-1.0)),
            Value::Interval(Bounds {
                lower: 11.0,
                upper: Some(19.0)
            })
        );
    }

    proptest! {
        #[test]
        fn the_true_sum_lies_within_the_bounds(a in 0u32..9, b in 0u32..9, c in 0u32..1000) {
            let hide = |x: u32| Value::Suppressed(Bounds { lower: 0.0, upper: Some(f64::from(x.max(8))) });
            let sum = hide(a).plus(hide(b)).plus(Value::Known(f64::from(c)));
            let bounds = sum.bounds().unwrap();
            let truth = f64::from(a + b + c);
            prop_assert!(bounds.lower <= truth && truth <= bounds.upper.unwrap());
        }
    }
}
