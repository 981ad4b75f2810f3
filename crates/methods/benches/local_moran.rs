//! Times local Moran with permutations on a grid of 10,000 areas, beside esda on the same grid and values.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::path::Path;

use anyhow::Result;
use methods::spatial::{LocalPermutation, Permutations, Weights, local_moran_permutation};
use yardstick::{Job, Limit, Measurement, Peer, ROUNDS, on_one_core_and_all};

const SIDE: usize = 100;
const PERMUTATIONS: usize = 9_999;
/// Half of esda's 1.7 s; the ratio to esda itself is measured in the same run.
const LIMIT: Limit = Limit {
    seconds: Some(0.85),
    megabytes: None,
    of_peer: Some(0.5),
};
fn main() -> Result<()> {
    let (weights, values) = (grid()?, values());
    let runs = Permutations::new(PERMUTATIONS, 1)?;
    let (one_core, all_cores) = on_one_core_and_all(|| {
        Measurement::best_of(
            ROUNDS,
            || local_moran_permutation(&values, &weights, runs).expect("a grid has neighbours"),
            |found| mean_p(found.iter().flatten()),
        )
    })?;
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
        peer.must_agree(one_core, 3e-2)?;
    }
    let job = |name, ours, peer: Option<Peer>| Job {
        name,
        limit: LIMIT,
        ours,
        peers: peer.into_iter().collect(),
    };
    println!(
        "{}\n{}",
        job(
            "Local Moran, 10,000 areas, 9,999 permutations, one core",
            one_core,
            peer.clone()
        ),
        job("the same on all cores", all_cores, peer)
    );
    Ok(())
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
