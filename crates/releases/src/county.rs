//! A county small enough to know by heart, for the tests of this crate: two towns of three places each.

use std::collections::BTreeMap;
use std::sync::Arc;

use areas::{Area, AreaTree, Level};
use disclosure::{Edition, Rules};
use indicators::catalogue::{Catalogue, Source};
use indicators::{Region, compute};
use vocabulary::{DeliveryId, Flags, Observation, Origin, Period, Quantity, Value};

use crate::{Draft, Release, ReleaseMeta, SourceDelivery, SourceVintage, assemble};

const COUNTS: &str = r#"
count = [
  { id = "people", name = "Menschen", unit = "Personen", nature = "stock", reference = "31.12.", source = "Register", class = "register", persons = true },
  { id = "claims", name = "Leistungen", unit = "Personen", nature = "stock", reference = "31.12.", source = "Jobcenter", class = "social", persons = true },
]"#;

pub(crate) const INDICATORS: &str = r#"
[[indicator]]
id = "P"
name = "Menschen"
topic = "t"
kind = "count"
numerator = "people"
unit = "Personen"
levels = ["county", "municipality", "wohnplatz"]
[[indicator]]
id = "C"
name = "Menschen mit Leistungen"
topic = "t"
kind = "share"
numerator = "claims"
denominator = "people"
unit = "%"
polarity = "higher_is_burden"
levels = ["county", "municipality", "wohnplatz"]
"#;

/// Claims of the six places in 2024; a year before there were two fewer each. 1,000 people live in each place.
const CLAIMS: [(&str, f64); 6] = [
    ("1a", 200.0),
    ("1b", 60.0),
    ("1c", 40.0),
    ("2a", 70.0),
    ("2b", 50.0),
    ("2c", 30.0),
];

/// The county; a test changes what it is about.
#[derive(Clone, Debug)]
pub(crate) struct County {
    indicators: String,
    rules: Rules,
    since: &'static str,
    presets: Vec<findings::Preset>,
    observations: Vec<Observation>,
}

impl County {
    pub(crate) fn new() -> Self {
        let mut county = Self {
            indicators: INDICATORS.to_owned(),
            rules: Rules::starter(),
            since: "2020-01-01",
            presets: Vec::new(),
            observations: Vec::new(),
        };
        for (year, delivery) in [(2023, "L1"), (2024, "L2")] {
            for (area, claims) in CLAIMS {
                let fewer = f64::from(2 * (2024 - year));
                county = county.with("people", area, (year, 1000.0), delivery);
                county = county.with("claims", area, (year, claims - fewer), delivery);
            }
        }
        county
    }

    /// Another number for a count, from another delivery.
    pub(crate) fn with(
        self,
        count: &str,
        area: &str,
        (year, number): (i32, f64),
        by: &str,
    ) -> Self {
        let mut county = self.without(count, area, year);
        county.observations.push(Observation {
            count: count.parse().unwrap(),
            area: area.parse().unwrap(),
            period: Period::Year(year),
            breakdown: "total".parse().unwrap(),
            quantity: Quantity {
                value: Value::Known(number),
                flags: Flags::empty(),
            },
            origin: Origin {
                delivery: by.parse().unwrap(),
                sheet: Arc::from(""),
                row: 1,
                column: 1,
            },
        });
        county
    }

    pub(crate) fn without(mut self, count: &str, area: &str, year: i32) -> Self {
        let period = Period::Year(year);
        let is = |o: &Observation| {
            (o.count.as_str(), o.area.as_str(), o.period) == (count, area, period)
        };
        self.observations.retain(|o| !is(o));
        self
    }

    pub(crate) fn with_indicators(self, indicators: &str) -> Self {
        Self {
            indicators: indicators.to_owned(),
            ..self
        }
    }

    /// With an index of its own.
    pub(crate) fn with_preset(mut self, preset: &str) -> Self {
        self.presets = vec![findings::Preset::load("preset.toml", preset).unwrap()];
        self
    }

    pub(crate) fn since(self, since: &'static str) -> Self {
        Self { since, ..self }
    }

