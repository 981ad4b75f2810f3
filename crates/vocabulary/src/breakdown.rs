//! By which traits a number is broken down: `total`, or `age=0-17|sex=female`.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Pairs of dimension and category in fixed (alphabetical) order, or `total`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[doc(alias = "Merkmalsausprägung")]
pub struct Breakdown(Arc<str>);

/// Not a breakdown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BreakdownError {
    /// A part is not of the form `dimension=category`.
    #[error("`{0}` is not of the form dimension=category")]
    Pair(String),
    /// The same dimension stands twice.
    #[error("the dimension `{0}` stands twice")]
    Twice(String),
}

impl crate::Explain for BreakdownError {
    fn german(&self) -> String {
        crate::causes::of_message(&self.to_string())
    }
}

impl Breakdown {
    /// No breakdown: all people, all cases.
    pub fn total() -> Self {
        Self(Arc::from("total"))
    }

    /// Puts pairs into the fixed order.
    ///
    /// ```
    /// use vocabulary::Breakdown;
    /// let girls = Breakdown::of([("sex", "female"), ("age", "0-17")]).unwrap();
    /// assert_eq!(girls.to_string(), "age=0-17|sex=female");
    /// ```
    pub fn of<D: AsRef<str>, C: AsRef<str>>(
        pairs: impl IntoIterator<Item = (D, C)>,
    ) -> Result<Self, BreakdownError> {
        let word = |t: &str| !t.is_empty() && !t.contains(['=', '|', ';', '"', '\n', '\r']);
        let mut sorted = Vec::new();
        for (d, c) in pairs {
            let (d, c) = (d.as_ref().trim().to_owned(), c.as_ref().trim().to_owned());
            if !word(&d) || !word(&c) {
                return Err(BreakdownError::Pair(format!("{d}={c}")));
            }
            sorted.push((d, c));
        }
        sorted.sort();
        if let Some(two) = sorted.windows(2).find(|w| w[0].0 == w[1].0) {
            return Err(BreakdownError::Twice(two[0].0.clone()));
        }
        if sorted.is_empty() {
            return Ok(Self::total());
        }
        let text: Vec<String> = sorted.iter().map(|(d, c)| format!("{d}={c}")).collect();
        Ok(Self(Arc::from(text.join("|"))))
    }

    /// Whether this is the total.
    pub fn is_total(&self) -> bool {
        &*self.0 == "total"
    }

    /// The pairs in fixed order; none for the total.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let text = if self.is_total() { "" } else { &self.0 };
        text.split('|').filter_map(|pair| pair.split_once('='))
    }

    /// The category of one dimension, if broken down by it.
    pub fn category(&self, dimension: &str) -> Option<&str> {
        self.pairs().find(|(d, _)| *d == dimension).map(|(_, c)| c)
    }

    /// The same without one dimension: the margin this cell adds up to.
    #[must_use]
    pub fn without(&self, dimension: &str) -> Self {
        Self::of(self.pairs().filter(|(d, _)| *d != dimension))
            .expect("a part of a valid breakdown is valid")
    }

    /// The text form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Breakdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for Breakdown {
    type Err = BreakdownError;
    fn from_str(text: &str) -> Result<Self, BreakdownError> {
        let text = text.trim();
        if text == "total" {
            return Ok(Self::total());
        }
        let pair = |p: &str| {
            p.split_once('=')
                .map(|(d, c)| (d.to_owned(), c.to_owned()))
                .ok_or_else(|| BreakdownError::Pair(p.to_owned()))
        };
        Self::of(text.split('|').map(pair).collect::<Result<Vec<_>, _>>()?)
    }
}

impl TryFrom<String> for Breakdown {
    type Error = BreakdownError;
    fn try_from(text: String) -> Result<Self, BreakdownError> {
        text.parse()
    }
}

impl From<Breakdown> for String {
    fn from(b: Breakdown) -> String {
        b.0.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_pairs_is_fixed() {
        let a: Breakdown = "sex=female|age=0-17".parse().unwrap();
        assert_eq!(a.as_str(), "age=0-17|sex=female");
        assert_eq!(a.without("age").as_str(), "sex=female");
        assert!(a.without("age").without("sex").is_total());
        assert_eq!(a.category("sex"), Some("female"));
    }

    #[test]
    fn a_dimension_twice_is_refused() {
        assert_eq!(
            "a=1|a=2".parse::<Breakdown>(),
            Err(BreakdownError::Twice("a".into()))
        );
        assert!("".parse::<Breakdown>().is_err());
    }
}
