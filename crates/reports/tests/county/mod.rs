//! An invented county of any size, released: no real place or person, the same numbers every time.

#![expect(
    clippy::too_many_lines,
    clippy::unwrap_used,
    clippy::format_collect,
    clippy::format_push_string,
    reason = "a fixture is long, plain, and may panic"
)]

mod index;

use std::collections::BTreeMap;

use areas::{Area, AreaTree, Group, Level};
use disclosure::{FigureTable, Public, Released, Rules, Shown};
use geo::{LineString, MultiPolygon, Polygon};
use indicators::catalogue::Source;
use indicators::{Catalogue, Region, compute};
use releases::{
    Answer, AreaInfo, ClassBreaks, ClassMethod, Evidence, Examined, Finding, FindingKind, Gap,
    Geography, IndicatorSheet, Kind, LevelInfo, NotJudged, Polarity, Release, ReleaseMeta,
    SourceVintage, Topic, Verdict,
};
use vocabulary::{
    AreaKey, Breakdown, CountId, DeliveryId, IndicatorId, LevelId, Observation, Origin, Period,
    Quantity,
};

/// How large the county is.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) municipalities: usize,
    pub(crate) places: usize,
    pub(crate) topics: usize,
    pub(crate) per_topic: usize,
    pub(crate) years: i32,
}

const TOWNS: [&str; 8] = [
    "Rosental",
    "Lindenau",
    "Burghain",
    "Eichrath",
    "Altenberge",
    "Kirchfeld",
    "Neuhausen",
    "Mühlbach",
];
const TOPICS: [(&str, &str); 12] = [
    ("demography", "Bevölkerung"),
    ("income", "Einkommen"),
    ("work", "Arbeit"),
    ("households", "Haushalte und Familien"),
    ("migration", "Vielfalt und Herkunft"),
    ("education", "Bildung und Betreuung"),
    ("health", "Gesundheit"),
    ("youth", "Jugendhilfe"),
    ("care", "Älter werden und Pflege"),
    ("housing", "Wohnen"),
    ("services", "Daseinsvorsorge"),
    ("participation", "Teilhabe"),
];

fn key(text: &str) -> AreaKey {
    AreaKey::parse(text).unwrap()
}

fn level(text: &str) -> LevelId {
    LevelId::parse(text).unwrap()
}

fn info(key: AreaKey, name: &str, of: &str, parent: Option<AreaKey>) -> AreaInfo {
    AreaInfo {
        key,
        name: name.into(),
        level: level(of),
        parent,
        members: vec![],
    }
}

/// The public release of the county.
pub(crate) fn release(size: Size) -> Release<Public> {
    let geography = geography(size);
    let sheets = sheets(size);
    let topics: Vec<Topic> = TOPICS[..size.topics]
        .iter()
        .map(|(id, name)| Topic {
            id: (*id).into(),
            name: (*name).into(),
        })
        .collect();
    let figures = figures(&geography, &sheets, &topics, size);
    let rows = figures.rows();
    let verdicts = verdicts(&geography, rows);
    let findings = findings(&verdicts, &geography);
    let breaks = breaks(&geography, rows);
    let index = index::index(&geography);
    Release {
        meta: ReleaseMeta {
            identifier: "2025-1".into(),
            title: "Sozialdaten Musterkreis 2025".into(),
            county: "Musterkreis".into(),
            date: "2025-10-15".parse().unwrap(),
            edition: "public".into(),
            predecessor: None,
            erratum: None,
            hash: "3f5a".repeat(16),
        },
        geography,
        topics,
        sheets,
        figures,
        verdicts,
        breaks,
        findings,
        indices: vec![index],
        beside: Vec::new(),
        examined: examined(),
        allocations: Vec::new(),
        outlook: None,
        not_made: Vec::new(),
        gaps: vec![Gap { indicator: IndicatorId::parse("DEM04").unwrap(), periods: vec![Period::Year(2018)], areas_missing: 0, areas: 87, reason: "Lieferung 2018 fehlt".into() }],
        sources: vec![SourceVintage { supplier: "Bundesagentur für Arbeit".into(), title: "Kleinräumige Daten".into(), newest: Some(Period::Year(2024)), received: "2025-03-01".parse().ok(), licence: "Datenlizenz Deutschland 2.0".into(), deliveries: 10, delivered: Vec::new() }],
        protection: vec!["Werte von 1 bis 4 sind nicht gezeigt.".into(), "Nullen sind gezeigt.".into(), "Ein einzelner verborgener Wert lässt sich nicht aus einer gezeigten Summe zurückrechnen.".into()],
    }
}

