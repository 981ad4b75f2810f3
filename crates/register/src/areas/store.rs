//! Every SQL statement on the tables of the territory.

use areas::{Area, Basis, Group, Level, Link, Territory};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use vocabulary::{AreaKey, Date, LevelId};

use super::{ComparedArea, Outline, StoredTerritory};
use crate::DbError;
use crate::db::damaged;

/// The words for how much of an area belongs to a group.
const WHOLE: &str = "whole";
const PART: &str = "part";

/// Adds a territory with the next number.
pub(super) async fn insert(
    db: &mut AnyConnection,
    stored: &StoredTerritory,
    on: Date,
) -> Result<(), DbError> {
    let no = newest_number(db).await? + 1;
    sqlx::query("insert into territory (territory_no, saved_on) values ($1, $2)")
        .bind(no)
        .bind(on.to_string())
        .execute(&mut *db)
        .await?;
    insert_levels(db, no, &stored.territory.levels).await?;
    insert_areas(db, no, &stored.territory.areas).await?;
    insert_groups(db, no, &stored.territory.groups).await?;
    insert_links(db, no, &stored.links).await?;
    insert_outlines(db, no, &stored.outlines).await?;
    insert_compared(db, no, &stored.compared).await
}

/// The territory of the highest number.
pub(super) async fn newest(db: &mut AnyConnection) -> Result<Option<StoredTerritory>, DbError> {
    let no = newest_number(db).await?;
    if no == 0 {
        return Ok(None);
    }
    let territory = Territory {
        levels: levels(db, no).await?,
        areas: areas_of(db, no).await?,
        groups: groups(db, no).await?,
    };
    Ok(Some(StoredTerritory {
        territory,
        links: links(db, no).await?,
        outlines: outlines(db, no).await?,
        compared: compared(db, no).await?,
    }))
}

async fn newest_number(db: &mut AnyConnection) -> Result<i64, DbError> {
    let newest = "select cast(coalesce(max(territory_no), 0) as bigint) from territory";
    Ok(sqlx::query_scalar(newest).fetch_one(db).await?)
}

