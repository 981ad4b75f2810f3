//! Invented counts for the tests: areas whose share in each year is written down, beside each other for ten years.

use super::{AreaCounts, TrendRules};
use crate::verdict::Kind;

pub(crate) const SHARES: TrendRules = TrendRules {
    kind: Kind::Share,
    design_effect: 1.0,
};

/// So many years from 2015 on.
pub(crate) fn years(count: u32) -> Vec<f64> {
    (0..count).map(|t| f64::from(2015 + t)).collect()
}

/// An area with this share after so many years, rounded to whole cases.
pub(crate) fn area(share: impl Fn(f64) -> f64, base: f64, count: u32) -> AreaCounts {
    (0..count)
        .map(|t| Some(((base * share(f64::from(t))).round(), base)))
        .collect()
}

/// Twenty areas of different size over ten years, all of which rise by two points in the same year.
pub(crate) fn risen_everywhere() -> Vec<AreaCounts> {
    let step = |t: f64| if t >= 7.0 { 0.12 } else { 0.10 };
    (0..20)
        .map(|i| area(step, 800.0 + 40.0 * f64::from(i), 10))
        .collect()
}
