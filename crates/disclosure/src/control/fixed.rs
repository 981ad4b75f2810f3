//! What the planner wants to stay: honoured, or the edition is refused with the reason.
//!
//! A fixed number is never hidden to protect others. Where it has to be hidden for its own sake, or where the others could
//! not be protected without it, nothing is decided in silence.

use indicators::{Figure, Figures};
use vocabulary::{AreaKey, IndicatorId, LevelId, Period, Texts, german_number, german_period};

use super::cells::{CellNumber, Cells, Status};
use super::proof::{NAMED, Refused};
use crate::Rules;
use crate::rules::Keep;

/// A figure that was to stay.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FixedFigure {
    /// Where.
    pub area: AreaKey,
    /// What.
    pub indicator: IndicatorId,
    /// When.
    pub period: Period,
}

/// Why it cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// It is to be hidden for its own sake, stands on a number that is, or the edition before hid it.
    Sensitive,
    /// Without hiding it others cannot be protected.
    Needed,
}

/// Marks the cells that are to stay; refused where one is hidden for its own sake already.
pub(super) fn fix(cells: &mut Cells, figures: &Figures, rules: &Rules) -> Result<(), Refused> {
    let mut sensitive = Vec::new();
    for figure in wanted(figures, rules) {
        let of_figure = cells_of(cells, figure);
        if of_figure.iter().any(|c| cells.is_hidden(*c)) {
            sensitive.push(named(figure));
        }
        cells.fixed.extend(of_figure);
    }
    refuse(sensitive, Hindrance::Sensitive)
}

/// Refuses an edition in which something fixed is hidden in the end.
pub(super) fn check(cells: &Cells, figures: &Figures, rules: &Rules) -> Result<(), Refused> {
    let is_hidden = |figure: &&Figure| {
        let mut of_figure = cells_of(cells, figure).into_iter();
        of_figure.any(|c| cells.is_hidden(c))
    };
    let hidden = wanted(figures, rules).filter(is_hidden).map(named);
    refuse(hidden.collect(), Hindrance::Needed)
}

/// What was to stay, where the edition would be possible without.
pub(super) fn all(figures: &Figures, rules: &Rules) -> Vec<FixedFigure> {
    wanted(figures, rules).map(named).collect()
}

fn refuse(mut kept: Vec<FixedFigure>, why: Hindrance) -> Result<(), Refused> {
    if kept.is_empty() {
        return Ok(());
    }
    kept.sort_unstable();
    kept.dedup();
    Err(Refused::Fixed { kept, why })
}

fn wanted<'a>(figures: &'a Figures, rules: &'a Rules) -> impl Iterator<Item = &'a Figure> {
    let places = figures.region().places();
    let is_wanted = move |figure: &&Figure| {
        let level = &places[figure.place].level;
        rules.keep.iter().any(|k| k.means(figure, level))
    };
    let figures = if rules.keep.is_empty() {
        &[][..]
    } else {
        figures.rows()
    };
    figures.iter().filter(is_wanted)
}

/// The numerator of a figure, and its denominator where that is shown with it.
fn cells_of(cells: &Cells, figure: &Figure) -> Vec<CellNumber> {
    let sheets = std::iter::once(figure.numerator_sheet).chain(figure.denominator_sheet);
    let of_figure = sheets.map(|sheet| cells.number(sheet, figure.place));
    of_figure
        .filter(|c| cells.status(*c) != Status::Absent)
        .collect()
}

fn named(figure: &Figure) -> FixedFigure {
    FixedFigure {
        area: figure.area.clone(),
        indicator: figure.indicator.clone(),
        period: figure.period,
    }
}

/// A list nobody wrote means all.
fn is_meant<T: PartialEq>(list: &[T], one: &T) -> bool {
    list.is_empty() || list.contains(one)
}

impl Keep {
    /// Whether a figure is meant.
    fn means(&self, figure: &Figure, level: &LevelId) -> bool {
        self.indicator == figure.indicator
            && is_meant(&self.areas, &figure.area)
            && is_meant(&self.levels, level)
            && is_meant(&self.periods, &figure.period)
            && is_meant(&self.breakdowns, &figure.breakdown)
    }
}

/// What was to stay and why it cannot, in German.
pub(super) fn german(texts: &Texts, (kept, why): (&[FixedFigure], Hindrance)) -> String {
    let one = |w: &FixedFigure| {
        let period = german_period(w.period);
        let values = [
            ("area", w.area.as_str()),
            ("indicator", w.indicator.as_str()),
            ("period", &period),
        ];
        texts.say("refused_kept", &values)
    };
    let named: Vec<String> = kept.iter().take(NAMED).map(one).collect();
    let count = german_number(kept.len() as f64, 0);
    let key = match why {
        Hindrance::Sensitive => "refused_kept_sensitive",
        Hindrance::Needed => "refused_kept_needed",
    };
    texts.say(key, &[("named", &named.join("; ")), ("count", &count)])
}
