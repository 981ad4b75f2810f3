//! What one county gives for each thing counted, and what many counties give together, with the Monte-Carlo error.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The numbers of one county by name; a name is left out where the county says nothing about it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record(BTreeMap<String, f64>);

/// A mean over counties.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// Over how many counties.
    pub counties: usize,
    /// The mean.
    pub value: f64,
    /// Its Monte-Carlo error: the standard deviation between counties over the root of their number.
    pub error: f64,
}

/// The means of a scenario by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Means(BTreeMap<String, Mean>);

impl Record {
    /// A number.
    pub(crate) fn note(&mut self, name: impl Into<String>, value: f64) {
        self.0.insert(name.into(), value);
    }

    /// Whether something happened.
    #[expect(
        clippy::fn_params_excessive_bools,
        reason = "the answer itself is noted, not a way to work"
    )]
    pub(crate) fn tell(&mut self, name: impl Into<String>, happened: bool) {
        self.note(name, f64::from(u8::from(happened)));
    }

    /// A share of what was tried; nothing where nothing was.
    pub(crate) fn share(&mut self, name: impl Into<String>, tried: &Tried) {
        if tried.times > 0 {
            self.note(name, tried.hits as f64 / tried.times as f64);
        }
    }
}

/// How often something was tried and how often it held.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tried {
    pub(crate) hits: usize,
    pub(crate) times: usize,
}

impl Tried {
    #[expect(
        clippy::fn_params_excessive_bools,
        reason = "the answer itself is counted, not a way to work"
    )]
    pub(crate) fn add(&mut self, hit: bool) {
        self.times += 1;
        self.hits += usize::from(hit);
    }
}

impl Means {
    /// The means of records in their order.
    pub(crate) fn of(records: &[Record]) -> Self {
        let mut values: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        for (name, value) in records.iter().flat_map(|r| &r.0) {
            values.entry(name).or_default().push(*value);
        }
        let means = values.into_iter();
        Self(
            means
                .map(|(name, all)| (name.to_owned(), Mean::of(&all)))
                .collect(),
        )
    }

    /// A mean by name.
    pub fn get(&self, name: &str) -> Option<Mean> {
        self.0.get(name).copied()
    }

    /// The means whose names begin so, with the rest of the name.
    pub fn under<'a>(&'a self, beginning: &'a str) -> impl Iterator<Item = (&'a str, Mean)> {
        let all = self.0.iter();
        all.filter_map(move |(name, mean)| Some((name.strip_prefix(beginning)?, *mean)))
    }
}

impl Mean {
    fn of(values: &[f64]) -> Self {
        let count = values.len() as f64;
        let value = values.iter().sum::<f64>() / count;
        let squares: f64 = values.iter().map(|v| (v - value) * (v - value)).sum();
        let variance = squares / (count - 1.0).max(1.0);
        Self {
            counties: values.len(),
            value,
            error: (variance / count).sqrt(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_over_counties_has_the_error_of_a_share() {
        let records: Vec<Record> = (0..100)
            .map(|county| {
                let mut record = Record::default();
                record.tell("alarm", county % 5 == 0);
                record
            })
            .collect();
        let mean = Means::of(&records).get("alarm").unwrap();
        assert_eq!((mean.counties, mean.value), (100, 0.2));
        assert!((mean.error - 0.0402).abs() < 1e-4, "{mean:?}");
    }

    #[test]
    fn what_was_never_tried_is_no_share() {
        let mut record = Record::default();
        record.share("nothing", &Tried::default());
        assert_eq!(record, Record::default());
    }
}
