//! Rounding to a base: every count is shown as the nearest multiple, as the social assistance statistics do with 5.
//!
//! Deterministic and each number for itself, so parts no longer add up to their totals. What it leaves open around one
//! number is narrowed where several rounded numbers add up to another (Hundepool et al. 2012, section 5.4.3).

use std::ops::RangeInclusive;

/// What counts are rounded to: a multiple of at least 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Base(u32);

impl Base {
    /// A base; `None` below 2, which would round nothing.
    pub const fn new(base: u32) -> Option<Self> {
        if base >= 2 { Some(Self(base)) } else { None }
    }

    /// The multiple nearest to a count, the higher of two equally near ones.
    ///
    /// ```
    /// use disclosure::rounding::Base;
    /// let five = Base::new(5).unwrap();
    /// assert_eq!([1, 2, 3, 7, 8].map(|n| five.rounded(n)), [0, 0, 5, 5, 10]);
    /// ```
    pub fn rounded(self, count: u64) -> u64 {
        let base = u64::from(self.0);
        let below = count - count % base;
        if (count - below) * 2 >= base {
            below.saturating_add(base)
        } else {
            below
        }
    }

    /// All counts that are shown as this multiple.
    pub fn possible(self, shown: u64) -> RangeInclusive<u64> {
        let base = u64::from(self.0);
        let up = base.div_ceil(2) - 1;
        shown.saturating_sub(base / 2)..=shown.saturating_add(up)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_base_of_one_rounds_nothing_and_is_none() {
        assert_eq!(Base::new(1), None);
        assert_eq!(Base::new(0), None);
    }

    #[test]
    fn with_five_no_count_is_off_by_more_than_two() {
        let five = Base::new(5).unwrap();
        assert!((0..1_000).all(|n| five.rounded(n).abs_diff(n) <= 2));
        assert_eq!(five.possible(0), 0..=2);
        assert_eq!(five.possible(10), 8..=12);
    }

    proptest! {
        #[test]
        fn the_possible_counts_are_those_that_are_shown_so(base in 2..50_u32, count in 0..10_000_u64) {
            let base = Base::new(base).unwrap();
            let shown = base.rounded(count);
            let possible = base.possible(shown);
            prop_assert!(possible.contains(&count));
            prop_assert!(possible.clone().all(|n| base.rounded(n) == shown));
            prop_assert!(base.rounded(possible.end() + 1) != shown);
            prop_assert_eq!(base.rounded(shown), shown);
        }
    }
}
