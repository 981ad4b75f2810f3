//! The outline of a report: chapters, texts, slots and the selection of indicators, all of it data of the county.
//!
//! Figures never stand in an outline. Texts may use `{county}`, `{year}`, `{edition}`, `{date}` and `{area}`.

use std::collections::BTreeMap;

use serde::Deserialize;
use vocabulary::causes::WrittenFault;
use vocabulary::{AreaKey, Explain, IndicatorId, LevelId};

/// What a report consists of, in which order, and in which words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outline {
    /// Title of the county's report: „Sozialbericht {year}“.
    pub title: String,
    /// Title of a municipality's report: „Teilbericht {area} {year}“.
    pub part_title: String,
    /// One line below the title.
    pub subtitle: String,
    /// Who publishes it.
    pub author: String,
    /// Keywords of the file.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// The indicator of the map on the cover; a map without figures if none.
    #[serde(default)]
    pub cover: Option<IndicatorId>,
    /// How the county is called in sentences.
    pub words: CountyWords,
    /// Which indicators speak of everybody.
    pub people: People,
    /// Which areas get a profile, and what stands in it.
    #[serde(default)]
    pub profiles: Profiles,
    /// The pages of topics.
    #[serde(default)]
    pub topics: Topics,
    /// Comments by area key.
    #[serde(default)]
    pub comments: BTreeMap<AreaKey, String>,
    /// What others say, by the title of the place for it and the area key.
    #[serde(default)]
    pub voices: BTreeMap<String, BTreeMap<AreaKey, String>>,
    /// The chapters in order.
    #[serde(rename = "chapter")]
    pub chapters: Vec<Chapter>,
    /// The preset of the index its chapter tells; the first one of the release if none.
    #[serde(default)]
    pub index: Option<String>,
    /// Words explained.
    #[serde(default, rename = "term")]
    pub terms: Vec<Term>,
}

/// How the county is called in sentences.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountyWords {
    /// „im {county}“ or „in {county}“.
    pub in_county: String,
    /// „Kreis“, where there is little space.
    pub short: String,
    /// „im Kreis“, in sentences below a heading that says which.
    pub inside: String,
    /// „im übrigen Kreis“.
    pub rest: String,
    /// „ähnliche Kreise“, in the chapter that compares.
    #[serde(default = "similar_areas")]
    pub peers: String,
}

fn similar_areas() -> String {
    crate::texts().say("peers", &[])
}

/// Which indicators speak of everybody: they open each profile.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// The population.
    pub population: IndicatorId,
    /// The share of the young, with the words behind the number: „sind unter 18“.
    pub young: (IndicatorId, String),
    /// The share of the old: „sind 65 und älter“.
    pub old: (IndicatorId, String),
}

/// Which areas get a profile, and what stands in it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Profiles {
    /// Levels with profiles; all below the county, and groups, if empty.
    pub levels: Vec<LevelId>,
    /// Indicators of a profile, in the order in which they are chosen while there is room; the catalogue's order if empty.
    pub indicators: Vec<IndicatorId>,
    /// How many rows a profile of one page has at most.
    pub rows: usize,
    /// Levels whose profiles have two pages.
    pub two_pages: Vec<LevelId>,
    /// Headings that gather topics; topics that are named nowhere come last under one heading.
    #[serde(rename = "section")]
    pub sections: Vec<ProfileSection>,
    /// Indicators of the time series, the first that have figures are drawn.
    pub series: Vec<IndicatorId>,
    /// Places for the words of others.
    pub slots: Vec<Slot>,
}

/// A heading of the profiles and the topics below it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileSection {
    /// „Arbeit und Einkommen“.
    pub title: String,
    /// Topic ids.
    pub topics: Vec<String>,
}

/// A place for the words of others.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// What it is about.
    pub title: String,
    /// What stands there while nobody has written.
    pub empty: String,
    /// Whether the comment of the area stands here.
    #[serde(default)]
    pub takes_comment: bool,
}

/// The pages of topics.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Topics {
    /// Topics left out.
    pub without: Vec<String>,
    /// Indicators left out of the chapters; their sheets stay.
    pub without_indicators: Vec<IndicatorId>,
    /// A paragraph below the opening of a topic, by topic id.
    pub texts: BTreeMap<String, String>,
}

/// A chapter.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chapter {
    /// What it is made from.
    pub kind: Kind,
    /// Its heading.
    pub title: String,
    /// Paragraphs, separated by blank lines.
    #[serde(default)]
    pub text: String,
    /// What stands above the lines of a slot that waits for words; no lines if empty.
    #[serde(default)]
    pub empty: String,
    /// Left out of the report of a single municipality.
    #[serde(default)]
    pub county_only: bool,
}

