//! Formulas as people write them, and what they are told when it goes wrong.

use proptest::prelude::*;
use vocabulary::Explain;

use super::*;
use crate::Catalogue;

fn starter() -> &'static Catalogue {
    static STARTER: std::sync::OnceLock<Catalogue> = std::sync::OnceLock::new();
    STARTER.get_or_init(Catalogue::starter)
}

fn read(text: &str) -> Result<Formula, FormulaError> {
    starter().formula(text)
}

#[track_caller]
fn canonical(text: &str, expected: &str) {
    assert_eq!(read(text).unwrap().as_str(), expected);
}

#[track_caller]
fn refused(text: &str, expected: &str) {
    assert_eq!(read(text).unwrap_err().german(), expected);
}

#[test]
fn the_same_quantity_has_the_same_text() {
    canonical("population{age=0-2+3-5}", "population{age=0-5}");
    canonical(
        "population{age=0-2} + population{age=3-5}",
        "population{age=0-5}",
    );
    canonical(
        "population{sex=female} + population{sex=male}",
        "population",
    );
    canonical("population - population{age=0-17}", "population{age=18+}");
    canonical("2*(births + deaths) - births", "births + 2*deaths");
    canonical(
        "moves_out * -1 + moves_in".replace("* -1", "").as_str(),
        "moves_in + moves_out",
    );
    canonical("moves_in - moves_out", "moves_in - moves_out");
    canonical("population{age=0-2+80+}", "population{age=0-2+80+}");
    canonical(
        "population{age=65-79+80+, sex=female}",
        "population{age=65+, sex=female}",
    );
    canonical(
        " 0.5 * population{ sex = male } ",
        "0.5*population{sex=male}",
    );
}

#[test]
fn a_formula_may_look_back_by_years() {
    canonical(
        "population - population{years_back=5}",
        "population - population{years_back=5}",
    );
    canonical(
        "population{ years_back = 1 , age=0-2 } + population{age=3-5, years_back=1}",
        "population{age=0-5, years_back=1}",
    );
    canonical(
        "population - population{years_back=2} + population{years_back=2}",
        "population",
    );
}

#[test]
fn looking_back_goes_wrong_with_a_position_and_a_reason() {
    let years = "eine ganze Zahl von 1 bis 50 (so viele Jahre zurück)";
    for (text, column, found) in [
        ("population{years_back=0}", 23, "0}"),
        ("population{years_back=-1}", 23, "-1}"),
        ("population{years_back=51}", 23, "51}"),
        ("population{years_back=}", 23, "}"),
    ] {
        let expected =
            format!("Spalte {column}: Hier wird {years} erwartet, dort steht „{found}“.");
        refused(text, &expected);
    }
    refused(
        "population{years_back=1, years_back=2}",
        "Spalte 26: „years_back“ steht zweimal; jede Person darf nur einmal gezählt werden.",
    );
}

#[test]
fn a_formula_of_earlier_years_is_no_plain_count_of_this_one() {
    let before = read("population{years_back=5}").unwrap();
    assert!(!before.is_plain_count());
    assert_eq!((before.most_years_back(), before.counts().count()), (5, 1));
    let (back, seen) = before.seen_from_newest(&starter().counts);
    assert_eq!((back, seen.as_str()), (5, "population"));
    let change = read("population - population{years_back=5}").unwrap();
    assert_eq!(change.counts().count(), 1, "each count once");
    assert_eq!(change.seen_from_newest(&starter().counts).0, 0);
}

#[test]
fn a_formula_says_where_it_goes_wrong_and_why() {
    refused(
        "popluation",
        "Spalte 1: Die Grundzahl „popluation“ gibt es im Katalog nicht. Gemeint ist vielleicht „population“.",
    );
    refused(
        "population{age=0-16}",
        "Spalte 16: „0-16“ ist keine Ausprägung von „age“ und lässt sich aus den gelieferten (0-2, 3-5, 6-9, 10-14, 15-17, 18-19, 20-24, 25-54, 55-64, 65-79, 80+) nicht lückenlos zusammensetzen.",
    );
    refused(
        "births{sex=female}",
        "Spalte 8: „births“ wird nicht nach „sex“ aufgegliedert geliefert. Bitte die Angabe in geschweiften Klammern streichen.",
    );
    refused(
        "births * deaths",
        "Spalte 9: Grundzahlen dürfen nicht miteinander multipliziert werden, nur mit festen Zahlen.",
    );
    refused(
        "births + ",
        "Spalte 10: Hier endet die Formel, erwartet wird der Name einer Grundzahl.",
    );
    refused(
        "births deaths",
        "Spalte 8: Hier wird „+“, „-“ oder das Ende der Formel erwartet, dort steht „deaths“.",
    );
    refused(
        "7",
        "Spalte 1: Hier wird der Name einer Grundzahl erwartet, dort steht „7“.",
    );
    refused(
        "population{age=0-2+0-17}",
        "Spalte 20: „0-17“ steht zweimal; jede Person darf nur einmal gezählt werden.",
    );
    refused(
        "population{sex=female, sex=male}",
        "Spalte 24: „sex“ steht zweimal; jede Person darf nur einmal gezählt werden.",
    );
}

#[test]
fn a_group_of_people_is_the_same_quantity_however_it_is_asked_for() {
    let catalogue = starter();
    let all = catalogue.formula("population").unwrap();
    let women = all
        .only("sex", &["female".to_owned()], &catalogue.counts)
        .unwrap();
    assert_eq!(women, catalogue.formula("population{sex=female}").unwrap());
    assert!(
        catalogue
            .formula("births")
            .unwrap()
            .only("sex", &[], &catalogue.counts)
            .is_none()
    );
}

#[test]
fn parentheses_without_end_do_not_overflow() {
    assert!(matches!(
        read(&"(".repeat(10_000)),
        Err(FormulaError::TooDeep { .. })
    ));
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "[a-z0-9{}=+*(), .-]{0,40}") {
        let _ = read(&text);
    }

    #[test]
    fn canonical_text_reads_back_as_itself(
        ages in proptest::collection::vec(0usize..11, 1..11),
        female in any::<bool>(),
        factor in 1u32..4,
        minus in any::<bool>(),
    ) {
        let catalogue = starter();
        let bands = &catalogue.counts[0].dimensions[0].categories;
        let mut chosen: Vec<usize> = ages;
        chosen.sort_unstable();
        chosen.dedup();
        let list: Vec<&str> = chosen.iter().map(|i| bands[*i].as_str()).collect();
        let sex = if female { ", sex=female" } else { "" };
        let sign = if minus { "-" } else { "+" };
        let text = format!("{factor}*population{{age={}{sex}}} {sign} births", list.join("+"));
        let once = catalogue.formula(&text).unwrap();
        let twice = catalogue.formula(once.as_str()).unwrap();
        prop_assert_eq!(once.as_str(), twice.as_str());
        prop_assert_eq!(once.cells().collect::<Vec<_>>(), twice.cells().collect::<Vec<_>>());
    }
}
