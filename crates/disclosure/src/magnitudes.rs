//! Magnitudes: sums of unequal contributions, such as the beds or the staff of a few homes.
//!
//! A sum is sensitive when one contributor, knowing his own part, can reckon another's too closely: the (n,k) dominance
//! rule and the p% rule, and the protection each asks for (Hundepool et al., Statistical Disclosure Control, 2012,
//! sections 4.2 and 4.3). Counts of persons need neither: every person contributes 1.

/// What a sum consists of.
#[derive(Clone, Debug, PartialEq)]
pub struct Contributions {
    total: f64,
    /// Known contributions, the largest first.
    largest: Vec<f64>,
}

/// When a sum is sensitive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MagnitudeRule {
    /// The `n` largest make more than `k` percent of the whole.
    #[doc(alias = "Dominanzregel")]
    Dominance {
        /// How many contributors.
        n: usize,
        /// How many percent.
        k: f64,
    },
    /// The second largest can reckon the largest to within `p` percent.
    #[doc(alias = "p%-Regel")]
    PPercent {
        /// How many percent.
        p: f64,
    },
}

/// How far from the true sum an outsider must still think it possible to lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Protection {
    /// Downwards.
    pub lower: f64,
    /// Upwards.
    pub upper: f64,
}

impl Contributions {
    /// All contributions; negative ones count as 0.
    pub fn all(parts: &[f64]) -> Self {
        let largest = descending(parts);
        Self {
            total: largest.iter().sum(),
            largest,
        }
    }

    /// A sum of which only the largest contributions are known. The rest is many small ones.
    pub fn largest_of(total: f64, largest: &[f64]) -> Self {
        let largest = descending(largest);
        Self {
            total: total.max(largest.iter().sum()),
            largest,
        }
    }

    /// The sum.
    pub const fn total(&self) -> f64 {
        self.total
    }

    /// The `n` largest together.
    pub fn top(&self, n: usize) -> f64 {
        self.largest.iter().take(n).sum()
    }

    /// What the second largest contributor can say of the largest at most: the sum less his own part.
    ///
    /// ```
    /// use disclosure::magnitudes::Contributions;
    /// let sum = Contributions::largest_of(100_000.0, &[50_000.0, 49_000.0]);
    /// assert_eq!(sum.estimate_of_largest(), 51_000.0);
    /// ```
    pub fn estimate_of_largest(&self) -> f64 {
        self.total - (self.top(2) - self.top(1))
    }
}

impl MagnitudeRule {
    /// Whether a sum is sensitive. An empty one is not: nobody contributes.
    ///
    /// ```
    /// use disclosure::magnitudes::{Contributions, MagnitudeRule};
    /// let sum = Contributions::largest_of(100_000.0, &[50_000.0, 49_000.0]);
    /// assert!(!MagnitudeRule::Dominance { n: 1, k: 90.0 }.is_sensitive(&sum));
    /// assert!(MagnitudeRule::PPercent { p: 10.0 }.is_sensitive(&sum));
    /// ```
    pub fn is_sensitive(self, sum: &Contributions) -> bool {
        self.missing(sum) > ROUNDING * sum.total
    }

    /// What a sensitive sum needs; `None` where it is not sensitive.
    ///
    /// The dominance rule only speaks of too high estimates; the p% rule asks for both sides.
    pub fn protection(self, sum: &Contributions) -> Option<Protection> {
        let upper = self.missing(sum);
        let lower = match self {
            Self::Dominance { .. } => 0.0,
            Self::PPercent { .. } => upper,
        };
        self.is_sensitive(sum)
            .then_some(Protection { lower, upper })
    }

    /// By how much more the sum would have to be for nobody to dominate it; not above 0 where nobody does.
    fn missing(self, sum: &Contributions) -> f64 {
        match self {
            Self::Dominance { n, k } => 100.0 / k * sum.top(n) - sum.total,
            Self::PPercent { p } => p / 100.0 * sum.top(1) - (sum.total - sum.top(2)),
        }
    }
}

/// Sums of decimals are off by so much of their size.
const ROUNDING: f64 = 1e-12;

fn descending(parts: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = parts.iter().map(|p| p.max(0.0)).collect();
    sorted.sort_by(|a, b| b.total_cmp(a));
    sorted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const P10: MagnitudeRule = MagnitudeRule::PPercent { p: 10.0 };

    #[test]
    fn one_home_with_nearly_all_beds_dominates() {
        let sum = Contributions::all(&[20.0, 300.0, 10.0]);
        let rule = MagnitudeRule::Dominance { n: 1, k: 85.0 };
        let needed = rule.protection(&sum).unwrap();
        assert!((sum.total() + needed.upper - 352.941_176).abs() < 1e-6);
        assert!(needed.lower.abs() < 1e-12);
    }

    #[test]
    fn a_single_contributor_is_sensitive_and_nobody_is_not() {
        for rule in [MagnitudeRule::Dominance { n: 1, k: 90.0 }, P10] {
            assert!(rule.is_sensitive(&Contributions::all(&[7.0])));
            assert!(!rule.is_sensitive(&Contributions::all(&[])));
            assert!(!rule.is_sensitive(&Contributions::all(&[0.0, 0.0])));
        }
    }

    #[test]
    fn exactly_at_the_limit_is_not_above_it() {
        let sum = Contributions::all(&[80.0, 20.0]);
        let rule = MagnitudeRule::Dominance { n: 1, k: 80.0 };
        assert!(!rule.is_sensitive(&sum));
    }

    proptest! {
        #[test]
        fn more_small_contributors_only_make_it_safer(
            parts in prop::collection::vec(0.0..1_000.0_f64, 1..8),
            more in 0.0..500.0_f64,
        ) {
            let before = Contributions::all(&parts);
            let after = Contributions::largest_of(before.total() + more, &parts);
            for rule in [MagnitudeRule::Dominance { n: 2, k: 85.0 }, P10] {
                prop_assert!(rule.is_sensitive(&before) || !rule.is_sensitive(&after));
            }
        }

        #[test]
        fn with_the_protection_given_the_second_largest_is_kept_off(
            parts in prop::collection::vec(1.0..1_000.0_f64, 2..6),
        ) {
            let sum = Contributions::all(&parts);
            if let Some(needed) = P10.protection(&sum) {
                let estimate = sum.estimate_of_largest() + needed.upper;
                prop_assert!(estimate >= 1.1 * sum.top(1) - 1e-9);
            }
        }
    }
}
