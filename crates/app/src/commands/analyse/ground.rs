//! What an analysis stands on: figures behind the gate, with their definitions, areas and outlines.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::Result;
use areas::AreaTree;
use areas::import::{Options, read};
use charts::{Frame, LocatorRequest, Svg, locator};
use clap::Args;
use disclosure::{FigureTable, Internal, Public, Released};
use findings::{Panel, Preset, RuleSet, outlook};
use geo::MultiPolygon;
use indicators::Catalogue;
use vocabulary::{AreaKey, Date, IndicatorId};

use super::own_table::OwnTable;
use crate::commands::DataFolder;
use crate::computation::compute;
use crate::failure::{InGerman, files};

/// Width of a map in pixels.
const MAP_WIDTH: f64 = 640.0;

/// Where the figures come from.
#[derive(Args, Clone)]
pub(crate) struct Source {
    #[arg(
        long,
        value_name = "DATEI",
        help = "Eigene Tabelle statt des Datenordners: area_id;period;numerator;denominator, \
                wenn gewünscht auch name;parent;indicator"
    )]
    csv: Option<PathBuf>,
    #[arg(
        long,
        value_name = "ZAHL",
        default_value = "3",
        help = "Mindestfallzahl für die eigene Tabelle: Kleineres wird nicht gezeigt; 0 schützt nichts"
    )]
    threshold: u32,
    #[arg(
        long,
        value_name = "DATEI",
        requires = "csv",
        help = "Umrisse der Gebiete der eigenen Tabelle (GeoJSON, Shapefile, GeoPackage)"
    )]
    outlines: Option<PathBuf>,
    #[arg(
        long,
        conflicts_with = "csv",
        help = "Mit den Werten der internen Ausgabe"
    )]
    internal: bool,
    #[arg(
        long,
        value_name = "TAG",
        conflicts_with = "csv",
        help = "Gebietsstand dieses Tages [sonst: der neueste]"
    )]
    territory: Option<Date>,
    #[arg(
        long,
        value_name = "DATEI",
        help = "Andere Regeln (TOML) [sonst: die des Datenordners]"
    )]
    rules: Option<PathBuf>,
    #[command(flatten)]
    folder: DataFolder,
}

/// Figures behind the gate, and what is needed to read them.
pub(crate) struct Ground {
    pub(crate) catalogue: Catalogue,
    pub(crate) tree: AreaTree,
    pub(crate) outlines: BTreeMap<AreaKey, MultiPolygon<f64>>,
    pub(crate) rules: RuleSet,
    /// The presets of the index that hold here.
    pub(crate) presets: Vec<Preset>,
    /// How the outlook is made here.
    pub(crate) outlook: outlook::Plan,
    /// What was noticed on the way, in German.
    pub(crate) notes: Vec<String>,
    figures: Passed,
}

/// Figures of one edition or the other; without the gate there are none.
enum Passed {
    Public(Released<FigureTable, Public>),
    Internal(Released<FigureTable, Internal>),
}

impl Source {
    /// The public figures of a data folder.
    pub(crate) fn of(folder: DataFolder) -> Self {
        Self {
            csv: None,
            threshold: 0,
            outlines: None,
            internal: false,
            territory: None,
            rules: None,
            folder,
        }
    }

    /// Where the data folder is.
    pub(crate) fn folder(&self) -> &DataFolder {
        &self.folder
    }

    /// Whether a table of one's own is analysed.
    pub(crate) fn is_own_table(&self) -> bool {
        self.csv.is_some()
    }

    /// Takes the figures through the gate.
    pub(crate) async fn ground(&self) -> Result<Ground> {
        let mut ground = match &self.csv {
            Some(path) => self.own(path)?,
            None => self.of_folder().await?,
        };
        if let Some(path) = &self.rules {
            ground.rules = RuleSet::load(&path.display().to_string(), &files::text(path)?)
                .in_german_of(path)?;
        }
        Ok(ground)
    }

