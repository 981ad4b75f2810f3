//! All the typesetter can see: the embedded templates, fonts, the document's data and its drawings.
//!
//! No file system, no network, no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

/// The template that opens the document.
pub(super) const MAIN: &str = "main.typ";

const TEMPLATES: [(&str, &str); 7] = [
    (MAIN, include_str!("../../templates/main.typ")),
    ("style.typ", include_str!("../../templates/style.typ")),
    ("parts.typ", include_str!("../../templates/parts.typ")),
    ("rows.typ", include_str!("../../templates/rows.typ")),
    ("profile.typ", include_str!("../../templates/profile.typ")),
    ("index.typ", include_str!("../../templates/index.typ")),
    ("back.typ", include_str!("../../templates/back.typ")),
];

/// What never changes while the program runs.
struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    templates: Vec<Source>,
}

static PRESS: LazyLock<Press> = LazyLock::new(|| {
    let fonts: Vec<Font> = webframe::fonts::FACES
        .into_iter()
        .flat_map(|face| Font::iter(Bytes::new(face)))
        .collect();
    Press {
        library: LazyHash::new(
            Library::builder()
                .with_features([Feature::A11yExtras].into_iter().collect())
                .build(),
        ),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        templates: TEMPLATES
            .into_iter()
            .map(|(name, text)| Source::new(file(name), text.to_owned()))
            .collect(),
    }
});

/// The document's own files.
pub(super) struct Files {
    data: (FileId, Bytes),
    drawings: Vec<(FileId, Bytes)>,
}

impl Files {
    pub(super) fn new(data: Vec<u8>, drawings: Vec<String>) -> Self {
        let named = |(n, svg): (usize, String)| {
            (file(&format!("figures/{n}.svg")), Bytes::from_string(svg))
        };
        Self {
            data: (file("document.json"), Bytes::new(data)),
            drawings: drawings.into_iter().enumerate().map(named).collect(),
        }
    }
}

/// The world of one document.
pub(super) struct PrintWorld {
    files: Files,
}

impl PrintWorld {
    pub(super) fn new(files: Files) -> Self {
        Self { files }
    }

    /// Name and line of a place in a template; none elsewhere.
    pub(super) fn place(&self, id: FileId, byte: usize) -> Option<(String, usize)> {
        let source = self.source(id).ok()?;
        let line = source.lines().byte_to_line(byte)? + 1;
        Some((id.vpath().get_without_slash().to_owned(), line))
    }

    fn drawing(&self, id: FileId) -> Option<Bytes> {
        let found = self
            .files
            .drawings
            .binary_search_by_key(&id.into_raw(), |(id, _)| id.into_raw())
            .ok()?;
        Some(self.files.drawings[found].1.clone())
    }
}

fn file(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("the paths of the press are plain");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl World for PrintWorld {
    fn library(&self) -> &LazyHash<Library> {
        &PRESS.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &PRESS.book
    }

    fn main(&self) -> FileId {
        PRESS.templates[0].id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        PRESS
            .templates
            .iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.files.data.0 {
            return Ok(self.files.data.1.clone());
        }
        self.drawing(id).ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        PRESS.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}
