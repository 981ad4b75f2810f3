//! Says what each number of a row counts: the count, and the breakdown of columns and row together.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use vocabulary::{Breakdown, CountId, RemarkKind};

use super::problem::{Pen, Problem};
use crate::cell::Row;
use crate::header::tidy;
use crate::plan::{Plan, PlannedCount, PlannedDimension, PlannedValue};
use crate::profile::{CountRef, Unmapped};
use crate::reading::Remarks;

/// So many different texts of a column are remembered; no catalogue has more.
const TEXTS: usize = 100_000;

/// What each column with numbers counts; `None` where the breakdown contradicts itself.
pub(super) type Meaning = Arc<[Option<(CountId, Breakdown)>]>;

/// Why a row has no meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Without {
    /// Nobody asked for it.
    Ignored,
    /// A text that no rule maps.
    Rejected,
}

/// Finds meanings and remembers them by combination.
pub(super) struct Meanings {
    count: Option<(PlannedCount, Mapping<CountRef>)>,
    dimensions: Vec<(PlannedDimension, Mapping<String>)>,
    values: Vec<PlannedValue>,
    combination: Vec<u32>,
    known: HashMap<Box<[u32]>, Meaning>,
}

impl Meanings {
    pub(super) fn of(plan: &Plan) -> Self {
        let dimensions = plan.dimensions.iter().cloned();
        Self {
            count: plan.count.clone().map(|c| (c, Mapping::default())),
            dimensions: dimensions.map(|d| (d, Mapping::default())).collect(),
            values: plan.values.clone(),
            combination: Vec::new(),
            known: HashMap::new(),
        }
    }

    /// What the numbers of the row count.
    pub(super) fn of_row(
        &mut self,
        row: &Row<'_>,
        pen: &Pen,
        remarks: &mut Remarks,
    ) -> Result<Meaning, Without> {
        self.combination.clear();
        if let Some((count, mapping)) = &mut self.count {
            let text = joined(row, &count.columns);
            let item = mapping.get(&text, |text| count.read(text));
            let column = count.columns.first().copied();
            let problem = Problem::row("count_strange", RemarkKind::Structure).at(column, &text);
            self.combination
                .push(told(item, &problem, row, (pen, remarks))?);
        }
        for (dimension, mapping) in &mut self.dimensions {
            let text = row.cell(dimension.column).text();
            let item = mapping.get(&text, |text| dimension.read(text));
            let problem = Problem::row("category_strange", RemarkKind::Structure)
                .at(Some(dimension.column), &text);
            self.combination
                .push(told(item, &problem, row, (pen, remarks))?);
        }
        if let Some(known) = self.known.get(self.combination.as_slice()) {
            return Ok(known.clone());
        }
        let made: Meaning = self.values.iter().map(|v| self.meaning(v)).collect();
        if let Some(at) = made.iter().position(Option::is_none) {
            let problem = Problem::row("breakdown_strange", RemarkKind::Structure)
                .at(Some(self.values[at].column), "");
            pen.note(remarks, row, &problem, &[]);
        }
        if self.known.len() < TEXTS {
            self.known
                .insert(self.combination.as_slice().into(), made.clone());
        }
        Ok(made)
    }

    /// Count and breakdown of a column in the present combination.
    fn meaning(&self, value: &PlannedValue) -> Option<(CountId, Breakdown)> {
        let mut items = self.combination.iter().map(|i| *i as usize);
        let of_row = match &self.count {
            Some((_, mapping)) => Some(mapping.items.get(items.next()?)?),
            None => None,
        };
        let count = value
            .count
            .clone()
            .or_else(|| of_row.map(|c| c.count.clone()))?;
        let own = value.pairs.iter().map(|(d, c)| (d.as_str(), c.as_str()));
        let mut pairs: Vec<(&str, &str)> = own.collect();
        pairs.extend(of_row.iter().flat_map(|c| c.breakdown.pairs()));
        for ((dimension, mapping), item) in self.dimensions.iter().zip(items) {
            let category = mapping.items.get(item)?;
            if category != "total" {
                pairs.push((&dimension.dimension, category));
            }
        }
        Some((count, Breakdown::of(pairs).ok()?))
    }
}

fn joined<'r>(row: &'r Row<'_>, columns: &[usize]) -> Cow<'r, str> {
    if let [one] = columns {
        return row.cell(*one).text();
    }
    let texts: Vec<Cow<'_, str>> = columns.iter().map(|c| row.cell(*c).text()).collect();
    Cow::Owned(texts.join(" / "))
}

/// A text no rule maps is told.
fn told(
    item: Result<u32, Without>,
    problem: &Problem<'_>,
    row: &Row<'_>,
    (pen, remarks): (&Pen, &mut Remarks),
) -> Result<u32, Without> {
    if item == Err(Without::Rejected) {
        pen.note(remarks, row, problem, &[]);
    }
    item
}

impl PlannedCount {
    fn read(&self, text: &str) -> Result<CountRef, Without> {
        match (self.map.get(text), self.others) {
            (Some(found), _) => Ok(found.clone()),
            (None, Unmapped::Ignore) => Err(Without::Ignored),
            (None, Unmapped::Reject) => Err(Without::Rejected),
            (None, Unmapped::Keep) => {
                let count = CountId::parse(&slug(text)).ok().ok_or(Without::Rejected)?;
                Ok(CountRef {
                    count,
                    breakdown: Breakdown::total(),
                })
            }
        }
    }
}

impl PlannedDimension {
    fn read(&self, text: &str) -> Result<String, Without> {
        match (self.categories.get(text).map(String::as_str), self.others) {
            (Some("ignore"), _) | (None, Unmapped::Ignore) => Err(Without::Ignored),
            (Some(category), _) => Ok(category.to_owned()),
            (None, Unmapped::Keep) if !slug(text).is_empty() => Ok(slug(text)),
            (None, _) => Err(Without::Rejected),
        }
    }
}

/// Texts met in a column, each with the number of what it means.
struct Mapping<T> {
    texts: HashMap<String, Result<u32, Without>>,
    items: Vec<T>,
}

impl<T> Default for Mapping<T> {
    fn default() -> Self {
        Self {
            texts: HashMap::new(),
            items: Vec::new(),
        }
    }
}

impl<T> Mapping<T> {
    fn get(
        &mut self,
        text: &str,
        read: impl FnOnce(&str) -> Result<T, Without>,
    ) -> Result<u32, Without> {
        if let Some(known) = self.texts.get(text) {
            return *known;
        }
        // A hostile file with ever new texts must not fill the memory.
        if self.texts.len() >= TEXTS {
            return Err(Without::Rejected);
        }
        let item = read(&tidy(text)).map(|item| {
            self.items.push(item);
            u32::try_from(self.items.len() - 1).expect("the number of texts is limited")
        });
        self.texts.insert(text.to_owned(), item);
        item
    }
}

/// A text as an id: small letters and digits, `_` for everything else.
fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().flat_map(char::to_lowercase).take(60) {
        if c.is_alphanumeric() || c == '-' || c == '+' {
            out.push(c);
        } else if !out.ends_with('_') {
            out.push('_');
        }
    }
    out.trim_matches('_').to_owned()
}
