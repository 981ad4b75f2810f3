//! A small map on which nothing can be said of some areas.

use vocabulary::AreaKey;

use super::county::County;
use super::gallery::frame;
use super::properties::check;
use crate::{LocatorRequest, Svg, locator};

fn picture(marked: &[AreaKey], not_judged: &[AreaKey], width: f64) -> Svg {
    let county = County::new();
    let svg = locator(&LocatorRequest {
        frame: frame("lage", width, Some(width)),
        outlines: &county.outlines,
        parents: &county.parents,
        areas: &county.areas,
        marked,
        not_judged,
        name: "mehr Kinder",
        whole: "Musterkreis",
    });
    check(&svg);
    svg
}

#[test]
fn areas_that_are_not_judged_are_lined_and_named_in_the_legend() {
    let areas = County::new().areas;
    let svg = picture(&areas[..2], &areas[2..5], 220.0);
    assert_eq!(svg.markup.matches("url(#lage").count(), 2, "map and legend");
    assert!(svg.markup.contains(">nicht beurteilbar</text>"));
    assert!(
        svg.alt.ends_with("Nicht beurteilbar: 3 Gebiete."),
        "{}",
        svg.alt
    );
}

#[test]
fn a_map_on_which_everything_is_judged_has_no_legend() {
    let areas = County::new().areas;
    let svg = picture(&areas[..2], &[], 220.0);
    assert!(!svg.markup.contains("<pattern") && !svg.markup.contains("<text"));
    let lined = picture(&areas[..2], &areas[2..3], 220.0);
    assert!(
        lined.alt.ends_with("Nicht beurteilbar: 1 Gebiet."),
        "{}",
        lined.alt
    );
}
