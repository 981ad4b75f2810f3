//! From counts through the door to pictures: what is hidden leaves no trace.

use std::sync::{Arc, LazyLock};

use areas::{Area, AreaTree, Level};
use disclosure::{FigureTable, Public, Released, Rules, release};
use indicators::catalogue::{Catalogue, Source};
use indicators::{Region, compute};
use vocabulary::{AreaKey, Breakdown, IndicatorId, Observation, Origin, Period, Quantity, State};

use super::county::{County, dice, key};
use super::gallery::{WP, frame};
use super::properties::check;
use crate::request::{Line, Role, Selection, Subject};
use crate::{
    BarsRequest, Classes, DistributionRequest, Form, Labels, MapRequest, Palette, PyramidRequest,
    SeriesRequest, StripRequest, Svg, Tooltips,
};

const COUNTS: &str = r#"
count = [
  { id = "people", name = "Menschen", unit = "Personen", nature = "stock", reference = "31.12.", source = "R", class = "register", persons = true, dimensions = [{ id = "age", categories = ["0-17", "18-64", "65+"] }] },
  { id = "cases", name = "Fälle", unit = "Personen", nature = "stock", reference = "31.12.", source = "S", class = "social", persons = true },
]"#;

const INDICATORS: &str = r#"
[[indicator]]
id = "P"
name = "Menschen"
topic = "t"
kind = "count"
numerator = "people"
unit = "Personen"
levels = ["county", "municipality", "wohnplatz"]
breakdowns = [{ dimension = "age" }]
[[indicator]]
id = "C"
name = "Fälle"
topic = "t"
kind = "share"
numerator = "cases"
denominator = "people"
unit = "%"
levels = ["county", "municipality", "wohnplatz"]
"#;

const YEARS: [i32; 2] = [2023, 2024];

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let source = |file, text| Source { file, text };
    Catalogue::load(
        source("counts.toml", COUNTS),
        source("indicators.toml", INDICATORS),
        source("topics.toml", "[[topic]]\nid='t'\nname='T'"),
    )
    .unwrap()
});

fn tree(county: &County) -> AreaTree {
    let level = |id: &str| Level {
        id: id.parse().unwrap(),
        name: id.into(),
        plural: id.into(),
    };
    let area = |area: &AreaKey, level: &str, parent: Option<AreaKey>| Area {
        key: area.clone(),
        name: area.to_string(),
        level: level.parse().unwrap(),
        parent,
        valid_from: None,
        valid_to: None,
    };
    let top = key("09999");
    let mut areas = vec![area(&top, "county", None)];
    for i in 1..=8 {
        areas.push(area(
            &key(&format!("0999900{i}")),
            "municipality",
            Some(top.clone()),
        ));
    }
    for own in &county.areas {
        areas.push(area(own, "wohnplatz", county.parents.get(own).cloned()));
    }
    let levels = vec![level("county"), level("municipality"), level("wohnplatz")];
    AreaTree::new("2024-01-01".parse().unwrap(), levels, areas, Vec::new()).unwrap()
}

/// Many cases in most areas, one or two in every ninth.
fn cases(i: i32, year: i32) -> f64 {
    if i % 9 == 4 {
        1.0 + f64::from((i + year) % 2)
    } else {
        (20.0 + 60.0 * dice(i, year)).round()
    }
}

fn counts(county: &County) -> Vec<Observation> {
    let mut found = Vec::new();
    for year in YEARS {
        for (i, area) in county.areas.iter().enumerate() {
            let i = i32::try_from(i).unwrap();
            let mut one = |count: &str, breakdown: &str, number: f64| {
                found.push(Observation {
                    count: count.parse().unwrap(),
                    area: area.clone(),
                    period: Period::Year(year),
                    breakdown: breakdown.parse().unwrap(),
                    quantity: Quantity::known(number),
                    origin: Origin {
                        delivery: "L1".parse().unwrap(),
                        sheet: Arc::from(""),
                        row: 1,
                        column: 1,
                    },
                });
            };
            one("cases", "total", cases(i, year));
            one("people", "age=0-17", (80.0 + 90.0 * dice(i, 1)).round());
            one("people", "age=18-64", (300.0 + 400.0 * dice(i, 2)).round());
            one("people", "age=65+", (90.0 + 100.0 * dice(i, 3)).round());
        }
    }
    found
}

fn public(county: &County) -> Released<FigureTable, Public> {
    let figures = compute(&CATALOGUE, &Region::of(&tree(county)), &counts(county));
    release::<Public>(&figures, &CATALOGUE, &Rules::starter())
        .expect("nothing small stands in it")
        .0
}

