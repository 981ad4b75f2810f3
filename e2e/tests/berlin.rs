//! A real city, published as if nobody had published it before, and attacked: 542 planning areas, two territorial statuses, ten
//! years of population.
//!
//! In `examples/berlin` everything is open, and so nothing is hidden. Here the counts of the register of residents fall under the
//! strictest class the product comes with; what the city really published are the actual numbers the attack is counted by.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use e2e::{program, run, skipped};
use serde_json::Value;

/// One edition of the monitoring is enough: the register of residents is the same for all.
const EDITION: &str = "2013";

fn shared() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let shared = std::env::var_os("LEBENSLAGE_SHARED").map_or(beside, PathBuf::from);
    let data = shared.join("data/berlin");
    if !data.exists() {
        skipped("../shared");
    }
    data.exists().then_some(data)
}

fn example(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../examples/berlin")
        .join(file)
}

fn said(output: &Output) -> String {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The program on a data folder.
fn lebenslage(data: &Path, arguments: &[&str]) -> String {
    let data = ["--data", data.to_str().unwrap()];
    said(&run(&program().unwrap(), &[arguments, &data].concat()).unwrap())
}

/// The tables of the edition that would be made now.
fn publish(data: &Path, tables: &Path) {
    lebenslage(data, &["release", "make", "berlin", "--on", "2026-02-01"]);
    let export = ["release", "export", "berlin", "--output"];
    lebenslage(data, &[&export[..], &[tables.to_str().unwrap()]].concat());
}

fn report(data: &Path, pdf: &Path) {
    let outline = example("outline.toml");
    let outline = ["--outline", outline.to_str().unwrap()];
    let pdf = ["--output", pdf.to_str().unwrap()];
    lebenslage(data, &[&["report", "berlin"], &outline[..], &pdf].concat());
}

/// The catalogue with the register of residents under the strictest class.
fn guard(data: &Path, folder: &Path) {
    let counts = std::fs::read_to_string(example("counts.toml")).unwrap();
    let guarded = counts.split("[[count]]").map(|count| {
        if count.contains("Einwohnerregisterstatistik") {
            count.replace("class = \"open\"", "class = \"ba_small_area\"")
        } else {
            count.to_owned()
        }
    });
    let counts: Vec<String> = guarded.collect();
    let indicators = std::fs::read_to_string(example("indicators.toml")).unwrap();
    let texts = [
        ("--counts", "counts.toml", counts.join("[[count]]")),
        (
            "--indicators",
            "indicators.toml",
            indicators.replace("open = true", "open = false"),
        ),
    ];
    let topics = example("topics.toml");
    let mut load = vec!["catalogue".into(), "load".into(), "--topics".into()];
    load.push(topics.display().to_string());
    for (switch, name, text) in texts {
        let file = folder.join(name);
        std::fs::write(&file, text).unwrap();
        load.extend([switch.to_owned(), file.display().to_string()]);
    }
    let load: Vec<&str> = load.iter().map(String::as_str).collect();
    lebenslage(data, &load);
}

#[test]
fn the_public_folder_of_a_whole_city_gives_nothing_away() {
    let Some(data) = shared() else { return };
    let Some(program) = program() else {
        return skipped("the program");
    };
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut load = Command::new("bash");
    load.arg(example("load.sh")).arg(data).arg(folder.path());
    load.arg(EDITION).env("LEBENSLAGE_BINARY", &program);
    said(&load.output().unwrap());
    // What the city published, from a folder of its own: the other edition knows nothing of it.
    std::fs::create_dir(at("open")).unwrap();
    let database = "lebenslage.sqlite";
    std::fs::copy(at("data").join(database), at("open").join(database)).unwrap();
    std::thread::scope(|both| {
        both.spawn(|| publish(&at("open"), &at("actual")));
        guard(&at("data"), folder.path());
        publish(&at("data"), &at("public"));
        report(&at("data"), &at("public/sozialbericht.pdf"));
    });

    let [public, actual] = ["public", "actual"].map(|name| at(name).display().to_string());
    let attack = ["attack", "--json", &public, "--actual", &actual];
    let told: Value = serde_json::from_str(&said(&run(&program, &attack).unwrap())).unwrap();
    assert_eq!(told["recovered"].as_array().unwrap(), &[] as &[Value]);
    // It was a real attack: everything shown was read, and the hidden numbers stand in relations.
    let number = |key: &str| told[key].as_u64().unwrap();
    assert!(
        number("shown") > 100_000 && number("hidden") > 1_000,
        "{told}"
    );
    assert!(
        number("relations") > 3_000 && number("too_large") == 0,
        "{told}"
    );
}
