//! A measure: its plan before the start, its result after, and how much may be said.

use std::path::PathBuf;

use anyhow::Result;
use charts::{Frame, Line, Role, Subject, Svg};
use clap::Args;
use findings::effect::{ClaimLevel, Effect, Judgement, Plan, Tested, effect};
use vocabulary::{Breakdown, IndicatorId};

use super::{Answer, Cell, Column, Ground, Output, Source};
use crate::failure::{InGerman, files};

#[derive(Args)]
pub(crate) struct EffectCommand {
    #[arg(
        long,
        value_name = "DATEI",
        help = "Der Plan der Maßnahme (TOML): Gebiete, Indikator, Start, Vergleich und der kleinste Unterschied, der zählt"
    )]
    plan: PathBuf,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    output: Output,
}

const COLUMNS: [Column; 6] = [
    Column::new("what", "Was"),
    Column::new("period", "Zeitraum"),
    Column::new("value", "Wert"),
    Column::new("lower", "von"),
    Column::new("upper", "bis"),
    Column::new("p", "p"),
];

impl EffectCommand {
    pub(crate) async fn run(self) -> Result<()> {
        let name = self.plan.display().to_string();
        let plan = Plan::load(&name, &files::text(&self.plan)?).in_german()?;
        let ground = self.source.ground().await?;
        let found = effect(ground.panel(), &plan).in_german()?;
        let mut answer = answer(&ground, &found);
        if self.output.wants_picture() {
            answer.picture = Some(picture(&ground, &found));
        }
        self.output.write(&answer)
    }
}

fn answer(ground: &Ground, found: &Effect) -> Answer {
    let mut notes = ground.notes.clone();
    notes.extend(found.sentences.iter().cloned());
    Answer {
        name: "effect",
        columns: COLUMNS.to_vec(),
        rows: rows(found),
        notes,
        picture: None,
    }
}

fn rows(found: &Effect) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    for means in &found.means {
        let period = || Cell::text(&means.period);
        let compared = means.compared.map_or(Cell::Empty, number);
        rows.push(plain(
            "Gebiete der Maßnahme",
            period(),
            number(means.measure),
        ));
        rows.push(plain("Vergleichsgebiete", period(), compared));
    }
    let smallest = found.smallest_detectable.as_ref();
    rows.push(plain(
        "kleinster nachweisbarer Unterschied",
        Cell::Empty,
        smallest.map_or(Cell::Empty, |s| number(*s)),
    ));
    if let Some(judgement) = &found.judgement {
        rows.extend(judged(found, judgement));
    }
    rows
}

fn judged(found: &Effect, judgement: &Judgement) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    if let Ok(difference) = &judgement.difference {
        let start = Cell::text(&found.plan.start);
        rows.push(tested("Unterschied zum Vergleich", start, difference));
    }
    if let Some(placebo) = &judgement.placebo {
        let first = Cell::text(&found.before[placebo.first]);
        rows.push(tested(
            "Gegenprobe: gedachter Start",
            first,
            &placebo.tested,
        ));
    }
    if let Some(similar) = &judgement.similar {
        let what = "Veränderung ähnlicher Gebiete ohne Maßnahme";
        rows.push(plain(what, Cell::Empty, number(similar.change)));
    }
    let level = Cell::text(german(judgement.level));
    rows.push(plain("Aussagestufe", Cell::Empty, level));
    rows
}

fn number(value: f64) -> Cell {
    Cell::Number(value, 2)
}

/// A row without interval.
fn plain(what: &str, period: Cell, value: Cell) -> Vec<Cell> {
    vec![
        Cell::text(what),
        period,
        value,
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
    ]
}

fn tested(what: &str, period: Cell, tested: &Tested) -> Vec<Cell> {
    vec![
        Cell::text(what),
        period,
        Cell::Number(tested.value, 2),
        Cell::Number(tested.lower, 2),
        Cell::Number(tested.upper, 2),
        Cell::Number(tested.p, 3),
    ]
}

fn german(level: ClaimLevel) -> &'static str {
    match level {
        ClaimLevel::NotJudged => "nicht beurteilbar",
        ClaimLevel::Descriptive => "1 beschrieben",
        ClaimLevel::Associated => "2 zusammenhängend",
        ClaimLevel::Supported => "3 belegt",
    }
}

/// The areas of the measure and the county over time.
fn picture(ground: &Ground, found: &Effect) -> Svg {
    let plan = &found.plan;
    let names: Vec<String> = plan.areas.iter().map(|a| ground.name(a)).collect();
    let whole = ground.tree.root();
    let mut lines: Vec<Line<'_>> = plan
        .areas
        .iter()
        .zip(&names)
        .map(|(area, label)| Line {
            area,
            label,
            role: Role::Place,
        })
        .collect();
    lines.push(Line {
        area: &whole.key,
        label: &whole.name,
        role: Role::County,
    });
    let (unit, decimals) = form(ground, &plan.indicator);
    let total = Breakdown::total();
    let name = ground.indicator_name(&plan.indicator);
    ground.series(
        Frame {
            id_prefix: "e",
            title: &plan.name,
            width: 640.0,
            height: None,
            text_size: 12.0,
        },
        Subject {
            indicator: &plan.indicator,
            breakdown: &total,
            name: &name,
            unit: &unit,
            decimals,
        },
        &lines,
    )
}

fn form(ground: &Ground, id: &IndicatorId) -> (String, u8) {
    let known = ground.panel().newest_definitions().find(|d| d.id == *id);
    known.map_or_else(|| (String::new(), 1), |d| (d.unit.clone(), d.decimals))
}
