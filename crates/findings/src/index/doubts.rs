//! Doubts about an index: where areas would stand if it were made otherwise, and what it depends on.

use methods::index::{
    Aggregation, Column, Gaps, Normalisation, Sensitivity, Settings, quality, sensitivity,
    uncertainty,
};
use methods::{Estimate, NotDefined, seed};
use vocabulary::Period;

use super::making::{Made, Parameters, Prepared, moments};
use super::preset::{ClassNames, Filling, Preset};
use super::result::{AreaDoubt, Checks, ChoiceShare, LeftOneOut};

/// Base rows of the design that tells what matters most; each makes eight indices.
const SENSITIVITY_ROWS: usize = 256;

/// What the doubts are about: `status` or `dynamics` of a period.
pub(super) type Subject<'a> = (&'a str, Period);

/// An index with all it was made of.
pub(super) struct Doubted<'a> {
    pub(super) preset: &'a Preset,
    pub(super) classes: &'a ClassNames,
    pub(super) estimates: &'a [Vec<Option<Estimate>>],
    pub(super) prepared: &'a Prepared,
    pub(super) parameters: &'a Parameters,
    pub(super) made: &'a Made,
}

impl Doubted<'_> {
    /// How sure the place of each area is.
    pub(super) fn areas(&self, subject: Subject<'_>) -> Result<Vec<Option<AreaDoubt>>, NotDefined> {
        let found = uncertainty(&self.treated(), &self.settings(subject)?)?;
        let stability = self.preset.doubt.stability;
        let doubt = |(at, area): (usize, Option<methods::index::AreaUncertainty>)| {
            let area = area?;
            let class = self.classes.of(self.made.index[at]?);
            Some(AreaDoubt {
                lower_rank: area.lower_rank,
                median_rank: area.median_rank,
                upper_rank: area.upper_rank,
                stable: area
                    .class_shares
                    .get(class)
                    .is_some_and(|s| *s >= stability),
                class_shares: area.class_shares,
            })
        };
        Ok(found.into_iter().enumerate().map(doubt).collect())
    }

    /// What the index depends on; `base` gave its parameters.
    pub(super) fn checks(
        &self,
        base: &Prepared,
        subject: Subject<'_>,
    ) -> Result<Checks, NotDefined> {
        let index = Column::with_gaps(self.made.index.iter().copied())?;
        let told = quality(&self.prepared.columns, &index)?;
        let settings = Settings {
            draws: SENSITIVITY_ROWS,
            ..self.settings(subject)?
        };
        // Where no choice moves any rank there is nothing to share out.
        let choices = sensitivity(&self.treated(), &settings).map_or_else(|_| Vec::new(), shares);
        Ok(Checks {
            correlation: told.correlation,
            alpha: told.alpha,
            first_component: told.first_component,
            effective_weights: told.effective_weights,
            left_one_out: self.left_one_out(base),
            choices,
        })
    }

    /// The estimates as they went into the index.
    fn treated(&self) -> Vec<Vec<Option<Estimate>>> {
        let parts = self.estimates.iter().zip(&self.prepared.columns);
        parts
            .map(|(estimates, column)| {
                let pairs = estimates.iter().zip(column.iter());
                pairs
                    .map(|(estimate, value)| Some(moved((*estimate)?, value?)))
                    .collect()
            })
            .collect()
    }

    fn settings(&self, (what, period): Subject<'_>) -> Result<Settings, NotDefined> {
        let preset = self.preset;
        let named = seed(&["index", &preset.id, what, &period.to_string()]);
        let usual = Settings::usual(self.parameters.weights.clone(), named);
        let filling = match preset.method.gaps {
            Filling::LeaveOut => [Gaps::LeaveOut, Gaps::Median],
            Filling::Median => [Gaps::Median, Gaps::LeaveOut],
        };
        Ok(Settings {
            normalisations: first(
                Normalisation::from(preset.method.normalisation),
                usual.normalisations.clone(),
            ),
            aggregations: first(
                Aggregation::from(preset.method.aggregation),
                usual.aggregations.clone(),
            ),
            gaps: filling.to_vec(),
            cuts: self.cuts()?,
            draws: preset.doubt.draws,
            ..usual
        })
    }

    /// The limits of the classes in standard deviations of this period, where the parameters are those of another.
    fn cuts(&self) -> Result<Vec<f64>, NotDefined> {
        let raw: Vec<f64> = self.made.raw.iter().flatten().collect();
        let (mean, sd) = moments(&raw, 0.0)?;
        let parameters = self.parameters;
        let here = |cut: &f64| (cut * parameters.spread + parameters.centre - mean) / sd;
        Ok(self.classes.cuts.iter().map(here).collect())
    }

    fn left_one_out(&self, base: &Prepared) -> Vec<LeftOneOut> {
        let all = 0..self.preset.indicators.len();
        let without = |at: usize| {
            let preset = self.preset.without(at);
            let parameters = Parameters::fit(&base.without(at), &preset).ok()?;
            let made = parameters
                .apply(&self.prepared.without(at).columns, &preset)
                .ok()?;
            let pairs = self.made.index.iter().zip(&made.index);
            let both: Vec<(f64, f64)> = pairs.filter_map(|(a, b)| a.zip(*b)).collect();
            let (before, after): (Vec<f64>, Vec<f64>) = both.iter().copied().unzip();
            let ranks = ranks(&before).into_iter().zip(ranks(&after));
            let shift: usize = ranks.map(|(a, b)| a.abs_diff(b)).sum();
            let class = |x: f64| self.classes.of(x);
            Some(LeftOneOut {
                indicator: self.preset.indicators[at].id.clone(),
                mean_shift: shift as f64 / both.len().max(1) as f64,
                other_class: both.iter().filter(|(a, b)| class(*a) != class(*b)).count(),
            })
        };
        all.filter_map(without).collect()
    }
}

/// The first choice, then the others.
fn first<T: PartialEq>(own: T, others: Vec<T>) -> Vec<T> {
    let rest: Vec<T> = others.into_iter().filter(|o| *o != own).collect();
    std::iter::once(own).chain(rest).collect()
}

/// An estimate with its value moved; its interval still holds it.
fn moved(estimate: Estimate, value: f64) -> Estimate {
    Estimate {
        value,
        lower: estimate.lower.min(value),
        upper: estimate.upper.max(value),
    }
}

fn shares(found: Sensitivity) -> Vec<ChoiceShare> {
    let names = Sensitivity::CHOICES.into_iter();
    names
        .zip(found.shares.first.into_iter().zip(found.shares.total))
        .map(|(choice, (first_order, total))| ChoiceShare {
            choice: choice.to_owned(),
            first_order,
            total,
        })
        .collect()
}

/// 1 + how many are higher.
fn ranks(values: &[f64]) -> Vec<usize> {
    let higher = |x: &f64| values.iter().filter(|y| *y > x).count();
    values.iter().map(|x| 1 + higher(x)).collect()
}
