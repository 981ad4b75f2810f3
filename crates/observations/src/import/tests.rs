//! Stories of deliveries: they arrive, are doubted, replaced and withdrawn.

use ::areas::{Area, Basis, Group, Level, Link, Territory};
use intake::{GridCell, Source};
use register::{Access, StoredTerritory, profiles};
use vocabulary::{AreaKey, CountId, Explain, LevelId, Observation, RemarkKind};

use super::*;
use crate::{CellKey, Standing, counts, current, deliveries, explain_cell, in_newest_status};

const LONG: &str = r#"
    id = "bestand"
    title = "Bestand"
    supplier = "Melderegister"
    layout = "long"
    value = "Anzahl"
    name = "Wohnplatz"
    key = { columns = ["Schluessel"], type = "own" }
    period = { column = "Jahr" }
    count = { constant = "population" }
    totals = { names = ["Insgesamt"], key = "09998" }
    unallocated = { names = ["keine Angabe"], key = "09998001" }
"#;

/// Names the address of a PostgreSQL server the stories use instead of SQLite.
pub(super) const POSTGRES: &str = "LEBENSLAGE_TEST_POSTGRES";

fn key(text: &str) -> AreaKey {
    AreaKey::parse(text).unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Two municipalities, six areas; the third of the second was split in 2020.
#[expect(clippy::too_many_lines, reason = "a county is one long list")]
fn kleinkreis() -> StoredTerritory {
    let level = |id: &str| Level {
        id: LevelId::parse(id).unwrap(),
        name: id.to_owned(),
        plural: id.to_owned(),
    };
    let area = |k: &str, name: &str, from: &str, to: &str| Area {
        key: key(k),
        name: name.to_owned(),
        level: LevelId::parse(match k.len() {
            5 => "county",
            8 => "municipality",
            _ => "wohnplatz",
        })
        .unwrap(),
        parent: match k.len() {
            5 => None,
            8 => Some(key(&k[..5])),
            _ => Some(key(&k[..8])),
        },
        valid_from: from.parse().ok(),
        valid_to: to.parse().ok(),
    };
    let link = |to: &str, share: f64| Link {
        from: key("09998002003"),
        to: key(to),
        share,
        basis: Basis::Address,
        valid_from: day("2020-01-01"),
    };
    StoredTerritory {
        territory: Territory {
            levels: vec![level("county"), level("municipality"), level("wohnplatz")],
            areas: vec![
                area("09998", "Kleinkreis", "", ""),
                area("09998001", "Altdorf", "", ""),
                area("09998002", "Neudorf", "", ""),
                area("09998001001", "Markt", "", ""),
                area("09998001002", "Heide", "", ""),
                area("09998002001", "Bruch", "", ""),
                area("09998002003", "Höhe", "", "2019-12-31"),
                area("09998002004", "Oberhöhe", "2020-01-01", ""),
                area("09998002005", "Unterhöhe", "2020-01-01", ""),
            ],
            groups: vec![Group {
                key: key("SB-1"),
                name: "Schulbezirk Markt".to_owned(),
                members: vec![key("09998001001")],
                cuts: vec![key("09998001002")],
                division: None,
            }],
        },
        links: vec![link("09998002004", 0.924), link("09998002005", 0.076)],
        ..StoredTerritory::default()
    }
}

struct Story {
    folder: tempfile::TempDir,
    db: Db,
    profile: StoredProfile,
}

impl Story {
    async fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = match std::env::var(POSTGRES) {
            Ok(url) => {
                Db::open_with(
                    folder.path(),
                    Some(&fresh_schema(&url).await),
                    Access::Write,
                )
                .await
            }
            Err(_) => Db::open(folder.path(), Access::Write).await,
        }
        .unwrap();
        areas::save(&db, &kleinkreis(), day("2025-01-01"))
            .await
            .unwrap();
        let profile = profiles::save(&db, LONG, day("2025-01-01")).await.unwrap();
        Self {
            folder,
            db,
            profile,
        }
    }

    async fn arrives(&self, file_name: &str, text: &str) -> Result<DeliveryReport, ImportError> {
        let importer = Importer::new(&self.db).await?;
        importer.import(self.incoming(file_name, text)).await
    }

    async fn tried(&self, file_name: &str, text: &str) -> Result<DeliveryReport, ImportError> {
        let importer = Importer::new(&self.db).await?;
        importer.dry_run(self.incoming(file_name, text)).await
    }

    fn incoming<'f>(&'f self, file_name: &'f str, text: &'f str) -> Incoming<'f> {
        Incoming {
            file_name,
            source: Source::Bytes(text.as_bytes()),
            profile: &self.profile,
            received: day("2025-03-01"),
        }
    }

    async fn numbers(&self) -> Vec<String> {
        current(&self.db).await.unwrap().iter().map(say).collect()
    }

    fn archive(&self) -> Vec<String> {
        let Ok(files) = std::fs::read_dir(self.folder.path().join("deliveries")) else {
            return Vec::new();
        };
        let mut names: Vec<String> = files
            .map(|f| f.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

/// A schema of its own for every story, so that stories do not see each other.
async fn fresh_schema(url: &str) -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    sqlx::any::install_default_drivers();
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("story_{}_{number}", std::process::id());
    let pool = sqlx::AnyPool::connect(url).await.unwrap();
    let create = format!("create schema {name}");
    sqlx::query(sqlx::AssertSqlSafe(create))
        .execute(&pool)
        .await
        .unwrap();
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}options=-c%20search_path%3D{name}")
}

