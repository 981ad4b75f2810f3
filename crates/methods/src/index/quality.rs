//! Whether indicators belong in one index: correlations, reliability, share of the first component, effective weights.
//!
//! **Literature.** Cronbach, L. J. (1951): Coefficient alpha and the internal structure of tests. Psychometrika 16,
//! 297-334. Paruolo, P., Saisana, M. & Saltelli, A. (2013): Ratings and rankings: voodoo or science? JRSS A 176,
//! 609-634 (effective weights).
//!
//! **Formula.** Pearson's correlations of the areas without gaps; standardised alpha k·r̄/(1 + (k−1)r̄), r̄ the mean
//! correlation of pairs; effective weight of an indicator r²/Σr² of its correlation with the index.
//!
//! **Unit.** None. **Edge cases.** Fewer than three areas or an indicator without spread are refused. Alpha may be
//! negative: then indicators pull against each other; where they cancel each other out it is not defined.

use super::column::{complete_areas, same_areas};
use super::{Column, principal_component};
use crate::NotDefined;
use crate::not_defined::at_least;
use crate::summation::{mean, neumaier_sum, squared_deviations};

/// What is reported beside an index.
#[derive(Clone, Debug, PartialEq)]
pub struct Quality {
    /// Correlations of the indicators.
    pub correlation: Vec<Vec<f64>>,
    /// Cronbach's alpha of the standardised indicators; `None` where they cancel each other out.
    pub alpha: Option<f64>,
    /// Share of all variance in the first principal component.
    pub first_component: f64,
    /// Correlation of each indicator with the index.
    pub with_index: Vec<f64>,
    /// What each indicator weighs in effect.
    pub effective_weights: Vec<f64>,
}

/// The quality of an index made of indicators.
///
/// ```
/// use methods::index::{Column, quality};
/// let a = Column::new(vec![1.0, 2.0, 3.0, 4.0])?;
/// let b = Column::new(vec![2.0, 1.0, 4.0, 3.0])?;
/// let index = Column::new(vec![1.5, 1.5, 3.5, 3.5])?;
/// let found = quality(&[a, b], &index)?;
/// assert!((found.correlation[0][1] - 0.6).abs() < 1e-12);
/// assert!((found.alpha.unwrap() - 0.75).abs() < 1e-12 && (found.first_component - 0.8).abs() < 1e-12);
/// assert!((found.effective_weights[0] - 0.5).abs() < 1e-12);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn quality(columns: &[Column], index: &Column) -> Result<Quality, NotDefined> {
    at_least(2, columns.len())?;
    let matrix = correlation(columns)?;
    let count = columns.len();
    let above = (0..count).flat_map(|i| (0..i).map(move |j| (i, j)));
    let pairs = (count * (count - 1) / 2) as f64;
    let usual = neumaier_sum(above.map(|(i, j)| matrix[i][j])) / pairs;
    let k = count as f64;
    let with_index = columns
        .iter()
        .map(|column| Ok(correlation(&[column.clone(), index.clone()])?[0][1]))
        .collect::<Result<Vec<f64>, NotDefined>>()?;
    let squares = neumaier_sum(with_index.iter().map(|r| r * r));
    let eigenvalues = principal_component(columns)?.eigenvalues;
    Ok(Quality {
        correlation: matrix,
        alpha: alpha(k, usual),
        first_component: eigenvalues[0] / k,
        effective_weights: with_index.iter().map(|r| r * r / squares).collect(),
        with_index,
    })
}

/// Standardised alpha; the variance of the sum of all indicators, k + k(k − 1)r̄, may be 0.
fn alpha(k: f64, usual: f64) -> Option<f64> {
    let of_sum = 1.0 + (k - 1.0) * usual;
    (of_sum > 1e-12).then(|| k * usual / of_sum)
}

/// Pearson's correlations of columns over the areas where all have a value.
///
/// ```
/// use methods::index::{Column, correlation};
/// let up = Column::new(vec![1.0, 2.0, 3.0])?;
/// let down = Column::new(vec![3.0, 2.0, 1.0])?;
/// assert!((correlation(&[up, down])?[0][1] + 1.0).abs() < 1e-12);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn correlation(columns: &[Column]) -> Result<Vec<Vec<f64>>, NotDefined> {
    same_areas(columns)?;
    let complete = complete_areas(columns);
    at_least(3, complete.len())?;
    let scores = standardised(columns, &complete)?;
    let divisor = complete.len() as f64 - 1.0;
    let pair = |i: usize, j: usize| {
        if i == j {
            return 1.0;
        }
        let products = scores[i].iter().zip(&scores[j]).map(|(x, y)| x * y);
        (neumaier_sum(products) / divisor).clamp(-1.0, 1.0)
    };
    let size = columns.len();
    Ok((0..size)
        .map(|i| (0..size).map(|j| pair(i, j)).collect())
        .collect())
}

/// The z-scores (divisor n − 1) of the given areas.
pub(super) fn standardised(
    columns: &[Column],
    areas: &[usize],
) -> Result<Vec<Vec<f64>>, NotDefined> {
    let too_few = NotDefined::TooFewValues {
        need: 2,
        have: areas.len(),
    };
    columns
        .iter()
        .enumerate()
        .map(|(number, column)| {
            let values: Vec<f64> = areas.iter().map(|&area| column.raw()[area]).collect();
            let centre = mean(&values).ok_or_else(|| too_few.clone())?;
            let sd = (squared_deviations(&values, centre) / (values.len() as f64 - 1.0)).sqrt();
            let largest = values.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
            if !sd.is_finite() || sd <= largest * 1e-14 {
                return Err(NotDefined::NoSpread {
                    what: format!("indicators {}", number + 1),
                });
            }
            Ok(values.iter().map(|x| (x - centre) / sd).collect())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_correlation_is_refused() {
        let column = |values: &[f64]| Column::new(values.to_vec()).unwrap();
        let good = column(&[1.0, 5.0, 2.0]);
        assert!(correlation(&[]).is_err());
        assert!(correlation(&[good.clone(), column(&[1.0, 2.0])]).is_err());
        assert!(matches!(
            correlation(&[good.clone(), column(&[2.0; 3])]),
            Err(NotDefined::NoSpread { .. })
        ));
        assert!(quality(std::slice::from_ref(&good), &good).is_err());
        assert!(quality(&[good.clone(), good.clone()], &column(&[1.0; 3])).is_err());
    }
}