async fn insert_levels(db: &mut AnyConnection, no: i64, levels: &[Level]) -> Result<(), DbError> {
    for (rank, level) in (0i64..).zip(levels) {
        sqlx::query(
            "insert into area_level (territory_no, rank, level_id, name, plural) \
             values ($1, $2, $3, $4, $5)",
        )
        .bind(no)
        .bind(rank)
        .bind(level.id.as_str())
        .bind(level.name.as_str())
        .bind(level.plural.as_str())
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

async fn insert_areas(db: &mut AnyConnection, no: i64, areas: &[Area]) -> Result<(), DbError> {
    for area in areas {
        sqlx::query(
            "insert into area \
             (territory_no, area_key, valid_from, valid_to, name, level_id, parent_key) \
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(no)
        .bind(area.key.as_str())
        .bind(day_text(area.valid_from))
        .bind(day_text(area.valid_to))
        .bind(area.name.as_str())
        .bind(area.level.as_str())
        .bind(area.parent.as_ref().map_or("", AreaKey::as_str))
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

async fn insert_groups(db: &mut AnyConnection, no: i64, groups: &[Group]) -> Result<(), DbError> {
    for group in groups {
        let insert = "insert into area_group (territory_no, group_key, name, division) \
                      values ($1, $2, $3, $4)";
        sqlx::query(insert)
            .bind(no)
            .bind(group.key.as_str())
            .bind(group.name.as_str())
            .bind(group.division.as_deref().unwrap_or_default())
            .execute(&mut *db)
            .await?;
        let whole = group.members.iter().map(|m| (m, WHOLE));
        for (member, extent) in whole.chain(group.cuts.iter().map(|m| (m, PART))) {
            sqlx::query(
                "insert into area_group_member (territory_no, group_key, area_key, extent) \
                 values ($1, $2, $3, $4)",
            )
            .bind(no)
            .bind(group.key.as_str())
            .bind(member.as_str())
            .bind(extent)
            .execute(&mut *db)
            .await?;
        }
    }
    Ok(())
}

async fn insert_links(db: &mut AnyConnection, no: i64, links: &[Link]) -> Result<(), DbError> {
    for link in links {
        sqlx::query(
            "insert into crosswalk_link (territory_no, valid_from, from_key, to_key, share, basis) \
             values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(no)
        .bind(link.valid_from.to_string())
        .bind(link.from.as_str())
        .bind(link.to.as_str())
        .bind(link.share)
        .bind(basis_word(link.basis))
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

async fn insert_outlines(
    db: &mut AnyConnection,
    no: i64,
    outlines: &[Outline],
) -> Result<(), DbError> {
    for outline in outlines {
        sqlx::query(
            "insert into area_outline (territory_no, area_key, valid_from, geometry) \
             values ($1, $2, $3, $4)",
        )
        .bind(no)
        .bind(outline.area.as_str())
        .bind(day_text(outline.valid_from))
        .bind(outline.geometry.as_str())
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

async fn insert_compared(
    db: &mut AnyConnection,
    no: i64,
    compared: &[ComparedArea],
) -> Result<(), DbError> {
    for area in compared {
        sqlx::query(
            "insert into compared_area (territory_no, area_key, name, level_id) \
             values ($1, $2, $3, $4)",
        )
        .bind(no)
        .bind(area.key.as_str())
        .bind(area.name.as_str())
        .bind(area.level.as_str())
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

async fn levels(db: &mut AnyConnection, no: i64) -> Result<Vec<Level>, DbError> {
    let rows = sqlx::query(
        "select level_id, name, plural from area_level where territory_no = $1 order by rank",
    )
    .bind(no)
    .fetch_all(db)
    .await?;
    let read = |row: &AnyRow| {
        Ok(Level {
            id: LevelId::parse(row.try_get(0)?).map_err(damaged)?,
            name: row.try_get(1)?,
            plural: row.try_get(2)?,
        })
    };
    rows.iter().map(read).collect()
}

async fn areas_of(db: &mut AnyConnection, no: i64) -> Result<Vec<Area>, DbError> {
    let rows = sqlx::query(
        "select area_key, name, level_id, parent_key, valid_from, valid_to from area \
         where territory_no = $1",
    )
    .bind(no)
    .fetch_all(db)
    .await?;
    let read = |row: &AnyRow| {
        let parent: &str = row.try_get(3)?;
        let parent = (!parent.is_empty())
            .then(|| AreaKey::parse(parent))
            .transpose();
        Ok(Area {
            key: AreaKey::parse(row.try_get(0)?).map_err(damaged)?,
            name: row.try_get(1)?,
            level: LevelId::parse(row.try_get(2)?).map_err(damaged)?,
            parent: parent.map_err(damaged)?,
            valid_from: day(row.try_get(4)?)?,
            valid_to: day(row.try_get(5)?)?,
        })
    };
    let mut areas: Vec<Area> = rows.iter().map(read).collect::<Result<_, DbError>>()?;
    areas.sort_by(|a, b| (&a.key, a.valid_from).cmp(&(&b.key, b.valid_from)));
    Ok(areas)
}

async fn groups(db: &mut AnyConnection, no: i64) -> Result<Vec<Group>, DbError> {
    let rows = sqlx::query(
        "select g.group_key, g.name, m.area_key, m.extent, g.division from area_group g \
         join area_group_member m on m.territory_no = g.territory_no and m.group_key = g.group_key \
         where g.territory_no = $1",
    )
    .bind(no)
    .fetch_all(db)
    .await?;
    let mut members = Vec::with_capacity(rows.len());
    for row in &rows {
        let key = AreaKey::parse(row.try_get(0)?).map_err(damaged)?;
        let member = AreaKey::parse(row.try_get(2)?).map_err(damaged)?;
        let is_cut = row.try_get::<&str, _>(3)? == PART;
        let named: (String, String) = (row.try_get(1)?, row.try_get(4)?);
        members.push((key, named, member, is_cut));
    }
    members.sort();
    let mut groups: Vec<Group> = Vec::new();
    for (key, (name, division), member, is_cut) in members {
        if groups.last().is_none_or(|g| g.key != key) {
            groups.push(Group {
                key,
                name,
                members: Vec::new(),
                cuts: Vec::new(),
                division: Some(division).filter(|d| !d.is_empty()),
            });
        }
        let group = groups.last_mut().expect("one was just made");
        if is_cut {
            group.cuts.push(member);
        } else {
            group.members.push(member);
        }
    }
    Ok(groups)
}

async fn links(db: &mut AnyConnection, no: i64) -> Result<Vec<Link>, DbError> {
    let rows = sqlx::query(
        "select from_key, to_key, share, basis, valid_from from crosswalk_link \
         where territory_no = $1",
    )
    .bind(no)
    .fetch_all(db)
    .await?;
    let read = |row: &AnyRow| {
        Ok(Link {
            from: AreaKey::parse(row.try_get(0)?).map_err(damaged)?,
            to: AreaKey::parse(row.try_get(1)?).map_err(damaged)?,
            share: row.try_get(2)?,
            basis: basis(row.try_get(3)?),
            valid_from: row.try_get::<&str, _>(4)?.parse().map_err(damaged)?,
        })
    };
    let mut links: Vec<Link> = rows.iter().map(read).collect::<Result<_, DbError>>()?;
    links.sort_by(|a, b| (a.valid_from, &a.from, &a.to).cmp(&(b.valid_from, &b.from, &b.to)));
    Ok(links)
}

async fn outlines(db: &mut AnyConnection, no: i64) -> Result<Vec<Outline>, DbError> {
    let rows = sqlx::query(
        "select area_key, valid_from, geometry from area_outline where territory_no = $1",
    )
    .bind(no)
    .fetch_all(db)
    .await?;
    let read = |row: &AnyRow| {
        Ok(Outline {
            area: AreaKey::parse(row.try_get(0)?).map_err(damaged)?,
            valid_from: day(row.try_get(1)?)?,
            geometry: row.try_get(2)?,
        })
    };
    let mut outlines: Vec<Outline> = rows.iter().map(read).collect::<Result<_, DbError>>()?;
    outlines.sort_by(|a, b| (&a.area, a.valid_from).cmp(&(&b.area, b.valid_from)));
    Ok(outlines)
}

async fn compared(db: &mut AnyConnection, no: i64) -> Result<Vec<ComparedArea>, DbError> {
    let rows =
        sqlx::query("select area_key, name, level_id from compared_area where territory_no = $1")
            .bind(no)
            .fetch_all(db)
            .await?;
    let read = |row: &AnyRow| {
        Ok(ComparedArea {
            key: AreaKey::parse(row.try_get(0)?).map_err(damaged)?,
            name: row.try_get(1)?,
            level: LevelId::parse(row.try_get(2)?).map_err(damaged)?,
        })
    };
    let mut compared: Vec<ComparedArea> = rows.iter().map(read).collect::<Result<_, DbError>>()?;
    compared.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(compared)
}

fn day_text(day: Option<Date>) -> String {
    day.map_or(String::new(), |d| d.to_string())
}

fn day(text: &str) -> Result<Option<Date>, DbError> {
    match text {
        "" => Ok(None),
        day => day.parse().map(Some).map_err(damaged),
    }
}

fn basis_word(basis: Basis) -> &'static str {
    match basis {
        Basis::Population => "population",
        Basis::Area => "area",
        Basis::Address => "address",
    }
}

fn basis(word: &str) -> Basis {
    match word {
        "address" => Basis::Address,
        "area" => Basis::Area,
        _ => Basis::Population,
    }
}
