//! The time a count or figure speaks of: a year, a quarter, a month, or several years pooled.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Date;

/// A reporting period, written `2024`, `2024-Q2`, `2024-06` or `2022-2024`.
///
/// Whether a year means its last day (a stock) or the whole of it (a flow) is said by the count, not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Period {
    /// One calendar year.
    Year(i32),
    /// A quarter, 1 to 4.
    Quarter(i32, u8),
    /// A month, 1 to 12.
    Month(i32, u8),
    /// Several years added up: counts over the sum of denominators, first and last year included.
    #[doc(alias = "gepoolt")]
    Pool(i32, i32),
}

/// Not a period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a period; write 2024, 2024-Q2, 2024-06 or 2022-2024")]
pub struct PeriodError(pub String);

impl crate::Explain for PeriodError {
    fn german(&self) -> String {
        crate::causes::of_message(&self.to_string())
    }
}

impl Period {
    /// The first year it covers.
    pub fn first_year(self) -> i32 {
        match self {
            Self::Year(y) | Self::Quarter(y, _) | Self::Month(y, _) | Self::Pool(y, _) => y,
        }
    }

    /// The last year it covers.
    pub fn last_year(self) -> i32 {
        match self {
            Self::Year(y) | Self::Quarter(y, _) | Self::Month(y, _) | Self::Pool(_, y) => y,
        }
    }

    /// The day on which the outlines of a period are looked at.
    ///
    /// ```
    /// use vocabulary::Period;
    /// for (period, day) in [("2024", "2024-12-31"), ("2022-2024", "2024-12-31"), ("2024-Q2", "2024-06-30"), ("2024-02", "2024-02-29")] {
    ///     assert_eq!(period.parse::<Period>()?.last_day().to_string(), day);
    /// }
    /// # Ok::<(), vocabulary::PeriodError>(())
    /// ```
    ///
    /// # Panics
    /// Never: every month has a twenty-eighth.
    pub fn last_day(self) -> Date {
        let (year, month) = match self {
            Self::Year(y) | Self::Pool(_, y) => (y, 12),
            Self::Quarter(y, q) => (y, i8::try_from(q).unwrap_or(4).clamp(1, 4) * 3),
            Self::Month(y, m) => (y, i8::try_from(m).unwrap_or(12).clamp(1, 12)),
        };
        let year = i16::try_from(year).unwrap_or(i16::MAX).clamp(1, 9998);
        let last = (28..=31).rev().find_map(|day| Date::new(year, month, day));
        last.expect("every month has a twenty-eighth")
    }

    /// Whether several years were added up.
    pub fn is_pooled(self) -> bool {
        matches!(self, Self::Pool(..))
    }

    /// Whether two periods share a year; overlapping pools are never compared with each other.
    pub fn overlaps(self, other: Self) -> bool {
        self.first_year() <= other.last_year() && other.first_year() <= self.last_year()
    }

    /// The same period so many years earlier; a pool keeps its length.
    ///
    /// ```
    /// use vocabulary::Period;
    /// assert_eq!(Period::Year(2024).years_back(5), Period::Year(2019));
    /// assert_eq!(Period::Pool(2022, 2024).years_back(3), Period::Pool(2019, 2021));
    /// ```
    #[must_use]
    pub fn years_back(self, years: u8) -> Self {
        let back = i32::from(years);
        match self {
            Self::Year(y) => Self::Year(y - back),
            Self::Quarter(y, q) => Self::Quarter(y - back, q),
            Self::Month(y, m) => Self::Month(y - back, m),
            Self::Pool(a, b) => Self::Pool(a - back, b - back),
        }
    }

    /// The same kind of period one year earlier (a pool moves by its own length).
    #[must_use]
    pub fn previous(self) -> Self {
        match self {
            Self::Year(y) => Self::Year(y - 1),
            Self::Quarter(y, q) => Self::Quarter(y - 1, q),
            Self::Month(y, m) => Self::Month(y - 1, m),
            Self::Pool(a, b) => Self::Pool(a - (b - a + 1), a - 1),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Year(y) => format!("{y:04}"),
            Self::Quarter(y, q) => format!("{y:04}-Q{q}"),
            Self::Month(y, m) => format!("{y:04}-{m:02}"),
            Self::Pool(a, b) => format!("{a:04}-{b:04}"),
        };
        f.pad(&text)
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let text = text.trim();
        let wrong = || PeriodError(text.to_owned());
        let year = |t: &str| match t.parse::<i32>() {
            Ok(y) if t.len() == 4 && (1000..=9999).contains(&y) => Ok(y),
            _ => Err(wrong()),
        };
        let Some((left, right)) = text.split_once('-') else {
            return year(text).map(Self::Year);
        };
        let y = year(left)?;
        if let Some(quarter) = right.strip_prefix('Q') {
            return match quarter.parse() {
                Ok(q @ 1..=4) => Ok(Self::Quarter(y, q)),
                _ => Err(wrong()),
            };
        }
        if right.len() == 4 {
            let last = year(right)?;
            return if last > y {
                Ok(Self::Pool(y, last))
            } else {
                Err(wrong())
            };
        }
        match right.parse() {
            Ok(m @ 1..=12) if right.len() == 2 => Ok(Self::Month(y, m)),
            _ => Err(wrong()),
        }
    }
}

impl TryFrom<String> for Period {
    type Error = PeriodError;
    fn try_from(text: String) -> Result<Self, PeriodError> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> String {
        period.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_period_reads_what_it_writes() {
        for text in ["2024", "2024-Q2", "2024-06", "2022-2024"] {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in ["24", "2024-Q5", "2024-13", "2024-2022", "2024-6", "", "x"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn overlapping_pools_are_recognised() {
        assert!(Period::Pool(2021, 2023).overlaps(Period::Pool(2022, 2024)));
        assert!(!Period::Pool(2019, 2021).overlaps(Period::Pool(2022, 2024)));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,12}") {
            let _ = text.parse::<Period>();
        }
    }
}
