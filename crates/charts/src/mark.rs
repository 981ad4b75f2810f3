//! What a figure becomes before it is drawn: a label and what may be seen of it.

use disclosure::{Edition, FigureTable, Released, Shown};
use vocabulary::{AreaKey, Breakdown, IndicatorId, Period, State};

use crate::request::{Role, Subject};

/// What can be seen of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sight {
    /// A value, with its interval where there is one.
    Seen {
        value: f64,
        interval: Option<(f64, f64)>,
    },
    /// Not shown, to protect people.
    Hidden,
    /// Not known, not yet, makes no sense.
    Missing,
}

/// A figure on its way to the sheet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mark {
    pub(crate) area: AreaKey,
    pub(crate) label: String,
    pub(crate) role: Role,
    pub(crate) sight: Sight,
    /// Only where it is shown.
    pub(crate) denominator: Option<f64>,
}

impl Mark {
    pub(crate) fn value(&self) -> Option<f64> {
        self.sight.value()
    }
}

impl Sight {
    pub(crate) fn value(self) -> Option<f64> {
        match self {
            Self::Seen { value, .. } => Some(value),
            Self::Hidden | Self::Missing => None,
        }
    }

    pub(crate) fn interval(self) -> Option<(f64, f64)> {
        match self {
            Self::Seen { interval, .. } => interval,
            Self::Hidden | Self::Missing => None,
        }
    }

    /// What may be seen of a released figure; nothing else of it reaches the sheet.
    pub(crate) fn of(shown: Option<&Shown>) -> Self {
        let Some(shown) = shown else {
            return Self::Missing;
        };
        match shown.state {
            State::Value | State::Zero => seen(shown),
            State::Suppressed | State::Interval => Self::Hidden,
            State::Unknown | State::NotYet | State::NotMeaningful | State::NotDefined => {
                Self::Missing
            }
        }
    }

    /// What may be seen of a number computed from released figures.
    pub(crate) fn of_plain(value: f64, range: Option<(f64, f64)>) -> Self {
        if !value.is_finite() {
            return Self::Missing;
        }
        let interval = range.filter(|(l, u)| l.is_finite() && u.is_finite() && l <= u);
        Self::Seen { value, interval }
    }
}

fn seen(shown: &Shown) -> Sight {
    let zero = (shown.state == State::Zero).then_some(0.0);
    let finite = |x: &f64| x.is_finite();
    let Some(value) = shown.value.or(zero).filter(finite) else {
        return Sight::Missing;
    };
    let interval = shown
        .lower
        .filter(finite)
        .zip(shown.upper.filter(finite))
        .filter(|(lower, upper)| lower <= upper);
    Sight::Seen { value, interval }
}

/// Looks up the figures of a subject and period.
pub(crate) struct Across<'a> {
    rows: Vec<&'a Shown>,
}

impl<'a> Across<'a> {
    pub(crate) fn new<E: Edition>(
        figures: &'a Released<FigureTable, E>,
        indicator: &IndicatorId,
        breakdown: &Breakdown,
        period: Period,
    ) -> Self {
        let mut rows = figures.across(indicator, period, breakdown);
        rows.sort_by(|a, b| a.area.cmp(&b.area));
        Self { rows }
    }

    pub(crate) fn of<E: Edition>(
        figures: &'a Released<FigureTable, E>,
        subject: &Subject<'_>,
        period: Period,
    ) -> Self {
        Self::new(figures, subject.indicator, subject.breakdown, period)
    }

    /// The mark of an area; missing where the release does not speak of it.
    pub(crate) fn mark(&self, area: &AreaKey, label: &str, role: Role) -> Mark {
        let shown = self
            .rows
            .binary_search_by(|r| r.area.cmp(area))
            .ok()
            .map(|i| self.rows[i]);
        let sight = Sight::of(shown);
        Mark {
            area: area.clone(),
            label: label.to_owned(),
            role,
            sight,
            denominator: shown
                .filter(|_| sight.value().is_some())
                .and_then(|s| s.denominator)
                .filter(|d| d.is_finite() && *d > 0.0),
        }
    }
}
