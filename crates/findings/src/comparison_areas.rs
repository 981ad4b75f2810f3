//! Comparison areas (Vergleichsgebiete): areas of the same kind, with the reason why they are similar.
//!
//! Likeness is measured by who lives there (age, households, density), never by hardship: areas that are alike in
//! poverty would hide what poverty does. Distances are Euclidean in standard deviations.

use methods::typology::Points;
use serde::{Deserialize, Serialize};
use vocabulary::{AreaKey, IndicatorId, LevelId, german_number};

use crate::index::{Refusal, newest, say};
use crate::{Panel, words::list};

/// The structural indicators the product comes with.
pub const STRUCTURE: [&str; 5] = ["DEM01", "DEM03", "DEM04", "DEM06", "HH01"];

/// How near (in standard deviations) two values must be to be named as alike.
const ALIKE: f64 = 0.5;

/// An area that resembles another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[doc(alias = "Vergleichsgebiet")]
pub struct ComparisonArea {
    /// The area.
    pub area: AreaKey,
    /// Distance in standard deviations, root of the mean square over the indicators.
    pub distance: f64,
    /// Why it is similar, and in what it is not, in German.
    pub reason: String,
}

/// A structural indicator with the values of the areas that have all of them.
struct Trait {
    name: String,
    unit: String,
    decimals: u8,
    values: Vec<f64>,
}

/// The areas most like one of them, the nearest first; ties go to the lower key.
pub fn comparison_areas(
    panel: Panel<'_>,
    area: &AreaKey,
    structure: &[IndicatorId],
    count: usize,
) -> Result<Vec<ComparisonArea>, Refusal> {
    let level = panel.tree.get(area).map(|a| a.level.clone());
    let level = level.ok_or_else(|| Refusal::UnknownArea(area.clone()))?;
    let (areas, traits) = traits(panel, &level, structure)?;
    let own = areas.iter().position(|a| a == area);
    let own = own.ok_or_else(|| Refusal::AreaNotShown(area.clone()))?;
    let columns: Vec<&[f64]> = traits.iter().map(|t| t.values.as_slice()).collect();
    let points = Points::standardised(&columns)?;
    let apart = |other: usize| -> Vec<f64> {
        let pairs = points.row(own).iter().zip(points.row(other));
        pairs.map(|(a, b)| (a - b).abs()).collect()
    };
    let distance = |other: usize| {
        let squares: f64 = apart(other).iter().map(|d| d * d).sum();
        (squares / traits.len() as f64).sqrt()
    };
    let mut others: Vec<usize> = (0..areas.len()).filter(|at| *at != own).collect();
    others.sort_by(|a, b| distance(*a).total_cmp(&distance(*b)).then(a.cmp(b)));
    let nearest = others.into_iter().take(count);
    Ok(nearest
        .map(|other| ComparisonArea {
            area: areas[other].clone(),
            distance: distance(other),
            reason: reason(&traits, &apart(other), (own, other)),
        })
        .collect())
}

/// The newest values of the areas that have one of each.
fn traits(
    panel: Panel<'_>,
    level: &LevelId,
    structure: &[IndicatorId],
) -> Result<(Vec<AreaKey>, Vec<Trait>), Refusal> {
    let mut areas: Vec<AreaKey> = panel.areas_of(level).map(|a| a.key.clone()).collect();
    areas.sort();
    let mut found = Vec::new();
    for id in structure {
        let definition = newest(panel, id)?;
        let period = panel.newest_period(id, level);
        let period = period.ok_or_else(|| Refusal::NoPeriod(level.clone()))?;
        let value = |area: &AreaKey| panel.shown(area, id, period)?.value;
        let values: Vec<Option<f64>> = areas.iter().map(value).collect();
        found.push((definition, values));
    }
    let complete = |at: &usize| found.iter().all(|(_, values)| values[*at].is_some());
    let kept: Vec<usize> = (0..areas.len()).filter(complete).collect();
    let traits = found.iter().map(|(definition, values)| Trait {
        name: definition.short_name.clone(),
        unit: definition.unit.clone(),
        decimals: definition.decimals,
        values: kept.iter().filter_map(|&at| values[at]).collect(),
    });
    let traits = traits.collect();
    Ok((kept.iter().map(|&at| areas[at].clone()).collect(), traits))
}

/// What is alike and what is not, with the values of both.
fn reason(traits: &[Trait], apart: &[f64], (own, other): (usize, usize)) -> String {
    let mut order: Vec<usize> = (0..traits.len()).collect();
    order.sort_by(|a, b| apart[*a].total_cmp(&apart[*b]));
    let told = |at: &usize| {
        let t = &traits[*at];
        let number = |x: f64| german_number(x, t.decimals);
        let (here, there) = (number(t.values[own]), number(t.values[other]));
        let values = [
            ("name", t.name.as_str()),
            ("here", &here),
            ("there", &there),
            ("unit", &t.unit),
        ];
        say("compared_values", &values)
    };
    let near: Vec<String> = order
        .iter()
        .filter(|at| apart[**at] <= ALIKE)
        .map(told)
        .collect();
    let far: Vec<String> = order
        .iter()
        .filter(|at| apart[**at] > 1.0)
        .map(told)
        .collect();
    let join = |words: &[String]| list(&words.iter().map(String::as_str).collect::<Vec<_>>());
    let mut sentences = vec![match near.as_slice() {
        [] => say("compared_none", &[]),
        near => say("compared_alike", &[("names", &join(near))]),
    }];
    if !far.is_empty() {
        sentences.push(say("compared_different", &[("names", &join(&far))]));
    }
    sentences.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::{County, key};

    fn twins() -> County {
        County::new(8, 2024..=2024, |place, _| {
            let pair = (place / 2) as f64;
            let small = (place % 2) as f64;
            Some((
                [
                    50.0 + 60.0 * pair + small,
                    300.0 - 50.0 * pair,
                    40.0 + 90.0 * small,
                ],
                1_000.0,
            ))
        })
    }

    fn of(county: &County, at: usize, structure: &[&str]) -> Result<Vec<ComparisonArea>, Refusal> {
        let structure: Vec<IndicatorId> = structure.iter().map(|s| s.parse().unwrap()).collect();
        comparison_areas(county.panel(), &key(at).parse().unwrap(), &structure, 7)
    }

    #[test]
    fn the_twin_comes_first_with_the_reason() {
        let county = twins();
        let found = of(&county, 2, &["A", "B"]).unwrap();
        assert_eq!(found[0].area.as_str(), key(3));
        assert_eq!(
            found[0].reason,
            "Ähnlich bei B (25,0 und 25,0 %) und A (11,0 und 11,1 %)."
        );
        let found = of(&county, 2, &["A", "B", "C"]).unwrap();
        assert!(
            found
                .iter()
                .any(|f| f.reason.contains("Deutlich anders bei"))
        );
    }

    #[test]
    fn an_area_nobody_knows_has_none() {
        let county = twins();
        assert!(of(&county, 40, &["A"]).is_err());
        assert!(of(&county, 1, &["Z"]).is_err());
        let flat = County::new(4, 2024..=2024, |_, _| Some(([50.0; 3], 1_000.0)));
        assert!(of(&flat, 0, &["A"]).is_err());
    }
}
