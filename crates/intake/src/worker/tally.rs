//! What is counted while reading.

use std::collections::BTreeMap;

use crate::Reading;

/// What was counted while reading.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) rows_read: u64,
    pub(crate) rows_filtered: u64,
    pub(crate) rows_rejected: u64,
    pub(crate) records: u64,
    pub(crate) cells_rejected: u64,
    pub(crate) symbols: BTreeMap<String, u64>,
}

impl Tally {
    /// Adds what another table counted.
    pub(crate) fn add(&mut self, other: Self) {
        self.rows_read += other.rows_read;
        self.rows_filtered += other.rows_filtered;
        self.rows_rejected += other.rows_rejected;
        self.records += other.records;
        self.cells_rejected += other.cells_rejected;
        for (symbol, times) in other.symbols {
            *self.symbols.entry(symbol).or_default() += times;
        }
    }

    /// Writes the counts into the reading.
    pub(crate) fn put(self, reading: &mut Reading) {
        reading.rows_read = self.rows_read;
        reading.rows_filtered = self.rows_filtered;
        reading.rows_rejected = self.rows_rejected;
        reading.records = self.records;
        reading.cells_rejected = self.cells_rejected;
        reading.symbols = self.symbols;
    }
}
