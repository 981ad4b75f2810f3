//! Moran's I against its own values with the areas shuffled.
//!
//! **Literature.** Anselin, L. (1995): Local indicators of spatial association. Geographical Analysis 27, 93-115;
//! p with the observed value counted among the permutations: Phipson, B. & Smyth, G. K. (2010). Reference: esda.
//!
//! **Formula.** Of P shuffles, g have I at or above the observed and l at or below;
//! p = min(1, 2·(min(g, l) + 1)/(P + 1)), two-sided. `p_folded` is esda's one-sided value without the 2.
//!
//! **Unit.** As [`super::moran`]. **Edge cases.** As there; more than a million permutations are refused.

use super::local_permutation::Permutations;
use super::{Deviations, Weights, moran::index};
use crate::NotDefined;
use crate::random::Stream;
use crate::summation::{mean, squared_deviations};

/// Moran's I and what shuffling made of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MoranPermutation {
    /// Moran's I as observed.
    pub value: f64,
    /// Its mean over the shuffles.
    pub mean: f64,
    /// Its variance over the shuffles.
    pub variance: f64,
    /// The p-value of the side the observed value lies on.
    pub p_folded: f64,
    /// The two-sided p-value.
    pub p: f64,
}

/// Moran's I with a permutation p-value.
///
/// ```
/// use methods::spatial::{Permutations, Weights, moran_permutation};
/// let neighbours: Vec<Vec<usize>> = (0..20usize)
///     .map(|i| (i.saturating_sub(1)..(i + 2).min(20)).filter(|j| *j != i).collect())
///     .collect();
/// let rising: Vec<f64> = (0..20).map(f64::from).collect();
/// let permutations = Permutations::new(999, 42)?;
/// let found = moran_permutation(&rising, &Weights::binary(&neighbours)?, permutations)?;
/// assert_eq!(found.p, 0.002);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn moran_permutation(
    values: &[f64],
    weights: &Weights,
    permutations: Permutations,
) -> Result<MoranPermutation, NotDefined> {
    let deviations = Deviations::of(values, weights)?;
    let value = index(&deviations.z, &deviations);
    let shuffled: Vec<f64> = (0..permutations.count())
        .map(|number| index(&shuffle(&deviations.z, permutations, number), &deviations))
        .collect();
    // Equal sums in another order differ in their last digits.
    let tie = 1e-12 * value.abs().max(1.0);
    let at_least = shuffled.iter().filter(|&&i| i >= value - tie).count();
    let at_most = shuffled.iter().filter(|&&i| i <= value + tie).count();
    let p_folded = permutations.p(at_least.min(at_most));
    let centre = mean(&shuffled).unwrap_or(value);
    Ok(MoranPermutation {
        value,
        mean: centre,
        variance: squared_deviations(&shuffled, centre) / shuffled.len() as f64,
        p_folded,
        p: (2.0 * p_folded).min(1.0),
    })
}

fn shuffle(z: &[f64], permutations: Permutations, number: usize) -> Vec<f64> {
    let mut order: Vec<u32> = (0..z.len())
        .map(|i| u32::try_from(i).unwrap_or(u32::MAX))
        .collect();
    let length = order.len();
    Stream::new(permutations.seed(), number as u64).shuffle_front(&mut order, length);
    order.iter().map(|&from| z[from as usize]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::row_of;
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_answer() {
        let values: Vec<f64> = (0..30).map(|i| f64::from(i * 7 % 11)).collect();
        let run = |seed| {
            moran_permutation(&values, &row_of(30), Permutations::new(99, seed).unwrap()).unwrap()
        };
        assert_eq!(run(1), run(1));
        assert_ne!(run(1).mean, run(2).mean);
        assert!(run(1).p <= 1.0 && run(1).p >= 0.02);
    }
}
