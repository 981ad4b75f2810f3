//! All municipalities of Germany: read from the zipped shapefile, mended, simplified, computed, released and drawn as a
//! map of their size, beside geopandas on the same file.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use areas::import::{Feature, Layer, Options, read};
use areas::simplify::simplify;
use areas::{Area, AreaTree, Level};
use charts::{
    Classes, Frame, Ground, Labels, MapRequest, Palette, Selection, Subject, Svg, Tooltips,
};
use disclosure::{FigureTable, Public, Released, Rules, release};
use geo::{Area as _, MultiPolygon};
use indicators::catalogue::{Catalogue, Source};
use indicators::{Region, compute};
use vocabulary::{AreaKey, Breakdown, LevelId, Observation, Origin, Period, Quantity};
use yardstick::{Job, Limit, Measurement, Peer, ROUNDS};

const LIMIT: Limit = Limit {
    seconds: Some(4.0),
    megabytes: None,
    of_peer: None,
};
/// Metres a border may move: half a pixel on a map of Germany 900 pixels high.
const TOLERANCE: f64 = 500.0;
/// Square kilometres: the limits between the classes, for us and for the peer.
const LIMITS: [f64; 5] = [5.0, 10.0, 20.0, 50.0, 100.0];
const PERIOD: Period = Period::Year(2022);

const COUNTS: &str = r#"
count = [{ id = "ground", name = "Fläche", unit = "km²", nature = "stock", reference = "31.12.", source = "BKG", class = "open", persons = false }]
"#;

const INDICATORS: &str = r#"
[[indicator]]
id = "SIZE"
name = "Fläche"
topic = "t"
kind = "count"
numerator = "ground"
unit = "km²"
levels = ["state", "municipality"]
"#;

fn main() -> Result<()> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("LEBENSLAGE_SHARED").map_or(beside, PathBuf::from);
    let path = shared.join("data/germany/gemeinden_2022_utm32.zip");
    if !path.exists() {
        println!("skipped: ../shared is absent (germany/gemeinden_2022_utm32.zip)");
        return Ok(());
    }
    let picture = Path::new(env!("CARGO_TARGET_TMPDIR")).join("germany.svg");
    let draw = || draw(&path, &picture).expect("the data of the check are good");
    let ours = Measurement::best_of(ROUNDS, draw, |municipalities| *municipalities as f64);
    let script = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/benches/germany.py"));
    let (tolerance, limits) = (
        TOLERANCE.to_string(),
        LIMITS.map(|l| l.to_string()).join(","),
    );
    let arguments = [path.as_os_str(), tolerance.as_ref(), limits.as_ref()];
    let peer = Peer::run("geopandas with matplotlib", script, &arguments)?;
    if let Some(peer) = &peer {
        peer.must_agree(ours, 0.0)?;
    }
    let job = Job {
        name: "10,990 German municipalities imported, simplified and drawn",
        limit: LIMIT,
        ours,
        peers: peer.into_iter().collect(),
    };
    println!("{job}");
    Ok(())
}

/// The whole way from the file to the picture; says how many municipalities are on it.
fn draw(path: &Path, picture: &Path) -> Result<usize> {
    let mut watch = Watch(Instant::now());
    let layer = read(path, &Options::default())?;
    watch.lap("import");
    let land = Land::of(&layer)?;
    watch.lap("simplification");
    let figures = land.figures(&layer)?;
    watch.lap("figures, and through the door");
    let svg = land.map(&figures)?;
    std::fs::write(picture, &svg.markup)?;
    watch.lap("drawing");
    Ok(svg.markup.matches("<path class=\"area\"").count())
}

/// Tells what each part took; its lines are no rows of the table.
struct Watch(Instant);

impl Watch {
    fn lap(&mut self, part: &str) {
        println!("  {part}: {:.3} s", self.0.elapsed().as_secs_f64());
        self.0 = Instant::now();
    }
}

/// Simplified outlines and names.
struct Land {
    areas: Vec<AreaKey>,
    outlines: BTreeMap<AreaKey, MultiPolygon>,
    names: BTreeMap<AreaKey, String>,
}

