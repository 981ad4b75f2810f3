//! Names on a map, the largest first, none over another and none outside the picture.

use std::collections::BTreeMap;

use vocabulary::AreaKey;

use super::outline::Parcel;
use crate::lettering::{self, Weight};

/// A name and the middle of its base line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) at: (f64, f64),
}

type Window = (f64, f64, f64, f64);

/// Places for the names of the owners of parcels (their municipality, or themselves).
pub(crate) fn place_names<'a>(
    parcels: &'a [Parcel],
    owner: impl Fn(&'a Parcel) -> Option<(&'a AreaKey, &'a str)>,
    size: f64,
    (room, avoid): ((f64, f64), Option<Window>),
) -> Vec<Name> {
    let mut land: BTreeMap<&AreaKey, Place<'_>> = BTreeMap::new();
    for parcel in parcels {
        let (Some((key, name)), Some(centre)) = (owner(parcel), parcel.centre()) else {
            continue;
        };
        land.entry(key)
            .or_insert_with(|| Place::new(name))
            .add(centre);
    }
    let mut places: Vec<Place<'_>> = land.into_values().collect();
    places.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let mut taken: Vec<Window> = Vec::new();
    let mut names = Vec::new();
    for place in places {
        let width = lettering::width(place.name, size, Weight::Bold) + 0.9 * size;
        let spots = place.spots(size, width, room);
        let first_free = |avoid: Option<Window>| {
            spots.iter().find_map(|at| {
                let window = window_at(*at, width, size);
                let clear = taken.iter().chain(&avoid).all(|w| !overlap(*w, window));
                (clear && inside(window, room)).then_some((*at, window))
            })
        };
        if let Some((at, window)) = first_free(avoid).or_else(|| first_free(None)) {
            taken.push(window);
            names.push(Name {
                text: place.name.to_owned(),
                at: (at.0, at.1 + size * 0.34),
            });
        }
    }
    names
}

fn window_at(at: (f64, f64), width: f64, size: f64) -> Window {
    // A line of letters and the air above and below it: names that nearly touch read as one.
    let (half, rise) = (width / 2.0, size * 0.8);
    (at.0 - half, at.1 - rise, at.0 + half, at.1 + rise)
}

fn inside(window: Window, room: (f64, f64)) -> bool {
    window.0 >= 0.0 && window.1 >= 0.0 && window.2 <= room.0 && window.3 <= room.1
}

struct Place<'a> {
    name: &'a str,
    sum: (f64, f64),
    weight: f64,
    parts: Vec<(f64, f64)>,
}

impl<'a> Place<'a> {
    fn new(name: &'a str) -> Self {
        Self {
            name,
            sum: (0.0, 0.0),
            weight: 0.0,
            parts: Vec::new(),
        }
    }

    fn add(&mut self, ((x, y), weight): ((f64, f64), f64)) {
        let weight = weight.max(1e-3);
        self.sum = (self.sum.0 + x * weight, self.sum.1 + y * weight);
        self.weight += weight;
        self.parts.push((x, y));
    }

    /// Where the name could stand, best first: the middle, a little off it, then the parts.
    fn spots(&self, size: f64, width: f64, room: (f64, f64)) -> Vec<(f64, f64)> {
        let middle = (self.sum.0 / self.weight, self.sum.1 / self.weight);
        let far = |p: &(f64, f64)| (p.0 - middle.0).powi(2) + (p.1 - middle.1).powi(2);
        let mut parts = self.parts.clone();
        parts.sort_by(|a, b| far(a).total_cmp(&far(b)));
        let near = [
            (0.0, 0.0),
            (0.0, 0.9),
            (0.0, -0.9),
            (0.9, 0.0),
            (-0.9, 0.0),
            (0.0, 1.8),
            (0.0, -1.8),
        ];
        let mut spots: Vec<(f64, f64)> = near
            .iter()
            .map(|(dx, dy)| (middle.0 + dx * size, middle.1 + dy * size))
            .collect();
        spots.extend(parts);
        let inside = |v: f64, half: f64, room: f64| {
            v.clamp(half.min(room / 2.0), (room - half).max(room / 2.0))
        };
        for spot in &mut spots {
            *spot = (
                inside(spot.0, width / 2.0, room.0),
                inside(spot.1, size * 0.8, room.1),
            );
        }
        spots
    }
}

fn overlap(a: Window, b: Window) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}
