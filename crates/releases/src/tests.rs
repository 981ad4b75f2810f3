//! Frozen editions: the same bytes for ever, opened only if not one of them changed.

use disclosure::{Edition, Internal, Public};
use proptest::prelude::*;
use register::{Access, Db};
use vocabulary::{Explain, Period};

use crate::county::County;
use crate::store::{ArchiveError, archive, list, open};
use crate::{Frozen, Release, WhyReclassed, beside, freeze};

async fn folder() -> (tempfile::TempDir, Db) {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(folder.path(), Access::Write).await.unwrap();
    (folder, db)
}

/// Freezes and archives.
async fn put<E: Edition>(db: &Db, mut release: Release<E>) -> Result<Frozen, ArchiveError> {
    let frozen = freeze(&mut release).unwrap();
    let mut tx = db.begin().await?;
    archive(&mut tx, &release.meta, &frozen, E::NAME).await?;
    tx.commit().await?;
    Ok(frozen)
}

async fn change(db: &Db, statement: &str) {
    let mut tx = db.begin().await.unwrap();
    let done = sqlx::query(sqlx::AssertSqlSafe(statement.to_owned()))
        .execute(&mut *tx)
        .await
        .unwrap();
    assert!(done.rows_affected() > 0, "{statement}");
    tx.commit().await.unwrap();
}

#[test]
fn the_hash_covers_every_part_and_every_delivery() {
    let hash = |county: &County| freeze(&mut county.release::<Public>("1")).unwrap().hash;
    let county = County::new();
    assert_eq!(hash(&county), hash(&county.clone()));
    let other_delivery = county.clone().with("claims", "1a", (2024, 200.0), "L7");
    assert_ne!(
        hash(&county),
        hash(&other_delivery),
        "same numbers, another delivery"
    );
    let other_number = county.clone().with("claims", "1a", (2024, 201.0), "L2");
    assert_ne!(hash(&county), hash(&other_number));
    assert_ne!(
        hash(&county),
        freeze(&mut county.release::<Public>("2")).unwrap().hash
    );
    assert_ne!(
        hash(&county),
        freeze(&mut county.release::<Internal>("1")).unwrap().hash
    );
}

#[test]
fn freezing_again_gives_the_same_bytes() {
    let mut release = County::new().release::<Public>("1");
    let first = freeze(&mut release).unwrap();
    assert_eq!(release.meta.hash, first.hash);
    assert_eq!(
        freeze(&mut release).unwrap(),
        first,
        "though the hash stands in it now"
    );
    assert!(!first.parts.iter().any(|p| p.content.contains(&first.hash)));
}

#[tokio::test]
async fn what_was_archived_opens_to_the_same_release() {
    let (_folder, db) = folder().await;
    let frozen = put(&db, County::new().release::<Public>("2025-1"))
        .await
        .unwrap();
    let mut again = open::<Public>(&db, "2025-1").await.unwrap();
    assert_eq!(again.meta.hash, frozen.hash);
    assert_eq!(
        *again.figures,
        *County::new().release::<Public>("2025-1").figures
    );
    assert_eq!(freeze(&mut again).unwrap(), frozen);
}

#[tokio::test]
async fn a_frozen_edition_is_never_overwritten() {
    let (_folder, db) = folder().await;
    let frozen = put(&db, County::new().release::<Public>("2025-1"))
        .await
        .unwrap();
    let other = County::new().with("claims", "1a", (2024, 7.0), "L9");
    let error = put(&db, other.release::<Public>("2025-1"))
        .await
        .unwrap_err();
    assert!(matches!(error, ArchiveError::Exists(_)));
    assert!(
        error.german().contains("werden nicht überschrieben"),
        "{}",
        error.german()
    );
    let mut kept = open::<Public>(&db, "2025-1").await.unwrap();
    assert_eq!(freeze(&mut kept).unwrap(), frozen);
    put(&db, other.release::<Internal>("2025-1")).await.unwrap();
}

