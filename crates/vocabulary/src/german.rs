//! Numbers and dates as people in Germany write them.

use crate::{Date, Period};

/// A number with grouped thousands and decimal comma, rounded half away from zero: `3.412`, `17,4`.
///
/// ```
/// assert_eq!(vocabulary::german_number(3412.0, 0), "3.412");
/// assert_eq!(vocabulary::german_number(-0.04, 1), "0,0");
/// assert_eq!(vocabulary::german_number(2.5, 0), "3");
/// ```
pub fn german_number(number: f64, decimals: u8) -> String {
    let plain = german_plain(number, decimals);
    let (sign, digits) = plain
        .strip_prefix('−')
        .map_or(("", plain.as_str()), |d| ("−", d));
    let (whole, fraction) = digits.split_once(',').unwrap_or((digits, ""));
    let mut grouped = String::new();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            grouped.push('.');
        }
        grouped.push(c);
    }
    let comma = if fraction.is_empty() { "" } else { "," };
    format!("{sign}{grouped}{comma}{fraction}")
}

/// A count with its noun, one or several: `1 Umriss`, `0 Umrisse`, `10.990 Umrisse`.
///
/// ```
/// assert_eq!(vocabulary::german_counted(1, "Hinweis", "Hinweise"), "1 Hinweis");
/// assert_eq!(vocabulary::german_counted(1200, "Hinweis", "Hinweise"), "1.200 Hinweise");
/// ```
pub fn german_counted(count: usize, one: &str, several: &str) -> String {
    let noun = if count == 1 { one } else { several };
    format!("{} {noun}", german_number(count as f64, 0))
}

/// The same without grouping, for axes and years: `1998`, `0,5`.
pub fn german_plain(number: f64, decimals: u8) -> String {
    let scale = 10f64.powi(i32::from(decimals));
    // A nudge of a few ulps: 0.285 x 100 is 28.499999999999996, and people expect 0,29.
    let scaled = number * scale;
    let rounded = (scaled + scaled.signum() * scaled.abs() * 4.0 * f64::EPSILON).round() / scale;
    let text = format!("{:.*}", usize::from(decimals), rounded.abs()).replace('.', ",");
    let zero = text.chars().all(|c| c == '0' || c == ',');
    if rounded < 0.0 && !zero {
        format!("−{text}")
    } else {
        text
    }
}

/// A day: `31.12.2024`.
pub fn german_date(date: Date) -> String {
    format!("{:02}.{:02}.{}", date.day(), date.month(), date.year())
}

/// A period in words: `2024`, `2. Quartal 2024`, `Juni 2024`, `2022 bis 2024`.
pub fn german_period(period: Period) -> String {
    const MONTHS: [&str; 12] = [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ];
    match period {
        Period::Year(y) => y.to_string(),
        Period::Quarter(y, q) => format!("{q}. Quartal {y}"),
        Period::Month(y, m) => format!("{} {y}", MONTHS[usize::from(m.clamp(1, 12)) - 1]),
        Period::Pool(a, b) => format!("{a} bis {b}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_the_german_way() {
        for (number, decimals, text) in [
            (0.0, 0, "0"),
            (1_234_567.891, 2, "1.234.567,89"),
            (-1234.5, 1, "−1.234,5"),
            (0.285, 2, "0,29"),
            (999.95, 1, "1.000,0"),
            (-0.001, 2, "0,00"),
        ] {
            assert_eq!(german_number(number, decimals), text);
        }
        assert_eq!(german_plain(2015.0, 0), "2015");
    }

    #[test]
    fn periods_and_days_are_words() {
        assert_eq!(german_period(Period::Month(2024, 3)), "März 2024");
        assert_eq!(german_date("2024-12-31".parse().unwrap()), "31.12.2024");
    }
}
