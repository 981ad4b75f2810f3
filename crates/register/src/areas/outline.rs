//! The geometry of an area as it is stored: a GeoJSON geometry, readable in any tool.

use geo::{Coord, LineString, MultiPolygon, Polygon};
use serde::{Deserialize, Serialize};
use vocabulary::{AreaKey, Date};

use super::TerritoryError;

/// The geometry of an area as long as it has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "Umriss")]
pub struct Outline {
    /// The area.
    pub area: AreaKey,
    /// The day since when the area of this key has it; the same as in the area.
    pub valid_from: Option<Date>,
    /// A GeoJSON MultiPolygon in EPSG:25832.
    pub geometry: String,
}

#[derive(Serialize, Deserialize)]
struct Geometry {
    r#type: Kind,
    coordinates: Vec<Vec<Vec<[f64; 2]>>>,
}

#[derive(Serialize, Deserialize)]
enum Kind {
    MultiPolygon,
}

impl Outline {
    /// Writes a geometry down; coordinates keep every digit.
    ///
    /// # Panics
    /// Never: numbers and texts have a form in JSON.
    pub fn new(area: AreaKey, valid_from: Option<Date>, shape: &MultiPolygon) -> Self {
        let ring = |line: &LineString| line.coords().map(|c| [c.x, c.y]).collect();
        let rings = |p: &Polygon| {
            std::iter::once(p.exterior())
                .chain(p.interiors())
                .map(ring)
                .collect()
        };
        let geometry = Geometry {
            r#type: Kind::MultiPolygon,
            coordinates: shape.iter().map(rings).collect(),
        };
        let geometry = serde_json::to_string(&geometry).expect("coordinates have a form in JSON");
        Self {
            area,
            valid_from,
            geometry,
        }
    }

    /// Reads the geometry.
    pub fn shape(&self) -> Result<MultiPolygon, TerritoryError> {
        let broken = |reason: String| TerritoryError::Geometry {
            area: self.area.clone(),
            reason,
        };
        let geometry: Geometry =
            serde_json::from_str(&self.geometry).map_err(|e| broken(e.to_string()))?;
        let line = |ring: Vec<[f64; 2]>| {
            let coords = ring.into_iter().map(|[x, y]| Coord { x, y });
            coords.collect::<LineString>()
        };
        let polygon = |rings: Vec<Vec<[f64; 2]>>| {
            let mut rings = rings.into_iter().map(line);
            let outer = rings
                .next()
                .ok_or_else(|| broken("no outer ring".to_owned()))?;
            Ok(Polygon::new(outer, rings.collect()))
        };
        let polygons = geometry.coordinates.into_iter().map(polygon);
        Ok(MultiPolygon(
            polygons.collect::<Result<_, TerritoryError>>()?,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::polygon;

    #[test]
    fn a_geometry_comes_back_to_the_last_digit() {
        let ring = polygon![
            (x: 0.1, y: 0.2), (x: 365_123.456_789_012_3, y: 5_645_000.0), (x: 1e-7, y: 3.0)
        ];
        let shape = MultiPolygon(vec![ring]);
        let key = AreaKey::parse("09").unwrap();
        let outline = Outline::new(key.clone(), None, &shape);
        assert_eq!(outline.shape().unwrap(), shape);
        let broken = Outline {
            geometry: "{}".to_owned(),
            ..outline
        };
        assert!(
            matches!(broken.shape(), Err(TerritoryError::Geometry { area, .. }) if area == key)
        );
    }
}
