//! Who is whose neighbour, and how much it counts.
//!
//! **Literature.** Cliff, A. D. & Ord, J. K. (1981): Spatial Processes, chapter 1 (the sums S0, S1, S2).
//!
//! **Formula.** wᵢⱼ ≥ 0, wᵢᵢ = 0. Row-standardised: each row is divided by its sum. S0 = Σᵢⱼ wᵢⱼ,
//! S1 = ½ Σᵢⱼ (wᵢⱼ + wⱼᵢ)², S2 = Σᵢ (Σⱼ wᵢⱼ + Σⱼ wⱼᵢ)².
//!
//! **Unit.** None. **Edge cases.** An area without neighbours (an island) stays an empty row; statistics leave it out
//! of their n and say so. Weights of 0 are no neighbourhood; negative ones and neighbourhood with oneself are refused.

use crate::NotDefined;
use crate::not_defined::not_negative;
use crate::summation::neumaier_sum;

/// A table of neighbourhood weights, row by row.
///
/// ```
/// use methods::spatial::Weights;
/// let three_in_a_row = Weights::binary(&[vec![1], vec![0, 2], vec![1]])?.row_standardised();
/// assert_eq!(three_in_a_row.lag(&[10.0, 20.0, 40.0])?, [20.0, 25.0, 20.0]);
/// # Ok::<(), methods::NotDefined>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    starts: Vec<usize>,
    neighbours: Vec<usize>,
    values: Vec<f64>,
}

impl Weights {
    /// The table of so many areas with these links: area, neighbour, weight.
    pub fn new(areas: usize, links: &[(usize, usize, f64)]) -> Result<Self, NotDefined> {
        let mut links = links.to_vec();
        for &(from, to, weight) in &links {
            not_negative("weights", weight)?;
            if from == to || from.max(to) >= areas {
                return Err(NotDefined::OutOfRange {
                    what: "links",
                    value: to as f64,
                    allowed: "another area of the table",
                });
            }
        }
        links.retain(|link| link.2 > 0.0);
        links.sort_by_key(|&(from, to, _)| (from, to));
        links.dedup_by_key(|&mut (from, to, _)| (from, to));
        let starts = (0..=areas)
            .map(|area| links.partition_point(|link| link.0 < area))
            .collect();
        Ok(Self {
            starts,
            neighbours: links.iter().map(|link| link.1).collect(),
            values: links.iter().map(|link| link.2).collect(),
        })
    }

    /// The table in which each neighbour of an area counts 1.
    pub fn binary(neighbours: &[Vec<usize>]) -> Result<Self, NotDefined> {
        let links: Vec<(usize, usize, f64)> = neighbours
            .iter()
            .enumerate()
            .flat_map(|(area, row)| row.iter().map(move |&neighbour| (area, neighbour, 1.0)))
            .collect();
        Self::new(neighbours.len(), &links)
    }

    /// The same neighbourhood with rows that sum to 1.
    #[must_use]
    pub fn row_standardised(&self) -> Self {
        let mut values = self.values.clone();
        for area in 0..self.len() {
            let row = &mut values[self.starts[area]..self.starts[area + 1]];
            let sum = neumaier_sum(row.iter().copied());
            for weight in row {
                *weight /= sum;
            }
        }
        Self {
            values,
            ..self.clone()
        }
    }

    /// The weights among these areas alone, renumbered in the order given; row sums that were 1 are 1 again.
    pub fn keep(&self, areas: &[usize]) -> Result<Self, NotDefined> {
        if areas.len() == self.len() && areas.iter().enumerate().all(|(i, &area)| i == area) {
            return Ok(self.clone());
        }
        let standardised = (0..self.len()).all(|area| {
            let (_, row) = self.row(area);
            row.is_empty() || (neumaier_sum(row.iter().copied()) - 1.0).abs() < 1e-9
        });
        let mut numbers = vec![None; self.len()];
        for (number, &area) in areas.iter().enumerate() {
            if let Some(slot) = numbers.get_mut(area) {
                *slot = Some(number);
            }
        }
        let mut links = Vec::new();
        for (number, &area) in areas
            .iter()
            .enumerate()
            .filter(|(_, area)| **area < self.len())
        {
            let (neighbours, row) = self.row(area);
            for (&neighbour, &weight) in neighbours.iter().zip(row) {
                links.extend(numbers[neighbour].map(|to| (number, to, weight)));
            }
        }
        let kept = Self::new(areas.len(), &links)?;
        Ok(if standardised {
            kept.row_standardised()
        } else {
            kept
        })
    }

