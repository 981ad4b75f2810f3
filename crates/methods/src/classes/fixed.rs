//! Classes with limits given by people.

use super::{Classes, sorted};
use crate::NotDefined;
use crate::not_defined::finite;

/// Classes with given upper limits; a last one is added if values lie above.
///
/// **Literature.** Laws and agreements rather than statistics. **Formula.** None. **Unit.** That of
/// the values. **Edge cases.** Limits must rise. If no limit reaches the largest value, it becomes
/// the last limit, as in mapclassify's `UserDefined`.
///
/// ```
/// let classes = methods::classes::fixed(&[2.0, 7.0, 12.0], &[5.0, 10.0])?;
/// assert_eq!((classes.bins, classes.counts), (vec![5.0, 10.0, 12.0], vec![1, 1, 1]));
/// # Ok::<(), methods::NotDefined>(())
/// ```
#[doc(alias = "feste Klassengrenzen")]
pub fn fixed(values: &[f64], limits: &[f64]) -> Result<Classes, NotDefined> {
    let sorted = sorted(values)?;
    for &limit in limits {
        finite("breaks", limit)?;
    }
    if let Some(pair) = limits.windows(2).find(|pair| pair[0] >= pair[1]) {
        return Err(NotDefined::OutOfRange {
            what: "breaks",
            value: pair[1],
            allowed: "above the limit before",
        });
    }
    let mut bins = limits.to_vec();
    let largest = sorted[sorted.len() - 1];
    if bins.last().is_none_or(|&limit| limit < largest) {
        bins.push(largest);
    }
    let requested = bins.len();
    Ok(Classes::of(&sorted, bins, requested))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_that_do_not_rise_are_refused() {
        assert!(fixed(&[1.0], &[2.0, 2.0]).is_err());
        assert!(fixed(&[1.0], &[2.0, 1.0]).is_err());
        assert!(fixed(&[1.0], &[f64::NAN]).is_err());
        assert_eq!(fixed(&[1.0], &[]).unwrap().bins, [1.0]);
    }
}
