//! A scale bar of a round number of kilometres.

use vocabulary::german_number;

use crate::ink;
use crate::sheet::{Anchor, Caption, Sheet, n};

/// Draws the bar with its right end at a point; nothing where there is no scale.
pub(crate) fn draw_scale_bar(sheet: &mut Sheet, (right, y): (f64, f64), scale: f64, room: f64) {
    let Some((metres, text)) = round_length(scale, room) else {
        return;
    };
    let length = metres * scale;
    let tick = sheet.size * 0.25;
    let (left, top) = (right - length, y - tick);
    sheet.raw(&format!(
        r#"<path d="M{} {}v{}h{}v{}" fill="none" stroke="{}"/>"#,
        n(left),
        n(top),
        n(tick),
        n(length),
        n(-tick),
        ink::SOFT_INK
    ));
    let caption = Caption::new(&text).small().anchor(Anchor::End);
    sheet.write((left - sheet.size * 0.4, y), &caption);
}

/// The width of the bar with its words.
pub(crate) fn scale_bar_width(scale: f64, room: f64, size: f64) -> f64 {
    round_length(scale, room).map_or(0.0, |(metres, text)| {
        metres * scale + Caption::new(&text).small().width(size) + size * 0.6
    })
}

/// The longest round length that fits into `room` user units, in metres and words.
fn round_length(scale: f64, room: f64) -> Option<(f64, String)> {
    if !(scale.is_finite() && scale > 0.0 && room > 0.0) {
        return None;
    }
    let most = room / scale;
    let power = 10f64.powf(most.log10().floor());
    let metres = [5.0, 2.0, 1.0]
        .into_iter()
        .map(|m| m * power)
        .find(|m| *m <= most * (1.0 + 1e-9))?;
    if metres < 1.0 {
        return None;
    }
    let text = if metres < 1000.0 {
        format!("{}\u{a0}m", german_number(metres, 0))
    } else {
        format!("{}\u{a0}km", german_number(metres / 1000.0, 0))
    };
    Some((metres, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_round() {
        let of = |scale: f64| round_length(scale, 80.0).map(|l| l.1);
        assert_eq!(of(0.02).as_deref(), Some("2\u{a0}km"));
        assert_eq!(of(0.1).as_deref(), Some("500\u{a0}m"));
        assert_eq!(of(0.0005).as_deref(), Some("100\u{a0}km"));
        assert_eq!(of(0.0), None);
        assert_eq!(of(f64::NAN), None);
    }
}
