//! All areas as dots on one scale: how far they lie apart, and where the county lies.

use std::collections::BTreeMap;

use disclosure::{Edition, FigureTable, Released};
use vocabulary::{AreaKey, Period, german_period};

use crate::axis::Axis;
use crate::bars::fitting;
use crate::classes::Classes;
use crate::ink;
use crate::mark::{Across, Mark};
use crate::request::{Frame, Ground, Line, Role, Selection, Subject};
use crate::sheet::{Anchor, Caption, Sheet, Svg, n, sane, text_size};
use crate::words::{say, sentences, sight_words, spread};

/// What is spread out.
#[derive(Clone, Copy, Debug)]
pub struct DistributionRequest<'a, E: Edition> {
    /// The paper.
    pub frame: Frame<'a>,
    /// The figures.
    pub figures: &'a Released<FigureTable, E>,
    /// What is drawn.
    pub subject: Subject<'a>,
    /// When.
    pub period: Period,
    /// Names of the areas.
    pub ground: Ground<'a>,
    /// The areas.
    pub selection: Selection<'a>,
    /// Classes and colours, those of the map.
    pub classes: &'a Classes,
    /// A line with its label: the county.
    pub reference: Option<Line<'a>>,
    /// An area ringed in orange.
    pub highlight: Option<&'a AreaKey>,
}

/// Draws the distribution.
pub fn distribution<E: Edition>(request: &DistributionRequest<'_, E>) -> Svg {
    let across = Across::of(request.figures, &request.subject, request.period);
    let names = request.ground.names;
    let name = |area: &AreaKey| {
        names
            .get(area)
            .map_or_else(|| area.to_string(), Clone::clone)
    };
    draw(&Plan {
        frame: request.frame,
        subject: request.subject,
        period: request.period,
        selection: request.selection,
        classes: request.classes,
        highlight: request.highlight,
        marks: request
            .selection
            .areas
            .iter()
            .map(|area| across.mark(area, &name(area), Role::Other))
            .collect(),
        reference: request
            .reference
            .map(|line| across.mark(line.area, line.label, line.role)),
    })
}

pub(crate) struct Plan<'a> {
    pub(crate) frame: Frame<'a>,
    pub(crate) subject: Subject<'a>,
    pub(crate) period: Period,
    pub(crate) selection: Selection<'a>,
    pub(crate) classes: &'a Classes,
    pub(crate) highlight: Option<&'a AreaKey>,
    pub(crate) marks: Vec<Mark>,
    pub(crate) reference: Option<Mark>,
}

/// A dot: x, distance from the middle line, radius.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Dot<'a> {
    mark: &'a Mark,
    value: f64,
    x: f64,
    y: f64,
    radius: f64,
}

pub(crate) fn draw(plan: &Plan<'_>) -> Svg {
    let size = text_size(&plan.frame);
    let width = sane(plan.frame.width, 60.0);
    let all = plan.marks.iter().chain(&plan.reference);
    let axis = Axis::for_dots(all.filter_map(Mark::value), 5);
    let ticks = axis.tick_words(plan.subject.unit);
    let halves = ticks
        .iter()
        .map(|t| Caption::new(&t.1).small().width(size) / 2.0);
    let edge = halves.fold(size, f64::max).min(width * 0.2);
    let x = |value: f64| edge + axis.part(value) * (width - 2.0 * edge);
    let (top, foot) = (size * 1.7, size * 1.7);
    let most = plan.frame.height.map_or(width * 0.5, |h| sane(h, 10.0)) - top - foot;
    let dots = fit_swarm(plan, &x, (size, most.max(size * 2.0)));
    let reach = dots.iter().map(|d| d.y.abs() + d.radius);
    let half = reach.fold(size, f64::max) + 3.0;
    let bottom = top + 2.0 * half;
    let mut sheet = Sheet::new(&plan.frame, bottom + foot);
    draw_ticks(&mut sheet, &ticks, x, (top, bottom));
    draw_dots(&mut sheet, plan, &dots, top + half);
    draw_reference(&mut sheet, plan, x, (top, bottom));
    sheet.finish(alt(plan))
}

