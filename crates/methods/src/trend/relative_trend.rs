//! Early warning: does an area drift away from the rest of its county?
//!
//! **Literature.** McCullagh, P. & Nelder, J. A. (1989): Generalized Linear Models (quasi-binomial regression); Paule,
//! R. C. & Mandel, J. (1982): Consensus values and weighting factors (variance between areas); Efron, B. & Morris, C.
//! (1975): Data analysis using Stein's estimator (shrinkage); the same (1972): Limiting the risk of Bayes and empirical
//! Bayes estimators, part II (limited translation); Efron, B. (2004): Large-scale
//! simultaneous hypothesis testing (empirical null); Berger, R. L. (1982): Multiparameter hypothesis testing (larger p);
//! Benjamini & Hochberg (1995) over the areas.
//!
//! **Formula.** For each area and the rest (all areas together without it), cases of base in period t:
//! logit p(g, t) = δₜ + \[g = area\]·(α + β(t − t̄)). The δₜ take up what happens everywhere; β is the area's own drift.
//! Rates are events given their sum: logit of the area's part = ln(n/N) + α + β(t − t̄). The dispersion φ is X² over
//! degrees of freedom, summed over all areas, at least 1; from 20 areas on it may be less (not below 0.1, where hardly
//! anything changes from year to year) and is at least the squared spread of β/s over the areas and over the half with more
//! cases: the same people live on, so the years of one area are alike and all slopes scatter more than independent years
//! let expect. What comes everywhere at once may multiply odds or add points, so the plain difference of shares (rates) is
//! told by weighted least squares in the same way, and p, two-sided by Student's t, is the larger of both: an area is told
//! only if it moves away on both scales, to the same side. q adjusts over the areas. Shrinkage: βᵢ ~ N(0, τ²) with τ² by Paule and
//! Mandel, so β̃ = βτ²/(τ² + s²), but no further than 2 s from β: where most areas stand still and one moves, τ² is small
//! and would draw the one to the others.
//!
//! **Unit.** β: change of the log-odds (rates: of the logarithm) per period, relative to the rest. `change`: what the
//! shrunken β makes of the area's last share over the whole time observed, in shares (rates: per unit of the base).
//!
//! **Edge cases.** A change that comes everywhere at once warns of nobody. Fewer than 4 periods with the area counted,
//! no case, no non-case or no rest: not defined for that area. Periods may have gaps, missing counts are `None`.
//! Clustered counts: `design_effect` divides them before φ is told.

use crate::not_defined::{all_finite, not_negative, same_length};
use crate::special::beta_distribution;
use crate::summation::neumaier_sum;
use crate::verdict::Kind;
use crate::{NotDefined, Sample, benjamini_hochberg};

use super::beside_rest::{Fit, Series, fit};
use super::spread::{Left, dispersion};

/// So many standard errors a slope is drawn towards 0 at most.
const FURTHEST: f64 = 2.0;

/// Cases and base of one area in each period; `None` where they are missing.
pub type AreaCounts = Vec<Option<(f64, f64)>>;

/// What is counted and how clustered it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrendRules {
    /// Cases of a base, or events among one.
    pub kind: Kind,
    /// By how much clustering widens the variance, 1 for independent cases.
    pub design_effect: f64,
}

/// The drift of one area against the rest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RelativeTrend {
    /// Change of the log-odds or log-rate per period, relative to the rest.
    pub slope: f64,
    /// Its standard error.
    pub error: f64,
    /// Change of the share or rate itself per period, relative to the rest.
    pub plain: f64,
    /// Two-sided p-value: the larger of odds and plain shares, 1 where they point to different sides.
    pub p: f64,
    /// p adjusted for the number of areas looked at.
    pub q: f64,
    /// The slope drawn towards 0 as far as areas differ by chance.
    pub shrunken: f64,
    /// The standard error of the shrunken slope.
    pub shrunken_error: f64,
    /// The share or rate in the last period with a count.
    pub last: f64,
    /// What the shrunken slope made of it since the first period.
    pub change: f64,
}

/// All areas, and what they have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct RelativeTrends {
    /// One answer for each area, in their order.
    pub areas: Vec<Result<RelativeTrend, NotDefined>>,
    /// By how much counts vary more than chance.
    pub dispersion: f64,
    /// The standard deviation of true slopes between areas, 0 where chance explains all.
    pub between: f64,
}

