//! Counts shown rounded or with noise instead of hidden.

use areas::AreaTree;
use indicators::{Figures, Region, compute};
use vocabulary::{Explain, Flags, Observation, Period, State};

use super::county::{catalogue, figures, observations, public, row, tree};
use crate::archive::{hash_of, reopen};
use crate::{
    FigureTable, Internal, Public, Reason, Refused, Released, Rules, STARTER_RULES, release,
    release_after, sentences,
};

fn rules(head: &str) -> Rules {
    Rules::load("rules.toml", &format!("{head}\n{STARTER_RULES}")).unwrap()
}

fn rounding() -> Rules {
    rules("method = \"rounding\"\nrounding_base = 10")
}

fn cell_key(seed: &str) -> Rules {
    rules(&format!(
        "method = \"cell_key\"\n[cell_key]\nseed = \"{seed}\""
    ))
}

fn keyed() -> Rules {
    cell_key("nicht für die Öffentlichkeit")
}

fn shown(figures: &Figures, rules: &Rules) -> Released<FigureTable, Public> {
    release::<Public>(figures, catalogue(), rules).unwrap().0
}

/// Areas, each with so many claims.
fn claims(counts: &[u32]) -> (AreaTree, String) {
    let areas = tree(&vec![26; counts.len().div_ceil(26)], &[]);
    let names =
        (1..).flat_map(|town: u32| ('a'..='z').map(move |letter| format!("{town}{letter}")));
    let lines = names
        .zip(counts)
        .map(|(name, n)| format!("claims {name} {n}\n"));
    (areas, lines.collect())
}

#[test]
fn rounded_parts_do_not_make_the_rounded_whole() {
    let figures = figures(&tree(&[3], &[]), "claims 1a 4\nclaims 1b 14\nclaims 1c 34");
    let table = shown(&figures, &rounding());
    let numbers = ["1a", "1b", "1c", "1", "K"].map(|area| row(&table, area, "B", "total").value);
    assert_eq!(numbers, [0.0, 10.0, 30.0, 50.0, 50.0].map(Some));
    assert_eq!(row(&table, "1a", "B", "total").state, State::Zero);
    assert!(
        row(&table, "K", "B", "total")
            .flags
            .contains(Flags::ROUNDED_HERE)
    );
}

#[test]
fn a_rate_and_its_interval_come_from_rounded_counts() {
    let text = "people 1a 104/103\ncases 1a 14";
    let table = shown(&figures(&tree(&[1], &[]), text), &rounding());
    let rate = row(&table, "1a", "C", "total");
    assert_eq!(
        (rate.numerator, rate.denominator),
        (Some(10.0), Some(210.0))
    );
    let wilson = methods::wilson(10.0, 210.0, methods::Confidence::P95).unwrap();
    let near = |a: Option<f64>, b: f64| {
        (a.unwrap() - b * 100.0).abs() < 1e-9 || (a.unwrap() - b).abs() < 1e-9
    };
    assert!(near(rate.value, 10.0 / 210.0));
    assert!(near(rate.lower, wilson.lower) && near(rate.upper, wilson.upper));
}

#[test]
fn a_rate_of_a_base_shown_too_small_is_not_shown() {
    let table = shown(
        &figures(&tree(&[1], &[]), "people 1a 2/2\ncases 1a 2"),
        &rounding(),
    );
    // Both are rounded to 0: nothing can be divided, and nothing says how many there are.
    assert_eq!(row(&table, "1a", "C", "total").state, State::NotDefined);
    let small = rules("method = \"rounding\"\nrounding_base = 12");
    let text = "people 1a 5/4\ncases 1a 9";
    let strict = Rules {
        classes: small
            .classes
            .iter()
            .map(|c| crate::ClassRule {
                min_denominator: 20.0,
                ..c.clone()
            })
            .collect(),
        ..small
    };
    let figures = figures(&tree(&[1], &[]), text);
    let (table, protocol) = release::<Public>(&figures, catalogue(), &strict).unwrap();
    assert_eq!(row(&table, "1a", "C", "total").state, State::Suppressed);
    assert!(protocol.hidden_because(Reason::MinDenominator) > 0);
}

