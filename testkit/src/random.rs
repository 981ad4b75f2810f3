//! Chance that is the same on every machine: numbers are hashed from names, years and places.
//!
//! There is no state and no order: `unit(&[a, b])` is the same number whenever it is asked for. Only the four
//! basic operations and the square root are used, since the libraries' `exp` and `sin` differ between machines.

const SEED: u64 = 0x4c65_6265_6e73_6c61;

/// Mixes the parts of a name into 64 even bits (the finaliser of `SplitMix64`).
pub(crate) fn hash(parts: &[u64]) -> u64 {
    parts.iter().fold(SEED, |state, part| {
        let mut z = (state ^ part).wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    })
}

/// A number from 0 to below 1.
pub(crate) fn unit(parts: &[u64]) -> f64 {
    (hash(parts) >> 11) as f64 / (1u64 << 53) as f64
}

/// A number around 0 with deviation 1, never beyond 6 (twelve even numbers added up).
pub(crate) fn normal(parts: &[u64]) -> f64 {
    let mut sum = 0u64;
    for round in 0..3 {
        let bits = hash(&[hash(parts), round]);
        sum += (0..4).map(|k| (bits >> (16 * k)) & 0xffff).sum::<u64>();
    }
    sum as f64 / 65536.0 - 6.0
}

/// A number around 0 with deviation 1 that changes only little from year to year, since people stay.
pub(crate) fn lasting(parts: &[u64], year: i32) -> f64 {
    let key = hash(parts);
    let mut weight = 0.6;
    let mut sum = 0.0;
    for lag in 0..12 {
        sum += weight * normal(&[key, u64::from((year - lag).unsigned_abs())]);
        weight *= 0.8;
    }
    sum
}

/// e to the power of `x` for small `x`, by ten squarings.
pub(crate) fn exp(x: f64) -> f64 {
    let mut y = 1.0 + x / 1024.0 + x * x / (2.0 * 1024.0 * 1024.0);
    for _ in 0..10 {
        y *= y;
    }
    y
}

/// How many of `n` have a trait of probability `p`, for a luck `z` around 0 with deviation 1.
pub(crate) fn binomial(n: u32, p: f64, z: f64) -> u32 {
    let (p, whole) = (p.clamp(0.0, 1.0), f64::from(n));
    if p > 0.5 {
        return n - binomial(n, 1.0 - p, -z);
    }
    if whole * p > 30.0 {
        let drawn = whole * p + z * (whole * p * (1.0 - p)).sqrt();
        return rounded(drawn).min(n);
    }
    let luck = 1.0 / (1.0 + exp(-1.702 * z));
    let mut chance = exp_whole(1.0 - p, n);
    let (mut sum, mut k) = (chance, 0);
    while sum < luck && k < n {
        chance *= f64::from(n - k) / f64::from(k + 1) * p / (1.0 - p);
        sum += chance;
        k += 1;
    }
    k
}

/// The nearest whole number, 0 for anything below.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "numbers of people stay far below u32::MAX and are clamped at 0"
)]
pub(crate) fn rounded(x: f64) -> u32 {
    (x.max(0.0) + 0.5) as u32
}

fn exp_whole(base: f64, mut power: u32) -> f64 {
    let (mut result, mut square) = (1.0, base);
    while power > 0 {
        if power & 1 == 1 {
            result *= square;
        }
        square *= square;
        power >>= 1;
    }
    result
}

/// A smooth field over the plane with values from -1 to 1; hills are about `wavelength` metres wide.
pub(crate) fn field(name: u64, at: (f64, f64), wavelength: f64) -> f64 {
    // Each field lies turned by another angle, so that no border follows the compass.
    let turn = 0.3 + 0.4 * unit(&[name, 1]);
    let length = (1.0 + turn * turn).sqrt();
    let (x, y) = (
        (at.0 - turn * at.1) / length / wavelength + 1000.5,
        (turn * at.0 + at.1) / length / wavelength + 1000.5,
    );
    let (i, j) = (x.floor(), y.floor());
    let (east, north) = (fade(x - i), fade(y - j));
    let corner = |a: f64, b: f64| {
        2.0 * unit(&[name, u64::from(rounded(i + a)), u64::from(rounded(j + b))]) - 1.0
    };
    let southern = corner(0.0, 0.0) * (1.0 - east) + corner(1.0, 0.0) * east;
    let northern = corner(0.0, 1.0) * (1.0 - east) + corner(1.0, 1.0) * east;
    southern * (1.0 - north) + northern * north
}

fn fade(t: f64) -> f64 {
    t * t * t * (t * (t * 6.0 - 15.0) + 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_have_the_mean_and_spread_they_promise() {
        let draws: Vec<f64> = (0..4000)
            .map(|k| f64::from(binomial(40, 0.3, normal(&[7, k]))))
            .collect();
        let mean = draws.iter().sum::<f64>() / 4000.0;
        let spread = draws.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / 4000.0;
        assert!((mean - 12.0).abs() < 0.2, "mean {mean}");
        assert!((spread - 8.4).abs() < 0.9, "spread {spread}");
    }

    #[test]
    fn nobody_and_everybody_are_possible() {
        assert_eq!(binomial(0, 0.5, 0.0), 0);
        assert_eq!(binomial(9, 0.0, 3.0), 0);
        assert_eq!(binomial(9, 1.0, -3.0), 9);
        assert_eq!(binomial(1000, 0.4, 0.0), 400);
    }

    #[test]
    fn the_power_of_e_is_close_to_the_librarys() {
        for x in [-4.0, -1.0, 0.0, 0.5, 2.0] {
            assert!((exp(x) / f64::exp(x) - 1.0).abs() < 1e-4, "{x}");
        }
    }
}