/// The drifts of areas that together are the county.
///
/// ```
/// use methods::Kind;
/// use methods::trend::{TrendRules, relative_trends};
/// let years: Vec<f64> = (2018..2025).map(f64::from).collect();
/// // Everywhere two more points in 2022; one area rises by 2 points a year besides.
/// let area = |own: f64| (0..7).map(|t| {
///     let share = 0.1 + if t >= 4 { 0.02 } else { 0.0 } + own * f64::from(t);
///     Some(((1000.0 * share).round(), 1000.0))
/// }).collect();
/// let areas = [area(0.02), area(0.0), area(0.0), area(0.0)];
/// let rules = TrendRules { kind: Kind::Share, design_effect: 1.0 };
/// let found = relative_trends(&years, &areas, rules)?;
/// let warned: Vec<bool> = found.areas.iter()
///     .map(|area| area.as_ref().is_ok_and(|trend| trend.q < 0.05 && trend.change > 0.05))
///     .collect();
/// assert_eq!(warned, [true, false, false, false]);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn relative_trends(
    periods: &[f64],
    areas: &[AreaCounts],
    rules: TrendRules,
) -> Result<RelativeTrends, NotDefined> {
    all_finite("periods", periods)?;
    Sample::new(0.0, 1.0)?.with_design_effect(rules.design_effect)?;
    let whole = totals(periods, areas, rules.kind)?;
    let fits: Vec<Result<Fit, NotDefined>> = areas
        .iter()
        .map(|area| fit(&Series::of(periods, area, &whole, rules)?, rules.kind))
        .collect();
    let told: Vec<&Fit> = fits.iter().flatten().collect();
    let freedom: usize = told.iter().map(|fit| fit.freedom).sum();
    let left =
        |of: fn(&Fit) -> Left| dispersion(&told.iter().map(|fit| of(fit)).collect::<Vec<_>>());
    let (dispersion, plain) = (left(Fit::left), left(Fit::plain_left));
    let slopes: Vec<(f64, f64)> = told
        .iter()
        .map(|fit| (fit.slope, fit.variance * dispersion))
        .collect();
    let between = between(&slopes);
    let mut areas: Vec<Result<RelativeTrend, NotDefined>> = fits
        .into_iter()
        .map(|fit| Ok(trend(&fit?, (dispersion, plain, between), freedom)))
        .collect();
    let p_values: Vec<f64> = areas.iter().flatten().map(|area| area.p).collect();
    for (area, q) in areas
        .iter_mut()
        .flatten()
        .zip(benjamini_hochberg(&p_values)?)
    {
        area.q = q;
    }
    Ok(RelativeTrends {
        areas,
        dispersion,
        between: between.sqrt(),
    })
}

/// Cases and base of all areas in each period.
fn totals(
    periods: &[f64],
    areas: &[AreaCounts],
    kind: Kind,
) -> Result<Vec<(f64, f64)>, NotDefined> {
    let mut whole = vec![(0.0, 0.0); periods.len()];
    for area in areas {
        same_length("periods", periods.len(), area.len())?;
        for (total, count) in whole.iter_mut().zip(area) {
            let Some((cases, base)) = *count else {
                continue;
            };
            not_negative("cases", cases)?;
            not_negative("base", base)?;
            if kind == Kind::Share && cases > base {
                return Err(NotDefined::MoreCasesThanBase { cases, base });
            }
            *total = (total.0 + cases, total.1 + base);
        }
    }
    Ok(whole)
}

