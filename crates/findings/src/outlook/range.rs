//! How far off the calculation may be: what other pasts would give, and what it missed when it was tried on the past.

/// A range around a central value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Range {
    pub(super) lower: f64,
    pub(super) upper: f64,
}

impl Range {
    /// From the results of all windows and the error to be allowed for, a share of the central value.
    pub(super) fn of(central: f64, windows: impl Iterator<Item = f64>, error: Option<f64>) -> Self {
        let error = error.unwrap_or(0.0);
        let start = Self {
            lower: central * (1.0 - error),
            upper: central * (1.0 + error),
        };
        let all = windows.fold(start, |range, value| Self {
            lower: range.lower.min(value),
            upper: range.upper.max(value),
        });
        Self {
            lower: all.lower.min(central).max(0.0).floor(),
            upper: all.upper.max(central).ceil(),
        }
    }
}

/// An error of a trial on the past.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Trial {
    /// How many people were projected.
    pub(super) size: f64,
    /// What was missed, a share of them and per year ahead: errors grow about in proportion to time (Smith, Tayman &
    /// Swanson 2013, chapter 13).
    pub(super) error: f64,
}

impl Trial {
    pub(super) fn of(projected: f64, came: f64, years: usize) -> Self {
        Self {
            size: projected,
            error: (projected - came).abs() / projected.max(1.0) / years as f64,
        }
    }
}

/// The largest error; none without a trial.
pub(super) fn largest(trials: &[Trial]) -> Option<f64> {
    trials.iter().map(|t| t.error).reduce(f64::max)
}

/// Fewer trials than this say nothing about areas.
const LEAST: usize = 10;
/// From so many on, the trials of the most similar size are enough.
const SIMILAR: usize = 30;

/// The error that nine of ten trials of similar size stayed within; none with too few trials.
pub(super) fn usual(trials: &[Trial], size: f64) -> Option<f64> {
    if trials.len() < LEAST {
        return None;
    }
    let mut near = trials.to_vec();
    let away = |t: &Trial| ((t.size.max(1.0)) / size.max(1.0)).ln().abs();
    near.sort_by(|a, b| away(a).total_cmp(&away(b)));
    near.truncate(SIMILAR);
    near.sort_by(|a, b| a.error.total_cmp(&b.error));
    let rank = (9 * near.len()).div_ceil(10);
    near.get(rank - 1).map(|t| t.error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_holds_its_point_the_windows_and_the_error() {
        let range = Range::of(100.0, [90.0, 104.0].into_iter(), Some(0.06));
        assert_eq!((range.lower, range.upper), (90.0, 106.0));
        let bare = Range::of(100.4, std::iter::empty(), None);
        assert_eq!((bare.lower, bare.upper), (100.0, 101.0));
        assert!(Range::of(1.0, std::iter::empty(), Some(3.0)).lower.abs() < 1e-9);
    }

    #[test]
    fn nine_of_ten_trials_of_similar_size_lie_within() {
        let small = (0..40).map(|i| Trial {
            size: 10.0,
            error: f64::from(i),
        });
        let large = (0..40).map(|_| Trial {
            size: 1_000.0,
            error: 0.5,
        });
        let trials: Vec<Trial> = small.chain(large).collect();
        assert_eq!(usual(&trials, 1_100.0), Some(0.5));
        assert_eq!(usual(&trials, 9.0), Some(26.0));
        assert_eq!(usual(&trials[..9], 9.0), None);
        assert!((Trial::of(0.0, 3.0, 1).error - 3.0).abs() < 1e-9);
    }
}
