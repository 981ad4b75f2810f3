//! A map of named, ordered classes: which area belongs to which, where that is not sure, and of which nothing is said.
//!
//! A class is told by colour and by dots, one more for each step, so that it is read in grey and by every eye.

use std::collections::BTreeMap;

use vocabulary::{AreaKey, Period, german_period};

use crate::classes::{Classes, Palette};
use crate::ground::{Land, Parcel, draw_scale_bar};
use crate::ink;
use crate::map::{
    Labels, bar_place, bar_room, crowding, draw_borders, draw_names, legend_entry, legend_height,
    legend_rows,
};
use crate::request::{Frame, Ground, Selection};
use crate::sheet::{Pattern, Sheet, Svg, n, sane, text_size};
use crate::words::{listing, say, sentences};

/// More areas of a class than this are counted, not named.
const MOST_NAMED: usize = 8;

/// What is known of an area's class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Placed {
    /// In this class, counted from 0.
    In(usize),
    /// In one of these two, the likelier first.
    Between(usize, usize),
    /// Nothing can be said, for example because too few people live there.
    NotJudged,
    /// Not shown, to protect people.
    Hidden,
    /// Not known.
    Missing,
}

/// What a map of classes shows.
#[derive(Clone, Debug)]
pub struct ClassMapRequest<'a> {
    /// The paper.
    pub frame: Frame<'a>,
    /// What the classes are about: „Soziale Lage“.
    pub subject: &'a str,
    /// When.
    pub period: Period,
    /// The land.
    pub ground: Ground<'a>,
    /// The areas coloured.
    pub selection: Selection<'a>,
    /// The names of the classes, in order.
    pub classes: &'a [String],
    /// What is known of the areas; missing where nothing stands here.
    pub placed: &'a BTreeMap<AreaKey, Placed>,
    /// An area outlined in orange.
    pub highlight: Option<&'a AreaKey>,
    /// Names on the map.
    pub labels: Labels,
}

impl ClassMapRequest<'_> {
    fn placed(&self, area: &AreaKey) -> Placed {
        match self.placed.get(area) {
            Some(Placed::In(class)) => Placed::In(self.known(*class)),
            Some(Placed::Between(a, b)) => {
                let (a, b) = (self.known(*a), self.known(*b));
                Placed::Between(a.min(b), a.max(b))
            }
            Some(other) => *other,
            None => Placed::Missing,
        }
    }

    fn known(&self, class: usize) -> usize {
        class.min(self.classes.len().saturating_sub(1))
    }

    fn areas_of(&self, placed: Placed) -> impl Iterator<Item = &AreaKey> {
        let areas = self.selection.areas.iter();
        areas.filter(move |area| self.placed(area) == placed)
    }

    fn colour(&self, class: usize) -> String {
        class_colour(class, self.classes.len())
    }
}

/// The colour of a class among so many.
pub fn class_colour(class: usize, of: usize) -> String {
    let limits: Vec<f64> = (1..of).map(|limit| limit as f64).collect();
    Classes::from_inner(&limits, Palette::Sequential).colour(class)
}

/// Draws the map.
pub fn class_map(request: &ClassMapRequest<'_>) -> Svg {
    let size = text_size(&request.frame);
    let width = sane(request.frame.width, 40.0);
    let rows = legend_rows(&legend(request), size, width);
    let top = legend_height(rows.len(), size);
    let height = request.frame.height;
    let most = height.map_or(width * 1.6, |h| (h - top).max(size));
    let areas = request.selection.areas;
    let land = Land::fit(request.ground.outlines, areas, (width, most));
    let bar = bar_place(&land, size);
    let mut sheet = Sheet::new(&request.frame, top + land.extent.1.max(bar.1 + size * 0.3));
    draw_legend(&mut sheet, request, &rows);
    sheet.raw(&format!(
        r#"<g transform="translate(0 {}) scale(.1)" stroke-linejoin="round">"#,
        n(top)
    ));
    draw_areas(&mut sheet, request, &land);
    draw_borders(&mut sheet, &land, request.ground.parents, request.highlight);
    sheet.raw("</g>");
    for parcel in &land.parcels {
        let placed = request.placed(&parcel.area);
        // Where areas carry their names, the dots stand below these.
        let below = match request.labels {
            Labels::Areas => size * 0.8,
            Labels::Parents | Labels::None => 0.0,
        };
        if let Some((x, y)) = dots_place(parcel, placed, (size, below)) {
            draw_dots(&mut sheet, request, placed, (x, y + top));
        }
    }
    let names = (request.ground, request.labels, request.highlight);
    draw_names(&mut sheet, names, &land, top);
    let end = (bar.0, bar.1 + top);
    draw_scale_bar(&mut sheet, end, land.scale, bar_room(&land));
    sheet.finish(alt(request))
}

fn draw_legend(
    sheet: &mut Sheet,
    request: &ClassMapRequest<'_>,
    rows: &[Vec<(f64, (Placed, String))>],
) {
    let size = sheet.size;
    for (i, row) in rows.iter().enumerate() {
        for (x, (placed, words)) in row {
            let at = (*x, size * (1.1 + 1.6 * i as f64));
            let fill = fill(sheet, request, *placed, 1.0);
            legend_entry(sheet, at, &fill, words);
            let middle = (at.0 + 0.5 + size * 0.8, at.1 - size * 0.34);
            draw_dots(sheet, request, *placed, middle);
        }
    }
}

