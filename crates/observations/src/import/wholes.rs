//! A part that is more than its whole: more unemployed than residents. The two mostly come from different offices,
//! so the new numbers are put beside those that are stored.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sqlx::AnyConnection;
use vocabulary::{
    AreaKey, Breakdown, CountId, Period, Place, Quantity, RemarkKind, Severity, german_number,
};

use super::draft::Draft;
use super::{ImportError, ReadDelivery};
use crate::counts::store as counts;
use crate::counts::{SeriesBook, SeriesKey};

/// Something counted that can never be more than something else.
#[derive(Clone, Debug, PartialEq)]
pub struct PartOfWhole {
    /// What it is called, German.
    pub name: String,
    /// What is counted.
    pub part: Vec<Summand>,
    /// German words for it.
    pub part_name: String,
    /// Of how many.
    pub whole: Vec<Summand>,
    /// German words for it.
    pub whole_name: String,
}

/// One count in a sum: the groups to add, each of which must be there.
#[derive(Clone, Debug, PartialEq)]
pub struct Summand {
    /// The count.
    pub count: CountId,
    /// What it is multiplied with.
    pub factor: f64,
    /// The groups; everybody where it is the total alone.
    pub groups: Vec<Breakdown>,
}

/// The numbers by area of one series.
type Column = BTreeMap<AreaKey, f64>;

/// Remarks on every part of the delivery that is more than its whole.
pub(super) async fn check(
    db: &mut AnyConnection,
    read: &mut ReadDelivery<'_>,
    wholes: &[PartOfWhole],
) -> Result<(), ImportError> {
    let draft = &read.draft;
    let delivered: BTreeSet<&CountId> = draft.series.iter().map(|s| &s.count).collect();
    let touched: Vec<&PartOfWhole> = wholes
        .iter()
        .filter(|w| w.summands().any(|s| delivered.contains(&s.count)))
        .collect();
    if touched.is_empty() {
        return Ok(());
    }
    let periods: BTreeSet<Period> = draft.series.iter().map(|s| s.period).collect();
    let mut table = Table::load(db, draft, &touched, &periods).await?;
    table.cover(draft);
    let file = read.incoming.file_name;
    for whole in touched {
        for period in &periods {
            compare(whole, *period, &table, (&mut read.draft, file));
        }
    }
    Ok(())
}

impl PartOfWhole {
    fn summands(&self) -> impl Iterator<Item = &Summand> {
        self.part.iter().chain(&self.whole)
    }
}

fn compare(whole: &PartOfWhole, period: Period, table: &Table, (draft, file): (&mut Draft, &str)) {
    let (Some(parts), Some(wholes)) = (
        table.sum(&whole.part, period),
        table.sum(&whole.whole, period),
    ) else {
        return;
    };
    for (area, part) in parts {
        let Some(all) = wholes.get(&area).filter(|all| part > **all + 1e-6) else {
            continue;
        };
        let (part, all) = (german_number(part, 0), german_number(*all, 0));
        let period = vocabulary::german_period(period);
        let values = [
            ("name", whole.name.as_str()),
            ("area", area.as_str()),
            ("period", period.as_str()),
            ("part", part.as_str()),
            ("part_name", whole.part_name.as_str()),
            ("whole", all.as_str()),
            ("whole_name", whole.whole_name.as_str()),
        ];
        let place = Place {
            file: file.to_owned(),
            ..Place::default()
        };
        let weight = (Severity::Warning, RemarkKind::Impossible);
        draft
            .remarks
            .add(weight, place, "part_exceeds_whole", &values);
    }
}

/// What holds once the delivery is in, of the series that matter.
struct Table(HashMap<SeriesKey, Column>);

impl Table {
    async fn load(
        db: &mut AnyConnection,
        draft: &Draft,
        wholes: &[&PartOfWhole],
        periods: &BTreeSet<Period>,
    ) -> Result<Self, ImportError> {
        let mut wanted = BTreeSet::new();
        for summand in wholes.iter().flat_map(|w| w.summands()) {
            for (period, breakdown) in periods
                .iter()
                .flat_map(|p| summand.groups.iter().map(move |g| (*p, g)))
            {
                wanted.insert(SeriesKey {
                    count: summand.count.clone(),
                    period,
                    breakdown: breakdown.clone(),
                });
            }
        }
        let wanted: Vec<SeriesKey> = wanted.into_iter().collect();
        let book = SeriesBook::of(db, &wanted).await?;
        let areas = counts::areas_by_number(db).await?;
        let of_file: BTreeSet<&AreaKey> = draft.areas.iter().collect();
        let mut table = HashMap::new();
        for key in wanted {
            let Some(number) = book.find(&key) else {
                continue;
            };
            let mut column = Column::new();
            for (area, amount) in counts::amounts_of_series(db, number).await? {
                let area = areas.get(&area).filter(|a| of_file.contains(a));
                if let (Some(area), Some(x)) = (area, Quantity::from(amount).value.known()) {
                    column.insert(area.clone(), x);
                }
            }
            table.insert(key, column);
        }
        Ok(Self(table))
    }

    /// Puts the numbers of the delivery over those that are stored.
    fn cover(&mut self, draft: &Draft) {
        for cell in &draft.cells {
            let key = &draft.series[cell.series as usize];
            let Some(column) = self.0.get_mut(key) else {
                continue;
            };
            let area = draft.areas[cell.area as usize].clone();
            match Quantity::from(cell.amount).value.known() {
                Some(x) => column.insert(area, x),
                None => column.remove(&area),
            };
        }
    }

    /// The sum for every area for which all of it is known.
    fn sum(&self, summands: &[Summand], period: Period) -> Option<Column> {
        let mut sum: Option<Column> = None;
        for summand in summands {
            for breakdown in &summand.groups {
                let column = self.0.get(&SeriesKey {
                    count: summand.count.clone(),
                    period,
                    breakdown: breakdown.clone(),
                })?;
                let part = column.iter().map(|(a, x)| (a.clone(), x * summand.factor));
                sum = Some(match sum {
                    None => part.collect(),
                    Some(before) => part
                        .filter_map(|(a, x)| Some((a.clone(), before.get(&a)? + x)))
                        .collect(),
                });
            }
        }
        sum
    }
}
