//! An own p-table: for each count the distribution of noise with the greatest entropy whose mean is 0, whose variance is
//! not above `V`, which is not larger than `D` and gives no result from 1 to below the threshold (Giessing 2016; R `ptable`).
//!
//! Such a distribution is `p(v) ∝ exp(a·v + b·v²)` with `b ≤ 0`. The mean grows with `a`, and along mean 0 the variance grows
//! with `b`: two bisections, one within the other.

use super::Step;

/// What noise is wanted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Noise {
    /// The variance `V` is not above this.
    pub variance: f64,
    /// `D`: no noise is larger, up or down.
    pub most: u32,
    /// No result from 1 to below this.
    pub hidden_below: u32,
}

/// A p-table that cannot be.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PTableError {
    /// A written table has a gap, goes below zero or does not end at 1.
    #[error("the lines of count {count} do not follow each other from 0 to 1, or go below zero")]
    Written {
        /// Where.
        count: usize,
    },
    /// No noise that large keeps the mean at the true count.
    #[error("count {count}: noise of at most {most} cannot avoid the small results; allow more")]
    TooLittleNoise {
        /// The count.
        count: u32,
        /// The noise allowed.
        most: u32,
    },
    /// Avoiding small results takes more variance.
    #[error("count {count}: avoiding the small results needs a variance of {needed}; allow more")]
    TooLittleVariance {
        /// The count.
        count: u32,
        /// The least variance possible.
        needed: f64,
    },
}

/// Halvings of an interval: beyond the last digit.
const STEPS: usize = 100;

/// One row for each count up to the first from which nothing small can be reached any more.
pub(super) fn rows(noise: Noise) -> Result<Vec<Vec<Step>>, PTableError> {
    let last = noise.most.saturating_add(noise.hidden_below);
    (0..=last).map(|count| row(count, noise)).collect()
}

fn row(count: u32, noise: Noise) -> Result<Vec<Step>, PTableError> {
    let allowed = allowed(count, noise);
    let down = allowed.iter().copied().rfind(|v| *v <= 0.0);
    let up = allowed.iter().copied().find(|v| *v >= 0.0);
    let (Some(down), Some(up)) = (down, up) else {
        let most = noise.most;
        return Err(PTableError::TooLittleNoise { count, most });
    };
    let least = -down * up;
    if least > noise.variance + 1e-9 {
        let needed = least;
        return Err(PTableError::TooLittleVariance { count, needed });
    }
    let shares = if least > noise.variance - 1e-9 {
        two_points(&allowed, (down, up))
    } else {
        widest(&allowed, noise.variance)
    };
    Ok(steps(&allowed, &shares))
}

/// The noise a count may get: a true zero stays zero.
fn allowed(count: u32, noise: Noise) -> Vec<f64> {
    let (count, most) = (i64::from(count), i64::from(noise.most));
    if count == 0 {
        return vec![0.0];
    }
    let is_shown = |result: i64| result == 0 || result >= i64::from(noise.hidden_below);
    (-most.min(count)..=most)
        .filter(|v| is_shown(count + v))
        .map(|v| v as f64)
        .collect()
}

/// All on the two nearest to 0, in the shares that give mean 0.
fn two_points(allowed: &[f64], (down, up): (f64, f64)) -> Vec<f64> {
    let apart = up - down;
    let share = |v: f64| {
        if apart <= 0.0 {
            // No noise is allowed: all of it on 0.
            f64::from(v.abs() < 0.5)
        } else if (v - down).abs() < 0.5 {
            up / apart
        } else if (v - up).abs() < 0.5 {
            -down / apart
        } else {
            0.0
        }
    };
    allowed.iter().map(|v| share(*v)).collect()
}

/// The distribution of mean 0 with the greatest entropy and no more than a variance.
fn widest(allowed: &[f64], variance: f64) -> Vec<f64> {
    let spread = |shares: &[f64]| moment(allowed, shares, |v| v * v);
    let free = balanced(allowed, 0.0);
    if spread(&free) <= variance {
        return free;
    }
    let (mut narrow, mut wide) = (-60.0, 0.0);
    for _ in 0..STEPS {
        let middle = f64::midpoint(narrow, wide);
        if spread(&balanced(allowed, middle)) <= variance {
            narrow = middle;
        } else {
            wide = middle;
        }
    }
    balanced(allowed, narrow)
}

/// `p(v) ∝ exp(a·v + b·v²)` with the `a` that makes the mean 0.
fn balanced(allowed: &[f64], b: f64) -> Vec<f64> {
    let far = allowed.iter().fold(1.0_f64, |far, v| far.max(v.abs()));
    let (mut low, mut high) = (-60.0 - 2.0 * b.abs() * far, 60.0 + 2.0 * b.abs() * far);
    for _ in 0..STEPS {
        let a = f64::midpoint(low, high);
        if moment(allowed, &shares(allowed, a, b), |v| v) < 0.0 {
            low = a;
        } else {
            high = a;
        }
    }
    shares(allowed, f64::midpoint(low, high), b)
}

fn shares(allowed: &[f64], a: f64, b: f64) -> Vec<f64> {
    let height = |v: f64| a * v + b * v * v;
    let highest = allowed.iter().copied().map(height);
    let highest = highest.fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = allowed
        .iter()
        .map(|v| (height(*v) - highest).exp())
        .collect();
    let whole: f64 = weights.iter().sum();
    weights.iter().map(|w| w / whole).collect()
}

fn moment(allowed: &[f64], shares: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    let parts = allowed.iter().zip(shares);
    parts.map(|(v, share)| of(*v) * share).sum()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "noise is a small whole number"
)]
fn steps(allowed: &[f64], shares: &[f64]) -> Vec<Step> {
    let mut reached = 0.0;
    let mut steps: Vec<Step> = Vec::new();
    for (v, share) in allowed
        .iter()
        .zip(shares)
        .filter(|(_, share)| **share > 0.0)
    {
        reached += share;
        steps.push(Step {
            noise: *v as i64,
            upto: reached,
        });
    }
    if let Some(last) = steps.last_mut() {
        last.upto = 1.0;
    }
    steps
}
