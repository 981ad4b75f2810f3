//! Weights from the first principal component of the correlation matrix.
//!
//! **Literature.** Jolliffe, I. T. (2002): Principal Component Analysis; OECD & JRC (2008): Handbook on Constructing
//! Composite Indicators, step 6.
//!
//! **Formula.** Correlation matrix R of the areas without gaps; eigenvalues λ and unit eigenvectors; the weights are
//! the squared entries of the first eigenvector, which add up to 1. Its sign: entries add up to more than 0.
//!
//! **Unit.** None. **Edge cases.** Fewer than two indicators or three areas, or an indicator without spread, are
//! refused. Collinear indicators are fine here. A low share of the first component says that one number cannot stand
//! for these indicators.

use nalgebra::DMatrix;

use super::quality::correlation;
use super::{Column, Weights};
use crate::NotDefined;
use crate::not_defined::at_least;
use crate::summation::neumaier_sum;

/// The first principal component.
#[derive(Clone, Debug, PartialEq)]
pub struct PrincipalComponent {
    /// Entries of the first eigenvector, in the order of indicators.
    pub loadings: Vec<f64>,
    /// Their squares.
    pub weights: Weights,
    /// All eigenvalues, falling; they add up to the number of indicators.
    pub eigenvalues: Vec<f64>,
}

impl PrincipalComponent {
    /// The share of all variance in each component.
    pub fn explained(&self) -> Vec<f64> {
        let total = neumaier_sum(self.eigenvalues.iter().copied());
        self.eigenvalues.iter().map(|value| value / total).collect()
    }
}

/// The first principal component of indicators.
///
/// ```
/// use methods::index::{Column, principal_component};
/// let a = Column::new(vec![1.0, 2.0, 3.0, 4.0])?;
/// let b = Column::new(vec![10.0, 20.0, 30.0, 40.0])?;
/// let found = principal_component(&[a, b])?;
/// assert!((found.eigenvalues[0] - 2.0).abs() < 1e-12);
/// assert!((found.weights.as_slice()[0] - 0.5).abs() < 1e-12);
/// # Ok::<(), methods::NotDefined>(())
/// ```
#[doc(alias = "Hauptkomponente")]
pub fn principal_component(columns: &[Column]) -> Result<PrincipalComponent, NotDefined> {
    at_least(2, columns.len())?;
    let matrix = correlation(columns)?;
    let (eigenvalues, first) = eigen(&matrix);
    let sum = neumaier_sum(first.iter().copied());
    let side = if sum < 0.0 { -1.0 } else { 1.0 };
    let loadings: Vec<f64> = first.iter().map(|entry| entry * side).collect();
    let squares: Vec<f64> = loadings.iter().map(|entry| entry * entry).collect();
    Ok(PrincipalComponent {
        weights: Weights::expert(&squares)?,
        loadings,
        eigenvalues,
    })
}

/// The eigenvalues of a symmetric matrix, falling, and the unit eigenvector of the largest.
pub(super) fn eigen(matrix: &[Vec<f64>]) -> (Vec<f64>, Vec<f64>) {
    let size = matrix.len();
    let found = DMatrix::from_fn(size, size, |i, j| matrix[i][j]).symmetric_eigen();
    let mut order: Vec<usize> = (0..size).collect();
    order.sort_by(|&a, &b| {
        found.eigenvalues[b]
            .total_cmp(&found.eigenvalues[a])
            .then(a.cmp(&b))
    });
    let values = order.iter().map(|&at| found.eigenvalues[at]).collect();
    let first = found
        .eigenvectors
        .column(order[0])
        .iter()
        .copied()
        .collect();
    (values, first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: &[f64]) -> Column {
        Column::new(values.to_vec()).unwrap()
    }

    #[test]
    fn what_has_no_correlation_is_refused() {
        let good = column(&[1.0, 2.0, 4.0]);
        assert!(principal_component(&[]).is_err());
        assert!(principal_component(std::slice::from_ref(&good)).is_err());
        assert!(principal_component(&[good.clone(), column(&[5.0; 3])]).is_err());
        assert!(principal_component(&[good.clone(), column(&[1.0, 2.0])]).is_err());
        let gaps = Column::with_gaps([Some(1.0), None, None]).unwrap();
        assert!(principal_component(&[good, gaps]).is_err());
    }

    #[test]
    fn the_sign_is_that_of_the_majority() {
        let found = principal_component(&[
            column(&[1.0, 2.0, 3.0, 5.0]),
            column(&[1.1, 2.0, 3.3, 4.0]),
            column(&[9.0, 7.0, 6.5, 1.0]),
        ])
        .unwrap();
        assert!(found.loadings[0] > 0.0 && found.loadings[1] > 0.0 && found.loadings[2] < 0.0);
        assert!((neumaier_sum(found.explained()) - 1.0).abs() < 1e-12);
    }
}
