//! How sure an index is: ranks and classes of each area over many ways to make it.
//!
//! **Literature.** Saisana, M., Saltelli, A. & Tarantola, S. (2005): Uncertainty and sensitivity analysis techniques as
//! tools for the quality assessment of composite indicators. JRSS A 168, 307-323.
//!
//! **Formula.** Each draw takes a normalisation, an aggregation, a treatment of gaps and an indicator to leave out at
//! random, weights from a Dirichlet distribution and values from their intervals, and makes the index anew. Reported:
//! median rank, the ranks at 5 % and 95 % of the draws, and the share of draws in each class; a class counts the cuts
//! below the index in its standard deviations of that draw (divisor n, as the MSS Berlin).
//!
//! **Unit.** Ranks (1 = highest index) and shares of draws. **Edge cases.** An area with less than two thirds of the
//! weight has none of this. The same seed gives the same draws at any number of threads. With few small areas ranks
//! and classes scatter widely: that is the finding.

use rayon::prelude::*;

use super::scenario::{CHOICES, Model, Scenario, Settings, classes, ranks};
use crate::random::Stream;
use crate::{Estimate, NotDefined};

/// What many ways to make the index say about an area.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaUncertainty {
    /// Rank in the index as published.
    pub rank: u32,
    /// Class in the index as published, the lowest being 0.
    pub class: usize,
    /// Median rank.
    pub median_rank: u32,
    /// Rank at 5 % of the draws.
    pub lower_rank: u32,
    /// Rank at 95 % of the draws.
    pub upper_rank: u32,
    /// Share of the draws in each class; the last is the worst where high is a burden.
    pub class_shares: Vec<f64>,
    /// Largest standard error of these shares by the number of draws.
    pub monte_carlo_error: f64,
}

/// The uncertainty of each area's place in an index; `None` without an index.
///
/// `indicators` hold one list per indicator with one estimate per area, high = burden, with 95 % intervals.
///
/// ```
/// use methods::index::{Settings, Weights, uncertainty};
/// use methods::{Confidence, wilson};
/// let share = |cases: f64| wilson(cases, 1_000.0, Confidence::P95).ok();
/// let indicators = [
///     vec![share(40.0), share(90.0), share(95.0), share(300.0)],
///     vec![share(10.0), share(60.0), share(50.0), share(200.0)],
/// ];
/// let settings = Settings { draws: 500, ..Settings::usual(Weights::equal(2)?, 1) };
/// let found = uncertainty(&indicators, &settings)?;
/// let worst = found[3].as_ref().unwrap();
/// assert_eq!((worst.lower_rank, worst.median_rank, worst.upper_rank), (1, 1, 1));
/// let second = found[1].as_ref().unwrap();
/// assert_eq!((second.lower_rank, second.upper_rank), (2, 3));
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn uncertainty(
    indicators: &[Vec<Option<Estimate>>],
    settings: &Settings,
) -> Result<Vec<Option<AreaUncertainty>>, NotDefined> {
    let model = Model::new(indicators, settings)?;
    let areas = model.included.len();
    let published = Draws::of(&model, settings, 1, |_| Scenario::PUBLISHED)?;
    let draws = Draws::of(&model, settings, settings.draws, |draw| {
        let mut stream = Stream::new(settings.seed, draw);
        let numbers: Vec<f64> = (0..CHOICES).map(|_| stream.uniform()).collect();
        model.scenario(&numbers)
    })?;
    let found: Vec<AreaUncertainty> = (0..areas)
        .into_par_iter()
        .map(|area| draws.summary(area, settings.cuts.len() + 1, &published))
        .collect();
    let mut all = vec![None; indicators[0].len()];
    for (area, summary) in model.included.iter().zip(found) {
        all[*area] = Some(summary);
    }
    Ok(all)
}

/// Ranks and classes of all areas, draw after draw.
struct Draws {
    areas: usize,
    ranks: Vec<u32>,
    classes: Vec<u8>,
}

impl Draws {
    fn of(
        model: &Model,
        settings: &Settings,
        count: usize,
        scenario: impl Fn(u64) -> Scenario + Sync,
    ) -> Result<Self, NotDefined> {
        let areas = model.included.len();
        let mut draws = Self {
            areas,
            ranks: vec![0; areas * count],
            classes: vec![0; areas * count],
        };
        let failures: Vec<NotDefined> = draws
            .ranks
            .par_chunks_mut(areas)
            .zip(draws.classes.par_chunks_mut(areas))
            .enumerate()
            .filter_map(|(draw, (rank, class))| {
                let index = match model.index(&scenario(draw as u64)) {
                    Ok(index) => index,
                    Err(reason) => return Some(reason),
                };
                ranks(&index, rank);
                classes(&index, &settings.cuts, class);
                None
            })
            .collect();
        // The first draw that failed, whichever thread met it.
        failures.into_iter().next().map_or(Ok(draws), Err)
    }

    fn summary(&self, area: usize, class_count: usize, published: &Self) -> AreaUncertainty {
        // How often each rank was reached; at 0 stands how often there was no index.
        let mut reached = vec![0_u32; self.areas + 1];
        for rank in self.ranks.iter().skip(area).step_by(self.areas) {
            reached[*rank as usize] += 1;
        }
        let mut counts = vec![0_u32; class_count];
        for class in self.classes.iter().skip(area).step_by(self.areas) {
            if let Some(count) = counts.get_mut(usize::from(*class)) {
                *count += 1;
            }
        }
        let made = f64::from(counts.iter().sum::<u32>().max(1));
        let class_shares: Vec<f64> = counts
            .iter()
            .map(|count| f64::from(*count) / made)
            .collect();
        let error = class_shares.iter().map(|p| (p * (1.0 - p) / made).sqrt());
        AreaUncertainty {
            rank: published.ranks[area],
            class: usize::from(published.classes[area]),
            median_rank: at_share(&reached, 50),
            lower_rank: at_share(&reached, 5),
            upper_rank: at_share(&reached, 95),
            monte_carlo_error: error.fold(0.0, f64::max),
            class_shares,
        }
    }
}

