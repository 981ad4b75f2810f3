//! Whether a measure helped, and who would get what by need, asked of the demo county.

use std::path::PathBuf;

use e2e::{demo, program, report, run, skipped};
use serde_json::Value;

/// What an analysis of the demo folder says, as JSON.
fn asked(arguments: &[&str]) -> Option<Value> {
    let (program, data) = (program()?, demo()?);
    let data = data.to_str().unwrap();
    let mut all = vec!["analyse"];
    all.extend(arguments);
    all.extend(["--data", data, "--format", "json"]);
    let output = run(&program, &all).unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// The plan of a measure that starts in 2021, in a folder of its own.
fn plan(area: &str, indicator: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("plan.toml");
    let text = format!(
        "name = \"Familienzentrum {area}\"\nindicator = \"{indicator}\"\nareas = [\"{area}\"]\nstart = \"2021\"\n\
         smallest_difference = 5.0\n"
    );
    std::fs::write(&plan, text).unwrap();
    (folder, plan)
}

/// What is said by a plan that was laid down on a day, in a copy of the demo folder.
fn measure(area: &str, indicator: &str, on: &str) -> Option<Value> {
    let (program, data) = (program()?, demo()?);
    let (folder, plan) = plan(area, indicator);
    let own = folder.path().join("data");
    std::fs::create_dir(&own).unwrap();
    std::fs::copy(
        data.join("lebenslage.sqlite"),
        own.join("lebenslage.sqlite"),
    )
    .unwrap();
    let own = own.to_str().unwrap();
    let load = ["analyse", "effect", "plan", "load", plan.to_str().unwrap()];
    let laid = run(
        &program,
        &[&load[..], &["--on", on, "--data", own]].concat(),
    )
    .unwrap();
    assert!(
        laid.status.success(),
        "{}",
        String::from_utf8_lossy(&laid.stderr)
    );
    let name = format!("Familienzentrum {area}");
    let judge = ["analyse", "effect", "--stored", &name, "--data", own];
    let output = run(&program, &[&judge[..], &["--format", "json"]].concat()).unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

fn row<'a>(found: &'a Value, what: &str) -> &'a Value {
    let rows = found["effect"].as_array().unwrap();
    rows.iter().find(|r| r["what"] == what).unwrap()
}

fn words(found: &Value) -> String {
    found["notes"].to_string()
}

#[test]
fn the_family_centre_is_estimated_within_its_interval() {
    let Some(found) = measure("09999001006", "BIL01", "2020-10-01") else {
        return skipped("the program");
    };
    // The county's story adds 9.5, 14, 18.5 and 23 points: 16.25 on average.
    let difference = row(&found, "Unterschied zum Vergleich");
    let of = |key: &str| difference[key].as_f64().unwrap();
    assert!(of("lower") < 16.25 && 16.25 < of("upper"), "{difference}");
    assert!(of("lower") > 5.0, "{difference}");
    assert_eq!(row(&found, "Aussagestufe")["value"], "3 belegt");
    assert!(words(&found).contains("Wirkung"));
}

