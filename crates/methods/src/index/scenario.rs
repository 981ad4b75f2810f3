//! One way among many to make an index: what is uncertain, and the index that a set of choices gives.
//!
//! **Literature.** OECD & JRC (2008): Handbook on Constructing Composite Indicators, step 7; Saisana, M., Saltelli, A.
//! & Tarantola, S. (2005): Uncertainty and sensitivity analysis techniques as tools for the quality assessment of
//! composite indicators. JRSS A 168, 307-323.
//!
//! **Formula.** Weights from a Dirichlet distribution with parameters c·w (c = 25). Sampling error: the value plus a
//! two-piece normal number whose median is the value and whose 2.5 % and 97.5 % points are the ends of its 95 %
//! interval (Wilson's, exact or Byar's, widened by the design effect as that interval is). Geometric and harmonic
//! means are taken of scores brought to 1…100.
//!
//! **Unit.** That of the scores. **Edge cases.** A value outside its own interval, fewer than two areas with two thirds of
//! the weight, or too many draws for memory: not defined. The first of each list of choices is the index as published.

use super::column::{Column, moments, rising};
use super::{
    Aggregation, Normalisation, USUAL_LEAST_WEIGHT, Weights, aggregate, fill_with_median, normalise,
};
use crate::not_defined::{at_least, finite, same_length};
use crate::random::Stream;
use crate::{Confidence, Estimate, NotDefined};

/// How many choices make a scenario.
pub(super) const CHOICES: usize = 6;

/// More draws than this are refused.
const MOST_DRAWS: usize = 1_000_000;

/// More areas times draws than this are refused: their ranks would not fit into memory.
const MOST_RANKS: usize = 1 << 28;

/// What to do about a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gaps {
    /// The other indicators carry its weight.
    LeaveOut,
    /// The median of all areas.
    Median,
}

/// Whether an indicator may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// All stay.
    Nothing,
    /// Each, or none, with the same chance.
    OneOrNothing,
}

/// Whether values are drawn from their intervals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sampling {
    /// Values stay.
    Fixed,
    /// Values are drawn.
    Drawn,
}

/// What is uncertain about an index; the first of each list is the index as published.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Normalisations to choose from.
    pub normalisations: Vec<Normalisation>,
    /// Aggregations to choose from.
    pub aggregations: Vec<Aggregation>,
    /// Treatments of gaps to choose from.
    pub gaps: Vec<Gaps>,
    /// The weights as published.
    pub weights: Weights,
    /// Concentration of drawn weights around them; `None` keeps them.
    pub concentration: Option<f64>,
    /// Whether an indicator may be left out.
    pub left_out: LeftOut,
    /// Whether values are drawn from their intervals.
    pub sampling: Sampling,
    /// Limits of the classes in standard deviations of the index, rising.
    pub cuts: Vec<f64>,
    /// How many scenarios are drawn.
    pub draws: usize,
    /// Seed, see [`crate::seed`].
    pub seed: u64,
}

impl Settings {
    /// The usual doubts about an index of z-scores: scale, compensation, weights, one indicator, sampling.
    ///
    /// ```
    /// use methods::index::{Settings, Weights};
    /// let settings = Settings::usual(Weights::equal(4)?, methods::seed(&["2025-1", "index"]));
    /// assert_eq!((settings.draws, settings.concentration), (10_000, Some(25.0)));
    /// # Ok::<(), methods::NotDefined>(())
    /// ```
    pub fn usual(weights: Weights, seed: u64) -> Self {
        Self {
            normalisations: vec![
                Normalisation::ZScore,
                Normalisation::MinMax {
                    low: 1.0,
                    high: 100.0,
                },
                Normalisation::PercentileRank,
            ],
            aggregations: vec![Aggregation::Arithmetic, Aggregation::Geometric],
            gaps: vec![Gaps::LeaveOut],
            weights,
            concentration: Some(25.0),
            left_out: LeftOut::OneOrNothing,
            sampling: Sampling::Drawn,
            cuts: vec![-1.0, 1.0, 1.5],
            draws: 10_000,
            seed,
        }
    }
}

/// The choices of one scenario.
pub(super) struct Scenario {
    normalisation: usize,
    aggregation: usize,
    gaps: usize,
    left_out: Option<usize>,
    weights: Option<u64>,
    sampling: Option<u64>,
}

impl Scenario {
    /// The index as published.
    pub(super) const PUBLISHED: Self = Self {
        normalisation: 0,
        aggregation: 0,
        gaps: 0,
        left_out: None,
        weights: None,
        sampling: None,
    };
}

