//! Why a catalogue cannot be saved or loaded.

use indicators::CatalogueError;
use vocabulary::Explain;

use crate::DbError;

/// Why a catalogue cannot be saved or loaded.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueStoreError {
    /// Its texts.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The data folder.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Explain for CatalogueStoreError {
    fn german(&self) -> String {
        match self {
            Self::Catalogue(error) => error.german(),
            Self::Db(error) => error.german(),
        }
    }
}
