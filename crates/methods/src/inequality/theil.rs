//! Theil's T: inequality that splits exactly into between and within groups.
//!
//! **Literature.** Theil, H. (1967): Economics and Information Theory. Reference: Python inequality `Theil`, `TheilD`.
//!
//! **Formula.** T = Σ sᵢ·ln(n·sᵢ), sᵢ = xᵢ/Σx. Between: Σ S·ln(n/m·S) over groups of m values with part S;
//! within = Σ S·(T of the group);
//! T = between + within.
//!
//! **Unit.** 0 (all equal) to ln n. **Edge cases.** x·ln x = 0 at 0; negative values are refused; all 0: not defined.

use super::positive_mean;
use crate::NotDefined;
use crate::not_defined::same_length;
use crate::summation::neumaier_sum;

/// Theil's T and its two parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theil {
    /// All inequality.
    pub total: f64,
    /// What remains if each group is given its mean.
    pub between: f64,
    /// What lies within the groups.
    pub within: f64,
}

/// Theil's T of values of 0 and more, with the group of each.
///
/// ```
/// use methods::inequality::theil;
/// let one_rich_group = theil(&[2.0, 2.0, 8.0, 8.0], &[1, 1, 2, 2])?;
/// assert!(one_rich_group.within.abs() < 1e-15 && one_rich_group.between > 0.1);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn theil(values: &[f64], groups: &[usize]) -> Result<Theil, NotDefined> {
    same_length("values", values.len(), groups.len())?;
    let sum = positive_mean(values)? * values.len() as f64;
    let n = values.len() as f64;
    let part = |share: f64, size: f64| {
        if share > 0.0 {
            share * (n / size * share).ln()
        } else {
            0.0
        }
    };
    let total = neumaier_sum(values.iter().map(|x| part(x / sum, 1.0)));
    let mut names = groups.to_vec();
    names.sort_unstable();
    names.dedup();
    let between = neumaier_sum(names.iter().map(|name| {
        let own = || {
            values
                .iter()
                .zip(groups)
                .filter(|(_, group)| *group == name)
        };
        part(
            neumaier_sum(own().map(|(x, _)| *x)) / sum,
            own().count() as f64,
        )
    }));
    Ok(Theil {
        total,
        between,
        within: total - between,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn zeros_are_allowed_and_nonsense_is_not() {
        assert!((theil(&[0.0, 4.0], &[0, 0]).unwrap().total - 2.0_f64.ln()).abs() < 1e-12);
        assert!(theil(&[-1.0, 4.0], &[0, 0]).is_err());
        assert!(theil(&[1.0], &[]).is_err());
        assert!(theil(&[0.0], &[0]).is_err());
    }

    proptest! {
        #[test]
        fn neither_part_is_negative(values in prop::collection::vec((0u32..100, 0usize..4), 1..30)) {
            let (x, groups): (Vec<f64>, Vec<usize>) =
                values.into_iter().map(|(x, group)| (f64::from(x), group)).unzip();
            if let Ok(found) = theil(&x, &groups) {
                prop_assert!(found.between > -1e-12 && found.within > -1e-12);
                prop_assert!((found.total - found.between - found.within).abs() < 1e-12);
            }
        }
    }
}
