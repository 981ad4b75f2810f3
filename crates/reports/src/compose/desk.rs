//! Where one part of the report is written: the view, the outline, and the drawings made on the way.

use disclosure::Edition;
use releases::{AreaInfo, IndicatorSheet};
use vocabulary::{LevelId, german_date};

use super::view::View;
use super::wording::{paragraphs, say};
use crate::document::Drawing;
use crate::outline::Outline;

/// What every part is written from.
pub(crate) struct Desk<'a, E: Edition> {
    pub(crate) view: View<'a, E>,
    pub(crate) outline: &'a Outline,
}

/// The drawings of one part, in the order in which they were made.
#[derive(Default)]
pub(crate) struct Drawings {
    pub(crate) markup: Vec<String>,
}

/// The words around a drawing.
#[derive(Default)]
pub(crate) struct Caption {
    pub(crate) title: Option<String>,
    pub(crate) subtitle: String,
    pub(crate) note: String,
    pub(crate) listed: Listed,
}

/// Whether a drawing gets a number and stands in the list of figures.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Listed {
    #[default]
    No,
    Yes,
}

impl Drawings {
    /// Keeps the drawing and gives the element that shows it.
    pub(crate) fn add(&mut self, svg: charts::Svg, caption: Caption) -> Drawing {
        self.markup.push(svg.markup);
        Drawing {
            file: self.markup.len() - 1,
            width: svg.width,
            alt: svg.alt,
            // The number itself is given when all parts are together.
            number: (caption.listed == Listed::Yes).then(String::new),
            caption: caption.title,
            subtitle: caption.subtitle,
            note: caption.note,
        }
    }
}

impl<E: Edition> Desk<'_, E> {
    /// Whether the report is about a single municipality.
    pub(crate) fn is_part(&self) -> bool {
        self.view.scope.key != self.view.county.key
    }

    /// Fills `{county}` and the other places of the outline's texts.
    pub(crate) fn fill(&self, text: &str) -> String {
        let meta = &self.view.release.meta;
        let mut out = text.replace("{in_county}", &self.outline.words.in_county);
        for (place, words) in [
            ("{county}", self.view.county.name.as_str()),
            ("{area}", &self.view.scope.name),
            ("{year}", &meta.date.year().to_string()),
            ("{edition}", &meta.identifier),
            ("{date}", &german_date(meta.date)),
        ] {
            out = out.replace(place, words);
        }
        out
    }

    /// The paragraphs of a text of the outline.
    pub(crate) fn text(&self, text: &str) -> Vec<String> {
        paragraphs(&self.fill(text))
    }

    /// „Sozialbericht 2025“ or „Teilbericht Rosental 2025“.
    pub(crate) fn title(&self) -> String {
        let title = if self.is_part() {
            &self.outline.part_title
        } else {
            &self.outline.title
        };
        self.fill(title)
    }

    /// „im Musterkreis“, „in Rosental“.
    pub(crate) fn inside(&self) -> String {
        if self.is_part() {
            say("in_area", &[("area", &self.view.scope.name)])
        } else {
            self.fill(&self.outline.words.in_county)
        }
    }

    /// „im Kreis“, „in Rosental“.
    pub(crate) fn inside_short(&self) -> String {
        if self.is_part() {
            self.inside()
        } else {
            self.fill(&self.outline.words.inside)
        }
    }

    /// „im übrigen Kreis“.
    pub(crate) fn rest(&self) -> String {
        self.fill(&self.outline.words.rest)
    }

    /// „Gemeinden“.
    pub(crate) fn plural(&self, areas: &[&AreaInfo]) -> String {
        let level = areas.first().and_then(|area| self.view.level(&area.level));
        level.map_or_else(|| say("areas", &[]), |level| level.plural.clone())
    }

    /// „Wohnplatz“; groups are called by the text file.
    pub(crate) fn singular(&self, level: &LevelId) -> String {
        match self.view.level(level) {
            Some(level) => level.name.clone(),
            None if level.as_str() == "group" => say("group", &[]),
            None => say("area", &[]),
        }
    }

    /// Whether an indicator is supplied ready-made and has no figure below the county.
    pub(crate) fn is_only_compared(&self, sheet: &IndicatorSheet) -> bool {
        let newest = self.view.newest(&sheet.id);
        sheet.kind == releases::Kind::Supplied
            && newest.is_some_and(|period| self.view.finest(&sheet.id, period).is_none())
    }

    /// Indicators of a topic that stand in its chapter and have figures.
    pub(crate) fn chapter_sheets(&self, topic: &str) -> Vec<&IndicatorSheet> {
        let left_out = &self.outline.topics.without_indicators;
        self.view
            .sheets_of(topic)
            .into_iter()
            .filter(|sheet| !left_out.contains(&sheet.id))
            .filter(|sheet| self.view.newest(&sheet.id).is_some())
            .collect()
    }
}
