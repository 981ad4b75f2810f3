//! A delivery read and placed, not yet compared with what is stored: pure, so that several can be read at once.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use intake::profile::KeyType;
use intake::{GridCell, PointKey, Profile, Reading, Record, Role};
use vocabulary::{AreaKey, Flags, Place, Quantity, RemarkKind, Severity};

use super::places::{Found, Places};
use super::remarks::Remarks;
use crate::counts::{Amount, Cell, SeriesKey};
use crate::report::UnknownKey;

/// Different unknown keys kept by name; more are only counted.
const UNKNOWN_KEPT: usize = 1000;
/// Rows listed for each unknown key.
const ROWS_LISTED: usize = 100;

/// Cells in areas, with the dictionaries their numbers refer to.
#[derive(Default)]
pub(crate) struct Draft {
    pub(crate) cells: Vec<Cell>,
    pub(crate) series: Vec<SeriesKey>,
    pub(crate) areas: Vec<AreaKey>,
    pub(crate) sheets: Vec<Arc<str>>,
    pub(crate) unplaced_rows: u64,
    pub(crate) unplaced_cells: u64,
    pub(crate) unknown: BTreeMap<String, UnknownKey>,
    pub(crate) remarks: Remarks,
    pub(crate) reading: Reading,
}

/// Places records one after the other.
pub(super) struct Drafting<'a> {
    file: &'a str,
    profile: &'a Profile,
    places: &'a Places,
    draft: Draft,
    spots: Vec<HashMap<String, Spot>>,
    series: HashMap<SeriesKey, u32>,
    areas: HashMap<AreaKey, u32>,
    last_unplaced: Option<(Arc<str>, u32)>,
    last_series: Option<(SeriesKey, u32)>,
}

/// Where a key leads, looked up once per territorial status.
struct Spot {
    target: Target,
    names: HashSet<String>,
}

#[derive(Clone)]
enum Target {
    Area { key: AreaKey, name: String },
    Nothing(&'static str, String),
}

impl<'a> Drafting<'a> {
    /// For one file.
    pub(super) fn new(file: &'a str, profile: &'a Profile, places: &'a Places) -> Self {
        Self {
            file,
            profile,
            places,
            draft: Draft::default(),
            spots: (0..places.versions()).map(|_| HashMap::new()).collect(),
            series: HashMap::new(),
            areas: HashMap::new(),
            last_unplaced: None,
            last_series: None,
        }
    }

    /// Places one record.
    pub(super) fn take(&mut self, record: Record) {
        let Some(version) = self.places.version_of(record.period) else {
            return self.unplaced(&record, "unknown_key", "");
        };
        match self.target(version, &record) {
            Target::Area { key, .. } => self.place(record, key),
            Target::Nothing(text, validity) => self.unplaced(&record, text, &validity),
        }
    }

    /// Hands the draft over.
    pub(super) fn finish(mut self, reading: Reading) -> Draft {
        if self.profile.complete {
            self.add_zeros();
        }
        let unknown = std::mem::take(&mut self.draft.unknown);
        for (key, found) in &unknown {
            self.remark_unknown(key, found);
        }
        self.draft.unknown = unknown;
        self.draft.reading = reading;
        self.draft
    }

    /// A complete file says zero of every area without parts that it does not name; such cells stand in no row.
    fn add_zeros(&mut self) {
        let named: HashSet<(u32, u32)> = self
            .draft
            .cells
            .iter()
            .map(|c| (c.series, c.area))
            .collect();
        let sheet = self.draft.cells.first().map_or(0, |c| c.sheet);
        for (series, period) in (0u32..).zip(
            self.draft
                .series
                .iter()
                .map(|s| s.period)
                .collect::<Vec<_>>(),
        ) {
            let Some(version) = self.places.version_of(period) else {
                continue;
            };
            for area in self.places.version(version).tree.leaves() {
                let area = self.area_number(area.key.clone());
                if !named.contains(&(series, area)) {
                    let amount = Amount::from(Quantity::known(0.0));
                    self.draft.cells.push(Cell {
                        series,
                        area,
                        sheet,
                        column: 0,
                        row: 0,
                        amount,
                    });
                }
            }
        }
    }

