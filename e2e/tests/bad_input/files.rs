//! The bad files, one after the other.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{Formula, Workbook};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const HEAD: &str = "Schluessel;Gemeinde;Stichtag;Wohngeldhaushalte\n";

/// What is to become of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Nothing could be done.
    Refused,
    /// Something could be taken; the rest is remarked on.
    Taken,
}

/// A file and what is to become of it.
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) file: &'static str,
    /// None where the file itself is missing.
    pub(super) bytes: Option<Vec<u8>>,
    pub(super) profile: Option<&'static str>,
    pub(super) outcome: Outcome,
}

impl Case {
    pub(super) fn refused(name: &'static str, file: &'static str, bytes: Vec<u8>) -> Self {
        Self {
            name,
            file,
            bytes: Some(bytes),
            profile: None,
            outcome: Outcome::Refused,
        }
    }

    pub(super) fn taken(name: &'static str, file: &'static str, bytes: Vec<u8>) -> Self {
        Self {
            outcome: Outcome::Taken,
            ..Self::refused(name, file, bytes)
        }
    }

    fn with(self, profile: &'static str) -> Self {
        Self {
            profile: Some(profile),
            ..self
        }
    }
}

/// A file without fault.
pub(super) fn good(year: u32) -> Vec<u8> {
    table(&format!(
        "09998001;Auental;31.12.{year};40\n09998002;Birkheim;31.12.{year};35\n\
         09998003;Dornfeld;31.12.{year};22\n;Summe;31.12.{year};97\n"
    ))
}

fn table(rows: &str) -> Vec<u8> {
    format!("{HEAD}{rows}").into_bytes()
}

/// All cases.
pub(super) fn cases() -> Vec<Case> {
    [strangers(), cut(), packed(), crowded(), columns(), cells()]
        .into_iter()
        .flatten()
        .collect()
}

const CSV: &str = "wohngeld_2024.csv";
const XLSX: &str = "wohngeld_2024.xlsx";

fn strangers() -> Vec<Case> {
    let missing = Case {
        bytes: None,
        ..Case::refused("missing file", "wohngeld_1999.csv", Vec::new())
    };
    let folder = Case {
        bytes: None,
        ..Case::refused("a folder", "d", Vec::new()).with("wohngeld")
    };
    vec![
        missing,
        folder,
        Case::refused("empty", CSV, Vec::new()),
        Case::refused("blank lines", CSV, b"\n \n\n".to_vec()),
        Case::refused(
            "a PDF called CSV",
            CSV,
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(),
        ),
        Case::refused("an old file again", "wohngeld_2020.csv", good(2020)),
        Case::refused("no profile for the name", "neu.csv", good(2024)),
        Case::refused("a profile that is not there", CSV, good(2024)).with("wohngold"),
    ]
}

fn cut() -> Vec<Case> {
    let whole = String::from_utf8(good(2024)).unwrap();
    let at = |text: &str| whole.find(text).unwrap();
    let upto = |end: usize| whole.as_bytes()[..end].to_vec();
    let quoted = table("09998001;Auental;31.12.2024;40\n09998002;\"Birk");
    vec![
        Case::refused("cut off within a date", CSV, upto(at("31.12.2024;35") + 4)),
        Case::refused("cut off within quotes", CSV, quoted),
        Case::refused("cut off within the total", CSV, upto(whole.len() - 2)),
        Case::taken("perhaps cut off", CSV, upto(at(";35") + 2)),
        Case::taken("no line end but a total", CSV, upto(whole.len() - 1)),
    ]
}

fn packed() -> Vec<Case> {
    let book = workbook(|sheet| {
        sheet.write(1, 3, 40).unwrap();
    });
    let half = book[..book.len() / 2].to_vec();
    let spaces = vec![b' '; 64 << 20];
    let bomb = [
        ("xl/workbook.xml", &b"<workbook/>"[..]),
        ("xl/worksheets/sheet1.xml", &spaces),
    ];
    let entities = "<?xml version=\"1.0\"?><!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">\
        <!ENTITY c \"&b;&b;&b;&b;\">]><workbook><sheets><sheet name=\"&c;\" sheetId=\"1\"/></sheets></workbook>";
    let failing = workbook(|sheet| {
        let formula = Formula::new("=1/0").set_result("#DIV/0!");
        sheet.write_formula(1, 3, formula).unwrap();
        sheet
            .write(2, 0, "09998002")
            .unwrap()
            .write(2, 2, 2024)
            .unwrap();
        sheet.write(2, 3, 35).unwrap();
    });
    vec![
        Case::refused("workbook cut in half", XLSX, half),
        Case::refused("workbook with a password", XLSX, protected()),
        Case::taken("workbook with macros", XLSX, with_macros(&book)),
        Case::taken("formula without result", XLSX, failing),
        Case::refused("zip bomb", XLSX, archive(&bomb)),
        Case::refused(
            "XML bomb",
            XLSX,
            archive(&[("xl/workbook.xml", entities.as_bytes())]),
        ),
        Case::refused(
            "two tables in a zip",
            CSV,
            archive(&[("a.csv", b"1"), ("b.csv", b"2")]),
        ),
    ]
}

