//! The sheet a figure is drawn on: it writes compact, escaped SVG and keeps lettering inside the picture.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::ink;
use crate::lettering::{self, NARROW, NARROW_PART, Weight};
use crate::request::Frame;

/// A finished picture; the same string goes into the page and into the PDF.
#[derive(Clone, Debug, PartialEq)]
pub struct Svg {
    /// The whole `<svg>` element.
    pub markup: String,
    /// What the picture shows, in German, from shown figures only.
    pub alt: String,
    /// Width in user units.
    pub width: f64,
    /// Height in user units.
    pub height: f64,
}

/// Where a text stands towards its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// A text and its look.
#[derive(Clone, Debug)]
pub(crate) struct Caption<'a> {
    pub(crate) text: &'a str,
    part: f64,
    weight: Weight,
    ink: &'a str,
    anchor: Anchor,
    halo: Option<f64>,
}

impl<'a> Caption<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            part: 1.0,
            weight: Weight::Regular,
            ink: ink::INK,
            anchor: Anchor::Start,
            halo: None,
        }
    }
    pub(crate) fn bold(self) -> Self {
        Self {
            weight: Weight::Bold,
            ..self
        }
    }
    /// Ticks and notes: smaller, in second ink.
    pub(crate) fn small(self) -> Self {
        Self {
            part: 0.9,
            ink: ink::SOFT_INK,
            ..self
        }
    }
    pub(crate) fn ink(self, ink: &'a str) -> Self {
        Self { ink, ..self }
    }
    pub(crate) fn anchor(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }
    pub(crate) fn halo(self) -> Self {
        Self {
            halo: Some(0.28),
            ..self
        }
    }
    /// Width at a text size.
    pub(crate) fn width(&self, size: f64) -> f64 {
        lettering::width(self.text, size * self.part, self.weight)
    }
}

/// What fills an area that has no colour of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// Not shown, to protect people.
    Hatched,
    /// Not known.
    Dotted,
    /// Known, but nothing can be said of it.
    Lined,
}

/// The units a pattern is laid out in.
#[derive(Clone, Copy)]
enum Scale {
    Units,
    Tenths,
}

/// The sheet.
pub(crate) struct Sheet {
    id: String,
    title: String,
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// Size of the lettering.
    pub(crate) size: f64,
    body: String,
    /// Definitions of the patterns used, by their id.
    patterns: BTreeMap<String, String>,
}

impl Sheet {
    /// A sheet of the frame's width and this height.
    pub(crate) fn new(frame: &Frame<'_>, height: f64) -> Self {
        Self {
            id: id_word(frame.id_prefix),
            title: frame.title.to_owned(),
            width: sane(frame.width, 40.0),
            height: sane(height, 1.0),
            size: text_size(frame),
            body: String::new(),
            patterns: BTreeMap::new(),
        }
    }

    /// A thickness or radius drawn for lettering of size 13, as it is at this size.
    pub(crate) fn fine(&self, length: f64) -> f64 {
        length * (self.size / 13.0).clamp(0.55, 2.0)
    }

    /// Adds markup that is already safe.
    pub(crate) fn raw(&mut self, markup: &str) {
        self.body.push_str(markup);
    }

    /// The fill of a pattern, which is then defined once.
    pub(crate) fn fill(&mut self, pattern: Pattern) -> String {
        self.define(pattern, Scale::Units)
    }

    /// The same where the units are tenths.
    pub(crate) fn fill_in_tenths(&mut self, pattern: Pattern) -> String {
        self.define(pattern, Scale::Tenths)
    }

    fn define(&mut self, pattern: Pattern, scale: Scale) -> String {
        let (suffix, times) = match scale {
            Scale::Units => ("", 1.0),
            Scale::Tenths => ("10", 10.0),
        };
        let zoom = self.zoom(times);
        let (letter, turn, tile, ground) = match pattern {
            Pattern::Hatched => (
                'h',
                "rotate(45)",
                4.5,
                r##"<path d="M0 0V4.5" stroke="#82858f" stroke-width="1.3"/>"##,
            ),
            Pattern::Dotted => (
                'm',
                "",
                5.0,
                r##"<circle cx="2.5" cy="2.5" r=".9" fill="#82858f"/>"##,
            ),
            Pattern::Lined => (
                'l',
                "",
                5.0,
                r##"<path d="M0 2.5H200" stroke="#82858f" stroke-width=".8"/>"##,
            ),
        };
        let id = format!("{}{letter}{suffix}", self.id);
        let turn = transform(&[&zoom, turn].concat());
        // Lines run through long tiles: printers show a seam at each end.
        let wide: f64 = if pattern == Pattern::Lined {
            200.0
        } else {
            tile
        };
        let paper = wide.max(5.0);
        let definition = format!(
            r##"<pattern id="{id}" width="{wide}" height="{tile}" patternUnits="userSpaceOnUse"{turn}><path d="M0 0H{paper}V5H0z" fill="#f7f7f5"/>{ground}</pattern>"##
        );
        let url = format!("url(#{id})");
        self.patterns.insert(id, definition);
        url
    }

