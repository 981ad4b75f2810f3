//! The description of a territory: a TOML file that names the levels and the files with areas, outlines, groups and
//! crosswalk. It turns what surveying and statistics offices hand over into one checked [`StoredTerritory`].

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use areas::crosswalk::CrosswalkError;
use areas::import::{Columns, Feature, ImportError, Layer, Options};
use areas::{Area, Crosswalk, Group, Level, Link, ShareRules};
use serde::Deserialize;
use vocabulary::{AreaKey, Date, Explain, LevelId, Place, Remark, RemarkKind, Severity, Texts};

use super::{ComparedArea, Outline, StoredTerritory};

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::parse(include_str!("description.de.toml")));

/// The file as written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Description {
    level: Vec<Level>,
    /// Table of areas: `key;name;level;parent;valid_from;valid_to`.
    register: Option<PathBuf>,
    #[serde(default)]
    area: Vec<AreaEntry>,
    #[serde(default)]
    outlines: Vec<OutlineFile>,
    /// Table of groups, one row per member: `group;name;member`.
    groups: Option<PathBuf>,
    /// Table of the crosswalk: `from_area;to_area;share;basis;valid_from`.
    crosswalk: Option<PathBuf>,
    /// How strictly its shares are taken; a county's own sum to 1 and all count.
    crosswalk_rules: Option<SharesAllowed>,
    #[serde(default)]
    compared: Vec<ComparedArea>,
}

/// How strictly the shares of a crosswalk are taken.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SharesAllowed {
    /// Sums off by no more than this are rescaled to 1.
    #[serde(default)]
    tolerance: f64,
    /// Shares below this are slivers of drawing and left out.
    #[serde(default)]
    sliver: f64,
}

/// An area named in the description itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AreaEntry {
    key: AreaKey,
    name: String,
    level: LevelId,
    parent: Option<AreaKey>,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
}

/// A file with outlines of one level.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OutlineFile {
    file: PathBuf,
    level: LevelId,
    key: Option<String>,
    name: Option<String>,
    parent: Option<String>,
    epsg: Option<u32>,
    layer: Option<String>,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    /// Areas above that follow from the first digits of the key, the lowest first; made where nobody named them.
    #[serde(default)]
    above: Vec<Above>,
    /// The area above all of them.
    root: Option<AreaKey>,
    /// Outlines that stand under a wrong key in the file.
    #[serde(default)]
    rekey: Vec<Rekey>,
}

/// An outline that stands under a wrong key: the row, what it says, and what is true.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rekey {
    row: u32,
    key: AreaKey,
    becomes: AreaKey,
}

/// A level above whose key is the beginning of the keys below.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Above {
    level: LevelId,
    digits: usize,
    /// Column with its name in the file below; the level's name and the key where there is none.
    name: Option<String>,
}

