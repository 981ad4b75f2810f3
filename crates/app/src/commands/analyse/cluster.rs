//! Where like lies beside like: each area among its neighbours, in all indicators the cluster rules look at.

use anyhow::Result;
use clap::Args;
use findings::{Condition, Examined, Surroundings, surroundings};
use methods::spatial::Quadrant;
use vocabulary::german_counted;

use super::findings::not_judged;
use super::{Answer, Cell, Column, Ground, Output, Source};
use crate::failure::told;

#[derive(Args)]
pub(crate) struct ClusterCommand {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    output: Output,
}

const COLUMNS: [Column; 10] = [
    Column::detail("area_id", "Schlüssel"),
    Column::new("area_name", "Gebiet"),
    Column::detail("indicator_id", "Kennung"),
    Column::new("indicator_name", "Indikator"),
    Column::new("period", "Stand"),
    Column::detail("standardised", "standardisiert"),
    Column::new("local_moran", "lokales Moran-I"),
    Column::new("q", "q"),
    Column::new("quadrant", "Lage"),
    Column::new("cluster", "Gruppe"),
];

impl ClusterCommand {
    pub(crate) async fn run(self) -> Result<()> {
        let ground = self.source.ground().await?;
        let rules = ground.rules.rules.iter();
        let rules = rules.filter(|r| matches!(r.condition, Condition::Cluster { .. }));
        let (found, examined): (Vec<Vec<Surroundings<'_>>>, Vec<Examined>) = rules
            .map(|rule| surroundings(ground.panel(), (rule, ground.rules.version)))
            .unzip();
        let found = found.concat();
        let missed: Vec<String> = examined
            .iter()
            .filter_map(|e| not_judged(&ground, e))
            .collect();
        if found.is_empty() {
            let why = if missed.is_empty() {
                "Nicht beurteilbar: Keine Regel über Nachbarn findet hier gezeigte Werte."
                    .to_owned()
            } else {
                missed.join(" ")
            };
            let remedy = if ground.outlines.is_empty() {
                " Bei einer eigenen Tabelle nennt --outlines die Umrisse."
            } else {
                ""
            };
            return Err(told(format!("{why}{remedy}")));
        }
        let mut answer = answer(&ground, &found);
        answer.notes.extend(missed);
        if self.output.wants_picture() {
            let marked = found.iter().filter(|s| s.cluster.is_some());
            let marked = marked.map(|s| s.area.clone()).collect();
            answer.picture = ground.marked(&marked, "Benachbarte Gebiete mit hohen Werten");
        }
        self.output.write(&answer)
    }
}

fn answer(ground: &Ground, found: &[Surroundings<'_>]) -> Answer {
    let mut notes = ground.notes.clone();
    notes.push(format!(
        "{} mit Nachbarn verglichen; q ist je Indikator über alle Gebiete berechnet.",
        german_counted(found.len(), "Gebiet", "Gebiete")
    ));
    Answer {
        name: "surroundings",
        columns: COLUMNS.to_vec(),
        rows: found.iter().map(|one| row(ground, one)).collect(),
        notes,
        picture: None,
    }
}

fn row(ground: &Ground, one: &Surroundings<'_>) -> Vec<Cell> {
    let place = match one.moran.quadrant {
        Some(Quadrant::HighHigh) => "hoch neben hoch",
        Some(Quadrant::LowLow) => "niedrig neben niedrig",
        Some(Quadrant::HighLow) => "hoch neben niedrig",
        Some(Quadrant::LowHigh) => "niedrig neben hoch",
        None => "",
    };
    vec![
        Cell::text(one.area),
        Cell::Text(ground.name(one.area)),
        Cell::text(&one.definition.id),
        Cell::text(&one.definition.short_name),
        Cell::text(&one.period),
        Cell::Number(one.standardised, 2),
        Cell::Number(one.moran.value, 2),
        Cell::Number(one.moran.q, 4),
        Cell::text(place),
        one.cluster
            .map_or(Cell::Empty, |cluster| Cell::whole(cluster + 1)),
    ]
}
