//! The preset "MSS Berlin" against what Berlin published, where `../shared` is at hand.

#![expect(
    clippy::unwrap_used,
    reason = "the published tables are known; a test may stop at a surprise"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use methods::mss::{Score, scores};

type Table = BTreeMap<String, BTreeMap<String, String>>;

#[test]
fn all_classes_and_the_index_of_2013_and_2017_are_as_published() {
    let Some(folder) = published() else { return };
    for edition in ["2013", "2017"] {
        let table = |number: &str, kind: &str| {
            let name = format!(
                "{edition}/berlin-monitoring-social-urban-development-{edition}-00-{number}-{kind}.csv"
            );
            read(&folder.join(name), "id")
        };
        let shares = table("2-1", "planning-areas");
        let indicators = ["s1_", "s2_", "s3_", "s4_"];
        let computed = compute(&shares, &indicators, &["d1_", "d2_", "d3_", "d4_"]);
        let classes = table("1", "planning-areas");
        let z_values = table("3", "districts");
        let mut seen = 0;
        for (area, score) in computed {
            let published = &classes[&area];
            let (status, dynamics) = (&published["status_index"], &published["dynamic_index"]);
            let Some(score) = score else {
                assert_eq!((status.as_str(), dynamics.as_str()), ("0", "0"), "{area}");
                continue;
            };
            seen += 1;
            assert_eq!(
                score.group(),
                format!("{status}{dynamics}"),
                "{edition} {area}"
            );
            // Table 3 carries the status index under the name of another column.
            let index: f64 = z_values[&area]["z_d2_percentage_long_term_unemployed"]
                .parse()
                .unwrap();
            assert!(
                (score.status_index - index).abs() < 1.1e-5,
                "{edition} {area}"
            );
        }
        assert!(seen > 400, "{edition}: {seen} areas compared");
    }
}

#[test]
fn all_groups_of_2021_are_as_published() {
    let Some(folder) = published() else { return };
    let shares = read(
        &folder.join("2021/mss_2021_index_indikatoren.csv"),
        "PLR_ID",
    );
    let groups = read(&folder.join("2021/mss_2021_indizes.csv"), "PLR_ID");
    let mut seen = 0;
    for (area, score) in compute(&shares, &["S1", "S3", "S4"], &["D1", "D3", "D4"]) {
        let published = groups[&area]["SDI"].as_str();
        match score {
            Some(score) => {
                seen += 1;
                assert_eq!(score.group(), published, "{area}");
            }
            None => assert!(
                !published.contains(['+', '-']) || published == "-9999",
                "{area}"
            ),
        }
    }
    assert!(seen > 500, "{seen} areas compared");
}

/// The scores per area; an area whose shares and changes are all 0 or −9999 is not valid.
fn compute(table: &Table, shares: &[&str], changes: &[&str]) -> Vec<(String, Option<Score>)> {
    let columns = |prefixes: &[&str]| -> Vec<Vec<f64>> {
        prefixes
            .iter()
            .map(|prefix| table.values().map(|row| number(row, prefix)).collect())
            .collect()
    };
    let (shares, changes) = (columns(shares), columns(changes));
    let valid: Vec<bool> = (0..table.len())
        .map(|area| {
            shares
                .iter()
                .chain(&changes)
                .any(|column| column[area] != 0.0 && column[area] > -9000.0)
        })
        .collect();
    let found = scores(&shares, &changes, &valid).unwrap();
    table.keys().cloned().zip(found).collect()
}

/// The number in the column that is called, or begins, like this.
fn number(row: &BTreeMap<String, String>, prefix: &str) -> f64 {
    let cell = row.get(prefix).or_else(|| {
        let (_, cell) = row.iter().find(|(name, _)| name.starts_with(prefix))?;
        Some(cell)
    });
    cell.unwrap().parse().unwrap()
}

/// Where Berlin's editions lie.
fn published() -> Option<PathBuf> {
    let shared = std::env::var_os("LEBENSLAGE_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let folder = shared.join("data/berlin/mss");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: ../shared is absent");
    None
}

/// A table by key, then by column.
fn read(path: &Path, key: &str) -> Table {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let names = reader.headers().unwrap().clone();
    reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            let row: BTreeMap<String, String> = names
                .iter()
                .map(|name| name.trim_start_matches('\u{feff}').to_owned())
                .zip(record.iter().map(str::to_owned))
                .collect();
            (row[key].clone(), row)
        })
        .collect()
}
