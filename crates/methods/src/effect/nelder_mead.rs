//! The least value of a function of a few numbers, without derivatives.
//!
//! **Literature.** Nelder, J. A. & Mead, R. (1965): A simplex method for function minimization. The Computer Journal 7,
//! 308-313. Written here, for the usual crate would bring a third generator of random numbers for these sixty lines.
//!
//! **Formula.** Reflection 1, expansion 2, contraction ½, shrinkage ½; ended when the values of the corners agree to 1e-10
//! of their size, or after 200 steps for each number.
//!
//! **Unit.** That of the numbers. **Edge cases.** A local minimum only; NaN counts as infinitely bad.

/// Where a function is least.
#[derive(Clone, Debug, PartialEq)]
pub struct Minimum {
    /// The numbers.
    pub at: Vec<f64>,
    /// The value there.
    pub value: f64,
}

/// The least value near a start, first steps this large.
///
/// ```
/// use methods::effect::nelder_mead;
/// let found = nelder_mead(&[-1.2, 1.0], 0.5, |x| {
///     100.0 * (x[1] - x[0] * x[0]).powi(2) + (1.0 - x[0]).powi(2)
/// });
/// assert!((found.at[0] - 1.0).abs() < 1e-3 && (found.at[1] - 1.0).abs() < 1e-3);
/// ```
#[expect(
    clippy::too_many_lines,
    reason = "the steps of the method beside each other, as in the paper"
)]
pub fn nelder_mead(start: &[f64], step: f64, function: impl Fn(&[f64]) -> f64) -> Minimum {
    let value = |at: Vec<f64>| {
        let value = function(&at);
        (if value.is_nan() { f64::INFINITY } else { value }, at)
    };
    let mut corners = vec![value(start.to_vec())];
    for i in 0..start.len() {
        let mut at = start.to_vec();
        at[i] += step;
        corners.push(value(at));
    }
    for _ in 0..200 * start.len() {
        corners.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (best, worst) = (corners[0].0, corners[start.len()].0);
        if worst - best <= 1e-10 * best.abs().max(1e-300) {
            break;
        }
        let moved = |factor: f64| value(reflected(&corners, factor));
        let reflection = moved(1.0);
        let next = if reflection.0 < best {
            let expansion = moved(2.0);
            if expansion.0 < reflection.0 {
                expansion
            } else {
                reflection
            }
        } else if reflection.0 < corners[start.len() - 1].0 {
            reflection
        } else if reflection.0 < worst {
            moved(0.5)
        } else {
            moved(-0.5)
        };
        if next.0 < worst {
            corners[start.len()] = next;
        } else {
            let centre = corners[0].1.clone();
            for corner in &mut corners[1..] {
                let at = corner
                    .1
                    .iter()
                    .zip(&centre)
                    .map(|(x, c)| f64::midpoint(*x, *c));
                *corner = value(at.collect());
            }
        }
    }
    corners.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (value, at) = corners.swap_remove(0);
    Minimum { at, value }
}

/// The worst corner moved through the middle of the others.
fn reflected(corners: &[(f64, Vec<f64>)], factor: f64) -> Vec<f64> {
    let (worst, others) = (&corners[corners.len() - 1].1, &corners[..corners.len() - 1]);
    (0..worst.len())
        .map(|i| {
            let middle = others.iter().map(|corner| corner.1[i]).sum::<f64>() / others.len() as f64;
            middle + factor * (middle - worst[i])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_without_numbers_or_sense_ends() {
        assert_eq!(nelder_mead(&[], 1.0, |_| 3.0).value, 3.0);
        assert_eq!(nelder_mead(&[1.0], 1.0, |_| f64::NAN).value, f64::INFINITY);
    }
}
