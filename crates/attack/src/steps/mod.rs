//! The steps of the attack, from the simplest to the cleverest.

pub(crate) mod back_calculation;
mod bounds;
pub(crate) mod differences;
mod elimination;
mod integers;
mod single;
pub(crate) mod texts;

use serde::Serialize;

use crate::book::Book;
use crate::relations::{Relations, Why};
use crate::system::System;

/// What led to a recovered number: the latest of the steps it needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// One equation with one unknown.
    Single,
    /// Several equations together.
    Elimination,
    /// Bounds from inequalities and linear programs.
    Bounds,
    /// Only whole numbers.
    Integers,
    /// Years, editions or boundaries compared.
    Differences,
    /// Rates, intervals, classes and scales turned back.
    BackCalculation,
    /// Sentences and alternative texts.
    Texts,
}

impl Step {
    /// All steps in their order.
    pub const ALL: [Self; 7] = [
        Self::Single,
        Self::Elimination,
        Self::Bounds,
        Self::Integers,
        Self::Differences,
        Self::BackCalculation,
        Self::Texts,
    ];

    /// The step that a relation belongs to.
    pub(crate) fn needed_for(why: Why) -> Self {
        match why {
            Why::Pool | Why::Years | Why::Edition | Why::Boundary => Self::Differences,
            Why::Rate | Why::Range => Self::BackCalculation,
            Why::Text => Self::Texts,
            _ => Self::Single,
        }
    }
}

/// What comparing years and editions, rates and texts adds to the relations within an edition.
pub(crate) fn clues(book: &Book<'_>, relations: &mut Relations, told: &mut dyn FnMut(Step)) {
    told(Step::Differences);
    differences::clues(book, relations);
    told(Step::BackCalculation);
    back_calculation::clues(book, relations);
    told(Step::Texts);
    texts::clues(book, relations);
}

/// Computes with all relations; `told` hears which step begins.
pub(crate) fn run(system: &mut System<'_>, told: &mut dyn FnMut(Step)) {
    told(Step::Single);
    single::run(system);
    told(Step::Elimination);
    elimination::run(system);
    told(Step::Bounds);
    bounds::run(system);
    told(Step::Integers);
    integers::run(system);
}
