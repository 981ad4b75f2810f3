//! A measure: its plan before the start, its result after, and how much may be said.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};
use findings::effect::{
    ByStart, ClaimLevel, Effect, Judgement, Plan, Registration, Tested, registered_effect,
};
use methods::NotDefined;
use vocabulary::Period;

use super::effect_picture::picture;
use super::effect_plans::{PlanCommand, Version, stored};
use super::{Answer, Cell, Column, Output, Source};
use crate::failure::{InGerman, files, told};

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct EffectCommand {
    #[command(subcommand)]
    plans: Option<Plans>,
    #[command(flatten)]
    question: Question,
}

#[derive(Subcommand)]
enum Plans {
    #[command(about = "Pläne vor dem Start hinterlegen und ansehen")]
    Plan {
        #[command(subcommand)]
        what: PlanCommand,
    },
}

#[derive(Args)]
struct Question {
    #[arg(
        long,
        value_name = "DATEI",
        help = "Der Plan der Maßnahme (TOML): Gebiete, Indikator, Start, Vergleich und der kleinste Unterschied, der zählt"
    )]
    plan: Option<PathBuf>,
    #[arg(
        long,
        value_name = "NAME",
        conflicts_with = "plan",
        help = "Ein hinterlegter Plan, mit allen seinen Fassungen"
    )]
    stored: Option<String>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    output: Output,
}

const COLUMNS: [Column; 7] = [
    Column::new("plan_version", "Fassung"),
    Column::new("what", "Was"),
    Column::new("period", "Zeitraum"),
    Column::new("value", "Wert"),
    Column::new("lower", "von"),
    Column::new("upper", "bis"),
    Column::new("p", "p"),
];

impl EffectCommand {
    pub(crate) async fn run(self) -> Result<()> {
        match self.plans {
            Some(Plans::Plan { what }) => what.run().await,
            None => self.question.run().await,
        }
    }
}

impl Question {
    async fn run(self) -> Result<()> {
        let versions = self.versions().await?;
        let ground = self.source.ground().await?;
        let mut answer = Answer {
            name: "effect",
            columns: COLUMNS.to_vec(),
            rows: Vec::new(),
            notes: ground.notes.clone(),
            picture: None,
        };
        for version in &versions {
            let found = registered_effect(ground.panel(), &version.plan, version.registration);
            add(&mut answer, version, &found.in_german()?);
        }
        if let Some(newest) = versions.last().filter(|_| self.output.wants_picture()) {
            let found = registered_effect(ground.panel(), &newest.plan, newest.registration);
            answer.picture = Some(picture(&ground, &found.in_german()?));
        }
        self.output.write(&answer)
    }

    /// The plans to judge, oldest version first.
    async fn versions(&self) -> Result<Vec<Version>> {
        if let Some(name) = &self.stored {
            return stored(self.source.folder(), name).await;
        }
        let path = self.plan.as_ref().ok_or_else(|| {
            told("Der Plan fehlt: bitte --plan mit einer Datei oder --stored mit dem Namen eines hinterlegten Plans angeben.")
        })?;
        let plan = Plan::load(&path.display().to_string(), &files::text(path)?).in_german()?;
        Ok(vec![Version {
            plan,
            number: None,
            at_planning: None,
            registration: Registration::Never,
        }])
    }
}

/// Adds what is known by one version of the plan.
fn add(answer: &mut Answer, version: &Version, found: &Effect) {
    if let Some(number) = version.number {
        let told = version.told(number);
        answer.notes.push(told);
    }
    answer.notes.extend(found.sentences.iter().cloned());
    let rows = rows(version, found).into_iter().map(|row| {
        let first = version
            .number
            .map_or(Cell::Empty, |n| Cell::whole(n as usize));
        std::iter::once(first).chain(row).collect()
    });
    answer.rows.extend(rows);
}

fn rows(version: &Version, found: &Effect) -> Vec<Vec<Cell>> {
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
    if let Some(then) = version.at_planning {
        let what = "kleinster nachweisbarer Unterschied bei der Planung";
        rows.push(plain(what, Cell::Empty, number(then)));
    }
    if let Some(judgement) = &found.judgement {
        rows.extend(judged(found, judgement));
    }
    rows
}

fn judged(found: &Effect, judgement: &Judgement) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    if let Ok(difference) = &judgement.difference {
        let starts = periods(&found.starts());
        rows.push(tested("Unterschied zum Vergleich", starts, difference));
    }
    if let Some(by_start) = &judgement.by_start {
        rows.extend(by_start_rows(by_start));
    }
    if let Some(placebo) = &judgement.placebo {
        let firsts = periods(&placebo.firsts);
        rows.push(tested(
            "Gegenprobe: gedachter Start",
            firsts,
            &placebo.tested,
        ));
    }
    if let Some(similar) = &judgement.similar {
        let what = "Veränderung ähnlicher Gebiete ohne Maßnahme";
        rows.push(plain(what, Cell::Empty, number(similar.change)));
    }
    if let Ok(second) = &judgement.second {
        let what = "zweiter Blick: synthetische Kontrolle";
        let mut row = plain(
            what,
            Cell::text(&found.plan.start()),
            number(second.difference),
        );
        row[5] = chance(second.p);
        rows.push(row);
    }
    let level = Cell::text(german(judgement.level));
    rows.push(plain("Aussagestufe", Cell::Empty, level));
    rows
}

fn periods(periods: &[Period]) -> Cell {
    let periods: Vec<String> = periods.iter().map(Period::to_string).collect();
    Cell::text(&periods.join(", "))
}

/// Effects by start, by start and period, and by time since the start.
fn by_start_rows(found: &ByStart) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    for group in &found.groups {
        let what = format!("Start {}", group.start);
        let all = format!("{what}: Mittel seither");
        rows.push(answered(&all, Cell::Empty, &group.tested));
        for (period, answer) in &group.periods {
            rows.push(answered(&what, Cell::text(period), answer));
        }
    }
    for (since, answer) in &found.since {
        let what = match since {
            ..0 => format!("{} Zeiträume vor dem Start, gegen den davor", -since),
            0 => "im ersten Zeitraum".to_owned(),
            1 => "1 Zeitraum nach dem Start".to_owned(),
            _ => format!("{since} Zeiträume nach dem Start"),
        };
        let what = what.replace("1 Zeiträume vor", "1 Zeitraum vor");
        rows.push(answered(&what, Cell::Empty, answer));
    }
    if let Ok(simple) = found.simple {
        let what = "einfache Rechnung mit Gebiets- und Zeiteffekten";
        rows.push(plain(what, Cell::Empty, number(simple)));
    }
    rows
}

/// A row with its interval, or that there is none.
fn answered(
    what: &str,
    period: Cell,
    answer: &std::result::Result<Tested, NotDefined>,
) -> Vec<Cell> {
    match answer {
        Ok(found) => tested(what, period, found),
        Err(_) => plain(what, period, Cell::text("nicht beurteilbar")),
    }
}

fn number(value: f64) -> Cell {
    Cell::Number(value, 2)
}

/// A p with as many decimals as it needs: it is never 0.
fn chance(p: f64) -> Cell {
    Cell::Number(p, if p < 0.001 { 4 } else { 3 })
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
        chance(tested.p),
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
