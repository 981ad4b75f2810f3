//! Class mobility: how areas moved between the classes of an index from year to year.
//!
//! Only years on the same parameters and definitions are compared; with parameters of each year's own a move says
//! where an area stands among all, with a base year how it fares.

use methods::NotDefined;
use methods::mobility::{rank_mobility, transitions};
use serde::{Deserialize, Serialize};
use vocabulary::{AreaKey, Period};

use crate::index::{IndexPeriod, IndexResult};

/// The moves between the classes of an index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[doc(alias = "Klassenmobilität")]
pub struct ClassMobility {
    /// The preset of the index.
    pub preset: String,
    /// The names of the classes, the least burden first.
    pub classes: Vec<String>,
    /// The periods looked at, oldest first.
    pub periods: Vec<Period>,
    /// How often an area went from the class of the row to that of the column.
    pub counts: Vec<Vec<u64>>,
    /// The same as shares of the row; none for a class no area started from.
    pub shares: Vec<Option<Vec<f64>>>,
    /// Shares of classes that would no longer change, if every class can be reached.
    pub steady_state: Option<Vec<f64>>,
    /// Kendall's τ-b of the order of areas in the first and the last period, with how many areas it rests on.
    pub order: Option<OrderKept>,
}

/// How far the order of areas was kept.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrderKept {
    /// 1: unchanged; 0: nothing to do with each other.
    pub tau: f64,
    /// Areas with an index in both periods.
    pub areas: usize,
}

/// How areas moved between the classes of an index.
pub fn mobility(index: &IndexResult) -> Result<ClassMobility, NotDefined> {
    let periods = same_definitions(index);
    if periods.len() < 2 {
        return Err(NotDefined::TooFewValues {
            need: 2,
            have: periods.len(),
        });
    }
    let mut areas: Vec<&AreaKey> = periods
        .iter()
        .flat_map(|p| p.areas.iter().map(|a| &a.area))
        .collect();
    areas.sort();
    areas.dedup();
    let classes: Vec<Vec<Option<usize>>> = periods
        .iter()
        .map(|p| areas.iter().map(|key| Some(p.area(key)?.class)).collect())
        .collect();
    let names = &index.preset.status.names;
    let moves = transitions(&classes, names.len())?;
    Ok(ClassMobility {
        preset: index.preset.id.clone(),
        classes: names.clone(),
        shares: moves.shares(),
        steady_state: moves.steady_state(),
        counts: moves.counts,
        order: order(&areas, (periods[0], periods[periods.len() - 1])),
        periods: periods.iter().map(|p| p.period).collect(),
    })
}

/// The newest periods whose indicators all have the same definitions.
fn same_definitions(index: &IndexResult) -> Vec<&IndexPeriod> {
    let versions = |p: &IndexPeriod| -> Vec<u32> {
        p.parts.iter().map(|part| part.definition_version).collect()
    };
    let newest = index.newest().map(versions);
    let mut run: Vec<&IndexPeriod> = index
        .periods
        .iter()
        .rev()
        .take_while(|p| Some(versions(p)) == newest)
        .collect();
    run.reverse();
    run
}

fn order(areas: &[&AreaKey], (first, last): (&IndexPeriod, &IndexPeriod)) -> Option<OrderKept> {
    let both = areas.iter().filter_map(|key| {
        let before = first.area(key)?.index;
        Some((before, last.area(key)?.index))
    });
    let (before, after): (Vec<f64>, Vec<f64>) = both.unzip();
    let found = rank_mobility(&before, &after).ok()?;
    Some(OrderKept {
        tau: found.tau,
        areas: before.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::County;
    use crate::{Preset, index};

    const PRESET: &str = r#"
id = "probe"
version = 1
name = "Probe"
purpose = ""
[[indicator]]
id = "A"
[status]
cuts = [0.0]
names = ["wenig", "viel"]
[doubt]
draws = 20
"#;

    #[test]
    fn one_area_that_changes_its_class_is_one_move_and_no_other() {
        let county = County::new(6, 2022..=2024, |place, year| {
            let moved = if place == 0 && year == 2024 {
                300.0
            } else {
                0.0
            };
            Some(([50.0 + 40.0 * place as f64 + moved, 20.0, 20.0], 1_000.0))
        });
        let preset = Preset::load("probe.toml", PRESET).unwrap();
        let found = mobility(&index(county.panel(), &preset, None).unwrap()).unwrap();
        assert_eq!(found.counts.iter().flatten().sum::<u64>(), 12);
        assert_eq!(found.counts[0][1], 1);
        assert_eq!(found.order.unwrap().areas, 6);
        assert!(found.order.unwrap().tau < 1.0);
    }

    #[test]
    fn one_year_is_no_mobility() {
        let county = County::new(6, 2024..=2024, |place, _| {
            Some(([50.0 + 40.0 * place as f64, 20.0, 20.0], 1_000.0))
        });
        let preset = Preset::load("probe.toml", PRESET).unwrap();
        assert!(mobility(&index(county.panel(), &preset, None).unwrap()).is_err());
    }
}
