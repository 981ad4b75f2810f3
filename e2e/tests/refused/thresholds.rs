//! A threshold lowered after publication: what the first edition hid, the second does not show.

use e2e::skipped;

use crate::county::Small;

/// The numbers of all municipalities in the tables of an edition: hidden where there is none.
fn published(county: &Small, edition: &str) -> Vec<(String, String)> {
    let make = ["release", "make", edition, "--on", "2025-07-01"];
    let tables = county.data.join(edition);
    let export = ["release", "export", edition, "--output"];
    for call in [
        &make[..],
        &[&export[..], &[tables.to_str().unwrap()]].concat(),
    ] {
        let said = county.run(call);
        assert_eq!(said.code, Some(0), "{}", said.text);
    }
    let table = std::fs::read_to_string(tables.join("figures.csv")).unwrap();
    let people = table.lines().filter(|line| line.contains(";DEM01;"));
    let cells = people.map(|line| line.split(';').collect::<Vec<_>>());
    cells
        .filter(|cells| cells[2] == "municipality" && cells[7] == "total")
        .map(|cells| (cells[0].to_owned(), cells[8].to_owned()))
        .collect()
}

fn load_threshold(county: &Small, threshold: u32) {
    let rules = county.run(&["rules", "show", "disclosure"]).text;
    let (before, class) = rules.split_once("id = \"register\"").unwrap();
    let lower = format!("threshold = {threshold}\n");
    let class = class.replacen("threshold = 3\n", &lower, 2);
    let file = county.file("regeln.toml", format!("{before}id = \"register\"{class}"));
    let said = county.run(&["rules", "load", "disclosure", &file]);
    assert_eq!(said.code, Some(0), "{}", said.text);
}

#[test]
fn a_threshold_lowered_after_publication_shows_nothing_that_was_hidden() {
    let Some(county) = Small::new(3) else {
        return skipped("the program");
    };
    let delivery = county.file(
        "einwohner.csv",
        "Schluessel;Jahr;Personen\n09998001;2024;2\n09998002;2024;300\n09998003;2024;900\n",
    );
    let said = county.run(&["import", &delivery, "--profile", "einwohner"]);
    assert_eq!(said.code, Some(0), "{}", said.text);
    let first = published(&county, "2025-1");
    let shown: Vec<&str> = first.iter().map(|(_, number)| number.as_str()).collect();
    assert_eq!(shown, ["", "", "900"]);
    load_threshold(&county, 1);
    assert_eq!(published(&county, "2025-2"), first);
}
