//! Groups that cut areas and of which nobody delivered how many people live in them: how small the pieces are that they cut off
//! nobody in the house can tell, but whoever lives there can. So they do not pass in silence.

use std::collections::BTreeMap;

use indicators::{Catalogue, Figure, Figures};
use vocabulary::{AreaKey, CountId, Period, Texts, german_period};

use super::proof::{NAMED, Refused, as_written};
use super::small_pieces::{Published, counting_people, cutting_in_public};
use crate::{Public, Rules};

/// So many years the count of people may be away from a figure: pieces hardly grow or shrink within one.
const YEARS: i32 = 1;

/// A group that cuts areas, and whose people nobody counted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UncountedGroup {
    /// Its key.
    pub group: AreaKey,
    /// When something else about it would be told; of several periods the newest.
    pub period: Period,
}

/// Refuses an edition that tells of such a group what is to be protected.
pub(super) fn refuse(
    figures: &Figures,
    (catalogue, rules): (&Catalogue, &Rules),
) -> Result<(), Refused> {
    let groups = cutting_in_public(figures, rules);
    if groups.is_empty() || rules.groups.min_piece <= 0.0 {
        return Ok(());
    }
    let published = Published::new(figures);
    let people = counting_people(figures, rules);
    let guarded = |f: &&Figure| {
        let definition = &catalogue.indicators[f.definition];
        groups.contains(&f.place)
            && f.numerator.bounds().is_some()
            && rules.min_count::<Public>(definition, catalogue) > 0.0
    };
    let mut uncounted: BTreeMap<&AreaKey, Period> = BTreeMap::new();
    for figure in figures.rows().iter().filter(guarded) {
        let counted = people.iter().any(|sheet| {
            let when = figures.sheets()[*sheet].period;
            is_near(when, figure.period) && published.measures(*sheet, figure.place)
        });
        if !counted {
            let newest = uncounted.entry(&figure.area).or_insert(figure.period);
            *newest = (*newest).max(figure.period);
        }
    }
    if uncounted.is_empty() {
        return Ok(());
    }
    let of = |(group, period): (&AreaKey, Period)| UncountedGroup {
        group: group.clone(),
        period,
    };
    Err(Refused::UncountedGroups {
        groups: uncounted.into_iter().map(of).collect(),
        people: rules.groups.people.clone(),
        least: rules.groups.min_piece,
    })
}

fn is_near(people: Period, figure: Period) -> bool {
    people.first_year() <= figure.last_year() + YEARS
        && figure.first_year() <= people.last_year() + YEARS
}

pub(super) fn german(groups: &[UncountedGroup], people: &[CountId], least: &str) -> String {
    let texts = Texts::parse(include_str!("../texts.de.toml"));
    let named = groups.iter().take(NAMED).map(|g| {
        let values = [
            ("group", g.group.as_str()),
            ("period", &german_period(g.period)),
        ];
        texts.say("refused_uncounted_group", &values)
    });
    let named = named.collect::<Vec<_>>().join("; ");
    let people: Vec<&str> = people.iter().map(CountId::as_str).collect();
    let values = [
        ("named", named.as_str()),
        ("people", &people.join(", ")),
        ("least", least),
        ("groups", &as_written(groups.iter().map(|g| &g.group))),
    ];
    texts.say("refused_uncounted", &values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_counted_a_year_before_or_after_will_do() {
        let pool = Period::Pool(2022, 2024);
        assert!(is_near(Period::Year(2023), Period::Year(2024)));
        assert!(is_near(Period::Year(2025), Period::Month(2024, 6)));
        assert!(is_near(Period::Year(2021), pool) && is_near(pool, Period::Year(2025)));
        assert!(!is_near(Period::Year(2022), Period::Year(2024)));
        assert!(!is_near(Period::Year(2020), pool) && !is_near(Period::Year(2026), pool));
    }
}
