//! The protocol for the data-protection officer: by which rules an edition hides, how much, what was proven, and what
//! was not looked at. No protected number is in it.

use disclosure::family::Audit;
use disclosure::{ClassRule, Counted, Method, Overview, Public, Reason, Rules, Zeros, sentences};
use releases::ReleaseMeta;
use vocabulary::{german_date, german_number};

use super::topics::columns;
use super::wording::say;
use crate::document::{Align, Block, Chapter, Document, Meta, Outlined, Part, Table};

/// What the protocol tells of.
#[derive(Clone, Copy)]
#[doc(alias = "Geheimhaltungsprotokoll")]
pub struct Protection<'a> {
    /// The public edition.
    pub meta: &'a ReleaseMeta,
    /// The rules it was made by.
    pub rules: &'a Rules,
    /// What it hides.
    pub overview: &'a Overview,
}

/// The whole document.
pub(crate) fn document(told: Protection<'_>) -> Document {
    let meta = told.meta;
    let title = say("protocol_title", &[]);
    let subject = [
        ("edition", meta.identifier.as_str()),
        ("title", meta.title.as_str()),
    ];
    let mut blocks = head(told);
    blocks.extend(method(told));
    blocks.extend(counts(told.overview));
    blocks.extend(proof(told));
    blocks.extend(limits(told));
    blocks.push(heading("protocol_law"));
    blocks.push(list(&[
        "law_limits",
        "law_planning",
        "law_youth",
        "law_statistics",
        "law_sources",
        "law_back",
    ]));
    blocks.push(Block::Signature {
        intro: say("protocol_signature", &[]),
        lines: ["sign_made", "sign_officer"]
            .map(|key| say(&format!("protocol_{key}"), &[]))
            .to_vec(),
    });
    Document {
        meta: Meta {
            title: format!("{title} – {}", meta.title),
            author: meta.county.clone(),
            keywords: vec![title.clone(), say("protocol_keyword", &[])],
            description: say("protocol_description", &subject),
            running: say("protocol_running", &subject),
        },
        parts: vec![Part::Chapter(Chapter {
            kicker: say("protocol_kicker", &[]),
            title,
            blocks,
        })],
    }
}

fn whole(number: usize) -> String {
    german_number(number as f64, 0)
}

fn heading(key: &str) -> Block {
    Block::Heading {
        level: 2,
        text: say(key, &[]),
        outlined: Outlined::Yes,
    }
}

fn text(key: &str, values: &[(&str, &str)]) -> Block {
    Block::Text {
        text: vec![say(key, values)],
    }
}

fn list(keys: &[&str]) -> Block {
    let items = keys.iter().map(|key| say(&format!("protocol_{key}"), &[]));
    Block::List {
        items: items.collect(),
    }
}

/// Which edition this is, and the sum of it all.
fn head(told: Protection<'_>) -> Vec<Block> {
    let (meta, overview) = (told.meta, told.overview);
    let fact = |key: &str, value: &str| (say(&format!("protocol_{key}"), &[]), value.to_owned());
    let mut facts = vec![
        fact("fact_county", &meta.county),
        fact(
            "fact_edition",
            &format!("{} – {}", meta.identifier, meta.title),
        ),
        fact("fact_date", &german_date(meta.date)),
        fact("fact_hash", &in_fours(&meta.hash)),
        fact("fact_method", &say(method_key(told.rules.method), &[])),
    ];
    if let Some(before) = &meta.predecessor {
        facts.push(fact("fact_replaces", before));
    }
    let lead = if told.rules.method == Method::Suppression {
        let safe = overview.audit.is_safe();
        let key = if safe {
            "protocol_lead"
        } else {
            "protocol_lead_open"
        };
        let hidden = overview.all.hidden();
        let all = whole(overview.all.shown + hidden);
        let needed = whole(overview.audit.sensitive);
        say(
            key,
            &[
                ("all", &all),
                ("hidden", &whole(hidden)),
                ("needed", &needed),
            ],
        )
    } else {
        say("protocol_lead_altered", &[])
    };
    vec![Block::Lead { text: lead }, Block::Facts { facts }]
}

