//! Change points of the mean by PELT: as many as are worth their penalty.
//!
//! **Literature.** Killick, R., Fearnhead, P. & Eckley, I. A. (2012): Optimal detection of changepoints with a linear
//! computational cost. JASA 107, 1590-1598. Reference: ruptures `Pelt`, L2 cost.
//!
//! **Formula.** Minimises Σ cost(segment) + penalty·breaks with cost Σ(y − ȳ)². Default penalty 2σ̂²·ln n with
//! σ̂ = 1.4826·median|dᵢ − median(d)|/√2 of the differences d of neighbouring values. A candidate s is dropped once
//! F(s) + cost(s, t) ≥ F(t), from t + shortest segment on, so the minimum found is exact.
//!
//! **Unit.** Penalty: square of the unit of the values. **Edge cases.** Fewer values than two segments need: not
//! defined; a series whose differences do not vary has penalty 0 only if asked so: the default is then refused.

use super::partition::{Costs, Segments};
use crate::NotDefined;
use crate::not_defined::{all_finite, at_least, finite, not_negative};
use crate::special::normal_quantile;

/// The segments of a series, each of at least so many values.
///
/// ```
/// use methods::change_point::{default_penalty, pelt};
/// let series = [5.0, 6.0, 5.5, 5.2, 5.9, 9.1, 9.8, 9.3, 9.6, 9.0];
/// let found = pelt(&series, default_penalty(&series)?, 2)?;
/// assert_eq!(found.ends, [5, 10]);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn pelt(values: &[f64], penalty: f64, shortest: usize) -> Result<Segments, NotDefined> {
    let shortest = shortest.max(1);
    all_finite("values", values)?;
    not_negative("threshold", penalty)?;
    at_least(shortest.saturating_mul(2), values.len())?;
    let (costs, n) = (Costs::of(values), values.len());
    let mut best = vec![f64::INFINITY; n + 1];
    best[0] = -penalty;
    let mut from = vec![0; n + 1];
    // Candidates for the start of the last segment, and from when on they are dropped.
    let mut starts: Vec<(usize, usize)> = Vec::new();
    for t in shortest..=n {
        if t == shortest || t - shortest >= shortest {
            starts.push((t - shortest, usize::MAX));
        }
        starts.retain(|&(_, until)| t < until);
        for &(s, _) in &starts {
            let cost = best[s] + costs.of_segment(s, t) + penalty;
            if cost < best[t] {
                (best[t], from[t]) = (cost, s);
            }
        }
        for (s, until) in &mut starts {
            if best[*s] + costs.of_segment(*s, t) > best[t] {
                *until = (*until).min(t + shortest);
            }
        }
    }
    let mut ends = vec![n];
    while let Some(&end) = ends.last().filter(|end| from[**end] > 0) {
        ends.push(from[end]);
    }
    ends.reverse();
    let cost = std::iter::once(&0)
        .chain(&ends)
        .zip(&ends)
        .map(|(&from, &to)| costs.of_segment(from, to))
        .sum();
    Ok(Segments { ends, cost })
}

/// 2σ̂²·ln n, σ̂ from the differences of neighbouring values.
///
/// ```
/// use methods::change_point::default_penalty;
/// assert!(default_penalty(&[5.0, 6.0, 5.5, 5.2, 5.9])? > 0.0);
/// assert!(default_penalty(&[5.0, 5.0, 5.0]).is_err());
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn default_penalty(values: &[f64]) -> Result<f64, NotDefined> {
    all_finite("values", values)?;
    at_least(3, values.len())?;
    let steps: Vec<f64> = values.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let middle = crate::trend::median(&steps).unwrap_or(0.0);
    let off: Vec<f64> = steps.iter().map(|step| (step - middle).abs()).collect();
    let deviation = crate::trend::median(&off).unwrap_or(0.0) / normal_quantile(0.75);
    if deviation <= 0.0 {
        return Err(NotDefined::NoSpread {
            what: "steps".into(),
        });
    }
    finite("values", deviation * deviation * (values.len() as f64).ln())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::partition::partitions;
    use super::*;

    proptest! {
        #[test]
        fn no_number_of_breaks_would_have_been_better(
            values in prop::collection::vec(-50i32..50, 6..24),
            penalty in 0.0..3000.0f64,
        ) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let found = pelt(&values, penalty, 2).unwrap();
            let price = found.cost + penalty * (found.ends.len() - 1) as f64;
            for (breaks, other) in partitions(&values, values.len() / 2 - 1, 2).unwrap().iter().enumerate() {
                prop_assert!(price <= other.cost + penalty * breaks as f64 + 1e-6);
            }
        }
    }
}
