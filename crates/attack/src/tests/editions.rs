//! Two editions side by side.

use super::{A, Planted, attack_folders, only};
use crate::Step;

#[test]
fn an_earlier_edition_that_showed_the_cell_tells_it() {
    let folder = tempfile::tempdir().unwrap();
    let plant = |hidden: &str, other: &str| {
        Planted::default()
            .count("1", A, "90")
            .count("11", A, "40")
            .count("12", A, hidden)
            .count("13", A, other)
    };
    let (old, new) = (folder.path().join("a"), folder.path().join("b"));
    plant("2", "48").write(&old, "2024-1");
    plant("*", "*").write(&new, "2025-1");
    let found = attack_folders(&[&old, &new]);
    let told: Vec<_> = found
        .recovered
        .iter()
        .map(|r| (&*r.area, r.low, r.step))
        .collect();
    assert_eq!(
        told,
        [
            ("12", 2.0, Step::Differences),
            ("13", 48.0, Step::Differences)
        ]
    );
    assert!(found.recovered.iter().all(|r| r.edition == "2025-1"));
    assert_eq!(attack_folders(&[&new]).recovered, []);
}

#[test]
fn a_revised_total_says_nothing_about_its_hidden_parts() {
    let folder = tempfile::tempdir().unwrap();
    let plant = |total: &str| {
        Planted::default()
            .count("1", A, total)
            .count("11", A, "12")
            .count("12", A, "*")
            .count("13", A, "*")
    };
    let (old, new) = (folder.path().join("a"), folder.path().join("b"));
    plant("37").write(&old, "2024-1");
    plant("38").write(&new, "2025-1");
    assert_eq!(attack_folders(&[&old, &new]).recovered, []);
}

#[test]
fn old_and_new_boundaries_leave_a_sliver() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (folder.path().join("a"), folder.path().join("b"));
    let both = |planted: Planted| planted.count("11", A, "40").count("12", A, "20");
    both(Planted::default())
        .count("1", A, "100")
        .count("13", A, "40")
        .write(&old, "2019-1");
    both(Planted::default())
        .count("14", A, "38")
        .count("15", A, "*")
        .write(&new, "2020-1");
    let found = attack_folders(&[&old, &new]);
    let one = only(&found);
    assert_eq!(
        (&*one.area, one.low, one.step),
        ("15", 2.0, Step::Differences)
    );
}
