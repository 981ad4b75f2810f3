//! The surroundings of a cell, near before far: most proofs need only a few cells.

use super::components::Incidence;
use super::{CellNumber, Family};

/// Which open cells may be part of the surroundings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Through {
    /// None: what an outsider does not see.
    Hidden,
    /// The cheapest few of each relation: what could be hidden besides.
    Cheapest(usize),
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

/// The hidden members of a relation, and the cheapest open ones if asked for.
fn members(family: &Family, relation: u32, through: Through) -> Vec<CellNumber> {
    let all = || family.terms(relation).iter().map(|(c, _)| *c);
    let mut members: Vec<CellNumber> = all().filter(|c| family.cell(*c).is_hidden).collect();
    if let Through::Cheapest(most) = through {
        let mut open: Vec<CellNumber> = all()
            .filter(|c| !family.cell(*c).is_hidden && family.cell(*c).cost.is_finite())
            .collect();
        open.sort_by(|a, b| {
            family
                .cell(*a)
                .cost
                .total_cmp(&family.cell(*b).cost)
                .then(a.cmp(b))
        });
        members.extend(open.into_iter().take(most));
    }
    members
}
