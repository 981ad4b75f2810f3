//! What the shown numbers of a series tell about its hidden ones: whole numbers, the threshold, whether zeros are shown,
//! whether it is a share of persons.
//!
//! The threshold is the largest told one that no shown number contradicts.

use std::collections::BTreeMap;

use super::{Book, Part, Rate};
use crate::published::{Mark, Prose, Word};

/// The thresholds an edition that tells none is measured with.
const USUAL: [f64; 3] = [3.0, 5.0, 10.0];

/// The 97.5 % point of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// What is known of a series.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    /// Numbers from 1 to below this are protected.
    pub threshold: f64,
    /// The least a hidden number can be.
    pub least: f64,
    /// Whether every shown number is whole.
    pub whole: bool,
    /// Whether numbers below zero are shown: changes and balances.
    pub signed: bool,
    /// Value = factor times count by base.
    pub factor: Option<f64>,
    /// Whether count is a part of the base: a share of persons.
    pub share: bool,
}

/// The facts of all series, in their order.
pub(super) fn of_all(book: &Book<'_>) -> Vec<Facts> {
    let told = told_thresholds(book.published.editions.iter().flat_map(|e| &e.prose));
    let sources = sources(book);
    let least = by_source(&least_shown(book), &sources);
    let zeros = book.cells.iter().any(|c| matches!(c.shown, Some((0.0, _))))
        || says(book, "Nullen werden gezeigt");
    let mut rates: BTreeMap<u32, Vec<&Rate>> = BTreeMap::new();
    for rate in &book.rates {
        let series = book.of(rate.count).sheet.series;
        rates.entry(series).or_default().push(rate);
    }
    let mut all: Vec<Facts> = (0u32..)
        .zip(&book.series)
        .map(|(number, series)| {
            let none = Vec::new();
            let rates = rates.get(&number).unwrap_or(&none);
            let factor = factor(book, rates);
            Facts {
                threshold: threshold(&told, least.get(&series.indicator).copied()),
                least: if zeros { 1.0 } else { 0.0 },
                whole: true,
                signed: false,
                factor,
                share: series.part == Part::Count && is_share(book, rates, factor),
            }
        })
        .collect();
    for cell in &book.cells {
        if let Some((number, _)) = cell.shown {
            let facts = &mut all[cell.sheet.series as usize];
            facts.whole &= number.fract() == 0.0;
            facts.signed |= number < 0.0;
        }
    }
    all
}

/// The thresholds a text tells: `unter 3`, `unter 10` after the word Mindestfallzahl.
pub(crate) fn told_thresholds<'a>(prose: impl Iterator<Item = &'a Prose>) -> Vec<f64> {
    let mut told: Vec<u32> = Vec::new();
    for text in prose {
        let Some(start) = text.text.find("Mindestfallzahl") else {
            continue;
        };
        let rest: String = text.text[start..].chars().take(600).collect();
        for part in rest.split("unter ").skip(1) {
            let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
            told.extend(digits.parse::<u32>().ok());
        }
    }
    told.sort_unstable();
    told.dedup();
    told.retain(|t| (2..=100).contains(t));
    if told.is_empty() {
        USUAL.to_vec()
    } else {
        told.into_iter().map(f64::from).collect()
    }
}

/// The smallest number above zero that each indicator shows as a count.
fn least_shown(book: &Book<'_>) -> BTreeMap<Word, f64> {
    let mut least: BTreeMap<Word, f64> = BTreeMap::new();
    for cell in &book.cells {
        let series = book.series[cell.sheet.series as usize];
        if let (Part::Count, Some((number, _))) = (series.part, cell.shown)
            && number > 0.0
        {
            let kept = least.entry(series.indicator).or_insert(number);
            *kept = kept.min(number);
        }
    }
    least
}

/// What the fact sheets of a report say where each indicator comes from: figures of one source have one threshold.
fn sources(book: &Book<'_>) -> BTreeMap<Word, String> {
    let mut sources = BTreeMap::new();
    for prose in book.published.editions.iter().flat_map(|e| &e.prose) {
        let mut indicator = None;
        let mut lines = prose.text.lines().peekable();
        while let Some(line) = lines.next() {
            let id = line
                .trim_end()
                .strip_suffix(')')
                .and_then(|l| l.rsplit_once(" ("));
            indicator = id
                .and_then(|(_, id)| book.published.words.find(id))
                .or(indicator);
            if let (Some(indicator), "Quelle") = (indicator, line.trim()) {
                let mut source = String::new();
                while let Some(more) = lines.next_if(|l| !SHEET_WORDS.contains(&l.trim())) {
                    source.push_str(more.trim());
                }
                sources.entry(indicator).or_insert(source);
            }
        }
    }
    sources
}

