//! A choropleth of one level: where high, where low, and what is not shown.

use std::collections::BTreeMap;

use disclosure::{Edition, FigureTable, Released};
use vocabulary::{AreaKey, Period, german_period};

use crate::classes::Classes;
use crate::ground::{Land, Parcel, borders, draw_scale_bar, place_names, scale_bar_width};
use crate::ink;
use crate::mark::{Across, Mark, Sight};
use crate::request::{Frame, Ground, Role, Selection, Subject};
use crate::sheet::{Anchor, Caption, Pattern, Sheet, Svg, escape, n, sane, text_size};
use crate::words::{say, sentences, sight_words, spread};

/// Which names stand on a map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Labels {
    /// Those of the municipalities (the areas' parents).
    #[default]
    Parents,
    /// Those of the areas themselves.
    Areas,
    /// None.
    None,
}

/// Whether areas name themselves under the pointer; for the web, it costs bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tooltips {
    /// No.
    #[default]
    None,
    /// Each area carries its key, name and value.
    Areas,
}

/// What a map shows.
#[derive(Clone, Debug)]
pub struct MapRequest<'a, E: Edition> {
    /// The paper.
    pub frame: Frame<'a>,
    /// The figures.
    pub figures: &'a Released<FigureTable, E>,
    /// What is drawn.
    pub subject: Subject<'a>,
    /// When.
    pub period: Period,
    /// The land.
    pub ground: Ground<'a>,
    /// The areas coloured.
    pub selection: Selection<'a>,
    /// Classes and colours.
    pub classes: &'a Classes,
    /// An area outlined in orange.
    pub highlight: Option<&'a AreaKey>,
    /// Names on the map.
    pub labels: Labels,
    /// Names under the pointer.
    pub tooltips: Tooltips,
}

/// Draws the map.
pub fn map<E: Edition>(request: &MapRequest<'_, E>) -> Svg {
    let across = Across::of(request.figures, &request.subject, request.period);
    let names = request.ground.names;
    let marks: Vec<Mark> = request
        .selection
        .areas
        .iter()
        .map(|area| {
            let name = names.get(area).map_or(area.as_str(), String::as_str);
            across.mark(area, name, Role::Other)
        })
        .collect();
    draw(&Plan {
        frame: request.frame,
        subject: request.subject,
        period: request.period,
        ground: request.ground,
        selection: request.selection,
        classes: request.classes,
        highlight: request.highlight,
        labels: request.labels,
        tooltips: request.tooltips,
        marks,
    })
}

/// The map with its marks looked up.
pub(crate) struct Plan<'a> {
    pub(crate) frame: Frame<'a>,
    pub(crate) subject: Subject<'a>,
    pub(crate) period: Period,
    pub(crate) ground: Ground<'a>,
    pub(crate) selection: Selection<'a>,
    pub(crate) classes: &'a Classes,
    pub(crate) highlight: Option<&'a AreaKey>,
    pub(crate) labels: Labels,
    pub(crate) tooltips: Tooltips,
    pub(crate) marks: Vec<Mark>,
}

pub(crate) fn draw(plan: &Plan<'_>) -> Svg {
    let size = text_size(&plan.frame);
    let width = sane(plan.frame.width, 40.0);
    let entries = legend(plan);
    let rows = legend_rows(&entries, size, width);
    let top = legend_height(rows.len(), size);
    let most = plan
        .frame
        .height
        .map_or(width * 1.6, |h| (h - top).max(size));
    let land = Land::fit(plan.ground.outlines, plan.selection.areas, (width, most));
    let bar = bar_place(&land, size);
    let mut sheet = Sheet::new(&plan.frame, top + land.extent.1.max(bar.1 + size * 0.3));
    draw_legend(&mut sheet, &rows);
    sheet.raw(&format!(
        r#"<g transform="translate(0 {}) scale(.1)" stroke-linejoin="round">"#,
        n(top)
    ));
    draw_areas(&mut sheet, plan, &land);
    draw_borders(&mut sheet, &land, plan.ground.parents, plan.highlight);
    sheet.raw("</g>");
    let names = (plan.ground, plan.labels, plan.highlight);
    draw_names(&mut sheet, names, &land, top);
    draw_scale_bar(
        &mut sheet,
        (bar.0, bar.1 + top),
        land.scale,
        bar_room(&land),
    );
    sheet.finish(alt(plan))
}

