//! Files nobody should send, through the program people get: each ends in German words with place and remedy, and the
//! data folder is as it was unless something could be taken.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod files;
mod folder;

use std::fmt::Write as _;

use files::{Case, Outcome};
use folder::Folder;

#[test]
fn every_bad_file_is_answered_in_german_and_changes_nothing() {
    let Some(folder) = Folder::furnished() else {
        return e2e::skipped("LEBENSLAGE_BINARY");
    };
    let mut told = String::new();
    for case in files::cases() {
        let before = folder.fingerprint();
        let (code, words) = folder.import(&case);
        let after = folder.fingerprint();
        match case.outcome {
            Outcome::Refused => {
                assert_ne!(code, 0, "{}: {words}", case.name);
                assert_eq!(before, after, "{}: the data folder changed", case.name);
            }
            Outcome::Taken => {
                assert_eq!(code, 0, "{}: {words}", case.name);
                folder.withdraw();
            }
        }
        writeln!(told, "== {} ({code})\n{words}", case.name).unwrap();
    }
    insta::assert_snapshot!("answers", told);
}

#[test]
fn several_files_are_taken_together_or_not_at_all() {
    let Some(folder) = Folder::furnished() else {
        return e2e::skipped("LEBENSLAGE_BINARY");
    };
    let before = folder.fingerprint();
    let good = files::good(2023);
    let pair = [
        ("wohngeld_2023.csv", good.as_slice()),
        (
            "wohngeld_2022.csv",
            b"Schluessel;Gemeinde;Stichtag;Wohngeldhaushalte\n0999",
        ),
    ];
    let (code, words) = folder.import_files(&pair, &[]);
    assert_eq!((code, folder.fingerprint()), (1, before));
    insta::assert_snapshot!("several", words);
}

#[test]
fn a_report_nobody_can_write_is_refused_before_anything_is_read() {
    let Some(folder) = Folder::furnished() else {
        return e2e::skipped("LEBENSLAGE_BINARY");
    };
    let before = folder.fingerprint();
    let mut told = String::new();
    for report in ["protokoll.pdf", "protokoll", "gibt/es/nicht.txt"] {
        let case = Case::refused(report, "wohngeld_2023.csv", files::good(2023));
        let (code, words) = folder.import_with(&case, &["--report", report]);
        assert_eq!((code, folder.fingerprint()), (1, before.clone()));
        writeln!(told, "{words}").unwrap();
    }
    insta::assert_snapshot!("reports", told);
}
