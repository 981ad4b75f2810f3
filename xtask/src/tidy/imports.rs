//! Who may import whom: the table of ARCHITECTURE.md. A new edge needs an ADR.

use crate::workspace::Member;

/// Crate and what of ours it may import.
const TABLE: &[(&str, &[&str])] = &[
    ("vocabulary", &[]),
    ("intake", &["vocabulary"]),
    ("methods", &["vocabulary"]),
    ("webframe", &["vocabulary"]),
    ("areas", &["vocabulary", "methods"]),
    ("indicators", &["vocabulary", "areas", "methods"]),
    (
        "disclosure",
        &["vocabulary", "areas", "methods", "indicators"],
    ),
    (
        "register",
        &["vocabulary", "areas", "indicators", "intake", "webframe"],
    ),
    (
        "findings",
        &["vocabulary", "areas", "methods", "indicators", "disclosure"],
    ),
    ("charts", &["vocabulary", "areas", "disclosure"]),
    (
        "observations",
        &["vocabulary", "areas", "intake", "register", "webframe"],
    ),
    (
        "releases",
        &[
            "vocabulary",
            "areas",
            "methods",
            "indicators",
            "disclosure",
            "findings",
            "register",
            "observations",
            "webframe",
        ],
    ),
    (
        "reports",
        &[
            "vocabulary",
            "areas",
            "disclosure",
            "releases",
            "charts",
            "webframe",
        ],
    ),
    // Shares no code with what it attacks (ADR 0012).
    ("attack", &["vocabulary"]),
    ("testkit", &["vocabulary"]),
    (
        "calibration",
        &[
            "vocabulary",
            "areas",
            "methods",
            "indicators",
            "disclosure",
            "findings",
            "attack",
            "testkit",
        ],
    ),
    ("yardstick", &[]),
    ("oracles", &["vocabulary", "methods", "areas", "disclosure"]),
    ("xtask", &["yardstick"]),
    ("e2e", &["vocabulary", "testkit", "intake"]),
];

/// Edges that the table does not know.
pub(crate) fn complaints(members: &[Member]) -> Vec<String> {
    members.iter().flat_map(of_member).collect()
}

fn of_member(member: &Member) -> Vec<String> {
    if member.name == "app" {
        return Vec::new();
    }
    let Some((_, allowed)) = TABLE.iter().find(|(name, _)| *name == member.name) else {
        return vec![format!(
            "{}: a crate the import table does not know; write an ADR and add it",
            member.name
        )];
    };
    let forbidden = member
        .imports
        .iter()
        .filter(|i| !allowed.contains(&i.as_str()));
    forbidden
        .map(|i| {
            format!(
                "{} imports {i}, which the import table does not allow; a new edge needs an ADR",
                member.name
            )
        })
        .collect()
}
