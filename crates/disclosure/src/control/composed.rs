//! Quantities made of others by factors: sums of ages, changes, balances, and accounts that must come out even, such as the
//! population of two years with births, deaths and moves between them.
//!
//! What they are made of need not be published: such a count is a hidden cell of its own, and two relations over it tell more
//! than one.

use std::collections::HashMap;

use indicators::formula::Weighed;
use indicators::{Catalogue, Dimension, Figures, Formula};
use vocabulary::Period;

use super::cells::{CellNumber, Cells, Status};
use crate::family::{Cell, Family, Range};
use crate::{Reason, Rules};

/// A sum of counts times factors at one place; the published quantity it is, if any, has factor -1.
type Terms = Vec<(Member, f64)>;

/// A published cell, or a count nobody publishes: formula, period and place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Member {
    Published(CellNumber),
    Unpublished(usize),
}

/// Which sheets the counts within composed quantities are published on.
pub(super) struct Published<'a> {
    catalogue: &'a Catalogue,
    sheets: HashMap<(&'a str, Period), usize>,
}

impl<'a> Published<'a> {
    pub(super) fn new(figures: &'a Figures, catalogue: &'a Catalogue) -> Self {
        let sheets = figures.sheets().iter().enumerate();
        Self {
            catalogue,
            sheets: sheets
                .map(|(i, s)| ((s.formula.as_str(), s.period), i))
                .collect(),
        }
    }

    /// The sheet of a plain count, or those that add up to it along one dimension (its women and its men); empty where
    /// nobody publishes it.
    pub(super) fn sheets_of(&self, formula: &Formula, period: Period) -> Vec<usize> {
        if let Some(sheet) = self.sheets.get(&(formula.as_str(), period)) {
            return vec![*sheet];
        }
        let counts = &self.catalogue.counts;
        let dimensions = formula.counts().flat_map(|c| &counts[c].dimensions);
        let along = |dimension: &Dimension| {
            let groups = dimension.categories.iter();
            let part =
                |category| formula.only(&dimension.id, std::slice::from_ref(category), counts);
            let parts = groups.filter_map(part);
            let parts = parts.filter(|part| part.cells().next().is_some());
            let sheet = |part: Formula| self.sheets.get(&(part.as_str(), period)).copied();
            parts.map(sheet).collect::<Option<Vec<usize>>>()
        };
        let mut found = dimensions.filter_map(along);
        found.find(|sheets| sheets.len() > 1).unwrap_or_default()
    }
}

/// The sheets of weighed sums, as the years of life behind a mean age, each with the sheets it is made of.
pub(super) fn weighed_sums(figures: &Figures, catalogue: &Catalogue) -> Vec<(usize, Vec<usize>)> {
    let published = Published::new(figures, catalogue);
    let is_weighed = |parts: &[Weighed]| parts.iter().any(|p| p.factor.fract() != 0.0);
    let sheets = figures.sheets().iter().enumerate();
    let parts = sheets.map(|(i, s)| (i, s.period, s.formula.weighed(&catalogue.counts)));
    parts
        .filter(|(_, _, parts)| is_weighed(parts))
        .map(|(whole, period, parts)| {
            let of = |p: &Weighed| published.sheets_of(&p.formula, period.years_back(p.years_back));
            (whole, parts.iter().flat_map(of).collect())
        })
        .collect()
}

/// Hides every weighed sum over a number that is not shown: what is derived from hidden numbers is hidden.
pub(super) fn hide_weighed(cells: &mut Cells, sums: &[(usize, Vec<usize>)]) {
    for (whole, parts) in sums {
        for place in 0..cells.places {
            let is_unseen = |sheet: &usize| {
                let cell = cells.number(*sheet, place);
                cells.status(cell) != Status::Absent && !cells.is_seen(cell)
            };
            if parts.iter().any(is_unseen) {
                cells.hide(cells.number(*whole, place), Reason::Secondary);
            }
        }
    }
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
        published: Published::new(figures, catalogue),
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
    published: Published<'a>,
    unpublished: HashMap<(String, Period, usize), usize>,
    found: Vec<Terms>,
}

