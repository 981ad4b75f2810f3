//! Types of areas (Gebietstypen): areas that are alike in several indicators; people give the types their names.

use disclosure::Shown;
use methods::typology::{
    Points, USUAL_STARTS, calinski_harabasz, k_means, redrawn, silhouette, ward,
};
use methods::{Estimate, NotDefined};
use serde::{Deserialize, Serialize};
use vocabulary::{AreaKey, IndicatorId, LevelId, Period};

use crate::index::{Doubt, LeftOut, PresetError, Refusal, level, newest, say};
use crate::{Panel, words::list};

/// The choice of types the product comes with, as TOML.
pub const STARTER_TYPES: &str = include_str!("../presets/typen.toml");

/// How types are made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypesPreset {
    /// Its id.
    pub id: String,
    /// Raised with every change.
    pub version: u32,
    /// German name.
    pub name: String,
    /// The level; the lowest if none is named.
    #[serde(default)]
    pub level: Option<LevelId>,
    /// What areas are compared by.
    pub indicators: Vec<IndicatorId>,
    /// How.
    pub method: TypesMethod,
    /// The fewest types tried.
    pub least_types: usize,
    /// The most types tried.
    pub most_types: usize,
    /// Names that people gave.
    #[serde(default)]
    pub names: Vec<TypeName>,
    /// How often values are drawn again, and how many draws must agree on a type.
    #[serde(default)]
    pub doubt: Doubt,
}

/// How types are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TypesMethod {
    /// Merged step by step.
    Ward,
    /// The best of many starts.
    KMeans,
}

/// A name that people gave to the type of an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeName {
    /// An area of the type.
    pub area: AreaKey,
    /// Its name.
    pub name: String,
}

/// The types of areas.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Typology {
    /// How they were made.
    pub preset: TypesPreset,
    /// The level.
    pub level: LevelId,
    /// The newest period of each indicator.
    pub periods: Vec<Period>,
    /// The types, in the order of their first areas.
    pub types: Vec<AreaType>,
    /// How sure the type of each area is, in the order of their keys; none where values have no uncertainty to draw.
    pub placed: Vec<TypedArea>,
    /// Areas without a type, and why.
    pub left_out: Vec<LeftOut>,
    /// How well types are told apart, −1 to 1.
    pub silhouette: f64,
    /// The same after Caliński and Harabasz; none where types have no spread.
    pub calinski_harabasz: Option<f64>,
    /// Silhouettes of the other numbers of types that were tried.
    pub tried: Vec<(usize, f64)>,
    /// Share of pairs of areas that the other method puts together or apart as well.
    pub agreement: f64,
}

/// A type of areas.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AreaType {
    /// Its name: what people called it, or „Typ 1“.
    pub name: String,
    /// Its areas in the order of their keys.
    pub areas: Vec<AreaKey>,
    /// The mean of each indicator over its areas, all areas alike.
    pub means: Vec<f64>,
    /// The same in standard deviations from the mean of all.
    pub standard: Vec<f64>,
}

/// How sure an area's type is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TypedArea {
    /// The area.
    pub area: AreaKey,
    /// Its type, counted from 0.
    pub kind: usize,
    /// The share of draws in which it is of each type.
    pub shares: Vec<f64>,
    /// Whether enough draws agree on its type; otherwise it is not surely of any.
    #[doc(alias = "nicht sicher zugeordnet")]
    pub sure: bool,
}

impl TypesPreset {
    /// Reads the choice of types.
    pub fn load(file: &str, text: &str) -> Result<Self, PresetError> {
        let preset: Self =
            toml::from_str(text).map_err(|error| PresetError::toml(file, text, &error))?;
        let fits = preset.least_types >= 2 && preset.least_types <= preset.most_types;
        if let Some(problem) = preset.doubt.problem() {
            return Err(PresetError::Problem {
                file: file.to_owned(),
                problem,
            });
        }
        if !fits || preset.most_types > 20 || preset.indicators.is_empty() {
            return Err(PresetError::Problem {
                file: file.to_owned(),
                problem: "types_numbers",
            });
        }
        Ok(preset)
    }

    /// The choice the product comes with.
    ///
    /// ```
    /// assert_eq!(findings::TypesPreset::starter().id, "typen");
    /// ```
    ///
    /// # Panics
    /// Never: the file is part of the program and tested.
    pub fn starter() -> Self {
        Self::load("typen.toml", STARTER_TYPES).expect("the types are tested")
    }
}

/// What areas are compared by.
struct Table {
    areas: Vec<AreaKey>,
    columns: Vec<Vec<f64>>,
    /// The same with their intervals.
    estimates: Vec<Vec<Estimate>>,
    periods: Vec<Period>,
    left_out: Vec<LeftOut>,
}

