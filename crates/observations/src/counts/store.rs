//! Every SQL statement on `observation` and its dictionaries `series`, `counted_area` and `sheet`.

use std::collections::BTreeMap;
use std::sync::Arc;

use register::DbError;
use register::db::{damaged, placeholders};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row};
use vocabulary::{AreaKey, Breakdown, CountId, IdError, Observation, Origin, Period, Quantity};

use super::{Amount, Cell, CellKey};
use crate::deliveries::delivery_id;

/// What a number of the dictionary `series` stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SeriesKey {
    pub(crate) count: CountId,
    pub(crate) period: Period,
    pub(crate) breakdown: Breakdown,
}

/// Numbers of the dictionaries and what they stand for.
pub(crate) type SeriesByNumber = BTreeMap<i64, SeriesKey>;

/// All series.
pub(crate) async fn all_series(db: &mut AnyConnection) -> Result<SeriesByNumber, DbError> {
    let rows = sqlx::query("select series_no, count_id, period, breakdown from series")
        .fetch_all(db)
        .await?;
    rows.iter().map(series_from).collect()
}

/// The series of one count.
pub(crate) async fn series_of(
    db: &mut AnyConnection,
    count: &CountId,
) -> Result<SeriesByNumber, DbError> {
    let rows = sqlx::query(
        "select series_no, count_id, period, breakdown from series where count_id = $1",
    )
    .bind(count.as_str())
    .fetch_all(db)
    .await?;
    rows.iter().map(series_from).collect()
}

fn series_from(row: &AnyRow) -> Result<(i64, SeriesKey), DbError> {
    let key = SeriesKey {
        count: CountId::parse(row.try_get(1)?).map_err(damaged)?,
        period: row.try_get::<&str, _>(2)?.parse().map_err(damaged)?,
        breakdown: row.try_get::<&str, _>(3)?.parse().map_err(damaged)?,
    };
    Ok((row.try_get(0)?, key))
}

/// The numbers of all series of some counts.
pub(crate) struct SeriesBook(BTreeMap<SeriesKey, i64>);

impl SeriesBook {
    /// Loads the series of the counts wanted.
    pub(crate) async fn of(db: &mut AnyConnection, wanted: &[SeriesKey]) -> Result<Self, DbError> {
        let mut counts: Vec<&CountId> = wanted.iter().map(|s| &s.count).collect();
        counts.sort_unstable();
        counts.dedup();
        let mut known = BTreeMap::new();
        for count in counts {
            let found = series_of(db, count).await?;
            known.extend(found.into_iter().map(|(number, key)| (key, number)));
        }
        Ok(Self(known))
    }

    /// The number of a series.
    pub(crate) fn find(&self, key: &SeriesKey) -> Option<i64> {
        self.0.get(key).copied()
    }

    /// The numbers of series; those that are new are added at the end.
    pub(crate) async fn number(
        &mut self,
        db: &mut AnyConnection,
        wanted: &[SeriesKey],
    ) -> Result<Vec<Numbered>, DbError> {
        let last = "select cast(coalesce(max(series_no), 0) as bigint) from series";
        let mut next: i64 = sqlx::query_scalar(last).fetch_one(&mut *db).await?;
        let mut numbers = Vec::with_capacity(wanted.len());
        for key in wanted {
            if let Some(number) = self.find(key) {
                numbers.push(Numbered::Known(number));
                continue;
            }
            next += 1;
            insert_series(db, next, key).await?;
            self.0.insert(key.clone(), next);
            numbers.push(Numbered::New(next));
        }
        Ok(numbers)
    }
}

async fn insert_series(
    db: &mut AnyConnection,
    number: i64,
    key: &SeriesKey,
) -> Result<(), DbError> {
    sqlx::query(
        "insert into series (series_no, count_id, period, breakdown) values ($1, $2, $3, $4)",
    )
    .bind(number)
    .bind(key.count.as_str())
    .bind(key.period.to_string())
    .bind(key.breakdown.as_str())
    .execute(db)
    .await?;
    Ok(())
}

/// The number of a dictionary entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numbered {
    /// It stood there before.
    Known(i64),
    /// Added now.
    New(i64),
}

impl Numbered {
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Known(n) | Self::New(n) => n,
        }
    }
}

/// The keys of all areas ever counted in.
pub(crate) async fn areas_by_number(
    db: &mut AnyConnection,
) -> Result<BTreeMap<i64, AreaKey>, DbError> {
    let rows = sqlx::query("select area_no, area_key from counted_area")
        .fetch_all(db)
        .await?;
    let read = |row: &AnyRow| {
        let key: Result<AreaKey, IdError> = AreaKey::parse(row.try_get(1)?);
        Ok((row.try_get(0)?, key.map_err(damaged)?))
    };
    rows.iter().map(read).collect()
}

