//! Plans of measures that nobody can judge, or only in part.

use super::{Case, answers, table};

const ASKED: &[&str] = &["effect", "--plan", "plan.toml"];

/// Shares around 30 % that jump about without a pattern.
fn quiet(area: usize, year: i32) -> (i32, i32) {
    let at = i32::try_from(area).unwrap();
    (290 + (at * 7919 + year * 104 + at * year * 31) % 21, 1000)
}

fn case(name: &'static str, areas: usize, plan: &str) -> Case {
    let years: Vec<i32> = (2015..2025).collect();
    of_rows(name, table(areas, &years, quiet), plan)
}

fn of_rows(name: &'static str, rows: String, plan: &str) -> Case {
    let head = "name = \"Haus\"\nindicator = \"wert\"\nsmallest_difference = 5.0\n";
    Case::new(name, ASKED, rows).beside("plan.toml", format!("{head}{plan}\n"))
}

fn keys(areas: std::ops::Range<usize>) -> String {
    let keys: Vec<String> = areas.map(|area| format!("\"A{area:02}\"")).collect();
    keys.join(", ")
}

const WAVES: &str = "wave = [{ start = \"2019\", areas = [\"A03\", \"A05\"] }, { start = \"2021\", areas = [\"A07\"] }]";

#[expect(clippy::too_many_lines, reason = "a table, one line a case")]
fn cases() -> Vec<Case> {
    let years: Vec<i32> = (2015..2025).collect();
    let one = "areas = [\"A03\"]\nstart = \"2021\"";
    let everywhere = format!("areas = [{}]\nstart = \"2021\"", keys(0..12));
    let staggered_everywhere = format!(
        "wave = [{{ start = \"2019\", areas = [{}] }}, {{ start = \"2021\", areas = [{}] }}]",
        keys(0..6),
        keys(6..12)
    );
    let nobody = |area: usize, year: i32| if area == 3 { (0, 0) } else { quiet(area, year) };
    vec![
        case("überall, ohne Vergleich", 12, &everywhere),
        case("gestaffelt überall", 12, &staggered_everywhere),
        case("wenige Gebiete", 6, one),
        case(
            "ein Gebiet allein",
            1,
            "areas = [\"A00\"]\nstart = \"2021\"",
        ),
        case("zwei Gebiete", 2, "areas = [\"A00\"]\nstart = \"2021\""),
        of_rows("niemand wohnt da", table(30, &years, nobody), one),
        of_rows("alle gleich", table(30, &years, |_, _| (300, 1000)), one),
        of_rows("zu wenige Fälle", table(30, &years, |_, _| (4, 100)), one),
        of_rows(
            "drei Jahre mit Lücke",
            table(30, &[2018, 2020, 2024], quiet),
            one,
        ),
        case(
            "Start vor dem ersten Jahr",
            30,
            "areas = [\"A03\"]\nstart = \"2015\"",
        ),
        case(
            "Start in der Zukunft",
            30,
            "areas = [\"A03\"]\nstart = \"2030\"",
        ),
        case(
            "gestaffelt, ein Start vor dem ersten Jahr",
            30,
            "wave = [{ start = \"2014\", areas = [\"A03\"] }, { start = \"2021\", areas = [\"A07\"] }]",
        ),
        case(
            "gestaffelt, ein Gebiet zweimal",
            30,
            "wave = [{ start = \"2019\", areas = [\"A03\"] }, { start = \"2021\", areas = [\"A03\"] }]",
        ),
        case("auf zwei Arten", 30, &format!("{one}\n{WAVES}")),
        case(
            "unbekanntes Gebiet",
            30,
            "areas = [\"B99\"]\nstart = \"2021\"",
        ),
    ]
}

#[test]
fn every_plan_nobody_can_judge_is_answered_in_german() {
    let Some(answers) = answers(&cases()) else {
        return e2e::skipped("LEBENSLAGE_BINARY");
    };
    insta::assert_snapshot!("plans", answers);
}

#[test]
fn a_measure_with_several_starts_is_told_by_start_and_since() {
    let years: Vec<i32> = (2015..2025).collect();
    let begun = |area: usize, year: i32| match area {
        3 | 5 => year >= 2019,
        7 => year >= 2021,
        _ => false,
    };
    let helped = |area: usize, year: i32| {
        let (cases, base) = quiet(area, year);
        (cases + if begun(area, year) { 150 } else { 0 }, base)
    };
    let cases = [of_rows("gestaffelt", table(30, &years, helped), WAVES)];
    let Some(answers) = answers(&cases) else {
        return e2e::skipped("LEBENSLAGE_BINARY");
    };
    insta::assert_snapshot!("several_starts", answers);
}