/// The types of the areas of a level by the newest figures.
pub fn typology(panel: Panel<'_>, preset: &TypesPreset) -> Result<Typology, Refusal> {
    let level = level(panel, preset.level.as_ref())?;
    let table = table(panel, preset, &level)?;
    let points = Points::standardised(&table.columns)?;
    let mut best: Option<(f64, Vec<usize>)> = None;
    let mut tried = Vec::new();
    for count in preset.least_types..=preset.most_types.min(points.count().saturating_sub(1)) {
        let labels = labels(&points, (preset, preset.method), count)?;
        let score = silhouette(&points, &labels)?;
        tried.push((count, score));
        if best.as_ref().is_none_or(|(other, _)| score > *other) {
            best = Some((score, labels));
        }
    }
    let too_few = NotDefined::TooFewValues {
        need: preset.least_types + 1,
        have: points.count(),
    };
    let (silhouette, chosen) = best.ok_or(too_few)?;
    let types = types(preset, &table, &points, &chosen);
    let placed = placed(preset, &table, &chosen, types.len());
    let other = match preset.method {
        TypesMethod::Ward => TypesMethod::KMeans,
        TypesMethod::KMeans => TypesMethod::Ward,
    };
    Ok(Typology {
        preset: preset.clone(),
        level,
        calinski_harabasz: calinski_harabasz(&points, &chosen).ok(),
        agreement: agreement(&chosen, &labels(&points, (preset, other), types.len())?),
        types,
        placed,
        periods: table.periods,
        left_out: table.left_out,
        silhouette,
        tried,
    })
}

fn labels(
    points: &Points,
    (preset, method): (&TypesPreset, TypesMethod),
    count: usize,
) -> Result<Vec<usize>, NotDefined> {
    match method {
        TypesMethod::Ward => ward(points)?.groups(count),
        TypesMethod::KMeans => {
            let seed = methods::seed(&["typology", &preset.id]);
            Ok(k_means(points, count, USUAL_STARTS, seed)?.labels)
        }
    }
}

fn table(panel: Panel<'_>, preset: &TypesPreset, level: &LevelId) -> Result<Table, Refusal> {
    let mut all: Vec<AreaKey> = panel.areas_of(level).map(|a| a.key.clone()).collect();
    all.sort();
    let (mut names, mut periods, mut parts) = (Vec::new(), Vec::new(), Vec::new());
    for id in &preset.indicators {
        names.push(newest(panel, id)?.short_name.as_str());
        let period = panel.newest_period(id, level);
        let period = period.ok_or_else(|| Refusal::NoPeriod(level.clone()))?;
        let value = |area: &AreaKey| estimate(panel.shown(area, id, period)?);
        parts.push(all.iter().map(value).collect::<Vec<Option<Estimate>>>());
        periods.push(period);
    }
    let mut table = Table {
        areas: Vec::new(),
        columns: Vec::new(),
        estimates: vec![Vec::new(); parts.len()],
        periods,
        left_out: Vec::new(),
    };
    for (at, area) in all.into_iter().enumerate() {
        let row: Option<Vec<Estimate>> = parts.iter().map(|part| part[at]).collect();
        if let Some(row) = row {
            table.areas.push(area);
            let pairs = table.estimates.iter_mut().zip(row);
            pairs.for_each(|(column, value)| column.push(value));
        } else {
            let gaps = names.iter().zip(&parts).filter(|(_, p)| p[at].is_none());
            let gaps: Vec<&str> = gaps.map(|(name, _)| *name).collect();
            table.left_out.push(LeftOut {
                area,
                reason: say("left_out_not_shown", &[("names", &list(&gaps))]),
            });
        }
    }
    let values = |column: &Vec<Estimate>| column.iter().map(|e| e.value).collect();
    table.columns = table.estimates.iter().map(values).collect();
    Ok(table)
}

/// A shown value with its interval; one without interval is exact.
fn estimate(shown: &Shown) -> Option<Estimate> {
    let value = shown.value?;
    let (lower, upper) = shown.lower.zip(shown.upper).unwrap_or((value, value));
    Some(Estimate {
        value,
        lower,
        upper,
    })
}

/// How often each area is of its type when values are drawn again.
fn placed(preset: &TypesPreset, table: &Table, chosen: &[usize], count: usize) -> Vec<TypedArea> {
    let draws = (
        preset.doubt.draws,
        methods::seed(&["typology", &preset.id, "draws"]),
    );
    let again = |points: &Points| labels(points, (preset, preset.method), count);
    let shares = redrawn(&table.estimates, chosen, draws, again).unwrap_or_default();
    let areas = table.areas.iter().zip(chosen).zip(shares);
    areas
        .map(|((area, &kind), shares)| TypedArea {
            area: area.clone(),
            kind,
            sure: shares
                .get(kind)
                .is_some_and(|s| *s >= preset.doubt.stability),
            shares,
        })
        .collect()
}

