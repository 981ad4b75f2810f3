#![doc = include_str!("../README.md")]

mod book;
mod known;
mod outcome;
mod published;
mod relations;
mod steps;
mod system;
mod witness;

#[cfg(test)]
mod tests;

pub use known::{Known, KnownError, read_known};
pub use outcome::{About, Attack, Certainty, Recovered};
pub use published::{Published, ReadError, read};
pub use steps::Step;

use book::Book;
use system::System;

/// Tries to recover what the files hide, with what others published; `told` hears which step begins.
pub fn attack(published: &Published, known: &[Known], told: &mut dyn FnMut(Step)) -> Attack {
    let book = Book::new(published, known);
    let mut relations = relations::within_editions(&book);
    steps::clues(&book, &mut relations, told);
    let contradicted = relations.contradicted;
    let mut system = System::new(&book, relations);
    steps::run(&mut system, told);
    outcome::judge(&system, contradicted)
}
