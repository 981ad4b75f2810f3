//! How much more than chance the drifts (or steps) of all areas scatter: the empirical null.
//!
//! **Literature.** Efron, B. (2004): Large-scale simultaneous hypothesis testing: the choice of a null hypothesis. JASA 99,
//! 96-104.
//!
//! **Formula.** φ = max(Σ squares/Σ degrees of freedom, (median|z|/0.6745)²), z the changes in their standard errors; the
//! upper median of an even number. **Unit.** None; a factor on variances. **Edge cases.** Fewer than 20 areas: the first
//! alone, at least 1; else at least 0.1; no degree of freedom: 1.

use crate::summation::neumaier_sum;

/// With fewer areas their own scatter tells nothing.
const FEWEST: usize = 20;
/// Never less than this: with the same people every year counts hardly scatter, but a model is never that sure.
const LEAST: f64 = 0.1;
/// The median size of a standard normal variable.
const MEDIAN_SIZE: f64 = 0.674_489_750_196_081_7;

/// What a model left of one area: weighted squares, their degrees of freedom, and a change in its standard errors.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Left {
    pub(crate) squares: f64,
    pub(crate) freedom: usize,
    pub(crate) change: f64,
}

/// The dispersion of all areas together: squares left over degrees of freedom, or the squared spread of the changes
/// where that is more (median size, so that a few areas that truly change do not widen it); at least 1 where there are too
/// few areas to know better.
pub(crate) fn dispersion(areas: &[Left]) -> f64 {
    let freedom: usize = areas.iter().map(|area| area.freedom).sum();
    if freedom == 0 {
        return 1.0;
    }
    let left = neumaier_sum(areas.iter().map(|area| area.squares)) / freedom as f64;
    let sizes = areas.iter().map(|area| area.change.abs());
    let mut sizes: Vec<f64> = sizes.filter(|size| size.is_finite()).collect();
    if sizes.len() < FEWEST {
        return left.max(1.0);
    }
    sizes.sort_unstable_by(f64::total_cmp);
    let spread = sizes[sizes.len() / 2] / MEDIAN_SIZE;
    left.max(spread * spread).max(LEAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn areas(count: usize, change: f64) -> Vec<Left> {
        let area = |_| Left {
            squares: 8.0,
            freedom: 8,
            change,
        };
        (0..count).map(area).collect()
    }

    #[test]
    fn changes_of_all_areas_widen_it_and_those_of_a_few_do_not() {
        assert!((dispersion(&areas(40, 2.0 * MEDIAN_SIZE)) - 4.0).abs() < 1e-12);
        let mut few = areas(40, 0.5);
        few[7].change = 30.0;
        assert!((dispersion(&few) - 1.0).abs() < 1e-12);
        assert!((dispersion(&areas(5, 9.0)) - 1.0).abs() < 1e-12);
        assert!((dispersion(&[]) - 1.0).abs() < 1e-12);
    }
}
