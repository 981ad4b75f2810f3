//! Times Fisher-Jenks on 100,000 lognormal values in 7 classes, beside mapclassify's exact one on the same values.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::path::Path;

use anyhow::Result;
use methods::classes::{Classes, fisher_jenks};
use yardstick::{Job, Limit, Measurement, Peer};

const VALUES: usize = 100_000;
const CLASSES: usize = 7;
const RUNS: u32 = 15;
const LIMIT: Limit = Limit {
    seconds: Some(0.15),
    megabytes: None,
    of_peer: Some(0.005),
};

fn main() -> Result<()> {
    let values = lognormal(VALUES);
    let classes = || fisher_jenks(&values, CLASSES).expect("the values are finite");
    let ours = Measurement::best_of(RUNS, classes, |found| within(&values, found));
    let peer = peer(&values)?;
    if let Some(peer) = &peer {
        // The peer adds up in single precision, so its classes may fit a little worse.
        peer.must_agree(ours, 1e-5)?;
    }
    let job = Job {
        name: "Fisher-Jenks, 100,000 values in 7 classes",
        limit: LIMIT,
        ours,
        peers: peer.into_iter().collect(),
    };
    println!("{job}");
    Ok(())
}

/// Half a minute of mapclassify, on the same values.
fn peer(values: &[f64]) -> Result<Option<Peer>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("values.f64");
    let bytes: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
    std::fs::write(&file, bytes)?;
    let script = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/benches/fisher_jenks.py"
    ));
    let classes = CLASSES.to_string();
    Peer::run(
        "mapclassify (exact)",
        script,
        &[file.as_os_str(), classes.as_ref()],
    )
}

/// Sum of squared deviations from the means of the classes: what Fisher-Jenks makes smallest.
fn within(values: &[f64], classes: &Classes) -> f64 {
    let mut members: Vec<Vec<f64>> = vec![Vec::new(); classes.bins.len()];
    for value in values {
        if let Some(class) = classes.class_of(*value) {
            members[class].push(*value);
        }
    }
    let of_class = |class: &Vec<f64>| {
        let mean = class.iter().sum::<f64>() / class.len().max(1) as f64;
        class.iter().map(|v| (v - mean).powi(2)).sum::<f64>()
    };
    members.iter().map(of_class).sum()
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
