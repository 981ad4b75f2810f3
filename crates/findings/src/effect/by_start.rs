//! A measure with several starts: what it did by start and by time since, and the simple calculation beside it.

use methods::NotDefined;
use methods::effect::{Question, staggered, twfe};
use vocabulary::Period;

use super::judgement::{Tested, draws};
use super::observed::Observed;

/// Effects of a measure that did not begin everywhere at once.
#[derive(Clone, Debug, PartialEq)]
#[doc(alias = "gestaffelter Start")]
pub struct ByStart {
    /// By the first period with the measure.
    pub groups: Vec<OfStart>,
    /// By number of periods since the start; before it the change from one period to the next.
    pub since: Vec<(i64, Result<Tested, NotDefined>)>,
    /// What two-way fixed effects would say, which compare also with areas that have the measure already.
    pub simple: Result<f64, NotDefined>,
}

/// The areas that began with the same period.
#[derive(Clone, Debug, PartialEq)]
pub struct OfStart {
    /// The first period with the measure.
    pub start: Period,
    /// How many areas.
    pub areas: usize,
    /// Their mean difference since.
    pub tested: Result<Tested, NotDefined>,
    /// The difference in each period from the start on.
    pub periods: Vec<(Period, Result<Tested, NotDefined>)>,
}

impl ByStart {
    pub(super) fn of(observed: &Observed) -> Self {
        let mut starts = observed.begun.clone();
        starts.sort_unstable();
        starts.dedup();
        let all = observed.periods.len();
        let first = starts.last().map_or(0, |last| whole(*last) - 1);
        let last = starts.first().map_or(0, |first| whole(all - first));
        Self {
            groups: starts
                .iter()
                .map(|start| OfStart::of(observed, *start))
                .collect(),
            since: (-first..last)
                .map(|since| (since, ask(observed, Question::Since(since))))
                .collect(),
            simple: twfe(&observed.table, &observed.starts()).map(|found| found.effect),
        }
    }
}

impl OfStart {
    fn of(observed: &Observed, group: usize) -> Self {
        let since = observed.periods.iter().enumerate().skip(group);
        Self {
            start: observed.periods[group],
            areas: observed.begun.iter().filter(|own| **own == group).count(),
            tested: ask(observed, Question::Group(group)),
            periods: since
                .map(|(time, period)| (*period, ask(observed, Question::Cell { group, time })))
                .collect(),
        }
    }
}

/// The answer of Callaway and Sant'Anna to a question, with what chance could have done.
pub(super) fn ask(observed: &Observed, question: Question) -> Result<Tested, NotDefined> {
    let found = staggered(&observed.table, &observed.starts(), question, draws()?)?;
    Ok(found.into())
}

fn whole(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}
