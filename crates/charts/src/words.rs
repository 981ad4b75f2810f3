//! What is said: units, lists and the alternative texts, which speak of shown figures only.

use std::sync::LazyLock;

use vocabulary::{Period, Texts, german_number, german_period};

use crate::lettering::NARROW;
use crate::mark::{Mark, Sight};
use crate::request::{Selection, Subject};

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::parse(include_str!("texts.de.toml")));

/// A sentence of the text file with its places filled.
pub(crate) fn say(key: &str, values: &[(&str, &str)]) -> String {
    TEXTS.say(key, values)
}

/// A number with its unit: narrow space before %, none where there is no unit.
pub(crate) fn with_unit(number: &str, unit: &str) -> String {
    match unit {
        "" => number.to_owned(),
        "%" | "‰" => format!("{number}{NARROW}{unit}"),
        _ => format!("{number}\u{a0}{unit}"),
    }
}

impl Subject<'_> {
    /// A value as people read it, without unit.
    pub(crate) fn number(&self, value: f64) -> String {
        german_number(value, self.decimals)
    }

    /// A value as people read it, with unit.
    pub(crate) fn value(&self, value: f64) -> String {
        with_unit(&self.number(value), self.unit)
    }
}

/// „A, B und C“.
pub(crate) fn listing(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} {} {last}", rest.join(", "), say("and", &[])),
    }
}

/// „2022 bis 2024“ in a sentence, „2022–24“ at an axis.
pub(crate) fn short_period(period: Period) -> String {
    match period {
        Period::Pool(first, last) if first / 100 == last / 100 => {
            format!("{first}–{:02}", last.rem_euclid(100))
        }
        Period::Pool(first, last) => format!("{first}–{last}"),
        other => german_period(other),
    }
}

/// Joins sentences, leaving out empty ones.
pub(crate) fn sentences(parts: &[String]) -> String {
    let said: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|p| !p.is_empty())
        .collect();
    said.join(" ")
}

/// Where high, where low among the shown, and how many are not shown.
pub(crate) fn spread(marks: &[Mark], subject: &Subject<'_>, set: &Selection<'_>) -> String {
    let shown: Vec<(&Mark, f64)> = marks.iter().filter_map(|m| Some((m, m.value()?))).collect();
    sentences(&[
        counted(shown.len(), marks.len(), set),
        extremes(shown, subject, set),
        unseen(marks, set),
    ])
}

fn counted(shown: usize, all: usize, set: &Selection<'_>) -> String {
    let (shown_word, all_word) = (shown.to_string(), all.to_string());
    let values = [
        ("shown", &*shown_word),
        ("all", &*all_word),
        ("many", set.many),
    ];
    match shown {
        0 => say("shown_none", &[]),
        1 => String::new(),
        _ if shown == all => say("shown_all", &values),
        _ => say("shown_of", &values),
    }
}

fn extremes(mut shown: Vec<(&Mark, f64)>, subject: &Subject<'_>, set: &Selection<'_>) -> String {
    shown.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.area.cmp(&b.0.area)));
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else {
        return String::new();
    };
    if shown.len() == 1 {
        let value = subject.value(first.1);
        return say("shown_one", &[("name", &first.0.label), ("value", &value)]);
    }
    if subject.value(first.1) == subject.value(last.1) {
        return say("all_equal", &[("value", &subject.value(first.1))]);
    }
    let most = if shown.len() < 6 { 1 } else { 3 };
    let high = ends(shown.iter(), most, (subject, set));
    let low = ends(shown.iter().rev(), most, (subject, set));
    sentences(&[
        say("highest", &[("list", &high)]),
        say("lowest", &[("list", &low)]),
    ])
}

/// The first few of a sorted row; where more are alike, how many they are.
fn ends<'a>(
    sorted: impl Iterator<Item = &'a (&'a Mark, f64)> + Clone,
    most: usize,
    (subject, set): (&Subject<'_>, &Selection<'_>),
) -> String {
    let Some(value) = sorted.clone().next().map(|s| subject.value(s.1)) else {
        return String::new();
    };
    let alike = sorted
        .clone()
        .filter(|s| subject.value(s.1) == value)
        .count();
    if alike > most.max(2) {
        let count = alike.to_string();
        return say(
            "alike",
            &[("count", &count), ("many", set.many), ("value", &value)],
        );
    }
    let named: Vec<String> = sorted
        .take(most.max(alike))
        .map(|(mark, value)| format!("{} ({})", mark.label, subject.value(*value)))
        .collect();
    listing(&named)
}

/// How many are not shown and how many are not known.
pub(crate) fn unseen(marks: &[Mark], set: &Selection<'_>) -> String {
    let count = |sight: Sight| marks.iter().filter(|m| m.sight == sight).count();
    let phrase = |number: usize, one: &str, many: &str| match number {
        0 => String::new(),
        1 => say(one, &[("one", set.one)]),
        n => say(many, &[("count", &n.to_string()), ("many", set.many)]),
    };
    sentences(&[
        phrase(count(Sight::Hidden), "hidden_one", "hidden_many"),
        phrase(count(Sight::Missing), "missing_one", "missing_many"),
    ])
}

/// What is seen of a mark, in words.
pub(crate) fn sight_words(sight: Sight, subject: &Subject<'_>) -> String {
    match sight {
        Sight::Seen { value, .. } => subject.value(value),
        Sight::Hidden => say("hidden", &[]),
        Sight::Missing => say("missing", &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_periods_are_german() {
        let list =
            |parts: &[&str]| listing(&parts.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>());
        assert_eq!(list(&["A", "B", "C"]), "A, B und C");
        assert_eq!(list(&["A"]), "A");
        assert_eq!(short_period(Period::Pool(2022, 2024)), "2022–24");
        assert_eq!(short_period(Period::Pool(1999, 2001)), "1999–2001");
        assert_eq!(with_unit("17,4", "%"), "17,4\u{202f}%");
    }

    #[test]
    fn every_text_is_used_by_the_code() {
        let code = [
            include_str!("ahead.rs"),
            include_str!("bars.rs"),
            include_str!("class_map.rs"),
            include_str!("distribution.rs"),
            include_str!("locator.rs"),
            include_str!("map.rs"),
            include_str!("pyramid.rs"),
            include_str!("series/drawing.rs"),
            include_str!("series/told.rs"),
            include_str!("shares.rs"),
            include_str!("spans.rs"),
            include_str!("strip.rs"),
            include_str!("words.rs"),
        ];
        for key in TEXTS.keys() {
            let quoted = format!("\"{key}\"");
            assert!(code.iter().any(|c| c.contains(&quoted)), "{key}");
        }
    }
}
