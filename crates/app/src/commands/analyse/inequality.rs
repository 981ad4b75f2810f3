//! How unevenly an indicator is spread over the areas, year by year, beyond what chance does with small numbers.

use anyhow::Result;
use clap::Args;
use findings::{Inequality, InequalityAt, inequality};
use vocabulary::{Explain, IndicatorId, LevelId, german_counted};

use super::{Answer, Cell, Column, Ground, Output, Source};
use crate::failure::told;

#[derive(Args)]
pub(crate) struct InequalityCommand {
    #[arg(
        value_name = "KENNUNG",
        help = "Kennung des Indikators, zum Beispiel EIN01; bei einer eigenen Tabelle sein Name dort"
    )]
    indicator: IndicatorId,
    #[arg(
        long,
        value_name = "EBENE",
        help = "Gebietsebene [sonst: die unterste]"
    )]
    level: Option<LevelId>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    output: Output,
}

const COLUMNS: [Column; 8] = [
    Column::new("period", "Stand"),
    Column::new("dissimilarity", "D"),
    Column::new("expected_by_chance", "durch Zufall erwartet"),
    Column::new("beyond_chance", "darüber hinaus"),
    Column::new("chance_lower", "Zufall von"),
    Column::new("chance_upper", "bis"),
    Column::new("p", "p"),
    Column::new("answer", "Antwort"),
];

impl InequalityCommand {
    pub(crate) async fn run(self) -> Result<()> {
        let ground = self.source.ground().await?;
        let found = inequality(ground.panel(), &self.indicator, self.level.as_ref());
        let found = found.map_err(|e| {
            told(format!(
                "Die Ungleichheit zwischen Gebieten ist nicht bestimmbar: {}",
                e.german()
            ))
        })?;
        self.output.write(&answer(&ground, &found))
    }
}

fn answer(ground: &Ground, found: &Inequality) -> Answer {
    let mut notes = ground.notes.clone();
    notes.push(format!(
        "{}: {} von {} verglichen; die übrigen haben nicht für jedes Jahr einen gezeigten Wert.",
        ground.indicator_name(&found.indicator),
        found.areas.len(),
        german_counted(found.of_areas, "Gebiet", "Gebieten")
    ));
    notes.push(
        "D ist der Anteil der Betroffenen, die anderswo wohnen müssten, damit alle Gebiete gleich betroffen wären (0 bis 1). \
         Kleine Gruppen haben schon durch Zufall ein hohes D; nur was darüber hinausgeht, ist Ungleichheit."
            .into(),
    );
    Answer {
        name: "years",
        columns: COLUMNS.to_vec(),
        rows: found.years.iter().map(row).collect(),
        notes,
        picture: None,
    }
}

fn row(at: &InequalityAt) -> Vec<Cell> {
    let answer = if at.beyond > at.chance_upper {
        "ungleicher als durch Zufall"
    } else {
        "nicht mehr als Zufall nachweisbar"
    };
    vec![
        Cell::text(&at.period),
        Cell::Number(at.dissimilarity, 3),
        Cell::Number(at.expected, 3),
        Cell::Number(at.beyond, 3),
        Cell::Number(at.chance_lower, 3),
        Cell::Number(at.chance_upper, 3),
        Cell::Number(at.p, 3),
        Cell::text(answer),
    ]
}
