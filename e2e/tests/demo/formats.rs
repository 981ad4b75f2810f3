//! What each format of an edition says about each figure, under the figure's name.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type, UInt32Type};
use arrow_array::{Array, RecordBatch};
use calamine::{Data, Reader, open_workbook_auto};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;

/// Area, indicator, version of its definition, period and breakdown.
pub(super) type Name = [String; 5];

/// The numbers of a figure and its state.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Said {
    pub(super) area_name: String,
    pub(super) level: String,
    /// Cases, base, value, and the range of the value.
    pub(super) numbers: [Option<f64>; 5],
    pub(super) state: String,
}

impl Said {
    pub(super) fn is_hidden(&self) -> bool {
        self.state == "suppressed"
    }

    /// Everything but the base, which may be shown beside a hidden figure.
    pub(super) fn tells(&self) -> bool {
        let [cases, _, value, lower, upper] = self.numbers;
        cases.or(value).or(lower).or(upper).is_some()
    }
}

pub(super) type Figures = BTreeMap<Name, Said>;

const NAME: [usize; 5] = [0, 4, 5, 6, 7];
const NUMBERS: [usize; 5] = [8, 9, 10, 11, 12];
const STATE: usize = 13;

fn put(
    figures: &mut Figures,
    text: impl Fn(usize) -> String,
    number: impl Fn(usize) -> Option<f64>,
) {
    let said = Said {
        area_name: text(1),
        level: text(2),
        numbers: NUMBERS.map(number),
        state: text(STATE),
    };
    let double = figures.insert(NAME.map(&text), said);
    assert!(double.is_none(), "twice: {:?}", NAME.map(text));
}

pub(super) fn csv(path: &Path) -> Figures {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_path(path)
        .unwrap();
    let mut figures = Figures::new();
    for row in reader.records() {
        let row = row.unwrap();
        let number = |i: usize| Some(&row[i]).filter(|t| !t.is_empty());
        put(
            &mut figures,
            |i| row[i].to_owned(),
            |i| number(i).map(|t| t.parse().unwrap()),
        );
    }
    figures
}

pub(super) fn xlsx(path: &Path) -> Figures {
    let mut book = open_workbook_auto(path).unwrap();
    let sheet = book.worksheet_range("figures").unwrap();
    let mut figures = Figures::new();
    for row in sheet.rows().skip(1) {
        let number = |i: usize| match &row[i] {
            Data::Empty => None,
            Data::Float(number) => Some(*number),
            Data::Int(number) => Some(*number as f64),
            other => panic!("no number: {other:?}"),
        };
        put(&mut figures, |i| row[i].to_string(), number);
    }
    figures
}

pub(super) fn parquet(path: &Path) -> Figures {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap());
    let mut figures = Figures::new();
    for batch in reader.unwrap().build().unwrap() {
        let batch = batch.unwrap();
        for row in 0..batch.num_rows() {
            put(
                &mut figures,
                |i| word(&batch, i, row),
                |i| number(&batch, i, row),
            );
        }
    }
    figures
}

fn word(batch: &RecordBatch, column: usize, row: usize) -> String {
    let column = batch.column(column);
    if let Some(words) = column.as_dictionary_opt::<Int32Type>() {
        let key = usize::try_from(words.keys().value(row)).unwrap();
        return words.values().as_string::<i32>().value(key).to_owned();
    }
    if let Some(words) = column.as_string_opt::<i32>() {
        return words.value(row).to_owned();
    }
    column.as_primitive::<UInt32Type>().value(row).to_string()
}

fn number(batch: &RecordBatch, column: usize, row: usize) -> Option<f64> {
    let numbers = batch.column(column).as_primitive::<Float64Type>();
    (!numbers.is_null(row)).then(|| numbers.value(row))
}

/// Value, range and state of the newest figure of an indicator in an area, under area, indicator and period.
pub(super) type Outlined = BTreeMap<[String; 3], ([Option<f64>; 3], String)>;

pub(super) fn geojson(path: &Path) -> Outlined {
    let read: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut found = Outlined::new();
    for feature in read["features"].as_array().unwrap() {
        let properties = feature["properties"].as_object().unwrap();
        for (key, state) in properties {
            let Some(indicator) = key.strip_suffix("_state") else {
                continue;
            };
            let of = |end: &str| &properties[&format!("{indicator}{end}")];
            let area = properties["area_id"].as_str().unwrap();
            let name = [area, indicator, of("_period").as_str().unwrap()].map(str::to_owned);
            let numbers = ["", "_lower", "_upper"].map(|end| of(end).as_f64());
            found.insert(name, (numbers, state.as_str().unwrap().to_owned()));
        }
    }
    found
}

/// The alternative texts of a PDF; `None` where the tool that reads them is absent.
pub(super) fn alternatives(pdf: &Path) -> Option<Vec<String>> {
    let script = "import sys, json, pikepdf\n\
        pdf = pikepdf.open(sys.argv[1])\n\
        has = lambda o: isinstance(o, pikepdf.Dictionary) and '/Alt' in o\n\
        print(json.dumps([str(o['/Alt']) for o in pdf.objects if has(o)]))";
    if e2e::tool("/usr/lib/python3/dist-packages/pikepdf/__init__.py").is_none() {
        e2e::skipped("python3-pikepdf");
        return None;
    }
    let mut python = std::process::Command::new("/usr/bin/python3");
    let output = python.args(["-c", script]).arg(pdf).output().unwrap();
    let texts: Vec<String> = serde_json::from_slice(&output.stdout).unwrap();
    // Words are parted at the ends of lines by soft hyphens only a printer needs.
    Some(
        texts
            .iter()
            .map(|t| t.replace(['\u{ad}', '\u{2060}'], ""))
            .collect(),
    )
}
