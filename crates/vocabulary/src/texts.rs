//! German wording kept beside the code as data: a table of keys and sentences with `{places}` to fill.

use std::collections::BTreeMap;

/// A mistake that can be told to a person in German: what is wrong, where, and what to do.
pub trait Explain {
    /// The German sentence, with place and remedy.
    fn german(&self) -> String;
}

/// A table of sentences, read from a TOML file of `key = "Satz mit {platz}"` lines. `{n|Gebiet|Gebiete}` is the first word
/// where `n` is 1 and the second otherwise.
#[derive(Clone, Debug)]
pub struct Texts(BTreeMap<String, String>);

impl Texts {
    /// Reads the table.
    ///
    /// # Panics
    /// If the file is not a flat TOML table of strings: the files are part of the program and tested.
    pub fn parse(source: &str) -> Self {
        Self(toml::from_str(source).expect("a text file is a flat table of strings"))
    }

    /// The sentence of a key with its places filled.
    ///
    /// # Panics
    /// In debug builds if the key is missing; a release build shows the key itself.
    pub fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        let Some(pattern) = self.0.get(key) else {
            debug_assert!(false, "no text for the key `{key}`");
            return key.to_owned();
        };
        fill(pattern, values)
    }

    /// All keys, for tests that compare them with the code.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// Fills `{places}` in one pass, so that a value with braces in it is never filled again.
fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(pattern.len() + 32);
    let mut rest = pattern;
    while let Some(start) = rest.find('{') {
        let Some(len) = rest[start..].find('}') else {
            break;
        };
        let mut place = rest[start + 1..start + len].split('|');
        let name = place.next().unwrap_or_default();
        out.push_str(&rest[..start]);
        match values.iter().find(|(n, _)| *n == name) {
            Some((_, value)) => out.push_str(match (place.next(), place.next()) {
                (Some(one), Some(_)) if *value == "1" => one,
                (Some(_), Some(many)) => many,
                _ => value,
            }),
            None => out.push_str(&rest[start..=start + len]),
        }
        rest = &rest[start + len + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_follows_the_number_it_belongs_to() {
        let texts = Texts::parse(r#"areas = "{n} {n|Gebiet liegt|Gebiete liegen} hoch""#);
        assert_eq!(texts.say("areas", &[("n", "1")]), "1 Gebiet liegt hoch");
        for n in ["0", "2", "1.000"] {
            assert_eq!(
                texts.say("areas", &[("n", n)]),
                format!("{n} Gebiete liegen hoch")
            );
        }
        assert_eq!(
            texts.say("areas", &[]),
            "{n} {n|Gebiet liegt|Gebiete liegen} hoch"
        );
    }

    #[test]
    fn places_are_filled_once() {
        let texts = Texts::parse(r#"row = "Zeile {row}: „{value}“""#);
        assert_eq!(
            texts.say("row", &[("row", "7"), ("value", "{row}")]),
            "Zeile 7: „{row}“"
        );
    }
}
