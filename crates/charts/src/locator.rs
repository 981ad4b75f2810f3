//! A small map that says where a place lies.

use std::collections::BTreeMap;

use geo::MultiPolygon;
use vocabulary::AreaKey;

use crate::ground::{Land, borders};
use crate::ink;
use crate::request::Frame;
use crate::sheet::{Pattern, Sheet, Svg, sane};
use crate::words::say;

/// What a small map shows.
#[derive(Clone, Copy, Debug)]
pub struct LocatorRequest<'a> {
    /// The paper.
    pub frame: Frame<'a>,
    /// Outlines of the areas.
    pub outlines: &'a BTreeMap<AreaKey, MultiPolygon<f64>>,
    /// Which municipality an area is a part of.
    pub parents: &'a BTreeMap<AreaKey, AreaKey>,
    /// All areas of one level.
    pub areas: &'a [AreaKey],
    /// The areas in orange: one, a group's members, or a municipality's areas.
    pub marked: &'a [AreaKey],
    /// The areas of which nothing can be said, lined.
    pub unclear: &'a [AreaKey],
    /// The name of what is marked.
    pub name: &'a str,
    /// The name of the whole: „Musterkreis“.
    pub whole: &'a str,
}

/// Draws the small map.
pub fn locator(request: &LocatorRequest<'_>) -> Svg {
    let width = sane(request.frame.width, 40.0);
    let most = request.frame.height.unwrap_or(width * 1.6).max(10.0);
    let land = Land::fit(request.outlines, request.areas, (width, most));
    let mut sheet = Sheet::new(&request.frame, land.extent.1);
    sheet.width = land.extent.0.clamp(1.0, width);
    sheet.raw(r#"<g transform="scale(.1)" stroke-linejoin="round">"#);
    let fine = (width / 25.0).clamp(3.0, 8.0);
    for look in [Look::Land, Look::Unclear, Look::Marked] {
        let chosen = land.parcels.iter().filter(|p| look.is_of(request, &p.area));
        let d: String = chosen.map(crate::ground::Parcel::path).collect();
        if d.is_empty() {
            continue;
        }
        let (fill, edge) = match look {
            Look::Land => (ink::LAND.to_owned(), ink::PAPER),
            // Two lined neighbours stay two areas: their border is grey, not white.
            Look::Unclear => (sheet.fill_in_tenths(Pattern::Lined), ink::OUTER),
            Look::Marked => (ink::PLACE.to_owned(), ink::PLACE),
        };
        sheet.raw(&format!(
            r#"<path d="{d}" fill="{fill}" stroke="{edge}" stroke-width="{fine}"/>"#
        ));
    }
    let border = borders(&land.parcels, request.parents);
    for (d, colour) in [(border.outer, ink::OUTER), (border.inner, ink::SOFT_INK)] {
        if !d.is_empty() {
            sheet.raw(&format!(
                r#"<path d="{d}" fill="none" stroke="{colour}" stroke-width="{fine}"/>"#
            ));
        }
    }
    sheet.raw("</g>");
    sheet.finish(alt(request))
}

/// How an area looks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Land,
    Unclear,
    Marked,
}

impl Look {
    fn is_of(self, request: &LocatorRequest<'_>, area: &AreaKey) -> bool {
        let look = if request.marked.contains(area) {
            Self::Marked
        } else if request.unclear.contains(area) {
            Self::Unclear
        } else {
            Self::Land
        };
        self == look
    }
}

fn alt(request: &LocatorRequest<'_>) -> String {
    let said = match request.marked {
        [] => say("locator_none", &[("whole", request.whole)]),
        _ => say(
            "locator",
            &[("name", request.name), ("whole", request.whole)],
        ),
    };
    if request.unclear.is_empty() {
        return said;
    }
    let unclear = request.unclear.len().to_string();
    format!("{said} {}", say("locator_unclear", &[("n", &unclear)]))
}
