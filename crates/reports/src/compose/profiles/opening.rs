//! How a profile begins: how many people live here, and in what the area differs.

use disclosure::Edition;
use releases::{Answer, AreaInfo};
use vocabulary::{Flags, IndicatorId, Period, german_number, german_period};

use super::selection::{Scale, Selection};
use crate::compose::desk::Desk;
use crate::compose::view::number;
use crate::compose::wording::{enumerate, say, with_unit};
use crate::document::Population;

/// „3.412“ and „Menschen leben hier (31.12.2024), 2,1 % mehr als 2019. …“.
pub(super) fn population<E: Edition>(desk: &Desk<'_, E>, area: &AreaInfo) -> Option<Population> {
    let people = &desk.outline.people;
    let period = desk.view.newest(&people.population)?;
    let shown = desk.view.at(&people.population, &area.key, period);
    let Some(now) = shown.and_then(number) else {
        return Some(Population {
            number: String::new(),
            text: say("population_hidden", &[]),
        });
    };
    let mut text = say("population", &[("date", &population_date(period))]);
    if let Some(change) = change(desk, area, period, now) {
        text.push_str(", ");
        text.push_str(&change);
    }
    text.push('.');
    for (indicator, words) in [&people.young, &people.old] {
        if let Some(sentence) = share(desk, area, indicator, words) {
            text.push(' ');
            text.push_str(&sentence);
        }
    }
    Some(Population {
        number: german_number(now, 0),
        text,
    })
}

/// The day of a population figure: the last one of a year.
pub(crate) fn population_date(period: Period) -> String {
    match period {
        Period::Year(year) => format!("31.12.{year}"),
        other => german_period(other),
    }
}

fn change<E: Edition>(
    desk: &Desk<'_, E>,
    area: &AreaInfo,
    period: Period,
    now: f64,
) -> Option<String> {
    let population = &desk.outline.people.population;
    let before = desk
        .view
        .at(population, &area.key, Period::Year(period.last_year() - 5))?;
    let then = number(before).filter(|then| *then > 0.0)?;
    let percent = (now - then) / then * 100.0;
    let key = match percent {
        p if p >= 0.05 => "population_more",
        p if p <= -0.05 => "population_less",
        _ => "population_same",
    };
    let about = if before.flags.contains(Flags::ESTIMATED) {
        say("about", &[])
    } else {
        String::new()
    };
    Some(say(
        key,
        &[
            ("percent", &german_number(percent.abs(), 1)),
            ("year", &(period.last_year() - 5).to_string()),
            ("about", &about),
        ],
    ))
}

fn share<E: Edition>(
    desk: &Desk<'_, E>,
    area: &AreaInfo,
    indicator: &IndicatorId,
    words: &str,
) -> Option<String> {
    let sheet = desk.view.sheet(indicator)?;
    let shown = desk
        .view
        .at(indicator, &area.key, desk.view.newest(indicator)?)?;
    let value = with_unit(number(shown)?, sheet);
    Some(say(
        "population_share",
        &[("value", &value), ("words", words)],
    ))
}

/// Which indicators differ from the rest of the county, in words, good things first.
pub(super) fn lead<E: Edition>(
    desk: &Desk<'_, E>,
    area: &AreaInfo,
    selection: &Selection<'_>,
) -> Vec<String> {
    let county = &desk.view.county.key;
    let answer = |scale: &&Scale<'_>| {
        desk.view
            .verdict(&area.key, county, scale.sheet, scale.period)
    };
    let with = |wanted: Answer| -> Vec<&str> {
        let rows = selection
            .rows
            .iter()
            .filter(|scale| answer(scale) == Some(wanted));
        rows.map(|scale| scale.sheet.short_name.as_str()).collect()
    };
    let (above, below, same) = (
        with(Answer::Above),
        with(Answer::Below),
        with(Answer::NoDifference),
    );
    let rest = desk.rest();
    let mut sentences = Vec::new();
    for (key, names) in [("lead_above", &above), ("lead_below", &below)] {
        if !names.is_empty() {
            sentences.push(say(key, &[("rest", &rest), ("names", &at_most(names, 3))]));
        }
    }
    match (sentences.is_empty(), same.len()) {
        (true, 0) => sentences.push(say("lead_nothing", &[])),
        (true, _) => sentences.push(say(
            "lead_same_all",
            &[("rest", &rest), ("n", &same.len().to_string())],
        )),
        (false, 0) => {}
        (false, 1) => sentences.push(say("lead_same_one", &[("name", same[0])])),
        (false, n) => sentences.push(say("lead_same", &[("n", &n.to_string())])),
    }
    vec![sentences.join(" ")]
}

fn at_most(names: &[&str], most: usize) -> String {
    let quoted = |name: &&str| format!("„{name}“");
    if names.len() <= most {
        return enumerate(&names.iter().map(quoted).collect::<Vec<_>>());
    }
    let mut some: Vec<String> = names[..most].iter().map(quoted).collect();
    some.push(say(
        "more_of_them",
        &[("n", &(names.len() - most).to_string())],
    ));
    enumerate(&some)
}