#[test]
fn facts_about_places_stay_as_they_are_and_suppliers_marks_stay_hidden() {
    let figures = figures(
        &tree(&[2], &[]),
        "seats 1a 3\nseats 1b 1\nclaims 1a *\nclaims 1b 44",
    );
    for rules in [rounding(), keyed()] {
        let table = shown(&figures, &rules);
        let seats = row(&table, "1b", "S", "total");
        assert_eq!(
            (seats.value, seats.flags.contains(Flags::PERTURBED)),
            (Some(1.0), false)
        );
        for area in ["1a", "1", "K"] {
            let hidden = row(&table, area, "B", "total");
            assert_eq!(
                (hidden.state, hidden.lower),
                (State::Suppressed, None),
                "{area}"
            );
        }
    }
}

#[test]
fn the_same_people_have_the_same_noise_in_every_table_and_edition() {
    let text = "people 1a 210/190\npeople 2a 50/60\npeople 2b 70/80\ncases 1a 31\ncases 2a 12\ncases 2b 9\nclaims 1a 77";
    let figures = figures(&tree(&[1, 2], &[]), text);
    let table = shown(&figures, &keyed());
    let number = |area: &str, indicator: &str| row(&table, area, indicator, "total").value;
    assert_eq!(number("1", "P"), number("1a", "P"));
    assert_eq!(number("1", "B"), number("1a", "B"));
    assert_eq!(
        row(&table, "1a", "C", "total").denominator,
        number("1a", "P")
    );
    let (internal, _) = release::<Internal>(&figures, catalogue(), &keyed()).unwrap();
    assert_eq!(internal.rows(), table.rows());
    assert_eq!(shown(&figures, &keyed()).hash(), table.hash());
    let other = shown(&figures, &cell_key("ein ganz anderes Geheimnis"));
    assert_ne!(other.hash(), table.hash());
}

#[test]
fn who_stays_another_year_keeps_the_noise() {
    let of = |text: &str, year: i32| -> Vec<Observation> {
        let period = Period::Year(year);
        let all = observations(text).into_iter();
        all.map(|o| Observation { period, ..o }).collect()
    };
    let text = "claims 1a 61\nclaims 1b 40";
    let more = "claims 1a 61\nclaims 1b 83";
    let tree = tree(&[2], &[]);
    let both = [of(text, 2023), of(more, 2024)].concat();
    let table = shown(&compute(catalogue(), &Region::of(&tree), &both), &keyed());
    let of_year = |area: &str, indicator: &str, year: i32| {
        let (area, indicator) = (area.parse().unwrap(), indicator.parse().unwrap());
        let row = table.find(
            &area,
            &indicator,
            Period::Year(year),
            &"total".parse().unwrap(),
        );
        row.unwrap().value.unwrap()
    };
    assert!((of_year("1a", "B", 2023) - of_year("1a", "B", 2024)).abs() < 1e-9);
    assert!(of_year("1a", "V", 2024).abs() < 1e-9);
    // A change is the difference of what is shown, so that nobody can compare two noises of the same people.
    let difference = of_year("1b", "B", 2024) - of_year("1b", "B", 2023);
    assert!((of_year("1b", "V", 2024) - difference).abs() < 1e-9);
}