/// A hash in groups that an eye can compare.
fn in_fours(hash: &str) -> String {
    let letters: Vec<char> = hash.chars().collect();
    let groups = letters
        .chunks(8)
        .map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join(" ")
}

const fn method_key(method: Method) -> &'static str {
    match method {
        Method::Suppression => "protocol_suppression",
        Method::Rounding => "protocol_rounding",
        Method::CellKey => "protocol_cell_key",
    }
}

/// The rules: in sentences, and the numbers of each class.
fn method(told: Protection<'_>) -> Vec<Block> {
    let rules = told.rules;
    let mut said = sentences::<Public>(rules);
    // The last says what is not looked at; it stands further down.
    said.pop();
    let heads = columns(&[
        ("protocol_head_class", 2.4, Align::Left),
        ("protocol_head_threshold", 1.2, Align::Right),
        ("protocol_head_base", 0.9, Align::Right),
        ("protocol_head_zeros", 0.8, Align::Left),
        ("protocol_head_complement", 0.8, Align::Left),
        ("protocol_head_shown", 0.8, Align::Right),
        ("protocol_head_hidden", 0.9, Align::Right),
    ]);
    let counted = |class: &ClassRule| {
        let mut all = told.overview.classes.iter();
        all.find(|c| c.id == class.id.as_str())
            .cloned()
            .unwrap_or_default()
    };
    let rows = rules
        .classes
        .iter()
        .map(|class| class_row(class, &counted(class)));
    vec![
        heading("protocol_rules"),
        Block::List { items: said },
        Block::Table {
            table: table("protocol_classes", heads, rows.collect()),
        },
    ]
}

fn class_row(class: &ClassRule, counted: &Counted) -> Vec<String> {
    let number = |n: f64| {
        if n > 0.0 {
            german_number(n, 0)
        } else {
            "–".to_owned()
        }
    };
    let is_open = class.threshold <= 0.0;
    let zeros = match class.zeros {
        _ if is_open => "–".to_owned(),
        Zeros::Publish => say("protocol_zeros_shown", &[]),
        Zeros::Protect => say("protocol_zeros_hidden", &[]),
    };
    let complement = if class.complement {
        "protocol_yes"
    } else {
        "protocol_no"
    };
    vec![
        class.name.clone(),
        number(class.threshold),
        number(class.min_denominator),
        zeros,
        say(complement, &[]),
        whole(counted.shown),
        whole(counted.hidden()),
    ]
}

fn table(caption: &str, heads: Vec<crate::document::Column>, rows: Vec<Vec<String>>) -> Table {
    Table {
        number: None,
        caption: Some(say(caption, &[])),
        columns: heads,
        rows,
        note: String::new(),
    }
}

/// How much is hidden: by level, topic and reason.
fn counts(overview: &Overview) -> Vec<Block> {
    let mut blocks = vec![heading("protocol_counts")];
    let views = [
        ("protocol_levels", "protocol_head_level", &overview.levels),
        ("protocol_topics", "protocol_head_topic", &overview.topics),
    ];
    for (caption, head, counted) in views {
        let heads = columns(&[
            (head, 2.6, Align::Left),
            ("protocol_head_shown", 1.0, Align::Right),
            ("protocol_head_hidden", 1.0, Align::Right),
            ("protocol_head_share", 1.0, Align::Right),
        ]);
        let rows = counted.iter().chain([&overview.all]).map(counted_row);
        let table = table(caption, heads, rows.collect());
        blocks.push(Block::Table { table });
    }
    let heads = columns(&[
        ("protocol_head_reason", 4.0, Align::Left),
        ("protocol_head_hidden", 1.0, Align::Right),
    ]);
    let hidden = |reason: Reason| overview.all.hidden.get(&reason).copied();
    let rows = Reason::ALL.into_iter();
    let rows = rows.filter_map(|reason| Some(vec![reason.german(), whole(hidden(reason)?)]));
    let table = table("protocol_reasons", heads, rows.collect());
    blocks.push(Block::Table { table });
    blocks.push(text("protocol_reasons_note", &[]));
    blocks
}

