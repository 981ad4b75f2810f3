//! Difference in differences with effects of areas and periods (two-way fixed effects).
//!
//! **Literature.** Angrist, J. D. & Pischke, J.-S. (2009): Mostly Harmless Econometrics, chapter 5; clustered errors:
//! Liang, K.-Y. & Zeger, S. L. (1986); why not for staggered starts: Goodman-Bacon, A. (2021). Reference: plm `within`.
//!
//! **Formula.** With all variables freed from means of area and period: β = Σx̃ỹ/Σx̃². HC0 variance
//! Σ(Σₜ x̃e)²/(Σx̃²)², the outer sum over areas; HC1 times n/(n−1); small-sample (`sss` of plm) times G/(G−1)·(n−1)/(n−k) with k = 1 slope. The
//! product reports `reported`: the same with k = 1 + T − 1, for year effects are not nested in areas.
//!
//! **Unit.** That of the values. **Edge cases.** Nobody or everybody treated alike: not defined. Clustered errors follow
//! the number of *treated* areas: below about 30 use [`super::randomisation_test`]. `staggered` warns where starts differ:
//! then [`super::callaway_santanna`].

use super::panel::within;
use super::{Panel, Starts};
use crate::NotDefined;
use crate::summation::neumaier_sum;

/// Standard errors clustered by area, by convention.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClusterErrors {
    /// Without any correction.
    pub hc0: f64,
    /// n/(n − slopes).
    pub hc1: f64,
    /// G/(G − 1)·(n − 1)/(n − slopes).
    pub small_sample: f64,
    /// G/(G − 1)·(n − 1)/(n − slopes − periods + 1): what this house reports.
    pub reported: f64,
}

/// The effect with its errors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Twfe {
    /// The effect on the treated.
    pub effect: f64,
    /// Its standard errors.
    pub errors: ClusterErrors,
    /// How many values were used.
    pub values: usize,
    /// How many areas are treated at all.
    pub treated: usize,
    /// Whether the measure began at different times.
    pub staggered: bool,
}

/// The effect of a measure that begins where and when `starts` says.
///
/// ```
/// use methods::effect::{Panel, twfe};
/// let panel = Panel::new(vec![
///     vec![1.0, 2.0, 7.0, 8.0], // +4 from the third period on
///     vec![5.0, 6.0, 7.0, 8.0],
///     vec![3.0, 4.0, 5.0, 6.0],
/// ])?;
/// let found = twfe(&panel, &[Some(2), None, None])?;
/// assert!((found.effect - 4.0).abs() < 1e-12);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn twfe(panel: &Panel, starts: &Starts) -> Result<Twfe, NotDefined> {
    panel.check(starts)?;
    let (x, y) = (treated_within(starts, panel.periods()), panel.within());
    let (effect, hc0) = slope(&x, &y, panel.periods())?;
    let mut begun: Vec<usize> = starts.iter().flatten().copied().collect();
    let treated = begun.len();
    begun.sort_unstable();
    begun.dedup();
    Ok(Twfe {
        effect,
        errors: errors(hc0, panel),
        values: x.len(),
        treated,
        staggered: begun.len() > 1,
    })
}

/// Where and when the measure is, without the means of area and period.
pub(super) fn treated_within(starts: &Starts, periods: usize) -> Vec<f64> {
    let on: Vec<f64> = starts
        .iter()
        .flat_map(|start| (0..periods).map(move |t| f64::from(start.is_some_and(|s| t >= s))))
        .collect();
    within(&on, periods)
}

/// β of what is freed from means of area and period, and its error clustered by area without any correction.
pub(super) fn slope(x: &[f64], y: &[f64], periods: usize) -> Result<(f64, f64), NotDefined> {
    let square = neumaier_sum(x.iter().map(|x| x * x));
    if square <= 1e-12 * x.len() as f64 {
        return Err(NotDefined::Collinear { what: "periods" });
    }
    let effect = neumaier_sum(x.iter().zip(y).map(|(x, y)| x * y)) / square;
    let meat = neumaier_sum(x.chunks(periods).zip(y.chunks(periods)).map(|(x, y)| {
        let score = neumaier_sum(x.iter().zip(y).map(|(x, y)| x * (y - effect * x)));
        score * score
    }));
    Ok((effect, meat.sqrt() / square))
}

fn errors(hc0: f64, panel: &Panel) -> ClusterErrors {
    let (groups, periods) = (panel.areas() as f64, panel.periods() as f64);
    let n = groups * periods;
    let small = |k: f64| hc0 * (groups / (groups - 1.0) * (n - 1.0) / (n - k).max(1.0)).sqrt();
    ClusterErrors {
        hc0,
        hc1: hc0 * (n / (n - 1.0)).sqrt(),
        small_sample: small(1.0),
        reported: small(periods),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_comparison_there_is_no_effect() {
        let panel = Panel::new(vec![vec![1.0, 2.0, 4.0], vec![2.0, 2.0, 5.0]]).unwrap();
        assert!(matches!(
            twfe(&panel, &[Some(1), Some(1)]),
            Err(NotDefined::Collinear { .. })
        ));
        assert_eq!(twfe(&panel, &[None, None]), Err(NotDefined::NoCases));
        assert!(twfe(&panel, &[None]).is_err());
        let one = Panel::new(vec![vec![1.0, 2.0]]).unwrap();
        assert!(twfe(&one, &[Some(1)]).is_err());
    }
}
