//! What a cell says: a number, a symbol of official statistics, or nothing that could be taken.

use std::collections::BTreeMap;

use vocabulary::{Bounds, Flags, Quantity, Value};

use crate::cell::Cell;
use crate::number::{self, Fault, Signs};
use crate::profile::{Blank, Profile};

/// What a symbol stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Meaning {
    Zero,
    Suppressed(Bounds),
    Unknown,
    NotYet,
    Unreliable,
    NotMeaningful,
    Skip,
}

impl Meaning {
    /// The meaning of a word of the profile.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        Some(match word {
            "zero" => Self::Zero,
            "suppressed" => Self::Suppressed(Bounds {
                lower: 0.0,
                upper: None,
            }),
            "unknown" => Self::Unknown,
            "not_yet" => Self::NotYet,
            "unreliable" => Self::Unreliable,
            "not_meaningful" => Self::NotMeaningful,
            "skip" => Self::Skip,
            _ => return None,
        })
    }

    fn quantity(self) -> Option<Quantity> {
        let (value, flags) = match self {
            Self::Zero => (Value::Known(0.0), Flags::empty()),
            Self::Suppressed(bounds) => (Value::Suppressed(bounds), Flags::empty()),
            Self::Unknown => (Value::Unknown, Flags::empty()),
            Self::NotYet => (Value::NotYet, Flags::empty()),
            Self::Unreliable => (Value::Unknown, Flags::UNRELIABLE),
            Self::NotMeaningful => (Value::NotMeaningful, Flags::empty()),
            Self::Skip => return None,
        };
        Some(Quantity { value, flags })
    }
}

/// Why a cell was not taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Refusal {
    NotANumber,
    OtherSigns,
    NotFinite,
    Negative,
    Fault,
    Day,
}

/// What became of a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Outcome {
    Quantity(Quantity),
    Skip,
    Refused(Refusal),
}

/// How one column is to be read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Manner {
    pub(crate) negative_allowed: bool,
    pub(crate) factor: f64,
}

/// Turns cells into quantities by the rules of one profile and counts the symbols met.
#[derive(Clone, Debug)]
pub(crate) struct Symbols {
    table: Vec<(String, Meaning, u64)>,
    blanks: u64,
    marks: BTreeMap<&'static str, u64>,
    blank: Blank,
    signs: Signs,
    rounded_zero: bool,
}

impl Symbols {
    /// The symbols of official statistics, changed by what the profile says.
    pub(crate) fn of(profile: &Profile, signs: Signs) -> Self {
        let hidden = |lower, upper| Meaning::Suppressed(Bounds { lower, upper });
        let star = profile.symbols.star;
        let star = star.map_or(hidden(0.0, None), |s| hidden(s.lower, s.upper));
        let mut table: BTreeMap<String, Meaning> = [
            ("-", Meaning::Zero),
            ("–", Meaning::Zero),
            ("—", Meaning::Zero),
            (".", hidden(0.0, None)),
            ("...", Meaning::NotYet),
            ("…", Meaning::NotYet),
            ("/", Meaning::Unreliable),
            ("x", Meaning::NotMeaningful),
            ("X", Meaning::NotMeaningful),
            ("*", star),
            ("NA", Meaning::Unknown),
            ("N/A", Meaning::Unknown),
            ("k.A.", Meaning::Unknown),
            ("k. A.", Meaning::Unknown),
        ]
        .map(|(symbol, meaning)| (symbol.to_owned(), meaning))
        .into();
        for (symbol, word) in &profile.symbols.table {
            let meaning = match (Meaning::of_word(word), star) {
                (Some(Meaning::Suppressed(_)), star) if profile.symbols.star.is_some() => star,
                (Some(meaning), _) => meaning,
                (None, _) => continue,
            };
            table.insert(symbol.trim().to_owned(), meaning);
        }
        Self {
            table: table.into_iter().map(|(s, m)| (s, m, 0)).collect(),
            blanks: 0,
            marks: BTreeMap::new(),
            blank: profile.numbers.blank.unwrap_or_default(),
            signs,
            rounded_zero: profile.numbers.zero_is_rounded.unwrap_or(false),
        }
    }

