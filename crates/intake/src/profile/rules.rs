//! The parts of a profile that say how a file is read: text, sheet, header, numbers, symbols, key, period.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vocabulary::Period;

/// Encoding and separators of text files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TextRules {
    /// `auto` (default), `utf-8`, `cp1252`, or any label of the WHATWG list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// `;`, `,`, `tab`, `|`; `auto` (default) looks at the first lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<String>,
}

/// Which sheet of a workbook, or which file of an archive; the first that holds something by default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SheetRule {
    /// Pattern of its name: `Daten*`. All that fit are read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its number, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
}

/// Where the header stands and how many rows it has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HeaderRule {
    /// Its first row, from 1. If the columns are not there, the rows around are searched and a remark is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// The first row whose cell fits is the header's first row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub find: Option<FindRule>,
    /// How many rows it has (default 1); merged cells are spread over the columns below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u32>,
    /// Rows between header and data to leave out, for example units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip: Option<u32>,
}

/// The first row whose cell fits a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindRule {
    /// The column, from 1; every column if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// Pattern of the cell: `Schlüssel*`.
    pub text: String,
}

/// How numbers are written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NumberRules {
    /// `,` or `.`; `auto` (default) looks at the first rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<String>,
    /// `.`, `,`, `'`, or `none`; by default the other one of the two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thousands: Option<String>,
    /// Whether numbers below zero may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub negative: Option<Negative>,
    /// Whether a zero means "less than half of the last digit" (it then gets the flag `rounded`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zero_is_rounded: Option<bool>,
    /// What an empty cell means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blank: Option<Blank>,
}

/// Whether numbers below zero may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Negative {
    /// A count below zero is a mistake.
    #[default]
    Reject,
    /// Balances and changes may be negative.
    Allow,
}

/// What an empty cell means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Blank {
    /// Nothing is said: no number is stored.
    #[default]
    Skip,
    /// Not known.
    Unknown,
    /// Exactly nothing there.
    Zero,
}

/// What symbols mean; the symbols of official statistics are known without saying.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SymbolRules {
    /// What `*` can still be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub star: Option<StarRule>,
    /// More symbols or other meanings: `"-9999" = "unknown"`. Meanings: `zero`, `suppressed`, `unknown`,
    /// `not_yet`, `unreliable`, `not_meaningful`, `skip`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub table: BTreeMap<String, String>,
}

/// What a hidden number can still be, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StarRule {
    /// The least.
    pub lower: f64,
    /// The most; nothing is known above if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upper: Option<f64>,
}

/// Where the area key stands and of what kind it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KeyRule {
    /// One column, or several that are put together.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<KeyColumn>,
    /// The kind of key.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<KeyType>,
    /// How many characters it has; a digit short means a lost leading zero, which is repaired.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lengths: Vec<u32>,
    /// Put before every key.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub prefix: String,
    /// What happens to keys of other kinds, for example rows of the state in a table of municipalities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub others: Option<OtherKeys>,
}

/// A column that holds the key or a part of it; a bare text in the profile is its header.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct KeyColumn {
    /// Header, `@A` or `#1`.
    pub column: String,
    /// How many characters this part has; shorter numbers get leading zeros.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<u32>,
    /// Take only so many characters from the left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub take: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyColumnTable {
    column: String,
    #[serde(default)]
    length: Option<u32>,
    #[serde(default)]
    take: Option<u32>,
}

impl<'de> Deserialize<'de> for KeyColumn {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> serde::de::Visitor<'de> for Either {
            type Value = KeyColumn;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a header text or a table with `column`")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<KeyColumn, E> {
                Ok(KeyColumn::of(text))
            }

            fn visit_map<M: serde::de::MapAccess<'de>>(
                self,
                map: M,
            ) -> Result<KeyColumn, M::Error> {
                let table =
                    KeyColumnTable::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
                Ok(KeyColumn {
                    column: table.column,
                    length: table.length,
                    take: table.take,
                })
            }
        }
        d.deserialize_any(Either)
    }
}

impl KeyColumn {
    /// The whole text of a column.
    pub fn of(column: &str) -> Self {
        Self {
            column: column.to_owned(),
            ..Self::default()
        }
    }
}

/// The kinds of area keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyType {
    /// State, 2 digits.
    Ags2,
    /// Regierungsbezirk, 3 digits.
    Ags3,
    /// County, 5 digits.
    Ags5,
    /// Municipality, 8 digits.
    Ags8,
    /// Any official key: `DG` or 2, 3, 5, 8 digits.
    Ags,
    /// Regionalschlüssel, 12 digits.
    Ars12,
    /// The supplier's own key, kept as written.
    #[default]
    Own,
    /// A cell of the census grid.
    Grid,
    /// A voting district.
    District,
    /// A point: `EPSG:25833 391841.9 5822078.3`.
    Point,
}

/// What happens to rows whose key is of another kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OtherKeys {
    /// A remark is made.
    #[default]
    Reject,
    /// They are counted and left out.
    Ignore,
}

/// Where the period stands. The first of the sources given is taken, in the order below.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PeriodRule {
    /// The same for the whole file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constant: Option<Period>,
    /// A column with a year, a day, a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// A row of the header (from 1, counted within the header) that holds it for each column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u32>,
    /// Pattern of the file name: `Haushalte_*_{year}-{month}.*`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// Pattern of the name of the sheet: `{year}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet_name: Option<String>,
    /// Pattern of a cell above the header: `Stichtag: {day}.{month}.{year}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preamble: Option<String>,
    /// What a day or month stands for (default: the year).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<PeriodUnit>,
}

/// What a day or month in the file stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodUnit {
    /// The year it lies in.
    #[default]
    Year,
    /// The quarter it lies in.
    Quarter,
    /// The month it lies in.
    Month,
}

/// How rows of a special role are recognised: a key or a name that fits one of the patterns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RowRule {
    /// Patterns of a cell of a key column: `*SUM`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// Patterns of the name: `keine Angabe*`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// The key such rows get, for example that of the county; by default what the key columns say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

impl RowRule {
    /// Whether no rule is given.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.names.is_empty()
    }
}
