#![doc = include_str!("../README.md")]

mod actual;
mod book;
mod known;
mod outcome;
mod pattern;
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

use actual::Actual;
use book::Book;
use system::System;

/// Tries to recover what the files hide, with what others published; `told` hears which step begins.
///
/// Whoever has the actual numbers may give them: then only numbers that are small indeed count as recovered. An outsider
/// cannot tell which they are, so that nothing is computed with them.
pub fn attack(
    published: &Published,
    (known, actual): (&[Known], Option<&Published>),
    told: &mut dyn FnMut(Step),
) -> Attack {
    let book = Book::new(published, known);
    let mut relations = relations::within_editions(&book);
    steps::clues(&book, &mut relations, told);
    let contradicted = relations.contradicted;
    let mut system = System::new(&book, relations);
    steps::run(&mut system, told);
    outcome::judge(&system, contradicted, &Actual::of(actual))
}
