//! Outlines and places from the files of surveying offices: `GeoJSON`, Shapefile, `GeoPackage`.
//!
//! A doubtful feature becomes a remark and keeps its attributes; only an unreadable file fails.
//! Coordinates come out in EPSG:25832, outlines valid.

mod columns;
mod error;
mod geojson;
mod geopackage;
mod package;
mod raw;
mod shapefile;
mod wkb;

use std::collections::BTreeMap;
use std::path::Path;

use geo::{Coord, MultiPolygon, Point};
use rayon::prelude::*;
use vocabulary::{Explain, Place, Remark, RemarkKind, Severity, german_number};

use crate::crs::{Crs, CrsError, HOUSE};
use crate::repair::{self, Fault, Rings};
use crate::texts::TEXTS;

pub use columns::Columns;
pub use error::ImportError;
use raw::{Raw, RawCrs, RawFeature, RawShape};

/// How a file is to be read; the default finds out as much as it can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Columns that are known; the others are proposed.
    pub columns: Columns,
    /// The EPSG code of the coordinates, against whatever the file says.
    pub epsg: Option<u32>,
    /// The layer, where a file has several.
    pub layer: Option<String>,
    /// The most a file may hold, unpacked.
    pub megabytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            columns: Columns::default(),
            epsg: None,
            layer: None,
            megabytes: 1024,
        }
    }
}

/// A layer as it can be used.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// Its name in the file.
    pub name: String,
    /// The columns used, given or proposed.
    pub columns: Columns,
    /// The names of all attributes.
    pub headers: Vec<String>,
    /// The reference system the file was read in.
    pub crs: String,
    /// The features in file order.
    pub features: Vec<Feature>,
    /// What was noticed, for the supplier.
    pub remarks: Vec<Remark>,
}

/// An area or a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// Its number in the file, from 1.
    pub row: u32,
    /// Its key as written; empty where no column holds one.
    pub key: String,
    /// Its name; empty where no column holds one.
    pub name: String,
    /// The key of the area it is a part of, where a column holds one.
    pub parent: Option<String>,
    /// All attributes that are not empty.
    pub attributes: BTreeMap<String, String>,
    /// Where it lies; none if the file does not say or it was refused with a remark.
    pub shape: Option<Shape>,
}

/// Where a feature lies, in EPSG:25832.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// An area.
    Outline(MultiPolygon),
    /// A place.
    Point(Point),
}

impl Feature {
    /// Its outline, if it is an area.
    pub fn outline(&self) -> Option<&MultiPolygon> {
        match &self.shape {
            Some(Shape::Outline(outline)) => Some(outline),
            _ => None,
        }
    }

    /// Its place, if it is one.
    pub fn point(&self) -> Option<Point> {
        match self.shape {
            Some(Shape::Point(point)) => Some(point),
            _ => None,
        }
    }
}

/// Reads a file or folder.
pub fn read(path: &Path, options: &Options) -> Result<Layer, ImportError> {
    let file = path
        .file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let raw = package::open(path, &file, options)?;
    assemble(raw, &file, options)
}

fn assemble(raw: Raw, file: &str, options: &Options) -> Result<Layer, ImportError> {
    if raw.features.is_empty() {
        return Err(ImportError::Empty {
            file: file.to_owned(),
        });
    }
    let mut remarks = raw.remarks;
    let (crs, said) = system(&raw.crs, options.epsg).map_err(|source| ImportError::Crs {
        file: file.to_owned(),
        source,
    })?;
    remarks.extend(said.map(|(severity, m)| remark(file, None, (severity, RemarkKind::Crs), m)));
    if crs.is_rough() {
        let message = TEXTS.say("crs_rough", &[("crs", crs.name())]);
        remarks.push(remark(
            file,
            None,
            (Severity::Warning, RemarkKind::Crs),
            message,
        ));
    }
    let columns = columns_of(&raw.columns, &raw.features, file, options)?;
    let place = |f: RawFeature| placed(f, &crs, &raw.columns, &columns);
    let placed: Vec<Placed> = raw.features.into_par_iter().map(place).collect();
    refuse_if_all_elsewhere(&placed, file)?;
    for placed in &placed {
        remarks.extend(remarks_on(placed, file));
    }
    let features: Vec<Feature> = placed.into_iter().map(|p| p.feature).collect();
    remarks.extend(remarks_on_keys(&features, &columns, file));
    Ok(Layer {
        name: raw.layer,
        columns,
        headers: raw.columns,
        crs: crs.name().to_owned(),
        features,
        remarks,
    })
}

