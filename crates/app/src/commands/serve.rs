//! The public folder as a website. Nothing of `internal/` is ever served.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;

use anyhow::Result;
use clap::Args;
use webframe::site::{self, Front};

use super::DataFolder;
use super::release::newest_public;
use crate::failure::InGerman;
use crate::public_folder;

#[derive(Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    folder: DataFolder,
    #[command(flatten)]
    listen: Listen,
}

/// Where to listen.
#[derive(Args, Clone, Copy)]
pub(crate) struct Listen {
    #[arg(
        long,
        value_name = "PORT",
        default_value_t = 8080,
        help = "Port; 0 wählt einen freien"
    )]
    pub(crate) port: u16,
    #[arg(
        long,
        value_name = "ADRESSE",
        default_value = "127.0.0.1",
        help = "Adresse"
    )]
    pub(crate) address: IpAddr,
}

impl Default for Listen {
    fn default() -> Self {
        Self {
            port: 8080,
            address: IpAddr::from([127, 0, 0, 1]),
        }
    }
}

impl Serve {
    pub(crate) async fn run(self) -> Result<()> {
        let db = self.folder.read().await?;
        let release = newest_public(&db).await?;
        let front = public_folder::front(&release, &self.folder.data.join("public"));
        db.close().await;
        serve(&self.folder.data, front, self.listen).await
    }
}

/// Serves `public/` of a data folder until interrupted.
pub(crate) async fn serve(data: &Path, front: Front, listen: Listen) -> Result<()> {
    let address = SocketAddr::new(listen.address, listen.port);
    let ready =
        |address: SocketAddr| println!("Zu sehen unter http://{address}/  (Beenden mit Strg+C)");
    let stop = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    let served = site::serve(data.join("public"), front, address, ready, stop).await;
    served.in_german()
}
