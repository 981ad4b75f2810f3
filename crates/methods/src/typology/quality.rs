//! How well groups are told apart: silhouette and the index of Caliński and Harabasz.
//!
//! **Literature.** Rousseeuw, P. J. (1987): Silhouettes: a graphical aid to the interpretation and validation of
//! cluster analysis. Journal of Computational and Applied Mathematics 20, 53-65. Caliński, T. & Harabasz, J. (1974):
//! A dendrite method for cluster analysis. Communications in Statistics 3, 1-27.
//!
//! **Formula.** Silhouette of an area (b − a)/max(a, b), a its mean distance to its group, b the least mean distance
//! to another group; reported is the mean over areas. Caliński-Harabasz: (B/(k−1))/(W/(n−k)), B and W the sums of
//! squares between and within groups.
//!
//! **Unit.** None; silhouettes lie between −1 and 1. **Edge cases.** An area alone in its group has silhouette 0. One
//! group, as many groups as areas, or no spread within groups are refused (the latter for Caliński-Harabasz).

use super::points::{Points, squared_distance};
use crate::NotDefined;
use crate::summation::neumaier_sum;

/// The mean silhouette of groups.
///
/// ```
/// use methods::typology::{Points, silhouette};
/// let points = Points::new(&[vec![0.0, 1.0, 10.0, 11.0]])?;
/// let found = silhouette(&points, &[0, 0, 1, 1])?;
/// assert!((found - (1.0 - (1.0 / 10.5 + 1.0 / 9.5) / 2.0)).abs() < 1e-12);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn silhouette(points: &Points, labels: &[usize]) -> Result<f64, NotDefined> {
    let groups = several_groups(points, labels)?;
    let mut each = Vec::with_capacity(points.count());
    for (own, members) in groups.iter().enumerate() {
        for &area in members {
            each.push(silhouette_of(points, &groups, own, area));
        }
    }
    Ok(neumaier_sum(each.iter().copied()) / each.len() as f64)
}

fn silhouette_of(points: &Points, groups: &[Vec<usize>], own: usize, area: usize) -> f64 {
    let distances = |group: &[usize]| {
        let here = points.row(area);
        neumaier_sum(
            group
                .iter()
                .map(|&other| squared_distance(here, points.row(other)).sqrt()),
        )
    };
    let alone = groups[own].len() == 1;
    if alone {
        return 0.0;
    }
    let within = distances(&groups[own]) / (groups[own].len() as f64 - 1.0);
    let others = groups.iter().enumerate().filter(|(group, _)| *group != own);
    let nearest = others
        .map(|(_, members)| distances(members) / members.len() as f64)
        .fold(f64::INFINITY, f64::min);
    let larger = within.max(nearest);
    if larger > 0.0 {
        (nearest - within) / larger
    } else {
        0.0
    }
}

/// The index of Caliński and Harabasz.
///
/// ```
/// use methods::typology::{Points, calinski_harabasz};
/// let points = Points::new(&[vec![0.0, 1.0, 10.0, 11.0]])?;
/// assert!((calinski_harabasz(&points, &[0, 0, 1, 1])? - 200.0).abs() < 1e-9);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn calinski_harabasz(points: &Points, labels: &[usize]) -> Result<f64, NotDefined> {
    let groups = several_groups(points, labels)?;
    let all: Vec<usize> = (0..points.count()).collect();
    let middle = points.centre(&all);
    let (mut between, mut within) = (Vec::new(), Vec::new());
    for members in &groups {
        let centre = points.centre(members);
        between.push(members.len() as f64 * squared_distance(&centre, &middle));
        within.extend(
            members
                .iter()
                .map(|&area| squared_distance(points.row(area), &centre)),
        );
    }
    let within = neumaier_sum(within);
    if within == 0.0 {
        return Err(NotDefined::NoSpread {
            what: "groups".to_owned(),
        });
    }
    let (n, k) = (points.count() as f64, groups.len() as f64);
    Ok(neumaier_sum(between) / (k - 1.0) / (within / (n - k)))
}

fn several_groups(points: &Points, labels: &[usize]) -> Result<Vec<Vec<usize>>, NotDefined> {
    let groups = points.groups(labels)?;
    if groups.len() < 2 || groups.len() >= points.count() {
        return Err(NotDefined::OutOfRange {
            what: "clusters",
            value: groups.len() as f64,
            allowed: "at least 2 and fewer than there are areas",
        });
    }
    Ok(groups)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_that_cannot_be_judged_are_refused() {
        let points = Points::new(&[vec![0.0, 0.0, 9.0, 9.0]]).unwrap();
        for measure in [silhouette, calinski_harabasz] {
            assert!(measure(&points, &[1, 1, 1, 1]).is_err());
            assert!(measure(&points, &[1, 2, 3, 4]).is_err());
            assert!(measure(&points, &[1, 2]).is_err());
        }
        assert!(calinski_harabasz(&points, &[0, 0, 1, 1]).is_err());
        assert_eq!(silhouette(&points, &[0, 0, 1, 1]), Ok(1.0));
        assert_eq!(silhouette(&points, &[0, 0, 7, 3]), Ok(0.5));
    }
}
