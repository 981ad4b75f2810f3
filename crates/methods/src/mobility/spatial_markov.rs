//! Transitions between classes by the class of the neighbourhood, and whether it matters.
//!
//! **Literature.** Rey, S. J. (2001): Spatial empirics for economic growth and convergence. Geographical Analysis 33,
//! 195-214. Bickenbach, F. & Bode, E. (2003): Evaluating the Markov property in studies of economic convergence.
//! International Regional Science Review 26, 363-392. Python's `giddy` computes the same.
//!
//! **Formula.** Moves are counted apart for each class of the neighbourhood's mean at the start. Homogeneity of a part
//! with the whole: χ² = Σ(n − nᵢ·p)²/(nᵢ·p) over rows i and cells with p > 0, nᵢ the row total of the part, p the
//! share in the whole; degrees (rows met in the part − 1)(rows met in the whole − 1). Over all parts: the sum of these
//! with Σᵢ(parts with the row − 1)(cells of the row − 1) degrees.
//!
//! **Unit.** None. **Edge cases.** An area without class or without neighbourhood at the start is left out. Without
//! degrees of freedom there is no p-value. Areas that influence each other make p too small; it is a description.

use super::markov::{Transitions, refuse_unusable};
use crate::NotDefined;
use crate::not_defined::same_length;
use crate::special::gamma_upper_tail;
use crate::summation::NeumaierSum;

/// A test whether transitions differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Homogeneity {
    /// The test statistic.
    pub chi_square: f64,
    /// Its degrees of freedom.
    pub degrees: usize,
    /// The chance of such a difference if there is none; `None` without degrees of freedom.
    pub p_value: Option<f64>,
}

/// Moves by class of the neighbourhood.
#[derive(Clone, Debug, PartialEq)]
pub struct SpatialTransitions {
    /// All moves.
    pub whole: Transitions,
    /// The moves that started in each class of the neighbourhood.
    pub parts: Vec<Transitions>,
}

/// The moves of areas by the class of their neighbourhood at the start.
///
/// ```
/// use methods::mobility::spatial_transitions;
/// let classes = [[Some(0), Some(1)], [Some(1), Some(1)]];
/// let around = [[Some(1), Some(0)], [None, None]];
/// let found = spatial_transitions(&classes, &around, (2, 2))?;
/// assert_eq!(found.parts[1].counts, [[0, 1], [0, 0]]);
/// assert_eq!(found.whole.counts, [[0, 1], [0, 1]]);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn spatial_transitions<L: AsRef<[Option<usize>]>>(
    times: &[L],
    around: &[L],
    (classes, around_classes): (usize, usize),
) -> Result<SpatialTransitions, NotDefined> {
    refuse_unusable(times, classes)?;
    refuse_unusable(around, around_classes)?;
    same_length("periods", times.len(), around.len())?;
    same_length(
        "neighbours",
        times[0].as_ref().len(),
        around[0].as_ref().len(),
    )?;
    let mut whole = Transitions::none(classes);
    let mut parts = vec![Transitions::none(classes); around_classes];
    for (pair, around) in times.windows(2).zip(around) {
        let moves = pair[0].as_ref().iter().zip(pair[1].as_ref());
        for ((from, to), around) in moves.zip(around.as_ref()) {
            if let Some(around) = around {
                whole.count(*from, *to);
                parts[*around].count(*from, *to);
            }
        }
    }
    Ok(SpatialTransitions { whole, parts })
}

impl SpatialTransitions {
    /// Each part compared with the whole.
    pub fn against_whole(&self) -> Vec<Homogeneity> {
        self.parts
            .iter()
            .map(|part| against(part, &self.whole))
            .collect()
    }
}

/// Whether several sets of transitions come from one chain.
///
/// ```
/// use methods::mobility::{Transitions, homogeneity};
/// let part = |counts: [[u64; 2]; 2]| Transitions { counts: counts.map(Vec::from).to_vec() };
/// let found = homogeneity(&[part([[30, 10], [10, 30]]), part([[10, 30], [30, 10]])])?;
/// assert_eq!((found.chi_square, found.degrees), (40.0, 2));
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn homogeneity(parts: &[Transitions]) -> Result<Homogeneity, NotDefined> {
    crate::not_defined::at_least(2, parts.len())?;
    let size = parts[0].counts.len();
    let mut whole = Transitions::none(size);
    for part in parts {
        same_length("transitions", size, part.counts.len())?;
        for (total, row) in whole.counts.iter_mut().zip(&part.counts) {
            same_length("transitions", size, row.len())?;
            total
                .iter_mut()
                .zip(row)
                .for_each(|(total, count)| *total += count);
        }
    }
    let mut sum = NeumaierSum::default();
    for part in parts {
        sum.add(against(part, &whole).chi_square);
    }
    let degrees = (0..size)
        .map(|row| {
            let with_row = parts
                .iter()
                .filter(|part| part.counts[row].iter().any(|c| *c > 0));
            let cells = whole.counts[row].iter().filter(|c| **c > 0);
            with_row.count().saturating_sub(1) * cells.count().saturating_sub(1)
        })
        .sum();
    Ok(test(sum.total(), degrees))
}

fn against(part: &Transitions, whole: &Transitions) -> Homogeneity {
    let met = |t: &Transitions| t.counts.iter().filter(|r| r.iter().any(|c| *c > 0)).count();
    let mut sum = NeumaierSum::default();
    for (row, shares) in part.counts.iter().zip(whole.shares()) {
        let total = row.iter().sum::<u64>() as f64;
        for (count, share) in row.iter().zip(shares.into_iter().flatten()) {
            let expected = total * share;
            if expected > 0.0 {
                let off = *count as f64 - expected;
                sum.add(off * off / expected);
            }
        }
    }
    let degrees = met(part).saturating_sub(1) * met(whole).saturating_sub(1);
    test(sum.total(), degrees)
}

fn test(chi_square: f64, degrees: usize) -> Homogeneity {
    let p_value = || gamma_upper_tail(degrees as f64 / 2.0, chi_square / 2.0);
    Homogeneity {
        chi_square,
        degrees,
        p_value: (degrees > 0).then(p_value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_together_is_refused() {
        let two = [[Some(0)], [Some(0)]];
        assert!(spatial_transitions(&two, &[[Some(1)], [Some(0)]], (1, 1)).is_err());
        assert!(spatial_transitions(&two, &two[..1], (1, 1)).is_err());
        assert!(homogeneity(&[]).is_err());
        assert!(homogeneity(&[Transitions::none(2), Transitions::none(3)]).is_err());
    }

    #[test]
    fn equal_parts_do_not_differ_and_empty_ones_have_no_test() {
        let part = Transitions {
            counts: vec![vec![6, 2], vec![1, 9]],
        };
        let same = homogeneity(&[part.clone(), part]).unwrap();
        assert_eq!((same.chi_square, same.p_value), (0.0, Some(1.0)));
        let none = homogeneity(&[Transitions::none(2), Transitions::none(2)]).unwrap();
        assert_eq!((none.degrees, none.p_value), (0, None));
    }
}
