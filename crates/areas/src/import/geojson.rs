//! `GeoJSON`: a collection of features, in EPSG:4326 unless the older `crs` member names another system.

use std::collections::BTreeSet;
use std::fmt;

use geo::Coord;
use serde::Deserialize;
use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde_json::Value;

use super::ImportError;
use super::raw::{Raw, RawCrs, RawFeature, RawShape, Winding, remark_on_winding};
use crate::repair::Rings;

/// Attributes all features have together: where each has its own, rows times columns grow without end.
const COLUMNS: usize = 1_000;

#[derive(Deserialize)]
struct Collection {
    #[serde(rename = "type")]
    kind: String,
    name: Option<String>,
    crs: Option<Value>,
    #[serde(default)]
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    id: Option<Value>,
    properties: Option<serde_json::Map<String, Value>>,
    geometry: Option<Geometry>,
}

#[derive(Deserialize)]
struct Geometry {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    coordinates: Nested,
}

/// Numbers in lists in lists, however deep.
#[derive(Default)]
enum Nested {
    #[default]
    Nothing,
    Number(f64),
    List(Vec<Nested>),
}

/// Reads a feature collection.
pub(super) fn read(bytes: &[u8], file: &str) -> Result<Raw, ImportError> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let text = String::from_utf8_lossy(bytes);
    let collection: Collection = serde_json::from_str(&text).map_err(|e| ImportError::Json {
        file: file.to_owned(),
        line: e.line(),
        column: e.column(),
    })?;
    if collection.kind != "FeatureCollection" {
        return Err(ImportError::NoCollection {
            file: file.to_owned(),
            kind: collection.kind,
        });
    }
    let crs = collection
        .crs
        .as_ref()
        .and_then(|c| c.pointer("/properties/name"));
    let crs = match crs.and_then(Value::as_str) {
        Some(name) => RawCrs::Name(name.to_owned()),
        None => RawCrs::Default(4326),
    };
    let columns = columns(&collection.features, file)?;
    let numbered = (1..).zip(collection.features);
    let features: Vec<RawFeature> = numbered
        .map(|(row, f)| feature(row, &f, &columns))
        .collect();
    // The older form, which names its system, says nothing about winding.
    let said = match crs {
        RawCrs::Default(_) => remark_on_winding(&features, Winding::CounterClockwise, file),
        _ => None,
    };
    Ok(Raw {
        layer: collection.name.unwrap_or_default(),
        crs,
        columns,
        features,
        remarks: said.into_iter().collect(),
    })
}

/// The names of all properties, in order of the first feature that has them.
fn columns(features: &[Feature], file: &str) -> Result<Vec<String>, ImportError> {
    let mut seen = BTreeSet::new();
    let mut columns = Vec::new();
    if features.iter().any(|f| f.id.is_some()) {
        columns.push("id".to_owned());
        seen.insert("id");
    }
    let properties = features.iter().filter_map(|f| f.properties.as_ref());
    for name in properties.flat_map(serde_json::Map::keys) {
        if seen.insert(name) {
            columns.push(name.clone());
        }
    }
    if columns.len() > COLUMNS {
        return Err(ImportError::TooWide {
            file: file.to_owned(),
            columns: COLUMNS,
        });
    }
    Ok(columns)
}

fn feature(row: u32, feature: &Feature, columns: &[String]) -> RawFeature {
    let cell = |name: &String| {
        let properties = feature.properties.as_ref();
        let own = properties.and_then(|p| p.get(name));
        let value = own.or_else(|| feature.id.as_ref().filter(|_| name == "id"));
        value.map_or_else(String::new, plain)
    };
    RawFeature {
        row,
        cells: columns.iter().map(cell).collect(),
        shape: feature.geometry.as_ref().map_or(RawShape::Nothing, shape),
    }
}

/// A property as text: strings as they are, missing ones empty.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    }
}

fn shape(geometry: &Geometry) -> RawShape {
    let coordinates = &geometry.coordinates;
    let read = match geometry.kind.as_str() {
        "Point" => position(coordinates).map(RawShape::Point),
        "Polygon" => rings(coordinates).map(|rings| RawShape::Polygons(vec![rings])),
        "MultiPolygon" => coordinates
            .list()
            .and_then(|polygons| polygons.iter().map(rings).collect())
            .map(RawShape::Polygons),
        "MultiPoint" => Some(RawShape::Unsupported("MultiPoint")),
        "LineString" => Some(RawShape::Unsupported("LineString")),
        "MultiLineString" => Some(RawShape::Unsupported("MultiLineString")),
        "GeometryCollection" => Some(RawShape::Unsupported("GeometryCollection")),
        _ => None,
    };
    read.unwrap_or(RawShape::Broken)
}

fn rings(nested: &Nested) -> Option<Rings> {
    let ring = |ring: &Nested| ring.list()?.iter().map(position).collect();
    nested.list()?.iter().map(ring).collect()
}

fn position(nested: &Nested) -> Option<Coord> {
    match nested.list()? {
        [Nested::Number(x), Nested::Number(y), ..] => Some(Coord { x: *x, y: *y }),
        _ => None,
    }
}

impl Nested {
    fn list(&self) -> Option<&[Self]> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Nested {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Coordinates;

        impl<'de> Visitor<'de> for Coordinates {
            type Value = Nested;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("coordinates")
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Nested, E> {
                Ok(Nested::Number(number))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Nested, E> {
                Ok(Nested::Number(number as f64))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Nested, E> {
                Ok(Nested::Number(number as f64))
            }

            fn visit_unit<E: de::Error>(self) -> Result<Nested, E> {
                Ok(Nested::Nothing)
            }

            fn visit_str<E: de::Error>(self, _text: &str) -> Result<Nested, E> {
                Ok(Nested::Nothing)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Nested, A::Error> {
                let mut found = Vec::new();
                while let Some(next) = list.next_element()? {
                    found.push(next);
                }
                Ok(Nested::List(found))
            }
        }

        deserializer.deserialize_any(Coordinates)
    }
}
