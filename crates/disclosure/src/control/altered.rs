//! Instead of hiding: every guarded count is shown rounded or with noise, every rate is made from such counts, and only what
//! suppliers hide stays hidden.
//!
//! A formula is altered count by count: what enters with the same factor is one count of people. So a change between two
//! years is the difference of the two counts that are shown.

use indicators::{Catalogue, Figure, Figures, Kind, Piece};
use vocabulary::{Flags, State, Value};

use super::cells::{SheetRule, sheet_rules};
use super::keys::{Keys, whole};
use super::primary::least_base;
use super::proof::Refused;
use super::rows::{fill, without_numbers};
use crate::cell_key::Key;
use crate::rounding::Base;
use crate::{FigureTable, Method, Public, Reason, Rules, Shown};

/// How counts are altered.
enum How<'a> {
    Rounded(Base),
    Noisy(Keys<'a>),
}

/// Makes the rows of an edition in which counts are altered.
pub(super) struct Alteration<'a> {
    figures: &'a Figures,
    catalogue: &'a Catalogue,
    /// Those of the public edition: the same people get the same noise in both.
    guards: Vec<SheetRule>,
    /// Per definition the least denominator a rate is shown with.
    bases: Vec<f64>,
    how: How<'a>,
}

impl<'a> Alteration<'a> {
    /// `None` where the rules hide.
    pub(super) fn new(
        figures: &'a Figures,
        catalogue: &'a Catalogue,
        rules: &'a Rules,
    ) -> Option<Self> {
        let how = match rules.method {
            Method::Suppression => return None,
            Method::Rounding => How::Rounded(rules.base()?),
            Method::CellKey => How::Noisy(Keys::new(rules.cell_key.as_ref()?)),
        };
        let definitions = catalogue.indicators.iter();
        Some(Self {
            figures,
            catalogue,
            guards: sheet_rules::<Public>(figures, catalogue, rules),
            bases: definitions
                .map(|d| least_base(d, catalogue, rules))
                .collect(),
            how,
        })
    }

    /// A figure as it is shown, and why not if not.
    pub(super) fn row(&mut self, figure: &Figure) -> (Shown, Option<Reason>) {
        let mut row = without_numbers(figure);
        let base = figure.denominator_sheet.zip(figure.denominator);
        let base = base.and_then(|(sheet, value)| Some((sheet, value.known()?)));
        row.denominator = base.map(|(sheet, value)| self.altered((sheet, figure.place), value));
        let is_altered = self.is_guarded(figure.numerator_sheet)
            || base.is_some_and(|(sheet, _)| self.is_guarded(sheet));
        if is_altered {
            row.flags |= flag(self.method());
        }
        let reason = match figure.value {
            Value::Suppressed(_) | Value::Interval(_) => Some(Reason::Supplier),
            _ if !is_altered => {
                fill(&mut row, figure);
                None
            }
            // A ready-made share cannot be rounded like people.
            Value::Known(_) if figure.flags.contains(Flags::SUPPLIED) => Some(Reason::Primary),
            _ => self.fill(&mut row, figure),
        };
        if reason.is_some() {
            row.state = State::Suppressed;
        }
        (row, reason)
    }

    /// The numbers of a figure of guarded counts.
    fn fill(&mut self, row: &mut Shown, figure: &Figure) -> Option<Reason> {
        let place = (figure.numerator_sheet, figure.place);
        let count = figure.numerator.known();
        let count = count.map(|value| self.altered(place, value));
        let (Value::Known(_) | Value::NotMeaningful, Some(count)) = (figure.value, count) else {
            row.denominator = None;
            return None;
        };
        row.numerator = Some(count).filter(|n| !self.is_small_difference(place.0, *n));
        if figure.value == Value::NotMeaningful {
            row.denominator = None;
            return None;
        }
        let least = self.bases[figure.definition];
        let base_is_guarded = figure.denominator_sheet.is_some_and(|s| self.is_guarded(s));
        let is_small = |base: f64| base > 0.0 && base < least;
        if base_is_guarded && row.denominator.is_some_and(is_small) {
            row.numerator = None;
            return Some(Reason::MinDenominator);
        }
        let definition = &self.catalogue.indicators[figure.definition];
        let divided = definition.divided(count, row.denominator);
        row.state = divided.value.state();
        row.value = divided.value.known();
        (row.lower, row.upper) = (divided.lower, divided.upper);
        if row.value.is_none() {
            (row.numerator, row.denominator) = (None, None);
        }
        None
    }

