//! A territory goes into the tables and comes back.

use areas::{Area, Basis, Group, Level};

use super::*;
use crate::Access;

fn key(text: &str) -> AreaKey {
    AreaKey::parse(text).unwrap()
}

#[expect(clippy::too_many_lines, reason = "a county is one long list")]
fn kleinkreis() -> StoredTerritory {
    let level = |id: &str| Level {
        id: LevelId::parse(id).unwrap(),
        name: id.to_owned(),
        plural: format!("{id}s"),
    };
    let area = |k: &str, level: &str, parent: Option<&str>, from: &str, to: &str| Area {
        key: key(k),
        name: format!("Gebiet {k}"),
        level: LevelId::parse(level).unwrap(),
        parent: parent.map(key),
        valid_from: from.parse().ok(),
        valid_to: to.parse().ok(),
    };
    StoredTerritory {
        territory: Territory {
            levels: vec![level("county"), level("wohnplatz")],
            areas: vec![
                area("09", "county", None, "", ""),
                area("091", "wohnplatz", Some("09"), "", ""),
                area("092", "wohnplatz", Some("09"), "", "2019-12-31"),
                area("093", "wohnplatz", Some("09"), "2020-01-01", ""),
            ],
            groups: vec![Group {
                key: key("SR-01"),
                name: "Mitte".to_owned(),
                members: vec![key("091")],
                cuts: vec![key("093")],
                division: Some("Schulbezirke".to_owned()),
            }],
        },
        links: vec![Link {
            from: key("092"),
            to: key("093"),
            share: 1.0,
            basis: Basis::Address,
            valid_from: "2020-01-01".parse().unwrap(),
        }],
        outlines: vec![Outline {
            area: key("091"),
            valid_from: None,
            geometry: r#"{"type":"MultiPolygon","coordinates":[]}"#.to_owned(),
        }],
        compared: vec![ComparedArea {
            key: key("08"),
            name: "Nachbarkreis".to_owned(),
            level: LevelId::parse("peer").unwrap(),
        }],
    }
}

#[tokio::test]
async fn a_territory_comes_back_as_it_went() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(folder.path(), Access::Write).await.unwrap();
    let on: Date = "2025-01-01".parse().unwrap();
    assert_eq!(load(&db).await.unwrap(), None);
    save(&db, &kleinkreis(), on).await.unwrap();
    assert_eq!(load(&db).await.unwrap(), Some(kleinkreis()));
    let mut renamed = kleinkreis();
    renamed.territory.areas[1].name = "Altdorf".to_owned();
    save(&db, &renamed, on).await.unwrap();
    assert_eq!(load(&db).await.unwrap(), Some(renamed));
}

#[tokio::test]
async fn a_territory_that_cannot_stand_is_not_saved() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(folder.path(), Access::Write).await.unwrap();
    let mut broken = kleinkreis();
    broken.links.clear();
    let refused = save(&db, &broken, "2025-01-01".parse().unwrap()).await;
    assert!(matches!(refused, Err(TerritoryError::Crosswalk(_))));
    let mut broken = kleinkreis();
    broken.outlines[0].area = key("099");
    let refused = save(&db, &broken, "2025-01-01".parse().unwrap()).await;
    assert!(matches!(
        refused,
        Err(TerritoryError::OutlineWithoutArea(_))
    ));
    assert_eq!(load(&db).await.unwrap(), None);
}
