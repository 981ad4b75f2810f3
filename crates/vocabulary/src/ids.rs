//! The ids of things: areas, counts, indicators, levels, classes of confidentiality, deliveries.
//!
//! An id is a short printable word that is kept exactly as written: area keys keep their leading zeros.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// An id that cannot be one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Nothing but blanks.
    #[error("an id must not be empty")]
    Empty,
    /// Longer than 64 characters.
    #[error("`{0}…` is longer than 64 characters")]
    TooLong(String),
    /// A character that would break a file, a formula or a URL.
    #[error(
        "`{id}` holds the character {character:?}; allowed are letters, digits, `_`, `-`, `.`, `+`"
    )]
    Character {
        /// The id as written.
        id: String,
        /// The first character that is not allowed.
        character: char,
    },
}

impl crate::Explain for IdError {
    fn german(&self) -> String {
        crate::causes::of_message(&self.to_string())
    }
}

fn checked(text: &str) -> Result<Arc<str>, IdError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(IdError::Empty);
    }
    if text.chars().count() > 64 {
        return Err(IdError::TooLong(text.chars().take(20).collect()));
    }
    match text
        .chars()
        .find(|c| !(c.is_alphanumeric() || "_-.+".contains(*c)))
    {
        Some(character) => Err(IdError::Character {
            id: text.to_owned(),
            character,
        }),
        None => Ok(Arc::from(text)),
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// Reads an id; surrounding blanks fall away, everything else is kept as written.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                checked(text).map(Self)
            }

            /// The id as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                Self::parse(&text)
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::parse(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0.to_string()
            }
        }
    };
}

id!(
    /// The key of an area as its owner writes it, leading zeros kept: `05378`, `01011101`, `WP-017`.
    #[doc(alias = "Gebietsschlüssel")]
    AreaKey
);
id!(
    /// The territorial status figures are computed on, named after the day since when it holds: `2020-01-01`.
    #[doc(alias = "Gebietsstand")]
    AreaVersion
);
id!(
    /// What a delivery counts, before any formula: `population`, `unemployed`.
    #[doc(alias = "Grundzahl")]
    CountId
);
id!(
    /// An indicator of the catalogue: `DEM04`.
    #[doc(alias = "Indikator")]
    IndicatorId
);
id!(
    /// A level of the area tree: `county`, `municipality`, `wohnplatz`, `planning_area`.
    #[doc(alias = "Gebietsebene")]
    LevelId
);
id!(
    /// A class of confidentiality whose thresholds are data: `register`, `health`, `ba_small_area`.
    #[doc(alias = "Geheimhaltungsklasse")]
    ClassId
);
id!(
    /// A delivery: its running number in the data folder, `L0042`.
    #[doc(alias = "Lieferung")]
    DeliveryId
);

impl AreaKey {
    const UNALLOCATED: &str = ".unallocated";

    /// The key under which an area keeps the cases nobody could place in one of its parts.
    ///
    /// ```
    /// use vocabulary::AreaKey;
    /// let rest = AreaKey::parse("05378004").unwrap().unallocated();
    /// assert_eq!(rest.as_str(), "05378004.unallocated");
    /// assert_eq!(rest.unallocated_of().unwrap().as_str(), "05378004");
    /// ```
    #[must_use]
    #[doc(alias = "keine Angabe")]
    pub fn unallocated(&self) -> Self {
        Self(Arc::from(format!("{}{}", self.0, Self::UNALLOCATED)))
    }

    /// The area whose remainder this is, or `None` for an ordinary area.
    pub fn unallocated_of(&self) -> Option<Self> {
        self.0
            .strip_suffix(Self::UNALLOCATED)
            .map(|parent| Self(Arc::from(parent)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_zeros_survive() {
        assert_eq!(AreaKey::parse(" 05378004 ").unwrap().as_str(), "05378004");
    }

    #[test]
    fn a_key_with_a_semicolon_is_refused_and_named() {
        assert_eq!(
            AreaKey::parse("05;378"),
            Err(IdError::Character {
                id: "05;378".into(),
                character: ';'
            })
        );
        assert_eq!(AreaKey::parse("  "), Err(IdError::Empty));
    }

    #[test]
    fn serde_keeps_the_text_and_refuses_what_parse_refuses() {
        let key: AreaKey = toml::Value::String("007".into()).try_into().unwrap();
        assert_eq!(key.as_str(), "007");
        assert!(
            toml::Value::String(String::new())
                .try_into::<AreaKey>()
                .is_err()
        );
    }
}
