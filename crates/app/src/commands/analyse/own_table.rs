//! A plain table of one's own: one row per area, period and indicator, with numerator and denominator.
//!
//! It becomes what a delivery becomes (areas, definitions, counts), so that it goes through the same gate. Every area
//! lies in one whole; a column `parent` puts a level between them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use areas::{Area, AreaTree, Level};
use disclosure::{ClassRule, GroupRules, Method, Rules, Secondary, Zeros};
use indicators::Catalogue;
use indicators::catalogue::Source;
use vocabulary::{
    AreaKey, Breakdown, ClassId, IndicatorId, LevelId, Observation, Origin, Period, Quantity,
};

use crate::failure::{InGerman, files, told};

/// The class of confidentiality of everything in the table.
const CLASS: &str = "own";
/// The key of the whole.
const WHOLE: &str = "gesamt";
/// The indicator of a table that names none.
const ONLY: &str = "wert";
/// The smallest denominator a share is shown with, once anything is protected.
const MIN_DENOMINATOR: f64 = 10.0;

/// The table as read.
#[derive(Debug)]
pub(super) struct OwnTable {
    rows: Vec<Row>,
    indicators: Vec<IndicatorId>,
}

#[derive(Debug)]
struct Row {
    line: u32,
    area: AreaKey,
    name: String,
    parent: Option<AreaKey>,
    indicator: IndicatorId,
    period: Period,
    numerator: Option<f64>,
    denominator: Option<f64>,
}

/// Where the columns stand.
struct Columns {
    area: usize,
    period: usize,
    numerator: usize,
    denominator: usize,
    name: Option<usize>,
    parent: Option<usize>,
    indicator: Option<usize>,
}

/// What an indicator of the table can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Count,
    Share,
    Rate,
}

impl Form {
    /// The lines of its definition.
    fn definition(self, i: usize) -> String {
        match self {
            Self::Count => "kind = \"count\"\nunit = \"Fälle\"".to_owned(),
            Self::Share => {
                format!("kind = \"share\"\ndenominator = \"d{i}\"\nunit = \"%\"\ndecimals = 1")
            }
            Self::Rate => format!(
                "kind = \"rate\"\ndenominator = \"d{i}\"\nunit = \"je 1.000\"\nfactor = 1000\ndecimals = 1"
            ),
        }
    }
}

