//! The demo's public edition attacked as an outsider would, and a copy of it with a planted leak.

use std::collections::BTreeMap;
use std::path::Path;

use e2e::{demo, program, run, skipped};
use serde_json::Value;

/// The exit code and what was told.
pub(super) fn attacked(folder: &Path, switches: &[&str]) -> (Option<i32>, Value) {
    let attack = ["attack", "--json", folder.to_str().unwrap()];
    let output = run(&program().unwrap(), &[&attack[..], switches].concat()).unwrap();
    let told = serde_json::from_slice(&output.stdout);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), told.expect(&error))
}

pub(super) fn recovered(told: &Value) -> &[Value] {
    told["recovered"].as_array().unwrap()
}

/// A folder with all numbers of the demo as they are, by rules that hide nothing.
pub(super) fn actual(data: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let database = "lebenslage.sqlite";
    std::fs::copy(data.join(database), at.join(database)).unwrap();
    let said = |arguments: &[&str]| {
        let data = ["--data", at.to_str().unwrap()];
        let output = run(&program().unwrap(), &[arguments, &data].concat()).unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {error}");
        String::from_utf8(output.stdout).unwrap()
    };
    let rules = said(&["rules", "show", "disclosure"]);
    let open = |line: &str| match line.split_once("threshold = ") {
        Some((which, _)) => format!("{which}threshold = 0\n"),
        None => format!("{line}\n"),
    };
    let rules: String = rules.lines().map(open).collect();
    let file = at.join("open.toml");
    std::fs::write(&file, rules).unwrap();
    said(&["rules", "load", "disclosure", file.to_str().unwrap()]);
    said(&["release", "make", "actual", "--on", "2025-07-01"]);
    let tables = at.join("actual");
    let export = ["release", "export", "actual", "--internal", "--output"];
    said(&[&export[..], &[tables.to_str().unwrap()]].concat());
    folder
}

#[test]
fn the_public_edition_gives_nothing_away() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    let actual = actual(data);
    let tables = actual.path().join("actual");
    let switches = ["--actual", tables.to_str().unwrap()];
    let (code, told) = attacked(&data.join("public"), &switches);
    let all = recovered(&told);
    assert_eq!((code, all), (Some(0), &[][..]));
    // It was a real attack: everything shown was read, and the hidden numbers stand in relations.
    assert!(told["shown"].as_u64().unwrap() > 100_000);
    assert!(told["hidden"].as_u64().unwrap() > 1_000);
    assert!(told["relations"].as_u64().unwrap() > 5_000);
    assert_eq!(told["too_large"], 0);
}

/// Lines of the table as cells.
fn lines(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .from_path(path)
        .unwrap();
    let cells = |r: csv::StringRecord| r.iter().map(str::to_owned).collect();
    reader.records().map(|r| cells(r.unwrap())).collect()
}

/// Two hidden neighbours, and what both are together: the places of their lines.
fn hidden_pair(lines: &[Vec<String>]) -> (usize, usize, f64) {
    let mut families: BTreeMap<Vec<&String>, Vec<usize>> = BTreeMap::new();
    let mut totals = BTreeMap::new();
    for (i, line) in lines.iter().enumerate().skip(1) {
        let [indicator, version, period, breakdown] = [4, 5, 6, 7].map(|c| &line[c]);
        families
            .entry(vec![&line[3], indicator, version, period, breakdown])
            .or_default()
            .push(i);
        totals.insert(
            vec![&line[0], indicator, version, period, breakdown],
            &line[8],
        );
    }
    for (family, members) in families {
        let hidden: Vec<usize> = members
            .iter()
            .copied()
            .filter(|i| lines[*i][13] == "suppressed" && lines[*i][2] == "wohnplatz")
            .collect();
        let shown = members.iter().map(|i| lines[*i][8].parse::<f64>());
        let shown: f64 = shown.filter_map(Result::ok).sum();
        let known = members.len() - hidden.len();
        let all_known = members.iter().filter(|i| !lines[**i][8].is_empty()).count() == known;
        let total = totals.get(&family).and_then(|t| t.parse::<f64>().ok());
        if let ([a, b], true, Some(total)) = (&hidden[..], all_known, total)
            && total - shown > 2.0
            && family[4] == "total"
        {
            return (*a, *b, total - shown);
        }
    }
    panic!("no municipality hides exactly two of its places");
}

#[test]
fn a_number_written_beside_a_hidden_one_is_found_at_once() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    let public = data.join("public");
    let mut lines = lines(&public.join("figures.csv"));
    let (leaking, betrayed, both) = hidden_pair(&lines);
    lines[leaking][8] = (both - 1.0).to_string();
    "value".clone_into(&mut lines[leaking][13]);
    let folder = tempfile::tempdir().unwrap();
    let text: Vec<String> = lines.iter().map(|l| l.join(";")).collect();
    std::fs::write(folder.path().join("figures.csv"), text.join("\n")).unwrap();
    let (code, told) = attacked(folder.path(), &[]);
    assert_eq!(code, Some(3));
    let line = &lines[betrayed];
    let same = |r: &&Value| {
        r["area"] == line[0].as_str()
            && r["indicator"] == line[4].as_str()
            && r["period"] == line[6].as_str()
            && r["breakdown"] == "total"
            && r["about"] == "count"
    };
    let found = recovered(&told).iter().find(same).expect("it is found");
    assert_eq!(
        (&found["certainty"], &found["step"], &found["low"]),
        (&"exact".into(), &"single".into(), &1.0.into())
    );
    let witness = found["witness"].as_str().unwrap();
    assert!(witness.contains(&line[1]), "{witness}");
}

#[test]
fn an_edition_hides_nothing_that_another_file_of_it_shows() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    let folder = tempfile::tempdir().unwrap();
    let public = data.join("public");
    let mut lines = lines(&public.join("figures.csv"));
    let hidden = lines.iter().position(|l| l[13] == "suppressed").unwrap();
    std::fs::copy(
        public.join("figures.parquet"),
        folder.path().join("figures.parquet"),
    )
    .unwrap();
    "7".clone_into(&mut lines[hidden][8]);
    "value".clone_into(&mut lines[hidden][13]);
    let text: Vec<String> = lines.iter().map(|l| l.join(";")).collect();
    std::fs::write(folder.path().join("figures.csv"), text.join("\n")).unwrap();
    let (_, told) = attacked(folder.path(), &[]);
    let found = recovered(&told).iter().find(|r| {
        r["area"] == lines[hidden][0].as_str()
            && r["witness"]
                .as_str()
                .unwrap()
                .starts_with("Eine andere Datei")
    });
    assert_eq!(found.expect("it is found")["low"], 7.0);
}

#[test]
fn a_file_that_is_no_publication_is_refused_with_its_name() {
    let Some(program) = program() else {
        return skipped("the program");
    };
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("figures.xlsx"), "kein Arbeitsblatt").unwrap();
    let output = run(&program, &["attack", folder.path().to_str().unwrap()]).unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(error.contains("figures.xlsx"), "{error}");
}
