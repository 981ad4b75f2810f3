//! What is told of a figure: hidden or shown, why, and which sum would give something away; and how it is all counted.

use areas::AreaTree;
use insta::assert_snapshot;
use vocabulary::Period;

use super::county::{catalogue, figures, public, tree};
use crate::{
    Asked, Explanation, FigureTable, Frame, Overview, Reason, Rules, STARTER_RULES, standing,
};

const ONE_SMALL: &str = "claims 1a 4\nclaims 1b 60\nclaims 1c 30\nclaims 2a 70\nclaims 2b 80";

/// The explanation of a figure, after earlier editions.
fn explained(
    table: &str,
    (area, indicator): (&str, &str),
    earlier: &[&FigureTable],
) -> Explanation {
    let tree = tree(&[3, 2], &[("G", &["1b", "2a"])]);
    let mut rules = Rules::starter();
    rules.groups.internal_only = vec!["G".parse().unwrap()];
    explained_in((&tree, table), &rules, (area, indicator), earlier)
}

fn explained_in(
    (tree, table): (&AreaTree, &str),
    rules: &Rules,
    (area, indicator): (&str, &str),
    earlier: &[&FigureTable],
) -> Explanation {
    let figures = figures(tree, table);
    let is_asked = |f: &&indicators::Figure| {
        f.area.as_str() == area
            && f.indicator.as_str() == indicator
            && f.period == Period::Year(2024)
            && f.breakdown.is_total()
    };
    let figure = figures.rows().iter().find(is_asked).unwrap();
    let (standing, state) = standing(&figures, (catalogue(), rules), earlier, figure).unwrap();
    let neighbours = ["1b".parse().unwrap()];
    let asked = Asked {
        figure,
        state,
        neighbours: &neighbours,
    };
    let frame = Frame {
        catalogue: catalogue(),
        rules,
        tree,
        region: figures.region(),
    };
    Explanation::of(standing, asked, frame)
}

#[test]
fn a_small_number_is_told_with_its_rule_and_without_itself() {
    assert_snapshot!(explained(ONE_SMALL, ("1a", "B"), &[]));
}

#[test]
fn a_number_that_protects_another_is_told_with_the_sum_that_would_give_it_away() {
    let told = explained(ONE_SMALL, ("1c", "B"), &[]);
    assert_eq!(told.standing.reason, Some(Reason::Secondary));
    assert_snapshot!(told);
}

#[test]
fn a_number_that_only_several_sums_need_is_told_with_all_of_them() {
    let groups: [(&str, &[&str]); 2] = [("X", &["1a", "2a"]), ("Y", &["1b", "2a"])];
    let tree = tree(&[2, 3], &groups);
    let table = "claims 1a 4\nclaims 1b 60\nclaims 2a 70\nclaims 2b 80\nclaims 2c 90";
    let keep = "[[keep]]\nindicator = \"B\"\nareas = [\"X\"]";
    let rules = Rules::load("probe.toml", &format!("{STARTER_RULES}\n{keep}")).unwrap();
    assert_snapshot!(explained_in((&tree, table), &rules, ("Y", "B"), &[]));
}

#[test]
fn a_share_without_its_base_is_told_with_the_reason_of_the_base() {
    let small = "people 1a 1/1\npeople 1b 50/50\npeople 1c 50/50\npeople 2a 400/400\npeople 2b 500/500\n\
        cases 1a 1\ncases 1b 20\ncases 1c 20\ncases 2a 30\ncases 2b 40";
    assert_snapshot!(explained(small, ("1a", "C"), &[]));
}

#[test]
fn a_group_that_stays_inside_is_told_as_such() {
    let told = explained(ONE_SMALL, ("G", "B"), &[]).to_string();
    assert!(told.contains("nur in der internen Ausgabe"), "{told}");
}

#[test]
fn a_shown_number_says_so() {
    let told = explained(ONE_SMALL, ("2a", "B"), &[]);
    assert_eq!(told.standing.reason, None);
    assert_snapshot!(told);
}

#[test]
fn what_an_edition_hid_stays_hidden_and_that_is_told() {
    let tree = tree(&[3, 2], &[]);
    let (first, _) = public(&figures(&tree, ONE_SMALL));
    let grown = ONE_SMALL.replace("1a 4", "1a 40");
    let told = explained(&grown, ("1c", "B"), &[&first]).to_string();
    assert!(told.contains("Schon die Ausgabe davor"), "{told}");
    assert!(
        !explained(&grown, ("1c", "B"), &[])
            .to_string()
            .contains("davor")
    );
}

#[test]
fn no_number_of_people_is_in_an_explanation() {
    let numbers = ONE_SMALL
        .split_whitespace()
        .filter(|w| w.parse::<u32>().is_ok());
    for number in numbers {
        for area in ["1a", "1b", "1c", "2a"] {
            let told = explained(ONE_SMALL, (area, "B"), &[]).to_string();
            let words = told.split(|c: char| !c.is_alphanumeric());
            assert!(!words.clone().any(|w| w == number), "{number} in {told}");
        }
    }
}

#[test]
fn the_overview_counts_every_figure_once_in_each_way() {
    let tree = tree(&[3, 2], &[]);
    let figures = figures(&tree, ONE_SMALL);
    let rules = Rules::starter();
    let (table, protocol) = public(&figures);
    let frame = Frame {
        catalogue: catalogue(),
        rules: &rules,
        tree: &tree,
        region: figures.region(),
    };
    let overview = Overview::of(&table, &protocol, frame);
    assert_eq!(overview.all.hidden(), 2);
    for part in [
        &overview.classes,
        &overview.levels,
        &overview.topics,
        &overview.indicators,
    ] {
        let hidden: usize = part.iter().map(crate::Counted::hidden).sum();
        let shown: usize = part.iter().map(|c| c.shown).sum();
        assert_eq!((hidden, hidden + shown), (2, table.rows().len()));
    }
    let places = overview
        .levels
        .iter()
        .find(|l| l.id == "wohnplatz")
        .unwrap();
    assert_eq!(places.hidden[&Reason::Primary], 1);
    assert_eq!(places.hidden[&Reason::Secondary], 1);
    assert_snapshot!(overview.notes().join("\n"));
}

#[test]
fn a_higher_threshold_of_an_unknown_class_is_refused() {
    let rules = Rules::starter();
    assert!(
        rules
            .with_threshold(&"nobody".parse().unwrap(), 5.0)
            .is_err()
    );
    let stricter = rules
        .with_threshold(&"youth".parse().unwrap(), 7.0)
        .unwrap();
    let youth = stricter
        .classes
        .iter()
        .find(|c| c.id.as_str() == "youth")
        .unwrap();
    assert!((youth.threshold - 7.0).abs() < f64::EPSILON);
}