impl OwnTable {
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = files::text(path)?;
        let name = path.file_name().unwrap_or(path.as_os_str());
        Self::parse(&name.to_string_lossy(), &text)
    }

    fn parse(file: &str, text: &str) -> Result<Self> {
        let text = text.trim_start_matches('\u{feff}');
        let first = text.lines().next().unwrap_or_default();
        let separator = if first.contains(';') { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let columns = Columns::of(file, reader.headers()?)?;
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| {
                let cause = vocabulary::causes::technical(&error.to_string());
                told(format!("{file}: Die Tabelle ist kein lesbares CSV ({cause}). Bitte als UTF-8 mit Semikolon speichern."))
            })?;
            let line = record.position().map_or(0, csv::Position::line);
            rows.push(columns.row((file, line), &record)?);
        }
        if rows.is_empty() {
            return Err(told(format!(
                "{file}: Unter der Kopfzeile steht keine Zeile."
            )));
        }
        once_each(file, &rows)?;
        let known: BTreeSet<IndicatorId> = rows.iter().map(|r| r.indicator.clone()).collect();
        Ok(Self {
            rows,
            indicators: known.into_iter().collect(),
        })
    }

    /// The whole, what lies between, and the areas.
    pub(super) fn tree(&self) -> Result<AreaTree> {
        let whole = self.whole()?;
        let parents: BTreeSet<&AreaKey> =
            self.rows.iter().filter_map(|r| r.parent.as_ref()).collect();
        let mut levels = vec![level("whole", "Gesamtheit", "Gesamtheiten")?];
        if !parents.is_empty() {
            levels.push(level("upper", "Obergebiet", "Obergebiete")?);
        }
        levels.push(level("area", "Gebiet", "Gebiete")?);
        let mut areas = vec![area(&whole, ("alle Gebiete", "whole"), None)?];
        for parent in parents {
            areas.push(area(parent, (parent.as_str(), "upper"), Some(&whole))?);
        }
        let mut seen = BTreeSet::new();
        for row in &self.rows {
            if seen.insert(&row.area) {
                let parent = row.parent.as_ref().unwrap_or(&whole);
                areas.push(area(&row.area, (&row.name, "area"), Some(parent))?);
            }
        }
        let version = "eigene-tabelle".parse().in_german()?;
        AreaTree::new(version, levels, areas, Vec::new()).in_german()
    }

    /// A key for the whole that no area of the table has.
    fn whole(&self) -> Result<AreaKey> {
        let taken: BTreeSet<&str> = self
            .rows
            .iter()
            .flat_map(|r| [Some(&r.area), r.parent.as_ref()])
            .flatten()
            .map(AreaKey::as_str)
            .collect();
        let mut key = WHOLE.to_owned();
        while taken.contains(key.as_str()) {
            key.push('_');
        }
        AreaKey::parse(&key).in_german()
    }

    /// One definition per indicator; more counts as burden, so that the rules look at it.
    pub(super) fn catalogue(&self) -> Result<Catalogue> {
        let (mut counts, mut indicators) = (String::new(), String::new());
        for (i, id) in self.indicators.iter().enumerate() {
            let form = self.form(id);
            let parts: &[&str] = if form == Form::Count {
                &["n"]
            } else {
                &["n", "d"]
            };
            for part in parts {
                let _ = write!(
                    counts,
                    "[[count]]\nid = \"{part}{i}\"\nname = \"{part}{i}\"\nunit = \"Fälle\"\nnature = \"stock\"\n\
                     reference = \"\"\nsource = \"eigene Tabelle\"\nclass = \"{CLASS}\"\npersons = true\n"
                );
            }
            let _ = write!(
                indicators,
                "[[indicator]]\nid = \"{id}\"\nname = \"{id}\"\ntopic = \"{CLASS}\"\nnumerator = \"n{i}\"\n{}\n\
                 polarity = \"higher_is_burden\"\nlevels = [\"whole\", \"upper\", \"area\"]\n",
                form.definition(i)
            );
        }
        let topics = format!("[[topic]]\nid = \"{CLASS}\"\nname = \"Eigene Tabelle\"\n");
        let source = |file, text| Source { file, text };
        Catalogue::load(
            source("counts.toml", &counts),
            source("indicators.toml", &indicators),
            source("topics.toml", &topics),
        )
        .in_german()
    }

    fn form(&self, id: &IndicatorId) -> Form {
        let rows = || self.rows.iter().filter(|r| r.indicator == *id);
        if rows().all(|r| r.denominator.is_none()) {
            return Form::Count;
        }
        let more = |r: &Row| r.numerator.zip(r.denominator).is_some_and(|(n, d)| n > d);
        if rows().any(more) {
            Form::Rate
        } else {
            Form::Share
        }
    }

    /// How the indicators were understood.
    pub(super) fn notes(&self) -> Vec<String> {
        let rates = self
            .indicators
            .iter()
            .filter(|id| self.form(id) == Form::Rate);
        rates
            .map(|id| format!("{id}: Ein Zähler ist größer als sein Nenner; gerechnet wird als Rate je 1.000, nicht als Anteil."))
            .collect()
    }

    /// Numerators and denominators as counts.
    pub(super) fn observations(&self) -> Vec<Observation> {
        let mut found = Vec::new();
        for row in &self.rows {
            let Some(i) = self.indicators.iter().position(|id| *id == row.indicator) else {
                continue;
            };
            let numbers = [("n", 3, row.numerator), ("d", 4, row.denominator)];
            for (part, column, number) in numbers {
                let Some(number) = number else { continue };
                found.push(Observation {
                    count: format!("{part}{i}").parse().expect("a letter and a number"),
                    area: row.area.clone(),
                    period: row.period,
                    breakdown: Breakdown::total(),
                    quantity: Quantity::known(number),
                    origin: Origin {
                        delivery: "eigene-tabelle".parse().expect("a word"),
                        sheet: Arc::from(""),
                        row: row.line,
                        column,
                    },
                });
            }
        }
        found
    }

    /// The rules of confidentiality for the table.
    pub(super) fn protection(threshold: u32) -> Rules {
        let threshold = f64::from(threshold);
        Rules {
            method: Method::Suppression,
            secondary: Secondary::default(),
            rounding_base: None,
            cell_key: None,
            keep: Vec::new(),
            classes: vec![ClassRule {
                id: ClassId::parse(CLASS).expect("a word"),
                name: "Eigene Tabelle".into(),
                threshold,
                internal_threshold: threshold,
                min_denominator: if threshold > 0.0 {
                    MIN_DENOMINATOR
                } else {
                    0.0
                },
                zeros: Zeros::Publish,
                complement: true,
                dominance: None,
                method: None,
            }],
            published_by_others: Vec::new(),
            identities: Vec::new(),
            contained: Vec::new(),
            importance: Vec::new(),
            groups: GroupRules::default(),
        }
    }
}