fn say(o: &Observation) -> String {
    let flags = o.quantity.flags.to_string();
    format!(
        "{} {} {:?}{}",
        o.area,
        o.period,
        o.quantity.value,
        if flags.is_empty() {
            flags
        } else {
            format!(" {flags}")
        }
    )
}

fn messages(report: &DeliveryReport, kind: RemarkKind) -> Vec<&str> {
    let of_kind = report.remarks.iter().filter(|r| r.kind == kind);
    of_kind.map(|r| r.message.as_str()).collect()
}

const FIRST: &str = "Jahr;Schluessel;Wohnplatz;Anzahl\n\
    2024;09998001001;Markt;120\n2024;09998001002;Heide;80\n";

#[tokio::test]
async fn a_delivery_is_stored_and_leads_back_to_its_row() {
    let story = Story::begin().await;
    let report = story.arrives("bestand.csv", FIRST).await.unwrap();
    assert_eq!(report.delivery.as_ref().unwrap().as_str(), "L0001");
    assert_eq!((report.cells.new, report.unplaced), (2, 0));
    assert_eq!(
        story.numbers().await,
        [
            "09998001001 2024 Known(120.0)",
            "09998001002 2024 Known(80.0)"
        ]
    );
    assert_eq!(story.archive(), ["L0001-bestand.csv"]);
    let cell = CellKey {
        count: CountId::parse("population").unwrap(),
        area: key("09998001002"),
        period: "2024".parse().unwrap(),
        breakdown: vocabulary::Breakdown::total(),
    };
    let versions = explain_cell(&story.db, &cell).await.unwrap();
    assert_eq!((versions[0].origin.row, versions[0].origin.column), (3, 4));
    assert_eq!(
        versions[0].delivery.archived,
        "deliveries/L0001-bestand.csv"
    );
    assert_eq!(versions[0].standing, Standing::Current);
}

#[tokio::test]
async fn the_same_file_twice_is_recognised() {
    let story = Story::begin().await;
    story.arrives("bestand.csv", FIRST).await.unwrap();
    let again = story.arrives("bestand_neu.csv", FIRST).await.unwrap_err();
    assert!(
        again.german().contains("L0001 am 01.03.2025"),
        "{}",
        again.german()
    );
    assert_eq!(story.archive().len(), 1);
}

#[tokio::test]
async fn a_correction_holds_until_it_is_withdrawn() {
    let story = Story::begin().await;
    story.arrives("bestand.csv", FIRST).await.unwrap();
    let corrected = FIRST.replace(";80", ";81");
    let tried = story.tried("korrektur.csv", &corrected).await.unwrap();
    assert_eq!((tried.cells.changed, tried.cells.unchanged), (1, 1));
    assert_eq!(tried.delivery, None);
    assert_eq!(story.archive().len(), 1, "trying leaves nothing");
    let report = story.arrives("korrektur.csv", &corrected).await.unwrap();
    assert_eq!(report.cells, tried.cells);
    assert_eq!(story.numbers().await[1], "09998001002 2024 Known(81.0)");
    let id = report.delivery.unwrap();
    deliveries::withdraw(&story.db, &id, "falsche Datei", day("2025-04-01"))
        .await
        .unwrap();
    assert_eq!(story.numbers().await[1], "09998001002 2024 Known(80.0)");
    let twice = deliveries::withdraw(&story.db, &id, "noch einmal", day("2025-04-02")).await;
    assert!(twice.unwrap_err().german().contains("01.04.2025"));
    let list = deliveries::list(&story.db).await.unwrap();
    assert_eq!(list[1].withdrawal.as_ref().unwrap().reason, "falsche Datei");
    story
        .arrives("korrektur.csv", &corrected)
        .await
        .expect("withdrawn, it may come again");
}

