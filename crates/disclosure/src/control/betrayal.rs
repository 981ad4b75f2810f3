//! What several sums together would give away if a number were shown: the outsider's proof, without any number.

use indicators::{Catalogue, Figures};
use serde::Serialize;

use super::cells::{CellNumber, Cells, Status};
use super::family::{self, Built};
use super::standing::{Quantity, Sum, SumOver, over, quantity};
use super::{Settled, observed};
use crate::Rules;
use crate::family::{Audit, Family, Range, Side, Verdict, first_exposed, shortest_witness};

/// So many protected numbers around the asked one are looked at.
const LOOKED_AT: usize = 60;
/// Two ends closer than this are one number.
const CLOSE: f64 = 1e-6;

/// A protected number that several sums together would narrow down too far.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Betrayal {
    /// The number, or the one it is left of.
    pub of: Quantity,
    /// Whether it is the number of those who do not belong.
    pub is_rest: bool,
    /// What would be known of it.
    pub known: Known,
    /// Every sum that is needed for it.
    pub by: Vec<Sum>,
}

/// What an outsider would know of a number, without saying it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// The number itself.
    Exactly,
    /// That it is higher than he may know.
    FromBelow,
    /// That it is lower than he may know.
    FromAbove,
}

/// What would be given away if a number that protects others were shown; nothing where no short proof was found.
pub(super) fn betrayal(
    figures: &Figures,
    (catalogue, rules): (&Catalogue, &Rules),
    settled: &mut Settled,
    cell: CellNumber,
) -> Option<Betrayal> {
    let before = std::mem::replace(&mut settled.cells.status[cell as usize], Status::Shown);
    let cells = &settled.cells;
    let observed = observed::sums(figures, cells);
    let sums = (&settled.equations, &observed);
    let built = family::build(figures, (catalogue, rules), cells, sums);
    let found = first_exposed(&built.family, cell, LOOKED_AT)
        .and_then(|exposed| told(figures, cells, &built, (exposed, Some(cell))));
    settled.cells.status[cell as usize] = before;
    found
}

/// How the first number that cannot be protected could be narrowed down.
pub(super) fn first(
    figures: &Figures,
    cells: &Cells,
    built: &Built,
    audit: &Audit,
) -> Option<Betrayal> {
    audit.unsafe_cells.iter().find_map(|found| {
        let Verdict::Exposed(possible) = found.verdict else {
            return None;
        };
        told(figures, cells, built, ((found.cell, possible), None))
    })
}

fn told(
    figures: &Figures,
    cells: &Cells,
    built: &Built,
    ((exposed, possible), asked): ((CellNumber, Range), Option<CellNumber>),
) -> Option<Betrayal> {
    let family = &built.family;
    let needed = family.cell(exposed).needed?;
    let ends = [
        (Side::Lower, needed.lower, possible.lower > needed.lower),
        (Side::Upper, needed.upper, possible.upper < needed.upper),
    ];
    let is_exact = possible.upper - possible.lower < CLOSE;
    let sides = ends.into_iter().filter(|(.., narrowed)| *narrowed);
    let mut relations: Vec<u32> = Vec::new();
    let mut known = None;
    for (side, needed, _) in sides.take(if is_exact { 2 } else { 1 }) {
        let proof = shortest_witness(family, (exposed, side), needed)?;
        relations.extend(proof.relations.into_iter().map(|(relation, _)| relation));
        known = Some(match side {
            Side::Lower => Known::FromBelow,
            Side::Upper => Known::FromAbove,
        });
    }
    relations.sort_unstable();
    relations.dedup();
    let all = cells.status.len();
    let of = if (exposed as usize) < all {
        exposed
    } else {
        family.terms_with(exposed).find(|c| (*c as usize) < all)?
    };
    let mut by: Vec<Sum> = relations
        .iter()
        .filter_map(|relation| sum(figures, cells, built, (*relation, asked)))
        .collect();
    by.sort();
    by.dedup();
    Some(Betrayal {
        of: quantity(figures, cells, of),
        is_rest: exposed as usize >= all,
        known: if is_exact { Known::Exactly } else { known? },
        by,
    })
}

/// A relation of the family as a sum; nothing where it is about no number of its own.
fn sum(
    figures: &Figures,
    cells: &Cells,
    built: &Built,
    (relation, asked): (u32, Option<CellNumber>),
) -> Option<Sum> {
    let family = &built.family;
    let own = |c: CellNumber| (c as usize) < cells.status.len();
    let terms = family.terms(relation);
    let on = |is_above: fn(f64) -> bool| -> Vec<CellNumber> {
        let side = terms.iter().filter(|(_, factor)| is_above(*factor));
        side.map(|(c, _)| *c).filter(|c| own(*c)).collect()
    };
    let (above, below) = (on(|f| f > 0.0), on(|f| f < 0.0));
    let is_exact = family.is_exact(relation);
    // A total stands on one side, its parts on the other; a part that is no more than its whole has the other sign.
    let (whole, parts) = match (&above[..], &below[..]) {
        (parts, [whole]) if is_exact => (*whole, parts),
        ([whole], parts) | (parts, [whole, ..]) | ([whole, parts @ ..], []) => (*whole, parts),
        ([], []) => return None,
    };
    let over = match relation as usize {
        r if r >= built.cuts_from => SumOver::Pieces,
        r if r >= built.former_from => SumOver::Editions,
        _ if terms.iter().any(|(c, _)| !own(*c)) => SumOver::Rests,
        _ if parts.is_empty() => SumOver::Bounds,
        _ if !is_exact => SumOver::Within,
        _ => over(figures, cells, whole, parts),
    };
    let mut hidden: Vec<Quantity> = above
        .iter()
        .chain(&below)
        .filter(|c| Some(**c) != asked && **c != whole && family.cell(**c).is_hidden)
        .map(|c| quantity(figures, cells, *c))
        .collect();
    hidden.sort();
    Some(Sum {
        over,
        whole: quantity(figures, cells, whole),
        hidden,
    })
}

impl Family {
    /// All cells that share a relation with a cell.
    fn terms_with(&self, cell: CellNumber) -> impl Iterator<Item = CellNumber> {
        let all = 0..u32::try_from(self.relations()).unwrap_or(u32::MAX);
        all.map(|relation| self.terms(relation))
            .filter(move |terms| terms.iter().any(|(c, _)| *c == cell))
            .flatten()
            .map(|(c, _)| *c)
    }
}
