//! Analyses on released figures: of the data folder, or of a plain table of one's own. All of them stand on a
//! [`Ground`] that passed the gate and end in an [`Answer`] that is written as table, CSV, JSON or picture.

mod answer;
mod findings;
mod ground;
mod own_table;

use anyhow::Result;
use clap::Subcommand;

pub(crate) use answer::{Answer, Cell, Column, Output};
pub(crate) use ground::{Ground, Source};

#[derive(Subcommand)]
pub(crate) enum AnalyseCommand {
    #[command(about = "Was auffällt: alle Regeln auf den neuesten Werten")]
    Findings(findings::FindingsCommand),
}

impl AnalyseCommand {
    pub(crate) async fn run(self) -> Result<()> {
        match self {
            Self::Findings(command) => command.run().await,
        }
    }
}