#[tokio::test]
async fn keys_are_repaired_or_refused_by_name() {
    let story = Story::begin().await;
    let file = "Jahr;Schluessel;Wohnplatz;Anzahl\n\
        2024;9998001001;Markt;120\n2024;09998001002;Hiede;80\n2024;09998009009;Nirgends;7\n\
        2024;09998009009;Nirgends;8\n2024;09998002003;Höhe;9\n";
    let report = story.arrives("bestand.csv", file).await.unwrap();
    assert_eq!(
        (report.cells.new, report.cells.rejected, report.unplaced),
        (2, 3, 3)
    );
    assert_eq!(messages(&report, RemarkKind::RepairedKey).len(), 1);
    assert!(
        messages(&report, RemarkKind::NameMismatch)[0]
            .contains("„Heide“, in der Datei steht „Hiede“")
    );
    let unknown = messages(&report, RemarkKind::UnknownKey);
    assert!(unknown[0].contains("bis 31.12.2019"), "{unknown:?}");
    assert!(
        unknown[1].contains("„09998009009“ (Nirgends) hat kein Gebiet; 2 Zeile(n)"),
        "{unknown:?}"
    );
    assert_eq!(report.unknown_keys[1].listed_rows, [4, 5]);
}

#[tokio::test]
async fn a_group_that_cuts_areas_is_delivered_for_itself_and_adds_to_no_total() {
    let story = Story::begin().await;
    let district = "2024;SB-1;Schulbezirk Markt;150\n";
    let file = format!("{FIRST}{district}2024;;Insgesamt;200\n");
    let report = story.arrives("bestand.csv", &file).await.unwrap();
    assert!(report.unknown_keys.is_empty(), "{report:?}");
    let numbers = story.numbers().await;
    assert!(
        numbers.contains(&"SB-1 2024 Known(150.0)".to_owned()),
        "{numbers:?}"
    );
    assert!(
        messages(&report, RemarkKind::TotalMismatch).is_empty(),
        "{report:?}"
    );
}

#[tokio::test]
async fn a_cell_twice_is_taken_once_or_not_at_all() {
    let story = Story::begin().await;
    let file = format!("{FIRST}2024;09998001001;Markt;120\n2024;09998001002;Heide;90\n");
    let report = story.arrives("bestand.csv", &file).await.unwrap();
    assert_eq!(story.numbers().await, ["09998001001 2024 Known(120.0)"]);
    assert_eq!(report.duplicates_found, 2);
    assert_eq!(report.cells.rejected, 2);
    let said = messages(&report, RemarkKind::Duplicate);
    assert!(said[1].contains("Zeile 3: 80, hier: 90"), "{said:?}");
}