/// The smallest rank that at least this many percent of the draws do not exceed; 0 where no draw gave one.
fn at_share(reached: &[u32], percent: u64) -> u32 {
    let draws: u64 = reached[1..].iter().map(|times| u64::from(*times)).sum();
    let wanted = (draws * percent).div_ceil(100).max(1);
    let mut so_far = 0;
    for (rank, times) in (0..).zip(reached).skip(1) {
        so_far += u64::from(*times);
        if so_far >= wanted {
            return rank;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::super::{Aggregation, Gaps, LeftOut, Normalisation, Sampling, Weights};
    use super::*;
    use crate::{Confidence, wilson};

    fn indicators(areas: u32) -> Vec<Vec<Option<Estimate>>> {
        let share = |cases: u32| wilson(f64::from(cases), 400.0, Confidence::P95).ok();
        (1..4_u32)
            .map(|k| {
                (0..areas)
                    .map(|a| share((a * 37 + a * a * k) % 90 + 5))
                    .collect()
            })
            .collect()
    }

    fn settings(draws: usize) -> Settings {
        Settings {
            draws,
            ..Settings::usual(Weights::equal(3).unwrap(), 11)
        }
    }

    fn certain() -> Settings {
        Settings {
            normalisations: vec![Normalisation::ZScore],
            aggregations: vec![Aggregation::Arithmetic],
            concentration: None,
            left_out: LeftOut::Nothing,
            sampling: Sampling::Fixed,
            ..settings(20)
        }
    }

    #[test]
    fn where_nothing_is_uncertain_every_draw_is_the_published_index() {
        for area in uncertainty(&indicators(12), &certain())
            .unwrap()
            .into_iter()
            .flatten()
        {
            assert_eq!((area.lower_rank, area.upper_rank), (area.rank, area.rank));
            assert_eq!(area.class_shares[area.class], 1.0);
            assert_eq!(area.monte_carlo_error, 0.0);
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes_at_any_number_of_threads() {
        let run = |threads| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            pool.install(|| uncertainty(&indicators(15), &settings(300)).unwrap())
        };
        assert_eq!(run(1), run(4));
        let other = Settings {
            seed: 12,
            ..settings(300)
        };
        assert_ne!(run(1), uncertainty(&indicators(15), &other).unwrap());
    }

    #[test]
    fn every_area_has_shares_that_add_up_and_ranks_in_order() {
        let mut given = indicators(15);
        given[0][3] = None; // two thirds are left
        given[0][4] = None;
        given[1][4] = None;
        let doubts = Settings {
            gaps: vec![Gaps::LeaveOut, Gaps::Median],
            aggregations: vec![
                Aggregation::Arithmetic,
                Aggregation::Harmonic,
                Aggregation::Copeland,
            ],
            ..settings(400)
        };
        let found = uncertainty(&given, &doubts).unwrap();
        assert!(found[4].is_none() && found[3].is_some());
        for area in found.iter().flatten() {
            assert!((area.class_shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            assert!(1 <= area.lower_rank && area.lower_rank <= area.median_rank);
            assert!(area.median_rank <= area.upper_rank && area.upper_rank <= 14);
        }
    }

    #[test]
    fn the_order_of_areas_does_not_matter_where_nothing_is_drawn_per_area() {
        let fixed = Settings {
            sampling: Sampling::Fixed,
            ..settings(200)
        };
        let turned: Vec<Vec<_>> = indicators(10)
            .into_iter()
            .map(|i| i.into_iter().rev().collect())
            .collect();
        let mut back = uncertainty(&turned, &fixed).unwrap();
        back.reverse();
        let found = uncertainty(&indicators(10), &fixed).unwrap();
        for (a, b) in found.iter().flatten().zip(back.iter().flatten()) {
            assert_eq!(
                (a.rank, a.median_rank, &a.class_shares),
                (b.rank, b.median_rank, &b.class_shares)
            );
        }
    }

    #[track_caller]
    fn refused(indicators: &[Vec<Option<Estimate>>], settings: &Settings) {
        assert!(uncertainty(indicators, settings).is_err(), "{settings:?}");
    }

    #[test]
    fn indicators_that_make_no_index_are_refused() {
        let good = indicators(8);
        refused(&[], &settings(9));
        refused(&good[..2], &settings(9));
        refused(&indicators(1), &settings(9));
        refused(&vec![vec![None; 8]; 3], &settings(9));
        let constant = wilson(1.0, 2.0, Confidence::P95).ok();
        refused(&vec![vec![constant; 8]; 3], &settings(9));
        let mut odd = good;
        odd[0][0] = Some(Estimate {
            value: 2.0,
            lower: 0.0,
            upper: 1.0,
        });
        refused(&odd, &settings(9));
    }

    #[test]
    fn settings_that_leave_no_choice_or_too_many_draws_are_refused() {
        let good = indicators(8);
        let with = |change: fn(&mut Settings)| {
            let mut changed = settings(9);
            change(&mut changed);
            refused(&good, &changed);
        };
        with(|s| s.draws = 0);
        with(|s| s.draws = 10_000_000);
        with(|s| s.gaps.clear());
        with(|s| s.concentration = Some(0.0));
        with(|s| s.cuts = vec![1.0, f64::NAN]);
        with(|s| s.cuts = vec![1.0, -1.0]);
    }
}
