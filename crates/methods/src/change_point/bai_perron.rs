//! Structural breaks of the mean, their number chosen by BIC.
//!
//! **Literature.** Bai, J. & Perron, P. (2003): Computation and analysis of multiple structural change models. Journal
//! of Applied Econometrics 18, 1-22; Zeileis, A. et al. (2003): Testing and dating of structural changes in practice.
//! Reference: strucchange `breakpoints(y ~ 1)`.
//!
//! **Formula.** For m breaks the split with the least RSS, segments of at least h = ⌊trimming·n⌋ values;
//! BIC = n(ln RSS + 1 − ln n + ln 2π) + 2(m + 1)·ln n; the m with the least BIC, at most ⌈1/trimming⌉ − 2.
//!
//! **Unit.** None. **Edge cases.** Too short for two segments: not defined; a constant series has no break; of splits
//! without any remainder the one with the fewest breaks.

use std::f64::consts::PI;

use super::partition::{Segments, partitions};
use crate::NotDefined;
use crate::not_defined::at_least;

/// A series in segments and how the number of breaks was chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct StructuralBreaks {
    /// The segments of the best number of breaks.
    pub segments: Segments,
    /// BIC for 0, 1, … breaks; `None` where the segments leave nothing to explain.
    pub bic: Vec<Option<f64>>,
}

/// The structural breaks of a series; `trimming` is the smallest part of it a segment may be, usually 0.15.
///
/// ```
/// use methods::change_point::bai_perron;
/// let series = [5.0, 6.0, 5.5, 5.2, 5.9, 9.1, 9.8, 9.3, 9.6, 9.0];
/// assert_eq!(bai_perron(&series, 0.2)?.segments.ends, [5, 10]);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn bai_perron(values: &[f64], trimming: f64) -> Result<StructuralBreaks, NotDefined> {
    if !(trimming > 0.0 && trimming <= 0.5) {
        return Err(NotDefined::OutOfRange {
            what: "shares",
            value: trimming,
            allowed: "above 0, at most 0.5",
        });
    }
    let n = values.len() as f64;
    let shortest = whole((trimming * n).floor()).max(2);
    at_least(2 * shortest, values.len())?;
    let most = whole((1.0 / trimming).ceil()).saturating_sub(2).max(1);
    let most = most.min(values.len() / shortest - 1);
    let mut splits = partitions(values, most, shortest)?;
    let rounding = 1e-12 * splits[0].cost;
    let bic: Vec<Option<f64>> = splits
        .iter()
        .enumerate()
        .map(|(breaks, split)| {
            let penalty = 2.0 * (breaks + 1) as f64 * n.ln();
            let fit = n * (split.cost.ln() + 1.0 - n.ln() + (2.0 * PI).ln());
            (split.cost > rounding).then_some(fit + penalty)
        })
        .collect();
    let mut best = 0;
    for (breaks, value) in bic.iter().enumerate() {
        // Nothing left to explain is better than any number, and the fewest breaks that do so are the best.
        let better = |value: f64| bic[best].is_some_and(|least| value < least);
        if bic[best].is_some() && value.is_none_or(better) {
            best = breaks;
        }
    }
    Ok(StructuralBreaks {
        segments: splits.swap_remove(best),
        bic,
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "casts of numbers too large saturate"
)]
fn whole(number: f64) -> usize {
    number as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_series_has_no_break_and_a_clean_step_has_one() {
        assert_eq!(bai_perron(&[7.0; 20], 0.15).unwrap().segments.ends, [20]);
        let step: Vec<f64> = (0..20).map(|t| if t < 9 { 1.0 } else { 4.0 }).collect();
        assert_eq!(bai_perron(&step, 0.15).unwrap().segments.ends, [9, 20]);
        assert!(bai_perron(&[1.0, 2.0, 3.0], 0.15).is_err());
        assert!(bai_perron(&[], 0.15).is_err());
        assert!(bai_perron(&[1.0; 9], 0.0).is_err());
        assert!(bai_perron(&[1.0; 9], f64::NAN).is_err());
    }
}
