//! Shapefiles: the parts `.shp`, `.dbf`, `.prj` and `.cpg`, in a folder or packed in a zip file.

mod dbf;
mod shp;

use super::raw::{Raw, RawCrs, RawFeature, RawShape, Winding, remark_on_winding};
use super::{ImportError, remark};
use shp::ShpFault;
use vocabulary::{Remark, RemarkKind, Severity};

use crate::texts::TEXTS;

/// The parts of one shapefile as bytes.
pub(super) struct Parts {
    /// Name of the layer: the file name without ending.
    pub(super) name: String,
    /// Outlines or points.
    pub(super) shp: Vec<u8>,
    /// Attributes.
    pub(super) dbf: Option<Vec<u8>>,
    /// Reference system as well-known text.
    pub(super) prj: Option<String>,
    /// Name of the encoding.
    pub(super) cpg: Option<String>,
}

/// Reads the parts together.
pub(super) fn read(parts: &Parts, file: &str) -> Result<Raw, ImportError> {
    let broken = |part: &'static str| ImportError::Broken {
        file: file.to_owned(),
        part: format!("{}.{part}", parts.name),
    };
    let mut remarks = Vec::new();
    let (shapes, fault) = shp::read(&parts.shp);
    match fault {
        Some(ShpFault::Header) => return Err(broken("shp")),
        Some(ShpFault::Truncated) if shapes.is_empty() => return Err(broken("shp")),
        Some(ShpFault::Truncated) => remarks.push(cut_off(file, &format!("{}.shp", parts.name))),
        None => {}
    }
    let table = match &parts.dbf {
        Some(bytes) => dbf::read(bytes, parts.cpg.as_deref()).ok_or_else(|| broken("dbf"))?,
        None => {
            return Err(ImportError::NoTable {
                file: file.to_owned(),
                part: format!("{}.dbf", parts.name),
            });
        }
    };
    if !table.complete {
        remarks.push(cut_off(file, &format!("{}.dbf", parts.name)));
    }
    let features = join(shapes, table.rows);
    remarks.extend(remark_on_winding(&features, Winding::Clockwise, file));
    Ok(Raw {
        layer: parts.name.clone(),
        crs: parts.prj.clone().map_or(RawCrs::Nothing, RawCrs::Text),
        features,
        columns: table.columns,
        remarks,
    })
}

/// Shape and row of the same number; a deleted row takes its shape with it.
fn join(shapes: Vec<RawShape>, rows: Vec<Option<Vec<String>>>) -> Vec<RawFeature> {
    let count = shapes.len().max(rows.len());
    let mut shapes = shapes.into_iter();
    let mut rows = rows.into_iter();
    let mut features = Vec::new();
    for number in 1..=count {
        let shape = shapes.next().unwrap_or(RawShape::Broken);
        let Some(cells) = rows.next().unwrap_or_else(|| Some(Vec::new())) else {
            continue;
        };
        let row = u32::try_from(number).unwrap_or(u32::MAX);
        features.push(RawFeature { row, cells, shape });
    }
    features
}

fn cut_off(file: &str, part: &str) -> Remark {
    let message = TEXTS.say("shp_cut_off", &[("part", part)]);
    remark(
        file,
        None,
        (Severity::Warning, RemarkKind::Structure),
        message,
    )
}
