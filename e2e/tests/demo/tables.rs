//! All tables hide exactly the same cells, and other people's programs read them.

use std::fs;
use std::process::Command;

use arrow_array::cast::AsArray;
use calamine::{Data, Reader, open_workbook_auto};
use e2e::{demo, skipped, tool};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

/// Area, indicator, period, breakdown and state of every row.
fn csv_rows(path: &std::path::Path) -> Vec<[String; 5]> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_path(path)
        .unwrap();
    let pick = |r: &csv::StringRecord| [0, 4, 6, 7, 13].map(|i| r[i].to_owned());
    reader.records().map(|r| pick(&r.unwrap())).collect()
}

fn xlsx_rows(path: &std::path::Path) -> Vec<[String; 5]> {
    let mut book = open_workbook_auto(path).unwrap();
    let sheet = book.worksheet_range("figures").unwrap();
    let text = |cell: &Data| cell.to_string();
    sheet
        .rows()
        .skip(1)
        .map(|r| [0, 4, 6, 7, 13].map(|i| text(&r[i])))
        .collect()
}

fn parquet_rows(path: &std::path::Path) -> Vec<[String; 5]> {
    let file = fs::File::open(path).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file)
        .unwrap()
        .build()
        .unwrap();
    let mut rows = Vec::new();
    for batch in reader {
        let batch = batch.unwrap();
        let columns = [0, 4, 6, 7, 13].map(|i| {
            let column = batch
                .column(i)
                .as_dictionary::<arrow_array::types::Int32Type>();
            let words = column.values().as_string::<i32>();
            column
                .keys()
                .iter()
                .map(|k| words.value(usize::try_from(k.unwrap()).unwrap()).to_owned())
                .collect::<Vec<_>>()
        });
        rows.extend((0..batch.num_rows()).map(|i| std::array::from_fn(|c| columns[c][i].clone())));
    }
    rows
}

#[test]
fn csv_workbook_and_parquet_hide_the_same_cells() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    let public = data.join("public");
    let rows = csv_rows(&public.join("figures.csv"));
    assert!(rows.iter().any(|r| r[4] == "suppressed"));
    assert!(
        rows == xlsx_rows(&public.join("figures.xlsx")),
        "the workbook differs"
    );
    assert!(
        rows == parquet_rows(&public.join("figures.parquet")),
        "the Parquet file differs"
    );
}

#[test]
fn libreoffice_opens_the_workbook() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    if tool("/usr/lib/libreoffice/program/soffice.bin").is_none() {
        return skipped("libreoffice-calc");
    }
    let out = tempfile::tempdir().unwrap();
    let status = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            out.path().join("profile").display()
        ))
        .args([
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):59,34,76,1",
            "--outdir",
        ])
        .arg(out.path())
        .arg(data.join("public/figures.xlsx"))
        .output()
        .unwrap();
    assert!(status.status.success());
    let converted = csv_rows(&out.path().join("figures.csv"));
    let hidden = |rows: &[[String; 5]]| rows.iter().filter(|r| r[4] == "suppressed").count();
    assert_eq!(
        hidden(&converted[1..]),
        hidden(&csv_rows(&data.join("public/figures.csv"))[1..])
    );
}

#[test]
fn gdal_reads_every_outline() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    let Some(ogrinfo) = tool("/usr/bin/ogrinfo") else {
        return skipped("gdal-bin");
    };
    let output = Command::new(ogrinfo)
        .args(["-ro", "-al", "-so"])
        .arg(data.join("public/areas.geojson"))
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let count = text
        .lines()
        .find_map(|l| l.strip_prefix("Feature Count: "))
        .and_then(|n| n.parse::<u32>().ok());
    assert!(count >= Some(96), "{text}");
    assert!(text.contains("WGS 84"), "{text}");
}
