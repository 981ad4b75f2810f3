//! A read delivery enters the tables: numbered, compared with what is stored, and committed as a whole.

use std::collections::HashMap;

use register::DbError;
use sqlx::AnyConnection;

use super::{ImportError, Importer, Incoming, ReadDelivery, jumps, wholes};
use crate::counts::Cell;
use crate::counts::store as counts;
use crate::counts::{Numbered, SeriesBook};
use crate::deliveries::archive::{self, Archived};
use crate::deliveries::{self, Delivery, delivery_id, store};
use crate::report::{CellChanges, DeliveryReport};

/// Whether to keep what was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Intent {
    Keep,
    Try,
}

/// The numbers of the tables for those of the draft.
struct Numbers {
    book: SeriesBook,
    series: Vec<Numbered>,
    areas: Vec<i64>,
    sheets: Vec<i64>,
}

/// Enters deliveries one after the other into one transaction: all of them or none. With [`Intent::Try`] it is
/// dropped at the end. Each is read only when its turn comes, so that memory holds one at a time.
pub(super) async fn enter_all(
    importer: &Importer<'_>,
    incoming: Vec<Incoming<'_>>,
    intent: Intent,
    done: &mut dyn FnMut(),
) -> Result<Vec<DeliveryReport>, ImportError> {
    let mut transaction = importer.db.begin().await?;
    let mut reports = Vec::with_capacity(incoming.len());
    let mut archived = Vec::new();
    for file in incoming {
        let read = importer.read(file)?;
        let (report, kept) = enter_one(importer, &mut transaction, read, intent).await?;
        reports.push(report);
        archived.extend(kept);
        done();
    }
    if intent == Intent::Keep {
        transaction.commit().await.map_err(DbError::from)?;
        archived.into_iter().for_each(Archived::keep);
    }
    Ok(reports)
}

/// Enters one delivery that was read.
pub(super) async fn enter(
    importer: &Importer<'_>,
    read: ReadDelivery<'_>,
    intent: Intent,
) -> Result<DeliveryReport, ImportError> {
    let mut transaction = importer.db.begin().await?;
    let (report, archived) = enter_one(importer, &mut transaction, read, intent).await?;
    if let Some(archived) = archived {
        transaction.commit().await.map_err(DbError::from)?;
        archived.keep();
    }
    Ok(report)
}

/// Enters a delivery into an open transaction; the file stays in the archive only if it is kept later.
async fn enter_one(
    importer: &Importer<'_>,
    transaction: &mut AnyConnection,
    mut read: ReadDelivery<'_>,
    intent: Intent,
) -> Result<(DeliveryReport, Option<Archived>), ImportError> {
    refuse_nothing(&read)?;
    let incoming = read.incoming;
    refuse_same_file(transaction, &read).await?;
    let number = store::next_number(transaction).await?;
    let numbers = number_all(transaction, &read).await?;
    let changes = compare(transaction, &read, &numbers).await?;
    let before = before(transaction, &read, &numbers).await?;
    let jumps = jumps::find(
        &mut read.draft,
        &before,
        importer.jump_rule,
        incoming.file_name,
    );
    drop(before);
    wholes::check(transaction, &mut read, &importer.wholes).await?;
    let cells = renumber(std::mem::take(&mut read.draft.cells), &numbers)?;
    let mut report = report_of(read, changes, jumps);
    if intent == Intent::Keep {
        report.delivery = Some(delivery_id(number));
    }
    // A file tried is entered too, so that the next one of the same call is compared with it.
    let delivery = delivery_of(number, &report);
    store::insert(transaction, number, &delivery, &json(&report)).await?;
    counts::insert_cells(transaction, number, &cells, &numbers.sheets).await?;
    let archived = match intent {
        Intent::Keep => Some(archive(importer, number, incoming)?),
        Intent::Try => None,
    };
    Ok((report, archived))
}

fn archive(
    importer: &Importer<'_>,
    number: i64,
    incoming: Incoming<'_>,
) -> Result<Archived, ImportError> {
    let folder = importer.db.folder();
    Archived::write(folder, number, incoming.file_name, incoming.source).map_err(|source| {
        ImportError::Archive {
            file: incoming.file_name.to_owned(),
            source,
        }
    })
}

/// A delivery without a single number is no delivery.
fn refuse_nothing(read: &ReadDelivery<'_>) -> Result<(), ImportError> {
    if !read.draft.cells.is_empty() {
        return Ok(());
    }
    let reading = &read.draft.reading;
    let mut remarks = reading.remarks.iter().chain(read.draft.remarks.kept());
    Err(ImportError::NothingTaken {
        file: read.incoming.file_name.to_owned(),
        rows: reading.rows_read,
        unplaced: read.draft.unplaced_rows,
        example: remarks.next().map_or(String::new(), |r| r.message.clone()),
    })
}

async fn refuse_same_file(
    db: &mut AnyConnection,
    read: &ReadDelivery<'_>,
) -> Result<(), ImportError> {
    let profile = &read.incoming.profile.profile.id;
    let Some(number) = store::of_file(db, &read.draft.reading.sha256, profile).await? else {
        return Ok(());
    };
    let on = deliveries::by_number(db, number).await?.map(|d| d.received);
    Err(ImportError::SameFile {
        file: read.incoming.file_name.to_owned(),
        delivery: delivery_id(number),
        on: on.unwrap_or(read.incoming.received),
    })
}

