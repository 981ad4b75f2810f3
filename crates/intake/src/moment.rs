//! Times as suppliers write them: days, months, quarters, years, school years, serial numbers of spreadsheets.

use vocabulary::{Date, Period};

use crate::cell::Cell;
use crate::pattern::Caught;
use crate::profile::PeriodUnit;

/// The period a cell names; a day or month stands for the unit it lies in.
pub(crate) fn period(cell: &Cell<'_>, unit: PeriodUnit) -> Option<Period> {
    match cell {
        Cell::Day(day) => Some(of_month(day.year(), day.month(), unit)),
        Cell::Number(number) => of_number(*number, unit),
        Cell::Text(text) => of_text(text, unit),
        Cell::Empty | Cell::Fault(_) => None,
    }
}

/// The period of the places of a pattern.
pub(crate) fn of_caught(caught: Caught, unit: PeriodUnit) -> Option<Period> {
    let year = caught.year?;
    if let Some(last) = caught.last_year {
        return (last > year).then_some(Period::Pool(year, last));
    }
    if let Some(quarter) = caught.quarter {
        return Some(of_month(year, quarter * 3, unit));
    }
    Some(match caught.month {
        Some(month) => of_month(year, month, unit),
        None => Period::Year(year),
    })
}

/// The day a serial number of a spreadsheet means.
pub(crate) fn day_of_serial(serial: f64) -> Option<Date> {
    if !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
    let days = serial.floor() as i64;
    // Spreadsheets believe in 29 February 1900; counting from 30 December 1899 is right from March 1900 on.
    let start = jiff::civil::date(1899, 12, 30);
    let day = start.checked_add(jiff::Span::new().days(days)).ok()?;
    Date::new(day.year(), day.month(), day.day())
}

fn of_month(year: i32, month: u8, unit: PeriodUnit) -> Period {
    match unit {
        PeriodUnit::Year => Period::Year(year),
        PeriodUnit::Quarter => Period::Quarter(year, month.div_ceil(3)),
        PeriodUnit::Month => Period::Month(year, month),
    }
}

fn of_number(number: f64, unit: PeriodUnit) -> Option<Period> {
    if number.fract() == 0.0 && (1000.0..=9999.0).contains(&number) {
        return of_text(&number.to_string(), unit);
    }
    if number.fract() == 0.0 && (100_001.0..=999_912.0).contains(&number) {
        return of_text(&number.to_string(), unit);
    }
    // Dates delivered as numbers: 1954 to 2119.
    let day = (20_000.0..80_000.0).contains(&number).then_some(number)?;
    let day = day_of_serial(day)?;
    Some(of_month(day.year(), day.month(), unit))
}

/// Whether a number of a spreadsheet was taken for a day.
pub(crate) fn is_serial(cell: &Cell<'_>) -> bool {
    matches!(cell, Cell::Number(n) if (20_000.0..80_000.0).contains(n))
}

fn of_text(text: &str, unit: PeriodUnit) -> Option<Period> {
    let text = text.trim();
    if text.len() > 60 {
        return None;
    }
    if let Ok(period) = text.parse::<Period>() {
        return Some(match period {
            Period::Month(y, m) => of_month(y, m, unit),
            Period::Quarter(y, q) => of_month(y, q * 3, unit),
            other => other,
        });
    }
    if let Ok(day) = text
        .split([' ', 'T'])
        .next()
        .unwrap_or(text)
        .parse::<Date>()
    {
        return Some(of_month(day.year(), day.month(), unit));
    }
    compact(text, unit)
        .or_else(|| named(text, unit))
        .or_else(|| school_year(text))
}

/// `202412`, `20241231`, `12/2024`, `12.2024`.
fn compact(text: &str, unit: PeriodUnit) -> Option<Period> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let (year, month) = match text.len() {
        6 | 8 if digits => (&text[..4], &text[4..6]),
        _ => {
            let (month, year) = text.split_once(['/', '.'])?;
            (year, month)
        }
    };
    let (year, month) = (four(year)?, month.trim().parse::<u8>().ok()?);
    (1..=12)
        .contains(&month)
        .then(|| of_month(year, month, unit))
}

