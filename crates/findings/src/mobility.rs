//! Class mobility: how areas moved between the classes of an index from year to year.
//!
//! Only years on the same parameters and definitions are compared; with parameters of each year's own a move says
//! where an area stands among all, with a base year how it fares.

use areas::{Contiguity, Snap};
use methods::NotDefined;
use methods::mobility::{homogeneity, rank_mobility, spatial_transitions, transitions};
use serde::{Deserialize, Serialize};
use vocabulary::{AreaKey, Period};

use crate::Panel;
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

/// The moves that started among neighbours of each class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[doc(alias = "Klassenmobilität nach Nachbarschaft")]
pub struct MovesAround {
    /// The names of the classes, the least burden first.
    pub classes: Vec<String>,
    /// For each class of the neighbours' mean: how often an area went from the class of the row to that of the column.
    pub counts: Vec<Vec<Vec<u64>>>,
    /// Moves of areas without a neighbour that has an index; they are in none of the counts.
    pub without: usize,
    /// The chance of moves so different between neighbourhoods if these did not matter; a description, because
    /// neighbours influence each other. None where there is too little to compare.
    pub p_value: Option<f64>,
}

/// The moves of areas by the class of what lies around them at the start.
pub fn moves_around(panel: Panel<'_>, index: &IndexResult) -> Result<MovesAround, NotDefined> {
    let periods = same_definitions(index);
    let areas = areas_of(&periods);
    let near = neighbours(panel, &areas);
    if near.iter().all(Vec::is_empty) {
        return Err(NotDefined::TooFewValues { need: 1, have: 0 });
    }
    let classes = classes_of(&periods, &areas);
    let status = &index.preset.status;
    let around: Vec<Vec<Option<usize>>> = periods
        .iter()
        .map(|period| {
            let mean = |near: &Vec<usize>| {
                let known = near.iter().filter_map(|&at| period.area(areas[at]));
                let values: Vec<f64> = known.map(|area| area.index).collect();
                let sum: f64 = values.iter().sum();
                (!values.is_empty()).then(|| status.of(sum / values.len() as f64))
            };
            near.iter().map(mean).collect()
        })
        .collect();
    let count = status.names.len();
    let found = spatial_transitions(&classes, &around, (count, count))?;
    let all: u64 = transitions(&classes, count)?.counts.iter().flatten().sum();
    let told: u64 = found.whole.counts.iter().flatten().sum();
    Ok(MovesAround {
        classes: status.names.clone(),
        p_value: homogeneity(&found.parts).ok().and_then(|h| h.p_value),
        counts: found.parts.into_iter().map(|part| part.counts).collect(),
        without: usize::try_from(all - told).unwrap_or(usize::MAX),
    })
}

/// Which areas touch; an area without outline touches none.
fn neighbours(panel: Panel<'_>, areas: &[&AreaKey]) -> Vec<Vec<usize>> {
    let none = geo::MultiPolygon(Vec::new());
    let outlines: Vec<geo::MultiPolygon<f64>> = areas
        .iter()
        .map(|area| panel.outlines.get(*area).unwrap_or(&none).clone())
        .collect();
    Contiguity::of(&outlines, Snap::MILLIMETRE).queen
}

/// All areas that have an index in any of the periods, by key.
fn areas_of<'a>(periods: &[&'a IndexPeriod]) -> Vec<&'a AreaKey> {
    let all = periods.iter().flat_map(|p| p.areas.iter().map(|a| &a.area));
    let mut areas: Vec<&AreaKey> = all.collect();
    areas.sort();
    areas.dedup();
    areas
}

fn classes_of(periods: &[&IndexPeriod], areas: &[&AreaKey]) -> Vec<Vec<Option<usize>>> {
    let of = |p: &&IndexPeriod| areas.iter().map(|key| Some(p.area(key)?.class)).collect();
    periods.iter().map(of).collect()
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
    let areas = areas_of(&periods);
    let classes = classes_of(&periods, &areas);
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
    use crate::county::{County, square};
    use crate::{IndexResult, Preset, index};

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

    /// Six places, of which the first rises to the other class in the last of three years.
    fn one_moves() -> (County, IndexResult) {
        let county = County::new(6, 2022..=2024, |place, year| {
            let moved = if place == 0 && year == 2024 {
                300.0
            } else {
                0.0
            };
            Some(([50.0 + 40.0 * place as f64 + moved, 20.0, 20.0], 1_000.0))
        });
        let preset = Preset::load("probe.toml", PRESET).unwrap();
        let made = index(county.panel(), &preset, None).unwrap();
        (county, made)
    }

    #[test]
    fn one_area_that_changes_its_class_is_one_move_and_no_other() {
        let (_, made) = one_moves();
        let found = mobility(&made).unwrap();
        assert_eq!(found.counts.iter().flatten().sum::<u64>(), 12);
        assert_eq!(found.counts[0][1], 1);
        assert_eq!(found.order.unwrap().areas, 6);
        assert!(found.order.unwrap().tau < 1.0);
    }

    #[test]
    fn moves_are_told_by_what_lies_around_and_islands_are_left_out() {
        let (county, made) = one_moves();
        assert!(moves_around(county.panel(), &made).is_err(), "no outlines");
        // Five places in a row; the last one lies alone.
        let newest = made.newest().unwrap();
        let outlines = newest.areas.iter().enumerate().map(|(at, area)| {
            let far = if at == 5 { 9.0 } else { 0.0 };
            (area.area.clone(), square(at as f64 + far, 0.0))
        });
        let outlines = outlines.collect();
        let panel = Panel {
            outlines: &outlines,
            ..county.panel()
        };
        let found = moves_around(panel, &made).unwrap();
        assert_eq!(found.without, 2, "two moves of the island");
        assert_eq!(found.counts.iter().flatten().flatten().sum::<u64>(), 10);
        // The area that rises begins beside a place that is low as well.
        assert_eq!(found.counts[0][0][1], 1);
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