#[tokio::test]
async fn an_erratum_keeps_the_old_bytes() {
    let (_folder, db) = folder().await;
    let wrong = put(&db, County::new().release::<Public>("2025-1"))
        .await
        .unwrap();
    let right = County::new().with("claims", "1a", (2024, 190.0), "L9");
    put(&db, right.erratum::<Public>("2025-2", "2025-1"))
        .await
        .unwrap();
    let mut old = open::<Public>(&db, "2025-1").await.unwrap();
    assert_eq!(freeze(&mut old).unwrap(), wrong);
    let told: Vec<_> = list(&db)
        .await
        .unwrap()
        .into_iter()
        .map(|l| (l.identifier, l.predecessor))
        .collect();
    assert_eq!(
        told,
        [
            ("2025-1".into(), None),
            ("2025-2".into(), Some("2025-1".into()))
        ]
    );
    let new = open::<Public>(&db, "2025-2").await.unwrap();
    assert_eq!(new.meta.erratum.as_deref(), Some("Zahl vertauscht"));
}

/// The parts of a release as the archive holds them, by name.
async fn stored(db: &Db, identifier: &str) -> Vec<(String, String)> {
    use sqlx::Row;
    let rows =
        sqlx::query("select part, content from release_part where identifier = $1 order by part")
            .bind(identifier)
            .fetch_all(&mut *db.connection().await.unwrap())
            .await
            .unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

fn content(frozen: &Frozen) -> Vec<(String, String)> {
    let parts = frozen.parts.iter();
    let mut parts: Vec<_> = parts
        .map(|part| (part.name.to_owned(), part.content.clone()))
        .collect();
    parts.sort();
    parts
}

/// An index of the share with claims, measured by the year 2023.
pub(crate) const INDEX: &str = r#"
id = "lage"
version = 1
name = "Lage"
purpose = ""
[[indicator]]
id = "C"
[method]
base_year = 2023
[status]
cuts = [-0.5, 0.5]
names = ["wenig", "mittel", "viel"]
[doubt]
draws = 20
"#;

#[tokio::test]
async fn an_index_stays_as_published_and_stands_beside_what_is_computed_now() {
    let (_folder, db) = folder().await;
    let county = County::new().with_preset(INDEX);
    let published = put(&db, county.release::<Public>("2025-1")).await.unwrap();
    let old = open::<Public>(&db, "2025-1").await.unwrap();
    assert_eq!(old.indices[0].newest().unwrap().areas.len(), 6);
    // The next edition: one place was counted wrongly in 2024, and 2023 is corrected elsewhere.
    let corrected =
        county
            .with("claims", "2c", (2024, 120.0), "L9")
            .with("claims", "1b", (2023, 61.0), "L9");
    let mut new = corrected.release::<Public>("2026-1");
    new.beside = beside(&old, &new);
    let kept = put(&db, new).await.unwrap();
    for (identifier, frozen) in [("2025-1", &published), ("2026-1", &kept)] {
        // Opening verifies every hash; the text is what was frozen, to the byte, and every number what it was, to the bit.
        let mut release = open::<Public>(&db, identifier).await.unwrap();
        assert_eq!(release.meta.hash, frozen.hash);
        assert_eq!(stored(&db, identifier).await, content(frozen));
        assert_eq!(&freeze(&mut release).unwrap(), frozen);
    }
    let again = open::<Public>(&db, "2026-1").await.unwrap();
    let [told] = again.beside.as_slice() else {
        panic!("{:?}", again.beside)
    };
    assert_eq!(
        (told.edition.as_str(), told.period),
        ("2025-1", Period::Year(2024))
    );
    let place = told
        .changed
        .iter()
        .find(|c| c.area.as_str() == "2c")
        .unwrap();
    assert_eq!(place.before.as_deref(), Some("wenig"));
    assert_ne!(place.after, place.before);
    assert!(place.why.contains(&WhyReclassed::Revised), "{place:?}");
    assert!(
        place.why.contains(&WhyReclassed::BaseParameters),
        "{place:?}"
    );
    assert_eq!(told.same + told.changed.len(), 6);
}

#[test]
fn the_same_release_beside_itself_has_changed_nothing() {
    let county = County::new().with_preset(INDEX);
    let told = beside(
        &county.release::<Public>("1"),
        &county.release::<Public>("2"),
    );
    assert!(
        told.iter().all(|t| t.changed.is_empty() && t.same == 6),
        "{told:?}"
    );
    let stricter = County::new().with_preset(
        &INDEX
            .replace("version = 1", "version = 2")
            .replace("0.5]", "0.1]"),
    );
    let told = beside(
        &county.release::<Public>("1"),
        &stricter.release::<Public>("2"),
    );
    for changed in &told[0].changed {
        assert_eq!(changed.why, [WhyReclassed::Preset]);
    }
}

#[tokio::test]
async fn an_erratum_needs_the_edition_it_replaces() {
    let (_folder, db) = folder().await;
    let error = put(&db, County::new().erratum::<Public>("2025-2", "2025-1"))
        .await
        .unwrap_err();
    assert!(matches!(error, ArchiveError::NoPredecessor(_)));
    assert!(list(&db).await.unwrap().is_empty());
    let missing = open::<Public>(&db, "2025-2").await.unwrap_err();
    assert!(matches!(missing, ArchiveError::Missing(_)));
}

#[tokio::test]
async fn a_changed_archive_is_refused_part_by_part() {
    for part in crate::freeze::PARTS {
        let (_folder, db) = folder().await;
        put(&db, County::new().release::<Public>("2025-1"))
            .await
            .unwrap();
        change(
            &db,
            &format!("update release_part set content = content || ' ' where part = '{part}'"),
        )
        .await;
        let error = open::<Public>(&db, "2025-1").await.unwrap_err();
        assert!(
            matches!(&error, ArchiveError::Damaged { part: p, .. } if p == part),
            "{error}"
        );
    }
}

#[tokio::test]
async fn an_archive_whose_hashes_were_changed_as_well_is_refused() {
    let (_folder, db) = folder().await;
    put(&db, County::new().release::<Public>("2025-1"))
        .await
        .unwrap();
    let (content, hash) = ("[]", crate::freeze::sha256(b"[]"));
    change(
        &db,
        &format!(
            "update release_part set content = '{content}', hash = '{hash}' where part = 'sources'"
        ),
    )
    .await;
    assert!(matches!(
        open::<Public>(&db, "2025-1").await,
        Err(ArchiveError::Damaged { .. })
    ));
}

#[tokio::test]
async fn an_archive_with_a_missing_part_is_refused() {
    let (_folder, db) = folder().await;
    put(&db, County::new().release::<Public>("2025-1"))
        .await
        .unwrap();
    change(&db, "delete from release_part where part = 'judgements'").await;
    assert!(matches!(
        open::<Public>(&db, "2025-1").await,
        Err(ArchiveError::Damaged { .. })
    ));
}

#[tokio::test]
async fn an_internal_edition_is_never_opened_as_a_public_one() {
    let (_folder, db) = folder().await;
    put(&db, County::new().release::<Internal>("2025-1"))
        .await
        .unwrap();
    assert!(matches!(
        open::<Public>(&db, "2025-1").await,
        Err(ArchiveError::Missing(_))
    ));
    change(&db, "insert into release select identifier, 'public', released_on, predecessor, erratum, hash from release").await;
    change(&db, "update release_part set edition = 'public'").await;
    let error = open::<Public>(&db, "2025-1").await.unwrap_err();
    assert!(
        matches!(
            error,
            ArchiveError::Unreadable {
                part: "figures",
                ..
            }
        ),
        "{error}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn one_changed_number_changes_the_hash_and_no_other_release(
        area in prop::sample::select(vec!["1a", "1b", "1c", "2a", "2b", "2c"]),
        number in 20u32..500,
    ) {
        let county = County::new();
        let before = freeze(&mut county.release::<Public>("1")).unwrap();
        let changed = county.clone().with("claims", area, (2024, f64::from(number)), "L2");
        let after = freeze(&mut changed.release::<Public>("1")).unwrap();
        let same = before.parts.iter().zip(&after.parts).all(|(a, b)| a.content == b.content);
        prop_assert_eq!(same, before.hash == after.hash);
        prop_assert_eq!(freeze(&mut county.release::<Public>("1")).unwrap(), before);
    }
}