    /// What the cell says.
    pub(crate) fn read(&mut self, cell: &Cell<'_>, manner: Manner) -> Outcome {
        match cell {
            Cell::Empty => self.blank(),
            Cell::Number(number) => {
                if *number < 0.0
                    && let Some(outcome) = self.symbol(&number.to_string())
                {
                    return outcome;
                }
                self.number(*number, Flags::empty(), manner)
            }
            Cell::Text(text) => self.text(text, manner),
            Cell::Day(_) => Outcome::Refused(Refusal::Day),
            Cell::Fault(_) => Outcome::Refused(Refusal::Fault),
        }
    }

    /// What a symbol beside the number adds: `e` is final, `p` preliminary, `KLAMMERN` limited.
    pub(crate) fn quality(&mut self, outcome: Outcome, mark: &str) -> Outcome {
        let (name, flag) = match mark.trim() {
            "p" => ("p", Flags::PRELIMINARY),
            "r" => ("r", Flags::REVISED),
            "s" => ("s", Flags::ESTIMATED),
            "KLAMMERN" | "()" | "( )" => ("KLAMMERN", Flags::LIMITED),
            mark => {
                let numberless = match outcome {
                    Outcome::Quantity(q) => q.value == Value::Known(0.0),
                    _ => true,
                };
                // `value;.` or `0;/`: the mark is the true content of the cell.
                return match self.symbol(mark) {
                    Some(other) if numberless && mark != "-" && mark != "–" => other,
                    _ => outcome,
                };
            }
        };
        *self.marks.entry(name).or_default() += 1;
        match outcome {
            Outcome::Quantity(q) => Outcome::Quantity(Quantity {
                flags: q.flags | flag,
                ..q
            }),
            other => other,
        }
    }

    /// All symbols met and how often.
    pub(crate) fn counted(&self, into: &mut BTreeMap<String, u64>) {
        let met = self.table.iter().filter(|(_, _, times)| *times > 0);
        let met = met.map(|(symbol, _, times)| (symbol.as_str(), *times));
        let marks = self.marks.iter().map(|(mark, times)| (*mark, *times));
        let blanks = (self.blanks > 0).then_some(("", self.blanks));
        for (symbol, times) in met.chain(marks).chain(blanks) {
            *into.entry(symbol.to_owned()).or_default() += times;
        }
    }

    fn blank(&mut self) -> Outcome {
        self.blanks += 1;
        match self.blank {
            Blank::Skip => Outcome::Skip,
            Blank::Unknown => Outcome::Quantity(Quantity {
                value: Value::Unknown,
                flags: Flags::empty(),
            }),
            Blank::Zero => Outcome::Quantity(Quantity::known(0.0)),
        }
    }

    fn symbol(&mut self, text: &str) -> Option<Outcome> {
        let found = self
            .table
            .iter_mut()
            .find(|(symbol, _, _)| symbol == text)?;
        found.2 += 1;
        Some(found.1.quantity().map_or(Outcome::Skip, Outcome::Quantity))
    }

    fn text(&mut self, text: &str, manner: Manner) -> Outcome {
        let first = text.bytes().next().unwrap_or(b' ');
        if !first.is_ascii_digit()
            && let Some(outcome) = self.symbol(text)
        {
            return outcome;
        }
        match number::parse(text, self.signs) {
            Ok(number) => self.number(number, Flags::empty(), manner),
            Err(fault) => self.marked(text, fault, manner),
        }
    }

    /// `(12)` and `12p`: a number with a mark on it; otherwise the cell is refused.
    fn marked(&mut self, text: &str, fault: Fault, manner: Manner) -> Outcome {
        let refusal = match fault {
            Fault::NotANumber => Refusal::NotANumber,
            Fault::OtherSigns => Refusal::OtherSigns,
            Fault::NotFinite => Refusal::NotFinite,
        };
        let inner = text.strip_prefix('(').and_then(|t| t.strip_suffix(')'));
        let (inner, name, flag) = if let Some(inner) = inner {
            (inner, "( )", Flags::LIMITED)
        } else if let Some(inner) = text.strip_suffix('p') {
            (inner, "p", Flags::PRELIMINARY)
        } else if let Some(inner) = text.strip_suffix('r') {
            (inner, "r", Flags::REVISED)
        } else if let Some(inner) = text.strip_suffix('s') {
            (inner, "s", Flags::ESTIMATED)
        } else {
            return self.symbol(text).unwrap_or(Outcome::Refused(refusal));
        };
        match number::parse(inner.trim(), self.signs) {
            Ok(number) => {
                *self.marks.entry(name).or_default() += 1;
                self.number(number, flag, manner)
            }
            Err(Fault::OtherSigns) => Outcome::Refused(Refusal::OtherSigns),
            Err(_) => Outcome::Refused(refusal),
        }
    }

