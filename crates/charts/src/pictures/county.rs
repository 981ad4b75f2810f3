//! An invented county: 96 small areas in eight municipalities, with shared borders and a dense middle.

use std::collections::BTreeMap;

use geo::{Coord, LineString, MultiPolygon, Polygon};
use vocabulary::AreaKey;

use crate::mark::{Mark, Sight};
use crate::request::{Ground, Role};

const COLUMNS: i32 = 12;
const ROWS: i32 = 10;
const MUNICIPALITIES: [(&str, f64, f64); 8] = [
    ("Rosental", 5.6, 4.6),
    ("Lindenau", 7.9, 8.2),
    ("Burghain", 3.6, 1.6),
    ("Eichrath", 8.2, 1.6),
    ("Altenberge", 1.4, 3.8),
    ("Kirchfeld", 10.2, 4.8),
    ("Neuhausen", 1.4, 6.8),
    ("Mühlbach", 4.6, 8.2),
];

pub(crate) struct County {
    pub(crate) outlines: BTreeMap<AreaKey, MultiPolygon<f64>>,
    pub(crate) names: BTreeMap<AreaKey, String>,
    pub(crate) parents: BTreeMap<AreaKey, AreaKey>,
    pub(crate) areas: Vec<AreaKey>,
    /// Distance from the middle of the town, 0 to 1.
    far: BTreeMap<AreaKey, f64>,
}

impl County {
    pub(crate) fn new() -> Self {
        let mut county = Self {
            outlines: BTreeMap::new(),
            names: BTreeMap::new(),
            parents: BTreeMap::new(),
            areas: Vec::new(),
            far: BTreeMap::new(),
        };
        for (i, (name, ..)) in MUNICIPALITIES.iter().enumerate() {
            county
                .names
                .insert(key(&format!("0999900{}", i + 1)), (*name).to_owned());
        }
        let mut counted = [0; 8];
        for row in 0..ROWS {
            for column in 0..COLUMNS {
                let (x, y) = (f64::from(column) + 0.5, f64::from(row) + 0.5);
                let oval = ((x - 6.0) / 6.1).powi(2) + ((y - 5.0) / 5.1).powi(2);
                if oval < 0.95 {
                    county.settle((column, row), (x, y), &mut counted);
                }
            }
        }
        county
    }

    fn settle(&mut self, (column, row): (i32, i32), (x, y): (f64, f64), counted: &mut [usize; 8]) {
        let gap = |m: &(&str, f64, f64)| (m.1 - x).powi(2) + (m.2 - y).powi(2);
        let home = (0..8)
            .min_by(|a, b| gap(&MUNICIPALITIES[*a]).total_cmp(&gap(&MUNICIPALITIES[*b])))
            .unwrap();
        counted[home] += 1;
        let area = key(&format!("0999900{}{:03}", home + 1, counted[home]));
        let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map(|(a, b)| (column + a, row + b));
        let mut ring = Vec::new();
        for i in 0..4 {
            ring.extend(side(corners[i], corners[(i + 1) % 4]));
        }
        ring.push(ring[0]);
        let outline = Polygon::new(LineString(ring), Vec::new());
        self.outlines
            .insert(area.clone(), MultiPolygon(vec![outline]));
        let name = format!("{} {}", MUNICIPALITIES[home].0, counted[home]);
        self.names.insert(area.clone(), name);
        self.parents
            .insert(area.clone(), key(&format!("0999900{}", home + 1)));
        self.far.insert(
            area.clone(),
            (gap(&MUNICIPALITIES[0]).sqrt() / 6.0).min(1.0),
        );
        self.areas.push(area);
    }

    pub(crate) fn ground(&self) -> Ground<'_> {
        Ground {
            outlines: &self.outlines,
            names: &self.names,
            parents: &self.parents,
        }
    }

    /// Shares that fall from the middle outwards; some hidden, one unknown.
    pub(crate) fn marks(&self) -> Vec<Mark> {
        let mark = |(i, area): (usize, &AreaKey)| {
            let noise = dice(i32::try_from(i).unwrap(), 77);
            let value = 3.0 + 4.0 * noise + 15.0 * (1.0 - self.far[area]).powi(2);
            let sight = match i {
                14 | 21 | 70 | 71 => Sight::Hidden,
                33 => Sight::Missing,
                _ => Sight::Seen {
                    value,
                    interval: Some((value * 0.8, value * 1.25)),
                },
            };
            Mark {
                area: area.clone(),
                label: self.names[area].clone(),
                role: Role::Other,
                sight,
                denominator: sight
                    .value()
                    .map(|_| 60.0 + 900.0 * dice(9, i32::try_from(i).unwrap())),
            }
        };
        self.areas.iter().enumerate().map(mark).collect()
    }
}

pub(crate) fn key(text: &str) -> AreaKey {
    AreaKey::parse(text).unwrap()
}

/// Points of a border from a corner to just before the next, the same from both sides.
fn side(from: (i32, i32), to: (i32, i32)) -> Vec<Coord<f64>> {
    if to < from {
        let mut points = side(to, from);
        points.remove(0);
        points.push(corner(from));
        points.reverse();
        return points;
    }
    let (a, b) = (corner(from), corner(to));
    (0..6)
        .map(|i| {
            let part = f64::from(i) / 6.0;
            let swing = if i == 0 {
                0.0
            } else {
                (dice(from.0 * 31 + to.0 * 7 + i, from.1 * 17 + to.1) - 0.5) * 340.0
            };
            Coord {
                x: a.x + (b.x - a.x) * part + swing * (b.y - a.y) / 2500.0,
                y: a.y + (b.y - a.y) * part - swing * (b.x - a.x) / 2500.0,
            }
        })
        .collect()
}

fn corner((column, row): (i32, i32)) -> Coord<f64> {
    let (dx, dy) = (dice(column, row) - 0.5, dice(row + 50, column) - 0.5);
    // Towards the town the areas become small.
    let (x, y) = (
        f64::from(column) + dx * 0.55 - 5.8,
        f64::from(row) + dy * 0.55 - 4.8,
    );
    let pull = 0.62 + 0.38 * ((x * x + y * y).sqrt() / 6.0).min(1.0);
    Coord {
        x: 370_000.0 + x * pull * 2700.0,
        y: 5_650_000.0 - y * pull * 2500.0,
    }
}

/// The same number between 0 and 1 for the same pair.
pub(crate) fn dice(a: i32, b: i32) -> f64 {
    let mixed = (i64::from(a) * 73_856_093) ^ (i64::from(b) * 19_349_663);
    let mut state = mixed.cast_unsigned();
    for _ in 0..3 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        state ^= state >> 29;
    }
    (state >> 40) as f64 / f64::from(1u32 << 24)
}
