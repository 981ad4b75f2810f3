//! The catalogue as data: base counts, indicators over them, topics.
//!
//! Files are TOML (indicators also CSV); a mistake is refused with file, entry, position and reason.

mod checks;
mod count;
mod definition;
mod error;
mod near;
mod starter;
mod table;

use serde::Deserialize;
use vocabulary::causes::WrittenFault;
use vocabulary::{CountId, IndicatorId};

pub use count::{BaseCount, Dimension, Nature, Omitted, PlacePrinciple};
pub use definition::{BreakdownBy, Definition, Kind, Polarity, Slice};
pub use error::{CatalogueError, Problem, Spot};
pub use near::near;
pub use starter::{STARTER_COUNTS, STARTER_INDICATORS, STARTER_TOPICS};

use crate::Formula;
use definition::DefinitionEntry;

/// A topic field (Themenfeld), in the order of the report.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "Themenfeld")]
pub struct Topic {
    /// Its id, for example `income`.
    pub id: String,
    /// German name.
    pub name: String,
}

/// Base counts, indicators and topics that fit together.
#[derive(Clone, Debug)]
#[doc(alias = "Indikatorenkatalog")]
pub struct Catalogue {
    /// What deliveries count.
    pub counts: Vec<BaseCount>,
    /// Indicators in the order of the report, one entry per definition version.
    pub indicators: Vec<Definition>,
    /// Topics in the order of the report.
    pub topics: Vec<Topic>,
}

/// A file of the catalogue: its name for messages, and its text.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Name for messages.
    pub file: &'a str,
    /// Content.
    pub text: &'a str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CountFile {
    count: Vec<BaseCount>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TopicFile {
    topic: Vec<Topic>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IndicatorFile {
    indicator: Vec<DefinitionEntry>,
}

impl Catalogue {
    /// Reads the three files. Indicators may be TOML or, by the ending `.csv`, a table.
    ///
    /// ```
    /// use indicators::catalogue::{Catalogue, Source};
    /// let counts = "[[count]]\nid='people'\nname='Menschen'\nunit='Personen'\nnature='stock'\nreference='31.12.'\nsource='Register'\nclass='register'\npersons=true";
    /// let topics = "[[topic]]\nid='demography'\nname='Demografie'";
    /// let indicators = "[[indicator]]\nid='DEM01'\nname='Bevölkerung'\ntopic='demography'\nkind='count'\nnumerator='peopel'\nunit='Personen'\nlevels=['county']";
    /// let error = Catalogue::load(
    ///     Source { file: "counts.toml", text: counts },
    ///     Source { file: "indicators.toml", text: indicators },
    ///     Source { file: "topics.toml", text: topics },
    /// ).unwrap_err();
    /// assert!(error.to_string().contains("column 1: there is no count `peopel`"));
    /// ```
    pub fn load(
        counts: Source<'_>,
        indicators: Source<'_>,
        topics: Source<'_>,
    ) -> Result<Self, CatalogueError> {
        let topics_read = read_toml::<TopicFile>(topics)?.topic;
        let counts_read = read_toml::<CountFile>(counts)?.count;
        checks::counts(counts.file, &counts_read)?;
        let is_table = indicators
            .file
            .rsplit('.')
            .next()
            .is_some_and(|e| e.eq_ignore_ascii_case("csv"));
        let entries = if is_table {
            table::read(indicators)?
        } else {
            read_toml::<IndicatorFile>(indicators)?.indicator
        };
        let mut read = Vec::with_capacity(entries.len());
        for entry in entries {
            let definition = entry.resolve(indicators.file, &counts_read)?;
            checks::definition(indicators.file, &definition, &counts_read, &topics_read)?;
            read.push(definition);
        }
        checks::versions(indicators.file, &read)?;
        Ok(Self {
            counts: counts_read,
            indicators: read,
            topics: topics_read,
        })
    }

    /// The catalogue the product comes with.
    ///
    /// ```
    /// assert!(indicators::Catalogue::starter().indicators.len() >= 45);
    /// ```
    ///
    /// # Panics
    /// Never: the files are part of the program and tested.
    pub fn starter() -> Self {
        let source = |file, text| Source { file, text };
        Self::load(
            source("counts.toml", STARTER_COUNTS),
            source("indicators.toml", STARTER_INDICATORS),
            source("topics.toml", STARTER_TOPICS),
        )
        .expect("the starter catalogue is tested")
    }

    /// A base count's place in the catalogue.
    pub(crate) fn position(&self, id: &CountId) -> Option<usize> {
        self.counts.iter().position(|c| c.id == *id)
    }

    /// A base count by its id.
    pub fn count(&self, id: &CountId) -> Option<&BaseCount> {
        self.counts.iter().find(|c| c.id == *id)
    }

    /// All versions of an indicator's definition, oldest first.
    pub fn versions<'a>(&'a self, id: &'a IndicatorId) -> impl Iterator<Item = &'a Definition> {
        self.indicators.iter().filter(move |d| d.id == *id)
    }

    /// The newest version of an indicator's definition.
    pub fn newest(&self, id: &IndicatorId) -> Option<&Definition> {
        self.indicators
            .iter()
            .filter(|d| d.id == *id)
            .max_by_key(|d| d.version)
    }

    /// Reads a formula against the counts of this catalogue.
    pub fn formula(&self, text: &str) -> Result<Formula, crate::FormulaError> {
        Formula::parse(text, &self.counts)
    }
}

fn read_toml<T: serde::de::DeserializeOwned>(source: Source<'_>) -> Result<T, CatalogueError> {
    toml::from_str(source.text).map_err(|error| {
        let fault = WrittenFault::of_toml(source.text, &error);
        CatalogueError::line(source.file, fault.line.into(), Problem::Toml(fault))
    })
}

#[cfg(test)]
mod tests;
