//! Plain tables that nobody should send to an analysis: each is answered in German, with a number or with the reason.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod measures;
mod neighbours;
mod presets;

use std::fmt::Write as _;
use std::path::Path;

/// A table, what is asked of it, and what is wrong with it.
struct Case {
    name: &'static str,
    asked: &'static [&'static str],
    head: &'static str,
    rows: String,
    /// What lies beside the table: plans, presets, outlines.
    files: Vec<(&'static str, String)>,
}

impl Case {
    fn new(name: &'static str, asked: &'static [&'static str], rows: String) -> Self {
        Self {
            name,
            asked,
            head: "area_id;period;numerator;denominator",
            rows,
            files: Vec::new(),
        }
    }

    /// The same with a file beside the table.
    fn beside(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.files.push((name, text.into()));
        self
    }
}

const TREND: &[&str] = &["trend"];
const ALLOCATE: &[&str] = &["allocate", "--budget", "1000,00", "--need", "wert"];
const INDEX: &[&str] = &["index"];

/// Cases and bases by area and year.
fn table(areas: usize, years: &[i32], of: impl Fn(usize, i32) -> (i32, i32)) -> String {
    let mut rows = String::new();
    for area in 0..areas {
        for year in years {
            let (cases, base) = of(area, *year);
            writeln!(rows, "A{area:02};{year};{cases};{base}").unwrap();
        }
    }
    rows
}

fn usual(area: usize, year: i32) -> (i32, i32) {
    (20 + i32::try_from(area).unwrap() * 3 + year % 4, 200)
}

#[expect(clippy::too_many_lines, reason = "a table, one line a case")]
fn cases() -> Vec<Case> {
    let years: Vec<i32> = (2017..2025).collect();
    let case = Case::new;
    let three = |cells: &str| format!("A00;2024;{cells}\nA01;2024;5;100\nA02;2024;7;100\n");
    vec![
        case("konstant", TREND, table(12, &years, |_, _| (20, 200))),
        case(
            "konstant, verteilen",
            ALLOCATE,
            table(4, &[2024], |_, _| (20, 200)),
        ),
        case(
            "alles fehlt",
            TREND,
            "A00;2023;;\nA00;2024;;\nA01;2024;;\n".to_owned(),
        ),
        case(
            "alles fehlt, verteilen",
            ALLOCATE,
            "A00;2024;;\nA01;2024;;\n".to_owned(),
        ),
        case("ein Gebiet", TREND, table(1, &years, usual)),
        case(
            "zwei Gebiete, verteilen",
            ALLOCATE,
            table(2, &[2024], usual),
        ),
        case("niemand wohnt da", TREND, table(3, &years, |_, _| (0, 0))),
        case(
            "niemand wohnt da, verteilen",
            ALLOCATE,
            table(3, &[2024], |_, _| (0, 0)),
        ),
        case(
            "drei Jahre mit Lücke",
            TREND,
            table(12, &[2018, 2020, 2024], usual),
        ),
        case(
            "ohne Umrisse keine Nachbarn",
            &["cluster"],
            table(12, &years, usual),
        ),
        case("Indikator fehlt im Index", INDEX, table(12, &years, usual)),
        case("Zähler ist Text", TREND, three("viele;100")),
        case("Zähler ist unendlich", TREND, three("inf;100")),
        case("Zähler ist keine Zahl", TREND, three("NaN;100")),
        case("Zähler ist zu groß", TREND, three("1e400;100")),
        case("Zähler ist negativ", TREND, three("-5;100")),
        case("Fälle ohne Bevölkerung", TREND, three("5;0")),
        case("doppelt", TREND, three("5;100") + "A00;2024;6;100\n"),
        case(
            "gemischte Zeiträume",
            TREND,
            three("5;100") + "A00;2024-01;6;100\n",
        ),
        case("leere Tabelle", TREND, String::new()),
    ]
}

/// What the program says, without the rows of the answer.
fn told(program: &Path, case: &Case) -> String {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("werte.csv", &format!("{}\n{}", case.head, case.rows));
    for (name, text) in &case.files {
        write(name, text);
    }
    let output = std::process::Command::new(program)
        .current_dir(folder.path())
        .arg("analyse")
        .args(case.asked)
        .args(["--csv", "werte.csv"])
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8(said).unwrap();
    let is_area = |line: &str| {
        line.starts_with('A') && line.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
    };
    let is_row = |line: &&str| is_area(line) || line.starts_with("0,50");
    let words: Vec<&str> = said.lines().filter(|line| !is_row(line)).collect();
    let code = output.status.code().unwrap();
    // A refusal may name what it refuses.
    assert!(code == 1 || !has_no_number(&said), "{said}");
    assert!(matches!(code, 0 | 1), "{said}");
    format!("== {} ({code})\n{}\n", case.name, words.join("\n"))
}

/// Whether something that is no number stands where one should.
fn has_no_number(said: &str) -> bool {
    let words = said.split(|c: char| !c.is_alphanumeric());
    words
        .into_iter()
        .any(|word| matches!(word, "NaN" | "inf" | "Infinity"))
}

/// What the program says to each of these.
fn answers(cases: &[Case]) -> Option<String> {
    let program = e2e::program()?;
    Some(cases.iter().map(|case| told(&program, case)).collect())
}

#[test]
fn every_bad_table_is_answered_in_german() {
    let Some(answers) = answers(&cases()) else {
        return e2e::skipped("LEBENSLAGE_BINARY");
    };
    insta::assert_snapshot!("answers", answers);
}