    /// Another threshold for claims.
    pub(crate) fn with_threshold(mut self, threshold: f64) -> Self {
        let social = self
            .rules
            .classes
            .iter_mut()
            .find(|c| c.id.as_str() == "social");
        let social = social.unwrap();
        (social.threshold, social.internal_threshold) = (threshold, threshold);
        self
    }

    pub(crate) fn release<E: Edition>(&self, identifier: &str) -> Release<E> {
        self.draft(identifier, None)
    }

    /// A release that replaces another.
    pub(crate) fn erratum<E: Edition>(&self, identifier: &str, replaces: &str) -> Release<E> {
        self.draft(identifier, Some(replaces))
    }

    fn draft<E: Edition>(&self, identifier: &str, replaces: Option<&str>) -> Release<E> {
        let source = |file, text| Source { file, text };
        let catalogue = Catalogue::load(
            source("counts.toml", COUNTS),
            source("indicators.toml", &self.indicators),
            source("topics.toml", "[[topic]]\nid='t'\nname='Thema'"),
        )
        .unwrap();
        let tree = tree(self.since);
        let figures = compute(&catalogue, &Region::of(&tree), &self.observations);
        let (released, _) = disclosure::release::<E>(&figures, &catalogue, &self.rules).unwrap();
        assemble(Draft {
            meta: meta::<E>(identifier, replaces),
            catalogue: &catalogue,
            tree: &tree,
            outlines: BTreeMap::new(),
            peers: Vec::new(),
            figures: released,
            rules: &self.rules,
            findings: &findings::RuleSet::starter(),
            presets: &self.presets,
            sources: vec![self.source()],
            allocations: &[places_plan()],
            outlook: &findings::outlook::Plan::starter(),
        })
    }

    fn source(&self) -> SourceVintage {
        let newest: BTreeMap<&DeliveryId, Period> = self
            .observations
            .iter()
            .map(|o| (&o.origin.delivery, o.period))
            .collect();
        let delivered: Vec<SourceDelivery> = newest
            .into_iter()
            .map(|(id, newest)| SourceDelivery {
                id: id.clone(),
                received: "2025-03-01".parse().unwrap(),
                newest,
            })
            .collect();
        SourceVintage {
            supplier: "Jobcenter".into(),
            title: "Leistungen".into(),
            newest: Some(Period::Year(2024)),
            received: "2025-03-01".parse().ok(),
            licence: "frei".into(),
            deliveries: delivered.len(),
            delivered,
        }
    }
}

fn meta<E: Edition>(identifier: &str, replaces: Option<&str>) -> ReleaseMeta {
    ReleaseMeta {
        identifier: identifier.to_owned(),
        title: "Sozialdaten Kleinkreis".into(),
        county: "Kleinkreis".into(),
        date: "2025-10-15".parse().unwrap(),
        edition: E::NAME.into(),
        predecessor: replaces.map(str::to_owned),
        erratum: replaces.map(|_| "Zahl vertauscht".to_owned()),
        hash: String::new(),
    }
}

fn tree(since: &str) -> AreaTree {
    let level = |id: &str| Level {
        id: id.parse().unwrap(),
        name: id.into(),
        plural: id.into(),
    };
    let area = |key: &str, level: &str, parent: Option<&str>| Area {
        key: key.parse().unwrap(),
        name: format!("Ort {key}"),
        level: level.parse().unwrap(),
        parent: parent.map(|p| p.parse().unwrap()),
        valid_from: None,
        valid_to: None,
    };
    let mut areas = vec![area("K", "county", None)];
    for town in ["1", "2"] {
        areas.push(area(town, "municipality", Some("K")));
        let places = CLAIMS.iter().filter(|(key, _)| key.starts_with(town));
        areas.extend(places.map(|(key, _)| area(key, "wohnplatz", Some(town))));
    }
    let levels = vec![level("county"), level("municipality"), level("wohnplatz")];
    AreaTree::new(since.parse().unwrap(), levels, areas, vec![]).unwrap()
}

/// Twelve euros for the towns by claims.
fn places_plan() -> findings::allocation::Plan {
    let text = "name='Zwölf Euro'\nlevel='municipality'\nneed='C'\ntotal={money='12'}\nlambda=0.0";
    findings::allocation::Plan::load("plan.toml", text).unwrap()
}
