//! Whole places or posts by need.
//!
//! **Literature.** Balinski, M. & Young, H. P. (2001): Fair Representation, 2nd ed. Reference: Python apportionment.
//!
//! **Formula.** Hare and Niemeyer: largest remainders of T·nᵢ/Σn. Divisor methods hand out one after the other, each to
//! the largest nᵢ/d(aᵢ), aᵢ what it has so far: Sainte-Laguë d = 2a + 1 (the default: no bias for large or small), D'Hondt
//! d = a + 1, Huntington and Hill d = √(a(a+1)), where each with need gets one first.
//!
//! **Unit.** Whole units. **Edge cases.** A need of 0 gets nothing; ties go to the lowest index and are reported; no need
//! at all with units to hand out: not defined. Huntington and Hill with fewer units than areas gives the largest needs one.

use std::cmp::Ordering;

use crate::NotDefined;
use crate::not_defined::not_negative;
use crate::summation::neumaier_sum;

/// The most units handed out one by one.
const MOST_UNITS: usize = 1_000_000;
/// Quotients closer than this, relatively, are a tie.
const TIE: f64 = 1e-12;

/// The way units are handed out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Apportionment {
    /// Largest remainders.
    HareNiemeyer,
    /// Divisors 1, 3, 5 …
    #[default]
    SainteLague,
    /// Divisors 1, 2, 3 …
    DHondt,
    /// Divisors 0, √2, √6 …
    HuntingtonHill,
}

/// Units by area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apportioned {
    /// What each area gets, in their order.
    pub units: Vec<usize>,
    /// Areas with an equal claim to the last unit, some of which got it for their place in the list; none without a tie.
    pub tied: Vec<usize>,
}

/// Hands out units by need.
///
/// ```
/// use methods::allocation::{Apportionment, apportion};
/// let found = apportion(&[53.0, 24.0, 23.0], 10, Apportionment::SainteLague)?;
/// assert_eq!(found.units, [6, 2, 2]);
/// let even = apportion(&[1.0, 1.0], 3, Apportionment::DHondt)?;
/// assert_eq!((even.units, even.tied), (vec![2, 1], vec![0, 1]));
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn apportion(
    needs: &[f64],
    units: usize,
    method: Apportionment,
) -> Result<Apportioned, NotDefined> {
    for &need in needs {
        not_negative("weights", need)?;
    }
    if units > MOST_UNITS {
        return Err(NotDefined::OutOfRange {
            what: "total",
            value: units as f64,
            allowed: "at most 1,000,000",
        });
    }
    if units > 0 && needs.iter().all(|&need| need == 0.0) {
        return Err(NotDefined::NoBase);
    }
    Ok(match method {
        Apportionment::HareNiemeyer => by_remainder(needs, units),
        _ => by_divisor(needs, units, method),
    })
}

fn by_remainder(needs: &[f64], units: usize) -> Apportioned {
    let largest = needs.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let sum = neumaier_sum(needs.iter().map(|need| need / largest));
    let quotas: Vec<f64> = needs
        .iter()
        .map(|need| units as f64 * (need / largest / sum))
        .collect();
    let mut given: Vec<usize> = quotas.iter().map(|&quota| floor(quota)).collect();
    let left = units.saturating_sub(given.iter().sum());
    let rest = |i: usize, given: &[usize]| quotas[i] - given[i] as f64;
    let mut order: Vec<usize> = (0..needs.len()).filter(|&i| needs[i] > 0.0).collect();
    order.sort_by(|&a, &b| descending(rest(a, &given), rest(b, &given)).then(a.cmp(&b)));
    let tied = match (
        left.checked_sub(1).and_then(|last| order.get(last)),
        order.get(left),
    ) {
        (Some(&last), Some(&next))
            if descending(rest(last, &given), rest(next, &given)).is_eq() =>
        {
            let claim = rest(last, &given);
            let mut tied: Vec<usize> = order
                .iter()
                .copied()
                .filter(|&i| descending(rest(i, &given), claim).is_eq())
                .collect();
            tied.sort_unstable();
            tied
        }
        _ => Vec::new(),
    };
    for &i in order.iter().take(left) {
        given[i] += 1;
    }
    Apportioned { units: given, tied }
}

