//! What the attack found: hidden cells that are no longer every number from the least to the threshold.

use serde::Serialize;

use crate::actual::Actual;
use crate::book::{Facts, Part};
use crate::pattern;
use crate::relations::Why;
use crate::steps::Step;
use crate::system::{System, TINY, Unknown};
use crate::witness::{self, Proof};

/// How much is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The number itself.
    Exact,
    /// A range that leaves out a number up to the threshold.
    Narrowed,
}

/// Which number is too well known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// The count.
    Count,
    /// The base of a rate.
    Base,
    /// Base minus count: those who do not have the trait.
    Complement,
}

/// A hidden cell that is not protected.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Recovered {
    /// The edition that hides it.
    pub edition: String,
    /// Key of the area.
    pub area: String,
    /// Name of the area.
    pub area_name: String,
    /// Id of the indicator.
    pub indicator: String,
    /// Version of its definition.
    pub version: u32,
    /// The period.
    pub period: String,
    /// The breakdown.
    pub breakdown: String,
    /// Which number is too well known.
    pub about: About,
    /// The number or a range.
    pub certainty: Certainty,
    /// The least possible number.
    pub low: f64,
    /// The greatest possible number; none if there is no bound.
    pub high: Option<f64>,
    /// A number between them that is impossible.
    pub missing: Option<f64>,
    /// Everything up to here must remain possible.
    pub threshold: f64,
    /// The step that was needed.
    pub step: Step,
    /// How, in German.
    pub witness: String,
}

/// The result of an attack.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Attack {
    /// The editions read.
    pub editions: Vec<String>,
    /// Numbers shown.
    pub shown: usize,
    /// Numbers hidden.
    pub hidden: usize,
    /// Relations between hidden numbers and others.
    pub relations: usize,
    /// Families of sums that do not add up where all is shown, and were not used.
    pub contradicted: usize,
    /// Hidden numbers that are known not to be small, and nothing else.
    pub harmless: usize,
    /// Narrowed by the pattern alone: by which numbers are hidden, not by any number shown.
    pub by_pattern: usize,
    /// Known to be below the threshold because a sum is shown as a range, and nothing else: the supplier's mark says the same.
    pub marked_small: usize,
    /// Narrowed, but not small: known where the actual numbers were given.
    pub large: usize,
    /// Groups of numbers too large for linear programs: only single inequalities were tried there.
    pub too_large: usize,
    /// What was recovered, in the order of steps and cells.
    pub recovered: Vec<Recovered>,
}

/// Looks at every hidden cell.
pub(crate) fn judge(system: &System<'_>, contradicted: usize, actual: &Actual<'_>) -> Attack {
    let book = system.book;
    let files = &book.published.editions;
    let mut attack = Attack {
        editions: files.iter().map(|e| e.name.clone()).collect(),
        shown: (0u32..)
            .zip(&book.cells)
            .filter(|(c, _)| book.known(*c).is_some())
            .count(),
        hidden: book.cells.iter().filter(|c| c.hidden.is_some()).count(),
        relations: system.relations.len(),
        contradicted,
        too_large: system.too_large,
        ..Attack::default()
    };
    let found = system.unknowns.iter().filter(|u| u.step.is_some());
    // What others published is known whatever is hidden here.
    for unknown in found.filter(|u| book.is_hidden(u.cell) && !book.elsewhere.contains_key(&u.cell))
    {
        match too_well_known(system, unknown) {
            Known::Recovered(about, _) if actual.is_large(book, unknown, about) => {
                attack.large += 1;
            }
            Known::Recovered(about, certainty) => {
                let told = told(system, unknown, about, certainty);
                attack.recovered.push(told);
            }
            Known::ByPattern => attack.by_pattern += 1,
            Known::MarkedSmall => attack.marked_small += 1,
            Known::Enough if unknown.low >= book.facts_of(unknown.cell).threshold => {
                attack.harmless += 1;
            }
            Known::Enough => {}
        }
    }
    let order = |r: &Recovered| (r.step, r.certainty, r.indicator.clone(), r.period.clone());
    let recovered = &mut attack.recovered;
    recovered.sort_by(|a, b| (order(a), &a.area).cmp(&(order(b), &b.area)));
    attack
}

