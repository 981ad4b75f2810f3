//! Stories of counties, whole and broken.

use insta::assert_snapshot;
use proptest::prelude::*;
use vocabulary::{AreaKey, AreaVersion, Date, Explain, LevelId};

use super::*;

fn key(text: &str) -> AreaKey {
    AreaKey::parse(text).unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn keys<'a>(areas: impl IntoIterator<Item = &'a Area>) -> String {
    let keys: Vec<&str> = areas.into_iter().map(|a| a.key.as_str()).collect();
    keys.join(" ")
}

/// Lines `key level parent from to`; `-` for none.
fn territory(lines: &str) -> Territory {
    let level = |id: &str| Level {
        id: LevelId::parse(id).unwrap(),
        name: id.into(),
        plural: id.into(),
    };
    let area = |line: &str| {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let cell = |i: usize| cells.get(i).copied().filter(|c| *c != "-");
        Area {
            key: key(cells[0]),
            name: format!("Gebiet {}", cells[0]),
            level: LevelId::parse(cells[1]).unwrap(),
            parent: cell(2).map(key),
            valid_from: cell(3).map(day),
            valid_to: cell(4).map(day),
        }
    };
    let lines = lines.lines().filter(|l| !l.trim().is_empty());
    Territory {
        levels: ["county", "municipality", "wohnplatz"].map(level).into(),
        areas: lines.map(area).collect(),
        groups: Vec::new(),
    }
}

fn group(name: &str, members: &[&str]) -> Group {
    Group {
        key: key(name),
        name: format!("Sozialraum {name}"),
        members: members.iter().map(|m| key(m)).collect(),
        cuts: Vec::new(),
        division: None,
    }
}

const COUNTY: &str = "
K  county -
K2 municipality K
K1 municipality K
K102 wohnplatz K1 2020-01-01
K103 wohnplatz K1 2020-01-01
K101 wohnplatz K1 - 2019-12-31
K104 wohnplatz K1
K201 wohnplatz K2";

#[track_caller]
fn refused(lines: &str) -> String {
    territory(lines).check().unwrap_err().german()
}

#[test]
fn a_split_makes_two_territorial_statuses() {
    let county = territory(COUNTY);
    let names: Vec<String> = county.versions().iter().map(|v| v.id.to_string()).collect();
    assert_eq!(names, ["always", "2020-01-01"]);
    county.check().unwrap();
    let before = county.at(day("2019-12-31")).unwrap();
    assert_eq!(keys(before.children(&key("K1"))), "K101 K104");
    assert_eq!(before.version().as_str(), "always");
    let after = county.at(day("2020-01-01")).unwrap();
    assert_eq!(keys(after.children(&key("K1"))), "K102 K103 K104");
    assert_eq!(after.version().as_str(), "2020-01-01");
    assert_eq!(after, county.newest().unwrap());
    assert_eq!(
        before,
        county.tree(&AreaVersion::parse("always").unwrap()).unwrap()
    );
}

#[test]
fn the_tree_knows_who_belongs_to_whom() {
    let tree = territory(COUNTY).newest().unwrap();
    assert_eq!(tree.root().key, key("K"));
    assert_eq!(keys(tree.areas()), "K K1 K102 K103 K104 K2 K201");
    assert_eq!(keys(tree.ancestors(&key("K104"))), "K1 K");
    assert_eq!(
        keys(tree.descendants(&key("K"))),
        "K1 K102 K103 K104 K2 K201"
    );
    assert_eq!(keys(tree.leaves_of(&key("K2"))), "K201");
    assert_eq!(keys(tree.leaves()), "K102 K103 K104 K201");
    assert_eq!(tree.parent(&key("K")), None);
    assert_eq!(
        keys(tree.ancestor_at(&key("K104"), &LevelId::parse("municipality").unwrap())),
        "K1"
    );
    assert!(tree.is_above(&key("K"), &key("K201")));
    assert!(!tree.is_above(&key("K1"), &key("K201")));
    assert_eq!(keys(tree.children(&key("nowhere"))), "");
    assert_eq!(tree.name(&key("K2")), Some("Gebiet K2"));
}

#[test]
fn a_key_may_come_back_later_for_another_outline() {
    let berlin = territory("K county -\nA wohnplatz K - 2020-12-31\nA wohnplatz K 2021-01-01");
    berlin.check().unwrap();
    assert_eq!(berlin.versions().len(), 2);
}