#[tokio::test]
async fn a_total_is_compared_and_kept_and_the_rest_stays_apart() {
    let story = Story::begin().await;
    let file = format!("{FIRST}2024;;keine Angabe;5\n2024;;Insgesamt;206\n");
    let report = story.arrives("bestand.csv", &file).await.unwrap();
    assert_eq!(
        story.numbers().await,
        [
            "09998 2024 Known(206.0)",
            "09998001.unallocated 2024 Known(5.0)",
            "09998001001 2024 Known(120.0)",
            "09998001002 2024 Known(80.0)",
        ]
    );
    assert_eq!(report.totals_compared, 1);
    let said = messages(&report, RemarkKind::TotalMismatch);
    assert!(
        said[0].contains("ist 206, die Teile ergeben 205"),
        "{said:?}"
    );
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story of four attempts")]
async fn several_files_are_taken_together_or_not_at_all() {
    let story = Story::begin().await;
    let importer = Importer::new(&story.db).await.unwrap();
    let next = FIRST.replace("2024;", "2025;");
    let both = |second: &'static str| {
        vec![
            story.incoming("a.csv", FIRST),
            story.incoming("b.csv", second),
        ]
    };
    let refused = importer
        .import_all(
            both("Jahr;Schluessel;Wohnplatz;Anzahl\n2024;0999"),
            &mut || {},
        )
        .await
        .unwrap_err();
    assert!(
        refused.german().contains("b.csv, Zeile 2"),
        "{}",
        refused.german()
    );
    assert!(story.numbers().await.is_empty());
    assert!(story.archive().is_empty(), "{:?}", story.archive());
    let twice = vec![
        story.incoming("a.csv", FIRST),
        story.incoming("b.csv", FIRST),
    ];
    let refused = importer.import_all(twice, &mut || {}).await.unwrap_err();
    assert!(refused.german().contains("L0001"), "{}", refused.german());
    let files = || {
        vec![
            story.incoming("a.csv", FIRST),
            story.incoming("b.csv", &next),
        ]
    };
    let mut seen = 0;
    let tried = importer
        .dry_run_all(files(), &mut || seen += 1)
        .await
        .unwrap();
    assert_eq!((tried.len(), seen), (2, 2));
    assert!(story.numbers().await.is_empty());
    let taken = importer.import_all(files(), &mut || {}).await.unwrap();
    assert_eq!(taken[1].delivery.as_ref().unwrap().as_str(), "L0002");
    assert_eq!(taken[1].cells, tried[1].cells);
    assert_eq!(story.archive(), ["L0001-a.csv", "L0002-b.csv"]);
}

#[tokio::test]
async fn an_open_end_is_settled_by_a_total_or_remarked_on() {
    let story = Story::begin().await;
    let open = FIRST.trim_end();
    let report = story.arrives("offen.csv", open).await.unwrap();
    let said = messages(&report, RemarkKind::Structure);
    assert!(said[0].contains("„80“ unvollständig"), "{said:?}");
    let whole = format!("{open}\n2024;;Insgesamt;200");
    let report = story.arrives("summe.csv", &whole).await.unwrap();
    assert!(messages(&report, RemarkKind::Structure).is_empty());
    let cut = format!("{open}\n2024;;Insgesamt;20");
    let refused = story.arrives("gekappt.csv", &cut).await.unwrap_err();
    insta::assert_snapshot!(refused.german(), @"gekappt.csv, Zeile 4: Die letzte Zeile endet ohne Zeilenumbruch, und die Summe 20 für 09998 passt nicht zu ihren Teilen (200). Die Datei ist vermutlich abgeschnitten; bitte vollständig neu anfordern. Ist sie vollständig, ergänzen Sie am Ende einen Zeilenumbruch. Am Datenordner wurde nichts geändert.");
}

#[tokio::test]
async fn a_repeated_row_is_counted_as_a_row() {
    let story = Story::begin().await;
    let file = format!("{FIRST}2024;09998001001;Markt;120\n2024;09998001001;Markt;120\n");
    let report = story.arrives("bestand.csv", &file).await.unwrap();
    assert_eq!((report.duplicates_found, report.duplicate_rows), (2, 2));
    let text = crate::report::german(&crate::ImportReport {
        deliveries: vec![report],
    });
    assert!(text.contains("Doppelt: 2 Zeilen mit 2 Zellen"), "{text}");
}

const WIDE: &str = r#"
    id = "alo"
    title = "Arbeitslose"
    layout = "wide"
    key = { columns = ["Schluessel"] }
    period = { constant = "2024" }
    expected = { known_keys = 0.5 }
    columns = [
        { header = "gesamt", count = "unemployed" },
        { header = "w", count = "unemployed", breakdown = { sex = "female" } },
        { header = "m", count = "unemployed", breakdown = { sex = "male" } },
    ]
"#;

