//! The surroundings of a cell, near before far: most proofs need only a few cells.

use super::components::Incidence;
use super::{Cell, CellNumber, Family};

/// Which open cells may be part of the surroundings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Through {
    /// None: what an outsider does not see.
    Hidden,
    /// The cheapest few of each relation: what could be hidden besides.
    Cheapest(usize),
    /// The cheapest few of each relation that only this family shows, whether they may be hidden or not.
    Free(usize),
}

/// Finds surroundings again and again without new memory.
pub(super) struct Neighbourhoods {
    seen: Vec<u32>,
    seen_relation: Vec<u32>,
    round: u32,
}

/// Cells near a cell and the relations that touch them.
pub(super) struct Neighbourhood {
    pub cells: Vec<CellNumber>,
    pub relations: Vec<u32>,
    /// Whether nothing was left out.
    pub is_whole: bool,
}

impl Neighbourhoods {
    pub(super) fn new(family: &Family) -> Self {
        Self {
            seen: vec![0; family.cells.len()],
            seen_relation: vec![0; family.relations()],
            round: 0,
        }
    }

    /// At most so many cells, breadth first.
    pub(super) fn around(
        &mut self,
        (family, incidence): (&Family, &Incidence),
        start: CellNumber,
        most: usize,
        through: Through,
    ) -> Neighbourhood {
        self.round += 1;
        let mut cells = vec![start];
        let mut relations = Vec::new();
        let mut is_whole = true;
        self.seen[start as usize] = self.round;
        let mut next = 0;
        while next < cells.len() {
            for relation in incidence.of(cells[next]) {
                let seen = &mut self.seen_relation[*relation as usize];
                if std::mem::replace(seen, self.round) == self.round {
                    continue;
                }
                relations.push(*relation);
                for cell in members(family, *relation, through) {
                    if self.seen[cell as usize] == self.round {
                        continue;
                    }
                    if cells.len() >= most {
                        is_whole = false;
                        continue;
                    }
                    self.seen[cell as usize] = self.round;
                    cells.push(cell);
                }
            }
            next += 1;
        }
        Neighbourhood {
            cells,
            relations,
            is_whole,
        }
    }
}

/// Whether a number is shown here alone. A zero is part of the pattern: it is shown because nobody is there.
pub(super) fn is_free(cell: &Cell) -> bool {
    !cell.is_hidden && !cell.is_given && cell.value != Some(0.0)
}

/// The hidden members of a relation, and the cheapest open ones if asked for.
fn members(family: &Family, relation: u32, through: Through) -> Vec<CellNumber> {
    let all = || family.terms(relation).iter().map(|(c, _)| *c);
    let mut members: Vec<CellNumber> = all().filter(|c| family.cell(*c).is_hidden).collect();
    let (most, may_move): (usize, fn(&Cell) -> bool) = match through {
        Through::Hidden => return members,
        Through::Cheapest(most) => (most, |c| !c.is_hidden && c.cost.is_finite()),
        Through::Free(most) => (most, is_free),
    };
    let cost = |c: &CellNumber| family.cell(*c).cost;
    let mut open: Vec<CellNumber> = all().filter(|c| may_move(family.cell(*c))).collect();
    open.sort_by(|a, b| cost(a).total_cmp(&cost(b)).then(a.cmp(b)));
    members.extend(open.into_iter().take(most));
    members
}
