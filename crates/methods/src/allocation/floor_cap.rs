//! Money by need, with a floor and a cap for each area, exact to the cent.
//!
//! **Literature.** Water filling, as in Boyd, S. & Vandenberghe, L. (2004): Convex Optimization, example 5.2; cents by the
//! method of largest remainders. Reference: scipy (SLSQP on the equivalent quadratic program).
//!
//! **Formula.** xᵢ = min(max(t·needᵢ, floorᵢ), capᵢ) with the t for which Σx = budget: Σx rises in t by straight pieces
//! that change at floorᵢ/needᵢ and capᵢ/needᵢ, so t is found exactly on its piece.
//!
//! **Unit.** That of the budget; `floor_cap_cents` whole cents. **Edge cases.** A budget below all floors or above all caps
//! is infeasible and refused with what would be possible; a need of 0 gets its floor; where areas at their caps leave
//! money that nobody with need can take, that is infeasible too. Floors and caps are kept to the cent.

use crate::NotDefined;
use crate::not_defined::{finite, not_negative, same_length};
use crate::summation::neumaier_sum;

/// An allocation and the amount per unit of need behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct CappedAllocation {
    /// The amount per unit of need where neither floor nor cap applies.
    pub per_need: f64,
    /// What each area gets.
    pub amounts: Vec<f64>,
}

/// Splits a budget by need within (floor, cap) of each area.
///
/// ```
/// use methods::allocation::floor_cap;
/// let limits = [(100.0, 400.0), (50.0, 400.0), (0.0, 400.0), (0.0, 300.0), (0.0, 400.0)];
/// let found = floor_cap(&[5.0, 10.0, 20.0, 40.0, 25.0], &limits, 1000.0)?;
/// assert!((found.per_need - 120.0 / 11.0).abs() < 1e-12);
/// assert_eq!((found.amounts[0], found.amounts[3]), (100.0, 300.0));
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn floor_cap(
    needs: &[f64],
    limits: &[(f64, f64)],
    budget: f64,
) -> Result<CappedAllocation, NotDefined> {
    same_length("weights", needs.len(), limits.len())?;
    not_negative("budget", budget)?;
    for (&need, &(floor, cap)) in needs.iter().zip(limits) {
        not_negative("weights", need)?;
        not_negative("breaks", floor)?;
        if finite("breaks", cap)? < floor {
            return Err(NotDefined::OutOfRange {
                what: "breaks",
                value: cap,
                allowed: "a cap not below its floor",
            });
        }
    }
    let least = neumaier_sum(limits.iter().map(|limit| limit.0));
    let reachable =
        |(need, limit): (&f64, &(f64, f64))| if *need > 0.0 { limit.1 } else { limit.0 };
    let most = neumaier_sum(needs.iter().zip(limits).map(reachable));
    let rounding = 1e-12 * budget;
    if budget < least - rounding || budget > most + rounding {
        return Err(NotDefined::Infeasible {
            what: "budget",
            value: budget,
            least,
            most,
        });
    }
    let per_need = level(needs, limits, budget);
    let amount = |(need, limit): (&f64, &(f64, f64))| (per_need * need).clamp(limit.0, limit.1);
    Ok(CappedAllocation {
        amounts: needs.iter().zip(limits).map(amount).collect(),
        per_need,
    })
}

/// The amount per unit of need at which the sum is the budget.
fn level(needs: &[f64], limits: &[(f64, f64)], budget: f64) -> f64 {
    let claimants = || needs.iter().zip(limits).filter(|(need, _)| **need > 0.0);
    let mut bends: Vec<f64> = claimants()
        .flat_map(|(need, limit)| [limit.0 / need, limit.1 / need])
        .collect();
    bends.sort_by(f64::total_cmp);
    let sum = |t: f64| {
        neumaier_sum(
            needs
                .iter()
                .zip(limits)
                .map(|(need, limit)| (t * need).clamp(limit.0, limit.1)),
        )
    };
    let above = bends.partition_point(|&t| sum(t) < budget);
    let Some(&end) = bends.get(above) else {
        return bends.last().copied().unwrap_or(0.0);
    };
    let Some(&start) = above.checked_sub(1).and_then(|at| bends.get(at)) else {
        return end;
    };
    let middle = f64::midpoint(start, end);
    let moving = |need: f64, limit: (f64, f64)| (limit.0..limit.1).contains(&(middle * need));
    let slope = neumaier_sum(
        claimants()
            .filter(|(n, l)| moving(**n, **l))
            .map(|(n, _)| *n),
    );
    let fixed = neumaier_sum(needs.iter().zip(limits).map(|(need, limit)| {
        if *need > 0.0 && moving(*need, *limit) {
            0.0
        } else {
            (middle * need).clamp(limit.0, limit.1)
        }
    }));
    if slope > 0.0 {
        ((budget - fixed) / slope).clamp(start, end)
    } else {
        end
    }
}