impl Columns {
    fn of(file: &str, head: &csv::StringRecord) -> Result<Self> {
        let find = |name: &str| head.iter().position(|h| h.eq_ignore_ascii_case(name));
        let need = |name: &str| {
            find(name).ok_or_else(|| {
                let there: Vec<&str> = head.iter().collect();
                told(format!(
                    "{file}, Zeile 1: Die Spalte „{name}“ fehlt. Nötig sind area_id, period, numerator und denominator; \
                     da sind: {}.",
                    there.join(", ")
                ))
            })
        };
        Ok(Self {
            area: need("area_id")?,
            period: need("period")?,
            numerator: need("numerator")?,
            denominator: need("denominator")?,
            name: find("name"),
            parent: find("parent"),
            indicator: find("indicator"),
        })
    }

    fn row(&self, (file, line): (&str, u64), record: &csv::StringRecord) -> Result<Row> {
        let cell = |column: usize| record.get(column).unwrap_or_default();
        let some = |column: Option<usize>| column.map(cell).filter(|text| !text.is_empty());
        let at =
            |column: &str, why: &str| told(format!("{file}, Zeile {line}, Spalte {column}: {why}"));
        let key = |column, text: &str| {
            AreaKey::parse(text).map_err(|e| at(column, &vocabulary::Explain::german(&e)))
        };
        let number = |column, text: &str| number(text).map_err(|why| at(column, &why));
        let area = key("area_id", cell(self.area))?;
        Ok(Row {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            name: some(self.name).unwrap_or(area.as_str()).to_owned(),
            parent: some(self.parent)
                .map(|text| key("parent", text))
                .transpose()?,
            indicator: IndicatorId::parse(some(self.indicator).unwrap_or(ONLY))
                .map_err(|e| at("indicator", &vocabulary::Explain::german(&e)))?,
            period: cell(self.period)
                .parse()
                .map_err(|e: vocabulary::PeriodError| {
                    at("period", &vocabulary::Explain::german(&e))
                })?,
            numerator: number("numerator", cell(self.numerator))?,
            denominator: number("denominator", cell(self.denominator))?,
            area,
        })
    }
}

/// A count; an empty cell is not known.
fn number(text: &str) -> std::result::Result<Option<f64>, String> {
    if text.is_empty() || text == "." {
        return Ok(None);
    }
    let found = text.replace(',', ".").parse::<f64>();
    match found {
        Ok(number) if number.is_finite() && number >= 0.0 => Ok(Some(number)),
        Ok(number) if number.is_finite() => {
            Err(format!("„{text}“ ist negativ; hier stehen Anzahlen."))
        }
        _ => Err(format!(
            "„{text}“ ist keine Zahl. Bitte ohne Tausenderpunkt schreiben; leer heißt unbekannt."
        )),
    }
}

