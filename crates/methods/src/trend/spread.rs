//! How much more than chance the drifts (or steps) of all areas scatter: the empirical null.
//!
//! **Literature.** Efron, B. (2004): Large-scale simultaneous hypothesis testing: the choice of a null hypothesis. JASA 99,
//! 96-104.
//!
//! **Formula.** φ = max(Σ squares/Σ degrees of freedom, (median|z|/0.6745)²), z the changes in their standard errors; the
//! upper median of an even number. The median is the larger of two: over all areas, and over the half with more cases (20
//! areas at least). Where small counts are hidden only the high years of an area near the threshold are seen, and what is
//! cut off from below changes less than a whole series; half of all areas can be such.
//!
//! **Unit.** None; a factor on variances. **Edge cases.** Fewer than 20 areas: the first alone, at least 1; else at least
//! 0.1; no degree of freedom: 1.

use crate::summation::neumaier_sum;

/// With fewer areas their own scatter tells nothing.
const FEWEST: usize = 20;
/// Never less than this: with the same people every year counts hardly scatter, but a model is never that sure.
const LEAST: f64 = 0.1;
/// The median size of a standard normal variable.
const MEDIAN_SIZE: f64 = 0.674_489_750_196_081_7;

/// What a model left of one area: weighted squares, their degrees of freedom, and a change in its standard errors; and how
/// many cases the area has in a period.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Left {
    pub(crate) squares: f64,
    pub(crate) freedom: usize,
    pub(crate) change: f64,
    pub(crate) cases: f64,
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
    let mut changes: Vec<(f64, f64)> = areas
        .iter()
        .map(|area| (area.cases, area.change.abs()))
        .filter(|(_, size)| size.is_finite())
        .collect();
    if changes.len() < FEWEST {
        return left.max(1.0);
    }
    changes.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.total_cmp(&b.1)));
    let half = FEWEST.max(changes.len() / 2);
    let spread = spread(&changes).max(spread(&changes[..half]));
    left.max(spread * spread).max(LEAST)
}

/// The standard deviation of changes (cases, size) by their median size.
fn spread(changes: &[(f64, f64)]) -> f64 {
    let mut sizes: Vec<f64> = changes.iter().map(|(_, size)| *size).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    sizes.get(sizes.len() / 2).map_or(0.0, |s| s / MEDIAN_SIZE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn areas(count: usize, change: f64) -> Vec<Left> {
        let area = |_| Left {
            squares: 8.0,
            freedom: 8,
            change,
            cases: 10.0,
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

    #[test]
    fn areas_of_which_only_high_years_are_seen_do_not_make_the_others_look_sure() {
        let mut all = areas(60, 2.0 * MEDIAN_SIZE);
        for area in &mut all[..31] {
            (area.change, area.cases) = (0.1, 3.0);
        }
        assert!((dispersion(&all) - 4.0).abs() < 1e-12, "the larger half");
        for area in &mut all[..31] {
            area.cases = 30.0;
        }
        assert!(
            (dispersion(&all) - 1.0).abs() < 1e-12,
            "no others are larger"
        );
        for area in &mut all[..31] {
            area.change = 4.0 * MEDIAN_SIZE;
        }
        assert!(
            (dispersion(&all) - 16.0).abs() < 1e-12,
            "never less than all"
        );
    }
}
