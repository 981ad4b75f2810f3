//! Moran's I of rates whose populations differ: empirical-Bayes standardised.
//!
//! **Literature.** Assunção, R. M. & Reis, E. A. (1999): A new proposal to adjust Moran's I for population density.
//! Statistics in Medicine 18, 2147-2162. References: spdep `EBImoran`, esda `Moran_Rate`.
//!
//! **Formula.** b = Σe/Σn, rᵢ = eᵢ/nᵢ, s² = Σnᵢ(rᵢ−b)²/Σn, a = s² − b/n̄, vᵢ = a + b/nᵢ (b/nᵢ where that is negative);
//! zᵢ = (rᵢ − b)/√vᵢ, and Moran's I of z.
//!
//! **Unit.** None. **Edge cases.** A population of 0 is not defined (leave the area out, [`Weights::keep`]); without
//! any event there is no rate to compare. Use this instead of [`super::moran`] and [`super::local_moran`] on raw rates.

use super::{Moran, Weights, moran};
use crate::NotDefined;
use crate::not_defined::{not_negative, same_length};
use crate::summation::neumaier_sum;

/// Rates standardised by what their populations let expect, in the order of the areas.
///
/// ```
/// use methods::spatial::eb_standardised;
/// // The same excess of 5 points tells more among 1,000 people than among 50.
/// let z = eb_standardised(&[100.0, 105.0, 50.0, 7.5], &[1000.0, 700.0, 1000.0, 50.0])?;
/// assert!(z[1] > z[3] && z[3] > 0.0);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn eb_standardised(events: &[f64], population: &[f64]) -> Result<Vec<f64>, NotDefined> {
    same_length("population", events.len(), population.len())?;
    for (&event, &people) in events.iter().zip(population) {
        not_negative("cases", event)?;
        if not_negative("population", people)? == 0.0 {
            return Err(NotDefined::NoBase);
        }
    }
    let people = neumaier_sum(population.iter().copied());
    let overall = neumaier_sum(events.iter().copied()) / people;
    if overall == 0.0 {
        return Err(NotDefined::NoCases);
    }
    if !overall.is_finite() {
        return Err(NotDefined::NotFinite { what: "population" });
    }
    let off = |(event, people): (&f64, &f64)| event / people - overall;
    let spread = neumaier_sum(
        events
            .iter()
            .zip(population)
            .map(|pair| pair.1 * off(pair) * off(pair)),
    ) / people;
    let between = spread - overall * events.len() as f64 / people;
    Ok(events
        .iter()
        .zip(population)
        .map(|pair| {
            let chance = overall / pair.1;
            let variance = if between + chance > 0.0 {
                between + chance
            } else {
                chance
            };
            off(pair) / variance.sqrt()
        })
        .collect())
}

/// Moran's I of empirical-Bayes standardised rates.
///
/// ```
/// use methods::spatial::{Weights, eb_moran};
/// let row = Weights::binary(&[vec![1], vec![0, 2], vec![1, 3], vec![2, 4], vec![3]])?;
/// let found = eb_moran(
///     &[90.0, 80.0, 5.0, 10.0, 9.0],
///     &[1000.0, 900.0, 80.0, 1000.0, 1000.0],
///     &row.row_standardised(),
/// )?;
/// assert!(found.value > 0.3);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn eb_moran(
    events: &[f64],
    population: &[f64],
    weights: &Weights,
) -> Result<Moran, NotDefined> {
    moran(&eb_standardised(events, population)?, weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_and_nothing_have_no_rate() {
        assert_eq!(
            eb_standardised(&[1.0, 0.0], &[10.0, 0.0]),
            Err(NotDefined::NoBase)
        );
        assert_eq!(
            eb_standardised(&[0.0, 0.0], &[10.0, 5.0]),
            Err(NotDefined::NoCases)
        );
        assert!(eb_standardised(&[1.0], &[10.0, 5.0]).is_err());
        assert!(eb_standardised(&[], &[]).is_err());
    }
}
