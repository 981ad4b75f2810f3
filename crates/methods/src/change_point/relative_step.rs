//! A jump of one area against the rest of its county: when, how far, and is it more than chance?
//!
//! **Literature.** Woolf, B. (1955): On estimating the relation between blood group and disease. Annals of Human
//! Genetics 19, 251-253 (log odds ratios weighted by their variance); Haldane (1956) and Anscombe (1956): ½ added to
//! each count; Hawkins, D. M. (1977): Testing a sequence of observations for a shift in location. JASA 72, 180-186 (the
//! largest statistic over all places); Efron (2004) and Berger (1982) as in [`crate::trend::relative_trends`]; Benjamini &
//! Hochberg (1995) over the areas.
//!
//! **Formula.** For each period dₜ = log odds of the area − log odds of the rest (rates: logarithms), variance vₜ = sum
//! of 1/(count + ½) over the cells. For each place with at least two periods on both sides: step = mean after − mean
//! before, weighted by 1/v, variance 1/Σw + 1/Σw. The place with the least weighted rest is taken. The dispersion φ is
//! that rest over its degrees of freedom, summed over areas, at least 1, and from 20 areas on at least the squared spread of
//! the steps in the middle of the series, which scatter more than chance because the same people live on. The plain
//! difference of shares (rates) at the same place is told in the same way, since what comes everywhere at once may multiply
//! odds or add points: p, two-sided by Student's t, is the larger of both, times the number of places looked at; q adjusts
//! over the areas.
//!
//! **Unit.** `step`: difference of log odds (rates: of logarithms) against the rest. **Edge cases.** What comes everywhere
//! at once is no step. Fewer than 4 periods with the area counted, no case or no rest: not defined for that area.
//! `sudden` tells whether a jump explains the series better than a steady drift. Clustered counts: `design_effect`.

use crate::not_defined::{all_finite, at_least, not_negative, same_length};
use crate::summation::neumaier_sum;
use crate::trend::{AreaCounts, Left, TrendRules, dispersion, someone_beside, student_p};
use crate::verdict::Kind;
use crate::{NotDefined, Sample, benjamini_hochberg};

/// The fewest periods on each side of a step.
const FEWEST: usize = 2;

/// The step of one area against the rest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RelativeStep {
    /// Place in the list of periods where the new level begins.
    pub at: usize,
    /// How far: log odds (rates: logarithm) after minus before, relative to the rest.
    pub step: f64,
    /// Its standard error.
    pub error: f64,
    /// Two-sided p-value for all places looked at.
    pub p: f64,
    /// p adjusted for the number of areas.
    pub q: f64,
    /// Whether a jump explains the series better than a steady drift.
    pub sudden: bool,
}

/// The steps of areas that together are the county, in their order; periods must rise.
///
/// ```
/// use methods::Kind;
/// use methods::change_point::relative_steps;
/// use methods::trend::TrendRules;
/// let years: Vec<f64> = (2015..2025).map(f64::from).collect();
/// // Everywhere two more points in 2022; one area jumps by eight in 2019 besides.
/// let area = |own: f64| (2015..2025).map(|year| {
///     let share = 0.1 + if year >= 2022 { 0.02 } else { 0.0 } + if year >= 2019 { own } else { 0.0 };
///     Some(((1000.0_f64 * share).round(), 1000.0))
/// }).collect();
/// let areas = [area(0.08), area(0.0), area(0.0), area(0.0), area(0.0)];
/// let rules = TrendRules { kind: Kind::Share, design_effect: 1.0 };
/// let found = relative_steps(&years, &areas, rules)?;
/// let first = found[0].as_ref().unwrap();
/// assert!(years[first.at] == 2019.0 && first.q < 0.001 && first.sudden);
/// assert!(found[1].as_ref().unwrap().q > 0.05);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn relative_steps(
    periods: &[f64],
    areas: &[AreaCounts],
    rules: TrendRules,
) -> Result<Vec<Result<RelativeStep, NotDefined>>, NotDefined> {
    all_finite("periods", periods)?;
    Sample::new(0.0, 1.0)?.with_design_effect(rules.design_effect)?;
    let whole = totals(periods, areas)?;
    let fits: Vec<Result<Fit, NotDefined>> = areas
        .iter()
        .map(|area| best(&gaps(periods, area, &whole, rules)?))
        .collect();
    let freedom: usize = fits.iter().flatten().map(|fit| fit.freedom).sum();
    // A place chosen as the best of many is too lucky to be told with less than the scatter of chance.
    let left = |of: fn(&Fit) -> Left| {
        let all: Vec<Left> = fits.iter().flatten().map(of).collect();
        dispersion(&all).max(1.0)
    };
    let dispersions = (
        left(|fit| fit.odds.left(fit)),
        left(|fit| fit.plain.left(fit)),
    );
    let mut found: Vec<Result<RelativeStep, NotDefined>> = fits
        .into_iter()
        .map(|fit| Ok(fit?.told(dispersions, freedom)))
        .collect();
    let p_values: Vec<f64> = found.iter().flatten().map(|step| step.p).collect();
    let q_values = benjamini_hochberg(&p_values)?;
    for (step, q) in found.iter_mut().flatten().zip(q_values) {
        step.q = q;
    }
    Ok(found)
}

