//! Small areas by the change of their own cohorts (Hamilton-Perry), level by level, together what lies above them.

use std::collections::BTreeMap;

use areas::Area;
use methods::projection::{CohortRules, Cohorts, cohort_ratios};
use vocabulary::AreaKey;

use super::county::Past;
use super::people::{People, Unknown};
use super::words;
use crate::Panel;

/// From which change to which year: `after` is so many years after `before`, the result so many after `now`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) after: i32,
    pub(super) now: i32,
    pub(super) years: i32,
}

impl Span {
    fn before(self) -> i32 {
        self.after - self.years
    }
}

/// Why an area is not projected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Reason {
    Hidden,
    Carried,
    /// Fewer people than the plan asks for.
    Few(f64),
    /// What it lies in is not projected.
    Above,
}

impl Reason {
    pub(super) fn german(self) -> String {
        match self {
            Self::Hidden => words::say("hidden", &[]),
            Self::Carried => words::say("carried", &[]),
            Self::Few(least) => {
                words::say("few", &[("least", &vocabulary::german_number(least, 0))])
            }
            Self::Above => words::say("above", &[]),
        }
    }
}

/// The areas of the county, ready to be projected.
#[derive(Clone, Copy, Debug)]
pub(super) struct SmallAreas<'a> {
    pub(super) panel: Panel<'a>,
    pub(super) people: &'a People<'a>,
    pub(super) past: &'a Past,
    pub(super) least: f64,
}

/// What became of each area below the county, by band.
pub(super) type Projected = BTreeMap<AreaKey, Result<Vec<f64>, Reason>>;

impl SmallAreas<'_> {
    /// All areas below the county, which is projected by band.
    pub(super) fn ahead(&self, county: &[f64], span: Span) -> Projected {
        let mut found = Projected::new();
        let root = &self.panel.tree.root().key;
        self.below(root, Some(county), span, &mut found);
        found
    }

    fn below(&self, parent: &AreaKey, ahead: Option<&[f64]>, span: Span, found: &mut Projected) {
        let children: Vec<&Area> = self.panel.tree.children(parent).collect();
        if children.is_empty() {
            return;
        }
        let next = match ahead {
            Some(ahead) => self.step(parent, &children, ahead, span),
            None => children.iter().map(|_| Err(Reason::Above)).collect(),
        };
        for (child, next) in children.into_iter().zip(next) {
            self.below(&child.key, next.as_deref().ok(), span, found);
            found.insert(child.key.clone(), next);
        }
    }

    /// The children of an area; what is not projected goes along as one remainder, so that the sum is right.
    fn step(
        &self,
        parent: &AreaKey,
        children: &[&Area],
        ahead: &[f64],
        span: Span,
    ) -> Vec<Result<Vec<f64>, Reason>> {
        let cohorts: Vec<Result<Cohorts, Reason>> =
            children.iter().map(|c| self.cohorts(c, span)).collect();
        let mut table: Vec<Cohorts> = cohorts.iter().filter_map(|c| c.clone().ok()).collect();
        if let Ok(whole) = self.whole(parent, span) {
            table.extend(rest(&whole, &table));
        }
        let rules = CohortRules {
            born: self.people.bands.born_within(span.years.unsigned_abs()),
            adults: self.people.bands.adults(),
            parent: ahead.to_vec(),
        };
        let Ok(next) = cohort_ratios(&table, &rules) else {
            let refused = cohorts
                .into_iter()
                .map(|c| Err(c.err().unwrap_or(Reason::Above)));
            return refused.collect();
        };
        let mut next = next.into_iter();
        cohorts
            .into_iter()
            .map(|c| c.and_then(|_| next.next().ok_or(Reason::Above)))
            .collect()
    }

    /// An area's people by the band they reach, if all that is needed of it is shown.
    fn cohorts(&self, area: &Area, span: Span) -> Result<Cohorts, Reason> {
        let total = self.people.total(&area.key, span.now);
        if total.ok_or(Reason::Hidden)? < self.least {
            return Err(Reason::Few(self.least));
        }
        let at = (&area.key, self.panel.tree.is_leaf(&area.key));
        let now = self.reached(at, (span.now, span.years))?;
        let change = self.change(at, span);
        // The newest change must be the area's own; an older one that is not shown is taken from the parent.
        let change = if span.after == span.now {
            Some(change?)
        } else {
            change.ok()
        };
        let nobody = || vec![0.0; now.len()];
        let (before, after) = change.unwrap_or_else(|| (nobody(), nobody()));
        Ok(Cohorts { before, after, now })
    }

    /// The parent's people in the same form.
    fn whole(&self, parent: &AreaKey, span: Span) -> Result<Cohorts, Reason> {
        let (before, after) = self.change((parent, false), span)?;
        let now = self.reached((parent, false), (span.now, span.years))?;
        Ok(Cohorts { before, after, now })
    }

    fn change(&self, at: (&AreaKey, bool), span: Span) -> Result<(Vec<f64>, Vec<f64>), Reason> {
        let before = self.reached(at, (span.before(), span.years))?;
        let after = self.by_band(at, span.after)?;
        Ok((before, after))
    }

    fn reached(&self, at: (&AreaKey, bool), (year, years): (i32, i32)) -> Result<Vec<f64>, Reason> {
        let pattern = self.past.everybody(year).ok_or(Reason::Hidden)?;
        let counts = self.by_band(at, year)?;
        let bands = &self.people.bands;
        let ages = bands.split_like(&counts, &pattern);
        Ok(bands.reached(&ages, years.unsigned_abs() as usize))
    }

    fn by_band(&self, at: (&AreaKey, bool), year: i32) -> Result<Vec<f64>, Reason> {
        let pattern = self.past.everybody(year).ok_or(Reason::Hidden)?;
        let found = self.people.by_band(at, year, &pattern);
        found.map_err(|unknown| match unknown {
            Unknown::Hidden => Reason::Hidden,
            Unknown::Carried => Reason::Carried,
        })
    }
}

/// What the parts leave of the whole; none if that is nobody.
fn rest(whole: &Cohorts, parts: &[Cohorts]) -> Option<Cohorts> {
    let everybody = |c: &Cohorts| c.now.iter().sum::<f64>();
    if everybody(whole) - parts.iter().map(everybody).sum::<f64>() < 0.5 {
        return None;
    }
    let left = |of: fn(&Cohorts) -> &Vec<f64>| -> Vec<f64> {
        let bands = of(whole).iter().enumerate();
        bands
            .map(|(x, all)| (all - parts.iter().map(|p| of(p)[x]).sum::<f64>()).max(0.0))
            .collect()
    };
    Some(Cohorts {
        before: left(|c| &c.before),
        after: left(|c| &c.after),
        now: left(|c| &c.now),
    })
}
