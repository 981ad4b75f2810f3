//! Sentences with numbers, made from released figures: a finding is stated only where verdicts or intervals support it.

use disclosure::{Edition, Shown};
use releases::{Answer, AreaInfo, IndicatorSheet, Kind};
use vocabulary::{Period, german_number, german_period};

use super::desk::Desk;
use super::view::{is_comparable, number};
use super::wording::{capital, enumerate, interval, say, with_unit};

/// Most names in one sentence; beyond that only their number is told.
const NAMES: usize = 3;

/// What can be said about an indicator across the areas: a full sentence, or the neutral name of the subject.
pub(crate) fn finding<E: Edition>(
    desk: &Desk<'_, E>,
    sheet: &IndicatorSheet,
    period: Period,
) -> String {
    across(desk, sheet, period).unwrap_or_else(|| neutral(desk, sheet, period))
}

/// The sentence about differences between the areas, if the verdicts support one.
pub(crate) fn across<E: Edition>(
    desk: &Desk<'_, E>,
    sheet: &IndicatorSheet,
    period: Period,
) -> Option<String> {
    if !is_comparable(sheet.kind) {
        return None;
    }
    let view = &desk.view;
    let children = view.children();
    let answer = |area: &&AreaInfo| view.verdict(&area.key, &view.county.key, sheet, period);
    let with = |wanted: Answer| -> Vec<&AreaInfo> {
        children
            .iter()
            .copied()
            .filter(|area| answer(area) == Some(wanted))
            .collect()
    };
    let (above, below, same) = (
        with(Answer::Above),
        with(Answer::Below),
        with(Answer::NoDifference),
    );
    let judged = above.len() + below.len() + same.len();
    if judged < 2 {
        return None;
    }
    if above.is_empty() && below.is_empty() {
        let areas = dative(&desk.plural(&children));
        return Some(say(
            "finding_none",
            &[("name", &sheet.name), ("areas", &areas)],
        ));
    }
    Some(difference(
        desk,
        sheet,
        &Sides {
            above,
            below,
            all: children,
        },
    ))
}

struct Sides<'a> {
    above: Vec<&'a AreaInfo>,
    below: Vec<&'a AreaInfo>,
    all: Vec<&'a AreaInfo>,
}

fn difference<E: Edition>(desk: &Desk<'_, E>, sheet: &IndicatorSheet, sides: &Sides<'_>) -> String {
    let style = match sheet.kind {
        Kind::Share => "share",
        Kind::Rate => "rate",
        _ => "value",
    };
    let (more, less) = (
        places(desk, &sides.above, &sides.all),
        places(desk, &sides.below, &sides.all),
    );
    let key = match (sides.above.is_empty(), sides.below.is_empty()) {
        (true, _) => "below",
        // A second clause only where it stays short.
        (false, false) if sides.below.len() <= NAMES && sides.above.len() <= NAMES => "both",
        (false, _) => "above",
    };
    say(
        &format!("finding_{style}_{key}"),
        &[
            ("more", &more),
            ("less", &less),
            ("subject", &sheet.subject),
            ("name", &sheet.name),
            ("rest", &desk.rest()),
        ],
    )
}

/// „Rosental und Lindenau“, or „4 von 8 Gemeinden“.
fn places<E: Edition>(desk: &Desk<'_, E>, some: &[&AreaInfo], all: &[&AreaInfo]) -> String {
    if some.len() <= NAMES {
        let names: Vec<&str> = some.iter().map(|area| area.name.as_str()).collect();
        return enumerate(&names);
    }
    say(
        "n_of",
        &[
            ("n", &some.len().to_string()),
            ("of", &all.len().to_string()),
            ("areas", &dative(&desk.plural(all))),
        ],
    )
}

fn neutral<E: Edition>(desk: &Desk<'_, E>, sheet: &IndicatorSheet, period: Period) -> String {
    if sheet.id == desk.outline.people.population
        && let Some(people) = desk
            .view
            .at(&sheet.id, &desk.view.scope.key, period)
            .and_then(number)
    {
        return say(
            "finding_people",
            &[
                ("in", &capital(&desk.inside())),
                ("number", &german_number(people, 0)),
            ],
        );
    }
    sheet.name.clone()
}

