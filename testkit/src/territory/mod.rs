//! The land: one county, eight municipalities, 86 Wohnplätze until 2019 and 87 since 2020.

mod borders;
mod names;
mod raster;

use std::collections::BTreeMap;

use geo::Polygon;

pub(crate) use names::{GROUPS, PLANS};
pub(crate) use raster::distance;
use raster::{Divided, Raster};

/// Key of the county.
pub const COUNTY: &str = "09999";
/// Name of the county.
pub const COUNTY_NAME: &str = "Musterkreis";
/// The Wohnplatz that is divided on 1 January 2020.
pub const DIVIDED: &str = "09999003007";
/// Its larger and its smaller part, with the shares of the crosswalk.
pub const PARTS: [(&str, f64); 2] = [("09999003012", 0.924), ("09999003013", 0.076)];

/// A Wohnplatz on the status of 2020.
#[derive(Clone, Debug)]
pub struct Wohnplatz {
    /// Eleven digits: municipality and running number.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The municipality, 1 to 8.
    pub municipality: u32,
    /// The middle, in metres from the middle of the county.
    pub centre: (f64, f64),
    /// Its size in square metres.
    pub area_m2: f64,
}

/// The land with all its outlines.
pub struct Territory {
    /// The 87 Wohnplätze of 2020 by key.
    pub wohnplaetze: Vec<Wohnplatz>,
    raster: Raster,
    labels: Vec<u16>,
    keys: BTreeMap<u16, String>,
    borders: borders::Borders,
    divided: Divided,
    municipality_of: Vec<u16>,
}

impl Territory {
    /// Draws the county.
    #[expect(
        clippy::new_without_default,
        reason = "there is exactly one, drawn at some cost"
    )]
    pub fn new() -> Self {
        let (raster, municipality_of) = raster::sketch();
        let divided = raster::divided(&municipality_of);
        let centres = raster.centres();
        let names = named(&municipality_of, divided);
        let mut rows: Vec<(String, u16, Wohnplatz)> = names
            .into_iter()
            .map(|(label, key, name)| {
                let centre = centres[&label];
                let municipality = u32::from(municipality_of[usize::from(label)]);
                let area_m2 = 0.0;
                (
                    key.clone(),
                    label,
                    Wohnplatz {
                        key,
                        name,
                        municipality,
                        centre,
                        area_m2,
                    },
                )
            })
            .collect();
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        let mut territory = Self {
            labels: rows.iter().map(|r| r.1).collect(),
            keys: rows.iter().map(|r| (r.1, r.0.clone())).collect(),
            wohnplaetze: rows.into_iter().map(|r| r.2).collect(),
            borders: borders::Borders::trace(&raster),
            raster,
            divided,
            municipality_of,
        };
        territory.measure();
        territory
    }

    /// Takes the areas from the outlines rather than from the squares.
    fn measure(&mut self) {
        let outlines = self.outlines_2020();
        for place in &mut self.wohnplaetze {
            let outline = &outlines[&place.key];
            place.area_m2 = geo::Area::unsigned_area(outline).round();
        }
    }

    /// The name of any area, of any status; empty for a key that does not exist.
    pub fn name(&self, key: &str) -> String {
        if key == COUNTY {
            return COUNTY_NAME.to_owned();
        }
        if key == DIVIDED {
            return names::SPLIT_NAMES[0].to_owned();
        }
        let plan = PLANS.iter().find(|p| municipality_key(p.number) == key);
        let place = self
            .wohnplaetze
            .iter()
            .find(|w| w.key == key)
            .map(|w| w.name.clone());
        plan.map(|p| p.name.to_owned())
            .or(place)
            .unwrap_or_default()
    }

    /// Outlines of the 87 Wohnplätze since 2020, by key.
    pub fn outlines_2020(&self) -> BTreeMap<String, Polygon> {
        let outlines = self.borders.outlines(|label| label);
        outlines
            .into_iter()
            .map(|(l, p)| (self.keys[&l].clone(), p))
            .collect()
    }

    /// Outlines of the 86 Wohnplätze until 2019, by key.
    pub fn outlines_2015(&self) -> BTreeMap<String, Polygon> {
        let outlines = self
            .borders
            .outlines(|l| raster::label_2015(l, self.divided));
        let key = |label: u16| {
            if label == self.divided.0 {
                DIVIDED.to_owned()
            } else {
                self.keys[&label].clone()
            }
        };
        outlines.into_iter().map(|(l, p)| (key(l), p)).collect()
    }

    /// Outlines of the eight municipalities, by key.
    pub fn outlines_of_municipalities(&self) -> BTreeMap<String, Polygon> {
        let outlines = self
            .borders
            .outlines(|l| self.municipality_of[usize::from(l)]);
        outlines
            .into_iter()
            .map(|(m, p)| (municipality_key(u32::from(m)), p))
            .collect()
    }

    /// The outline of the county.
    pub fn outline(&self) -> Polygon {
        let mut outlines = self.borders.outlines(|l| u16::from(l > 0));
        let nowhere = || Polygon::new(geo::LineString(Vec::new()), Vec::new());
        outlines.remove(&1).unwrap_or_else(nowhere)
    }

    /// The middles of the 100-metre squares of one Wohnplatz (by index), in metres from the county's middle.
    pub(crate) fn squares(&self, wohnplatz: usize) -> Vec<(f64, f64)> {
        let label = self.labels[wohnplatz];
        (0..self.raster.labels.len())
            .filter(|k| self.raster.labels[*k] == label)
            .map(|k| self.raster.middle(k))
            .collect()
    }
}

