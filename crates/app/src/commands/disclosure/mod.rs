//! What the public edition hides, why, and what other rules would change. Internal: it tells what is hidden for itself and what
//! protects others; it never tells a hidden number.

mod neighbours;
mod remedies;
mod show;
mod simulate;
mod why;

use anyhow::Result;
use clap::Subcommand;
use disclosure::Frame;

use crate::computation::Computation;

#[derive(Subcommand)]
pub(crate) enum DisclosureCommand {
    #[command(
        about = "Wie viel die nächste öffentliche Ausgabe nicht zeigt und warum; mit Auswahl: welche Werte"
    )]
    Show(show::Show),
    #[command(about = "Einen Wert erklären: gezeigt oder nicht, warum, was es kostet, was hilft")]
    Why(why::Why),
    #[command(
        about = "Was helfen würde: benachbarte Gebiete gemeinsam zeigen, Jahre zusammenfassen; mit dem, was es bringt und kostet"
    )]
    Remedies(remedies::Remedies),
    #[command(about = "Mit anderen Mindestfallzahlen oder Regeln rechnen, ohne etwas zu ändern")]
    Simulate(simulate::Simulate),
}

impl DisclosureCommand {
    pub(crate) async fn run(self) -> Result<()> {
        match self {
            Self::Show(command) => command.run().await,
            Self::Why(command) => command.run().await,
            Self::Remedies(command) => command.run().await,
            Self::Simulate(command) => command.run().await,
        }
    }
}

/// Where the words come from.
pub(super) fn frame(computation: &Computation) -> Frame<'_> {
    Frame {
        catalogue: &computation.catalogue,
        rules: &computation.rules,
        tree: &computation.tree,
        region: computation.figures.region(),
    }
}
