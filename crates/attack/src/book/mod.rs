//! The published figures as cells: a count or a base of one series at a place in a period of one edition.

mod facts;
mod names;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use vocabulary::Period;

use crate::known::Known;
use crate::published::{Mark, Place, Published, Row, Word};

pub(crate) use facts::{Facts, decimals, wilson};
pub(crate) use names::number;

/// The number of a cell.
pub(crate) type CellNumber = u32;

/// Which of the two numbers of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Part {
    /// The numerator.
    Count,
    /// The denominator.
    Base,
}

/// What is counted: one number of one indicator's version and breakdown, over all places and periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Series {
    pub indicator: Word,
    pub version: u32,
    pub breakdown: Word,
    pub part: Part,
}

/// Cells of one series, period and edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Sheet {
    pub edition: u32,
    pub series: u32,
    pub period: u32,
}

/// One number as an outsider sees it.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub sheet: Sheet,
    pub place: u32,
    /// The number, and the file that shows it.
    pub shown: Option<(f64, Word)>,
    /// The file that hides it.
    pub hidden: Option<Word>,
    /// Whether a file says that the base is empty.
    pub empty: bool,
}

/// A figure's rate beside its two numbers.
#[derive(Clone, Debug)]
pub(crate) struct Rate {
    pub count: CellNumber,
    pub base: Option<CellNumber>,
    pub value: Option<f64>,
    pub bounds: Option<(f64, f64)>,
    pub mark: Mark,
}

/// All cells of all editions.
pub(crate) struct Book<'a> {
    pub published: &'a Published,
    pub series: Vec<Series>,
    pub periods: Vec<Period>,
    /// All areas of all editions, each once.
    pub places: Vec<Place>,
    pub cells: Vec<Cell>,
    pub rates: Vec<Rate>,
    rates_of: HashMap<CellNumber, Vec<u32>>,
    /// The cells of each sheet, by place.
    pub sheets: BTreeMap<Sheet, Vec<CellNumber>>,
    /// Per series what can be told from the shown numbers.
    pub facts: Vec<Facts>,
    /// Series in which an empty base cannot be one: their sums say otherwise.
    pub not_empty: BTreeSet<u32>,
    /// Hidden cells that others published.
    pub elsewhere: BTreeMap<CellNumber, f64>,
    numbers: HashMap<(Sheet, u32), CellNumber>,
    place_numbers: HashMap<Word, u32>,
    series_numbers: HashMap<Series, u32>,
    period_numbers: HashMap<Period, u32>,
}

impl<'a> Book<'a> {
    pub(crate) fn new(published: &'a Published, known: &[Known]) -> Self {
        let mut book = Self {
            published,
            series: Vec::new(),
            periods: Vec::new(),
            places: Vec::new(),
            cells: Vec::new(),
            rates: Vec::new(),
            rates_of: HashMap::new(),
            sheets: BTreeMap::new(),
            facts: Vec::new(),
            not_empty: BTreeSet::new(),
            elsewhere: BTreeMap::new(),
            numbers: HashMap::new(),
            place_numbers: HashMap::new(),
            series_numbers: HashMap::new(),
            period_numbers: HashMap::new(),
        };
        for (edition, files) in (0u32..).zip(&published.editions) {
            for place in &files.places {
                book.add_place(place);
            }
            let newest = newest_versions(&files.rows);
            for row in &files.rows {
                let version = match row.version {
                    0 => newest
                        .get(&(row.indicator, row.period))
                        .copied()
                        .unwrap_or(1),
                    told => told,
                };
                book.add_row(edition, version, row);
            }
        }
        for one in known {
            book.add_known(one);
        }
        book.order();
        book.not_empty = crate::relations::not_empty(&book);
        book.facts = facts::of_all(&book);
        book
    }

    fn add_place(&mut self, place: &Place) {
        let next = self.places.len();
        let at = *self.place_numbers.entry(place.area).or_insert_with(|| {
            u32::try_from(next).expect("fewer places than four thousand million")
        });
        if at as usize == next {
            self.places.push(place.clone());
        } else if self.places[at as usize].parent.is_none() {
            self.places[at as usize].parent = place.parent;
        }
    }

    fn add_row(&mut self, edition: u32, version: u32, row: &Row) {
        let Some(&place) = self.place_numbers.get(&row.area) else {
            return;
        };
        let period = self.period(row.period);
        let cell = |book: &mut Self, part: Part| {
            let series = book.series(Series {
                indicator: row.indicator,
                version,
                breakdown: row.breakdown,
                part,
            });
            book.cell(
                Sheet {
                    edition,
                    series,
                    period,
                },
                place,
            )
        };
        let count = cell(self, Part::Count);
        let base = cell(self, Part::Base);
        self.learn(count, row, row.numerator);
        self.learn(base, row, row.denominator);
        self.rates.push(Rate {
            count,
            base: Some(base),
            value: row.value,
            bounds: row.lower.zip(row.upper),
            mark: row.mark,
        });
    }

    /// A number published elsewhere stands in every edition that has its series, also where the edition has no such line.
    fn add_known(&mut self, known: &Known) {
        let words = &self.published.words;
        let place = words.find(&known.area).and_then(|a| self.place_of(a));
        let (Some(place), Some(indicator)) = (place, words.find(&known.indicator)) else {
            return;
        };
        let part = if known.is_base {
            Part::Base
        } else {
            Part::Count
        };
        let breakdown = words.find(&known.breakdown);
        let same = |s: &Series| {
            (s.indicator, s.part) == (indicator, part) && Some(s.breakdown) == breakdown
        };
        let series: Vec<u32> = (0u32..)
            .zip(&self.series)
            .filter(|(_, s)| same(s))
            .map(|(n, _)| n)
            .collect();
        let period = self.period(known.period);
        let editions = u32::try_from(self.published.editions.len()).expect("few editions");
        for (edition, series) in (0..editions).flat_map(|e| series.iter().map(move |s| (e, *s))) {
            let number = self.cell(
                Sheet {
                    edition,
                    series,
                    period,
                },
                place,
            );
            let cell = &mut self.cells[number as usize];
            if cell.hidden.is_some() {
                self.elsewhere.insert(number, known.number);
            } else {
                cell.shown.get_or_insert((known.number, indicator));
            }
        }
    }

