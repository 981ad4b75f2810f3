//! The age bands of the register, uneven as they are: split into years of age and put together again.

use std::ops::Range;

use indicators::Definition;
use methods::NotDefined;
use methods::projection::single_ages;

/// Ages of possible parents, for the children per adult of small areas.
const ADULTS: Range<u32> = 15..55;

/// Age bands from 0 to an open one, without gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bands {
    names: Vec<String>,
    /// First age of each band.
    starts: Vec<u32>,
}

impl Bands {
    /// The finest ages an indicator tells by sex; none if they leave ages out.
    pub(super) fn of(definition: &Definition) -> Option<Self> {
        let mut names: Vec<String> = Vec::new();
        for breakdown in definition.breakdowns() {
            let age = breakdown.category("age");
            if let Some((age, _)) = age.zip(breakdown.category("sex"))
                && !names.iter().any(|n| n == age)
            {
                names.push(age.to_owned());
            }
        }
        let ranges: Vec<(u32, Option<u32>)> =
            names.iter().map(|n| ages(n)).collect::<Option<_>>()?;
        let tiled = ranges.windows(2).all(|w| w[0].1 == Some(w[1].0));
        let whole = ranges.first()?.0 == 0 && ranges.last()?.1.is_none() && ranges.len() > 2;
        (tiled && whole).then(|| Self {
            names,
            starts: ranges.iter().map(|r| r.0).collect(),
        })
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// First age of the open band, which is also how many single years stand before it.
    pub(super) fn open_from(&self) -> u32 {
        self.starts[self.starts.len() - 1]
    }

    /// The bands that make up an age group such as `0-5`, `80+`, `total`.
    pub(super) fn group(&self, name: &str) -> Option<Range<usize>> {
        if name == "total" {
            return Some(0..self.len());
        }
        let (from, to) = ages(name)?;
        let first = self.starts.iter().position(|s| *s == from)?;
        let last = match to {
            None => self.len(),
            Some(to) => self.starts.iter().position(|s| *s == to)?,
        };
        (first < last).then_some(first..last)
    }

    /// How many of the youngest bands hold somebody not yet born so many years before.
    pub(super) fn born_within(&self, years: u32) -> usize {
        self.starts.iter().take_while(|s| **s < years).count()
    }

    /// The bands of possible parents.
    pub(super) fn adults(&self) -> (usize, usize) {
        let inside = |s: &u32| *s >= ADULTS.start && *s < ADULTS.end;
        let first = self.starts.iter().position(inside).unwrap_or(0);
        let count = self.starts.iter().filter(|s| inside(s)).count();
        (first, first + count)
    }

    /// Years of age and the open band, from counts by band and the years a life table lives in each of these ages.
    pub(super) fn split(&self, counts: &[f64], lived: &[f64]) -> Result<Vec<f64>, NotDefined> {
        let mut borders = self.starts.clone();
        borders.push(self.open_from() + 1);
        single_ages(&borders, counts, lived)
    }

    /// Years of age of an area by the pattern another population shows within each band; evenly where it shows nobody.
    pub(super) fn split_like(&self, counts: &[f64], pattern: &[f64]) -> Vec<f64> {
        let mut found = Vec::with_capacity(pattern.len());
        for (band, count) in counts.iter().enumerate() {
            let inside = &pattern[self.ages_of(band)];
            let sum: f64 = inside.iter().sum();
            let even = 1.0 / inside.len() as f64;
            found.extend(inside.iter().map(|p| {
                let part = if sum > 0.0 { p / sum } else { even };
                count * part
            }));
        }
        found
    }

    /// The years of age of a band, as indices.
    fn ages_of(&self, band: usize) -> Range<usize> {
        let start = self.starts[band] as usize;
        let end = self.starts.get(band + 1).map_or(start + 1, |s| *s as usize);
        start..end
    }

    /// Counts by band, from years of age.
    pub(super) fn gather(&self, ages: &[f64]) -> Vec<f64> {
        (0..self.len())
            .map(|band| ages[self.ages_of(band)].iter().sum())
            .collect()
    }

    /// Who will be in each band so many years on, if nobody died or moved; nobody is born.
    pub(super) fn reached(&self, ages: &[f64], years: usize) -> Vec<f64> {
        let last = ages.len() - 1;
        let mut older = vec![0.0; ages.len()];
        for (age, count) in ages.iter().enumerate() {
            older[(age + years).min(last)] += count;
        }
        self.gather(&older)
    }
}

/// First age and end of `0-2` or `80+`.
fn ages(name: &str) -> Option<(u32, Option<u32>)> {
    if let Some(from) = name.strip_suffix('+') {
        return Some((from.parse().ok()?, None));
    }
    let (from, to) = name.split_once('-')?;
    let (from, to): (u32, u32) = (from.parse().ok()?, to.parse().ok()?);
    (from <= to && to < 150).then_some((from, Some(to + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn register() -> Bands {
        let catalogue = indicators::Catalogue::starter();
        let id = "DEM01".parse().unwrap();
        Bands::of(catalogue.newest(&id).unwrap()).unwrap()
    }

    #[test]
    fn the_registers_bands_tile_all_ages_and_make_groups() {
        let bands = register();
        assert_eq!((bands.len(), bands.open_from()), (11, 80));
        assert_eq!(bands.group("0-5"), Some(0..2));
        assert_eq!(bands.group("80+"), Some(10..11));
        assert_eq!(bands.group("total"), Some(0..11));
        assert_eq!(bands.group("0-4"), None);
        assert_eq!(bands.group("80-90"), None);
        assert_eq!(bands.born_within(5), 2);
        assert_eq!(bands.adults(), (4, 8));
    }

    #[test]
    fn split_and_put_together_is_what_it_was() {
        let bands = register();
        let counts = [
            90.0, 95.0, 120.0, 160.0, 90.0, 60.0, 200.0, 1500.0, 500.0, 600.0, 300.0,
        ];
        let ages = bands.split(&counts, &[1.0; 81]).unwrap();
        assert_eq!(ages.len(), 81);
        for (found, count) in bands.gather(&ages).iter().zip(&counts) {
            assert!((found - count).abs() < 1e-9);
        }
        let like = bands.split_like(&counts, &ages);
        assert!(like.iter().zip(&ages).all(|(a, b)| (a - b).abs() < 1e-9));
        let reached: f64 = bands.reached(&ages, 5).iter().sum();
        assert!((reached - counts.iter().sum::<f64>()).abs() < 1e-6);
    }
}
