//! Mistakes in texts that people write (TOML, JSON, table cells): what is wrong, and in which line and column.
//!
//! The parsers speak English sentences only; the usual ones are recognised by their beginning.

use super::{TEXTS, technical};

/// A mistake in a text that a person wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenFault {
    /// Line, from 1; 0 where it is about the whole.
    pub line: u32,
    /// Column in characters, from 1; 0 where it is about the whole line.
    pub column: u32,
    /// The field meant, where one is named.
    pub field: String,
    /// What the parser says, in one line, for the log.
    pub english: String,
    /// The same in German, with the remedy where there is one.
    pub german: String,
}

impl WrittenFault {
    /// The mistake the TOML parser met in a text.
    pub fn of_toml(text: &str, error: &toml::de::Error) -> Self {
        let start = error.span().map(|s| s.start.min(text.len()));
        let (line, column) = start.map_or((0, 0), |start| place(text, start));
        Self::new((line, column), error.message())
    }

    /// The mistake the JSON parser met.
    pub fn of_json(error: &serde_json::Error) -> Self {
        let said = error.to_string();
        let message = said.split(" at line ").next().unwrap_or(&said);
        let number = |n: usize| u32::try_from(n).unwrap_or(0);
        Self::new((number(error.line()), number(error.column())), message)
    }

    fn new((line, column): (u32, u32), message: &str) -> Self {
        let field = quoted(message).next().unwrap_or_default().to_owned();
        Self {
            line,
            column,
            field,
            english: message.lines().next().unwrap_or_default().to_owned(),
            german: of_message(message),
        }
    }

    /// The German sentence with its line and column before it.
    pub fn german_with_place(&self) -> String {
        match (self.line, self.column) {
            (0, _) => self.german.clone(),
            (line, 0) => format!("Zeile {line}: {}", self.german),
            (line, column) => format!("Zeile {line}, Spalte {column}: {}", self.german),
        }
    }
}

/// Line and column, from 1, of a byte.
fn place(text: &str, start: usize) -> (u32, u32) {
    let before = &text.as_bytes()[..start];
    let line = before.split(|b| *b == b'\n').count();
    let begin = before
        .iter()
        .rposition(|b| *b == b'\n')
        .map_or(0, |i| i + 1);
    // Continuation bytes of UTF-8 are no characters of their own.
    let column = before[begin..]
        .iter()
        .filter(|b| **b & 0xC0 != 0x80)
        .count()
        + 1;
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    (number(line), number(column))
}

/// A parser's message in German.
///
/// ```
/// let told = vocabulary::causes::of_message("missing field `name`");
/// assert_eq!(told, "Das Feld „name“ fehlt.");
/// ```
pub fn of_message(message: &str) -> String {
    let message = message.trim();
    field_fault(message)
        .or_else(|| of_another_kind(message))
        .or_else(|| own_type(message))
        .or_else(|| syntax(message))
        .unwrap_or_else(|| TEXTS.say("other", &[("technical", &technical(message))]))
}

fn quoted(message: &str) -> impl Iterator<Item = &str> {
    message.split('`').skip(1).step_by(2)
}

/// Fields and words, as `serde` reports them.
fn field_fault(message: &str) -> Option<String> {
    let mut words = quoted(message);
    let first = words.next().unwrap_or_default();
    let rest = words.collect::<Vec<_>>().join(", ");
    let key = match message {
        m if m.starts_with("unknown field") && rest.is_empty() => "unknown_field_alone",
        m if m.starts_with("unknown field") => "unknown_field",
        m if m.starts_with("missing field") => "missing_field",
        m if m.starts_with("duplicate field") => "duplicate_field",
        m if m.starts_with("unknown variant") => "unknown_variant",
        _ => return None,
    };
    Some(TEXTS.say(key, &[("first", first), ("rest", &rest)]))
}

/// A value of another kind than expected.
fn of_another_kind(message: &str) -> Option<String> {
    let typed = ["invalid type: ", "invalid value: "];
    if let Some(rest) = typed.iter().find_map(|t| message.strip_prefix(t)) {
        let (what, wanted) = rest.rsplit_once(", expected ")?;
        let places = [("found", found(what)?), ("expected", expected(wanted)?)];
        let places = places.each_ref().map(|(k, v)| (*k, v.as_str()));
        return Some(TEXTS.say("invalid_type", &places));
    }
    let rest = message.strip_prefix("invalid length ")?;
    let (what, wanted) = rest.split_once(", expected ")?;
    let wanted = expected(wanted)?;
    Some(TEXTS.say("invalid_length", &[("found", what), ("expected", &wanted)]))
}

