//! What a profile means for the table at hand: every rule tied to a column.

use std::collections::BTreeMap;

use vocabulary::{CountId, Period, RemarkKind, Severity};

use crate::IntakeError;
use crate::cell::{Cell, Row, letters};
use crate::guard;
use crate::header::{Found, Header, locate};
use crate::moment;
use crate::number::{Signs, decimal_evidence};
use crate::pattern;
use crate::profile::{
    ColumnRule, CountRef, DimensionRule, Negative, PeriodUnit, Profile, Unmapped,
};
use crate::reading::{Note, Remarks};
use crate::symbol::Manner;

/// A profile tied to the columns of a table.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) header: Header,
    pub(crate) keys: Vec<PlannedKey>,
    pub(crate) name: Option<usize>,
    pub(crate) period: PlannedPeriod,
    pub(crate) unit: PeriodUnit,
    pub(crate) filters: Vec<(usize, Vec<String>)>,
    pub(crate) dimensions: Vec<PlannedDimension>,
    pub(crate) count: Option<PlannedCount>,
    pub(crate) values: Vec<PlannedValue>,
    pub(crate) signs: Signs,
}

/// A column with a part of the key.
#[derive(Clone, Debug)]
pub(crate) struct PlannedKey {
    pub(crate) column: usize,
    pub(crate) length: Option<usize>,
    pub(crate) take: Option<usize>,
}

/// Where the period of a row comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum PlannedPeriod {
    Fixed(Period),
    Column(usize),
    PerColumn,
}

/// A column that breaks the count down.
#[derive(Clone, Debug)]
pub(crate) struct PlannedDimension {
    pub(crate) column: usize,
    pub(crate) dimension: String,
    pub(crate) categories: BTreeMap<String, String>,
    pub(crate) others: Unmapped,
}

/// Columns whose texts say what the row counts.
#[derive(Clone, Debug)]
pub(crate) struct PlannedCount {
    pub(crate) columns: Vec<usize>,
    pub(crate) map: BTreeMap<String, CountRef>,
    pub(crate) others: Unmapped,
}

/// A column with numbers.
#[derive(Clone, Debug)]
pub(crate) struct PlannedValue {
    pub(crate) column: usize,
    pub(crate) count: Option<CountId>,
    pub(crate) pairs: BTreeMap<String, String>,
    pub(crate) period: Option<Period>,
    pub(crate) manner: Manner,
    pub(crate) quality: Option<usize>,
}

/// The table a profile is tied to.
#[derive(Clone, Copy)]
pub(crate) struct Table<'a> {
    pub(crate) file: &'a str,
    pub(crate) sheet: &'a str,
    pub(crate) rows: &'a [Row<'a>],
}

impl Plan {
    /// Finds every column of the profile in the table.
    pub(crate) fn of(
        profile: &Profile,
        table: Table<'_>,
        remarks: &mut Remarks,
    ) -> Result<Self, IntakeError> {
        let header = header_of(profile, table, remarks)?;
        guard::check(table.file, profile, &header, remarks)?;
        let profile = &guard::respelt(profile, &header, remarks);
        let place = Columns {
            file: table.file,
            header: &header,
        };
        let mut keys = Vec::new();
        for key in &profile.key.columns {
            keys.push(PlannedKey {
                column: place.needed(&key.column)?,
                length: key.length.map(|n| n as usize),
                take: key.take.map(|n| n as usize),
            });
        }
        let mut filters = Vec::new();
        for filter in &profile.filters {
            filters.push((place.needed(&filter.column)?, filter.values.clone()));
        }
        let mut dimensions = Vec::new();
        for rule in &profile.dimensions {
            dimensions.push(dimension(place.needed(&rule.column)?, rule));
        }
        let values = values_of(profile, &place, remarks)?;
        Ok(Self {
            keys,
            name: profile.name.as_deref().and_then(|n| place.one(n)),
            period: period_of(profile, table, &place)?,
            unit: profile.period.unit.unwrap_or_default(),
            filters,
            dimensions,
            count: count_of(profile, &place)?,
            signs: signs_of(profile, table.rows, header.data_from, &values),
            values,
            header,
        })
    }
}

/// Looks columns up and says what is wrong when they are not there.
struct Columns<'a> {
    file: &'a str,
    header: &'a Header,
}

