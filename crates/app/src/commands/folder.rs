//! Opening the data folder of a command.

use anyhow::Result;
use register::{Access, Db};

use super::DataFolder;
use crate::failure::{InGerman, told};

impl DataFolder {
    /// Opens it to look only.
    pub(crate) async fn read(&self) -> Result<Db> {
        Db::open(&self.data, Access::Read).await.in_german()
    }

    /// Opens it to change it. A mistyped name makes no new folder.
    pub(crate) async fn write(&self) -> Result<Db> {
        if !self.data.is_dir() {
            return Err(told(format!(
                "Den Datenordner {} gibt es nicht. Prüfen Sie den Namen, oder legen Sie ihn mit „lebenslage init“ an.",
                self.data.display()
            )));
        }
        Db::open(&self.data, Access::Write).await.in_german()
    }

    /// Opens it to change it; it is made where it is missing.
    pub(crate) async fn create(&self) -> Result<Db> {
        Db::open(&self.data, Access::Write).await.in_german()
    }
}