/// What follows the source on a fact sheet.
const SHEET_WORDS: [&str; 4] = ["Stichtage", "Gezählt am", "Ebenen", "Bevölkerung"];

/// The least of all indicators of the same source.
fn by_source(least: &BTreeMap<Word, f64>, sources: &BTreeMap<Word, String>) -> BTreeMap<Word, f64> {
    let mut of_source: BTreeMap<&String, f64> = BTreeMap::new();
    for (indicator, number) in least {
        if let Some(source) = sources.get(indicator) {
            let kept = of_source.entry(source).or_insert(*number);
            *kept = kept.min(*number);
        }
    }
    let of = |indicator: &Word| {
        sources
            .get(indicator)
            .and_then(|s| of_source.get(s))
            .copied()
    };
    least
        .iter()
        .map(|(indicator, own)| (*indicator, of(indicator).unwrap_or(*own)))
        .collect()
}

fn threshold(told: &[f64], least: Option<f64>) -> f64 {
    let fits = |t: &&f64| least.is_none_or(|least| **t <= least);
    let highest = told.iter().filter(fits).copied().reduce(f64::max);
    highest.unwrap_or_else(|| told.iter().copied().fold(f64::INFINITY, f64::min))
}

fn says(book: &Book<'_>, sentence: &str) -> bool {
    let mut prose = book.published.editions.iter().flat_map(|e| &e.prose);
    prose.any(|p| p.text.contains(sentence))
}

/// The three numbers of a figure where all are shown.
fn complete(book: &Book<'_>, rate: &Rate) -> Option<(f64, f64, f64)> {
    let count = book.known(rate.count)?;
    let base = book.known(rate.base?)?;
    Some((count, base, rate.value?))
}

/// The factor that turns count by base into the value, if it is the same everywhere.
fn factor(book: &Book<'_>, rates: &[&Rate]) -> Option<f64> {
    let mut found: Option<f64> = None;
    for rate in rates {
        let Some((count, base, value)) = complete(book, rate) else {
            continue;
        };
        if count <= 0.0 || base <= 0.0 {
            continue;
        }
        let here = value * base / count;
        match found {
            None => found = Some(here),
            Some(there) if (here - there).abs() <= 1e-6 * there.abs() => {}
            Some(_) => return None,
        }
    }
    found.map(|f| {
        if (f - f.round()).abs() < 1e-6 * f.abs() {
            f.round()
        } else {
            f
        }
    })
}

/// Whether the counted are among those of the base. A published interval says so by its formula; without one, percent
/// that never exceed a hundred do.
fn is_share(book: &Book<'_>, rates: &[&Rate], factor: Option<f64>) -> bool {
    let Some(factor) = factor else {
        return false;
    };
    let mut with_interval = 0;
    let mut fitting = 0;
    for rate in rates.iter().filter(|r| r.mark == Mark::Shown) {
        let Some((count, base, _)) = complete(book, rate) else {
            continue;
        };
        if count > base {
            return false;
        }
        if let (Some((low, high)), true) = (rate.bounds, base > 0.0) {
            with_interval += 1;
            let (l, h) = wilson(count, base);
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-6 * factor;
            fitting += usize::from(near(l * factor, low) && near(h * factor, high));
        }
    }
    if with_interval > 0 {
        2 * fitting > with_interval
    } else {
        factor.to_bits() == 100f64.to_bits()
    }
}

/// The interval of Wilson (1927) for a share.
pub(crate) fn wilson(count: f64, base: f64) -> (f64, f64) {
    let p = count / base;
    let z2 = Z * Z / base;
    let middle = p + z2 / 2.0;
    let half = Z * (p * (1.0 - p) / base + z2 / (4.0 * base)).sqrt();
    ((middle - half) / (1.0 + z2), (middle + half) / (1.0 + z2))
}

/// How many decimals a number was printed with.
pub(crate) fn decimals(number: f64) -> i32 {
    let text = number.to_string();
    let digits = text.split_once('.').map_or(0, |(_, d)| d.len());
    i32::try_from(digits).unwrap_or(0)
}