impl Columns<'_> {
    fn one(&self, wanted: &str) -> Option<usize> {
        match self.header.find(wanted) {
            Found::One(column) => Some(column),
            Found::None | Found::Several(_) => None,
        }
    }

    fn tell(
        &self,
        rule: &ColumnRule,
        (text, severity): (&'static str, Severity),
        places: &[(&str, &str)],
        remarks: &mut Remarks,
    ) {
        remarks.add(&Note {
            severity,
            kind: RemarkKind::Header,
            row: Some(self.header.row),
            column: None,
            value: &rule.header,
            text,
            places,
        });
    }

    fn needed(&self, wanted: &str) -> Result<usize, IntakeError> {
        match self.header.find(wanted) {
            Found::One(column) => Ok(column),
            Found::None => Err(IntakeError::ColumnMissing {
                file: self.file.to_owned(),
                row: self.header.row,
                wanted: wanted.to_owned(),
                found: self.header.names(),
            }),
            Found::Several(columns) => Err(IntakeError::ColumnAmbiguous {
                file: self.file.to_owned(),
                row: self.header.row,
                wanted: wanted.to_owned(),
                found: lettered(&columns),
            }),
        }
    }
}

fn lettered(columns: &[usize]) -> String {
    let all: Vec<String> = columns.iter().take(10).map(|c| letters(*c)).collect();
    all.join(", ")
}

fn header_of(
    profile: &Profile,
    table: Table<'_>,
    remarks: &mut Remarks,
) -> Result<Header, IntakeError> {
    let mut wanted: Vec<&str> = profile
        .key
        .columns
        .iter()
        .map(|k| k.column.as_str())
        .collect();
    wanted.extend(profile.period.column.as_deref());
    wanted.extend(profile.value.as_deref());
    wanted.extend(profile.dimensions.iter().map(|d| d.column.as_str()));
    wanted.extend(profile.columns.iter().take(50).map(|c| c.header.as_str()));
    let expected = profile.expected.headings.iter().map(String::as_str);
    wanted.extend(expected.filter(|h| !h.is_empty()).take(50));
    let Some(first) = locate(table.rows, &profile.header, &wanted) else {
        let widest = (0..table.rows.len().min(60))
            .rev()
            .max_by_key(|i| table.rows[*i].width());
        let nearest = widest.map(|i| Header::at(table.rows, i, &profile.header));
        return Err(IntakeError::HeaderMissing {
            file: table.file.to_owned(),
            wanted: wanted.first().copied().unwrap_or_default().to_owned(),
            searched: table.rows.len().min(60),
            found: nearest.map_or_else(String::new, |h| h.names()),
        });
    };
    let header = Header::at(table.rows, first, &profile.header);
    if let Some(said) = profile.header.row
        && said != header.row
    {
        let (found, wanted) = (header.row.to_string(), said.to_string());
        remarks.add(&Note {
            severity: Severity::Warning,
            kind: RemarkKind::Header,
            row: Some(header.row),
            column: None,
            value: "",
            text: "header_moved",
            places: &[("found", &found), ("wanted", &wanted)],
        });
    }
    Ok(header)
}

fn dimension(column: usize, rule: &DimensionRule) -> PlannedDimension {
    let categories = rule.categories.iter();
    PlannedDimension {
        column,
        dimension: rule.dimension.clone(),
        categories: categories
            .map(|(text, category)| (crate::header::tidy(text), category.clone()))
            .collect(),
        others: rule.others.unwrap_or_default(),
    }
}

fn count_of(profile: &Profile, place: &Columns<'_>) -> Result<Option<PlannedCount>, IntakeError> {
    if profile.count.columns.is_empty() || profile.count.constant.is_some() {
        return Ok(None);
    }
    let columns = profile.count.columns.iter();
    let map = profile.count.map.iter();
    Ok(Some(PlannedCount {
        columns: columns.map(|c| place.needed(c)).collect::<Result<_, _>>()?,
        map: map
            .map(|(text, count)| (crate::header::tidy(text), count.clone()))
            .collect(),
        others: profile.count.others.unwrap_or_default(),
    }))
}

fn values_of(
    profile: &Profile,
    place: &Columns<'_>,
    remarks: &mut Remarks,
) -> Result<Vec<PlannedValue>, IntakeError> {
    let mut values = Vec::new();
    if let Some(value) = &profile.value {
        let quality = profile.quality.as_deref().and_then(|q| place.one(q));
        values.push(PlannedValue {
            column: place.needed(value)?,
            count: profile.count.constant.clone(),
            pairs: BTreeMap::new(),
            period: None,
            manner: manner(profile, None),
            quality,
        });
    }
    for rule in &profile.columns {
        values.extend(planned(profile, rule, place, remarks));
    }
    if values.is_empty() {
        let wanted = profile.columns.iter().take(10).map(|c| c.header.as_str());
        return Err(IntakeError::NoNumbers {
            file: place.file.to_owned(),
            wanted: wanted.collect::<Vec<_>>().join(", "),
            found: place.header.names(),
        });
    }
    Ok(values)
}

