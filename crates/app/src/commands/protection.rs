//! The protocol of what an edition hides, printed for the data-protection officer. It stays in the house.

use std::path::{Path, PathBuf};

use anyhow::Result;
use disclosure::Overview;
use reports::{Protection, protection};

use super::disclosure::frame;
use super::release::Made;
use crate::computation::Computation;
use crate::failure::{InGerman, files};

/// Writes the protocol of a public edition into the internal folder; where it stands.
pub(crate) fn write_protocol(
    computation: &Computation,
    made: &Made,
    data: &Path,
) -> Result<PathBuf> {
    let overview = Overview::of(&made.public.figures, &made.protocol, frame(computation));
    let printed = protection(Protection {
        meta: &made.public.meta,
        rules: &computation.rules,
        overview: &overview,
    });
    let folder = data.join("internal");
    files::folder(&folder)?;
    let name = format!(
        "geheimhaltungsprotokoll-{}.pdf",
        made.public.meta.identifier
    );
    let path = folder.join(name);
    files::write(&path, printed.in_german()?.pdf)?;
    Ok(path)
}
