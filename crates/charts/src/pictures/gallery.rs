//! All kinds of pictures once, written to the folder named by `CHARTS_GALLERY` for looking at.

use vocabulary::{Breakdown, IndicatorId, Period};

use super::county::{County, dice, key};
use crate::classes::{Classes, Palette};
use crate::mark::{Mark, Sight};
use crate::request::{Break, Frame, Line, Role, Selection, Subject};
use crate::series::drawing as series;
use crate::series::track::{Moment, Track};
use crate::{
    Course, CoursePoint, CoursesRequest, Form, Labels, LocatorRequest, Span, SpanWords,
    SpansRequest, Svg, Tooltips, bars, distribution, map, pyramid, strip,
};

pub(crate) struct Topic {
    indicator: IndicatorId,
    breakdown: Breakdown,
}

impl Topic {
    pub(crate) fn new() -> Self {
        Self {
            indicator: IndicatorId::parse("EIN04").unwrap(),
            breakdown: Breakdown::total(),
        }
    }
    pub(crate) fn subject(&self) -> Subject<'_> {
        Subject {
            indicator: &self.indicator,
            breakdown: &self.breakdown,
            name: "Kinder unter 15 mit Bürgergeld",
            unit: "%",
            decimals: 1,
        }
    }
}

pub(crate) const WP: (&str, &str) = ("Wohnplatz", "Wohnplätze");

pub(crate) fn frame(id: &str, width: f64, height: Option<f64>) -> Frame<'_> {
    Frame {
        id_prefix: id,
        title: "Ein Titel, der sagt, was zu sehen ist",
        width,
        height,
        text_size: 13.0,
    }
}

pub(crate) fn seen(value: f64, half: f64) -> Sight {
    Sight::Seen {
        value,
        interval: Some((value - half, value + half)),
    }
}

pub(crate) fn mark(label: &str, role: Role, sight: Sight) -> Mark {
    Mark {
        area: key("09999"),
        label: label.into(),
        role,
        sight,
        denominator: None,
    }
}

pub(crate) fn county_map(county: &County, marks: Vec<Mark>, id: &str) -> Svg {
    let topic = Topic::new();
    let classes = Classes::from_inner(&[6.0, 9.0, 13.0, 18.0], Palette::Sequential);
    map::draw(&map::Plan {
        frame: frame(id, 700.0, None),
        subject: topic.subject(),
        period: Period::Year(2024),
        ground: county.ground(),
        selection: Selection {
            areas: &county.areas,
            one: WP.0,
            many: WP.1,
        },
        classes: &classes,
        highlight: county.areas.get(72),
        labels: Labels::Parents,
        tooltips: Tooltips::None,
        marks,
    })
}

pub(crate) fn swarm(county: &County, marks: Vec<Mark>, id: &str) -> Svg {
    let topic = Topic::new();
    let classes = Classes::from_inner(&[6.0, 9.0, 13.0, 18.0], Palette::Sequential);
    distribution::draw(&distribution::Plan {
        frame: frame(id, 520.0, Some(220.0)),
        subject: topic.subject(),
        period: Period::Year(2024),
        selection: Selection {
            areas: &county.areas,
            one: WP.0,
            many: WP.1,
        },
        classes: &classes,
        highlight: county.areas.get(72),
        marks,
        reference: Some(mark("Kreis", Role::County, seen(8.3, 0.2))),
    })
}

fn year(year: i32, value: f64, half: f64) -> Moment {
    Moment {
        period: Period::Year(year),
        definition: if year < 2020 { 1 } else { 2 },
        sight: seen(value, half),
    }
}

fn series_picture(frame: Frame<'_>) -> Svg {
    let topic = Topic::new();
    let breaks = [Break {
        year: 2020,
        words: "neue Zählweise",
    }];
    let here = (2015..=2024).map(|y| {
        let noise = dice(y, 3);
        let mut moment = year(y, 14.0 + f64::from(y - 2015) * 0.35 + noise, 3.4);
        if y == 2022 {
            moment.sight = Sight::Hidden;
        }
        moment
    });
    let town = (2015..=2024).map(|y| year(y, 9.3 + dice(y, 8), 1.0));
    let county = (2015..=2024).map(|y| year(y, 11.0 - f64::from(y - 2015) * 0.28, 0.2));
    series::draw(&series::Plan {
        frame,
        subject: topic.subject(),
        breaks: &breaks,
        starts: &[],
        bands: "",
        tracks: vec![
            Track::of_moments("hier", Role::Place, here.collect(), &breaks),
            Track::of_moments("Lindenau", Role::Municipality, town.collect(), &breaks),
            Track::of_moments("Kreis", Role::County, county.collect(), &breaks),
        ],
    })
}

