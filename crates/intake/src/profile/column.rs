//! The parts of a profile that say what the numbers mean: columns, counts, dimensions, filters.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use vocabulary::{Breakdown, CountId, Period};

use super::Negative;

/// A column with numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnRule {
    /// Header (the lowest cell, or all of them joined by ` / `), `@C` for a letter, `#3` for a number.
    pub header: String,
    /// What the column counts.
    pub count: CountId,
    /// Of whom: `{ sex = "female" }`; everybody if left out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub breakdown: BTreeMap<String, String>,
    /// The period of this column alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// Multiplies every number: 1000 for "in 1 000".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor: Option<f64>,
    /// Whether numbers below zero may be, for this column alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub negative: Option<Negative>,
    /// A column with a symbol about this number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<String>,
    /// Whether the column may be missing without a remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub optional: Option<bool>,
}

impl ColumnRule {
    /// A column that counts everybody.
    pub fn of(header: &str, count: CountId) -> Self {
        Self {
            header: header.to_owned(),
            count,
            breakdown: BTreeMap::new(),
            period: None,
            factor: None,
            negative: None,
            quality: None,
            optional: None,
        }
    }
}

/// What a row of a long file counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CountRule {
    /// The same for all rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constant: Option<CountId>,
    /// The columns whose texts, joined by ` / `, say it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// Text of the columns → count, with breakdown if need be: `births{sex=female}`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub map: BTreeMap<String, CountRef>,
    /// What happens to texts that are not in the map.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub others: Option<Unmapped>,
}

/// A count with a breakdown: `births` or `births{sex=female}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CountRef {
    /// The count.
    pub count: CountId,
    /// Of whom.
    pub breakdown: Breakdown,
}

impl FromStr for CountRef {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (count, rest) = text.split_once('{').unwrap_or((text, ""));
        let breakdown = match (rest, rest.strip_suffix('}')) {
            ("", _) => Breakdown::total(),
            (_, Some(pairs)) => pairs
                .replace(',', "|")
                .parse()
                .map_err(|e: vocabulary::BreakdownError| e.to_string())?,
            _ => return Err(format!("`{text}`: the closing brace is missing")),
        };
        Ok(Self {
            count: CountId::parse(count).map_err(|e| e.to_string())?,
            breakdown,
        })
    }
}

impl TryFrom<String> for CountRef {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl fmt::Display for CountRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.breakdown.is_total() {
            return write!(f, "{}", self.count);
        }
        write!(
            f,
            "{}{{{}}}",
            self.count,
            self.breakdown.as_str().replace('|', ",")
        )
    }
}

impl From<CountRef> for String {
    fn from(count: CountRef) -> String {
        count.to_string()
    }
}

/// A column that breaks the count of its row down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DimensionRule {
    /// The column; in GENESIS flat files the code of the variable (`GES`).
    pub column: String,
    /// The dimension: `age`, `sex`.
    pub dimension: String,
    /// Text of the cell → category. `total` takes the row without this dimension, `ignore` leaves it out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub categories: BTreeMap<String, String>,
    /// What happens to texts that are not among the categories.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub others: Option<Unmapped>,
}

/// What happens to a text no rule maps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unmapped {
    /// A remark is made and the row left out.
    #[default]
    Reject,
    /// The row is left out and counted.
    Ignore,
    /// The text itself becomes the id, in small letters with `_` for everything else.
    Keep,
}

/// Only rows whose cell holds one of the values are read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// The column.
    pub column: String,
    /// Patterns of the values let through.
    pub values: Vec<String>,
}