/// An area, period and indicator may stand once, and an area lies in one parent.
fn once_each(file: &str, rows: &[Row]) -> Result<()> {
    let (mut seen, mut parents) = (BTreeMap::new(), BTreeMap::new());
    for row in rows {
        let what = (&row.area, &row.indicator, row.period);
        if let Some(before) = seen.insert(what, row.line) {
            return Err(told(format!(
                "{file}, Zeile {}: {} steht für {} schon in Zeile {before}. Bitte eine der beiden Zeilen streichen.",
                row.line, row.area, row.period
            )));
        }
        let parent = parents.entry(&row.area).or_insert(&row.parent);
        if **parent != row.parent {
            return Err(told(format!(
                "{file}, Zeile {}: {} liegt hier in einem anderen Obergebiet als weiter oben. Bitte vereinheitlichen.",
                row.line, row.area
            )));
        }
    }
    Ok(())
}

fn level(id: &str, name: &str, plural: &str) -> Result<Level> {
    Ok(Level {
        id: LevelId::parse(id).in_german()?,
        name: name.into(),
        plural: plural.into(),
    })
}

fn area(key: &AreaKey, (name, level): (&str, &str), parent: Option<&AreaKey>) -> Result<Area> {
    Ok(Area {
        key: key.clone(),
        name: name.to_owned(),
        level: LevelId::parse(level).in_german()?,
        parent: parent.cloned(),
        valid_from: None,
        valid_to: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        OwnTable::parse("eigen.csv", text).unwrap_err().to_string()
    }

    #[test]
    fn a_plain_table_becomes_figures_behind_the_gate() {
        let text = "area_id;period;numerator;denominator;name\n01;2024;2;400;Nord\n02;2024;90;500;Süd\n03;2024;40;300;Ost\n04;2024;33;300;West\n";
        let table = OwnTable::parse("eigen.csv", text).unwrap();
        let (tree, catalogue) = (table.tree().unwrap(), table.catalogue().unwrap());
        let region = indicators::Region::of(&tree);
        let figures = indicators::compute(&catalogue, &region, &table.observations());
        let rules = OwnTable::protection(3);
        let (released, protocol) =
            disclosure::release::<disclosure::Public>(&figures, &catalogue, &rules).unwrap();
        let value = |area: &str| {
            let rows = released.rows().iter();
            rows.filter(|r| r.area.as_str() == area)
                .find_map(|r| r.value)
        };
        assert_eq!(value("01"), None, "two people are nobody's business");
        assert_eq!(value("gesamt"), Some(11.0));
        assert!(
            protocol.hidden() > 1,
            "and nobody can subtract them: {protocol:?}"
        );
    }

    #[test]
    fn a_table_that_cannot_be_used_says_where_and_what_to_do() {
        assert!(refused("area_id;period;numerator\n1;2024;3\n").contains("„denominator“ fehlt"));
        let head = "area_id;period;numerator;denominator;parent\n";
        let with = |rows: &str| refused(&format!("{head}{rows}"));
        assert!(with("1;2024;-3;5;\n").contains("Zeile 2, Spalte numerator: „-3“ ist negativ"));
        assert!(with("1;2024;drei;5;\n").contains("keine Zahl"));
        assert!(with("1;2024;3;5;\n1;2024;4;5;\n").contains("schon in Zeile 2"));
        assert!(with("1;2024;3;5;A\n1;2023;4;5;B\n").contains("anderen Obergebiet"));
        assert!(with("1;24.12.;3;5;A\n").contains("Spalte period"));
        assert!(with("").contains("keine Zeile"));
    }

    #[test]
    fn more_cases_than_people_make_a_rate_and_no_people_a_count() {
        let text = "area_id;period;numerator;denominator;indicator\n1;2024;12;10;visits\n1;2024;12;;cars\n1;2024;1;10;poor\n";
        let table = OwnTable::parse("eigen.csv", text).unwrap();
        let forms: Vec<Form> = table.indicators.iter().map(|id| table.form(id)).collect();
        assert_eq!(forms, [Form::Count, Form::Share, Form::Rate]);
        assert_eq!(table.notes().len(), 1);
        assert!(table.catalogue().is_ok());
    }
}
