//! The chapter of the handbook that says which method was checked against which program, written by the test that checks.

use std::fmt::Write as _;
use std::sync::LazyLock;

use vocabulary::{Texts, german_number};

use crate::{NOT_YET, Report};

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::parse(include_str!("handbook.de.toml")));

/// Deviations below this are rounding, whose last digits may differ from machine to machine.
const ROUNDING: f64 = 1e-12;

/// The whole chapter, from the cases of the project and those on data of others.
pub fn chapter(own: &Report, reference: &Report) -> String {
    let number = |count: usize| german_number(count as f64, 0);
    let waiting = own.waiting() + reference.waiting();
    let not_yet = [
        ("methods", number(NOT_YET.len())),
        ("cases", number(waiting)),
    ];
    let not_yet = not_yet.each_ref().map(|(key, text)| (*key, text.as_str()));
    let mut parts = vec![
        TEXTS.say("opening", &[]),
        TEXTS.say("own", &[]) + &table(own),
        TEXTS.say("reference", &[]) + &table(reference),
        TEXTS.say("without", &[]),
    ];
    if !NOT_YET.is_empty() {
        parts.push(TEXTS.say("not_yet", &not_yet));
    }
    parts.join("\n")
}

/// One row for each method and program.
pub fn table(report: &Report) -> String {
    let mut table = TEXTS.say("head", &[]);
    for (method, reference, (cases, entries, deviation)) in report.lines() {
        let (name, program) = (TEXTS.say(method, &[]), program(reference));
        let (entries, bound) = (german_number(entries as f64, 0), bound(deviation));
        writeln!(
            table,
            "| {name} | {program} | {cases} | {entries} | {bound} |"
        )
        .expect("a string takes all that is written");
    }
    table
}

/// The reference without what stands in brackets.
fn program(reference: &str) -> String {
    let mut depth = 0_u32;
    let mut outside = String::new();
    for letter in reference.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(letter),
            _ => {}
        }
    }
    let words: Vec<&str> = outside.split_whitespace().collect();
    words.join(" ").replace(" ;", ";")
}

/// The power of ten that a deviation stays below.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a power of ten has few digits"
)]
fn bound(deviation: f64) -> String {
    let power = deviation.max(ROUNDING).log10().ceil() as i32;
    let raised = |digit: char| match digit {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        other => char::from_u32(other as u32 - '0' as u32 + '⁰' as u32).unwrap_or(other),
    };
    let power: String = power.to_string().chars().map(raised).collect();
    format!("höchstens 10{power}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_powers_of_ten_and_rounding_is_one_of_them() {
        assert_eq!(bound(0.0), "höchstens 10⁻¹²");
        assert_eq!(bound(3e-15), "höchstens 10⁻¹²");
        assert_eq!(bound(2.2e-3), "höchstens 10⁻²");
        assert_eq!(bound(4e-8), "höchstens 10⁻⁷");
    }

    #[test]
    fn programs_are_named_without_where_they_ran() {
        let reference =
            "R epitools 0.5.10.1 (R 4.2.2, Debian 12) (Fay-Feuer gamma); R PHE 2.1.0 (source)";
        assert_eq!(program(reference), "R epitools 0.5.10.1; R PHE 2.1.0");
    }

    #[test]
    fn every_method_has_a_german_name() {
        let known: Vec<&str> = TEXTS.keys().collect();
        let source = include_str!("lib.rs");
        let arms = source.lines().filter(|line| line.contains("\" => "));
        for arm in arms {
            let method = arm.split('"').nth(1).unwrap_or_default();
            assert!(known.contains(&method), "{method} has no German name");
        }
    }
}