/// Every kind of picture, through the public functions.
#[expect(
    clippy::too_many_lines,
    reason = "one request of each kind, one after the other"
)]
fn pictures(county: &County, figures: &Released<FigureTable, Public>, place: &AreaKey) -> Vec<Svg> {
    let (indicator, population) = (id("C"), id("P"));
    let breakdown = Breakdown::total();
    let subject = Subject {
        indicator: &indicator,
        breakdown: &breakdown,
        name: "Fälle",
        unit: "%",
        decimals: 1,
    };
    let period = Period::Year(2024);
    let top = key("09999");
    let line = |area, label, role| Line { area, label, role };
    let (here, kreis) = (
        line(place, "hier", Role::Place),
        line(&top, "Kreis", Role::County),
    );
    let classes = Classes::from_upper(&[4.0, 6.0, 8.0, 10.0, 14.0], Palette::Sequential);
    let selection = Selection {
        areas: &county.areas,
        one: WP.0,
        many: WP.1,
    };
    let ground = county.ground();
    let frame = |prefix| frame(prefix, 400.0, None);
    vec![
        crate::map(&MapRequest {
            frame: frame("m"),
            figures,
            subject,
            period,
            ground,
            selection,
            classes: &classes,
            highlight: Some(place),
            labels: Labels::Parents,
            tooltips: Tooltips::Areas,
        }),
        crate::distribution(&DistributionRequest {
            frame: frame("d"),
            figures,
            subject,
            period,
            ground,
            selection,
            classes: &classes,
            reference: Some(kreis),
            highlight: Some(place),
        }),
        crate::series(&SeriesRequest {
            frame: frame("s"),
            figures,
            subject,
            lines: &[here, kreis],
            breaks: &[],
        }),
        crate::strip(&StripRequest {
            frame: frame("t"),
            figures,
            subject,
            period,
            among: &county.areas,
            lines: &[here, kreis],
        }),
        crate::bars(&BarsRequest {
            frame: frame("b"),
            figures,
            subject,
            period,
            rows: &[here],
            reference: Some(kreis),
            form: Form::Dots,
        }),
        crate::pyramid(&PyramidRequest {
            frame: frame("p"),
            figures,
            indicator: &population,
            period,
            area: here,
            compare: Some(kreis),
        }),
    ]
}

fn id(text: &str) -> IndicatorId {
    text.parse().unwrap()
}

#[test]
fn released_figures_become_pictures() {
    let county = County::new();
    let figures = public(&county);
    for place in [0, 4, 40] {
        for svg in pictures(&county, &figures, &county.areas[place]) {
            check(&svg);
        }
    }
}

#[test]
fn a_hidden_place_is_told_as_not_shown_and_never_by_a_number() {
    let county = County::new();
    let figures = public(&county);
    let rows = figures.across(&id("C"), Period::Year(2024), &Breakdown::total());
    let hidden: Vec<&AreaKey> = rows
        .iter()
        .filter(|r| r.state == State::Suppressed && county.areas.contains(&r.area))
        .map(|r| &r.area)
        .collect();
    assert!(hidden.len() > 10, "{}", hidden.len());
    for place in hidden.iter().take(3) {
        let [map, swarm, series, strip, bars, _] = &pictures(&county, &figures, place)[..] else {
            panic!("six pictures");
        };
        let count = format!(
            "{} Wohnplätze sind zum Schutz Einzelner nicht gezeigt.",
            hidden.len()
        );
        assert!(
            map.alt.contains(&count) && swarm.alt.contains(&count),
            "{}",
            map.alt
        );
        let tip = format!("{}: nicht gezeigt</title>", county.names[*place]);
        assert!(map.markup.contains(&tip));
        let told = ["hier: kein Wert gezeigt.", "hier: nicht gezeigt für 2024."];
        assert!(
            told.iter().any(|t| series.alt.contains(t)),
            "{}",
            series.alt
        );
        assert!(strip.alt.contains("hier nicht gezeigt"), "{}", strip.alt);
        assert!(bars.alt.contains("hier nicht gezeigt"), "{}", bars.alt);
    }
}

#[test]
fn the_ends_of_a_strip_are_shown_figures() {
    let county = County::new();
    let figures = public(&county);
    let (indicator, breakdown) = (id("C"), Breakdown::total());
    let (low, high) = crate::strip_ends(&StripRequest {
        frame: frame("t", 200.0, None),
        figures: &figures,
        subject: Subject {
            indicator: &indicator,
            breakdown: &breakdown,
            name: "Fälle",
            unit: "%",
            decimals: 1,
        },
        period: Period::Year(2024),
        among: &county.areas,
        lines: &[],
    })
    .unwrap();
    let shown: Vec<f64> = figures.rows().iter().filter_map(|r| r.value).collect();
    assert!(shown.contains(&low) && shown.contains(&high));
    // The one or two cases of every ninth area would lie far below.
    assert!(low > 1.0, "{low}");
}