fn types(preset: &TypesPreset, table: &Table, points: &Points, labels: &[usize]) -> Vec<AreaType> {
    let count = labels.iter().max().map_or(0, |most| most + 1);
    let one = |label: usize| {
        let members: Vec<usize> = (0..labels.len())
            .filter(|at| labels[*at] == label)
            .collect();
        let size = members.len().max(1) as f64;
        let mean = |of: &dyn Fn(usize) -> f64| members.iter().map(|&at| of(at)).sum::<f64>() / size;
        let areas: Vec<AreaKey> = members.iter().map(|&at| table.areas[at].clone()).collect();
        let given = preset.names.iter().find(|n| areas.contains(&n.area));
        let number = (label + 1).to_string();
        AreaType {
            name: given.map_or_else(
                || say("type_number", &[("number", &number)]),
                |n| n.name.clone(),
            ),
            areas,
            means: table.columns.iter().map(|c| mean(&|at| c[at])).collect(),
            standard: (0..table.columns.len())
                .map(|i| mean(&|at| points.row(at)[i]))
                .collect(),
        }
    };
    (0..count).map(one).collect()
}

/// Share of pairs that both divisions put together, or both apart (Rand's index).
fn agreement(one: &[usize], other: &[usize]) -> f64 {
    let (mut same, mut all) = (0_u64, 0_u64);
    for i in 0..one.len() {
        for j in 0..i {
            all += 1;
            same += u64::from((one[i] == one[j]) == (other[i] == other[j]));
        }
    }
    same as f64 / all.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::{County, key};

    fn preset(method: &str) -> TypesPreset {
        let text = STARTER_TYPES
            .replace("\"DEM04\", \"DEM06\", \"HH01\", \"EIN01\"", "\"A\", \"B\"")
            .replace("ward", method)
            .replace(
                "names = []",
                &format!("[[names]]\narea = \"{}\"\nname = \"Die Siedlung\"", key(4)),
            );
        TypesPreset::load("typen.toml", &text).unwrap()
    }

    fn three_kinds() -> County {
        County::new(9, 2024..=2024, |place, _| {
            if place == 8 {
                return Some(([1.0, 50.0, 50.0], 1_000.0)); // hidden
            }
            let kind = [(50.0, 50.0), (300.0, 60.0), (60.0, 300.0)][place % 3];
            let little = place as f64;
            Some(([kind.0 + little, kind.1 - little, 40.0], 1_000.0))
        })
    }

    #[test]
    fn three_kinds_are_found_by_both_methods_and_carry_the_names_people_gave() {
        let county = three_kinds();
        for method in ["ward", "k_means"] {
            let found = typology(county.panel(), &preset(method)).unwrap();
            assert_eq!(found.types.len(), 3);
            let named: Vec<&str> = found.types.iter().map(|t| t.name.as_str()).collect();
            // The first area is hidden together with the last, so that its number cannot be worked out.
            assert_eq!(named, ["Die Siedlung", "Typ 2", "Typ 3"]);
            assert!(found.silhouette > 0.8 && found.agreement > 0.999);
            assert!(found.left_out.iter().any(|l| l.area.as_str() == key(8)));
            // Kinds so far apart stay what they are whichever way chance falls.
            assert_eq!(
                found.placed.len(),
                found.types.iter().map(|t| t.areas.len()).sum::<usize>()
            );
            assert!(
                found
                    .placed
                    .iter()
                    .all(|p| p.sure && p.shares[p.kind] > 0.9)
            );
        }
    }

    #[test]
    fn an_area_between_two_kinds_is_not_surely_of_either() {
        let county = County::new(9, 2024..=2024, |place, _| {
            let kind = [(50.0, 50.0), (300.0, 60.0), (60.0, 300.0)][place % 3];
            let share = if place == 4 { (175.0, 55.0) } else { kind };
            // Few people: much is chance.
            Some(([share.0 / 5.0, share.1 / 5.0, 8.0], 200.0))
        });
        let mut preset = preset("ward");
        (preset.least_types, preset.most_types) = (3, 3);
        let found = typology(county.panel(), &preset).unwrap();
        let between = found.placed.iter().find(|p| p.area.as_str() == key(4));
        let between = between.unwrap();
        let least = found
            .placed
            .iter()
            .map(|p| p.shares[p.kind])
            .fold(1.0, f64::min);
        assert!(
            (between.shares[between.kind] - least).abs() < 1e-12,
            "{:?}",
            found.placed
        );
    }

    #[test]
    fn too_few_or_equal_areas_have_no_types() {
        let few = County::new(3, 2024..=2024, |place, _| {
            Some(([50.0 + place as f64, 60.0 - place as f64, 40.0], 1_000.0))
        });
        assert!(typology(few.panel(), &preset("ward")).is_err());
        let flat = County::new(9, 2024..=2024, |_, _| Some(([50.0; 3], 1_000.0)));
        assert!(typology(flat.panel(), &preset("ward")).is_err());
        assert!(TypesPreset::load("t.toml", &STARTER_TYPES.replace("= 3", "= 1")).is_err());
    }
}
