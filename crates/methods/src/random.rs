//! Draws that are the same at any number of threads and on every machine.
//!
//! **Literature.** Bernstein, D. J. (2008): `ChaCha`, a variant of Salsa20 (the generator works on a counter, so that
//! any stream can be drawn alone); Lemire, D. (2019): Fast random integer generation in an interval. ACM TOMACS 29
//! (whole numbers without bias).
//!
//! A caller gives a seed that it makes from what it computes (release, method, area), never from a clock; each
//! repetition or area draws from a stream of its own.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rand_distr::{Distribution, Gamma, StandardNormal};

/// The seed that belongs to what is computed, for example release, method and area: the same words, the same draws.
///
/// **Literature.** Fowler, Noll & Vo: The FNV Non-Cryptographic Hash Algorithm (FNV-1a, 64 bits).
///
/// ```
/// assert_eq!(methods::seed(&["2025-1", "index"]), methods::seed(&["2025-1", "index"]));
/// assert_ne!(methods::seed(&["2025-1", "index"]), methods::seed(&["2025-1i", "ndex"]));
/// ```
pub fn seed(parts: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        // 0xff is in no UTF-8 text: it keeps the parts apart.
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash
}

/// One stream of random numbers.
pub(crate) struct Stream(ChaCha8Rng);

impl Stream {
    /// The stream with this number under a seed.
    pub(crate) fn new(seed: u64, number: u64) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(number);
        Self(generator)
    }

    /// A whole number from 0 to below a limit (at least 1), each equally likely.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the halves of a product of two 32-bit numbers"
    )]
    pub(crate) fn below(&mut self, limit: u32) -> u32 {
        debug_assert!(limit > 0, "there is no number below 0");
        let unfair = limit.wrapping_neg() % limit;
        loop {
            let product = u64::from(self.0.next_u32()) * u64::from(limit);
            if product as u32 >= unfair {
                return (product >> 32) as u32;
            }
        }
    }

    /// A number from 0 to below 1 with 53 random bits.
    pub(crate) fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A standard normal number.
    pub(crate) fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }

    /// A gamma number of this shape and scale 1; 0 of shape 0.
    pub(crate) fn gamma(&mut self, shape: f64) -> f64 {
        Gamma::new(shape, 1.0).map_or(0.0, |gamma| gamma.sample(&mut self.0))
    }

    /// Puts the first entries in random order, each of the slice equally likely to be among them.
    pub(crate) fn shuffle_front(&mut self, entries: &mut [u32], front: usize) {
        let length = entries.len();
        for at in 0..front.min(length.saturating_sub(1)) {
            let left = u32::try_from(length - at).unwrap_or(u32::MAX);
            entries.swap(at, at + self.below(left) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_the_same_whenever_it_is_drawn() {
        let draw = |number| {
            let mut stream = Stream::new(7, number);
            [stream.below(10), stream.below(1_000_000), stream.below(1)]
        };
        assert_eq!(draw(3), draw(3));
        assert_ne!(draw(3), draw(4));
    }

    #[test]
    fn every_number_is_equally_likely() {
        let mut stream = Stream::new(1, 0);
        let mut counts = [0_i32; 7];
        for _ in 0..70_000 {
            counts[stream.below(7) as usize] += 1;
        }
        assert!(
            counts.iter().all(|count| (count - 10_000).abs() < 500),
            "{counts:?}"
        );
    }
}
