//! Relations between cells that an outsider can write down, each with the reason for it.

mod breakdowns;
mod columns;
mod found_means;
mod found_sums;
mod found_years;
mod groups;
mod tree;
mod within;

use std::collections::BTreeMap;

use crate::book::{Book, CellNumber, Sheet};

pub(crate) use tree::{covered, not_empty};

/// Why a relation holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Why {
    /// A file shows what another hides.
    OtherFile,
    /// An area is the sum of its parts.
    Tree,
    /// A group is the sum of its members.
    Group,
    /// A total is the sum of its categories.
    Categories,
    /// The same number stands in another figure.
    SameNumber,
    /// Numbers of several figures add up wherever all are shown.
    FoundSum,
    /// A count is a part of its base.
    WithinBase,
    /// A category is a part of a wider one.
    WithinCategory,
    /// Several years together are the sum of the years.
    Pool,
    /// Numbers of two years, tied by changes or flows.
    Years,
    /// The same number in another edition.
    Edition,
    /// The same ground in old and new boundaries.
    Boundary,
    /// A rate, interval or mean tells its count.
    Rate,
    /// A sum over what a supplier hides is shown as a range.
    Range,
    /// A text, class or scale tells a number.
    Text,
    /// Another office published the number.
    Elsewhere,
}

/// How the two sides compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sense {
    Equal,
    AtMost,
}

/// The sum of factor times cell equals, or is at most, a constant.
#[derive(Clone, Debug)]
pub(crate) struct Relation {
    pub terms: Vec<(CellNumber, f64)>,
    pub sense: Sense,
    pub constant: f64,
    pub why: Why,
}

impl Relation {
    /// The first cell is the sum of the others.
    pub(crate) fn sum(total: CellNumber, parts: &[CellNumber], why: Why) -> Self {
        let mut terms = vec![(total, 1.0)];
        terms.extend(parts.iter().map(|p| (*p, -1.0)));
        Self {
            terms,
            sense: Sense::Equal,
            constant: 0.0,
            why,
        }
    }

    /// One cell is at most another.
    pub(crate) fn at_most(part: CellNumber, whole: CellNumber, why: Why) -> Self {
        Self {
            terms: vec![(part, 1.0), (whole, -1.0)],
            sense: Sense::AtMost,
            constant: 0.0,
            why,
        }
    }

    /// A cell is a number.
    pub(crate) fn is(cell: CellNumber, number: f64, why: Why) -> Self {
        Self {
            terms: vec![(cell, 1.0)],
            sense: Sense::Equal,
            constant: number,
            why,
        }
    }

    /// A cell lies between two numbers.
    pub(crate) fn between(cell: CellNumber, low: f64, high: f64, why: Why) -> [Self; 2] {
        let one = |factor: f64, constant: f64| Self {
            terms: vec![(cell, factor)],
            sense: Sense::AtMost,
            constant,
            why,
        };
        [one(1.0, high), one(-1.0, -low)]
    }
}

/// Sums that could be written down, kept only where the shown numbers do not speak against them.
#[derive(Default)]
pub(crate) struct Relations {
    pub all: Vec<Relation>,
    /// How many families of sums do not add up and were not used.
    pub contradicted: usize,
}

impl Relations {
    /// Takes a family of sums (one kind in one sheet) if every complete one adds up.
    pub(crate) fn take_family(&mut self, book: &Book<'_>, family: Vec<Relation>) {
        if family.iter().any(|r| is_broken(book, r)) {
            self.contradicted += 1;
            return;
        }
        self.all
            .extend(family.into_iter().filter(|r| hides(book, r)));
    }

    /// Takes one relation as it is.
    pub(crate) fn take(&mut self, book: &Book<'_>, relation: Relation) {
        if hides(book, &relation) {
            self.all.push(relation);
        }
    }
}

fn hides(book: &Book<'_>, relation: &Relation) -> bool {
    relation.terms.iter().any(|(c, _)| book.is_hidden(*c))
}

/// Whether all numbers are shown and do not fit.
fn is_broken(book: &Book<'_>, relation: &Relation) -> bool {
    let mut left = -relation.constant;
    for (cell, factor) in &relation.terms {
        let Some(number) = book.known(*cell) else {
            return false;
        };
        left += factor * number;
    }
    match relation.sense {
        Sense::Equal => left.abs() > 0.01,
        Sense::AtMost => left > 0.01,
    }
}

/// All relations within one edition.
pub(crate) fn within_editions(book: &Book<'_>) -> Relations {
    let mut relations = Relations::default();
    other_files(book, &mut relations);
    tree::add(book, &mut relations);
    groups::add(book, &mut relations);
    breakdowns::add(book, &mut relations);
    let columns = columns::Columns::new(book);
    let leaders = found_sums::add(book, &columns, &mut relations);
    found_years::add(book, &columns, &leaders, &mut relations);
    found_means::add(book, &columns, &leaders, &mut relations);
    within::add(book, &mut relations);
    relations
}

/// Cells that one file hides and another shows, or another office.
fn other_files(book: &Book<'_>, relations: &mut Relations) {
    for (number, cell) in (0u32..).zip(&book.cells) {
        if let (Some(_), Some((shown, _))) = (cell.hidden, cell.shown) {
            relations.take(book, Relation::is(number, shown, Why::OtherFile));
        }
    }
    for (cell, number) in &book.elsewhere {
        relations.take(book, Relation::is(*cell, *number, Why::Elsewhere));
    }
}

/// The cells of a sheet that are numbers, by place.
pub(crate) fn existing(book: &Book<'_>, sheet: Sheet) -> BTreeMap<u32, CellNumber> {
    let none = Vec::new();
    let cells = book.sheets.get(&sheet).unwrap_or(&none);
    cells
        .iter()
        .filter(|c| book.exists(**c))
        .map(|c| (book.of(*c).place, *c))
        .collect()
}
