//! Puts areas, groups, outlines and crosswalk together from the files a description names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use areas::import::{Columns, Feature, Layer, Options};
use areas::{Area, Crosswalk, Group, Level, Link, ShareRules};
use serde::Deserialize;
use vocabulary::{AreaKey, Date, LevelId, Place, Remark, RemarkKind, Severity};

use super::error::TEXTS;
use super::table::{Table, file_name};
use super::{AreaEntry, DescriptionError, OutlineFile, SharesAllowed};
use crate::areas::{Outline, StoredTerritory};

/// What has been put together so far.
pub(super) struct Builder {
    pub(super) stored: StoredTerritory,
    known: BTreeSet<(AreaKey, Option<Date>)>,
    pub(super) remarks: Vec<Remark>,
    /// The table of areas, and in which of its rows each area stands.
    register: String,
    rows: BTreeMap<AreaKey, Vec<u64>>,
}

/// How much of an area belongs to a group.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Extent {
    #[default]
    Whole,
    Part,
}

impl Builder {
    pub(super) fn new(levels: &[Level]) -> Self {
        let mut stored = StoredTerritory::default();
        stored.territory.levels = levels.to_vec();
        Self {
            stored,
            known: BTreeSet::new(),
            remarks: Vec::new(),
            register: String::new(),
            rows: BTreeMap::new(),
        }
    }

    /// Adds an area the description names; one named twice for the same time is refused when all areas are checked.
    pub(super) fn named(&mut self, area: Area) {
        self.known.insert((area.key.clone(), area.valid_from));
        self.stored.territory.areas.push(area);
    }

    /// Adds an area that follows from the keys below it, unless somebody named it for any part of that time.
    fn implied(&mut self, area: Area) {
        let mut named = self
            .stored
            .territory
            .areas
            .iter()
            .filter(|a| a.key == area.key);
        if named.all(|a| !a.validity().overlaps(area.validity())) {
            self.area(area);
        }
    }

    /// Adds an area unless it is known for that time.
    fn area(&mut self, area: Area) {
        if self.known.insert((area.key.clone(), area.valid_from)) {
            self.stored.territory.areas.push(area);
        }
    }

    pub(super) fn register(&mut self, path: &Path) -> Result<(), DescriptionError> {
        const COLUMNS: [&str; 6] = ["key", "name", "level", "parent", "valid_from", "valid_to"];
        let table = Table::read(path, &mut self.remarks)?;
        for (row, area) in table.rows::<AreaEntry>(&COLUMNS[..3], &COLUMNS)? {
            self.rows.entry(area.key.clone()).or_default().push(row);
            self.named(area.into());
        }
        self.register = table.file;
        Ok(())
    }

    /// Refuses a hierarchy that cannot stand, where it is about areas of the table: with their rows. Of others the
    /// check before saving speaks.
    pub(super) fn check(&self) -> Result<(), DescriptionError> {
        let Err(error) = self.stored.territory.check() else {
            return Ok(());
        };
        let listed = error.areas().into_iter().filter_map(|a| self.rows.get(a));
        let rows: BTreeSet<u64> = listed.flatten().copied().collect();
        if rows.is_empty() {
            return Ok(());
        }
        Err(DescriptionError::Listed {
            file: self.register.clone(),
            rows: rows.into_iter().collect(),
            error,
        })
    }

    pub(super) fn groups(&mut self, path: &Path) -> Result<(), DescriptionError> {
        const COLUMNS: [&str; 5] = ["group", "name", "member", "extent", "division"];
        #[derive(Deserialize)]
        struct Row {
            group: AreaKey,
            name: String,
            member: AreaKey,
            extent: Option<Extent>,
            division: Option<String>,
        }
        let mut groups: BTreeMap<AreaKey, Group> = BTreeMap::new();
        let table = Table::read(path, &mut self.remarks)?;
        for (_, row) in table.rows::<Row>(&COLUMNS[..3], &COLUMNS)? {
            let Row {
                group,
                name,
                member,
                extent,
                division,
            } = row;
            let entry = groups.entry(group.clone());
            let group = entry.or_insert_with(|| Group {
                key: group,
                name,
                members: Vec::new(),
                cuts: Vec::new(),
                division: None,
            });
            group.division = group.division.take().or(division);
            match extent.unwrap_or_default() {
                Extent::Whole => group.members.push(member),
                Extent::Part => group.cuts.push(member),
            }
        }
        self.stored.territory.groups.extend(groups.into_values());
        Ok(())
    }

    pub(super) fn crosswalk(
        &mut self,
        path: &Path,
        rules: Option<SharesAllowed>,
    ) -> Result<(), DescriptionError> {
        let Table { file, text } = Table::read(path, &mut self.remarks)?;
        let (mut links, remarks) = Link::read(&text, &file)?;
        self.remarks.extend(remarks);
        if let Some(SharesAllowed { tolerance, sliver }) = rules {
            let (crosswalk, remarks) =
                Crosswalk::new(links, ShareRules { tolerance, sliver }, &file)?;
            links = crosswalk.links().collect();
            self.remarks.extend(remarks);
        }
        self.stored.links.extend(links);
        Ok(())
    }

