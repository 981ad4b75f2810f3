//! A few shares as bars, each with its name: no axis, because each bar carries its number.

use vocabulary::german_number;

use crate::ink;
use crate::request::Frame;
use crate::sheet::{Caption, Sheet, Svg, sane, text_size};
use crate::words::{listing, say, sentences, with_unit};

/// What the bars show.
#[derive(Clone, Copy, Debug)]
pub struct SharesRequest<'a> {
    /// The paper.
    pub frame: Frame<'a>,
    /// What they are shares of.
    pub subject: &'a str,
    /// Name and share (0 to 1) of each, in the order they are drawn.
    pub rows: &'a [(String, f64)],
}

/// Draws the bars.
pub fn shares(request: &SharesRequest<'_>) -> Svg {
    let size = text_size(&request.frame);
    let width = sane(request.frame.width, 80.0);
    let pitch = size * 1.75;
    let rows: Vec<(&str, f64)> = request
        .rows
        .iter()
        .map(|(name, share)| (name.as_str(), known(*share)))
        .collect();
    let mut sheet = Sheet::new(&request.frame, pitch * rows.len().max(1) as f64);
    let widest = |most: f64, (name, _): &(&str, f64)| Caption::new(name).width(size).max(most);
    let left = rows.iter().fold(0.0, widest).min(width * 0.6) + size * 0.9;
    let room = (width - left - size * 3.2).max(size);
    let greatest = rows.iter().fold(0.0_f64, |most, row| most.max(row.1));
    let most = rows.iter().filter(|row| row.1 >= greatest).count();
    for (at, (name, share)) in rows.iter().enumerate() {
        let base = pitch * at as f64 + size * 1.15;
        // One bar may stand out; where several are greatest, none does.
        let first = most == 1 && *share >= greatest;
        let fill = if first { ink::PLACE } else { ink::OTHER };
        let caption = Caption::new(name);
        sheet.write((0.0, base), &if first { caption.bold() } else { caption });
        let long = (room * share).max(0.8);
        let look = format!(r#"fill="{fill}""#);
        sheet.rect((left, base - size * 0.82), (long, size * 1.0), &look);
        let number = percent(*share);
        let caption = Caption::new(&number).bold();
        sheet.write((left + long + size * 0.4, base), &caption);
    }
    sheet.line(
        (left, size * 0.1),
        (left, pitch * rows.len().max(1) as f64 - size * 0.1),
        &format!(r#"stroke="{}" stroke-width=".8""#, ink::BASE),
    );
    sheet.finish(alt(request, &rows))
}

fn known(share: f64) -> f64 {
    if share.is_finite() {
        share.clamp(0.0, 1.0)
    } else {
        0.0
    }
}

fn percent(share: f64) -> String {
    with_unit(&german_number(share * 100.0, 0), "%")
}

fn alt(request: &SharesRequest<'_>, rows: &[(&str, f64)]) -> String {
    let told: Vec<String> = rows
        .iter()
        .map(|(label, share)| say("share", &[("label", label), ("share", &percent(*share))]))
        .collect();
    sentences(&[
        say("shares", &[("subject", request.subject)]),
        format!("{}.", listing(&told)),
    ])
}