/// `Dezember 2024`, `Dez. 2024`, `4. Quartal 2024`, `Q4 2024`, `Stand 31.12.2024`.
fn named(text: &str, unit: PeriodUnit) -> Option<Period> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez",
    ];
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || c == '/' || c == '-')
        .filter(|w| !w.is_empty())
        .collect();
    if let Some(day) = words.iter().find_map(|w| w.parse::<Date>().ok()) {
        return Some(of_month(day.year(), day.month(), unit));
    }
    let year = words.iter().rev().find_map(|w| four(w))?;
    let month = MONTHS.iter().position(|m| {
        words
            .iter()
            .any(|w| w.starts_with(m) || (*m == "mär" && w.starts_with("mrz")))
    });
    if let Some(month) = month {
        return Some(of_month(year, u8::try_from(month + 1).ok()?, unit));
    }
    let quarter = words.windows(2).find_map(|w| match (w[0], w[1]) {
        (n, "quartal") => n.trim_end_matches('.').parse::<u8>().ok(),
        (q, _) => q.strip_prefix('q')?.parse::<u8>().ok(),
    })?;
    (1..=4)
        .contains(&quarter)
        .then(|| of_month(year, quarter * 3, unit))
}

/// A school year counts for the year it begins in: `2023/24`, `2023/2024`.
fn school_year(text: &str) -> Option<Period> {
    let (first, last) = text.split_once('/')?;
    let year = four(first)?;
    let last = last.trim();
    let next = if last.len() == 2 {
        (year + 1) % 100
    } else {
        year + 1
    };
    (last.parse() == Ok(next)).then_some(Period::Year(year))
}

fn four(text: &str) -> Option<i32> {
    let text = text.trim();
    (text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())?
        .filter(|y| *y >= 1000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, unit: PeriodUnit, expected: &str) {
        let got = period(&Cell::of(text), unit).map(|p| p.to_string());
        assert_eq!(got.as_deref().unwrap_or("none"), expected, "{text}");
    }

    #[test]
    fn times_are_read_however_they_are_written() {
        for text in [
            "2024",
            "31.12.2024",
            "2024-12-31",
            "2024-12",
            "202412",
            "20241231",
            "12/2024",
            "Dezember 2024",
            "Dez. 2024",
            "4. Quartal 2024",
            "Stand: 31.12.2024",
            "2024-12-31T00:00:00",
        ] {
            check(text, PeriodUnit::Year, "2024");
            if text != "2024" {
                check(text, PeriodUnit::Quarter, "2024-Q4");
            }
        }
        check("Dezember 2024", PeriodUnit::Month, "2024-12");
        check("2022-2024", PeriodUnit::Year, "2022-2024");
        check("2023/24", PeriodUnit::Year, "2023");
        check("2023/2024", PeriodUnit::Year, "2023");
    }

    #[test]
    fn a_day_delivered_as_a_number_is_a_day() {
        let day = period(&Cell::Number(45657.0), PeriodUnit::Month);
        assert_eq!(day.unwrap().to_string(), "2024-12");
        assert_eq!(
            period(&Cell::Number(2024.0), PeriodUnit::Year),
            Some(Period::Year(2024))
        );
        assert_eq!(period(&Cell::Number(7.5), PeriodUnit::Year), None);
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in ["abc", "24", "13/2024", "2024/2026", "", "99999999"] {
            check(text, PeriodUnit::Year, "none");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,40}", number: f64) {
            let _ = period(&Cell::of(&text), PeriodUnit::Quarter);
            let _ = period(&Cell::Number(number), PeriodUnit::Quarter);
            let _ = day_of_serial(number);
        }
    }
}