fn draw_ticks(
    sheet: &mut Sheet,
    ticks: &[(f64, String)],
    x: impl Fn(f64) -> f64 + Copy,
    (top, bottom): (f64, f64),
) {
    let size = sheet.size;
    let fits = fitting(ticks, size, x);
    for (i, (value, words)) in ticks.iter().enumerate() {
        let at = x(*value);
        let look = format!(r#"stroke="{}""#, ink::GRID);
        sheet.line((at, top), (at, bottom), &look);
        if fits || i == 0 || i + 1 == ticks.len() {
            let caption = Caption::new(words).small().anchor(Anchor::Middle);
            sheet.write((at, bottom + size * 1.3), &caption);
        }
    }
}

/// Dots as large as the height allows.
fn fit_swarm<'a>(
    plan: &'a Plan<'_>,
    x: &impl Fn(f64) -> f64,
    (size, most): (f64, f64),
) -> Vec<Dot<'a>> {
    let seen = plan.marks.iter().filter(|m| m.value().is_some()).count();
    let crowd = (plan.frame.width.max(1.0) * most / seen.max(1) as f64).sqrt();
    let mut largest = (size * 0.75).min(crowd);
    loop {
        let mut dots = swarm(plan, x, largest);
        let reach = dots.iter().map(|d| d.y.abs() + d.radius);
        let high = 2.0 * reach.fold(0.0, f64::max);
        if high <= most {
            return dots;
        }
        if largest < 1.2 {
            // So many alike that even the smallest dots do not fit: they lie over each other.
            let squeeze = (most - 2.0 * largest).max(0.0) / high;
            for dot in &mut dots {
                dot.y *= squeeze;
            }
            return dots;
        }
        largest *= (most / high).sqrt().clamp(0.5, 0.93);
    }
}

/// Places dots one by one, the largest first, as near to the middle line as they fit.
fn swarm<'a>(plan: &'a Plan<'_>, x: &impl Fn(f64) -> f64, largest: f64) -> Vec<Dot<'a>> {
    let seen: Vec<(&Mark, f64)> = plan
        .marks
        .iter()
        .filter_map(|m| Some((m, m.value()?)))
        .collect();
    // Sizes speak only where every shown area also shows of how many it is a part.
    let sized = seen.iter().all(|(m, _)| m.denominator.is_some());
    let greatest = seen
        .iter()
        .filter_map(|(m, _)| m.denominator)
        .fold(0.0, f64::max);
    let radius = |mark: &Mark| match mark.denominator {
        Some(d) if sized => (largest * (d / greatest).sqrt()).max(largest * 0.3),
        _ => largest * 0.5,
    };
    let mut waiting: Vec<Dot<'a>> = seen
        .into_iter()
        .map(|(mark, value)| Dot {
            mark,
            value,
            x: x(value),
            y: 0.0,
            radius: radius(mark),
        })
        .collect();
    waiting.sort_by(|a, b| {
        let size = b.radius.total_cmp(&a.radius);
        size.then_with(|| a.mark.area.cmp(&b.mark.area))
    });
    let mut placed = Placed {
        stripe: 2.0 * largest + 1.0,
        stripes: BTreeMap::new(),
    };
    for dot in &mut waiting {
        dot.y = nearest_gap(placed.near(dot.x), dot);
        placed.add(*dot);
    }
    waiting
}

/// Dots already placed, in upright stripes so wide that only neighbouring ones can touch.
struct Placed<'a> {
    stripe: f64,
    stripes: BTreeMap<i64, Vec<Dot<'a>>>,
}

impl<'a> Placed<'a> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a sheet is at most 20,000 units wide"
    )]
    fn index(&self, x: f64) -> i64 {
        (x / self.stripe).floor() as i64
    }

    fn near(&self, x: f64) -> impl Iterator<Item = &Dot<'a>> {
        let here = self.index(x);
        self.stripes.range(here - 1..=here + 1).flat_map(|s| s.1)
    }

    fn add(&mut self, dot: Dot<'a>) {
        let index = self.index(dot.x);
        self.stripes.entry(index).or_default().push(dot);
    }
}

