//! The way back from a figure to its cells. It is internal: it names counts, but not those that are hidden.

use anyhow::Result;
use clap::Args;
use disclosure::Internal;
use indicators::Figure;
use observations::deliveries;
use vocabulary::{AreaKey, Breakdown, Date, IndicatorId, Observation, Period, State, german_date, german_plain};

use super::DataFolder;
use crate::computation::{Computation, compute};
use crate::failure::{InGerman, told};

#[derive(Args)]
pub(crate) struct Explain {
    #[arg(value_name = "GEBIET", help = "Schlüssel des Gebiets")]
    area: AreaKey,
    #[arg(value_name = "INDIKATOR", help = "Kennung des Indikators, zum Beispiel DEM04")]
    indicator: IndicatorId,
    #[arg(value_name = "ZEITRAUM", help = "zum Beispiel 2024 oder 2022-2024")]
    period: Period,
    #[arg(value_name = "GRUPPE", default_value = "total", help = "zum Beispiel sex=female")]
    breakdown: Breakdown,
    #[arg(long, value_name = "TAG", help = "Gebietsstand dieses Tages [sonst: der neueste]")]
    territory: Option<Date>,
    #[command(flatten)]
    folder: DataFolder,
}

impl Explain {
    pub(crate) async fn run(self) -> Result<()> {
        let db = self.folder.read().await?;
        let computation = compute(&db, self.territory).await?;
        let (shown, _) = computation.release::<Internal>()?;
        let wanted = |f: &&Figure| {
            f.area == self.area && f.indicator == self.indicator && f.period == self.period && f.breakdown == self.breakdown
        };
        let figure = computation.figures.rows().iter().filter(wanted).max_by_key(|f| f.definition_version);
        let figure = figure.ok_or_else(|| told(format!(
            "Für {}, {}, {} gibt es keinen Wert. „lebenslage catalogue list“ nennt die Indikatoren, „lebenslage areas show“ die Gebiete.",
            self.area, self.indicator, self.period
        )))?;
        let row = shown.find(&self.area, &self.indicator, self.period, &self.breakdown);
        let hidden = row.is_none_or(|r| r.state == State::Suppressed);
        head(&computation, figure, hidden);
        let all = deliveries::list(&db).await.in_german()?;
        let explained = computation.figures.explain(&computation.catalogue, figure, &computation.observations);
        let way = |title: &str, formula: &str, cells: &[(f64, &Observation)]| {
            println!("\n{title}: {formula}");
            for (factor, cell) in cells {
                way_of(*factor, cell, &all, hidden);
            }
        };
        way("Zähler", &explained.numerator_formula, &explained.numerator);
        if let Some(formula) = &explained.denominator_formula {
            way("Nenner", formula, &explained.denominator);
        }
        Ok(())
    }
}

fn head(computation: &Computation, figure: &Figure, hidden: bool) {
    let definition = &computation.catalogue.indicators[figure.definition];
    let name = computation.tree.name(&figure.area).unwrap_or(figure.area.as_str());
    println!("{} – {}, {}, {}", name, definition.name, figure.period, figure.breakdown);
    println!("Fassung {} der Definition, Gebietsstand {}", figure.definition_version, figure.area_version);
    let number = |x: f64| german_plain(x, definition.decimals);
    match (hidden, figure.value.known()) {
        (true, _) => println!("Wert: zum Schutz Einzelner nicht gezeigt"),
        (false, Some(value)) => {
            let interval = figure.lower.zip(figure.upper);
            let interval = interval.map_or(String::new(), |(l, u)| format!(", 95-%-Bereich {} bis {}", number(l), number(u)));
            println!("Wert: {} {}{interval}", number(value), definition.unit);
        }
        (false, None) => println!("Wert: {}", figure.value.state()),
    }
    if !figure.flags.is_empty() {
        println!("Kennzeichen: {}", figure.flags);
    }
}

/// One cell: delivery, file, sheet, row, column; its number only where the figure is shown.
fn way_of(factor: f64, cell: &Observation, all: &[deliveries::Delivery], hidden: bool) {
    let origin = &cell.origin;
    let delivery = all.iter().find(|d| d.id == origin.delivery);
    let (file, day) = delivery.map_or(("?", String::new()), |d| (d.archived.as_str(), german_date(d.received)));
    let sheet = if origin.sheet.is_empty() { String::new() } else { format!(", Blatt {}", origin.sheet) };
    let number = match cell.quantity.value.known() {
        _ if hidden => "nicht gezeigt".to_owned(),
        Some(x) => german_plain(x, 0),
        None => cell.quantity.value.state().to_string(),
    };
    let sign = if factor < 0.0 { "− " } else { "" };
    println!(
        "  {sign}{number:>14}  {} {} {} {}  ←  {} vom {day}: {file}{sheet}, Zeile {}, Spalte {}",
        cell.count, cell.area, cell.period, cell.breakdown, origin.delivery, origin.row, origin.column
    );
}