fn found(what: &str) -> Option<String> {
    let inner = |prefix: &str, end: char| {
        what.strip_prefix(prefix)
            .map(|v| v.trim_end_matches(end).to_owned())
    };
    let number = || inner("integer `", '`').or_else(|| inner("floating point `", '`'));
    if let Some(text) = inner("string \"", '"') {
        return Some(TEXTS.say("found_text", &[("value", &text)]));
    }
    if let Some(value) = number() {
        return Some(TEXTS.say("found_number", &[("value", &value)]));
    }
    if let Some(value) = inner("boolean `", '`') {
        return Some(TEXTS.say("found_truth", &[("value", &value)]));
    }
    let key = match what {
        "sequence" => "found_list",
        "map" => "found_group",
        "null" | "unit value" | "Option value" => "found_nothing",
        _ => return None,
    };
    Some(TEXTS.say(key, &[]))
}

fn expected(wanted: &str) -> Option<String> {
    let key = match wanted {
        "a string" | "a borrowed string" | "path string" | "string or table" => "a_text",
        "f64" | "f32" => "a_number",
        "a boolean" => "a_truth",
        "a sequence" => "a_list",
        "a map" => "a_group",
        w if w.starts_with("struct ") || w.starts_with("internally tagged") => "a_group",
        w if w.strip_prefix(['u', 'i']).is_some_and(is_size) => "a_whole_number",
        _ => return None,
    };
    Some(TEXTS.say(key, &[]))
}

fn is_size(text: &str) -> bool {
    matches!(text, "8" | "16" | "32" | "64" | "128" | "size")
}

/// Types of the house that refuse a text: dates, periods, ids, breakdowns.
fn own_type(message: &str) -> Option<String> {
    let key = match message {
        m if m.contains("` is not a date;") => "not_a_date",
        m if m.contains("` is not a period;") => "not_a_period",
        m if m.starts_with("an id must not be empty") => "id_empty",
        m if m.contains("` is longer than 64 characters") => "id_too_long",
        m if m.contains("` holds the character ") => "id_character",
        m if m.contains("` is not of the form dimension=category") => "breakdown_pair",
        m if m.starts_with("the dimension `") => "breakdown_twice",
        m if m.starts_with("invalid digit") || m.starts_with("invalid float literal") => {
            "not_a_number"
        }
        m if m.starts_with("provided string was not `true`") => "not_a_boolean",
        _ => return None,
    };
    let first = quoted(message).next().unwrap_or_default();
    Some(TEXTS.say(key, &[("first", first)]))
}

/// The beginnings of what the TOML parser says about spelling.
const SYNTAX: [(&str, &str); 34] = [
    (
        "string values must be quoted",
        "string_values_must_be_quoted",
    ),
    ("invalid float,", "string_values_must_be_quoted"),
    ("invalid boolean,", "string_values_must_be_quoted"),
    ("key with no value", "key_with_no_value"),
    ("missing assignment", "key_with_no_value"),
    ("extra assignment", "unexpected"),
    ("duplicate key", "duplicate_key"),
    ("cannot extend value of type", "duplicate_key"),
    ("unclosed", "unclosed"),
    ("missing array opening", "unclosed"),
    ("missing inline table opening", "unclosed"),
    ("missing table open", "unclosed"),
    ("invalid basic string", "quote"),
    ("invalid literal string", "quote"),
    ("missing opening quote", "quote"),
    ("missing value", "missing_value"),
    ("missing comma", "missing_comma"),
    ("extra comma", "extra_comma"),
    ("invalid unquoted key", "bad_key"),
    ("unquoted keys cannot be empty", "bad_key"),
    ("keys cannot be multi-line", "bad_key"),
    ("invalid key-value pair", "key_with_no_value"),
    ("missing escaped value", "bad_escape"),
    ("too few unicode value digits", "bad_escape"),
    ("`_` may only go between digits", "bad_number"),
    ("integers with a radix", "bad_number"),
    ("radix must be lowercase", "bad_number"),
    ("redundant", "bad_number"),
    ("unexpected leading zero", "bad_number"),
    ("unexpected sign", "bad_number"),
    ("integer number overflowed", "bad_number"),
    ("unexpected", "unexpected"),
    ("cannot recurse further", "too_deep"),
    ("recursion limit", "too_deep"),
];

