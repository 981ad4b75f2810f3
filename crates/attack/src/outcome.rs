//! What the attack found: hidden cells that are no longer every number from the least to the threshold.

use serde::Serialize;

use crate::book::Part;
use crate::steps::Step;
use crate::system::{System, Unknown};
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
#[derive(Clone, Debug, Serialize)]
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
    /// Groups of numbers too large for linear programs: only single inequalities were tried there.
    pub too_large: usize,
    /// What was recovered, in the order of steps and cells.
    pub recovered: Vec<Recovered>,
}

/// Looks at every hidden cell.
pub(crate) fn judge(system: &System<'_>, contradicted: usize) -> Attack {
    let book = system.book;
    let mut recovered = Vec::new();
    let mut harmless = 0;
    let found = system.unknowns.iter().filter(|u| u.step.is_some());
    // What others published is known whatever is hidden here.
    for unknown in found.filter(|u| book.is_hidden(u.cell) && !book.elsewhere.contains_key(&u.cell))
    {
        match too_well_known(system, unknown) {
            Some((about, certainty)) => recovered.push(told(system, unknown, about, certainty)),
            None if unknown.low >= book.facts_of(unknown.cell).threshold => harmless += 1,
            None => {}
        }
    }
    let order = |r: &Recovered| (r.step, r.certainty, r.indicator.clone(), r.period.clone());
    recovered.sort_by(|a, b| (order(a), &a.area).cmp(&(order(b), &b.area)));
    let files = &book.published.editions;
    Attack {
        editions: files.iter().map(|e| e.name.clone()).collect(),
        shown: (0u32..)
            .zip(&book.cells)
            .filter(|(c, _)| book.known(*c).is_some())
            .count(),
        hidden: book.cells.iter().filter(|c| c.hidden.is_some()).count(),
        relations: system.relations.len(),
        contradicted,
        harmless,
        too_large: system.too_large,
        recovered,
    }
}

fn too_well_known(system: &System<'_>, unknown: &Unknown) -> Option<(About, Certainty)> {
    let facts = system.book.facts_of(unknown.cell);
    let series = system.book.series[system.book.of(unknown.cell).sheet.series as usize];
    let about = match series.part {
        Part::Count => About::Count,
        Part::Base => About::Base,
    };
    if unknown.is_solved() {
        return Some((about, Certainty::Exact));
    }
    if facts.signed {
        return None;
    }
    let told = |low: f64, high: f64| {
        low < facts.threshold && (low > facts.least || high < facts.threshold)
    };
    if told(unknown.low, unknown.high) || unknown.missing.is_some() {
        return Some((about, Certainty::Narrowed));
    }
    let base = system.base_of(unknown.cell)?;
    let rest = told(base - unknown.high.min(base), base - unknown.low);
    rest.then_some((About::Complement, Certainty::Narrowed))
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
