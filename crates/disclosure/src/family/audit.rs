//! The audit: what an outsider can find out about every hidden cell. A family that fails it does not leave the house.
//!
//! A sensitive cell is protected when a table that shows the same holds everything that must remain possible: one with
//! the least and one with the greatest number needed. What is between is possible too, since the tables form a convex
//! set. A cell for which no such table was found counts as unsafe, whatever the reason.

use serde::Serialize;

use super::certificates::{Certificates, Proof, SIDES};
use super::components::components;
use super::witness::Side;
use super::{CellNumber, Family, Range, TINY};

/// What the audit says of a sensitive cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// All that must remain possible is possible.
    Protected,
    /// An outsider can narrow it down to this.
    Exposed(Range),
    /// No proof was found in the steps allowed: it counts as unsafe.
    Unproven,
}

/// One sensitive cell that is not protected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finding {
    /// Which.
    pub cell: CellNumber,
    /// Why.
    pub verdict: Verdict,
}

/// The result for a family.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Audit {
    /// Hidden cells with something to protect.
    pub sensitive: usize,
    /// Hidden cells in all.
    pub hidden: usize,
    /// Groups of hidden cells that hang together.
    pub components: usize,
    /// Hidden cells of the largest of them.
    pub largest: usize,
    /// Relations between the cells of the family.
    pub relations: usize,
    /// Linear programs solved.
    pub programs: usize,
    /// Those that are not protected; where and how far is nobody's business outside.
    #[serde(skip)]
    pub unsafe_cells: Vec<Finding>,
}

impl Audit {
    /// Whether every sensitive cell is protected.
    pub const fn is_safe(&self) -> bool {
        self.unsafe_cells.is_empty()
    }
}

/// Audits every sensitive cell of a family.
pub fn audit(family: &Family) -> Audit {
    audit_with(family, &mut Certificates::new(family))
}

/// The same with what is already known.
pub(super) fn audit_with(family: &Family, certificates: &mut Certificates) -> Audit {
    let groups = components(family, &certificates.incidence);
    let mut result = Audit {
        components: groups.len(),
        hidden: groups.iter().map(Vec::len).sum(),
        largest: groups.iter().map(Vec::len).max().unwrap_or(0),
        relations: family.relations(),
        ..Audit::default()
    };
    for group in groups {
        let unsolved = &certificates.reference.unsolved;
        let is_unsolved = group.iter().any(|c| unsolved.contains(c));
        for cell in group {
            if family.cell(cell).needed.is_none() {
                continue;
            }
            result.sensitive += 1;
            let verdict = if is_unsolved {
                Verdict::Unproven
            } else {
                verdict(family, certificates, cell)
            };
            if verdict != Verdict::Protected {
                result.unsafe_cells.push(Finding { cell, verdict });
            }
        }
    }
    result.programs = certificates.programs;
    result
}

/// Whether one cell is protected.
fn verdict(family: &Family, certificates: &mut Certificates, cell: CellNumber) -> Verdict {
    let Some(mut possible) = family.cell(cell).needed else {
        return Verdict::Protected;
    };
    let needed = possible;
    for side in SIDES {
        match (certificates.prove(family, cell, side), side) {
            (Proof::Reached, _) => {}
            (Proof::Open, _) => return Verdict::Unproven,
            (Proof::Limit(limit), Side::Lower) => possible.lower = limit,
            (Proof::Limit(limit), Side::Upper) => possible.upper = limit,
        }
    }
    if possible == needed {
        Verdict::Protected
    } else {
        Verdict::Exposed(possible)
    }
}

/// The first sensitive cell, near before far, that an outsider can narrow down too far. So many are looked at; what could
/// not be proved is passed over.
pub fn first_exposed(
    family: &Family,
    near: CellNumber,
    most: usize,
) -> Option<(CellNumber, Range)> {
    let mut certificates = Certificates::new(family);
    let around = certificates.component(family, near).cells;
    let sensitive = |c: &CellNumber| family.cell(*c).is_hidden && family.cell(*c).needed.is_some();
    let exposed = |cell| match verdict(family, &mut certificates, cell) {
        Verdict::Exposed(range) => Some((cell, range)),
        Verdict::Protected | Verdict::Unproven => None,
    };
    around
        .into_iter()
        .filter(sensitive)
        .take(most)
        .find_map(exposed)
}

/// What an outsider can find out about each hidden cell at all: from the least to the greatest number it can be, for
/// small families and for explaining. `None` where the solver failed.
pub fn intervals(family: &Family) -> Vec<(CellNumber, Option<Range>)> {
    let mut certificates = Certificates::new(family);
    let mut found: Vec<(CellNumber, Option<Range>)> = family
        .hidden()
        .map(|cell| {
            let known = family.cell(cell).known;
            let lower = certificates.limit(family, cell, known.lower);
            let upper = certificates.limit(family, cell, known.upper);
            (
                cell,
                lower
                    .zip(upper)
                    .map(|(lower, upper)| Range { lower, upper }),
            )
        })
        .collect();
    found.sort_by_key(|(cell, _)| *cell);
    found
}

impl Finding {
    /// Whether an outsider knows the number to the last person.
    pub fn is_exact(&self) -> bool {
        matches!(self.verdict, Verdict::Exposed(r) if r.upper - r.lower < TINY)
    }
}