/// A legend entry: its fill and its words.
type Entry = (Fill, String);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fill {
    Colour(usize, String),
    Hatched,
    Dotted,
}

fn legend(plan: &Plan<'_>) -> Vec<Entry> {
    let names = plan.classes.names(&plan.subject).into_iter().enumerate();
    let mut entries: Vec<Entry> = names
        .map(|(i, name)| (Fill::Colour(i, plan.classes.colour(i)), name))
        .collect();
    let any = |sight: Sight| plan.marks.iter().any(|m| m.sight == sight);
    if any(Sight::Hidden) {
        entries.push((Fill::Hatched, say("hidden", &[])));
    }
    if any(Sight::Missing) {
        entries.push((Fill::Dotted, say("missing", &[])));
    }
    entries
}

/// What a legend and the gap below it take.
pub(crate) fn legend_height(rows: usize, size: f64) -> f64 {
    rows as f64 * size * 1.6 + size * 0.7
}

/// Entries with their left edge, as many rows as are needed.
pub(crate) fn legend_rows<F: Clone>(
    entries: &[(F, String)],
    size: f64,
    width: f64,
) -> Vec<Vec<(f64, (F, String))>> {
    let mut rows: Vec<Vec<(f64, (F, String))>> = vec![Vec::new()];
    let mut x = 0.0;
    for entry in entries {
        let wide = size * 2.1 + Caption::new(&entry.1).width(size);
        if x > 0.0 && x + wide > width {
            rows.push(Vec::new());
            x = 0.0;
        }
        if let Some(row) = rows.last_mut() {
            row.push((x, entry.clone()));
        }
        x += wide + size;
    }
    rows
}

fn draw_legend(sheet: &mut Sheet, rows: &[Vec<(f64, Entry)>]) {
    let size = sheet.size;
    for (i, row) in rows.iter().enumerate() {
        let base = size * (1.1 + 1.6 * i as f64);
        for (x, (fill, words)) in row {
            let colour = paint(sheet, fill);
            legend_entry(sheet, (*x, base), &colour, words);
        }
    }
}

