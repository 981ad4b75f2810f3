//! Areas as points: one coordinate per indicator.

use crate::NotDefined;
use crate::not_defined::{all_finite, at_least, same_length};
use crate::summation::{mean, neumaier_sum, squared_deviations};

/// Areas with one coordinate per indicator, without gaps.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    rows: Vec<f64>,
    width: usize,
}

impl Points {
    /// The areas of some columns, each standardised by mean and population standard deviation (divisor n).
    ///
    /// ```
    /// use methods::typology::Points;
    /// let points = Points::standardised(&[vec![1.0, 3.0], vec![5.0, 9.0]])?;
    /// assert_eq!((points.count(), points.row(1)), (2, [1.0, 1.0].as_slice()));
    /// # Ok::<(), methods::NotDefined>(())
    /// ```
    pub fn standardised<L: AsRef<[f64]>>(columns: &[L]) -> Result<Self, NotDefined> {
        let mut scores = Vec::with_capacity(columns.len());
        for (number, column) in columns.iter().enumerate() {
            let values = column.as_ref();
            all_finite("indicators", values)?;
            at_least(2, values.len())?;
            let centre = mean(values).unwrap_or_default();
            let sd = (squared_deviations(values, centre) / values.len() as f64).sqrt();
            let largest = values.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
            if !sd.is_finite() || sd <= largest * 1e-14 {
                return Err(NotDefined::NoSpread {
                    what: format!("indicators {}", number + 1),
                });
            }
            scores.push(values.iter().map(|x| (x - centre) / sd).collect::<Vec<_>>());
        }
        Self::new(&scores)
    }

    /// The areas of columns as they are.
    pub fn new<L: AsRef<[f64]>>(columns: &[L]) -> Result<Self, NotDefined> {
        at_least(1, columns.len())?;
        let count = columns[0].as_ref().len();
        for column in columns {
            same_length("indicators", count, column.as_ref().len())?;
            all_finite("indicators", column.as_ref())?;
        }
        Ok(Self {
            rows: (0..count)
                .flat_map(|area| columns.iter().map(move |c| c.as_ref()[area]))
                .collect(),
            width: columns.len(),
        })
    }

    /// How many areas there are.
    pub fn count(&self) -> usize {
        self.rows.len() / self.width
    }

    /// The coordinates of an area.
    pub fn row(&self, area: usize) -> &[f64] {
        &self.rows[area * self.width..(area + 1) * self.width]
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.rows.chunks(self.width)
    }

    /// The mean of some areas.
    pub(super) fn centre(&self, members: &[usize]) -> Vec<f64> {
        let coordinate = |at: usize| {
            neumaier_sum(members.iter().map(|&area| self.row(area)[at])) / members.len() as f64
        };
        (0..self.width).map(coordinate).collect()
    }

    /// The members of each group, groups in rising order of their labels.
    pub(super) fn groups(&self, labels: &[usize]) -> Result<Vec<Vec<usize>>, NotDefined> {
        same_length("labels", self.count(), labels.len())?;
        let mut order: Vec<usize> = (0..labels.len()).collect();
        order.sort_by_key(|&area| labels[area]);
        Ok(order
            .chunk_by(|&a, &b| labels[a] == labels[b])
            .map(<[usize]>::to_vec)
            .collect())
    }
}

/// The squared distance of two points.
pub(super) fn squared_distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum()
}

/// Refuses a number of groups that these areas cannot form.
pub(super) fn refuse_count(groups: usize, areas: usize, least: usize) -> Result<(), NotDefined> {
    if groups < least || groups > areas {
        return Err(NotDefined::OutOfRange {
            what: "clusters",
            value: groups as f64,
            allowed: "from 1 (for measures of quality 2) up to the number of areas",
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_makes_no_points_is_refused() {
        assert!(Points::new::<Vec<f64>>(&[]).is_err());
        assert!(Points::new(&[vec![1.0], vec![]]).is_err());
        assert!(Points::new(&[vec![f64::NAN]]).is_err());
        assert!(Points::standardised(&[vec![1.0]]).is_err());
        assert!(Points::standardised(&[vec![2.0; 4]]).is_err());
    }
}