fn pooled(frame: Frame<'_>) -> Svg {
    let topic = Topic::new();
    let pool = |first: i32, value: f64, half: f64| Moment {
        period: Period::Pool(first, first + 2),
        definition: 1,
        sight: seen(value, half),
    };
    series::draw(&series::Plan {
        frame,
        subject: topic.subject(),
        breaks: &[],
        starts: &[],
        bands: "",
        tracks: vec![
            Track::of_moments(
                "hier",
                Role::Place,
                vec![
                    pool(2016, 17.0, 6.0),
                    pool(2019, 19.0, 7.0),
                    pool(2022, 21.0, 6.9),
                ],
                &[],
            ),
            Track::of_moments(
                "Kreis",
                Role::County,
                vec![
                    pool(2016, 15.0, 0.5),
                    pool(2019, 14.9, 0.6),
                    pool(2022, 14.8, 0.5),
                ],
                &[],
            ),
        ],
    })
}

fn strip_picture(id: &str) -> Svg {
    let marks = [
        mark("hier", Role::Place, seen(17.4, 3.3)),
        mark("Lindenau", Role::Municipality, seen(10.9, 1.0)),
        mark("Kreis", Role::County, seen(8.3, 0.2)),
    ];
    strip::draw(
        &frame(id, 200.0, None),
        &marks,
        Some((2.0, 24.0)),
        "Streifen".into(),
    )
}

fn bars_picture(id: &str, form: Form) -> Svg {
    let topic = Topic::new();
    let names = [
        "Rosental",
        "Lindenau",
        "Burghain",
        "Eichrath",
        "Altenberge",
        "Kirchfeld",
    ];
    let mut marks: Vec<Mark> = names
        .iter()
        .enumerate()
        .map(|(i, n)| {
            mark(
                n,
                Role::Other,
                seen(4.0 + 9.0 * dice(i32::try_from(i).unwrap(), 2), 1.2),
            )
        })
        .collect();
    marks[1].role = Role::Place;
    marks[3].sight = Sight::Hidden;
    marks[4].sight = Sight::Missing;
    bars::draw(&bars::Plan {
        frame: frame(id, 460.0, None),
        subject: topic.subject(),
        period: Period::Year(2024),
        marks,
        reference: Some(mark("Kreis", Role::County, seen(8.3, 0.2))),
        form,
    })
}

fn people(label: &str, role: Role, scale: f64) -> pyramid::People {
    const BANDS: [(&str, f64); 11] = [
        ("0-2", 27.0),
        ("3-5", 29.0),
        ("6-9", 40.0),
        ("10-14", 49.0),
        ("15-17", 29.0),
        ("18-19", 19.0),
        ("20-24", 50.0),
        ("25-54", 390.0),
        ("55-64", 160.0),
        ("65-79", 160.0),
        ("80+", 75.0),
    ];
    let mut rows = vec![(Breakdown::total(), seen(scale * 2060.0, 0.0))];
    for (i, (band, share)) in BANDS.iter().enumerate() {
        for (sex, part) in [("female", 1.03), ("male", 0.97)] {
            let noise = 0.8
                + 0.4
                    * dice(
                        i32::try_from(i).unwrap(),
                        if role == Role::Place { 5 } else { 6 },
                    );
            let breakdown = Breakdown::of([("age", *band), ("sex", sex)]).unwrap();
            let hide = *band == "18-19" && sex == "male" && role == Role::Place;
            let sight = if hide {
                Sight::Hidden
            } else {
                seen((share * part * noise * scale).round(), 0.0)
            };
            rows.push((breakdown, sight));
        }
    }
    let area = key("09999");
    let line = Line {
        area: &area,
        label,
        role,
    };
    pyramid::People::new(&line, rows.iter().map(|(b, s)| (b, *s)))
}

fn pyramid_picture(frame: Frame<'_>) -> Svg {
    pyramid::draw(&pyramid::Plan {
        frame,
        period: Period::Year(2024),
        people: people("Bahnhofsviertel", Role::Place, 1.7),
        compare: Some(people("Musterkreis", Role::County, 136.0)),
    })
}

