//! The labels at the ends of the lines: a line carries its own name and last value.

use super::drawing::Plan;
use super::track::{Track, position};
use crate::ink;
use crate::lettering::{self, Weight};
use crate::request::Role;
use crate::sheet::{Caption, Sheet};
use crate::words::short_period;

/// „hier 17,4“, with the year where it is not the last one of the picture.
pub(crate) fn end_label(track: &Track, plan: &Plan<'_>) -> String {
    let Some((moment, value)) = track.last() else {
        return String::new();
    };
    let newest = plan
        .tracks
        .iter()
        .filter_map(Track::last)
        .map(|(m, _)| position(m.period));
    let newest = newest.max_by(f64::total_cmp);
    let number = plan.subject.number(value);
    if newest.is_some_and(|n| n - position(moment.period) > 0.01) {
        format!("{} {number} ({})", track.label, short_period(moment.period))
    } else {
        format!("{} {number}", track.label)
    }
}

/// Labels to the right of the curves, moved apart where they would touch.
pub(crate) fn draw_end_labels(
    sheet: &mut Sheet,
    plan: &Plan<'_>,
    (right, bottom): (f64, f64),
    y: impl Fn(f64) -> f64,
) {
    let size = sheet.size;
    let mut labels: Vec<(f64, &Track, String)> = plan
        .tracks
        .iter()
        .filter_map(|t| Some((y(t.last()?.1), t, end_label(t, plan))))
        .collect();
    labels.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.role.cmp(&b.1.role)));
    let wanted: Vec<f64> = labels.iter().map(|l| l.0).collect();
    let room = (size * 0.5, bottom.max(size) - size * 0.1);
    for (y, (_, track, words)) in spread_out(&wanted, size * 1.25, room)
        .into_iter()
        .zip(&labels)
    {
        let colour = match track.role {
            Role::Place => ink::PLACE_TEXT,
            Role::County => ink::INK,
            Role::Municipality => ink::RING,
            Role::Other => ink::OTHER,
        };
        let left = right + size * 0.7;
        let fit = lettering::shorten(words, size, Weight::Bold, sheet.width - left);
        sheet.write(
            (left, y + size * 0.34),
            &Caption::new(&fit).bold().ink(colour),
        );
    }
}

/// Moves sorted places apart until each has its room, as little as needed.
fn spread_out(wanted: &[f64], gap: f64, (low, high): (f64, f64)) -> Vec<f64> {
    let mut places = wanted.to_vec();
    let mut floor = low;
    for place in &mut places {
        *place = place.max(floor);
        floor = *place + gap;
    }
    let mut ceiling = high;
    for place in places.iter_mut().rev() {
        *place = place.min(ceiling);
        ceiling = *place - gap;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_their_distance_and_stay_in_the_picture() {
        assert_eq!(
            spread_out(&[10.0, 12.0, 40.0], 10.0, (0.0, 50.0)),
            [10.0, 20.0, 40.0]
        );
        assert_eq!(spread_out(&[45.0, 48.0], 10.0, (0.0, 50.0)), [40.0, 50.0]);
    }
}
