//! Money in whole cents, as people in Germany write it.

use std::fmt;

use serde::{Deserialize, Serialize};
use vocabulary::{Explain, german_number};

use super::words;

/// The most that is handed out: a hundred thousand million euros, far below where cents are lost in floating numbers.
const MOST: u64 = 10_000_000_000_000;

/// An amount of money, in cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Euro(u64);

/// Not an amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an amount of money; write 35000,00 or 35.000")]
pub struct EuroError(pub String);

impl Explain for EuroError {
    fn german(&self) -> String {
        words::say("euro", &[("text", &self.0)])
    }
}

impl Euro {
    /// So many cents.
    pub const fn from_cents(cents: u64) -> Self {
        Self(cents)
    }

    /// In cents.
    pub const fn cents(self) -> u64 {
        self.0
    }
}

impl std::str::FromStr for Euro {
    type Err = EuroError;

    /// ```
    /// use findings::allocation::Euro;
    /// for text in ["35000,00", "35.000", "35.000,00 €", "35000.00", "35000"] {
    ///     assert_eq!(text.parse::<Euro>()?.cents(), 3_500_000);
    /// }
    /// assert!("35,000".parse::<Euro>().is_err());
    /// # Ok::<(), findings::allocation::EuroError>(())
    /// ```
    fn from_str(text: &str) -> Result<Self, EuroError> {
        let refused = || EuroError(text.to_owned());
        let plain = text.trim().trim_end_matches('€').trim_end();
        let point = plain
            .rfind('.')
            .filter(|at| !plain.contains(',') && plain.len() - at <= 3);
        let (whole, part) = match (plain.split_once(','), point) {
            (Some((whole, part)), _) => (whole, part),
            (None, Some(at)) => (&plain[..at], &plain[at + 1..]),
            (None, None) => (plain, ""),
        };
        let euros = digits(&grouped(whole).ok_or_else(refused)?).ok_or_else(refused)?;
        let cents = match part.len() {
            0 => 0,
            1 => 10 * digits(part).ok_or_else(refused)?,
            2 => digits(part).ok_or_else(refused)?,
            _ => return Err(refused()),
        };
        let all = euros.checked_mul(100).and_then(|e| e.checked_add(cents));
        all.filter(|all| *all <= MOST).map(Self).ok_or_else(refused)
    }
}

/// The digits without the points that group them by three.
fn grouped(whole: &str) -> Option<String> {
    let mut groups = whole.split('.');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.is_empty() || first.len() <= 3;
    (grouped && rest.iter().all(|g| g.len() == 3)).then(|| whole.replace('.', ""))
}

fn digits(text: &str) -> Option<u64> {
    let all = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    all.then(|| text.parse().ok()).flatten()
}

impl fmt::Display for Euro {
    /// „35.000,00 €“.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let euros = german_number((self.0 / 100) as f64, 0);
        write!(f, "{euros},{:02} €", self.0 % 100)
    }
}

impl TryFrom<String> for Euro {
    type Error = EuroError;

    fn try_from(text: String) -> Result<Self, EuroError> {
        text.parse()
    }
}

impl From<Euro> for String {
    fn from(euro: Euro) -> Self {
        euro.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in [
            "",
            "-5",
            "1,234",
            "12.34.5",
            "1.00.000",
            "zehn",
            ",",
            "1e5",
            "99999999999999",
        ] {
            assert!(text.parse::<Euro>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn an_amount_reads_as_it_is_written(cents in 0..=MOST) {
            let euro = Euro::from_cents(cents);
            prop_assert_eq!(euro.to_string().parse::<Euro>(), Ok(euro));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,20}") {
            let _ = text.parse::<Euro>();
        }
    }
}
