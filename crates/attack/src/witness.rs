//! How a number was recovered, in plain German: which shown numbers, taken from which.

use vocabulary::Texts;

use crate::book::{CellNumber, number};
use crate::relations::{Relation, Sense, Why};
use crate::system::{System, Unknown};

/// So many calculations of one proof are told; the rest is counted.
const TOLD: usize = 3;
/// So many names stand in one list.
const NAMES: usize = 3;

/// What is to be proven of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// Both bounds.
    Both,
    /// That it is not smaller.
    Low,
    /// That it is not greater.
    High,
    /// That those without the trait are few, or not.
    Complement,
}

impl Proof {
    fn relations(self, unknown: &Unknown) -> Vec<u32> {
        match self {
            Self::Both | Self::Complement => unknown.proof(),
            Self::Low => unknown.proof_of_low.clone(),
            Self::High => unknown.proof_of_high.clone(),
        }
    }
}

/// The sentences of a proof.
pub(crate) fn of(system: &System<'_>, unknown: &Unknown, which: Proof) -> String {
    let texts = Texts::parse(include_str!("texts.de.toml"));
    let telling = Telling {
        system,
        texts: &texts,
        target: unknown.cell,
    };
    let proof = which.relations(unknown);
    let relations = proof.iter().take(TOLD);
    let mut sentences: Vec<String> = relations
        .map(|r| telling.relation(&system.relations[*r as usize]))
        .collect();
    if let (Proof::Complement, Some(base)) = (which, system.base_of(unknown.cell)) {
        sentences.push(texts.say("base", &[("number", &number(base))]));
    }
    if proof.len() > TOLD {
        let more = (proof.len() - TOLD).to_string();
        sentences.push(texts.say("more", &[("count", &more)]));
    }
    sentences.join("; ")
}

struct Telling<'a> {
    system: &'a System<'a>,
    texts: &'a Texts,
    target: CellNumber,
}

impl Telling<'_> {
    fn relation(&self, relation: &Relation) -> String {
        let why = self.texts.say(key(relation.why), &[]);
        if let [(cell, factor)] = relation.terms[..] {
            return self.bound(&why, relation, (cell, factor));
        }
        let (plus, minus): (Vec<_>, Vec<_>) = relation.terms.iter().partition(|(_, f)| *f > 0.0);
        let sign = match relation.sense {
            Sense::Equal => "=",
            Sense::AtMost => "≤",
        };
        let mut right = self.side(&minus);
        if relation.constant.abs() > 1e-9 {
            right = format!("{right} + {}", number(relation.constant));
        }
        format!("{why}: {} {sign} {right}", self.side(&plus))
    }

    fn bound(&self, why: &str, relation: &Relation, (cell, factor): (CellNumber, f64)) -> String {
        let sign = match (relation.sense, factor > 0.0) {
            (Sense::Equal, _) => "=",
            (Sense::AtMost, true) => "≤",
            (Sense::AtMost, false) => "≥",
        };
        let limit = number(relation.constant / factor);
        format!("{why}: {} {sign} {limit}", self.name(cell))
    }

    /// Shown numbers are added up where there are many; hidden ones are named.
    fn side(&self, terms: &[&(CellNumber, f64)]) -> String {
        let book = self.system.book;
        let known: Vec<_> = terms
            .iter()
            .filter(|(c, _)| book.known(*c).is_some())
            .collect();
        let hidden: Vec<_> = terms
            .iter()
            .filter(|(c, _)| book.known(*c).is_none())
            .collect();
        let mut parts = Vec::new();
        if known.len() > NAMES {
            let sum: f64 = known
                .iter()
                .map(|(c, f)| f.abs() * book.known(*c).unwrap_or_default())
                .sum();
            let (count, sum) = (known.len().to_string(), number(sum));
            parts.push(self.texts.say("shown", &[("count", &count), ("sum", &sum)]));
        } else {
            parts.extend(known.iter().map(|(c, f)| {
                let shown = number(book.known(*c).unwrap_or_default());
                format!("{}{} {shown}", times(*f), self.name(*c))
            }));
        }
        parts.extend(hidden.iter().take(NAMES).map(|(c, f)| self.hidden(*c, *f)));
        if hidden.len() > NAMES {
            let count = (hidden.len() - NAMES).to_string();
            parts.push(self.texts.say("further", &[("count", &count)]));
        }
        parts.join(" + ")
    }

    fn hidden(&self, cell: CellNumber, factor: f64) -> String {
        let name = format!("{}{}", times(factor), self.name(cell));
        let unknown = self.system.unknown_of(cell);
        let known = unknown.map(|u| &self.system.unknowns[u as usize]);
        match known {
            _ if cell == self.target => self.texts.say("target", &[("name", &name)]),
            Some(k) if k.is_solved() => {
                let low = number(k.low);
                self.texts
                    .say("solved", &[("name", &name), ("number", &low)])
            }
            _ => self.texts.say("hidden", &[("name", &name)]),
        }
    }

    /// What tells the cell from the target: its area, and where they differ, series, period and edition.
    fn name(&self, cell: CellNumber) -> String {
        let book = self.system.book;
        let (one, target) = (book.of(cell), book.of(self.target));
        let mut name = vec![book.area_name(cell).to_owned()];
        if one.sheet.series != target.sheet.series {
            name.push(book.series_name(cell));
        }
        if one.sheet.period != target.sheet.period {
            name.push(book.period_name(cell));
        }
        if one.sheet.edition != target.sheet.edition {
            name.push(book.edition_name(cell).to_owned());
        }
        name.join(" ")
    }
}

fn times(factor: f64) -> String {
    if (factor.abs() - 1.0).abs() < 1e-9 {
        String::new()
    } else {
        format!("{} × ", number(factor.abs()))
    }
}

fn key(why: Why) -> &'static str {
    match why {
        Why::OtherFile => "other_file",
        Why::Tree => "tree",
        Why::Group => "group",
        Why::Categories => "categories",
        Why::SameNumber => "same_number",
        Why::FoundSum => "found_sum",
        Why::WithinBase => "within_base",
        Why::WithinCategory => "within_category",
        Why::Pool => "pool",
        Why::Years => "years",
        Why::Edition => "edition",
        Why::Boundary => "boundary",
        Why::Rate => "rate",
        Why::Range => "range",
        Why::Text => "text",
        Why::Elsewhere => "elsewhere",
    }
}
