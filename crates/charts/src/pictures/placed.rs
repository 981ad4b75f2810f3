//! Areas in named classes, and bars of shares.

use std::collections::BTreeMap;

use vocabulary::{AreaKey, Period};

use super::county::County;
use super::gallery::{WP, frame, print};
use crate::class_map::Placed;
use crate::mark::Sight;
use crate::request::{Frame, Selection};
use crate::{ClassMapRequest, Labels, SharesRequest, Svg, class_map, shares};

fn names() -> Vec<String> {
    ["geringe", "mittlere", "erhöhte", "hohe"]
        .map(|name| format!("{name} Belastung"))
        .to_vec()
}

fn placed(county: &County) -> BTreeMap<AreaKey, Placed> {
    let marks = county.marks().into_iter().enumerate();
    marks
        .map(|(at, mark)| {
            let placed = match (mark.sight, at % 9) {
                (Sight::Hidden, _) => Placed::Hidden,
                (Sight::Missing, _) => Placed::NotJudged,
                (Sight::Seen { value, .. }, 4) if value > 9.0 => Placed::Between(2, 1),
                (Sight::Seen { value, .. }, _) if value > 18.0 => Placed::In(3),
                (Sight::Seen { value, .. }, _) if value > 13.0 => Placed::In(2),
                (Sight::Seen { value, .. }, _) if value > 6.0 => Placed::In(1),
                (Sight::Seen { .. }, _) => Placed::In(0),
            };
            (mark.area, placed)
        })
        .collect()
}

fn picture(county: &County, frame: Frame<'_>, placed: &BTreeMap<AreaKey, Placed>) -> Svg {
    class_map(&ClassMapRequest {
        frame,
        subject: "Soziale Lage",
        period: Period::Year(2024),
        ground: county.ground(),
        selection: Selection {
            areas: &county.areas,
            one: WP.0,
            many: WP.1,
        },
        classes: &names(),
        placed,
        highlight: None,
        labels: Labels::Parents,
    })
}

fn bars(rows: &[(String, f64)], frame: Frame<'_>) -> Svg {
    shares(&SharesRequest {
        frame,
        subject: "Anteil an den Verschiebungen im Rang",
        rows,
    })
}

pub(crate) fn pictures(county: &County) -> Vec<(&'static str, Svg)> {
    let rows = [
        ("Auswahl der Indikatoren", 0.51),
        ("Gewichte", 0.2),
        ("Zufall in kleinen Fallzahlen", 0.12),
    ];
    let rows = rows.map(|(name, share)| (name.to_owned(), share));
    vec![
        (
            "classes",
            picture(county, frame("klassen", 700.0, None), &placed(county)),
        ),
        (
            "classes-print",
            picture(county, print("kd", 222.0, None), &placed(county)),
        ),
        ("shares-print", bars(&rows, print("anteile", 222.0, None))),
    ]
}

#[test]
fn each_class_has_its_dots_and_each_doubt_its_own_pattern() {
    let county = County::new();
    let svg = picture(&county, frame("k", 700.0, None), &placed(&county));
    for pattern in ["k-h10", "k-l10", "k-s1-2-10"] {
        assert!(
            svg.markup.contains(&format!("url(#{pattern})")),
            "{pattern}"
        );
    }
    let dots = svg.markup.matches("<circle").count();
    let white = svg.markup.matches(r##"fill="#fff"/>"##).count();
    assert!(dots > white && white > 6, "{dots} {white}");
}

#[test]
fn strange_classes_and_shares_are_drawn_all_the_same() {
    let county = County::new();
    let beyond = county.areas.iter().map(|a| (a.clone(), Placed::In(9)));
    let svg = picture(&county, frame("k", 700.0, None), &beyond.collect());
    assert!(
        svg.alt.contains("hohe Belastung: 96 Wohnplätze"),
        "{}",
        svg.alt
    );
    assert!(!svg.markup.contains("NaN"));
    let strange = [("a".to_owned(), f64::NAN), ("b".to_owned(), 7.0)];
    let svg = bars(&strange, frame("s", 200.0, None));
    assert_eq!(
        svg.alt,
        "Balken: Anteil an den Verschiebungen im Rang. a 0\u{202f}% und b 100\u{202f}%."
    );
    assert!(bars(&[], frame("s", 0.0, None)).markup.starts_with("<svg"));
}