/// What the program answers to a plan that is a file, whether it judges it or not.
fn answered(plan: &str) -> Option<String> {
    let (program, data) = (program()?, demo()?);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plan.toml");
    std::fs::write(
        &file,
        format!("name = \"Haus\"\nsmallest_difference = 5.0\n{plan}"),
    )
    .unwrap();
    let (file, data) = (file.to_str().unwrap(), data.to_str().unwrap());
    let asked = ["analyse", "effect", "--plan", file, "--data", data];
    let output = run(&program, &asked).unwrap();
    Some(String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

#[test]
fn nothing_is_compared_across_a_new_way_of_counting() {
    let counted_anew = "indicator = \"EIN03\"\nareas = [\"09999001006\"]\nstart = \"2023\"";
    let Some(said) = answered(counted_anew) else {
        return skipped("the program");
    };
    let left = "Nicht verwendet, weil anders gezählt: 2015, 2016, 2017, 2018 und 2019.";
    assert!(said.contains(left), "{said}");
    let before = answered(&counted_anew.replace("2023", "2020")).unwrap();
    assert!(
        before.contains("Verwendbare Zeiträume vor dem Start: 0"),
        "{before}"
    );
}

#[test]
fn nothing_is_compared_across_a_new_border() {
    let redrawn = "indicator = \"BIL01\"\nareas = [\"09999003012\"]\nstart = \"2022\"";
    let Some(said) = answered(redrawn) else {
        return skipped("the program");
    };
    assert!(said.contains("neu zugeschnitten"), "{said}");
    let elsewhere = answered(&redrawn.replace("09999003012", "09999001006")).unwrap();
    assert!(elsewhere.contains("Neu zugeschnitten: "), "{elsewhere}");
}

#[test]
fn several_starts_are_judged_by_one_plan() {
    let waves = "indicator = \"BIL01\"\nwave = [{ start = \"2021\", areas = [\"09999001006\"] }, \
                 { start = \"2022\", areas = [\"09999002002\"] }]";
    let Some(said) = answered(waves) else {
        return skipped("the program");
    };
    for words in [
        "Start 2021: Mittel seither",
        "Start 2022: Mittel seither",
        "im ersten Zeitraum",
        "Callaway und Sant’Anna",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(!said.to_lowercase().contains("wirk"), "{said}");
}

#[test]
fn a_plan_laid_down_after_the_start_is_told_and_never_called_an_effect() {
    let Some(found) = measure("09999001006", "BIL01", "2023-03-01") else {
        return skipped("the program");
    };
    assert_eq!(row(&found, "Aussagestufe")["value"], "2 zusammenhängend");
    let said = words(&found);
    assert!(said.contains("Plan erst nach Beginn festgelegt"), "{said}");
    assert!(!said.to_lowercase().contains("wirk"), "{said}");
}

#[test]
fn no_form_of_the_answer_speaks_of_an_effect_without_a_plan_laid_down() {
    let (Some(program), Some(data)) = (program(), demo()) else {
        return skipped("the program");
    };
    let (_folder, plan) = plan("09999001006", "BIL01");
    for form in ["table", "csv", "json", "svg"] {
        let arguments = [
            "analyse",
            "effect",
            "--plan",
            plan.to_str().unwrap(),
            "--data",
            data.to_str().unwrap(),
            "--format",
            form,
        ];
        let output = run(&program, &arguments).unwrap();
        assert!(output.status.success(), "{form}");
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(!said.to_lowercase().contains("wirk"), "{form}: {said}");
        if form == "svg" {
            for word in ["Vergleichsgebiete", "Start der Maßnahme"] {
                assert!(said.contains(word), "{word}");
            }
        }
    }
}

#[test]
fn money_by_an_index_adds_up_to_the_cent_and_has_a_picture() {
    let index = ["allocate", "--budget", "1000,01", "--index", "soziale-lage"];
    let people = ["--people", "DEM01", "--level", "municipality"];
    let Some(found) = asked(&[&index[..], &people].concat()) else {
        return skipped("the program");
    };
    let shares = found["allocation"].as_array().unwrap();
    let chosen = shares.iter().filter(|s| s["lambda"] == 0.5);
    let cents: f64 = chosen
        .map(|s| (s["amount"].as_f64().unwrap() * 100.0).round())
        .sum();
    assert!((cents - 100_001.0).abs() < 0.5, "{cents}");
}

#[test]
fn an_area_without_a_measure_gives_no_claim() {
    let Some(found) = measure("09999001003", "BIL01", "2020-10-01") else {
        return skipped("the program");
    };
    assert_ne!(row(&found, "Aussagestufe")["value"], "3 belegt");
    assert!(
        !words(&found).to_lowercase().contains("wirk"),
        "{}",
        words(&found)
    );
}

#[test]
fn money_by_need_adds_up_to_the_cent() {
    let arguments = [
        "allocate",
        "--budget",
        "35000,01",
        "--need",
        "EIN03",
        "--level",
        "municipality",
    ];
    let Some(found) = asked(&arguments) else {
        return skipped("the program");
    };
    let shares = found["allocation"].as_array().unwrap();
    // Eight municipalities under five weights, each of which shares out the same sum.
    assert_eq!(shares.len(), 40);
    for lambda in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let under = shares.iter().filter(|s| s["lambda"] == lambda);
        let amounts = under.map(|s| s["amount"].as_f64().unwrap());
        let cents: f64 = amounts.map(|a| (a * 100.0).round()).sum();
        assert!((cents - 3_500_001.0).abs() < 0.5, "{lambda}: {cents}");
    }
    assert!(words(&found).contains("politische Entscheidung"));
}

#[test]
fn the_report_says_who_would_get_what_by_need() {
    let Some(text) = report() else { return };
    assert!(text.contains("Verteilung nach Bedarf"));
    assert!(text.contains("Beispielrechnung: 100.000 € für Kinder unter 15"));
    assert!(text.contains("entscheidet der Kreistag"));
}

#[test]
fn the_report_puts_posts_by_need_beside_their_distribution_of_today() {
    let Some(text) = report() else { return };
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ").replace("\u{ad} ", "");
    let heading = "Beispielrechnung: 32 Stellen Schulsozialarbeit";
    let at = text.rfind(heading).unwrap();
    let chapter = &text[at..];
    // The poorest town has fewer posts than it needs, whatever the weight of its situation.
    assert!(
        chapter.contains("bekämen gegenüber heute mehr: Rosental (+"),
        "{heading}"
    );
    for words in [
        "Sie kann Gründe haben, die in dieser Rechnung nicht stehen.",
        "mindestens 1 Stelle je Gebiet",
        "32 Stellen 32 Stellen ±0 Stellen",
        "λ = 1 gegen λ = 0",
    ] {
        assert!(chapter.contains(words), "{words}");
    }
}

#[test]
fn the_areas_most_like_the_old_town_are_named_with_the_reason() {
    let Some(found) = asked(&["comparison", "09999001001", "--count", "3"]) else {
        return skipped("the program");
    };
    let areas = found["areas"].as_array().unwrap();
    assert_eq!(areas.len(), 3);
    let distances: Vec<f64> = areas
        .iter()
        .map(|a| a["distance"].as_f64().unwrap())
        .collect();
    assert!(distances.is_sorted(), "{distances:?}");
    for area in areas {
        assert_ne!(
            area["area_id"], "09999001001",
            "nothing is compared with itself"
        );
        assert!(area["reason"].as_str().unwrap().contains("Ähnlich bei"));
    }
}

#[test]
fn benefits_are_spread_more_unevenly_than_chance_in_every_year() {
    let Some(found) = asked(&["inequality", "EIN02"]) else {
        return skipped("the program");
    };
    let years = found["years"].as_array().unwrap();
    assert_eq!(years.len(), 10);
    for year in years {
        let of = |key: &str| year[key].as_f64().unwrap();
        let beyond = of("dissimilarity") - of("expected_by_chance");
        assert!((of("beyond_chance") - beyond).abs() < 1e-9);
        assert_eq!(year["answer"], "ungleicher als durch Zufall");
    }
}
