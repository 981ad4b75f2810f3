//! The way back from a figure to its cells. It is internal, and still shows nothing that the internal edition hides.

use std::collections::BTreeSet;

use anyhow::Result;
use clap::Args;
use disclosure::{FigureTable, Internal, Shown};
use indicators::catalogue::near;
use indicators::{Definition, Figure};
use observations::deliveries::{self, Delivery};
use vocabulary::{
    AreaKey, Breakdown, Date, IndicatorId, Observation, Period, State, german_date, german_plain,
};

use super::DataFolder;
use crate::computation::{Computation, compute};
use crate::failure::{InGerman, told};

#[derive(Args)]
pub(crate) struct Explain {
    #[command(flatten)]
    which: Which,
    #[arg(
        long,
        value_name = "TAG",
        help = "Gebietsstand dieses Tages [sonst: der neueste]"
    )]
    territory: Option<Date>,
    #[command(flatten)]
    folder: DataFolder,
}

/// The figure asked about.
#[derive(Args)]
pub(crate) struct Which {
    #[arg(value_name = "GEBIET", help = "Schlüssel des Gebiets")]
    area: AreaKey,
    #[arg(
        value_name = "INDIKATOR",
        help = "Kennung des Indikators, zum Beispiel DEM04"
    )]
    indicator: IndicatorId,
    #[arg(value_name = "ZEITRAUM", help = "zum Beispiel 2024 oder 2022-2024")]
    period: Period,
    #[arg(
        value_name = "GRUPPE",
        default_value = "total",
        help = "zum Beispiel sex=female"
    )]
    breakdown: Breakdown,
}

impl Explain {
    pub(crate) async fn run(self) -> Result<()> {
        let db = self.folder.read().await?;
        let computation = compute(&db, self.territory).await?;
        let figure = self.which.figure(&computation)?;
        let (shown, _) = computation.release::<Internal>()?;
        let row = self.which.row(&shown);
        head(&computation, figure, row);
        let all = deliveries::list(&db).await.in_german()?;
        let explained =
            computation
                .figures
                .explain(&computation.catalogue, figure, &computation.observations);
        println!("\nZähler: {}", explained.numerator_formula);
        way(&explained.numerator, &all);
        if let Some(formula) = &explained.denominator_formula {
            println!("\nNenner: {formula}");
            way(&explained.denominator, &all);
        }
        Ok(())
    }
}

impl Which {
    /// How it appears in an edition.
    pub(crate) fn row<'a>(&self, shown: &'a FigureTable) -> Option<&'a Shown> {
        shown.find(&self.area, &self.indicator, self.period, &self.breakdown)
    }

    /// The figure asked for, of the newest definition version that has it.
    pub(crate) fn figure<'a>(&self, computation: &'a Computation) -> Result<&'a Figure> {
        let asked = |f: &&Figure| {
            f.area == self.area
                && f.indicator == self.indicator
                && f.period == self.period
                && f.breakdown == self.breakdown
        };
        let figures = computation.figures.rows().iter().filter(asked);
        figures
            .max_by_key(|f| f.definition_version)
            .ok_or_else(|| self.unknown(computation))
    }

    /// Which of the words asked for is not known, and what comes near to it.
    fn unknown(&self, computation: &Computation) -> anyhow::Error {
        let catalogue = &computation.catalogue;
        let ids = || catalogue.indicators.iter().map(|d| d.id.as_str());
        if !ids().any(|id| id == self.indicator.as_str()) {
            return told(format!(
                "Den Indikator „{}“ gibt es nicht.{} „lebenslage catalogue list“ nennt alle.",
                self.indicator,
                meant(self.indicator.as_str(), ids())
            ));
        }
        let rows = computation.figures.rows();
        let keys: BTreeSet<&str> = rows.iter().map(|f| f.area.as_str()).collect();
        if !keys.contains(self.area.as_str()) {
            return told(format!(
                "Das Gebiet „{}“ gibt es in diesem Gebietsstand nicht.{} „lebenslage areas show“ nennt alle.",
                self.area,
                meant(self.area.as_str(), keys.into_iter())
            ));
        }
        let here = rows
            .iter()
            .filter(|f| f.area == self.area && f.indicator == self.indicator);
        told(self.nothing_here(&here.collect::<Vec<_>>()))
    }

    /// Area and indicator are known; the period or the group is not.
    fn nothing_here(&self, here: &[&Figure]) -> String {
        let (area, indicator) = (&self.area, &self.indicator);
        let listed = |words: BTreeSet<String>| words.into_iter().collect::<Vec<_>>().join(", ");
        let periods: BTreeSet<String> = here.iter().map(|f| f.period.to_string()).collect();
        if periods.is_empty() {
            return format!(
                "Für „{indicator}“ gibt es im Gebiet „{area}“ gar keinen Wert: Seine Ebene gehört nicht zum Indikator, \
                 oder es fehlen Lieferungen. „lebenslage catalogue show {indicator}“ nennt die Ebenen."
            );
        }
        if !periods.contains(&self.period.to_string()) {
            return format!(
                "Für „{indicator}“ im Gebiet „{area}“ gibt es den Zeitraum „{}“ nicht. Vorhanden sind: {}.",
                self.period,
                listed(periods)
            );
        }
        let of_period = here.iter().filter(|f| f.period == self.period);
        format!(
            "Für „{indicator}“ im Gebiet „{area}“, {}, gibt es die Gruppe „{}“ nicht. Vorhanden sind: {}.",
            self.period,
            self.breakdown,
            listed(of_period.map(|f| f.breakdown.to_string()).collect())
        )
    }
}

