//! Which column holds the key, which the name and which the parent, where nobody said so.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::raw::RawFeature;

/// The columns that mean something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns {
    /// Holds the key of the area.
    pub key: Option<String>,
    /// Holds its name.
    pub name: Option<String>,
    /// Holds the key of the area it is a part of.
    pub parent: Option<String>,
}

/// What a column holds.
struct Content<'a> {
    header: &'a str,
    values: Vec<&'a str>,
    different: usize,
}

impl Content<'_> {
    /// The share of rows with a value of its own.
    fn uniqueness(&self) -> f64 {
        self.different as f64 / self.values.len().max(1) as f64
    }

    fn share(&self, is: impl Fn(&str) -> bool) -> f64 {
        let count = self.values.iter().filter(|v| is(v)).count();
        count as f64 / self.values.len().max(1) as f64
    }

    fn header_has(&self, words: &[&str]) -> bool {
        let header = self.header.to_lowercase();
        let mut parts = header.split(|c: char| !c.is_alphanumeric());
        parts.any(|part| words.contains(&part))
    }
}

/// How much a column looks like keys; 0 if it cannot be one.
fn key_score(content: &Content) -> f64 {
    let is_key = |v: &str| {
        v.len() <= 24
            && v.contains(|c: char| c.is_ascii_digit())
            && v.chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
    };
    if content.uniqueness() < 0.97 || content.share(is_key) < 0.97 {
        return 0.0;
    }
    let lengths: BTreeSet<usize> = content.values.iter().map(|v| v.len()).collect();
    let one_length = if lengths.len() == 1 { 1.0 } else { 0.0 };
    let leading_zeros = if content.share(|v| v.starts_with('0')) > 0.0 {
        0.5
    } else {
        0.0
    };
    1.0 + one_length + leading_zeros + header_score(content)
}

/// What the header of a column says for and against a key.
fn header_score(content: &Content) -> f64 {
    const OFFICIAL: [&str; 11] = [
        "ars",
        "ags",
        "rs",
        "key",
        "schluessel",
        "schlüssel",
        "schl",
        "nr",
        "nummer",
        "kennziffer",
        "code",
    ];
    const TECHNICAL: [&str; 9] = [
        "gid", "fid", "ogc", "objectid", "oid", "uuid", "area", "len", "tel",
    ];
    let points = |words: &[&str], points| {
        if content.header_has(words) {
            points
        } else {
            0.0
        }
    };
    points(&OFFICIAL, 2.0) + points(&["id"], 1.5) + points(&TECHNICAL, -2.0)
}

/// How much a column looks like names; 0 if it cannot be one.
fn name_score(content: &Content) -> f64 {
    let is_word = |v: &str| v.chars().next().is_some_and(char::is_alphabetic) && !v.contains("://");
    if content.share(is_word) < 0.8 || content.uniqueness() < 0.5 {
        // A district file names its areas „01 - Mitte“.
        let numbered = |v: &str| v.contains(|c: char| c.is_alphabetic()) && v.contains(' ');
        let is_numbered = content.share(numbered) > 0.9;
        return if is_numbered {
            content.uniqueness() * 0.5
        } else {
            0.0
        };
    }
    let named = content.header_has(&["name", "bez", "bezeichnung", "gen", "titel"]);
    content.uniqueness() + if named { 2.0 } else { 0.0 }
}

impl Columns {
    /// What was not given, proposed from headers and content; a key needs different values in (almost) all rows.
    pub(super) fn or_proposed(&self, headers: &[String], features: &[RawFeature]) -> Self {
        let contents: Vec<Content> = headers
            .iter()
            .enumerate()
            .map(|(i, h)| content(i, h, features))
            .collect();
        let key = self.key.clone().or_else(|| best(&contents, key_score));
        let name = self.name.clone().or_else(|| best(&contents, name_score));
        let parent = self.parent.clone().or_else(|| {
            let keys = contents.iter().find(|c| Some(c.header) == key.as_deref())?;
            parent_of(keys, &contents)
        });
        Self { key, name, parent }
    }
}

fn content<'a>(column: usize, header: &'a str, features: &'a [RawFeature]) -> Content<'a> {
    let cells = features
        .iter()
        .map(|f| f.cells.get(column).map_or("", String::as_str));
    let values: Vec<&str> = cells.collect();
    let different = values
        .iter()
        .filter(|v| !v.is_empty())
        .collect::<BTreeSet<_>>()
        .len();
    Content {
        header,
        values,
        different,
    }
}

/// The first column with the highest score above zero.
fn best(contents: &[Content], score: impl Fn(&Content) -> f64) -> Option<String> {
    let mut best: Option<(f64, &str)> = None;
    for content in contents {
        let score = score(content);
        if score > best.map_or(0.0, |(s, _)| s) {
            best = Some((score, content.header));
        }
    }
    best.map(|(_, header)| header.to_owned())
}

/// The longest column of which every value begins the key of its row.
fn parent_of(keys: &Content, contents: &[Content]) -> Option<String> {
    let begins = |c: &&Content| {
        let mut pairs = c.values.iter().zip(&keys.values);
        pairs.all(|(v, key)| !v.is_empty() && v.len() < key.len() && key.starts_with(v))
            && c.header != keys.header
            && c.different > 1
    };
    let found = contents.iter().filter(begins).max_by_key(|c| c.different)?;
    Some(found.header.to_owned())
}
