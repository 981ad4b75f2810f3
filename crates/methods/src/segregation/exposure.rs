//! Exposure: whom does a member of the group meet where it lives?
//!
//! **Literature.** Bell, W. (1954): A probability model for the measurement of ecological segregation; Massey, D. S. &
//! Denton, N. A. (1988): The dimensions of residential segregation. Social Forces 67, 281-315. Reference: Python
//! segregation `Isolation`, `Interaction`, `CorrelationR`.
//!
//! **Formula.** Isolation xPx = Σ(aᵢ/A)(aᵢ/tᵢ); interaction xPy = Σ(aᵢ/A)(bᵢ/tᵢ) = 1 − xPx; correlation ratio
//! η² = (xPx − P)/(1 − P) with P the group's share in the whole, which frees isolation from the size of the group.
//!
//! **Unit.** Share, 0 to 1. **Edge cases.** See [`super`].

use super::Spread;
use crate::NotDefined;

/// The group's share where its average member lives.
///
/// ```
/// use methods::segregation::isolation;
/// let xpx = isolation(&[10.0, 0.0, 5.0, 0.0], &[10.0, 20.0, 10.0, 0.0])?;
/// assert!((xpx - 5.0 / 6.0).abs() < 1e-12);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn isolation(group: &[f64], total: &[f64]) -> Result<f64, NotDefined> {
    let spread = Spread::of(group, total)?;
    Ok(spread.sum(|a, t| a / spread.group * (a / t)))
}

/// The others' share where the group's average member lives.
///
/// ```
/// use methods::segregation::interaction;
/// assert_eq!(interaction(&[10.0, 10.0], &[20.0, 20.0])?, 0.5);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn interaction(group: &[f64], total: &[f64]) -> Result<f64, NotDefined> {
    let spread = Spread::of(group, total)?;
    Ok(spread.sum(|a, t| a / spread.group * ((t - a) / t)))
}

/// Isolation freed from the size of the group: 0 spread evenly, 1 living apart.
///
/// ```
/// use methods::segregation::correlation_ratio;
/// assert_eq!(correlation_ratio(&[20.0, 0.0], &[20.0, 20.0])?, 1.0);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn correlation_ratio(group: &[f64], total: &[f64]) -> Result<f64, NotDefined> {
    let share = Spread::of(group, total)?.share();
    Ok((isolation(group, total)? - share) / (1.0 - share))
}
