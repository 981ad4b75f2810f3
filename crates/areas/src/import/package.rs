//! Finds out what a file or folder is, by its content, and unpacks it within limits.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use vocabulary::causes;

use super::raw::Raw;
use super::shapefile::Parts;
use super::{ImportError, Options, choose, geojson, geopackage, shapefile};

const MEGABYTE: u64 = 1 << 20;

/// Reads a layer of whatever lies at the path.
pub(super) fn open(path: &Path, file: &str, options: &Options) -> Result<Raw, ImportError> {
    let limit = options.megabytes;
    if path.is_dir() {
        return folder(path, file, options);
    }
    let beginning = read_file(path, file, 16, Excess::CutOff)?;
    if beginning.is_empty() {
        return Err(ImportError::Empty {
            file: file.to_owned(),
        });
    }
    if beginning.starts_with(b"SQLite format 3\0") {
        let length = path.metadata().map_err(|e| io(file, &e))?.len();
        if length > limit * MEGABYTE {
            return Err(too_large(file, limit));
        }
        return geopackage::read(path, file, options.layer.as_deref());
    }
    if has_ending(path, "shp") {
        let stem = path.with_extension("");
        return shapefile::read(&parts_beside(&stem, file, limit)?, file);
    }
    let bytes = read_file(path, file, limit * MEGABYTE, Excess::Refused)?;
    if bytes.starts_with(b"PK") {
        return archive(bytes, file, options);
    }
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    match text.iter().find(|b| !b.is_ascii_whitespace()) {
        Some(b'{') => geojson::read(&bytes, file),
        Some(_) => Err(ImportError::UnknownFormat {
            file: file.to_owned(),
        }),
        None => Err(ImportError::Empty {
            file: file.to_owned(),
        }),
    }
}

/// A folder with the parts of one shapefile or several.
fn folder(path: &Path, file: &str, options: &Options) -> Result<Raw, ImportError> {
    let entries = std::fs::read_dir(path).map_err(|e| io(file, &e))?;
    let paths = entries.filter_map(|e| e.ok().map(|e| e.path()));
    let stem = |p: &PathBuf| Some((p.file_stem()?.to_str()?.to_owned(), p.with_extension("")));
    let layers = paths
        .filter(|p| has_ending(p, "shp"))
        .filter_map(|p| stem(&p));
    let layers: BTreeMap<String, PathBuf> = layers.collect();
    if layers.is_empty() {
        return Err(ImportError::UnknownFormat {
            file: file.to_owned(),
        });
    }
    let chosen = choose(
        layers.keys().cloned().collect(),
        options.layer.as_deref(),
        file,
    )?;
    shapefile::read(
        &parts_beside(&layers[&chosen], file, options.megabytes)?,
        file,
    )
}

/// The parts of a shapefile that lie beside each other, whatever the case of their endings.
fn parts_beside(stem: &Path, file: &str, limit: u64) -> Result<Parts, ImportError> {
    let name = stem.file_name().map(|n| n.to_string_lossy().into_owned());
    let read = |ending: &str| {
        let endings = [ending.to_owned(), ending.to_uppercase()];
        let mut paths = endings.into_iter().map(|e| {
            let mut path = stem.as_os_str().to_owned();
            path.push(".");
            path.push(e);
            PathBuf::from(path)
        });
        let found = paths.find(|p| p.is_file());
        found
            .map(|p| read_file(&p, file, limit * MEGABYTE, Excess::Refused))
            .transpose()
    };
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ok(Parts {
        name: name.unwrap_or_default(),
        shp: read("shp")?.unwrap_or_default(),
        dbf: read("dbf")?,
        prj: read("prj")?.map(text),
        cpg: read("cpg")?.map(text),
    })
}

/// A zip file with a shapefile or a `GeoJSON` file in it.
fn archive(bytes: Vec<u8>, file: &str, options: &Options) -> Result<Raw, ImportError> {
    let mut entries = unpack(bytes, file, options.megabytes)?;
    let stems: Vec<String> = entries
        .keys()
        .filter_map(|n| n.strip_suffix(".shp"))
        .map(str::to_owned)
        .collect();
    if stems.is_empty() {
        let json = entries.iter().find(|(name, _)| name.ends_with("json"));
        let (_, bytes) = json.ok_or_else(|| ImportError::UnknownFormat {
            file: file.to_owned(),
        })?;
        return geojson::read(&bytes.1, file);
    }
    let shown = |stem: &String| {
        let original = &entries[&format!("{stem}.shp")].0;
        original[..original.len() - ".shp".len()].to_owned()
    };
    let shown: BTreeMap<String, String> = stems.iter().map(|s| (shown(s), s.clone())).collect();
    let chosen = choose(
        shown.keys().cloned().collect(),
        options.layer.as_deref(),
        file,
    )?;
    let stem = &shown[&chosen];
    let mut take = |ending: &str| {
        entries
            .remove(&format!("{stem}.{ending}"))
            .map(|(_, bytes)| bytes)
    };
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let parts = Parts {
        shp: take("shp").unwrap_or_default(),
        dbf: take("dbf"),
        prj: take("prj").map(text),
        cpg: take("cpg").map(text),
        name: chosen,
    };
    shapefile::read(&parts, file)
}

/// The useful entries of an archive by their names in small letters; all together within the limit.
fn unpack(
    bytes: Vec<u8>,
    file: &str,
    limit: u64,
) -> Result<BTreeMap<String, (String, Vec<u8>)>, ImportError> {
    let broken = |e: &(dyn std::error::Error + 'static)| ImportError::Zip {
        file: file.to_owned(),
        reason: causes::of_library(e),
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken(&e))?;
    let mut left = limit * MEGABYTE;
    let mut entries = BTreeMap::new();
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i).map_err(|e| broken(&e))?;
        let name = entry.name().map_err(|e| broken(&e))?.into_owned();
        let small = name.to_lowercase();
        let is_part = ["shp", "dbf", "prj", "cpg", "json", "geojson"]
            .iter()
            .any(|e| small.ends_with(&format!(".{e}")));
        if !is_part || small.contains("__macosx") {
            continue;
        }
        let mut unpacked = Vec::new();
        let read = entry.by_ref().take(left + 1).read_to_end(&mut unpacked);
        let read = read.map_err(|e| broken(&e))? as u64;
        left = left
            .checked_sub(read)
            .ok_or_else(|| too_large(file, limit))?;
        entries.insert(small, (name, unpacked));
    }
    Ok(entries)
}

/// What to do with a file longer than wanted.
#[derive(Clone, Copy, PartialEq)]
enum Excess {
    CutOff,
    Refused,
}

fn read_file(path: &Path, file: &str, limit: u64, excess: Excess) -> Result<Vec<u8>, ImportError> {
    let opened = File::open(path).map_err(|e| io(file, &e))?;
    let mut bytes = Vec::new();
    opened
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| io(file, &e))?;
    if bytes.len() as u64 > limit {
        if excess == Excess::Refused {
            return Err(too_large(file, limit / MEGABYTE));
        }
        bytes.pop();
    }
    Ok(bytes)
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension()
        .is_some_and(|e| e.eq_ignore_ascii_case(ending))
}

fn io(file: &str, error: &std::io::Error) -> ImportError {
    ImportError::Io {
        file: file.to_owned(),
        reason: causes::of_system(error),
    }
}

fn too_large(file: &str, megabytes: u64) -> ImportError {
    ImportError::TooLarge {
        file: file.to_owned(),
        megabytes,
    }
}
