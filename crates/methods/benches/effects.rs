//! Times every estimate of an effect that a county of 87 areas and 10 years can have, each with its placebos.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use anyhow::Result;
use methods::NotDefined;
use methods::effect::{
    Aggregation, Controls, Importance, Panel, callaway_santanna, event_study, interrupted_series,
    placebos, randomisation_test, similar_areas, smallest_detectable, twfe,
};
use methods::spatial::Permutations;
use yardstick::{Job, Limit, Measurement, ROUNDS, on_one_core_and_all};

const AREAS: usize = 87;
const YEARS: usize = 10;
/// The first year with the measure.
const START: usize = 6;
const LIMIT: Limit = Limit {
    seconds: Some(1.0),
    megabytes: None,
    of_peer: None,
};

fn main() -> Result<()> {
    let rows: Vec<Vec<f64>> = (0..AREAS).map(row).collect();
    let panel = Panel::new(rows)?;
    let (one_core, all_cores) = on_one_core_and_all(|| {
        Measurement::best_of(
            ROUNDS,
            || every_effect(&panel).expect("the county is large enough for all of them"),
            |effects| effects.iter().sum(),
        )
    })?;
    let job = |name, ours| Job {
        name,
        limit: LIMIT,
        ours,
        peers: Vec::new(),
    };
    println!(
        "{}\n{}",
        job(
            "All effects with placebos, 87 areas x 10 years, one core",
            one_core
        ),
        job("the same on all cores", all_cores)
    );
    Ok(())
}

/// Areas that move on their own; six of them fall by three from the start or a year later.
fn row(area: usize) -> Vec<f64> {
    let value = |year: usize| {
        let treated = start(area).is_some_and(|start| year >= start);
        let own = ((area * 37 + year * area * 11) % 101) as f64 / 20.0;
        (area % 13) as f64 + year as f64 / 5.0 + own - if treated { 3.0 } else { 0.0 }
    };
    (0..YEARS).map(value).collect()
}

/// Five areas begin together, one begins a year later.
fn start(area: usize) -> Option<usize> {
    match area {
        0 | 17 | 34 | 51 | 68 => Some(START),
        85 => Some(START + 1),
        _ => None,
    }
}

fn every_effect(panel: &Panel) -> Result<Vec<f64>, NotDefined> {
    let starts: Vec<Option<usize>> = (0..AREAS).map(start).collect();
    let treated: Vec<bool> = starts.iter().map(Option::is_some).collect();
    let draws = Permutations::new(9_999, 1)?;
    let (changes, slopes) = (panel.change_after(START)?, panel.slope_before(START)?);
    let staggered = callaway_santanna(panel, &starts, Controls::NotYet, &[])?;
    let mut effects = vec![
        randomisation_test(&changes, &treated, draws)?.effect.lower,
        randomisation_test(&slopes, &treated, draws)?.p,
        smallest_detectable(&slopes, 6, draws)?,
        similar_areas(panel, (&treated, &changes), (START, 5))?.matched_change,
        twfe(panel, &starts)?.effect,
        event_study(panel, &starts)?.coefficients.iter().sum(),
    ];
    for by in [
        Aggregation::Simple,
        Aggregation::Group,
        Aggregation::Dynamic,
    ] {
        effects.push(staggered.aggregate(by).overall.0);
    }
    effects.extend(synthetic(panel, &treated)?);
    Ok(effects)
}

/// A mixture for each treated area with a placebo for each of its donors, and its series before and after.
fn synthetic(panel: &Panel, treated: &[bool]) -> Result<Vec<f64>, NotDefined> {
    let of = |wanted: bool| (0..AREAS).filter(move |area| treated[*area] == wanted);
    let donors: Vec<usize> = of(false).collect();
    let mut effects = Vec::new();
    for area in of(true) {
        let found = placebos(panel, area, (&donors, START), &Importance::Equal)?;
        effects.extend([found.control.effect, found.p]);
        effects.extend(interrupted_series(panel.row(area), START, 1)?.coefficients);
    }
    Ok(effects)
}
