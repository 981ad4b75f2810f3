//! Making an index: the parameters that a base period gives, and any period put on them.

use methods::index::{
    Aggregation, Column, Normalisation, Scale, Weights, aggregate, contributions, fill_with_median,
    one_factor, principal_component, winsorise,
};
use methods::{Estimate, NotDefined, mss, neumaier_sum};

use super::preset::{Filling, Ingredient, Method, Outliers, Preset, Recipe, Scaling, Weighting};

/// Values on their way: treated, with what was done to them.
#[derive(Clone)]
pub(super) struct Prepared {
    pub(super) columns: Vec<Column>,
    /// Positions of filled gaps per indicator.
    pub(super) filled: Vec<Vec<usize>>,
    /// Replaced extremes per indicator.
    pub(super) drawn_in: Vec<usize>,
}

/// The parameters of an index.
#[derive(Clone, Debug)]
pub(super) struct Parameters {
    scales: Vec<Scale>,
    pub(super) told: Vec<Option<(f64, f64)>>,
    pub(super) weights: Weights,
    pub(super) loadings: Vec<Option<f64>>,
    /// Mean and standard deviation of the index before it is standardised.
    pub(super) centre: f64,
    pub(super) spread: f64,
}

/// An index of some areas.
pub(super) struct Made {
    pub(super) index: Vec<Option<f64>>,
    /// Per indicator one number per area; none where the index is not a sum.
    pub(super) contributions: Option<Vec<Column>>,
    /// The aggregated scores before they are standardised.
    pub(super) raw: Column,
}

impl Prepared {
    /// The same without one of its indicators.
    pub(super) fn without(&self, indicator: usize) -> Self {
        let mut rest = self.clone();
        rest.columns.remove(indicator);
        rest.filled.remove(indicator);
        rest.drawn_in.remove(indicator);
        rest
    }

    /// Values after the treatment of extremes and gaps.
    pub(super) fn of(
        estimates: &[Vec<Option<Estimate>>],
        method: &Method,
    ) -> Result<Self, NotDefined> {
        let mut prepared = Self {
            columns: Vec::new(),
            filled: Vec::new(),
            drawn_in: Vec::new(),
        };
        for part in estimates {
            let mut column = Column::with_gaps(part.iter().map(|e| e.map(|e| e.value)))?;
            let mut steps = 0;
            if method.outliers == Outliers::Winsorise {
                let treated = winsorise(&column)?;
                (column, steps) = (treated.column, treated.steps);
            }
            let mut filled = Vec::new();
            if method.gaps == Filling::Median {
                let full = fill_with_median(&column, &vec![0; column.len()])?;
                (column, filled) = (full.column, full.filled);
            }
            prepared.columns.push(column);
            prepared.filled.push(filled);
            prepared.drawn_in.push(steps);
        }
        Ok(prepared)
    }
}

/// Which indicator has no spread is what a person needs to know.
fn named_after(reason: NotDefined, of: &Ingredient) -> NotDefined {
    match reason {
        NotDefined::NoSpread { .. } => NotDefined::NoSpread {
            what: of.id.to_string(),
        },
        other => other,
    }
}

impl Parameters {
    /// The parameters that these values give.
    pub(super) fn fit(prepared: &Prepared, preset: &Preset) -> Result<Self, NotDefined> {
        let method = &preset.method;
        let how = Normalisation::from(method.normalisation);
        let columns = &prepared.columns;
        let named = columns.iter().zip(&preset.indicators);
        let scales: Vec<Scale> = named
            .map(|(column, of)| Scale::fit(column, how).map_err(|reason| named_after(reason, of)))
            .collect::<Result<_, _>>()?;
        let (weights, loadings) = weights(columns, preset)?;
        let told = columns.iter().map(|c| told(c, method)).collect();
        let mut fitted = Self {
            scales,
            told,
            weights,
            loadings,
            centre: 0.0,
            spread: 1.0,
        };
        let raw: Vec<f64> = fitted.raw(columns, method)?.iter().flatten().collect();
        (fitted.centre, fitted.spread) = moments(&raw, 0.0)?;
        Ok(fitted)
    }

    fn raw(&self, columns: &[Column], method: &Method) -> Result<Column, NotDefined> {
        // Which areas have enough was decided before; here every value that is there counts.
        aggregate(
            &self.scores(columns)?,
            &self.weights,
            Aggregation::from(method.aggregation),
            f64::MIN_POSITIVE,
        )
    }

    fn scores(&self, columns: &[Column]) -> Result<Vec<Column>, NotDefined> {
        let pairs = self.scales.iter().zip(columns);
        pairs.map(|(scale, column)| scale.apply(column)).collect()
    }

