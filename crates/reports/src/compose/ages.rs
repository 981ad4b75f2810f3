//! The people by age and sex: one page behind the opening of the topic of the population, and a figure in profiles.

use disclosure::{Edition, Shown};
use releases::{AreaInfo, IndicatorSheet, Topic};
use vocabulary::{Period, german_number, german_period};

use super::desk::{Caption, Desk, Drawings, Listed};
use super::drawings::FULL;
use super::topics::{caption, columns};
use super::view::number;
use super::wording::{bare, capital, say};
use crate::document::{Align, Block, Drawing, Indicator, Part, Table};

/// One age of women and of men.
struct Band<'a> {
    age: &'a str,
    women: &'a Shown,
    men: &'a Shown,
}

/// The page of ages, where a topic is that of the population and its ages are parted by sex.
pub(crate) fn page<E: Edition>(
    desk: &Desk<'_, E>,
    topic: &Topic,
    drawings: &mut Drawings,
) -> Option<Part> {
    let sheet = desk.view.sheet(&desk.outline.people.population)?;
    if sheet.topic != topic.id {
        return None;
    }
    let period = desk.view.newest(&sheet.id)?;
    let scope = desk.view.scope;
    let bands = bands(desk, sheet, scope, period);
    if bands.is_empty() {
        return None;
    }
    let title = say("ages_figure", &[("area", &scope.name)]);
    let svg = desk.pyramid(sheet, scope, period, (&title, (FULL, 300.0)));
    let words = caption(&title, String::new(), sheet);
    let figure = drawings.add(svg, words);
    let mut blocks = vec![Block::Text {
        text: vec![sentences(desk, &bands)],
    }];
    blocks.push(Block::Figure { figure });
    blocks.push(Block::Table {
        table: table(desk, sheet, &bands),
    });
    Some(Part::Indicator(Indicator {
        name: say("ages_title", &[]),
        statement: statement(desk, &bands),
        subtitle: say("ages_subtitle", &[("period", &german_period(period))]),
        blocks,
    }))
}

/// The figure for the profile of an area with two pages.
pub(crate) fn figure<E: Edition>(
    desk: &Desk<'_, E>,
    area: &AreaInfo,
    drawings: &mut Drawings,
) -> Option<Drawing> {
    let sheet = desk.view.sheet(&desk.outline.people.population)?;
    let period = desk.view.newest(&sheet.id)?;
    let bands = bands(desk, sheet, area, period);
    let told = |band: &Band<'_>| number(band.women).is_some() && number(band.men).is_some();
    if bands.is_empty() || !bands.iter().all(told) {
        return None;
    }
    let title = say("ages_figure", &[("area", &area.name)]);
    let svg = desk.pyramid(sheet, area, period, (&title, (FULL, 190.0)));
    Some(drawings.add(
        svg,
        Caption {
            title: Some(title),
            listed: Listed::No,
            ..Caption::default()
        },
    ))
}

/// Young to old.
fn bands<'a, E: Edition>(
    desk: &Desk<'a, E>,
    sheet: &IndicatorSheet,
    area: &AreaInfo,
    period: Period,
) -> Vec<Band<'a>> {
    let rows = desk.view.release.figures.of_indicator(&sheet.id);
    let own: Vec<&Shown> = rows
        .iter()
        .filter(|row| {
            row.area == area.key && row.period == period && row.definition_version == sheet.version
        })
        .collect();
    let of = |age: &str, sex: &str| {
        own.iter().copied().find(|row| {
            row.breakdown.pairs().count() == 2
                && row.breakdown.category("age") == Some(age)
                && row.breakdown.category("sex") == Some(sex)
        })
    };
    let mut bands: Vec<Band<'a>> = own
        .iter()
        .filter(|row| row.breakdown.category("sex") == Some("female"))
        .filter_map(|row| {
            let age = row.breakdown.category("age")?;
            Some(Band {
                age,
                women: of(age, "female")?,
                men: of(age, "male")?,
            })
        })
        .collect();
    bands.sort_by_key(|band| first_year(band.age));
    bands
}

fn first_year(age: &str) -> u16 {
    let digits: String = age.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(u16::MAX)
}

/// How many women and how many men, where all ages are shown.
fn totals(bands: &[Band<'_>]) -> Option<(f64, f64)> {
    let sum = |of: &dyn Fn(&Band<'_>) -> Option<f64>| bands.iter().map(of).sum::<Option<f64>>();
    let women = sum(&|band| number(band.women))?;
    let men = sum(&|band| number(band.men))?;
    (women + men > 0.0).then_some((women, men))
}

fn statement<E: Edition>(desk: &Desk<'_, E>, bands: &[Band<'_>]) -> String {
    let Some((women, men)) = totals(bands) else {
        return say("ages_title", &[]);
    };
    say(
        "ages_statement",
        &[
            ("in", &capital(&desk.inside_short())),
            ("women", &german_number(women, 0)),
            ("men", &german_number(men, 0)),
        ],
    )
}

fn sentences<E: Edition>(desk: &Desk<'_, E>, bands: &[Band<'_>]) -> String {
    let mut sentences = Vec::new();
    if let Some((women, men)) = totals(bands) {
        let share = german_number(women / (women + men) * 100.0, 1);
        sentences.push(say("ages_share", &[("share", &share)]));
    }
    if let Some(oldest) = bands.last()
        && let (Some(women), Some(men)) = (number(oldest.women), number(oldest.men))
        && women + men > 0.0
    {
        let share = german_number(women / (women + men) * 100.0, 1);
        let age = age_words(oldest.age);
        sentences.push(say("ages_oldest", &[("share", &share), ("age", &age)]));
    }
    sentences.push(say("ages_reading", &[]));
    if desk.is_part() {
        let county = desk.view.county.name.as_str();
        sentences.push(say("ages_compared", &[("county", county)]));
    }
    sentences.join(" ")
}

/// „3 bis 5“, „80 und älter“.
fn age_words(age: &str) -> String {
    match (age.split_once('-'), age.strip_suffix('+')) {
        (Some((from, to)), _) => say("ages_band", &[("from", from), ("to", to)]),
        (None, Some(from)) => say("ages_open_band", &[("from", from)]),
        (None, None) => age.to_owned(),
    }
}

fn table<E: Edition>(desk: &Desk<'_, E>, sheet: &IndicatorSheet, bands: &[Band<'_>]) -> Table {
    let all = totals(bands).map(|(women, men)| women + men);
    let row = |band: &Band<'_>| {
        let both = number(band.women).zip(number(band.men));
        let both = both.map(|(women, men)| women + men);
        let share = both.zip(all).map(|(both, all)| both / all * 100.0);
        vec![
            age_words(band.age),
            bare(Some(band.women), sheet),
            bare(Some(band.men), sheet),
            both.map_or_else(String::new, |both| german_number(both, 0)),
            share.map_or_else(String::new, |share| german_number(share, 1)),
        ]
    };
    let heads = columns(&[
        ("head_age", 1.6, Align::Left),
        ("head_women", 1.0, Align::Right),
        ("head_men", 1.0, Align::Right),
        ("head_both", 1.0, Align::Right),
        ("head_share", 1.0, Align::Right),
    ]);
    let title = say("ages_table", &[("area", &desk.view.scope.name)]);
    Table::listed(title, heads, bands.iter().map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::{age_words, first_year};

    #[test]
    fn ages_are_named_and_put_in_order() {
        assert_eq!(age_words("3-5"), "3 bis 5");
        assert_eq!(age_words("80+"), "80 und älter");
        assert!(first_year("6-9") < first_year("10-14"));
    }
}
