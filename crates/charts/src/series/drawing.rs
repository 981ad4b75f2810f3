//! The drawing of a series: grid, breaks, bands, lines, and labels at their ends.

use vocabulary::Period;

use super::labels::{draw_end_labels, end_label};
use super::told::alt;
use super::track::{Band, Moment, Track, position};
use crate::axis::Axis;
use crate::ink;
use crate::lettering::{self, Weight};
use crate::request::{Break, Frame, Role, Subject};
use crate::sheet::{Anchor, Caption, Pattern, Sheet, Svg, n, sane, text_size};
use crate::window::Window;
use crate::words::{say, short_period};

/// A series with its figures looked up.
pub(crate) struct Plan<'a> {
    pub(crate) frame: Frame<'a>,
    pub(crate) subject: Subject<'a>,
    pub(crate) breaks: &'a [Break<'a>],
    /// What begins when without cutting the lines.
    pub(crate) starts: &'a [Break<'a>],
    /// What the bands stand for.
    pub(crate) bands: &'a str,
    pub(crate) tracks: Vec<Track>,
}

/// Where a moment lies, if it is seen.
fn point(window: &Window, moment: &Moment) -> Option<(f64, f64)> {
    let x = window.x(position(moment.period));
    Some((x, window.y(moment.sight.value()?)))
}

pub(crate) fn draw(plan: &Plan<'_>) -> Svg {
    let size = text_size(&plan.frame);
    let width = sane(plan.frame.width, 60.0);
    let height = sane(plan.frame.height.unwrap_or(width * 0.42), size * 6.0);
    let mut sheet = Sheet::new(&plan.frame, height);
    let window = window(plan, size, (width, height));
    draw_grid(&mut sheet, plan, &window);
    draw_breaks(&mut sheet, plan, &window);
    let mut tracks: Vec<&Track> = plan.tracks.iter().collect();
    tracks.sort_by_key(|t| std::cmp::Reverse(t.role));
    for track in &tracks {
        draw_bands(&mut sheet, track, &window);
    }
    for track in &tracks {
        draw_lines(&mut sheet, track, &window);
    }
    draw_hidden(&mut sheet, plan, &window);
    let room = (window.right, window.bottom);
    draw_end_labels(&mut sheet, plan, room, |value| window.y(value));
    sheet.finish(alt(plan))
}

fn window(plan: &Plan<'_>, size: f64, (width, height): (f64, f64)) -> Window {
    let moments = || plan.tracks.iter().flat_map(|t| &t.moments);
    let values = moments().flat_map(|m| {
        let (lower, upper) = m.sight.interval().unzip();
        [m.sight.value(), lower, upper].into_iter().flatten()
    });
    let axis = Axis::from_zero(values, 3);
    let ticks = axis.tick_words("");
    let tick = |t: &(f64, String)| Caption::new(&t.1).small().width(size);
    let left = ticks.iter().map(tick).fold(0.0, f64::max) + size * 0.7;
    let label = |t: &Track| lettering::width(&end_label(t, plan), size, Weight::Bold);
    let right = plan.tracks.iter().map(label).fold(0.0, f64::max) + size;
    let (left, right) = (left.min(width * 0.3), right.min(width * 0.45));
    let first = moments()
        .map(|m| edge(m.period, -0.35))
        .min_by(f64::total_cmp);
    let last = moments()
        .map(|m| edge(m.period, 0.35))
        .max_by(f64::total_cmp);
    let below = if hidden(plan) { 2.9 } else { 1.5 };
    Window {
        left: left + 2.0,
        right: width - right,
        top: if plan.breaks.is_empty() && plan.starts.is_empty() {
            size * 0.5
        } else {
            size * 1.5
        },
        bottom: height - size * below,
        years: (first.unwrap_or(0.0), last.unwrap_or(1.0)),
        axis,
    }
}

/// Pools take the room of their years.
fn edge(period: Period, half: f64) -> f64 {
    match period {
        Period::Pool(first, _) if half < 0.0 => f64::from(first) + half,
        Period::Pool(_, last) => f64::from(last) + half,
        other => position(other),
    }
}

