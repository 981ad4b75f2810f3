//! Amounts computed from released figures beside each other: a dot, the range it has under other choices, and a square
//! for how it is today.

use vocabulary::german_number;

use crate::axis::Axis;
use crate::bars::fitting;
use crate::ink;
use crate::lettering::{self, Weight};
use crate::request::Frame;
use crate::sheet::{Anchor, Caption, Sheet, Svg, n, text_size};
use crate::words::{say, sentences, with_unit};

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct Span<'a> {
    /// Its name.
    pub label: &'a str,
    /// The dot.
    pub value: f64,
    /// The dot under the other choices.
    pub range: Option<(f64, f64)>,
    /// The square.
    pub other: Option<f64>,
}

/// What the marks stand for.
#[derive(Clone, Copy, Debug)]
pub struct SpanWords<'a> {
    /// The dot: „bei λ = 0,5“.
    pub value: &'a str,
    /// The bar: „von λ = 0 bis λ = 1“.
    pub range: &'a str,
    /// The square: „heute“.
    pub other: &'a str,
}

/// What is compared.
#[derive(Clone, Copy, Debug)]
pub struct SpansRequest<'a> {
    /// The paper.
    pub frame: Frame<'a>,
    /// What the numbers are.
    pub name: &'a str,
    /// What stands behind a number: `€`.
    pub unit: &'a str,
    /// Decimals people see.
    pub decimals: u8,
    /// The rows from above, in the caller's order: by key or name, not by value.
    pub rows: &'a [Span<'a>],
    /// What the marks stand for.
    pub words: SpanWords<'a>,
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

impl SpansRequest<'_> {
    fn value(&self, value: f64) -> String {
        with_unit(&german_number(value, self.decimals), self.unit)
    }

    fn has_other(&self) -> bool {
        self.rows.iter().any(|row| row.other.is_some())
    }
}

/// Draws the rows.
///
/// ```
/// use charts::{Frame, Span, SpanWords, SpansRequest, spans};
/// let svg = spans(&SpansRequest {
///     frame: Frame { id_prefix: "s", title: "Wer wie viel bekäme", width: 400.0, height: None, text_size: 13.0 },
///     name: "Betrag",
///     unit: "€",
///     decimals: 2,
///     rows: &[Span { label: "Rosental", value: 700.5, range: Some((650.0, 760.0)), other: Some(500.0) }],
///     words: SpanWords { value: "bei λ = 0,5", range: "von λ = 0 bis λ = 1", other: "heute" },
/// });
/// assert!(svg.alt.contains("Rosental 700,50"));
/// ```
pub fn spans(request: &SpansRequest<'_>) -> Svg {
    let size = text_size(&request.frame);
    let (top, row) = (size * 2.2, size * 1.75);
    let bottom = top + row * request.rows.len() as f64;
    let mut sheet = Sheet::new(&request.frame, bottom + size * 1.6);
    let columns = columns(request, size, sheet.width);
    draw_key(&mut sheet, request);
    draw_axis(&mut sheet, request.unit, &columns, (top, bottom));
    for (at, span) in request.rows.iter().enumerate() {
        let middle = top + row * (at as f64 + 0.5);
        draw_row(&mut sheet, request, &columns, (span, middle));
    }
    sheet.finish(alt(request))
}

fn columns(request: &SpansRequest<'_>, size: f64, width: f64) -> Columns {
    let widest = |texts: &mut dyn Iterator<Item = String>, weight| {
        let widths = texts.map(|t| lettering::width(&t, size, weight));
        widths.fold(0.0, f64::max)
    };
    let mut labels = request.rows.iter().map(|r| r.label.to_owned());
    let labels = widest(&mut labels, Weight::Regular).min(width * 0.36);
    let mut numbers = request.rows.iter().map(|r| request.value(r.value));
    let numbers = widest(&mut numbers, Weight::Bold).min(width * 0.3);
    let values = request.rows.iter().flat_map(|r| {
        let (low, high) = r.range.unzip();
        [Some(r.value), low, high, r.other].into_iter().flatten()
    });
    let left = labels + size * 0.8;
    Columns {
        left,
        right: (width - numbers - size * 1.2).max(left + 10.0),
        axis: Axis::from_zero(values, 4),
    }
}

