//! Single ages: uneven age bands split into years of age, without steps at their borders.
//!
//! **Literature.** Fritsch, F. N. & Carlson, R. E. (1980): Monotone piecewise cubic interpolation. SIAM Journal on
//! Numerical Analysis 17, 238-246; Wilmoth, J. R. et al. (2021): Methods Protocol for the Human Mortality Database,
//! appendix B (splitting grouped counts by a spline through the cumulated counts). No third-party oracle: each band keeps
//! its sum, nobody is negative, even bands stay even.
//!
//! **Formula.** A cubic Hermite curve through the counts cumulated by age; its slope at a border is the weighted harmonic
//! mean of the densities on both sides (Fritsch-Butland), 0 where one of them is 0, at both ends that of the end band. A
//! year of age is the difference of the curve at its two ends.
//!
//! **Unit.** Persons. **Edge cases.** Borders that do not rise, or counts below 0: refused; a band of 0 makes years of 0.

use crate::NotDefined;
use crate::not_defined::{at_least, not_negative, same_length};

/// Years of age from the first border to the last; `borders` are the first ages of the bands and the end of the last.
///
/// ```
/// use methods::projection::single_ages;
/// // 0-2, 3-5, 6-9: thirty, thirty and forty children.
/// let ages = single_ages(&[0, 3, 6, 10], &[30.0, 30.0, 40.0])?;
/// assert_eq!(ages.len(), 10);
/// assert!(ages.iter().all(|count| (count - 10.0).abs() < 1e-9));
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn single_ages(borders: &[u32], counts: &[f64]) -> Result<Vec<f64>, NotDefined> {
    at_least(1, counts.len())?;
    same_length("classes", borders.len(), counts.len() + 1)?;
    if let Some(pair) = borders.windows(2).find(|pair| pair[0] >= pair[1]) {
        return Err(NotDefined::OutOfRange {
            what: "classes",
            value: f64::from(pair[1]),
            allowed: "ages that rise",
        });
    }
    for &count in counts {
        not_negative("population", count)?;
    }
    let widths: Vec<f64> = borders.windows(2).map(|b| f64::from(b[1] - b[0])).collect();
    let slopes = slopes(&widths, counts);
    let mut ages = Vec::with_capacity(counts.len());
    for (band, (&width, &count)) in widths.iter().zip(counts).enumerate() {
        let (from, to) = (slopes[band], slopes[band + 1]);
        let curve = |years: f64| hermite(years / width, (count, width * from, width * to));
        let steps = borders[band + 1] - borders[band];
        ages.extend((0..steps).map(|year| {
            let year = f64::from(year);
            (curve(year + 1.0) - curve(year)).max(0.0)
        }));
    }
    Ok(ages)
}

/// The density at each border.
fn slopes(widths: &[f64], counts: &[f64]) -> Vec<f64> {
    let density = |band: usize| counts[band] / widths[band];
    let last = counts.len() - 1;
    let mut slopes = vec![density(0)];
    slopes.extend((1..=last).map(|band| {
        let (left, right) = (density(band - 1), density(band));
        if left <= 0.0 || right <= 0.0 {
            return 0.0;
        }
        let (near, far) = (widths[band - 1], widths[band]);
        let (of_left, of_right) = (2.0 * far + near, far + 2.0 * near);
        (of_left + of_right) / (of_left / left + of_right / right)
    }));
    slopes.push(density(last));
    slopes
}

/// From 0 to `rise` while `part` goes from 0 to 1, with the given slopes at both ends.
fn hermite(part: f64, (rise, from, to): (f64, f64, f64)) -> f64 {
    let (square, cube) = (part * part, part * part * part);
    from * (cube - 2.0 * square + part) + rise * (3.0 * square - 2.0 * cube) + to * (cube - square)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn borders_that_do_not_rise_are_refused() {
        assert!(single_ages(&[0, 5, 5], &[1.0, 1.0]).is_err());
        assert!(single_ages(&[0, 5], &[-1.0]).is_err());
        assert!(single_ages(&[0], &[]).is_err());
        assert!(single_ages(&[0, 5], &[1.0, 2.0]).is_err());
    }

    #[test]
    fn a_wide_band_leans_towards_its_larger_neighbour() {
        let ages = single_ages(&[0, 5, 25, 30], &[100.0, 800.0, 300.0]).unwrap();
        assert!(ages[5] < ages[24], "{ages:?}");
    }

    proptest! {
        #[test]
        fn each_band_keeps_its_people_and_nobody_is_negative(
            bands in prop::collection::vec((1u32..30, 0u32..5_000), 1..12),
        ) {
            let mut borders = vec![0];
            let mut counts = Vec::new();
            for (width, count) in bands {
                borders.push(borders[borders.len() - 1] + width);
                counts.push(f64::from(count));
            }
            let ages = single_ages(&borders, &counts).unwrap();
            prop_assert!(ages.iter().all(|count| *count >= 0.0));
            for (pair, count) in borders.windows(2).zip(&counts) {
                let sum: f64 = ages[pair[0] as usize..pair[1] as usize].iter().sum();
                prop_assert!((sum - count).abs() < 1e-6 * count.max(1.0), "{sum} {count}");
            }
        }
    }
}
