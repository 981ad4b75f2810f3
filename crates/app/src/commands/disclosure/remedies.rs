//! What would help: mergers of neighbours and pooled years, each tried out with what it saves and costs. The folder is only read.

use anyhow::Result;
use clap::Args;
use disclosure::Method;
use disclosure::remedies::{Asked, Attempt, Ground, Outcome, Remedy, try_out};
use vocabulary::{AreaKey, Explain, IndicatorId, LevelId};

use super::neighbours::neighbours;
use crate::commands::DataFolder;
use crate::commands::analyse::{Answer, Cell, Column, Output, Switches};
use crate::computation::{Computation, compute};
use crate::failure::{InGerman, told};

#[derive(Args)]
pub(crate) struct Remedies {
    #[arg(
        long,
        value_name = "GEBIET",
        help = "Nur Zusammenlegungen mit diesem Gebiet"
    )]
    area: Option<AreaKey>,
    #[arg(
        long,
        value_name = "INDIKATOR",
        help = "Nur drei Jahre dieses Indikators zusammengefasst"
    )]
    indicator: Option<IndicatorId>,
    #[arg(
        long,
        value_name = "ZAHL",
        default_value_t = 3,
        help = "So viele Vorschläge jeder Art durchrechnen; jeder dauert so lange wie eine Ausgabe"
    )]
    most: usize,
    #[command(flatten)]
    switches: Switches,
    #[command(flatten)]
    folder: DataFolder,
}

impl Remedies {
    pub(crate) async fn run(self) -> Result<()> {
        let db = self.folder.read().await?;
        let computation = compute(&db, None).await?;
        if computation.rules.method != Method::Suppression {
            return Err(told(
                "Die Regeln runden oder verändern alle Fallzahlen über Menschen; verborgen wird nichts, um andere zu \
                 schützen, also hilft auch kein Zusammenlegen.",
            ));
        }
        self.check(&computation)?;
        let compared: Vec<(AreaKey, LevelId)> = (computation.territory.compared.iter())
            .map(|c| (c.key.clone(), c.level.clone()))
            .collect();
        let ground = Ground {
            catalogue: &computation.catalogue,
            rules: &computation.rules,
            tree: &computation.tree,
            compared: &compared,
            observations: &computation.observations,
        };
        let asked = Asked {
            area: self.area.as_ref(),
            indicator: self.indicator.as_ref(),
            most: self.most,
        };
        let tried = try_out(ground, &neighbours(&computation)?, asked).in_german()?;
        let output = Output::on_screen(self.switches);
        output.write(&answer(&computation, tried))
    }

    /// An area or an indicator nobody knows is told and not passed over.
    fn check(&self, computation: &Computation) -> Result<()> {
        if let Some(area) = self.area.as_ref().filter(|a| !computation.tree.contains(a)) {
            return Err(told(format!(
                "Das Gebiet „{area}“ gibt es nicht; „lebenslage areas list“ nennt die Gebiete."
            )));
        }
        let known = |id: &IndicatorId| computation.catalogue.indicators.iter().any(|d| d.id == *id);
        if let Some(id) = self.indicator.as_ref().filter(|id| !known(id)) {
            return Err(told(format!(
                "Den Indikator „{id}“ kennt der Katalog nicht; „lebenslage catalogue list“ nennt alle."
            )));
        }
        Ok(())
    }
}

fn answer(computation: &Computation, mut tried: Vec<Attempt>) -> Answer {
    let saves = |tried: &Attempt| tried.1.as_ref().map_or(i64::MIN, Outcome::saves);
    tried.sort_by_key(|t| std::cmp::Reverse(saves(t)));
    Answer {
        name: "remedies",
        columns: vec![
            Column::new("remedy", "Was"),
            Column::new("ids", "Kennung"),
            Column::new("names", "Wofür"),
            Column::new("hidden_today", "verborgen heute"),
            Column::new("hidden_then", "dann"),
            Column::new("shown_today", "gezeigt heute"),
            Column::new("shown_then", "dann"),
            Column::new("elsewhere", "verborgen anderswo: mehr"),
        ],
        rows: tried.iter().map(|t| row(computation, t)).collect(),
        notes: notes(computation, &tried),
        picture: None,
    }
}

/// What holds for all of them, and why some cannot be.
fn notes(computation: &Computation, tried: &[Attempt]) -> Vec<String> {
    let mut notes = vec![
        "Gerechnet wie eine erste Ausgabe: Was schon veröffentlicht ist, lässt sich nicht mehr verbergen und hilft \
         nachträglich nicht. Der Datenordner ist unverändert."
            .to_owned(),
    ];
    if tried.is_empty() {
        notes.push(
            "Kein Vorschlag: Weder ein gemeinsam gezeigtes Nachbargebiet noch zusammengefasste Jahre ließen erkennbar \
             mehr Werte zu."
                .to_owned(),
        );
    } else {
        notes.push(
            "Jahre fasst „pool = 3“ beim Indikator im Katalog zusammen; Gebiete legt ein neuer Gebietsstand mit \
             Umschlüsselung zusammen („lebenslage areas load“)."
                .to_owned(),
        );
    }
    let refused = tried.iter().filter_map(|(remedy, outcome)| {
        let refused = outcome.as_ref().err()?;
        let (_, what) = named(computation, remedy);
        Some(format!("{what}: {}", refused.german()))
    });
    notes.extend(refused);
    notes
}

fn row(computation: &Computation, (remedy, outcome): &Attempt) -> Vec<Cell> {
    let (ids, names) = named(computation, remedy);
    let what = match remedy {
        Remedy::Merge(_) => "gemeinsam zeigen",
        Remedy::Pool(_) => "drei Jahre zusammen",
    };
    let mut cells = vec![Cell::text(what), Cell::text(&ids), Cell::text(&names)];
    match outcome {
        Ok(outcome) => {
            let counts = [
                outcome.before.hidden,
                outcome.after.hidden,
                outcome.before.shown,
                outcome.after.shown,
            ];
            cells.extend(counts.map(Cell::whole));
            let elsewhere =
                outcome.others_after.hidden as f64 - outcome.others_before.hidden as f64;
            cells.push(Cell::Number(elsewhere, 0));
        }
        Err(_) => cells.extend([(); 5].map(|()| Cell::Empty)),
    }
    cells
}

/// Ids and German names.
fn named(computation: &Computation, remedy: &Remedy) -> (String, String) {
    match remedy {
        Remedy::Merge([a, b]) => {
            let name = |key: &AreaKey| computation.tree.name(key).unwrap_or_default().to_owned();
            (format!("{a}+{b}"), format!("{} und {}", name(a), name(b)))
        }
        Remedy::Pool(id) => {
            let all = &computation.catalogue.indicators;
            let definition = all.iter().filter(|d| d.id == *id).max_by_key(|d| d.version);
            let name = definition.map_or_else(String::new, |d| d.short_name.clone());
            (id.to_string(), name)
        }
    }
}
