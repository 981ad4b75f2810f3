//! An index as it was published and as it is computed now, side by side: who changed class, and why.
//!
//! Every published edition stays as it is; its years are recomputed with the data and parameters of the later release.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use disclosure::Edition;
use findings::index::IndexedArea;
use serde::{Deserialize, Serialize};
use vocabulary::{AreaKey, Breakdown, IndicatorId, Period, Texts};

use crate::{IndexPeriod, IndexResult, Release};

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::parse(include_str!("compare.de.toml")));

/// A period of an index in two editions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "Neben dem Veröffentlichten")]
pub struct IndexBeside {
    /// The edition that was published.
    pub edition: String,
    /// The preset.
    pub preset: String,
    /// The version of the preset as published and now, where they differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub versions: Option<[u32; 2]>,
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

/// The newest published period of every index, beside what the later release says of the same period.
pub fn beside<E: Edition>(published: &Release<E>, now: &Release<E>) -> Vec<IndexBeside> {
    let pairs = published.indices.iter().filter_map(|old| {
        let mut all = now.indices.iter();
        let new = all.find(|new| new.preset.id == old.preset.id)?;
        Some(Pair {
            releases: [published, now],
            indices: [old, new],
        })
    });
    pairs
        .filter_map(|pair| Some(pair.at(pair.indices[0].newest()?)))
        .collect()
}

struct Pair<'a, E: Edition> {
    releases: [&'a Release<E>; 2],
    indices: [&'a IndexResult; 2],
}

impl<E: Edition> Pair<'_, E> {
    fn at(&self, old: &IndexPeriod) -> IndexBeside {
        let [published, now] = self.indices.map(|index| &index.preset);
        let mut told = IndexBeside {
            edition: self.releases[0].meta.identifier.clone(),
            preset: published.id.clone(),
            versions: (published.version != now.version)
                .then_some([published.version, now.version]),
            period: old.period,
            same: 0,
            changed: Vec::new(),
            not_defined: None,
        };
        match self.now(old.period) {
            Ok(new) => self.classes(&mut told, (old, new)),
            Err(reason) => told.not_defined = Some(reason),
        }
        told
    }

    /// The period as it is computed now, or why it is not, in German.
    fn now(&self, period: Period) -> Result<&IndexPeriod, String> {
        let [published, now] = self.indices;
        let [before, after] = self.releases.map(|r| &r.geography.version);
        if before != after {
            return Err(TEXTS.say("beside_areas", &[]));
        }
        if published.level != now.level {
            return Err(TEXTS.say("beside_level", &[]));
        }
        now.at(period).ok_or_else(|| {
            let reason = now.not_defined.iter().find(|n| n.period == period);
            reason.map_or_else(|| TEXTS.say("beside_figures", &[]), |n| n.reason.clone())
        })
    }

    fn classes(&self, told: &mut IndexBeside, (old, new): (&IndexPeriod, &IndexPeriod)) {
        let [published, now] = self.indices;
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