    /// Stripes of two colours, for what lies between them; the name tells them from other stripes.
    pub(crate) fn stripes(&mut self, name: &str, [one, other]: [&str; 2], times: f64) -> String {
        let id = format!("{}s{name}{}", self.id, if times > 1.0 { "10" } else { "" });
        let zoom = self.zoom(times);
        // A tile is long and holds many stripes: printers show a seam at each of its edges.
        let stripes: Vec<String> = (0..20)
            .map(|at| format!("M{} 0h3.5V280h-3.5z", at * 7))
            .collect();
        let stripes = stripes.concat();
        let definition = format!(
            r#"<pattern id="{id}" width="140" height="280" patternUnits="userSpaceOnUse" patternTransform="{zoom}rotate(45)"><path d="M0 0H140V280H0z" fill="{one}"/><path d="{stripes}" fill="{other}"/></pattern>"#
        );
        let url = format!("url(#{id})");
        self.patterns.insert(id, definition);
        url
    }

    fn zoom(&self, times: f64) -> String {
        match n(self.fine(1.0).max(0.8) * times) {
            one if one == "1" => String::new(),
            zoom => format!("scale({zoom})"),
        }
    }

    pub(crate) fn line(&mut self, from: (f64, f64), to: (f64, f64), look: &str) {
        let (x1, y1, x2, y2) = (n(from.0), n(from.1), n(to.0), n(to.1));
        let d = if y1 == y2 {
            format!("M{x1} {y1}H{x2}")
        } else if x1 == x2 {
            format!("M{x1} {y1}V{y2}")
        } else {
            format!("M{x1} {y1}L{x2} {y2}")
        };
        let _ = write!(self.body, r#"<path d="{d}" {look}/>"#);
    }

    pub(crate) fn rect(&mut self, corner: (f64, f64), extent: (f64, f64), look: &str) {
        let _ = write!(
            self.body,
            r#"<rect x="{}" y="{}" width="{}" height="{}" {look}/>"#,
            n(corner.0),
            n(corner.1),
            n(extent.0.max(0.0)),
            n(extent.1.max(0.0)),
        );
    }

    pub(crate) fn circle(&mut self, centre: (f64, f64), radius: f64, look: &str) {
        let _ = write!(
            self.body,
            r#"<circle cx="{}" cy="{}" r="{}" {look}/>"#,
            n(centre.0),
            n(centre.1),
            n(radius),
        );
    }

    /// A line through points.
    pub(crate) fn polyline(&mut self, points: &[(f64, f64)], look: &str) {
        let mut d = String::new();
        for (i, (x, y)) in points.iter().enumerate() {
            let _ = write!(d, "{}{} {}", if i == 0 { "M" } else { "L" }, n(*x), n(*y));
        }
        let _ = write!(self.body, r#"<path d="{d}" {look}/>"#);
    }

    /// Writes a text on its base line; what would run out of the picture is moved or shortened.
    pub(crate) fn write(&mut self, at: (f64, f64), caption: &Caption<'_>) {
        let size = self.size * caption.part;
        let text = lettering::shorten(caption.text, size, caption.weight, self.width);
        let width = lettering::width(&text, size, caption.weight);
        let left = match caption.anchor {
            Anchor::Start => at.0,
            Anchor::Middle => at.0 - width / 2.0,
            Anchor::End => at.0 - width,
        };
        let shift = left.clamp(0.0, (self.width - width).max(0.0)) - left;
        let y =
            at.1.clamp(size * 0.8, (self.height - size * 0.22).max(size * 0.8));
        let _ = write!(self.body, r#"<text x="{}" y="{}""#, n(at.0 + shift), n(y));
        self.look_of(caption, size);
        let _ = write!(self.body, ">{}</text>", drawn(&text, size));
    }

    fn look_of(&mut self, caption: &Caption<'_>, size: f64) {
        match caption.anchor {
            Anchor::Start => {}
            Anchor::Middle => self.body.push_str(r#" text-anchor="middle""#),
            Anchor::End => self.body.push_str(r#" text-anchor="end""#),
        }
        if caption.weight == Weight::Bold {
            self.body.push_str(r#" font-weight="600""#);
        }
        if (caption.part - 1.0).abs() > 1e-9 {
            let _ = write!(self.body, r#" font-size="{}""#, n(size));
        }
        if caption.ink != ink::INK {
            let _ = write!(self.body, r#" fill="{}""#, caption.ink);
        }
        if let Some(part) = caption.halo {
            let _ = write!(
                self.body,
                r##" stroke="#fff" stroke-width="{}" stroke-linejoin="round" paint-order="stroke""##,
                n(size * part)
            );
        }
    }

    /// The finished picture.
    pub(crate) fn finish(self, alt: String) -> Svg {
        let (id, w, h) = (&self.id, n(self.width), n(self.height));
        let fine = match n(self.fine(1.0)) {
            one if one == "1" => String::new(),
            other => format!(r#" stroke-width="{other}""#),
        };
        let mut markup = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-labelledby="{id}t {id}d" font-family="Fira Sans" font-size="{}" fill="{}"{fine}><title id="{id}t">{}</title><desc id="{id}d">{}</desc>"#,
            n(self.size),
            ink::INK,
            escape(&self.title),
            escape(&alt),
        );
        if !self.patterns.is_empty() {
            let _ = write!(
                markup,
                "<defs>{}</defs>",
                self.patterns.into_values().collect::<String>()
            );
        }
        markup.push_str(&self.body);
        markup.push_str("</svg>");
        Svg {
            markup,
            alt,
            width: self.width,
            height: self.height,
        }
    }
}

fn transform(words: &str) -> String {
    if words.is_empty() {
        String::new()
    } else {
        format!(r#" patternTransform="{words}""#)
    }
}

/// The lettering's size, kept between what can be read and what can be drawn.
pub(crate) fn text_size(frame: &Frame<'_>) -> f64 {
    if frame.text_size.is_finite() {
        frame.text_size.clamp(4.0, 60.0)
    } else {
        13.0
    }
}

/// A length that can be drawn.
pub(crate) fn sane(length: f64, least: f64) -> f64 {
    if length.is_finite() {
        length.clamp(least, 20_000.0)
    } else {
        least.max(400.0)
    }
}

/// A coordinate to a tenth, as short as it can be written.
pub(crate) fn n(number: f64) -> String {
    let tenths = (if number.is_finite() { number } else { 0.0 } * 10.0).round();
    let text = format!("{}", tenths / 10.0);
    let (sign, digits) = match text.strip_prefix('-') {
        Some("0") => ("", "0"),
        Some(digits) => ("-", digits),
        None => ("", text.as_str()),
    };
    match digits.strip_prefix("0.") {
        Some(fraction) => format!("{sign}.{fraction}"),
        None => format!("{sign}{digits}"),
    }
}

/// Text made safe for XML; control characters, which XML cannot hold, are left out.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// Text as it is drawn: the narrow space, which the font lacks, becomes a small ordinary one.
fn drawn(text: &str, size: f64) -> String {
    let narrow = format!(
        "<tspan font-size=\"{}\">\u{a0}</tspan>",
        n(size * NARROW_PART)
    );
    escape(text).replace(NARROW, &narrow)
}

/// A prefix that is an XML name.
fn id_word(prefix: &str) -> String {
    let word: String = prefix
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    match word.chars().next() {
        Some(c) if c.is_ascii_alphabetic() => format!("{word}-"),
        _ => format!("f{word}-"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_short() {
        for (number, text) in [
            (12.34, "12.3"),
            (0.04, "0"),
            (-0.04, "0"),
            (-0.52, "-.5"),
            (7.0, "7"),
            (f64::NAN, "0"),
        ] {
            assert_eq!(n(number), text);
        }
    }

    #[test]
    fn a_prefix_becomes_an_xml_name() {
        assert_eq!(id_word("09999\"<x>"), "f09999x-");
        assert_eq!(id_word("karte-1"), "karte-1-");
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(
            escape("A&B <\u{0}\"c\">\n"),
            "A&amp;B &lt;&quot;c&quot;&gt; "
        );
    }
}
