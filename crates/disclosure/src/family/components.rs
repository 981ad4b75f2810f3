//! Hidden cells that hang together: what an outsider learns of one depends on the others of its component only.

use super::{CellNumber, Family};

/// In which relations each cell stands.
pub(super) struct Incidence {
    starts: Vec<u32>,
    relations: Vec<u32>,
}

impl Incidence {
    pub(super) fn new(family: &Family) -> Self {
        let mut starts = vec![0u32; family.cells.len() + 1];
        for (cell, _) in &family.terms {
            starts[*cell as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut next = starts.clone();
        let mut relations = vec![0u32; family.terms.len()];
        for relation in 0..u32::try_from(family.relations()).unwrap_or(u32::MAX) {
            for (cell, _) in family.terms(relation) {
                let slot = &mut next[*cell as usize];
                relations[*slot as usize] = relation;
                *slot += 1;
            }
        }
        Self { starts, relations }
    }

    /// The relations a cell stands in.
    pub(super) fn of(&self, cell: CellNumber) -> &[u32] {
        let cell = cell as usize;
        &self.relations[self.starts[cell] as usize..self.starts[cell + 1] as usize]
    }
}

/// The components of the hidden cells, each sorted, the one with the first cell first.
pub(super) fn components(family: &Family, incidence: &Incidence) -> Vec<Vec<CellNumber>> {
    let mut seen = vec![false; family.cells.len()];
    let mut seen_relation = vec![false; family.relations()];
    let mut found = Vec::new();
    for start in family.hidden() {
        if std::mem::replace(&mut seen[start as usize], true) {
            continue;
        }
        let mut component = vec![start];
        let mut next = 0;
        while next < component.len() {
            for relation in incidence.of(component[next]) {
                if std::mem::replace(&mut seen_relation[*relation as usize], true) {
                    continue;
                }
                for (cell, _) in family.terms(*relation) {
                    let hidden = family.cell(*cell).is_hidden;
                    if hidden && !std::mem::replace(&mut seen[*cell as usize], true) {
                        component.push(*cell);
                    }
                }
            }
            next += 1;
        }
        component.sort_unstable();
        found.push(component);
    }
    found
}
