//! The areas with their newest figures as `GeoJSON` (RFC 7946, EPSG:4326).

use std::collections::BTreeMap;

use areas::geojson::{Feature, feature_collection};
use disclosure::{Edition, Shown};
use serde_json::{Map, Value, json};
use vocabulary::{AreaKey, IndicatorId};

use super::ExportError;
use crate::{AreaInfo, Release};

/// One feature per area that has an outline; each indicator's newest total as `DEM04`, with `DEM04_state`,
/// `DEM04_period`, `DEM04_lower` and `DEM04_upper` beside it.
pub fn areas_geojson<E: Edition>(release: &Release<E>) -> Result<Vec<u8>, ExportError> {
    let newest = newest(release);
    let none = BTreeMap::new();
    let with_outline = release.geography.areas.iter().filter_map(|area| {
        release
            .geography
            .outlines
            .get(&area.key)
            .map(|outline| (area, outline))
    });
    let features: Vec<Feature> = with_outline
        .map(|(area, outline)| Feature {
            key: area.key.as_str(),
            properties: properties(
                area,
                newest.get(&area.key).unwrap_or(&none),
                &release.meta.identifier,
            ),
            outline: Some(outline),
        })
        .collect();
    Ok(feature_collection(&features).into_bytes())
}

type Newest<'a> = BTreeMap<&'a AreaKey, BTreeMap<&'a IndicatorId, &'a Shown>>;

/// Each area's total of each indicator in the newest period and definition version that the area has.
fn newest<E: Edition>(release: &Release<E>) -> Newest<'_> {
    let mut found: Newest<'_> = BTreeMap::new();
    let order = |row: &Shown| (row.period.last_year(), row.period, row.definition_version);
    for row in release
        .figures
        .rows()
        .iter()
        .filter(|r| r.breakdown.is_total())
    {
        let kept = found
            .entry(&row.area)
            .or_default()
            .entry(&row.indicator)
            .or_insert(row);
        if order(row) > order(kept) {
            *kept = row;
        }
    }
    found
}

fn properties(
    area: &AreaInfo,
    figures: &BTreeMap<&IndicatorId, &Shown>,
    release: &str,
) -> Map<String, Value> {
    let mut properties = Map::new();
    properties.insert("area_id".into(), json!(area.key.as_str()));
    properties.insert("area_name".into(), json!(area.name));
    properties.insert("level".into(), json!(area.level.as_str()));
    properties.insert(
        "parent_id".into(),
        json!(area.parent.as_ref().map(AreaKey::as_str)),
    );
    properties.insert("release".into(), json!(release));
    for (indicator, row) in figures {
        properties.insert(indicator.to_string(), json!(row.value));
        properties.insert(format!("{indicator}_lower"), json!(row.lower));
        properties.insert(format!("{indicator}_upper"), json!(row.upper));
        properties.insert(format!("{indicator}_period"), json!(row.period.to_string()));
        properties.insert(format!("{indicator}_state"), json!(row.state.as_str()));
    }
    properties
}
