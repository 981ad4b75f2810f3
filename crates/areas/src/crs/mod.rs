//! Reference systems of coordinates: everything comes to EPSG:25832 in metres and leaves as EPSG:4326.
//!
//! Projections need no tables; only the old Gauss-Krüger systems (31466 to 31469) rest on an average
//! change of datum that is right to about three metres, which is said in a remark.

mod wkt;

use std::sync::LazyLock;

use geo::{Area, Coord, MapCoords, MultiPolygon};
use proj4rs::Proj;
use proj4rs::transform::transform;
use vocabulary::Explain;

use crate::texts::TEXTS;

/// The code of the house's own system: ETRS89 / UTM 32N, metres.
pub const HOUSE: u32 = 25832;

const DHDN: &str = "+ellps=bessel +towgs84=598.1,73.7,418.2,0.202,0.045,-2.455,6.7";
const ETRS: &str = "+ellps=GRS80 +towgs84=0,0,0,0,0,0,0";
const WGS: &str = "+datum=WGS84";

/// Code, name, projection, datum.
const TABLE: [(u32, &str, &str, &str); 14] = [
    (25832, "ETRS89 / UTM 32N", "+proj=utm +zone=32", ETRS),
    (25833, "ETRS89 / UTM 33N", "+proj=utm +zone=33", ETRS),
    (4326, "WGS 84", "+proj=longlat", WGS),
    (4258, "ETRS89", "+proj=longlat", ETRS),
    (
        3857,
        "WGS 84 / Web-Mercator",
        "+proj=merc +a=6378137 +b=6378137 +lon_0=0 +k=1 +x_0=0 +y_0=0 +nadgrids=@null",
        "",
    ),
    (
        3035,
        "ETRS89 / LAEA Europa",
        "+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000",
        ETRS,
    ),
    (
        31466,
        "DHDN / Gauß-Krüger 2",
        "+proj=etmerc +lat_0=0 +lon_0=6 +k=1 +x_0=2500000 +y_0=0",
        DHDN,
    ),
    (
        31467,
        "DHDN / Gauß-Krüger 3",
        "+proj=etmerc +lat_0=0 +lon_0=9 +k=1 +x_0=3500000 +y_0=0",
        DHDN,
    ),
    (
        31468,
        "DHDN / Gauß-Krüger 4",
        "+proj=etmerc +lat_0=0 +lon_0=12 +k=1 +x_0=4500000 +y_0=0",
        DHDN,
    ),
    (
        31469,
        "DHDN / Gauß-Krüger 5",
        "+proj=etmerc +lat_0=0 +lon_0=15 +k=1 +x_0=5500000 +y_0=0",
        DHDN,
    ),
    (
        4647,
        "ETRS89 / UTM 32N mit Zonenziffer",
        "+proj=etmerc +lat_0=0 +lon_0=9 +k=0.9996 +x_0=32500000 +y_0=0",
        ETRS,
    ),
    (
        5650,
        "ETRS89 / UTM 33N mit Zonenziffer",
        "+proj=etmerc +lat_0=0 +lon_0=15 +k=0.9996 +x_0=33500000 +y_0=0",
        ETRS,
    ),
    (32632, "WGS 84 / UTM 32N", "+proj=utm +zone=32", WGS),
    (32633, "WGS 84 / UTM 33N", "+proj=utm +zone=33", WGS),
];

static HOUSE_PROJ: LazyLock<Proj> = LazyLock::new(|| from_table(HOUSE));
static EQUAL_AREA_PROJ: LazyLock<Proj> = LazyLock::new(|| from_table(3035));
static EXPORT_PROJ: LazyLock<Proj> = LazyLock::new(|| from_table(4326));

