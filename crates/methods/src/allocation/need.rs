//! Need of an area: the people concerned, weighed by the social situation.
//!
//! **Literature.** None; the usual form of social-index budgets. The weight λ is a political decision and not a finding.
//!
//! **Formula.** needᵢ = populationᵢ·max(0, 1 + λ·(indexᵢ − x̄)/s) with mean and standard deviation (n−1) of the index over
//! the areas with people.
//!
//! **Unit.** People. **Edge cases.** λ = 0 is the population itself; an index without spread leaves the population; areas
//! without people have no need; no need anywhere: not defined.

use crate::NotDefined;
use crate::not_defined::{all_finite, not_negative, same_length};
use crate::summation::{mean, squared_deviations};

/// Need of each area under one λ.
#[derive(Clone, Debug, PartialEq)]
pub struct NeedWeights {
    /// The political weight of the social situation.
    pub lambda: f64,
    /// Need by area.
    pub needs: Vec<f64>,
    /// Each area's part of all need.
    pub shares: Vec<f64>,
}

/// The need of areas under a λ of 0 or more; a high index means a worse situation.
///
/// ```
/// use methods::allocation::need_weights;
/// let found = need_weights(&[100.0, 100.0, 100.0], &[-1.0, 0.0, 1.0], 0.5)?;
/// assert_eq!(found.needs, [50.0, 100.0, 150.0]);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn need_weights(
    population: &[f64],
    index: &[f64],
    lambda: f64,
) -> Result<NeedWeights, NotDefined> {
    same_length("population", population.len(), index.len())?;
    all_finite("values", index)?;
    not_negative("weights", lambda)?;
    for &people in population {
        not_negative("population", people)?;
    }
    let lived: Vec<f64> = index
        .iter()
        .zip(population)
        .filter(|(_, p)| **p > 0.0)
        .map(|(x, _)| *x)
        .collect();
    let centre = mean(&lived).ok_or(NotDefined::NoBase)?;
    let freedom = lived.len().saturating_sub(1).max(1) as f64;
    let deviation = (squared_deviations(&lived, centre) / freedom).sqrt();
    let factor = |x: f64| {
        if deviation > 0.0 {
            1.0 + lambda * (x - centre) / deviation
        } else {
            1.0
        }
    };
    let needs: Vec<f64> = population
        .iter()
        .zip(index)
        .map(|(p, x)| p * factor(*x).max(0.0))
        .collect();
    let sum = crate::neumaier_sum(needs.iter().copied());
    if sum <= 0.0 {
        return Err(NotDefined::NoBase);
    }
    Ok(NeedWeights {
        lambda,
        shares: needs.iter().map(|need| need / sum).collect(),
        needs,
    })
}

/// The need under several λ, to show beside a result what the political weight does.
///
/// ```
/// use methods::allocation::sensitivity;
/// let table = sensitivity(&[100.0, 100.0], &[-1.0, 1.0], &[0.0, 0.25, 0.5])?;
/// assert!(table[0].shares[1] < table[1].shares[1] && table[1].shares[1] < table[2].shares[1]);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn sensitivity(
    population: &[f64],
    index: &[f64],
    lambdas: &[f64],
) -> Result<Vec<NeedWeights>, NotDefined> {
    lambdas
        .iter()
        .map(|&lambda| need_weights(population, index, lambda))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_without_spread_leaves_the_population() {
        assert_eq!(
            need_weights(&[10.0, 20.0], &[3.0, 3.0], 1.0).unwrap().needs,
            [10.0, 20.0]
        );
        assert_eq!(need_weights(&[0.0], &[3.0], 1.0), Err(NotDefined::NoBase));
        assert!(need_weights(&[1.0], &[3.0], -1.0).is_err());
        assert_eq!(need_weights(&[5.0], &[3.0], 1.0).unwrap().shares, [1.0]);
    }
}