/// Cases and base of all areas in each period.
fn totals(periods: &[f64], areas: &[AreaCounts]) -> Result<Vec<(f64, f64)>, NotDefined> {
    let mut whole = vec![(0.0, 0.0); periods.len()];
    for area in areas {
        same_length("periods", periods.len(), area.len())?;
        for (total, count) in whole.iter_mut().zip(area) {
            if let Some((cases, base)) = *count {
                total.0 += not_negative("cases", cases)?;
                total.1 += not_negative("base", base)?;
            }
        }
    }
    Ok(whole)
}

/// How far the area is from the rest in one period.
#[derive(Clone, Copy)]
struct Gap {
    /// Place in the list of periods.
    at: usize,
    time: f64,
    value: f64,
    weight: f64,
}

/// The gaps of an area on both scales, in the same periods.
struct Gaps {
    odds: Vec<Gap>,
    plain: Vec<Gap>,
    /// Of the area in a period, on average.
    cases: f64,
}

fn gaps(
    periods: &[f64],
    area: &AreaCounts,
    whole: &[(f64, f64)],
    rules: TrendRules,
) -> Result<Gaps, NotDefined> {
    someone_beside(area, whole)?;
    let points = points((periods, area, whole), rules);
    at_least(2 * FEWEST, points.len())?;
    let sums = |pick: fn(&Point) -> (f64, f64)| {
        let all = points.iter().map(pick);
        all.fold((0.0, 0.0), |sum, c| (sum.0 + c.0, sum.1 + c.1))
    };
    let (here, there) = (sums(|p| p.2), sums(|p| p.3));
    if here.0 == 0.0 || there.0 == 0.0 {
        return Err(NotDefined::NoCases);
    }
    let mut found = Gaps {
        odds: Vec::new(),
        plain: Vec::new(),
        cases: here.0 / points.len() as f64,
    };
    for &(at, time, own, rest) in &points {
        let (a, b) = (level(own, rules.kind)?, level(rest, rules.kind)?);
        found.odds.push(Gap {
            at,
            time,
            value: a.0 - b.0,
            weight: 1.0 / (a.1 + b.1),
        });
        // One level for all periods: weights must not follow the very counts they weigh.
        let chance = spread(here, own.1, rules.kind) + spread(there, rest.1, rules.kind);
        found.plain.push(Gap {
            at,
            time,
            value: own.0 / own.1 - rest.0 / rest.1,
            weight: 1.0 / chance,
        });
    }
    Ok(found)
}

/// The periods in which both the area and the rest have a base, with effective counts.
fn points(
    (periods, area, whole): (&[f64], &AreaCounts, &[(f64, f64)]),
    rules: TrendRules,
) -> Vec<Point> {
    let effective = |(n, of): (f64, f64)| (n / rules.design_effect, of / rules.design_effect);
    let all = periods.iter().zip(area).zip(whole).enumerate();
    let both = all.filter_map(|(at, ((&time, count), total))| {
        let own = count.filter(|own| own.1 > 0.0)?;
        let rest = (total.0 - own.0, total.1 - own.1);
        (rest.1 > 0.0).then(|| (at, time, effective(own), effective(rest)))
    });
    both.collect()
}