/// Why coordinates cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CrsError {
    /// An EPSG code that is not in the table.
    #[error("EPSG:{0} is not supported; convert the file to EPSG:25832")]
    UnknownCode(u32),
    /// A description that no table entry and no known projection matches.
    #[error("the reference system `{0}` is not supported; convert the file to EPSG:25832")]
    UnknownText(String),
    /// A point that does not lie in or near Germany.
    #[error("({x}, {y}) read as {crs} does not lie in Germany; {}", guess.as_deref().unwrap_or("state the right EPSG code"))]
    OutOfCountry {
        /// First coordinate as in the file.
        x: f64,
        /// Second coordinate as in the file.
        y: f64,
        /// The system it was read in.
        crs: String,
        /// A system that would put it in Germany.
        guess: Option<String>,
    },
}

impl Explain for CrsError {
    fn german(&self) -> String {
        match self {
            Self::UnknownCode(code) => TEXTS.say("crs_code", &[("code", &code.to_string())]),
            Self::UnknownText(text) => TEXTS.say("crs_text", &[("text", text)]),
            Self::OutOfCountry { x, y, crs, guess } => {
                let key = if guess.is_some() {
                    "crs_outside_guess"
                } else {
                    "crs_outside"
                };
                let values = [
                    ("x", &*x.to_string()),
                    ("y", &*y.to_string()),
                    ("crs", crs),
                    ("guess", guess.as_deref().unwrap_or_default()),
                ];
                TEXTS.say(key, &values)
            }
        }
    }
}

/// A reference system of coordinates that can be brought to the house's own.
#[derive(Clone, Debug)]
#[doc(alias = "Koordinatenreferenzsystem")]
pub struct Crs {
    code: Option<u32>,
    name: String,
    proj: Proj,
    rough: bool,
}

impl Crs {
    /// The system of an EPSG code.
    pub fn epsg(code: u32) -> Result<Self, CrsError> {
        let entry = TABLE.iter().find(|(c, ..)| *c == code);
        let (_, name, _, datum) = entry.ok_or(CrsError::UnknownCode(code))?;
        Ok(Self {
            code: Some(code),
            name: format!("EPSG:{code} ({name})"),
            proj: from_table(code),
            rough: *datum == DHDN,
        })
    }

    /// The system of a name as it stands in `GeoJSON`: `urn:ogc:def:crs:EPSG::25833`, `EPSG:4326`, `CRS84`.
    pub fn named(name: &str) -> Result<Self, CrsError> {
        if name.to_ascii_uppercase().contains("CRS84") {
            return Self::epsg(4326);
        }
        let digits = name.rsplit([':', '/', '=']).next().unwrap_or_default();
        let code = digits.trim().parse();
        code.map_or_else(
            |_no_number| Err(CrsError::UnknownText(shorten(name))),
            Self::epsg,
        )
    }

    /// The system of a `.prj` file or a `GeoPackage` definition, by its code or else by its parameters.
    pub fn well_known_text(text: &str) -> Result<Self, CrsError> {
        let unknown = || CrsError::UnknownText(shorten(text));
        let described = wkt::describe(text).ok_or_else(unknown)?;
        if let Some(known) = described.code.and_then(|code| Self::epsg(code).ok()) {
            return Ok(known);
        }
        let proj = Proj::from_proj_string(&described.proj)
            .ok()
            .ok_or_else(unknown)?;
        Ok(Self {
            code: None,
            name: described.name,
            proj,
            rough: described.bessel,
        })
    }

    /// The EPSG code, where it is known.
    pub fn code(&self) -> Option<u32> {
        self.code
    }

    /// Its name as it is shown: `EPSG:25832 (ETRS89 / UTM 32N)`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether bringing it to the house's system is right to about three metres only.
    pub fn is_rough(&self) -> bool {
        self.rough
    }

