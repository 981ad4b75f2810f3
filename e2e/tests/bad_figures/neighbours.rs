//! Neighbours: areas without any, without a value, or in numbers that decide nothing.

use super::{Case, answers, table, usual};

const ASKED: &[&str] = &["cluster", "--outlines", "umrisse.geojson"];

/// Squares in a row; those from `island` on stand far from each other.
fn squares(areas: usize, island: usize) -> String {
    let squares: Vec<String> = (0..areas)
        .map(|area| {
            let far = if area >= island { 10 * (area - island + 1) } else { 0 };
            // Hundredths of a degree in the middle of Germany.
            let (x, y) = (10.0 + 0.01 * (area + far) as f64, 50.0);
            let (right, top) = (x + 0.01, y + 0.01);
            format!(
                r#"{{"type":"Feature","properties":{{"area_id":"A{area:02}"}},"geometry":{{"type":"Polygon","coordinates":[[[{x:.2},{y}],[{right:.2},{y}],[{right:.2},{top}],[{x:.2},{top}],[{x:.2},{y}]]]}}}}"#
            )
        })
        .collect();
    format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        squares.join(",")
    )
}

#[test]
fn islands_and_equal_values_are_answered_in_german() {
    let years: Vec<i32> = (2017..2025).collect();
    let case = |name, rows: String, outlines| {
        Case::new(name, ASKED, rows).beside("umrisse.geojson", outlines)
    };
    let cases = [
        case("eine Insel", table(12, &years, usual), squares(12, 11)),
        case("nur Inseln", table(12, &years, usual), squares(12, 0)),
        case(
            "alle gleich",
            table(12, &years, |_, _| (20, 200)),
            squares(12, 12),
        ),
        case("ein Gebiet", table(1, &years, usual), squares(1, 1)),
        case("zwei Gebiete", table(2, &years, usual), squares(2, 2)),
        case(
            "niemand wohnt da",
            table(12, &years, |_, _| (0, 0)),
            squares(12, 12),
        ),
        case(
            "Umrisse anderer Gebiete fehlen",
            table(12, &years, usual),
            squares(2, 2),
        ),
    ];
    let Some(answers) = answers(&cases) else {
        return e2e::skipped("LEBENSLAGE_BINARY");
    };
    insta::assert_snapshot!("neighbours", answers);
}