async fn number_all(
    db: &mut AnyConnection,
    read: &ReadDelivery<'_>,
) -> Result<Numbers, ImportError> {
    let mut book = SeriesBook::of(db, &read.draft.series).await?;
    Ok(Numbers {
        series: book.number(db, &read.draft.series).await?,
        areas: counts::number_areas(db, &read.draft.areas).await?,
        sheets: counts::number_sheets(db, &read.draft.sheets).await?,
        book,
    })
}

/// Every cell against the number that holds for it now.
async fn compare(
    db: &mut AnyConnection,
    read: &ReadDelivery<'_>,
    numbers: &Numbers,
) -> Result<CellChanges, ImportError> {
    let mut changes = CellChanges {
        rejected: read.draft.unplaced_cells
            + read.draft.reading.cells_rejected
            + read.duplicates.rejected_cells,
        ..CellChanges::default()
    };
    for cells in read.draft.cells.chunk_by(|a, b| a.series == b.series) {
        let Numbered::Known(series) = numbers.series[cells[0].series as usize] else {
            changes.new += cells.len() as u64;
            continue;
        };
        let stored = counts::amounts_of_series(db, series).await?;
        for cell in cells {
            match stored.get(&numbers.areas[cell.area as usize]) {
                None => changes.new += 1,
                Some(amount) if *amount == cell.amount => changes.unchanged += 1,
                Some(_) => changes.changed += 1,
            }
        }
    }
    Ok(changes)
}

/// The numbers of the period before, from this file or from the tables.
async fn before(
    db: &mut AnyConnection,
    read: &ReadDelivery<'_>,
    numbers: &Numbers,
) -> Result<jumps::Before, ImportError> {
    let mut before = jumps::Before::new();
    let by_number: HashMap<i64, u32> = numbers.areas.iter().copied().zip(0..).collect();
    for (series, key) in (0u32..).zip(&read.draft.series) {
        let Some(earlier) = numbers.book.find(&jumps::earlier(key)) else {
            continue;
        };
        for (area, amount) in counts::amounts_of_series(db, earlier).await? {
            if let Some(area) = by_number.get(&area) {
                before.insert((series, *area), amount);
            }
        }
    }
    jumps::within_file(&read.draft, &mut before);
    Ok(before)
}

/// The cells with the numbers of the tables, in the order of their key: appending is what trees do fastest.
fn renumber(mut cells: Vec<Cell>, numbers: &Numbers) -> Result<Vec<Cell>, DbError> {
    let small = |n: i64| u32::try_from(n).map_err(register::db::damaged);
    for cell in &mut cells {
        cell.series = small(numbers.series[cell.series as usize].number())?;
        cell.area = small(numbers.areas[cell.area as usize])?;
    }
    cells.sort_unstable_by_key(|c| (c.series, c.area));
    Ok(cells)
}

fn report_of(read: ReadDelivery<'_>, cells: CellChanges, jumps: jumps::Jumps) -> DeliveryReport {
    let (incoming, draft) = (read.incoming, read.draft);
    let reading = draft.reading;
    let (own, counts) = draft.remarks.finish();
    let mut remark_counts = reading.remark_counts;
    for (kind, number) in counts {
        *remark_counts.entry(kind).or_default() += number;
    }
    DeliveryReport {
        delivery: None,
        file: incoming.file_name.to_owned(),
        supplier: incoming.profile.profile.supplier.clone(),
        profile: incoming.profile.profile.id.clone(),
        profile_revision: incoming.profile.revision,
        received: incoming.received,
        sha256: reading.sha256,
        bytes: read.bytes,
        format: reading.format,
        encoding: reading.encoding,
        rows_read: reading.rows_read,
        rows_filtered: reading.rows_filtered,
        rows_rejected: reading.rows_rejected,
        unplaced: draft.unplaced_rows,
        cells,
        unknown_keys: draft.unknown.into_values().collect(),
        symbols: reading.symbols,
        duplicates: read.duplicates.listed,
        duplicates_found: read.duplicates.number,
        duplicate_rows: read.duplicates.rows.len() as u64,
        totals_compared: read.totals.compared,
        totals_not_matching: read.totals.listed,
        totals_not_matching_found: read.totals.number,
        jumps: jumps.listed,
        jumps_found: jumps.number,
        remark_counts,
        remarks: reading.remarks.into_iter().chain(own).collect(),
    }
}

fn delivery_of(number: i64, report: &DeliveryReport) -> Delivery {
    Delivery {
        id: delivery_id(number),
        file_name: report.file.clone(),
        sha256: report.sha256.clone(),
        bytes: report.bytes,
        supplier: report.supplier.clone(),
        profile: report.profile.clone(),
        profile_revision: report.profile_revision,
        received: report.received,
        rows_read: report.rows_read,
        archived: archive::path_of(number, &report.file),
        withdrawal: None,
    }
}

fn json(report: &DeliveryReport) -> String {
    serde_json::to_string(report).expect("a report has only text keys and finite numbers")
}
