//! Outlines as `GeoJSON` (RFC 7946): EPSG:4326, six decimals (about ten centimetres), outer rings
//! counter-clockwise.

use geo::orient::Direction;
use geo::{Coord, LineString, MultiPolygon, Orient, Polygon};
use serde_json::{Map, Value, json};

use crate::crs::to_geographic;

/// A feature to be written.
#[derive(Clone, Debug)]
pub struct Feature<'a> {
    /// Becomes the `id`.
    pub key: &'a str,
    /// The properties in their order.
    pub properties: Map<String, Value>,
    /// In EPSG:25832; none becomes `null`.
    pub outline: Option<&'a MultiPolygon>,
}

/// The text of a feature collection, one feature on a line.
///
/// ```
/// use areas::geojson::{Feature, feature_collection};
/// let nowhere = Feature { key: "09999", properties: serde_json::Map::new(), outline: None };
/// let text = feature_collection(&[nowhere]);
/// assert!(text.contains(r#""id":"09999""#));
/// ```
pub fn feature_collection(features: &[Feature]) -> String {
    let lines: Vec<String> = features.iter().map(feature).collect();
    format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n",
        lines.join(",\n")
    )
}

fn feature(feature: &Feature) -> String {
    let geometry = feature.outline.map_or(Value::Null, geometry);
    // Written by hand, so that the members stand in the order people expect.
    format!(
        "{{\"type\":\"Feature\",\"id\":{},\"properties\":{},\"geometry\":{}}}",
        Value::from(feature.key),
        Value::from(feature.properties.clone()),
        geometry
    )
}

/// An outline as geometry: `Polygon` where one is enough, else `MultiPolygon`; `null` where it is empty.
pub fn geometry(outline: &MultiPolygon) -> Value {
    let outline = outline.orient(Direction::Default);
    match outline.0.as_slice() {
        [] => Value::Null,
        [one] => json!({"type": "Polygon", "coordinates": rings(one)}),
        several => {
            let polygons: Vec<Value> = several.iter().map(rings).collect();
            json!({"type": "MultiPolygon", "coordinates": polygons})
        }
    }
}

fn rings(polygon: &Polygon) -> Value {
    let all = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    all.map(ring).collect()
}

fn ring(ring: &LineString) -> Value {
    let rounded = |x: f64| (x * 1e6).round() / 1e6;
    let position = |c: &Coord| {
        let c = to_geographic(*c);
        (rounded(c.x), rounded(c.y))
    };
    let mut positions: Vec<(f64, f64)> = ring.0.iter().map(position).collect();
    if positions.len() > 8 {
        positions.dedup();
    }
    positions.into_iter().map(|(x, y)| json!([x, y])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::wkt;

    #[test]
    fn an_outline_is_written_in_degrees_with_six_decimals() {
        let clockwise: MultiPolygon = wkt!(MULTIPOLYGON(((500_000. 5_600_000., 500_000. 5_600_100., 500_100. 5_600_100., 500_000. 5_600_000.))));
        let mut properties = Map::new();
        properties.insert("name".into(), "Köln \"Süd\"".into());
        let feature = Feature {
            key: "05315",
            properties,
            outline: Some(&clockwise),
        };
        insta::assert_snapshot!(feature_collection(&[feature]), @r#"
{"type":"FeatureCollection","features":[
{"type":"Feature","id":"05315","properties":{"name":"Köln \"Süd\""},"geometry":{"coordinates":[[[9.0,50.551932],[9.001412,50.552832],[9.0,50.552832],[9.0,50.551932]]],"type":"Polygon"}}
]}
"#);
    }

    #[test]
    fn several_parts_become_a_multipolygon_and_none_null() {
        let square: MultiPolygon = wkt!(MULTIPOLYGON(((500_000. 5_600_000., 500_100. 5_600_000., 500_100. 5_600_100., 500_000. 5_600_000.)), ((500_200. 5_600_000., 500_300. 5_600_000., 500_300. 5_600_100., 500_200. 5_600_000.))));
        assert_eq!(geometry(&square)["type"], "MultiPolygon");
        assert_eq!(geometry(&MultiPolygon::new(vec![])), Value::Null);
    }
}
