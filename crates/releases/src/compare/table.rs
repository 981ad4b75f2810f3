//! The changes as a German table that opens in any spreadsheet: semicolons, decimal comma, one head line.

use std::collections::BTreeMap;

use disclosure::Edition;
use vocabulary::{AreaKey, DeliveryId, IndicatorId, State, Texts, german_date};

use super::{Change, Side, What, Why};
use crate::Release;
use crate::exports::{ExportError, harmless};

const HEAD: [&str; 11] = [
    "head_area",
    "head_name",
    "head_indicator",
    "head_title",
    "head_period",
    "head_breakdown",
    "head_what",
    "head_why",
    "head_before",
    "head_after",
    "head_difference",
];

/// The table of what changed between two releases.
pub fn changes_csv<E: Edition>(
    changes: &[Change],
    before: &Release<E>,
    after: &Release<E>,
) -> Result<Vec<u8>, ExportError> {
    let words = Words::new(before, after);
    let mut out = csv::WriterBuilder::new()
        .delimiter(b';')
        .from_writer(Vec::new());
    out.write_record(HEAD.map(|key| words.texts.say(key, &[])))?;
    for c in changes {
        out.write_record([
            c.area.as_str(),
            &harmless(words.areas.get(&c.area).copied().unwrap_or_default()),
            c.indicator.as_str(),
            &harmless(words.titles.get(&c.indicator).copied().unwrap_or_default()),
            &c.period.to_string(),
            c.breakdown.as_str(),
            &words.what(c.what),
            &words.why(&c.why),
            &words.side(c.before),
            &words.side(c.after),
            &c.difference
                .map_or_else(String::new, |d| decimal(rounded(d))),
        ])?;
    }
    let written = out.into_inner().map_err(csv::IntoInnerError::into_error);
    Ok(written.map_err(csv::Error::from)?)
}

/// The shortest form that reads back the same number, with a decimal comma.
fn decimal(number: f64) -> String {
    number.to_string().replace('.', ",")
}

/// A difference without the last digits, which only the subtraction of two binary numbers made.
fn rounded(difference: f64) -> f64 {
    (difference * 1e9).round() / 1e9
}

/// The words of the two releases; the later one's where both have some.
struct Words<'a> {
    texts: Texts,
    areas: BTreeMap<&'a AreaKey, &'a str>,
    titles: BTreeMap<&'a IndicatorId, &'a str>,
    /// Delivery → source and day.
    deliveries: BTreeMap<&'a DeliveryId, String>,
}

impl<'a> Words<'a> {
    fn new<E: Edition>(before: &'a Release<E>, after: &'a Release<E>) -> Self {
        let mut words = Self {
            texts: Texts::parse(include_str!("compare.de.toml")),
            areas: BTreeMap::new(),
            titles: BTreeMap::new(),
            deliveries: BTreeMap::new(),
        };
        for release in [before, after] {
            let areas = release.geography.areas.iter();
            words.areas.extend(areas.map(|a| (&a.key, a.name.as_str())));
            let sheets = release.sheets.iter();
            words
                .titles
                .extend(sheets.map(|s| (&s.id, s.name.as_str())));
            for source in &release.sources {
                for delivery in &source.delivered {
                    let day = german_date(delivery.received);
                    let values = [
                        ("id", delivery.id.as_str()),
                        ("title", &source.title),
                        ("day", &day),
                    ];
                    let text = words.texts.say("delivery", &values);
                    words.deliveries.insert(&delivery.id, text);
                }
            }
        }
        words
    }

    fn what(&self, what: What) -> String {
        let key = match what {
            What::New => "new",
            What::Gone => "gone",
            What::NowHidden => "now_hidden",
            What::NowShown => "now_shown",
            What::Changed => "changed",
        };
        self.texts.say(key, &[])
    }

    fn why(&self, all: &[Why]) -> String {
        let reasons: Vec<String> = all.iter().map(|why| self.reason(why)).collect();
        reasons.join("; ")
    }

    fn reason(&self, why: &Why) -> String {
        let say = |key: &str, before: &str, after: &str| {
            self.texts.say(key, &[("before", before), ("after", after)])
        };
        let version = |v: Option<u32>| v.map_or_else(String::new, |v| v.to_string());
        match why {
            Why::Definition { before, after } => {
                let key = match (before, after) {
                    (Some(_), Some(_)) => "definition",
                    (None, _) => "definition_new",
                    (_, None) => "definition_gone",
                };
                say(key, &version(*before), &version(*after))
            }
            Why::Areas { before, after } => {
                let status =
                    |v: &Option<_>| v.as_ref().map_or_else(String::new, ToString::to_string);
                say("areas", &status(before), &status(after))
            }
            Why::Area => say("area", "", ""),
            Why::MinCount { before, after } => {
                say("min_count", &decimal(*before), &decimal(*after))
            }
            Why::Deliveries { added, removed } => self.delivered(added, removed),
            Why::Protection => say("protection", "", ""),
            Why::Computation => say("computation", "", ""),
        }
    }

    fn delivered(&self, added: &[DeliveryId], removed: &[DeliveryId]) -> String {
        let named = |ids: &[DeliveryId]| {
            let one = |id: &DeliveryId| self.deliveries.get(id).cloned();
            let all = ids
                .iter()
                .map(|id| one(id).unwrap_or_else(|| id.to_string()));
            all.collect::<Vec<_>>().join(", ")
        };
        let values = [("added", named(added)), ("removed", named(removed))];
        let values = values.each_ref().map(|(key, text)| (*key, text.as_str()));
        let key = match (added.is_empty(), removed.is_empty()) {
            (false, true) => "delivered",
            (true, _) => "withdrawn",
            (false, false) => "replaced",
        };
        self.texts.say(key, &values)
    }

    fn side(&self, side: Option<Side>) -> String {
        match side {
            None => self.texts.say("nothing", &[]),
            Some(Side {
                value: Some(value), ..
            }) => decimal(value),
            Some(Side { state, .. }) => {
                let key = match state {
                    State::Value | State::Zero => "shown",
                    other => other.as_str(),
                };
                self.texts.say(key, &[])
            }
        }
    }
}