/// The system to read in, and what is to be said about it.
fn system(
    given: &RawCrs,
    wanted: Option<u32>,
) -> Result<(Crs, Option<(Severity, String)>), CrsError> {
    if let Some(code) = wanted {
        return Ok((Crs::epsg(code)?, None));
    }
    Ok(match given {
        RawCrs::Default(code) | RawCrs::Code(code) => (Crs::epsg(*code)?, None),
        RawCrs::Name(name) => (Crs::named(name)?, None),
        RawCrs::Nothing => {
            let crs = Crs::epsg(HOUSE)?;
            let said = TEXTS.say("crs_assumed", &[("crs", crs.name())]);
            (crs, Some((Severity::Warning, said)))
        }
        RawCrs::Text(text) => {
            let crs = Crs::well_known_text(text)?;
            let said = TEXTS.say("crs_by_parameters", &[("crs", crs.name())]);
            let said = crs.code().is_none().then_some((Severity::Note, said));
            (crs, said)
        }
    })
}

fn columns_of(
    headers: &[String],
    features: &[RawFeature],
    file: &str,
    options: &Options,
) -> Result<Columns, ImportError> {
    let given = &options.columns;
    let named = [&given.key, &given.name, &given.parent]
        .into_iter()
        .flatten();
    for column in named {
        if !headers.contains(column) {
            return Err(ImportError::UnknownColumn {
                file: file.to_owned(),
                column: column.clone(),
                columns: headers.to_vec(),
            });
        }
    }
    Ok(given.or_proposed(headers, features))
}

/// A feature with what happened to its shape.
struct Placed {
    feature: Feature,
    trouble: Option<Trouble>,
}