    fn target(&mut self, version: usize, record: &Record) -> Target {
        if record.key.is_empty() {
            let root = self.places.version(version).tree.root();
            return match record.role {
                Role::Area => Target::Nothing("unknown_key", String::new()),
                Role::Total | Role::Unallocated => Target::Area {
                    key: root.key.clone(),
                    name: root.name.clone(),
                },
            };
        }
        if !self.spots[version].contains_key(&record.key) {
            let target = self.look_up(version, record);
            let names = HashSet::new();
            self.spots[version].insert(record.key.clone(), Spot { target, names });
        }
        let spot = self.spots[version]
            .get_mut(&record.key)
            .expect("it was inserted just now");
        if let (Target::Area { key, name }, Some(written), Role::Area) =
            (&spot.target, &record.name, record.role)
            && !spot.names.contains(written.as_str())
        {
            spot.names.insert(written.clone());
            if !same_name(written, name) {
                let place = place_of(self.file, record);
                let values = [
                    ("area", key.as_str()),
                    ("expected", name),
                    ("value", written),
                ];
                let kind = (Severity::Warning, RemarkKind::NameMismatch);
                self.draft
                    .remarks
                    .add(kind, place, "name_mismatch", &values);
            }
        }
        spot.target.clone()
    }

    fn look_up(&mut self, version: usize, record: &Record) -> Target {
        let key = record.key.as_str();
        let area = |key: AreaKey, name: String| Target::Area { key, name };
        match self.places.find(version, key) {
            Found::Area(key, name) => area(key, name),
            Found::Repaired(found, name) => {
                let values = [("value", key), ("area", found.as_str())];
                let kind = (Severity::Note, RemarkKind::RepairedKey);
                let place = place_of(self.file, record);
                self.draft.remarks.add(kind, place, "repaired_key", &values);
                area(found, name)
            }
            Found::OtherTime(_, validity) => Target::Nothing("other_time", validity),
            Found::Nothing => match self.profile.key_type() {
                KeyType::Grid => GridCell::parse(key)
                    .and_then(|cell| self.places.at_midpoint(version, cell))
                    .map_or(Target::Nothing("outside", String::new()), |key| {
                        area(key, String::new())
                    }),
                KeyType::Point => PointKey::parse(key)
                    .and_then(|point| self.places.at_point(version, point))
                    .map_or(Target::Nothing("outside", String::new()), |key| {
                        area(key, String::new())
                    }),
                KeyType::District => self
                    .places
                    .assigned(&self.profile.id, record.period.last_year(), key)
                    .map_or(Target::Nothing("unassigned", String::new()), |key| {
                        area(key.clone(), String::new())
                    }),
                _ => Target::Nothing("unknown_key", String::new()),
            },
        }
    }

    fn place(&mut self, record: Record, key: AreaKey) {
        let key = match record.role {
            Role::Unallocated if key.unallocated_of().is_none() => key.unallocated(),
            _ => key,
        };
        let mut amount = Amount::from(record.quantity);
        if self.profile.key_type() == KeyType::Grid {
            amount.flags |= Flags::ESTIMATED.bits();
        }
        let series = SeriesKey {
            count: record.count,
            period: record.period,
            breakdown: record.breakdown,
        };
        let cell = Cell {
            series: self.series_number(series),
            area: self.area_number(key),
            sheet: self.sheet_number(&record.sheet),
            column: u16::try_from(record.column).unwrap_or(u16::MAX),
            row: record.row,
            amount,
        };
        self.draft.cells.push(cell);
    }

    fn series_number(&mut self, key: SeriesKey) -> u32 {
        if let Some((last, number)) = &self.last_series
            && *last == key
        {
            return *number;
        }
        let series = &mut self.draft.series;
        let number = *self.series.entry(key.clone()).or_insert_with(|| {
            series.push(key.clone());
            u32::try_from(series.len() - 1).expect("a file has fewer series than cells")
        });
        self.last_series = Some((key, number));
        number
    }

