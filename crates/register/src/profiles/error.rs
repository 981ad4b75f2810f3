//! Why a source profile cannot be saved or loaded.

use intake::ProfileError;
use vocabulary::Explain;

use crate::DbError;

/// Why a source profile cannot be saved or loaded.
#[derive(Debug, thiserror::Error)]
pub enum ProfilesError {
    /// Its text.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The data folder.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Explain for ProfilesError {
    fn german(&self) -> String {
        match self {
            Self::Profile(error) => error.german(),
            Self::Db(error) => error.german(),
        }
    }
}