/// All classes, and what else there is on the map.
fn legend(request: &ClassMapRequest<'_>) -> Vec<(Placed, String)> {
    let classes = request.classes.iter().enumerate();
    let mut entries: Vec<(Placed, String)> = classes
        .map(|(class, name)| (Placed::In(class), name.clone()))
        .collect();
    let placed: Vec<Placed> = request
        .selection
        .areas
        .iter()
        .map(|area| request.placed(area))
        .collect();
    let between = placed.iter().find(|p| matches!(p, Placed::Between(..)));
    entries.extend(between.map(|p| (*p, say("between", &[]))));
    for (what, key) in [
        (Placed::NotJudged, "not_judged"),
        (Placed::Hidden, "hidden"),
        (Placed::Missing, "missing"),
    ] {
        if placed.contains(&what) {
            entries.push((what, say(key, &[])));
        }
    }
    entries
}

/// The fill where a unit is `times` as long as on the sheet.
fn fill(sheet: &mut Sheet, request: &ClassMapRequest<'_>, placed: Placed, times: f64) -> String {
    let pattern = match placed {
        Placed::In(class) => return request.colour(class),
        Placed::Between(a, b) => {
            let colours = [request.colour(a), request.colour(b)];
            return sheet.stripes(&format!("{a}-{b}-"), [&colours[0], &colours[1]], times);
        }
        Placed::NotJudged => Pattern::Lined,
        Placed::Hidden => Pattern::Hatched,
        Placed::Missing => Pattern::Dotted,
    };
    if times > 1.0 {
        sheet.fill_in_tenths(pattern)
    } else {
        sheet.fill(pattern)
    }
}

/// Areas of one class stand in one group.
fn draw_areas(sheet: &mut Sheet, request: &ClassMapRequest<'_>, land: &Land) {
    let mut groups: BTreeMap<Placed, String> = BTreeMap::new();
    for parcel in &land.parcels {
        let paths = groups.entry(request.placed(&parcel.area)).or_default();
        paths.extend([r#"<path d=""#, &parcel.path(), r#""/>"#]);
    }
    let thick = n(sheet.fine(8.0) * crowding(land));
    sheet.raw(&format!(r##"<g stroke="#fff" stroke-width="{thick}">"##));
    for (placed, paths) in groups {
        let fill = fill(sheet, request, placed, 10.0);
        let edge = match placed {
            Placed::In(_) | Placed::Between(..) => "",
            _ => r##" stroke="#b4b7c2""##,
        };
        sheet.raw(&format!(r#"<g fill="{fill}"{edge}>{paths}</g>"#));
    }
    sheet.raw("</g>");
}

/// Radius of a dot, and from one to the next.
fn dot(size: f64) -> (f64, f64) {
    (size * 0.14, size * 0.42)
}

/// Where the dots of an area stand: at its centre or so much below it, if they find room.
fn dots_place(parcel: &Parcel, placed: Placed, (size, below): (f64, f64)) -> Option<(f64, f64)> {
    let Placed::In(class @ 1..) = placed else {
        return None;
    };
    let ((x, y), _) = parcel.centre()?;
    let y = y + below;
    let (radius, step) = dot(size);
    let half = step * (class - 1) as f64 / 2.0 + radius * 1.6;
    let room = [(-half, 0.0), (half, 0.0), (0.0, -radius), (0.0, radius)];
    let inside = |(dx, dy): &(f64, f64)| parcel.holds((x + dx, y + dy));
    room.iter().all(inside).then_some((x, y))
}

/// One dot for each step above the lowest class.
fn draw_dots(sheet: &mut Sheet, request: &ClassMapRequest<'_>, placed: Placed, (x, y): (f64, f64)) {
    let Placed::In(class) = placed else { return };
    let (radius, step) = dot(sheet.size);
    // Light on the darker half of the classes, dark on the lighter.
    let fill = if 2 * class + 1 > request.classes.len() {
        ink::PAPER
    } else {
        ink::INK
    };
    for at in 0..class {
        let dx = step * (at as f64 - (class - 1) as f64 / 2.0);
        sheet.circle((x + dx, y), radius, &format!(r#"fill="{fill}""#));
    }
}

fn alt(request: &ClassMapRequest<'_>) -> String {
    let period = german_period(request.period);
    let head = say("map", &[("subject", request.subject), ("period", &period)]);
    let classes: Vec<String> = request
        .classes
        .iter()
        .enumerate()
        .map(|(class, name)| class_words(request, class, name))
        .collect();
    let between = request
        .selection
        .areas
        .iter()
        .filter(|area| matches!(request.placed(area), Placed::Between(..)));
    let count = between.count().to_string();
    let set = &request.selection;
    let between = match count.as_str() {
        "0" => String::new(),
        count => say("between_count", &[("count", count), ("many", set.many)]),
    };
    let unseen = [
        (Placed::NotJudged, "not_judged_one", "not_judged_many"),
        (Placed::Hidden, "hidden_one", "hidden_many"),
        (Placed::Missing, "missing_one", "missing_many"),
    ];
    let unseen = unseen.map(
        |(placed, one, many)| match request.areas_of(placed).count() {
            0 => String::new(),
            1 => say(one, &[("one", set.one)]),
            n => say(many, &[("count", &n.to_string()), ("many", set.many)]),
        },
    );
    let mut all = vec![head, format!("{}.", classes.join("; ")), between];
    all.extend(unseen);
    sentences(&all)
}

/// Few areas are named, many are counted.
fn class_words(request: &ClassMapRequest<'_>, class: usize, name: &str) -> String {
    let names = request.ground.names;
    let areas: Vec<String> = request
        .areas_of(Placed::In(class))
        .map(|area| names.get(area).map_or(area.as_str(), String::as_str))
        .map(str::to_owned)
        .collect();
    if (1..=MOST_NAMED).contains(&areas.len()) {
        return say(
            "class_named",
            &[("class", name), ("list", &listing(&areas))],
        );
    }
    let count = areas.len().to_string();
    let values = [
        ("class", name),
        ("count", &count),
        ("many", request.selection.many),
    ];
    say("class_count", &values)
}
