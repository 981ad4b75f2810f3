//! Times smoothing and indexing of many areas beside numpy, and the uncertainty of an index.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::path::Path;

use anyhow::Result;
use methods::empirical_bayes::smooth;
use methods::index::{
    Aggregation, AreaUncertainty, Column, Normalisation, Settings, Weights, aggregate, normalise,
    uncertainty,
};
use methods::{Confidence, Estimate, NotDefined, wilson};
use yardstick::{Job, Limit, Measurement, Peer, on_one_core_and_all};

const AREAS: usize = 10_000;
const YEARS: usize = 20;
const INDICATORS: usize = 20;
const RUNS: u32 = 7;

fn main() -> Result<()> {
    println!("{}", smoothed_index()?);
    for job in index_uncertainty()? {
        println!("{job}");
    }
    Ok(())
}

/// One thread, as the peer.
fn smoothed_index() -> Result<Job> {
    let counts = Counts::new();
    let ours = Measurement::best_of(
        RUNS,
        || {
            counts
                .spread_of_index()
                .expect("counts and bases are above 0")
        },
        |found| *found,
    );
    let peer = counts.peer()?;
    if let Some(peer) = &peer {
        peer.must_agree(ours, 1e-9)?;
    }
    Ok(Job {
        name: "Empirical Bayes and index, 10,000 areas x 20 years x 20 indicators",
        limit: Limit {
            seconds: None,
            megabytes: None,
            of_peer: Some(1.0),
        },
        ours,
        peers: peer.into_iter().collect(),
    })
}

/// On one core and on all: the same draws either way.
fn index_uncertainty() -> Result<[Job; 2]> {
    let mut numbers = Numbers(7);
    let indicators: Vec<Vec<Option<Estimate>>> = (0..10)
        .map(|_| {
            let share = |cases: f64| wilson(cases, 2_000.0, Confidence::P95).ok();
            (0..500).map(|_| share(numbers.below(600.0))).collect()
        })
        .collect();
    let settings = Settings::usual(Weights::equal(10)?, 1);
    let found = || uncertainty(&indicators, &settings).expect("the indicators have spread");
    let ranks = |found: &Vec<Option<AreaUncertainty>>| {
        let areas = found.iter().flatten();
        areas.map(|area| f64::from(area.median_rank)).sum()
    };
    let (one_core, all_cores) = on_one_core_and_all(|| Measurement::best_of(RUNS, found, ranks))?;
    let job = |name, ours| Job {
        name,
        limit: Limit {
            seconds: Some(1.0),
            megabytes: None,
            of_peer: None,
        },
        ours,
        peers: Vec::new(),
    };
    Ok([
        job(
            "Index uncertainty, 500 areas x 10 indicators x 10,000 draws, one core",
            one_core,
        ),
        job("the same on all cores", all_cores),
    ])
}

/// Cases by year and indicator and the people of each year, in the order of areas.
struct Counts {
    people: Vec<Vec<f64>>,
    cases: Vec<Vec<Vec<f64>>>,
}

impl Counts {
    fn new() -> Self {
        let mut numbers = Numbers(1);
        let people: Vec<Vec<f64>> = (0..YEARS)
            .map(|_| (0..AREAS).map(|_| 50.0 + numbers.below(4_950.0)).collect())
            .collect();
        let mut column = |people: &Vec<f64>| -> Vec<f64> {
            people.iter().map(|n| numbers.below(n * 0.2)).collect()
        };
        let cases = people
            .iter()
            .map(|people| (0..INDICATORS).map(|_| column(people)).collect())
            .collect();
        Self { people, cases }
    }

    /// The standard deviation of each year's index, added up.
    fn spread_of_index(&self) -> Result<f64, NotDefined> {
        let weights = Weights::equal(INDICATORS)?;
        let mut sum = 0.0;
        for (people, year) in self.people.iter().zip(&self.cases) {
            let scores: Vec<Column> = year
                .iter()
                .map(|cases| {
                    let rates = Column::new(smooth(cases, people)?.rates)?;
                    normalise(&rates, Normalisation::ZScore)
                })
                .collect::<Result<_, NotDefined>>()?;
            let index = aggregate(&scores, &weights, Aggregation::Arithmetic, 0.0)?;
            let mean = index.iter().flatten().sum::<f64>() / AREAS as f64;
            let squares: f64 = index
                .iter()
                .flatten()
                .map(|x| (x - mean) * (x - mean))
                .sum();
            sum += (squares / AREAS as f64).sqrt();
        }
        Ok(sum)
    }

    fn peer(&self) -> Result<Option<Peer>> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("counts.f64");
        let cases = self.cases.iter().flatten();
        let all = self.people.iter().chain(cases).flatten();
        let bytes: Vec<u8> = all.flat_map(|v| v.to_le_bytes()).collect();
        std::fs::write(&file, bytes)?;
        let script = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/benches/index.py"));
        let sizes = [AREAS, YEARS, INDICATORS].map(|size| size.to_string());
        Peer::run(
            "numpy (vectorised)",
            script,
            &[
                file.as_os_str(),
                sizes[0].as_ref(),
                sizes[1].as_ref(),
                sizes[2].as_ref(),
            ],
        )
    }
}

/// A fixed sequence of numbers (64-bit congruential generator).
struct Numbers(u64);

impl Numbers {
    /// A whole number from 0 to below a limit.
    fn below(&mut self, limit: f64) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 11) as f64 / (1_u64 << 53) as f64 * limit).floor()
    }
}
