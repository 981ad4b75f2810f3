//! Freezing: the canonical bytes of a release in named parts, and the hash that names them.
//!
//! The same release gives the same bytes on every machine. A part is text, so that it stores in any database and can
//! be read by people; its figures are written and read back by `disclosure` alone.

use disclosure::Edition;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    Allocation, ClassBreaks, Examined, Finding, Gap, Geography, IndexBeside, IndexResult,
    IndicatorSheet, NotMade, Outlook, Release, ReleaseMeta, SourceVintage, Topic, Verdict,
};

/// The parts in the order of the hash.
pub(crate) const PARTS: [&str; 6] = [
    "meta",
    "geography",
    "catalogue",
    "figures",
    "judgements",
    "sources",
];

/// A part of a frozen release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: &'static str,
    /// SHA-256 of its content, hexadecimal.
    pub hash: String,
    /// Its canonical text.
    pub content: String,
}

/// A release as bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// SHA-256 over the names and hashes of the parts.
    pub hash: String,
    /// The parts in fixed order.
    pub parts: Vec<Part>,
}

/// A release that cannot be written down.
#[derive(Debug, thiserror::Error)]
#[error("part `{part}` of the release cannot be written as text: {source}")]
pub struct FreezeError {
    part: &'static str,
    source: serde_json::Error,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct CatalogueText {
    pub(crate) topics: Vec<Topic>,
    pub(crate) sheets: Vec<IndicatorSheet>,
    pub(crate) protection: Vec<String>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct JudgementsText {
    pub(crate) verdicts: Vec<Verdict>,
    pub(crate) breaks: Vec<ClassBreaks>,
    /// None in editions frozen before there were rules as data.
    #[serde(default)]
    pub(crate) findings: Vec<Finding>,
    /// Left out where there are none, so that an older edition keeps its bytes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) indices: Vec<IndexResult>,
    /// Left out where there are none, so that an older edition keeps its bytes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) beside: Vec<IndexBeside>,
    #[serde(default)]
    pub(crate) examined: Vec<Examined>,
    pub(crate) gaps: Vec<Gap>,
    /// Left out where there are none, so that an older edition keeps its bytes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) allocations: Vec<Allocation>,
    /// Left out where there is none, so that an older edition keeps its bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) outlook: Option<Outlook>,
    /// Left out where there is none, so that an older edition keeps its bytes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) not_made: Vec<NotMade>,
}

/// Writes a release down and puts the hash of all its parts into its meta data.
pub fn freeze<E: Edition>(release: &mut Release<E>) -> Result<Frozen, FreezeError> {
    release.meta.hash.clear();
    let catalogue = CatalogueText {
        topics: release.topics.clone(),
        sheets: release.sheets.clone(),
        protection: release.protection.clone(),
    };
    let judgements = JudgementsText {
        verdicts: release.verdicts.clone(),
        breaks: release.breaks.clone(),
        findings: release.findings.clone(),
        indices: release.indices.clone(),
        beside: release.beside.clone(),
        examined: release.examined.clone(),
        gaps: release.gaps.clone(),
        allocations: release.allocations.clone(),
        outlook: release.outlook.clone(),
        not_made: release.not_made.clone(),
    };
    let contents = [
        json::<ReleaseMeta>("meta", &release.meta)?,
        json::<Geography>("geography", &release.geography)?,
        json("catalogue", &catalogue)?,
        String::from_utf8_lossy(&release.figures.canonical_bytes()).into_owned(),
        json("judgements", &judgements)?,
        json::<Vec<SourceVintage>>("sources", &release.sources)?,
    ];
    let parts: Vec<Part> = PARTS
        .into_iter()
        .zip(contents)
        .map(|(name, content)| Part {
            name,
            hash: sha256(content.as_bytes()),
            content,
        })
        .collect();
    let hash = whole_hash(parts.iter().map(|p| (p.name, p.hash.as_str())));
    release.meta.hash.clone_from(&hash);
    Ok(Frozen { hash, parts })
}

fn json<T: Serialize>(part: &'static str, value: &T) -> Result<String, FreezeError> {
    serde_json::to_string(value).map_err(|source| FreezeError { part, source })
}

/// The hash of a release from the names and hashes of its parts.
pub(crate) fn whole_hash<'a>(parts: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let lines: Vec<String> = parts
        .map(|(name, hash)| format!("{name} {hash}\n"))
        .collect();
    let list = lines.concat();
    sha256(list.as_bytes())
}

/// SHA-256, hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            write!(text, "{byte:02x}").expect("writing to a string does not fail");
            text
        })
}