/// Place, period, and effective (cases, base) of area and rest.
type Point = (usize, f64, (f64, f64), (f64, f64));

/// The variance of a share or rate of this base, by the level of all periods together.
fn spread((cases, of): (f64, f64), base: f64, kind: Kind) -> f64 {
    let level = cases / of;
    match kind {
        Kind::Share => (level * (1.0 - level)).max(f64::MIN_POSITIVE) / base,
        Kind::Rate => level / base,
    }
}

/// Log odds (rates: logarithm) and its variance.
fn level((cases, base): (f64, f64), kind: Kind) -> Result<(f64, f64), NotDefined> {
    match kind {
        Kind::Share if cases > base => Err(NotDefined::MoreCasesThanBase { cases, base }),
        Kind::Share => {
            let (with, without) = (cases + 0.5, base - cases + 0.5);
            Ok(((with / without).ln(), 1.0 / with + 1.0 / without))
        }
        Kind::Rate => Ok((((cases + 0.5) / base).ln(), 1.0 / (cases + 0.5))),
    }
}

/// The best place of one area, before the dispersion.
struct Fit {
    at: usize,
    odds: Step,
    plain: Step,
    freedom: usize,
    cases: f64,
    places: usize,
    sudden: bool,
}

/// A step on one scale.
#[derive(Clone, Copy)]
struct Step {
    size: f64,
    variance: f64,
    /// Weighted squares that it leaves.
    rest: f64,
    /// The step in the middle of the series, in its standard errors.
    middle: f64,
}

impl Step {
    fn at(gaps: &[Gap], place: usize) -> Self {
        let split = |place: usize| {
            let (before, after) = (Part::of(&gaps[..place]), Part::of(&gaps[place..]));
            let variance = 1.0 / before.weight + 1.0 / after.weight;
            (after.mean - before.mean, variance, before.rest + after.rest)
        };
        let (size, variance, rest) = split(place);
        let (middle, chance, _) = split(gaps.len() / 2);
        Self {
            size,
            variance,
            rest,
            middle: middle / chance.sqrt(),
        }
    }

    fn left(&self, fit: &Fit) -> Left {
        Left {
            squares: self.rest,
            freedom: fit.freedom,
            change: self.middle,
            cases: fit.cases,
        }
    }
}

fn best(gaps: &Gaps) -> Result<Fit, NotDefined> {
    let (odds, count) = (&gaps.odds, gaps.odds.len());
    let places = FEWEST..=count - FEWEST;
    let place = places
        .clone()
        .map(|place| (place, Step::at(odds, place)))
        .min_by(|a, b| a.1.rest.total_cmp(&b.1.rest))
        .map(|(place, _)| place)
        .ok_or(NotDefined::TooFewValues {
            need: 2 * FEWEST,
            have: count,
        })?;
    let found = Step::at(odds, place);
    Ok(Fit {
        at: odds[place].at,
        odds: found,
        plain: Step::at(&gaps.plain, place),
        // Two levels and the place itself are chosen from the data.
        freedom: count - 3,
        cases: gaps.cases,
        places: places.count(),
        sudden: found.rest < rest_of_drift(odds),
    })
}

impl Fit {
    fn told(&self, (odds, plain): (f64, f64), freedom: usize) -> RelativeStep {
        let error = (self.odds.variance * odds).sqrt();
        let p = |step: f64, error: f64| student_p(step / error, freedom as f64);
        let plain = p(self.plain.size, (self.plain.variance * plain).sqrt());
        let same_side = self.odds.size * self.plain.size > 0.0;
        let p = if same_side {
            p(self.odds.size, error).max(plain)
        } else {
            1.0
        };
        RelativeStep {
            at: self.at,
            step: self.odds.size,
            error,
            p: (p * self.places as f64).min(1.0),
            q: 1.0,
            sudden: self.sudden,
        }
    }
}

/// Periods on one side: their level and what it leaves.
struct Part {
    weight: f64,
    mean: f64,
    rest: f64,
}

