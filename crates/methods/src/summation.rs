//! Sums that lose no digits to the order of their terms.
//!
//! **Literature.** Neumaier, A. (1974): Rundungsfehleranalyse einiger Verfahren zur Summation
//! endlicher Summen. ZAMM 54, 39-51.
//!
//! **Formula.** A running compensation takes up what each addition rounds away, whichever of sum
//! and term is the larger.
//!
//! **Unit.** That of the terms. **Edge cases.** The empty sum is 0; NaN and infinity pass through,
//! as with `+`.

/// The compensated sum of numbers in the order given.
///
/// ```
/// use methods::neumaier_sum;
/// assert_eq!(neumaier_sum([1.0, 1e100, 1.0, -1e100]), 2.0);
/// ```
pub fn neumaier_sum(terms: impl IntoIterator<Item = f64>) -> f64 {
    let mut sum = NeumaierSum::default();
    for term in terms {
        sum.add(term);
    }
    sum.total()
}

/// A compensated sum that grows term by term.
///
/// ```
/// use methods::NeumaierSum;
/// let mut sum = NeumaierSum::default();
/// for _ in 0..10 {
///     sum.add(0.1);
/// }
/// assert_eq!(sum.total(), 1.0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct NeumaierSum {
    sum: f64,
    lost: f64,
}

impl NeumaierSum {
    /// Adds a term.
    pub fn add(&mut self, term: f64) {
        let next = self.sum + term;
        if next.is_finite() {
            self.lost += if self.sum.abs() >= term.abs() {
                (self.sum - next) + term
            } else {
                (term - next) + self.sum
            };
        }
        self.sum = next;
    }

    /// The sum so far.
    pub fn total(self) -> f64 {
        self.sum + self.lost
    }
}

/// Lists shorter than this are added in lanes; longer ones are halved.
const BLOCK: usize = 128;

/// Numbers added side by side.
const LANES: usize = 8;

/// The sum of a value of each number by halving the list: nearly as exact as the compensated sum and several times
/// faster on long lists; the order of additions depends on nothing but the length.
pub(crate) fn pairwise_sum_of(values: &[f64], term: impl Fn(f64) -> f64 + Copy) -> f64 {
    if values.len() > BLOCK {
        let half = (values.len() / 2).next_multiple_of(LANES);
        let (left, right) = values.split_at(half);
        return pairwise_sum_of(left, term) + pairwise_sum_of(right, term);
    }
    let mut lanes = [0.0; LANES];
    let mut blocks = values.chunks_exact(LANES);
    for block in &mut blocks {
        for (lane, value) in lanes.iter_mut().zip(block) {
            *lane += term(*value);
        }
    }
    for (lane, value) in lanes.iter_mut().zip(blocks.remainder()) {
        *lane += term(*value);
    }
    ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]))
        + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]))
}

/// As [`pairwise_sum_of`] for a value of two numbers.
pub(crate) fn pairwise_sum_of_two(
    left: &[f64],
    right: &[f64],
    term: impl Fn(f64, f64) -> f64 + Copy,
) -> f64 {
    if left.len() > BLOCK {
        let half = (left.len() / 2).next_multiple_of(LANES);
        let (a, b) = (left.split_at(half), right.split_at(half));
        return pairwise_sum_of_two(a.0, b.0, term) + pairwise_sum_of_two(a.1, b.1, term);
    }
    let mut lanes = [0.0; LANES];
    for (a, b) in left.chunks(LANES).zip(right.chunks(LANES)) {
        for ((lane, x), y) in lanes.iter_mut().zip(a).zip(b) {
            *lane += term(*x, *y);
        }
    }
    ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]))
        + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]))
}

/// The mean; `None` of nothing.
pub(crate) fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| neumaier_sum(values.iter().copied()) / values.len() as f64)
}

/// The sum of squared deviations from a centre.
pub(crate) fn squared_deviations(values: &[f64], centre: f64) -> f64 {
    neumaier_sum(values.iter().map(|value| (value - centre).powi(2)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn infinity_passes_through_instead_of_becoming_nan() {
        assert_eq!(neumaier_sum([f64::INFINITY, 1.0]), f64::INFINITY);
        assert_eq!(neumaier_sum([]), 0.0);
    }

    proptest! {
        #[test]
        fn halving_agrees_with_compensating(terms in prop::collection::vec(-1e6..1e6f64, 0..600)) {
            let exact = neumaier_sum(terms.iter().copied());
            prop_assert!((pairwise_sum_of(&terms, |x| x) - exact).abs() < 1e-6);
            let squares = neumaier_sum(terms.iter().map(|x| x * x));
            let found = pairwise_sum_of_two(&terms, &terms, |x, y| x * y);
            prop_assert!((found - squares).abs() <= 1e-13 * squares);
        }

        #[test]
        fn whole_numbers_add_up_exactly(terms in prop::collection::vec(-1_000_000i32..1_000_000, 0..200)) {
            let exact: i64 = terms.iter().map(|&t| i64::from(t)).sum();
            prop_assert_eq!(neumaier_sum(terms.iter().map(|&t| f64::from(t))), exact as f64);
        }
    }
}
