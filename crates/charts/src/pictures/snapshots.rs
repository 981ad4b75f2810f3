//! What small pictures look like as text, and what is said of them.

use super::county::County;
use super::gallery::{all, county_map, mark, more, seen};
use crate::mark::{Mark, Sight};
use crate::request::Role;
use crate::strip;

#[test]
fn small_pictures_are_written_like_this() {
    for (name, svg) in all() {
        if svg.markup.len() < 6000 {
            insta::assert_snapshot!(name, svg.markup.replace("><", ">\n<"));
        }
    }
}

#[test]
fn alternative_texts_read_like_this() {
    let said: Vec<String> = all()
        .into_iter()
        .chain(more())
        .map(|(name, svg)| format!("{name}: {}", svg.alt))
        .collect();
    insta::assert_snapshot!("alternative_texts", said.join("\n"));
}

#[test]
fn a_map_without_a_single_shown_value_says_so() {
    let county = County::new();
    let mut marks: Vec<Mark> = county.marks();
    for m in &mut marks {
        m.sight = Sight::Hidden;
    }
    insta::assert_snapshot!(
        county_map(&county, marks, "k").alt,
        @"Karte: Kinder unter 15 mit Bürgergeld, 2024. Es ist kein Wert gezeigt. 96 Wohnplätze sind zum Schutz Einzelner nicht gezeigt. Hervorgehoben: Neuhausen 7, nicht gezeigt."
    );
}

#[test]
fn a_strip_ends_at_the_shown_areas() {
    let marks = [mark("hier", Role::Place, seen(5.0, 40.0))];
    let frame = super::gallery::frame("s", 100.0, None);
    let svg = strip::draw(&frame, &marks, Some((0.0, 10.0)), String::new());
    // The interval runs beyond both ends and is cut there; the dot is in the middle.
    assert!(svg.markup.contains(r#"<circle cx="50""#), "{}", svg.markup);
    assert!(svg.markup.contains(r#"<rect x="6.5""#), "{}", svg.markup);
}
