//! Which Wohnplatz each square of 100 metres belongs to: the sketch from which the borders are drawn.

use std::collections::BTreeMap;

use super::names::PLANS;
use crate::random::{field, unit};

/// Length of a square's side in metres.
pub(crate) const STEP: f64 = 100.0;
/// Half the drawing sheet, in squares.
const HALF: (i32, i32) = (165, 135);

/// A sheet of squares; label 0 is the land around the county, the others are Wohnplätze.
#[derive(Clone)]
pub(crate) struct Raster {
    pub width: usize,
    pub height: usize,
    pub labels: Vec<u16>,
}

/// A label's municipality: its index in [`PLANS`] plus one, 0 outside.
pub(crate) type MunicipalityOf = Vec<u16>;

impl Raster {
    pub(crate) fn at(&self, i: usize, j: usize) -> u16 {
        self.labels[j * self.width + i]
    }

    /// The middle of a square in metres from the middle of the county.
    pub(crate) fn middle(&self, index: usize) -> (f64, f64) {
        let (i, j) = (index % self.width, index / self.width);
        (
            (i as f64 + 0.5 - self.width as f64 / 2.0) * STEP,
            (j as f64 + 0.5 - self.height as f64 / 2.0) * STEP,
        )
    }

    /// The middle of all squares of each label.
    pub(crate) fn centres(&self) -> BTreeMap<u16, (f64, f64)> {
        let mut sums = BTreeMap::<u16, (f64, f64, f64)>::new();
        for (k, label) in self.labels.iter().enumerate().filter(|(_, l)| **l > 0) {
            let p = self.middle(k);
            let sum = sums.entry(*label).or_default();
            *sum = (sum.0 + p.0, sum.1 + p.1, sum.2 + 1.0);
        }
        sums.into_iter()
            .map(|(label, (x, y, n))| (label, (x / n, y / n)))
            .collect()
    }
}

/// Draws the sheet: outline, municipalities, Wohnplätze (status 2020), and cleans it.
pub(crate) fn sketch() -> (Raster, MunicipalityOf) {
    let mut raster = Raster {
        width: usize::try_from(2 * HALF.0).expect("positive"),
        height: usize::try_from(2 * HALF.1).expect("positive"),
        labels: Vec::new(),
    };
    raster.labels = vec![0; raster.width * raster.height];
    let municipalities: Vec<u16> = (0..raster.labels.len())
        .map(|k| municipality_at(raster.middle(k)))
        .collect();
    let mut municipality_of = vec![0u16];
    for (m, plan) in (1u16..).zip(&PLANS) {
        let squares: Vec<usize> = (0..municipalities.len())
            .filter(|k| municipalities[*k] == m)
            .collect();
        let points: Vec<(f64, f64)> = squares.iter().map(|k| raster.middle(*k)).collect();
        let sites = settle(&points, plan.centre, plan.places.len());
        let first = u16::try_from(municipality_of.len()).expect("87 areas");
        for (k, p) in squares.iter().zip(&points) {
            raster.labels[*k] = first + nearest(&sites, warped(*p, 0.42 * spacing(*p)));
        }
        municipality_of.extend(plan.places.iter().map(|_| m));
    }
    let divided = divide(&mut raster, &mut municipality_of);
    clean(&mut raster, &municipality_of, divided);
    (raster, municipality_of)
}

/// The label of the Wohnplatz that is divided in 2020, and the label of its smaller part.
pub(crate) type Divided = (u16, u16);

/// The label on the status of 2015: the parts of the divided Wohnplatz are one again.
pub(crate) fn label_2015(label: u16, divided: Divided) -> u16 {
    if label == divided.1 { divided.0 } else { label }
}

/// Which label is divided: the seventh Wohnplatz of Burghain; its smaller part has the last label.
pub(crate) fn divided(municipality_of: &MunicipalityOf) -> Divided {
    let first = municipality_of
        .iter()
        .position(|m| *m == 3)
        .expect("Burghain");
    let last = municipality_of.len() - 1;
    (
        u16::try_from(first + 6).expect("87 areas"),
        u16::try_from(last).expect("87 areas"),
    )
}

