//! Why a method gives no result: the input is refused with a reason and never answered with NaN.

use std::sync::LazyLock;

use vocabulary::{Explain, Texts};

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::parse(include_str!("texts.de.toml")));

/// The reason a result is not defined.
///
/// ```
/// use methods::{Confidence, NotDefined, wilson};
/// assert_eq!(wilson(0.0, 0.0, Confidence::P95), Err(NotDefined::NoBase));
/// ```
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NotDefined {
    /// The denominator is zero: nobody is there whose share could be told.
    #[error("the denominator is 0, so there is no share or rate; show it as not defined")]
    NoBase,
    /// Nothing was counted on either side.
    #[error("no case was counted on either side, so there is no ratio; show it as not defined")]
    NoCases,
    /// More cases than units they are counted among.
    #[error("{cases} cases among {base}; check that the numerator is part of the denominator")]
    MoreCasesThanBase {
        /// The numerator.
        cases: f64,
        /// The denominator.
        base: f64,
    },
    /// A part is larger than the whole it belongs to.
    #[error("{what}: part {part} is larger than the whole {whole}; check period and area of both")]
    PartExceedsWhole {
        /// What is compared.
        what: &'static str,
        /// The part.
        part: f64,
        /// The whole.
        whole: f64,
    },
    /// A number is NaN or infinite.
    #[error("{what} is not a finite number; leave missing values out before calling")]
    NotFinite {
        /// Which input.
        what: &'static str,
    },
    /// A number lies outside the range it may have.
    #[error("{what} is {value}, allowed is {allowed}; correct the input")]
    OutOfRange {
        /// Which input.
        what: &'static str,
        /// What it was.
        value: f64,
        /// What it may be.
        allowed: &'static str,
    },
    /// Fewer values than the method needs.
    #[error("{have} values, at least {need} are needed; choose a simpler method")]
    TooFewValues {
        /// How many are needed.
        need: usize,
        /// How many there are.
        have: usize,
    },
    /// Slices that belong together have different lengths.
    #[error("{what}: {left} values against {right}; both lists need one entry per area")]
    Lengths {
        /// Which inputs.
        what: &'static str,
        /// The length of the first.
        left: usize,
        /// The length of the second.
        right: usize,
    },
    /// All values are equal where a spread is needed.
    #[error("all values of {what} are equal, so there is no spread to measure by")]
    NoSpread {
        /// Which input.
        what: String,
    },
    /// A number is too small for the method to be trusted.
    #[error("{what} is {value}, below the {minimum} this method needs; pool years or areas")]
    BelowMinimum {
        /// Which input.
        what: &'static str,
        /// What it was.
        value: f64,
        /// The least the method takes.
        minimum: f64,
    },
    /// An area has no neighbours, so nothing can be said about its surroundings.
    #[error("the area has no neighbours, so it has no surroundings to be compared with")]
    NoNeighbours,
    /// Explanatory columns that determine one another.
    #[error("{what} can be told from each other by no data here; leave one out")]
    Collinear {
        /// Which input.
        what: &'static str,
    },
    /// Too few units to compare with.
    #[error("{have} to compare with, at least {need} are needed; it cannot be judged")]
    TooFewComparisons {
        /// How many are needed.
        need: usize,
        /// How many there are.
        have: usize,
    },
    /// Floors and caps leave no way to reach the total.
    #[error("{what} is {value}, possible is {least} to {most}; change it, the floors or the caps")]
    Infeasible {
        /// Which input.
        what: &'static str,
        /// What it was.
        value: f64,
        /// The least possible.
        least: f64,
        /// The most possible.
        most: f64,
    },
    /// An iteration did not settle on an answer.
    #[error("the calculation did not settle after {steps} steps; there is no answer to rely on")]
    NotSettled {
        /// After how many steps it was stopped.
        steps: usize,
    },
}

impl Explain for NotDefined {
    #[expect(clippy::too_many_lines, reason = "one line for each reason there is")]
    fn german(&self) -> String {
        let number = |value: &f64| value.to_string().replace('.', ",");
        match self {
            Self::NoBase => TEXTS.say("no_base", &[]),
            Self::NoCases => TEXTS.say("no_cases", &[]),
            Self::MoreCasesThanBase { cases, base } => TEXTS.say(
                "more_cases_than_base",
                &[("cases", &number(cases)), ("base", &number(base))],
            ),
            Self::PartExceedsWhole { what, part, whole } => TEXTS.say(
                "part_exceeds_whole",
                &[
                    ("what", &TEXTS.say(what, &[])),
                    ("part", &number(part)),
                    ("whole", &number(whole)),
                ],
            ),
            Self::NotFinite { what } => TEXTS.say("not_finite", &[("what", &TEXTS.say(what, &[]))]),
            Self::OutOfRange { what, value, .. } => TEXTS.say(
                "out_of_range",
                &[("what", &TEXTS.say(what, &[])), ("value", &number(value))],
            ),
            Self::TooFewValues { need, have } => TEXTS.say(
                "too_few_values",
                &[("need", &need.to_string()), ("have", &have.to_string())],
            ),
            Self::Lengths { what, left, right } => TEXTS.say(
                "lengths",
                &[
                    ("what", &TEXTS.say(what, &[])),
                    ("left", &left.to_string()),
                    ("right", &right.to_string()),
                ],
            ),
            Self::NoSpread { what } => TEXTS.say("no_spread", &[("what", &numbered(what))]),
            Self::BelowMinimum {
                what,
                value,
                minimum,
            } => TEXTS.say(
                "below_minimum",
                &[
                    ("what", &TEXTS.say(what, &[])),
                    ("value", &number(value)),
                    ("minimum", &number(minimum)),
                ],
            ),
            Self::NoNeighbours => TEXTS.say("no_neighbours", &[]),
            Self::Collinear { what } => TEXTS.say("collinear", &[("what", &TEXTS.say(what, &[]))]),
            Self::TooFewComparisons { need, have } => TEXTS.say(
                "too_few_comparisons",
                &[("need", &need.to_string()), ("have", &have.to_string())],
            ),
            Self::Infeasible {
                what,
                value,
                least,
                most,
            } => TEXTS.say(
                "infeasible",
                &[
                    ("what", &TEXTS.say(what, &[])),
                    ("value", &number(value)),
                    ("least", &number(least)),
                    ("most", &number(most)),
                ],
            ),
            Self::NotSettled { steps } => {
                TEXTS.say("not_settled", &[("steps", &steps.to_string())])
            }
        }
    }
}

