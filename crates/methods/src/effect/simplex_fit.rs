//! The mixture of candidates that comes nearest to a target: weights of 0 and more that sum to 1.
//!
//! **Literature.** Wolfe, P. (1976): Finding the nearest point in a polytope. Mathematical Programming 11, 128-149 (an active
//! set method: exact, and weights that do not matter are exactly 0).
//!
//! **Formula.** Minimises Σₖ vₖ(tₖ − Σⱼwⱼcⱼₖ)² by the point nearest to 0 in the hull of √v·(cⱼ − t). A candidate enters while it
//! makes the sum smaller; weights solve (1 1' + G)u = 1, w = u/Σu, G the products of the candidates in use; whoever would go
//! below 0 leaves.
//!
//! **Unit.** Shares. **Edge cases.** No candidate: not defined. Where several mixtures fit equally well, the one found first
//! in the order of candidates.

use nalgebra::{DMatrix, DVector};

use crate::NotDefined;
use crate::not_defined::{all_finite, not_negative, same_length};

const MOST_STEPS: usize = 10_000;

/// The weights of candidates whose mixture fits the target, each number as important as said.
///
/// ```
/// use methods::effect::simplex_fit;
/// let weights = simplex_fit(&[1.0, 5.0], &[vec![0.0, 4.0], vec![4.0, 8.0], vec![9.0, 0.0]], &[1.0, 1.0])?;
/// assert!((weights[0] - 0.75).abs() < 1e-9 && (weights[1] - 0.25).abs() < 1e-9 && weights[2] == 0.0);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn simplex_fit(
    target: &[f64],
    candidates: &[Vec<f64>],
    importance: &[f64],
) -> Result<Vec<f64>, NotDefined> {
    same_length("weights", importance.len(), target.len())?;
    all_finite("values", target)?;
    for &weight in importance {
        not_negative("weights", weight)?;
    }
    if candidates.is_empty() {
        return Err(NotDefined::TooFewComparisons { need: 1, have: 0 });
    }
    let mut points = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        same_length("values", candidate.len(), target.len())?;
        all_finite("values", candidate)?;
        let off = candidate.iter().zip(target).zip(importance);
        points.push(DVector::from_vec(
            off.map(|((c, t), v)| v.sqrt() * (c - t)).collect(),
        ));
    }
    nearest(&points)
}

/// The weights of the point nearest to 0.
fn nearest(points: &[DVector<f64>]) -> Result<Vec<f64>, NotDefined> {
    let largest = points.iter().map(DVector::norm_squared).fold(0.0, f64::max);
    let rounding = 1e-13 * largest;
    let first = least(points, DVector::norm_squared);
    let (mut used, mut weights) = (vec![first], vec![1.0]);
    for _ in 0..MOST_STEPS {
        let at = mixture(points, &used, &weights);
        let entering = least(points, |point| at.dot(point));
        let gain = at.norm_squared() - at.dot(&points[entering]);
        if gain <= rounding || used.contains(&entering) {
            let mut all = vec![0.0; points.len()];
            for (&j, &weight) in used.iter().zip(&weights) {
                all[j] = weight;
            }
            return Ok(all);
        }
        used.push(entering);
        weights.push(0.0);
        while let Some(leaving) = towards(points, &used, &mut weights, largest) {
            used.remove(leaving);
            weights.remove(leaving);
        }
    }
    Err(NotDefined::NotSettled { steps: MOST_STEPS })
}

/// Moves the weights to the best of the candidates in use, or as far as none goes below 0; says who has to leave.
fn towards(
    points: &[DVector<f64>],
    used: &[usize],
    weights: &mut [f64],
    largest: f64,
) -> Option<usize> {
    let unit = largest.max(f64::MIN_POSITIVE);
    let mut size = 0.0;
    let system = loop {
        let matrix = DMatrix::from_fn(used.len(), used.len(), |i, j| {
            let ridge = if i == j { size } else { 0.0 };
            1.0 + points[used[i]].dot(&points[used[j]]) / unit + ridge
        });
        if let Some(factors) = matrix.cholesky() {
            break factors;
        }
        // Candidates that repeat each other: a trace of difference lets the system be solved.
        size = if size == 0.0 { 1e-14 } else { size * 10.0 };
    };
    let solved = system.solve(&DVector::from_element(used.len(), 1.0));
    let sum = solved.sum();
    let goal: Vec<f64> = solved.iter().map(|u| u / sum).collect();
    let mut step = 1.0;
    let mut leaving = None;
    for (i, (&now, &then)) in weights.iter().zip(&goal).enumerate() {
        if then <= 1e-12 && now - then > 0.0 && now / (now - then) < step {
            step = now / (now - then);
            leaving = Some(i);
        }
    }
    for (now, then) in weights.iter_mut().zip(&goal) {
        *now += step * (then - *now);
    }
    leaving.filter(|_| used.len() > 1)
}

fn mixture(points: &[DVector<f64>], used: &[usize], weights: &[f64]) -> DVector<f64> {
    let mut at = DVector::zeros(points[0].len());
    for (&j, &weight) in used.iter().zip(weights) {
        at.axpy(weight, &points[j], 1.0);
    }
    at
}

/// The first point with the least number.
fn least(points: &[DVector<f64>], number: impl Fn(&DVector<f64>) -> f64) -> usize {
    let mut best = (0, f64::INFINITY);
    for (j, point) in points.iter().enumerate() {
        let value = number(point);
        if value < best.1 {
            best = (j, value);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nobody_to_mix_is_refused_and_doubles_are_no_harm() {
        assert!(simplex_fit(&[1.0], &[], &[1.0]).is_err());
        assert!(simplex_fit(&[1.0], &[vec![1.0, 2.0]], &[1.0]).is_err());
        assert!(simplex_fit(&[1.0], &[vec![f64::NAN]], &[1.0]).is_err());
        let same = simplex_fit(&[1.0, 2.0], &vec![vec![3.0, 3.0]; 4], &[1.0, 1.0]).unwrap();
        assert!((same.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn no_small_shift_between_two_candidates_would_fit_better(
            candidates in prop::collection::vec(prop::collection::vec(-50i32..50, 4), 2..12),
            target in prop::collection::vec(-60i32..60, 4),
        ) {
            let candidates: Vec<Vec<f64>> =
                candidates.into_iter().map(|row| row.into_iter().map(f64::from).collect()).collect();
            let target: Vec<f64> = target.into_iter().map(f64::from).collect();
            let weights = simplex_fit(&target, &candidates, &[1.0; 4]).unwrap();
            prop_assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            prop_assert!(weights.iter().all(|w| *w >= -1e-12));
            let loss = |weights: &[f64]| -> f64 {
                (0..4).map(|k| target[k] - weights.iter().zip(&candidates).map(|(w, c)| w * c[k]).sum::<f64>())
                    .map(|off| off * off).sum()
            };
            let best = loss(&weights);
            for i in 0..weights.len() {
                for j in 0..weights.len() {
                    let step = weights[i].min(1e-3);
                    let mut other = weights.clone();
                    other[i] -= step;
                    other[j] += step;
                    prop_assert!(best <= loss(&other) + 1e-7 * best.max(1.0));
                }
            }
        }
    }
}
