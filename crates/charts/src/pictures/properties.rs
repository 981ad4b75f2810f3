//! What must hold for every picture, also for strange input.

use geo::MapCoords;
use proptest::prelude::*;
use roxmltree::{Document, Node};
use vocabulary::Period;

use super::county::County;
use super::gallery::{Topic, WP, all, county_map, frame, mark, more, swarm};
use crate::lettering::{self, Weight};
use crate::mark::{Mark, Sight};
use crate::request::{Break, Ground, Role, Selection};
use crate::series::drawing as series;
use crate::series::track::{Moment, Track};
use crate::{Classes, Form, Labels, Palette, Svg, Tooltips, bars, distribution, map, strip};

/// Well-formed, named, without NaN, and all lettering inside.
#[track_caller]
pub(super) fn check(svg: &Svg) {
    assert!(
        !svg.markup.contains("NaN") && !svg.markup.contains("inf"),
        "{}",
        svg.markup
    );
    let document = Document::parse(&svg.markup).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    for tag in ["title", "desc"] {
        assert!(
            root.children()
                .any(|c| c.has_tag_name(("http://www.w3.org/2000/svg", tag))),
            "{tag}"
        );
    }
    for text in document
        .descendants()
        .filter(|n| n.has_tag_name(("http://www.w3.org/2000/svg", "text")))
    {
        let (left, top, right, bottom) = window(text);
        let inside =
            left >= -0.6 && top >= -0.6 && right <= svg.width + 0.6 && bottom <= svg.height + 0.6;
        assert!(
            inside,
            "{:?} runs out of {} x {}",
            words(text),
            svg.width,
            svg.height
        );
    }
}

/// No two texts lie over each other.
#[track_caller]
fn check_apart(name: &str, svg: &Svg) {
    let document = Document::parse(&svg.markup).unwrap();
    let texts: Vec<Node<'_, '_>> = document
        .descendants()
        .filter(|n| n.has_tag_name(("http://www.w3.org/2000/svg", "text")))
        .collect();
    for (i, a) in texts.iter().enumerate() {
        for b in &texts[i + 1..] {
            let (p, q) = (window(*a), window(*b));
            let over = p.0 < q.2 && q.0 < p.2 && p.1 < q.3 && q.1 < p.3;
            assert!(!over, "{name}: „{}“ lies over „{}“", words(*a), words(*b));
        }
    }
}

fn words(node: Node<'_, '_>) -> String {
    node.descendants()
        .filter_map(|n| if n.is_text() { n.text() } else { None })
        .collect()
}

fn number(node: Node<'_, '_>, name: &str) -> Option<f64> {
    node.attribute(name)?.parse().ok()
}

fn window(text: Node<'_, '_>) -> (f64, f64, f64, f64) {
    let root = text.document().root_element();
    let size = number(text, "font-size")
        .or(number(root, "font-size"))
        .unwrap();
    let weight = if text.attribute("font-weight").is_some() {
        Weight::Bold
    } else {
        Weight::Regular
    };
    let width = lettering::width(&words(text), size, weight);
    // Groups around lettering only move it down.
    let down: f64 = text
        .ancestors()
        .filter_map(|n| {
            n.attribute("transform")?
                .strip_prefix("translate(0 ")?
                .strip_suffix(')')?
                .parse::<f64>()
                .ok()
        })
        .sum();
    let (x, y) = (
        number(text, "x").unwrap(),
        number(text, "y").unwrap() + down,
    );
    let left = match text.attribute("text-anchor") {
        Some("middle") => x - width / 2.0,
        Some("end") => x - width,
        _ => x,
    };
    // The small space of 0.55 size is measured as a whole one.
    let slack = if words(text).contains('\u{a0}') {
        size * 0.15
    } else {
        0.0
    };

    (
        left + slack,
        y - size * 0.7,
        left + width - slack,
        y + size * 0.05,
    )
}

#[test]
fn every_picture_is_named_well_formed_and_keeps_its_lettering_inside_and_apart() {
    for (name, svg) in all().into_iter().chain(more()) {
        check(&svg);
        check_apart(name, &svg);
    }
}