fn nearest_gap<'b, 'a: 'b>(placed: impl Iterator<Item = &'b Dot<'a>>, dot: &Dot<'_>) -> f64 {
    const GAP: f64 = 0.8;
    // Stretches of y that neighbours take; the one around the middle line grows until nothing touches it.
    let mut taken: Vec<(f64, f64)> = placed
        .filter_map(|other| {
            let reach = other.radius + dot.radius + GAP;
            let across = (other.x - dot.x).abs();
            let high = (reach * reach - across * across).max(0.0).sqrt();
            (across < reach).then_some((other.y - high, other.y + high))
        })
        .collect();
    taken.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut joined: Option<(f64, f64)> = None;
    for (low, high) in taken {
        joined = match joined {
            Some((first, last)) if low < last - 1e-9 => Some((first, last.max(high))),
            Some((first, last)) if first < 0.0 && last > 0.0 => Some((first, last)),
            _ => Some((low, high)),
        };
    }
    match joined {
        Some((low, high)) if low < -1e-9 && high > 1e-9 => {
            if high <= -low {
                high
            } else {
                low
            }
        }
        _ => 0.0,
    }
}

fn draw_dots(sheet: &mut Sheet, plan: &Plan<'_>, dots: &[Dot<'_>], middle: f64) {
    let mut ringed = None;
    let edge = n(sheet.fine(0.7));
    sheet.raw(&format!(r##"<g stroke="#6f86ae" stroke-width="{edge}">"##));
    for dot in dots {
        let colour = plan.classes.colour(plan.classes.class_of(dot.value));
        let at = (dot.x, middle + dot.y);
        sheet.circle(at, dot.radius, &format!(r#"fill="{colour}""#));
        if Some(&dot.mark.area) == plan.highlight {
            ringed = Some((at, dot.radius));
        }
    }
    sheet.raw("</g>");
    if let Some((at, radius)) = ringed {
        let look = format!(
            r#"fill="none" stroke="{}" stroke-width="{}""#,
            ink::PLACE,
            n(sheet.fine(2.2))
        );
        sheet.circle(at, radius + 0.8, &look);
    }
}

fn draw_reference(
    sheet: &mut Sheet,
    plan: &Plan<'_>,
    x: impl Fn(f64) -> f64,
    (top, bottom): (f64, f64),
) {
    let Some((mark, value)) = plan.reference.as_ref().and_then(|m| Some((m, m.value()?))) else {
        return;
    };
    let size = sheet.size;
    let at = x(value);
    let look = format!(
        r#"stroke="{}" stroke-width="{}""#,
        ink::INK,
        n(sheet.fine(1.8))
    );
    sheet.line((at, top - size * 1.3), (at, bottom), &look);
    let words = format!("{} {}", mark.label, plan.subject.value(value));
    let caption = Caption::new(&words).bold();
    let base = top - size * 0.55;
    if at + size * 0.4 + caption.width(size) <= sheet.width {
        sheet.write((at + size * 0.4, base), &caption);
    } else {
        sheet.write((at - size * 0.4, base), &caption.anchor(Anchor::End));
    }
}

fn alt(plan: &Plan<'_>) -> String {
    let period = german_period(plan.period);
    let reference = plan.reference.as_ref().map(|m| {
        let value = sight_words(m.sight, &plan.subject);
        say("reference", &[("label", &m.label), ("value", &value)])
    });
    let highlight = plan
        .marks
        .iter()
        .find(|m| Some(&m.area) == plan.highlight)
        .map(|m| {
            let what = sight_words(m.sight, &plan.subject);
            say("highlighted", &[("name", &m.label), ("what", &what)])
        });
    sentences(&[
        say(
            "distribution",
            &[("subject", plan.subject.name), ("period", &period)],
        ),
        spread(&plan.marks, &plan.subject, &plan.selection),
        middle_half(plan),
        reference.unwrap_or_default(),
        highlight.unwrap_or_default(),
    ])
}

/// Between which values the middle half of the shown areas lies; only where there are enough.
fn middle_half(plan: &Plan<'_>) -> String {
    let mut values: Vec<f64> = plan.marks.iter().filter_map(Mark::value).collect();
    if values.len() < 12 {
        return String::new();
    }
    values.sort_by(f64::total_cmp);
    let quarter = values.len() / 4;
    let lower = plan.subject.number(values[quarter]);
    let upper = plan.subject.value(values[values.len() - 1 - quarter]);
    say("middle_half", &[("lower", &lower), ("upper", &upper)])
}
