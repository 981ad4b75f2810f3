//! The commands in the order of the work: areas, catalogue, profiles, deliveries, releases, report, and back.

mod again;
mod analyse;
mod areas;
mod attack;
mod catalogue;
mod delivery;
mod demo;
mod disclosure;
mod explain;
mod folder;
mod import;
mod index;
mod init;
mod matching;
mod profile;
mod protection;
mod release;
mod report;
mod rules;
mod serve;
mod warnings;
mod wholes;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use vocabulary::Date;

/// The whole command line.
#[derive(Parser)]
#[command(
    name = "lebenslage",
    about = "Lebenslage: von den Rohlieferungen der Ämter zum Sozialbericht",
    after_help = "Ohne Befehl entsteht der erfundene Landkreis Musterkreis mit Bericht und Tabellen.\n"
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    #[command(about = "Den erfundenen Landkreis Musterkreis aufbauen, berichten und zeigen")]
    Demo(demo::Demo),
    #[command(about = "Einen neuen Datenordner anlegen")]
    Init(init::Init),
    #[command(
        subcommand,
        about = "Gebiete: Ebenen, Umrisse, Gruppen, Umsteigeschlüssel"
    )]
    Areas(areas::Areas),
    #[command(subcommand, about = "Katalog der Grundzahlen und Indikatoren")]
    Catalogue(catalogue::CatalogueCommand),
    #[command(subcommand, about = "Quellprofile: wie eine Lieferung zu lesen ist")]
    Profile(profile::ProfileCommand),
    #[command(about = "Eine Lieferung ansehen und vorschlagen, wie sie zu lesen ist")]
    Propose(import::Propose),
    #[command(about = "Lieferungen einlesen")]
    Import(import::Import),
    #[command(
        subcommand,
        about = "Lieferungen: Liste, Einleseprotokoll, Zurückziehen"
    )]
    Delivery(delivery::DeliveryCommand),
    #[command(
        subcommand,
        about = "Ausgaben: berechnen, prüfen, einfrieren, vergleichen, ausgeben"
    )]
    Release(release::ReleaseCommand),
    #[command(
        subcommand,
        about = "Regeln: Geheimhaltung und was auffällt, zeigen und ändern"
    )]
    Rules(rules::RulesCommand),
    #[command(about = "Den Sozialbericht einer Ausgabe schreiben")]
    Report(report::Report),
    #[command(
        subcommand,
        about = "Auswerten: was auffällt, wohin es sich entwickelt, wo Ähnliches beieinanderliegt"
    )]
    Analyse(analyse::AnalyseCommand),
    #[command(about = "Den Weg eines Werts zurück zu Datei, Blatt, Zeile und Spalte zeigen")]
    Explain(explain::Explain),
    #[command(
        subcommand,
        about = "Geheimhaltung: was nicht gezeigt wird, warum, und was andere Regeln änderten"
    )]
    Disclosure(disclosure::DisclosureCommand),
    #[command(
        about = "Veröffentlichte Dateien angreifen: was ein Außenstehender zurückrechnen könnte"
    )]
    Attack(attack::AttackCommand),
    #[command(about = "Den öffentlichen Ordner als Website zeigen")]
    Serve(serve::Serve),
}

/// Where the data folder is.
#[derive(Args, Clone)]
pub(crate) struct DataFolder {
    #[arg(
        long,
        value_name = "ORDNER",
        default_value = "lebenslage-daten",
        help = "Datenordner"
    )]
    pub(crate) data: PathBuf,
}

/// The day a change is made on.
#[derive(Args, Clone, Copy)]
pub(crate) struct On {
    #[arg(
        long,
        value_name = "TAG",
        help = "Tag der Änderung, zum Beispiel 2025-03-31 [sonst: heute]"
    )]
    pub(crate) on: Option<Date>,
}

impl On {
    /// The day given, or today.
    pub(crate) fn day(self) -> Result<Date> {
        let today = || {
            jiff::Zoned::now()
                .date()
                .to_string()
                .parse()
                .map_err(anyhow::Error::from)
        };
        self.on.map_or_else(today, Ok)
    }
}

/// Runs one command; most answer with success or an error.
pub(crate) async fn run(cli: Cli) -> Result<ExitCode> {
    match cli
        .command
        .unwrap_or_else(|| Command::Demo(demo::Demo::default()))
    {
        Command::Demo(command) => command.run().await,
        Command::Init(command) => command.run().await,
        Command::Areas(command) => command.run().await,
        Command::Catalogue(command) => command.run().await,
        Command::Profile(command) => command.run().await,
        Command::Propose(command) => command.run(),
        Command::Import(command) => command.run().await,
        Command::Delivery(command) => command.run().await,
        Command::Release(command) => command.run().await,
        Command::Rules(command) => command.run().await,
        Command::Report(command) => command.run().await,
        Command::Analyse(command) => command.run().await,
        Command::Explain(command) => command.run().await,
        Command::Disclosure(command) => command.run().await,
        Command::Serve(command) => command.run().await,
        Command::Attack(command) => return command.run(),
    }
    .map(|()| ExitCode::SUCCESS)
}
