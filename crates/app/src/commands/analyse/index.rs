//! The index of areas by a preset: classes with their doubts, change, and the method sheet.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use findings::index::IndexedArea;
use findings::{ClassMobility, IndexResult, MovesAround, Preset, index, mobility, moves_around};
use vocabulary::{AreaKey, Explain, Period, german_counted, german_number, german_period};

use super::{Answer, Cell, Column, Ground, Output, Source};
use crate::failure::{InGerman, files, told};

/// Which preset.
#[derive(Args, Clone)]
pub(crate) struct PresetChoice {
    #[arg(
        long,
        value_name = "VORLAGE",
        default_value = "soziale-lage",
        help = "Vorlage: soziale-lage, soziale-lage-faktor, mss-2013, mss-2021, eine gespeicherte, oder eine eigene Datei (TOML)"
    )]
    preset: String,
    #[arg(
        long,
        value_name = "ZEITRAUM",
        help = "Zeitraum, zum Beispiel 2023 [sonst: der neueste]"
    )]
    period: Option<Period>,
}

impl PresetChoice {
    fn preset(&self, ground: &Ground) -> Result<Preset> {
        if let Some(preset) = ground.presets.iter().find(|p| p.id == self.preset) {
            return Ok(preset.clone());
        }
        let path = PathBuf::from(&self.preset);
        let text = files::text(&path)?;
        Preset::load(&self.preset, &text).in_german()
    }

    fn index(&self, ground: &Ground) -> Result<IndexResult> {
        let preset = self.preset(ground)?;
        index(ground.panel(), &preset, self.period).map_err(|e| {
            told(format!(
                "Der Index „{}“ ist nicht berechenbar: {}",
                preset.name,
                e.german()
            ))
        })
    }
}

#[derive(Args)]
pub(crate) struct IndexCommand {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    choice: PresetChoice,
    #[command(flatten)]
    output: Output,
}

const COLUMNS: [Column; 13] = [
    Column::detail("area_id", "Schlüssel"),
    Column::new("area_name", "Gebiet"),
    Column::detail("period", "Stand"),
    Column::new("index", "Index"),
    Column::new("class", "Klasse"),
    Column::new("class_share", "Anteil %"),
    Column::detail("class_stable", "Klasse sicher"),
    Column::new("rank_lower", "Rang von"),
    Column::new("rank_upper", "bis"),
    Column::detail("driver", "Treiber"),
    Column::new("dynamics_index", "Entwicklung"),
    Column::new("dynamics_class", "Klasse der Entwicklung"),
    Column::new("reason", "Grund"),
];

impl IndexCommand {
    pub(crate) async fn run(self) -> Result<()> {
        let ground = self.source.ground().await?;
        let result = self.choice.index(&ground)?;
        let mut answer = answer(&ground, &result);
        if self.output.wants_picture() {
            answer.picture = picture(&ground, &result);
        }
        self.output.write(&answer)
    }
}

fn answer(ground: &Ground, result: &IndexResult) -> Answer {
    let mut rows: BTreeMap<&AreaKey, Vec<Cell>> = BTreeMap::new();
    let mut notes = ground.notes.clone();
    if let Some(newest) = result.newest() {
        for area in &newest.areas {
            rows.insert(&area.area, row(ground, (result, newest.period), area));
        }
        for left in &newest.left_out {
            let mut cells = vec![Cell::Empty; COLUMNS.len()];
            cells[0] = Cell::text(&left.area);
            cells[1] = Cell::Text(ground.name(&left.area));
            cells[2] = Cell::text(&newest.period);
            cells[12] = Cell::text(&left.reason);
            rows.insert(&left.area, cells);
        }
        notes.extend(newest.no_dynamics.clone());
    }
    notes.extend(
        result
            .not_defined
            .iter()
            .map(|n| format!("{}: kein Index. {}", german_period(n.period), n.reason)),
    );
    let sheet = result.method_sheet();
    notes.extend(
        sheet
            .into_iter()
            .map(|l| format!("{}: {}", l.label, l.text)),
    );
    if !rows.is_empty() {
        notes.push("Die Reihenfolge folgt den Schlüsseln und ist keine Rangfolge; Rang 1 wäre die höchste Belastung.".into());
    }
    Answer {
        name: "areas",
        columns: COLUMNS.to_vec(),
        rows: rows.into_values().collect(),
        notes,
        picture: None,
    }
}

fn row(ground: &Ground, (result, period): (&IndexResult, Period), area: &IndexedArea) -> Vec<Cell> {
    let preset = &result.preset;
    let doubt = area.doubt.as_ref();
    let number =
        |x: Option<f64>, decimals: u8| x.map_or(Cell::Empty, |x| Cell::Number(x, decimals));
    let yes = |sure: bool| Cell::text(if sure { "ja" } else { "nein" });
    let dynamics = area.dynamics.as_ref();
    let named = dynamics.filter(|d| d.stable).zip(preset.dynamics.as_ref());
    vec![
        Cell::text(&area.area),
        Cell::Text(ground.name(&area.area)),
        Cell::text(&period),
        Cell::Number(area.index, 2),
        Cell::text(&preset.status.names[area.class]),
        number(
            doubt
                .and_then(|d| d.class_shares.get(area.class))
                .map(|s| s * 100.0),
            0,
        ),
        doubt.map_or(Cell::Empty, |d| yes(d.stable)),
        number(doubt.map(|d| f64::from(d.lower_rank)), 0),
        number(doubt.map(|d| f64::from(d.upper_rank)), 0),
        driver(result, area).map_or(Cell::Empty, Cell::Text),
        number(dynamics.map(|d| d.index), 2),
        named.map_or(Cell::Empty, |(d, choice)| {
            Cell::text(&choice.names[d.class])
        }),
        Cell::Empty,
    ]
}

