//! The part of a profile that says by what its files are recognised, so that another table is not taken for one.

use serde::{Deserialize, Serialize};

/// By what a file of this profile is recognised.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[doc(alias = "Erkennungsmerkmale")]
pub struct ExpectedRule {
    /// The headings in the order of the columns, as texts or patterns; several header rows are joined by ` / `.
    /// A column the profile names by letter must stand under its heading, and of the others most must be there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headings: Vec<String>,
    /// The least share of rows whose area is known, 0.8 for four in five. Below it nothing is taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_keys: Option<f64>,
}
