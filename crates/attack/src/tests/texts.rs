//! Texts that put a number beside a hidden area, and texts that do not.

use super::{HEAD, attack_folders};
use crate::{Attack, Step};

/// Three areas of one indicator; Nord is hidden.
const HIDDEN_NORD: &str = "1;Kreis;county;;A01;1;2024;total;60;1000;6;;;value;;x\n\
                           11;Ost;area;1;A01;1;2024;total;48;600;8;;;value;;x\n\
                           12;West;area;1;A01;1;2024;total;;200;;;;suppressed;;x\n\
                           13;Nord;area;1;A01;1;2024;total;;200;;;;suppressed;;x\n";

#[track_caller]
fn told_by(file: &str, text: &str) -> Attack {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("figures.csv"),
        format!("{HEAD}{HIDDEN_NORD}"),
    )
    .unwrap();
    std::fs::write(folder.path().join(file), text).unwrap();
    attack_folders(&[folder.path()])
}

#[test]
fn sentences_that_put_a_number_behind_a_hidden_area_tell_it() {
    assert_eq!(told_by("report.txt", "Kinderarmut (A01)\n").recovered, []);
    for text in [
        "Karte: Kinderarmut, 2024. Am niedrigsten: Nord (1,0 %) und Ost (8,0 %).",
        "In Nord: 2 von 200. Steckbrief: A01.",
        "Gemeinde\nOst\n48\n600\n8,0\nNord\n2\n200\n1,0\nSteckbrief: A01.",
    ] {
        let found = told_by("report.txt", &format!("Kinderarmut (A01)\n{text}"));
        let nord = found.recovered.iter().find(|r| r.area == "13").unwrap();
        assert_eq!(
            (nord.low, nord.high, nord.step),
            (2.0, Some(2.0), Step::Texts),
            "{text}"
        );
    }
}

#[test]
fn sentences_that_name_no_number_of_a_hidden_area_tell_nothing() {
    for text in [
        "Nord\n200\nnicht gezeigt\nSteckbrief: A01.",
        "Ost (8,0 %). In Nord, 2024 noch nicht gezeigt. Steckbrief: A01.",
        "Nordstadt (1,0 %). Steckbrief: A01.",
        "Nord (1,0 %) hat nichts mit A01 zu tun.",
    ] {
        assert_eq!(told_by("report.txt", text).recovered, [], "{text}");
    }
}
