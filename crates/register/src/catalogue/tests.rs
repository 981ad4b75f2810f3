//! A catalogue goes into the tables and comes back; a bad one stays outside.

use vocabulary::Explain;

use super::*;
use crate::Access;

#[tokio::test]
async fn a_catalogue_comes_back_and_the_same_again_is_no_revision() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(folder.path(), Access::Write).await.unwrap();
    let on: Date = "2025-01-01".parse().unwrap();
    assert!(load(&db).await.unwrap().is_none());
    let starter = CatalogueTexts::starter();
    assert_eq!(save(&db, &starter, on).await.unwrap().revision, 1);
    assert_eq!(save(&db, &starter, on).await.unwrap().revision, 1);
    let mut changed = starter.clone();
    changed
        .topics
        .text
        .push_str("\n# Reihenfolge wie im Bericht\n");
    assert_eq!(save(&db, &changed, on).await.unwrap().revision, 2);
    let stored = load(&db).await.unwrap().unwrap();
    assert_eq!(stored.texts, changed);
    assert!(!stored.catalogue.indicators.is_empty());
}

#[tokio::test]
async fn a_bad_formula_is_refused_with_its_position_and_nothing_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(folder.path(), Access::Write).await.unwrap();
    let mut texts = CatalogueTexts::starter();
    let first = texts.indicators.text.find("numerator = \"").unwrap() + "numerator = \"".len();
    texts.indicators.text.insert_str(first, "populatoin + ");
    let refused = save(&db, &texts, "2025-01-01".parse().unwrap())
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("populatoin"), "{refused}");
    assert!(refused.german().contains("populatoin"));
    assert!(load(&db).await.unwrap().is_none());
}
