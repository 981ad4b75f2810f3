//! Areas beside each other, in the order given: bars, or dots with their intervals.

use disclosure::{Edition, FigureTable, Released};
use vocabulary::{Period, german_period};

use crate::axis::Axis;
use crate::ink;
use crate::lettering::{self, Weight};
use crate::mark::{Across, Mark, Sight};
use crate::request::{Frame, Line, Role, Subject};
use crate::sheet::{Anchor, Caption, Pattern, Sheet, Svg, n, sane, text_size};
use crate::strip::draw_mark;
use crate::words::{say, sentences, sight_words};

/// How a row looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// A bar from zero.
    #[default]
    Bars,
    /// A dot on its interval.
    Dots,
}

/// What is compared.
#[derive(Clone, Copy, Debug)]
pub struct BarsRequest<'a, E: Edition> {
    /// The paper.
    pub frame: Frame<'a>,
    /// The figures.
    pub figures: &'a Released<FigureTable, E>,
    /// What is drawn.
    pub subject: Subject<'a>,
    /// When.
    pub period: Period,
    /// The rows from above; their order is the caller's, by key or name, not by value.
    pub rows: &'a [Line<'a>],
    /// A line through all rows with its label above: the county.
    pub reference: Option<Line<'a>>,
    /// How a row looks.
    pub form: Form,
}

/// Draws the comparison.
pub fn bars<E: Edition>(request: &BarsRequest<'_, E>) -> Svg {
    let across = Across::of(request.figures, &request.subject, request.period);
    let mark = |line: &Line<'_>| across.mark(line.area, line.label, line.role);
    draw(&Plan {
        frame: request.frame,
        subject: request.subject,
        period: request.period,
        marks: request.rows.iter().map(mark).collect(),
        reference: request.reference.as_ref().map(mark),
        form: request.form,
    })
}

pub(crate) struct Plan<'a> {
    pub(crate) frame: Frame<'a>,
    pub(crate) subject: Subject<'a>,
    pub(crate) period: Period,
    pub(crate) marks: Vec<Mark>,
    pub(crate) reference: Option<Mark>,
    pub(crate) form: Form,
}

/// Where things stand across the sheet.
struct Columns {
    left: f64,
    right: f64,
    axis: Axis,
}

impl Columns {
    fn x(&self, value: f64) -> f64 {
        self.left + self.axis.part(value) * (self.right - self.left)
    }
}

pub(crate) fn draw(plan: &Plan<'_>) -> Svg {
    let size = text_size(&plan.frame);
    let top = if plan.reference.is_some() {
        size * 1.6
    } else {
        size * 0.2
    };
    let row = row_height(plan, size, top);
    let height = top + row * plan.marks.len() as f64 + size * 1.6;
    let mut sheet = Sheet::new(&plan.frame, height);
    let columns = columns(plan, size, sheet.width);
    let bottom = top + row * plan.marks.len() as f64;
    draw_axis(&mut sheet, plan, &columns, (top, bottom));
    for (i, mark) in plan.marks.iter().enumerate() {
        let middle = top + row * (i as f64 + 0.5);
        draw_row(&mut sheet, plan, &columns, (mark, middle, row));
    }
    draw_reference(&mut sheet, plan, &columns, (top, bottom));
    sheet.finish(alt(plan))
}

fn row_height(plan: &Plan<'_>, size: f64, top: f64) -> f64 {
    let natural = size * 1.75;
    match plan.frame.height {
        Some(height) if !plan.marks.is_empty() => {
            let room = (sane(height, 10.0) - top - size * 1.6) / plan.marks.len() as f64;
            natural.min(room.max(size * 1.15))
        }
        _ => natural,
    }
}

fn columns(plan: &Plan<'_>, size: f64, width: f64) -> Columns {
    let widest = |texts: &mut dyn Iterator<Item = String>| {
        texts
            .map(|t| lettering::width(&t, size, Weight::Bold))
            .fold(0.0, f64::max)
    };
    let labels = widest(&mut plan.marks.iter().map(|m| m.label.clone())).min(width * 0.42);
    let words = |m: &Mark| sight_words(m.sight, &plan.subject);
    let numbers = widest(&mut plan.marks.iter().map(words)).min(width * 0.3);
    let all = plan.marks.iter().chain(&plan.reference);
    let values: Vec<f64> = all
        .flat_map(|m| {
            let (lower, upper) = m
                .sight
                .interval()
                .filter(|_| plan.form == Form::Dots)
                .unzip();
            [m.value(), lower, upper]
        })
        .flatten()
        .collect();
    let axis = match plan.form {
        Form::Bars => Axis::from_zero(values.iter().copied(), 4),
        Form::Dots => Axis::for_dots(values.iter().copied(), 4),
    };
    let left = labels + size * 0.8;
    Columns {
        left,
        right: (width - numbers - size * 0.8).max(left + 10.0),
        axis,
    }
}

