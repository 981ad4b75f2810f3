//! The report as German text for a terminal.

use std::fmt::Write as _;
use std::sync::LazyLock;

use vocabulary::{RemarkKind, Severity, Texts, german_date, german_number};

use super::{DeliveryReport, ImportReport};

pub(super) static TEXTS: LazyLock<Texts> =
    LazyLock::new(|| Texts::parse(include_str!("texts.de.toml")));

/// Remarks shown for each delivery; the workbook has all.
const SHOWN: usize = 20;

/// The reports one after the other, each with its most important remarks first.
pub fn german(report: &ImportReport) -> String {
    let texts: Vec<String> = report.deliveries.iter().map(delivery).collect();
    texts.join("\n")
}

fn delivery(report: &DeliveryReport) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        writeln!(out, "{text}").expect("writing to a string cannot fail");
    };
    line(title(report));
    for fact in facts(report) {
        line(format!("  {fact}"));
    }
    if report.remarks.is_empty() {
        line(format!("  {}", TEXTS.say("no_remarks", &[])));
        return out;
    }
    line(format!("  {}", TEXTS.say("remarks", &[])));
    let mut remarks: Vec<_> = report.remarks.iter().collect();
    remarks.sort_by_key(|r| std::cmp::Reverse(r.severity));
    for remark in remarks.iter().take(SHOWN) {
        let weight = severity_word(remark.severity);
        line(format!(
            "  - [{weight}] {}: {}",
            remark.place, remark.message
        ));
    }
    if remarks.len() > SHOWN {
        let number = number((remarks.len() - SHOWN) as u64);
        line(format!("  {}", TEXTS.say("more", &[("number", &number)])));
    }
    out
}

fn title(report: &DeliveryReport) -> String {
    match &report.delivery {
        Some(id) => TEXTS.say(
            "title",
            &[("delivery", id.as_str()), ("file", &report.file)],
        ),
        None => TEXTS.say("title_tried", &[("file", &report.file)]),
    }
}

fn facts(report: &DeliveryReport) -> Vec<String> {
    let cells = report.cells;
    let mut facts = vec![
        TEXTS.say(
            "source",
            &[
                ("supplier", &report.supplier),
                ("profile", &report.profile),
                ("revision", &report.profile_revision.to_string()),
                ("received", &german_date(report.received)),
            ],
        ),
        TEXTS.say(
            "rows",
            &[
                ("rows", &number(report.rows_read)),
                ("unplaced", &number(report.unplaced)),
                ("rejected", &number(report.rows_rejected)),
            ],
        ),
        TEXTS.say(
            "cells",
            &[
                ("new", &number(cells.new)),
                ("changed", &number(cells.changed)),
                ("unchanged", &number(cells.unchanged)),
                ("rejected", &number(cells.rejected)),
            ],
        ),
    ];
    facts.extend(doubts(report));
    facts
}

/// What is only said where there is something to say.
fn doubts(report: &DeliveryReport) -> Vec<String> {
    let mut doubts = Vec::new();
    if !report.symbols.is_empty() {
        let blank = TEXTS.say("blank", &[]);
        let name = |s: &String| {
            if s.is_empty() {
                blank.clone()
            } else {
                format!("„{s}“")
            }
        };
        let list = report
            .symbols
            .iter()
            .map(|(s, n)| format!("{} {}-mal", name(s), number(*n)));
        let list: Vec<String> = list.collect();
        doubts.push(TEXTS.say("symbols", &[("list", &list.join(", "))]));
    }
    if !report.unknown_keys.is_empty() {
        let keys = report.unknown_keys.iter().take(SHOWN);
        let list: Vec<String> = keys
            .map(|k| format!("{} ({})", k.key, number(k.rows)))
            .collect();
        doubts.push(TEXTS.say("unknown_keys", &[("list", &list.join(", "))]));
    }
    if report.duplicates_found > 0 {
        let found = number(report.duplicates_found);
        let rows = number(report.duplicate_rows);
        doubts.push(TEXTS.say("duplicates", &[("number", &found), ("rows", &rows)]));
    }
    if report.totals_compared > 0 {
        let (compared, found) = (
            number(report.totals_compared),
            number(report.totals_not_matching_found),
        );
        doubts.push(TEXTS.say("totals", &[("compared", &compared), ("number", &found)]));
    }
    if report.jumps_found > 0 {
        doubts.push(TEXTS.say("jumps", &[("number", &number(report.jumps_found))]));
    }
    doubts
}

#[expect(
    clippy::cast_precision_loss,
    reason = "rows of a file are far below 2^52"
)]
fn number(n: u64) -> String {
    german_number(n as f64, 0)
}

pub(super) fn severity_word(severity: Severity) -> String {
    let key = match severity {
        Severity::Note => "severity_note",
        Severity::Warning => "severity_warning",
        Severity::Rejected => "severity_rejected",
    };
    TEXTS.say(key, &[])
}

pub(super) fn kind_word(kind: RemarkKind) -> String {
    let key = match kind {
        RemarkKind::Reading => "kind_reading",
        RemarkKind::Header => "kind_header",
        RemarkKind::UnknownKey => "kind_unknown_key",
        RemarkKind::RepairedKey => "kind_repaired_key",
        RemarkKind::NameMismatch => "kind_name_mismatch",
        RemarkKind::Symbol => "kind_symbol",
        RemarkKind::NotANumber => "kind_not_a_number",
        RemarkKind::Impossible => "kind_impossible",
        RemarkKind::Duplicate => "kind_duplicate",
        RemarkKind::TotalMismatch => "kind_total_mismatch",
        RemarkKind::Jump => "kind_jump",
        RemarkKind::Unplaced => "kind_unplaced",
        RemarkKind::Period => "kind_period",
        RemarkKind::Outline => "kind_outline",
        RemarkKind::Crs => "kind_crs",
        RemarkKind::Structure => "kind_structure",
    };
    TEXTS.say(key, &[])
}
