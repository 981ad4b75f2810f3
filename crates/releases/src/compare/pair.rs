//! Two releases side by side, and what in them explains that a figure differs.

use std::collections::{BTreeMap, BTreeSet};

use disclosure::{Deliveries, Edition, Shown};
use vocabulary::{AreaKey, Breakdown, DeliveryId, IndicatorId, Period};

use super::{Sides, What, Why, is_hidden};
use crate::{IndicatorSheet, Release};

/// What one release knows.
struct Known<'a> {
    areas: BTreeSet<&'a AreaKey>,
    sheets: BTreeMap<(&'a IndicatorId, u32), &'a IndicatorSheet>,
    /// The deliveries of all areas together, per indicator, version, period and breakdown.
    blocks: BTreeMap<(&'a IndicatorId, u32, Period, &'a Breakdown), Deliveries>,
}

impl<'a> Known<'a> {
    fn new<E: Edition>(release: &'a Release<E>) -> Self {
        let blocks = release.figures.rows().chunk_by(|a, b| block(a) == block(b));
        Self {
            areas: release.geography.areas.iter().map(|a| &a.key).collect(),
            sheets: release
                .sheets
                .iter()
                .map(|s| ((&s.id, s.version), s))
                .collect(),
            blocks: blocks
                .map(|rows| {
                    (
                        block(&rows[0]),
                        Deliveries::union(rows.iter().map(|r| &r.deliveries)),
                    )
                })
                .collect(),
        }
    }

    fn min_count(&self, figure: &Shown) -> Option<f64> {
        let sheet = self
            .sheets
            .get(&(&figure.indicator, figure.definition_version));
        sheet.and_then(|s| s.min_count)
    }

    fn has_version(&self, figure: &Shown) -> bool {
        self.sheets
            .contains_key(&(&figure.indicator, figure.definition_version))
    }

    fn deliveries_of_all_areas<'b>(&'b self, figure: &'b Shown) -> &'b [DeliveryId] {
        self.blocks.get(&block(figure)).map_or(&[], |d| d)
    }
}

fn block(f: &Shown) -> (&IndicatorId, u32, Period, &Breakdown) {
    (&f.indicator, f.definition_version, f.period, &f.breakdown)
}

/// Two releases.
pub(super) struct Pair<'a, E: Edition> {
    releases: [&'a Release<E>; 2],
    known: [Known<'a>; 2],
}

impl<'a, E: Edition> Pair<'a, E> {
    pub(super) fn new(before: &'a Release<E>, after: &'a Release<E>) -> Self {
        Self {
            releases: [before, after],
            known: [Known::new(before), Known::new(after)],
        }
    }

    pub(super) fn same_areas(&self) -> bool {
        let [before, after] = self.releases.map(|r| &r.geography.version);
        before == after
    }

    /// All that explains the difference; never empty.
    pub(super) fn why(&self, what: What, sides: Sides<'_>) -> Vec<Why> {
        let mut found = match sides {
            (Some(before), Some(after)) => self.of_both(before, after),
            (Some(one), None) => self.of_one(one, 1),
            (None, Some(one)) => self.of_one(one, 0),
            (None, None) => Vec::new(),
        };
        found.extend(self.territory());
        found.extend(deliveries(self.delivered(sides)));
        if found.is_empty() {
            found.push(match what {
                What::NowHidden | What::NowShown => Why::Protection,
                _ => Why::Computation,
            });
        }
        found
    }

    fn of_both(&self, before: &Shown, after: &Shown) -> Vec<Why> {
        let mut found = Vec::new();
        if before.definition_version != after.definition_version {
            found.push(Why::Definition {
                before: Some(before.definition_version),
                after: Some(after.definition_version),
            });
        }
        let thresholds = (
            self.known[0].min_count(before),
            self.known[1].min_count(after),
        );
        if let (Some(old), Some(new)) = thresholds
            && old.total_cmp(&new).is_ne()
            && is_hidden(before) != is_hidden(after)
        {
            found.push(Why::MinCount {
                before: old,
                after: new,
            });
        }
        found
    }

    /// A figure that the `other` release does not have.
    fn of_one(&self, one: &Shown, other: usize) -> Vec<Why> {
        let mut found = Vec::new();
        if !self.known[other].has_version(one) {
            let version = Some(one.definition_version);
            let (before, after) = if other == 0 {
                (None, version)
            } else {
                (version, None)
            };
            found.push(Why::Definition { before, after });
        }
        let areas = &self.known[other].areas;
        if !areas.contains(&one.area) {
            found.push(Why::Area);
        }
        found
    }

    fn territory(&self) -> Option<Why> {
        let [before, after] = self.releases.map(|r| r.geography.version.clone());
        (before != after).then_some(Why::Areas { before, after })
    }

    /// The deliveries of both sides. Of a hidden figure nobody learns which were its own, so both sides are told for
    /// all areas together.
    fn delivered<'b>(&'b self, sides: Sides<'b>) -> [&'b [DeliveryId]; 2] {
        let both = [sides.0, sides.1];
        let hidden = both.iter().flatten().any(|f| is_hidden(f));
        let of = |side: usize| match both[side] {
            None => &[][..],
            Some(figure) if hidden => self.known[side].deliveries_of_all_areas(figure),
            Some(figure) => &figure.deliveries,
        };
        [of(0), of(1)]
    }
}

fn deliveries([before, after]: [&[DeliveryId]; 2]) -> Option<Why> {
    let without = |these: &[DeliveryId], those: &[DeliveryId]| -> Vec<DeliveryId> {
        these
            .iter()
            .filter(|d| !those.contains(d))
            .cloned()
            .collect()
    };
    let (added, removed) = (without(after, before), without(before, after));
    (!added.is_empty() || !removed.is_empty()).then_some(Why::Deliveries { added, removed })
}
