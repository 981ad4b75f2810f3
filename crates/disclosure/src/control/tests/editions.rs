//! Several editions side by side, and what others publish.

use vocabulary::State;

use super::county::{catalogue, figures, public, row, tree};
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