fn geography(size: Size) -> Geography {
    let mut areas = vec![info(key("09999"), "Musterkreis", "county", None)];
    let mut outlines = BTreeMap::new();
    let mut members = BTreeMap::new();
    for (m, town) in TOWNS[..size.municipalities].iter().enumerate() {
        areas.push(info(
            key(&format!("09999{:03}", m + 1)),
            town,
            "municipality",
            Some(key("09999")),
        ));
        members.insert(m, 0);
    }
    let columns = 10;
    for p in 0..size.places {
        let m =
            (p % columns) * size.municipalities / columns.min(size.places) % size.municipalities;
        let n = members.get_mut(&m).unwrap();
        *n += 1;
        let town = key(&format!("09999{:03}", m + 1));
        let place = key(&format!("{town}{:03}", *n));
        let name = format!(
            "{} {}",
            TOWNS[m],
            [
                "Mitte",
                "Nord",
                "Süd",
                "Am Bahnhof",
                "Oberdorf",
                "Unterdorf",
                "Siedlung",
                "Höhe",
                "Aue",
                "Berg",
                "Feld"
            ][*n % 11]
        );
        areas.push(info(place.clone(), &name, "wohnplatz", Some(town)));
        outlines.insert(
            place,
            MultiPolygon::new(vec![cell((p % columns) as f64, (p / columns) as f64)]),
        );
    }
    for m in 0..size.municipalities {
        let town = key(&format!("09999{:03}", m + 1));
        let parts: Vec<Polygon<f64>> = outlines
            .iter()
            .filter(|(k, _)| k.as_str().starts_with(town.as_str()))
            .flat_map(|(_, o)| o.0.clone())
            .collect();
        outlines.insert(town, MultiPolygon::new(parts));
    }
    for g in 0..(size.places / 6).min(5) {
        let mut group = info(
            key(&format!("SR-{:02}", g + 1)),
            &format!("Sozialraum {}", g + 1),
            "group",
            None,
        );
        group.members = areas
            .iter()
            .filter(|a| a.level.as_str() == "wohnplatz")
            .skip(g * 5)
            .take(4)
            .map(|a| a.key.clone())
            .collect();
        areas.push(group);
    }
    for p in 1..=6 {
        areas.push(info(
            key(&format!("0999{p}")),
            &format!("Vergleichskreis {p}"),
            "peer",
            None,
        ));
    }
    areas.push(info(key("09"), "Land", "federal_state", None));
    Geography {
        version: None,
        levels: [
            ("county", "Kreis", "Kreise"),
            ("municipality", "Gemeinde", "Gemeinden"),
            ("wohnplatz", "Wohnplatz", "Wohnplätze"),
        ]
        .map(|(id, name, plural)| LevelInfo {
            id: level(id),
            name: name.into(),
            plural: plural.into(),
        })
        .to_vec(),
        areas,
        outlines,
    }
}

/// A cell with wavy borders that fit its neighbours'.
fn cell(x: f64, y: f64) -> Polygon<f64> {
    let wave = |t: f64, s: f64| ((t * 2.1 + s * 1.3).sin() + (t * 5.3 + s).cos() * 0.4) * 220.0;
    let point = |x: f64, y: f64| {
        (
            400_000.0 + x * 2500.0 + wave(y, x.floor()),
            5_600_000.0 + y * 2300.0 + wave(x, 3.0 + y.floor()),
        )
    };
    let steps = 8;
    let mut ring = Vec::new();
    let at = |i: usize| i as f64 / steps as f64;
    ring.extend((0..steps).map(|i| point(x + at(i), y)));
    ring.extend((0..steps).map(|i| point(x + 1.0, y + at(i))));
    ring.extend((0..steps).map(|i| point(x + 1.0 - at(i), y + 1.0)));
    ring.extend((0..steps).map(|i| point(x, y + 1.0 - at(i))));
    Polygon::new(LineString::from(ring), vec![])
}

