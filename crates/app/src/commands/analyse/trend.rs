//! How each area moves against the rest of the county, in all indicators the trend rules look at.

use anyhow::Result;
use clap::Args;
use findings::{Condition, Drift, Examined, drifts};
use vocabulary::german_counted;

use super::findings::not_judged;
use super::{Answer, Cell, Column, Ground, Output, Source};

#[derive(Args)]
pub(crate) struct TrendCommand {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    output: Output,
}

const COLUMNS: [Column; 11] = [
    Column::detail("area_id", "Schlüssel"),
    Column::new("area_name", "Gebiet"),
    Column::detail("indicator_id", "Kennung"),
    Column::new("indicator_name", "Indikator"),
    Column::detail("first", "von"),
    Column::detail("last", "bis"),
    Column::detail("percent_per_year", "% im Jahr"),
    Column::new("shrunken_percent_per_year", "geschrumpft"),
    Column::new("q", "q"),
    Column::new("since", "Warnung seit"),
    Column::new("direction", "gegenüber dem übrigen Kreis"),
];

impl TrendCommand {
    pub(crate) async fn run(self) -> Result<()> {
        let ground = self.source.ground().await?;
        let rules = ground.rules.rules.iter();
        let rules = rules.filter(|r| matches!(r.condition, Condition::Trend { .. }));
        let (found, examined): (Vec<Vec<Drift<'_>>>, Vec<Examined>) = rules
            .map(|rule| drifts(ground.panel(), (rule, ground.rules.version)))
            .unzip();
        let found = found.concat();
        let mut answer = answer(&ground, &found, &examined);
        if self.output.wants_picture() {
            let marked = found.iter().filter(|d| d.since.is_some());
            let marked = marked.map(|d| d.area.clone()).collect();
            answer.picture = ground.marked(&marked, "Entwicklung anders als im übrigen Kreis");
        }
        self.output.write(&answer)
    }
}

fn answer(ground: &Ground, found: &[Drift<'_>], examined: &[Examined]) -> Answer {
    let mut notes = ground.notes.clone();
    notes.push(format!(
        "{} gegen den übrigen Kreis; q ist über alle gemeinsam berechnet.",
        german_counted(found.len(), "Vergleich", "Vergleiche")
    ));
    let missed = examined.iter().filter_map(|e| not_judged(ground, e));
    let missed: Vec<String> = missed.collect();
    if found.is_empty() && missed.is_empty() {
        notes.push("Nicht beurteilbar: Keine Trendregel findet hier gezeigte Werte.".to_owned());
    }
    notes.extend(missed);
    Answer {
        name: "trends",
        columns: COLUMNS.to_vec(),
        rows: found.iter().map(|drift| row(ground, drift)).collect(),
        notes,
        picture: None,
    }
}

fn row(ground: &Ground, drift: &Drift<'_>) -> Vec<Cell> {
    let percent = |slope: f64| Cell::Number(slope.exp_m1() * 100.0, 1);
    let direction = match drift.trend.slope {
        slope if drift.certain && slope > 0.0 => "steigt",
        slope if drift.certain && slope < 0.0 => "sinkt",
        _ => "keine Richtung nachweisbar",
    };
    vec![
        Cell::text(drift.area),
        Cell::Text(ground.name(drift.area)),
        Cell::text(&drift.definition.id),
        Cell::text(&drift.definition.short_name),
        Cell::text(&drift.span.0),
        Cell::text(&drift.span.1),
        percent(drift.trend.slope),
        percent(drift.trend.shrunken),
        Cell::Number(drift.trend.q, 3),
        drift.since.map_or(Cell::Empty, |since| Cell::text(&since)),
        Cell::text(direction),
    ]
}
