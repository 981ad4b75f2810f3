//! A one-factor model fitted by maximum likelihood, with Thomson's scores.
//!
//! **Literature.** Jöreskog, K. G. (1967): Some contributions to maximum likelihood factor analysis. Psychometrika 32,
//! 443-482. Rubin, D. B. & Thayer, D. T. (1982): EM algorithms for ML factor analysis. Psychometrika 47, 69-76.
//! Thomson, G. H. (1951): The Factorial Analysis of Human Ability (scores). Used so for North Rhine-Westphalia's
//! Schulsozialindex.
//!
//! **Formula.** Correlation matrix R ≈ Σ = λλ' + Ψ, Ψ diagonal. EM: β = Ψ⁻¹λ/(1 + λ'Ψ⁻¹λ), c = Rβ, new
//! λ = c/(1 − β'λ + β'c), ψ = 1 − λ∘c, at least 0.005. Score: Σⱼ βⱼzⱼ (the regression of the factor on the
//! indicators). Test: χ² = (n − 1 − (2p+5)/6 − 2/3)(ln|Σ| − ln|R| + tr(RΣ⁻¹) − p), df = p(p−3)/2.
//! Sign: loadings add up to more than 0.
//!
//! **Unit.** Loadings are correlations with the factor; scores are about standardised. **Edge cases.** Needs three
//! indicators and more areas than indicators; collinear indicators are refused. A uniqueness at 0.005 (Heywood case)
//! is told: one indicator then is the factor. Areas with a gap have no score and take no part.

use nalgebra::DMatrix;

use super::Column;
use super::column::complete_areas;
use super::quality::{correlation, standardised};
use crate::NotDefined;
use crate::not_defined::at_least;
use crate::special::gamma_upper_tail;
use crate::summation::neumaier_sum;

/// The least uniqueness, as in R's `factanal`.
const LEAST_UNIQUENESS: f64 = 0.005;
const MOST_STEPS: usize = 200_000;
const SETTLED: f64 = 1e-13;
/// Below this determinant share of the smallest eigenvalue indicators count as collinear.
const SMALLEST_EIGENVALUE: f64 = 1e-10;

/// A fitted one-factor model.
#[derive(Clone, Debug, PartialEq)]
pub struct OneFactor {
    /// Correlation of each indicator with the factor.
    pub loadings: Vec<f64>,
    /// Share of each indicator's variance that is its own.
    pub uniqueness: Vec<f64>,
    /// What one standard deviation of each indicator adds to the score.
    pub coefficients: Vec<f64>,
    /// The score of each area.
    pub scores: Column,
    /// Misfit; large against its degrees of freedom if one factor is not enough.
    pub chi_square: f64,
    /// Degrees of freedom.
    pub degrees: usize,
    /// Chance of such a misfit if one factor is enough; `None` without degrees of freedom.
    pub p_value: Option<f64>,
}

impl OneFactor {
    /// Whether an indicator's own variance was driven to its bound.
    pub fn is_heywood(&self) -> bool {
        self.uniqueness.iter().any(|u| *u <= LEAST_UNIQUENESS)
    }
}