pub(crate) fn print(id: &str, width: f64, height: Option<f64>) -> Frame<'_> {
    Frame {
        text_size: 8.5,
        ..frame(id, width, height)
    }
}

/// Change since five years before: less and more.
fn changes(county: &County) -> Vec<Mark> {
    let mut marks = county.marks();
    for m in &mut marks {
        if let Sight::Seen { value, .. } = &mut m.sight {
            *value = (*value - 9.0) / 4.0;
        }
    }
    marks
}

fn change(county: &County) -> [Svg; 2] {
    let topic = Topic::new();
    let classes = Classes::from_inner(&[-1.0, -0.25, 0.25, 1.0], Palette::Change);
    let subject = Subject {
        name: "Veränderung seit 2019",
        unit: "Punkte",
        ..topic.subject()
    };
    let selection = Selection {
        areas: &county.areas,
        one: WP.0,
        many: WP.1,
    };
    let map = map::draw(&map::Plan {
        frame: print("w", 300.0, None),
        subject,
        period: Period::Year(2024),
        ground: county.ground(),
        selection,
        classes: &classes,
        highlight: None,
        labels: Labels::Parents,
        tooltips: Tooltips::None,
        marks: changes(county),
    });
    let swarm = distribution::draw(&distribution::Plan {
        frame: print("v", 220.0, Some(120.0)),
        subject,
        period: Period::Year(2024),
        selection,
        classes: &classes,
        highlight: county.areas.get(3),
        marks: changes(county),
        reference: Some(mark("Kreis", Role::County, seen(3.0, 0.2))),
    });
    [map, swarm]
}

fn change_rows(county: &County, id: &str, form: Form) -> Svg {
    let topic = Topic::new();
    let mut marks = changes(county);
    marks.truncate(8);
    for m in &mut marks {
        m.sight = seen(m.value().unwrap_or(0.0), 0.4);
    }
    bars::draw(&bars::Plan {
        frame: print(id, 220.0, None),
        subject: topic.subject(),
        period: Period::Year(2024),
        marks,
        reference: Some(mark("Kreis", Role::County, seen(-0.2, 0.2))),
        form,
    })
}

/// Ages that the release does not part by sex.
fn ages(id: &str) -> Svg {
    let people = |label: &str, role: Role, dip: f64| {
        let rows = [
            ("total", 2060.0),
            ("age=0-5", 112.0),
            ("age=6-17", 240.0 * dip),
            ("age=18-24", 150.0),
            ("age=25-64", 1090.0),
            ("age=65-79", 330.0),
            ("age=80+", 138.0),
        ];
        let rows = rows.map(|(b, n)| (b.parse::<Breakdown>().unwrap(), seen(n, 0.0)));
        let area = key("09999");
        let line = Line {
            area: &area,
            label,
            role,
        };
        pyramid::People::new(&line, rows.iter().map(|(b, s)| (b, *s)))
    };
    pyramid::draw(&pyramid::Plan {
        frame: print(id, 180.0, Some(150.0)),
        period: Period::Year(2024),
        people: people("Bahnhofsviertel", Role::Place, 0.7),
        compare: Some(people("Musterkreis", Role::County, 1.0)),
    })
}

fn spans_picture(frame: Frame<'_>) -> Svg {
    let rows = ["Rosental", "Lindenau", "Burghain", "Eichrath"].map(|label| {
        let at = i32::from(label.as_bytes()[2]);
        let value = 4000.0 + 9000.0 * dice(at, 3);
        Span {
            label,
            value,
            range: Some((value * 0.85, value * 1.3)),
            other: (label != "Lindenau").then_some(value * 0.7 + 2000.0),
        }
    });
    crate::spans(&SpansRequest {
        frame,
        name: "Betrag",
        unit: "€",
        decimals: 2,
        rows: &rows,
        words: SpanWords {
            value: "bei λ = 0,5",
            range: "von λ = 0 bis λ = 1",
            other: "heute",
        },
    })
}