#[test]
fn the_same_input_makes_the_same_bytes() {
    assert_eq!(all(), all());
}

#[test]
fn a_choropleth_stays_small() {
    let county = County::new();
    let svg = county_map(&county, county.marks(), "k");
    assert!(svg.markup.len() < 25_000, "{}", svg.markup.len());
}

#[test]
fn hidden_figures_change_nothing_that_is_drawn_or_said() {
    // A hidden mark has no number at all; it must not matter which area's size it had either.
    let county = County::new();
    let mut marks = county.marks();
    let before = (
        county_map(&county, marks.clone(), "k"),
        swarm(&county, marks.clone(), "s"),
    );
    for m in marks.iter_mut().filter(|m| m.value().is_none()) {
        m.denominator = Some(1e9);
    }
    assert_eq!(
        before,
        (
            county_map(&county, marks.clone(), "k"),
            swarm(&county, marks, "s")
        )
    );
}

#[test]
fn the_alternative_text_says_how_many_are_not_shown_and_names_none_of_them_as_high_or_low() {
    let county = County::new();
    let mut marks = county.marks();
    marks[0].sight = Sight::Hidden;
    marks[0].label = "Verborgenhausen".into();
    for svg in [
        county_map(&county, marks.clone(), "k"),
        swarm(&county, marks, "s"),
    ] {
        assert!(
            svg.alt
                .contains("5 Wohnplätze sind zum Schutz Einzelner nicht gezeigt."),
            "{}",
            svg.alt
        );
        assert!(!svg.markup.contains("Verborgenhausen"));
    }
}

fn maps_and_swarms(county: &County, ground: Ground<'_>, marks: &[Mark]) -> [Svg; 2] {
    let topic = Topic::new();
    let classes = Classes::from_inner(&[6.0, 9.0], Palette::Sequential);
    let selection = Selection {
        areas: &county.areas,
        one: WP.0,
        many: WP.1,
    };
    [
        map::draw(&map::Plan {
            frame: frame("k", 300.0, Some(200.0)),
            subject: topic.subject(),
            period: Period::Year(2024),
            ground,
            selection,
            classes: &classes,
            highlight: None,
            labels: Labels::Areas,
            tooltips: Tooltips::Areas,
            marks: marks.to_vec(),
        }),
        distribution::draw(&distribution::Plan {
            frame: frame("d", 300.0, Some(150.0)),
            subject: topic.subject(),
            period: Period::Year(2024),
            selection,
            classes: &classes,
            highlight: None,
            marks: marks.to_vec(),
            reference: None,
        }),
    ]
}

#[test]
fn strange_land_and_strange_figures_are_drawn_all_the_same() {
    let full = County::new();
    let set = |sight: Sight| {
        let mut marks = full.marks();
        for m in &mut marks {
            m.sight = sight;
        }
        marks
    };
    let equal = Sight::Seen {
        value: 5.0,
        interval: None,
    };
    let huge = Sight::Seen {
        value: 1e300,
        interval: Some((-1e300, f64::MAX)),
    };
    for sight in [Sight::Hidden, Sight::Missing, equal, huge] {
        for svg in maps_and_swarms(&full, full.ground(), &set(sight)) {
            check(&svg);
        }
    }
    let mut none = County::new();
    none.areas.clear();
    none.outlines.clear();
    let mut one = County::new();
    one.areas.truncate(1);
    let mut flat = County::new();
    for outline in flat.outlines.values_mut() {
        let ring = geo::LineString::from(vec![(1.0, f64::NAN), (1.0, 2.0), (1.0, 2.0)]);
        *outline = geo::MultiPolygon(vec![geo::Polygon::new(ring, Vec::new())]);
    }
    for county in [none, one, flat] {
        let marks: Vec<Mark> = full.marks().into_iter().take(county.areas.len()).collect();
        for svg in maps_and_swarms(&county, county.ground(), &marks) {
            check(&svg);
        }
    }
}

