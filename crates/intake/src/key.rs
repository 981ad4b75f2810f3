//! Area keys: put together, lost zeros repaired, other kinds told apart. Areas are looked up elsewhere.

use std::borrow::Cow;

use crate::grid::GridCell;
use crate::point::PointKey;
use crate::profile::{KeyRule, KeyType};

/// What a key text turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Key<'a> {
    /// As it should be.
    Good(Cow<'a, str>),
    /// Leading zeros put back.
    Repaired(String),
    /// No key of this kind.
    Strange,
    /// Nothing stands there.
    Missing,
}

/// The rules of one profile, prepared.
#[derive(Clone, Debug)]
pub(crate) struct KeyReader {
    kind: KeyType,
    lengths: Vec<usize>,
    prefix: String,
}

impl KeyReader {
    /// Prepares the rules.
    pub(crate) fn of(rule: &KeyRule) -> Self {
        let kind = rule.kind.unwrap_or_default();
        let lengths = match kind {
            _ if !rule.lengths.is_empty() => rule.lengths.iter().map(|n| *n as usize).collect(),
            KeyType::Ags2 => vec![2],
            KeyType::Ags3 => vec![3],
            KeyType::Ags5 => vec![5],
            KeyType::Ags8 => vec![8],
            KeyType::Ags => vec![2, 3, 5, 8],
            KeyType::Ars12 => vec![12],
            KeyType::Own | KeyType::Grid | KeyType::District | KeyType::Point => Vec::new(),
        };
        Self {
            kind,
            lengths,
            prefix: rule.prefix.clone(),
        }
    }

    /// Reads a key that is already put together.
    pub(crate) fn read<'a>(&self, text: &'a str) -> Key<'a> {
        let text = Cow::Borrowed(undressed(text));
        if text.is_empty() {
            return Key::Missing;
        }
        let key = match self.kind {
            KeyType::Grid => match GridCell::parse(&text) {
                Some(_) => Key::Good(text),
                None => Key::Strange,
            },
            KeyType::Point => match PointKey::parse(&text) {
                Some(_) => Key::Good(text),
                None => Key::Strange,
            },
            KeyType::Own | KeyType::District => self.fitted(text),
            KeyType::Ags if text == "DG" => Key::Good(text),
            _ => self.official(text),
        };
        self.prefixed(key)
    }

    fn official<'a>(&self, text: Cow<'a, str>) -> Key<'a> {
        let digits = if text.contains([' ', '\u{a0}']) {
            Cow::Owned(text.replace([' ', '\u{a0}'], ""))
        } else {
            text
        };
        if digits.bytes().all(|b| b.is_ascii_digit()) {
            self.fitted(digits)
        } else {
            Key::Strange
        }
    }

    /// A key of the right length; a digit short means the leading zero was lost in a spreadsheet.
    fn fitted<'a>(&self, text: Cow<'a, str>) -> Key<'a> {
        let length = text.chars().count();
        if self.lengths.is_empty() || self.lengths.contains(&length) {
            return Key::Good(text);
        }
        // Only the keys of the states 01 to 09 begin with a zero, so exactly one can be lost.
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        if digits && !text.starts_with('0') && self.lengths.contains(&(length + 1)) {
            return Key::Repaired(format!("0{text}"));
        }
        Key::Strange
    }

    fn prefixed<'a>(&self, key: Key<'a>) -> Key<'a> {
        if self.prefix.is_empty() {
            return key;
        }
        match key {
            Key::Good(text) => Key::Good(Cow::Owned(format!("{}{text}", self.prefix))),
            Key::Repaired(text) => Key::Repaired(format!("{}{text}", self.prefix)),
            other => other,
        }
    }

    /// The lengths it accepts, for a message: `5 oder 8`.
    pub(crate) fn lengths(&self) -> String {
        let lengths: Vec<String> = self.lengths.iter().map(ToString::to_string).collect();
        lengths.join(" oder ")
    }

    /// Whether the digits of a part are to be filled to a length.
    pub(crate) fn padded(text: &str, length: usize) -> Cow<'_, str> {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if digits && text.len() < length {
            Cow::Owned(format!("{text:0>length$}"))
        } else {
            Cow::Borrowed(text)
        }
    }
}

/// Takes off what spreadsheets put around keys to keep their zeros: `'05378`, `="05378"`.
pub(crate) fn undressed(text: &str) -> &str {
    let text = text.trim();
    let text = text
        .strip_prefix("=\"")
        .and_then(|t| t.strip_suffix('"'))
        .unwrap_or(text);
    text.strip_prefix('\'').unwrap_or(text).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: KeyType, text: &str, expected: &Key<'_>) {
        let rule = KeyRule {
            kind: Some(kind),
            ..KeyRule::default()
        };
        assert_eq!(&KeyReader::of(&rule).read(text), expected, "{text}");
    }

    fn good(text: &str) -> Key<'_> {
        Key::Good(Cow::Borrowed(text))
    }

    #[test]
    fn a_lost_zero_is_put_back() {
        check(KeyType::Ags5, "5378", &Key::Repaired("05378".into()));
        check(KeyType::Ags8, "5378004", &Key::Repaired("05378004".into()));
        check(KeyType::Ags, "5378004", &Key::Repaired("05378004".into()));
        check(
            KeyType::Ars12,
            "92760130130",
            &Key::Repaired("092760130130".into()),
        );
    }

    #[test]
    fn a_good_key_stays_as_written() {
        check(KeyType::Ags5, "05378", &good("05378"));
        check(KeyType::Ags5, "05 378", &good("05378"));
        check(KeyType::Ags5, "'05378", &good("05378"));
        check(KeyType::Ags5, "=\"05378\"", &good("05378"));
        check(KeyType::Ags, "DG", &good("DG"));
        check(KeyType::Own, "SR-01", &good("SR-01"));
        check(KeyType::Grid, "100mN26890E43370", &good("100mN26890E43370"));
    }

    #[test]
    fn what_is_no_key_is_told_apart() {
        check(KeyType::Ags5, "537", &Key::Strange);
        check(KeyType::Ags5, "Köln", &Key::Strange);
        check(KeyType::Ags8, "05378", &Key::Strange);
        check(KeyType::Grid, "05378", &Key::Strange);
        check(KeyType::Own, " ", &Key::Missing);
    }

    #[test]
    fn parts_are_filled_with_zeros() {
        assert_eq!(KeyReader::padded("42", 4), "0042");
        assert_eq!(KeyReader::padded("0042", 4), "0042");
        assert_eq!(KeyReader::padded("A1", 4), "A1");
    }
}