impl Part {
    fn of(gaps: &[Gap]) -> Self {
        let weight = neumaier_sum(gaps.iter().map(|gap| gap.weight));
        let mean = neumaier_sum(gaps.iter().map(|gap| gap.weight * gap.value)) / weight;
        let off = |gap: &Gap| gap.weight * (gap.value - mean) * (gap.value - mean);
        Self {
            weight,
            mean,
            rest: neumaier_sum(gaps.iter().map(off)),
        }
    }
}

/// Weighted squares that a straight line leaves.
fn rest_of_drift(gaps: &[Gap]) -> f64 {
    let whole = Part::of(gaps);
    let middle = neumaier_sum(gaps.iter().map(|gap| gap.weight * gap.time)) / whole.weight;
    let sum = |pick: &dyn Fn(&Gap) -> f64| neumaier_sum(gaps.iter().map(pick));
    let spread = sum(&|gap| gap.weight * (gap.time - middle) * (gap.time - middle));
    let common = sum(&|gap| gap.weight * (gap.time - middle) * (gap.value - whole.mean));
    if spread > 0.0 {
        whole.rest - common * common / spread
    } else {
        whole.rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trend::invented::{SHARES, area, risen_everywhere, years};

    #[test]
    fn what_comes_everywhere_at_once_is_nobodys_jump() {
        let areas = risen_everywhere();
        let found = relative_steps(&years(10), &areas, SHARES).unwrap();
        assert!(found.iter().flatten().all(|area| area.q > 0.5));
    }

    #[test]
    fn an_area_that_is_all_there_is_has_nobody_to_be_compared_with() {
        let alone = relative_steps(&years(10), &[area(|_| 0.1, 500.0, 10)], SHARES).unwrap();
        assert_eq!(
            alone[0].as_ref().unwrap_err(),
            &NotDefined::TooFewComparisons { need: 1, have: 0 }
        );
    }

    #[test]
    fn a_steady_drift_is_no_jump() {
        let mut areas = vec![area(|_| 0.1, 3000.0, 10); 8];
        areas.push(area(|t| 0.1 + 0.01 * t, 3000.0, 10));
        areas.push(area(|t| if t >= 4.0 { 0.19 } else { 0.1 }, 3000.0, 10));
        let found = relative_steps(&years(10), &areas, SHARES).unwrap();
        let (drift, jump) = (found[8].clone().unwrap(), found[9].clone().unwrap());
        assert!(!drift.sudden && jump.sudden);
        assert_eq!(jump.at, 4);
        assert!(jump.q < 1e-6);
    }

    #[test]
    fn areas_that_cannot_be_judged_say_why_and_gaps_keep_the_place() {
        let mut short = area(|_| 0.1, 500.0, 6);
        (short[0], short[1], short[2]) = (None, None, Some((0.0, 0.0)));
        let mut gap = area(|t| if t >= 4.0 { 0.5 } else { 0.1 }, 500.0, 6);
        gap[1] = None;
        let areas = [short, area(|_| 0.0, 500.0, 6), gap, area(|_| 0.1, 900.0, 6)];
        let found = relative_steps(&years(6), &areas, SHARES).unwrap();
        assert_eq!(found[0], Err(NotDefined::TooFewValues { need: 4, have: 3 }));
        assert_eq!(found[1], Err(NotDefined::NoCases));
        assert_eq!(found[2].clone().unwrap().at, 4);
        assert!(relative_steps(&years(5), &areas, SHARES).is_err());
        assert!(relative_steps(&years(6), &[], SHARES).unwrap().is_empty());
        let wrong = [vec![Some((9.0, 5.0)); 6], areas[3].clone()];
        assert!(relative_steps(&years(6), &wrong, SHARES).unwrap()[0].is_err());
    }

    #[test]
    fn clustering_takes_evidence_away() {
        let jump = area(|t| if t >= 4.0 { 0.13 } else { 0.1 }, 2000.0, 8);
        let areas = [jump, area(|_| 0.1, 90_000.0, 8)];
        let rates = |design_effect| TrendRules {
            kind: Kind::Rate,
            design_effect,
        };
        let p = |rules| {
            let found = relative_steps(&years(8), &areas, rules).unwrap();
            found[0].clone().unwrap().p
        };
        assert!(p(rates(3.0)) > p(rates(1.0)));
        assert!(relative_steps(&years(8), &areas, rates(0.0)).is_err());
    }
}
