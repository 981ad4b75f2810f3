//! The way back from a figure to the cells of the files it was read from.

use vocabulary::{Observation, Period};

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

impl Figures {
    /// The observations a figure is made of; `observations` as they were given to the computation.
    pub fn explain<'a>(
        &self,
        catalogue: &Catalogue,
        figure: &Figure,
        observations: &'a [Observation],
    ) -> Explained<'a> {
        let cells = |sheet: usize| {
            let sheet = &self.sheets()[sheet];
            let mut found = Vec::new();
            for year in years(sheet.period) {
                for term in sheet.formula.terms() {
                    let year = year.years_back(term.years_back);
                    self.collect((catalogue, term), year, figure.place, &mut found);
                }
            }
            found
                .into_iter()
                .filter_map(|(factor, i)| observations.get(i).map(|o| (factor, o)))
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

    /// Whether anything was found. The parts come first, as in the computation; a place's own total where they fail.
    fn collect(
        &self,
        (catalogue, term): (&Catalogue, &Term),
        period: Period,
        place: usize,
        found: &mut Vec<(f64, usize)>,
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
                found.extend(own.entries.iter().map(|e| (term.factor, e.observation())));
                own.quantity.value.known().is_some()
            }
            _ => false,
        }
    }
}

fn years(period: Period) -> Vec<Period> {
    match period {
        Period::Pool(first, last) => (first..=last).map(Period::Year).collect(),
        other => vec![other],
    }
}
