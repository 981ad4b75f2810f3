//! Figures in words and numbers, the German way; never more exact than the interval, never a word about why.

use disclosure::Shown;
use releases::{Answer, IndicatorSheet};
use vocabulary::{State, german_number, german_period};

use super::view::number;
use crate::texts;

/// A narrow space that does not break, before a unit.
const NARROW: char = '\u{202f}';

/// A sentence of the text file.
pub(crate) fn say(key: &str, values: &[(&str, &str)]) -> String {
    texts().say(key, values)
}

/// A value with its unit: `17,4 %`; the words for a hidden one are the same for all reasons.
pub(crate) fn value(shown: Option<&Shown>, sheet: &IndicatorSheet) -> String {
    let Some(shown) = shown else {
        return say("unknown", &[]);
    };
    match (shown.state, number(shown)) {
        (State::Value | State::Zero, Some(x)) => with_unit(x, sheet),
        (State::Suppressed, _) => say("hidden", &[]),
        (State::Interval, _) => between(shown, sheet),
        (State::NotMeaningful | State::NotDefined, _) => "–".to_owned(),
        _ => say("unknown", &[]),
    }
}

/// The same without unit, for narrow columns.
pub(crate) fn bare(shown: Option<&Shown>, sheet: &IndicatorSheet) -> String {
    match shown.and_then(number) {
        Some(x) => german_number(x, sheet.decimals),
        None => value(shown, sheet),
    }
}

fn between(shown: &Shown, sheet: &IndicatorSheet) -> String {
    match (shown.lower, shown.upper) {
        (Some(low), Some(high)) => say(
            "between",
            &[
                ("low", &german_number(low, sheet.decimals)),
                ("high", &with_unit(high, sheet)),
            ],
        ),
        _ => say("hidden", &[]),
    }
}

pub(crate) fn with_unit(x: f64, sheet: &IndicatorSheet) -> String {
    let text = german_number(x, sheet.decimals);
    match sheet.unit.as_str() {
        "" => text,
        "%" => format!("{text}{NARROW}%"),
        unit => format!("{text} {unit}"),
    }
}

/// A value for the narrow column of a profile: only the percent sign stays, other units stand beside the name.
pub(crate) fn short(shown: Option<&Shown>, sheet: &IndicatorSheet) -> String {
    match shown.and_then(number) {
        Some(x) if sheet.unit != "%" => german_number(x, sheet.decimals),
        _ => value(shown, sheet),
    }
}

/// `(14,1–20,7)`, where there is one.
pub(crate) fn interval(shown: Option<&Shown>, sheet: &IndicatorSheet) -> String {
    let Some(shown) = shown.filter(|s| number(s).is_some()) else {
        return String::new();
    };
    match (shown.lower, shown.upper) {
        (Some(low), Some(high)) => format!(
            "({}–{})",
            german_number(low, sheet.decimals),
            german_number(high, sheet.decimals)
        ),
        _ => String::new(),
    }
}

/// `A, B und C`.
pub(crate) fn enumerate<T: AsRef<str>>(names: &[T]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            say(
                "and",
                &[("most", &most.join(", ")), ("last", last.as_ref())],
            )
        }
    }
}

/// What the subtitle of a figure says: what, of whom, unit, when.
pub(crate) fn subtitle(sheet: &IndicatorSheet, period: vocabulary::Period) -> String {
    let when = german_period(period);
    match &sheet.denominator {
        Some(denominator) => say(
            "subtitle_of",
            &[
                ("numerator", &sheet.numerator),
                ("denominator", denominator),
                ("unit", &sheet.unit),
                ("period", &when),
            ],
        ),
        None => say(
            "subtitle",
            &[
                ("numerator", &sheet.numerator),
                ("unit", &sheet.unit),
                ("period", &when),
            ],
        ),
    }
}

/// „mehr als im übrigen Kreis“, in full.
pub(crate) fn verdict(answer: Answer, rest: &str) -> String {
    let key = match answer {
        Answer::Above => "verdict_above",
        Answer::Below => "verdict_below",
        Answer::NoDifference => "verdict_none",
        Answer::TooFew => "verdict_few",
    };
    say(key, &[("rest", rest)])
}

/// The same below a head that says against what.
pub(crate) fn short_verdict(answer: Answer) -> String {
    let key = match answer {
        Answer::Above => "short_above",
        Answer::Below => "short_below",
        Answer::NoDifference => "short_none",
        Answer::TooFew => "short_few",
    };
    say(key, &[])
}

/// Paragraphs of a text with blank lines between them.
pub(crate) fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n")
        .map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|paragraph| !paragraph.is_empty())
        .collect()
}

/// The first letter large, as at the beginning of a sentence.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
