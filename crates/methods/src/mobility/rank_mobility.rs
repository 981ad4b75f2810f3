//! Rank mobility: how far the order of areas at one time is that at another.
//!
//! **Literature.** Kendall, M. G. (1945): The treatment of ties in ranking problems. Biometrika 33, 239-251. Rey, S. J.
//! (2004): Spatial dependence in the evolution of regional income distributions. Python's `giddy` computes the same.
//!
//! **Formula.** τ-b = (C − D)/√((N − T₁)(N − T₂)), C and D the pairs in the same and in the opposite order, N all
//! pairs, T those tied at a time. p two-sided from z = τ/√((4n + 10)/(9n(n−1))).
//!
//! **Unit.** −1 (turned round) to 1 (unchanged). **Edge cases.** Fewer than two areas or all tied at a time are not
//! defined. The variance of p leaves ties out of account.

use crate::NotDefined;
use crate::not_defined::{all_finite, at_least, same_length};
use crate::special::normal_upper_tail;

/// How the order of areas has changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankMobility {
    /// Kendall's τ-b.
    pub tau: f64,
    /// The chance of such a τ if the orders had nothing to do with each other.
    pub p_value: f64,
}

/// The order of areas at two times compared.
///
/// ```
/// use methods::mobility::rank_mobility;
/// let found = rank_mobility(&[1.0, 2.0, 3.0, 4.0], &[1.0, 3.0, 2.0, 4.0])?;
/// assert!((found.tau - 4.0 / 6.0).abs() < 1e-12);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn rank_mobility(before: &[f64], after: &[f64]) -> Result<RankMobility, NotDefined> {
    same_length("values", before.len(), after.len())?;
    at_least(2, before.len())?;
    all_finite("values", before)?;
    all_finite("values", after)?;
    let (mut balance, mut apart_before, mut apart_after) = (0_i64, 0_u64, 0_u64);
    for i in 0..before.len() {
        for j in 0..i {
            let (x, y) = (sign(before[i] - before[j]), sign(after[i] - after[j]));
            balance += x * y;
            apart_before += u64::from(x != 0);
            apart_after += u64::from(y != 0);
        }
    }
    if apart_before == 0 || apart_after == 0 {
        return Err(NotDefined::NoSpread {
            what: "values".to_owned(),
        });
    }
    let tau = balance as f64 / (apart_before as f64).sqrt() / (apart_after as f64).sqrt();
    let n = before.len() as f64;
    let z = tau / ((4.0 * n + 10.0) / (9.0 * n * (n - 1.0))).sqrt();
    Ok(RankMobility {
        tau,
        p_value: (2.0 * normal_upper_tail(z.abs())).min(1.0),
    })
}

fn sign(difference: f64) -> i64 {
    i64::from(difference > 0.0) - i64::from(difference < 0.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_has_no_order_is_refused() {
        assert!(rank_mobility(&[1.0], &[1.0]).is_err());
        assert!(rank_mobility(&[1.0, 1.0], &[1.0, 2.0]).is_err());
        assert!(rank_mobility(&[1.0, 2.0], &[1.0]).is_err());
        assert!(rank_mobility(&[1.0, f64::NAN], &[1.0, 2.0]).is_err());
    }

    proptest! {
        #[test]
        fn turning_one_order_round_turns_tau(pairs in prop::collection::vec((-9i32..9, -9i32..9), 2..30)) {
            let before: Vec<f64> = pairs.iter().map(|p| f64::from(p.0)).collect();
            let after: Vec<f64> = pairs.iter().map(|p| f64::from(p.1)).collect();
            let turned: Vec<f64> = after.iter().map(|x| -x).collect();
            let Ok(found) = rank_mobility(&before, &after) else { return Ok(()) };
            prop_assert!(found.tau.abs() <= 1.0 + 1e-12);
            prop_assert_eq!(rank_mobility(&before, &turned).unwrap().tau, -found.tau);
            prop_assert!((rank_mobility(&before, &before).unwrap().tau - 1.0).abs() < 1e-12);
        }
    }
}