/// The German name of an input, with its number where it has one (`indicators 2`); anything else as it is.
fn numbered(what: &str) -> String {
    let (name, number) = what.split_once(' ').unwrap_or((what, ""));
    if TEXTS.keys().any(|key| key == name) {
        return format!("{} {number}", TEXTS.say(name, &[]))
            .trim_end()
            .to_owned();
    }
    what.to_owned()
}

/// Numbers beyond this are refused: their fourth powers, of which shapes are told, would be no numbers any more.
pub(crate) const LARGEST: f64 = 1e70;

/// The value if it is finite and not so large that its powers would not be.
pub(crate) fn finite(what: &'static str, value: f64) -> Result<f64, NotDefined> {
    if value.abs() <= LARGEST {
        Ok(value)
    } else if value.is_finite() {
        Err(NotDefined::OutOfRange {
            what,
            value,
            allowed: "at most 1e70 in size",
        })
    } else {
        Err(NotDefined::NotFinite { what })
    }
}

/// The value if it is finite, not below zero, and if above it, not so small that nothing can be divided by it.
pub(crate) fn not_negative(what: &'static str, value: f64) -> Result<f64, NotDefined> {
    if finite(what, value)? < 0.0 || (value > 0.0 && value < LARGEST.recip()) {
        return Err(NotDefined::OutOfRange {
            what,
            value,
            allowed: "0, or 1e-70 and more",
        });
    }
    Ok(value)
}

/// Refuses values of which one is not finite.
pub(crate) fn all_finite(what: &'static str, values: &[f64]) -> Result<(), NotDefined> {
    values
        .iter()
        .try_for_each(|&value| finite(what, value).map(drop))
}

/// Refuses fewer values than a method needs.
pub(crate) fn at_least(need: usize, have: usize) -> Result<(), NotDefined> {
    if have < need {
        return Err(NotDefined::TooFewValues { need, have });
    }
    Ok(())
}

/// Refuses two lists of different length.
pub(crate) fn same_length(what: &'static str, left: usize, right: usize) -> Result<(), NotDefined> {
    if left != right {
        return Err(NotDefined::Lengths { what, left, right });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::too_many_lines, reason = "one line for each reason there is")]
    fn every_reason_can_be_told_in_german() {
        let reasons = [
            NotDefined::NoBase,
            NotDefined::NoCases,
            NotDefined::MoreCasesThanBase {
                cases: 7.5,
                base: 5.0,
            },
            NotDefined::PartExceedsWhole {
                what: "cases",
                part: 2.0,
                whole: 1.0,
            },
            NotDefined::NotFinite { what: "values" },
            NotDefined::OutOfRange {
                what: "confidence",
                value: 2.0,
                allowed: "between 0 and 1",
            },
            NotDefined::TooFewValues { need: 1, have: 0 },
            NotDefined::Lengths {
                what: "shares",
                left: 1,
                right: 2,
            },
            NotDefined::NoSpread { what: "S1".into() },
            NotDefined::BelowMinimum {
                what: "cases",
                value: 9.0,
                minimum: 10.0,
            },
            NotDefined::NoNeighbours,
            NotDefined::Collinear { what: "columns" },
            NotDefined::TooFewComparisons { need: 19, have: 3 },
            NotDefined::Infeasible {
                what: "budget",
                value: 1.0,
                least: 2.0,
                most: 3.5,
            },
            NotDefined::NotSettled { steps: 100 },
        ];
        for reason in reasons {
            let said = reason.german();
            assert!(!said.contains(['{', '_']), "{said}");
            assert!(said.ends_with('.'), "{said}");
        }
    }

    #[test]
    fn what_does_not_vary_is_named_in_the_language_of_the_sentence() {
        let constant = |what: &str| NotDefined::NoSpread { what: what.into() };
        assert!(constant("values").german().contains("„Werte“"));
        assert!(constant("shares 2").german().contains("„Anteile 2“"));
        assert!(constant("S1").german().contains("„S1“"));
        let found = crate::classes::mean_sd(&[3.0, 3.0]).unwrap_err();
        assert!(found.to_string().contains("of values are"));
    }

    #[test]
    fn every_input_has_a_german_name() {
        let named: Vec<&str> = TEXTS.keys().collect();
        for what in crate::INPUT_NAMES {
            assert!(named.contains(what), "{what} has no German name");
        }
    }
}
