//! Where which class is: a map that also says where the class is not sure, and of which areas nothing is told.

use std::collections::BTreeMap;

use charts::{ClassMapRequest, Placed, Selection, Svg};
use disclosure::Edition;
use releases::AreaInfo;
use vocabulary::{AreaKey, State, german_period};

use super::{Told, percent};
use crate::compose::desk::{Caption, Desk, Drawings, Listed};
use crate::compose::drawings::{FULL, frame};
use crate::compose::statement::dative;
use crate::compose::view::number;
use crate::compose::wording::{enumerate, say};
use crate::document::Drawing;

/// The map; none where areas have no outlines.
pub(super) fn figure<E: Edition>(
    desk: &Desk<'_, E>,
    told: &Told<'_>,
    drawings: &mut Drawings,
) -> Option<Drawing> {
    let (_, many) = desk.level_words(&told.result.level);
    let name = &told.result.preset.name;
    let title = say("index_map", &[("name", name), ("areas", &dative(&many))]);
    let svg = svg(desk, told, &title)?;
    let stability = percent(told.result.preset.doubt.stability);
    let caption = Caption {
        subtitle: say(
            "index_map_subtitle",
            &[
                ("period", &german_period(told.newest.period)),
                ("indicators", &indicators(told)),
            ],
        ),
        note: say("index_map_note", &[("stability", &stability)]),
        title: Some(title),
        listed: Listed::Yes,
    };
    Some(drawings.add(svg, caption))
}

fn svg<E: Edition>(desk: &Desk<'_, E>, told: &Told<'_>, title: &str) -> Option<Svg> {
    let outlines = &desk.view.release.geography.outlines;
    let drawn = |area: &&&AreaInfo| outlines.contains_key(&area.key);
    let areas = told.areas.iter().filter(drawn);
    let areas: Vec<AreaKey> = areas.map(|area| area.key.clone()).collect();
    let placed: BTreeMap<AreaKey, Placed> = areas
        .iter()
        .map(|key| (key.clone(), placed(desk, told, key)))
        .collect();
    let (one, many) = desk.level_words(&told.result.level);
    (!areas.is_empty()).then(|| {
        charts::class_map(&ClassMapRequest {
            frame: frame(title, (FULL, 330.0)),
            subject: &told.result.preset.name,
            period: told.newest.period,
            ground: desk.ground(),
            selection: Selection {
                areas: &areas,
                one: &one,
                many: &many,
            },
            classes: told.classes(),
            placed: &placed,
            highlight: None,
            labels: desk.labels(&told.result.level),
        })
    })
}

fn indicators(told: &Told<'_>) -> String {
    let texts = told.result.indicators.iter();
    let names: Vec<&str> = texts.map(|text| text.name.as_str()).collect();
    enumerate(&names)
}

/// What the map may say of an area.
fn placed<E: Edition>(desk: &Desk<'_, E>, told: &Told<'_>, key: &AreaKey) -> Placed {
    let Some(area) = told.newest.area(key) else {
        return not_placed(desk, told, key);
    };
    if let Some(class) = Told::sure_class(area) {
        return Placed::In(class);
    }
    let shares = area
        .doubt
        .as_ref()
        .map(|doubt| doubt.class_shares.as_slice());
    let mut order: Vec<(usize, f64)> = shares.unwrap_or(&[]).iter().copied().enumerate().collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    match order.as_slice() {
        [first, second, ..] => Placed::Between(first.0, second.0),
        _ => Placed::NotJudged,
    }
}

/// Why an area has no class: too few people or a decision, a figure that is not shown, or one that is not known.
fn not_placed<E: Edition>(desk: &Desk<'_, E>, told: &Told<'_>, key: &AreaKey) -> Placed {
    let choice = &told.result.preset.areas;
    let people = choice.population.as_ref().and_then(|id| {
        let shown = desk.view.at(id, key, told.newest.period)?;
        number(shown)
    });
    let few = people.is_some_and(|people| people < f64::from(choice.least_population));
    if few || choice.left_out.contains(key) {
        return Placed::NotJudged;
    }
    let texts = told.result.indicators.iter();
    let states: Vec<Option<State>> = texts
        .map(|text| {
            let shown = desk.view.at(&text.id, key, told.newest.period);
            shown.map(|shown| shown.state)
        })
        .collect();
    let any = |wanted: &[State]| states.iter().flatten().any(|s| wanted.contains(s));
    if any(&[State::Suppressed, State::Interval]) {
        Placed::Hidden
    } else if any(&[State::Unknown, State::NotYet]) || states.contains(&None) {
        Placed::Missing
    } else {
        Placed::NotJudged
    }
}
