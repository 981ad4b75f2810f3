//! The record of a release: how much was hidden and why, without any protected number.

use std::collections::BTreeMap;

use serde::Serialize;
use vocabulary::{AreaKey, Breakdown, ClassId, IndicatorId, Period, Texts};

use crate::family::Audit;
use crate::{FigureTable, Shown};

/// Why a figure is hidden. For internal use: outside there is one word for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The supplier hides it.
    Supplier,
    /// The number itself is too small.
    Primary,
    /// Denominator minus numerator is too small, or the difference to a published part.
    Complement,
    /// The denominator is hidden.
    Base,
    /// The denominator is too small for a rate.
    MinDenominator,
    /// One contributor makes too much of it.
    Dominance,
    /// It would give another hidden number away.
    Secondary,
    /// Its bounds would use hidden numbers.
    Bounds,
}

impl Reason {
    /// All reasons.
    pub const ALL: [Self; 8] = [
        Self::Supplier,
        Self::Primary,
        Self::Complement,
        Self::Base,
        Self::MinDenominator,
        Self::Dominance,
        Self::Secondary,
        Self::Bounds,
    ];

    fn key(self) -> &'static str {
        match self {
            Self::Supplier => "reason_supplier",
            Self::Primary => "reason_primary",
            Self::Complement => "reason_complement",
            Self::Base => "reason_base",
            Self::MinDenominator => "reason_min_denominator",
            Self::Dominance => "reason_dominance",
            Self::Secondary => "reason_secondary",
            Self::Bounds => "reason_bounds",
        }
    }

    /// The reason in two German words, for the head of a column.
    pub fn short(self) -> String {
        Texts::parse(include_str!("texts.de.toml")).say(&format!("{}_short", self.key()), &[])
    }

    /// The word of files and programs.
    pub fn id(self) -> &'static str {
        self.key().trim_start_matches("reason_")
    }

    /// The reason in a German sentence.
    pub fn german(self) -> String {
        Texts::parse(include_str!("texts.de.toml")).say(self.key(), &[])
    }
}

/// How many figures of a class are shown and hidden.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Figures with a number, or with the reason why nobody has one.
    pub shown: usize,
    /// Hidden figures by reason.
    pub hidden: BTreeMap<Reason, usize>,
}

/// What counts as known to everybody, whatever an edition shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Elsewhere {
    /// Earlier public editions.
    pub editions: usize,
    /// Quantities they showed.
    pub in_editions: usize,
    /// Quantities others publish by the rules.
    pub by_others: usize,
}

/// What a release hid.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[doc(alias = "Geheimhaltungsprotokoll")]
pub struct Protocol {
    /// `public` or `internal`.
    pub edition: &'static str,
    /// Per class of confidentiality (the strictest of a figure's inputs).
    pub classes: BTreeMap<ClassId, Tally>,
    /// How many sums were checked.
    pub equations: usize,
    /// Sums that could not be closed because nothing in them may be hidden. Zero, or somebody must look.
    pub open_equations: usize,
    /// What the audit of the release family found; empty for the internal edition.
    pub audit: Audit,
    /// What counted as known; empty for the internal edition.
    pub elsewhere: Elsewhere,
    #[serde(skip)]
    pub(crate) reasons: Vec<Option<Reason>>,
}

impl Protocol {
    /// Hidden figures in all.
    pub fn hidden(&self) -> usize {
        self.classes.values().flat_map(|t| t.hidden.values()).sum()
    }

    /// Hidden figures of one reason.
    pub fn hidden_because(&self, reason: Reason) -> usize {
        self.classes
            .values()
            .filter_map(|t| t.hidden.get(&reason))
            .sum()
    }

    /// Every row of the table released with this protocol, with the reason where it is hidden.
    pub fn rows<'a>(
        &'a self,
        figures: &'a FigureTable,
    ) -> impl Iterator<Item = (&'a Shown, Option<Reason>)> {
        figures.rows().iter().zip(self.reasons.iter().copied())
    }

    /// Why a figure is hidden; `None` if it is not. `figures` are those released with this protocol.
    pub fn explain_hidden(
        &self,
        figures: &FigureTable,
        (area, indicator): (&AreaKey, &IndicatorId),
        period: Period,
        breakdown: &Breakdown,
    ) -> Option<Reason> {
        let position = figures.position((area, indicator), period, breakdown)?;
        self.reasons.get(position).copied().flatten()
    }
}
