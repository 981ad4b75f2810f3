//! What the report prints beside maps and profiles: the tables of the municipalities and the time series say what the table of
//! figures says, hide what it hides, and print no other number.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use e2e::{demo, report_with_layout, skipped};

use super::differential::{figure, ids, tells};
use super::formats::{Figures, Said, alternatives, csv};

/// Keys of the areas of a name; a group may be called like a place.
fn keys(figures: &Figures) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut keys: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, said) in figures {
        let key = name[0].as_str();
        keys.entry(&said.area_name).or_default().insert(key);
    }
    keys
}

#[test]
fn tables_of_municipalities_print_the_figures_shown_and_no_other_number() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    let Some([tables, shown, hidden]) = municipalities(&data.join("public")) else {
        return skipped("poppler-utils");
    };
    assert!(
        tables > 50 && shown > 500 && hidden > 0,
        "{tables} {shown} {hidden}"
    );
}

/// Compares the tables of the municipalities: how many tables, and how many figures they show and hide.
pub(super) fn municipalities(public: &Path) -> Option<[usize; 3]> {
    let text = report_with_layout(public)?;
    let figures = csv(&public.join("figures.csv"));
    let [mut tables, mut shown, mut hidden] = [0; 3];
    for page in text.split('\u{c}') {
        let Some((_, table)) = page.split_once(" nach Gemeinden\n\n") else {
            continue;
        };
        let words: Vec<&str> = table.split_whitespace().collect();
        let words = words.join(" ").replace("Steck brief", "Steckbrief");
        let (_, id) = words.split_once("Steckbrief: ").expect(page);
        let id = id.split(['.', ' ']).next().unwrap();
        let period = newest(&figures, id);
        for line in table.lines() {
            let Some(said) = row(&figures, line, (id, &period)) else {
                continue;
            };
            let says_hidden = line.contains("nicht gezeigt");
            assert_eq!(said.is_hidden(), says_hidden, "{id} {period}: {line}");
            agrees(said, line);
            shown += usize::from(!says_hidden);
            hidden += usize::from(says_hidden);
        }
        hides_places(&figures, (id, &period), &words);
        tables += 1;
    }
    Some([tables, shown, hidden])
}

/// The newest period an indicator has in the municipalities.
fn newest(figures: &Figures, id: &str) -> String {
    let of_towns = figures.iter().filter(|(name, said)| {
        let is_told = said.is_hidden() || said.numbers[2].is_some();
        is_told && name[1] == id && name[4] == "total" && said.level == "municipality"
    });
    let periods = of_towns.map(|(name, _)| name[3].clone());
    let last_year = |period: &String| period[period.len() - 4..].to_owned();
    periods.max_by_key(last_year).expect(id)
}

/// The figure a line of a table is about.
fn row<'a>(figures: &'a Figures, line: &str, (id, period): (&str, &str)) -> Option<&'a Said> {
    let (name, _) = line.trim().split_once("  ")?;
    let of_town = |(key, said): &(&[String; 5], &Said)| {
        said.area_name == name
            && ["municipality", "county"].contains(&said.level.as_str())
            && key[1] == id
    };
    let (key, _) = figures.iter().find(of_town)?;
    figure(figures, [&key[0], id, period])
}

/// Every number of the figure stands in the line, and no other does.
fn agrees(said: &Said, line: &str) {
    let rest = line.trim().split_once("  ").unwrap().1;
    let printed = rest.split([' ', '(', ')', '–']);
    let printed: Vec<&str> = printed
        .filter(|word| word.contains(|c: char| c.is_ascii_digit()))
        .collect();
    let known = said.numbers.iter().flatten();
    let is_known = |word: &&str| known.clone().any(|number| tells(word, *number));
    assert!(printed.iter().all(is_known), "{said:?} {line}");
    let is_printed = |number: &f64| printed.iter().any(|word| tells(word, *number));
    assert!(said.numbers[2].iter().all(is_printed), "{said:?} {line}");
}

/// The line below a table names the places that are hidden, or says how many they are.
fn hides_places(figures: &Figures, (id, period): (&str, &str), words: &str) {
    let hidden = figures.iter().filter(|(name, said)| {
        let is_of_places = said.level == "wohnplatz" && name[4] == "total";
        is_of_places && name[1] == id && name[3] == period && said.is_hidden()
    });
    let hidden: BTreeSet<&str> = hidden.map(|(_, said)| said.area_name.as_str()).collect();
    if let Some((_, named)) = words.split_once("Nicht gezeigt: ") {
        let named = named.split(". ").next().unwrap();
        let named = named.split(", ").flat_map(|names| names.split(" und "));
        assert_eq!(named.collect::<BTreeSet<_>>(), hidden, "{id} {period}");
    } else if let Some((before, _)) = words.split_once(" von 87 Wohnplätzen sind nicht gezeigt") {
        let number = before.rsplit(' ').next().unwrap();
        assert_eq!(number, hidden.len().to_string(), "{id} {period}");
    } else {
        assert!(hidden.is_empty(), "{id} {period}: {hidden:?}");
    }
}

#[test]
fn time_series_tell_the_figures_shown_and_name_the_years_that_are_hidden() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    let Some([series, told, hidden]) = series(&data.join("public")) else {
        return;
    };
    assert!(
        series > 250 && told > 800 && hidden > 80,
        "{series} {told} {hidden}"
    );
}

