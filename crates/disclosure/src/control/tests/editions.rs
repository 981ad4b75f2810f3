//! Several editions side by side, and what others publish.

use areas::{Change, FormerStatus};
use indicators::{Region, compute};
use vocabulary::{AreaKey, State};

use super::county::{catalogue, figures, observations, public, row, tree};
use crate::{FigureTable, Public, PublishedByOthers, Released, Rules, release_after};

fn after(table: &str, earlier: &FigureTable) -> Released<FigureTable, Public> {
    let figures = figures(&tree(&[3], &[]), table);
    release_after::<Public>(&figures, catalogue(), &Rules::starter(), &[earlier])
        .unwrap()
        .0
}

fn hidden(table: &FigureTable) -> Vec<&str> {
    ["K", "1", "1a", "1b", "1c"]
        .into_iter()
        .filter(|area| row(table, area, "C", "total").state == State::Suppressed)
        .collect()
}

fn cases(a: u32, b: u32, c: u32) -> String {
    let people: String = ["1a", "1b", "1c"]
        .map(|p| format!("people {p} 500/500\n"))
        .concat();
    format!("{people}cases 1a {a}\ncases 1b {b}\ncases 1c {c}\n")
}

#[test]
fn a_number_shown_before_protects_nobody_now() {
    let (first, _) = public(&figures(&tree(&[3], &[]), &cases(1, 37, 50)));
    assert_eq!(hidden(&first), ["1a", "1b"]);
    // By itself the corrected edition would hide 1c, the smaller brother; but everybody has read 50 there.
    let corrected = cases(1, 60, 50);
    let (alone, _) = public(&figures(&tree(&[3], &[]), &corrected));
    assert_eq!(hidden(&alone), ["1a", "1c"]);
    assert_eq!(hidden(&after(&corrected, &first)), ["1a", "1b"]);
}

#[test]
fn a_corrected_delivery_hides_what_was_hidden_before() {
    let (first, _) = public(&figures(&tree(&[3], &[]), &cases(1, 37, 50)));
    let second = after(&cases(1, 38, 50), &first);
    assert_eq!(hidden(&first), hidden(&second));
    // The total says that one more came; in which of the two hidden places nobody can tell.
    assert_eq!(row(&second, "1", "C", "total").numerator, Some(89.0));
}

#[test]
fn a_total_others_publish_is_never_hidden_to_protect_a_place() {
    let table = "claims 1a 4\nclaims 1b 5\nclaims 2a 400\nclaims 2b 500\n";
    let county = figures(&tree(&[2, 2], &[]), table);
    let by_others = PublishedByOthers {
        name: "Agentur".into(),
        counts: vec!["claims".parse().unwrap()],
        levels: vec!["municipality".parse().unwrap(), "county".parse().unwrap()],
    };
    let rules = Rules {
        published_by_others: vec![by_others],
        ..Rules::starter()
    };
    let (table, _) = release_after::<Public>(&county, catalogue(), &rules, &[]).unwrap();
    // Whoever has the 9 knows that neither place has more than 8; nothing shown here tells him more.
    assert_eq!(row(&table, "1", "B", "total").state, State::Suppressed);
    assert_eq!(row(&table, "2", "B", "total").numerator, Some(900.0));
    // While nobody else publishes the total, it can be hidden with them.
    let (table, _) = public(&county);
    assert_eq!(row(&table, "1", "B", "total").state, State::Suppressed);
}

/// The edition after one on other outlines: `before` held the people of `now` until the end of 2024.
fn after_a_change(
    (earlier, sizes): (&str, [usize; 2]),
    (table, now): (&str, [usize; 2]),
    change: (&[&str], &[&str]),
) -> (Released<FigureTable, Public>, Released<FigureTable, Public>) {
    let (first, _) = public(&figures(&tree(&sizes, &[]), earlier));
    let then = tree(&sizes, &[]);
    let areas = then.areas().iter();
    let keys = |names: &[&str]| {
        names
            .iter()
            .map(|n| n.parse().unwrap())
            .collect::<Vec<AreaKey>>()
    };
    let former = FormerStatus {
        until: "2025-01-01".parse().unwrap(),
        areas: areas.map(|a| (a.key.clone(), a.level.clone())).collect(),
        changes: vec![Change {
            before: keys(change.0),
            now: keys(change.1),
        }],
    };
    let region = Region::of(&tree(&now, &[])).since(vec![former]);
    let county = compute(catalogue(), &region, &observations(table));
    let rules = Rules::starter();
    let (second, _) = release_after::<Public>(&county, catalogue(), &rules, &[&first]).unwrap();
    (first, second)
}

const OTHERS: &str = "claims 2a 400\nclaims 2b 500\n";

#[test]
fn what_was_shown_of_an_area_now_split_is_the_sum_of_its_parts() {
    let then = format!("claims 1a 130\nclaims 1b 154\n{OTHERS}");
    let now = format!("claims 1a 130\nclaims 1b 150\nclaims 1c 4\n{OTHERS}");
    // By itself the new edition would hide 1a beside 1c; but everybody has read that 1b and 1c make 154.
    let (alone, _) = public(&figures(&tree(&[3, 2], &[]), &now));
    let hidden =
        |table: &FigureTable, area: &str| row(table, area, "B", "total").state == State::Suppressed;
    assert!(hidden(&alone, "1a") && !hidden(&alone, "1b"));
    let (first, second) = after_a_change((&then, [2, 2]), (&now, [3, 2]), (&["1b"], &["1b", "1c"]));
    assert_eq!(row(&first, "1b", "B", "total").numerator, Some(154.0));
    assert!(hidden(&second, "1b") && hidden(&second, "1c"));
}

#[test]
fn what_was_hidden_of_an_area_now_merged_is_no_difference() {
    let then = format!("claims 1a 20\nclaims 1b 4\nclaims 1c 130\n{OTHERS}");
    let now = format!("claims 1a 20\nclaims 1b 134\n{OTHERS}");
    let (alone, _) = public(&figures(&tree(&[2, 2], &[]), &now));
    let shown = |table: &FigureTable, area: &str| row(table, area, "B", "total").numerator;
    assert_eq!(shown(&alone, "1b"), Some(134.0));
    let (first, second) = after_a_change((&then, [3, 2]), (&now, [2, 2]), (&["1b", "1c"], &["1b"]));
    // 134 less the 130 of before would be the 4 that was hidden; so would the municipality's number less 20.
    assert_eq!(
        (shown(&first, "1b"), shown(&first, "1c")),
        (None, Some(130.0))
    );
    assert_eq!(shown(&second, "1b"), None);
    assert!(shown(&second, "1a").is_none() || shown(&second, "1").is_none());
}

#[test]
fn an_area_that_kept_its_name_and_not_its_outline_is_not_the_same() {
    // 1b was 60 and is 20 of them now: whoever read 60 does not know the 20.
    let then = format!("claims 1a 130\nclaims 1b 60\n{OTHERS}");
    let now = format!("claims 1a 130\nclaims 1b 4\nclaims 1c 56\n{OTHERS}");
    let (_, second) = after_a_change((&then, [2, 2]), (&now, [3, 2]), (&["1b"], &["1b", "1c"]));
    assert_eq!(row(&second, "1b", "B", "total").state, State::Suppressed);
    assert_eq!(row(&second, "1c", "B", "total").state, State::Suppressed);
}