fn by_divisor(needs: &[f64], units: usize, method: Apportionment) -> Apportioned {
    let mut given = vec![0_usize; needs.len()];
    let claim = |i: usize, given: &[usize]| {
        let has = given[i] as f64;
        let divisor = match method {
            Apportionment::DHondt => has + 1.0,
            Apportionment::HuntingtonHill => (has * (has + 1.0)).sqrt(),
            _ => 2.0 * has + 1.0,
        };
        // Without a first unit the claim has no bound: those go before all others, the largest need first.
        if divisor == 0.0 {
            (1, needs[i])
        } else {
            (0, needs[i] / divisor)
        }
    };
    let compare = |a: (u8, f64), b: (u8, f64)| b.0.cmp(&a.0).then(descending(a.1, b.1));
    let mut tied = Vec::new();
    let claimants: Vec<usize> = (0..needs.len()).filter(|&i| needs[i] > 0.0).collect();
    for _ in 0..units {
        let mut best: Vec<usize> = Vec::new();
        for &i in &claimants {
            match best
                .first()
                .map(|&first| compare(claim(i, &given), claim(first, &given)))
            {
                None | Some(Ordering::Less) => best = vec![i],
                Some(Ordering::Equal) => best.push(i),
                Some(Ordering::Greater) => {}
            }
        }
        given[best[0]] += 1;
        // Of equals those behind get theirs next, unless the units are used up: only then it matters.
        tied = if best.len() > 1 { best } else { Vec::new() };
    }
    Apportioned { units: given, tied }
}

/// The larger first; equal but for rounding is equal.
fn descending(a: f64, b: f64) -> Ordering {
    if (a - b).abs() <= TIE * a.abs().max(b.abs()) {
        return Ordering::Equal;
    }
    b.total_cmp(&a)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a quota lies between 0 and a million"
)]
fn floor(quota: f64) -> usize {
    let nearest = quota.round();
    (if (quota - nearest).abs() < 1e-9 {
        nearest
    } else {
        quota.floor()
    }) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const METHODS: [Apportionment; 4] = [
        Apportionment::HareNiemeyer,
        Apportionment::SainteLague,
        Apportionment::DHondt,
        Apportionment::HuntingtonHill,
    ];

    #[test]
    fn no_need_no_units_and_too_many_units_do_not_panic() {
        for method in METHODS {
            assert_eq!(apportion(&[0.0, 0.0], 3, method), Err(NotDefined::NoBase));
            assert_eq!(apportion(&[], 0, method).unwrap().units, [0; 0]);
            assert_eq!(apportion(&[0.0, 2.0], 3, method).unwrap().units, [0, 3]);
            assert!(apportion(&[1.0], usize::MAX, method).is_err());
            assert!(apportion(&[-1.0], 1, method).is_err());
        }
    }

    proptest! {
        #[test]
        fn all_units_are_handed_out_and_more_need_never_gets_less(
            needs in prop::collection::vec(0u32..500, 1..12),
            units in 0usize..60,
        ) {
            prop_assume!(needs.iter().any(|need| *need > 0));
            let needs: Vec<f64> = needs.into_iter().map(f64::from).collect();
            for method in METHODS {
                let found = apportion(&needs, units, method).unwrap();
                prop_assert_eq!(found.units.iter().sum::<usize>(), units);
                for i in 0..needs.len() {
                    for j in 0..needs.len() {
                        prop_assert!(needs[i] <= needs[j] || found.units[i] >= found.units[j]);
                    }
                }
            }
        }
    }
}
