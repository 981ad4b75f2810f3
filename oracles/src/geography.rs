//! Cases of neighbours, points in areas, and counts carried over to other outlines.

use areas::{Contiguity, Locator, Outside, Overlay, Position, Snap, Touch};
use geo::{BoundingRect, Coord, LineString, MultiPolygon, Polygon, Rect, coord};
use serde_json::{Value, json};

use crate::comparison::Comparison;
use crate::{Case, OracleError};

/// Queen and rook neighbours on exact coordinates.
pub(crate) fn contiguity_weights(
    case: &Case,
    comparison: &mut Comparison,
) -> Result<(), OracleError> {
    let outlines = outlines(case)?;
    let found = Contiguity::of(&outlines, Snap::Exact);
    comparison.number("n", outlines.len() as f64)?;
    for (name, touch) in [("queen", Touch::Queen), ("rook", Touch::Rook)] {
        let cardinalities: Vec<usize> = found.neighbours(touch).iter().map(Vec::len).collect();
        comparison.counts(&format!("{name}_card"), &cardinalities)?;
        comparison.number(&format!("{name}_joins"), found.joins(touch) as f64)?;
    }
    comparison.counts("islands", &found.islands(Touch::Queen))?;
    comparison.number("components", found.components(Touch::Queen) as f64)
}

/// Points in the polygons of the case, or of its data file.
pub(crate) fn point_in_polygon(
    case: &Case,
    comparison: &mut Comparison,
) -> Result<(), OracleError> {
    if let Some(polygons) = case.inputs.get("polygons") {
        return points_of_the_case(case, comparison, polygons);
    }
    let outlines = outlines(case)?;
    let x = case.column(|_, header| header == "x")?;
    let y = case.column(|_, header| header == "y")?;
    let points: Vec<Coord<f64>> = x
        .iter()
        .zip(&y)
        .map(|(&x, &y)| coord! { x: x, y: y })
        .collect();
    let found = Locator::new(&outlines).locate_all(&points);
    let mut counts = vec![0; outlines.len()];
    for area in found.iter().flatten() {
        counts[*area] += 1;
    }
    let assigned = found.iter().flatten().count();
    comparison.number("assigned", assigned as f64)?;
    comparison.number("outside", (found.len() - assigned) as f64)?;
    comparison.counts("count_by_area", &counts)?;
    comparison.equal("first_200", &json!(found[..found.len().min(200)]))
}

fn points_of_the_case(
    case: &Case,
    comparison: &mut Comparison,
    polygons: &Value,
) -> Result<(), OracleError> {
    let malformed = || case.malformed("polygons");
    let outlines: Option<Vec<MultiPolygon<f64>>> = polygons
        .as_array()
        .ok_or_else(malformed)?
        .iter()
        .map(|polygon| {
            let holes = polygon.get("holes").and_then(Value::as_array);
            let holes = holes
                .into_iter()
                .flatten()
                .map(ring)
                .collect::<Option<Vec<_>>>()?;
            Some(Polygon::new(ring(polygon.get("outer")?)?, holes).into())
        })
        .collect();
    let locator = Locator::new(&outlines.ok_or_else(malformed)?);
    let points = ring(case.input("points")?).ok_or_else(|| case.malformed("points"))?;
    let (mut touching, mut within) = (Vec::new(), Vec::new());
    for point in points {
        let found = locator.touching(point);
        let lowest = found.first().map(|(area, _)| *area);
        if locator.locate(point) != lowest {
            return Err(case.malformed("the lowest of several areas"));
        }
        touching.push(found.iter().map(|(area, _)| *area).collect::<Vec<_>>());
        let inside = found.iter().filter(|(_, at)| *at == Position::Inside);
        within.push(inside.map(|(area, _)| *area).collect::<Vec<_>>());
    }
    comparison.equal("intersects", &json!(touching))?;
    comparison.equal("within", &json!(within))
}

