//! The way back from a figure to the cells of the files it was read from.

use vocabulary::{Observation, Period};

use super::store::Entry;
use super::{Figure, Figures};
use crate::{Catalogue, PlaceKind, Term};

/// The observations a figure is made of. Internal: it shows counts before disclosure control.
#[derive(Clone, Debug)]
pub struct Explained<'a> {
    /// What was counted, as a canonical formula.
    pub numerator_formula: String,
    /// Cells of the numerator with the factor they enter with, in the order of places.
    pub numerator: Vec<(f64, &'a Observation)>,
    /// Of how many, as a canonical formula.
    pub denominator_formula: Option<String>,
    /// Cells of the denominator.
    pub denominator: Vec<(f64, &'a Observation)>,
}

/// One delivered cell within a quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// What it is multiplied with.
    pub factor: f64,
    /// Which base count, as its place in the catalogue.
    pub count: usize,
    /// Where, as a place in the region.
    pub place: usize,
    /// Dimensions of the count with the category of each, as places in its lists.
    pub categories: Vec<(usize, usize)>,
    /// The number, where the supplier shows it.
    pub number: Option<f64>,
}

impl Figures {
    /// The observations a figure is made of; `observations` as they were given to the computation.
    pub fn explain<'a>(
        &self,
        catalogue: &Catalogue,
        figure: &Figure,
        observations: &'a [Observation],
    ) -> Explained<'a> {
        let cells = |sheet: usize| {
            let found = self.entries(catalogue, sheet, figure.place);
            let observation = |e: &Entry| observations.get(e.observation());
            found
                .into_iter()
                .filter_map(|(term, e)| observation(e).map(|o| (term.factor, o)))
                .collect()
        };
        let text = |sheet: usize| self.sheets()[sheet].formula.to_string();
        Explained {
            numerator_formula: text(figure.numerator_sheet),
            numerator: cells(figure.numerator_sheet),
            denominator_formula: figure.denominator_sheet.map(text),
            denominator: figure.denominator_sheet.map_or_else(Vec::new, cells),
        }
    }

    /// The delivered cells a quantity is made of at a place. Internal: they are counts before disclosure control.
    pub fn pieces(&self, catalogue: &Catalogue, sheet: usize, place: usize) -> Vec<Piece> {
        let found = self.entries(catalogue, sheet, place).into_iter();
        let piece = |(term, entry): (&Term, &Entry)| Piece {
            factor: term.factor,
            count: term.count,
            place: entry.place(),
            categories: entry.categories().collect(),
            number: entry.number(),
        };
        found.map(piece).collect()
    }

    fn entries(&self, catalogue: &Catalogue, sheet: usize, place: usize) -> Vec<(&Term, &Entry)> {
        let sheet = &self.sheets()[sheet];
        let mut found = Vec::new();
        for year in years(sheet.period) {
            for term in sheet.formula.terms() {
                let year = year.years_back(term.years_back);
                self.collect((catalogue, term), year, place, &mut found);
            }
        }
        found
    }

    /// Whether anything was found. The parts come first, as in the computation; a place's own total where they fail.
    fn collect<'a>(
        &'a self,
        (catalogue, term): (&Catalogue, &'a Term),
        period: Period,
        place: usize,
        found: &mut Vec<(&'a Term, &'a Entry)>,
    ) -> bool {
        let at = &self.region().places()[place];
        let base = &catalogue.counts[term.count];
        let before = found.len();
        if base.additive
            && matches!(at.kind, PlaceKind::Tree | PlaceKind::Group)
            && !at.parts.is_empty()
        {
            let mut complete = true;
            for part in &at.parts {
                complete &= self.collect((catalogue, term), period, *part, found);
            }
            if let Some(rest) = at.remainder {
                self.collect((catalogue, term), period, rest, found);
            }
            if complete {
                return true;
            }
        }
        match self
            .store
            .find((term.count, base), period, place, &term.chosen)
        {
            Some(own) if own.quantity.value.known().is_some() || found.len() == before => {
                found.truncate(before);
                found.extend(own.entries.iter().map(|e| (term, *e)));
                own.quantity.value.known().is_some()
            }
            _ => false,
        }
    }
}

pub(super) fn years(period: Period) -> Vec<Period> {
    match period {
        Period::Pool(first, last) => (first..=last).map(Period::Year).collect(),
        other => vec![other],
    }
}
