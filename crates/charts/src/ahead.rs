//! What was and what comes: a line up to today, from there dashed within the range of what may come.
//!
//! Both are reckoned from released figures, behind the door; this module only draws.

use vocabulary::german_number;

use crate::axis::Axis;
use crate::ink;
use crate::lettering::{self, Weight};
use crate::request::Frame;
use crate::sheet::{Anchor, Caption, Sheet, Svg, n, sane, text_size};
use crate::window::Window;
use crate::words::say;

/// A year to come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct YearAhead {
    /// The year.
    pub year: i32,
    /// The central value.
    pub value: f64,
    /// The range.
    pub lower: f64,
    /// The range.
    pub upper: f64,
}

/// Whether the signs are explained below the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Legend {
    /// Yes, in words.
    Below,
    /// A neighbouring picture does.
    Elsewhere,
}

/// What is drawn.
#[derive(Clone, Copy, Debug)]
pub struct AheadRequest<'a> {
    /// The paper.
    pub frame: Frame<'a>,
    /// Of whom: „Menschen von 80 und älter“.
    pub name: &'a str,
    /// Year and value up to today, oldest first.
    pub known: &'a [(i32, f64)],
    /// The years to come.
    pub ahead: &'a [YearAhead],
    /// Whether the signs are explained.
    pub legend: Legend,
}

/// Where a year and a value lie.
fn at(window: &Window, year: i32, value: f64) -> (f64, f64) {
    (window.x(f64::from(year)), window.y(value))
}

/// Draws what was and what comes.
pub fn ahead(request: &AheadRequest<'_>) -> Svg {
    let size = text_size(&request.frame);
    let width = sane(request.frame.width, 60.0);
    let height = sane(request.frame.height.unwrap_or(width * 0.42), size * 7.0);
    let mut sheet = Sheet::new(&request.frame, height);
    let window = window(request, size, (width, height));
    draw_grid(&mut sheet, request, &window);
    draw_range(&mut sheet, request, &window);
    draw_lines(&mut sheet, request, &window);
    draw_end(&mut sheet, request, &window);
    if request.legend == Legend::Below {
        draw_legend(&mut sheet, (&window, height));
    }
    sheet.finish(told(request))
}

fn window(request: &AheadRequest<'_>, size: f64, (width, height): (f64, f64)) -> Window {
    let known = request.known.iter().map(|k| k.1);
    let ahead = request
        .ahead
        .iter()
        .flat_map(|a| [a.lower, a.value, a.upper]);
    let axis = Axis::from_zero(known.chain(ahead), 3);
    let ticks = axis.tick_words("");
    let tick = |t: &(f64, String)| Caption::new(&t.1).small().width(size);
    let left = ticks.iter().map(tick).fold(0.0, f64::max) + size * 0.7;
    let right = end_words(request).map_or(size, |(value, range)| {
        let range = Caption::new(&range).small().width(size);
        lettering::width(&value, size, Weight::Bold).max(range) + size * 1.1
    });
    let years = request.known.iter().map(|k| k.0);
    let years: Vec<i32> = years.chain(request.ahead.iter().map(|a| a.year)).collect();
    let below = match request.legend {
        Legend::Below => 3.2,
        Legend::Elsewhere => 1.5,
    };
    Window {
        left: left.min(width * 0.3) + 2.0,
        right: width - right.min(width * 0.45),
        top: size * 1.5,
        bottom: height - size * below,
        years: (
            years.iter().min().map_or(0.0, |y| f64::from(*y)),
            years.iter().max().map_or(1.0, |y| f64::from(*y)),
        ),
        axis,
    }
}

fn draw_grid(sheet: &mut Sheet, request: &AheadRequest<'_>, window: &Window) {
    let size = sheet.size;
    window.draw_values(sheet);
    let first = request.known.first().map(|k| k.0);
    let today = request.known.last().map(|k| k.0);
    let last = request.ahead.last().map(|a| a.year);
    for year in [first, today, last].into_iter().flatten() {
        let (x, _) = at(window, year, 0.0);
        let words = year.to_string();
        let caption = Caption::new(&words).small().anchor(Anchor::Middle);
        sheet.write((x, window.bottom + size * 1.25), &caption);
    }
    if let (Some(today), false) = (today, request.ahead.is_empty()) {
        let (x, _) = at(window, today, 0.0);
        let look = format!(
            r#"stroke="{}" stroke-width="{}" stroke-dasharray="1.3 3""#,
            ink::SOFT_INK,
            n(sheet.fine(1.3))
        );
        sheet.line((x, size * 0.4), (x, window.bottom), &look);
        let (before, after) = (say("ahead_before", &[]), say("ahead_after", &[]));
        let before = Caption::new(&before).small().anchor(Anchor::End);
        sheet.write((x - size * 0.4, size * 0.95), &before);
        sheet.write((x + size * 0.4, size * 0.95), &Caption::new(&after).small());
    }
}

/// Today, where the line of what comes begins.
fn today(request: &AheadRequest<'_>) -> Option<YearAhead> {
    request.known.last().map(|&(year, value)| YearAhead {
        year,
        value,
        lower: value,
        upper: value,
    })
}