#[test]
fn noise_is_nothing_on_average_and_nothing_small_is_ever_shown() {
    let counts: Vec<u32> = (0..1_300).map(|i| i % 53).collect();
    let (tree, text) = claims(&counts);
    let table = shown(&figures(&tree, &text), &keyed());
    let mut noise = Vec::new();
    for row in table.of_indicator(&"B".parse().unwrap()) {
        let value = row.value.unwrap();
        assert!(value <= 0.0 || value >= 10.0, "{value} is shown");
    }
    for (i, count) in counts.iter().enumerate() {
        let letter = char::from(b'a' + u8::try_from(i % 26).unwrap());
        let value = row(&table, &format!("{}{letter}", i / 26 + 1), "B", "total")
            .value
            .unwrap();
        if *count == 0 {
            assert!(value <= 0.0, "a true zero stays zero");
        }
        noise.push(value - f64::from(*count));
    }
    let mean = noise.iter().sum::<f64>() / noise.len() as f64;
    // The standard error is at most √25 / √1300, about 0.14.
    assert!(mean.abs() < 0.5, "{mean}");
    assert!(noise.iter().filter(|n| n.abs() > 0.5).count() > noise.len() / 2);
}

#[test]
fn an_archive_of_altered_counts_reopens() {
    let figures = figures(&tree(&[2], &[]), "claims 1a 61\nclaims 1b 40");
    for rules in [rounding(), keyed()] {
        let table = shown(&figures, &rules);
        let bytes = table.canonical_bytes();
        let again: Released<FigureTable, Public> = reopen(&bytes, &hash_of(&bytes)).unwrap();
        assert_eq!(again.rows(), table.rows());
    }
}

#[test]
fn two_methods_do_not_stand_side_by_side() {
    let figures = figures(&tree(&[2], &[]), "claims 1a 61\nclaims 1b 40");
    let (hidden, _) = public(&figures);
    let (rounded, noisy) = (shown(&figures, &rounding()), shown(&figures, &keyed()));
    for (rules, earlier) in [
        (rounding(), &hidden),
        (keyed(), &rounded),
        (Rules::starter(), &noisy),
    ] {
        let refused = release_after::<Public>(&figures, catalogue(), &rules, &[earlier]);
        let refused = refused.unwrap_err();
        assert!(matches!(refused, Refused::Mixed { .. }));
        assert!(refused.german().contains("anderen Verfahren"));
    }
    assert!(release_after::<Public>(&figures, catalogue(), &keyed(), &[&noisy]).is_ok());
}

#[test]
fn rules_that_cannot_be_are_refused_in_german() {
    let fault = |head: &str, rules: &str| {
        let text = format!("{head}\n{rules}");
        Rules::load("regeln.toml", &text).unwrap_err().german()
    };
    let asking = STARTER_RULES.replacen(
        "complement = false",
        "complement = false\nmethod = \"cell_key\"",
        1,
    );
    assert!(fault("", &asking).contains("Klasse „open“ verlangt ein anderes Verfahren"));
    assert!(fault("method = \"rounding\"", STARTER_RULES).contains("fehlt die Basis"));
    let five = "method = \"rounding\"\nrounding_base = 5";
    assert!(fault(five, STARTER_RULES).contains("„ba_small_area“"));
    assert!(fault("method = \"cell_key\"", STARTER_RULES).contains("fehlt das Geheimnis"));
    let loud = "method = \"cell_key\"\n[cell_key]\nseed = \"sechzehn Zeichen!\"\nvariance = 0";
    assert!(fault(loud, STARTER_RULES).contains("variance"));
}

#[test]
fn the_report_tells_the_method_and_keeps_its_secrets() {
    let told = sentences::<Public>(&rounding()).join(" ");
    assert!(told.contains("Vielfaches von 10 gerundet"));
    let noisy = rules(
        "method = \"cell_key\"\n[cell_key]\nseed = \"nicht für die Öffentlichkeit\"\nvariance = 47\nlargest = 61",
    );
    let told = sentences::<Public>(&noisy).join(" ");
    assert!(told.contains("Zellschlüssel") && told.contains("nicht genau das Ganze"));
    assert!(!told.contains("47") && !told.contains("61") && !told.contains("nicht für die"));
    assert!(!format!("{noisy:?}").contains("Öffentlichkeit"));
}
