//! Transitions between classes as a Markov chain.
//!
//! **Literature.** Anderson, T. W. & Goodman, L. A. (1957): Statistical inference about Markov chains. Annals of
//! Mathematical Statistics 28, 89-110. Rey, S. J. (2001): Spatial empirics for economic growth and convergence.
//! Geographical Analysis 33, 195-214. Python's `giddy` computes the same.
//!
//! **Formula.** Count moves from class i at one time to class j at the next, all areas and steps together; shares
//! pᵢⱼ = nᵢⱼ/Σⱼnᵢⱼ. The steady state π solves π = πP, Σπ = 1.
//!
//! **Unit.** Shares. **Edge cases.** A class no area starts from has no shares, and then, or where not every class can
//! be reached from every other, there is no steady state. A step with a missing class is left out.

use nalgebra::{DMatrix, DVector};

use crate::NotDefined;
use crate::not_defined::{at_least, same_length};

/// Counted moves between classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Transitions {
    /// How often areas went from the class of the row to that of the column.
    pub counts: Vec<Vec<u64>>,
}

/// More classes than this are refused: their table would not fit into memory.
const MOST_CLASSES: usize = 1_000;

/// The moves of areas between classes 0 to below `classes`; one list per time with one class or none per area.
///
/// ```
/// use methods::mobility::transitions;
/// let years = [[Some(0), Some(1), None], [Some(0), Some(0), Some(1)], [Some(1), Some(0), Some(1)]];
/// let found = transitions(&years, 2)?;
/// assert_eq!(found.counts, [[2, 1], [1, 1]]);
/// assert_eq!(found.shares()[1], Some(vec![0.5, 0.5]));
/// let steady = found.steady_state().unwrap();
/// assert!((steady[0] - 0.6).abs() < 1e-12);
/// # Ok::<(), methods::NotDefined>(())
/// ```
#[doc(alias = "Klassenwechsel")]
pub fn transitions<L: AsRef<[Option<usize>]>>(
    times: &[L],
    classes: usize,
) -> Result<Transitions, NotDefined> {
    refuse_unusable(times, classes)?;
    let mut found = Transitions::none(classes);
    for pair in times.windows(2) {
        for (from, to) in pair[0].as_ref().iter().zip(pair[1].as_ref()) {
            found.count(*from, *to);
        }
    }
    Ok(found)
}

impl Transitions {
    pub(super) fn none(classes: usize) -> Self {
        Self {
            counts: vec![vec![0; classes]; classes],
        }
    }

    pub(super) fn count(&mut self, from: Option<usize>, to: Option<usize>) {
        if let (Some(from), Some(to)) = (from, to) {
            self.counts[from][to] += 1;
        }
    }

    /// The shares of each row; `None` for a class no area started from.
    pub fn shares(&self) -> Vec<Option<Vec<f64>>> {
        let row = |counts: &Vec<u64>| {
            let total: u64 = counts.iter().sum();
            (total > 0).then(|| counts.iter().map(|&c| c as f64 / total as f64).collect())
        };
        self.counts.iter().map(row).collect()
    }

    /// The shares of classes that no longer change, if every class can be reached from every other.
    pub fn steady_state(&self) -> Option<Vec<f64>> {
        let shares: Vec<Vec<f64>> = self.shares().into_iter().collect::<Option<_>>()?;
        if !self.is_irreducible() {
            return None;
        }
        let size = shares.len();
        // πP = π with the last equation, which follows from the others, replaced by Σπ = 1.
        let equations = DMatrix::from_fn(size, size, |i, j| {
            if i + 1 == size {
                1.0
            } else {
                shares[j][i] - f64::from(u8::from(i == j))
            }
        });
        let mut right = DVector::zeros(size);
        right[size - 1] = 1.0;
        let found = equations.full_piv_lu().solve(&right)?;
        Some(found.iter().copied().collect())
    }

    /// Whether every class can be reached from every other.
    fn is_irreducible(&self) -> bool {
        let size = self.counts.len();
        let reached = |forward: bool| {
            let mut seen = vec![false; size];
            let mut open = vec![0];
            while let Some(at) = open.pop() {
                if std::mem::replace(&mut seen[at], true) {
                    continue;
                }
                open.extend((0..size).filter(|&next| {
                    !seen[next]
                        && if forward {
                            self.counts[at][next]
                        } else {
                            self.counts[next][at]
                        } > 0
                }));
            }
            seen.into_iter().all(|seen| seen)
        };
        size > 0 && reached(true) && reached(false)
    }
}

pub(super) fn refuse_unusable<L: AsRef<[Option<usize>]>>(
    times: &[L],
    classes: usize,
) -> Result<(), NotDefined> {
    at_least(2, times.len())?;
    if classes > MOST_CLASSES {
        return Err(NotDefined::OutOfRange {
            what: "classes",
            value: classes as f64,
            allowed: "at most 1,000",
        });
    }
    for time in times {
        same_length("periods", times[0].as_ref().len(), time.as_ref().len())?;
        if let Some(&class) = time
            .as_ref()
            .iter()
            .flatten()
            .find(|&&class| class >= classes)
        {
            return Err(NotDefined::OutOfRange {
                what: "classes",
                value: class as f64,
                allowed: "below the number of classes",
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_history_is_refused() {
        assert!(transitions(&[[Some(0)]], 1).is_err());
        assert!(transitions(&[[Some(2)], [Some(0)]], 2).is_err());
        assert!(transitions(&[vec![Some(0)], vec![]], 2).is_err());
    }

    #[test]
    fn a_class_nobody_leaves_or_starts_from_has_no_steady_state() {
        let trap = transitions(&[[Some(0), Some(1)], [Some(1), Some(1)]], 2).unwrap();
        assert_eq!(trap.steady_state(), None);
        let absent = transitions(&[[Some(0)], [Some(0)]], 2).unwrap();
        assert_eq!(absent.shares()[1], None);
        assert_eq!(absent.steady_state(), None);
    }

    proptest! {
        #[test]
        fn a_steady_state_stays(moves in prop::collection::vec((0usize..3, 0usize..3), 1..60)) {
            let (from, to): (Vec<_>, Vec<_>) = moves.iter().map(|&(a, b)| (Some(a), Some(b))).unzip();
            let found = transitions(&[from, to], 3).unwrap();
            let Some(steady) = found.steady_state() else { return Ok(()) };
            let shares = found.shares();
            for class in 0..3 {
                let next: f64 = (0..3).map(|i| steady[i] * shares[i].as_ref().unwrap()[class]).sum();
                prop_assert!((next - steady[class]).abs() < 1e-10);
                prop_assert!(steady[class] > -1e-12);
            }
        }
    }
}
