//! The cell keys of a house: every person of a delivered cell has a key made from a secret, the cell and the person's
//! running number.
//!
//! The period is left out on purpose: who stays in a cell from one year to the next keeps the key, so that an unchanged
//! count gets unchanged noise and nobody learns more by comparing or averaging years.

use std::collections::BTreeMap;

use indicators::{Catalogue, Figures, Piece};
use sha2::{Digest, Sha256};

use crate::cell_key::{Key, Noise, PTable};
use crate::method::CellKeys;

/// A delivered cell: count, place, dimensions with categories.
type Finest = (usize, usize, Vec<(usize, usize)>);

pub(super) struct Keys<'a> {
    rules: &'a CellKeys,
    /// By the threshold they keep free of small results.
    tables: BTreeMap<u32, PTable>,
    people: BTreeMap<Finest, People>,
}

/// The people of a delivered cell.
struct People {
    /// Where their keys start.
    start: u64,
    /// The keys of the first so many of them together.
    sums: Vec<Key>,
}

/// More persons than this in one delivered cell do not each get a key: what is counted there are no persons.
const CROWD: u64 = 1_000_000;

impl<'a> Keys<'a> {
    pub(super) fn new(rules: &'a CellKeys) -> Self {
        Self {
            rules,
            tables: BTreeMap::new(),
            people: BTreeMap::new(),
        }
    }

    /// The key of the people in a piece.
    pub(super) fn of(
        &mut self,
        (figures, catalogue): (&Figures, &Catalogue),
        piece: &Piece,
    ) -> Key {
        let persons = whole(piece.number.unwrap_or(0.0));
        let finest = (piece.count, piece.place, piece.categories.clone());
        let seed = self.rules.seed.as_bytes();
        let people = self.people.entry(finest).or_insert_with(|| People {
            start: start(seed, &name(figures, catalogue, piece)),
            sums: vec![Key::of_bits(0)],
        });
        people.first(persons)
    }

    /// A count as it is shown where nothing from 1 to below a threshold may be.
    pub(super) fn shown(&mut self, count: u64, key: Key, threshold: f64) -> u64 {
        let hidden_below = u32::try_from(whole(threshold.ceil())).unwrap_or(u32::MAX);
        let rules = self.rules;
        let table = self.tables.entry(hidden_below);
        let table = table.or_insert_with(|| table_for(rules, hidden_below));
        table.perturbed(count, key)
    }
}

impl People {
    /// The keys of the first so many together.
    fn first(&mut self, persons: u64) -> Key {
        let each = persons.min(CROWD);
        for person in self.sums.len() as u64..=each {
            let before = self.sums.last().copied().unwrap_or(Key::of_bits(0));
            self.sums.push(Key::of_cell([before, self.person(person)]));
        }
        let sum = usize::try_from(each).map_or(Key::of_bits(0), |each| self.sums[each]);
        if persons > CROWD {
            return Key::of_cell([sum, self.person(persons)]);
        }
        sum
    }

    /// The key of one person: the numbers follow each other by the golden ratio and are then mixed (Steele, Lea and
    /// Flood 2014, `SplitMix64`).
    const fn person(&self, number: u64) -> Key {
        let mut bits = self
            .start
            .wrapping_add(number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Key::of_bits(bits ^ (bits >> 31))
    }
}

/// The noise of the rules, or the least that keeps small results away.
fn table_for(rules: &CellKeys, hidden_below: u32) -> PTable {
    let least = f64::from(hidden_below / 2) * f64::from(hidden_below.div_ceil(2));
    let noise = Noise {
        variance: rules.variance.max(least),
        most: rules.largest.max(hidden_below),
        hidden_below,
    };
    PTable::maximum_entropy(noise)
        .expect("noise up to the threshold can always avoid what is below")
}

/// A delivered cell in words that no reordering of the catalogue changes.
fn name(figures: &Figures, catalogue: &Catalogue, piece: &Piece) -> String {
    let count = &catalogue.counts[piece.count];
    let mut name = format!(
        "{}\n{}",
        count.id,
        figures.region().places()[piece.place].key
    );
    for (dimension, category) in &piece.categories {
        let dimension = &count.dimensions[*dimension];
        let category = dimension.categories[*category].as_str();
        for part in ["\n", dimension.id.as_str(), "=", category] {
            name.push_str(part);
        }
    }
    name
}

/// A count of people: never negative, and whole but for rounding.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of people"
)]
pub(super) fn whole(number: f64) -> u64 {
    number.round().max(0.0) as u64
}

fn start(seed: &[u8], name: &str) -> u64 {
    let mut hash = Sha256::new();
    hash.update(seed);
    hash.update(b"\n");
    hash.update(name.as_bytes());
    let bits = hash.finalize();
    bits.iter()
        .take(8)
        .fold(0, |all, byte| all << 8 | u64::from(*byte))
}