    fn is_guarded(&self, sheet: usize) -> bool {
        self.guards[sheet].threshold > 0.0
    }

    const fn method(&self) -> Method {
        match self.how {
            How::Rounded(_) => Method::Rounding,
            How::Noisy(_) => Method::CellKey,
        }
    }

    /// No table shows so small a number of people, be it only the difference of two shown ones.
    fn is_small_difference(&self, sheet: usize, number: f64) -> bool {
        let formula = &self.figures.sheets()[sheet].formula;
        !formula.is_plain_count()
            && number.abs() > 0.0
            && number.abs() < self.guards[sheet].threshold
    }

    /// A quantity at a place as it is shown.
    fn altered(&mut self, (sheet, place): (usize, usize), value: f64) -> f64 {
        if !self.is_guarded(sheet) {
            return value;
        }
        let threshold = self.guards[sheet].threshold;
        let counts = self.counts((sheet, place), value);
        let shown = counts.into_iter().map(|(factor, count, key)| {
            let count = whole(count);
            let shown = match &mut self.how {
                How::Rounded(base) => base.rounded(count),
                How::Noisy(keys) => keys.shown(count, key, threshold),
            };
            factor * shown as f64
        });
        shown.sum()
    }

    /// The counts a quantity is made of: factor, people and their key.
    fn counts(&mut self, (sheet, place): (usize, usize), value: f64) -> Vec<(f64, f64, Key)> {
        let none = Key::of_bits(0);
        let is_plain = self.figures.sheets()[sheet].formula.is_plain_count();
        if is_plain && matches!(self.how, How::Rounded(_)) {
            return vec![(1.0, value, none)];
        }
        let pieces = self.figures.pieces(self.catalogue, sheet, place);
        let mut counts: Vec<(f64, f64, Key)> = Vec::new();
        for piece in &pieces {
            let (people, key) = (piece.number.unwrap_or(0.0), self.key(piece));
            let same = |c: &&mut (f64, f64, Key)| c.0.total_cmp(&piece.factor).is_eq();
            match counts.iter_mut().find(same) {
                Some(count) => {
                    count.1 += people;
                    count.2 = Key::of_cell([count.2, key]);
                }
                None => counts.push((piece.factor, people, key)),
            }
        }
        let sum: f64 = counts
            .iter()
            .map(|(factor, people, _)| factor * people)
            .sum();
        if (sum - value).abs() < 1e-6 {
            return counts;
        }
        // A total that is not the sum of what was delivered is one count of all of them.
        let key = Key::of_cell(counts.iter().map(|(_, _, key)| *key));
        vec![(1.0_f64.copysign(value), value.abs(), key)]
    }

    fn key(&mut self, piece: &Piece) -> Key {
        match &mut self.how {
            How::Rounded(_) => Key::of_bits(0),
            How::Noisy(keys) => keys.of((self.figures, self.catalogue), piece),
        }
    }
}

/// What stands beside a number altered by a method.
const fn flag(method: Method) -> Flags {
    match method {
        Method::Suppression => Flags::empty(),
        Method::Rounding => Flags::ROUNDED_HERE,
        Method::CellKey => Flags::PERTURBED,
    }
}

/// Whether no earlier public edition showed one of the figures by another method.
pub(super) fn unmixed(
    figures: &Figures,
    catalogue: &Catalogue,
    rules: &Rules,
    earlier: &[&FigureTable],
) -> Result<(), Refused> {
    const ALL: Flags = Flags::ROUNDED_HERE.union(Flags::PERTURBED);
    if earlier.is_empty() {
        return Ok(());
    }
    let guards = sheet_rules::<Public>(figures, catalogue, rules);
    let people = figures.rows().iter().filter(|f| {
        guards[f.numerator_sheet].threshold > 0.0
            && catalogue.indicators[f.definition].kind != Kind::Supplied
    });
    for figure in people {
        let place = (&figure.area, &figure.indicator);
        let shown = earlier
            .iter()
            .filter_map(|table| table.find(place.0, place.1, figure.period, &figure.breakdown));
        let mut known = shown.filter(|row| row.value.is_some());
        if known.any(|row| row.flags & ALL != flag(rules.method)) {
            return Err(Refused::Mixed {
                indicator: figure.indicator.clone(),
                period: figure.period,
            });
        }
    }
    Ok(())
}
