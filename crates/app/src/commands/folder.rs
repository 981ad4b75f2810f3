//! Opening the data folder of a command.

use anyhow::Result;
use register::{Access, Db};

use super::DataFolder;
use crate::failure::InGerman;

impl DataFolder {
    /// Opens it to look only.
    pub(crate) async fn read(&self) -> Result<Db> {
        Db::open(&self.data, Access::Read).await.in_german()
    }

    /// Opens it to change it; it is made where it is missing.
    pub(crate) async fn write(&self) -> Result<Db> {
        Db::open(&self.data, Access::Write).await.in_german()
    }
}
