//! Regression to the mean: what did areas do that were as bad and got nothing?
//!
//! **Literature.** Galton, F. (1886): Regression towards mediocrity; Daw, J. R. & Hatfield, L. A. (2018): Matching and
//! regression to the mean in difference-in-differences analysis. Health Services Research 53, 4138-4156.
//!
//! **Formula.** For each treated area the untreated with the smallest distance in the last level before the start and the
//! one before it, each divided by its standard deviation (divisor n) over all areas; areas may serve twice. Mean change of the
//! treated, of those matched, and of all untreated: what matched areas change more than all is regression to the mean.
//!
//! **Unit.** That of the values. **Edge cases.** Fewer untreated areas than asked for: not defined; ties go to the lowest
//! area. One period before the start: the level alone.

use super::Panel;
use crate::NotDefined;
use crate::not_defined::{all_finite, same_length};
use crate::summation::{mean, squared_deviations};

/// Changes of the treated and of those they resemble.
#[derive(Clone, Debug, PartialEq)]
pub struct SimilarAreas {
    /// The areas matched to each treated one, the nearest first, in the order of the treated.
    pub matched: Vec<Vec<usize>>,
    /// Mean change of the treated.
    pub treated_change: f64,
    /// Mean change of the matched.
    pub matched_change: f64,
    /// Mean change of all untreated.
    pub untreated_change: f64,
}

/// So many similar areas for each treated one, by what was known before the first period with the measure, and how both
/// changed, for example by [`Panel::change_after`].
///
/// ```
/// use methods::effect::{Panel, similar_areas};
/// let panel = Panel::new(vec![
///     vec![9.0, 9.5, 6.0], vec![9.1, 9.4, 6.5], vec![2.0, 2.0, 2.1], vec![3.0, 2.5, 2.9],
/// ])?;
/// let found = similar_areas(&panel, (&[true, false, false, false], &panel.change_after(2)?), (2, 1))?;
/// // The area fell by 3 points; so did the one that was as bad and got nothing.
/// assert_eq!(found.matched, [[1]]);
/// assert!((found.treated_change - found.matched_change).abs() < 0.6);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn similar_areas(
    panel: &Panel,
    (treated, changes): (&[bool], &[f64]),
    (first, count): (usize, usize),
) -> Result<SimilarAreas, NotDefined> {
    same_length("values", panel.areas(), treated.len())?;
    same_length("values", panel.areas(), changes.len())?;
    all_finite("values", changes)?;
    panel.inside(first)?;
    let untreated: Vec<usize> = (0..treated.len()).filter(|&i| !treated[i]).collect();
    let chosen: Vec<usize> = (0..treated.len()).filter(|&i| treated[i]).collect();
    if chosen.is_empty() {
        return Err(NotDefined::NoCases);
    }
    if untreated.len() < count.max(1) {
        return Err(NotDefined::TooFewComparisons {
            need: count.max(1),
            have: untreated.len(),
        });
    }
    let matched = nearest(panel, (&chosen, &untreated), (first, count.max(1)));
    let of = |areas: &mut dyn Iterator<Item = usize>| {
        mean(&areas.map(|area| changes[area]).collect::<Vec<_>>()).unwrap_or(0.0)
    };
    Ok(SimilarAreas {
        treated_change: of(&mut chosen.iter().copied()),
        matched_change: of(&mut matched.iter().flatten().copied()),
        untreated_change: of(&mut untreated.iter().copied()),
        matched,
    })
}

/// The nearest untreated areas of each treated one.
fn nearest(
    panel: &Panel,
    (chosen, untreated): (&[usize], &[usize]),
    (first, count): (usize, usize),
) -> Vec<Vec<usize>> {
    let known: Vec<Vec<f64>> = (first.saturating_sub(2)..first)
        .map(|period| {
            standardised(
                &(0..panel.areas())
                    .map(|i| panel.row(i)[period])
                    .collect::<Vec<_>>(),
            )
        })
        .collect();
    let distance = |a: usize, b: usize| -> f64 {
        known
            .iter()
            .map(|level| (level[a] - level[b]) * (level[a] - level[b]))
            .sum()
    };
    chosen
        .iter()
        .map(|&area| {
            let mut near = untreated.to_vec();
            near.sort_by(|&a, &b| {
                distance(area, a)
                    .total_cmp(&distance(area, b))
                    .then(a.cmp(&b))
            });
            near.truncate(count);
            near
        })
        .collect()
}

/// Values in standard deviations; as they are where there is no spread.
fn standardised(values: &[f64]) -> Vec<f64> {
    let centre = mean(values).unwrap_or(0.0);
    let deviation = (squared_deviations(values, centre) / values.len() as f64).sqrt();
    let unit = if deviation > 0.0 { deviation } else { 1.0 };
    values.iter().map(|value| value / unit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_to_resemble_is_refused() {
        let panel = Panel::new(vec![vec![1.0, 2.0], vec![1.0, 2.0]]).unwrap();
        let found = |treated: &[bool], count| {
            let changes = panel.change_after(1).unwrap();
            similar_areas(&panel, (treated, &changes), (1, count))
        };
        assert!(found(&[true, true], 1).is_err());
        assert!(found(&[false, false], 1).is_err());
        assert!(found(&[true, false], 2).is_err());
        assert_eq!(found(&[true, false], 1).unwrap().matched, [[1]]);
        let no_number = similar_areas(&panel, (&[true, false], &[f64::NAN, 1.0]), (1, 1));
        assert!(no_number.is_err());
    }
}