    fn area_number(&mut self, key: AreaKey) -> u32 {
        let areas = &mut self.draft.areas;
        *self.areas.entry(key).or_insert_with_key(|key| {
            areas.push(key.clone());
            u32::try_from(areas.len() - 1).expect("there are fewer areas than cells")
        })
    }

    fn sheet_number(&mut self, sheet: &Arc<str>) -> u16 {
        let sheets = &mut self.draft.sheets;
        // The sheet of the row before is nearly always the one.
        let known = sheets.iter().rposition(|s| s == sheet);
        let number = known.unwrap_or_else(|| {
            sheets.push(sheet.clone());
            sheets.len() - 1
        });
        u16::try_from(number).unwrap_or(u16::MAX)
    }

    fn unplaced(&mut self, record: &Record, text: &'static str, validity: &str) {
        self.draft.unplaced_cells += 1;
        let row = (record.sheet.clone(), record.row);
        let same_row = self.last_unplaced.replace(row.clone()) == Some(row);
        if !same_row {
            self.draft.unplaced_rows += 1;
        }
        let full = self.draft.unknown.len() >= UNKNOWN_KEPT;
        if full && !self.draft.unknown.contains_key(&record.key) {
            return;
        }
        let known = self.draft.unknown.entry(record.key.clone());
        let unknown = known.or_insert_with(|| UnknownKey {
            key: record.key.clone(),
            name: record.name.clone(),
            rows: 0,
            cells: 0,
            first: place_of(self.file, record),
            listed_rows: Vec::new(),
            reason: text,
            validity: validity.to_owned(),
            period: record.period,
        });
        unknown.cells += 1;
        if !same_row {
            unknown.rows += 1;
            if unknown.listed_rows.len() < ROWS_LISTED {
                unknown.listed_rows.push(record.row);
            }
        }
    }

    fn remark_unknown(&mut self, key: &str, unknown: &UnknownKey) {
        let name = unknown
            .name
            .as_ref()
            .map_or(String::new(), |n| format!(" ({n})"));
        let (rows, period) = (unknown.rows.to_string(), unknown.period.to_string());
        let values = [
            ("value", key),
            ("name", name.as_str()),
            ("rows", rows.as_str()),
            ("period", period.as_str()),
            ("validity", unknown.validity.as_str()),
            ("list", self.profile.id.as_str()),
        ];
        let kind = match unknown.reason {
            "outside" | "unassigned" => RemarkKind::Unplaced,
            _ => RemarkKind::UnknownKey,
        };
        let weight = (Severity::Rejected, kind);
        self.draft
            .remarks
            .add(weight, unknown.first.clone(), unknown.reason, &values);
    }
}

/// Where a record stands.
pub(super) fn place_of(file: &str, record: &Record) -> Place {
    Place {
        file: file.to_owned(),
        sheet: (!record.sheet.is_empty()).then(|| record.sheet.to_string()),
        row: Some(record.row),
        column: Some(column_letters(record.column)),
    }
}

/// `A`, `Z`, `AA` for 1, 26, 27, as a spreadsheet names columns.
pub(crate) fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).expect("a remainder of 26 is small");
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Whether two spellings mean the same name: case, blanks, `ß` and an addition after a comma do not count.
fn same_name(written: &str, expected: &str) -> bool {
    let plain = |text: &str| {
        let name = text.split([',', '(']).next().unwrap_or_default();
        name.to_lowercase()
            .replace('ß', "ss")
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
    };
    expected.is_empty() || written.trim().is_empty() || plain(written) == plain(expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_in_a_spreadsheet() {
        for (column, letters) in [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA"), (0, "")] {
            assert_eq!(column_letters(column), letters);
        }
    }

    #[test]
    fn an_addition_to_a_name_is_no_mistake_but_a_typo_is() {
        assert!(same_name("  Lindenau, Stadt", "Lindenau"));
        assert!(same_name("GROSS KREUZ", "Groß Kreuz"));
        assert!(!same_name("Lindenua", "Lindenau"));
    }
}
