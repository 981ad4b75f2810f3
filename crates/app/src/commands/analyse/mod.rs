//! Analyses on released figures: of the data folder, or of a plain table of one's own. All of them stand on a
//! [`Ground`] that passed the gate and end in an [`Answer`] that is written as table, CSV, JSON or picture.

mod allocate;
mod answer;
mod cluster;
mod comparison;
mod effect;
mod effect_picture;
mod effect_plans;
mod findings;
mod ground;
mod index;
mod inequality;
mod own_table;
mod project;
mod trend;
mod typology;

use anyhow::Result;
use clap::Subcommand;

pub(crate) use answer::{Answer, Cell, Column, Output, Switches};
pub(crate) use ground::{Ground, Source};

#[derive(Subcommand)]
pub(crate) enum AnalyseCommand {
    #[command(about = "Was auffällt: alle Regeln auf den neuesten Werten")]
    Findings(findings::FindingsCommand),
    #[command(about = "Wie sich jedes Gebiet gegenüber dem übrigen Kreis entwickelt")]
    Trend(trend::TrendCommand),
    #[command(about = "Wo Ähnliches beieinanderliegt: jedes Gebiet zwischen seinen Nachbarn")]
    Cluster(cluster::ClusterCommand),
    #[command(
        about = "Hat es geholfen? Einen Plan vor dem Start prüfen und ein Ergebnis danach beurteilen"
    )]
    Effect(Box<effect::EffectCommand>),
    #[command(about = "Geld oder Stellen nach Bedarf verteilen, auf den Cent genau")]
    Allocate(Box<allocate::AllocateCommand>),
    #[command(
        about = "Index der sozialen Lage nach einer Vorlage, mit Unsicherheit und Methodenblatt"
    )]
    Index(index::IndexCommand),
    #[command(about = "Bewegung der Gebiete zwischen den Klassen eines Index")]
    Mobility(index::MobilityCommand),
    #[command(
        about = "Ausblick: Bevölkerung nach Alter mit Spanne, und was Richtwerte daraus machen"
    )]
    Project(project::ProjectCommand),
    #[command(about = "Gebietstypen: welche Gebiete einander ähnlich sind")]
    Typology(typology::TypologyCommand),
    #[command(about = "Vergleichsgebiete: wo Ähnliche wohnen, und worin sie sich ähneln")]
    Comparison(comparison::ComparisonCommand),
    #[command(
        about = "Ungleichheit zwischen Gebieten im Lauf der Jahre, mehr als Zufall oder nicht"
    )]
    Inequality(inequality::InequalityCommand),
}

impl AnalyseCommand {
    pub(crate) async fn run(self) -> Result<()> {
        match self {
            Self::Findings(command) => command.run().await,
            Self::Trend(command) => command.run().await,
            Self::Cluster(command) => command.run().await,
            Self::Effect(command) => command.run().await,
            Self::Allocate(command) => command.run().await,
            Self::Index(command) => command.run().await,
            Self::Mobility(command) => command.run().await,
            Self::Project(command) => command.run().await,
            Self::Typology(command) => command.run().await,
            Self::Comparison(command) => command.run().await,
            Self::Inequality(command) => command.run().await,
        }
    }
}
