//! Tables small enough to check with a pencil.

use insta::assert_snapshot;
use vocabulary::State;

use super::county::{figures, public, row, told, tree};
use crate::{Internal, Reason, Rules, release};

#[test]
fn large_numbers_hide_nothing() {
    let figures = figures(
        &tree(&[2, 2], &[]),
        "claims 1a 50\nclaims 1b 60\nclaims 2a 70\nclaims 2b 80",
    );
    let (_, protocol) = public(&figures);
    assert_eq!((protocol.hidden(), protocol.open_equations), (0, 0));
}

#[test]
fn one_small_number_takes_the_smallest_brother_with_it() {
    let figures = figures(
        &tree(&[3, 2], &[]),
        "claims 1a 4\nclaims 1b 60\nclaims 1c 30\nclaims 2a 70\nclaims 2b 80",
    );
    assert_snapshot!(told(&figures, "B", "total"), @r"
    1: 94
    1a: suppressed (Primary)
    1b: 60
    1c: suppressed (Secondary)
    2: 150
    2a: 70
    2b: 80
    K: 244
    ");
}

#[test]
fn one_and_one_and_two_of_four_are_not_safe_together() {
    // Zeros are shown, so each of them is known to be 1 or 2: another cell must go, and if there is none, the sum.
    let small = "people 1a 50/50\npeople 1b 50/50\npeople 1c 50/50\npeople 2a 400/400\npeople 2b 500/500\n\
        cases 1a 1\ncases 1b 1\ncases 1c 2\ncases 2a 30\ncases 2b 40";
    assert_snapshot!(told(&figures(&tree(&[3, 2], &[]), small), "C", "total"), @r"
    1: suppressed (Secondary)
    1a: suppressed (Primary)
    1b: suppressed (Primary)
    1c: suppressed (Primary)
    2: suppressed (Secondary)
    2a: suppressed (Secondary)
    2b: 40
    K: 74
    ");
}

#[test]
fn an_only_child_is_its_parent() {
    let figures = figures(
        &tree(&[1, 2, 2], &[]),
        "claims 1a 4\nclaims 2a 70\nclaims 2b 80\nclaims 3a 50\nclaims 3b 60",
    );
    let (table, _) = public(&figures);
    assert_eq!(row(&table, "1", "B", "total").state, State::Suppressed);
    assert_eq!(row(&table, "K", "B", "total").state, State::Value);
}

#[test]
fn women_and_men_are_closed_like_areas() {
    let figures = figures(
        &tree(&[3], &[]),
        "people 1a 2/80\npeople 1b 40/45\npeople 1c 90/95",
    );
    assert_snapshot!(told(&figures, "P", "sex=f"), @r"
    1: 132
    1a: suppressed (Primary)
    1b: suppressed (Secondary)
    1c: 90
    K: 132
    ");
    assert_snapshot!(told(&figures, "P", "sex=m"), @r"
    1: 220
    1a: suppressed (Complement)
    1b: suppressed (Secondary)
    1c: 95
    K: 220
    ");
}

#[test]
fn nearly_everybody_is_as_telling_as_nearly_nobody() {
    let figures = figures(
        &tree(&[2, 2], &[]),
        "people 1a 50/50\npeople 1b 60/60\npeople 2a 60/60\npeople 2b 60/60\n\
         cases 1a 99\ncases 1b 60\ncases 2a 50\ncases 2b 50",
    );
    assert_snapshot!(told(&figures, "C", "total"), @r"
    1: 159
    1a: suppressed (Complement)
    1b: suppressed (Secondary)
    2: 100
    2a: 50
    2b: 50
    K: 259
    ");
}

#[test]
fn a_tiny_base_hides_what_stands_on_it() {
    let figures = figures(
        &tree(&[3], &[]),
        "people 1a 4/4\npeople 1b 60/60\npeople 1c 60/60\ncases 1a 4\ncases 1b 50\ncases 1c 70",
    );
    let (table, protocol) = public(&figures);
    assert_eq!(row(&table, "1a", "C", "total").state, State::Suppressed);
    assert_eq!(row(&table, "1a", "C", "total").denominator, Some(8.0));
    assert_eq!(protocol.hidden_because(Reason::MinDenominator), 1);
}

#[test]
fn few_seats_are_no_group_of_people_and_hide_nobody() {
    let figures = figures(
        &tree(&[2, 2], &[]),
        "people 1a 50/50\npeople 1b 60/60\npeople 2a 70/70\npeople 2b 80/80\n\
         seats 1a 1\nseats 1b 2\nseats 2a 3\nseats 2b 4",
    );
    let (table, protocol) = public(&figures);
    assert_eq!(row(&table, "1", "P", "total").numerator, Some(220.0));
    assert_eq!(row(&table, "1a", "D", "total").value, Some(100.0));
    assert_eq!(protocol.hidden(), 0);
}

#[test]
fn a_sum_over_hidden_cells_is_shown_as_its_bounds() {
    let figures = figures(
        &tree(&[3, 1], &[]),
        "claims 1a *\nclaims 1b *\nclaims 1c 30\nclaims 2a 70",
    );
    assert_snapshot!(told(&figures, "B", "total"), @r"
    1: interval 32-48
    1a: suppressed (Supplier)
    1b: suppressed (Supplier)
    1c: 30
    2: 70
    2a: 70
    K: interval 102-118
    ");
}

#[test]
fn the_suppliers_own_total_does_not_give_his_hidden_cell_away() {
    let figures = figures(
        &tree(&[3, 1], &[]),
        "claims 1 45\nclaims 1a *\nclaims 1b 12\nclaims 1c 30\nclaims 2a 70",
    );
    assert_snapshot!(told(&figures, "B", "total"), @r"
    1: 45
    1a: suppressed (Supplier)
    1b: suppressed (Secondary)
    1c: 30
    2: 70
    2a: 70
    K: 115
    ");
}

#[test]
fn a_group_does_not_give_its_member_away() {
    let tree = tree(&[3, 3], &[("G", &["1a", "2a"]), ("H", &["1b", "1c"])]);
    let figures = figures(
        &tree,
        "claims 1a 4\nclaims 1b 20\nclaims 1c 50\nclaims 2a 60\nclaims 2b 70\nclaims 2c 80",
    );
    // 1 = 1a + H, so H must not be shown; G = 1a + 2a, so G or 2a must not be shown.
    assert_snapshot!(told(&figures, "B", "total"), @r"
    1: 74
    1a: suppressed (Primary)
    1b: suppressed (Secondary)
    1c: 50
    2: 210
    2a: 60
    2b: 70
    2c: 80
    K: 284
    G: suppressed (Secondary)
    H: suppressed (Secondary)
    ");
}

#[test]
fn open_facts_are_never_hidden() {
    let figures = figures(&tree(&[2], &[]), "seats 1a 1\nseats 1b 2");
    let (table, protocol) = public(&figures);
    assert_eq!(row(&table, "1a", "S", "total").numerator, Some(1.0));
    assert_eq!(protocol.hidden(), 0);
}

#[test]
fn cases_nobody_could_place_are_a_cell_like_any_other() {
    let figures = figures(
        &tree(&[2], &[]),
        "claims 1a 40\nclaims 1b 50\nclaims 1.unallocated 3",
    );
    assert_snapshot!(told(&figures, "B", "total"), @r"
    1: 93
    1a: suppressed (Secondary)
    1b: 50
    K: 93
    1.unallocated: suppressed (Primary)
    ");
}

#[test]
fn the_internal_edition_hides_small_numbers_only() {
    let figures = figures(&tree(&[3], &[]), "claims 1a 4\nclaims 1b 60\nclaims 1c 30");
    let catalogue = super::county::catalogue();
    let (table, protocol) = release::<Internal>(&figures, catalogue, &Rules::starter()).unwrap();
    assert_eq!(protocol.hidden(), 1);
    assert_eq!(row(&table, "1a", "B", "total").state, State::Suppressed);
    assert_eq!(protocol.edition, "internal");
}