/// Splits whole cents by need within (floor, cap) of each area; the sum is the budget to the cent.
///
/// ```
/// use methods::allocation::floor_cap_cents;
/// let thirds = floor_cap_cents(&[1.0, 1.0, 1.0], &[(0, 9_999); 3], 10_000)?;
/// assert_eq!(thirds, [3_334, 3_333, 3_333]);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn floor_cap_cents(
    needs: &[f64],
    limits: &[(u64, u64)],
    budget: u64,
) -> Result<Vec<u64>, NotDefined> {
    let exact: Vec<(f64, f64)> = limits
        .iter()
        .map(|&(floor, cap)| (floor as f64, cap as f64))
        .collect();
    let found = floor_cap(needs, &exact, budget as f64)?;
    let mut cents: Vec<u64> = found.amounts.iter().map(|&amount| whole(amount)).collect();
    let given: u64 = cents.iter().sum();
    let left = budget.saturating_sub(given);
    // Only whoever is between floor and cap has a part of a cent to round.
    let parts: Vec<f64> = (0..cents.len())
        .map(|i| {
            let part = found.amounts[i] - cents[i] as f64;
            if cents[i] < limits[i].1 && part > 1e-9 {
                part
            } else {
                0.0
            }
        })
        .collect();
    let mut order: Vec<usize> = (0..cents.len())
        .filter(|&i| cents[i] < limits[i].1 && needs[i] > 0.0)
        .collect();
    order.sort_by(|&a, &b| ticks(parts[b]).cmp(&ticks(parts[a])).then(a.cmp(&b)));
    let mut left = usize::try_from(left).unwrap_or(usize::MAX);
    while left > 0 {
        let before = left;
        for &i in &order {
            if left > 0 && cents[i] < limits[i].1 {
                cents[i] += 1;
                left -= 1;
            }
        }
        if left == before {
            break;
        }
    }
    Ok(cents)
}

/// Whole cents of an amount, one that misses the next cent by rounding only included.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an amount between a floor and a cap that were cents"
)]
fn whole(amount: f64) -> u64 {
    let nearest = amount.round();
    (if (amount - nearest).abs() < 1e-6 {
        nearest
    } else {
        amount.floor()
    }) as u64
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a part of a cent; casts saturate"
)]
fn ticks(part: f64) -> i64 {
    (part * 1e6).round() as i64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_cannot_be_paid_says_what_could() {
        let limits = [(10.0, 20.0), (10.0, 20.0)];
        assert_eq!(
            floor_cap(&[1.0, 1.0], &limits, 5.0),
            Err(NotDefined::Infeasible {
                what: "budget",
                value: 5.0,
                least: 20.0,
                most: 40.0
            })
        );
        assert!(floor_cap(&[1.0, 1.0], &limits, 41.0).is_err());
        assert!(floor_cap(&[1.0, 0.0], &limits, 35.0).is_err());
        assert!(floor_cap(&[1.0], &[(5.0, 1.0)], 3.0).is_err());
        assert!(floor_cap(&[f64::NAN], &[(0.0, 1.0)], 1.0).is_err());
        assert_eq!(floor_cap(&[], &[], 0.0).unwrap().amounts, [0.0; 0]);
    }

    proptest! {
        #[test]
        fn every_cent_is_handed_out_within_its_limits(
            areas in prop::collection::vec((0u32..100, 0u64..5_000, 0u64..90_000), 1..20),
            part in 0u64..=100,
        ) {
            let needs: Vec<f64> = areas.iter().map(|area| f64::from(area.0)).collect();
            let limits: Vec<(u64, u64)> = areas.iter().map(|area| (area.1, area.1 + area.2)).collect();
            let least: u64 = limits.iter().map(|limit| limit.0).sum();
            let most: u64 = limits.iter().zip(&needs).map(|(l, n)| if *n > 0.0 { l.1 } else { l.0 }).sum();
            let budget = least + (most - least) * part / 100;
            let cents = floor_cap_cents(&needs, &limits, budget).unwrap();
            prop_assert_eq!(cents.iter().sum::<u64>(), budget);
            for (cent, limit) in cents.iter().zip(&limits) {
                prop_assert!(limit.0 <= *cent && *cent <= limit.1);
            }
        }
    }
}
