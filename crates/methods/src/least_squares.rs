//! Weighted least squares for a few columns, by QR with Householder reflections.
//!
//! **Literature.** Golub, G. H. & Van Loan, C. F. (2013): Matrix Computations, chapter 5.
//!
//! **Formula.** √W·X = QR, β = R⁻¹Q'√W·y, (X'WX)⁻¹ = R⁻¹R⁻ᵀ; columns are brought to length 1 first.
//!
//! **Unit.** That of y per unit of the column. **Edge cases.** Fewer rows than columns, or a column told by the others to
//! 1e-9 of its length: not defined. Inside this crate; shown by [`crate::effect::interrupted_series`].

use nalgebra::{DMatrix, DVector};

use crate::NotDefined;

/// Columns of length 1 whose part not told by the others is smaller than this are collinear.
const COLLINEAR: f64 = 1e-9;

/// A fitted linear model.
pub(crate) struct LeastSquares {
    /// One coefficient for each column.
    pub(crate) coefficients: Vec<f64>,
    /// Observed minus fitted, unweighted.
    pub(crate) residuals: Vec<f64>,
    /// (X'WX)⁻¹.
    pub(crate) inverse: DMatrix<f64>,
}

/// Fits y by the columns; refuses columns that determine one another, and fewer rows than columns.
pub(crate) fn least_squares(
    columns: &DMatrix<f64>,
    y: &[f64],
    weights: Option<&[f64]>,
) -> Result<LeastSquares, NotDefined> {
    let (rows, width) = columns.shape();
    crate::not_defined::at_least(width.max(1), rows)?;
    let root = |row: usize| weights.map_or(1.0, |weights| weights[row].sqrt());
    let mut scaled = DMatrix::from_fn(rows, width, |row, column| {
        columns[(row, column)] * root(row)
    });
    let lengths = to_length_one(&mut scaled)?;
    let factors = scaled.qr();
    let upper = factors.r();
    if (0..width).any(|i| upper[(i, i)].abs() < COLLINEAR) {
        return Err(NotDefined::Collinear { what: "columns" });
    }
    let mut target = DVector::from_fn(rows, |row, _| y[row] * root(row));
    factors.q_tr_mul(&mut target);
    let target = target.rows(0, width).into_owned();
    let collinear = NotDefined::Collinear { what: "columns" };
    let solved = upper
        .solve_upper_triangular(&target)
        .ok_or(collinear.clone())?;
    let mut back = upper
        .solve_upper_triangular(&DMatrix::identity(width, width))
        .ok_or(collinear)?;
    for (i, length) in lengths.iter().enumerate() {
        back.row_mut(i)
            .iter_mut()
            .for_each(|entry| *entry /= length);
    }
    let coefficients: Vec<f64> = (0..width).map(|i| solved[i] / lengths[i]).collect();
    crate::not_defined::all_finite("values", &coefficients)?;
    let fitted = columns * DVector::from_column_slice(&coefficients);
    Ok(LeastSquares {
        residuals: (0..rows).map(|row| y[row] - fitted[row]).collect(),
        inverse: &back * back.transpose(),
        coefficients,
    })
}

/// Divides each column by its length, and gives the lengths.
fn to_length_one(columns: &mut DMatrix<f64>) -> Result<Vec<f64>, NotDefined> {
    let mut lengths = Vec::with_capacity(columns.ncols());
    for mut column in columns.column_iter_mut() {
        let length = column.norm();
        if length <= 0.0 || !length.is_finite() {
            return Err(NotDefined::Collinear { what: "columns" });
        }
        column /= length;
        lengths.push(length);
    }
    Ok(lengths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_and_its_double_refused() {
        let line = DMatrix::from_row_slice(4, 2, &[1.0, 0.0, 1.0, 1.0, 1.0, 2.0, 1.0, 3.0]);
        let fit = least_squares(&line, &[5.0, 7.0, 9.0, 11.0], None).unwrap();
        assert!(
            (fit.coefficients[0] - 5.0).abs() < 1e-12 && (fit.coefficients[1] - 2.0).abs() < 1e-12
        );
        assert!((fit.inverse[(1, 1)] - 0.2).abs() < 1e-12);
        let double = DMatrix::from_row_slice(3, 2, &[1.0, 2.0, 2.0, 4.0, 3.0, 6.0]);
        assert!(matches!(
            least_squares(&double, &[1.0, 2.0, 3.0], None),
            Err(NotDefined::Collinear { .. })
        ));
        assert!(least_squares(&line.rows(0, 1).into_owned(), &[1.0], None).is_err());
    }
}