fn sheets(size: Size) -> Vec<IndicatorSheet> {
    let mut sheets = Vec::new();
    for (t, (topic, name)) in TOPICS[..size.topics].iter().enumerate() {
        for i in 0..size.per_topic {
            let people = t == 0 && i == 0;
            let id = match (t, i) {
                (0, 0) => "DEM01".into(),
                (0, 1) => "DEM04".into(),
                (0, 2) => "DEM06".into(),
                (1, 0) => "EIN04".into(),
                (2, 0) => "ARB01".into(),
                _ => format!("{}{i:02}", &format!("{}{t}", topic[..2].to_uppercase())),
            };
            let (full, subject, polarity) = [
                (
                    "Kinder unter 15 Jahren in Familien mit Bürgergeld",
                    "Kinder unter 15 in Familien mit Bürgergeld",
                    Polarity::HigherIsBurden,
                ),
                (
                    "Kinder unter 3 Jahren in Betreuung",
                    "Kinder unter 3 in Betreuung",
                    Polarity::HigherIsBetter,
                ),
                (
                    "Menschen ab 65 Jahren, die allein leben",
                    "Menschen ab 65, die allein leben",
                    Polarity::Neutral,
                ),
                (
                    "Langzeitarbeitslose an allen Menschen von 15 bis 64 Jahren",
                    "langzeitarbeitslose Menschen",
                    Polarity::HigherIsBurden,
                ),
            ][(t + i) % 4];
            let base = IndicatorSheet {
                id: IndicatorId::parse(&id).unwrap(),
                version: 1, valid_from: None, valid_to: None, change_note: None,
                name: if people { "Bevölkerung am Ort der Hauptwohnung".into() } else { format!("{full} ({name})") },
                short_name: if people { "Bevölkerung".into() } else { subject.to_owned() },
                subject: subject.into(), topic: (*topic).into(),
                kind: if people { Kind::Count } else { Kind::Share },
                unit: if people { "Personen" } else { "%" }.into(), decimals: u8::from(!people), factor: if people { 1.0 } else { 100.0 },
                numerator: subject.into(), denominator: (!people).then(|| "alle Menschen dieser Gruppe".into()),
                polarity, source: "Bundesagentur für Arbeit; Melderegister".into(), rhythm: "jährlich".into(),
                levels: ["county", "municipality", "wohnplatz"].map(level).to_vec(),
                reference_dates: "Zähler 31.12., Nenner 31.12.".into(), place_principle: "Wohnort".into(), population_concept: "Hauptwohnung, Melderegister".into(),
                breakdowns: vec![], confidentiality: "Werte von 1 bis 4 und ihre Ergänzung sind nicht gezeigt.".into(),
                evidence: "amtlich".into(), notes: "Gezählt werden alle, die am Stichtag gemeldet sind.".into(), limits: "Sagt nichts über einzelne Menschen.".into(),
                reading: "Ein höherer Wert bedeutet, dass mehr Menschen auf Unterstützung angewiesen sind.".into(), design_effect: 1.0, practical_threshold: None, min_count: Some(5.0), open: false,
            };
            if id == "EIN04" {
                let second = IndicatorSheet {
                    version: 2,
                    valid_from: Some(2020),
                    change_note: Some("neue Zählweise".into()),
                    ..base.clone()
                };
                sheets.push(IndicatorSheet {
                    valid_to: Some(2019),
                    ..base
                });
                sheets.push(second);
            } else {
                sheets.push(base);
            }
        }
    }
    sheets.push(IndicatorSheet {
        id: IndicatorId::parse("INK01").unwrap(),
        name: "Arbeitslosenquote (INKAR)".into(),
        short_name: "Arbeitslosenquote".into(),
        kind: Kind::Supplied,
        topic: "compare".into(),
        version: 1,
        valid_from: None,
        valid_to: None,
        change_note: None,
        ..sheets[1].clone()
    });
    sheets
}

fn noise(n: usize) -> f64 {
    let mut x = (n as u64)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
        .wrapping_add(0x1234_5678);
    x ^= x >> 31;
    x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x ^= x >> 27;
    (x % 10_000) as f64 / 10_000.0
}

fn figures(
    geography: &Geography,
    sheets: &[IndicatorSheet],
    topics: &[Topic],
    size: Size,
) -> Released<FigureTable, Public> {
    let (counts, indicators) = catalogue_files(sheets);
    let mut topic_file: String = topics
        .iter()
        .map(|t| format!("[[topic]]\nid = '{}'\nname = '{}'\n", t.id, t.name))
        .collect();
    topic_file.push_str("[[topic]]\nid = 'compare'\nname = 'Vergleich'\n");
    let file = |file, text| Source { file, text };
    let catalogue = Catalogue::load(
        file("counts.toml", &counts),
        file("indicators.toml", &indicators),
        file("topics.toml", &topic_file),
    )
    .unwrap();
    let tree = tree(geography);
    let beside = geography
        .areas
        .iter()
        .filter(|a| matches!(a.level.as_str(), "peer" | "federal_state"));
    let region = beside.fold(Region::of(&tree), |region, a| {
        region.beside(a.key.clone(), a.level.clone())
    });
    let computed = compute(&catalogue, &region, &observations(geography, sheets, size));
    disclosure::release::<Public>(&computed, &catalogue, &Rules::starter())
        .unwrap()
        .0
}

