//! Observations sorted for the engine: by count, period and place, with categories packed into one number.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use vocabulary::{DeliveryId, Flags, Observation, Period, Quantity};

use crate::catalogue::Omitted;
use crate::{BaseCount, Catalogue, Region};

/// No category in this dimension: everybody.
const ALL: u8 = 255;

/// The packed categories of a cell, one byte per dimension.
type Packed = [u8; 4];

#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    place: u32,
    packed: Packed,
    quantity: Quantity,
    delivery: u16,
    observation: u32,
}

/// The entries of one count and period, by place.
#[derive(Clone, Debug)]
struct Block {
    entries: Vec<Entry>,
    starts: Vec<u32>,
}

/// All observations that can be used.
#[derive(Clone, Debug)]
pub(super) struct Store {
    blocks: BTreeMap<(usize, Period), Block>,
    deliveries: Vec<DeliveryId>,
    unused: usize,
}

/// What was delivered for a block of categories at a place.
pub(super) struct Found<'a> {
    pub quantity: Quantity,
    pub entries: Vec<&'a Entry>,
}

impl Entry {
    pub(super) fn delivery(&self) -> u16 {
        self.delivery
    }

    pub(super) fn place(&self) -> usize {
        self.place as usize
    }

    pub(super) fn number(&self) -> Option<f64> {
        self.quantity.value.known()
    }

    /// The dimensions it is broken down by with the category of each, as places in the count's lists.
    pub(super) fn categories(&self) -> impl Iterator<Item = (usize, usize)> {
        let packed = self.packed.into_iter().enumerate();
        packed
            .filter(|(_, category)| *category != ALL)
            .map(|(dimension, category)| (dimension, usize::from(category)))
    }

    pub(super) fn observation(&self) -> usize {
        self.observation as usize
    }
}

impl Store {
    pub(super) fn new(
        catalogue: &Catalogue,
        region: &Region,
        observations: &[Observation],
    ) -> Self {
        let counts: HashMap<&str, usize> = catalogue
            .counts
            .iter()
            .enumerate()
            .map(|(i, c)| (c.id.as_str(), i))
            .collect();
        let known: BTreeSet<&DeliveryId> =
            observations.iter().map(|o| &o.origin.delivery).collect();
        let deliveries: Vec<DeliveryId> = known.into_iter().cloned().collect();
        let mut sorted: BTreeMap<(usize, Period), Vec<Entry>> = BTreeMap::new();
        let mut unused = 0;
        for (i, o) in observations.iter().enumerate() {
            let found = counts.get(o.count.as_str()).and_then(|count| {
                let place = narrow(region.position(&o.area)?);
                let packed = pack(&catalogue.counts[*count], o)?;
                let delivery = deliveries.binary_search(&o.origin.delivery).ok()?;
                let entry = Entry {
                    place,
                    packed,
                    quantity: o.quantity,
                    delivery: u16::try_from(delivery).ok()?,
                    observation: narrow(i),
                };
                Some(((*count, o.period), entry))
            });
            match found {
                Some((key, entry)) => sorted.entry(key).or_default().push(entry),
                None => unused += 1,
            }
        }
        let size = region.places().len();
        let blocks = sorted
            .into_iter()
            .map(|(key, entries)| (key, Block::new(entries, size)))
            .collect();
        Self {
            blocks,
            deliveries,
            unused,
        }
    }

    /// Observations of unknown counts, places or categories.
    pub(super) fn unused(&self) -> usize {
        self.unused
    }

    pub(super) fn deliveries(&self) -> &[DeliveryId] {
        &self.deliveries
    }

