//! The same computation with other rules: what would be hidden then. The folder is only read.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use disclosure::{Counted, Overview, Refused, Rules};
use vocabulary::{ClassId, Explain, german_number};

use super::frame;
use crate::commands::DataFolder;
use crate::commands::analyse::{Answer, Cell, Column, Output, Switches};
use crate::commands::explain::meant;
use crate::computation::{Computation, compute};
use crate::failure::{InGerman, files, told};

#[derive(Args)]
pub(crate) struct Simulate {
    #[arg(
        long = "threshold",
        value_name = "KLASSE=ZAHL",
        help = "Andere Mindestfallzahl einer Klasse, zum Beispiel youth=3; mehrfach möglich"
    )]
    thresholds: Vec<String>,
    #[arg(
        long,
        value_name = "DATEI",
        help = "Andere Regeln der Geheimhaltung (TOML, wie „lebenslage rules show disclosure“ sie zeigt)"
    )]
    rules: Option<PathBuf>,
    #[arg(
        long,
        help = "Wie eine erste Ausgabe rechnen: ohne das, was frühere Ausgaben schon zeigen und verbergen"
    )]
    first: bool,
    #[command(flatten)]
    switches: Switches,
    #[command(flatten)]
    folder: DataFolder,
}

impl Simulate {
    pub(crate) async fn run(self) -> Result<()> {
        let db = self.folder.read().await?;
        let mut computation = compute(&db, None).await?;
        if self.first {
            computation = computation.without_editions();
        }
        let rules = self.asked(&computation.rules)?;
        computation.check_names(&rules)?;
        let today = overview(&computation, &computation.rules);
        let then = overview(&computation, &rules);
        let output = Output::on_screen(self.switches);
        output.write(&answer(&today, &then, &self.told()))
    }

    /// The rules asked for.
    fn asked(&self, today: &Rules) -> Result<Rules> {
        if self.thresholds.is_empty() && self.rules.is_none() {
            return Err(told(
                "Es fehlt, was anders sein soll: --threshold KLASSE=ZAHL oder --rules DATEI.",
            ));
        }
        let mut rules = match &self.rules {
            Some(path) => {
                let text = files::text(path)?;
                Rules::load(&path.display().to_string(), &text).in_german()?
            }
            None => today.clone(),
        };
        for written in &self.thresholds {
            let (class, threshold) = parsed(written)?;
            if !rules.classes.iter().any(|c| c.id == class) {
                return Err(unknown(&class, &rules));
            }
            rules = rules.with_threshold(&class, threshold).in_german()?;
        }
        Ok(rules)
    }

    /// What is other, in words.
    fn told(&self) -> String {
        let file = self.rules.iter().map(|p| format!("Regeln {}", p.display()));
        let thresholds = self.thresholds.iter();
        let thresholds = thresholds.map(|t| format!("Mindestfallzahl {t}"));
        file.chain(thresholds).collect::<Vec<_>>().join(", ")
    }
}

fn unknown(class: &ClassId, rules: &Rules) -> anyhow::Error {
    let known = || rules.classes.iter().map(|c| c.id.as_str());
    told(format!(
        "Die Klasse „{class}“ gibt es in den Regeln nicht.{} Klassen sind: {}.",
        meant(class.as_str(), known()),
        known().collect::<Vec<_>>().join(", ")
    ))
}

/// `youth=3`.
fn parsed(written: &str) -> Result<(ClassId, f64)> {
    let wrong = || {
        told(format!(
            "„{written}“ passt nicht zu --threshold: erwartet wird KLASSE=ZAHL, zum Beispiel youth=3, die Zahl ganz und \
             nicht negativ."
        ))
    };
    let (class, number) = written.split_once('=').ok_or_else(wrong)?;
    let class = ClassId::parse(class.trim()).ok();
    let number = number.trim().parse::<u32>().ok();
    let (class, number) = class.zip(number).ok_or_else(wrong)?;
    Ok((class, f64::from(number)))
}

