//! Which deliveries a figure came from: sets of ids, each kept once however many figures share it.

use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Serialize, Serializer};
use vocabulary::DeliveryId;

/// A sorted set of deliveries; copies share it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[doc(alias = "Lieferungen")]
pub struct Deliveries(Arc<[DeliveryId]>);

impl Deliveries {
    /// The deliveries of several figures together.
    pub fn union<'a>(sets: impl IntoIterator<Item = &'a Self>) -> Self {
        let all: BTreeSet<&DeliveryId> = sets.into_iter().flat_map(|s| s.iter()).collect();
        Self(all.into_iter().cloned().collect())
    }

    fn is_same(&self, other: &Arc<[DeliveryId]>) -> bool {
        Arc::ptr_eq(&self.0, other) || *self.0 == **other
    }
}

impl Deref for Deliveries {
    type Target = [DeliveryId];
    fn deref(&self) -> &[DeliveryId] {
        &self.0
    }
}

impl Serialize for Deliveries {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(self.iter())
    }
}

impl FromIterator<DeliveryId> for Deliveries {
    fn from_iter<I: IntoIterator<Item = DeliveryId>>(ids: I) -> Self {
        let sorted: BTreeSet<DeliveryId> = ids.into_iter().collect();
        Self(sorted.into_iter().collect())
    }
}

/// All sets met so far.
#[derive(Debug, Default)]
pub(crate) struct Known {
    sets: BTreeSet<Deliveries>,
    last: Deliveries,
}

impl Known {
    /// The one copy of a sorted set.
    pub(crate) fn once(&mut self, set: &Arc<[DeliveryId]>) -> Deliveries {
        if !self.last.is_same(set) {
            let wanted = Deliveries(Arc::clone(set));
            if !self.sets.contains(&wanted) {
                self.sets.insert(wanted.clone());
            }
            self.last = self.sets.get(&wanted).cloned().unwrap_or(wanted);
        }
        self.last.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(words: &[&str]) -> Arc<[DeliveryId]> {
        words.iter().map(|w| w.parse().unwrap()).collect()
    }

    #[test]
    fn equal_sets_are_one() {
        let mut known = Known::default();
        let first = known.once(&ids(&["L1", "L2"]));
        let other = known.once(&ids(&["L3"]));
        let again = known.once(&ids(&["L1", "L2"]));
        assert!(Arc::ptr_eq(&first.0, &again.0) && first != other);
        assert_eq!(known.once(&ids(&[])).len(), 0);
    }

    #[test]
    fn a_union_names_each_delivery_once_in_order() {
        let both = Deliveries::union([
            &Deliveries(ids(&["L2", "L3"])),
            &Deliveries(ids(&["L1", "L2"])),
        ]);
        assert_eq!(*both, *ids(&["L1", "L2", "L3"]));
    }
}
