//! What every request is made of: the frame, the subject, the areas and the lines.

use std::collections::BTreeMap;

use geo::MultiPolygon;
use vocabulary::{AreaKey, Breakdown, IndicatorId};

/// The paper a figure is drawn on.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// Begins every id in the markup; unique on the page.
    pub id_prefix: &'a str,
    /// The finding or the subject, as the picture's `<title>`.
    pub title: &'a str,
    /// Width in user units (CSS pixels on the web, points in print).
    pub width: f64,
    /// Greatest height; none where the figure chooses.
    pub height: Option<f64>,
    /// Size of the lettering in user units: 13 on the web, 8 to 9 in print.
    pub text_size: f64,
}

/// What is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The indicator.
    pub indicator: &'a IndicatorId,
    /// Of whom.
    pub breakdown: &'a Breakdown,
    /// German name: „Kinder mit Bürgergeld“.
    pub name: &'a str,
    /// What stands behind a number: `%`, `je 1.000`, `€`, or nothing.
    pub unit: &'a str,
    /// Decimals people see.
    pub decimals: u8,
}

/// The land: outlines, names and parents, as a release holds them.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// Outlines in EPSG:25832 metres, simplified, shared borders shared.
    pub outlines: &'a BTreeMap<AreaKey, MultiPolygon<f64>>,
    /// German names, also of parents.
    pub names: &'a BTreeMap<AreaKey, String>,
    /// Which municipality an area is a part of.
    pub parents: &'a BTreeMap<AreaKey, AreaKey>,
}

/// The areas a figure is about, in the order they are drawn.
#[derive(Clone, Copy, Debug)]
pub struct Selection<'a> {
    /// The areas, of one level.
    pub areas: &'a [AreaKey],
    /// German name of one: „Wohnplatz“.
    pub one: &'a str,
    /// German name of several: „Wohnplätze“.
    pub many: &'a str,
}

/// Whose figures a mark stands for; each has one look on every page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The place one looks at: orange.
    Place,
    /// Its municipality: hollow.
    Municipality,
    /// The county: dark ink.
    County,
    /// Any other area: blue.
    Other,
}

/// An area with the name it carries in a figure.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The area.
    pub area: &'a AreaKey,
    /// Its short name: „hier“, „Kreis“.
    pub label: &'a str,
    /// Its look.
    pub role: Role,
}

/// Where a series is cut: from this year on it is counted or bounded in another way.
#[derive(Clone, Copy, Debug)]
pub struct Break<'a> {
    /// The first year of the new way.
    pub year: i32,
    /// Two words: „neue Zählweise“, „neuer Zuschnitt“.
    pub words: &'a str,
}
