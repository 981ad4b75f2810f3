//! Earlier editions on outlines that have changed since. What they showed of an area that was split is the sum of what is shown
//! of its successors now; what they hid of areas that were merged must not come out as a difference.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use areas::{Change, FormerStatus};
use indicators::{Figures, PlaceKind, Region};
use vocabulary::{AreaKey, Breakdown, IndicatorId, LevelId, Period, State};

use super::cells::{CellNumber, Cells, Status};
use crate::family::{Cell, Family, Range};
use crate::{FigureTable, Shown, Zeros};

/// Which outlines each earlier edition was made on.
pub(super) struct Outlines<'a> {
    editions: Vec<(&'a FigureTable, Option<&'a FormerStatus>)>,
}

impl<'a> Outlines<'a> {
    pub(super) fn new(figures: &'a Figures, earlier: &[&'a FigureTable]) -> Self {
        let region = figures.region();
        let editions = earlier
            .iter()
            .map(|table| (*table, status_of(table, region)));
        Self {
            editions: editions.collect(),
        }
    }

    /// All rows whose areas are still what they were.
    pub(super) fn rows_of_today(&self) -> impl Iterator<Item = &'a Shown> {
        self.editions.iter().flat_map(|(table, status)| {
            let changes = status.iter().flat_map(|s| &s.changes);
            let gone: BTreeSet<&AreaKey> = changes.flat_map(|c| &c.before).collect();
            let rows = table.rows().iter();
            rows.filter(move |row| !gone.contains(&row.area))
        })
    }
}

/// The status whose areas an edition names; the newest of several that fit equally well, `None` being that of today.
fn status_of<'a>(table: &FigureTable, region: &'a Region) -> Option<&'a FormerStatus> {
    if region.former().is_empty() {
        return None;
    }
    let named: BTreeSet<&AreaKey> = table.rows().iter().map(|row| &row.area).collect();
    let places = region.places().iter().filter(|p| p.kind == PlaceKind::Tree);
    let today = places.map(|p| (&p.key, &p.level)).collect();
    let mut best = (misfit(&named, &today), None);
    for status in region.former().iter().rev() {
        let off = misfit(&named, &status.areas.iter().collect());
        if off < best.0 {
            best = (off, Some(status));
        }
    }
    best.1
}

/// How many areas an edition names that a status does not have, and leaves out of the levels it names.
fn misfit(named: &BTreeSet<&AreaKey>, areas: &BTreeMap<&AreaKey, &LevelId>) -> usize {
    let levels: BTreeSet<&LevelId> = named
        .iter()
        .filter_map(|key| areas.get(key).copied())
        .collect();
    let unknown = named.iter().filter(|key| !areas.contains_key(*key)).count();
    let expected = areas.iter().filter(|(_, level)| levels.contains(*level));
    unknown + expected.filter(|(key, _)| !named.contains(*key)).count()
}

/// A sum of cells of which outsiders know all, or all but numbers an edition hid.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FormerSum {
    now: Vec<CellNumber>,
    /// What they know of it.
    known: f64,
    /// How many numbers the edition hid, and what these make together.
    hidden: usize,
    rest: f64,
}

/// What earlier editions on other outlines told.
#[derive(Default)]
pub(super) struct Told {
    /// Single cells that are known.
    pub known: Vec<CellNumber>,
    /// Sums over several cells, and over numbers that were hidden.
    pub sums: Vec<FormerSum>,
    /// Cells that tell together what the newest edition hid.
    pub hidden: Vec<CellNumber>,
}

/// Numerator and denominator sheet of each quantity shown.
type Sheets<'a> = HashMap<Key<'a>, (usize, Option<usize>)>;
type Key<'a> = (&'a IndicatorId, Period, &'a Breakdown);

fn key(row: &Shown) -> Key<'_> {
    (&row.indicator, row.period, &row.breakdown)
}

/// Goes through the changes since each earlier edition.
pub(super) fn told(figures: &Figures, cells: &Cells, earlier: &Outlines<'_>) -> Told {
    let mut told = Told::default();
    if earlier.editions.iter().all(|(_, status)| status.is_none()) {
        return told;
    }
    let rows = figures.rows().iter();
    let sheets: Sheets<'_> = rows
        .map(|f| {
            let key = (&f.indicator, f.period, &f.breakdown);
            (key, (f.numerator_sheet, f.denominator_sheet))
        })
        .collect();
    let newest = earlier.editions.len();
    for (number, (table, status)) in earlier.editions.iter().enumerate() {
        let Some(status) = status else { continue };
        let mut found = of_edition((figures, cells), table, (status, &sheets));
        if number + 1 < newest {
            found.hidden.clear();
        }
        told.known.extend(found.known);
        told.sums.extend(found.sums);
        told.hidden.extend(found.hidden);
    }
    told
}