    /// What one line tells of one of its numbers.
    fn learn(&mut self, cell: CellNumber, row: &Row, number: Option<f64>) {
        let cell = &mut self.cells[cell as usize];
        cell.empty |= row.mark == Mark::EmptyBase && number.is_none();
        if let Some(number) = number {
            cell.shown.get_or_insert((number, row.file));
        } else if matches!(row.mark, Mark::Hidden | Mark::Interval) && row.version != 0 {
            cell.hidden.get_or_insert(row.file);
        }
    }

    fn period(&mut self, period: Period) -> u32 {
        let next = self.periods.len();
        let at = *self
            .period_numbers
            .entry(period)
            .or_insert_with(|| u32::try_from(next).expect("few periods"));
        if at as usize == next {
            self.periods.push(period);
        }
        at
    }

    fn series(&mut self, series: Series) -> u32 {
        let next = self.series.len();
        let at = *self
            .series_numbers
            .entry(series)
            .or_insert_with(|| u32::try_from(next).expect("few series"));
        if at as usize == next {
            self.series.push(series);
        }
        at
    }

    fn cell(&mut self, sheet: Sheet, place: u32) -> CellNumber {
        let next = self.cells.len();
        let at = *self.numbers.entry((sheet, place)).or_insert_with(|| {
            u32::try_from(next).expect("fewer cells than four thousand million")
        });
        if at as usize == next {
            self.cells.push(Cell {
                sheet,
                place,
                shown: None,
                hidden: None,
                empty: false,
            });
        }
        at
    }

    /// Bases exist only where places of the level have any; then the sheets are put in order.
    fn order(&mut self) {
        let key =
            |cell: &Cell, places: &[Place]| (cell.sheet.series, places[cell.place as usize].level);
        let shown = self.cells.iter().filter(|c| c.shown.is_some());
        let with_numbers: HashSet<(u32, Word)> = shown.map(|c| key(c, &self.places)).collect();
        for cell in &mut self.cells {
            let is_base = self.series[cell.sheet.series as usize].part == Part::Base;
            if is_base && !with_numbers.contains(&key(cell, &self.places)) {
                cell.hidden = None;
            }
        }
        for rate in &mut self.rates {
            rate.base = rate
                .base
                .filter(|b| with_numbers.contains(&key(&self.cells[*b as usize], &self.places)));
        }
        for (number, cell) in (0u32..).zip(&self.cells) {
            self.sheets.entry(cell.sheet).or_default().push(number);
        }
        for (number, rate) in (0u32..).zip(&self.rates) {
            self.rates_of.entry(rate.count).or_default().push(number);
        }
    }

    pub(crate) fn at(&self, sheet: Sheet, place: u32) -> Option<CellNumber> {
        self.numbers.get(&(sheet, place)).copied()
    }

    pub(crate) fn place_of(&self, area: Word) -> Option<u32> {
        self.place_numbers.get(&area).copied()
    }

    pub(crate) fn period_number(&self, period: Period) -> Option<u32> {
        self.period_numbers.get(&period).copied()
    }

    pub(crate) fn of(&self, cell: CellNumber) -> &Cell {
        &self.cells[cell as usize]
    }

    /// The number an outsider reads at once; a cell that one file hides and another shows is not read but recovered.
    pub(crate) fn known(&self, cell: CellNumber) -> Option<f64> {
        let cell = self.of(cell);
        let empty = cell.empty && !self.not_empty.contains(&cell.sheet.series);
        match cell.hidden {
            None => cell.shown.map(|(n, _)| n).or(empty.then_some(0.0)),
            Some(_) => None,
        }
    }

    /// Whether a cell is a number at all: shown or hidden.
    pub(crate) fn exists(&self, cell: CellNumber) -> bool {
        let cell = self.of(cell);
        cell.shown.is_some() || cell.hidden.is_some() || cell.empty
    }

    /// Whether a cell is not known: hidden, or said to be empty where that cannot be.
    pub(crate) fn is_unknown(&self, cell: CellNumber) -> bool {
        self.exists(cell) && self.known(cell).is_none()
    }

    pub(crate) fn is_hidden(&self, cell: CellNumber) -> bool {
        self.of(cell).hidden.is_some()
    }

    /// The figure whose count a cell is; one with a value, where several files tell it.
    pub(crate) fn rate_of(&self, count: CellNumber) -> Option<&Rate> {
        let all = self.rates_of.get(&count)?;
        let mut rates = all.iter().map(|r| &self.rates[*r as usize]);
        let first = rates.next()?;
        Some(
            rates
                .find(|r| first.value.is_none() && r.value.is_some())
                .unwrap_or(first),
        )
    }

    pub(crate) fn facts_of(&self, cell: CellNumber) -> &Facts {
        &self.facts[self.of(cell).sheet.series as usize]
    }

    pub(crate) fn text(&self, word: Word) -> &str {
        self.published.words.text(word)
    }
}

/// The highest version that the tables name, for files that only tell the newest figure.
fn newest_versions(rows: &[Row]) -> HashMap<(Word, Period), u32> {
    let mut newest = HashMap::new();
    for row in rows {
        let version = newest.entry((row.indicator, row.period)).or_insert(1);
        *version = row.version.max(*version);
    }
    newest
}
