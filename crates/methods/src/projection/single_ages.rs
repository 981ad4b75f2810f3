//! Single ages: uneven age bands split into years of age, without steps at their borders.
//!
//! **Literature.** Fritsch, F. N. & Carlson, R. E. (1980): Monotone piecewise cubic interpolation. SIAM Journal on
//! Numerical Analysis 17, 238-246; Wilmoth, J. R. et al. (2021): Methods Protocol for the Human Mortality Database,
//! appendix B (splitting grouped counts by a spline through the cumulated counts). No third-party oracle: each band keeps
//! its sum, nobody is negative, even bands stay even.
//!
//! **Formula.** A cubic Hermite curve through the counts cumulated over the years lived, Σ l(x) of a life table: where no
//! generation was larger than another, people are as many as these years, and the split is exact. The curve's slope at a
//! border is the weighted harmonic mean of the densities on both sides (Fritsch-Butland), 0 where one of them is 0, at both
//! ends that of the end band. An age is the difference of the curve at its two ends.
//!
//! **Unit.** Persons. **Edge cases.** Borders that do not rise, years lived or counts below 0: refused; a band of 0 makes
//! ages of 0. With years of 1 throughout, ages alone count.

use crate::NotDefined;
use crate::not_defined::{at_least, finite, not_negative, same_length};

/// Single ages from the first border to the last: `borders` are the first ages of the bands and the end of the last,
/// `lived` the years lived in each age.
///
/// ```
/// use methods::projection::single_ages;
/// // 0-2, 3-5, 6-9: thirty, thirty and forty children.
/// let ages = single_ages(&[0, 3, 6, 10], &[30.0, 30.0, 40.0], &[1.0; 10])?;
/// assert_eq!(ages.len(), 10);
/// assert!(ages.iter().all(|count| (count - 10.0).abs() < 1e-9));
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn single_ages(borders: &[u32], counts: &[f64], lived: &[f64]) -> Result<Vec<f64>, NotDefined> {
    check(borders, counts, lived)?;
    let at = |border: u32| (border - borders[0]) as usize;
    let bands: Vec<&[f64]> = borders
        .windows(2)
        .map(|b| &lived[at(b[0])..at(b[1])])
        .collect();
    let widths: Vec<f64> = bands.iter().map(|years| years.iter().sum()).collect();
    let slopes = slopes(&widths, counts);
    let mut found = Vec::with_capacity(lived.len());
    for (band, years) in bands.iter().enumerate() {
        let (width, count) = (widths[band], counts[band]);
        let ends = (count, width * slopes[band], width * slopes[band + 1]);
        let mut below = 0.0;
        for year in *years {
            let above = below + year;
            let inside = hermite(above / width, ends) - hermite(below / width, ends);
            found.push(inside.max(0.0));
            below = above;
        }
    }
    Ok(found)
}

fn check(borders: &[u32], counts: &[f64], lived: &[f64]) -> Result<(), NotDefined> {
    at_least(1, counts.len())?;
    same_length("classes", borders.len(), counts.len() + 1)?;
    if let Some(pair) = borders.windows(2).find(|pair| pair[0] >= pair[1]) {
        return Err(NotDefined::OutOfRange {
            what: "classes",
            value: f64::from(pair[1]),
            allowed: "ages that rise",
        });
    }
    let ages = borders[borders.len() - 1] - borders[0];
    same_length("weights", lived.len(), ages as usize)?;
    for &years in lived {
        if finite("weights", years)? <= 0.0 {
            return Err(NotDefined::OutOfRange {
                what: "weights",
                value: years,
                allowed: "above 0",
            });
        }
    }
    for &count in counts {
        not_negative("population", count)?;
    }
    Ok(())
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
        assert!(single_ages(&[0, 5, 5], &[1.0, 1.0], &[1.0; 5]).is_err());
        assert!(single_ages(&[0, 5], &[-1.0], &[1.0; 5]).is_err());
        assert!(single_ages(&[0], &[], &[]).is_err());
        assert!(single_ages(&[0, 5], &[1.0, 2.0], &[1.0; 5]).is_err());
        assert!(single_ages(&[0, 2], &[1.0], &[1.0, 0.0]).is_err());
        assert!(single_ages(&[0, 2], &[1.0], &[1.0]).is_err());
    }

    #[test]
    fn a_wide_band_leans_towards_its_larger_neighbour() {
        let ages = single_ages(&[0, 5, 25, 30], &[100.0, 800.0, 300.0], &[1.0; 30]).unwrap();
        assert!(ages[5] < ages[24], "{ages:?}");
    }

    #[test]
    fn people_who_are_as_many_as_the_years_lived_are_split_exactly() {
        let lived = [9.0, 8.0, 6.0, 3.0, 1.0];
        let people: Vec<f64> = lived.iter().map(|years| 7.0 * years).collect();
        let bands = [people[..2].iter().sum(), people[2..].iter().sum()];
        let ages = single_ages(&[60, 62, 65], &bands, &lived).unwrap();
        assert!(
            ages.iter().zip(&people).all(|(a, b)| (a - b).abs() < 1e-9),
            "{ages:?}"
        );
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
            let lived: Vec<f64> = (0..borders[borders.len() - 1]).map(|age| 1.0 / (1.0 + f64::from(age))).collect();
            let ages = single_ages(&borders, &counts, &lived).unwrap();
            prop_assert!(ages.iter().all(|count| *count >= 0.0));
            for (pair, count) in borders.windows(2).zip(&counts) {
                let sum: f64 = ages[pair[0] as usize..pair[1] as usize].iter().sum();
                prop_assert!((sum - count).abs() < 1e-6 * count.max(1.0), "{sum} {count}");
            }
        }
    }
}
