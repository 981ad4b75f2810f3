#![doc = include_str!("../README.md")]

mod compose;
mod document;
mod outline;
mod typesetting;

use std::sync::LazyLock;

use disclosure::Edition;
use releases::Release;
use vocabulary::{AreaKey, Explain, Texts, causes};

pub use compose::Protection;
pub use outline::{
    Chapter, CountyWords, Kind, Outline, OutlineError, People, ProfileSection, Profiles, Slot,
    Term, Topics, Words,
};
pub use typesetting::PressError;

use typesetting::Manuscript;

/// What a report is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The whole county.
    County,
    /// One municipality: its Teilbericht.
    #[doc(alias = "Teilbericht")]
    Municipality(AreaKey),
}

/// A printed report.
#[derive(Clone, Debug)]
pub struct Report {
    /// The bytes of the PDF: PDF/UA-1 and PDF/A-2a.
    pub pdf: Vec<u8>,
    /// How many pages.
    pub pages: usize,
    /// How many maps and charts.
    pub figures: usize,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A release without a root.
    #[error("the release has no area of the first level; check its area tree and release again")]
    NoCounty,
    /// An area that is not in the release.
    #[error("there is no municipality `{0}` in the release; check the area key")]
    UnknownArea(AreaKey),
    /// The document could not be set.
    #[error(transparent)]
    Press(#[from] PressError),
}

impl Explain for ReportError {
    fn german(&self) -> String {
        match self {
            Self::NoCounty => texts().say("error_no_county", &[]),
            Self::UnknownArea(area) => {
                texts().say("error_unknown_area", &[("area", area.as_str())])
            }
            Self::Press(PressError::Data(cause)) => {
                texts().say("error_data", &[("cause", &causes::of_library(cause))])
            }
            Self::Press(PressError::Template {
                file,
                line,
                message,
            }) => texts().say(
                "error_template",
                &[
                    ("file", file),
                    ("line", &line.to_string()),
                    ("message", &causes::technical(message)),
                ],
            ),
        }
    }
}

/// Writes, draws and prints the Sozialbericht of a release: the same release gives the same bytes.
#[doc(alias = "Sozialbericht")]
pub fn sozialbericht<E: Edition + Sync>(
    release: &Release<E>,
    outline: &Outline,
    scope: Scope,
) -> Result<Report, ReportError> {
    let identifier = format!(
        "{} {} {scope:?}",
        release.meta.identifier, release.meta.hash
    );
    let draft = compose::compose(release, outline, scope)?;
    let print = typesetting::print(Manuscript {
        document: &draft.document,
        drawings: draft.drawings,
        identifier,
        date: release.meta.date,
    })?;
    Ok(Report {
        pdf: print.pdf,
        pages: print.pages,
        figures: draft.figures,
    })
}

/// Writes and prints the protocol of what an edition hides, for the data-protection officer: the same edition gives the
/// same bytes, and no protected number is in it.
#[doc(alias = "Geheimhaltungsprotokoll")]
pub fn protection(told: Protection<'_>) -> Result<Report, ReportError> {
    let meta = told.meta;
    let print = typesetting::print(Manuscript {
        document: &compose::protection(told),
        drawings: Vec::new(),
        identifier: format!("{} {} protection", meta.identifier, meta.hash),
        date: meta.date,
    })?;
    Ok(Report {
        pdf: print.pdf,
        pages: print.pages,
        figures: 0,
    })
}

/// The words of the report.
fn texts() -> &'static Texts {
    static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::parse(include_str!("texts.de.toml")));
    &TEXTS
}