/// The values of one indicator and how far its interval reaches, per standard normal unit.
struct Part {
    values: Vec<f64>,
    below: Vec<f64>,
    above: Vec<f64>,
}

/// The indicators and what is uncertain about them.
pub(super) struct Model<'a> {
    settings: &'a Settings,
    parts: Vec<Part>,
    /// Positions of the areas that get an index.
    pub(super) included: Vec<usize>,
}

impl<'a> Model<'a> {
    /// Refuses settings and indicators that make no index.
    pub(super) fn new(
        indicators: &[Vec<Option<Estimate>>],
        settings: &'a Settings,
    ) -> Result<Self, NotDefined> {
        at_least(1, indicators.len())?;
        same_length(
            "weights",
            indicators.len(),
            settings.weights.as_slice().len(),
        )?;
        for indicator in indicators {
            same_length("indicators", indicators[0].len(), indicator.len())?;
        }
        let included = included(indicators, settings.weights.as_slice());
        at_least(2, included.len())?;
        refuse_unusable(settings, included.len())?;
        let parts = indicators
            .iter()
            .map(|indicator| part(indicator, &included))
            .collect::<Result<_, _>>()?;
        let model = Self {
            settings,
            parts,
            included,
        };
        model.index(&Scenario::PUBLISHED)?;
        Ok(model)
    }

    /// The scenario that six numbers from 0 to below 1 stand for.
    pub(super) fn scenario(&self, numbers: &[f64]) -> Scenario {
        let settings = self.settings;
        let left_out = match settings.left_out {
            LeftOut::OneOrNothing if self.parts.len() > 1 => {
                // The last choice is none of them.
                Some(choice(numbers[3], self.parts.len() + 1)).filter(|&at| at < self.parts.len())
            }
            _ => None,
        };
        Scenario {
            normalisation: choice(numbers[0], settings.normalisations.len()),
            aggregation: choice(numbers[1], settings.aggregations.len()),
            gaps: choice(numbers[2], settings.gaps.len()),
            left_out,
            weights: settings.concentration.map(|_| stream_number(numbers[4])),
            sampling: (settings.sampling == Sampling::Drawn).then(|| stream_number(numbers[5])),
        }
    }

    /// The index of the included areas; NaN where a scenario leaves nothing of an area.
    pub(super) fn index(&self, scenario: &Scenario) -> Result<Vec<f64>, NotDefined> {
        let kept = |at: usize| scenario.left_out != Some(at);
        let weights = self.weights(scenario, kept);
        let how = self.settings.aggregations[scenario.aggregation];
        let mut noise = scenario
            .sampling
            .map(|number| Stream::new(!self.settings.seed, number));
        let mut scores = Vec::with_capacity(self.parts.len());
        for (at, part) in self.parts.iter().enumerate() {
            // Drawn even where left out, so that other choices do not change what is drawn.
            let values = part.drawn(noise.as_mut());
            if kept(at) {
                scores.push(self.scores(Column::of_raw(values)?, scenario, how)?);
            }
        }
        Ok(aggregate(&scores, &weights, how, 0.0)?.raw().to_vec())
    }

    /// One indicator on its scale.
    fn scores(
        &self,
        column: Column,
        scenario: &Scenario,
        how: Aggregation,
    ) -> Result<Column, NotDefined> {
        let column = match self.settings.gaps[scenario.gaps] {
            Gaps::LeaveOut => column,
            Gaps::Median => fill_with_median(&column, &vec![0; column.len()])?.column,
        };
        let scores = normalise(
            &column,
            self.settings.normalisations[scenario.normalisation],
        )?;
        if how.needs_positive() {
            let to_hundred = Normalisation::MinMax {
                low: 1.0,
                high: 100.0,
            };
            return normalise(&scores, to_hundred);
        }
        Ok(scores)
    }

    fn weights(&self, scenario: &Scenario, kept: impl Fn(usize) -> bool) -> Weights {
        let published = self.settings.weights.as_slice();
        let mut weights = published.to_vec();
        if let Some((number, concentration)) = scenario.weights.zip(self.settings.concentration) {
            let mut stream = Stream::new(self.settings.seed.rotate_left(32), number);
            for weight in &mut weights {
                *weight = stream.gamma(*weight * concentration);
            }
        }
        let left = |list: &[f64]| -> Vec<f64> {
            let here = list.iter().enumerate().filter(|(at, _)| kept(*at));
            here.map(|(_, weight)| *weight).collect()
        };
        let (drawn, published) = (left(&weights), left(published));
        // If the one indicator that weighs anything is left out, the others weigh the same.
        Weights::expert(&drawn)
            .or_else(|_| Weights::expert(&published))
            .or_else(|_| Weights::equal(published.len()))
            .expect("at least one indicator is kept")
    }
}

