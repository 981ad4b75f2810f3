//! Rates drawn towards the mean of the neighbourhood.
//!
//! **Literature.** Marshall, R. J. (1991): Mapping disease and mortality rates using empirical Bayes estimators.
//! Applied Statistics 40, 283-294 (section 4).
//!
//! **Formula.** As over all areas, but within the window of the area and its neighbours: m = Σx/Σn,
//! s² = Σn(r−m)²/Σn with m of *this* window for all its members, a = max(0, s² − m/n̄). R's spdep does so with
//! `EBlocal(geoda = TRUE)`; its default, where each member has its own window's mean, is not Marshall's.
//!
//! **Unit.** Cases per base. **Edge cases.** An island keeps its raw rate. A window where nobody lives has no rate.
//! Where only the area itself is empty, its rate is the window's mean.

use super::Prior;
use super::global::refuse_unusable;
use crate::NotDefined;
use crate::not_defined::same_length;
use crate::summation::neumaier_sum;

/// The smoothed rate of an area and the prior of its window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LocalRate {
    /// The smoothed rate.
    pub rate: f64,
    /// Mean of the window.
    pub mean: f64,
    /// Variance of the window beyond chance.
    pub variance: f64,
}

/// The rates of all areas, each drawn towards the mean of its neighbourhood; `None` where nobody lives around.
///
/// `neighbours` lists the positions of each area's neighbours, without itself.
///
/// ```
/// use methods::empirical_bayes::smooth_locally;
/// let (cases, base) = ([1.0, 90.0, 8.0], [20.0, 300.0, 100.0]);
/// let found = smooth_locally(&cases, &base, &[vec![1], vec![0], vec![]])?;
/// let first = found[0].unwrap();
/// assert!(0.05 < first.rate && first.rate < first.mean);
/// assert!((found[2].unwrap().rate - 0.08).abs() < 1e-12); // an island
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn smooth_locally(
    cases: &[f64],
    base: &[f64],
    neighbours: &[Vec<usize>],
) -> Result<Vec<Option<LocalRate>>, NotDefined> {
    same_length("base", cases.len(), base.len())?;
    same_length("neighbours", cases.len(), neighbours.len())?;
    refuse_unusable(cases, base)?;
    if let Some(&stranger) = neighbours
        .iter()
        .flatten()
        .find(|&&area| area >= cases.len())
    {
        return Err(NotDefined::OutOfRange {
            what: "neighbours",
            value: stranger as f64,
            allowed: "a position in the list of areas",
        });
    }
    Ok(neighbours
        .iter()
        .enumerate()
        .map(|(area, around)| {
            let window: Vec<usize> = window(area, around);
            let prior = window_prior(cases, base, &window)?;
            Some(LocalRate {
                rate: prior.smooth(cases[area], base[area]),
                mean: prior.mean,
                variance: prior.variance,
            })
        })
        .collect())
}

/// The area and its neighbours in rising order, each once.
fn window(area: usize, around: &[usize]) -> Vec<usize> {
    let mut window = around.to_vec();
    window.push(area);
    window.sort_unstable();
    window.dedup();
    window
}

fn window_prior(cases: &[f64], base: &[f64], window: &[usize]) -> Option<Prior> {
    let inhabited = || window.iter().copied().filter(|&area| base[area] > 0.0);
    let people = neumaier_sum(inhabited().map(|area| base[area]));
    if people == 0.0 {
        return None;
    }
    let mean = neumaier_sum(inhabited().map(|area| cases[area])) / people;
    let spread = neumaier_sum(inhabited().map(|area| {
        let off = cases[area] / base[area] - mean;
        base[area] * off * off
    }));
    let chance = mean * inhabited().count() as f64 / people;
    Some(Prior {
        mean,
        variance: (spread / people - chance).max(0.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_together_is_refused() {
        assert!(smooth_locally(&[1.0], &[2.0], &[]).is_err());
        assert!(smooth_locally(&[1.0], &[2.0], &[vec![1]]).is_err());
        assert!(smooth_locally(&[1.0], &[0.0], &[vec![]]).is_err());
    }

    #[test]
    fn an_uninhabited_window_has_no_rate_and_an_empty_area_its_neighbours_mean() {
        let neighbours = [vec![], vec![2], vec![1]];
        let found = smooth_locally(&[0.0, 0.0, 3.0], &[0.0, 0.0, 10.0], &neighbours).unwrap();
        assert_eq!(found[0], None);
        assert_eq!(found[1].unwrap().rate, 0.3);
        assert_eq!(found[2].unwrap().rate, 0.3);
    }

    #[test]
    fn naming_an_area_as_its_own_neighbour_changes_nothing() {
        let (cases, base) = ([1.0, 30.0], [40.0, 300.0]);
        let plain = smooth_locally(&cases, &base, &[vec![1], vec![0]]).unwrap();
        let twice = smooth_locally(&cases, &base, &[vec![1, 0, 1], vec![0, 1]]).unwrap();
        assert_eq!(plain, twice);
    }
}