fn draw_axis(sheet: &mut Sheet, plan: &Plan<'_>, columns: &Columns, (top, bottom): (f64, f64)) {
    let base = bottom + sheet.size * 1.25;
    let ticks = columns.axis.tick_words(plan.subject.unit);
    let fits = fitting(&ticks, sheet.size, |v| columns.x(v));
    for (i, (value, words)) in ticks.iter().enumerate() {
        let x = columns.x(*value);
        let colour = if *value == 0.0 { ink::BASE } else { ink::GRID };
        sheet.line(
            (x, top),
            (x, bottom + 2.0),
            &format!(r#"stroke="{colour}""#),
        );
        if fits || i == 0 || i + 1 == ticks.len() {
            sheet.write(
                (x, base),
                &Caption::new(words).small().anchor(Anchor::Middle),
            );
        }
    }
}

/// Whether all tick labels fit beside each other.
pub(crate) fn fitting(ticks: &[(f64, String)], size: f64, x: impl Fn(f64) -> f64) -> bool {
    ticks.windows(2).all(|w| {
        let half = |t: &str| Caption::new(t).small().width(size) / 2.0;
        half(&w[0].1) + half(&w[1].1) + size * 0.6 <= x(w[1].0) - x(w[0].0)
    })
}

fn draw_row(
    sheet: &mut Sheet,
    plan: &Plan<'_>,
    columns: &Columns,
    (mark, y, row): (&Mark, f64, f64),
) {
    let size = sheet.size;
    let base = y + size * 0.35;
    let place = mark.role == Role::Place;
    let room = columns.left - size * 0.7;
    let weight = if place { Weight::Bold } else { Weight::Regular };
    let label = lettering::shorten(&mark.label, size, weight, room);
    let caption = Caption::new(&label);
    let caption = if place {
        caption.bold().ink(ink::PLACE_TEXT)
    } else {
        caption
    };
    sheet.write((0.0, base), &caption);
    let words = sight_words(mark.sight, &plan.subject);
    match mark.sight {
        Sight::Seen { value, interval } => {
            match plan.form {
                Form::Bars => draw_bar(sheet, columns, mark.role, (value, y, row)),
                Form::Dots => draw_dot(sheet, columns, mark.role, (value, interval, y)),
            }
            let caption = Caption::new(&words).bold().anchor(Anchor::End);
            let ink = if place { ink::PLACE_TEXT } else { ink::INK };
            sheet.write((sheet.width, base), &caption.ink(ink));
        }
        Sight::Hidden | Sight::Missing => {
            let pattern = if mark.sight == Sight::Hidden {
                Pattern::Hatched
            } else {
                Pattern::Dotted
            };
            let fill = format!(r#"fill="{}""#, sheet.fill(pattern));
            let thick = row * 0.5;
            sheet.rect((columns.left, y - thick / 2.0), (size * 2.2, thick), &fill);
            let caption = Caption::new(&words).small().anchor(Anchor::End);
            sheet.write((sheet.width, base), &caption);
        }
    }
}

fn draw_bar(sheet: &mut Sheet, columns: &Columns, role: Role, (value, y, row): (f64, f64, f64)) {
    let fill = match role {
        Role::Place => ink::PLACE,
        Role::County => ink::INK,
        Role::Municipality | Role::Other => ink::OTHER,
    };
    let (zero, end) = (columns.x(0.0), columns.x(value));
    let thick = row * 0.6;
    let corner = (zero.min(end), y - thick / 2.0);
    sheet.rect(
        corner,
        ((end - zero).abs(), thick),
        &format!(r#"fill="{fill}""#),
    );
}

fn draw_dot(sheet: &mut Sheet, columns: &Columns, role: Role, dot: (f64, Option<(f64, f64)>, f64)) {
    let (value, interval, y) = dot;
    let radius = sheet.size * 0.36;
    if let Some((lower, upper)) = interval {
        let soft = match role {
            Role::Place => ink::PLACE_BAR,
            Role::County => "#c9cbd6",
            Role::Municipality | Role::Other => ink::OTHER_SOFT,
        };
        let (l, r) = (columns.x(lower), columns.x(upper));
        let corner = (l, y - radius * 0.5);
        sheet.rect(corner, (r - l, radius), &format!(r#"fill="{soft}""#));
    }
    draw_mark(sheet, role, (columns.x(value), y), radius);
}

fn draw_reference(
    sheet: &mut Sheet,
    plan: &Plan<'_>,
    columns: &Columns,
    (top, bottom): (f64, f64),
) {
    let Some((mark, value)) = plan.reference.as_ref().and_then(|m| Some((m, m.value()?))) else {
        return;
    };
    let x = columns.x(value);
    let look = format!(
        r#"stroke="{}" stroke-width="{}" stroke-dasharray="4 2.5""#,
        ink::INK,
        n(sheet.fine(1.2))
    );
    sheet.line((x, top - 2.0), (x, bottom), &look);
    let words = format!("{} {}", mark.label, plan.subject.value(value));
    let caption = Caption::new(&words).bold().anchor(Anchor::Middle);
    sheet.write((x, top - sheet.size * 0.5), &caption);
}

fn alt(plan: &Plan<'_>) -> String {
    let period = german_period(plan.period);
    let head = say(
        "bars",
        &[("subject", plan.subject.name), ("period", &period)],
    );
    let rows: Vec<String> = plan.marks.iter().map(|m| row_words(m, plan)).collect();
    let list = if rows.is_empty() {
        say("shown_none", &[])
    } else {
        format!("{}.", rows.join("; "))
    };
    let reference = plan.reference.as_ref().map(|m| {
        let value = sight_words(m.sight, &plan.subject);
        say("reference", &[("label", &m.label), ("value", &value)])
    });
    sentences(&[head, list, reference.unwrap_or_default()])
}

fn row_words(mark: &Mark, plan: &Plan<'_>) -> String {
    let label = ("label", mark.label.as_str());
    let number = |v: f64| plan.subject.number(v);
    match mark.sight {
        Sight::Seen {
            value,
            interval: Some((lower, upper)),
        } if plan.form == Form::Dots => {
            let (value, lower, upper) = (plan.subject.value(value), number(lower), number(upper));
            say(
                "bar_interval",
                &[
                    label,
                    ("value", &value),
                    ("lower", &lower),
                    ("upper", &upper),
                ],
            )
        }
        Sight::Seen { value, .. } => say("bar", &[label, ("value", &plan.subject.value(value))]),
        Sight::Hidden => say("bar_hidden", &[label]),
        Sight::Missing => say("bar_missing", &[label]),
    }
}
