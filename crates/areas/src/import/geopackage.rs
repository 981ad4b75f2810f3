//! `GeoPackage`: a layer of a database file, opened for reading only.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row};
use vocabulary::causes;

use super::ImportError;
use super::raw::{Raw, RawCrs, RawFeature};
use super::wkb::read_geopackage;

/// Reads the layer of a name, or the only one.
pub(super) fn read(path: &Path, file: &str, layer: Option<&str>) -> Result<Raw, ImportError> {
    let work = || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let runtime = runtime.map_err(|e| ImportError::Io {
            file: file.to_owned(),
            reason: causes::of_system(&e),
        })?;
        runtime.block_on(read_layer(path, file, layer))
    };
    // A thread of its own, because the caller may itself run within an asynchronous runtime.
    std::thread::scope(|scope| {
        let thread = scope.spawn(work);
        thread.join().unwrap_or_else(|_panic| {
            Err(ImportError::Database {
                file: file.to_owned(),
                reason: causes::technical("panic"),
            })
        })
    })
}

async fn read_layer(path: &Path, file: &str, layer: Option<&str>) -> Result<Raw, ImportError> {
    let broken = |e: sqlx::Error| ImportError::Database {
        file: file.to_owned(),
        reason: reason(&e),
    };
    let options = SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .immutable(true);
    let mut db = options
        .disable_statement_logging()
        .connect()
        .await
        .map_err(broken)?;
    if !is_plain(&mut db).await.map_err(broken)? {
        return Err(ImportError::UnknownFormat {
            file: file.to_owned(),
        });
    }
    let names = layers(&mut db).await.map_err(broken)?;
    let name = super::choose(names, layer, file)?;
    let raw = read_table(&mut db, name).await.map_err(broken);
    db.close().await.map_err(broken)?;
    raw
}

fn reason(error: &sqlx::Error) -> String {
    let code = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code);
    let known = code.and_then(|code| causes::of_database_code(&code));
    known.unwrap_or_else(|| causes::of_library(error))
}

/// Whether the three tables that describe a `GeoPackage` are tables: views and computed columns could run without end.
async fn is_plain(db: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    const TABLES: [&str; 3] = [
        "gpkg_contents",
        "gpkg_geometry_columns",
        "gpkg_spatial_ref_sys",
    ];
    for table in TABLES {
        let tables: i64 = sqlx::query_scalar(
            "select count(*) from sqlite_master
             where lower(name) = $1 and type = 'table' and sql not like 'create virtual%'",
        )
        .bind(table)
        .fetch_one(&mut *db)
        .await?;
        if tables != 1 {
            return Ok(false);
        }
        let computed: i64 =
            sqlx::query_scalar("select count(*) from pragma_table_xinfo($1) where hidden <> 0")
                .bind(table)
                .fetch_one(&mut *db)
                .await?;
        if computed != 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The layers with geometry; views are left out, for they could run without end.
async fn layers(db: &mut SqliteConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "select c.table_name from gpkg_contents c
         join sqlite_master m on m.name = c.table_name and m.type = 'table'
            and m.sql not like 'create virtual%'
         where c.data_type = 'features' order by c.table_name",
    )
    .fetch_all(db)
    .await
}

async fn read_table(db: &mut SqliteConnection, layer: String) -> Result<Raw, sqlx::Error> {
    let (geometry, crs) = geometry_column(db, &layer).await?;
    let names: Vec<String> =
        sqlx::query_scalar("select name from pragma_table_info($1) order by cid")
            .bind(&layer)
            .fetch_all(&mut *db)
            .await?;
    let columns: Vec<String> = names.into_iter().filter(|n| *n != geometry).collect();
    let texts: Vec<String> = columns
        .iter()
        .map(|c| format!("cast({} as text)", quoted(c)))
        .collect();
    let geometry = format!("cast({} as blob)", quoted(&geometry));
    let wanted = std::iter::once(geometry)
        .chain(texts)
        .collect::<Vec<_>>()
        .join(", ");
    let sql = format!("select {wanted} from {} order by rowid", quoted(&layer));
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(db).await?;
    let mut features = Vec::with_capacity(rows.len());
    for (number, row) in (1..).zip(&rows) {
        let blob: Option<Vec<u8>> = row.try_get(0)?;
        let cell = |i: usize| {
            row.try_get::<Option<String>, _>(i + 1)
                .map(Option::unwrap_or_default)
        };
        features.push(RawFeature {
            row: number,
            cells: (0..columns.len()).map(cell).collect::<Result<_, _>>()?,
            shape: blob.map_or(super::raw::RawShape::Nothing, |b| read_geopackage(&b)),
        });
    }
    Ok(Raw {
        layer,
        crs,
        columns,
        features,
        remarks: Vec::new(),
    })
}

async fn geometry_column(
    db: &mut SqliteConnection,
    layer: &str,
) -> Result<(String, RawCrs), sqlx::Error> {
    let row = sqlx::query(
        "select g.column_name, s.organization, s.organization_coordsys_id, s.definition
         from gpkg_geometry_columns g left join gpkg_spatial_ref_sys s on s.srs_id = g.srs_id
         where g.table_name = $1",
    )
    .bind(layer)
    .fetch_one(db)
    .await?;
    let organisation: Option<String> = row.try_get(1)?;
    let code: Option<i64> = row.try_get(2)?;
    let definition: Option<String> = row.try_get(3)?;
    let is_epsg = organisation.is_some_and(|o| o.eq_ignore_ascii_case("EPSG"));
    let code = code.and_then(|c| u32::try_from(c).ok()).filter(|_| is_epsg);
    let crs = match (code, definition) {
        (Some(code), _) => RawCrs::Code(code),
        (None, Some(text)) if text.contains('[') => RawCrs::Text(text),
        _ => RawCrs::Nothing,
    };
    Ok((row.try_get(0)?, crs))
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
