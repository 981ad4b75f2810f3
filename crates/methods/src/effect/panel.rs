//! Values of the same areas in the same periods, and when something began where.
//!
//! **Edge cases.** Every area has a value in every period; areas with gaps are left out beforehand and listed
//! ([`Panel::complete`]).

use crate::NotDefined;
use crate::not_defined::{all_finite, at_least, same_length};
use crate::summation::{mean, neumaier_sum};

/// The index of the first period with the measure, for each area; `None` where there never is one.
pub type Starts = [Option<usize>];

/// Values by area and period.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    values: Vec<Vec<f64>>,
    periods: usize,
}

impl Panel {
    /// Values by area, each with one for every period in order.
    pub fn new(values: Vec<Vec<f64>>) -> Result<Self, NotDefined> {
        at_least(1, values.len())?;
        let periods = values[0].len();
        at_least(2, periods)?;
        for row in &values {
            same_length("periods", row.len(), periods)?;
            all_finite("values", row)?;
        }
        Ok(Self { values, periods })
    }

    /// The areas without a gap, and the numbers of those left out.
    ///
    /// ```
    /// use methods::effect::Panel;
    /// let (panel, left_out) = Panel::complete(&[
    ///     vec![Some(1.0), Some(2.0)], vec![Some(1.0), None], vec![Some(3.0), Some(3.0)],
    /// ])?;
    /// assert_eq!((panel.areas(), left_out), (2, vec![1]));
    /// # Ok::<(), methods::NotDefined>(())
    /// ```
    pub fn complete(values: &[Vec<Option<f64>>]) -> Result<(Self, Vec<usize>), NotDefined> {
        let (mut kept, mut left_out) = (Vec::new(), Vec::new());
        for (area, row) in values.iter().enumerate() {
            match row.iter().copied().collect::<Option<Vec<f64>>>() {
                Some(row) => kept.push(row),
                None => left_out.push(area),
            }
        }
        Ok((Self::new(kept)?, left_out))
    }

    /// How many areas.
    pub fn areas(&self) -> usize {
        self.values.len()
    }

    /// How many periods.
    pub fn periods(&self) -> usize {
        self.periods
    }

    /// The values of an area.
    pub fn row(&self, area: usize) -> &[f64] {
        &self.values[area]
    }

    /// Mean from a period on minus mean before, for each area.
    ///
    /// ```
    /// use methods::effect::Panel;
    /// let panel = Panel::new(vec![vec![1.0, 3.0, 5.0, 5.0]])?;
    /// assert_eq!(panel.change_after(2)?, [3.0]);
    /// # Ok::<(), methods::NotDefined>(())
    /// ```
    pub fn change_after(&self, first: usize) -> Result<Vec<f64>, NotDefined> {
        self.inside(first)?;
        let change = |row: &Vec<f64>| Some(mean(&row[first..])? - mean(&row[..first])?);
        Ok(self.values.iter().filter_map(change).collect())
    }

    /// Mean from a period on minus the last period before it, for each area.
    ///
    /// ```
    /// use methods::effect::Panel;
    /// let panel = Panel::new(vec![vec![1.0, 3.0, 5.0, 5.0]])?;
    /// assert_eq!(panel.change_from_last(2)?, [2.0]);
    /// # Ok::<(), methods::NotDefined>(())
    /// ```
    pub fn change_from_last(&self, first: usize) -> Result<Vec<f64>, NotDefined> {
        self.inside(first)?;
        let change = |row: &Vec<f64>| Some(mean(&row[first..])? - row[first - 1]);
        Ok(self.values.iter().filter_map(change).collect())
    }

    /// The straight slope over the periods before one, for each area: do they come from the same direction?
    pub fn slope_before(&self, first: usize) -> Result<Vec<f64>, NotDefined> {
        self.inside(first)?;
        at_least(2, first)?;
        Ok(self
            .values
            .iter()
            .filter_map(|row| slope(&row[..first]))
            .collect())
    }

    /// Refuses a first period with nothing before or nothing after.
    pub(super) fn inside(&self, first: usize) -> Result<(), NotDefined> {
        if first == 0 || first >= self.periods {
            return Err(NotDefined::OutOfRange {
                what: "periods",
                value: first as f64,
                allowed: "a period with others before it",
            });
        }
        Ok(())
    }

    /// Refuses starts that fit no area or period, and a panel in which nobody can be compared with anybody.
    pub(super) fn check(&self, starts: &Starts) -> Result<(), NotDefined> {
        same_length("values", self.areas(), starts.len())?;
        if starts.iter().flatten().any(|&start| start >= self.periods) {
            return Err(NotDefined::OutOfRange {
                what: "periods",
                value: self.periods as f64,
                allowed: "a start within the periods",
            });
        }
        if starts.iter().all(Option::is_none) {
            return Err(NotDefined::NoCases);
        }
        Ok(())
    }

    /// All values without the means of their area and their period, area by area.
    pub(super) fn within(&self) -> Vec<f64> {
        within(&self.values.concat(), self.periods)
    }
}

/// The straight slope of a row; none of a single value.
pub(super) fn slope(row: &[f64]) -> Option<f64> {
    let middle = (row.len() as f64 - 1.0) / 2.0;
    let from_middle = |t: usize| t as f64 - middle;
    let below = neumaier_sum((0..row.len()).map(|t| from_middle(t) * from_middle(t)));
    let above = neumaier_sum(
        row.iter()
            .enumerate()
            .map(|(t, value)| from_middle(t) * value),
    );
    (below > 0.0).then(|| above / below)
}

/// Values without the means of their area and their period; areas follow each other.
pub(super) fn within(values: &[f64], periods: usize) -> Vec<f64> {
    let areas = values.len() / periods;
    let of_area: Vec<f64> = values
        .chunks(periods)
        .map(|row| mean(row).unwrap_or(0.0))
        .collect();
    let of_period: Vec<f64> = (0..periods)
        .map(|t| neumaier_sum(values.iter().skip(t).step_by(periods).copied()) / areas as f64)
        .collect();
    let all = mean(&of_period).unwrap_or(0.0);
    let at =
        |(i, value): (usize, &f64)| value - of_area[i / periods] - of_period[i % periods] + all;
    values.iter().enumerate().map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_panel_is_refused() {
        assert!(Panel::new(vec![]).is_err());
        assert!(Panel::new(vec![vec![1.0]]).is_err());
        assert!(Panel::new(vec![vec![1.0, 2.0], vec![1.0]]).is_err());
        let panel = Panel::new(vec![vec![1.0, 2.0]; 3]).unwrap();
        assert!(panel.change_after(0).is_err() && panel.change_after(2).is_err());
        assert!(panel.check(&[None; 3]).is_err() && panel.check(&[Some(2); 3]).is_err());
    }
}