#[test]
fn a_group_is_shown_once_all_its_members_exist() {
    let mut county = territory(COUNTY);
    county.groups = vec![group("SR-02", &["K104", "K102"]), group("SR-01", &["K104"])];
    county.check().unwrap();
    let names = |tree: &AreaTree| {
        tree.groups()
            .iter()
            .map(|g| g.key.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&county.at(day("2019-01-01")).unwrap()), ["SR-01"]);
    let tree = county.newest().unwrap();
    assert_eq!(names(&tree), ["SR-01", "SR-02"]);
    assert_eq!(tree.groups_of(&key("K104")).count(), 2);
    assert_eq!(tree.name(&key("SR-02")), Some("Sozialraum SR-02"));
}

#[test]
fn a_group_may_hold_areas_in_part_and_names_each_once() {
    let district = |members: &[&str], cuts: &[&str]| {
        let mut county = territory(COUNTY);
        let cuts = cuts.iter().map(|m| key(m)).collect();
        county.groups = vec![Group {
            cuts,
            ..group("SB-1", members)
        }];
        county
    };
    let county = district(&["K104"], &["K201", "K102"]);
    county.check().unwrap();
    assert!(county.at(day("2019-01-01")).unwrap().groups().is_empty());
    let tree = county.newest().unwrap();
    let touched = tree.groups()[0].touched().map(AreaKey::as_str);
    assert_eq!(touched.collect::<Vec<_>>(), ["K104", "K102", "K201"]);
    assert_eq!(tree.groups_of(&key("K102")).count(), 0);
    assert!(tree.without_groups(&[key("SB-1")]).groups().is_empty());
    district(&[], &["K201"]).check().unwrap();
    let told = |members, cuts| district(members, cuts).check().unwrap_err().german();
    assert!(told(&["K104"], &["K104"]).contains("steht zweimal"));
    assert!(told(&["K104"], &["K2"]).contains("mischt die Ebenen"));
}

#[test]
fn groups_of_one_division_may_share_a_cut_area_and_no_whole_one() {
    let told = |second: &[&str], cuts: &[&str]| {
        let district = |group: Group, cuts: &[&str]| Group {
            cuts: cuts.iter().map(|m| key(m)).collect(),
            division: Some("Schulbezirke".into()),
            ..group
        };
        let mut county = territory(COUNTY);
        county.groups = vec![
            district(group("SB-1", &["K104"]), &["K102"]),
            district(group("SB-2", second), cuts),
        ];
        county.check().map_err(|e| e.german())
    };
    assert_eq!(told(&["K201"], &["K102"]), Ok(()));
    let both = told(&["K104"], &["K102"]).unwrap_err();
    assert_snapshot!(both, @"Die Gebietsgruppen „SB-1“ und „SB-2“ gehören zu derselben Einteilung, haben aber beide „K104“. Gruppen einer Einteilung überschneiden sich nicht. Bitte die Mitglieder oder die Einteilung (division) berichtigen.");
    assert!(told(&["K201"], &["K104"]).is_err());
}

#[test]
fn broken_groups_are_refused() {
    let told = |members: &[&str]| {
        let mut county = territory(COUNTY);
        county.groups = vec![group("SR-01", members)];
        county.check().unwrap_err().german()
    };
    assert_snapshot!(told(&["K101"]), @"Gebietsgruppe „SR-01“: Das Mitglied „K101“ gibt es im neuesten Gebietsstand nicht. Bitte den Schlüssel berichtigen.");
    assert_snapshot!(told(&["K104", "K1"]), @"Gebietsgruppe „SR-01“ mischt die Ebenen „municipality“ und „wohnplatz“; ihre Zahlen würden sich doppelt zählen. Bitte nur Gebiete einer Ebene nennen.");
    assert_snapshot!(told(&["K104", "K104"]), @"Gebietsgruppe „SR-01“: Das Mitglied „K104“ steht zweimal in der Liste. Bitte eines entfernen.");
    assert_snapshot!(told(&[]), @"Die Gebietsgruppe „SR-01“ hat keine Mitglieder. Bitte mindestens ein Gebiet angeben.");
    // Groups hold areas, never one another: there is no circle of groups.
    assert_snapshot!(told(&["SR-02"]), @"Gebietsgruppe „SR-01“: Das Mitglied „SR-02“ gibt es im neuesten Gebietsstand nicht. Bitte den Schlüssel berichtigen.");
    let mut county = territory(COUNTY);
    county.groups = vec![group("SR-01", &["SR-02"]), group("SR-02", &["SR-01"])];
    assert!(matches!(
        county.check(),
        Err(HierarchyError::UnknownMember { .. })
    ));
    let mut county = territory(COUNTY);
    county.groups = vec![group("K2", &["K104"])];
    assert_eq!(
        county.check(),
        Err(HierarchyError::DuplicateKey { key: key("K2") })
    );
}

