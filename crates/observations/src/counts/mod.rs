//! The stored counts: which number holds for a cell today, and where each of its versions came from.
//!
//! Nothing is overwritten. Of all versions of a cell the newest delivery holds that was not withdrawn.

mod cell;
pub(crate) mod store;

use register::{Db, DbError};
use serde::Serialize;
use vocabulary::{AreaKey, Breakdown, CountId, Observation, Origin, Period, Quantity};

use crate::deliveries::{self, Delivery};
pub(crate) use cell::{Amount, Cell};
pub(crate) use store::{Dictionaries, Numbered, SeriesBook, SeriesKey};

/// The number that holds for every cell, in the order of count, area, period and breakdown.
pub async fn current(db: &Db) -> Result<Vec<Observation>, DbError> {
    let mut connection = db.connection().await?;
    let series = store::all_series(&mut connection).await?;
    let dictionaries = Dictionaries::load(&mut connection, series).await?;
    let mut observations = store::current(&mut connection, &dictionaries).await?;
    sort(&mut observations);
    Ok(observations)
}

/// The same for some counts only.
pub async fn current_of(db: &Db, counts: &[CountId]) -> Result<Vec<Observation>, DbError> {
    let mut connection = db.connection().await?;
    let mut observations = Vec::new();
    for count in counts {
        let series = store::series_of(&mut connection, count).await?;
        let numbers: Vec<i64> = series.keys().copied().collect();
        let dictionaries = Dictionaries::load(&mut connection, series).await?;
        for number in numbers {
            observations
                .extend(store::current_of_series(&mut connection, &dictionaries, number).await?);
        }
    }
    sort(&mut observations);
    Ok(observations)
}

pub(crate) fn sort(observations: &mut [Observation]) {
    observations.sort_by(|a, b| {
        (&a.count, &a.area, a.period, &a.breakdown).cmp(&(
            &b.count,
            &b.area,
            b.period,
            &b.breakdown,
        ))
    });
}

/// Which number is asked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct CellKey {
    /// What is counted.
    pub count: CountId,
    /// Where.
    pub area: AreaKey,
    /// When.
    pub period: Period,
    /// Of whom.
    pub breakdown: Breakdown,
}

/// What has become of one version of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It holds.
    Current,
    /// A newer delivery says something else or the same again.
    Superseded,
    /// Its delivery was withdrawn.
    Withdrawn,
}

/// One version of a cell and the way back to its file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CellVersion {
    /// The number as delivered.
    pub quantity: Quantity,
    /// Sheet, row and column.
    pub origin: Origin,
    /// The delivery with file name, hash and supplier.
    pub delivery: Delivery,
    /// Whether it holds.
    pub standing: Standing,
}

/// All versions of a cell, the newest first; none if it was never delivered.
#[doc(alias = "explain")]
pub async fn explain_cell(db: &Db, cell: &CellKey) -> Result<Vec<CellVersion>, DbError> {
    let mut connection = db.connection().await?;
    let found = store::versions(&mut connection, cell).await?;
    let mut versions: Vec<CellVersion> = Vec::with_capacity(found.len());
    for (number, observation) in found {
        let Some(delivery) = deliveries::by_number(&mut connection, number).await? else {
            continue;
        };
        let holds = versions.iter().any(|v| v.standing == Standing::Current);
        let standing = match (delivery.withdrawal.is_some(), holds) {
            (true, _) => Standing::Withdrawn,
            (false, true) => Standing::Superseded,
            (false, false) => Standing::Current,
        };
        versions.push(CellVersion {
            quantity: observation.quantity,
            origin: observation.origin,
            delivery,
            standing,
        });
    }
    Ok(versions)
}
