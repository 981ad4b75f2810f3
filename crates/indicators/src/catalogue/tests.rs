//! The starter catalogue holds, and a bad one is refused with place and reason.

use vocabulary::Explain;

use super::*;

#[test]
fn the_starter_catalogue_holds() {
    let catalogue = Catalogue::starter();
    assert!(catalogue.indicators.len() >= 60);
    let used: std::collections::BTreeSet<&str> = catalogue
        .indicators
        .iter()
        .map(|d| d.topic.as_str())
        .collect();
    assert_eq!(used.len(), catalogue.topics.len());
    let people: Vec<&str> = catalogue
        .indicators
        .iter()
        .filter(|d| {
            d.polarity == Polarity::HigherIsBurden
                && matches!(d.topic.as_str(), "demography" | "migration" | "households")
        })
        .map(|d| d.id.as_str())
        .collect();
    assert!(
        people.is_empty(),
        "kinds of people are no burden: {people:?}"
    );
}

#[test]
fn child_poverty_has_a_new_way_of_counting_from_2020_on() {
    let catalogue = Catalogue::starter();
    let id = "EIN03".parse().unwrap();
    let versions: Vec<u32> = catalogue.versions(&id).map(|d| d.version).collect();
    assert_eq!(versions, [1, 2]);
    let new = catalogue.newest(&id).unwrap();
    assert_eq!(new.change_note.as_deref(), Some("neue Zählweise"));
    assert!(
        new.holds_for(vocabulary::Period::Year(2020))
            && !new.holds_for(vocabulary::Period::Year(2019))
    );
}

#[track_caller]
fn refused(indicator: &str, expected: &str) {
    let text = format!(
        "[[indicator]]\nid='X1'\nname='X'\ntopic='demography'\nunit='%'\nlevels=['county']\n{indicator}"
    );
    let source = |file, text| Source { file, text };
    let error = Catalogue::load(
        source("counts.toml", STARTER_COUNTS),
        source("indicators.toml", &text),
        source("topics.toml", STARTER_TOPICS),
    )
    .unwrap_err();
    assert_eq!(error.german(), expected);
}

#[test]
fn there_is_no_rate_without_denominator() {
    refused(
        "kind='rate'\nnumerator='births'",
        "indicators.toml, Eintrag „X1“: Zu „births“ fehlt der Nenner. Anteile, Raten und Verhältnisse brauchen Zähler und Nenner.",
    );
    refused(
        "kind='share'\nnumerator='inkar_65plus'\ndenominator='population'",
        "indicators.toml, Eintrag „X1“: „inkar_65plus“: Fertig gelieferte Anteile sind genau eine Grundzahl der Art „supplied“ und werden nicht weiterverrechnet.",
    );
}

#[test]
fn a_bad_formula_is_refused_with_file_entry_position_and_reason() {
    refused(
        "kind='share'\nnumerator='births'\ndenominator='populatoin'",
        "indicators.toml, Eintrag „X1“: Nenner „populatoin“: Spalte 1: Die Grundzahl „populatoin“ gibt es im Katalog nicht. Gemeint ist vielleicht „population“.",
    );
}

#[test]
fn an_unknown_field_is_refused_with_its_line() {
    let error = Catalogue::load(
        Source {
            file: "counts.toml",
            text: STARTER_COUNTS,
        },
        Source {
            file: "indicators.toml",
            text: "\n[[indicator]]\nid='X'\nnummerator='births'",
        },
        Source {
            file: "topics.toml",
            text: STARTER_TOPICS,
        },
    )
    .unwrap_err();
    assert!(error.spot == Spot::Line(4), "{error}");
}

#[test]
fn indicators_may_come_as_a_table() {
    let table = "id;name_de;numerator_de;denominator_de;numerator;denominator;kind;unit;polarity;topic;levels;rhythm;evidence\n\
        MIG01;Ausländeranteil;Ausl. Staatsangehörige;Einwohner;foreigners;population;share;%;neutral;migration;county|municipality;j;P\n";
    let load = |text: &str| {
        Catalogue::load(
            Source {
                file: "counts.toml",
                text: STARTER_COUNTS,
            },
            Source {
                file: "katalog.csv",
                text,
            },
            Source {
                file: "topics.toml",
                text: STARTER_TOPICS,
            },
        )
    };
    let read = load(table).unwrap();
    assert_eq!(read.indicators[0].rhythm, "jährlich");
    assert_eq!(read.indicators[0].factor.to_string(), "100");
    let wrong = load(&table.replace("rhythm", "rythm")).unwrap_err();
    assert_eq!(
        wrong.german(),
        "katalog.csv, Zeile 1: Die Spalte „rythm“ ist nicht vorgesehen. Bitte den Namen prüfen oder die Spalte streichen."
    );
}