fn hidden(plan: &Plan<'_>) -> bool {
    let place = |t: &&Track| t.role == Role::Place;
    let mut moments = plan.tracks.iter().filter(place).flat_map(|t| &t.moments);
    moments.any(|m| m.sight == crate::mark::Sight::Hidden)
}

fn draw_grid(sheet: &mut Sheet, plan: &Plan<'_>, window: &Window) {
    let size = sheet.size;
    window.draw_values(sheet);
    for (x, words) in time_ticks(plan, window, size) {
        let caption = Caption::new(&words).small().anchor(Anchor::Middle);
        sheet.write((x, window.bottom + size * 1.25), &caption);
    }
}

/// The last period and as many before it, evenly, as fit.
fn time_ticks(plan: &Plan<'_>, window: &Window, size: f64) -> Vec<(f64, String)> {
    let mut periods: Vec<Period> = plan
        .tracks
        .iter()
        .flat_map(|t| t.moments.iter().map(|m| m.period))
        .collect();
    periods.sort_unstable();
    periods.dedup();
    let unpooled: Vec<Period> = periods.iter().copied().filter(|p| !p.is_pooled()).collect();
    let chosen = if unpooled.is_empty() {
        periods
    } else {
        unpooled
    };
    let ticks: Vec<(f64, String)> = chosen
        .iter()
        .map(|p| (window.x(position(*p)), short_period(*p)))
        .collect();
    let widest = ticks
        .iter()
        .map(|t| Caption::new(&t.1).small().width(size))
        .fold(0.0, f64::max);
    let steps = ticks.len().saturating_sub(1);
    let fits = |step: &usize| {
        let kept: Vec<f64> = ticks.iter().rev().step_by(*step).map(|t| t.0).collect();
        kept.windows(2).all(|w| w[0] - w[1] >= widest + size * 0.8)
    };
    let few = |step: &usize| steps / *step <= 5;
    let least = (1..=steps.max(1))
        .find(|s| fits(s) && few(s))
        .unwrap_or(steps.max(1));
    // A step that also meets the first period is better, if one is near.
    let step = (least..=least * 2)
        .find(|s| steps.is_multiple_of(*s))
        .unwrap_or(least);
    ticks.into_iter().rev().step_by(step).collect()
}

fn draw_breaks(sheet: &mut Sheet, plan: &Plan<'_>, window: &Window) {
    let size = sheet.size;
    let mut free = f64::NEG_INFINITY;
    for cut in plan.breaks.iter().chain(plan.starts) {
        let year = f64::from(cut.year) - 0.5;
        if year <= window.years.0 || year >= window.years.1 {
            continue;
        }
        let x = window.x(year);
        let look = format!(
            r#"stroke="{}" stroke-width="{}" stroke-dasharray="1.3 3""#,
            ink::SOFT_INK,
            n(sheet.fine(1.3))
        );
        sheet.line((x, 2.0), (x, window.bottom), &look);
        let caption = Caption::new(cut.words).small();
        let wide = caption.width(size);
        let start = if x + size * 0.4 + wide <= sheet.width {
            x + size * 0.4
        } else {
            x - size * 0.4 - wide
        };
        if start > free {
            sheet.write((start, size * 0.95), &caption);
            free = start + wide + size * 0.5;
        }
    }
}

