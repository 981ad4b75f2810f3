//! The cell key method: every count gets a little noise that depends on who is counted and on nothing else.
//!
//! Each person has a record key between 0 and 1; the fraction of their sum is the key of the cell; a table says which
//! noise belongs to a count and a key (Fraser and Wooton 2005; the census of 2022; Hundepool et al., Handbook on
//! Statistical Disclosure Control, chapter 5). The same people always give the same noise, in every table and year. Totals
//! get their own noise, so parts do not add up.

mod entropy;

pub use entropy::{Noise, PTableError};

/// The key of a person or of a cell: a fraction from 0 to below 1, in units of 2⁻⁶⁴, so that sums do not depend on
/// their order.
#[doc(alias = "Zellschlüssel")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(u64);

impl Key {
    /// A key from 64 random bits.
    pub const fn of_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The key nearest to a fraction; whole parts do not matter.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a fraction of 2⁶⁴"
    )]
    pub fn of_fraction(fraction: f64) -> Self {
        Self((fraction.rem_euclid(1.0) * UNITS) as u64)
    }

    /// As a fraction.
    pub fn fraction(self) -> f64 {
        self.0 as f64 / UNITS
    }

    /// The key of a cell: the fraction of the sum of the keys of those counted in it.
    ///
    /// ```
    /// use disclosure::cell_key::Key;
    /// let key = Key::of_cell([0.9, 0.3, 0.6].map(Key::of_fraction));
    /// assert!((key.fraction() - 0.8).abs() < 1e-12);
    /// ```
    pub fn of_cell(records: impl IntoIterator<Item = Self>) -> Self {
        let sum = |sum: u64, key: Self| sum.wrapping_add(key.0);
        Self(records.into_iter().fold(0, sum))
    }
}

const UNITS: f64 = 18_446_744_073_709_551_616.0;

/// One noise of a row: it holds for keys up to a limit, above the limit of the one before.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    noise: i64,
    upto: f64,
}

/// Which noise belongs to a count and a key. The row of the last count holds for all higher ones.
#[doc(alias = "p-Tabelle")]
#[derive(Clone, Debug, PartialEq)]
pub struct PTable {
    rows: Vec<Vec<Step>>,
}

/// One line of a written table: for a count a noise, for keys above `above` up to `upto`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// The count; the highest of a table stands for all higher ones.
    pub count: usize,
    /// What is added.
    pub noise: i64,
    /// Excluded.
    pub above: f64,
    /// Included.
    pub upto: f64,
}

impl PTable {
    /// A table written by others: lines sorted by count and key, each count from 0 up with keys from 0 to 1.
    pub fn of_lines(lines: &[Line]) -> Result<Self, PTableError> {
        let mut rows: Vec<Vec<Step>> = Vec::new();
        for part in lines.chunk_by(|a, b| a.count == b.count) {
            let wrong = PTableError::Written {
                count: part[0].count,
            };
            let mut reached = 0.0;
            for line in part {
                let goes_below_zero = line.noise.unsigned_abs() > line.count as u64;
                if !same(line.above, reached) || (line.noise < 0 && goes_below_zero) {
                    return Err(wrong);
                }
                reached = line.upto;
            }
            if part[0].count != rows.len() || !same(reached, 1.0) {
                return Err(wrong);
            }
            let step = |line: &Line| Step {
                noise: line.noise,
                upto: line.upto,
            };
            rows.push(part.iter().map(step).collect());
        }
        if rows.is_empty() {
            return Err(PTableError::Written { count: 0 });
        }
        Ok(Self { rows })
    }

    /// An own table: of all that fit the noise asked for the one that says least about the true count.
    ///
    /// ```
    /// use disclosure::cell_key::{Key, Noise, PTable};
    /// // No result of 1 or 2, noise of at most 5 either way, variance at most 3.
    /// let table = PTable::maximum_entropy(Noise { variance: 3.0, most: 5, hidden_below: 3 })?;
    /// for bits in 0..64_u64 {
    ///     let shown = table.perturbed(1, Key::of_bits(bits << 58));
    ///     assert!(shown == 0 || shown >= 3);
    /// }
    /// # Ok::<(), disclosure::cell_key::PTableError>(())
    /// ```
    pub fn maximum_entropy(noise: Noise) -> Result<Self, PTableError> {
        Ok(Self {
            rows: entropy::rows(noise)?,
        })
    }

    /// The noise of a count and a key.
    pub fn noise(&self, count: u64, key: Key) -> i64 {
        let last = self.rows.len() - 1;
        let row = &self.rows[usize::try_from(count).unwrap_or(last).min(last)];
        let at = key.fraction();
        let step = row.iter().find(|step| at <= step.upto);
        step.or(row.last()).map_or(0, |step| step.noise)
    }

    /// A count with its noise.
    pub fn perturbed(&self, count: u64, key: Key) -> u64 {
        count.saturating_add_signed(self.noise(count, key))
    }

    /// Mean and variance of the noise of a count, over all keys.
    pub fn moments(&self, count: u64) -> (f64, f64) {
        let last = self.rows.len() - 1;
        let row = &self.rows[usize::try_from(count).unwrap_or(last).min(last)];
        let mut before = 0.0;
        let (mut mean, mut square) = (0.0, 0.0);
        for step in row {
            let noise = step.noise as f64;
            mean += noise * (step.upto - before);
            square += noise * noise * (step.upto - before);
            before = step.upto;
        }
        (mean, square - mean * mean)
    }
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

#[cfg(test)]
mod tests;