/// The columns of one rule: one, or as many as there are periods in the header.
fn planned(
    profile: &Profile,
    rule: &ColumnRule,
    place: &Columns<'_>,
    remarks: &mut Remarks,
) -> Vec<PlannedValue> {
    let optional = rule.optional == Some(true);
    if let Some(depth) = profile.period.header_row {
        let depth = depth.max(1) as usize - 1;
        let columns = place.header.find_all(&rule.header, depth);
        if columns.is_empty() && !optional {
            place.tell(rule, ("column_absent", Severity::Warning), &[], remarks);
        }
        let unit = profile.period.unit.unwrap_or_default();
        let period = |c: usize| moment::period(&Cell::of(place.header.part(c, depth)), unit);
        let dated = columns.into_iter().filter_map(|c| Some((c, period(c)?)));
        return dated
            .map(|(c, p)| planned_value(profile, rule, place, (c, Some(p))))
            .collect();
    }
    match place.header.find(&rule.header) {
        Found::One(column) => {
            return vec![planned_value(profile, rule, place, (column, rule.period))];
        }
        Found::None if optional => {}
        Found::None => place.tell(rule, ("column_absent", Severity::Warning), &[], remarks),
        Found::Several(columns) => {
            let found = lettered(&columns);
            let text = ("column_twice", Severity::Rejected);
            place.tell(rule, text, &[("found", &found)], remarks);
        }
    }
    Vec::new()
}

fn planned_value(
    profile: &Profile,
    rule: &ColumnRule,
    place: &Columns<'_>,
    (column, period): (usize, Option<Period>),
) -> PlannedValue {
    let quality = rule.quality.as_deref().or(profile.quality.as_deref());
    PlannedValue {
        column,
        count: Some(rule.count.clone()),
        pairs: rule.breakdown.clone(),
        period,
        manner: manner(profile, Some(rule)),
        quality: quality.and_then(|q| place.one(q)),
    }
}

fn manner(profile: &Profile, rule: Option<&ColumnRule>) -> Manner {
    let own = rule.and_then(|r| r.negative);
    let negative = own.or(profile.numbers.negative).unwrap_or_default();
    Manner {
        negative_allowed: negative == Negative::Allow,
        factor: rule.and_then(|r| r.factor).unwrap_or(1.0),
    }
}

fn period_of(
    profile: &Profile,
    table: Table<'_>,
    place: &Columns<'_>,
) -> Result<PlannedPeriod, IntakeError> {
    let rule = &profile.period;
    let unit = rule.unit.unwrap_or_default();
    if let Some(period) = rule.constant {
        return Ok(PlannedPeriod::Fixed(period));
    }
    if let Some(column) = &rule.column {
        return place.needed(column).map(PlannedPeriod::Column);
    }
    if rule.header_row.is_some() || profile.columns.iter().any(|c| c.period.is_some()) {
        return Ok(PlannedPeriod::PerColumn);
    }
    let of_name = |pattern: &Option<String>, name: &str| {
        moment::of_caught(pattern::catch(pattern.as_deref()?, name)?, unit)
    };
    let of_preamble = |pattern: &str| {
        let above = table
            .rows
            .iter()
            .take_while(|r| r.number < place.header.row);
        let mut cells = above.flat_map(|r| &r.cells);
        cells.find_map(|c| moment::of_caught(pattern::catch_within(pattern, &c.text())?, unit))
    };
    of_name(&rule.file_name, table.file)
        .or_else(|| of_name(&rule.sheet_name, table.sheet))
        .or_else(|| of_preamble(rule.preamble.as_deref()?))
        .map(PlannedPeriod::Fixed)
        .ok_or_else(|| {
            let patterns = [&rule.file_name, &rule.sheet_name, &rule.preamble];
            let wanted = patterns.iter().filter_map(|p| p.as_deref());
            IntakeError::PeriodMissing {
                file: table.file.to_owned(),
                wanted: wanted.collect::<Vec<_>>().join(", "),
            }
        })
}

/// The signs of the profile, or those the first rows show.
fn signs_of(
    profile: &Profile,
    rows: &[Row<'_>],
    data_from: usize,
    values: &[PlannedValue],
) -> Signs {
    let rules = &profile.numbers;
    let decimal = match rules.decimal.as_deref() {
        Some(",") => ',',
        Some(".") => '.',
        _ => shown_decimal(rows, data_from, values).unwrap_or(','),
    };
    let usual = if decimal == ',' {
        Signs::GERMAN
    } else {
        Signs::ENGLISH
    };
    Signs {
        decimal,
        thousands: match rules.thousands.as_deref() {
            Some("none") => None,
            Some("auto") | None => usual.thousands,
            Some(sign) => sign.chars().next(),
        },
    }
}

fn shown_decimal(rows: &[Row<'_>], data_from: usize, values: &[PlannedValue]) -> Option<char> {
    let (mut commas, mut points) = (0, 0);
    for row in rows.iter().skip(data_from) {
        for value in values {
            let Cell::Text(text) = row.cell(value.column) else {
                continue;
            };
            match decimal_evidence(text) {
                Some(',') => commas += 1,
                Some(_) => points += 1,
                None => {}
            }
        }
    }
    (commas + points > 0).then_some(if commas >= points { ',' } else { '.' })
}