fn draw_bands(sheet: &mut Sheet, track: &Track, window: &Window) {
    if track.band == Band::Left {
        return;
    }
    let soft = match track.role {
        Role::Place => ink::PLACE_SOFT,
        Role::Municipality | Role::County | Role::Other => ink::OTHER_BAND,
    };
    let look = format!(r#"fill="{soft}""#);
    for stretch in track.stretches() {
        let with: Vec<(f64, (f64, f64))> = stretch
            .iter()
            .filter_map(|m| Some((window.x(position(m.period)), m.sight.interval()?)))
            .collect();
        match with.as_slice() {
            [] => {}
            [(x, (lower, upper))] => {
                let (top, bottom) = (window.y(*upper), window.y(*lower));
                sheet.rect((x - 3.0, top), (6.0, bottom - top), &look);
            }
            _ => {
                let upper = with.iter().map(|(x, i)| (*x, window.y(i.1)));
                let lower = with.iter().rev().map(|(x, i)| (*x, window.y(i.0)));
                sheet.polyline(&upper.chain(lower).collect::<Vec<_>>(), &look);
            }
        }
    }
    for moment in track.moments.iter().filter(|m| m.period.is_pooled()) {
        if let Some((lower, upper)) = moment.sight.interval() {
            let (l, r) = (
                window.x(edge(moment.period, -0.3)),
                window.x(edge(moment.period, 0.3)),
            );
            let (top, bottom) = (window.y(upper), window.y(lower));
            sheet.rect((l, top), (r - l, bottom - top), &look);
        }
    }
}

fn stroke(sheet: &Sheet, role: Role) -> String {
    let dashes = format!(
        r#" stroke-dasharray="{} {}""#,
        n(sheet.fine(6.0)),
        n(sheet.fine(3.0))
    );
    let (colour, thick, dash) = match role {
        Role::Place => (ink::PLACE, 2.4, ""),
        Role::Municipality => (ink::RING, 1.5, ""),
        Role::County => (ink::INK, 1.8, dashes.as_str()),
        Role::Other => (ink::OTHER, 1.8, ""),
    };
    let thick = n(sheet.fine(thick));
    format!(r#"fill="none" stroke="{colour}" stroke-width="{thick}"{dash} stroke-linejoin="round""#)
}

fn draw_lines(sheet: &mut Sheet, track: &Track, window: &Window) {
    let look = stroke(sheet, track.role);
    let dot = sheet.fine(4.0);
    for stretch in track.stretches() {
        let points: Vec<(f64, f64)> = stretch.iter().filter_map(|m| point(window, m)).collect();
        match points.as_slice() {
            [] => {}
            [(x, y)] => draw_alone(sheet, track.role, (*x, *y), dot),
            _ => sheet.polyline(&points, &look),
        }
    }
    for moment in track.moments.iter().filter(|m| m.period.is_pooled()) {
        let Some((x, y)) = point(window, moment) else {
            continue;
        };
        let half = (window.x(edge(moment.period, 0.3)) - window.x(edge(moment.period, -0.3))) / 2.0;
        draw_alone(sheet, track.role, (x, y), half);
    }
    if let Some((x, y)) = track.last().and_then(|(m, _)| point(window, m)) {
        match track.role {
            Role::Place => sheet.circle((x, y), dot, &format!(r#"fill="{}""#, ink::PLACE)),
            Role::Municipality => {
                crate::strip::draw_mark(sheet, Role::Municipality, (x, y), dot);
            }
            Role::County | Role::Other => {}
        }
    }
}

/// A value without neighbours: a dot, or a short piece of the county's line.
fn draw_alone(sheet: &mut Sheet, role: Role, (x, y): (f64, f64), half: f64) {
    match role {
        Role::County | Role::Other => {
            sheet.line((x - half, y), (x + half, y), &stroke(sheet, role));
        }
        Role::Place | Role::Municipality => {
            crate::strip::draw_mark(sheet, role, (x, y), sheet.fine(4.0));
        }
    }
}

/// A small hatched tick on the base line for each period of the place that is not shown.
fn draw_hidden(sheet: &mut Sheet, plan: &Plan<'_>, window: &Window) {
    if !hidden(plan) {
        return;
    }
    let size = sheet.size;
    let wide = sheet.fine(8.0);
    let fill = format!(
        r##"fill="{}" stroke="#a9aebf" stroke-width=".6""##,
        sheet.fill(Pattern::Hatched)
    );
    for track in plan.tracks.iter().filter(|t| t.role == Role::Place) {
        for moment in track
            .moments
            .iter()
            .filter(|m| m.sight == crate::mark::Sight::Hidden)
        {
            let x = window.x(position(moment.period));
            let corner = (x - wide / 2.0, window.bottom - wide * 1.5);
            sheet.rect(corner, (wide, wide * 1.5), &fill);
        }
    }
    let base = window.bottom + size * 2.6;
    sheet.rect(
        (window.left, base - size * 0.75),
        (wide, size * 0.85),
        &fill,
    );
    let words = say("hidden", &[]);
    sheet.write(
        (window.left + wide + size * 0.4, base),
        &Caption::new(&words).small(),
    );
}