/// Paule and Mandel's variance between slopes that scatter around 0.
fn between(slopes: &[(f64, f64)]) -> f64 {
    let excess = |variance: f64| {
        neumaier_sum(
            slopes
                .iter()
                .map(|(slope, own)| slope * slope / (variance + own)),
        ) - slopes.len() as f64
    };
    if slopes.is_empty() || excess(0.0) <= 0.0 {
        return 0.0;
    }
    let (mut low, mut high) = (
        0.0,
        slopes
            .iter()
            .map(|(slope, _)| slope * slope)
            .fold(0.0, f64::max),
    );
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if excess(middle) > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

fn trend(
    fit: &Fit,
    (dispersion, plain, between): (f64, f64, f64),
    freedom: usize,
) -> RelativeTrend {
    let variance = fit.variance * dispersion;
    let error = variance.sqrt();
    let (shrunken, shrunken_error) = shrunken((fit.slope, error), between);
    let before = match fit.kind {
        Kind::Share => moved_odds(fit.last, -shrunken * fit.years),
        Kind::Rate => fit.last * (-shrunken * fit.years).exp(),
    };
    RelativeTrend {
        slope: fit.slope,
        error,
        plain: fit.plain.slope,
        p: larger_p(fit, (error, (fit.plain.variance * plain).sqrt()), freedom),
        q: 1.0,
        shrunken,
        shrunken_error,
        last: fit.last,
        change: fit.last - before,
    }
}

/// A slope drawn towards 0, but not too far: what all areas have in common says little of the one that stands apart.
fn shrunken((slope, error): (f64, f64), between: f64) -> (f64, f64) {
    let variance = error * error;
    let drawn = slope * (between / (between + variance));
    if (slope - drawn).abs() > FURTHEST * error {
        return (slope - FURTHEST * error.copysign(slope), error);
    }
    let own = (between * variance / (between + variance)).sqrt();
    (drawn, own)
}

/// The p-value of a drift on both scales.
fn larger_p(fit: &Fit, (error, plain): (f64, f64), freedom: usize) -> f64 {
    if fit.slope * fit.plain.slope <= 0.0 {
        return 1.0;
    }
    let p = |t: f64| student_p(t, freedom as f64);
    p(fit.slope / error).max(p(fit.plain.slope / plain))
}

/// The share whose odds are those of this share times e to a power.
fn moved_odds(share: f64, power: f64) -> f64 {
    let odds = share * power.exp();
    odds / (1.0 - share + odds)
}

/// Two-sided p-value of Student's t.
pub(crate) fn student_p(t: f64, freedom: f64) -> f64 {
    if freedom <= 0.0 || !t.is_finite() {
        return 1.0;
    }
    beta_distribution(freedom / 2.0, 0.5, freedom / (freedom + t * t)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trend::invented::{SHARES, area, risen_everywhere, years};

    #[test]
    fn what_comes_everywhere_at_once_warns_of_nobody() {
        let areas = risen_everywhere();
        let found = relative_trends(&years(10), &areas, SHARES).unwrap();
        assert!(found.areas.iter().flatten().all(|area| area.q > 0.5));
        // Where nothing scatters at all the model is still not sure without limit.
        assert!((found.dispersion - 0.1).abs() < 1e-12 && found.between.abs() < 1e-12);
    }

    #[test]
    fn an_area_that_is_all_there_is_has_nobody_to_be_compared_with() {
        let alone = relative_trends(&years(10), &[area(|_| 0.1, 500.0, 10)], SHARES).unwrap();
        let reason = NotDefined::TooFewComparisons { need: 1, have: 0 };
        assert_eq!(alone.areas, [Err(reason)]);
    }

    #[test]
    fn areas_that_cannot_be_judged_say_why() {
        let mut gap = area(|_| 0.1, 500.0, 6);
        (gap[1], gap[3], gap[4]) = (None, None, Some((0.0, 0.0)));
        let areas = [
            gap,
            area(|_| 0.0, 500.0, 6),
            area(|_| 1.0, 500.0, 6),
            area(|_| 0.2, 900.0, 6),
        ];
        let found = relative_trends(&years(6), &areas, SHARES).unwrap().areas;
        assert_eq!(found[0], Err(NotDefined::TooFewValues { need: 4, have: 3 }));
        assert_eq!(
            (&found[1], &found[2]),
            (&Err(NotDefined::NoCases), &Err(NotDefined::NoCases))
        );
        assert!(found[3].is_ok());
        let alone = relative_trends(&years(6), &areas[3..], SHARES)
            .unwrap()
            .areas;
        assert!(alone[0].is_err());
        assert!(relative_trends(&years(5), &areas, SHARES).is_err());
        assert!(
            relative_trends(&years(6), &[], SHARES)
                .unwrap()
                .areas
                .is_empty()
        );
    }

    #[test]
    fn rates_drift_by_their_logarithm_and_clustering_takes_evidence_away() {
        let rising = |t: f64| 0.05 * (0.1 * t).exp();
        let areas = [area(rising, 4000.0, 8), area(|_| 0.05, 90_000.0, 8)];
        let rules = TrendRules {
            kind: Kind::Rate,
            design_effect: 1.0,
        };
        let plain = relative_trends(&years(8), &areas, rules).unwrap().areas[0]
            .clone()
            .unwrap();
        assert!((plain.slope - 0.1).abs() < 0.005, "{plain:?}");
        let rules = TrendRules {
            design_effect: 3.0,
            ..rules
        };
        let clustered = relative_trends(&years(8), &areas, rules).unwrap().areas[0]
            .clone()
            .unwrap();
        assert!((clustered.slope - plain.slope).abs() < 1e-6 && clustered.p > plain.p);
    }

    #[test]
    fn the_one_that_moves_is_not_drawn_to_the_many_that_stand_still() {
        let (drawn, own) = shrunken((0.1, 0.1), 0.01);
        assert!((drawn - 0.05).abs() < 1e-12 && (own - 0.005_f64.sqrt()).abs() < 1e-12);
        assert_eq!(shrunken((0.1, 0.1), 0.0), (0.0, 0.0), "chance explains it");
        assert_eq!(shrunken((1.0, 0.1), 0.0), (0.8, 0.1), "chance does not");
        assert_eq!(shrunken((-1.0, 0.1), 0.0), (-0.8, 0.1));
    }

    #[test]
    fn students_t_is_that_of_the_tables() {
        assert!((student_p(2.228_138_852, 10.0) - 0.05).abs() < 1e-8);
        assert!((student_p(0.0, 5.0) - 1.0).abs() < 1e-12);
    }
}
