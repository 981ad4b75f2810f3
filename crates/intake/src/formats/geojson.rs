//! Places in `GeoJSON`: one row per feature, its attributes are the columns.
//!
//! Two columns stand before them: `point`, the coordinates with their EPSG code, and `cases`, which is always 1.
//! A feature that is no point keeps its row and has no place.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::IntakeError;
use crate::cell::{Cell, Flow, Row, Rows};
use crate::point::PointKey;
use crate::source::{Source, io};
use crate::texts::say;

/// The system of a file that names none, by the standard.
const GEOGRAPHIC: u32 = 4326;
/// Attributes all features have together: where each has its own, rows times columns grow without end.
const COLUMNS: usize = 1_000;

#[derive(Deserialize)]
struct Collection {
    #[serde(default)]
    crs: Value,
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    #[serde(default)]
    properties: Option<BTreeMap<String, Value>>,
    #[serde(default)]
    geometry: Value,
}

/// Hands over the features in the order of the file; the header is row 0.
pub(crate) fn read_places(
    file: &str,
    source: Source<'_>,
    rows: &mut dyn Rows,
) -> Result<(), IntakeError> {
    let collection = parse(file, source)?;
    let epsg = epsg_of(&collection.crs).ok_or_else(|| IntakeError::Damaged {
        file: file.to_owned(),
        what: format!("Koordinatensystem {}", collection.crs),
    })?;
    rows.begin("")?;
    let columns = columns_of(&collection.features);
    if columns.len() > COLUMNS {
        return Err(too_wide(file));
    }
    let mut header = vec![Cell::of("point"), Cell::of("cases")];
    header.extend(columns.iter().map(|name| Cell::of(name)));
    let header = Row {
        number: 0,
        cells: header,
    };
    if rows.row(header)? == Flow::Enough {
        return rows.end();
    }
    for (number, feature) in (1u32..).zip(&collection.features) {
        let point = point_of(&feature.geometry, epsg).map(|p| p.to_string());
        let mut cells = vec![
            point.map_or(Cell::Empty, |p| Cell::Text(Cow::Owned(p))),
            Cell::Number(1.0),
        ];
        let attribute = |name: &&str| feature.properties.as_ref()?.get(*name);
        cells.extend(
            columns
                .iter()
                .map(|c| attribute(c).map_or(Cell::Empty, cell)),
        );
        if rows.row(Row { number, cells })? == Flow::Enough {
            break;
        }
    }
    rows.end()
}

fn too_wide(file: &str) -> IntakeError {
    let limit = vocabulary::german_number(COLUMNS as f64, 0);
    IntakeError::TooLong {
        file: file.to_owned(),
        row: 1,
        what: say("too_many_columns", &[("limit", &limit)]),
    }
}

fn parse(file: &str, source: Source<'_>) -> Result<Collection, IntakeError> {
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut source.open(file)?, &mut bytes).map_err(|e| io(file, e))?;
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    serde_json::from_slice(text).map_err(|e| IntakeError::Damaged {
        file: file.to_owned(),
        what: format!("GeoJSON, Zeile {}, Spalte {}", e.line(), e.column()),
    })
}

/// The code in `urn:ogc:def:crs:EPSG::25833` or `EPSG:25833`; longitude and latitude where nothing is said.
fn epsg_of(crs: &Value) -> Option<u32> {
    if crs.is_null() {
        return Some(GEOGRAPHIC);
    }
    let name = crs.pointer("/properties/name")?.as_str()?;
    if name.ends_with("CRS84") {
        return Some(GEOGRAPHIC);
    }
    let digits = name.rsplit(':').next()?;
    name.contains("EPSG").then(|| digits.parse().ok())?
}

/// All attributes of all features, in the order of their names.
fn columns_of(features: &[Feature]) -> Vec<&str> {
    let names = features.iter().filter_map(|f| f.properties.as_ref());
    let mut columns: Vec<&str> = names.flat_map(|p| p.keys().map(String::as_str)).collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

fn point_of(geometry: &Value, epsg: u32) -> Option<PointKey> {
    let coordinates = geometry.get("coordinates")?;
    let place = match geometry.get("type")?.as_str()? {
        "Point" => coordinates,
        "MultiPoint" => match coordinates.as_array()?.as_slice() {
            [only] => only,
            _ => return None,
        },
        _ => return None,
    };
    let (x, y) = (place.get(0)?.as_f64()?, place.get(1)?.as_f64()?);
    Some(PointKey { epsg, x, y })
}

fn cell(value: &Value) -> Cell<'_> {
    match value {
        Value::Null => Cell::Empty,
        Value::String(text) => Cell::of(text),
        Value::Bool(true) => Cell::of("WAHR"),
        Value::Bool(false) => Cell::of("FALSCH"),
        Value::Number(number) => number.as_f64().map_or(Cell::Empty, Cell::Number),
        Value::Array(_) | Value::Object(_) => Cell::Text(Cow::Owned(value.to_string())),
    }
}