#[tokio::test]
async fn a_number_for_everybody_is_compared_with_its_groups() {
    let story = Story::begin().await;
    let profile = profiles::save(&story.db, WIDE, day("2025-01-01"))
        .await
        .unwrap();
    let read = async |text: &str| {
        let importer = Importer::new(&story.db).await?;
        let incoming = Incoming {
            profile: &profile,
            ..story.incoming("alo.csv", text)
        };
        importer.dry_run(incoming).await
    };
    let file = "Schluessel;gesamt;w;m\n09998001001;12;5;7\n09998001002;12;5;8\n09998002001;*;5;8\n";
    let report = read(file).await.unwrap();
    assert_eq!(
        (report.totals_compared, report.totals_not_matching_found),
        (2, 1)
    );
    insta::assert_snapshot!(messages(&report, RemarkKind::TotalMismatch)[0], @"unemployed, 09998001002, 2024: Insgesamt sind 12 geliefert, die 2 Ausprägungen von „sex“ ergeben zusammen 13. Beides wurde unverändert übernommen; bitte beim Lieferanten klären.");
    let strange = "Schluessel;gesamt;w;m\n09998001001;12;5;7\n1;12;5;7\n2;12;5;7\n";
    insta::assert_snapshot!(read(strange).await.unwrap_err().german(), @"alo.csv: Nur 1 von 3 Zeilen gehören zu bekannten Gebieten; das Quellprofil „alo“ verlangt mindestens 50 %. Vermutlich ist es eine andere Datei oder eine andere Schlüsselspalte; sonst `expected.known_keys` im Quellprofil anpassen. Am Datenordner wurde nichts geändert.");
}

#[tokio::test]
async fn more_cases_than_people_are_remarked_on_across_deliveries() {
    let story = Story::begin().await;
    story.arrives("bestand.csv", FIRST).await.unwrap();
    let profile = profiles::save(&story.db, WIDE, day("2025-01-01"))
        .await
        .unwrap();
    let summand = |count: &str| {
        vec![Summand {
            count: CountId::parse(count).unwrap(),
            factor: 1.0,
            groups: vec![vocabulary::Breakdown::total()],
        }]
    };
    let importer = Importer::new(&story.db).await.unwrap();
    let importer = importer.checking(vec![PartOfWhole {
        name: "Arbeitslosenanteil".to_owned(),
        part: summand("unemployed"),
        part_name: "Arbeitslose".to_owned(),
        whole: summand("population"),
        whole_name: "Einwohner".to_owned(),
    }]);
    let file = "Schluessel;gesamt;w;m\n09998001001;120;60;60\n09998001002;81;40;41\n";
    let incoming = Incoming {
        profile: &profile,
        ..story.incoming("alo.csv", file)
    };
    let report = importer.import(incoming).await.unwrap();
    let said = messages(&report, RemarkKind::Impossible);
    assert_eq!(said.len(), 1);
    insta::assert_snapshot!(said[0], @"Arbeitslosenanteil, 09998001002, 2024: 81 (Arbeitslose) sind mehr als 80 (Einwohner). Beides wurde unverändert übernommen; bitte prüfen, ob Gebiet, Stichtag und Zählweise beider Lieferungen zusammenpassen.");
}

#[tokio::test]
async fn hidden_parts_leave_room_for_a_total() {
    let story = Story::begin().await;
    let file = "Jahr;Schluessel;Wohnplatz;Anzahl\n2024;09998001001;Markt;120\n\
        2024;09998001002;Heide;*\n2024;;Insgesamt;127\n";
    let report = story.arrives("bestand.csv", file).await.unwrap();
    assert_eq!(report.totals_compared, 1);
    assert_eq!(report.totals_not_matching_found, 0);
    assert_eq!(report.symbols["*"], 1);
}

#[tokio::test]
async fn a_jump_against_last_year_is_shown() {
    let story = Story::begin().await;
    story
        .arrives("a.csv", &FIRST.replace("2024", "2023"))
        .await
        .unwrap();
    let doubled = FIRST.replace(";120", ";300");
    let report = story.arrives("b.csv", &doubled).await.unwrap();
    assert_eq!(report.jumps_found, 1);
    let said = messages(&report, RemarkKind::Jump);
    assert!(
        said[0].contains("300 nach 120 im Vorzeitraum (+150 %)"),
        "{said:?}"
    );
}

#[tokio::test]
async fn older_counts_are_carried_over_to_the_newest_areas() {
    let story = Story::begin().await;
    let file = "Jahr;Schluessel;Wohnplatz;Anzahl\n2018;09998002003;Höhe;1001\n\
        2018;09998002001;Bruch;50\n2024;09998002004;Oberhöhe;930\n";
    story.arrives("bestand.csv", file).await.unwrap();
    let carried = in_newest_status(current(&story.db).await.unwrap(), &kleinkreis()).unwrap();
    let said: Vec<String> = carried.iter().map(say).collect();
    assert_eq!(
        said,
        [
            "09998002001 2018 Known(50.0)",
            "09998002004 2018 Known(925.0) estimated",
            "09998002004 2024 Known(930.0)",
            "09998002005 2018 Known(76.0) estimated",
        ]
    );
    assert_eq!(carried[3].origin.row, 2);
}

