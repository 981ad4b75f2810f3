//! Classes of values for maps: upper limits, closed on the right, and how many values fall in each.
//!
//! Every rule is a function of its own file that returns [`Classes`]. Limits and counts agree with
//! mapclassify. Colours and names of classes are none of this module's business.

use crate::NotDefined;
use crate::not_defined::finite;
use crate::summation::neumaier_sum;

mod box_plot;
mod equal_interval;
mod fisher_jenks;
mod fixed;
mod head_tail;
mod maximum_breaks;
mod mean_sd;
mod quantile;

pub use box_plot::box_plot;
pub use equal_interval::equal_interval;
pub use fisher_jenks::fisher_jenks;
pub use fixed::fixed;
pub use head_tail::head_tail;
pub use maximum_breaks::maximum_breaks;
pub use mean_sd::mean_sd;
pub use quantile::{percentile, quantile};

/// Classes of a set of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Classes {
    /// The upper limit of each class, rising; a value equal to a limit belongs below it.
    pub bins: Vec<f64>,
    /// How many values fall into each class.
    pub counts: Vec<usize>,
    /// How many classes were asked for; more than there are limits where values coincide.
    pub requested: usize,
}

impl Classes {
    /// The class of a value, the first being 0; `None` above the last limit or for NaN.
    ///
    /// ```
    /// let classes = methods::classes::fixed(&[1.0, 4.0, 9.0], &[3.0, 6.0, 9.0])?;
    /// assert_eq!(classes.class_of(3.0), Some(0));
    /// assert_eq!(classes.class_of(3.1), Some(1));
    /// assert_eq!(classes.class_of(9.1), None);
    /// # Ok::<(), methods::NotDefined>(())
    /// ```
    pub fn class_of(&self, value: f64) -> Option<usize> {
        let class = self.bins.partition_point(|&limit| limit < value);
        (class < self.bins.len() && !value.is_nan()).then_some(class)
    }

    /// Whether fewer classes came out than were asked for.
    pub fn is_reduced(&self) -> bool {
        self.bins.len() < self.requested
    }

    /// Sum of absolute deviations from the class medians, the smaller the better the classes fit.
    ///
    /// ```
    /// let values = [1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 9.0, 9.0, 9.0, 50.0];
    /// let classes = methods::classes::fisher_jenks(&values, 3)?;
    /// assert_eq!(classes.absolute_deviation(&values), 2.0);
    /// # Ok::<(), methods::NotDefined>(())
    /// ```
    pub fn absolute_deviation(&self, values: &[f64]) -> f64 {
        let mut members: Vec<Vec<f64>> = vec![Vec::new(); self.bins.len()];
        for &value in values {
            if let Some(class) = self.class_of(value) {
                members[class].push(value);
            }
        }
        neumaier_sum(members.iter_mut().map(|class| {
            class.sort_by(f64::total_cmp);
            let median = percentile(class, 50.0);
            neumaier_sum(class.iter().map(|value| (value - median).abs()))
        }))
    }

    /// Limits with the counts of sorted values.
    fn of(sorted: &[f64], bins: Vec<f64>, requested: usize) -> Self {
        let mut below = 0;
        let counts = bins
            .iter()
            .map(|&limit| {
                let up_to = sorted.partition_point(|&value| value <= limit);
                let count = up_to - below;
                below = up_to;
                count
            })
            .collect();
        Self {
            bins,
            counts,
            requested,
        }
    }
}

/// The values in rising order; refuses none at all, NaN and infinity.
fn sorted(values: &[f64]) -> Result<Vec<f64>, NotDefined> {
    if values.is_empty() {
        return Err(NotDefined::TooFewValues { need: 1, have: 0 });
    }
    let mut sorted = Vec::with_capacity(values.len());
    for &value in values {
        sorted.push(finite("values", value)? + 0.0); // −0 becomes 0
    }
    sorted.sort_unstable_by(f64::total_cmp);
    Ok(sorted)
}

/// Refuses fewer than one class.
fn at_least_one(classes: usize) -> Result<(), NotDefined> {
    if classes == 0 {
        return Err(NotDefined::OutOfRange {
            what: "classes",
            value: 0.0,
            allowed: "1 or more",
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Rule = fn(&[f64], usize) -> Result<Classes, NotDefined>;

    const RULES: [Rule; 4] = [fisher_jenks, quantile, equal_interval, maximum_breaks];

    #[test]
    fn nothing_and_nonsense_are_refused() {
        for rule in RULES {
            assert!(rule(&[], 3).is_err());
            assert!(rule(&[1.0, f64::NAN], 3).is_err());
            assert!(rule(&[1.0, f64::INFINITY], 3).is_err());
            assert!(rule(&[1.0], 0).is_err());
        }
        for rule in [mean_sd, head_tail, box_plot] {
            assert!(rule(&[]).is_err());
            assert!(rule(&[f64::NAN]).is_err());
        }
    }

    #[test]
    fn extreme_values_do_not_overflow_into_nonsense() {
        let values = [-1e70, -1.0, 0.0, 1.0, 1e70];
        for rule in RULES {
            assert!(rule(&[-f64::MAX, 0.0, f64::MAX], 3).is_err());
            let classes = rule(&values, 3).unwrap();
            assert!(
                classes.bins.iter().all(|limit| limit.is_finite()),
                "{classes:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn each_value_falls_into_one_class(
            values in prop::collection::vec(-50i32..50, 1..60),
            k in 1usize..9,
        ) {
            let values: Vec<f64> = values.into_iter().map(|v| f64::from(v) / 4.0).collect();
            for rule in RULES {
                let classes = rule(&values, k).unwrap();
                prop_assert!(classes.bins.len() <= k);
                prop_assert!(classes.bins.is_sorted());
                prop_assert_eq!(classes.counts.iter().sum::<usize>(), values.len());
                for &value in &values {
                    prop_assert!(classes.class_of(value).is_some());
                }
            }
        }
    }
}
