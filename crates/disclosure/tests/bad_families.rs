//! Families nobody would wish for: each is answered, and none is repaired or let out unproven.

use disclosure::family::{Cell, CellNumber, Family, Range, audit, intervals, protect};

const THRESHOLD: f64 = 3.0;

fn cell(value: f64) -> Cell {
    let is_small = (1.0..THRESHOLD).contains(&value);
    Cell {
        value: Some(value),
        is_hidden: is_small,
        is_given: false,
        is_count: true,
        known: Range::from(value.min(1.0)),
        needed: is_small.then_some(Range {
            lower: 1.0,
            upper: THRESHOLD,
        }),
        cost: if value < 1.0 {
            f64::INFINITY
        } else {
            1.0 + value
        },
    }
}

fn given(value: f64) -> Cell {
    Cell {
        is_hidden: false,
        is_given: true,
        cost: f64::INFINITY,
        ..cell(value)
    }
}

/// Parts of a total that is what it is.
fn parts_of(total: Cell, parts: &[f64]) -> (Family, CellNumber, Vec<CellNumber>) {
    let mut family = Family::default();
    let parts: Vec<CellNumber> = parts.iter().map(|p| family.add(cell(*p))).collect();
    let total = family.add(total);
    family.sum(total, &parts);
    (family, total, parts)
}

#[test]
fn parts_that_do_not_add_up_stay_as_they_are_and_are_protected_all_the_same() {
    // 2 + 40 + 50 is not 95: whoever knows the difference of 3 knows most, so he is the one to protect from.
    let (mut family, total, parts) = parts_of(cell(95.0), &[2.0, 40.0, 50.0]);
    assert!(!audit(&family).is_safe());
    let done = protect(&mut family);
    assert!(done.audit.is_safe());
    assert_eq!(done.secondary.len(), 1);
    let values = [total, parts[0], parts[1], parts[2]].map(|c| family.cell(c).value);
    assert_eq!(values, [95.0, 2.0, 40.0, 50.0].map(Some));
}

#[test]
fn editions_that_contradict_each_other_are_both_kept() {
    // Two earlier editions give 10 and 12 for the same total; neither says where the small number is.
    let (mut family, _, parts) = parts_of(given(10.0), &[2.0, 8.0]);
    let other = family.add(given(12.0));
    family.sum(other, &parts);
    assert!(!audit(&family).is_safe());
    let done = protect(&mut family);
    assert!(done.audit.is_safe());
    assert_eq!(done.secondary, [parts[1]]);
}

#[test]
fn what_earlier_editions_say_together_nobody_can_hide_again() {
    // Everything beside the small number was shown before a threshold made it small: it cannot be taken back.
    let mut family = Family::default();
    let small = family.add(cell(2.0));
    let known = [given(40.0), given(50.0)].map(|c| family.add(c));
    let total = family.add(cell(92.0));
    family.sum(total, &[small, known[0], known[1]]);
    let above = family.add(given(192.0));
    let beside = family.add(given(100.0));
    family.sum(above, &[total, beside]);
    let done = protect(&mut family);
    let known_anyway = intervals(&family);
    let range = known_anyway.iter().find(|(c, _)| *c == small).unwrap().1;
    assert_eq!(range, Some(Range::only(2.0)), "{done:?}");
}

#[test]
fn groups_that_overlap_in_a_circle_are_protected() {
    let values = [1.0, 20.0, 30.0, 40.0];
    let (mut family, _, parts) = parts_of(cell(91.0), &values);
    for i in 0..4 {
        let next = (i + 1) % 4;
        let group = family.add(cell(values[i] + values[next]));
        family.sum(group, &[parts[i], parts[next]]);
    }
    let done = protect(&mut family);
    assert!(done.audit.is_safe(), "{done:?}");
}

#[test]
fn a_cell_in_thirty_sums_is_protected() {
    let mut family = Family::default();
    let small = family.add(cell(2.0));
    for i in 0..30 {
        let other = family.add(cell(20.0 + f64::from(i)));
        let total = family.add(cell(22.0 + f64::from(i)));
        family.sum(total, &[small, other]);
    }
    assert!(!audit(&family).is_safe());
    let done = protect(&mut family);
    assert!(done.audit.is_safe());
    assert_eq!(done.secondary.len(), 30, "one for each sum");
}

#[test]
fn where_all_cells_are_small_the_total_goes_too() {
    let (mut family, total, _) = parts_of(cell(4.0), &[1.0, 1.0, 2.0]);
    let done = protect(&mut family);
    assert!(done.audit.is_safe());
    assert_eq!(done.secondary, [total]);
}

#[test]
fn a_single_child_hides_its_parent() {
    let (mut family, total, _) = parts_of(
        Cell {
            is_hidden: false,
            needed: None,
            ..cell(2.0)
        },
        &[2.0],
    );
    let done = protect(&mut family);
    assert!(done.audit.is_safe());
    assert_eq!(done.secondary, [total]);
}

#[test]
fn empty_areas_hide_nothing() {
    let (mut family, _, _) = parts_of(cell(0.0), &[0.0, 0.0, 0.0]);
    let done = protect(&mut family);
    assert!(done.audit.is_safe() && done.secondary.is_empty());
    assert_eq!(protect(&mut Family::default()).audit.hidden, 0);
}
