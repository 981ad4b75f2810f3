//! A source profile: how the files of one supplier are laid out. Data, not code; a planner changes it.

mod column;
mod expected;
mod headings;
mod load;
mod rules;
mod standard;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use vocabulary::{ClassId, CountId};

pub use column::{ColumnRule, CountRef, CountRule, DimensionRule, Filter, Unmapped};
pub use expected::ExpectedRule;
pub use load::ProfileError;
pub use rules::{
    Blank, FindRule, HeaderRule, KeyColumn, KeyRule, KeyType, Negative, NumberRules, OtherKeys,
    PeriodRule, PeriodUnit, RowRule, SheetRule, StarRule, SymbolRules, TextRules,
};
pub use standard::STANDARD;

/// How the files of one supplier are laid out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "Quellprofil")]
pub struct Profile {
    /// Short name, unique in the data folder: `melderegister_bestand`.
    pub id: String,
    /// German title for people.
    pub title: String,
    /// Who delivers.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub supplier: String,
    /// Licence and attribution of the data.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub licence: String,
    /// Notes for people: where the file comes from, what to look out for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// The layout; brings its own defaults for everything not said here.
    pub layout: Layout,
    /// Class of confidentiality of the counts, where the catalogue says nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<ClassId>,
    /// Patterns of file names this profile is meant for: `Haushalte_WP_{year}-*.txt`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub file_names: Vec<String>,
    /// A row whose first cell begins so ends the table (default of GENESIS: `____`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footer: Option<String>,
    /// A row whose first cell begins so is a comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The column with the name of the area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The column with the number (long layouts).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// A column with a symbol about the number beside it: `e`, `p`, `KLAMMERN`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<String>,
    /// By what a file of this profile is recognised.
    #[serde(default, skip_serializing_if = "is_default")]
    pub expected: ExpectedRule,
    /// Encoding and separators of text files.
    #[serde(default, skip_serializing_if = "is_default")]
    pub text: TextRules,
    /// Which sheet of a workbook or file of an archive.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sheet: SheetRule,
    /// Where the header stands.
    #[serde(default, skip_serializing_if = "is_default")]
    pub header: HeaderRule,
    /// How numbers are written.
    #[serde(default, skip_serializing_if = "is_default")]
    pub numbers: NumberRules,
    /// What symbols mean.
    #[serde(default, skip_serializing_if = "is_default")]
    pub symbols: SymbolRules,
    /// Where the area key stands and of what kind it is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub key: KeyRule,
    /// Where the period stands.
    #[serde(default, skip_serializing_if = "is_default")]
    pub period: PeriodRule,
    /// How the supplier's totals are recognised.
    #[serde(default, skip_serializing_if = "is_default")]
    pub totals: RowRule,
    /// How rows of cases nobody could place are recognised.
    #[serde(default, skip_serializing_if = "is_default")]
    pub unallocated: RowRule,
    /// What a row counts (long layouts).
    #[serde(default, skip_serializing_if = "is_default")]
    pub count: CountRule,
    /// Several numbers for the same area, count and group are parts of it and are added up, not contradictions.
    /// Cells of a grid, districts and points always are.
    #[serde(default, skip_serializing_if = "is_default")]
    pub add_up: bool,
    /// The file names every case there is: an area without parts that it does not name has none, not an unknown number.
    #[serde(default, skip_serializing_if = "is_default")]
    pub complete: bool,
    /// Only rows that pass all filters are read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<Filter>,
    /// Columns that break a count down (long layouts).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dimensions: Vec<DimensionRule>,
    /// Columns with numbers (wide layouts).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ColumnRule>,
}

/// The layouts deliveries come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// One row per area, one column per count.
    Wide,
    /// One row per number.
    Long,
    /// GENESIS table as CSV with preamble and footer.
    GenesisClassic,
    /// GENESIS flat file, old or new header, in a zip or not.
    Ffcsv,
    /// INKAR web export: indicator names over years.
    InkarWide,
    /// INKAR bulk file.
    InkarBulk,
    /// Small-area workbook of the Bundesagentur für Arbeit.
    BaSmallArea,
    /// Grid of the census 2022.
    ZensusGrid,
    /// KOSIS-like text file, the period in its name.
    Kosis,
    /// Election results of votemanager.
    Votemanager,
    /// Parquet, one column per count.
    Parquet,
    /// Places on the map (`GeoJSON`): each is a case where it stands.
    Points,
}

impl Layout {
    /// All layouts, with the words of the profile.
    pub const ALL: [(Self, &'static str); 12] = [
        (Self::Wide, "wide"),
        (Self::Long, "long"),
        (Self::GenesisClassic, "genesis_classic"),
        (Self::Ffcsv, "ffcsv"),
        (Self::InkarWide, "inkar_wide"),
        (Self::InkarBulk, "inkar_bulk"),
        (Self::BaSmallArea, "ba_small_area"),
        (Self::ZensusGrid, "zensus_grid"),
        (Self::Kosis, "kosis"),
        (Self::Votemanager, "votemanager"),
        (Self::Parquet, "parquet"),
        (Self::Points, "points"),
    ];

    /// The word of the profile.
    pub fn as_str(self) -> &'static str {
        let found = Self::ALL.iter().find(|(layout, _)| *layout == self);
        found.map_or("", |(_, word)| word)
    }
}

impl Profile {
    /// An otherwise empty profile.
    pub fn new(id: &str, title: &str, layout: Layout) -> Self {
        Self {
            id: id.to_owned(),
            title: title.to_owned(),
            supplier: String::new(),
            licence: String::new(),
            notes: String::new(),
            layout,
            class: None,
            file_names: Vec::new(),
            expected: ExpectedRule::default(),
            footer: None,
            comment: None,
            name: None,
            value: None,
            quality: None,
            text: TextRules::default(),
            sheet: SheetRule::default(),
            header: HeaderRule::default(),
            numbers: NumberRules::default(),
            symbols: SymbolRules::default(),
            key: KeyRule::default(),
            period: PeriodRule::default(),
            totals: RowRule::default(),
            unallocated: RowRule::default(),
            count: CountRule::default(),
            add_up: false,
            complete: false,
            filters: Vec::new(),
            dimensions: Vec::new(),
            columns: Vec::new(),
        }
    }

    /// The kind of area key: what the profile says, or what its layout brings along.
    pub fn key_type(&self) -> KeyType {
        let brought = match self.layout {
            Layout::ZensusGrid => KeyType::Grid,
            Layout::Votemanager => KeyType::District,
            Layout::Points => KeyType::Point,
            _ => KeyType::Own,
        };
        self.key.kind.unwrap_or(brought)
    }

    /// All base counts the profile names, each once, in the order of their ids.
    pub fn counts(&self) -> BTreeSet<&CountId> {
        let of_columns = self.columns.iter().map(|c| &c.count);
        let of_rows = self.count.map.values().map(|c| &c.count);
        of_columns
            .chain(of_rows)
            .chain(&self.count.constant)
            .collect()
    }

    /// Whether a file of this name is probably meant for this profile.
    pub fn expects(&self, file_name: &str) -> bool {
        self.file_names
            .iter()
            .any(|pattern| crate::pattern::fits(pattern, file_name))
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
