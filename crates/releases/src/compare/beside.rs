//! An index as it was published and as it is computed now, side by side: who changed class, and why.
//!
//! The published edition stays as it is; its years are recomputed with the data and parameters of the later release.

use std::collections::BTreeMap;

use disclosure::Edition;
use findings::index::IndexedArea;
use serde::{Deserialize, Serialize};
use vocabulary::{AreaKey, Breakdown, IndicatorId, Period};

use crate::{IndexPeriod, IndexResult, Release};

/// A period of an index in two editions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "Neben dem Veröffentlichten")]
pub struct IndexBeside {
    /// The edition that was published.
    pub edition: String,
    /// The preset.
    pub preset: String,
    /// When.
    pub period: Period,
    /// How many areas are in the same class in both.
    pub same: usize,
    /// The others, in the order of their keys.
    pub changed: Vec<Reclassed>,
    /// Why the period cannot be computed now, in German.
    pub not_defined: Option<String>,
}

/// An area whose class is another one than was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reclassed {
    /// The area.
    pub area: AreaKey,
    /// Its class as published; none if it had none.
    pub before: Option<String>,
    /// Its class now; none if it has none.
    pub after: Option<String>,
    /// All that explains it; never empty.
    pub why: Vec<WhyReclassed>,
}

/// Why an area is in another class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyReclassed {
    /// Another version of the preset.
    Preset,
    /// Another definition of an indicator.
    Definition,
    /// Its own figures were corrected, or are shown or hidden now.
    Revised,
    /// Means, deviations or weights it is measured by are others, because figures of other areas were corrected.
    BaseParameters,
}

/// The newest published period of every index, beside what the later release says of the same period; nothing where the
/// two stand on different areas.
pub fn beside<E: Edition>(published: &Release<E>, now: &Release<E>) -> Vec<IndexBeside> {
    if published.geography.version != now.geography.version {
        return Vec::new();
    }
    let pairs = published.indices.iter().filter_map(|old| {
        let new = now
            .indices
            .iter()
            .find(|new| new.preset.id == old.preset.id)?;
        (old.level == new.level).then_some((old, new))
    });
    pairs
        .filter_map(|(old, new)| {
            let pair = Pair {
                releases: [published, now],
                indices: [old, new],
            };
            pair.at(old.newest()?)
        })
        .collect()
}

struct Pair<'a, E: Edition> {
    releases: [&'a Release<E>; 2],
    indices: [&'a IndexResult; 2],
}

impl<E: Edition> Pair<'_, E> {
    fn at(&self, old: &IndexPeriod) -> Option<IndexBeside> {
        let [published, now] = self.indices;
        let mut told = IndexBeside {
            edition: self.releases[0].meta.identifier.clone(),
            preset: published.preset.id.clone(),
            period: old.period,
            same: 0,
            changed: Vec::new(),
            not_defined: None,
        };
        let Some(new) = now.at(old.period) else {
            let reason = now.not_defined.iter().find(|n| n.period == old.period)?;
            told.not_defined = Some(reason.reason.clone());
            return Some(told);
        };
        let mut areas: BTreeMap<&AreaKey, [Option<&IndexedArea>; 2]> = BTreeMap::new();
        for (at, period) in [old, new].into_iter().enumerate() {
            for area in &period.areas {
                areas.entry(&area.area).or_default()[at] = Some(area);
            }
        }
        for (key, [before, after]) in areas {
            let before = before.map(|a| published.preset.status.names[a.class].clone());
            let after = after.map(|a| now.preset.status.names[a.class].clone());
            if before == after {
                told.same += 1;
                continue;
            }
            told.changed.push(Reclassed {
                area: key.clone(),
                before,
                after,
                why: self.why(key, (old, new)),
            });
        }
        Some(told)
    }

    fn why(&self, area: &AreaKey, (old, new): (&IndexPeriod, &IndexPeriod)) -> Vec<WhyReclassed> {
        let [published, now] = self.indices;
        let versions = |p: &IndexPeriod| -> Vec<u32> {
            p.parts.iter().map(|part| part.definition_version).collect()
        };
        let scales = |p: &IndexPeriod| -> Vec<(Option<(f64, f64)>, f64)> {
            p.parts
                .iter()
                .map(|part| (part.scale, part.weight))
                .collect()
        };
        let indicators = published.indicators.iter();
        let mut revised = indicators.map(|text| self.is_revised(area, &text.id, old.period));
        let mut why = Vec::new();
        if published.preset != now.preset {
            why.push(WhyReclassed::Preset);
        }
        if versions(old) != versions(new) {
            why.push(WhyReclassed::Definition);
        }
        if revised.any(|revised| revised) {
            why.push(WhyReclassed::Revised);
        }
        // What is left when nothing else explains it: the sum is measured by the spread of all areas.
        if scales(old) != scales(new) || why.is_empty() {
            why.push(WhyReclassed::BaseParameters);
        }
        why
    }

    fn is_revised(&self, area: &AreaKey, indicator: &IndicatorId, period: Period) -> bool {
        let [before, after] = self.releases.map(|release| {
            let shown = release
                .figures
                .find(area, indicator, period, &Breakdown::total());
            shown.map(|shown| (shown.state, shown.value))
        });
        before != after
    }
}