    /// The index of a period on these parameters.
    pub(super) fn apply(&self, columns: &[Column], preset: &Preset) -> Result<Made, NotDefined> {
        let raw = self.raw(columns, &preset.method)?;
        let index: Vec<Option<f64>> = if preset.method.recipe == Recipe::Mss {
            by_the_letter(columns)?
        } else {
            let standard = |x: f64| (x - self.centre) / self.spread;
            raw.iter().map(|x| x.map(standard)).collect()
        };
        let sum = Aggregation::from(preset.method.aggregation) == Aggregation::Arithmetic;
        let contributions = if sum {
            Some(self.contributions(columns)?)
        } else {
            None
        };
        Ok(Made {
            index,
            contributions,
            raw,
        })
    }

    /// What each indicator adds to the standardised index: its part of the distance from the mean.
    fn contributions(&self, columns: &[Column]) -> Result<Vec<Column>, NotDefined> {
        let scores = self.scores(columns)?;
        let weights = self.weights.as_slice();
        let areas = scores.first().map_or(0, Column::len);
        let present = |area: usize| -> f64 {
            let here = scores.iter().zip(weights);
            here.filter(|(s, _)| s.get(area).is_some())
                .map(|(_, w)| w)
                .sum()
        };
        let shares: Vec<f64> = (0..areas).map(present).collect();
        let parts = contributions(&scores, &self.weights)?;
        let standard = |(part, weight): (&Column, &f64)| {
            let values = part.iter().zip(&shares);
            Column::with_gaps(
                values
                    .map(|(x, share)| x.map(|x| (x - self.centre * weight / share) / self.spread)),
            )
        };
        parts.iter().zip(weights).map(standard).collect()
    }
}

/// Berlin's recipe on values without gaps.
fn by_the_letter(columns: &[Column]) -> Result<Vec<Option<f64>>, NotDefined> {
    let values: Vec<Vec<f64>> = columns
        .iter()
        .map(|c| c.iter().map(|x| x.unwrap_or(f64::NAN)).collect())
        .collect();
    let valid = vec![true; columns.first().map_or(0, Column::len)];
    mss::index(&values, &valid)
}

fn weights(columns: &[Column], preset: &Preset) -> Result<(Weights, Vec<Option<f64>>), NotDefined> {
    let none = vec![None; columns.len()];
    if preset.method.recipe == Recipe::Mss {
        return Ok((Weights::equal(columns.len())?, none));
    }
    match preset.method.weights {
        Weighting::Equal => Ok((Weights::equal(columns.len())?, none)),
        Weighting::Given => {
            let given: Vec<f64> = preset.indicators.iter().map(|i| i.weight).collect();
            Ok((Weights::expert(&given)?, none))
        }
        // A negative coefficient means that the indicators do not have one thing in common, which is refused.
        Weighting::OneFactor => {
            let model = one_factor(columns)?;
            let weights = Weights::expert(&model.coefficients)?;
            Ok((weights, model.loadings.into_iter().map(Some).collect()))
        }
        Weighting::PrincipalComponent => {
            let found = principal_component(columns)?;
            let loadings = found.loadings.iter().copied().map(Some).collect();
            Ok((found.weights, loadings))
        }
    }
}

/// The parameters of a scale as people write them down.
fn told(column: &Column, method: &Method) -> Option<(f64, f64)> {
    let values: Vec<f64> = column.iter().flatten().collect();
    let lost = if method.recipe == Recipe::Mss {
        0.0
    } else {
        1.0
    };
    match method.normalisation {
        Scaling::ZScore => moments(&values, lost).ok(),
        Scaling::MinMax => {
            let least = values.iter().copied().fold(f64::INFINITY, f64::min);
            let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            (least <= most).then_some((least, most))
        }
        Scaling::PercentileRank => None,
    }
}

/// Mean and standard deviation with divisor n less what is lost.
pub(super) fn moments(values: &[f64], lost: f64) -> Result<(f64, f64), NotDefined> {
    if values.len() < 2 {
        return Err(NotDefined::TooFewValues {
            need: 2,
            have: values.len(),
        });
    }
    let count = values.len() as f64;
    let mean = neumaier_sum(values.iter().copied()) / count;
    let squares = neumaier_sum(values.iter().map(|x| (x - mean) * (x - mean)));
    let sd = (squares / (count - lost)).sqrt();
    let largest = values.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    // A spread that is all rounding is none.
    if !sd.is_finite() || sd <= largest * 1e-14 {
        return Err(NotDefined::NoSpread {
            what: super::words::say("the_index", &[]),
        });
    }
    Ok((mean, sd))
}