/// The one-factor model of indicators.
///
/// ```
/// use methods::index::{Column, one_factor};
/// let burden = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
/// let noise = [[0.3, -0.2, 0.1, 0.0, -0.3, 0.2, 0.4, -0.5], [-0.1, 0.4, -0.4, 0.2, 0.3, -0.5, 0.0, 0.1],
///     [0.2, 0.2, -0.1, -0.6, 0.5, 0.1, -0.2, -0.1]];
/// let columns = noise.map(|own| Column::new((0..8).map(|i| burden[i] + own[i]).collect()));
/// let columns = columns.into_iter().collect::<Result<Vec<_>, _>>()?;
/// let found = one_factor(&columns)?;
/// assert!(found.loadings.iter().all(|loading| *loading > 0.9));
/// assert!(found.scores.get(0) < found.scores.get(7));
/// # Ok::<(), methods::NotDefined>(())
/// ```
#[doc(alias = "Einfaktormodell")]
pub fn one_factor(columns: &[Column]) -> Result<OneFactor, NotDefined> {
    at_least(3, columns.len())?;
    let matrix = correlation(columns)?;
    let areas = complete_areas(columns).len();
    at_least(columns.len() + 1, areas)?;
    let ln_determinant = ln_determinant(&matrix)?;
    let fit = Fit::of(&matrix)?;
    let degrees = columns.len() * (columns.len() - 3) / 2;
    let chi_square = fit.chi_square(&matrix, ln_determinant, areas);
    let coefficients = fit.coefficients();
    Ok(OneFactor {
        scores: scores(columns, &coefficients)?,
        coefficients,
        chi_square,
        degrees,
        p_value: (degrees > 0).then(|| gamma_upper_tail(degrees as f64 / 2.0, chi_square / 2.0)),
        loadings: fit.loadings,
        uniqueness: fit.uniqueness,
    })
}

/// The logarithm of the determinant of a correlation matrix without collinear columns.
fn ln_determinant(matrix: &[Vec<f64>]) -> Result<f64, NotDefined> {
    let size = matrix.len();
    let found = DMatrix::from_fn(size, size, |i, j| matrix[i][j]).symmetric_eigenvalues();
    if found.iter().any(|value| *value < SMALLEST_EIGENVALUE) {
        return Err(NotDefined::Collinear { what: "indicators" });
    }
    Ok(neumaier_sum(found.iter().map(|value| value.ln())))
}

struct Fit {
    loadings: Vec<f64>,
    uniqueness: Vec<f64>,
}

impl Fit {
    /// Starts from the first principal component and repeats until nothing moves.
    fn of(matrix: &[Vec<f64>]) -> Result<Self, NotDefined> {
        let (values, first) = super::principal_component::eigen(matrix);
        let side = if neumaier_sum(first.iter().copied()) < 0.0 {
            -1.0
        } else {
            1.0
        };
        let loadings: Vec<f64> = first
            .iter()
            .map(|entry| side * entry * values[0].sqrt() * 0.9)
            .collect();
        let uniqueness = loadings
            .iter()
            .map(|l| (1.0 - l * l).max(LEAST_UNIQUENESS))
            .collect();
        let mut fit = Self {
            loadings,
            uniqueness,
        };
        for _ in 0..MOST_STEPS {
            if fit.step(matrix) < SETTLED {
                return Ok(fit.with_sign());
            }
        }
        Err(NotDefined::NotSettled { steps: MOST_STEPS })
    }

    /// One step of the EM algorithm; the largest change.
    fn step(&mut self, matrix: &[Vec<f64>]) -> f64 {
        let beta = self.coefficients();
        let product: Vec<f64> = matrix.iter().map(|row| dot(row, &beta)).collect();
        let second_moment = 1.0 - dot(&beta, &self.loadings) + dot(&beta, &product);
        let mut change = 0.0_f64;
        for (i, product) in product.iter().enumerate() {
            let loading = product / second_moment;
            let uniqueness = (1.0 - loading * product).max(LEAST_UNIQUENESS);
            change = change
                .max((loading - self.loadings[i]).abs())
                .max((uniqueness - self.uniqueness[i]).abs());
            self.loadings[i] = loading;
            self.uniqueness[i] = uniqueness;
        }
        change
    }

    /// β = Ψ⁻¹λ/(1 + λ'Ψ⁻¹λ).
    fn coefficients(&self) -> Vec<f64> {
        let scaled: Vec<f64> = self
            .loadings
            .iter()
            .zip(&self.uniqueness)
            .map(|(l, u)| l / u)
            .collect();
        let whole = 1.0 + dot(&scaled, &self.loadings);
        scaled.iter().map(|entry| entry / whole).collect()
    }

