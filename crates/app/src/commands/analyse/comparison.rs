//! Comparison areas: who lives under like conditions, and why that is so.

use anyhow::Result;
use clap::Args;
use findings::{ComparisonArea, STRUCTURE, comparison_areas};
use vocabulary::{AreaKey, Explain, IndicatorId};

use super::{Answer, Cell, Column, Ground, Output, Source};
use crate::failure::told;

#[derive(Args)]
pub(crate) struct ComparisonCommand {
    #[arg(value_name = "GEBIET", help = "Schlüssel des Gebiets")]
    area: AreaKey,
    #[arg(
        long,
        value_name = "KENNUNGEN",
        value_delimiter = ',',
        help = "Wonach verglichen wird [sonst: DEM01,DEM03,DEM04,DEM06,HH01]"
    )]
    structure: Vec<IndicatorId>,
    #[arg(
        long,
        value_name = "ZAHL",
        default_value = "5",
        help = "Wie viele Gebiete genannt werden"
    )]
    count: usize,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    output: Output,
}

impl ComparisonCommand {
    pub(crate) async fn run(self) -> Result<()> {
        let ground = self.source.ground().await?;
        let structure = self.structure()?;
        let found = comparison_areas(ground.panel(), &self.area, &structure, self.count);
        let found = found.map_err(|e| {
            told(format!(
                "Vergleichsgebiete sind nicht bestimmbar: {}",
                e.german()
            ))
        })?;
        let mut answer = answer(&ground, (&self.area, &structure), &found);
        if self.output.wants_picture() {
            let near = found.iter().map(|f| f.area.clone()).collect();
            let title = format!("Vergleichsgebiete von {}", ground.name(&self.area));
            answer.picture = ground.marked(&near, &title);
        }
        self.output.write(&answer)
    }

    fn structure(&self) -> Result<Vec<IndicatorId>> {
        if self.structure.is_empty() {
            let starters = STRUCTURE.iter().map(|id| Ok(id.parse()?));
            return starters.collect();
        }
        Ok(self.structure.clone())
    }
}

fn answer(
    ground: &Ground,
    (area, structure): (&AreaKey, &[IndicatorId]),
    found: &[ComparisonArea],
) -> Answer {
    let mut notes = ground.notes.clone();
    let names: Vec<String> = structure
        .iter()
        .map(|id| ground.indicator_name(id))
        .collect();
    notes.push(format!(
        "Verglichen mit {} nach: {}. Belastungen zählen nicht mit, sonst verschwände, was sie bewirken. \
         Der Abstand ist in Standardabweichungen; 0 heißt gleich.",
        ground.name(area),
        names.join(", ")
    ));
    let rows = found.iter().map(|near| {
        vec![
            Cell::text(&near.area),
            Cell::Text(ground.name(&near.area)),
            Cell::Number(near.distance, 2),
            Cell::text(&near.reason),
        ]
    });
    Answer {
        name: "areas",
        columns: vec![
            Column::new("area_id", "Schlüssel"),
            Column::new("area_name", "Gebiet"),
            Column::new("distance", "Abstand"),
            Column::new("reason", "Grund"),
        ],
        rows: rows.collect(),
        notes,
        picture: None,
    }
}
