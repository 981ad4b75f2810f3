//! Works off the data rows of one table.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use vocabulary::{Breakdown, CountId, Period, RemarkKind, Severity};

use crate::cell::{Cell, Flow, Row};
use crate::header::tidy;
use crate::key::{Key, KeyReader, undressed};
use crate::moment;
use crate::pattern::fits;
use crate::plan::{Plan, PlannedPeriod};
use crate::profile::{CountRef, OtherKeys, Profile, RowRule, Unmapped};
use crate::reading::{Note, Remarks};
use crate::symbol::{Outcome, Refusal, Symbols};
use crate::{Reading, Record, Role};

/// What was counted while reading.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) rows_read: u64,
    pub(crate) rows_filtered: u64,
    pub(crate) rows_rejected: u64,
    pub(crate) records: u64,
    pub(crate) cells_rejected: u64,
    pub(crate) symbols: BTreeMap<String, u64>,
}

impl Tally {
    /// Adds what another table counted.
    pub(crate) fn add(&mut self, other: Self) {
        self.rows_read += other.rows_read;
        self.rows_filtered += other.rows_filtered;
        self.rows_rejected += other.rows_rejected;
        self.records += other.records;
        self.cells_rejected += other.cells_rejected;
        for (symbol, times) in other.symbols {
            *self.symbols.entry(symbol).or_default() += times;
        }
    }

    /// Writes the counts into the reading.
    pub(crate) fn put(self, reading: &mut Reading) {
        reading.rows_read = self.rows_read;
        reading.rows_filtered = self.rows_filtered;
        reading.rows_rejected = self.rows_rejected;
        reading.records = self.records;
        reading.cells_rejected = self.cells_rejected;
        reading.symbols = self.symbols;
    }
}

/// What became of a row before its numbers are read.
enum Placed {
    Take { key: String, role: Role },
    Filtered,
    Rejected,
    Nothing,
}

/// What a text of a count or dimension column means; numbered so that combinations can be looked up.
#[derive(Clone, Copy, PartialEq)]
enum Mapped {
    Item(u32),
    Ignore,
    Reject,
}

/// Works off the rows of one table.
pub(crate) struct Worker {
    profile: Profile,
    plan: Plan,
    sheet: Arc<str>,
    keys: KeyReader,
    symbols: Symbols,
    tally: Tally,
    names: Vec<String>,
    last_period: (String, Option<Period>),
    counts: Mapping<Option<CountRef>>,
    categories: Vec<Mapping<String>>,
    combination: Vec<u32>,
    combinations: HashMap<Box<[u32]>, Arc<[Option<(CountId, Breakdown)>]>>,
}

/// Texts met in a column and what they mean.
struct Mapping<T> {
    texts: HashMap<String, Mapped>,
    items: Vec<T>,
}

impl<T> Mapping<T> {
    fn new() -> Self {
        Self {
            texts: HashMap::new(),
            items: Vec::new(),
        }
    }

    fn get(&mut self, text: &str, read: impl FnOnce(&str) -> Result<T, Mapped>) -> Mapped {
        if let Some(mapped) = self.texts.get(text) {
            return *mapped;
        }
        let mapped = match read(&tidy(text)) {
            Ok(item) => {
                self.items.push(item);
                Mapped::Item(u32::try_from(self.items.len() - 1).unwrap_or(u32::MAX))
            }
            Err(mapped) => mapped,
        };
        // A hostile file with ever new texts must not fill the memory.
        if self.texts.len() < 100_000 {
            self.texts.insert(text.to_owned(), mapped);
        }
        mapped
    }
}

impl Worker {
    pub(crate) fn new(profile: Profile, plan: Plan, sheet: Arc<str>) -> Self {
        Self {
            keys: KeyReader::of(&profile.key),
            symbols: Symbols::of(&profile, plan.signs),
            names: (0..plan.header.width())
                .map(|c| plan.header.name(c))
                .collect(),
            categories: plan.dimensions.iter().map(|_| Mapping::new()).collect(),
            counts: Mapping::new(),
            tally: Tally::default(),
            last_period: (String::new(), None),
            combination: Vec::new(),
            combinations: HashMap::new(),
            profile,
            plan,
            sheet,
        }
    }

