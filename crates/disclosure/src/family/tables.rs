//! The tables found so far that show the same as the true one, and how far each cell goes in them.

use std::collections::BTreeMap;

use super::witness::Side;
use super::{CellNumber, TINY};

/// How far a cell goes, and in which table.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Seen {
    number: f64,
    table: u32,
}

/// The table everything starts from; it moves nothing.
const TRUE: u32 = u32::MAX;

/// What the tables hold, and which cells each of them moves.
pub(super) struct Tables {
    seen: Vec<[Seen; 2]>,
    moved: Vec<Vec<CellNumber>>,
    moving: BTreeMap<CellNumber, Vec<u32>>,
}

/// What was known of cells before a cell was shown again.
pub(super) struct Forgotten(Vec<(CellNumber, [Seen; 2])>);

impl Forgotten {
    /// The cells whose proof rested on it.
    pub(super) fn cells(&self) -> impl Iterator<Item = CellNumber> {
        self.0.iter().map(|(cell, _)| *cell)
    }
}

impl Tables {
    /// Nothing but the table everything starts from.
    pub(super) fn of(numbers: &[f64]) -> Self {
        let only = |number: &f64| {
            [Seen {
                number: *number,
                table: TRUE,
            }; 2]
        };
        Self {
            seen: numbers.iter().map(only).collect(),
            moved: Vec::new(),
            moving: BTreeMap::new(),
        }
    }

    /// Whether a cell goes so far in some table.
    pub(super) fn reach(&self, cell: CellNumber, (target, side): (f64, Side)) -> bool {
        let seen = self.seen[cell as usize][side as usize].number;
        match side {
            Side::Lower => seen <= target + TINY,
            Side::Upper => seen >= target - TINY,
        }
    }

    /// Remembers a table by what it moves, if some cell goes farther in it than before.
    pub(super) fn keep(&mut self, moves: &BTreeMap<CellNumber, f64>, numbers: &[f64]) {
        let table = u32::try_from(self.moved.len()).expect("fewer than four thousand million");
        let mut is_new = false;
        for (cell, by) in moves {
            let number = numbers[*cell as usize] + by;
            let [least, most] = &mut self.seen[*cell as usize];
            let seen = Seen { number, table };
            if number < least.number {
                (*least, is_new) = (seen, true);
            } else if number > most.number {
                (*most, is_new) = (seen, true);
            }
        }
        if is_new {
            self.moved.push(moves.keys().copied().collect());
            for cell in moves.keys() {
                self.moving.entry(*cell).or_default().push(table);
            }
        }
    }

    /// Forgets all tables that move a cell, because it is shown.
    pub(super) fn forget(&mut self, shown: CellNumber, numbers: &[f64]) -> Forgotten {
        let mut forgotten: BTreeMap<CellNumber, [Seen; 2]> = BTreeMap::new();
        for table in self.moving.get(&shown).into_iter().flatten() {
            for cell in &self.moved[*table as usize] {
                let now = &mut self.seen[*cell as usize];
                let before = *now;
                for seen in now.iter_mut().filter(|s| s.table == *table) {
                    *seen = Seen {
                        number: numbers[*cell as usize],
                        table: TRUE,
                    };
                }
                if *now != before {
                    forgotten.entry(*cell).or_insert(before);
                }
            }
        }
        Forgotten(forgotten.into_iter().collect())
    }

    /// What was forgotten holds again, because the cell is hidden after all.
    pub(super) fn restore(&mut self, forgotten: Forgotten) {
        for (cell, [least, most]) in forgotten.0 {
            let [now_least, now_most] = &mut self.seen[cell as usize];
            if least.number < now_least.number {
                *now_least = least;
            }
            if most.number > now_most.number {
                *now_most = most;
            }
        }
    }
}
