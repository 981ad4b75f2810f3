//! What stands out: every rule on the newest figures.

use anyhow::Result;
use clap::Args;
use findings::{Examined, Finding, Findings, NotJudged, Preset, findings, indices, verdicts};
use vocabulary::{german_counted, german_number};

use super::{Answer, Cell, Column, Ground, Output, Source};

#[derive(Args)]
pub(crate) struct FindingsCommand {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    output: Output,
}

const COLUMNS: [Column; 10] = [
    Column::new("rule", "Regel"),
    Column::detail("rule_version", "Fassung"),
    Column::detail("area_id", "Schlüssel"),
    Column::new("area_name", "Gebiet"),
    Column::detail("indicators", "Kennung"),
    Column::detail("indicator_names", "Indikatoren"),
    Column::new("since", "seit"),
    Column::detail("period", "Stand"),
    Column::new("evidence", "Beleg"),
    Column::new("reason", "Begründung"),
];

impl FindingsCommand {
    pub(crate) async fn run(self) -> Result<()> {
        let ground = self.source.ground().await?;
        let verdicts = verdicts(ground.panel());
        let indices = indices(ground.panel(), &wanted(&ground));
        let found = findings(ground.panel(), &ground.rules, (&verdicts, &indices));
        let mut answer = answer(&ground, &found);
        if self.output.wants_picture() {
            let marked = found.found.iter().flat_map(|f| f.areas.iter().cloned());
            answer.picture = ground.marked(&marked.collect(), "Gebiete, die auffallen");
        }
        self.output.write(&answer)
    }
}

/// The presets that a rule asks for; the others would be made for nothing.
fn wanted(ground: &Ground) -> Vec<Preset> {
    let presets = ground.presets.iter();
    let asked = presets.filter(|preset| ground.rules.asks_for(&preset.id));
    asked.cloned().collect()
}

fn answer(ground: &Ground, Findings { found, examined }: &Findings) -> Answer {
    let mut notes = ground.notes.clone();
    notes.extend(examined.iter().map(|e| looked_at(ground, e)));
    notes.push(format!(
        "{} Auffälligkeiten. Die Reihenfolge folgt Regeln und Schlüsseln und ist keine Rangfolge.",
        german_number(found.len() as f64, 0)
    ));
    Answer {
        name: "findings",
        columns: COLUMNS.to_vec(),
        rows: found.iter().map(|f| row(ground, f)).collect(),
        notes,
        picture: None,
    }
}

fn row(ground: &Ground, finding: &Finding) -> Vec<Cell> {
    let joined = |words: Vec<String>| Cell::Text(words.join(", "));
    vec![
        Cell::text(&finding.rule),
        Cell::whole(finding.rule_version as usize),
        joined(finding.areas.iter().map(ToString::to_string).collect()),
        joined(finding.areas.iter().map(|a| ground.name(a)).collect()),
        joined(finding.indicators.iter().map(ToString::to_string).collect()),
        joined(
            finding
                .indicators
                .iter()
                .map(|i| ground.indicator_name(i))
                .collect(),
        ),
        finding
            .since
            .map_or(Cell::Empty, |since| Cell::text(&since)),
        Cell::text(&finding.period),
        Cell::Text(finding.evidence.german()),
        Cell::text(&finding.reason),
    ]
}

/// What a rule looked at, and what it could not judge.
fn looked_at(ground: &Ground, examined: &Examined) -> String {
    let missed = not_judged(ground, examined).map(|missed| format!(" {missed}"));
    format!(
        "{}: {} in {}.{}",
        examined.name,
        german_counted(examined.tests, "Vergleich", "Vergleiche"),
        german_counted(examined.indicators.len(), "Indikator", "Indikatoren"),
        missed.unwrap_or_default()
    )
}

/// What a rule could not judge, and why; none where it judged everything.
pub(super) fn not_judged(ground: &Ground, examined: &Examined) -> Option<String> {
    let name = |missed: &NotJudged| {
        let name = missed
            .indicator
            .as_ref()
            .map(|id| ground.indicator_name(id));
        name.unwrap_or_default()
    };
    let areas = |missed: &NotJudged| german_counted(missed.areas, "Gebiet", "Gebiete");
    let mut by_reason: Vec<(&str, Vec<&NotJudged>)> = Vec::new();
    for missed in &examined.not_judged {
        match by_reason
            .iter_mut()
            .find(|(reason, _)| *reason == missed.reason)
        {
            Some((_, all)) => all.push(missed),
            None => by_reason.push((&missed.reason, vec![missed])),
        }
    }
    let told = by_reason.into_iter().map(|(reason, all)| match &all[..] {
        [one] if one.indicator.is_none() => format!("{reason} ({})", areas(one)),
        [one] => format!("{}: {reason} ({})", name(one), areas(one)),
        several => {
            let each = several
                .iter()
                .map(|m| format!("{} ({})", name(m), areas(m)));
            format!("{reason}: {}", each.collect::<Vec<_>>().join(", "))
        }
    });
    let reasons: Vec<String> = told.collect();
    (!reasons.is_empty()).then(|| format!("Nicht beurteilbar: {}.", reasons.join("; ")))
}