fn overview(computation: &Computation, rules: &Rules) -> Result<Overview, Refused> {
    let (table, protocol) = computation.released_by(rules)?;
    let frame = disclosure::Frame {
        rules,
        ..frame(computation)
    };
    Ok(Overview::of(&table, &protocol, frame))
}

/// Today, then, and the difference.
fn answer(
    today: &Result<Overview, Refused>,
    then: &Result<Overview, Refused>,
    asked: &str,
) -> Answer {
    let refused = |when: &str, outcome: &Result<Overview, Refused>| match outcome {
        Ok(_) => None,
        Err(refused) => Some(format!("{when}: abgelehnt. {}", refused.german())),
    };
    let mut notes = vec![format!(
        "Gerechnet mit: {asked}. Der Datenordner ist unverändert."
    )];
    notes.extend(refused("Mit den geltenden Regeln", today));
    notes.extend(refused("Mit den anderen Regeln", then));
    if let (Ok(today), Ok(then)) = (today, then) {
        notes.push(difference(today, then));
        if today.elsewhere.editions > 0 {
            notes.push(
                "Was die Ausgabe davor nicht zeigt, bleibt verborgen: Niedrigere Mindestfallzahlen wirken nur auf Werte, \
                 die noch in keiner Ausgabe standen."
                    .to_owned(),
            );
        }
    }
    let rows = match (today, then) {
        (Err(_), Err(_)) => Vec::new(),
        (today, then) => rows(today.as_ref().ok(), then.as_ref().ok()),
    };
    Answer {
        name: "counts",
        columns: vec![
            Column::new("by", ""),
            Column::new("id", "Kennung"),
            Column::new("name", "Name"),
            Column::new("hidden_today", "heute"),
            Column::new("hidden_then", "dann"),
            Column::new("difference", "Unterschied"),
        ],
        rows,
        notes,
        picture: None,
    }
}

fn difference(today: &Overview, then: &Overview) -> String {
    let n = |number: usize| german_number(number as f64, 0);
    format!(
        "Nicht gezeigt: heute {}, dann {} von {} Werten. Die Prüfung ist in beiden Fällen bestanden.",
        n(today.all.hidden()),
        n(then.all.hidden()),
        n(then.all.shown + then.all.hidden())
    )
}

/// The rows of either side, in the order of the first that has them.
fn rows(today: Option<&Overview>, then: Option<&Overview>) -> Vec<Vec<Cell>> {
    type Part = fn(&Overview) -> Vec<&Counted>;
    let parts: [(&str, Part); 4] = [
        ("alle", |o| vec![&o.all]),
        ("Klasse", |o| o.classes.iter().collect()),
        ("Ebene", |o| o.levels.iter().collect()),
        ("Thema", |o| o.topics.iter().collect()),
    ];
    let mut rows = Vec::new();
    for (by, part) in parts {
        let (before, after) = (today.map(part), then.map(part));
        let mut named: Vec<&Counted> = Vec::new();
        for counted in before.iter().chain(&after).flatten() {
            if !named.iter().any(|n| n.id == counted.id) {
                named.push(counted);
            }
        }
        let hidden = |side: &Option<Vec<&Counted>>, id: &str| {
            let side = side.as_ref()?;
            let found = side.iter().find(|c| c.id == id);
            Some(found.map_or(0, |c| c.hidden()))
        };
        for counted in named {
            let sides = (hidden(&before, &counted.id), hidden(&after, &counted.id));
            rows.push(line(by, counted, sides));
        }
    }
    rows
}

fn line(by: &str, counted: &Counted, (before, after): (Option<usize>, Option<usize>)) -> Vec<Cell> {
    let cell = |side: Option<usize>| side.map_or(Cell::Empty, Cell::whole);
    let difference = before.zip(after).map(|(a, b)| b as f64 - a as f64);
    vec![
        Cell::text(by),
        Cell::text(&counted.id),
        Cell::text(&counted.name),
        cell(before),
        cell(after),
        difference.map_or(Cell::Empty, |d| Cell::Number(d, 0)),
    ]
}
