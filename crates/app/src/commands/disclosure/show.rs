//! What the public edition that would be made now hides: how much, by class, level and topic; with a filter, which values.

use anyhow::Result;
use clap::Args;
use disclosure::{Counted, Overview, Protocol, Reason, Shown};
use vocabulary::{AreaKey, IndicatorId, Period, german_counted, german_number};

use super::frame;
use crate::commands::DataFolder;
use crate::commands::analyse::{Answer, Cell, Column, Output, Switches};
use crate::computation::{Computation, compute};
use crate::failure::InGerman;

#[derive(Args)]
pub(crate) struct Show {
    #[arg(
        long,
        value_name = "GEBIET",
        help = "Nur die Werte dieses Gebiets nennen"
    )]
    area: Option<AreaKey>,
    #[arg(
        long,
        value_name = "INDIKATOR",
        help = "Nur die Werte dieses Indikators nennen"
    )]
    indicator: Option<IndicatorId>,
    #[arg(
        long,
        value_name = "ZEITRAUM",
        help = "Nur die Werte dieses Zeitraums nennen"
    )]
    period: Option<Period>,
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

/// How many values people are told; programs get all.
const READ: usize = 200;

impl Show {
    pub(crate) async fn run(self) -> Result<()> {
        let db = self.folder.read().await?;
        let mut computation = compute(&db, None).await?;
        if self.first {
            computation = computation.without_editions();
        }
        let (table, protocol) = computation.released_by(&computation.rules).in_german()?;
        let output = Output::on_screen(self.switches);
        let is_filtered = self.area.is_some() || self.indicator.is_some() || self.period.is_some();
        if is_filtered {
            let rows = protocol.rows(&table);
            let hidden = rows.filter_map(|(row, reason)| Some((row, reason?)));
            let hidden: Vec<_> = hidden.filter(|(row, _)| self.wants(row)).collect();
            return output.write(&listed(&computation, &hidden, &output));
        }
        let overview = Overview::of(&table, &protocol, frame(&computation));
        output.write(&counted(&overview, &protocol, &output))
    }

    fn wants(&self, row: &Shown) -> bool {
        self.area.as_ref().is_none_or(|a| *a == row.area)
            && self.indicator.as_ref().is_none_or(|i| *i == row.indicator)
            && self.period.is_none_or(|p| p == row.period)
    }
}

/// How much is hidden, by everything.
fn counted(overview: &Overview, protocol: &Protocol, output: &Output) -> Answer {
    let mut parts = vec![
        ("Klasse", &overview.classes),
        ("Ebene", &overview.levels),
        ("Thema", &overview.topics),
    ];
    if output.is_for_programs() {
        parts.push(("Indikator", &overview.indicators));
    }
    let used: Vec<Reason> = Reason::ALL
        .into_iter()
        .filter(|r| output.is_for_programs() || protocol.hidden_because(*r) > 0)
        .collect();
    let mut columns = vec![
        Column::new("by", ""),
        Column::new("id", "Kennung"),
        Column::new("name", "Name"),
        Column::new("shown", "gezeigt"),
        Column::new("hidden", "nicht gezeigt"),
    ];
    columns.extend(used.iter().map(|r| Column::new(r.id(), heading(*r))));
    let all = std::iter::once(row("alle", &overview.all, &used));
    let parts = parts
        .iter()
        .flat_map(|(by, rows)| rows.iter().map(|c| row(by, c, &used)));
    Answer {
        name: "counts",
        columns,
        rows: all.chain(parts).collect(),
        notes: overview.notes(),
        picture: None,
    }
}

/// The head of a reason's column.
const fn heading(reason: Reason) -> &'static str {
    match reason {
        Reason::Supplier => "Lieferant",
        Reason::Primary => "zu klein",
        Reason::Complement => "Gegenzahl",
        Reason::Base => "ohne Bezugszahl",
        Reason::MinDenominator => "kleine Bezugszahl",
        Reason::Dominance => "ein Großer",
        Reason::Secondary => "schützt andere",
        Reason::Bounds => "Spanne",
    }
}

fn row(by: &str, counted: &Counted, used: &[Reason]) -> Vec<Cell> {
    let because = |r: &Reason| counted.hidden.get(r).copied().unwrap_or(0);
    let mut cells = vec![
        Cell::text(by),
        Cell::text(&counted.id),
        Cell::text(&counted.name),
        Cell::whole(counted.shown),
        Cell::whole(counted.hidden()),
    ];
    cells.extend(used.iter().map(|r| Cell::whole(because(r))));
    cells
}

/// Which values are hidden, each with its reason.
fn listed(computation: &Computation, hidden: &[(&Shown, Reason)], output: &Output) -> Answer {
    let most = if output.is_for_programs() {
        usize::MAX
    } else {
        READ
    };
    let mut notes = vec![format!(
        "{} in der öffentlichen Ausgabe nicht gezeigt.",
        german_counted(hidden.len(), "Wert ist", "Werte sind")
    )];
    if hidden.len() > most {
        let most = german_number(most as f64, 0);
        notes.push(format!("Genannt sind die ersten {most}; --csv nennt alle."));
    }
    Answer {
        name: "hidden",
        columns: vec![
            Column::new("area_id", "Schlüssel"),
            Column::new("area_name", "Gebiet"),
            Column::new("indicator_id", "Kennung"),
            Column::new("period", "Zeitraum"),
            Column::new("breakdown", "Gruppe"),
            Column::new("reason", "Grund"),
            Column::new("reason_text", "Warum"),
        ],
        rows: (hidden.iter().take(most))
            .map(|(row, reason)| value(computation, row, *reason))
            .collect(),
        notes,
        picture: None,
    }
}

fn value(computation: &Computation, row: &Shown, reason: Reason) -> Vec<Cell> {
    let name = computation.tree.name(&row.area);
    vec![
        Cell::text(&row.area),
        Cell::text(name.unwrap_or_else(|| row.area.as_str())),
        Cell::text(&row.indicator),
        Cell::text(&row.period),
        Cell::text(&row.breakdown),
        Cell::text(reason.id()),
        Cell::Text(reason.german()),
    ]
}
