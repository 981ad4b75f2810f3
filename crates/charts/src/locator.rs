//! A small map that says where a place lies.

use std::collections::BTreeMap;

use geo::MultiPolygon;
use vocabulary::AreaKey;

use crate::ground::{Land, Parcel, borders};
use crate::ink;
use crate::map::{legend_entry, legend_height};
use crate::request::Frame;
use crate::sheet::{Caption, Pattern, Sheet, Svg, n, sane, text_size};
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
    /// The areas of which nothing can be said: lined, and named in a legend above.
    pub not_judged: &'a [AreaKey],
    /// The name of what is marked.
    pub name: &'a str,
    /// The name of the whole: „Musterkreis“.
    pub whole: &'a str,
}

/// Draws the small map.
pub fn locator(request: &LocatorRequest<'_>) -> Svg {
    let size = text_size(&request.frame);
    let width = sane(request.frame.width, 40.0);
    let legend = (!request.not_judged.is_empty()).then(|| say("not_judged", &[]));
    let top = legend.as_ref().map_or(0.0, |_| legend_height(1, size));
    let most = request.frame.height.unwrap_or(width * 1.6).max(10.0);
    let most = (most - top).max(10.0);
    let land = Land::fit(request.outlines, request.areas, (width, most));
    let mut sheet = Sheet::new(&request.frame, top + land.extent.1);
    sheet.width = land.extent.0.clamp(1.0, width);
    if let Some(words) = legend {
        let needed = size * 2.2 + Caption::new(&words).width(size);
        sheet.width = sheet.width.max(needed.min(width));
        let lined = sheet.fill(Pattern::Lined);
        legend_entry(&mut sheet, (0.0, size * 1.1), &lined, &words);
    }
    sheet.raw(&match top {
        0.0 => r#"<g transform="scale(.1)" stroke-linejoin="round">"#.to_owned(),
        top => format!(
            r#"<g transform="translate(0 {}) scale(.1)" stroke-linejoin="round">"#,
            n(top)
        ),
    });
    let fine = (width / 25.0).clamp(3.0, 8.0);
    draw_areas(&mut sheet, request, &land, fine);
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

/// Land, then the areas nothing can be said of, then those that are marked: one path each.
fn draw_areas(sheet: &mut Sheet, request: &LocatorRequest<'_>, land: &Land, fine: f64) {
    let marked = |p: &Parcel| request.marked.contains(&p.area);
    let lined = |p: &Parcel| !marked(p) && request.not_judged.contains(&p.area);
    let path = |chosen: &dyn Fn(&Parcel) -> bool| -> String {
        let parcels = land.parcels.iter().filter(|p| chosen(p));
        parcels.map(Parcel::path).collect()
    };
    let paths = [
        path(&|p| !marked(p) && !lined(p)),
        path(&lined),
        path(&marked),
    ];
    for (at, d) in paths.into_iter().enumerate() {
        if d.is_empty() {
            continue;
        }
        let (fill, edge) = match at {
            0 => (ink::LAND.to_owned(), ink::PAPER),
            // Two lined neighbours stay two areas: their border is grey, not white.
            1 => (sheet.fill_in_tenths(Pattern::Lined), "#b4b7c2"),
            _ => (ink::PLACE.to_owned(), ink::PLACE),
        };
        sheet.raw(&format!(
            r#"<path d="{d}" fill="{fill}" stroke="{edge}" stroke-width="{fine}"/>"#
        ));
    }
}

fn alt(request: &LocatorRequest<'_>) -> String {
    let values = [("name", request.name), ("whole", request.whole)];
    let all = match request.marked {
        [] => say("locator_none", &values[1..]),
        _ => say("locator", &values),
    };
    match request.not_judged.len() {
        0 => all,
        count => {
            let count = count.to_string();
            let more = say("locator_not_judged", &[("count", &count)]);
            format!("{all} {more}")
        }
    }
}
