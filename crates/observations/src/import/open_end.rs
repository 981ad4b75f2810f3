//! A text whose last row has no line end: a number there may have been cut off (`123` → `12`).
//!
//! A total of the supplier settles it: where it is the sum of its parts nothing is missing, where it is not the file
//! is refused. Without a total the row is taken with a remark.

use vocabulary::{Place, RemarkKind, Severity};

use super::ImportError;
use super::draft::Draft;
use super::places::Places;
use super::totals::{Totals, Verdict, say_total};

/// Remarks on an open end, or refuses the file.
pub(super) fn judge(
    draft: &mut Draft,
    totals: &Totals,
    places: &Places,
    file: &str,
) -> Result<(), ImportError> {
    let Some((row, value)) = draft.reading.open_end.clone() else {
        return Ok(());
    };
    let of_row = draft.cells.iter().filter(|c| c.row == row);
    let last = of_row.max_by_key(|c| c.column).copied();
    let verdict = last.and_then(|cell| {
        let area = &draft.areas[cell.area as usize];
        let period = draft.series[cell.series as usize].period;
        let tree = &places.version(places.version_of(period)?).tree;
        totals.verdict_over((cell.series, area), tree)
    });
    match verdict {
        Some((_, Verdict::Holds)) => Ok(()),
        Some((area, Verdict::Fails(total, sum))) => Err(ImportError::CutOff {
            file: file.to_owned(),
            row,
            what: area.to_string(),
            total: say_total(*total),
            sum: sum.clone(),
        }),
        None => {
            let place = Place {
                file: file.to_owned(),
                row: Some(row),
                ..Place::default()
            };
            let weight = (Severity::Warning, RemarkKind::Structure);
            let values = [("value", value.as_str())];
            draft.remarks.add(weight, place, "open_end", &values);
            Ok(())
        }
    }
}
