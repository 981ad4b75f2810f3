//! Segregation: how unevenly is a group spread over the areas of a whole?
//!
//! All measures take the group's count and the total in each area. Areas without people are left out; if nobody, or
//! everybody, belongs to the group there is nothing to compare: not defined.

mod dissimilarity;
mod evenness;
mod exposure;

pub use dissimilarity::{Dissimilarity, dissimilarity, dissimilarity_beyond_chance};
pub use evenness::{atkinson_segregation, entropy_segregation, gini_segregation};
pub use exposure::{correlation_ratio, interaction, isolation};

use crate::NotDefined;
use crate::not_defined::{not_negative, same_length};
use crate::summation::neumaier_sum;

/// Areas with people, and the share of the group in the whole.
struct Spread {
    /// Group and total of each area with people.
    areas: Vec<(f64, f64)>,
    group: f64,
    total: f64,
}

impl Spread {
    fn of(group: &[f64], total: &[f64]) -> Result<Self, NotDefined> {
        same_length("population", group.len(), total.len())?;
        let mut areas = Vec::with_capacity(group.len());
        for (&cases, &base) in group.iter().zip(total) {
            not_negative("cases", cases)?;
            not_negative("population", base)?;
            if cases > base {
                return Err(NotDefined::MoreCasesThanBase { cases, base });
            }
            if base > 0.0 {
                areas.push((cases, base));
            }
        }
        let group = neumaier_sum(areas.iter().map(|area| area.0));
        let total = neumaier_sum(areas.iter().map(|area| area.1));
        if !total.is_finite() {
            return Err(NotDefined::NotFinite { what: "population" });
        }
        if group == 0.0 || areas.iter().all(|area| area.0 == area.1) {
            return Err(NotDefined::NoCases);
        }
        Ok(Self {
            areas,
            group,
            total,
        })
    }

    /// The share of the group in the whole.
    fn share(&self) -> f64 {
        self.group / self.total
    }

    fn sum(&self, of: impl Fn(f64, f64) -> f64) -> f64 {
        neumaier_sum(self.areas.iter().map(|&(cases, base)| of(cases, base)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nobody_everybody_and_nonsense_have_no_segregation() {
        for measure in [
            isolation,
            interaction,
            gini_segregation,
            entropy_segregation,
        ] {
            assert_eq!(measure(&[0.0, 0.0], &[5.0, 5.0]), Err(NotDefined::NoCases));
            assert_eq!(measure(&[5.0, 5.0], &[5.0, 5.0]), Err(NotDefined::NoCases));
            assert_eq!(measure(&[0.0], &[0.0]), Err(NotDefined::NoCases));
            assert!(measure(&[6.0], &[5.0]).is_err());
            assert!(measure(&[], &[]).is_err());
            assert!(measure(&[f64::NAN], &[5.0]).is_err());
        }
    }

    proptest! {
        #[test]
        fn every_measure_lies_between_nothing_and_complete(
            areas in prop::collection::vec((0u32..50, 0u32..50), 1..20),
        ) {
            let group: Vec<f64> = areas.iter().map(|area| f64::from(area.0)).collect();
            let total: Vec<f64> = areas.iter().map(|area| f64::from(area.0 + area.1)).collect();
            for measure in [gini_segregation, entropy_segregation, correlation_ratio, isolation] {
                if let Ok(value) = measure(&group, &total) {
                    prop_assert!((-1e-12..=1.0 + 1e-12).contains(&value), "{}", value);
                }
            }
            if let Ok(value) = dissimilarity(&group, &total) {
                prop_assert!((0.0..=1.0 + 1e-12).contains(&value));
                let sum = isolation(&group, &total).unwrap() + interaction(&group, &total).unwrap();
                prop_assert!((sum - 1.0).abs() < 1e-9);
            }
        }
    }
}
