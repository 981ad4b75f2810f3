//! What kind of place a Wohnplatz is: how urban, how burdened, how old. Neighbours resemble each other.

use crate::draw::{Draw, Fate, Scenario};
use crate::random::{exp, field, normal, unit};
use crate::territory::{PLANS, Wohnplatz, distance};

/// The latent traits behind all counts of a Wohnplatz.
#[derive(Clone, Debug)]
pub(crate) struct Nature {
    /// The number behind all chance in this place.
    pub luck: u64,
    /// What happens here besides chance.
    pub fate: Fate,
    /// Residents at the beginning.
    pub people: f64,
    /// From 0 (woods) to 1 (town).
    pub urban: f64,
    /// Hardship, about -1.3 to 2.2.
    pub hardship: f64,
    /// More (or fewer) families than elsewhere, about -1 to 1.
    pub family: f64,
    /// More (or fewer) old people than elsewhere, about -1 to 1.
    pub age: f64,
}

/// The traits of all Wohnplätze, in their order.
pub(crate) fn natures(places: &[Wohnplatz], draw: Draw) -> Vec<Nature> {
    let raw: Vec<(f64, f64)> = places.iter().map(|p| (crowd(p), town(p))).collect();
    places
        .iter()
        .zip(&raw)
        .map(|(place, (weight, town))| {
            let siblings = places
                .iter()
                .zip(&raw)
                .filter(|(p, _)| p.municipality == place.municipality);
            let sum: f64 = siblings.map(|(_, r)| r.0).sum();
            let plan = &PLANS[place.municipality as usize - 1];
            let nature = nature((place, draw), 1.005 * plan.people * weight / sum, *town);
            match draw.scenario {
                Scenario::NoEffect => nature.like_all(),
                _ => nature,
            }
        })
        .collect()
}

fn nature((place, draw): (&Wohnplatz, Draw), share: f64, town: f64) -> Nature {
    let id: u64 = place.key.parse().expect("keys are digits");
    let own = |name: u64| normal(&[name, id]);
    let people = match place.key.as_str() {
        crate::stories::NOISE_ONLY => 232.0,
        "09999003012" => 2_772.0,
        "09999003013" => 228.0,
        _ => share.clamp(235.0, 7_800.0),
    };
    let core = 1.0 / (1.0 + square(distance(place.centre, (300.0, -200.0)) / 2_400.0));
    let hardship =
        1.55 * core + 0.45 * town + 0.55 * field(50, place.centre, 6_500.0) + 0.16 * own(51) - 0.75;
    let story = match place.key.as_str() {
        crate::stories::DETERIORATES => 0.55 - hardship,
        crate::stories::IMPROVES => 1.15 - hardship,
        crate::stories::NEW_HOUSES => -0.7 - hardship,
        crate::stories::NOISE_ONLY => -0.2 - hardship,
        _ => 0.0,
    };
    Nature {
        luck: draw.luck(id),
        fate: draw.fate(&place.key),
        people,
        urban: town.max(core),
        hardship: hardship + story,
        family: 0.6 * field(52, place.centre, 5_500.0) + 0.2 * own(53) - 0.3 * core,
        age: 0.6 * field(54, place.centre, 7_500.0) + 0.2 * own(55) - 0.25 * core,
    }
}

impl Nature {
    /// As many people, but no other than elsewhere.
    fn like_all(self) -> Self {
        Self {
            urban: 0.4,
            hardship: 0.0,
            family: 0.0,
            age: 0.0,
            ..self
        }
    }
}

fn square(x: f64) -> f64 {
    x * x
}

/// How much of a town's middle a place is, 0 to 1.
fn town(place: &Wohnplatz) -> f64 {
    let plan = &PLANS[place.municipality as usize - 1];
    let radius = if place.municipality == 1 {
        3_000.0
    } else {
        1_300.0
    };
    1.0 / (1.0 + square(distance(place.centre, plan.centre) / radius))
}

/// How many people a place draws, before the municipality's total is shared out.
fn crowd(place: &Wohnplatz) -> f64 {
    let luck = exp(0.55 * normal(&[60, place.key.parse().expect("keys are digits")]));
    let village = 0.10 + 0.25 * unit(&[61, place.centre.0.to_bits()]);
    (place.area_m2 / 1e6).sqrt() * (village + town(place)) * luck
}
