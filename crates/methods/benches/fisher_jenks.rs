//! Times Fisher-Jenks on 100,000 lognormal values in 7 classes against its limit of 0.15 s.

use std::hint::black_box;
use std::io::Write;
use std::time::Instant;

use methods::classes::fisher_jenks;

const VALUES: usize = 100_000;
const CLASSES: usize = 7;
const RUNS: usize = 15;
const LIMIT_SECONDS: f64 = 0.15;

fn main() -> std::io::Result<()> {
    let values = lognormal(VALUES);
    let mut seconds: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            black_box(fisher_jenks(black_box(&values), CLASSES).expect("the values are finite"));
            start.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    let median = seconds[RUNS / 2];
    writeln!(
        std::io::stdout(),
        "fisher_jenks values={VALUES} classes={CLASSES} median_s={median:.4} limit_s={LIMIT_SECONDS} ratio={:.3}",
        median / LIMIT_SECONDS
    )
}

/// Lognormal values of a fixed sequence (Box-Muller on a 64-bit congruential generator).
fn lognormal(count: usize) -> Vec<f64> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut uniform = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((state >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    };
    (0..count)
        .map(|_| {
            let radius = (-2.0 * uniform().ln()).sqrt();
            (radius * (2.0 * std::f64::consts::PI * uniform()).cos()).exp()
        })
        .collect()
}
