//! The description of a territory: a TOML file that names the levels and the files with areas, outlines, groups and
//! crosswalk. It turns what surveying and statistics offices hand over into one checked [`StoredTerritory`].

mod builder;
mod error;
mod table;

use std::path::{Path, PathBuf};

use areas::{Area, Level};
use serde::Deserialize;
use vocabulary::causes::WrittenFault;
use vocabulary::{AreaKey, Date, LevelId, Remark};

use super::{ComparedArea, StoredTerritory};
use builder::Builder;
pub use error::DescriptionError;
use table::file_name;

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
    /// Table of groups, one row per member: `group;name;member;extent;division`; the last two may be missing.
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

/// Reads a description and all files it names, relative to its folder.
pub fn describe(path: &Path) -> Result<(StoredTerritory, Vec<Remark>), DescriptionError> {
    let text = std::fs::read_to_string(path).map_err(|source| DescriptionError::File {
        file: path.to_owned(),
        source,
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let description: Description =
        toml::from_str(text).map_err(|error| DescriptionError::Written {
            file: file_name(path),
            fault: WrittenFault::of_toml(text, &error),
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
    builder.check()?;
    Ok((builder.stored, builder.remarks))
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
