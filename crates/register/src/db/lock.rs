//! One writer per data folder: a lock the operating system lets go of even when a program is killed.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use super::DbError;

/// Held as long as the handle lives.
#[derive(Debug)]
pub(super) struct WriteLock {
    _file: File,
}

impl WriteLock {
    /// Makes the folder where it is missing and takes its lock.
    pub(super) fn take(folder: &Path) -> Result<Self, DbError> {
        let unwritable = |source| DbError::Unwritable {
            folder: folder.to_owned(),
            source,
        };
        std::fs::create_dir_all(folder).map_err(unwritable)?;
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join("lebenslage.lock"))
            .map_err(unwritable)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(DbError::InUse(folder.to_owned())),
            Err(TryLockError::Error(source)) => Err(unwritable(source)),
        }
    }
}
