//! What the planner wants to stay, and choices sought by the exact way.

use vocabulary::{Explain, State};

use super::county::{catalogue, figures, row, tree};
use crate::{FigureTable, Hindrance, Public, Refused, Released, Rules, STARTER_RULES, release};

const CLAIMS: &str = "claims 1a 4\nclaims 1b 60\nclaims 1c 30\nclaims 2a 70\nclaims 2b 80";

fn released(more: &str) -> Result<Released<FigureTable, Public>, Refused> {
    let rules = Rules::load("probe.toml", &format!("{STARTER_RULES}\n{more}")).unwrap();
    let figures = figures(&tree(&[3, 2], &[]), CLAIMS);
    Ok(release(&figures, catalogue(), &rules)?.0)
}

fn keep(areas: &str) -> String {
    format!("[[keep]]\nindicator = \"B\"\nareas = [{areas}]")
}

fn hidden(table: &FigureTable) -> Vec<&str> {
    let areas = ["K", "1", "1a", "1b", "1c", "2", "2a", "2b"].into_iter();
    let is_hidden = |area: &&str| row(table, area, "B", "total").state == State::Suppressed;
    areas.filter(is_hidden).collect()
}

#[test]
fn what_is_to_stay_stays_and_another_number_goes() {
    assert_eq!(hidden(&released("").unwrap()), ["1a", "1c"]);
    assert_eq!(hidden(&released(&keep("\"1c\"")).unwrap()), ["1a", "1b"]);
}

#[test]
fn what_has_to_go_for_its_own_sake_cannot_stay() {
    let refused = released(&keep("\"1a\", \"1c\"")).unwrap_err();
    let Refused::Fixed { kept, why } = &refused else {
        panic!("{refused}")
    };
    assert_eq!((kept.len(), *why), (1, Hindrance::Sensitive));
    assert!(
        refused.german().contains("B, Gebiet 1a, 2024"),
        "{}",
        refused.german()
    );
}

#[test]
fn what_others_need_hidden_cannot_stay() {
    let refused = released(&keep("\"1\", \"1b\", \"1c\"")).unwrap_err();
    let Refused::Fixed { kept, why } = &refused else {
        panic!("{refused}")
    };
    assert_eq!((kept.len(), *why), (3, Hindrance::Needed));
    assert!(refused.german().contains("ohne diese Vorgabe ginge es"));
}

#[test]
fn the_exact_way_protects_as_well() {
    let table = released("").unwrap();
    let rules = format!("secondary = \"optimal\"\n{STARTER_RULES}");
    let rules = Rules::load("probe.toml", &rules).unwrap();
    let figures = figures(&tree(&[3, 2], &[]), CLAIMS);
    let (exact, protocol) = release::<Public>(&figures, catalogue(), &rules).unwrap();
    assert!(protocol.audit.is_safe() && protocol.audit.sensitive > 0);
    assert_eq!(hidden(&exact), hidden(&table), "the least there is");
}
