//! The residents by year of age: they are born, grow older, move and die.

use super::counts::{AGE_BANDS, Counts};
use super::nature::Nature;
use crate::random::{binomial, exp, lasting, normal};

/// Ages 0 to 100 (and more).
const AGES: usize = 101;

/// Residents of one Wohnplatz by age and sex (female, male).
#[derive(Clone)]
pub(crate) struct Residents([[u32; 2]; AGES]);

impl Residents {
    /// The residents at the first reference date.
    pub(crate) fn settle(nature: &Nature) -> Self {
        let weights: Vec<[f64; 2]> = (0..AGES).map(|age| pyramid(age, nature)).collect();
        let total: f64 = weights.iter().map(|w| w[0] + w[1]).sum();
        let mut people = [[0; 2]; AGES];
        for (age, pair) in people.iter_mut().enumerate() {
            for (sex, n) in pair.iter_mut().enumerate() {
                let expected = nature.people * weights[age][sex] / total;
                *n = few(expected, normal(&[70, nature.luck, age as u64, sex as u64]));
            }
        }
        Self(people)
    }

    /// One year later; births, deaths and moves are written into the counts of that year.
    pub(crate) fn next_year(&self, nature: &Nature, year: i32, counts: &mut Counts) -> Self {
        let mut next = [[0; 2]; AGES];
        for (age, pair) in self.0.iter().enumerate() {
            for (sex, n) in pair.iter().enumerate() {
                let key = [nature.luck, year_key(year), age as u64, sex as u64];
                let luck = |name: u64| normal(&[name, key[0], key[1], key[2], key[3]]);
                let died = binomial(*n, mortality(age, sex), luck(72));
                let left = binomial(n - died, leaving(age, nature), luck(73));
                let came = few(
                    arriving(age, nature, year) * nature.people / 200.0,
                    luck(74),
                );
                counts.deaths += died;
                counts.moves_out += left;
                counts.moves_in += came;
                next[(age + 1).min(AGES - 1)][sex] += n - died - left + came;
            }
        }
        let mothers: u32 = (20..42).map(|age| self.0[age][0]).sum();
        let rate = 0.071 * exp(0.12 * nature.family);
        counts.births = binomial(mothers, rate, normal(&[75, nature.luck, year_key(year)]));
        let girls = binomial(
            counts.births,
            0.487,
            normal(&[76, nature.luck, year_key(year)]),
        );
        next[0] = [girls, counts.births - girls];
        Self(next)
    }

    /// Writes the residents into the age bands.
    pub(crate) fn count(&self, counts: &mut Counts) {
        for (band, n) in AGE_BANDS.iter().zip(&mut counts.population) {
            for pair in &self.0[band.1..=band.2] {
                n[0] += pair[0];
                n[1] += pair[1];
            }
        }
    }

    /// Children of one age.
    pub(crate) fn aged(&self, age: usize) -> u32 {
        self.0[age].iter().sum()
    }
}

/// How many come where so many are expected.
fn few(expected: f64, luck: f64) -> u32 {
    binomial(1_000, expected / 1_000.0, luck)
}

/// A year as part of a draw's name.
pub(crate) fn year_key(year: i32) -> u64 {
    u64::from(year.unsigned_abs())
}

/// A bump of height 1 around an age.
fn around(age: usize, middle: f64, width: f64) -> f64 {
    let d = (age as f64 - middle) / width;
    1.0 / (1.0 + d * d * d * d)
}

fn pyramid(age: usize, nature: &Nature) -> [f64; 2] {
    let children = 0.62 * (1.0 + 0.22 * nature.family) * around(age, 6.0, 16.0);
    let young = (0.30 + 0.55 * nature.urban) * around(age, 27.0, 9.0);
    let boomers = 1.05 * around(age, 51.0, 12.0);
    let old = (0.72 + 0.22 * nature.age) * around(age, 72.0, 12.0);
    let base = 0.30 + children + young + boomers + old;
    let alive = |sex: usize| (0..age).fold(1.0, |left, a| left * (1.0 - mortality(a, sex) * 0.6));
    [base * alive(0), base * alive(1) * 1.03]
}

fn mortality(age: usize, sex: usize) -> f64 {
    let risk = 0.000_034 * exp(0.092 * (age as f64)) * if sex == 0 { 0.75 } else { 1.2 };
    risk.min(0.45)
}

fn leaving(age: usize, nature: &Nature) -> f64 {
    let young = (0.16 - 0.06 * nature.urban) * around(age, 22.0, 5.0);
    (0.022 + 0.03 * nature.urban) * around(age, 18.0, 28.0) + young + 0.008
}

/// People of one age and sex who come, per hundred residents.
fn arriving(age: usize, nature: &Nature, year: i32) -> f64 {
    let students = 0.16 * nature.urban * around(age, 21.0, 4.0);
    let families =
        (0.062 + 0.03 * nature.family) * (around(age, 33.0, 7.0) + 0.55 * around(age, 4.0, 4.0));
    let refugees = if year == 2015 || year == 2022 {
        0.012 * around(age, 24.0, 17.0)
    } else {
        0.0
    };
    let houses = if nature.fate.new_houses(year) {
        0.15 * (around(age, 34.0, 6.0) + 0.8 * around(age, 3.0, 4.0))
    } else {
        0.0
    };
    let good = exp(0.10 * lasting(&[77, nature.luck], year));
    1.60 * good
        * (0.012
            + 0.02 * nature.urban * around(age, 25.0, 15.0)
            + students
            + families
            + refugees
            + houses)
}
