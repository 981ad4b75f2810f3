//! The rules run again on each delivery: what is new, changed or gone since the newest release.

use std::fmt::Write as _;

use anyhow::Result;
use disclosure::Public;
use findings::{Became, Finding, Panel, Preset, beside, findings, indices, verdicts};
use register::Db;
use releases::warnings::{self, Tally, Warning};
use vocabulary::AreaKey;

use crate::computation::{Computation, compute};
use crate::failure::InGerman;

/// So many of each are told one by one; `analyse findings` tells all.
const TOLD: usize = 5;

/// What the delivery changes in what stands out, in German; empty as long as there is no release to compare with.
///
/// The delivery has been taken in whatever is said here, so that a mistake is told, not returned.
pub(crate) async fn rules_again(db: &Db) -> String {
    match told(db).await {
        Ok(text) => text,
        Err(error) => format!("Die Regeln konnten nicht neu laufen: {error:#}\n"),
    }
}

async fn told(db: &Db) -> Result<String> {
    let known = warnings::list::<Public>(db).await.in_german()?;
    let standing: Vec<Warning> = known.into_iter().filter(|w| w.gone_in.is_none()).collect();
    let Some(newest) = standing.iter().map(|w| w.last_in.as_str()).max() else {
        return Ok(String::new());
    };
    let computation = compute(db, None).await?;
    let now = found(&computation)?;
    let earlier: Vec<&Finding> = standing.iter().map(|w| &w.finding).collect();
    let beside = beside(&now, &earlier);
    let tally = Tally::of(&beside);
    let mut text = format!(
        "Die Regeln sind neu gelaufen. Auffälligkeiten gegenüber der Ausgabe {newest}: {} neu, {} verändert, {} unverändert, \
         {} nicht mehr da.\n",
        tally.new, tally.changed, tally.same, tally.gone
    );
    let became = now.iter().zip(&beside.became);
    let new = became.filter(|(_, (became, _))| *became == Became::New);
    list(&mut text, (&computation, "neu"), new.map(|(f, _)| f));
    let gone = beside.gone.iter().map(|&at| earlier[at]);
    list(&mut text, (&computation, "nicht mehr da"), gone);
    Ok(text)
}

fn found(computation: &Computation) -> Result<Vec<Finding>> {
    let (figures, _) = computation.release::<Public>()?;
    let outlines = computation.outlines()?;
    let panel = Panel {
        figures: &figures,
        catalogue: &computation.catalogue,
        tree: &computation.tree,
        outlines: &outlines,
    };
    let verdicts = verdicts(panel);
    let rules = &computation.rules_of_findings;
    let presets = computation.presets.iter();
    let asked: Vec<Preset> = presets
        .filter(|preset| rules.asks_for(&preset.id))
        .cloned()
        .collect();
    let indices = indices(panel, &asked);
    Ok(findings(panel, rules, (&verdicts, &indices)).found)
}

fn list<'a>(
    text: &mut String,
    (computation, what): (&Computation, &str),
    findings: impl Iterator<Item = &'a Finding>,
) {
    let all: Vec<&Finding> = findings.collect();
    for finding in all.iter().take(TOLD) {
        let name = |key: &AreaKey| {
            computation
                .tree
                .name(key)
                .unwrap_or(key.as_str())
                .to_owned()
        };
        let areas: Vec<String> = finding.areas.iter().map(name).collect();
        let _ = writeln!(text, "  {what}: {}: {}", areas.join(", "), finding.reason);
    }
    if all.len() > TOLD {
        let more = all.len() - TOLD;
        let _ = writeln!(
            text,
            "  {what}: {more} weitere; „lebenslage analyse findings“ nennt alle."
        );
    }
}