fn syntax(message: &str) -> Option<String> {
    let known = SYNTAX
        .iter()
        .find(|(begins, _)| message.starts_with(begins));
    known.map(|(_, key)| TEXTS.say(key, &[]))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::{AreaKey, Date};

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only refused")]
    struct Sheet {
        key: AreaKey,
        since: Option<Date>,
        digits: Option<u32>,
        names: Option<Vec<String>>,
        open: Option<bool>,
        share: Option<f64>,
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let error = toml::from_str::<Sheet>(text).unwrap_err();
        let fault = WrittenFault::of_toml(text, &error);
        assert_eq!(fault.german_with_place(), expected, "{}", error.message());
    }

    #[test]
    fn a_misspelt_field_is_told_with_its_place() {
        check(
            "key = '1'\nsinze = '2020-01-01'",
            "Zeile 2, Spalte 1: Das Feld „sinze“ gibt es nicht. Möglich sind: key, since, digits, names, open, share.",
        );
        check("open = true", "Zeile 1, Spalte 1: Das Feld „key“ fehlt.");
    }

    #[test]
    fn a_value_of_another_kind_is_told() {
        check(
            "key = 5",
            "Zeile 1, Spalte 7: Hier wird ein Text in Anführungszeichen erwartet, dort steht die Zahl 5.",
        );
        check(
            "key = '1'\nnames = 'ä'",
            "Zeile 2, Spalte 9: Hier wird eine Liste in eckigen Klammern erwartet, dort steht der Text „ä“.",
        );
        check(
            "key = '1'\nopen = 'ja'",
            "Zeile 2, Spalte 8: Hier wird true oder false erwartet, dort steht der Text „ja“.",
        );
        check(
            "key = '1'\ndigits = -1",
            "Zeile 2, Spalte 10: Hier wird eine ganze Zahl erwartet, dort steht die Zahl -1.",
        );
        check(
            "key = '1'\nshare = 'halb'",
            "Zeile 2, Spalte 9: Hier wird eine Zahl erwartet, dort steht der Text „halb“.",
        );
    }

    #[test]
    fn what_the_types_of_the_house_refuse_is_told() {
        check(
            "key = '1'\nsince = '30.02.2020'",
            "Zeile 2, Spalte 9: „30.02.2020“ ist kein Datum; erwartet wird zum Beispiel 2024-12-31 oder 31.12.2024.",
        );
        check(
            "key = '1/2'",
            "Zeile 1, Spalte 7: Die Kennung „1/2“ enthält ein Zeichen, das nicht erlaubt ist; erlaubt sind Buchstaben, Ziffern und „_“, „-“, „.“, „+“.",
        );
    }

    #[test]
    fn mistakes_of_spelling_are_told() {
        check(
            "key = Nord",
            "Zeile 1, Spalte 7: Hier fehlt ein Wert, oder ein Text steht ohne Anführungszeichen.",
        );
        check(
            "key = '1'\nkey = '2'",
            "Zeile 2, Spalte 1: Diese Angabe steht zweimal da. Bitte eine der beiden streichen.",
        );
        check(
            "größe = '1'",
            "Zeile 1, Spalte 3: Der Name einer Angabe darf nur Buchstaben ohne Umlaute, Ziffern, „_“ und „-“ enthalten oder muss in Anführungszeichen stehen.",
        );
    }

    #[test]
    fn every_usual_slip_of_the_pen_has_german_words() {
        for text in [
            "key",
            "key =",
            "key = [",
            "key = '1",
            "key = \"1",
            "= 1",
            "key = 007",
            "key = 1__0",
            "[",
            "[a",
            "[[a]",
            "key = {a = 1",
            "key = \"C:\\Daten\"",
            "key = '1' '2'",
            "key = [1 2]",
            "key = [1,,2]",
            "a b = 1",
            "\u{1}",
        ] {
            let error = toml::from_str::<Sheet>(text).unwrap_err();
            let german = WrittenFault::of_toml(text, &error).german;
            assert!(!german.contains("technisch"), "{text}: {german}");
        }
    }

    #[test]
    fn json_is_told_with_its_place_too() {
        let error = serde_json::from_str::<Sheet>("{\"key\": 5}").unwrap_err();
        let fault = WrittenFault::of_json(&error);
        assert_eq!(
            fault.german_with_place(),
            "Zeile 1, Spalte 9: Hier wird ein Text in Anführungszeichen erwartet, dort steht die Zahl 5."
        );
    }

    proptest::proptest! {
        #[test]
        fn no_message_and_no_text_makes_it_stumble(message: String, text: String) {
            of_message(&message);
            if let Err(error) = toml::from_str::<Sheet>(&text) {
                WrittenFault::of_toml(&text, &error);
            }
        }
    }
}
