//! Types of areas: who is like whom, in what, and how well the types are told apart.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use findings::{AreaType, TypesPreset, Typology, typology};
use vocabulary::{Explain, german_number};

use super::{Answer, Cell, Column, Ground, Output, Source};
use crate::failure::{InGerman, files, told};

#[derive(Args)]
pub(crate) struct TypologyCommand {
    #[command(flatten)]
    source: Source,
    #[arg(
        long,
        value_name = "DATEI",
        help = "Eigene Vorlage der Typen (TOML) [sonst: Alter, Haushalte, Hilfequote]"
    )]
    types: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

impl TypologyCommand {
    pub(crate) async fn run(self) -> Result<()> {
        let preset = match &self.types {
            Some(path) => {
                TypesPreset::load(&path.display().to_string(), &files::text(path)?).in_german()?
            }
            None => TypesPreset::starter(),
        };
        let ground = self.source.ground().await?;
        let found = typology(ground.panel(), &preset).map_err(|e| {
            told(format!(
                "Gebietstypen sind nicht bestimmbar: {}",
                e.german()
            ))
        })?;
        let mut answer = answer(&ground, &found);
        if self.output.wants_picture() {
            let first = found.types.first();
            answer.picture =
                first.and_then(|t| ground.marked(&t.areas.iter().cloned().collect(), &t.name));
        }
        self.output.write(&answer)
    }
}

fn answer(ground: &Ground, found: &Typology) -> Answer {
    let types = found.types.iter();
    let placed = types.flat_map(|t| t.areas.iter().map(move |a| (a, t.name.as_str(), "")));
    let without = found
        .left_out
        .iter()
        .map(|l| (&l.area, "", l.reason.as_str()));
    let mut all: Vec<_> = placed.chain(without).collect();
    all.sort();
    let rows = all.into_iter().map(|(area, name, reason)| {
        vec![
            Cell::text(area),
            Cell::Text(ground.name(area)),
            Cell::text(name),
            Cell::text(reason),
        ]
    });
    let mut notes = ground.notes.clone();
    notes.extend(found.types.iter().map(|t| described(ground, found, t)));
    notes.push(format!(
        "Silhouette {} (1 heißt klar getrennt, 0 heißt fließende Übergänge); das andere Verfahren ordnet {} % der Paare ebenso.",
        german_number(found.silhouette, 2),
        german_number(found.agreement * 100.0, 0)
    ));
    Answer {
        name: "areas",
        columns: vec![
            Column::new("area_id", "Schlüssel"),
            Column::new("area_name", "Gebiet"),
            Column::new("type", "Typ"),
            Column::new("reason", "Grund"),
        ],
        rows: rows.collect(),
        notes,
        picture: None,
    }
}

/// „Typ 1: 12 Gebiete; Unter 18-Jährige 17,2; …“.
fn described(ground: &Ground, found: &Typology, kind: &AreaType) -> String {
    let pairs = found
        .preset
        .indicators
        .iter()
        .zip(kind.means.iter().zip(&kind.standard));
    let means: Vec<String> = pairs
        .map(|(id, (mean, standard))| {
            let sign = if *standard > 0.0 { "+" } else { "" };
            format!(
                "{} {} ({sign}{} Standardabweichungen)",
                ground.indicator_name(id),
                german_number(*mean, 1),
                german_number(*standard, 1)
            )
        })
        .collect();
    format!(
        "{}: {} Gebiete; im Mittel {}.",
        kind.name,
        kind.areas.len(),
        means.join(", ")
    )
}
