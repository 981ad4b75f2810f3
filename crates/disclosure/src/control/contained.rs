//! Counts contained in others: the long-term unemployed among the unemployed, outpatient and residential support among all
//! support. Whoever knows that the parts do not overlap knows that they are no more than the whole, and what they leave of it
//! is a number of people like any other.

use std::collections::BTreeSet;

use indicators::{Catalogue, Figures, Formula};
use vocabulary::Period;

use super::cells::{CellNumber, Cells, Status};
use super::composed::Published;
use super::family::{Complement, rest};
use crate::family::Family;
use crate::{Contained, Rules};

/// Adds what everybody knows of the counts the rules name, at every place and in every period they are published of.
pub(super) fn relate(
    family: &mut Family,
    figures: &Figures,
    (catalogue, rules): (&Catalogue, &Rules),
    cells: &Cells,
) {
    let published = Published::new(figures, catalogue);
    let periods: BTreeSet<Period> = figures.sheets().iter().map(|s| s.period).collect();
    for contained in &rules.contained {
        let Some((whole, parts)) = formulas(contained, catalogue) else {
            continue;
        };
        let by_class = || complement((&whole, &parts), (catalogue, rules));
        let complement = match contained.complement {
            Some(true) => Complement::Protected,
            Some(false) => Complement::Open,
            None => by_class(),
        };
        for &period in &periods {
            let wholes = published.sheets_of(&whole, period);
            let parts: Vec<Vec<usize>> = (parts.iter())
                .map(|part| published.sheets_of(part, period))
                .collect();
            for place in 0..cells.places {
                let parts: Vec<CellNumber> = (parts.iter())
                    .flat_map(|sheets| published_at(cells, sheets, place))
                    .collect();
                let wholes = published_at(cells, &wholes, place);
                if !wholes.is_empty() && !parts.is_empty() {
                    rest(family, cells, (&wholes, &parts), complement);
                }
            }
        }
    }
}

/// The whole and those parts the catalogue knows; nothing where it does not know the whole.
fn formulas(contained: &Contained, catalogue: &Catalogue) -> Option<(Formula, Vec<Formula>)> {
    let whole = catalogue.formula(&contained.whole).ok()?;
    let parts = contained.parts.iter();
    Some((
        whole,
        parts.filter_map(|p| catalogue.formula(p).ok()).collect(),
    ))
}

/// Whether what is left is protected: where one of the classes asks for it, as for the complement of a share.
fn complement(
    (whole, parts): (&Formula, &[Formula]),
    (catalogue, rules): (&Catalogue, &Rules),
) -> Complement {
    let counts = std::iter::once(whole)
        .chain(parts)
        .flat_map(Formula::counts);
    let mut classes = counts.filter_map(|c| rules.of(&catalogue.counts[c].class));
    if classes.any(|class| class.complement) {
        Complement::Protected
    } else {
        Complement::Open
    }
}

/// The cells of a quantity at a place; none where one of them is not published.
fn published_at(cells: &Cells, sheets: &[usize], place: usize) -> Vec<CellNumber> {
    let at = sheets.iter().map(|s| cells.number(*s, place));
    let found: Vec<CellNumber> = at.filter(|c| cells.status(*c) != Status::Absent).collect();
    if found.len() == sheets.len() {
        found
    } else {
        Vec::new()
    }
}