    pub(super) fn outlines(
        &mut self,
        path: &Path,
        file: &OutlineFile,
    ) -> Result<(), DescriptionError> {
        let columns = Columns {
            key: file.key.clone(),
            name: file.name.clone(),
            parent: file.parent.clone(),
        };
        let options = Options {
            columns,
            epsg: file.epsg,
            layer: file.layer.clone(),
            ..Options::default()
        };
        let layer: Layer = areas::import::read(path, &options)?;
        self.remarks.extend(layer.remarks);
        let mut seen = BTreeSet::new();
        for feature in layer.features {
            let Ok(key) = AreaKey::parse(&feature.key) else {
                self.remark(path, &feature, "no_key");
                continue;
            };
            let key = self.true_key(path, &feature, key, file);
            if seen.insert(key.clone()) {
                self.feature(&key, &feature, file);
            }
        }
        Ok(())
    }

    /// The key of an outline, or the one the description puts in its place.
    fn true_key(
        &mut self,
        path: &Path,
        feature: &Feature,
        key: AreaKey,
        file: &OutlineFile,
    ) -> AreaKey {
        let Some(rekey) = file
            .rekey
            .iter()
            .find(|r| r.row == feature.row && r.key == key)
        else {
            return key;
        };
        let values = [("key", key.as_str()), ("becomes", rekey.becomes.as_str())];
        self.remarks.push(Remark {
            severity: Severity::Note,
            kind: RemarkKind::RepairedKey,
            place: Place {
                file: file_name(path),
                row: Some(feature.row),
                ..Place::default()
            },
            value: Some(key.to_string()),
            message: TEXTS.say("rekeyed", &values),
        });
        rekey.becomes.clone()
    }

    fn feature(&mut self, key: &AreaKey, feature: &Feature, file: &OutlineFile) {
        let above = self.areas_above(key, feature, file);
        if self.named_before(key, file).is_none() {
            let delivered = feature
                .parent
                .as_deref()
                .and_then(|p| AreaKey::parse(p).ok());
            let name = if feature.name.is_empty() {
                key.as_str()
            } else {
                &feature.name
            };
            self.area(Area {
                key: key.clone(),
                name: name.to_owned(),
                level: file.level.clone(),
                parent: delivered.or(above).or_else(|| file.root.clone()),
                valid_from: file.valid_from,
                valid_to: file.valid_to,
            });
        }
        let since = self
            .named_before(key, file)
            .map_or(file.valid_from, |a| a.valid_from);
        let known = |o: &Outline| o.area == *key && o.valid_from == since;
        let is_new = !self.stored.outlines.iter().any(known);
        if let Some(outline) = feature.outline().filter(|_| is_new) {
            let outline = Outline::new(key.clone(), since, outline);
            self.stored.outlines.push(outline);
        }
    }

    /// Makes the areas above that follow from the key; gives the lowest.
    fn areas_above(
        &mut self,
        key: &AreaKey,
        feature: &Feature,
        file: &OutlineFile,
    ) -> Option<AreaKey> {
        let keys: Vec<AreaKey> = file
            .above
            .iter()
            .map_while(|a| beginning(key, a.digits))
            .collect();
        for (i, (parent, above)) in keys.iter().zip(&file.above).enumerate() {
            let column = above.name.as_ref();
            let name = column.and_then(|column| feature.attributes.get(column).cloned());
            self.implied(Area {
                name: name.unwrap_or_else(|| self.made_name(&above.level, parent)),
                key: parent.clone(),
                level: above.level.clone(),
                parent: keys.get(i + 1).cloned().or_else(|| file.root.clone()),
                valid_from: file.valid_from,
                valid_to: file.valid_to,
            });
        }
        keys.into_iter().next()
    }

    /// The area of this key that is known for the time of the file.
    fn named_before(&self, key: &AreaKey, file: &OutlineFile) -> Option<&Area> {
        let holds = |area: &&Area| match file.valid_from {
            Some(day) => area.key == *key && area.validity().holds(day),
            None => area.key == *key && area.valid_from.is_none(),
        };
        self.stored.territory.areas.iter().find(holds)
    }

    /// „Prognoseraum 0110“ where nobody delivered a name.
    fn made_name(&self, level: &LevelId, key: &AreaKey) -> String {
        let level = self.stored.territory.levels.iter().find(|l| l.id == *level);
        level.map_or_else(|| key.to_string(), |l| format!("{} {key}", l.name))
    }

    fn remark(&mut self, path: &Path, feature: &Feature, text: &str) {
        self.remarks.push(Remark {
            severity: Severity::Rejected,
            kind: RemarkKind::UnknownKey,
            place: Place {
                file: file_name(path),
                row: Some(feature.row),
                ..Place::default()
            },
            value: Some(feature.key.clone()),
            message: TEXTS.say(text, &[]),
        });
    }
}

fn beginning(key: &AreaKey, digits: usize) -> Option<AreaKey> {
    AreaKey::parse(key.as_str().get(..digits)?).ok()
}