/// `09999003` of 3.
pub fn municipality_key(number: u32) -> String {
    format!("{COUNTY}{number:03}")
}

/// The key until 2019 of a Wohnplatz of 2020.
pub fn key_2015(key: &str) -> &str {
    if PARTS.iter().any(|(part, _)| *part == key) {
        DIVIDED
    } else {
        key
    }
}

/// Label, key and name of each Wohnplatz of 2020.
fn named(municipality_of: &[u16], divided: Divided) -> Vec<(u16, String, String)> {
    let mut rows = Vec::new();
    let mut label = 0u16;
    for plan in &PLANS {
        for (number, name) in (1u32..).zip(plan.places) {
            label += 1;
            if label == divided.0 {
                rows.push((
                    label,
                    PARTS[0].0.to_owned(),
                    names::SPLIT_NAMES[0].to_owned(),
                ));
            } else {
                let key = format!("{}{number:03}", municipality_key(plan.number));
                rows.push((label, key, (*name).to_owned()));
            }
        }
    }
    debug_assert_eq!(usize::from(divided.1), municipality_of.len() - 1);
    rows.push((
        divided.1,
        PARTS[1].0.to_owned(),
        names::SPLIT_NAMES[1].to_owned(),
    ));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, Validation};

    #[test]
    fn the_county_has_the_areas_it_promises() {
        let land = Territory::new();
        assert_eq!(land.wohnplaetze.len(), 87);
        assert_eq!(land.outlines_2020().len(), 87);
        assert_eq!(land.outlines_2015().len(), 86);
        assert_eq!(land.outlines_of_municipalities().len(), 8);
    }

    #[test]
    fn outlines_are_valid_and_leave_no_gap() {
        let land = Territory::new();
        let whole = land.outline().unsigned_area();
        assert!((420e6..460e6).contains(&whole), "{whole}");
        for outlines in [
            land.outlines_2020(),
            land.outlines_2015(),
            land.outlines_of_municipalities(),
        ] {
            let sum: f64 = outlines.values().map(Area::unsigned_area).sum();
            assert!((sum - whole).abs() < 1.0, "{sum} against {whole}");
            for (key, outline) in &outlines {
                assert!(
                    outline.is_valid(),
                    "{key}: {:?}",
                    outline.validation_errors()
                );
                assert!(outline.interiors().is_empty(), "{key} encloses another");
            }
        }
    }
}