impl Land {
    fn of(layer: &Layer) -> Result<Self> {
        let drawn = || layer.features.iter().filter(|f| f.outline().is_some());
        let keys = drawn().map(|f| AreaKey::parse(&f.key));
        let areas: Vec<AreaKey> = keys.collect::<Result<_, _>>()?;
        let outlines: Vec<MultiPolygon> = drawn().filter_map(Feature::outline).cloned().collect();
        let simple = simplify(&outlines, TOLERANCE);
        let names = drawn().map(|f| f.key.clone());
        Ok(Self {
            outlines: areas.iter().cloned().zip(simple).collect(),
            names: areas.iter().cloned().zip(names).collect(),
            areas,
        })
    }

    /// The size of each municipality as it was surveyed, on the way every figure goes.
    fn figures(&self, layer: &Layer) -> Result<Released<FigureTable, Public>> {
        let source = |file, text| Source { file, text };
        let catalogue = Catalogue::load(
            source("counts.toml", COUNTS),
            source("indicators.toml", INDICATORS),
            source("topics.toml", "[[topic]]\nid='t'\nname='T'"),
        )?;
        let outlines = layer.features.iter().filter_map(Feature::outline);
        let sizes = self.areas.iter().zip(outlines);
        let counts: Vec<Observation> = sizes
            .map(|(area, outline)| observation(area, outline.unsigned_area() / 1e6))
            .collect::<Result<_>>()?;
        let figures = compute(&catalogue, &Region::of(&self.tree()?), &counts);
        Ok(release::<Public>(&figures, &catalogue, &Rules::starter())?.0)
    }

    fn tree(&self) -> Result<AreaTree> {
        let level = |id: &str| -> Result<Level> {
            Ok(Level {
                id: LevelId::parse(id)?,
                name: id.to_owned(),
                plural: id.to_owned(),
            })
        };
        let (state, municipality) = (level("state")?, level("municipality")?);
        let area = |key: &AreaKey, level: &Level, parent| Area {
            key: key.clone(),
            name: key.to_string(),
            level: level.id.clone(),
            parent,
            valid_from: None,
            valid_to: None,
        };
        let all = AreaKey::parse("D")?;
        let parts = self.areas.iter();
        let areas = std::iter::once(area(&all, &state, None))
            .chain(parts.map(|key| area(key, &municipality, Some(all.clone()))))
            .collect();
        Ok(AreaTree::new(
            "2022-12-31".parse()?,
            vec![state, municipality],
            areas,
            Vec::new(),
        )?)
    }

    fn map(&self, figures: &Released<FigureTable, Public>) -> Result<Svg> {
        let (indicator, breakdown) = ("SIZE".parse()?, Breakdown::total());
        Ok(charts::map(&MapRequest {
            frame: Frame {
                id_prefix: "g",
                title: "Wie groß die Gemeinden sind",
                width: 700.0,
                height: Some(900.0),
                text_size: 13.0,
            },
            figures,
            subject: Subject {
                indicator: &indicator,
                breakdown: &breakdown,
                name: "Fläche",
                unit: "km²",
                decimals: 1,
            },
            period: PERIOD,
            ground: Ground {
                outlines: &self.outlines,
                names: &self.names,
                parents: &BTreeMap::new(),
            },
            selection: Selection {
                areas: &self.areas,
                one: "Gemeinde",
                many: "Gemeinden",
            },
            classes: &Classes::from_inner(&LIMITS, Palette::Sequential),
            highlight: None,
            labels: Labels::None,
            tooltips: Tooltips::Areas,
        }))
    }
}

fn observation(area: &AreaKey, square_kilometres: f64) -> Result<Observation> {
    Ok(Observation {
        count: "ground".parse()?,
        area: area.clone(),
        period: PERIOD,
        breakdown: Breakdown::total(),
        quantity: Quantity::known(square_kilometres),
        origin: Origin {
            delivery: "L1".parse()?,
            sheet: Arc::from(""),
            row: 1,
            column: 1,
        },
    })
}