/// One row above: what dot, bar and square stand for.
fn draw_key(sheet: &mut Sheet, request: &SpansRequest<'_>) {
    let (size, y) = (sheet.size, sheet.size * 0.6);
    let base = y + size * 0.33;
    let mut x = size * 0.5;
    let write = |sheet: &mut Sheet, x: f64, words: &str| {
        let caption = Caption::new(words).small();
        sheet.write((x, base), &caption);
        x + caption.width(size) + size * 1.4
    };
    draw_dot(sheet, (x, y));
    x = write(sheet, x + size * 0.7, request.words.value);
    draw_range(sheet, (x, x + size * 2.2), y);
    x = write(sheet, x + size * 2.6, request.words.range);
    if request.has_other() {
        draw_square(sheet, (x + size * 0.3, y));
        write(sheet, x + size, request.words.other);
    }
}

fn draw_axis(sheet: &mut Sheet, unit: &str, columns: &Columns, (top, bottom): (f64, f64)) {
    let ticks = columns.axis.tick_words(unit);
    let fits = fitting(&ticks, sheet.size, |v| columns.x(v));
    for (at, (value, words)) in ticks.iter().enumerate() {
        let x = columns.x(*value);
        let colour = if *value == 0.0 { ink::BASE } else { ink::GRID };
        let look = format!(r#"stroke="{colour}""#);
        sheet.line((x, top), (x, bottom + 2.0), &look);
        if fits || at == 0 || at + 1 == ticks.len() {
            let caption = Caption::new(words).small().anchor(Anchor::Middle);
            sheet.write((x, bottom + sheet.size * 1.25), &caption);
        }
    }
}

fn draw_row(
    sheet: &mut Sheet,
    request: &SpansRequest<'_>,
    columns: &Columns,
    (span, y): (&Span<'_>, f64),
) {
    let size = sheet.size;
    let base = y + size * 0.35;
    let label = lettering::shorten(span.label, size, Weight::Regular, columns.left - size * 0.7);
    sheet.write((0.0, base), &Caption::new(&label));
    if let Some((low, high)) = span.range {
        draw_range(sheet, (columns.x(low), columns.x(high)), y);
    }
    draw_dot(sheet, (columns.x(span.value), y));
    if let Some(other) = span.other {
        draw_square(sheet, (columns.x(other), y));
    }
    let words = request.value(span.value);
    let caption = Caption::new(&words).bold().anchor(Anchor::End);
    sheet.write((sheet.width, base), &caption);
}

fn draw_range(sheet: &mut Sheet, (left, right): (f64, f64), y: f64) {
    let thick = sheet.size * 0.5;
    let look = format!(r#"fill="{}""#, ink::OTHER_SOFT);
    sheet.rect((left, y - thick / 2.0), (right - left, thick), &look);
}

fn draw_dot(sheet: &mut Sheet, at: (f64, f64)) {
    let look = format!(r#"fill="{}""#, ink::OTHER);
    sheet.circle(at, sheet.size * 0.32, &look);
}

fn draw_square(sheet: &mut Sheet, (x, y): (f64, f64)) {
    let side = sheet.size * 0.6;
    let look = format!(
        r#"fill="none" stroke="{}" stroke-width="{}""#,
        ink::INK,
        n(sheet.fine(1.4))
    );
    sheet.rect((x - side / 2.0, y - side / 2.0), (side, side), &look);
}

fn alt(request: &SpansRequest<'_>) -> String {
    let words = &request.words;
    let other = if request.has_other() {
        say("spans_other", &[("other", words.other)])
    } else {
        String::new()
    };
    let marks = [
        ("value", words.value),
        ("range", words.range),
        ("other", &other),
    ];
    let rows: Vec<String> = request.rows.iter().map(|r| row_words(request, r)).collect();
    let list = if rows.is_empty() {
        say("shown_none", &[])
    } else {
        format!("{}.", rows.join("; "))
    };
    sentences(&[
        say("spans", &[("subject", request.name)]),
        say("spans_marks", &marks),
        list,
    ])
}

fn row_words(request: &SpansRequest<'_>, span: &Span<'_>) -> String {
    let value = request.value(span.value);
    let mut words = match span.range {
        Some((low, high)) => {
            let (low, high) = (german_number(low, request.decimals), request.value(high));
            let values = [
                ("label", span.label),
                ("value", &value),
                ("lower", &low),
                ("upper", &high),
            ];
            say("span_range", &values)
        }
        None => say("span", &[("label", span.label), ("value", &value)]),
    };
    if let Some(other) = span.other {
        let value = request.value(other);
        let values = [("other", request.words.other), ("value", value.as_str())];
        words.push_str(&say("span_other", &values));
    }
    words
}
