//! The Sozialbericht as a PDF library, a text extractor and a screen reader see it.

use std::path::Path;
use std::process::Command;

use e2e::{demo, report, skipped, tool};
use serde_json::Value;

fn structure(pdf: &Path) -> Option<Value> {
    if tool("/usr/lib/python3/dist-packages/pikepdf/__init__.py").is_none() {
        skipped("python3-pikepdf");
        return None;
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/demo/structure.py");
    let output = Command::new("/usr/bin/python3")
        .arg(script)
        .arg(pdf)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn the_protocol_of_confidentiality_is_tagged_and_stays_in_the_house() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    let name = "geheimhaltungsprotokoll-2025-1.pdf";
    assert!(!data.join("public").join(name).exists());
    let Some(seen) = structure(&data.join("internal").join(name)) else {
        return;
    };
    assert_eq!(seen["lang"], "de-DE", "{seen}");
    for claim in ["marked", "pdf_ua", "pdf_a", "title"] {
        assert_eq!(seen[claim], true, "{claim}");
    }
}

#[test]
fn the_report_is_tagged_through_and_through() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    let Some(seen) = structure(&data.join("public/sozialbericht.pdf")) else {
        return;
    };
    assert_eq!(seen["lang"], "de-DE", "{seen}");
    for claim in ["marked", "pdf_ua", "pdf_a", "title"] {
        assert_eq!(seen[claim], true, "{claim}");
    }
    assert_eq!(seen["figures_without_alt"], 0);
    assert_eq!(seen["tables_without_header_cells"], 0);
    for tag in [
        "/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/Figure", "/TOC", "/Caption",
    ] {
        assert!(
            seen["tags"][tag].as_u64().unwrap_or(0) > 0,
            "no {tag} in {seen}"
        );
    }
    assert!(seen["bookmarks"].as_u64().unwrap() >= 10);
    assert!(seen["pages"].as_u64().unwrap() >= 200);
}

#[test]
fn its_text_is_german_and_free_of_leftovers() {
    let Some(text) = report() else { return };
    assert!(text.contains("Musterkreis") && text.contains("Rosental"));
    for leftover in [
        "NaN",
        "None",
        "{",
        "}",
        "TODO",
        "inf ",
        "Brennpunkt",
        "sozial schwach",
    ] {
        assert!(
            !text.contains(leftover),
            "„{leftover}“ stands in the report"
        );
    }
}
