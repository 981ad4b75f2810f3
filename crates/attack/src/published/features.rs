//! Outlines and the figures beside them from `GeoJSON`, and figures from plain JSON lists.

use std::path::Path;

use serde_json::{Map, Value};
use vocabulary::Period;

use super::table::{Columns, broken, file_word, take};
use super::{Mark, Outline, Place, Published, ReadError, Ring, Row};

/// Reads features or a list of lines; `false` if it is neither.
pub(super) fn read(into: &mut Published, path: &Path, bytes: &[u8]) -> Result<bool, ReadError> {
    let json: Value =
        serde_json::from_slice(bytes).map_err(|error| broken(path, "JSON", &error))?;
    if let Some(features) = json.get("features").and_then(Value::as_array) {
        for feature in features {
            take_feature(into, path, feature);
        }
        return Ok(true);
    }
    let lists = [Some(&json), json.get("figures"), json.get("rows")];
    let lines = lists.into_iter().flatten().find_map(Value::as_array);
    Ok(lines.is_some_and(|lines| take_lines(into, path, lines)))
}

fn take_lines(into: &mut Published, path: &Path, lines: &[Value]) -> bool {
    let mut found = false;
    for line in lines.iter().filter_map(Value::as_object) {
        let head: Vec<String> = line.keys().cloned().collect();
        if let Some(columns) = Columns::find(&head) {
            let cells: Vec<String> = line.values().map(text).collect();
            take(into, path, &columns, &cells);
            found = true;
        }
    }
    found
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn take_feature(into: &mut Published, path: &Path, feature: &Value) {
    let Some(properties) = feature.get("properties").and_then(Value::as_object) else {
        return;
    };
    let word = |name: &str| properties.get(name).and_then(Value::as_str);
    let Some(key) = word("area_id") else {
        return;
    };
    let area = into.words.take(key);
    let place = Place {
        area,
        name: into.words.take(word("area_name").unwrap_or(key)),
        level: into.words.take(word("level").unwrap_or_default()),
        parent: word("parent_id").map(|p| into.words.take(p)),
    };
    let rows = figures(into, path, area, properties);
    let rings = feature.get("geometry").map(rings).unwrap_or_default();
    let folder = path.parent().unwrap_or(Path::new(""));
    let edition = into.edition(folder, word("release").unwrap_or_default());
    edition.places.push(place);
    edition.rows.extend(rows);
    if !rings.is_empty() {
        edition.outlines.push(Outline { area, rings });
    }
}

/// Each indicator's newest value: `DEM04`, `DEM04_period`, `DEM04_state`, `DEM04_lower`, `DEM04_upper`.
fn figures(
    into: &mut Published,
    path: &Path,
    area: super::Word,
    properties: &Map<String, Value>,
) -> Vec<Row> {
    let file = file_word(into, path);
    let total = into.words.take("total");
    let states = properties
        .iter()
        .filter_map(|(name, state)| Some((name.strip_suffix("_state")?, state.as_str()?)));
    let mut rows = Vec::new();
    for (id, state) in states {
        let field = |end: &str| properties.get(&format!("{id}{end}"));
        let period = field("_period").and_then(Value::as_str);
        let Some(period) = period.and_then(|p| p.parse::<Period>().ok()) else {
            continue;
        };
        let number = |end: &str| field(end).and_then(Value::as_f64);
        rows.push(Row {
            area,
            indicator: into.words.take(id),
            // The newest version that the tables know is meant.
            version: 0,
            period,
            breakdown: total,
            numerator: number("_numerator"),
            denominator: number("_denominator"),
            value: number(""),
            lower: number("_lower"),
            upper: number("_upper"),
            mark: Mark::of(state),
            file,
        });
    }
    rows
}

fn rings(geometry: &Value) -> Vec<Ring> {
    let Some(coordinates) = geometry.get("coordinates").and_then(Value::as_array) else {
        return Vec::new();
    };
    let of_polygon = |polygon: &Value| -> Vec<Ring> {
        let rings = polygon.as_array();
        rings.map_or_else(Vec::new, |r| r.iter().map(ring).collect())
    };
    match geometry.get("type").and_then(Value::as_str) {
        Some("Polygon") => coordinates.iter().map(ring).collect(),
        Some("MultiPolygon") => coordinates.iter().flat_map(of_polygon).collect(),
        _ => Vec::new(),
    }
}

fn ring(points: &Value) -> Ring {
    let point = |p: &Value| Some((p.get(0)?.as_f64()?, p.get(1)?.as_f64()?));
    let points = points.as_array();
    points.map_or_else(Vec::new, |all| all.iter().filter_map(point).collect())
}
