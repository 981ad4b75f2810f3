//! What a series says in words; no sentence speaks across a break.

use vocabulary::german_period;

use super::drawing::Plan;
use super::track::Track;
use crate::mark::Sight;
use crate::request::{Role, Subject};
use crate::words::{listing, say, sentences};

pub(crate) fn alt(plan: &Plan<'_>) -> String {
    let mut parts = vec![say("series", &[("subject", plan.subject.name)])];
    parts.extend(plan.tracks.iter().map(|t| track_words(t, &plan.subject)));
    for cut in plan.breaks {
        let year = cut.year.to_string();
        parts.push(say(
            "series_break",
            &[("year", &year), ("words", cut.words)],
        ));
    }
    for start in plan.starts {
        let year = start.year.to_string();
        parts.push(say(
            "series_start",
            &[("year", &year), ("words", start.words)],
        ));
    }
    if !plan.bands.is_empty() {
        parts.push(plan.bands.to_owned());
    }
    sentences(&parts)
}

fn track_words(track: &Track, subject: &Subject<'_>) -> String {
    let label = ("label", track.label.as_str());
    let Some((last, value)) = track.last() else {
        return say("series_none", &[label]);
    };
    let (value, to) = (subject.value(value), german_period(last.period));
    let mut comparable = track.since_last_cut();
    let first = comparable.find_map(|m| Some((m, m.sight.value()?)));
    let head = match first {
        Some((m, v)) if m.period != last.period => {
            let (v, from) = (subject.value(v), german_period(m.period));
            let values = [
                label,
                ("first", &v),
                ("from", &from),
                ("last", &value),
                ("to", &to),
            ];
            say("series_line", &values)
        }
        _ => say("series_point", &[label, ("last", &value), ("to", &to)]),
    };
    let interval = last.sight.interval().filter(|_| track.role == Role::Place);
    let interval = interval.map(|(lower, upper)| {
        let (lower, upper) = (subject.number(lower), subject.value(upper));
        say("series_interval", &[("lower", &lower), ("upper", &upper)])
    });
    let unseen: Vec<String> = track
        .moments
        .iter()
        .filter(|m| m.sight == Sight::Hidden)
        .map(|m| german_period(m.period))
        .collect();
    let unseen = match unseen.as_slice() {
        [] => String::new(),
        some => say("series_hidden", &[label, ("periods", &listing(some))]),
    };
    sentences(&[head, interval.unwrap_or_default(), unseen])
}
