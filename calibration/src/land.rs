//! What all redrawn counties share: areas, outlines, catalogue, rules of confidentiality and of the early warning.

use std::collections::BTreeMap;

use areas::{Area, AreaTree, Level};
use disclosure::Rules;
use findings::RuleSet;
use geo::MultiPolygon;
use indicators::{Catalogue, Definition, Polarity};
use testkit::territory::{COUNTY, COUNTY_NAME, Territory, municipality_key};
use vocabulary::{AreaKey, IndicatorId, LevelId};

/// Indicators besides the burdens: the residents the index asks for, and what the measure is to improve.
const BESIDES: [&str; 2] = ["DEM01", MEASURED];
/// What the measure is to improve.
pub(crate) const MEASURED: &str = "BIL01";
/// The level of the areas looked at.
const LEVEL: &str = "wohnplatz";
/// All levels, the county first.
const LEVELS: [&str; 3] = ["county", "municipality", LEVEL];

/// The land and the rules.
pub(crate) struct Land {
    pub(crate) territory: Territory,
    pub(crate) tree: AreaTree,
    pub(crate) outlines: BTreeMap<AreaKey, MultiPolygon<f64>>,
    pub(crate) catalogue: Catalogue,
    pub(crate) confidentiality: Rules,
    pub(crate) warning: RuleSet,
    pub(crate) level: LevelId,
}

impl Land {
    /// Musterkreis with the burdens of the starter catalogue and the starter rules.
    pub(crate) fn new() -> Self {
        let territory = Territory::new();
        let outlines = territory.outlines_2020().into_iter();
        Self {
            tree: tree(&territory, &LEVELS),
            outlines: outlines
                .map(|(key, outline)| (area_key(&key), MultiPolygon(vec![outline])))
                .collect(),
            catalogue: catalogue(),
            confidentiality: Rules::starter(),
            warning: RuleSet::starter(),
            level: level(LEVEL),
            territory,
        }
    }

    /// The same land where nothing is hidden: for the truth, which nobody publishes.
    pub(crate) fn open() -> Self {
        let mut land = Self::new();
        for class in &mut land.confidentiality.classes {
            (class.threshold, class.internal_threshold) = (0.0, 0.0);
            (class.min_denominator, class.complement) = (0.0, false);
        }
        land
    }

    /// The county and its municipalities alone.
    pub(crate) fn municipalities(&self) -> AreaTree {
        tree(&self.territory, &LEVELS[..2])
    }

    /// The Wohnplätze in the order of their keys.
    pub(crate) fn areas(&self) -> impl Iterator<Item = &AreaKey> {
        self.tree.at_level(&self.level).map(|area| &area.key)
    }

    /// The newest definition of an indicator.
    pub(crate) fn definition(&self, id: &str) -> Option<&Definition> {
        let all = self.catalogue.indicators.iter();
        all.filter(|d| d.id.as_str() == id)
            .max_by_key(|d| d.version)
    }
}

/// An area's key that testkit wrote.
pub(crate) fn area_key(key: &str) -> AreaKey {
    key.parse().expect("keys are digits")
}

/// An indicator's id of the starter catalogue.
pub(crate) fn indicator(id: &str) -> IndicatorId {
    id.parse().expect("ids of the catalogue are words")
}

fn level(id: &str) -> LevelId {
    id.parse().expect("levels are words")
}

/// What is told of Wohnplätze and is a burden, and what else is needed.
fn catalogue() -> Catalogue {
    let mut catalogue = Catalogue::starter();
    let level = level(LEVEL);
    catalogue.indicators.retain(|d| {
        let burden = d.polarity == Polarity::HigherIsBurden && d.levels.contains(&level);
        burden || BESIDES.contains(&d.id.as_str())
    });
    catalogue
}

/// The areas of some levels.
fn tree(territory: &Territory, levels: &[&str]) -> AreaTree {
    let rank = |id: &str| Level {
        id: level(id),
        name: id.to_owned(),
        plural: id.to_owned(),
    };
    let area = |key: &str, name: &str, rank: &str, parent: Option<&str>| Area {
        key: area_key(key),
        name: name.to_owned(),
        level: level(rank),
        parent: parent.map(area_key),
        valid_from: None,
        valid_to: None,
    };
    let mut areas = vec![area(COUNTY, COUNTY_NAME, "county", None)];
    for number in 1..=8 {
        let key = municipality_key(number);
        let name = territory.name(&key);
        areas.push(area(&key, &name, "municipality", Some(COUNTY)));
    }
    areas.extend(
        territory
            .wohnplaetze
            .iter()
            .map(|w| area(&w.key, &w.name, LEVEL, Some(&w.key[..8]))),
    );
    areas.retain(|a| levels.contains(&a.level.as_str()));
    let levels = levels.iter().map(|l| rank(l)).collect();
    let version = "2020-01-01".parse().expect("a day");
    AreaTree::new(version, levels, areas, Vec::new()).expect("the tree of Musterkreis is tested")
}