    /// How many areas there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether there is no area.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The neighbours of an area, rising, and their weights.
    pub fn row(&self, area: usize) -> (&[usize], &[f64]) {
        let range = self.starts[area]..self.starts[area + 1];
        (&self.neighbours[range.clone()], &self.values[range])
    }

    /// The areas without neighbours.
    pub fn islands(&self) -> Vec<usize> {
        (0..self.len())
            .filter(|&area| self.row(area).0.is_empty())
            .collect()
    }

    /// The weighted sum of the neighbours' values; 0 on an island.
    pub fn lag(&self, values: &[f64]) -> Result<Vec<f64>, NotDefined> {
        crate::not_defined::same_length("values", values.len(), self.len())?;
        Ok((0..self.len())
            .map(|area| self.lag_of(area, values))
            .collect())
    }

    pub(super) fn lag_of(&self, area: usize, values: &[f64]) -> f64 {
        let (neighbours, row) = self.row(area);
        neumaier_sum(neighbours.iter().zip(row).map(|(&j, w)| w * values[j]))
    }

    /// The areas that have neighbours which have neighbours themselves: what is left when islands are left out, and then
    /// those who looked at islands alone.
    pub(super) fn with_neighbours(&self) -> Vec<usize> {
        let mut is_kept = vec![true; self.len()];
        loop {
            let has_any = |&area: &usize| self.row(area).0.iter().any(|&to| is_kept[to]);
            let kept: Vec<usize> = (0..self.len())
                .filter(|area| is_kept[*area])
                .filter(has_any)
                .collect();
            if kept.len() == is_kept.iter().filter(|is| **is).count() {
                return kept;
            }
            is_kept.fill(false);
            for &area in &kept {
                is_kept[area] = true;
            }
        }
    }

    /// S0, S1 and S2.
    pub(super) fn sums(&self) -> (f64, f64, f64) {
        let rows: Vec<f64> = (0..self.len())
            .map(|area| neumaier_sum(self.row(area).1.iter().copied()))
            .collect();
        let mut columns = vec![0.0; self.len()];
        let mut squares = Vec::new();
        for area in 0..self.len() {
            let (neighbours, row) = self.row(area);
            for (&neighbour, &weight) in neighbours.iter().zip(row) {
                columns[neighbour] += weight;
                squares.push(weight * (weight + self.weight(neighbour, area)));
            }
        }
        let second = rows
            .iter()
            .zip(&columns)
            .map(|(row, column)| (row + column) * (row + column));
        (
            neumaier_sum(rows.iter().copied()),
            neumaier_sum(squares),
            neumaier_sum(second),
        )
    }

    fn weight(&self, from: usize, to: usize) -> f64 {
        let (neighbours, row) = self.row(from);
        neighbours.binary_search(&to).map_or(0.0, |at| row[at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_island_is_told_and_left_out() {
        let weights = Weights::binary(&[vec![1], vec![0], vec![]]).unwrap();
        assert_eq!(weights.islands(), [2]);
        assert_eq!(weights.lag(&[1.0, 2.0, 9.0]).unwrap(), [2.0, 1.0, 0.0]);
        assert_eq!(weights.keep(&[1, 0]).unwrap().len(), 2);
    }

    #[test]
    fn nonsense_is_refused() {
        assert!(Weights::new(2, &[(0, 0, 1.0)]).is_err());
        assert!(Weights::new(2, &[(0, 2, 1.0)]).is_err());
        assert!(Weights::new(2, &[(0, 1, -1.0)]).is_err());
        assert!(Weights::new(2, &[(0, 1, f64::NAN)]).is_err());
        assert!(Weights::new(0, &[]).unwrap().is_empty());
    }

    #[test]
    fn leaving_an_area_out_keeps_rows_at_one() {
        let weights = Weights::binary(&[vec![1, 2], vec![0], vec![0]]).unwrap();
        let kept = weights.row_standardised().keep(&[0, 1]).unwrap();
        assert_eq!(kept.row(0).1, [1.0]);
    }
}