fn draw_range(sheet: &mut Sheet, request: &AheadRequest<'_>, window: &Window) {
    let all: Vec<YearAhead> = today(request)
        .into_iter()
        .chain(request.ahead.iter().copied())
        .collect();
    let upper = all.iter().map(|a| at(window, a.year, a.upper));
    let lower = all.iter().rev().map(|a| at(window, a.year, a.lower));
    let points: Vec<(f64, f64)> = upper.chain(lower).collect();
    if points.len() > 2 {
        sheet.polyline(&points, &format!(r#"fill="{}""#, ink::PLACE_SOFT));
    }
}

fn draw_lines(sheet: &mut Sheet, request: &AheadRequest<'_>, window: &Window) {
    let known: Vec<(f64, f64)> = request.known.iter().map(|k| at(window, k.0, k.1)).collect();
    let coming: Vec<(f64, f64)> = today(request)
        .into_iter()
        .chain(request.ahead.iter().copied())
        .map(|a| at(window, a.year, a.value))
        .collect();
    sheet.polyline(&known, &known_look(sheet));
    sheet.polyline(&coming, &coming_look(sheet));
    if let Some(&end) = coming.last() {
        let look = format!(r#"fill="{}""#, ink::PLACE);
        sheet.circle(end, sheet.fine(3.6), &look);
    }
}

fn known_look(sheet: &Sheet) -> String {
    format!(
        r#"fill="none" stroke="{}" stroke-width="{}" stroke-linejoin="round""#,
        ink::INK,
        n(sheet.fine(2.0))
    )
}

fn coming_look(sheet: &Sheet) -> String {
    format!(
        r#"fill="none" stroke="{}" stroke-width="{}" stroke-dasharray="{} {}" stroke-linejoin="round""#,
        ink::PLACE,
        n(sheet.fine(2.2)),
        n(sheet.fine(5.0)),
        n(sheet.fine(2.6))
    )
}

/// The last value and its range.
fn end_words(request: &AheadRequest<'_>) -> Option<(String, String)> {
    let end = request.ahead.last()?;
    let number = |value: f64| german_number(value, 0);
    Some((
        number(end.value),
        say(
            "ahead_range",
            &[("lower", &number(end.lower)), ("upper", &number(end.upper))],
        ),
    ))
}

fn draw_end(sheet: &mut Sheet, request: &AheadRequest<'_>, window: &Window) {
    let size = sheet.size;
    let (Some((value, range)), Some(end)) = (end_words(request), request.ahead.last()) else {
        return;
    };
    let (x, y) = at(window, end.year, end.value);
    let y = y.clamp(size * 1.6, window.bottom - size * 0.9);
    let bold = Caption::new(&value).bold().ink(ink::PLACE_TEXT);
    sheet.write((x + size * 0.7, y), &bold);
    sheet.write(
        (x + size * 0.7, y + size * 1.1),
        &Caption::new(&range).small(),
    );
}

fn draw_legend(sheet: &mut Sheet, (window, height): (&Window, f64)) {
    let size = sheet.size;
    let base = height - size * 0.4;
    let (line, gap) = (size * 2.0, size * 0.4);
    let mut x = window.left;
    let looks = [
        ("ahead_known", known_look(sheet)),
        ("ahead_central", coming_look(sheet)),
    ];
    for (key, look) in looks {
        sheet.polyline(
            &[(x, base - size * 0.3), (x + line, base - size * 0.3)],
            &look,
        );
        x = legend_words(sheet, (x + line + gap, base), key);
    }
    let look = format!(r#"fill="{}""#, ink::PLACE_SOFT);
    sheet.rect((x, base - size * 0.75), (line, size * 0.9), &look);
    legend_words(sheet, (x + line + gap, base), "ahead_band");
}

/// Writes an entry and says where the next begins.
fn legend_words(sheet: &mut Sheet, at: (f64, f64), key: &str) -> f64 {
    let words = say(key, &[]);
    let caption = Caption::new(&words).small();
    sheet.write(at, &caption);
    at.0 + caption.width(sheet.size) + sheet.size * 1.4
}

fn told(request: &AheadRequest<'_>) -> String {
    let number = |value: f64| german_number(value, 0);
    let mut told = vec![say("ahead", &[("name", request.name)])];
    if let (Some(first), Some(last)) = (request.known.first(), request.known.last()) {
        told.push(say(
            "ahead_was",
            &[
                ("first", &number(first.1)),
                ("from", &first.0.to_string()),
                ("last", &number(last.1)),
                ("to", &last.0.to_string()),
            ],
        ));
    }
    if let Some(end) = request.ahead.last() {
        told.push(say(
            "ahead_comes",
            &[
                ("year", &end.year.to_string()),
                ("value", &number(end.value)),
                ("lower", &number(end.lower)),
                ("upper", &number(end.upper)),
            ],
        ));
    }
    told.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(known: &[(i32, f64)], ahead_of: &[YearAhead], legend: Legend) -> Svg {
        ahead(&AheadRequest {
            frame: Frame {
                id_prefix: "a",
                title: "Menschen ab 80",
                width: 480.0,
                height: None,
                text_size: 12.0,
            },
            name: "Menschen ab 80",
            known,
            ahead: ahead_of,
            legend,
        })
    }

    #[test]
    fn the_range_is_drawn_told_and_named() {
        let year = |year: i32, value: f64| YearAhead {
            year,
            value,
            lower: value - 200.0,
            upper: value + 300.0,
        };
        let svg = picture(
            &[(2015, 1_800.0), (2024, 2_100.0)],
            &[year(2025, 2_150.0), year(2034, 2_500.0)],
            Legend::Below,
        );
        assert!(
            svg.alt
                .contains("2034: 2.500, in der Spanne von 2.300 bis 2.800"),
            "{}",
            svg.alt
        );
        assert!(svg.markup.contains("Spanne der Vergangenheit"));
        assert!(svg.markup.contains(ink::PLACE_SOFT));
    }

    #[test]
    fn nothing_known_and_nothing_to_come_is_still_a_picture() {
        for legend in [Legend::Below, Legend::Elsewhere] {
            let svg = picture(&[], &[], legend);
            assert!(!svg.markup.contains("NaN"), "{}", svg.markup);
            let one = picture(&[(2024, 0.0)], &[], legend);
            assert!(!one.markup.contains("NaN"));
        }
    }
}
