//! An outline as a GeoJSON geometry in the house's own metres (EPSG:25832), to the millimetre: how it is stored.

use geo::MultiPolygon;
use geojson::GeometryValue;

/// A text that is no outline.
#[derive(Debug, thiserror::Error)]
pub enum OutlineTextError {
    /// Not GeoJSON.
    #[error("the outline is not a GeoJSON geometry: {0}")]
    NotGeoJson(#[from] geojson::Error),
    /// A point or a line.
    #[error("the outline is a {0}, not a polygon")]
    NotAnOutline(&'static str),
}

/// Writes an outline.
///
/// ```
/// use areas::outline_text;
/// use geo::{MultiPolygon, polygon};
/// let square = MultiPolygon::new(vec![polygon![(x: 0.0, y: 0.0), (x: 10.0, y: 0.0), (x: 10.0, y: 10.0)]]);
/// let text = outline_text::write(&square);
/// assert_eq!(outline_text::read(&text)?, square);
/// # Ok::<(), outline_text::OutlineTextError>(())
/// ```
pub fn write(outline: &MultiPolygon) -> String {
    use geo::MapCoords;
    let millimetres = outline.map_coords(|c| geo::Coord {
        x: (c.x * 1000.0).round() / 1000.0,
        y: (c.y * 1000.0).round() / 1000.0,
    });
    geojson::Geometry::new(GeometryValue::from(&millimetres)).to_string()
}

/// Reads an outline back.
pub fn read(text: &str) -> Result<MultiPolygon, OutlineTextError> {
    let geometry: geojson::Geometry = text.parse()?;
    let kind = geometry.value.type_name();
    match geometry.value {
        GeometryValue::Polygon { .. } => Ok(MultiPolygon::new(vec![geometry.value.try_into()?])),
        GeometryValue::MultiPolygon { .. } => Ok(geometry.value.try_into()?),
        _ => Err(OutlineTextError::NotAnOutline(kind)),
    }
}