fn municipality_at(p: (f64, f64)) -> u16 {
    let (x, y) = (p.0 / 12_750.0, p.1 / 10_200.0);
    let edge = (x * x + y * y).sqrt()
        + 0.24 * field(1, p, 7_500.0)
        + 0.07 * field(2, p, 2_600.0)
        + 0.02 * field(3, p, 900.0);
    if edge > 1.0 {
        return 0;
    }
    let q = warped(p, 900.0);
    (1u16..)
        .zip(&PLANS)
        .map(|(m, plan)| (distance(q, plan.centre) - plan.reach, m))
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map_or(0, |(_, m)| m)
}

/// Borders follow brooks and ridges, not rulers: the point is pushed about before it is measured.
fn warped(p: (f64, f64), by: f64) -> (f64, f64) {
    let push = |name: u64| {
        0.62 * field(name, p, 2_600.0)
            + 0.30 * field(name + 10, p, 1_000.0)
            + 0.16 * field(name + 20, p, 420.0)
    };
    (p.0 + by * push(30), p.1 + by * push(31))
}

/// How far apart Wohnplätze lie: close in the towns, wide in the woods.
fn spacing(p: (f64, f64)) -> f64 {
    let town = |centre: (f64, f64), radius: f64| {
        let d = distance(p, centre) / radius;
        1.0 / (1.0 + d * d)
    };
    let dense = PLANS.iter().fold(0.0f64, |most, plan| {
        let radius = if plan.number == 1 { 3_200.0 } else { 1_100.0 };
        most.max(town(plan.centre, radius))
    });
    750.0 + 2_100.0 * (1.0 - dense)
}

/// Places sites so that each serves the same weight of land (Lloyd's relaxation), nearest to the centre first.
fn settle(points: &[(f64, f64)], centre: (f64, f64), count: usize) -> Vec<(f64, f64)> {
    let weights: Vec<f64> = points
        .iter()
        .map(|p| {
            let s = 1_000.0 / spacing(*p);
            s * s * s * s
        })
        .collect();
    let mut sites = scattered(points, &weights, count);
    for _ in 0..25 {
        let mut sums = vec![(0.0, 0.0, 0.0); count];
        for (p, w) in points.iter().zip(&weights) {
            let s = &mut sums[usize::from(nearest(&sites, *p))];
            *s = (s.0 + w * p.0, s.1 + w * p.1, s.2 + w);
        }
        for (site, s) in sites.iter_mut().zip(&sums) {
            if s.2 > 0.0 {
                *site = (s.0 / s.2, s.1 / s.2);
            }
        }
    }
    sites.sort_by(|a, b| distance(*a, centre).total_cmp(&distance(*b, centre)));
    sites
}

/// First sites at random, more where weight is.
fn scattered(points: &[(f64, f64)], weights: &[f64], count: usize) -> Vec<(f64, f64)> {
    let total: f64 = weights.iter().sum();
    (0..count)
        .map(|k| {
            let luck = unit(&[40, k as u64, points.len() as u64]);
            let mut rest = total * (k as f64 + luck) / count as f64;
            let chosen = weights.iter().position(|w| {
                rest -= w;
                rest <= 0.0
            });
            points[chosen.unwrap_or(points.len() - 1)]
        })
        .collect()
}

fn nearest(sites: &[(f64, f64)], p: (f64, f64)) -> u16 {
    (0u16..)
        .zip(sites)
        .map(|(k, site)| (k, squared(*site, p)))
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map_or(0, |(k, _)| k)
}

pub(crate) fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    squared(a, b).sqrt()
}

fn squared(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (x, y) = (a.0 - b.0, a.1 - b.1);
    x * x + y * y
}

/// Cuts the northern third off the Wohnplatz that is divided.
fn divide(raster: &mut Raster, municipality_of: &mut MunicipalityOf) -> Divided {
    municipality_of.push(3);
    let labels = divided(municipality_of);
    let mut squares: Vec<usize> = (0..raster.labels.len())
        .filter(|k| raster.labels[*k] == labels.0)
        .collect();
    let north = |k: &usize| warped(raster.middle(*k), 500.0).1;
    squares.sort_by(|a, b| north(b).total_cmp(&north(a)));
    for k in &squares[..squares.len() * 3 / 10] {
        raster.labels[*k] = labels.1;
    }
    labels
}

