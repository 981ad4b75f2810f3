//! What stands out where: a dot for each, so that what comes together is seen together.

use std::collections::{BTreeMap, BTreeSet};

use disclosure::Edition;
use releases::{Finding, IndicatorSheet};
use vocabulary::{AreaKey, IndicatorId};

use super::place;
use crate::compose::desk::Desk;
use crate::compose::wording::{bare, say, with_unit};
use crate::document::{Block, Signs, SignsRow};

/// Width of a column of counts, in points.
const COUNT: f64 = 26.0;
/// Width of a column of values, in points.
const VALUES: f64 = 128.0;

/// Several burdens at once: areas by indicators, both in the order of the release, which is no ranking.
pub(super) fn burdens<E: Edition>(desk: &Desk<'_, E>, name: &str, found: &[&Finding]) -> Block {
    let mut signs: BTreeMap<&AreaKey, BTreeSet<&IndicatorId>> = BTreeMap::new();
    for finding in found {
        for area in &finding.areas {
            signs.entry(area).or_default().extend(&finding.indicators);
        }
    }
    let heads = in_order(desk, &signs.values().flatten().copied().collect());
    let rows = signs.iter().map(|(area, signs)| SignsRow {
        name: place(desk, area),
        signs: heads.iter().map(|id| signs.contains(id)).collect(),
        last: signs.len().to_string(),
    });
    Block::Signs {
        table: Signs {
            number: Some(String::new()),
            caption: say("findings_signs", &[("name", name)]),
            heads: heads.iter().map(|id| short_name(desk, id)).collect(),
            last: (say("findings_signs_count", &[]), COUNT),
            rows: rows.collect(),
            note: say("findings_signs_deviation", &[]),
        },
    }
}

/// Neighbours that are high together: indicators by areas, with what was found there.
pub(super) fn neighbours<E: Edition>(desk: &Desk<'_, E>, name: &str, found: &[&Finding]) -> Block {
    let areas: BTreeSet<&AreaKey> = found.iter().flat_map(|f| &f.areas).collect();
    let rows = found.iter().map(|finding| SignsRow {
        name: finding
            .indicators
            .first()
            .map_or_else(String::new, |id| short_name(desk, id)),
        signs: areas
            .iter()
            .map(|area| finding.areas.contains(area))
            .collect(),
        last: values(desk, finding).unwrap_or_default(),
    });
    Block::Signs {
        table: Signs {
            number: Some(String::new()),
            caption: say("findings_signs", &[("name", name)]),
            heads: areas
                .iter()
                .map(|area| desk.view.name(area).to_owned())
                .collect(),
            last: (say("findings_signs_values", &[]), VALUES),
            rows: rows.collect(),
            note: say("findings_signs_cluster", &[]),
        },
    }
}

/// „10,3 bis 16,2 % (Kreis 5,8 %)“: the lowest and the highest of the neighbours, and the county.
fn values<E: Edition>(desk: &Desk<'_, E>, finding: &Finding) -> Option<String> {
    let sheet = desk.view.sheet(finding.indicators.first()?)?;
    let at = |area: &AreaKey| desk.view.at(&sheet.id, area, finding.period);
    let shown = finding.areas.iter().filter_map(|area| at(area)?.value);
    let (low, high) = shown.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| {
        (low.min(x), high.max(x))
    });
    let county = bare(at(&desk.view.county.key), sheet);
    low.is_finite().then(|| range(sheet, (low, high), &county))
}

fn range(sheet: &IndicatorSheet, (low, high): (f64, f64), county: &str) -> String {
    let values = [
        ("low", vocabulary::german_number(low, sheet.decimals)),
        ("high", with_unit(high, sheet)),
        ("county", county.to_owned()),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    say("findings_signs_range", &values)
}

fn in_order<'a, E: Edition>(
    desk: &Desk<'a, E>,
    told: &BTreeSet<&'a IndicatorId>,
) -> Vec<&'a IndicatorId> {
    let all = desk.view.release.sheets.iter().map(|sheet| &sheet.id);
    let mut heads: Vec<&IndicatorId> = all.filter(|id| told.contains(*id)).collect();
    heads.dedup();
    heads
}

fn short_name<E: Edition>(desk: &Desk<'_, E>, id: &IndicatorId) -> String {
    let sheet = desk.view.sheet(id);
    sheet.map_or_else(|| id.to_string(), |sheet| sheet.short_name.clone())
}