/// Why a description cannot be followed.
#[derive(Debug, thiserror::Error)]
pub enum DescriptionError {
    /// The file cannot be opened.
    #[error("`{file}` cannot be read: {source}")]
    File {
        /// Which.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Not the TOML that was expected.
    #[error("line {line} of the description: {reason}")]
    Toml {
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// A row of a table.
    #[error("`{file}`, row {row}: {reason}")]
    Row {
        /// File.
        file: String,
        /// Row, from 1.
        row: u64,
        /// What is wrong.
        reason: String,
    },
    /// A file with outlines.
    #[error(transparent)]
    Outlines(#[from] ImportError),
    /// The crosswalk.
    #[error(transparent)]
    Crosswalk(#[from] CrosswalkError),
}

impl Explain for DescriptionError {
    fn german(&self) -> String {
        match self {
            Self::File { file, source } => TEXTS.say(
                "file",
                &[
                    ("file", &file.display().to_string()),
                    ("reason", &source.to_string()),
                ],
            ),
            Self::Toml { line, reason } => {
                TEXTS.say("toml", &[("line", &line.to_string()), ("reason", reason)])
            }
            Self::Row { file, row, reason } => TEXTS.say(
                "row",
                &[
                    ("file", file),
                    ("row", &row.to_string()),
                    ("reason", reason),
                ],
            ),
            Self::Outlines(error) => error.german(),
            Self::Crosswalk(error) => error.german(),
        }
    }
}

/// Reads a description and all files it names, relative to its folder.
pub fn describe(path: &Path) -> Result<(StoredTerritory, Vec<Remark>), DescriptionError> {
    let text = text(path)?;
    let description: Description = toml::from_str(&text).map_err(|error| {
        let start = error.span().map_or(0, |s| s.start.min(text.len()));
        let line = text[..start].matches('\n').count() + 1;
        DescriptionError::Toml {
            line,
            reason: error.message().to_owned(),
        }
    })?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut builder = Builder::new(&description.level);
    builder.stored.compared.clone_from(&description.compared);
    if let Some(register) = &description.register {
        builder.register(&folder.join(register))?;
    }
    for entry in &description.area {
        builder.named(entry.clone().into());
    }
    for file in &description.outlines {
        builder.outlines(&folder.join(&file.file), file)?;
    }
    if let Some(groups) = &description.groups {
        builder.groups(&folder.join(groups))?;
    }
    if let Some(crosswalk) = &description.crosswalk {
        builder.crosswalk(&folder.join(crosswalk), description.crosswalk_rules)?;
    }
    Ok((builder.stored, builder.remarks))
}

fn text(path: &Path) -> Result<String, DescriptionError> {
    let bytes = std::fs::read(path).map_err(|source| DescriptionError::File {
        file: path.to_owned(),
        source,
    })?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
}

impl From<AreaEntry> for Area {
    fn from(entry: AreaEntry) -> Self {
        let AreaEntry {
            key,
            name,
            level,
            parent,
            valid_from,
            valid_to,
        } = entry;
        Self {
            key,
            name,
            level,
            parent,
            valid_from,
            valid_to,
        }
    }
}

/// What has been put together so far.
struct Builder {
    stored: StoredTerritory,
    known: BTreeSet<(AreaKey, Option<Date>)>,
    remarks: Vec<Remark>,
}

impl Builder {
    fn new(levels: &[Level]) -> Self {
        let mut stored = StoredTerritory::default();
        stored.territory.levels = levels.to_vec();
        Self {
            stored,
            known: BTreeSet::new(),
            remarks: Vec::new(),
        }
    }

    /// Adds an area the description names; one named twice for the same time is refused when all areas are checked.
    fn named(&mut self, area: Area) {
        self.known.insert((area.key.clone(), area.valid_from));
        self.stored.territory.areas.push(area);
    }

    /// Adds an area that follows from the keys below it, unless somebody named it for any part of that time.
    fn implied(&mut self, area: Area) {
        let mut named = self
            .stored
            .territory
            .areas
            .iter()
            .filter(|a| a.key == area.key);
        if named.all(|a| !a.validity().overlaps(area.validity())) {
            self.area(area);
        }
    }

    /// Adds an area unless it is known for that time.
    fn area(&mut self, area: Area) {
        if self.known.insert((area.key.clone(), area.valid_from)) {
            self.stored.territory.areas.push(area);
        }
    }

    fn register(&mut self, path: &Path) -> Result<(), DescriptionError> {
        for row in table::<AreaEntry>(path)? {
            self.named(row?.into());
        }
        Ok(())
    }

    fn groups(&mut self, path: &Path) -> Result<(), DescriptionError> {
        #[derive(Deserialize)]
        struct Row {
            group: AreaKey,
            name: String,
            member: AreaKey,
        }
        let mut groups: BTreeMap<AreaKey, Group> = BTreeMap::new();
        for row in table::<Row>(path)? {
            let Row {
                group,
                name,
                member,
            } = row?;
            let entry = groups.entry(group.clone());
            entry
                .or_insert_with(|| Group {
                    key: group,
                    name,
                    members: Vec::new(),
                })
                .members
                .push(member);
        }
        self.stored.territory.groups.extend(groups.into_values());
        Ok(())
    }

    fn crosswalk(
        &mut self,
        path: &Path,
        rules: Option<SharesAllowed>,
    ) -> Result<(), DescriptionError> {
        let file = file_name(path);
        let (mut links, remarks) = Link::read(&text(path)?, &file)?;
        self.remarks.extend(remarks);
        if let Some(SharesAllowed { tolerance, sliver }) = rules {
            let (crosswalk, remarks) =
                Crosswalk::new(links, ShareRules { tolerance, sliver }, &file)?;
            links = crosswalk.links().collect();
            self.remarks.extend(remarks);
        }
        self.stored.links.extend(links);
        Ok(())
    }

    fn outlines(&mut self, path: &Path, file: &OutlineFile) -> Result<(), DescriptionError> {
        let columns = Columns {
            key: file.key.clone(),
            name: file.name.clone(),
            parent: file.parent.clone(),
        };
        let options = Options {
            columns,
            epsg: file.epsg,
            layer: file.layer.clone(),
            ..Options::default()
        };
        let layer: Layer = areas::import::read(path, &options)?;
        self.remarks.extend(layer.remarks);
        let mut seen = BTreeSet::new();
        for feature in layer.features {
            let Ok(key) = AreaKey::parse(&feature.key) else {
                self.remark(path, &feature, "no_key");
                continue;
            };
            let key = self.true_key(path, &feature, key, file);
            if seen.insert(key.clone()) {
                self.feature(&key, &feature, file);
            }
        }
        Ok(())
    }

    /// The key of an outline, or the one the description puts in its place.
    fn true_key(
        &mut self,
        path: &Path,
        feature: &Feature,
        key: AreaKey,
        file: &OutlineFile,
    ) -> AreaKey {
        let Some(rekey) = file
            .rekey
            .iter()
            .find(|r| r.row == feature.row && r.key == key)
        else {
            return key;
        };
        let values = [("key", key.as_str()), ("becomes", rekey.becomes.as_str())];
        self.remarks.push(Remark {
            severity: Severity::Note,
            kind: RemarkKind::RepairedKey,
            place: Place {
                file: file_name(path),
                row: Some(feature.row),
                ..Place::default()
            },
            value: Some(key.to_string()),
            message: TEXTS.say("rekeyed", &values),
        });
        rekey.becomes.clone()
    }

    fn feature(&mut self, key: &AreaKey, feature: &Feature, file: &OutlineFile) {
        let above = self.areas_above(key, feature, file);
        if self.named_before(key, file).is_none() {
            let delivered = feature
                .parent
                .as_deref()
                .and_then(|p| AreaKey::parse(p).ok());
            let name = if feature.name.is_empty() {
                key.as_str()
            } else {
                &feature.name
            };
            self.area(Area {
                key: key.clone(),
                name: name.to_owned(),
                level: file.level.clone(),
                parent: delivered.or(above).or_else(|| file.root.clone()),
                valid_from: file.valid_from,
                valid_to: file.valid_to,
            });
        }
        let since = self
            .named_before(key, file)
            .map_or(file.valid_from, |a| a.valid_from);
        let known = |o: &Outline| o.area == *key && o.valid_from == since;
        let is_new = !self.stored.outlines.iter().any(known);
        if let Some(outline) = feature.outline().filter(|_| is_new) {
            let outline = Outline::new(key.clone(), since, outline);
            self.stored.outlines.push(outline);
        }
    }

    /// Makes the areas above that follow from the key; gives the lowest.
    fn areas_above(
        &mut self,
        key: &AreaKey,
        feature: &Feature,
        file: &OutlineFile,
    ) -> Option<AreaKey> {
        let keys: Vec<AreaKey> = file
            .above
            .iter()
            .map_while(|a| beginning(key, a.digits))
            .collect();
        for (i, (parent, above)) in keys.iter().zip(&file.above).enumerate() {
            let column = above.name.as_ref();
            let name = column.and_then(|column| feature.attributes.get(column).cloned());
            self.implied(Area {
                name: name.unwrap_or_else(|| self.made_name(&above.level, parent)),
                key: parent.clone(),
                level: above.level.clone(),
                parent: keys.get(i + 1).cloned().or_else(|| file.root.clone()),
                valid_from: file.valid_from,
                valid_to: file.valid_to,
            });
        }
        keys.into_iter().next()
    }

    /// The area of this key that is known for the time of the file.
    fn named_before(&self, key: &AreaKey, file: &OutlineFile) -> Option<&Area> {
        let holds = |area: &&Area| match file.valid_from {
            Some(day) => area.key == *key && area.validity().holds(day),
            None => area.key == *key && area.valid_from.is_none(),
        };
        self.stored.territory.areas.iter().find(holds)
    }

    /// „Prognoseraum 0110“ where nobody delivered a name.
    fn made_name(&self, level: &LevelId, key: &AreaKey) -> String {
        let level = self.stored.territory.levels.iter().find(|l| l.id == *level);
        level.map_or_else(|| key.to_string(), |l| format!("{} {key}", l.name))
    }

    fn remark(&mut self, path: &Path, feature: &Feature, text: &str) {
        self.remarks.push(Remark {
            severity: Severity::Rejected,
            kind: RemarkKind::UnknownKey,
            place: Place {
                file: file_name(path),
                row: Some(feature.row),
                ..Place::default()
            },
            value: Some(feature.key.clone()),
            message: TEXTS.say(text, &[]),
        });
    }
}

fn beginning(key: &AreaKey, digits: usize) -> Option<AreaKey> {
    AreaKey::parse(key.as_str().get(..digits)?).ok()
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned())
}

/// The rows of a table with semicolons; empty cells are none.
fn table<T: for<'de> Deserialize<'de>>(
    path: &Path,
) -> Result<impl Iterator<Item = Result<T, DescriptionError>>, DescriptionError> {
    let text = text(path)?;
    let file = file_name(path);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let rows: Vec<Result<T, csv::Error>> = reader.deserialize().collect();
    Ok(rows.into_iter().zip(2u64..).map(move |(row, number)| {
        row.map_err(|error| DescriptionError::Row {
            file: file.clone(),
            row: number,
            reason: error.to_string(),
        })
    }))
}
