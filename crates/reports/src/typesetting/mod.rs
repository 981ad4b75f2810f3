//! Typst from within: a document as data plus templates becomes one tagged PDF.

mod world;

use serde::Serialize;
use typst::WorldExt;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use vocabulary::Date;

use world::{Files, PrintWorld};

/// What the press needs beside the templates.
pub(crate) struct Manuscript<'a, D> {
    /// The document as data, read by the templates.
    pub(crate) document: &'a D,
    /// Drawings; the n-th is the file `figures/n.svg`.
    pub(crate) drawings: Vec<String>,
    /// Identifies the edition; part of the PDF's identifier.
    pub(crate) identifier: String,
    /// The day of release: there is no clock here.
    pub(crate) date: Date,
}

/// A printed document.
pub(crate) struct Print {
    /// The bytes of the file.
    pub(crate) pdf: Vec<u8>,
    /// How many pages.
    pub(crate) pages: usize,
}

/// Why printing failed: always a mistake in templates or in what they were given.
#[derive(Debug, thiserror::Error)]
pub enum PressError {
    /// The templates do not fit the document.
    #[error("{file}, line {line}: {message}; check the template and the data it reads")]
    Template {
        /// The template's file name.
        file: String,
        /// Line, from 1; 0 where unknown.
        line: usize,
        /// What the typesetter says.
        message: String,
    },
    /// The document cannot be handed to the templates.
    #[error("the document cannot be written for the templates: {0}")]
    Data(#[from] serde_json::Error),
}

/// Sets and prints: PDF/UA-1 and PDF/A-2a in one file, the same bytes for the same manuscript.
pub(crate) fn print<D: Serialize>(manuscript: Manuscript<'_, D>) -> Result<Print, PressError> {
    let data = serde_json::to_vec(manuscript.document)?;
    let world = PrintWorld::new(Files::new(data, manuscript.drawings));
    let outcome = set(&world, &manuscript.identifier, manuscript.date);
    // What the typesetter remembers about this document is of no use to the next one.
    typst::comemo::evict(0);
    outcome.map_err(|error| tell(&world, &error))
}

fn set(world: &PrintWorld, identifier: &str, date: Date) -> Result<Print, SourceDiagnostic> {
    let first = |errors: &[SourceDiagnostic]| {
        errors
            .first()
            .cloned()
            .unwrap_or_else(|| SourceDiagnostic::error(typst::syntax::Span::detached(), "unknown"))
    };
    let document: PagedDocument = typst::compile(world).output.map_err(|all| first(&all))?;
    let pdf = typst_pdf::pdf(&document, &options(identifier, date)).map_err(|all| first(&all))?;
    Ok(Print {
        pdf,
        pages: document.pages().len(),
    })
}

fn options(identifier: &str, date: Date) -> PdfOptions {
    let midnight = Datetime::from_ymd_hms(date.year(), date.month(), date.day(), 0, 0, 0);
    PdfOptions {
        ident: Smart::Custom(identifier.to_owned()),
        creator: Smart::Custom(Some("Lebenslage".to_owned())),
        timestamp: midnight.map(Timestamp::new_utc),
        standards: PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
            .expect("PDF/A-2a and PDF/UA-1 are both PDF 1.7"),
        ..PdfOptions::default()
    }
}

fn tell(world: &PrintWorld, error: &SourceDiagnostic) -> PressError {
    // The innermost place may be the data file; the caller's place in a template is what people can open.
    let spans =
        std::iter::once(error.span).chain(error.trace.iter().map(|point| point.span.into()));
    let place = spans
        .filter_map(|span| Some((span.id()?, world.range(span)?)))
        .find_map(|(id, range)| world.place(id, range.start));
    let hints = error.hints.iter().map(|hint| hint.v.as_str());
    let message: Vec<&str> = std::iter::once(error.message.as_str())
        .chain(hints)
        .collect();
    let (file, line) = place.unwrap_or_else(|| (world::MAIN.to_owned(), 0));
    PressError::Template {
        file,
        line,
        message: message.join("; "),
    }
}

#[cfg(test)]
mod tests;