/// The numbers of areas, new ones added at the end.
pub(crate) async fn number_areas(
    db: &mut AnyConnection,
    wanted: &[AreaKey],
) -> Result<Vec<i64>, DbError> {
    let known = areas_by_number(db).await?;
    let mut next = known.last_key_value().map_or(0, |(n, _)| *n) + 1;
    let by_key: BTreeMap<AreaKey, i64> = known.into_iter().map(|(n, k)| (k, n)).collect();
    let mut numbers = Vec::with_capacity(wanted.len());
    for key in wanted {
        if let Some(number) = by_key.get(key) {
            numbers.push(*number);
            continue;
        }
        sqlx::query("insert into counted_area (area_no, area_key) values ($1, $2)")
            .bind(next)
            .bind(key.as_str())
            .execute(&mut *db)
            .await?;
        numbers.push(next);
        next += 1;
    }
    Ok(numbers)
}

/// The names of all sheets.
pub(crate) async fn sheets_by_number(
    db: &mut AnyConnection,
) -> Result<BTreeMap<i64, Arc<str>>, DbError> {
    let rows = sqlx::query("select sheet_no, name from sheet")
        .fetch_all(db)
        .await?;
    let read = |row: &AnyRow| Ok((row.try_get(0)?, Arc::from(row.try_get::<&str, _>(1)?)));
    rows.iter().map(read).collect()
}

/// The numbers of sheets, new ones added at the end.
pub(crate) async fn number_sheets(
    db: &mut AnyConnection,
    wanted: &[Arc<str>],
) -> Result<Vec<i64>, DbError> {
    let known = sheets_by_number(db).await?;
    let mut next = known.last_key_value().map_or(0, |(n, _)| *n) + 1;
    let by_name: BTreeMap<Arc<str>, i64> = known.into_iter().map(|(n, k)| (k, n)).collect();
    let mut numbers = Vec::with_capacity(wanted.len());
    for name in wanted {
        if let Some(number) = by_name.get(name) {
            numbers.push(*number);
            continue;
        }
        sqlx::query("insert into sheet (sheet_no, name) values ($1, $2)")
            .bind(next)
            .bind(&**name)
            .execute(&mut *db)
            .await?;
        numbers.push(next);
        next += 1;
    }
    Ok(numbers)
}

/// Rows of one insert: few enough for the placeholders both databases allow, enough to be fast.
const ROWS: usize = 100;
const COLUMNS: usize = 10;

fn insert_of(db: &AnyConnection, rows: usize) -> Arc<str> {
    let marks = placeholders(db, rows, COLUMNS);
    format!(
        "insert into observation (series_no, area_no, delivery_no, sheet_no, row_no, column_no, \
         state, flags, amount, amount_upper) values {marks}"
    )
    .into()
}

/// Stores the cells of a delivery; series and areas carry the numbers of the dictionaries, sheets those of the
/// list that is given.
pub(crate) async fn insert_cells(
    db: &mut AnyConnection,
    delivery: i64,
    cells: &[Cell],
    sheets: &[i64],
) -> Result<(), DbError> {
    let many = insert_of(db, ROWS);
    for chunk in cells.chunks(ROWS) {
        let sql = match chunk.len() {
            ROWS => many.clone(),
            fewer => insert_of(db, fewer),
        };
        let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(chunk.len() == ROWS);
        for cell in chunk {
            query = query
                .bind(i64::from(cell.series))
                .bind(i64::from(cell.area))
                .bind(delivery)
                .bind(sheets.get(usize::from(cell.sheet)).copied().unwrap_or(0))
                .bind(i64::from(cell.row))
                .bind(i64::from(cell.column))
                .bind(i64::from(cell.amount.state))
                .bind(i64::from(cell.amount.flags))
                .bind(cell.amount.lower)
                .bind(cell.amount.upper);
        }
        query.execute(&mut *db).await?;
    }
    Ok(())
}

/// The amount that holds for each area of a series, before the delivery that is being read.
pub(crate) async fn amounts_of_series(
    db: &mut AnyConnection,
    series: i64,
) -> Result<BTreeMap<i64, Amount>, DbError> {
    let rows = sqlx::query(
        "select o.area_no, o.state, o.flags, o.amount, o.amount_upper from observation o \
         where o.series_no = $1 and not exists \
           (select 1 from delivery_withdrawal w where w.delivery_no = o.delivery_no) \
         order by o.area_no, o.delivery_no",
    )
    .bind(series)
    .fetch_all(db)
    .await?;
    let read = |row: &AnyRow| Ok((row.try_get(0)?, amount_from(row, 1)?));
    rows.iter().map(read).collect()
}

