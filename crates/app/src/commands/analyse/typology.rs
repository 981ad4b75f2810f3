//! Types of areas: who is like whom, in what, and how well the types are told apart.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use findings::{AreaType, TypesPreset, Typology, typology};
use vocabulary::{AreaKey, Explain, german_counted, german_number};

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
    let mut rows: BTreeMap<&AreaKey, Vec<Cell>> = BTreeMap::new();
    for kind in &found.types {
        for area in &kind.areas {
            rows.insert(area, row(ground, found, (area, &kind.name)));
        }
    }
    for left in &found.left_out {
        let mut cells = vec![Cell::Empty; 6];
        cells[0] = Cell::text(&left.area);
        cells[1] = Cell::Text(ground.name(&left.area));
        cells[5] = Cell::text(&left.reason);
        rows.insert(&left.area, cells);
    }
    Answer {
        name: "areas",
        columns: vec![
            Column::new("area_id", "Schlüssel"),
            Column::new("area_name", "Gebiet"),
            Column::new("type", "Typ"),
            Column::new("type_share", "Anteil %"),
            Column::new("type_sure", "Typ sicher"),
            Column::new("reason", "Grund"),
        ],
        rows: rows.into_values().collect(),
        notes: notes(ground, found),
        picture: None,
    }
}

fn notes(ground: &Ground, found: &Typology) -> Vec<String> {
    let mut notes = ground.notes.clone();
    notes.extend(found.types.iter().map(|t| described(ground, found, t)));
    notes.push(format!(
        "Silhouette {} (1 heißt klar getrennt, 0 heißt fließende Übergänge); das andere Verfahren ordnet {} % der Paare ebenso.",
        german_number(found.silhouette, 2),
        german_number(found.agreement * 100.0, 0)
    ));
    let unsure = found.placed.iter().filter(|p| !p.sure).count();
    notes.push(format!(
        "Anteil: so oft fällt ein Gebiet in denselben Typ, wenn alle Werte {}-mal aus ihren 95-%-Bereichen neu gezogen werden. Unter {} % ist es nicht sicher zugeordnet; das gilt für {}.",
        found.preset.doubt.draws,
        german_number(found.preset.doubt.stability * 100.0, 0),
        german_counted(unsure, "Gebiet", "Gebiete")
    ));
    notes
}

fn row(ground: &Ground, found: &Typology, (area, name): (&AreaKey, &str)) -> Vec<Cell> {
    let placed = found.placed.iter().find(|placed| placed.area == *area);
    let share = placed.and_then(|p| p.shares.get(p.kind));
    let sure = match placed {
        Some(placed) if placed.sure => Cell::text("ja"),
        Some(_) => Cell::text("nicht sicher zugeordnet"),
        None => Cell::Empty,
    };
    vec![
        Cell::text(area),
        Cell::Text(ground.name(area)),
        Cell::text(name),
        share.map_or(Cell::Empty, |share| Cell::Number(share * 100.0, 0)),
        sure,
        Cell::Empty,
    ]
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
        "{}: {}; im Mittel {}.",
        kind.name,
        german_counted(kind.areas.len(), "Gebiet", "Gebiete"),
        means.join(", ")
    )
}
