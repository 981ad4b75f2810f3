//! Inequality between areas over time: how unevenly a hardship is spread, beyond what chance does with small numbers.
//!
//! Dissimilarity D is the part of those concerned who would have to live elsewhere to be spread evenly. A small group
//! has a large D already by chance, so D minus its expectation is reported with the range chance gives it, always over
//! the same areas: those shown in every year.

use methods::segregation::dissimilarity_beyond_chance;
use methods::spatial::Permutations;
use methods::{NotDefined, seed};
use serde::{Deserialize, Serialize};
use vocabulary::{AreaKey, IndicatorId, LevelId, Period};

use crate::index::{Refusal, newest};
use crate::{Counted, Panel};

/// Random spreads drawn per year; enough for a range of 95 %.
const SPREADS: usize = 499;

/// How unevenly an indicator is spread over the areas of a level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[doc(alias = "Ungleichheit zwischen Gebieten")]
pub struct Inequality {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The version of its definition; older ones are not compared.
    pub definition_version: u32,
    /// The level.
    pub level: LevelId,
    /// The areas compared, the same in every year, in the order of their keys.
    pub areas: Vec<AreaKey>,
    /// How many areas the level has.
    pub of_areas: usize,
    /// The years, oldest first.
    pub years: Vec<InequalityAt>,
}

/// Inequality at a time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct InequalityAt {
    /// When.
    pub period: Period,
    /// D, 0 (even) to 1.
    pub dissimilarity: f64,
    /// D to be expected if those concerned were spread at random.
    pub expected: f64,
    /// D minus its expectation.
    pub beyond: f64,
    /// Range that D minus its expectation has by chance alone.
    pub chance_lower: f64,
    /// Its upper end; above it the spread is more uneven than chance.
    pub chance_upper: f64,
    /// How likely chance gives a D at least as large.
    pub p: f64,
}

/// How unevenly an indicator is spread over the areas of a level, year by year.
pub fn inequality(
    panel: Panel<'_>,
    indicator: &IndicatorId,
    level: Option<&LevelId>,
) -> Result<Inequality, Refusal> {
    let definition = newest(panel, indicator)?;
    let level = crate::index::level(panel, level)?;
    let mut all: Vec<AreaKey> = panel.areas_of(&level).map(|a| a.key.clone()).collect();
    all.sort();
    let mut periods = panel.periods(indicator, &level);
    periods.retain(|p| definition.holds_for(*p));
    let Some(newest_period) = periods.last().copied() else {
        return Err(Refusal::NoPeriod(level));
    };
    let whole = |area: &AreaKey, period: Period| -> Option<Counted> {
        let counted = panel.counted(area, indicator, period)?;
        let is_whole = counted.cases.fract() + counted.base.fract() == 0.0;
        (is_whole && counted.cases <= counted.base).then_some(counted)
    };
    let always = |area: &&AreaKey| periods.iter().all(|p| whole(area, *p).is_some());
    let areas: Vec<AreaKey> = all.iter().filter(always).cloned().collect();
    if areas.is_empty() {
        return Err(Refusal::NoArea(newest_period));
    }
    let at = |period: Period| {
        let counted: Vec<Counted> = areas.iter().filter_map(|a| whole(a, period)).collect();
        of_period((indicator, period), &counted)
    };
    Ok(Inequality {
        indicator: indicator.clone(),
        definition_version: definition.version,
        of_areas: all.len(),
        years: periods.iter().copied().map(at).collect::<Result<_, _>>()?,
        level,
        areas,
    })
}

fn of_period(
    (indicator, period): (&IndicatorId, Period),
    counted: &[Counted],
) -> Result<InequalityAt, NotDefined> {
    let (group, total): (Vec<f64>, Vec<f64>) = counted.iter().map(|c| (c.cases, c.base)).unzip();
    let named = seed(&["inequality", indicator.as_str(), &period.to_string()]);
    let found = dissimilarity_beyond_chance(&group, &total, Permutations::new(SPREADS, named)?)?;
    Ok(InequalityAt {
        period,
        dissimilarity: found.value,
        expected: found.expected,
        beyond: found.beyond,
        chance_lower: found.chance.lower,
        chance_upper: found.chance.upper,
        p: found.p,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::{County, key};

    fn of(county: &County) -> Result<Inequality, Refusal> {
        inequality(county.panel(), &"A".parse().unwrap(), None)
    }

    #[test]
    fn what_lies_apart_is_more_than_chance_and_what_is_even_is_not() {
        let apart = County::new(10, 2023..=2024, |place, year| {
            let many = if place < 2 && year == 2024 {
                400.0
            } else {
                60.0
            };
            Some(([many + (place % 3) as f64, 20.0, 20.0], 1_000.0))
        });
        let found = of(&apart).unwrap();
        assert!(found.years[0].beyond < found.years[0].chance_upper);
        assert!(found.years[1].beyond > found.years[1].chance_upper);
        assert!(found.years[1].p < 0.01);
    }

    #[test]
    fn only_areas_shown_in_every_year_are_compared() {
        let county = County::new(10, 2023..=2024, |place, year| {
            let hidden = place == 4 && year == 2023;
            Some((
                [if hidden { 1.0 } else { 60.0 + place as f64 }, 20.0, 20.0],
                1_000.0,
            ))
        });
        let found = of(&county).unwrap();
        assert!(found.areas.len() < found.of_areas);
        assert!(!found.areas.contains(&key(4).parse().unwrap()));
        assert!(of(&County::new(4, 2024..=2024, |_, _| None)).is_err());
        let nobody = County::new(4, 2024..=2024, |_, _| Some(([0.0; 3], 500.0)));
        assert!(of(&nobody).is_err());
    }
}
