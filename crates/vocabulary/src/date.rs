//! A calendar day without clock or time zone.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A day of the calendar, written `2024-12-31`. The current day is always a parameter, never read inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date(jiff::civil::Date);

/// Not a day of the calendar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date; write 2024-12-31 or 31.12.2024")]
pub struct DateError(pub String);

impl crate::Explain for DateError {
    fn german(&self) -> String {
        crate::causes::of_message(&self.to_string())
    }
}

impl Date {
    /// The day, if the calendar has it.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        jiff::civil::Date::new(year, month, day).ok().map(Self)
    }

    /// The year, for example 2024.
    pub fn year(self) -> i32 {
        i32::from(self.0.year())
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        u8::try_from(self.0.month()).expect("jiff months are 1 to 12")
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        u8::try_from(self.0.day()).expect("jiff days are 1 to 31")
    }

    /// The day before; the same day at the beginning of the calendar.
    #[must_use]
    pub fn yesterday(self) -> Self {
        self.0.yesterday().map_or(self, Self)
    }

    /// The day after; the same day at the end of the calendar.
    #[must_use]
    pub fn tomorrow(self) -> Self {
        self.0.tomorrow().map_or(self, Self)
    }
}

impl FromStr for Date {
    type Err = DateError;

    /// Reads `2024-12-31` and the German `31.12.2024`.
    fn from_str(text: &str) -> Result<Self, DateError> {
        let text = text.trim();
        let wrong = || DateError(text.to_owned());
        let iso = text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
        let mut parts = text.split(if iso { '-' } else { '.' });
        let mut next = || {
            parts
                .next()
                .and_then(|p| p.parse::<i16>().ok())
                .ok_or_else(wrong)
        };
        let (a, b, c) = (next()?, next()?, next()?);
        let (year, day) = if iso { (a, c) } else { (c, a) };
        if parts.next().is_some() || !(1000..=9999).contains(&year) {
            return Err(wrong());
        }
        let small = |n: i16| i8::try_from(n).ok().ok_or_else(wrong);
        Self::new(year, small(b)?, small(day)?).ok_or_else(wrong)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!(
            "{:04}-{:02}-{:02}",
            self.year(),
            self.month(),
            self.day()
        ))
    }
}

impl TryFrom<String> for Date {
    type Error = DateError;
    fn try_from(text: String) -> Result<Self, DateError> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> String {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn german_and_iso_dates_are_the_same_day() {
        assert_eq!("31.12.2024".parse::<Date>(), "2024-12-31".parse());
        assert_eq!(
            "1.3.2020".parse::<Date>().unwrap().to_string(),
            "2020-03-01"
        );
    }

    #[test]
    fn the_thirtieth_of_february_is_no_day() {
        for wrong in [
            "30.02.2024",
            "2024-13-01",
            "2024",
            "",
            "1.2.3.4",
            "01.01.24",
        ] {
            assert!(wrong.parse::<Date>().is_err(), "{wrong}");
        }
    }
}