    /// A point in EPSG:25832; refused if it does not lie in or near Germany.
    ///
    /// ```
    /// use areas::crs::Crs;
    /// let point = Crs::epsg(4326)?.to_house(7.0, 51.0)?;
    /// assert!((point.x - 359_666.7).abs() < 0.1 && (point.y - 5_651_728.7).abs() < 0.1);
    /// # Ok::<(), areas::crs::CrsError>(())
    /// ```
    pub fn to_house(&self, x: f64, y: f64) -> Result<Coord, CrsError> {
        let point = self.project(x, y).filter(|p| in_country(*p));
        point.ok_or_else(|| CrsError::OutOfCountry {
            x,
            y,
            crs: self.name.clone(),
            guess: guess(x, y),
        })
    }

    fn project(&self, x: f64, y: f64) -> Option<Coord> {
        if !(x.is_finite() && y.is_finite()) {
            return None;
        }
        if self.code == Some(HOUSE) {
            return Some(Coord { x, y });
        }
        let in_radians = self.proj.is_latlong();
        let mut point = if in_radians {
            (x.to_radians(), y.to_radians(), 0.0)
        } else {
            (x, y, 0.0)
        };
        transform(&self.proj, &HOUSE_PROJ, &mut point).ok()?;
        Some(Coord {
            x: point.0,
            y: point.1,
        })
    }
}

/// Longitude and latitude (EPSG:4326) of a point in EPSG:25832.
///
/// A point the projection cannot turn back comes out as not a number.
pub fn to_geographic(point: Coord) -> Coord {
    let mut turned = (point.x, point.y, 0.0);
    match transform(&HOUSE_PROJ, &EXPORT_PROJ, &mut turned) {
        Ok(()) => Coord {
            x: turned.0.to_degrees(),
            y: turned.1.to_degrees(),
        },
        Err(_) => Coord {
            x: f64::NAN,
            y: f64::NAN,
        },
    }
}

/// An outline in longitude and latitude (EPSG:4326).
pub fn outline_to_geographic(outline: &MultiPolygon) -> MultiPolygon {
    outline.map_coords(to_geographic)
}

/// The square metres of an outline on the ground.
///
/// In EPSG:25832 areas far from 9° East come out too large, in Berlin by 0.2 %; so they are measured in
/// an equal-area projection.
pub fn square_metres(outline: &MultiPolygon) -> f64 {
    let equal_area = |c: Coord| {
        let mut point = (c.x, c.y, 0.0);
        match transform(&HOUSE_PROJ, &EQUAL_AREA_PROJ, &mut point) {
            Ok(()) => Coord {
                x: point.0,
                y: point.1,
            },
            Err(_) => Coord {
                x: f64::NAN,
                y: f64::NAN,
            },
        }
    };
    outline.map_coords(equal_area).unsigned_area()
}

/// In or near Germany, in EPSG:25832.
fn in_country(point: Coord) -> bool {
    (200_000.0..=1_000_000.0).contains(&point.x) && (5_150_000.0..=6_200_000.0).contains(&point.y)
}

/// A system in which the numbers would lie in Germany.
fn guess(x: f64, y: f64) -> Option<String> {
    let lies = |crs: &Crs, x, y| crs.project(x, y).is_some_and(in_country);
    let mut systems = TABLE.iter().filter_map(|(code, ..)| Crs::epsg(*code).ok());
    if let Some(fits) = systems.find(|crs| lies(crs, x, y)) {
        return Some(fits.name);
    }
    let swapped = Crs::epsg(4326).ok().filter(|crs| lies(crs, y, x));
    swapped.map(|_| TEXTS.say("crs_swapped", &[]))
}

fn from_table(code: u32) -> Proj {
    let entry = TABLE.iter().find(|(c, ..)| *c == code);
    let (_, _, projection, datum) = entry.expect("only codes of the table are asked for");
    let text = format!("{projection} {datum} +no_defs");
    Proj::from_proj_string(&text).expect("the table holds projections that exist")
}

fn shorten(text: &str) -> String {
    let one_line: Vec<&str> = text.split_whitespace().collect();
    one_line.join(" ").chars().take(120).collect()
}

#[cfg(test)]
mod tests;
