//! Times local Moran with permutations on a grid of 10,000 areas, and the synthetic control of 87 areas with all placebos.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::path::Path;

use anyhow::Result;
use methods::effect::{Importance, Panel, placebos};
use methods::spatial::{LocalPermutation, Permutations, Weights, local_moran_permutation};
use yardstick::{Job, Limit, Measurement, Peer, ROUNDS};

const SIDE: usize = 100;
const PERMUTATIONS: usize = 9_999;
/// Half of esda's 1.7 s; the ratio to esda itself is measured in the same run.
const OF_MORAN: Limit = Limit {
    seconds: Some(0.85),
    megabytes: None,
    of_peer: Some(0.5),
};
const OF_PLACEBOS: Limit = Limit {
    seconds: Some(1.0),
    megabytes: None,
    of_peer: None,
};

fn main() -> Result<()> {
    let (weights, values) = (grid()?, values());
    let runs = Permutations::new(PERMUTATIONS, 1)?;
    let ours = Measurement::best_of(
        ROUNDS,
        || local_moran_permutation(&values, &weights, runs).expect("a grid has neighbours"),
        |found| mean_p(found.iter().flatten()),
    );
    let script = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/benches/local_moran.py"
    ));
    let (side, permutations) = (SIDE.to_string(), PERMUTATIONS.to_string());
    let peer = Peer::run(
        "esda (numba)",
        script,
        &[side.as_ref(), permutations.as_ref()],
    )?;
    if let Some(peer) = &peer {
        // Both draw at random and share their draws among areas, so the mean of 10,000 p-values is off by as much as one.
        peer.must_agree(ours, 3e-2)?;
    }
    let job = Job {
        name: "Local Moran, 10,000 areas, 9,999 permutations",
        limit: OF_MORAN,
        ours,
        peers: peer.into_iter().collect(),
    };
    println!("{job}");
    println!("{}", synthetic_controls()?);
    Ok(())
}

/// Synthetic control of one area, V fixed, with a placebo for each of the 86 others.
fn synthetic_controls() -> Result<Job> {
    let value = |area: u32, year: u32| {
        f64::from((area * 37 + year * area * 11) % 101) / 10.0 + f64::from(year)
    };
    let rows = (0..87).map(|area| (0..10).map(|year| value(area, year)).collect());
    let (panel, donors) = (Panel::new(rows.collect())?, (1..87).collect::<Vec<usize>>());
    let ours = Measurement::best_of(
        ROUNDS,
        || placebos(&panel, 0, (&donors, 7), &Importance::Equal).expect("there are donors"),
        |found| found.p,
    );
    Ok(Job {
        name: "Synthetic control with placebos, 87 areas, 10 years",
        limit: OF_PLACEBOS,
        ours,
        peers: Vec::new(),
    })
}

fn mean_p<'a>(found: impl Iterator<Item = &'a LocalPermutation>) -> f64 {
    let p_values: Vec<f64> = found.map(|area| area.p_folded).collect();
    p_values.iter().sum::<f64>() / p_values.len() as f64
}

/// Square areas that touch at edges and corners.
fn grid() -> Result<Weights> {
    let mut neighbours = vec![Vec::new(); SIDE * SIDE];
    for (area, own) in neighbours.iter_mut().enumerate() {
        let (x, y) = (area % SIDE, area / SIDE);
        for row in y.saturating_sub(1)..(y + 2).min(SIDE) {
            let columns = x.saturating_sub(1)..(x + 2).min(SIDE);
            own.extend(
                columns
                    .filter(|column| (*column, row) != (x, y))
                    .map(|column| row * SIDE + column),
            );
        }
    }
    Ok(Weights::binary(&neighbours)?.row_standardised())
}

/// Numbers without any order; the peer makes the same.
fn values() -> Vec<f64> {
    (0..SIDE * SIDE)
        .map(|i| ((i * 7_919 + 13) % 10_007) as f64)
        .collect()
}