/// The value of the county or municipality with interval and cases.
pub(crate) fn level<E: Edition>(
    desk: &Desk<'_, E>,
    sheet: &IndicatorSheet,
    period: Period,
) -> Option<String> {
    let shown = desk.view.at(&sheet.id, &desk.view.scope.key, period)?;
    let value = with_unit(number(shown)?, sheet);
    let place = capital(&desk.inside_short());
    let mut values = vec![("in", place.as_str()), ("value", value.as_str())];
    let when = german_period(period);
    values.push(("period", &when));
    let range = interval(Some(shown), sheet);
    let range = range.trim_matches(['(', ')']).replacen('–', " bis ", 1);
    let cases = shown
        .numerator
        .map(|n| german_number(n, 0))
        .unwrap_or_default();
    let base = shown
        .denominator
        .map(|n| german_number(n, 0))
        .unwrap_or_default();
    values.extend([
        ("range", range.as_str()),
        ("cases", &cases),
        ("base", &base),
    ]);
    // Numerator and denominator explain only what is a part of a whole.
    let key = match (
        sheet.kind,
        range.is_empty(),
        cases.is_empty() || base.is_empty(),
    ) {
        (_, true, _) => "level",
        (Kind::Share, false, false) => "level_cases",
        _ => "level_range",
    };
    Some(say(key, &values))
}

/// The shares of women and of men, where both are released.
pub(crate) fn by_sex<E: Edition>(
    desk: &Desk<'_, E>,
    sheet: &IndicatorSheet,
    period: Period,
) -> Option<String> {
    if sheet.kind != Kind::Share {
        return None;
    }
    let rows = desk.view.release.figures.of_indicator(&sheet.id);
    let own = |row: &&Shown| {
        row.area == desk.view.scope.key
            && row.period == period
            && row.definition_version == sheet.version
    };
    let of = |sex: &str| {
        let wanted = |row: &&Shown| {
            row.breakdown.pairs().count() == 1 && row.breakdown.category("sex") == Some(sex)
        };
        let shown = rows.iter().filter(own).find(wanted)?;
        let value = with_unit(number(shown)?, sheet);
        Some(format!("{value} {}", interval(Some(shown), sheet)))
    };
    let (women, men) = (of("female")?, of("male")?);
    Some(say(
        "by_sex",
        &[("women", women.trim_end()), ("men", men.trim_end())],
    ))
}

/// Whether the newest shares of women and of men differ: by intervals that lie apart.
pub(crate) fn sexes(women: &[&Shown], men: &[&Shown]) -> Option<&'static str> {
    let (women, men) = (women.last()?, men.last()?);
    if women.period != men.period {
        return None;
    }
    Some(if women.lower? > men.upper? {
        "sexes_above"
    } else if women.upper? < men.lower? {
        "sexes_below"
    } else {
        "sexes_none"
    })
}

/// Where a series goes, if its intervals tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Rises,
    Falls,
    NotShown,
}

/// First and last figure of the newest definition, whether their intervals lie apart, and whether it matters in practice.
pub(crate) fn direction<'a>(
    series: &[&'a Shown],
    sheet: &IndicatorSheet,
) -> Option<(&'a Shown, &'a Shown, Direction)> {
    let newest = series.last()?.definition_version;
    let mut told = series
        .iter()
        .copied()
        .filter(|s| s.definition_version == newest && number(s).is_some());
    let first = told.next()?;
    let last = told.next_back()?;
    if first.period.overlaps(last.period) {
        return None;
    }
    let change = (last.value? - first.value?).abs();
    let direction = if change < sheet.practical_threshold.unwrap_or(0.0) {
        Direction::NotShown
    } else if last.lower? > first.upper? {
        Direction::Rises
    } else if last.upper? < first.lower? {
        Direction::Falls
    } else {
        Direction::NotShown
    };
    Some((first, last, direction))
}

/// „Seit 2020 sinkt der Wert von … auf …“, or that no direction can be shown.
pub(crate) fn trend<E: Edition>(desk: &Desk<'_, E>, sheet: &IndicatorSheet) -> Option<String> {
    let (first, last, direction) =
        direction(desk.view.series(&sheet.id, &desk.view.scope.key), sheet)?;
    let key = match direction {
        Direction::Rises => "trend_rises",
        Direction::Falls => "trend_falls",
        Direction::NotShown => "trend_none",
    };
    let (from, to) = (
        with_unit(number(first)?, sheet),
        with_unit(number(last)?, sheet),
    );
    Some(say(
        key,
        &[
            ("since", &german_period(first.period)),
            ("until", &german_period(last.period)),
            ("from", &from),
            ("to", &to),
        ],
    ))
}

/// The dative of a plural: „Wohnplätzen“, „Gemeinden“.
pub(crate) fn dative(plural: &str) -> String {
    if plural.ends_with(['n', 's']) {
        plural.to_owned()
    } else {
        format!("{plural}n")
    }
}

#[cfg(test)]
mod tests {
    use super::dative;

    #[test]
    fn plurals_are_bent_after_a_preposition() {
        assert_eq!(dative("Wohnplätze"), "Wohnplätzen");
        assert_eq!(dative("Gemeinden"), "Gemeinden");
        assert_eq!(dative("Prognoseräume"), "Prognoseräumen");
    }
}
