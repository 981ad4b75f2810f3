//! One row of a profile: where the place, its municipality and the county lie among the shown areas.

use disclosure::{Edition, FigureTable, Released};
use vocabulary::{AreaKey, Period, german_period};

use crate::axis::extent;
use crate::ink;
use crate::mark::{Across, Mark};
use crate::request::{Frame, Line, Role, Subject};
use crate::sheet::{Sheet, Svg, n, sane, text_size};
use crate::words::{say, sentences, sight_words};

/// What a strip shows.
#[derive(Clone, Copy, Debug)]
pub struct StripRequest<'a, E: Edition> {
    /// The paper.
    pub frame: Frame<'a>,
    /// The figures.
    pub figures: &'a Released<FigureTable, E>,
    /// What is drawn.
    pub subject: Subject<'a>,
    /// When.
    pub period: Period,
    /// The areas whose lowest and highest shown values are the ends.
    pub among: &'a [AreaKey],
    /// The place, its municipality, the county; others are drawn as blue dots.
    pub lines: &'a [Line<'a>],
}

/// Draws the strip; no text is inside, the numbers stand beside it.
pub fn strip<E: Edition>(request: &StripRequest<'_, E>) -> Svg {
    let across = Across::of(request.figures, &request.subject, request.period);
    let marks: Vec<Mark> = request
        .lines
        .iter()
        .map(|line| across.mark(line.area, line.label, line.role))
        .collect();
    let ends = strip_ends(request);
    draw(&request.frame, &marks, ends, alt(request, &marks, ends))
}

/// The lowest and the highest shown value among the areas: what to write at the ends.
pub fn strip_ends<E: Edition>(request: &StripRequest<'_, E>) -> Option<(f64, f64)> {
    let across = Across::of(request.figures, &request.subject, request.period);
    let values = request
        .among
        .iter()
        .map(|a| across.mark(a, "", Role::Other));
    extent(values.filter_map(|m| m.value()))
}

pub(crate) fn draw(
    frame: &Frame<'_>,
    marks: &[Mark],
    ends: Option<(f64, f64)>,
    alt: String,
) -> Svg {
    let height = sane(frame.height.unwrap_or(text_size(frame) * 1.3), 6.0);
    let mut sheet = Sheet::new(frame, height);
    let (middle, radius) = (height / 2.0, (height * 0.3).clamp(2.0, 5.0));
    let (left, right) = (radius + 1.5, sheet.width - radius - 1.5);
    let grid = format!(
        r#"stroke="{}" stroke-width="{}""#,
        ink::GRID,
        n(sheet.fine(1.2))
    );
    sheet.line((left, middle), (right, middle), &grid);
    // The marks themselves may lie outside the areas compared (a group, a small county).
    let all = marks.iter().filter_map(Mark::value);
    let scale = extent(all.chain(ends.into_iter().flat_map(|(l, h)| [l, h])));
    let x = |value: f64| match scale {
        Some((low, high)) if high > low => {
            left + ((value - low) / (high - low)).clamp(0.0, 1.0) * (right - left)
        }
        _ => f64::midpoint(left, right),
    };
    if let Some((place, (lower, upper))) = marks
        .iter()
        .find(|m| m.role == Role::Place)
        .and_then(|m| Some((m, m.sight.interval()?)))
        && place.value().is_some()
    {
        let thick = radius * 0.9;
        let look = format!(r#"fill="{}""#, ink::PLACE_BAR);
        let corner = (x(lower), middle - thick / 2.0);
        sheet.rect(corner, (x(upper) - x(lower), thick), &look);
    }
    for role in [Role::Other, Role::County, Role::Municipality, Role::Place] {
        for mark in marks.iter().filter(|m| m.role == role) {
            if let Some(value) = mark.value() {
                draw_mark(&mut sheet, role, (x(value), middle), radius);
            }
        }
    }
    sheet.finish(alt)
}

/// The marks of the house: orange dot, hollow ring, dark tick, blue dot.
pub(crate) fn draw_mark(sheet: &mut Sheet, role: Role, (x, y): (f64, f64), radius: f64) {
    match role {
        Role::Place => {
            sheet.circle((x, y), radius, &format!(r#"fill="{}""#, ink::PLACE));
        }
        Role::Municipality => {
            let look = format!(
                r#"fill="{}" stroke="{}" stroke-width="{}""#,
                ink::PAPER,
                ink::RING,
                n(radius * 0.32)
            );
            sheet.circle((x, y), radius * 0.85, &look);
        }
        Role::County => {
            let look = format!(
                r#"stroke="{}" stroke-width="{}""#,
                ink::INK,
                n(radius * 0.42)
            );
            sheet.line((x, y - radius * 1.35), (x, y + radius * 1.35), &look);
        }
        Role::Other => {
            sheet.circle((x, y), radius * 0.85, &format!(r#"fill="{}""#, ink::OTHER));
        }
    }
}

fn alt<E: Edition>(
    request: &StripRequest<'_, E>,
    marks: &[Mark],
    ends: Option<(f64, f64)>,
) -> String {
    let subject = &request.subject;
    let period = german_period(request.period);
    let head = say("strip", &[("subject", subject.name), ("period", &period)]);
    let parts: Vec<String> = marks.iter().map(|m| part(m, subject)).collect();
    let list = if parts.is_empty() {
        String::new()
    } else {
        format!("{}.", parts.join("; "))
    };
    let ends = ends.map(|(lower, upper)| {
        let (lower, upper) = (subject.value(lower), subject.value(upper));
        say("strip_ends", &[("lower", &lower), ("upper", &upper)])
    });
    sentences(&[head, list, ends.unwrap_or_default()])
}

fn part(mark: &Mark, subject: &Subject<'_>) -> String {
    let value = sight_words(mark.sight, subject);
    match mark.sight.interval() {
        Some((lower, upper)) if mark.role == Role::Place => say(
            "strip_interval",
            &[
                ("label", &mark.label),
                ("value", &value),
                ("lower", &subject.number(lower)),
                ("upper", &subject.number(upper)),
            ],
        ),
        _ => say("strip_part", &[("label", &mark.label), ("value", &value)]),
    }
}