/// Compares the alternative texts of the time series: how many series, and how many figures they tell and hide.
pub(super) fn series(public: &Path) -> Option<[usize; 3]> {
    let figures = csv(&public.join("figures.csv"));
    let ids = ids("name");
    let keys = keys(&figures);
    let [mut count, mut told, mut hidden] = [0; 3];
    let mut here = None;
    for text in alternatives(&public.join("sozialbericht.pdf"))? {
        if let Some(area) = highlighted(&text) {
            here = keys.get(area);
            continue;
        }
        let Some((id, rest)) = about(&ids, &text) else {
            continue;
        };
        for (who, of) in [("hier", here), ("Kreis", keys.get("Musterkreis"))] {
            let said = Line::of(rest, who);
            let (Some(keys), false) = (of, said.is_empty()) else {
                assert!(said.is_empty(), "{text}");
                continue;
            };
            let agree = keys.iter().any(|key| said.agrees(&figures, (key, id)));
            assert!(agree, "{keys:?} {id}: {text}");
            told += said.points.len();
            hidden += said.hidden.len();
        }
        count += 1;
    }
    Some([count, told, hidden])
}

/// The area the profile is about that begins with this picture.
fn highlighted(text: &str) -> Option<&str> {
    let (_, area) = text.strip_prefix("Lagekarte ")?.split_once(": ")?;
    area.strip_suffix(" ist hervorgehoben.")
}

/// The indicator of a time series, and what is said of it.
fn about<'a>(ids: &'a BTreeMap<String, String>, text: &'a str) -> Option<(&'a str, &'a str)> {
    let about = text.strip_prefix("Zeitreihe: ")?;
    let starts = |name: &&String| about.starts_with(&format!("{name}. "));
    let name = ids.keys().filter(starts).max_by_key(|n| n.len());
    let name = name.unwrap_or_else(|| panic!("{text}"));
    Some((&ids[name], &about[name.len() + 2..]))
}

/// What a time series says of one line.
#[derive(Debug)]
struct Line<'a> {
    /// Period and value.
    points: Vec<(String, &'a str)>,
    /// Periods that are not shown.
    hidden: BTreeSet<String>,
    /// The range of the last value.
    range: Option<&'a str>,
}

impl<'a> Line<'a> {
    fn of(text: &'a str, who: &str) -> Self {
        let mut line = Line {
            points: Vec::new(),
            hidden: BTreeSet::new(),
            range: None,
        };
        let mut is_mine = false;
        for sentence in text.trim_end_matches('.').split(". ") {
            if let Some(range) = sentence.strip_prefix("95-%-Bereich zuletzt ") {
                line.range = line.range.or(Some(range).filter(|_| is_mine));
                continue;
            }
            let said = sentence.strip_prefix(&format!("{who}: "));
            is_mine = said.is_some();
            match said.map(|s| (s, s.strip_prefix("nicht gezeigt für "))) {
                Some((_, Some(periods))) => line.hidden.extend(years(periods)),
                Some((points, None)) => line.points.extend(values(points)),
                None => {}
            }
        }
        line
    }

    fn is_empty(&self) -> bool {
        self.points.is_empty() && self.hidden.is_empty()
    }

    /// Whether the table says the same of an area.
    fn agrees(&self, figures: &Figures, (key, id): (&str, &str)) -> bool {
        let of = |period: &str| figure(figures, [key, id, period]);
        let told = self.points.iter().all(|(period, value)| {
            let shown = of(period).and_then(|said| said.numbers[2]);
            shown.is_some_and(|shown| tells(value, shown))
        });
        let last = self.points.last().and_then(|(period, _)| of(period));
        let in_range = self.range.is_none_or(|range| {
            let ends = last.map(|said| [said.numbers[3], said.numbers[4]]);
            let Some(([Some(low), Some(high)], (from, to))) = ends.zip(range.split_once(" bis "))
            else {
                return false;
            };
            tells(from, low) && tells(to, high)
        });
        told && in_range && self.hidden == really_hidden(figures, (key, id))
    }
}

/// `3,3 % (2017), 3,6 % (2024)`.
fn values(points: &str) -> Vec<(String, &str)> {
    let points = points.split("), ").map(|point| point.trim_end_matches(')'));
    let points = points.map(|point| point.rsplit_once(" (").expect(point));
    points
        .map(|(value, period)| (period.replace(" bis ", "-"), value))
        .collect()
}

/// `2015, 2017 und 2019`.
fn years(periods: &str) -> impl Iterator<Item = String> + '_ {
    let periods = periods.split(", ").flat_map(|p| p.split(" und "));
    periods.map(|period| period.replace(" bis ", "-"))
}

/// The periods of which the table hides the newest definition of an indicator.
fn really_hidden(figures: &Figures, (key, id): (&str, &str)) -> BTreeSet<String> {
    let of_area = figures
        .iter()
        .filter(|(name, _)| name[0] == key && name[1] == id && name[4] == "total");
    let newest = of_area.clone().map(|(name, _)| &name[2]).max();
    let hidden = of_area.filter(|(name, said)| Some(&name[2]) == newest && said.is_hidden());
    hidden.map(|(name, _)| name[3].clone()).collect()
}
