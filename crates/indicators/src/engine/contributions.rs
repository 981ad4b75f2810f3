//! The largest contributions to a sum of unequal ones: of the beds of a town those of its two largest homes.

use vocabulary::Period;

use super::Figures;
use crate::{Catalogue, Place, PlaceKind, Term};

/// The largest and the second largest contribution.
pub type Largest = [f64; 2];

impl Figures {
    /// The two largest contributions to a quantity at a place, as far as its counts name any; `None` where one was not delivered.
    /// Internal: they are counts before disclosure control.
    ///
    /// A contributor stands in one place, so of several areas the largest two of all are the largest two. Over years and
    /// categories the same one may contribute each time: there the sums are what the largest two have at most.
    pub fn largest_contributions(
        &self,
        catalogue: &Catalogue,
        sheet: usize,
        place: usize,
    ) -> Option<Largest> {
        let sheet = &self.sheets()[sheet];
        let mut most = [0.0, 0.0];
        for period in super::explain::years(sheet.period) {
            for term in sheet.formula.terms() {
                if catalogue.counts[term.count].contributions.is_empty() {
                    continue;
                }
                let period = period.years_back(term.years_back);
                let of_term = self.largest((catalogue, term), period, place)?;
                most = [0, 1].map(|i| most[i] + of_term[i] * term.factor.abs());
            }
        }
        Some(most)
    }

    /// What was delivered for a place itself, else the largest of its parts.
    fn largest(
        &self,
        (catalogue, term): (&Catalogue, &Term),
        period: Period,
        place: usize,
    ) -> Option<Largest> {
        let base = &catalogue.counts[term.count];
        let number = |count: usize| {
            let of = (count, &catalogue.counts[count]);
            let found = self.store.find(of, period, place, &term.chosen);
            found.and_then(|found| found.quantity.value.known())
        };
        // Nobody contributes to nothing.
        if number(term.count) == Some(0.0) {
            return Some([0.0, 0.0]);
        }
        let named = base.contributions.iter().map(|id| catalogue.position(id));
        let own: Option<Vec<f64>> = named.map(|count| number(count?)).collect();
        match own.as_deref() {
            Some([largest, second]) => Some([*largest, *second]),
            _ => self.largest_of_parts((catalogue, term), period, &self.region().places()[place]),
        }
    }

    fn largest_of_parts(
        &self,
        (catalogue, term): (&Catalogue, &Term),
        period: Period,
        at: &Place,
    ) -> Option<Largest> {
        if !matches!(at.kind, PlaceKind::Tree | PlaceKind::Group) || at.parts.is_empty() {
            return None;
        }
        let mut all = Vec::with_capacity(2 * at.parts.len());
        for part in &at.parts {
            all.extend(self.largest((catalogue, term), period, *part)?);
        }
        if let Some(rest) = at
            .remainder
            .filter(|r| self.is_delivered((catalogue, term), period, *r))
        {
            all.extend(self.largest((catalogue, term), period, rest)?);
        }
        Some(largest_of(&all))
    }

    fn is_delivered(
        &self,
        (catalogue, term): (&Catalogue, &Term),
        period: Period,
        place: usize,
    ) -> bool {
        let of = (term.count, &catalogue.counts[term.count]);
        self.store.find(of, period, place, &term.chosen).is_some()
    }
}

/// The two largest of many.
///
/// ```
/// assert_eq!(indicators::largest_of(&[4.0, 9.0, 7.0]), [9.0, 7.0]);
/// assert_eq!(indicators::largest_of(&[4.0]), [4.0, 0.0]);
/// ```
pub fn largest_of(all: &[f64]) -> Largest {
    all.iter().fold([0.0, 0.0], |[first, second], &one| {
        if one > first {
            [one, first]
        } else {
            [first, second.max(one)]
        }
    })
}