impl Composer<'_> {
    /// The relation of one quantity, or of an account (no quantity), at every place.
    fn compose(&mut self, whole: Option<usize>, formula: &Formula, period: Period) {
        let parts: Vec<(Weighed, Period, Vec<usize>)> = formula
            .weighed(&self.catalogue.counts)
            .into_iter()
            .map(|part| {
                let when = period.years_back(part.years_back);
                let sheets = self.published.sheets_of(&part.formula, when);
                (part, when, sheets)
            })
            .collect();
        for place in 0..self.cells.places {
            let mut terms: Terms = Vec::with_capacity(parts.len() + 1);
            if let Some(sheet) = whole {
                let cell = self.cells.number(sheet, place);
                if self.cells.status(cell) == Status::Absent {
                    continue;
                }
                terms.push((Member::Published(cell), -1.0));
            }
            for (part, when, sheets) in &parts {
                let members = self.members(&part.formula, (*when, place), sheets);
                terms.extend(members.into_iter().map(|m| (m, part.factor)));
            }
            self.found.push(terms);
        }
    }

    /// The published cells of a count, or a cell nobody publishes.
    fn members(
        &mut self,
        formula: &Formula,
        (period, place): (Period, usize),
        sheets: &[usize],
    ) -> Vec<Member> {
        let cells = sheets.iter().map(|s| self.cells.number(*s, place));
        let cells: Vec<CellNumber> = cells
            .filter(|c| self.cells.status(*c) != Status::Absent)
            .collect();
        if !cells.is_empty() && cells.len() == sheets.len() {
            return cells.into_iter().map(Member::Published).collect();
        }
        let next = self.unpublished.len();
        let key = (formula.as_str().to_owned(), period, place);
        vec![Member::Unpublished(
            *self.unpublished.entry(key).or_insert(next),
        )]
    }

    /// Adds the relations. Of counts that one relation alone knows it tells that none is negative.
    fn finish(mut self, family: &mut Family) {
        let uses = self.leave_out_what_tells_nothing();
        let mut numbers: HashMap<usize, CellNumber> = HashMap::new();
        for terms in &self.found {
            let (alone, others): (Terms, Terms) = terms
                .iter()
                .partition(|(member, _)| is_alone(&uses, member));
            // What is left over is made up by counts of one sign, none of which is negative.
            let sign = alone.first().map_or(1.0, |(_, factor)| -factor.signum());
            let mut number = |member: Member| match member {
                Member::Published(cell) => cell,
                Member::Unpublished(i) => *numbers.entry(i).or_insert_with(|| family.add(unseen())),
            };
            let others: Vec<(CellNumber, f64)> = others
                .into_iter()
                .map(|(member, factor)| (number(member), factor * sign))
                .collect();
            let range = if alone.is_empty() {
                Range::only(0.0)
            } else {
                Range::from(0.0)
            };
            family.relate(&others, range);
        }
        debug_assert!(
            self.figures.sheets().len() >= self.published.sheets.len(),
            "one number per sheet"
        );
    }

    /// How many of the relations left know each count nobody publishes.
    fn leave_out_what_tells_nothing(&mut self) -> Vec<usize> {
        loop {
            let mut uses = vec![0usize; self.unpublished.len()];
            for (member, _) in self.found.iter().flatten() {
                if let Member::Unpublished(i) = member {
                    uses[*i] += 1;
                }
            }
            let before = self.found.len();
            self.found
                .retain(|terms| tells(terms, |member| is_alone(&uses, member)));
            if self.found.len() == before {
                return uses;
            }
        }
    }
}

/// Whether one relation alone knows a count.
fn is_alone(uses: &[usize], member: &Member) -> bool {
    matches!(member, Member::Unpublished(i) if uses[*i] < 2)
}

/// Whether a relation says anything: it does not where counts nobody else knows may be added and taken away, nor where it
/// says of one number alone that it is not negative.
fn tells(terms: &Terms, is_alone: impl Fn(&Member) -> bool) -> bool {
    let alone = || terms.iter().filter(|(member, _)| is_alone(member));
    let others = terms.len() - alone().count();
    let adds = alone().any(|(_, factor)| *factor > 0.0);
    let takes = alone().any(|(_, factor)| *factor < 0.0);
    match (adds, takes) {
        (false, false) => true,
        (true, true) => false,
        _ => others > 1,
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
