//! Reads a profile from TOML or JSON and says in German what is wrong with a bad one.

use vocabulary::causes::WrittenFault;
use vocabulary::{Breakdown, Explain};

use super::{Layout, Profile};
use crate::texts::say;

/// A profile that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "source profile, line {line}: {english}; see the profile reference in crates/intake/README.md"
)]
pub struct ProfileError {
    /// Line of the profile, from 1; 0 where it is about the whole.
    pub line: u32,
    /// The field, where one is meant.
    pub field: String,
    english: String,
    german: String,
}

impl Explain for ProfileError {
    fn german(&self) -> String {
        match self.line {
            0 => say("profile", &[("what", &self.german)]),
            line => say(
                "profile_line",
                &[("line", &line.to_string()), ("what", &self.german)],
            ),
        }
    }
}

impl Profile {
    /// Reads a profile written in TOML.
    pub fn from_toml(text: &str) -> Result<Self, ProfileError> {
        let profile: Self = toml::from_str(text).map_err(|e| WrittenFault::of_toml(text, &e))?;
        profile.checked(text)
    }

    /// Reads a profile written in JSON.
    pub fn from_json(text: &str) -> Result<Self, ProfileError> {
        let profile: Self = serde_json::from_str(text).map_err(|e| WrittenFault::of_json(&e))?;
        profile.checked(text)
    }

    /// The profile as TOML.
    ///
    /// # Panics
    /// Never: every field has a form in TOML.
    pub fn to_toml(&self) -> String {
        toml::to_string_pretty(self).expect("every field of a profile has a form in TOML")
    }

    /// Refuses what the parser cannot see.
    fn checked(self, text: &str) -> Result<Self, ProfileError> {
        self.check().map_err(|(field, key, value)| {
            let line = text
                .lines()
                .position(|l| !value.is_empty() && l.contains(&value))
                .or_else(|| text.lines().position(|l| l.contains(field)));
            ProfileError {
                line: line.map_or(0, |l| u32::try_from(l + 1).unwrap_or(0)),
                field: field.to_owned(),
                english: format!("field `{field}` ({value}): {key}"),
                german: say(key, &[("field", field), ("value", &value)]),
            }
        })?;
        Ok(self)
    }

    fn check(&self) -> Result<(), (&'static str, &'static str, String)> {
        if self.id.trim().is_empty() {
            return Err(("id", "profile_empty", String::new()));
        }
        self.check_signs()?;
        for column in &self.columns {
            if Breakdown::of(&column.breakdown).is_err() {
                let value = format!("{:?}", column.breakdown);
                return Err(("breakdown", "profile_breakdown", value));
            }
        }
        for meaning in self.symbols.table.values() {
            if crate::symbol::Meaning::of_word(meaning).is_none() {
                return Err(("symbols.table", "profile_meaning", meaning.clone()));
            }
        }
        let long = matches!(self.layout, Layout::Long);
        if long && self.count == super::CountRule::default() {
            return Err(("count", "profile_long_count", String::new()));
        }
        if long && self.value.is_none() && self.columns.is_empty() {
            return Err(("value", "profile_long_value", String::new()));
        }
        let keyed = !matches!(self.layout, Layout::Long | Layout::Wide | Layout::Parquet);
        if !keyed && self.key.columns.is_empty() {
            return Err(("key.columns", "profile_key", String::new()));
        }
        Ok(())
    }

    fn check_signs(&self) -> Result<(), (&'static str, &'static str, String)> {
        let known = |value: &Option<String>, words: &[&str]| {
            value.as_deref().is_none_or(|v| words.contains(&v))
        };
        let separator = &self.text.separator;
        if !known(separator, &["auto", ";", ",", "tab", "\t", "|"]) {
            return Err((
                "separator",
                "profile_sign",
                separator.clone().unwrap_or_default(),
            ));
        }
        let decimal = &self.numbers.decimal;
        if !known(decimal, &["auto", ",", "."]) {
            return Err((
                "decimal",
                "profile_sign",
                decimal.clone().unwrap_or_default(),
            ));
        }
        let thousands = &self.numbers.thousands;
        if !known(thousands, &["auto", "none", ",", ".", "'", " "])
            || (thousands.is_some() && thousands == decimal && thousands.as_deref() != Some("auto"))
        {
            return Err((
                "thousands",
                "profile_sign",
                thousands.clone().unwrap_or_default(),
            ));
        }
        if let Some(encoding) = &self.text.encoding
            && encoding != "auto"
            && crate::formats::encoding_of(encoding).is_none()
        {
            return Err(("encoding", "profile_encoding", encoding.clone()));
        }
        Ok(())
    }
}

impl From<WrittenFault> for ProfileError {
    fn from(fault: WrittenFault) -> Self {
        let WrittenFault {
            line,
            field,
            english,
            german,
            ..
        } = fault;
        Self {
            line,
            field,
            english,
            german,
        }
    }
}