    /// The periods a count is delivered for.
    pub(super) fn periods(&self, count: usize) -> impl Iterator<Item = Period> + '_ {
        let from = (count, Period::Year(i32::MIN));
        self.blocks
            .range(from..)
            .take_while(move |((c, _), _)| *c == count)
            .map(|((_, p), _)| *p)
    }

    pub(super) fn has(&self, count: usize, period: Period) -> bool {
        self.blocks.contains_key(&(count, period))
    }

    /// What is delivered for a place: the coarsest cells that answer the question are added up.
    ///
    /// `None` if nothing was delivered that could answer it.
    pub(super) fn find(
        &self,
        (index, base): (usize, &BaseCount),
        period: Period,
        place: usize,
        chosen: &[u64],
    ) -> Option<Found<'_>> {
        let here = self.blocks.get(&(index, period))?.at(place);
        let restricted = restricted(base, chosen);
        let mut signatures: Vec<u8> = here.iter().map(|e| signature(e.packed)).collect();
        signatures.sort_by_key(|s| (s.count_ones(), *s));
        signatures.dedup();
        let mut incomplete = None;
        for s in signatures {
            if s & restricted != restricted {
                continue;
            }
            let entries: Vec<&Entry> = here
                .iter()
                .filter(|e| signature(e.packed) == s && inside(e.packed, chosen))
                .collect();
            let expected: u32 = (0..base.dimensions.len())
                .filter(|d| s >> d & 1 == 1)
                .map(|d| chosen[d].count_ones())
                .product();
            let complete = entries.len() == expected as usize;
            if complete || base.omitted == Omitted::Zero {
                return Some(Found {
                    quantity: total(&entries),
                    entries,
                });
            }
            incomplete.get_or_insert(Found {
                quantity: Quantity {
                    value: vocabulary::Value::Unknown,
                    flags: Flags::empty(),
                },
                entries: Vec::new(),
            });
        }
        incomplete
    }
}

impl Block {
    /// Sorts by place; of the same cell twice the later one counts.
    fn new(mut entries: Vec<Entry>, places: usize) -> Self {
        entries.sort_by_key(|e| (e.place, e.packed, std::cmp::Reverse(e.observation)));
        entries.dedup_by_key(|e| (e.place, e.packed));
        let mut starts = vec![0u32; places + 1];
        for e in &entries {
            starts[e.place as usize + 1] += 1;
        }
        for i in 0..places {
            starts[i + 1] += starts[i];
        }
        Self { entries, starts }
    }

    fn at(&self, place: usize) -> &[Entry] {
        &self.entries[self.starts[place] as usize..self.starts[place + 1] as usize]
    }
}

fn narrow(position: usize) -> u32 {
    u32::try_from(position).expect("fewer than four thousand million observations")
}

fn pack(count: &BaseCount, observation: &Observation) -> Option<Packed> {
    let mut packed = [ALL; 4];
    for (dimension, category) in observation.breakdown.pairs() {
        let d = count.dimensions.iter().position(|x| x.id == dimension)?;
        let c = count.dimensions[d]
            .categories
            .iter()
            .position(|x| x == category)?;
        packed[d] = u8::try_from(c).ok()?;
    }
    Some(packed)
}

/// Which dimensions a cell is broken down by, one bit each.
fn signature(packed: Packed) -> u8 {
    packed
        .iter()
        .enumerate()
        .fold(0, |s, (d, c)| s | u8::from(*c != ALL) << d)
}

/// Which dimensions the question is narrower than everybody in.
fn restricted(count: &BaseCount, chosen: &[u64]) -> u8 {
    count
        .dimensions
        .iter()
        .zip(chosen)
        .enumerate()
        .fold(0, |s, (d, (dimension, mask))| {
            s | u8::from(mask.count_ones() as usize != dimension.categories.len()) << d
        })
}

fn inside(packed: Packed, chosen: &[u64]) -> bool {
    packed
        .iter()
        .zip(chosen)
        .all(|(c, mask)| *c == ALL || mask >> c & 1 == 1)
}

fn total(entries: &[&Entry]) -> Quantity {
    let mut each = entries.iter().map(|e| e.quantity);
    let first = each.next().unwrap_or(Quantity::known(0.0));
    each.fold(first, Quantity::plus)
}