fn of_edition(
    (figures, cells): (&Figures, &Cells),
    table: &FigureTable,
    (status, sheets): (&FormerStatus, &Sheets<'_>),
) -> Told {
    let mut told = Told::default();
    let changes = status.changes.iter().filter(|c| !c.now.is_empty());
    let changes: Vec<&Change> = changes.collect();
    let places = |keys: &[AreaKey]| {
        let places = keys.iter().map(|k| figures.region().position(k));
        places.collect::<Option<Vec<usize>>>()
    };
    let now: Vec<Option<Vec<usize>>> = changes.iter().map(|c| places(&c.now)).collect();
    for (rows, (change, now)) in by_quantity(table, status, &changes)
        .iter()
        .flat_map(|rows| changes.iter().zip(&now).map(move |c| (rows, c)))
    {
        let before: Option<Vec<&&Shown>> = change.before.iter().map(|a| rows.get(a)).collect();
        let (Some(before), Some(now)) = (before, now) else {
            continue;
        };
        let Some((above, below)) = sheets.get(&key(before[0])) else {
            continue;
        };
        let is_hidden = |row: &&&Shown| row.state == State::Suppressed;
        let numbers = before.iter().map(|r| (r.numerator, is_hidden(r)));
        told.take(figures, cells, (*above, now), &numbers.collect::<Vec<_>>());
        if let Some(below) = below {
            // A base is not shown where it is hidden; nothing else is known of it then.
            let numbers = before.iter().map(|r| (r.denominator, is_hidden(r)));
            told.take(figures, cells, (*below, now), &numbers.collect::<Vec<_>>());
        }
    }
    told
}

/// The rows of changed areas in the time before they changed, by quantity.
fn by_quantity<'a>(
    table: &'a FigureTable,
    status: &FormerStatus,
    changes: &[&Change],
) -> Vec<BTreeMap<&'a AreaKey, &'a Shown>> {
    let gone: BTreeSet<&AreaKey> = changes.iter().flat_map(|c| &c.before).collect();
    let mut found: Vec<BTreeMap<&AreaKey, &Shown>> = Vec::new();
    let mut last: Option<(Key<'_>, u32)> = None;
    for row in table.rows() {
        if !gone.contains(&row.area) || row.period.last_day() >= status.until {
            continue;
        }
        let of = Some((key(row), row.definition_version));
        if last != of {
            found.push(BTreeMap::new());
            last = of;
        }
        if let Some(rows) = found.last_mut() {
            rows.insert(&row.area, row);
        }
    }
    found
}

impl Told {
    /// What the numbers of former areas, or that they were hidden, say of the sum of a sheet's cells now.
    fn take(
        &mut self,
        figures: &Figures,
        cells: &Cells,
        (sheet, places): (usize, &[usize]),
        numbers: &[(Option<f64>, bool)],
    ) {
        let now: Vec<CellNumber> = places.iter().map(|p| cells.number(sheet, *p)).collect();
        let total: f64 = now.iter().map(|c| cells.value(*c)).sum();
        let is_plain = figures.sheets()[sheet].formula.is_plain_count();
        let is_told = numbers.iter().all(|(n, hidden)| n.is_some() || *hidden);
        let is_absent = now.iter().any(|c| cells.status(*c) == Status::Absent);
        if cells.rules[sheet].threshold <= 0.0
            || !is_plain
            || !is_told
            || is_absent
            || total.is_nan()
        {
            return;
        }
        let hidden = numbers.iter().filter(|(n, _)| n.is_none()).count();
        let shown: f64 = numbers.iter().filter_map(|(n, _)| *n).sum();
        match (hidden, &now[..]) {
            // Whatever number stood there: even one since corrected tells about the others.
            (0, [only]) => self.known.push(*only),
            (0, _) => self.sums.push(FormerSum {
                now,
                known: total,
                hidden,
                rest: 0.0,
            }),
            // A number below those shown before contradicts them: nobody can subtract.
            _ if total < shown => {}
            _ => {
                self.hidden.extend(&now);
                self.sums.push(FormerSum {
                    now,
                    known: shown,
                    hidden,
                    rest: total - shown,
                });
            }
        }
    }
}

/// Adds what is known of former areas.
pub(super) fn relate(family: &mut Family, cells: &Cells) {
    for sum in &cells.former {
        let mut terms: Vec<(CellNumber, f64)> = sum.now.iter().map(|c| (*c, 1.0)).collect();
        let rule = cells.rule(sum.now[0]);
        let least = if rule.zeros == Zeros::Protect {
            0.0
        } else {
            1.0
        };
        let others = (sum.hidden.saturating_sub(1)) as f64 * least;
        // However the rest is shared among them, each is small.
        let are_small = sum.rest >= least && sum.rest - others < rule.threshold;
        for _ in 0..sum.hidden {
            let hidden = family.add(Cell {
                value: (sum.hidden == 1).then_some(sum.rest),
                is_hidden: true,
                is_given: false,
                is_count: true,
                known: Range::from(least.min(sum.rest / sum.hidden as f64)),
                needed: are_small.then_some(Range {
                    lower: least,
                    upper: rule.threshold,
                }),
                cost: f64::INFINITY,
            });
            terms.push((hidden, -1.0));
        }
        family.relate(&terms, Range::only(sum.known));
    }
}
