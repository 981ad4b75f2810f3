//! The county's source profiles: how each supplier's files are laid out, as data for `intake`.

/// Id and TOML text of every profile a delivery of Musterkreis names.
pub const PROFILES: [(&str, &str); 19] = [
    (
        "ba_kleinraeumig",
        include_str!("../profiles/ba_kleinraeumig.toml"),
    ),
    (
        "gesundheitsamt_seu",
        include_str!("../profiles/gesundheitsamt_seu.toml"),
    ),
    ("haushalte", include_str!("../profiles/haushalte.toml")),
    ("inkar_breit", include_str!("../profiles/inkar_breit.toml")),
    ("inkar_bulk", include_str!("../profiles/inkar_bulk.toml")),
    (
        "jugendamt_hilfen",
        include_str!("../profiles/jugendamt_hilfen.toml"),
    ),
    (
        "jugendamt_inobhutnahmen",
        include_str!("../profiles/jugendamt_inobhutnahmen.toml"),
    ),
    (
        "jugendamt_kita",
        include_str!("../profiles/jugendamt_kita.toml"),
    ),
    (
        "landesdatenbank",
        include_str!("../profiles/landesdatenbank.toml"),
    ),
    (
        "melderegister_auslaender",
        include_str!("../profiles/melderegister_auslaender.toml"),
    ),
    (
        "melderegister_bestand",
        include_str!("../profiles/melderegister_bestand.toml"),
    ),
    (
        "melderegister_bewegungen",
        include_str!("../profiles/melderegister_bewegungen.toml"),
    ),
    (
        "regionalstatistik_alt",
        include_str!("../profiles/regionalstatistik_alt.toml"),
    ),
    (
        "regionalstatistik_neu",
        include_str!("../profiles/regionalstatistik_neu.toml"),
    ),
    (
        "sozialamt_leistungen",
        include_str!("../profiles/sozialamt_leistungen.toml"),
    ),
    (
        "vermessungsamt",
        include_str!("../profiles/vermessungsamt.toml"),
    ),
    (
        "versorgung_plaetze",
        include_str!("../profiles/versorgung_plaetze.toml"),
    ),
    (
        "wahlamt_votemanager",
        include_str!("../profiles/wahlamt_votemanager.toml"),
    ),
    (
        "zensus_gitter",
        include_str!("../profiles/zensus_gitter.toml"),
    ),
];
