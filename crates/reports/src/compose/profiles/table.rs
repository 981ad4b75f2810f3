//! The rows of a profile: each indicator on its own scale, beside municipality and county.

use disclosure::{Edition, Shown};
use releases::{Answer, AreaInfo, IndicatorSheet, Polarity};
use vocabulary::{AreaKey, Period, german_number, german_period};

use super::selection::{Scale, Selection};
use crate::compose::desk::Desk;
use crate::compose::view::number;
use crate::compose::wording::{bare, interval, say, short, short_verdict, verdict};
use crate::document::{ProfileTable, Row, Section, Strip, Strong, Words};

pub(super) fn table<E: Edition>(
    desk: &Desk<'_, E>,
    area: &AreaInfo,
    parent: Option<&AreaInfo>,
    selection: &Selection<'_>,
) -> ProfileTable {
    let mut good = Section {
        title: say("section_good", &[]),
        rows: Vec::new(),
    };
    let mut sections = headings(desk);
    for scale in &selection.rows {
        let row = row(desk, area, parent, scale);
        let section = if is_good(desk, area, scale) {
            &mut good
        } else {
            section_of(desk, &mut sections, &scale.sheet.topic)
        };
        section.rows.push(row);
    }
    sections.retain(|section| !section.rows.is_empty());
    if !good.rows.is_empty() {
        sections.insert(0, good);
    }
    let short = desk.fill(&desk.outline.words.short);
    let usual =
        usual_period(desk).map(|period| say("head_usual", &[("period", &german_period(period))]));
    let mut heads = vec![
        usual.unwrap_or_default(),
        say("head_scale", &[]),
        say("head_here", &[]),
        short.clone(),
    ];
    match parent {
        Some(parent) => {
            heads.push(say("head_against", &[("area", &short)]));
            heads.push(say("head_against", &[("area", &parent.name)]));
        }
        None => heads.push(say("head_verdict", &[])),
    }
    ProfileTable { heads, sections }
}

/// The headings of the outline and a last one for all other topics.
fn headings<E: Edition>(desk: &Desk<'_, E>) -> Vec<Section> {
    let named = desk
        .outline
        .profiles
        .sections
        .iter()
        .map(|section| desk.fill(&section.title));
    let titles = named.chain([say("section_other", &[])]);
    titles
        .map(|title| Section {
            title,
            rows: Vec::new(),
        })
        .collect()
}

fn section_of<'s, E: Edition>(
    desk: &Desk<'_, E>,
    sections: &'s mut [Section],
    topic: &str,
) -> &'s mut Section {
    let named = &desk.outline.profiles.sections;
    let at = named
        .iter()
        .position(|section| section.topics.iter().any(|known| known == topic));
    &mut sections[at.unwrap_or(named.len())]
}

/// Good is what is demonstrably more of a good thing, or less of a hardship.
fn is_good<E: Edition>(desk: &Desk<'_, E>, area: &AreaInfo, scale: &Scale<'_>) -> bool {
    let answer = desk
        .view
        .verdict(&area.key, &desk.view.county.key, scale.sheet, scale.period);
    matches!(
        (scale.sheet.polarity, answer),
        (Polarity::HigherIsBetter, Some(Answer::Above))
            | (Polarity::HigherIsBurden, Some(Answer::Below))
    )
}

fn row<E: Edition>(
    desk: &Desk<'_, E>,
    area: &AreaInfo,
    parent: Option<&AreaInfo>,
    scale: &Scale<'_>,
) -> Row {
    let sheet = scale.sheet;
    let at = |key: &AreaKey| desk.view.at(&sheet.id, key, scale.period);
    let (shown, county) = (at(&area.key), at(&desk.view.county.key));
    let end = |x: Option<f64>| {
        x.map(|x| german_number(x, sheet.decimals))
            .unwrap_or_default()
    };
    let detail = detail(sheet, scale.period, usual_period(desk));
    Row {
        lines: lines(&sheet.short_name, &detail),
        name: sheet.short_name.clone(),
        detail,
        low: end(scale.ends.map(|(low, _)| low)),
        high: end(scale.ends.map(|(_, high)| high)),
        strip: scale
            .ends
            .map(|ends| strip(ends, shown, parent.and_then(|p| at(&p.key)), county)),
        value: short(shown, sheet),
        interval: interval(shown, sheet),
        county: bare(county, sheet),
        verdicts: verdicts(desk, area, parent, scale),
    }
}

/// How many lines name and detail take in the first column; widths of letters are an average of the typeface.
pub(super) fn lines(name: &str, detail: &str) -> u8 {
    const ROOM: f64 = 122.0;
    let width = name.chars().count() as f64 * 4.15 + (detail.chars().count() + 1) as f64 * 3.6;
    if width <= ROOM { 1 } else { 2 }
}

/// Unit and period beside the name, unless the head of the column says it.
pub(super) fn detail(sheet: &IndicatorSheet, period: Period, usual: Option<Period>) -> String {
    let unit = if sheet.unit == "%" {
        ""
    } else {
        sheet.unit.as_str()
    };
    let when = if usual == Some(period) {
        String::new()
    } else {
        german_period(period).replace(" bis ", "–")
    };
    let parts = [unit, &when];
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// The period the head of the first column names: that of the population.
pub(super) fn usual_period<E: Edition>(desk: &Desk<'_, E>) -> Option<Period> {
    desk.view.newest(&desk.outline.people.population)
}

fn strip(
    (low, high): (f64, f64),
    shown: Option<&Shown>,
    parent: Option<&Shown>,
    county: Option<&Shown>,
) -> Strip {
    let place = |x: f64| ((x - low) / (high - low)).clamp(0.0, 1.0);
    let point = |shown: Option<&Shown>| shown.and_then(number).map(place);
    let bounds = shown
        .filter(|s| number(s).is_some())
        .and_then(|s| s.lower.zip(s.upper));
    Strip {
        here: point(shown),
        interval: bounds.map(|(from, to)| (place(from), place(to))),
        parent: point(parent),
        county: point(county),
    }
}

fn verdicts<E: Edition>(
    desk: &Desk<'_, E>,
    area: &AreaInfo,
    parent: Option<&AreaInfo>,
    scale: &Scale<'_>,
) -> Vec<Words> {
    let against = |key: &AreaKey| desk.view.verdict(&area.key, key, scale.sheet, scale.period);
    let words = |answer: Option<Answer>, tell: &dyn Fn(Answer) -> String| Words {
        strong: if matches!(answer, Some(Answer::Above | Answer::Below)) {
            Strong::Yes
        } else {
            Strong::No
        },
        text: answer.map(tell).unwrap_or_default(),
    };
    let county = against(&desk.view.county.key);
    match parent {
        Some(parent) => vec![
            words(county, &short_verdict),
            words(against(&parent.key), &short_verdict),
        ],
        None => vec![words(county, &|answer| verdict(answer, &desk.rest()))],
    }
}
