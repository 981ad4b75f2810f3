//! The geometry part of a shapefile: records of rings and points, each checked before memory is taken.

use geo::Coord;

use crate::import::raw::{RawShape, group_rings};

/// Why the geometry part is unreadable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ShpFault {
    /// No header of a shapefile.
    Header,
    /// The file ends within a record.
    Truncated,
}

/// All shapes in file order, and the fault at which reading stopped.
pub(super) fn read(bytes: &[u8]) -> (Vec<RawShape>, Option<ShpFault>) {
    if bytes.len() < 100 || big(bytes, 0) != Some(9994) {
        return (Vec::new(), Some(ShpFault::Header));
    }
    let mut shapes = Vec::new();
    let mut at = 100;
    while at < bytes.len() {
        let words = big(bytes, at + 4).and_then(|w| usize::try_from(w).ok());
        let content =
            words.and_then(|w| bytes.get(at + 8..(at + 8).checked_add(w.checked_mul(2)?)?));
        let Some(content) = content else {
            return (shapes, Some(ShpFault::Truncated));
        };
        shapes.push(shape(content).unwrap_or(RawShape::Broken));
        at += 8 + content.len();
    }
    (shapes, None)
}

fn shape(content: &[u8]) -> Option<RawShape> {
    Some(match little(content, 0)? {
        0 => RawShape::Nothing,
        1 | 11 | 21 => RawShape::Point(coord(content, 4)?),
        5 | 15 | 25 => RawShape::Polygons(group_rings(rings(content)?)?),
        3 | 13 | 23 => RawShape::Unsupported("PolyLine"),
        8 | 18 | 28 => RawShape::Unsupported("MultiPoint"),
        _ => RawShape::Unsupported("MultiPatch"),
    })
}

fn rings(content: &[u8]) -> Option<Vec<Vec<Coord>>> {
    let parts = usize::try_from(little(content, 36)?).ok()?;
    let points = usize::try_from(little(content, 40)?).ok()?;
    let first_point = 44usize.checked_add(parts.checked_mul(4)?)?;
    let needed = first_point.checked_add(points.checked_mul(16)?)?;
    if needed > content.len() {
        return None;
    }
    let start = |part: usize| usize::try_from(little(content, 44 + part * 4)?).ok();
    let ring = |part: usize| {
        let from = start(part)?;
        let to = if part + 1 < parts {
            start(part + 1)?
        } else {
            points
        };
        if from > to || to > points {
            return None;
        }
        (from..to)
            .map(|i| coord(content, first_point + i * 16))
            .collect()
    };
    (0..parts).map(ring).collect()
}

fn big(bytes: &[u8], at: usize) -> Option<i32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(i32::from_be_bytes(four.try_into().ok()?))
}

fn little(bytes: &[u8], at: usize) -> Option<i32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(i32::from_le_bytes(four.try_into().ok()?))
}

fn coord(bytes: &[u8], at: usize) -> Option<Coord> {
    let number = |at: usize| {
        let eight = bytes.get(at..at.checked_add(8)?)?;
        Some(f64::from_le_bytes(eight.try_into().ok()?))
    };
    Some(Coord {
        x: number(at)?,
        y: number(at + 8)?,
    })
}
