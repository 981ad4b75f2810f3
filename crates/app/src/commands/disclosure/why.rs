//! One figure in plain German: hidden or shown, why, what it costs, what may help.

use anyhow::Result;
use clap::Args;
use disclosure::{Asked, Explanation, Method, standing};

use super::{frame, neighbours::neighbours};
use crate::commands::DataFolder;
use crate::commands::explain::Which;
use crate::computation::compute;
use crate::failure::{InGerman, told};

#[derive(Args)]
pub(crate) struct Why {
    #[command(flatten)]
    which: Which,
    #[arg(long, help = "Als JSON")]
    json: bool,
    #[command(flatten)]
    folder: DataFolder,
}

impl Why {
    pub(crate) async fn run(self) -> Result<()> {
        let db = self.folder.read().await?;
        let computation = compute(&db, None).await?;
        let figure = self.which.figure(&computation)?;
        if computation.rules.method != Method::Suppression {
            return Err(told(
                "Die Regeln runden oder verändern alle Fallzahlen über Menschen; verborgen wird nichts, um andere zu \
                 schützen. „lebenslage rules show disclosure“ zeigt die Regeln.",
            ));
        }
        let earlier = computation.earlier_figures();
        let by = (&computation.catalogue, &computation.rules);
        let (standing, state) = standing(&computation.figures, by, &earlier, figure).in_german()?;
        let all = neighbours(&computation)?;
        let asked = Asked {
            figure,
            state,
            neighbours: all.get(&figure.area).map_or(&[], Vec::as_slice),
        };
        let explanation = Explanation::of(standing, asked, frame(&computation));
        if self.json {
            println!("{}", serde_json::to_string_pretty(&explanation)?);
        } else {
            print!("{explanation}");
        }
        Ok(())
    }
}