/// Smooths single squares away, gives detached pieces to their neighbours, and parts corners that only touch.
fn clean(raster: &mut Raster, municipality_of: &MunicipalityOf, divided: Divided) {
    for _ in 0..2 {
        smooth(raster);
    }
    for _ in 0..20 {
        let detached = attach(raster);
        let touching = part_corners(raster, municipality_of, divided);
        if !detached && !touching {
            return;
        }
    }
}

fn smooth(raster: &mut Raster) {
    let before = raster.clone();
    for j in 1..raster.height - 1 {
        for i in 1..raster.width - 1 {
            let mut around = [0u16; 9];
            for (n, cell) in around.iter_mut().enumerate() {
                *cell = before.at(i + n % 3 - 1, j + n / 3 - 1);
            }
            if around.iter().all(|label| *label == around[4]) {
                continue;
            }
            let count = |label: u16| around.iter().filter(|l| **l == label).count();
            let most = around
                .iter()
                .copied()
                .max_by_key(|l| (count(*l), *l))
                .expect("nine");
            if count(before.at(i, j)) < 4 {
                raster.labels[j * raster.width + i] = most;
            }
        }
    }
}

fn attach(raster: &mut Raster) -> bool {
    let mut piece = vec![usize::MAX; raster.labels.len()];
    let mut pieces: Vec<Vec<usize>> = Vec::new();
    for start in 0..raster.labels.len() {
        if piece[start] == usize::MAX {
            pieces.push(flood(raster, start, &mut piece, pieces.len()));
        }
    }
    let mut largest = BTreeMap::<u16, usize>::new();
    for p in &pieces {
        let best = largest.entry(raster.labels[p[0]]).or_default();
        *best = (*best).max(p.len());
    }
    let mut changed = false;
    for p in &pieces {
        if p.len() < largest[&raster.labels[p[0]]] {
            let west = raster.labels[p[0] - 1];
            for k in p {
                raster.labels[*k] = west;
            }
            changed = true;
        }
    }
    changed
}

fn flood(raster: &Raster, start: usize, piece: &mut [usize], number: usize) -> Vec<usize> {
    let (mut found, mut next) = (vec![start], 0);
    piece[start] = number;
    while next < found.len() {
        let k = found[next];
        next += 1;
        let (i, j) = (k % raster.width, k / raster.width);
        let mut visit = |allowed: bool, n: usize| {
            if allowed && piece[n] == usize::MAX && raster.labels[n] == raster.labels[start] {
                piece[n] = number;
                found.push(n);
            }
        };
        visit(i > 0, k.wrapping_sub(1));
        visit(i + 1 < raster.width, (k + 1).min(raster.labels.len() - 1));
        visit(j > 0, k.saturating_sub(raster.width));
        visit(
            j + 1 < raster.height,
            (k + raster.width).min(raster.labels.len() - 1),
        );
    }
    found
}

/// Where two squares of one area meet only at a corner, a neighbour joins them: no outline touches itself.
fn part_corners(raster: &mut Raster, municipality_of: &MunicipalityOf, divided: Divided) -> bool {
    let mut changed = false;
    for j in 0..raster.height - 1 {
        for i in 0..raster.width - 1 {
            let square =
                [(i, j), (i + 1, j), (i, j + 1), (i + 1, j + 1)].map(|(i, j)| raster.at(i, j));
            if square.iter().all(|label| *label == square[0]) {
                continue;
            }
            let touches = |f: &dyn Fn(u16) -> u16| {
                let [a, b, c, d] = square.map(f);
                a != b && a != c && b != d && c != d && (a == d || b == c)
            };
            if touches(&|l| l)
                || touches(&|l| label_2015(l, divided))
                || touches(&|l| municipality_of[usize::from(l)])
                || touches(&|l| u16::from(l > 0))
            {
                raster.labels[j * raster.width + i + 1] = square[0];
                changed = true;
            }
        }
    }
    changed
}