/// What is known of a hidden number.
enum Known {
    /// No more than may be known.
    Enough,
    /// More, but the pattern says so.
    ByPattern,
    /// That it is below the threshold, and nothing else, by a sum shown as a range.
    MarkedSmall,
    /// Too much.
    Recovered(About, Certainty),
}

fn too_well_known(system: &System<'_>, unknown: &Unknown) -> Known {
    let Some(about) = ruled_out(system, unknown) else {
        return Known::Enough;
    };
    if unknown.is_solved() {
        return Known::Recovered(about, Certainty::Exact);
    }
    if unknown.missing.is_none() {
        if is_marked_small(system, unknown) {
            return Known::MarkedSmall;
        }
        if !by_numbers(system, unknown, about) {
            return Known::ByPattern;
        }
    }
    Known::Recovered(about, Certainty::Narrowed)
}

/// Of what a number that must remain possible is ruled out.
fn ruled_out(system: &System<'_>, unknown: &Unknown) -> Option<About> {
    let facts = system.book.facts_of(unknown.cell);
    let series = system.book.series[system.book.of(unknown.cell).sheet.series as usize];
    let about = match series.part {
        Part::Count => About::Count,
        Part::Base => About::Base,
    };
    if unknown.is_solved() {
        return Some(about);
    }
    if facts.signed {
        return None;
    }
    if unknown.missing.is_some() || narrowed(unknown.low, unknown.high, facts) {
        return Some(about);
    }
    let base = system.base_of(unknown.cell)?;
    let rest = narrowed(base - unknown.high.min(base), base - unknown.low, facts);
    rest.then_some(About::Complement)
}

/// Whether the numbers shown rule it out: where the pattern already gives a bound, it is as if they had not been used.
fn by_numbers(system: &System<'_>, unknown: &Unknown, about: About) -> bool {
    let facts = system.book.facts_of(unknown.cell);
    let (low, high) = pattern::bounds(system, unknown);
    let low = if low >= unknown.low - TINY {
        f64::NEG_INFINITY
    } else {
        unknown.low
    };
    let high = if high <= unknown.high + TINY {
        f64::INFINITY
    } else {
        unknown.high
    };
    match (about, system.base_of(unknown.cell)) {
        (About::Complement, Some(base)) => narrowed(base - high.min(base), base - low, facts),
        _ => narrowed(low, high, facts),
    }
}

/// Whether a number up to the threshold is ruled out, of one that may be small.
fn narrowed(low: f64, high: f64, facts: &Facts) -> bool {
    low < facts.threshold && (low > facts.least || high < facts.threshold)
}

/// Whether all that is known is that a supplier hides it: every number below the threshold is possible, and a sum over it
/// is shown as a range.
fn is_marked_small(system: &System<'_>, unknown: &Unknown) -> bool {
    let facts = system.book.facts_of(unknown.cell);
    let of_range = |r: &u32| system.relations[*r as usize].why == Why::Range;
    unknown.low <= facts.least
        && unknown.high >= facts.threshold - 1.0
        && unknown.proof_of_high.iter().any(of_range)
}

fn told(system: &System<'_>, unknown: &Unknown, about: About, certainty: Certainty) -> Recovered {
    let book = system.book;
    let cell = book.of(unknown.cell);
    let series = book.series[cell.sheet.series as usize];
    let facts = book.facts_of(unknown.cell);
    let which = if about == About::Complement {
        Proof::Complement
    } else if certainty == Certainty::Exact || unknown.missing.is_some() {
        Proof::Both
    } else if unknown.high >= facts.threshold {
        Proof::Low
    } else if unknown.low <= facts.least {
        Proof::High
    } else {
        Proof::Both
    };
    Recovered {
        edition: book.edition_name(unknown.cell).to_owned(),
        area: book.area_key(unknown.cell).to_owned(),
        area_name: book.area_name(unknown.cell).to_owned(),
        indicator: book.text(series.indicator).to_owned(),
        version: series.version,
        period: book.periods[cell.sheet.period as usize].to_string(),
        breakdown: book.text(series.breakdown).to_owned(),
        about,
        certainty,
        low: unknown.low,
        high: Some(unknown.high).filter(|h| h.is_finite()),
        missing: unknown.missing,
        threshold: book.facts_of(unknown.cell).threshold,
        step: unknown.step.unwrap_or(Step::Single),
        witness: witness::of(system, unknown, which),
    }
}