/// A swatch and what it means.
pub(crate) fn legend_entry(sheet: &mut Sheet, (x, base): (f64, f64), fill: &str, words: &str) {
    let size = sheet.size;
    let look = format!(r##"fill="{fill}" stroke="#a9aebf" stroke-width=".6""##);
    sheet.rect(
        (x + 0.5, base - size * 0.8),
        (size * 1.6, size * 0.92),
        &look,
    );
    sheet.write((x + size * 2.1, base), &Caption::new(words));
}

fn paint(sheet: &mut Sheet, fill: &Fill) -> String {
    match fill {
        Fill::Colour(_, colour) => colour.clone(),
        Fill::Hatched => sheet.fill(Pattern::Hatched),
        Fill::Dotted => sheet.fill(Pattern::Dotted),
    }
}

/// Areas of one fill stand in one group.
fn draw_areas(sheet: &mut Sheet, plan: &Plan<'_>, land: &Land) {
    let marks: BTreeMap<&AreaKey, &Mark> = plan.marks.iter().map(|m| (&m.area, m)).collect();
    let mut groups: BTreeMap<Fill, Vec<(&Parcel, &Mark)>> = BTreeMap::new();
    for parcel in &land.parcels {
        let Some(mark) = marks.get(&parcel.area).copied() else {
            continue;
        };
        let fill = match mark.sight {
            Sight::Seen { value, .. } => {
                let class = plan.classes.class_of(value);
                Fill::Colour(class, plan.classes.colour(class))
            }
            Sight::Hidden => Fill::Hatched,
            Sight::Missing => Fill::Dotted,
        };
        groups.entry(fill).or_default().push((parcel, mark));
    }
    sheet.raw(&format!(
        r##"<g stroke="#fff" stroke-width="{}">"##,
        n(sheet.fine(8.0) * crowding(land))
    ));
    for (fill, parcels) in groups {
        let colour = match &fill {
            Fill::Colour(_, colour) => colour.clone(),
            Fill::Hatched => sheet.fill_in_tenths(Pattern::Hatched),
            Fill::Dotted => sheet.fill_in_tenths(Pattern::Dotted),
        };
        // Two hatched neighbours stay two areas: their border is grey, not white.
        let edge = match fill {
            Fill::Colour(..) => "",
            Fill::Hatched | Fill::Dotted => r##" stroke="#b4b7c2""##,
        };
        sheet.raw(&format!(r#"<g fill="{colour}"{edge}>"#));
        for (parcel, mark) in parcels {
            draw_area(sheet, plan, (parcel, mark));
        }
        sheet.raw("</g>");
    }
    sheet.raw("</g>");
}

/// White borders get thinner where areas are many, so that small ones keep their colour.
pub(crate) fn crowding(land: &Land) -> f64 {
    (150.0 / land.parcels.len().max(1) as f64)
        .sqrt()
        .clamp(0.35, 1.0)
}

fn draw_area(sheet: &mut Sheet, plan: &Plan<'_>, (parcel, mark): (&Parcel, &Mark)) {
    let d = parcel.path();
    match plan.tooltips {
        Tooltips::None => sheet.raw(&format!(r#"<path d="{d}"/>"#)),
        Tooltips::Areas => sheet.raw(&format!(
            r#"<path class="area" data-area="{}" d="{d}"><title>{}: {}</title></path>"#,
            escape(parcel.area.as_str()),
            escape(&mark.label),
            escape(&sight_words(mark.sight, &plan.subject)),
        )),
    }
}

pub(crate) fn draw_borders(
    sheet: &mut Sheet,
    land: &Land,
    parents: &BTreeMap<AreaKey, AreaKey>,
    highlight: Option<&AreaKey>,
) {
    let border = borders(&land.parcels, parents);
    for (d, colour, thick) in [
        (border.outer, ink::OUTER, 10.0),
        (border.inner, ink::BORDER, 11.0),
    ] {
        if !d.is_empty() {
            sheet.raw(&format!(
                r#"<path d="{d}" fill="none" stroke="{colour}" stroke-width="{}"/>"#,
                n(sheet.fine(thick))
            ));
        }
    }
    for parcel in &land.parcels {
        if Some(&parcel.area) == highlight {
            sheet.raw(&format!(
                r#"<path d="{}" fill="none" stroke="{}" stroke-width="{}"/>"#,
                parcel.path(),
                ink::PLACE,
                n(sheet.fine(28.0))
            ));
        }
    }
}

pub(crate) fn draw_names(
    sheet: &mut Sheet,
    (ground, labels, highlight): (Ground<'_>, Labels, Option<&AreaKey>),
    land: &Land,
    top: f64,
) {
    let owner = |parcel: &Parcel| match labels {
        Labels::Parents => ground.parents.get(&parcel.area),
        Labels::Areas => ground.outlines.get_key_value(&parcel.area).map(|k| k.0),
        Labels::None => None,
    };
    let avoid = land
        .parcels
        .iter()
        .find(|p| Some(&p.area) == highlight)
        .and_then(Parcel::window);
    let room = (sheet.width, land.extent.1);
    let named = |parcel: &Parcel| {
        let key = owner(parcel)?;
        Some((key, ground.names.get(key)?.as_str()))
    };
    for name in place_names(&land.parcels, named, sheet.size, (room, avoid)) {
        let caption = Caption::new(&name.text).bold().halo();
        sheet.write(
            (name.at.0, name.at.1 + top),
            &caption.anchor(Anchor::Middle),
        );
    }
}

/// Right end and base line of the scale bar: in a free corner below, or under the land.
pub(crate) fn bar_place(land: &Land, size: f64) -> (f64, f64) {
    let (wide, high) = land.extent;
    let room = scale_bar_width(land.scale, bar_room(land), size);
    let window = |right: f64| (right - room, high - size * 1.6, right, high);
    let right = wide - 2.0;
    if land.is_free(window(right)) {
        (right, high - size * 0.5)
    } else if land.is_free(window(room)) {
        (room, high - size * 0.5)
    } else {
        (right, high + size * 1.2)
    }
}

pub(crate) fn bar_room(land: &Land) -> f64 {
    (land.extent.0 * 0.16).clamp(20.0, 120.0)
}

fn alt(plan: &Plan<'_>) -> String {
    let period = german_period(plan.period);
    let head = say(
        "map",
        &[("subject", plan.subject.name), ("period", &period)],
    );
    let highlight = plan
        .marks
        .iter()
        .find(|m| Some(&m.area) == plan.highlight)
        .map(|m| {
            let what = sight_words(m.sight, &plan.subject);
            say("highlighted", &[("name", &m.label), ("what", &what)])
        });
    sentences(&[
        head,
        spread(&plan.marks, &plan.subject, &plan.selection),
        highlight.unwrap_or_default(),
    ])
}