    fn number(&self, number: f64, flags: Flags, manner: Manner) -> Outcome {
        let number = number * manner.factor;
        if !number.is_finite() {
            return Outcome::Refused(Refusal::NotFinite);
        }
        if number < 0.0 && !manner.negative_allowed {
            return Outcome::Refused(Refusal::Negative);
        }
        let rounded = self.rounded_zero && number == 0.0;
        Outcome::Quantity(Quantity {
            value: Value::Known(if number == 0.0 { 0.0 } else { number }),
            flags: if rounded {
                flags | Flags::ROUNDED
            } else {
                flags
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Layout, StarRule};

    fn symbols(profile: &Profile) -> Symbols {
        Symbols::of(profile, Signs::GERMAN)
    }

    fn plain() -> Profile {
        Profile::new("p", "P", Layout::Wide)
    }

    #[track_caller]
    fn check(cell: &str, expected: &str) {
        let manner = Manner {
            negative_allowed: false,
            factor: 1.0,
        };
        let got = match symbols(&plain()).read(&Cell::of(cell), manner) {
            Outcome::Quantity(q) => format!("{} {}", q.value.state(), q.flags),
            Outcome::Skip => "skip".to_owned(),
            Outcome::Refused(r) => format!("{r:?}"),
        };
        assert_eq!(got.trim(), expected, "{cell}");
    }

    #[test]
    fn every_symbol_of_official_statistics_has_its_state() {
        for (cell, expected) in [
            ("12", "value"),
            ("0", "zero"),
            ("-", "zero"),
            ("–", "zero"),
            (".", "suppressed"),
            ("...", "not_yet"),
            ("…", "not_yet"),
            ("/", "unknown unreliable"),
            ("x", "not_meaningful"),
            ("X", "not_meaningful"),
            ("(12)", "value limited"),
            ("12p", "value preliminary"),
            ("1.200 r", "value revised"),
            ("12,5s", "value estimated"),
            ("*", "suppressed"),
            ("NA", "unknown"),
            ("", "skip"),
            ("  ", "skip"),
        ] {
            check(cell, expected);
        }
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for (cell, expected) in [
            ("-3", "Negative"),
            ("NaN", "NotFinite"),
            ("inf", "NotFinite"),
            ("12.5", "OtherSigns"),
            ("abc", "NotANumber"),
            ("(abc)", "NotANumber"),
            ("12x", "NotANumber"),
        ] {
            check(cell, expected);
        }
    }

    #[test]
    fn the_bounds_of_a_star_are_those_of_the_profile() {
        let mut profile = plain();
        profile.symbols.star = Some(StarRule {
            lower: 1.0,
            upper: Some(9.0),
        });
        profile
            .symbols
            .table
            .insert("-9999".into(), "unknown".into());
        let mut symbols = symbols(&profile);
        let manner = Manner {
            negative_allowed: true,
            factor: 1.0,
        };
        let star = symbols.read(&Cell::of("*"), manner);
        let Outcome::Quantity(star) = star else {
            panic!("a star is a quantity")
        };
        assert_eq!(
            star.value,
            Value::Suppressed(Bounds {
                lower: 1.0,
                upper: Some(9.0)
            })
        );
        let missing = symbols.read(&Cell::Number(-9999.0), manner);
        assert_eq!(missing, symbols.read(&Cell::of("-9999"), manner));
        let mut met = BTreeMap::new();
        symbols.counted(&mut met);
        assert_eq!(met["-9999"], 2);
    }
}