enum Trouble {
    Missing,
    Unreadable,
    Unsupported(&'static str),
    Elsewhere(CrsError),
    Refused(repair::RepairError),
    Mended(Vec<Fault>, f64),
}

fn placed(raw: RawFeature, crs: &Crs, headers: &[String], columns: &Columns) -> Placed {
    let named = headers
        .iter()
        .zip(raw.cells)
        .filter(|(_, cell)| !cell.is_empty());
    let attributes: BTreeMap<String, String> = named.map(|(h, c)| (h.clone(), c)).collect();
    let cell = |column: &Option<String>| column.as_ref().and_then(|c| attributes.get(c)).cloned();
    let (shape, trouble) = match raw.shape {
        RawShape::Nothing => (None, Some(Trouble::Missing)),
        RawShape::Broken => (None, Some(Trouble::Unreadable)),
        RawShape::Unsupported(kind) => (None, Some(Trouble::Unsupported(kind))),
        RawShape::Point(point) => match crs.to_house(point.x, point.y) {
            Ok(point) => (Some(Shape::Point(Point(point))), None),
            Err(error) => (None, Some(Trouble::Elsewhere(error))),
        },
        RawShape::Polygons(polygons) => outline(polygons, crs),
    };
    let feature = Feature {
        row: raw.row,
        key: cell(&columns.key).unwrap_or_default(),
        name: cell(&columns.name).unwrap_or_default(),
        parent: cell(&columns.parent),
        attributes,
        shape,
    };
    Placed { feature, trouble }
}

fn outline(polygons: Vec<Rings>, crs: &Crs) -> (Option<Shape>, Option<Trouble>) {
    let finite = |c: &Coord| c.x.is_finite() && c.y.is_finite();
    if !polygons.iter().flatten().flatten().all(finite) {
        return (None, Some(Trouble::Refused(repair::RepairError::NotFinite)));
    }
    let in_house = |c: Coord| crs.to_house(c.x, c.y);
    let ring = |ring: Vec<Coord>| {
        ring.into_iter()
            .map(in_house)
            .collect::<Result<Vec<_>, _>>()
    };
    let polygon = |rings: Rings| rings.into_iter().map(ring).collect::<Result<Rings, _>>();
    let metres: Result<Vec<Rings>, CrsError> = polygons.into_iter().map(polygon).collect();
    let metres = match metres {
        Ok(metres) => metres,
        Err(error) => return (None, Some(Trouble::Elsewhere(error))),
    };
    match repair::mend(metres) {
        Ok(mended) => {
            let said = (!mended.faults.is_empty())
                .then_some(Trouble::Mended(mended.faults, mended.area_change));
            (Some(Shape::Outline(mended.outline)), said)
        }
        Err(error) => (None, Some(Trouble::Refused(error))),
    }
}

/// Coordinates that all lie elsewhere are a wrong reference system and not many wrong features.
fn refuse_if_all_elsewhere(placed: &[Placed], file: &str) -> Result<(), ImportError> {
    if placed.iter().any(|p| p.feature.shape.is_some()) {
        return Ok(());
    }
    let elsewhere = placed.iter().find_map(|p| match &p.trouble {
        Some(Trouble::Elsewhere(error)) => Some(error.clone()),
        _ => None,
    });
    match elsewhere {
        Some(source) => Err(ImportError::Crs {
            file: file.to_owned(),
            source,
        }),
        None => Ok(()),
    }
}

fn remarks_on(placed: &Placed, file: &str) -> Option<Remark> {
    let feature = &placed.feature;
    let rejected = (Severity::Rejected, RemarkKind::Outline);
    let (kind, message) = match placed.trouble.as_ref()? {
        Trouble::Missing => (
            (Severity::Warning, RemarkKind::Outline),
            TEXTS.say("shape_missing", &[]),
        ),
        Trouble::Unreadable => (rejected, TEXTS.say("shape_unreadable", &[])),
        Trouble::Unsupported(kind) => (rejected, TEXTS.say("shape_unsupported", &[("kind", kind)])),
        Trouble::Elsewhere(error) => ((Severity::Rejected, RemarkKind::Crs), error.german()),
        Trouble::Refused(error) => (rejected, error.german()),
        Trouble::Mended(faults, change) => {
            let severity = match faults.as_slice() {
                [Fault::RepeatedPoint] => Severity::Note,
                _ => Severity::Warning,
            };
            let faults: Vec<String> = faults.iter().map(|f| f.german()).collect();
            let change = german_number(*change, 1);
            let values = [("faults", &*faults.join(", ")), ("change", &change)];
            (
                (severity, RemarkKind::Outline),
                TEXTS.say("shape_mended", &values),
            )
        }
    };
    let who = [feature.key.as_str(), feature.name.as_str()].join(" ");
    let mut remark = remark(file, Some(feature.row), kind, message);
    remark.value = Some(who.trim().to_owned()).filter(|w| !w.is_empty());
    Some(remark)
}

/// Keys that are missing or stand twice.
fn remarks_on_keys(features: &[Feature], columns: &Columns, file: &str) -> Vec<Remark> {
    let Some(column) = &columns.key else {
        let only_places = features.iter().all(|f| f.outline().is_none());
        let severity = if only_places {
            Severity::Note
        } else {
            Severity::Warning
        };
        let message = TEXTS.say("key_column_missing", &[]);
        return vec![remark(file, None, (severity, RemarkKind::Header), message)];
    };
    let mut first: BTreeMap<&str, &Feature> = BTreeMap::new();
    let mut remarks = Vec::new();
    for feature in features {
        let about = |kind, message| {
            let mut remark = remark(file, Some(feature.row), (Severity::Warning, kind), message);
            remark.place.column = Some(column.clone());
            remark.value = Some(feature.key.clone());
            remark
        };
        if feature.key.is_empty() {
            remarks.push(about(RemarkKind::UnknownKey, TEXTS.say("key_empty", &[])));
        } else if let Some(other) = first.get(feature.key.as_str()) {
            let row = other.row.to_string();
            let values = [
                ("key", feature.key.as_str()),
                ("row", &row),
                ("name", &other.name),
            ];
            remarks.push(about(
                RemarkKind::Duplicate,
                TEXTS.say("key_twice", &values),
            ));
        } else {
            first.insert(&feature.key, feature);
        }
    }
    remarks
}

/// The layer wanted, or the only one.
fn choose(layers: Vec<String>, wanted: Option<&str>, file: &str) -> Result<String, ImportError> {
    let chosen = match (wanted, layers.as_slice()) {
        (Some(wanted), all) => all.iter().find(|l| *l == wanted).cloned(),
        (None, [only]) => Some(only.clone()),
        (None, []) => {
            return Err(ImportError::Empty {
                file: file.to_owned(),
            });
        }
        (None, _) => None,
    };
    chosen.ok_or_else(|| ImportError::Layer {
        file: file.to_owned(),
        layers,
    })
}

fn remark(file: &str, row: Option<u32>, kind: (Severity, RemarkKind), message: String) -> Remark {
    Remark {
        severity: kind.0,
        kind: kind.1,
        place: Place {
            file: file.to_owned(),
            row,
            ..Place::default()
        },
        value: None,
        message,
    }
}

#[cfg(test)]
mod tests;
