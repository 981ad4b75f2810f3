//! What may and may not happen to a data folder.

use std::fmt::Write as _;

use super::*;
use vocabulary::Explain;

#[tokio::test]
async fn a_new_folder_is_made_and_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let nested = folder.path().join("Kreis Müsterland?/Daten #1");
    Db::open(&nested, Access::Write)
        .await
        .unwrap()
        .close()
        .await;
    Db::open(&nested, Access::Write)
        .await
        .unwrap()
        .close()
        .await;
    Db::open(&nested, Access::Read).await.unwrap().close().await;
    assert!(nested.join("lebenslage.sqlite").is_file());
}

#[tokio::test]
async fn two_programs_do_not_write_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let first = Db::open(folder.path(), Access::Write).await.unwrap();
    let second = Db::open(folder.path(), Access::Write).await;
    assert!(matches!(second, Err(DbError::InUse(_))));
    let reader = Db::open(folder.path(), Access::Read).await.unwrap();
    reader.close().await;
    first.close().await;
    Db::open(folder.path(), Access::Write).await.unwrap();
}

#[tokio::test]
async fn tables_of_a_newer_program_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(folder.path(), Access::Write).await.unwrap();
    sqlx::query(
        "insert into _sqlx_migrations \
         (version, description, success, checksum, execution_time) values (9999, 'later', 1, x'00', 0)",
    )
    .execute(&db.pool)
    .await
    .unwrap();
    db.close().await;
    for access in [Access::Read, Access::Write] {
        let error = Db::open(folder.path(), access).await.unwrap_err();
        assert!(
            error.german().contains("neueren Programmversion"),
            "{error}"
        );
        assert!(matches!(error, DbError::NewerProgram { found: 9999, .. }));
    }
}

#[tokio::test]
async fn a_folder_that_is_none_is_not_made_by_looking() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("nirgends");
    let error = Db::open(&missing, Access::Read).await.unwrap_err();
    assert!(matches!(error, DbError::NoDataFolder(_)));
    assert!(!missing.exists());
}

#[tokio::test]
async fn a_file_that_is_no_database_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lebenslage.sqlite");
    std::fs::write(
        &file,
        "kein SQLite, sondern ein Brief an das Amt ".repeat(100),
    )
    .unwrap();
    let error = Db::open(folder.path(), Access::Write).await.unwrap_err();
    assert!(matches!(error, DbError::Unreadable { .. }), "{error:?}");
}

#[tokio::test]
async fn a_folder_where_a_file_stands_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("datei");
    std::fs::write(&file, "").unwrap();
    let error = Db::open(&file, Access::Write).await.unwrap_err();
    assert!(matches!(error, DbError::Unwritable { .. }));
    assert!(error.german().contains("nichts geändert"));
}

#[tokio::test]
async fn a_change_dropped_halfway_has_not_happened() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(folder.path(), Access::Write).await.unwrap();
    let mut transaction = db.begin().await.unwrap();
    sqlx::query("insert into territory (territory_no, saved_on) values (1, '2025-01-01')")
        .execute(&mut *transaction)
        .await
        .unwrap();
    drop(transaction);
    assert_eq!(crate::areas::load(&db).await.unwrap(), None);
}

/// Tables, columns and keys after all migrations: a change of the schema shows in review.
#[tokio::test]
async fn the_schema_is_the_one_that_was_reviewed() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(folder.path(), Access::Write).await.unwrap();
    let rows: Vec<(String, String, String, i64)> = sqlx::query_as(
        "select m.name, c.name, c.type, c.pk from sqlite_master m, pragma_table_info(m.name) c \
         where m.type = 'table' and m.name not like '!_sqlx%' escape '!' \
         order by m.name, c.cid",
    )
    .fetch_all(&db.pool)
    .await
    .unwrap();
    let mut schema = String::new();
    for table in rows.chunk_by(|a, b| a.0 == b.0) {
        let column = |(_, name, kind, key): &(String, String, String, i64)| match key {
            0 => format!("{name} {kind}"),
            place => format!("{name} {kind} key {place}"),
        };
        let columns: Vec<String> = table.iter().map(column).collect();
        writeln!(schema, "{}: {}", table[0].0, columns.join(", ")).unwrap();
    }
    insta::assert_snapshot!(schema);
}

/// The dialect both databases understand.
#[test]
fn migrations_use_only_types_both_databases_share() {
    for migration in MIGRATIONS.iter() {
        let lines = migration.sql.as_str().lines();
        let statements: Vec<&str> = lines
            .filter(|l| !l.trim_start().starts_with("--"))
            .collect();
        let text = statements.join("\n").to_lowercase();
        for strange in [
            "boolean",
            "timestamp",
            "jsonb",
            "autoincrement",
            "serial",
            "blob",
            "numeric",
        ] {
            assert!(
                !text.contains(strange),
                "{}: {strange}",
                migration.description
            );
        }
    }
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let address = "postgres://niemand@127.0.0.1:1/lebenslage";
    let refused = Db::open_with(folder.path(), Some(address), Access::Write).await;
    assert_eq!(
        refused.unwrap_err().german(),
        "Der Datenbankserver ist nicht benutzbar (dort nimmt niemand die Verbindung an). Bitte prüfen Sie, ob er läuft, \
         und die Adresse mit Name und Kennwort; es wurde nichts geändert."
    );
}