    async fn of_folder(&self) -> Result<Ground> {
        let db = self.folder.read().await?;
        let computation = compute(&db, self.territory).await?;
        db.close().await;
        let figures = if self.internal {
            Passed::Internal(computation.release::<Internal>()?.0)
        } else {
            Passed::Public(computation.release::<Public>()?.0)
        };
        Ok(Ground {
            outlines: computation.outlines()?,
            catalogue: computation.catalogue,
            tree: computation.tree,
            rules: computation.rules_of_findings,
            presets: computation.presets,
            outlook: computation.outlook,
            notes: Vec::new(),
            figures,
        })
    }

    fn own(&self, path: &std::path::Path) -> Result<Ground> {
        let table = OwnTable::read(path)?;
        let (tree, notes) = (table.tree()?, table.notes());
        let catalogue = table.catalogue()?;
        let region = indicators::Region::of(&tree);
        let figures = indicators::compute(&catalogue, &region, &table.observations());
        let rules = OwnTable::protection(self.threshold);
        let (figures, _) =
            disclosure::release::<Public>(&figures, &catalogue, &rules).in_german()?;
        Ok(Ground {
            outlines: self.own_outlines()?,
            catalogue,
            tree,
            rules: RuleSet::starter(),
            presets: Preset::starters(),
            outlook: outlook::Plan::starter(),
            notes,
            figures: Passed::Public(figures),
        })
    }

    fn own_outlines(&self) -> Result<BTreeMap<AreaKey, MultiPolygon<f64>>> {
        let Some(path) = &self.outlines else {
            return Ok(BTreeMap::new());
        };
        let layer = read(path, &Options::default()).in_german_of(path)?;
        let features = layer.features.iter();
        let outlines = features.filter_map(|feature| {
            let key = AreaKey::parse(&feature.key).ok()?;
            Some((key, feature.outline()?.clone()))
        });
        Ok(outlines.collect())
    }
}

impl Ground {
    /// The figures.
    pub(crate) fn figures(&self) -> &FigureTable {
        match &self.figures {
            Passed::Public(figures) => figures,
            Passed::Internal(figures) => figures,
        }
    }

    /// The figures in the words of the methods.
    pub(crate) fn panel(&self) -> Panel<'_> {
        Panel {
            figures: self.figures(),
            catalogue: &self.catalogue,
            tree: &self.tree,
            outlines: &self.outlines,
        }
    }

    /// The name of an area.
    pub(crate) fn name(&self, key: &AreaKey) -> String {
        self.tree.name(key).unwrap_or(key.as_str()).to_owned()
    }

    /// A short name of an indicator.
    pub(crate) fn indicator_name(&self, id: &IndicatorId) -> String {
        let known = self.panel().newest_definitions().find(|d| d.id == *id);
        known.map_or_else(|| id.to_string(), |d| d.short_name.clone())
    }

    /// A map on which some areas are marked; none where there are no outlines or nothing to mark.
    pub(crate) fn marked(&self, marked: &BTreeSet<AreaKey>, title: &str) -> Option<Svg> {
        let level = marked
            .iter()
            .find_map(|key| self.tree.get(key))?
            .level
            .clone();
        let all: Vec<AreaKey> = self.tree.at_level(&level).map(|a| a.key.clone()).collect();
        if !all.iter().any(|key| self.outlines.contains_key(key)) {
            return None;
        }
        let parents: BTreeMap<AreaKey, AreaKey> = all
            .iter()
            .filter_map(|key| Some((key.clone(), self.tree.get(key)?.parent.clone()?)))
            .collect();
        let marked: Vec<AreaKey> = marked.iter().cloned().collect();
        Some(locator(&LocatorRequest {
            frame: Frame {
                id_prefix: "m",
                title,
                width: MAP_WIDTH,
                height: None,
                text_size: 12.0,
            },
            outlines: &self.outlines,
            parents: &parents,
            areas: &all,
            marked: &marked,
            not_judged: &[],
            name: title,
            whole: &self.tree.root().name,
        }))
    }
}