    fn with_sign(mut self) -> Self {
        if neumaier_sum(self.loadings.iter().copied()) < 0.0 {
            for loading in &mut self.loadings {
                *loading = -*loading;
            }
        }
        self
    }

    /// Bartlett's test statistic, by |Σ| = |Ψ|(1 + λ'Ψ⁻¹λ) and Σ⁻¹ = Ψ⁻¹ − Ψ⁻¹λβ'.
    fn chi_square(&self, matrix: &[Vec<f64>], ln_determinant: f64, areas: usize) -> f64 {
        let size = self.loadings.len();
        let scaled: Vec<f64> = self
            .loadings
            .iter()
            .zip(&self.uniqueness)
            .map(|(l, u)| l / u)
            .collect();
        let beta = self.coefficients();
        let ln_model = neumaier_sum(self.uniqueness.iter().map(|u| u.ln()))
            + (1.0 + dot(&scaled, &self.loadings)).ln();
        let own = neumaier_sum(self.uniqueness.iter().map(|u| 1.0 / u));
        let shared = neumaier_sum((0..size).map(|i| scaled[i] * dot(&matrix[i], &beta)));
        let misfit = ln_model - ln_determinant + own - shared - size as f64;
        let corrected = areas as f64 - 1.0 - (2.0 * size as f64 + 5.0) / 6.0 - 2.0 / 3.0;
        (corrected * misfit).max(0.0)
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// The weighted sum of standardised indicators.
fn scores(columns: &[Column], coefficients: &[f64]) -> Result<Column, NotDefined> {
    let complete = complete_areas(columns);
    let z_scores = standardised(columns, &complete)?;
    let mut scores = vec![None; columns[0].len()];
    for (at, &area) in complete.iter().enumerate() {
        let parts = z_scores.iter().zip(coefficients).map(|(z, c)| z[at] * c);
        scores[area] = Some(neumaier_sum(parts));
    }
    Column::with_gaps(scores)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: &[f64]) -> Column {
        Column::new(values.to_vec()).unwrap()
    }

    #[test]
    fn what_has_no_factor_is_refused() {
        let a = column(&[1.0, 2.0, 4.0, 7.0, 1.0]);
        let b = column(&[3.0, 2.0, 5.0, 1.0, 2.0]);
        let double = column(&[2.0, 4.0, 8.0, 14.0, 2.0]);
        assert!(one_factor(&[a.clone(), b.clone()]).is_err());
        assert_eq!(
            one_factor(&[a.clone(), b.clone(), double]),
            Err(NotDefined::Collinear { what: "indicators" })
        );
        assert!(one_factor(&[a, b, column(&[6.0; 5])]).is_err());
    }

    /// Three indicators fit exactly: λ₁ = √(r₁₂r₁₃/r₂₃) and so on.
    #[test]
    fn three_indicators_have_the_closed_solution() {
        let columns = [
            column(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]),
            column(&[2.0, 1.0, 4.0, 3.0, 7.0, 5.0, 8.0]),
            column(&[1.5, 3.0, 1.0, 5.0, 4.0, 8.0, 6.0]),
        ];
        let r = correlation(&columns).unwrap();
        let found = one_factor(&columns).unwrap();
        let expected = (r[0][1] * r[0][2] / r[1][2]).sqrt();
        if expected < 1.0 {
            assert!((found.loadings[0] - expected).abs() < 1e-6, "{found:?}");
            assert!(found.chi_square < 1e-6);
        }
        assert_eq!((found.degrees, found.p_value), (0, None));
        let gap = Column::with_gaps([
            None,
            Some(1.0),
            Some(4.0),
            Some(3.0),
            Some(7.0),
            Some(5.0),
            Some(8.0),
        ]);
        let with_gap = one_factor(&[columns[0].clone(), gap.unwrap(), columns[2].clone()]).unwrap();
        assert_eq!(with_gap.scores.get(0), None);
        assert_eq!(with_gap.scores.present(), 6);
    }
}
