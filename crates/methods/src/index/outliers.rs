//! Outliers of an indicator drawn in until its distribution is fit for an index.
//!
//! **Literature.** OECD & JRC (2008): Handbook on Constructing Composite Indicators, step 3; Joanes, D. N. & Gill,
//! C. A. (1998): Comparing measures of sample skewness and kurtosis. The Statistician 47, 183-189 (G₁, G₂); R package
//! `COINr`, `winsorise`.
//!
//! **Formula.** G₁ = √n·Σd³/(Σd²)^1.5·√(n(n−1))/(n−2), G₂ = ((n+1)(nΣd⁴/(Σd²)²−3)+6)(n−1)/((n−2)(n−3)). A column
//! passes if |G₁| < 2 or G₂ < 3.5. Until it passes, at most five times: the maximum (G₁ ≥ 0) or the minimum is
//! replaced by the next value; tied extremes move together.
//!
//! **Unit.** That of the values. **Edge cases.** Fewer than four values or equal values have no G₂ and are refused.
//! A column that does not pass after five steps comes back as treated so far, and says that it does not pass.

use super::Column;
use crate::NotDefined;
use crate::not_defined::{at_least, finite};
use crate::summation::{mean, neumaier_sum};

const MOST_SKEW: f64 = 2.0;
const MOST_KURTOSIS: f64 = 3.5;
const MOST_STEPS: usize = 5;

/// Skew and excess kurtosis, corrected for bias.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    /// G₁; 0 is symmetric.
    pub skew: f64,
    /// G₂; 0 is as a normal distribution.
    pub kurtosis: f64,
}

impl Shape {
    /// Whether a column of this shape needs no treatment.
    pub fn passes(self) -> bool {
        self.skew.abs() < MOST_SKEW || self.kurtosis < MOST_KURTOSIS
    }
}

/// A column with its outliers drawn in.
#[derive(Clone, Debug, PartialEq)]
pub struct Treated {
    /// The values.
    pub column: Column,
    /// How many times an extreme was replaced.
    pub steps: usize,
    /// The shape before.
    pub before: Shape,
    /// The shape after.
    pub after: Shape,
}

/// A column whose outliers are replaced by the next value until it passes.
///
/// ```
/// use methods::index::{Column, winsorise};
/// let values = [1.0, 2.0, 2.0, 3.0, 3.0, 3.0, 4.0, 4.0, 5.0, 99.0];
/// let found = winsorise(&Column::new(values.to_vec())?)?;
/// assert_eq!((found.steps, found.column.get(9)), (1, Some(5.0)));
/// assert!(!found.before.passes() && found.after.passes());
/// # Ok::<(), methods::NotDefined>(())
/// ```
#[doc(alias = "Winsorisieren")]
pub fn winsorise(column: &Column) -> Result<Treated, NotDefined> {
    let before = shape(column)?;
    let (mut values, mut after, mut steps) = (column.raw().to_vec(), before, 0);
    while !after.passes() && steps < MOST_STEPS {
        let mut next = values.clone();
        draw_in(&mut next, after.skew);
        // Where one step leaves no spread at all, the one before is the last.
        let Ok(found) = shape(&Column::of_raw(next.clone())?) else {
            break;
        };
        (values, after, steps) = (next, found, steps + 1);
    }
    Ok(Treated {
        column: Column::of_raw(values)?,
        steps,
        before,
        after,
    })
}

/// The shape of a column's distribution.
///
/// ```
/// use methods::index::{Column, shape};
/// let even = shape(&Column::new(vec![1.0, 2.0, 3.0, 4.0, 5.0])?)?;
/// assert!(even.skew.abs() < 1e-12 && (even.kurtosis + 1.2).abs() < 1e-12);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn shape(column: &Column) -> Result<Shape, NotDefined> {
    let known = column.known();
    at_least(4, known.len())?;
    let n = known.len() as f64;
    let centre = mean(&known).unwrap_or_default();
    // Not `powi`, whose last digits differ between builds.
    let squares = neumaier_sum(known.iter().map(|x| (x - centre) * (x - centre)));
    let cubes = neumaier_sum(
        known
            .iter()
            .map(|x| (x - centre) * (x - centre) * (x - centre)),
    );
    let fourths = neumaier_sum(known.iter().map(|x| {
        let square = (x - centre) * (x - centre);
        square * square
    }));
    let largest = known.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    if squares.sqrt() <= largest * 1e-14 * n.sqrt() {
        return Err(NotDefined::NoSpread {
            what: "values".to_owned(),
        });
    }
    let skew = n.sqrt() * cubes / (squares * squares.sqrt());
    let kurtosis = n * fourths / (squares * squares) - 3.0;
    let kurtosis = ((n + 1.0) * kurtosis + 6.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0));
    Ok(Shape {
        skew: finite("values", skew * (n * (n - 1.0)).sqrt() / (n - 2.0))?,
        kurtosis: finite("values", kurtosis)?,
    })
}

/// Replaces the extreme on the skewed side by the next value.
fn draw_in(values: &mut [f64], skew: f64) {
    let side = if skew >= 0.0 { 1.0 } else { -1.0 };
    let highest = |limit: f64| {
        values
            .iter()
            .map(|value| value * side)
            .filter(|value| *value < limit)
            .fold(f64::NEG_INFINITY, f64::max)
    };
    let extreme = highest(f64::INFINITY);
    let next = highest(extreme);
    for value in values.iter_mut().filter(|value| **value * side == extreme) {
        *value = next * side;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn column(values: &[f64]) -> Column {
        Column::new(values.to_vec()).unwrap()
    }

    #[test]
    fn what_has_no_shape_is_refused() {
        assert!(winsorise(&column(&[1.0, 2.0, 3.0])).is_err());
        assert!(winsorise(&column(&[7.0; 9])).is_err());
        assert!(winsorise(&column(&[])).is_err());
    }

    #[test]
    fn tied_extremes_move_together_on_the_skewed_side() {
        let mut values = vec![
            0.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.5, 1.2, 1.3,
        ];
        values.extend([-80.0, -80.0]);
        let found = winsorise(&column(&values)).unwrap();
        assert_eq!(found.steps, 1);
        assert_eq!(
            (found.column.get(14), found.column.get(15)),
            (Some(0.0), Some(0.0))
        );
    }

    proptest! {
        #[test]
        fn gaps_stay_and_order_is_kept(values in prop::collection::vec(-1e3..1e3f64, 4..40)) {
            let cubes = values.iter().map(|x| Some(x * x * x)).chain([None]);
            let before = Column::with_gaps(cubes).unwrap();
            let Ok(found) = winsorise(&before) else { return Ok(()) };
            prop_assert_eq!(found.column.present(), values.len());
            prop_assert!(found.steps <= 5);
            prop_assert!(found.after.passes() || found.steps > 0);
            let mut pairs: Vec<(f64, f64)> = before.iter().zip(found.column.iter())
                .filter_map(|(a, b)| a.zip(b)).collect();
            pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
            prop_assert!(pairs.is_sorted_by(|a, b| a.1 <= b.1));
        }
    }
}