#[tokio::test]
async fn a_status_of_the_past_shows_what_was_counted_until_it_ended() {
    let story = Story::begin().await;
    let file = "Jahr;Schluessel;Wohnplatz;Anzahl\n2018;09998002003;Höhe;1001\n\
        2024;09998002004;Oberhöhe;930\n";
    story.arrives("bestand.csv", file).await.unwrap();
    let stored = current(&story.db).await.unwrap();
    let day = "2018-12-31".parse().unwrap();
    let then = crate::in_status(stored, &kleinkreis(), day).unwrap();
    let said: Vec<String> = then.iter().map(say).collect();
    assert_eq!(said, ["09998002003 2018 Known(1001.0)"]);
}

#[tokio::test]
async fn a_ready_made_share_stays_with_its_area_and_is_never_carried_over() {
    let story = Story::begin().await;
    let file =
        "Jahr;Schluessel;Wohnplatz;Anzahl\n2018;09998002003;Höhe;12\n2018;09998002001;Bruch;7\n";
    story.arrives("bestand.csv", file).await.unwrap();
    let mut shares = current(&story.db).await.unwrap();
    for share in &mut shares {
        share.quantity.flags |= vocabulary::Flags::SUPPLIED;
    }
    let carried = in_newest_status(shares, &kleinkreis()).unwrap();
    let areas: Vec<&str> = carried.iter().map(|o| o.area.as_str()).collect();
    assert_eq!(areas, ["09998002001"]);
}