fn courses_picture(frame: Frame<'_>) -> Svg {
    let topic = Topic::new();
    let points = |level: f64, after: f64, range: Option<f64>| -> Vec<CoursePoint> {
        let years = range.map_or(2015, |_| 2020)..=2024;
        let point = |year: i32| {
            let value = level + 1.5 * dice(year, 3) + if year > 2020 { after } else { 0.0 };
            CoursePoint {
                period: Period::Year(year),
                value,
                range: range
                    .filter(|_| year > 2020)
                    .map(|h| (value - h, value + h)),
            }
        };
        years.map(point).collect()
    };
    let [here, others, moved] = [
        points(22.0, -7.0, None),
        points(11.0, 0.5, None),
        points(21.0, 0.5, Some(2.5)),
    ];
    let course = |label, role, points| Course {
        label,
        role,
        points,
    };
    crate::courses(&CoursesRequest {
        frame,
        subject: topic.subject(),
        courses: &[
            course("Weberviertel", Role::Place, here.as_slice()),
            course("Vergleichsgebiete", Role::Municipality, &others),
            course("wie Vergleich", Role::Other, &moved),
        ],
        starts: &[Break {
            year: 2021,
            words: "Start der Maßnahme",
        }],
        bands: "Das Band zeigt, was durch Zufall zu erwarten wäre.",
    })
}

/// Change with less and more, and the sizes of print.
pub(crate) fn more() -> Vec<(&'static str, Svg)> {
    let county = County::new();
    let [map, swarm] = change(&county);
    let placed = super::placed::pictures(&county);
    let drawn = vec![
        ("change", map),
        ("change-swarm", swarm),
        ("change-bars", change_rows(&county, "x", Form::Bars)),
        ("change-dots", change_rows(&county, "y", Form::Dots)),
        (
            "series-print",
            series_picture(print("z", 220.0, Some(110.0))),
        ),
        ("pyramid-print", pyramid_picture(print("q", 180.0, None))),
        ("ages-print", ages("ages")),
        ("pooled-print", pooled(print("r", 160.0, Some(90.0)))),
        ("spans-print", spans_picture(print("sp", 300.0, None))),
        (
            "courses-print",
            courses_picture(print("cp", 320.0, Some(150.0))),
        ),
    ];
    [drawn, placed].concat()
}

/// Every kind of picture once.
pub(crate) fn all() -> Vec<(&'static str, Svg)> {
    let county = County::new();
    let marked: Vec<_> = county.areas[72..73].to_vec();
    let locator = crate::locator(&LocatorRequest {
        frame: frame("lage", 180.0, None),
        outlines: &county.outlines,
        parents: &county.parents,
        areas: &county.areas,
        marked: &marked,
        not_judged: &[],
        name: "Bahnhofsviertel",
        whole: "Musterkreis",
    });
    vec![
        ("map", county_map(&county, county.marks(), "karte")),
        ("distribution", swarm(&county, county.marks(), "punkte")),
        ("series", series_picture(frame("reihe", 520.0, Some(200.0)))),
        ("pooled", pooled(frame("pool", 260.0, Some(160.0)))),
        ("locator", locator),
        ("strip", strip_picture("streifen")),
        ("bars", bars_picture("balken", Form::Bars)),
        ("dots", bars_picture("striche", Form::Dots)),
        ("pyramid", pyramid_picture(frame("pyramide", 340.0, None))),
        ("spans", spans_picture(frame("spannen", 520.0, None))),
        (
            "courses",
            courses_picture(frame("verlauf", 620.0, Some(260.0))),
        ),
    ]
}

#[test]
fn the_gallery_can_be_looked_at() {
    let pictures = [all(), more()].concat();
    let Ok(folder) = std::env::var("CHARTS_GALLERY") else {
        return;
    };
    let mut page = String::from("<body style='font:13px Fira Sans;margin:16px'>");
    for (name, svg) in &pictures {
        std::fs::write(format!("{folder}/{name}.svg"), &svg.markup).unwrap();
        let (bytes, wide) = (
            svg.markup.len().to_string(),
            svg.width.max(200.0).to_string(),
        );
        page.extend([
            "<figure style='display:inline-block;margin:10px;vertical-align:top'><b>",
            *name,
            "</b> ",
            &*bytes,
            " B<br>",
            &*svg.markup,
            "<figcaption style='color:#555;max-width:",
            &*wide,
            "px'>",
            &*svg.alt,
            "</figcaption></figure>",
        ]);
    }
    std::fs::write(format!("{folder}/gallery.html"), page).unwrap();
}