#[test]
fn eleven_thousand_areas_are_drawn_in_a_moment() {
    let small = County::new();
    let mut county = County::new();
    county.areas.clear();
    let mut marks = Vec::new();
    for (i, mark) in small.marks().into_iter().cycle().take(11_000).enumerate() {
        let area = super::county::key(&format!("g{i}"));
        let east = (i / 96) as f64 * 30_000.0;
        let outline = small.outlines[&mark.area].map_coords(|c| (c.x + east, c.y).into());
        county.outlines.insert(area.clone(), outline);
        county.areas.push(area.clone());
        marks.push(Mark { area, ..mark });
    }
    let start = std::time::Instant::now();
    for svg in maps_and_swarms(&county, county.ground(), &marks) {
        assert!(svg.markup.len() > 1000);
    }
    // About a second in an unoptimised build; a busy machine gets ten times that.
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn a_swarm_keeps_to_its_height_however_alike_the_areas_are() {
    let county = County::new();
    let mut marks = county.marks();
    for m in &mut marks {
        m.sight = Sight::Seen {
            value: 5.0,
            interval: None,
        };
    }
    let [_, svg] = maps_and_swarms(&county, county.ground(), &marks);
    assert!(svg.height <= 156.0, "{}", svg.height);
}

#[test]
fn names_with_signs_of_xml_are_escaped() {
    let mut county = County::new();
    for name in county.names.values_mut() {
        *name = "<b> & \"Söhne\"\u{1}".into();
    }
    let mut marks = county.marks();
    for m in &mut marks {
        m.label = "</svg><script>".into();
    }
    for svg in maps_and_swarms(&county, county.ground(), &marks) {
        check(&svg);
        assert!(!svg.markup.contains("<script"));
    }
}

fn any_sight() -> impl Strategy<Value = Sight> {
    prop_oneof![
        4 => (-1e6..1e6f64, 0.0..1e4f64).prop_map(|(value, half)| Sight::Seen { value, interval: Some((value - half, value + half)) }),
        1 => (0.0..100.0f64).prop_map(|value| Sight::Seen { value, interval: None }),
        1 => Just(Sight::Hidden),
        1 => Just(Sight::Missing),
    ]
}

fn any_role() -> impl Strategy<Value = Role> {
    prop::sample::select(vec![
        Role::Place,
        Role::Municipality,
        Role::County,
        Role::Other,
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_rows_make_sound_bars_and_strips(
        rows in prop::collection::vec((".{0,30}", any_role(), any_sight()), 0..9),
        width in 60.0..700.0f64,
    ) {
        let topic = Topic::new();
        let marks: Vec<Mark> = rows.iter().map(|(l, r, s)| mark(l, *r, *s)).collect();
        for form in [Form::Bars, Form::Dots] {
            check(&bars::draw(&bars::Plan {
                frame: frame("b", width, None),
                subject: topic.subject(),
                period: Period::Year(2024),
                marks: marks.clone(),
                reference: marks.first().cloned(),
                form,
            }));
        }
        check(&strip::draw(&frame("s", width, None), &marks, None, String::new()));
    }

    #[test]
    fn any_years_make_a_sound_series(
        tracks in prop::collection::vec((any_role(), prop::collection::vec((1990..2040i32, 0..3i32, any_sight()), 0..14)), 0..4),
        cut in 1980..2050i32,
        width in 60.0..700.0f64,
    ) {
        let topic = Topic::new();
        let breaks = [Break { year: cut, words: "neuer Zuschnitt" }];
        let track = |(role, years): &(Role, Vec<(i32, i32, Sight)>)| {
            let mut moments: Vec<Moment> = years
                .iter()
                .map(|(year, pool, sight)| Moment {
                    period: if *pool == 0 { Period::Year(*year) } else { Period::Pool(*year, year + pool) },
                    definition: 1,
                    sight: *sight,
                })
                .collect();
            moments.sort_by_key(|m| m.period);
            Track::of_moments("hier", *role, moments, &breaks)
        };
        check(&series::draw(&series::Plan {
            frame: frame("r", width, None),
            subject: topic.subject(),
            breaks: &breaks,
            starts: &[],
            bands: "",
            tracks: tracks.iter().map(track).collect(),
        }));

    }
}