impl Part {
    fn drawn(&self, noise: Option<&mut Stream>) -> Vec<f64> {
        let Some(stream) = noise else {
            return self.values.clone();
        };
        let reach = self.below.iter().zip(&self.above);
        self.values
            .iter()
            .zip(reach)
            .map(|(value, (below, above))| {
                let z = stream.normal();
                // One of the two is 0: no branch that half of the draws would guess wrong.
                value + (z.min(0.0) * below + z.max(0.0) * above)
            })
            .collect()
    }
}

/// The whole number below a limit that a number from 0 to below 1 stands for.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number from 0 to below the limit"
)]
fn choice(number: f64, limit: usize) -> usize {
    ((number * limit as f64) as usize).min(limit - 1)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a whole number from 0 to below 2^53"
)]
fn stream_number(number: f64) -> u64 {
    (number * (1_u64 << 53) as f64) as u64
}

/// The areas with at least two thirds of the weight.
fn included(indicators: &[Vec<Option<Estimate>>], weights: &[f64]) -> Vec<usize> {
    let present = |area: usize| -> f64 {
        let here = indicators
            .iter()
            .zip(weights)
            .filter(|(i, _)| i[area].is_some());
        here.map(|(_, weight)| weight).sum()
    };
    (0..indicators[0].len())
        .filter(|&area| present(area) >= USUAL_LEAST_WEIGHT - 1e-9)
        .collect()
}

fn part(indicator: &[Option<Estimate>], included: &[usize]) -> Result<Part, NotDefined> {
    let here: Vec<Option<Estimate>> = included.iter().map(|&area| indicator[area]).collect();
    for estimate in here.iter().flatten() {
        finite("values", estimate.lower)?;
        finite("values", estimate.upper)?;
        if !estimate.holds(finite("values", estimate.value)?) {
            return Err(NotDefined::OutOfRange {
                what: "values",
                value: estimate.value,
                allowed: "inside its own interval",
            });
        }
    }
    let each = |of: fn(&Estimate) -> f64| -> Vec<f64> {
        here.iter()
            .map(|estimate| estimate.as_ref().map_or(f64::NAN, of))
            .collect()
    };
    Ok(Part {
        values: each(|e| e.value),
        below: each(|e| (e.value - e.lower) / Confidence::P95.z()),
        above: each(|e| (e.upper - e.value) / Confidence::P95.z()),
    })
}

fn refuse_unusable(settings: &Settings, areas: usize) -> Result<(), NotDefined> {
    for choices in [
        settings.normalisations.len(),
        settings.aggregations.len(),
        settings.gaps.len(),
    ] {
        at_least(1, choices)?;
    }
    if let Some(concentration) = settings.concentration
        && finite("concentration", concentration)? <= 0.0
    {
        return Err(NotDefined::OutOfRange {
            what: "concentration",
            value: concentration,
            allowed: "above 0",
        });
    }
    crate::not_defined::all_finite("breaks", &settings.cuts)?;
    if !settings.cuts.is_sorted() || settings.cuts.len() > 100 {
        return Err(NotDefined::OutOfRange {
            what: "breaks",
            value: settings.cuts.len() as f64,
            allowed: "at most 100 limits in rising order",
        });
    }
    let draws = settings.draws;
    if draws == 0 || draws > MOST_DRAWS || draws.saturating_mul(areas) > MOST_RANKS {
        return Err(NotDefined::OutOfRange {
            what: "draws",
            value: draws as f64,
            allowed: "1 to a million, and areas times draws up to 2^28",
        });
    }
    Ok(())
}

/// The rank of each index, 1 the highest, ties at the better rank; 0 where there is no index.
pub(super) fn ranks(index: &[f64], ranks: &mut [u32]) {
    ranks.fill(0);
    let (mut rank, mut before) = (0, f64::NAN);
    for ((value, area), place) in rising(index).into_iter().rev().zip(1..) {
        if value != before {
            rank = place;
        }
        before = value;
        ranks[area as usize] = rank;
    }
}

/// The class of each index by cuts in its standard deviations; 255 where there is none.
pub(super) fn classes(index: &[f64], cuts: &[f64], classes: &mut [u8]) {
    let (count, mean, squares) = moments(index);
    let sd = (squares / count).sqrt();
    for (class, value) in classes.iter_mut().zip(index) {
        let score = if sd > 0.0 { (value - mean) / sd } else { 0.0 };
        *class = if value.is_nan() {
            u8::MAX
        } else {
            u8::try_from(cuts.partition_point(|&cut| cut < score)).unwrap_or(u8::MAX)
        };
    }
}