#[test]
fn broken_trees_are_refused_with_place_and_remedy() {
    assert_snapshot!(refused("K county -\nA wohnplatz M"), @"Gebiet „A“: Das übergeordnete Gebiet „M“ gibt es zu dieser Zeit nicht. Bitte den Schlüssel des übergeordneten Gebiets oder seine Gültigkeit berichtigen.");
    assert_snapshot!(refused("K county -\nL county -"), @"Die Gebiete „K“ und „L“ haben beide kein übergeordnetes Gebiet. Nur das oberste Gebiet darf ohne übergeordnetes sein; bitte beim anderen eines angeben.");
    assert_snapshot!(refused("K county -\nA wohnplatz B\nB municipality C\nC municipality A"), @"Die Gebiete A → B → C sind im Kreis einander übergeordnet. Bitte bei einem von ihnen das übergeordnete Gebiet berichtigen.");
    assert_snapshot!(refused("K county -\nA county K"), @"Gebiet „A“ (Ebene „county“) liegt unter „K“ (Ebene „county“); das widerspricht der Reihenfolge der Ebenen. Bitte das übergeordnete Gebiet oder die Ebene berichtigen.");
    assert_snapshot!(refused("K county -\nA quarter K"), @"Gebiet „A“: Die Gebietsebene „quarter“ steht nicht in der Liste der Ebenen. Bitte die Ebene ergänzen oder berichtigen.");
    assert_snapshot!(refused("K county -\nA wohnplatz K - 2020-06-30\nA wohnplatz K 2020-01-01"), @"Der Schlüssel „A“ ist zur selben Zeit zweimal vergeben: von jeher bis 30.06.2020 und 01.01.2020 bis auf Weiteres. Bitte die Gültigkeiten so begrenzen, dass sie sich nicht überschneiden.");
    assert_snapshot!(refused("K county -\nA wohnplatz K\nA wohnplatz K"), @"Der Schlüssel „A“ ist zur selben Zeit zweimal vergeben: von jeher bis auf Weiteres und von jeher bis auf Weiteres. Bitte die Gültigkeiten so begrenzen, dass sie sich nicht überschneiden.");
    assert_snapshot!(refused("K county -\nA wohnplatz K 2021-01-01 2020-01-01"), @"Gebiet „A“ endet, bevor es beginnt (01.01.2021 bis 01.01.2020). Bitte die beiden Daten berichtigen.");
    assert_snapshot!(refused("K county -\nK.unallocated wohnplatz K"), @"Der Schlüssel „K.unallocated“ ist für nicht zugeordnete Fälle vorbehalten. Bitte einen anderen wählen.");
    assert_snapshot!(refused(""), @"Im Gebietsstand always gibt es kein einziges Gebiet. Bitte die Gültigkeitsdaten prüfen.");
    let mut twice = territory(COUNTY);
    twice.levels.push(twice.levels[0].clone());
    assert_snapshot!(twice.check().unwrap_err().german(), @"Die Gebietsebene „county“ steht zweimal in der Liste der Ebenen. Bitte eine der beiden entfernen.");
    let never = AreaVersion::parse("2099-01-01").unwrap();
    assert_snapshot!(territory(COUNTY).tree(&never).unwrap_err().german(), @"Den Gebietsstand „2099-01-01“ gibt es nicht. Bitte einen der vorhandenen Gebietsstände wählen.");
}

#[test]
fn a_stored_tree_is_checked_again_when_read() {
    let tree = territory(COUNTY).newest().unwrap();
    let text = serde_json::to_string(&tree).unwrap();
    assert_eq!(serde_json::from_str::<AreaTree>(&text).unwrap(), tree);
    let broken = text.replace(r#""parent":"K1""#, r#""parent":"K9""#);
    assert!(serde_json::from_str::<AreaTree>(&broken).is_err());
}

proptest! {
    #[test]
    fn any_list_of_areas_is_a_tree_or_an_error(parents in prop::collection::vec(0usize..12, 1..12)) {
        let line = |(i, p): (usize, &usize)| {
            let level = ["county", "municipality", "wohnplatz"][i % 3];
            let parent = if *p == i { "-".to_owned() } else { format!("A{p}") };
            format!("A{i} {level} {parent}\n")
        };
        let lines: String = parents.iter().enumerate().map(line).collect();
        if let Ok(tree) = territory(&lines).newest() {
            prop_assert_eq!(tree.descendants(&tree.root().key).len() + 1, parents.len());
        }
    }
}
