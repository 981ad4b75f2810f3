//! Remarks made while placing and comparing; of each kind so many are kept, all are counted.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use vocabulary::{Place, Remark, RemarkKind, Severity, Texts};

pub(crate) static TEXTS: LazyLock<Texts> =
    LazyLock::new(|| Texts::parse(include_str!("texts.de.toml")));

const KEPT: u64 = 100;

/// Remarks in the order they were made.
#[derive(Debug, Default)]
pub(crate) struct Remarks {
    kept: Vec<Remark>,
    counts: BTreeMap<RemarkKind, u64>,
    by_text: BTreeMap<&'static str, u64>,
}

impl Remarks {
    /// Adds one; the message is the sentence of the key, said by what it is about.
    pub(crate) fn add(
        &mut self,
        (severity, kind): (Severity, RemarkKind),
        place: Place,
        key: &'static str,
        values: &[(&str, &str)],
    ) {
        *self.counts.entry(kind).or_default() += 1;
        let times = self.by_text.entry(key).or_default();
        *times += 1;
        if *times > KEPT {
            return;
        }
        let value = values.iter().find(|(name, _)| *name == "value");
        self.kept.push(Remark {
            severity,
            kind,
            place,
            value: value.map(|(_, v)| (*v).to_owned()),
            message: TEXTS.say(key, values),
        });
    }

    /// The remarks made so far.
    pub(crate) fn kept(&self) -> &[Remark] {
        &self.kept
    }

    /// The remarks, and how many there were of each kind.
    pub(crate) fn finish(self) -> (Vec<Remark>, BTreeMap<RemarkKind, u64>) {
        (self.kept, self.counts)
    }
}