#[tokio::test]
async fn nothing_is_left_of_a_delivery_of_which_nothing_can_be_taken() {
    let story = Story::begin().await;
    let file = "Jahr;Schluessel;Wohnplatz;Anzahl\n2024;1;x;1\n";
    let refused = story.arrives("bestand.csv", file).await.unwrap_err();
    assert!(
        refused.german().contains("„1“ (x) hat kein Gebiet"),
        "{}",
        refused.german()
    );
    assert!(story.arrives("leer.csv", "").await.is_err());
    assert!(story.arrives("brief.csv", "%PDF-1.7 ...").await.is_err());
    assert_eq!(story.numbers().await, Vec::<String>::new());
    assert_eq!(story.archive(), Vec::<String>::new());
    assert!(deliveries::list(&story.db).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_program_killed_while_storing_leaves_nothing_behind() {
    let story = Story::begin().await;
    story
        .arrives("a.csv", &FIRST.replace("2024", "2023"))
        .await
        .unwrap();
    // As it is when the power goes between archive and commit: the file there, the transaction not.
    std::fs::write(story.folder.path().join("deliveries/L0002-b.csv"), FIRST).unwrap();
    let mut transaction = story.db.begin().await.unwrap();
    sqlx::query("insert into series (series_no, count_id, period, breakdown) values (99, 'x', '2024', 'total')")
        .execute(&mut *transaction)
        .await
        .unwrap();
    drop(transaction);
    let before = story.numbers().await;
    Importer::new(&story.db).await.unwrap();
    assert_eq!(story.numbers().await, before);
    assert_eq!(story.archive(), ["L0001-a.csv"]);
}

#[tokio::test]
async fn a_trial_run_leaves_the_archive_as_it_is() {
    if std::env::var(POSTGRES).is_ok() {
        return; // The file of SQLite is opened a second time, for reading.
    }
    let story = Story::begin().await;
    story.arrives("a.csv", FIRST).await.unwrap();
    let next = story.folder.path().join("deliveries/L0002-b.csv");
    std::fs::write(next, FIRST).unwrap();
    let reading = Db::open(story.folder.path(), Access::Read).await.unwrap();
    let importer = Importer::new(&reading).await.unwrap();
    let later = FIRST.replace("2024", "2023");
    let tried = importer.dry_run(story.incoming("c.csv", &later)).await;
    assert!(tried.is_ok());
    assert_eq!(story.archive(), ["L0001-a.csv", "L0002-b.csv"]);
}

#[tokio::test]
async fn an_archive_that_cannot_be_written_stops_the_import() {
    let story = Story::begin().await;
    std::fs::write(story.folder.path().join("deliveries"), "im Weg").unwrap();
    let importer = Importer::new(&story.db).await.unwrap();
    let refused = importer
        .import(story.incoming("a.csv", FIRST))
        .await
        .unwrap_err();
    assert!(
        refused.german().contains("es wurde nichts geändert"),
        "{}",
        refused.german()
    );
    assert!(story.numbers().await.is_empty());
}

#[tokio::test]
async fn some_counts_can_be_loaded_alone() {
    let story = Story::begin().await;
    story.arrives("bestand.csv", FIRST).await.unwrap();
    let population = [CountId::parse("population").unwrap()];
    assert_eq!(
        counts::current_of(&story.db, &population)
            .await
            .unwrap()
            .len(),
        2
    );
    let other = [CountId::parse("births").unwrap()];
    assert!(
        counts::current_of(&story.db, &other)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a story from outline to sum")]
async fn cells_of_the_census_grid_are_added_up_where_their_midpoint_lies() {
    let story = Story::begin().await;
    let grid = GridCell::parse("CRS3035RES100mN3080000E4110000").unwrap();
    let (x, y) = grid.midpoint();
    let middle = ::areas::crs::Crs::epsg(3035)
        .unwrap()
        .to_house(x, y)
        .unwrap();
    let square = geo::Rect::new(
        (middle.x - 90.0, middle.y - 90.0),
        (middle.x + 160.0, middle.y + 90.0),
    );
    let mut stored = kleinkreis();
    let shape = geo::MultiPolygon(vec![square.to_polygon()]);
    stored.outlines = vec![register::Outline::new(key("09998001001"), None, &shape)];
    areas::save(&story.db, &stored, day("2025-01-01"))
        .await
        .unwrap();
    let profile = r#"
        id = "zensus"
        title = "Zensus"
        layout = "zensus_grid"
        key = { columns = ["GITTER_ID_100m"], type = "grid" }
        period = { constant = "2022" }
        columns = [{ header = "Einwohner", count = "population" }]
    "#;
    let profile = profiles::save(&story.db, profile, day("2025-01-01"))
        .await
        .unwrap();
    let file = "GITTER_ID_100m;x_mp_100m;y_mp_100m;Einwohner\n\
        CRS3035RES100mN3080000E4110000;4110050;3080050;12\n\
        CRS3035RES100mN3080000E4110100;4110150;3080050;7\n\
        CRS3035RES100mN3090000E4110000;4110050;3090050;99\n";
    let incoming = Incoming {
        profile: &profile,
        ..story.incoming("zensus.csv", file)
    };
    let importer = Importer::new(&story.db).await.unwrap();
    let report = importer.import(incoming).await.unwrap();
    assert_eq!(
        story.numbers().await,
        ["09998001001 2022 Known(19.0) estimated"]
    );
    assert_eq!(report.unplaced, 1);
    let said = messages(&report, RemarkKind::Unplaced);
    assert!(said[0].contains("liegt in keinem Gebiet"), "{said:?}");
}

#[tokio::test]
async fn districts_are_added_up_by_their_assignment() {
    let story = Story::begin().await;
    let list = [
        ("101", "09998001001"),
        ("102", "09998001001"),
        ("900", "09998001.unallocated"),
    ];
    let list = list
        .map(|(district, area)| (district.to_owned(), key(area)))
        .into();
    assignments::save(&story.db, "wahl", &list, day("2025-01-01"))
        .await
        .unwrap();
    let profile = LONG
        .replace("\"bestand\"", "\"wahl\"")
        .replace("type = \"own\"", "type = \"district\"");
    let profile = profiles::save(&story.db, &profile, day("2025-01-01"))
        .await
        .unwrap();
    let file = "Jahr;Schluessel;Wohnplatz;Anzahl\n2021;101;Schule;500\n2021;102;Rathaus;400\n\
        2021;900;Briefwahl;300\n2021;103;Kita;1\n";
    let incoming = Incoming {
        profile: &profile,
        ..story.incoming("wahl.csv", file)
    };
    let importer = Importer::new(&story.db).await.unwrap();
    let report = importer.import(incoming).await.unwrap();
    assert_eq!(
        story.numbers().await,
        [
            "09998001.unallocated 2021 Known(300.0)",
            "09998001001 2021 Known(900.0)"
        ]
    );
    let said = messages(&report, RemarkKind::Unplaced);
    assert!(
        said[0].contains("„103“ (Kita) ist keinem Gebiet zugeordnet"),
        "{said:?}"
    );
}