/// What an office program makes of a workbook with a password.
fn protected() -> Vec<u8> {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.extend(vec![0; 1000]);
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

fn crowded() -> Vec<Case> {
    let long = format!(
        "09998001;{};2024;40\n09998002;Birkheim;2024;35\n",
        "x".repeat(10 << 20)
    );
    let wide = |more: usize| {
        let head = HEAD.trim_end();
        format!(
            "{head}{}\n09998001;Auental;2024;40{}\n",
            ";x".repeat(more),
            ";1".repeat(more)
        )
    };
    let nothing = "09998001;Auen\0tal;2024;40\n";
    vec![
        Case::taken("cell of ten megabytes", CSV, table(&long)),
        Case::refused("more than 16,384 columns", CSV, wide(16_384).into_bytes()),
        Case::taken("16,384 columns", CSV, wide(16_380).into_bytes()),
        Case::taken("NUL bytes", CSV, table(nothing)),
        Case::refused("bytes without meaning", CSV, noise()),
    ]
}

/// Bytes of no encoding, the same every time.
fn noise() -> Vec<u8> {
    let byte = |i: u32| i.wrapping_mul(2_654_435_761).to_le_bytes()[2];
    (0..5000).map(byte).collect()
}

fn columns() -> Vec<Case> {
    let row = "09998001;Auental;2024;40\n";
    let other = |head: &str| format!("{head}\n{row}").into_bytes();
    vec![
        Case::refused("profile of another table", CSV, good(2024)).with("kita"),
        Case::refused("profile of another count", CSV, good(2024)).with("haushalte"),
        Case::refused("no header", CSV, row.repeat(3).into_bytes()),
        Case::refused(
            "key column twice",
            CSV,
            other("Schluessel;Schluessel;Stichtag;Wohngeldhaushalte"),
        ),
        Case::refused(
            "no key column",
            CSV,
            other("Nr;Gemeinde;Stichtag;Wohngeldhaushalte"),
        ),
        Case::taken(
            "headings spelt differently",
            CSV,
            other("Schlüssel;Gemeinde;Stichtag;Wohngeld-Haushalte"),
        ),
        Case::taken(
            "header moved",
            CSV,
            [b"Wohngeld;;;\n;;;\n".to_vec(), good(2024)].concat(),
        ),
        Case::refused(
            "unknown keys only",
            CSV,
            table("05378004;Irgendwo;2024;40\n"),
        ),
        Case::taken("name of another profile", "kita_2024.csv", good(2024)).with("wohngeld"),
    ]
}

fn cells() -> Vec<Case> {
    let row = |value: &str| format!("09998001;Auental;31.12.2024;{value}\n");
    let kept = "09998002;Birkheim;31.12.2024;35\n";
    let bad = |value: &str| table(&format!("{}{kept}", row(value)));
    let western = [HEAD.as_bytes(), b"09998001;Auent\xe4l;2024;40\n"].concat();
    let signs = table(
        "09998001;Auental;2024;1.234,5\n09998002;Birkheim;2024;1,234.5\n09998003;Dornfeld;2024;3,5\n",
    );
    let twice = [good(2024), row("40").into_bytes()].concat();
    vec![
        Case::taken("other encoding", CSV, western),
        Case::taken("mixed decimal signs", CSV, signs),
        Case::refused("days as numbers", CSV, table("09998001;Auental;45657;40\n")),
        Case::taken("negative count", CSV, bad("-3")),
        Case::taken("not a number", CSV, bad("NaN")),
        Case::taken("infinite", CSV, bad("Inf")),
        Case::refused("nothing but bad numbers", CSV, table(&row("-3"))),
        Case::taken("row twice", CSV, twice),
    ]
}

fn workbook(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, heading) in (0u16..).zip(HEAD.trim_end().split(';')) {
        sheet.write(0, at, heading).unwrap();
    }
    sheet
        .write(1, 0, "09998001")
        .unwrap()
        .write(1, 2, 2024)
        .unwrap();
    fill(sheet);
    book.save_to_buffer().unwrap()
}

/// The workbook with a part in which macros live.
fn with_macros(book: &[u8]) -> Vec<u8> {
    let mut all = ZipArchive::new(Cursor::new(book)).unwrap();
    let mut parts = vec![("xl/vbaProject.bin".to_owned(), b"macro".to_vec())];
    for at in 0..all.len() {
        let mut part = all.by_index(at).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        parts.push((part.name().unwrap().to_string(), bytes));
    }
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(n, b)| (n.as_str(), b.as_slice()))
        .collect();
    archive(&parts)
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
