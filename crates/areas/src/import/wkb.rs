//! Well-known binary, the geometry of a `GeoPackage`; every count is checked before memory is taken.

use geo::Coord;

use super::raw::RawShape;
use crate::repair::Rings;

/// Reads the geometry blob of a `GeoPackage`.
pub(super) fn read_geopackage(blob: &[u8]) -> RawShape {
    let Some(flags) = blob.get(3).filter(|_| blob.starts_with(b"GP")) else {
        return RawShape::Broken;
    };
    if flags & 0b1_0000 != 0 {
        return RawShape::Nothing;
    }
    let envelope = match flags >> 1 & 0b111 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return RawShape::Broken,
    };
    let mut reader = Reader {
        rest: blob.get(8 + envelope..).unwrap_or_default(),
        little: true,
        extra: 0,
    };
    reader.shape().unwrap_or(RawShape::Broken)
}

struct Reader<'a> {
    rest: &'a [u8],
    little: bool,
    /// Coordinates beyond x and y.
    extra: usize,
}

impl Reader<'_> {
    fn shape(&mut self) -> Option<RawShape> {
        Some(match self.kind()? {
            1 => {
                let point = self.coord()?;
                if point.x.is_nan() {
                    RawShape::Nothing
                } else {
                    RawShape::Point(point)
                }
            }
            3 => RawShape::Polygons(vec![self.rings()?]),
            6 | 12 => {
                let count = self.count(9)?;
                let mut polygons = Vec::with_capacity(count);
                for _ in 0..count {
                    if self.kind()? != 3 {
                        return Some(RawShape::Unsupported("MultiSurface"));
                    }
                    polygons.push(self.rings()?);
                }
                RawShape::Polygons(polygons)
            }
            2 => RawShape::Unsupported("LineString"),
            4 => RawShape::Unsupported("MultiPoint"),
            5 => RawShape::Unsupported("MultiLineString"),
            7 => RawShape::Unsupported("GeometryCollection"),
            _ => RawShape::Unsupported("CurvePolygon"),
        })
    }

    /// Byte order and kind of a geometry, heights and measures noted.
    fn kind(&mut self) -> Option<u32> {
        let (order, rest) = self.rest.split_first()?;
        self.rest = rest;
        self.little = *order == 1;
        let code = self.number()?;
        let flagged = usize::from(code & 0x8000_0000 != 0) + usize::from(code & 0x4000_0000 != 0);
        let code = code & 0x0fff_ffff;
        let thousands = match code / 1000 {
            0 => 0,
            1 | 2 => 1,
            3 => 2,
            _ => return None,
        };
        self.extra = flagged.max(thousands);
        Some(code % 1000)
    }

    fn rings(&mut self) -> Option<Rings> {
        let rings = self.count(4)?;
        let mut found = Vec::with_capacity(rings);
        for _ in 0..rings {
            let points = self.count(16 + 8 * self.extra)?;
            let ring: Option<Vec<Coord>> = (0..points).map(|_| self.coord()).collect();
            found.push(ring?);
        }
        Some(found)
    }

    fn coord(&mut self) -> Option<Coord> {
        let point = Coord {
            x: self.double()?,
            y: self.double()?,
        };
        for _ in 0..self.extra {
            self.double()?;
        }
        Some(point)
    }

    /// A count of things of at least `size` bytes, which must still be there.
    fn count(&mut self, size: usize) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count.checked_mul(size)? <= self.rest.len()).then_some(count)
    }

    fn number(&mut self) -> Option<u32> {
        let (four, rest) = self.rest.split_first_chunk::<4>()?;
        self.rest = rest;
        Some(if self.little {
            u32::from_le_bytes(*four)
        } else {
            u32::from_be_bytes(*four)
        })
    }

    fn double(&mut self) -> Option<f64> {
        let (eight, rest) = self.rest.split_first_chunk::<8>()?;
        self.rest = rest;
        Some(if self.little {
            f64::from_le_bytes(*eight)
        } else {
            f64::from_be_bytes(*eight)
        })
    }
}
