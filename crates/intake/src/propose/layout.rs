//! Recognises the layout of a sample by the words only it has.

use super::Guess;
use super::columns::Survey;
use crate::formats::Sample;
use crate::profile::Layout;
use crate::texts::say;

/// The layout and the guess that says why.
pub(super) fn recognise(file: &str, sample: &Sample, survey: &Survey) -> (Layout, Guess) {
    let (layout, confidence, key) = known(file, sample).unwrap_or_else(|| generic(sample, survey));
    let numbers = survey.numbers().len().to_string();
    let why = say(key, &[("numbers", &numbers)]);
    (layout, Guess::new(layout.as_str(), confidence, why))
}

type Recognised = (Layout, f64, &'static str);

fn known(file: &str, sample: &Sample) -> Option<Recognised> {
    let first: Vec<String> = sample
        .rows
        .iter()
        .take(30)
        .flat_map(|r| &r.cells)
        .map(|c| c.text().to_lowercase())
        .collect();
    by_words(&first)
        .or_else(|| by_rows(&first, sample))
        .or_else(|| {
            let named = crate::pattern::fits("*{year}-{month}.txt", file);
            (named && sample.format == "csv").then_some((Layout::Kosis, 0.7, "why_kosis"))
        })
}

/// Headers only one layout has.
fn by_words(first: &[String]) -> Option<Recognised> {
    let has = |word: &str| first.iter().any(|c| c == word);
    if has("statistics_code") || has("statistik_code") {
        return Some((Layout::Ffcsv, 0.99, "why_ffcsv"));
    }
    if first.iter().any(|c| c.starts_with("gitter_id")) {
        return Some((Layout::ZensusGrid, 0.99, "why_grid"));
    }
    if has("gebiet-nr") && has("ags") {
        return Some((Layout::Votemanager, 0.99, "why_votemanager"));
    }
    if has("raumbezug") && has("zeitbezug") {
        return Some((Layout::InkarBulk, 0.97, "why_inkar_bulk"));
    }
    let wide = has("kennziffer") && (has("raumeinheit") || has("aggregat"));
    wide.then_some((Layout::InkarWide, 0.95, "why_inkar_wide"))
}

/// Titles, footers and totals only one layout has.
fn by_rows(first: &[String], sample: &Sample) -> Option<Recognised> {
    let begins = |word: &str| first.iter().any(|c| c.starts_with(word));
    let mut cells = sample.rows.iter().flat_map(|r| &r.cells);
    if begins("berichtsmonat") && cells.any(|c| c.text().ends_with("SUM")) {
        return Some((Layout::BaSmallArea, 0.95, "why_ba"));
    }
    let mut rows = sample.rows.iter();
    if rows.any(|r| r.cell(0).text().starts_with("____")) {
        return Some((Layout::GenesisClassic, 0.95, "why_genesis"));
    }
    let titled = begins("genesis-tabelle") || begins("tabelle:");
    titled.then_some((Layout::GenesisClassic, 0.85, "why_genesis"))
}

fn generic(sample: &Sample, survey: &Survey) -> (Layout, f64, &'static str) {
    let categories = survey.categories().len();
    match survey.numbers().len() {
        1 if categories > 0 => (Layout::Long, 0.8, "why_long"),
        _ if sample.format == "parquet" => (Layout::Parquet, 0.9, "why_parquet"),
        0 => (Layout::Wide, 0.2, "why_nothing"),
        1 => (Layout::Wide, 0.7, "why_wide"),
        _ => (Layout::Wide, 0.85, "why_wide"),
    }
}
