//! Figures name their deliveries, and hidden ones tell nothing by them.

use areas::AreaTree;
use indicators::{Region, compute};
use vocabulary::State;

use super::county::{catalogue, observations, public, row, tree};
use crate::{FigureTable, Public, reopen};

/// The same observations, every area's from a delivery of its own.
fn figures(tree: &AreaTree, table: &str) -> indicators::Figures {
    let mut observations = observations(table);
    for observation in &mut observations {
        observation.origin.delivery = format!("L-{}", observation.area).parse().unwrap();
    }
    compute(catalogue(), &Region::of(tree), &observations)
}

fn names(table: &FigureTable, area: &str) -> Vec<String> {
    let row = row(table, area, "B", "total");
    row.deliveries.iter().map(ToString::to_string).collect()
}

const CLAIMS: &str = "claims 1a 4\nclaims 1b 60\nclaims 1c 30\nclaims 2a 70\nclaims 2b 80";

#[test]
fn a_shown_figure_names_the_deliveries_of_its_counts() {
    let (table, _) = public(&figures(&tree(&[3, 2], &[]), CLAIMS));
    assert_eq!(names(&table, "1b"), ["L-1b"]);
    assert_eq!(names(&table, "2"), ["L-2a", "L-2b"]);
}

#[test]
fn a_hidden_figure_names_those_of_all_areas() {
    let (table, _) = public(&figures(&tree(&[3, 2], &[]), CLAIMS));
    assert_eq!(row(&table, "1a", "B", "total").state, State::Suppressed);
    let all = ["L-1a", "L-1b", "L-1c", "L-2a", "L-2b"];
    assert_eq!(names(&table, "1a"), all);
    assert_eq!(names(&table, "1c"), all);
}

#[test]
fn deliveries_are_frozen_with_the_figures() {
    let (table, _) = public(&figures(&tree(&[3, 2], &[]), CLAIMS));
    let text = String::from_utf8(table.canonical_bytes()).unwrap();
    let lists = "\ndeliveries L-1a,L-1b,L-1c L-1a,L-1b,L-1c,L-2a,L-2b L-1b L-2a ";
    assert!(text.contains(lists), "{text}");
    let again = reopen::<Public>(text.as_bytes(), &table.hash()).unwrap();
    assert_eq!(names(&again, "2"), ["L-2a", "L-2b"]);
}

#[test]
fn an_edition_frozen_before_figures_named_deliveries_still_opens() {
    let old = "lebenslage figures 1 public\nareas 1 1a\n@B;1;2024;total\n0;value;12;;12;;;\n1;suppressed;;;;;;\n";
    let hash = crate::archive::hash_of(old.as_bytes());
    let table = reopen::<Public>(old.as_bytes(), &hash).unwrap();
    assert_eq!(row(&table, "1", "B", "total").value, Some(12.0));
    assert!(names(&table, "1").is_empty());
}

#[test]
fn a_set_that_does_not_exist_is_refused() {
    let bad = "lebenslage figures 2 public\nareas 1\ndeliveries L1\n@B;1;2024;total\n0;value;12;;12;;;;1\n";
    let hash = crate::archive::hash_of(bad.as_bytes());
    let error = reopen::<Public>(bad.as_bytes(), &hash).unwrap_err();
    assert!(error.to_string().starts_with("line 5"), "{error}");
}
