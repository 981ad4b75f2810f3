//! Quantiles of the normal, gamma and beta distributions, solved on the distribution functions of
//! `statrs` to full precision (its own inverses stop earlier than the oracles ask).
//!
//! **Literature.** Wilson, E. B. & Hilferty, M. M. (1931): The distribution of chi-square. PNAS 17, 684-688 (where the
//! search of a gamma quantile starts). **Formula.** Newton's steps x − (F(x) − p)/f(x), halving between ends that close in.

use statrs::function::{beta, erf, gamma};

/// The standard normal quantile.
pub(crate) fn normal_quantile(p: f64) -> f64 {
    -std::f64::consts::SQRT_2 * erf::erfc_inv(2.0 * p)
}

/// The probability that a standard normal variable exceeds z.
pub(crate) fn normal_upper_tail(z: f64) -> f64 {
    0.5 * erf::erfc(z / std::f64::consts::SQRT_2)
}

/// The quantile of the gamma distribution with this shape (above 0) and scale 1.
pub(crate) fn gamma_quantile(shape: f64, p: f64) -> f64 {
    let distribution = |x: f64| gamma_distribution(shape, x);
    let ln_gamma = gamma::ln_gamma(shape);
    let density = |x: f64| ((shape - 1.0) * x.ln() - x - ln_gamma).exp();
    let mut high = shape + 1.0;
    while distribution(high) < p && high < 1e300 {
        high *= 2.0;
    }
    Root {
        p,
        low: 0.0,
        high,
        start: wilson_hilferty(shape, p),
    }
    .solve(distribution, density)
}

/// The quantile of the beta distribution with shapes a and b (both above 0).
pub(crate) fn beta_quantile(a: f64, b: f64, p: f64) -> f64 {
    let ln_beta = beta::ln_beta(a, b);
    let density = |x: f64| ((a - 1.0) * x.ln() + (b - 1.0) * (-x).ln_1p() - ln_beta).exp();
    Root {
        p,
        low: 0.0,
        high: 1.0,
        start: a / (a + b),
    }
    .solve(|x| beta::beta_reg(a, b, x), density)
}

/// The probability that a beta variable stays at or below x.
pub(crate) fn beta_distribution(a: f64, b: f64, x: f64) -> f64 {
    beta::beta_reg(a, b, x)
}

/// The probability that a gamma variable of this shape (above 0) and scale 1 exceeds x; of half the degrees of freedom
/// and half of a chi-square value, its upper tail.
pub(crate) fn gamma_upper_tail(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    if shape > SUMMED || x > SUMMED {
        return normal_upper_tail(wilson_hilferty_deviate(shape, x));
    }
    gamma::gamma_ur(shape, x)
}

/// The probability that a gamma variable of this shape (above 0) and scale 1 stays at or below x.
fn gamma_distribution(shape: f64, x: f64) -> f64 {
    if shape > SUMMED || x > SUMMED {
        return normal_upper_tail(-wilson_hilferty_deviate(shape, x));
    }
    gamma::gamma_lr(shape, x)
}

/// Up to here the series of the gamma distribution are summed; their terms grow with the root of the size, and
/// beyond 2^53 they never end. Above, Wilson and Hilferty's approximation is right to eight digits.
const SUMMED: f64 = 1e6;

/// Wilson and Hilferty's standard normal deviate of a gamma variable.
fn wilson_hilferty_deviate(shape: f64, x: f64) -> f64 {
    let ninth = 1.0 / (9.0 * shape);
    ((x / shape).cbrt() - 1.0 + ninth) / ninth.sqrt()
}

/// Wilson and Hilferty's normal approximation of a gamma quantile.
fn wilson_hilferty(shape: f64, p: f64) -> f64 {
    let ninth = 1.0 / (9.0 * shape);
    let root = 1.0 - ninth + normal_quantile(p) * ninth.sqrt();
    // Not `powi`, whose last digits differ between builds.
    shape * (root * root * root)
}

/// A quantile searched between two ends.
struct Root {
    p: f64,
    low: f64,
    high: f64,
    start: f64,
}

impl Root {
    /// Newton's method, kept between ends that only close in; halving where it would leave them.
    fn solve(self, distribution: impl Fn(f64) -> f64, density: impl Fn(f64) -> f64) -> f64 {
        let (mut low, mut high) = (self.low, self.high);
        let mut x = self.start;
        for _ in 0..200 {
            if !(x > low && x < high) {
                x = f64::midpoint(low, high);
            }
            let error = distribution(x) - self.p;
            if error > 0.0 {
                high = x;
            } else {
                low = x;
            }
            let next = x - error / density(x);
            let settled = (next - x).abs() <= 4.0 * f64::EPSILON * x;
            if error == 0.0 || settled || high - low <= f64::EPSILON * low {
                return if next > self.low && next < self.high {
                    next
                } else {
                    x
                };
            }
            x = next;
        }
        x
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_normal_quantile_is_right_to_twelve_digits() {
        assert!((normal_quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-12);
        assert!((normal_quantile(0.999) - 3.090_232_306_167_813).abs() < 1e-12);
        assert!((normal_quantile(0.001) + 3.090_232_306_167_813).abs() < 1e-12);
        assert!(normal_quantile(0.5).abs() < 1e-15);
    }

    #[test]
    fn quantiles_invert_the_distribution() {
        for shape in [0.3, 1.0, 4.5, 9.0, 250.0] {
            for p in [1e-9, 0.001, 0.025, 0.5, 0.975, 0.999] {
                let x = gamma_quantile(shape, p);
                assert!(
                    (gamma::gamma_lr(shape, x) / p - 1.0).abs() < 1e-10,
                    "{shape} {p}"
                );
                let y = beta_quantile(shape, 3.0, p);
                assert!(
                    (beta::beta_reg(shape, 3.0, y) / p - 1.0).abs() < 1e-10,
                    "{shape} {p}"
                );
            }
        }
    }

    #[test]
    fn tails_of_any_size_end_and_join_at_the_border() {
        for deviations in [-3.0, -1.0, 0.0, 0.5, 2.5] {
            let tail = |shape: f64| gamma_upper_tail(shape, shape + deviations * shape.sqrt());
            assert!(
                (tail(SUMMED) - tail(SUMMED + 1.0)).abs() < 1e-7,
                "{deviations}"
            );
            let huge = gamma_upper_tail(3.8e53, 3.8e53 + deviations * 3.8e53_f64.sqrt());
            assert!((huge - normal_upper_tail(deviations)).abs() < 0.5);
        }
        assert!((gamma_quantile(1e12, 0.975) / (1e12 + 1.959_964e6) - 1.0).abs() < 1e-9);
        assert!(gamma_upper_tail(1.0, 1e300) < 1e-300);
    }
}
