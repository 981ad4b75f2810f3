//! The protocol for the data-protection officer, as it is printed.

#![expect(clippy::unwrap_used, reason = "tests may panic")]

mod poppler;

use std::collections::BTreeMap;

use disclosure::family::Audit;
use disclosure::{Counted, Elsewhere, Overview, Reason, Rules};
use releases::ReleaseMeta;
use reports::{Protection, protection};

fn counted(id: &str, name: &str, shown: usize, hidden: &[(Reason, usize)]) -> Counted {
    Counted {
        id: id.into(),
        name: name.into(),
        shown,
        hidden: hidden.iter().copied().collect::<BTreeMap<_, _>>(),
    }
}

fn overview() -> Overview {
    let hidden = [
        (Reason::Primary, 310),
        (Reason::Secondary, 95),
        (Reason::Base, 41),
    ];
    Overview {
        edition: "public",
        all: counted("", "", 12_345, &hidden),
        classes: vec![
            counted("register", "", 8_000, &hidden[1..]),
            counted("youth", "", 4_345, &hidden[..1]),
        ],
        levels: vec![
            counted("municipality", "Gemeinden", 2_345, &hidden[2..]),
            counted("wohnplatz", "Wohnplätze", 10_000, &hidden[..2]),
        ],
        topics: vec![counted("t", "Jugendhilfe", 12_345, &hidden)],
        indicators: Vec::new(),
        sums: 4_000,
        open_sums: 0,
        audit: Audit {
            sensitive: 310,
            hidden: 446,
            components: 12,
            largest: 80,
            relations: 9_876,
            programs: 77,
            unsafe_cells: Vec::new(),
        },
        elsewhere: Elsewhere {
            editions: 1,
            in_editions: 11_000,
            by_others: 55,
        },
    }
}

fn printed() -> Vec<u8> {
    let meta = ReleaseMeta {
        identifier: "2025-1".into(),
        title: "Sozialdaten Musterkreis 2025".into(),
        county: "Musterkreis".into(),
        date: "2025-06-30".parse().unwrap(),
        edition: "public".into(),
        predecessor: None,
        erratum: None,
        hash: "0123456789abcdef".repeat(4),
    };
    let (rules, overview) = (Rules::starter(), overview());
    let told = Protection {
        meta: &meta,
        rules: &rules,
        overview: &overview,
    };
    protection(told).unwrap().pdf
}

#[test]
fn the_protocol_is_the_same_every_time() {
    assert!(printed() == printed());
}

#[test]
fn an_officer_reads_rules_counts_proof_limits_and_signs() {
    let Some(text) = poppler::text(&printed()) else {
        return;
    };
    insta::assert_snapshot!(text.replace('\u{c}', "\n--- Seite ---\n"));
}