/// Counts and values on a grid over the areas.
///
/// The reference (tobler) keeps its table of common areas in single precision, so its counts are off
/// by up to 1.5e-7, more than the case allows. With its rounding our common areas give its means to
/// the last bit; its counts, too, but only in an order of summing that its spatial index happens to
/// choose, so these are compared within single precision. Our total must be kept to 1e-9.
pub(crate) fn areal_interpolation(
    case: &Case,
    comparison: &mut Comparison,
) -> Result<(), OracleError> {
    let sources = outlines(case)?;
    let cells = grid(case, &sources)?;
    let overlay = Overlay::of_outlines(&sources, &cells);
    let outside = match case.input("allocate_total")?.as_bool() {
        Some(true) => Outside::Allocate,
        _ => Outside::Leave,
    };
    let refused = |_| case.malformed("extensive or intensive");
    let (counts, values) = (case.numbers("extensive")?, case.numbers("intensive")?);
    let found = overlay.extensive(&counts, outside).map_err(refused)?;
    let means = overlay.intensive(&values).map_err(refused)?;
    // The reference writes 0 where no source is met; ours is not defined there.
    let means: Vec<f64> = means.into_iter().map(|mean| mean.unwrap_or(0.0)).collect();
    comparison.values(
        "intensive",
        &single_precision_means(&overlay, cells.len(), &values),
    )?;
    comparison.number("total_in", methods::neumaier_sum(counts))?;
    let total = methods::neumaier_sum(found.counts.iter().copied());
    comparison.number("total_out", total)?;
    if outside == Outside::Allocate && found.unplaced.is_empty() {
        comparison.allow(RELATIVE);
        comparison.number("total_in", total)?;
    }
    comparison.allow(SINGLE);
    comparison.values("intensive", &means)?;
    comparison.values("extensive", &found.counts)
}

/// How well a total is kept.
const RELATIVE: f64 = 1e-9;

/// How far apart single and double precision are after a sum, a quotient and a product.
const SINGLE: f64 = 2.0 * f32::EPSILON as f64;

/// Means as the reference computes them from our pieces.
#[expect(
    clippy::cast_possible_truncation,
    reason = "single precision is what the reference works with"
)]
fn single_precision_means(overlay: &Overlay, targets: usize, values: &[f64]) -> Vec<f64> {
    let mut sizes = vec![0.0_f32; targets];
    for piece in overlay.pieces() {
        sizes[piece.target] += piece.size as f32;
    }
    let mut means = vec![0.0; targets];
    for piece in overlay.pieces() {
        let weight = piece.size as f32 * sizes[piece.target].recip();
        means[piece.target] += values[piece.source] * f64::from(weight);
    }
    means
}

/// The cells of „8x6 over total bounds, row-major from min y“.
fn grid(case: &Case, sources: &[MultiPolygon<f64>]) -> Result<Vec<MultiPolygon<f64>>, OracleError> {
    let malformed = || case.malformed("grid");
    let size = case.input("grid")?.as_str().ok_or_else(malformed)?;
    let size = size.split(' ').next().and_then(|size| size.split_once('x'));
    let (columns, rows) = size.ok_or_else(malformed)?;
    let columns: u32 = columns.parse().map_err(|_no_number| malformed())?;
    let rows: u32 = rows.parse().map_err(|_no_number| malformed())?;
    let frame = sources
        .iter()
        .filter_map(BoundingRect::bounding_rect)
        .reduce(|a, b| {
            Rect::new(
                coord! { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) },
                coord! { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) },
            )
        });
    let frame = frame.ok_or_else(malformed)?;
    let corner = |column: u32, row: u32| {
        coord! {
            x: frame.min().x + frame.width() * f64::from(column) / f64::from(columns),
            y: frame.min().y + frame.height() * f64::from(row) / f64::from(rows),
        }
    };
    Ok((0..rows)
        .flat_map(|row| (0..columns).map(move |column| (column, row)))
        .map(|(column, row)| Rect::new(corner(column, row), corner(column + 1, row + 1)))
        .map(|cell| cell.to_polygon().into())
        .collect())
}

/// The outlines of the geographic data file, in its order.
fn outlines(case: &Case) -> Result<Vec<MultiPolygon<f64>>, OracleError> {
    let malformed = || case.malformed("the outlines of the data file");
    let document: Value =
        serde_json::from_str(&case.data("geojson")?).map_err(|_no_json| malformed())?;
    let features = document.get("features").and_then(Value::as_array);
    features
        .ok_or_else(malformed)?
        .iter()
        .map(|feature| outline(feature.get("geometry")?))
        .map(|outline| outline.ok_or_else(malformed))
        .collect()
}

fn outline(geometry: &Value) -> Option<MultiPolygon<f64>> {
    let coordinates = geometry.get("coordinates")?;
    let polygons = match geometry.get("type")?.as_str()? {
        "Polygon" => vec![polygon(coordinates)?],
        "MultiPolygon" => coordinates
            .as_array()?
            .iter()
            .map(polygon)
            .collect::<Option<_>>()?,
        _ => return None,
    };
    Some(MultiPolygon::new(polygons))
}

fn polygon(rings: &Value) -> Option<Polygon<f64>> {
    let mut rings = rings.as_array()?.iter().map(ring);
    Some(Polygon::new(rings.next()??, rings.collect::<Option<_>>()?))
}

fn ring(points: &Value) -> Option<LineString<f64>> {
    let points = points.as_array()?.iter();
    points
        .map(|point| Some(coord! { x: point.get(0)?.as_f64()?, y: point.get(1)?.as_f64()? }))
        .collect()
}