fn amount_from(row: &AnyRow, first: usize) -> Result<Amount, DbError> {
    Ok(Amount {
        state: u8::try_from(row.try_get::<i64, _>(first)?).map_err(damaged)?,
        flags: u16::try_from(row.try_get::<i64, _>(first + 1)?).map_err(damaged)?,
        lower: row.try_get(first + 2)?,
        upper: row.try_get(first + 3)?,
    })
}

/// What the numbers of the dictionaries stand for.
pub(crate) struct Dictionaries {
    series: SeriesByNumber,
    areas: BTreeMap<i64, AreaKey>,
    sheets: BTreeMap<i64, Arc<str>>,
}

impl Dictionaries {
    /// Loads the series asked for and all areas and sheets.
    pub(crate) async fn load(
        db: &mut AnyConnection,
        series: SeriesByNumber,
    ) -> Result<Self, DbError> {
        Ok(Self {
            series,
            areas: areas_by_number(db).await?,
            sheets: sheets_by_number(db).await?,
        })
    }

    /// The observation of a row that begins with series, area, delivery, sheet, row and column.
    fn observation(&self, row: &AnyRow) -> Result<Observation, DbError> {
        let missing = || damaged(std::io::Error::other("a number stands in no dictionary"));
        let number = |i: usize| row.try_get::<i64, _>(i);
        let series = self.series.get(&number(0)?).ok_or_else(missing)?;
        Ok(Observation {
            count: series.count.clone(),
            area: self.areas.get(&number(1)?).ok_or_else(missing)?.clone(),
            period: series.period,
            breakdown: series.breakdown.clone(),
            quantity: Quantity::from(amount_from(row, 6)?),
            origin: Origin {
                delivery: delivery_id(number(2)?),
                sheet: self.sheets.get(&number(3)?).ok_or_else(missing)?.clone(),
                row: u32::try_from(number(4)?).map_err(damaged)?,
                column: u32::try_from(number(5)?).map_err(damaged)?,
            },
        })
    }

    /// Keeps the first row of each cell: the statement puts the newest delivery first.
    fn newest(&self, rows: &[AnyRow]) -> Result<Vec<Observation>, DbError> {
        let mut last = None;
        let mut observations = Vec::with_capacity(rows.len());
        for row in rows {
            let cell: (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
            if last.replace(cell) != Some(cell) {
                observations.push(self.observation(row)?);
            }
        }
        Ok(observations)
    }
}

/// The newest version not withdrawn of every cell.
pub(crate) async fn current(
    db: &mut AnyConnection,
    dictionaries: &Dictionaries,
) -> Result<Vec<Observation>, DbError> {
    let rows = sqlx::query(
        "select o.series_no, o.area_no, o.delivery_no, o.sheet_no, o.row_no, o.column_no, \
         o.state, o.flags, o.amount, o.amount_upper from observation o \
         where not exists \
           (select 1 from delivery_withdrawal w where w.delivery_no = o.delivery_no) \
         order by o.series_no, o.area_no, o.delivery_no desc",
    )
    .fetch_all(db)
    .await?;
    dictionaries.newest(&rows)
}

/// The same for one series.
pub(crate) async fn current_of_series(
    db: &mut AnyConnection,
    dictionaries: &Dictionaries,
    series: i64,
) -> Result<Vec<Observation>, DbError> {
    let rows = sqlx::query(
        "select o.series_no, o.area_no, o.delivery_no, o.sheet_no, o.row_no, o.column_no, \
         o.state, o.flags, o.amount, o.amount_upper from observation o \
         where o.series_no = $1 and not exists \
           (select 1 from delivery_withdrawal w where w.delivery_no = o.delivery_no) \
         order by o.area_no, o.delivery_no desc",
    )
    .bind(series)
    .fetch_all(db)
    .await?;
    dictionaries.newest(&rows)
}

/// All versions of one cell, withdrawn ones too, the newest first; each with the number of its delivery.
pub(crate) async fn versions(
    db: &mut AnyConnection,
    cell: &CellKey,
) -> Result<Vec<(i64, Observation)>, DbError> {
    let series = series_of(db, &cell.count).await?;
    let dictionaries = Dictionaries::load(db, series).await?;
    let rows = sqlx::query(
        "select o.series_no, o.area_no, o.delivery_no, o.sheet_no, o.row_no, o.column_no, \
         o.state, o.flags, o.amount, o.amount_upper from observation o \
         join series s on s.series_no = o.series_no \
         join counted_area a on a.area_no = o.area_no \
         where s.count_id = $1 and s.period = $2 and s.breakdown = $3 and a.area_key = $4 \
         order by o.delivery_no desc",
    )
    .bind(cell.count.as_str())
    .bind(cell.period.to_string())
    .bind(cell.breakdown.as_str())
    .bind(cell.area.as_str())
    .fetch_all(db)
    .await?;
    let read = |row: &AnyRow| Ok((row.try_get(2)?, dictionaries.observation(row)?));
    rows.iter().map(read).collect()
}