    /// What was counted.
    pub(crate) fn finish(mut self) -> Tally {
        self.symbols.counted(&mut self.tally.symbols);
        self.tally
    }

    /// Takes a row.
    pub(crate) fn row(
        &mut self,
        row: &Row<'_>,
        remarks: &mut Remarks,
        sink: &mut dyn FnMut(Record),
    ) -> Flow {
        let first = row.cell(0);
        if let (Some(marker), Cell::Text(text)) = (&self.profile.footer, first)
            && text.starts_with(marker.as_str())
        {
            return Flow::Enough;
        }
        let comment = self.profile.comment.as_deref();
        if row.is_blank() || comment.is_some_and(|c| first.text().starts_with(c)) {
            return Flow::More;
        }
        match self.placed(row, remarks) {
            Placed::Nothing => {}
            Placed::Filtered => {
                self.tally.rows_read += 1;
                self.tally.rows_filtered += 1;
            }
            Placed::Rejected => {
                self.tally.rows_read += 1;
                self.tally.rows_rejected += 1;
            }
            Placed::Take { key, role } => {
                self.tally.rows_read += 1;
                self.taken(row, (key, role), remarks, sink);
            }
        }
        Flow::More
    }

    fn placed(&mut self, row: &Row<'_>, remarks: &mut Remarks) -> Placed {
        let filters = &self.plan.filters;
        let passes = |(column, values): &(usize, Vec<String>)| {
            let text = row.cell(*column).text();
            values.iter().any(|v| fits(v, &text))
        };
        if !filters.iter().all(passes) {
            return Placed::Filtered;
        }
        if let Some(place) = self.ragged(row, remarks) {
            return place;
        }
        let name = self.plan.name.map(|c| row.cell(c).text());
        let name = name.as_deref().unwrap_or_default();
        let role = self.role(row, name);
        let text = self.key_text(row, role, remarks);
        let own = match role {
            Role::Area => None,
            Role::Total => self.profile.totals.key.clone(),
            Role::Unallocated => self.profile.unallocated.key.clone(),
        };
        if let Some(key) = own {
            return Placed::Take { key, role };
        }
        self.keyed(&text, role, row, remarks)
    }

    /// A row with more cells than the header has is not trusted.
    fn ragged(&self, row: &Row<'_>, remarks: &mut Remarks) -> Option<Placed> {
        let (cells, width) = (row.width(), self.plan.header.width());
        if cells > width && width > 0 {
            let (cells, width) = (cells.to_string(), width.to_string());
            self.note(
                remarks,
                row,
                &Problem::row("ragged", RemarkKind::Structure),
                &[("cells", &cells), ("width", &width)],
            );
            return Some(Placed::Rejected);
        }
        None
    }

    /// A row that ends before its numbers do was cut off, or the file was.
    fn cut_short(&self, row: &Row<'_>, remarks: &mut Remarks) {
        let needed = self.plan.values.iter().map(|v| v.column + 1).max();
        if row.cells.len() < needed.unwrap_or(0) && self.is_text() {
            let width = self.plan.header.width().to_string();
            let cells = row.cells.len().to_string();
            let problem = Problem {
                severity: Severity::Warning,
                ..Problem::row("short", RemarkKind::Structure)
            };
            self.note(
                remarks,
                row,
                &problem,
                &[("cells", &cells), ("width", &width)],
            );
        }
    }

    /// Rows of workbooks end where their last cell does; only text files have a fixed width.
    fn is_text(&self) -> bool {
        self.sheet.is_empty()
    }

