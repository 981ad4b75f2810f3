//! An area beside the rest of its county: the counts of both, and the models of its drift.

use nalgebra::DMatrix;

use crate::NotDefined;
use crate::binomial_regression::{Counts, Model};
use crate::not_defined::at_least;
use crate::summation::{mean, neumaier_sum};
use crate::verdict::Kind;

use super::FEWEST_VALUES;
use super::plain_drift::{PlainDrift, plain_drift};
use super::relative_trend::{AreaCounts, TrendRules};
use super::spread::Left;

/// A period with cases and base of the area and of the rest.
type Point = (f64, (f64, f64), (f64, f64));

/// An area beside the rest, in the periods in which both were counted.
pub(super) struct Series {
    times: Vec<f64>,
    own: Vec<(f64, f64)>,
    rest: Vec<(f64, f64)>,
    /// Share or rate of the last period, as counted.
    last: f64,
}

impl Series {
    pub(super) fn of(
        periods: &[f64],
        area: &AreaCounts,
        whole: &[(f64, f64)],
        rules: TrendRules,
    ) -> Result<Self, NotDefined> {
        someone_beside(area, whole)?;
        let mut points: Vec<Point> = Vec::new();
        for ((&time, count), total) in periods.iter().zip(area).zip(whole) {
            let Some(own) = count.filter(|own| own.1 > 0.0) else {
                continue;
            };
            let rest = (total.0 - own.0, total.1 - own.1);
            if rest.1 > 0.0 {
                points.push((time, own, rest));
            }
        }
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        points.dedup_by(|a, b| a.0 == b.0);
        at_least(FEWEST_VALUES, points.len())?;
        let sum = |pick: fn(&Point) -> f64| neumaier_sum(points.iter().map(pick));
        if sum(|p| p.1.0) == 0.0 || sum(|p| p.2.0) == 0.0 {
            return Err(NotDefined::NoCases);
        }
        let none_without = sum(|p| p.1.1 - p.1.0) <= 0.0 || sum(|p| p.2.1 - p.2.0) <= 0.0;
        if rules.kind == Kind::Share && none_without {
            return Err(NotDefined::NoCases);
        }
        let effective =
            |count: (f64, f64)| (count.0 / rules.design_effect, count.1 / rules.design_effect);
        let last = points.last().map_or(0.0, |point| point.1.0 / point.1.1);
        Ok(Self {
            times: points.iter().map(|point| point.0).collect(),
            own: points.iter().map(|point| effective(point.1)).collect(),
            rest: points.iter().map(|point| effective(point.2)).collect(),
            last,
        })
    }

    /// Periods from their mean.
    fn centred(&self) -> Vec<f64> {
        let middle = mean(&self.times).unwrap_or(0.0);
        self.times.iter().map(|time| time - middle).collect()
    }
}

/// Refuses an area that is all there is: not its years are lacking but anybody to compare it with.
pub(crate) fn someone_beside(area: &AreaCounts, whole: &[(f64, f64)]) -> Result<(), NotDefined> {
    let beside = area.iter().zip(whole).filter_map(|(own, whole)| {
        let own = own.filter(|own| own.1 > 0.0)?;
        Some(whole.1 > own.1)
    });
    let beside: Vec<bool> = beside.collect();
    if beside.is_empty() || beside.contains(&true) {
        return Ok(());
    }
    Err(NotDefined::TooFewComparisons { need: 1, have: 0 })
}

/// The model of one area, before the dispersion.
pub(super) struct Fit {
    pub(super) slope: f64,
    pub(super) variance: f64,
    pub(super) pearson: f64,
    pub(super) freedom: usize,
    pub(super) last: f64,
    pub(super) years: f64,
    /// In a period, on average.
    cases: f64,
    pub(super) kind: Kind,
    pub(super) plain: PlainDrift,
}

impl Fit {
    pub(super) fn left(&self) -> Left {
        Left {
            squares: self.pearson,
            freedom: self.freedom,
            change: self.slope / self.variance.sqrt(),
            cases: self.cases,
        }
    }

    pub(super) fn plain_left(&self) -> Left {
        Left {
            squares: self.plain.rest,
            freedom: self.freedom,
            change: self.plain.slope / self.plain.variance.sqrt(),
            cases: self.cases,
        }
    }
}

/// Fits the area's drift beside the rest, on both scales.
pub(super) fn fit(series: &Series, kind: Kind) -> Result<Fit, NotDefined> {
    let (model, at) = match kind {
        Kind::Share => shares(series)?,
        Kind::Rate => rates(series)?,
    };
    let cases: Vec<f64> = series.own.iter().map(|count| count.0).collect();
    Ok(Fit {
        slope: model.coefficients[at],
        variance: model.inverse[(at, at)],
        pearson: model.pearson,
        freedom: model.freedom,
        last: series.last,
        years: series.times.last().unwrap_or(&0.0) - series.times.first().unwrap_or(&0.0),
        cases: mean(&cases).unwrap_or(0.0),
        kind,
        plain: plain_drift(&series.times, (&series.own, &series.rest), kind),
    })
}

/// Rows: the area in each period, then the rest; columns: each period, the area, its drift.
fn shares(series: &Series) -> Result<(Model, usize), NotDefined> {
    let (times, periods) = (series.centred(), series.times.len());
    let columns = DMatrix::from_fn(2 * periods, periods + 2, |row, column| {
        let (period, of_area) = (row % periods, row < periods);
        match column {
            c if c < periods => f64::from(c == period),
            c if c == periods => f64::from(of_area),
            _ if of_area => times[period],
            _ => 0.0,
        }
    });
    let both = || series.own.iter().chain(&series.rest);
    let counts = Counts {
        cases: &both().map(|count| count.0).collect::<Vec<_>>(),
        base: &both().map(|count| count.1).collect::<Vec<_>>(),
        offset: &vec![0.0; 2 * periods],
    };
    Ok((counts.fit(&columns)?, periods + 1))
}

/// Events of the area among all events of a period: the drift of its part.
fn rates(series: &Series) -> Result<(Model, usize), NotDefined> {
    let times = series.centred();
    let pairs = || {
        let both = series.own.iter().zip(&series.rest).zip(&times);
        both.filter(|((own, rest), _)| own.0 + rest.0 > 0.0)
    };
    let kept: Vec<f64> = pairs().map(|(_, time)| *time).collect();
    at_least(FEWEST_VALUES, kept.len())?;
    let columns = DMatrix::from_fn(
        kept.len(),
        2,
        |row, column| if column == 0 { 1.0 } else { kept[row] },
    );
    let counts = Counts {
        cases: &pairs().map(|((own, _), _)| own.0).collect::<Vec<_>>(),
        base: &pairs()
            .map(|((own, rest), _)| own.0 + rest.0)
            .collect::<Vec<_>>(),
        offset: &pairs()
            .map(|((own, rest), _)| (own.1 / rest.1).ln())
            .collect::<Vec<_>>(),
    };
    Ok((counts.fit(&columns)?, 1))
}
