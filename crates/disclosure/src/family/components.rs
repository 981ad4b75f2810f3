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

impl Family {
    /// The groups of hidden cells that hang together and hold one of these.
    pub fn groups_with(&self, cells: &[CellNumber]) -> Vec<Vec<CellNumber>> {
        let mut groups = components(self, &Incidence::new(self));
        groups.retain(|group| cells.iter().any(|c| group.binary_search(c).is_ok()));
        groups
    }

    /// Into how many cells each a group of hidden cells falls apart without some relations.
    ///
    /// ```
    /// use disclosure::family::{Cell, Family, Range};
    /// let mut family = Family::default();
    /// let hidden = Cell {
    ///     value: Some(1.0),
    ///     is_hidden: true,
    ///     is_given: false,
    ///     is_count: true,
    ///     known: Range::from(1.0),
    ///     needed: None,
    ///     cost: 1.0,
    /// };
    /// let cells: Vec<u32> = (0..4).map(|_| family.add(hidden.clone())).collect();
    /// for pair in cells.windows(2) {
    ///     family.sum(pair[0], &pair[1..]);
    /// }
    /// assert_eq!(family.apart(&cells, |relation| relation == 1), [2, 2]);
    /// ```
    pub fn apart(&self, group: &[CellNumber], without: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut above: Vec<usize> = (0..group.len()).collect();
        let at = |cell: &CellNumber| group.binary_search(cell).ok();
        for relation in (0..self.relations()).filter(|r| !without(*r)) {
            let terms = self.terms(u32::try_from(relation).unwrap_or(u32::MAX));
            let mut members = terms.iter().filter_map(|(c, _)| at(c));
            if let Some(first) = members.next() {
                for other in members {
                    let (one, two) = (top(&mut above, first), top(&mut above, other));
                    above[one.max(two)] = one.min(two);
                }
            }
        }
        let mut sizes = vec![0; group.len()];
        for cell in 0..group.len() {
            sizes[top(&mut above, cell)] += 1;
        }
        sizes.retain(|size| *size > 0);
        sizes
    }
}

/// The first of all that are joined with one; the way there is shortened for the next who asks.
fn top(above: &mut [usize], mut of: usize) -> usize {
    while above[of] != of {
        above[of] = above[above[of]];
        of = above[of];
    }
    of
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