fn tree(geography: &Geography) -> AreaTree {
    let levels = geography
        .levels
        .iter()
        .map(|l| Level {
            id: l.id.clone(),
            name: l.name.clone(),
            plural: l.plural.clone(),
        })
        .collect();
    let in_tree = geography
        .areas
        .iter()
        .filter(|a| geography.levels.iter().any(|l| l.id == a.level));
    let areas = in_tree
        .map(|a| Area {
            key: a.key.clone(),
            name: a.name.clone(),
            level: a.level.clone(),
            parent: a.parent.clone(),
            valid_from: None,
            valid_to: None,
        })
        .collect();
    let groups = geography
        .areas
        .iter()
        .filter(|a| a.level.as_str() == "group");
    let groups = groups
        .map(|a| Group {
            key: a.key.clone(),
            name: a.name.clone(),
            members: a.members.clone(),
            cuts: Vec::new(),
            division: None,
        })
        .collect();
    AreaTree::new("2024-12-31".parse().unwrap(), levels, areas, groups).unwrap()
}

/// One base count for numerator and denominator of each indicator.
fn catalogue_files(sheets: &[IndicatorSheet]) -> (String, String) {
    let count = |id: String, more: &str| {
        format!(
            "[[count]]\nid = '{id}'\nname = '{id}'\nunit = 'Personen'\nnature = 'stock'\nreference = '31.12.'\nsource = 'Register'\nclass = 'social'\npersons = true\n{more}"
        )
    };
    let (mut counts, mut indicators) = (String::new(), String::new());
    for sheet in sheets {
        let id = sheet.id.as_str().to_lowercase();
        if sheet.version == 1 {
            let more = if sheet.kind == Kind::Supplied {
                "additive = false\n"
            } else {
                ""
            };
            counts.push_str(&count(format!("n_{id}"), more));
            if sheet.denominator.is_some() && sheet.kind == Kind::Share {
                counts.push_str(&count(format!("b_{id}"), ""));
            }
        }
        let kind = match sheet.kind {
            Kind::Count => "count",
            Kind::Supplied => "supplied",
            _ => "share",
        };
        let levels = if sheet.kind == Kind::Supplied {
            "['county']"
        } else {
            "['county', 'municipality', 'wohnplatz']"
        };
        indicators.push_str(&format!("[[indicator]]\nid = '{}'\nversion = {}\nname = '{}'\ntopic = '{}'\nkind = '{kind}'\nnumerator = 'n_{id}'\nunit = '{}'\nlevels = {levels}\n", sheet.id, sheet.version, sheet.name, sheet.topic, sheet.unit));
        if kind == "share" {
            indicators.push_str(&format!("denominator = 'b_{id}'\n"));
        }
        for (key, year) in [
            ("valid_from", sheet.valid_from),
            ("valid_to", sheet.valid_to),
        ] {
            indicators.extend(year.map(|y| format!("{key} = {y}\n")));
        }
        indicators.extend(
            sheet
                .change_note
                .as_ref()
                .map(|note| format!("change_note = '{note}'\n")),
        );
    }
    (counts, indicators)
}

fn observations(geography: &Geography, sheets: &[IndicatorSheet], size: Size) -> Vec<Observation> {
    let mut all = Vec::new();
    for (s, sheet) in sheets
        .iter()
        .enumerate()
        .filter(|(_, sheet)| sheet.version == 1)
    {
        let id = sheet.id.as_str().to_lowercase();
        for year in (2025 - size.years)..=2024 {
            let mut put = |what: &str, area: &AreaInfo, number: f64| {
                all.push(Observation {
                    count: CountId::parse(&format!("{what}_{id}")).unwrap(),
                    area: area.key.clone(),
                    period: Period::Year(year),
                    breakdown: Breakdown::total(),
                    quantity: Quantity::known(number),
                    origin: Origin {
                        delivery: DeliveryId::parse("d1").unwrap(),
                        sheet: "".into(),
                        row: 1,
                        column: 1,
                    },
                });
            };
            for (p, area) in geography.areas.iter().enumerate() {
                match (sheet.kind, area.level.as_str()) {
                    (Kind::Supplied, "peer" | "federal_state" | "county") => put(
                        "n",
                        area,
                        ((3.0 + noise(p * 31) * 4.0) * 10.0).round() / 10.0,
                    ),
                    (Kind::Supplied, _) => {}
                    (kind, "wohnplatz") => {
                        let people = (200.0
                            + noise(p * 7).powi(3)
                                * 8800.0
                                * (1.0 + f64::from(year - 2015) * 0.004))
                            .round();
                        if kind == Kind::Count {
                            put("n", area, people);
                            continue;
                        }
                        let base = (people * 0.12 + 20.0).round();
                        let share = 0.03
                            + 0.25 * noise(p * 13 + s).powi(2)
                            + 0.006 * f64::from(year - 2015) * (noise(s) - 0.4);
                        put("n", area, (base * share.max(0.0)).round());
                        put("b", area, base);
                    }
                    _ => {}
                }
            }
        }
    }
    all
}

