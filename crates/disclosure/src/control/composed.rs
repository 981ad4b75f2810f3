//! Quantities made of others by factors: sums of ages, changes, balances, and accounts that must come out even, such as the
//! population of two years with births, deaths and moves between them.
//!
//! What they are made of need not be published: such a count is a hidden cell of its own, and two relations over it tell more
//! than one.

use std::collections::HashMap;

use indicators::{Catalogue, Figures, Formula};
use vocabulary::Period;

use super::cells::{CellNumber, Cells, Status};
use crate::Rules;
use crate::family::{Cell, Family, Range};

/// A sum of counts times factors at one place; the published quantity it is, if any, has factor -1.
type Terms = Vec<(Member, f64)>;

/// A published cell, or a count nobody publishes: formula, period and place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Member {
    Published(CellNumber),
    Unpublished(usize),
}

/// Adds the relations of all composed quantities.
pub(super) fn relate(
    family: &mut Family,
    figures: &Figures,
    (catalogue, rules): (&Catalogue, &Rules),
    cells: &Cells,
) {
    let mut composer = Composer {
        figures,
        catalogue,
        cells,
        sheets: figures
            .sheets()
            .iter()
            .enumerate()
            .map(|(i, s)| ((s.formula.as_str(), s.period), i))
            .collect(),
        unpublished: HashMap::new(),
        found: Vec::new(),
    };
    for (number, sheet) in figures.sheets().iter().enumerate() {
        if !sheet.formula.is_plain_count() {
            composer.compose(Some(number), &sheet.formula, sheet.period);
        }
    }
    let accounts = rules.identities.iter();
    for formula in accounts.filter_map(|i| catalogue.formula(&i.formula).ok()) {
        let mut periods: Vec<Period> = figures.sheets().iter().map(|s| s.period).collect();
        periods.sort_unstable();
        periods.dedup();
        for period in periods {
            composer.compose(None, &formula, period);
        }
    }
    composer.finish(family);
}

struct Composer<'a> {
    figures: &'a Figures,
    catalogue: &'a Catalogue,
    cells: &'a Cells,
    sheets: HashMap<(&'a str, Period), usize>,
    unpublished: HashMap<(String, Period, usize), usize>,
    found: Vec<Terms>,
}

impl Composer<'_> {
    /// The relation of one quantity, or of an account (no quantity), at every place.
    fn compose(&mut self, whole: Option<usize>, formula: &Formula, period: Period) {
        let parts = formula.weighed(&self.catalogue.counts);
        for place in 0..self.cells.places {
            let mut terms: Terms = Vec::with_capacity(parts.len() + 1);
            if let Some(sheet) = whole {
                let cell = self.cells.number(sheet, place);
                if self.cells.status(cell) == Status::Absent {
                    continue;
                }
                terms.push((Member::Published(cell), -1.0));
            }
            for part in &parts {
                let when = period.years_back(part.years_back);
                terms.push((self.member(&part.formula, when, place), part.factor));
            }
            self.found.push(terms);
        }
    }

    /// The published cell of a count, or a cell nobody publishes.
    fn member(&mut self, formula: &Formula, period: Period, place: usize) -> Member {
        if let Some(cell) = self.published(formula, period, place) {
            return Member::Published(cell);
        }
        let next = self.unpublished.len();
        let key = (formula.as_str().to_owned(), period, place);
        Member::Unpublished(*self.unpublished.entry(key).or_insert(next))
    }

    fn published(&self, formula: &Formula, period: Period, place: usize) -> Option<CellNumber> {
        let sheet = self.sheets.get(&(formula.as_str(), period))?;
        let cell = self.cells.number(*sheet, place);
        (self.cells.status(cell) != Status::Absent).then_some(cell)
    }

    /// Leaves out what tells nothing because it alone knows a count, and adds the rest.
    fn finish(mut self, family: &mut Family) {
        loop {
            let mut uses = vec![0usize; self.unpublished.len()];
            for (member, _) in self.found.iter().flatten() {
                if let Member::Unpublished(i) = member {
                    uses[*i] += 1;
                }
            }
            let before = self.found.len();
            let tells = |member: &Member| !matches!(member, Member::Unpublished(i) if uses[*i] < 2);
            self.found
                .retain(|terms| terms.iter().all(|(m, _)| tells(m)));
            if self.found.len() == before {
                break;
            }
        }
        let mut numbers: HashMap<usize, CellNumber> = HashMap::new();
        for terms in &self.found {
            let terms: Vec<(CellNumber, f64)> = terms
                .iter()
                .map(|(member, factor)| match member {
                    Member::Published(cell) => (*cell, *factor),
                    Member::Unpublished(i) => (
                        *numbers.entry(*i).or_insert_with(|| family.add(unseen())),
                        *factor,
                    ),
                })
                .collect();
            family.relate(&terms, Range::only(0.0));
        }
        debug_assert!(
            self.figures.sheets().len() >= self.sheets.len(),
            "one number per sheet"
        );
    }
}

/// A count that nobody publishes and that needs no protection of its own.
const fn unseen() -> Cell {
    Cell {
        value: None,
        is_hidden: true,
        is_given: false,
        is_count: true,
        known: Range::from(0.0),
        needed: None,
        cost: f64::INFINITY,
    }
}
