//! A county as its readers see it: figures computed by the catalogue and passed through the gate.

use disclosure::{FigureTable, Public, Released};
use findings::Panel;
use indicators::{Figures, Region, compute};

use crate::book::Book;
use crate::land::Land;

/// The figures of one county before and behind the gate.
pub(crate) struct County<'a> {
    pub(crate) land: &'a Land,
    pub(crate) computed: Figures,
    released: Released<FigureTable, Public>,
}

impl<'a> County<'a> {
    /// Computes and releases what a book counts.
    pub(crate) fn of(land: &'a Land, book: &Book) -> Self {
        let observations = book.observations(land);
        let computed = compute(&land.catalogue, &Region::of(&land.tree), &observations);
        let (released, _) = disclosure::release(&computed, &land.catalogue, &land.confidentiality)
            .expect("the audit passes in every redrawn county");
        Self {
            land,
            computed,
            released,
        }
    }

    /// What rules and methods of the early warning may see.
    pub(crate) fn panel(&self) -> Panel<'_> {
        Panel {
            figures: &self.released,
            catalogue: &self.land.catalogue,
            tree: &self.land.tree,
            outlines: &self.land.outlines,
        }
    }
}