fn verdicts(geography: &Geography, rows: &[Shown]) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    let newest = Period::Year(2024);
    let index: BTreeMap<(&IndicatorId, &AreaKey), &Shown> = rows
        .iter()
        .filter(|r| r.period == newest && r.lower.is_some())
        .map(|r| ((&r.indicator, &r.area), r))
        .collect();
    for ((indicator, area), shown) in &index {
        let info = geography.areas.iter().find(|a| a.key == **area).unwrap();
        let mut against = vec![key("09999")];
        if info.level.as_str() == "wohnplatz" {
            against.extend(info.parent.clone());
        }
        for whole in against.into_iter().filter(|w| w != *area) {
            let Some(other) = index.get(&(*indicator, &whole)) else {
                continue;
            };
            let value = other.value.unwrap();
            let answer = if shown.lower.unwrap() > value {
                Answer::Above
            } else if shown.upper.unwrap() < value {
                Answer::Below
            } else {
                Answer::NoDifference
            };
            verdicts.push(Verdict {
                area: (*area).clone(),
                against: whole.clone(),
                indicator: (*indicator).clone(),
                period: newest,
                answer,
            });
        }
    }
    verdicts
}

fn findings(verdicts: &[Verdict], geography: &Geography) -> Vec<Finding> {
    let places = geography.areas.iter();
    let places = places.filter(|a| a.level.as_str() == "wohnplatz");
    places
        .filter_map(|area| {
            let of: Vec<&Verdict> = verdicts
                .iter()
                .filter(|v| v.area == area.key && v.against == key("09999"))
                .collect();
            let above: Vec<&&Verdict> = of.iter().filter(|v| v.answer == Answer::Above).collect();
            (above.len() * 2 > of.len()).then(|| Finding {
                rule: "abweichung".into(),
                rule_version: 1,
                kind: FindingKind::Deviation,
                areas: vec![area.key.clone()],
                indicators: above.iter().map(|v| v.indicator.clone()).collect(),
                since: None,
                period: above[0].period,
                figures: Vec::new(),
                reason: format!(
                    "{} von {} prüfbaren Belastungen liegen über dem übrigen Kreis.",
                    above.len(),
                    of.len()
                ),
                evidence: Evidence::Tested,
            })
        })
        .collect()
}

fn examined() -> Vec<Examined> {
    vec![Examined {
        rule: "abweichung".into(),
        name: "Mehrere Belastungen zugleich".into(),
        rule_version: 1,
        kind: FindingKind::Deviation,
        tests: 1234,
        indicators: vec![IndicatorId::parse("DEM04").unwrap()],
        not_judged: vec![NotJudged {
            indicator: None,
            areas: 3,
            reason: "zu wenige Fälle für eine Aussage".into(),
        }],
    }]
}

fn breaks(geography: &Geography, rows: &[Shown]) -> Vec<ClassBreaks> {
    let mut values: BTreeMap<(IndicatorId, LevelId), Vec<f64>> = BTreeMap::new();
    let levels: BTreeMap<&AreaKey, &LevelId> =
        geography.areas.iter().map(|a| (&a.key, &a.level)).collect();
    for row in rows.iter().filter(|r| r.value.is_some()) {
        values
            .entry((row.indicator.clone(), levels[&row.area].clone()))
            .or_default()
            .push(row.value.unwrap());
    }
    values
        .into_iter()
        .map(|((indicator, level), mut v)| {
            v.sort_by(f64::total_cmp);
            let upper = (1..=5)
                .map(|q| v[(v.len() * q / 5).saturating_sub(1)])
                .collect();
            ClassBreaks {
                indicator,
                level,
                method: ClassMethod::Quantile,
                upper,
            }
        })
        .collect()
}