fn counted_row(counted: &Counted) -> Vec<String> {
    let name = if counted.name.is_empty() {
        say("protocol_all", &[])
    } else {
        counted.name.clone()
    };
    let hidden = counted.hidden();
    let all = counted.shown + hidden;
    let share = if all == 0 {
        0.0
    } else {
        100.0 * hidden as f64 / all as f64
    };
    let share = format!("{} %", german_number(share, 1));
    vec![name, whole(counted.shown), whole(hidden), share]
}

/// What was known to outsiders, and what was proven.
fn proof(told: Protection<'_>) -> Vec<Block> {
    if told.rules.method != Method::Suppression {
        let altered = text("protocol_proof_altered", &[]);
        return vec![heading("protocol_proof"), altered];
    }
    vec![
        heading("protocol_known"),
        text("protocol_known_text", &[]),
        known(told),
        heading("protocol_proof"),
        text("protocol_proof_text", &[]),
        proven(&told.overview.audit),
    ]
}

fn facts(facts: Vec<(&str, String)>) -> Block {
    let worded = |(key, value): (&str, String)| (say(&format!("protocol_{key}"), &[]), value);
    Block::Facts {
        facts: facts.into_iter().map(worded).collect(),
    }
}

fn known(told: Protection<'_>) -> Block {
    let elsewhere = &told.overview.elsewhere;
    let names = |names: Vec<&str>| match names.as_slice() {
        [] => say("protocol_none", &[]),
        names => names.join("; "),
    };
    let others = told.rules.published_by_others.iter();
    let others = names(others.map(|p| p.name.as_str()).collect());
    let accounts = told.rules.identities.iter();
    let parts = told.rules.contained.iter();
    let (editions, numbers) = (whole(elsewhere.editions), whole(elsewhere.in_editions));
    let values = [("n", editions.as_str()), ("numbers", numbers.as_str())];
    let by_others = whole(elsewhere.by_others);
    let of_others = [("names", others.as_str()), ("n", by_others.as_str())];
    facts(vec![
        ("known_editions", say("protocol_known_editions_n", &values)),
        ("known_others", say("protocol_known_others_n", &of_others)),
        (
            "known_accounts",
            names(accounts.map(|i| i.name.as_str()).collect()),
        ),
        (
            "known_parts",
            names(parts.map(|c| c.name.as_str()).collect()),
        ),
    ])
}

fn proven(audit: &Audit) -> Block {
    let proven = audit.sensitive.saturating_sub(audit.unsafe_cells.len());
    let (groups, largest) = (whole(audit.components), whole(audit.largest));
    let groups = [("n", groups.as_str()), ("largest", largest.as_str())];
    facts(vec![
        ("proof_needed", whole(audit.sensitive)),
        ("proof_proven", whole(proven)),
        ("proof_unsafe", whole(audit.unsafe_cells.len())),
        ("proof_hidden", whole(audit.hidden)),
        ("proof_relations", whole(audit.relations)),
        ("proof_groups", say("protocol_groups_n", &groups)),
        ("proof_programs", whole(audit.programs)),
    ])
}

/// What nobody has looked at.
fn limits(told: Protection<'_>) -> Vec<Block> {
    let said = sentences::<Public>(told.rules);
    let mut items: Vec<String> = said.last().into_iter().cloned().collect();
    items.extend(
        ["limit_others", "limit_texts", "limit_internal"]
            .map(|key| say(&format!("protocol_{key}"), &[])),
    );
    vec![heading("protocol_limits"), Block::List { items }]
}