/// What a chapter is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Edition, citation, publisher.
    Imprint,
    /// Contents with page numbers.
    Contents,
    /// Words of others: foreword, statement of the welfare associations.
    Slot,
    /// Words of the outline.
    Text,
    /// Das Wichtigste in Kürze.
    Summary,
    /// How to read, areas, words, protection.
    Reading,
    /// The county beside similar ones and the state.
    Compared,
    /// The index: classes on a map, where areas are going, how sure each is, and the method sheet.
    Index,
    /// One chapter per topic.
    Topics,
    /// One profile per area.
    Profiles,
    /// What stands out by rule, with map and reasons.
    #[serde(alias = "standouts")]
    Findings,
    /// Who would get what by need; left out where nothing is shared out.
    Allocation,
    /// How many people of which age there may be, and what they need; left out where the figures do not carry it.
    Outlook,
    /// What is not known.
    Gaps,
    /// Words explained.
    Glossary,
    /// Sources with Datenstand.
    Sources,
    /// One sheet per indicator.
    Sheets,
    /// List of figures.
    Figures,
    /// List of tables.
    Tables,
}

/// A word and what it means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The word.
    pub term: String,
    /// What it means.
    pub text: String,
}

/// The words of others for the places of an outline: forewords, mandates, comments, voices.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Words {
    /// The text of a chapter, by its title.
    pub chapters: BTreeMap<String, String>,
    /// Comments by area key.
    pub comments: BTreeMap<AreaKey, String>,
    /// What others say, by the title of the place for it and the area key.
    pub voices: BTreeMap<String, BTreeMap<AreaKey, String>>,
    /// A paragraph below the opening of a topic, by topic id.
    pub topics: BTreeMap<String, String>,
}

/// Why an outline cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OutlineError {
    /// Not the entries an outline has.
    #[error("the outline cannot be read: line {}: {}; compare it with the outline of the program", .0.line, .0.english)]
    Entries(WrittenFault),
    /// Words for a place that is not there.
    #[error("the outline has no chapter or place `{0}` for these words; check the title")]
    NoSuchPlace(String),
}

impl OutlineError {
    fn of_toml(toml: &str, error: &toml::de::Error) -> Self {
        Self::Entries(WrittenFault::of_toml(toml, error))
    }
}

impl Explain for OutlineError {
    fn german(&self) -> String {
        match self {
            Self::Entries(fault) => {
                crate::texts().say("error_outline", &[("cause", &fault.german_with_place())])
            }
            Self::NoSuchPlace(title) => {
                crate::texts().say("error_no_such_place", &[("title", title)])
            }
        }
    }
}

impl Outline {
    /// The outline that comes with the program.
    ///
    /// # Panics
    /// Never: the file is part of the program and tested.
    pub fn default_county() -> Self {
        Self::parse(include_str!("../outlines/sozialbericht.toml"))
            .expect("the outline of the program is tested")
    }

    /// Puts the words of others into their places.
    ///
    /// ```
    /// let outline = reports::Outline::default_county();
    /// let outline = outline.with_words("[chapters]\nVorwort = \"Liebe Leserinnen und Leser\"").unwrap();
    /// assert!(outline.chapters.iter().any(|chapter| chapter.text.starts_with("Liebe")));
    /// ```
    pub fn with_words(mut self, toml: &str) -> Result<Self, OutlineError> {
        let words: Words =
            toml::from_str(toml).map_err(|error| OutlineError::of_toml(toml, &error))?;
        for (title, text) in words.chapters {
            let place = self.chapters.iter_mut().find(|c| c.title == title);
            let place = place.ok_or(OutlineError::NoSuchPlace(title))?;
            place.text = text;
            place.empty.clear();
        }
        for (title, voices) in words.voices {
            if !self.profiles.slots.iter().any(|slot| slot.title == title) {
                return Err(OutlineError::NoSuchPlace(title));
            }
            self.voices.entry(title).or_default().extend(voices);
        }
        self.comments.extend(words.comments);
        self.topics.texts.extend(words.topics);
        Ok(self)
    }

    /// Reads a county's own outline.
    ///
    /// ```
    /// let error = reports::Outline::parse("title = 7").unwrap_err();
    /// assert!(error.to_string().contains("outline"));
    /// ```
    pub fn parse(toml: &str) -> Result<Self, OutlineError> {
        toml::from_str(toml).map_err(|error| OutlineError::of_toml(toml, &error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outline_of_the_program_has_every_kind_of_chapter() {
        let outline = Outline::default_county();
        for kind in [
            Kind::Topics,
            Kind::Profiles,
            Kind::Gaps,
            Kind::Sheets,
            Kind::Tables,
        ] {
            assert!(outline.chapters.iter().any(|c| c.kind == kind), "{kind:?}");
        }
    }

    #[test]
    fn words_for_a_place_that_is_not_there_are_refused_with_its_title() {
        let outline = Outline::default_county();
        let error = outline
            .with_words("[chapters]\nVorwrot = \"Liebe Leser\"")
            .unwrap_err();
        assert!(error.german().contains("Vorwrot"), "{}", error.german());
    }

    #[test]
    fn a_misspelt_entry_is_refused_with_its_line() {
        let broken = include_str!("../outlines/sozialbericht.toml").replace("subtitle", "subtitel");
        let error = Outline::parse(&broken).unwrap_err().german();
        assert!(error.contains("subtitel"), "{error}");
    }
}