#[test]
fn breakdowns_must_tile() {
    refused(
        "kind='count'\nnumerator='population'\nbreakdowns=[{dimension='age', categories=['0-5', '6-17']}]",
        "indicators.toml, Eintrag „X1“: Die Gruppen der Aufgliederung nach „age“ lassen eine Lücke, überschneiden sich oder passen nicht zu den gelieferten.",
    );
}

#[test]
fn looking_back_is_for_changes_only() {
    refused(
        "kind='share'\nnumerator='births{years_back=1}'\ndenominator='population'",
        "indicators.toml, Eintrag „X1“: „births{years_back=1}“: Ein Anteil oder ein fertig gelieferter Wert kann nicht in frühere Jahre zurückgreifen; für Veränderungen gibt es die Art „balance“.",
    );
    refused(
        "kind='balance'\npool=3\nnumerator='births - births{years_back=1}'",
        "indicators.toml, Eintrag „X1“: „births - births{years_back=1}“: Zusammengefasste Jahre dürfen nicht zugleich in frühere Jahre zurückgreifen; die Zeiträume überschnitten sich.",
    );
}

#[test]
fn a_practical_threshold_is_for_shares_and_rates() {
    for bad in [
        "kind='share'\ndenominator='population'\npractical_threshold=-1.0",
        "kind='count'\npractical_threshold=1.0",
    ] {
        refused(
            &format!("numerator='births'\n{bad}"),
            &format!(
                "indicators.toml, Eintrag „X1“: Die praktische Schwelle {} ist nicht verwendbar; sie ist mindestens null, steht in der Einheit des Indikators und gilt nur für Anteile und Raten.",
                if bad.contains("-1") { "-1" } else { "1" }
            ),
        );
    }
}

#[test]
fn a_list_of_words_is_refused_with_what_is_missing() {
    let words = "id;name_de;numerator_de;denominator_de;unit;polarity;topic_de;source;smallest_level;rhythm;evidence\n\
        DEM01;Bevölkerung;Personen;–;Personen;neutral;Demografie;EMR;WP;j;P\n";
    let source = |file, text| Source { file, text };
    let error = Catalogue::load(
        source("counts.toml", STARTER_COUNTS),
        source("liste.csv", words),
        source("topics.toml", STARTER_TOPICS),
    )
    .unwrap_err();
    let told = error.german();
    assert!(told.starts_with("liste.csv, Zeile 1: Der Tabelle fehlen die Spalten „topic“, „kind“, „numerator“, „denominator“, „levels“."), "{told}");
}

#[test]
fn a_table_may_give_a_practical_threshold() {
    let table = "id;name_de;numerator;denominator;kind;unit;topic;levels;practical_threshold\n\
        MIG01;Ausländeranteil;foreigners;population;share;%;migration;county;1.5\n";
    let load = |text: &str| {
        let of = |file, text| Source { file, text };
        let (counts, topics) = (
            of("counts.toml", STARTER_COUNTS),
            of("topics.toml", STARTER_TOPICS),
        );
        Catalogue::load(
            counts,
            Source {
                file: "katalog.csv",
                text,
            },
            topics,
        )
    };
    assert_eq!(
        load(table).unwrap().indicators[0].practical_threshold,
        Some(1.5)
    );
    let wrong = load(&table.replace("1.5", "viel")).unwrap_err();
    assert!(
        wrong.german().contains("„practical_threshold“"),
        "{}",
        wrong.german()
    );
}

#[test]
fn the_largest_contributions_are_two_counts_that_stand_in_no_formula() {
    let count = |id: &str, more: &str| {
        format!(
            "[[count]]\nid='{id}'\nname='{id}'\nunit='Plätze'\nnature='stock'\nreference='31.12.'\nsource='H'\n\
             class='homes'\npersons=false\n{more}\n"
        )
    };
    let load = |contributions: &str, numerator: &str| {
        let counts = [
            count("beds", &format!("contributions={contributions}")),
            count("largest", "additive=false"),
            count("second", "additive=false"),
            count("staff", ""),
        ];
        let indicator = format!(
            "[[indicator]]\nid='B'\nname='B'\ntopic='t'\nkind='count'\nnumerator='{numerator}'\nunit='Plätze'\n\
             levels=['county']"
        );
        let source = |file, text| Source { file, text };
        Catalogue::load(
            source("counts.toml", &counts.concat()),
            source("indicators.toml", &indicator),
            source("topics.toml", "[[topic]]\nid='t'\nname='T'"),
        )
        .map_err(|error| error.german())
    };
    assert!(load("['largest', 'second']", "beds").is_ok());
    for wrong in [
        "['largest']",
        "['largest', 'largest']",
        "['largest', 'staff']",
        "['largest', 'nobody']",
        "['largest', 'second', 'staff']",
    ] {
        let told = load(wrong, "beds").unwrap_err();
        assert!(told.contains("„contributions“"), "{wrong}: {told}");
    }
    let told = load("['largest', 'second']", "largest").unwrap_err();
    assert!(told.contains("dient nur der Geheimhaltung"), "{told}");
}