/// What the figure is, and its value where the internal edition shows it.
fn head(computation: &Computation, figure: &Figure, row: Option<&Shown>) {
    let definition = &computation.catalogue.indicators[figure.definition];
    let name = computation.tree.name(&figure.area);
    let name = name.unwrap_or(figure.area.as_str());
    println!(
        "{name} – {}, {}, {}",
        definition.name, figure.period, figure.breakdown
    );
    println!(
        "Fassung {} der Definition, Gebietsstand {}",
        figure.definition_version, figure.area_version
    );
    println!(
        "Wert: {}",
        row.map_or_else(hidden, |row| value(row, definition))
    );
    if !figure.flags.is_empty() {
        println!("Kennzeichen: {}", figure.flags);
    }
    let named = row.map_or(&[][..], |row| &row.deliveries);
    if !named.is_empty() {
        let ids: Vec<&str> = named.iter().map(vocabulary::DeliveryId::as_str).collect();
        println!("Lieferungen: {}", ids.join(", "));
    }
}

/// „ Meinten Sie …?“, where something comes near.
pub(crate) fn meant<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> String {
    let near = near(written, known.collect::<BTreeSet<_>>().into_iter());
    if near.is_empty() {
        return String::new();
    }
    format!(" Meinten Sie „{}“?", near.join("“ oder „"))
}

fn hidden() -> String {
    "zum Schutz Einzelner nicht gezeigt".to_owned()
}

fn value(row: &Shown, definition: &Definition) -> String {
    let number = |x: f64| german_plain(x, definition.decimals);
    let interval = row.lower.zip(row.upper).map_or_else(String::new, |(l, u)| {
        format!(", 95-%-Bereich {} bis {}", number(l), number(u))
    });
    match (row.state, row.value) {
        (State::Suppressed, _) => hidden(),
        (_, Some(value)) => format!("{} {}{interval}", number(value), definition.unit),
        (state, None) => format!("keiner ({state}){interval}"),
    }
}

/// The cells of the files: which delivery, file, sheet, row and column. Their numbers are not printed: a shown sum
/// may be made of cells that are hidden.
fn way(cells: &[(f64, &Observation)], all: &[Delivery]) {
    for (factor, cell) in cells {
        let origin = &cell.origin;
        let delivery = all.iter().find(|d| d.id == origin.delivery);
        let file = delivery.map_or("?", |d| d.archived.as_str());
        let day = delivery.map_or_else(String::new, |d| german_date(d.received));
        let sheet = if origin.sheet.is_empty() {
            String::new()
        } else {
            format!(", Blatt {}", origin.sheet)
        };
        let sign = if *factor < 0.0 { "−" } else { "+" };
        println!(
            "  {sign} {} {} {} {}  ←  {} vom {day}: {file}{sheet}, Zeile {}, Spalte {}",
            cell.count,
            cell.area,
            cell.period,
            cell.breakdown,
            origin.delivery,
            origin.row,
            origin.column
        );
    }
}