    fn role(&self, row: &Row<'_>, name: &str) -> Role {
        let matches = |rule: &RowRule| {
            rule.names.iter().any(|p| fits(p, name))
                || (!rule.keys.is_empty()
                    && self.plan.keys.iter().any(|k| {
                        let text = row.cell(k.column).text();
                        rule.keys.iter().any(|p| fits(p, &undressed(&text)))
                    }))
        };
        if matches(&self.profile.totals) {
            Role::Total
        } else if matches(&self.profile.unallocated) {
            Role::Unallocated
        } else {
            Role::Area
        }
    }

    /// The key columns put together; what marks a total or remainder falls away.
    fn key_text<'r>(&self, row: &'r Row<'_>, role: Role, remarks: &mut Remarks) -> Cow<'r, str> {
        let mut out = Cow::Borrowed("");
        for (at, key) in self.plan.keys.iter().enumerate() {
            let cell = row.cell(key.column).text();
            let text = match undressed(&cell) {
                Cow::Borrowed(text) => text,
                Cow::Owned(_) => &cell,
            };
            let text = match role {
                Role::Area => Cow::Borrowed(text),
                _ => self.without_marks(text, role, (at, row)),
            };
            let whole = matches!(&text, Cow::Borrowed(t) if !t.is_empty());
            let taken: Cow<'_, str> = match key.take {
                Some(n) if text.chars().count() > n => text.chars().take(n).collect(),
                _ => text,
            };
            let filled = match key.length {
                Some(length) if whole => self.filled(&taken, length, (row, key.column), remarks),
                _ => taken.clone(),
            };
            if self.plan.keys.len() == 1
                && matches!(row.cell(key.column), Cell::Text(_))
                && filled == cell
            {
                return cell;
            }
            out.to_mut().push_str(&filled);
        }
        out
    }

    fn filled<'t>(
        &self,
        text: &'t str,
        length: usize,
        (row, column): (&Row<'_>, usize),
        remarks: &mut Remarks,
    ) -> Cow<'t, str> {
        let filled = KeyReader::padded(text, length);
        if let Cow::Owned(filled) = &filled {
            let problem = Problem {
                severity: Severity::Note,
                column: Some(column),
                value: text,
                ..Problem::row("key_part_filled", RemarkKind::RepairedKey)
            };
            self.note(remarks, row, &problem, &[("key", filled)]);
        }
        filled
    }

    /// `123456SUM` → `123456`; a part that only says "total" or "no answer" → nothing.
    fn without_marks<'t>(
        &self,
        text: &'t str,
        role: Role,
        (at, row): (usize, &Row<'_>),
    ) -> Cow<'t, str> {
        let rule = match role {
            Role::Total => &self.profile.totals,
            _ => &self.profile.unallocated,
        };
        let marks = |text: &str| rule.keys.iter().find(|p| fits(p, text)).cloned();
        if let Some(mark) = marks(text) {
            let mark = mark.trim_matches('*');
            if role == Role::Total && !mark.is_empty() {
                return Cow::Owned(text.replace(mark, ""));
            }
            return Cow::Borrowed("");
        }
        // Recognised by its name alone: the first key column names the whole the people belong to.
        let by_key = self.plan.keys.iter().any(|k| {
            let text = row.cell(k.column).text();
            marks(&undressed(&text)).is_some()
        });
        if role == Role::Unallocated && !by_key && at > 0 {
            return Cow::Borrowed("");
        }
        Cow::Borrowed(text)
    }

    fn keyed(&self, text: &str, role: Role, row: &Row<'_>, remarks: &mut Remarks) -> Placed {
        let take = |key: String| Placed::Take { key, role };
        if role == Role::Total && text.is_empty() {
            return take(String::new());
        }
        let kind = RemarkKind::UnknownKey;
        let column = self.plan.keys.first().map(|k| k.column);
        match self.keys.read(text) {
            Key::Good(key) => take(key.into_owned()),
            // A total over a larger area has a shorter key; nobody looks it up as a part.
            Key::Strange if role != Role::Area => take(text.to_owned()),
            Key::Repaired(key) => {
                let problem = Problem {
                    severity: Severity::Note,
                    column,
                    value: text,
                    ..Problem::row("key_repaired", RemarkKind::RepairedKey)
                };
                self.note(remarks, row, &problem, &[("key", &key)]);
                take(key)
            }
            Key::Missing
                if self
                    .plan
                    .values
                    .iter()
                    .all(|v| row.cell(v.column).is_empty()) =>
            {
                Placed::Nothing
            }
            Key::Missing => {
                let problem = Problem {
                    column,
                    ..Problem::row("key_missing", RemarkKind::Unplaced)
                };
                self.note(remarks, row, &problem, &[]);
                Placed::Rejected
            }
            Key::Strange if self.is_header(text) => {
                let problem = Problem {
                    severity: Severity::Note,
                    ..Problem::row("header_again", RemarkKind::Header)
                };
                self.note(remarks, row, &problem, &[]);
                Placed::Nothing
            }
            Key::Strange if self.profile.key.others == Some(OtherKeys::Ignore) => Placed::Filtered,
            Key::Strange => {
                let lengths = match self.keys.lengths().as_str() {
                    "" => String::new(),
                    lengths => format!(" ({lengths} Stellen)"),
                };
                let problem = Problem {
                    column,
                    value: text,
                    ..Problem::row("key_strange", kind)
                };
                self.note(remarks, row, &problem, &[("lengths", &lengths)]);
                Placed::Rejected
            }
        }
    }

    fn is_header(&self, text: &str) -> bool {
        let column = self.plan.keys.first().map(|k| k.column);
        column.is_some_and(|c| self.names.get(c).is_some_and(|n| *n == tidy(text)))
    }

    /// Reads the numbers of a row that has its place.
    fn taken(
        &mut self,
        row: &Row<'_>,
        (key, role): (String, Role),
        remarks: &mut Remarks,
        sink: &mut dyn FnMut(Record),
    ) {
        let Some(period) = self.period(row, remarks) else {
            self.tally.rows_rejected += 1;
            return;
        };
        let meanings = match self.meanings(row, remarks) {
            Ok(meanings) => meanings,
            Err(Mapped::Ignore) => {
                self.tally.rows_filtered += 1;
                return;
            }
            Err(_) => {
                self.tally.rows_rejected += 1;
                return;
            }
        };
        self.cut_short(row, remarks);
        let name = self.plan.name.map(|c| row.cell(c).text());
        let name = name.filter(|n| !n.is_empty());
        for (at, meaning) in meanings.iter().enumerate() {
            let Some(outcome) = self.number(row, at, remarks) else {
                continue;
            };
            let value = &self.plan.values[at];
            let (Some((count, breakdown)), Some(period)) = (meaning, value.period.or(period))
            else {
                continue;
            };
            self.tally.records += 1;
            sink(Record {
                count: count.clone(),
                key: key.clone(),
                name: name.as_deref().map(ToOwned::to_owned),
                period,
                breakdown: breakdown.clone(),
                quantity: outcome,
                role,
                sheet: self.sheet.clone(),
                row: row.number,
                column: u32::try_from(value.column + 1).unwrap_or(u32::MAX),
            });
        }
    }

    /// The period of the row; `Some(None)` where every column has its own.
    #[expect(
        clippy::option_option,
        reason = "no period to find is not the same as none found"
    )]
    fn period(&mut self, row: &Row<'_>, remarks: &mut Remarks) -> Option<Option<Period>> {
        let column = match self.plan.period {
            PlannedPeriod::Fixed(period) => return Some(Some(period)),
            PlannedPeriod::PerColumn => return Some(None),
            PlannedPeriod::Column(column) => column,
        };
        let cell = row.cell(column);
        let text = cell.text();
        if self.last_period.1.is_some() && self.last_period.0 == text {
            return Some(self.last_period.1);
        }
        let Some(period) = moment::period(cell, self.plan.unit) else {
            let problem = Problem {
                column: Some(column),
                value: &text,
                ..Problem::row("period_strange", RemarkKind::Period)
            };
            self.note(remarks, row, &problem, &[]);
            return None;
        };
        if moment::is_serial(cell) {
            let problem = Problem {
                severity: Severity::Note,
                column: Some(column),
                value: &text,
                ..Problem::row("period_serial", RemarkKind::Period)
            };
            let period = vocabulary::german_period(period);
            self.note(remarks, row, &problem, &[("period", &period)]);
        }
        self.last_period = (text.into_owned(), Some(period));
        Some(Some(period))
    }

    /// What each column with numbers counts in this row.
    #[expect(
        clippy::type_complexity,
        reason = "count and breakdown of each column, shared"
    )]
    fn meanings(
        &mut self,
        row: &Row<'_>,
        remarks: &mut Remarks,
    ) -> Result<Arc<[Option<(CountId, Breakdown)>]>, Mapped> {
        self.combination.clear();
        if let Some(count) = &self.plan.count {
            let texts: Vec<Cow<'_, str>> =
                count.columns.iter().map(|c| row.cell(*c).text()).collect();
            let text = match texts.as_slice() {
                [one] => one.clone(),
                several => Cow::Owned(several.join(" / ")),
            };
            let mapped = self
                .counts
                .get(&text, |text| match (count.map.get(text), count.others) {
                    (Some(found), _) => Ok(Some(found.clone())),
                    (None, Unmapped::Ignore) => Err(Mapped::Ignore),
                    (None, Unmapped::Reject) => Err(Mapped::Reject),
                    (None, Unmapped::Keep) => CountId::parse(&slug(text))
                        .map(|count| {
                            Some(CountRef {
                                count,
                                breakdown: Breakdown::total(),
                            })
                        })
                        .map_err(|_| Mapped::Reject),
                });
            let column = count.columns.first().copied();
            self.mapped(mapped, ("count_strange", column, &text), row, remarks)?;
        }
        for at in 0..self.plan.dimensions.len() {
            let dimension = &self.plan.dimensions[at];
            let column = dimension.column;
            let text = row.cell(column).text();
            let mapped = self.categories[at].get(&text, |text| {
                let found = dimension.categories.get(text).map(String::as_str);
                match (found, dimension.others) {
                    (Some("ignore"), _) | (None, Unmapped::Ignore) => Err(Mapped::Ignore),
                    (Some(category), _) => Ok(category.to_owned()),
                    (None, Unmapped::Keep) if !text.is_empty() => Ok(slug(text)),
                    (None, _) => Err(Mapped::Reject),
                }
            });
            self.mapped(
                mapped,
                ("category_strange", Some(column), &text),
                row,
                remarks,
            )?;
        }
        if let Some(known) = self.combinations.get(self.combination.as_slice()) {
            return Ok(known.clone());
        }
        let made: Arc<[_]> = (0..self.plan.values.len())
            .map(|at| self.meaning(at))
            .collect();
        if let Some(at) = made.iter().position(Option::is_none) {
            let column = self.plan.values[at].column;
            let problem = Problem {
                column: Some(column),
                ..Problem::row("breakdown_strange", RemarkKind::Structure)
            };
            self.note(remarks, row, &problem, &[]);
        }
        if self.combinations.len() < 100_000 {
            self.combinations
                .insert(self.combination.as_slice().into(), made.clone());
        }
        Ok(made)
    }

    fn mapped(
        &mut self,
        mapped: Mapped,
        (text, column, value): (&'static str, Option<usize>, &str),
        row: &Row<'_>,
        remarks: &mut Remarks,
    ) -> Result<(), Mapped> {
        match mapped {
            Mapped::Item(item) => {
                self.combination.push(item);
                Ok(())
            }
            Mapped::Ignore => Err(mapped),
            Mapped::Reject => {
                let problem = Problem {
                    column,
                    value,
                    ..Problem::row(text, RemarkKind::Structure)
                };
                self.note(remarks, row, &problem, &[]);
                Err(mapped)
            }
        }
    }

    /// Count and breakdown of a column in the present combination.
    fn meaning(&self, at: usize) -> Option<(CountId, Breakdown)> {
        let value = &self.plan.values[at];
        let mut items = self.combination.iter().map(|i| *i as usize);
        let of_row = match &self.plan.count {
            Some(_) => self.counts.items.get(items.next()?)?.clone(),
            None => None,
        };
        let count = value
            .count
            .clone()
            .or_else(|| of_row.as_ref().map(|c| c.count.clone()))?;
        let mut pairs: Vec<(String, String)> = value
            .pairs
            .iter()
            .map(|(d, c)| (d.clone(), c.clone()))
            .collect();
        if let Some(of_row) = &of_row {
            let own = of_row.breakdown.pairs();
            pairs.extend(own.map(|(d, c)| (d.to_owned(), c.to_owned())));
        }
        for (dimension, item) in self.plan.dimensions.iter().zip(items) {
            let at = self
                .plan
                .dimensions
                .iter()
                .position(|d| std::ptr::eq(d, dimension))?;
            let category = self.categories[at].items.get(item)?;
            if category != "total" {
                pairs.push((dimension.dimension.clone(), category.clone()));
            }
        }
        Some((count, Breakdown::of(pairs).ok()?))
    }

    /// The number of a column, or `None` with a remark.
    fn number(
        &mut self,
        row: &Row<'_>,
        at: usize,
        remarks: &mut Remarks,
    ) -> Option<vocabulary::Quantity> {
        let value = &self.plan.values[at];
        let (column, quality) = (value.column, value.quality);
        let cell = row.cell(column);
        let mut outcome = self.symbols.read(cell, value.manner);
        if let Some(quality) = quality {
            let mark = row.cell(quality).text();
            if !mark.is_empty() {
                outcome = self.symbols.quality(outcome, &mark);
            }
        }
        match outcome {
            Outcome::Quantity(quantity) => Some(quantity),
            Outcome::Skip => None,
            Outcome::Refused(refusal) => {
                self.tally.cells_rejected += 1;
                self.refused(refusal, column, row, remarks);
                None
            }
        }
    }

    fn refused(&self, refusal: Refusal, column: usize, row: &Row<'_>, remarks: &mut Remarks) {
        let (text, kind) = match refusal {
            Refusal::NotANumber => ("not_a_number", RemarkKind::NotANumber),
            Refusal::OtherSigns => ("other_signs", RemarkKind::NotANumber),
            Refusal::Day => ("day_not_number", RemarkKind::NotANumber),
            Refusal::Fault => ("formula_fault", RemarkKind::NotANumber),
            Refusal::NotFinite => ("not_finite", RemarkKind::Impossible),
            Refusal::Negative => ("negative", RemarkKind::Impossible),
        };
        let cell = row.cell(column).text();
        let decimal = self.plan.signs.decimal.to_string();
        let problem = Problem {
            column: Some(column),
            value: &cell,
            ..Problem::row(text, kind)
        };
        self.note(remarks, row, &problem, &[("decimal", &decimal)]);
    }

    fn note(
        &self,
        remarks: &mut Remarks,
        row: &Row<'_>,
        problem: &Problem<'_>,
        places: &[(&str, &str)],
    ) {
        let column = problem.column;
        let named = column.map(|c| match self.names.get(c) {
            Some(name) => name.clone(),
            None => crate::cell::letters(c),
        });
        remarks.add(&Note {
            severity: problem.severity,
            kind: problem.kind,
            row: Some(row.number),
            column: named.as_deref(),
            value: problem.value,
            text: problem.text,
            places,
        });
    }
}

/// What is wrong with a row or cell.
struct Problem<'a> {
    severity: Severity,
    kind: RemarkKind,
    column: Option<usize>,
    value: &'a str,
    text: &'static str,
}

impl Problem<'_> {
    fn row(text: &'static str, kind: RemarkKind) -> Self {
        Self {
            severity: Severity::Rejected,
            kind,
            column: None,
            value: "",
            text,
        }
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