/// The indicator that moves an area furthest from the mean, and by how much.
fn driver(result: &IndexResult, area: &IndexedArea) -> Option<String> {
    let parts = result.indicators.iter().zip(&area.contributions);
    let known = parts.filter_map(|(text, part)| Some((text, (*part)?)));
    let (text, part) = known.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))?;
    let sign = if part > 0.0 { "+" } else { "" };
    Some(format!("{} ({sign}{})", text.name, german_number(part, 2)))
}

/// The areas of the upper classes on a map: those above the last but one limit.
fn picture(ground: &Ground, result: &IndexResult) -> Option<charts::Svg> {
    let newest = result.newest()?;
    let worst = result.preset.status.names.len().checked_sub(1)?;
    let sure = |a: &&IndexedArea| a.doubt.as_ref().is_some_and(|d| d.stable);
    let high = newest
        .areas
        .iter()
        .filter(|a| a.class == worst)
        .filter(sure);
    let title = format!(
        "{}: {}, {}",
        result.preset.name,
        result.preset.status.names[worst],
        german_period(newest.period)
    );
    ground.marked(&high.map(|a| a.area.clone()).collect(), &title)
}

#[derive(Args)]
pub(crate) struct MobilityCommand {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    choice: PresetChoice,
    #[command(flatten)]
    output: Output,
}

impl MobilityCommand {
    pub(crate) async fn run(self) -> Result<()> {
        let ground = self.source.ground().await?;
        let result = self.choice.index(&ground)?;
        let found = mobility(&result).map_err(|e| {
            told(format!(
                "Die Bewegung zwischen Klassen ist nicht bestimmbar: {}",
                e.german()
            ))
        })?;
        let mut answer = moves(&ground, &found);
        if let Ok(around) = moves_around(ground.panel(), &result) {
            answer.notes.extend(surroundings(&around));
        }
        self.output.write(&answer)
    }
}

/// How often areas moved up, down or not at all, by what lay around them.
fn surroundings(found: &MovesAround) -> Vec<String> {
    let parts = found.classes.iter().zip(&found.counts);
    let mut notes: Vec<String> = parts
        .filter_map(|(name, counts)| {
            let all = counts.iter().enumerate();
            let moves = all.flat_map(|(from, row)| row.iter().enumerate().map(move |(to, n)| (from, to, *n)));
            let sum = |way: fn(usize, usize) -> bool| -> u64 {
                let wanted = moves.clone().filter(|(from, to, _)| way(*from, *to));
                wanted.map(|(_, _, n)| n).sum()
            };
            let (down, same, up) = (sum(|a, b| b < a), sum(|a, b| a == b), sum(|a, b| b > a));
            (down + same + up > 0).then(|| {
                format!("Umgeben von Gebieten, die im Mittel in „{name}“ liegen: {same}-mal dieselbe Klasse, {up}-mal eine höhere, {down}-mal eine niedrigere.")
            })
        })
        .collect();
    notes.extend(found.p_value.map(|p| {
        format!(
            "Ob die Umgebung einen Unterschied macht: Chi-Quadrat-Test p = {} (nur eine Beschreibung, weil Nachbarn voneinander abhängen).",
            german_number(p, 3)
        )
    }));
    if found.without > 0 {
        notes.push(format!(
            "{} Übergänge von Gebieten ohne Nachbarn mit Index sind darin nicht gezählt.",
            found.without
        ));
    }
    notes
}

fn moves(ground: &Ground, found: &ClassMobility) -> Answer {
    let mut rows = Vec::new();
    for (from, counts) in found.counts.iter().enumerate() {
        for (to, count) in counts.iter().enumerate() {
            let share = found.shares[from].as_ref().map(|s| s[to] * 100.0);
            rows.push(vec![
                Cell::text(&found.classes[from]),
                Cell::text(&found.classes[to]),
                Cell::Number(*count as f64, 0),
                share.map_or(Cell::Empty, |s| Cell::Number(s, 1)),
            ]);
        }
    }
    let periods: Vec<String> = found.periods.iter().copied().map(german_period).collect();
    let mut notes = ground.notes.clone();
    notes.push(format!(
        "Wechsel der Klasse von einem Zeitraum zum nächsten: {}.",
        periods.join(", ")
    ));
    notes.extend(found.order.map(|o| {
        format!(
            "Die Ordnung der Gebiete blieb erhalten zu Kendalls τ-b = {} ({}; 1 heißt unverändert).",
            german_number(o.tau, 2),
            german_counted(o.areas, "Gebiet", "Gebiete")
        )
    }));
    Answer {
        name: "moves",
        columns: vec![
            Column::new("from_class", "von"),
            Column::new("to_class", "nach"),
            Column::new("moves", "Wechsel"),
            Column::new("share", "Anteil %"),
        ],
        rows,
        notes,
        picture: None,
    }
}
