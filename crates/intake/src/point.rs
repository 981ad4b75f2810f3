//! Where a case lies, as an area key: the coordinates with the EPSG code they are written in.

use std::fmt;

/// A place on the map.
#[derive(Clone, Copy, Debug, PartialEq)]
#[doc(alias = "Punkt")]
pub struct PointKey {
    /// EPSG code of the coordinates.
    pub epsg: u32,
    /// Easting, or longitude.
    pub x: f64,
    /// Northing, or latitude.
    pub y: f64,
}

impl PointKey {
    /// Reads `EPSG:25833 391841.9 5822078.3`.
    ///
    /// ```
    /// let point = intake::PointKey::parse("EPSG:25833 391841.9 5822078.3").unwrap();
    /// assert_eq!((point.epsg, point.x), (25833, 391841.9));
    /// assert_eq!(point.to_string(), "EPSG:25833 391841.9 5822078.3");
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.strip_prefix("EPSG:")?.split(' ');
        let epsg = parts.next()?.parse().ok()?;
        let mut coordinate = || parts.next()?.parse::<f64>().ok().filter(|c| c.is_finite());
        let point = Self {
            epsg,
            x: coordinate()?,
            y: coordinate()?,
        };
        parts.next().is_none().then_some(point)
    }
}

impl fmt::Display for PointKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EPSG:{} {} {}", self.epsg, self.x, self.y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_point_is_refused() {
        for wrong in [
            "",
            "EPSG:25833",
            "EPSG:25833 1",
            "EPSG:25833 1 2 3",
            "EPSG:x 1 2",
            "EPSG:25833 NaN 2",
            "25833 1 2",
        ] {
            assert_eq!(PointKey::parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_point_comes_back_as_it_was_written(epsg: u32, x in -1e9..1e9f64, y in -1e9..1e9f64) {
            let point = PointKey { epsg, x, y };
            prop_assert_eq!(PointKey::parse(&point.to_string()), Some(point));
        }
    }
}
