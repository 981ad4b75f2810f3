//! Which files are read, in which order, and by which reader.

use std::path::{Path, PathBuf};

use super::{Prose, Published, ReadError, features, parquet_file, pdf, table, workbook};

/// Reads files and folders with everything below them.
///
/// # Errors
/// If a file named cannot be read, is broken, or no table of figures is among them.
pub fn read(paths: &[PathBuf], each: &mut dyn FnMut(&Path)) -> Result<Published, ReadError> {
    let mut published = Published::default();
    let mut prose: Vec<(PathBuf, Prose)> = Vec::new();
    for path in paths {
        for file in files(path)? {
            each(&file);
            let bytes = std::fs::read(&file).map_err(|source| unreadable(&file, source))?;
            let taken = take(&mut published, &mut prose, &file, bytes)?;
            let told = file.display().to_string();
            if taken {
                published.files.push(told);
            } else {
                published.passed_over.push(told);
            }
        }
    }
    if published.editions.iter().all(|e| e.rows.is_empty()) {
        return Err(ReadError::NoFigures);
    }
    join_nameless(&mut published);
    for (folder, text) in prose {
        let mut same: Vec<_> = published.editions.iter_mut().collect();
        if same.iter().any(|e| e.folder == folder) {
            same.retain(|e| e.folder == folder);
        }
        for edition in same {
            edition.prose.push(text.clone());
        }
    }
    published
        .editions
        .sort_by(|a, b| (&a.name, &a.folder).cmp(&(&b.name, &b.folder)));
    Ok(published)
}

fn unreadable(path: &Path, source: std::io::Error) -> ReadError {
    ReadError::Unreadable {
        path: path.to_owned(),
        source,
    }
}

/// The files at and below a path in the order of their names.
fn files(path: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let kind = std::fs::metadata(path).map_err(|source| unreadable(path, source))?;
    if !kind.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = std::fs::read_dir(path).map_err(|source| unreadable(path, source))?;
    let mut below = entries
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|source| unreadable(path, source))?;
    below.sort();
    let mut all = Vec::new();
    for entry in below {
        all.extend(files(&entry)?);
    }
    Ok(all)
}

/// Whether anything was taken from a file.
fn take(
    into: &mut Published,
    prose: &mut Vec<(PathBuf, Prose)>,
    file: &Path,
    bytes: Vec<u8>,
) -> Result<bool, ReadError> {
    let ending = file.extension().map(|e| e.to_string_lossy().to_lowercase());
    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
    let text = match ending.as_deref().unwrap_or_default() {
        "csv" => return table::read_csv(into, file, &bytes),
        "parquet" => return parquet_file::read(into, file, bytes),
        "xlsx" => return workbook::read(into, file, bytes),
        "json" | "geojson" => return features::read(into, file, &bytes),
        "md" | "txt" | "svg" | "html" | "xml" => String::from_utf8_lossy(&bytes).into_owned(),
        "pdf" => {
            let texts = pdf::texts(&bytes);
            let found = !texts.is_empty();
            prose.extend(
                texts
                    .into_iter()
                    .map(|text| (folder.clone(), Prose { text })),
            );
            return Ok(found);
        }
        _ => return Ok(false),
    };
    prose.push((folder, Prose { text }));
    Ok(true)
}

/// Figures that do not name their edition belong to the only one of their folder that has a name.
fn join_nameless(published: &mut Published) {
    let mut i = 0;
    while i < published.editions.len() {
        if !published.editions[i].name.is_empty() {
            i += 1;
            continue;
        }
        let folder = published.editions[i].folder.clone();
        let named = published.editions.iter();
        let named: Vec<usize> = named
            .enumerate()
            .filter(|(_, e)| !e.name.is_empty() && e.folder == folder)
            .map(|(at, _)| at)
            .collect();
        if let [only] = named[..] {
            let nameless = published.editions.remove(i);
            let only = if only > i { only - 1 } else { only };
            let edition = &mut published.editions[only];
            edition.rows.extend(nameless.rows);
            edition.places.extend(nameless.places);
            edition.outlines.extend(nameless.outlines);
        } else {
            published.editions[i].name = folder.file_name().map_or_else(
                || "ohne Kennung".to_owned(),
                |n| n.to_string_lossy().into_owned(),
            );
            i += 1;
        }
    }
}
