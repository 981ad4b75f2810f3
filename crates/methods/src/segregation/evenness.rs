//! Evenness by Gini, Theil and Atkinson: how far are the areas' shares from the share of the whole?
//!
//! **Literature.** James, D. R. & Taeuber, K. E. (1985): Measures of segregation. Sociological Methodology 15, 1-32;
//! Massey & Denton (1988); Theil, H. & Finizza, A. J. (1971). Reference: Python segregation `GiniSeg`, `Entropy`,
//! `Atkinson`.
//!
//! **Formula.** With pᵢ = aᵢ/tᵢ, P = A/T. Gini: ΣᵢΣⱼtᵢtⱼ|pᵢ − pⱼ|/(2T²P(1−P)). Entropy H: Σtᵢ(E − Eᵢ)/(ET) with
//! E = −P ln P − (1−P) ln(1−P). Atkinson, b the weight of areas where the group is rare:
//! 1 − P/(1−P)·|Σ(1−pᵢ)^{1−b}pᵢᵇtᵢ/(PT)|^{1/(1−b)}.
//!
//! **Unit.** 0 spread evenly to 1 living apart. **Edge cases.** See [`super`]; 0·ln 0 = 0; b between 0 and 1.

use super::Spread;
use crate::NotDefined;
use crate::summation::neumaier_sum;

/// Gini's coefficient of the areas' shares.
///
/// ```
/// use methods::segregation::gini_segregation;
/// assert!((gini_segregation(&[20.0, 0.0], &[20.0, 20.0])? - 1.0).abs() < 1e-12);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn gini_segregation(group: &[f64], total: &[f64]) -> Result<f64, NotDefined> {
    let spread = Spread::of(group, total)?;
    let mut shares: Vec<(f64, f64)> = spread.areas.iter().map(|&(a, t)| (a / t, t)).collect();
    shares.sort_by(|x, y| x.0.total_cmp(&y.0));
    // Sorted, |pᵢ − pⱼ| needs only what lies below: people and their weighted shares.
    let (mut people, mut weighted) = (0.0, 0.0);
    let apart = neumaier_sum(shares.iter().map(|&(p, t)| {
        let term = t * (p * people - weighted);
        people += t;
        weighted += t * p;
        term
    }));
    let share = spread.share();
    Ok(apart / (spread.total * spread.total * share * (1.0 - share)))
}

/// Theil's entropy index H.
///
/// ```
/// use methods::segregation::entropy_segregation;
/// assert!((entropy_segregation(&[20.0, 0.0], &[20.0, 20.0])? - 1.0).abs() < 1e-12);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn entropy_segregation(group: &[f64], total: &[f64]) -> Result<f64, NotDefined> {
    let spread = Spread::of(group, total)?;
    let whole = entropy(spread.share());
    Ok(spread.sum(|a, t| t * (whole - entropy(a / t))) / (whole * spread.total))
}

/// Atkinson's index, with the weight of areas in which the group is rare (usually 0.5).
///
/// ```
/// use methods::segregation::atkinson_segregation;
/// assert!((atkinson_segregation(&[20.0, 0.0], &[20.0, 20.0], 0.5)? - 1.0).abs() < 1e-12);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn atkinson_segregation(group: &[f64], total: &[f64], b: f64) -> Result<f64, NotDefined> {
    if !(b > 0.0 && b < 1.0) {
        return Err(NotDefined::OutOfRange {
            what: "weights",
            value: b,
            allowed: "between 0 and 1",
        });
    }
    let spread = Spread::of(group, total)?;
    let share = spread.share();
    let sum = spread.sum(|a, t| (1.0 - a / t).powf(1.0 - b) * (a / t).powf(b) * t);
    let mean = sum / (share * spread.total);
    Ok(1.0 - share / (1.0 - share) * mean.abs().powf(1.0 / (1.0 - b)))
}

fn entropy(share: f64) -> f64 {
    let part = |p: f64| if p > 0.0 { -p * p.ln() } else { 0.0 };
    part(share) + part(1.0 - share)
}
