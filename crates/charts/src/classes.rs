//! Classes of a map: upper limits, each belonging to the class below it, and their colours.

use vocabulary::german_number;

use crate::ink;
use crate::request::Subject;
use crate::words::with_unit;

/// Which colours a map speaks in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Palette {
    /// One hue, light to dark.
    #[default]
    Sequential,
    /// Two hues with a light middle: less and more.
    Change,
}

/// Classes, closed on the right: a value equal to a limit belongs to the class below it.
///
/// ```
/// let classes = charts::Classes::from_inner(&[6.0, 9.0, 13.0, 18.0], charts::Palette::Sequential);
/// assert_eq!(classes.count(), 5);
/// assert_eq!((classes.class_of(6.0), classes.class_of(6.1)), (0, 1));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Classes {
    limits: Vec<f64>,
    palette: Palette,
}

impl Classes {
    /// From the upper limits of all classes, the last one being the highest shown value.
    pub fn from_upper(upper: &[f64], palette: Palette) -> Self {
        let inner = upper.split_last().map_or(&[][..], |(_, rest)| rest);
        Self::from_inner(inner, palette)
    }

    /// From the limits between the classes: four limits make five classes.
    pub fn from_inner(inner: &[f64], palette: Palette) -> Self {
        let mut limits: Vec<f64> = inner.iter().copied().filter(|l| l.is_finite()).collect();
        limits.sort_by(f64::total_cmp);
        limits.dedup();
        Self { limits, palette }
    }

    /// How many classes there are.
    pub fn count(&self) -> usize {
        self.limits.len() + 1
    }

    /// The class of a value, counted from 0.
    pub fn class_of(&self, value: f64) -> usize {
        self.limits.partition_point(|limit| *limit < value)
    }

    /// The colour of a class.
    pub fn colour(&self, class: usize) -> String {
        match self.palette {
            Palette::Sequential => ink::blend(&ink::SEQUENTIAL, self.step(class)),
            Palette::Change => ink::blend(&ink::CHANGE, self.change_step(class)),
        }
    }

    fn step(&self, class: usize) -> f64 {
        match self.limits.len() {
            0 => 0.5,
            last => class.min(last) as f64 / last as f64,
        }
    }

    /// The class that holds zero is light; classes below and above darken away from it.
    fn change_step(&self, class: usize) -> f64 {
        let below = self.limits.iter().filter(|l| **l <= 0.0).count();
        let above = self.limits.iter().filter(|l| **l >= 0.0).count();
        if class < below {
            0.5 - 0.5 * (below - class) as f64 / below as f64
        } else if class + above >= self.count() {
            0.5 + 0.5 * (class + above + 1 - self.count()) as f64 / above as f64
        } else {
            0.5
        }
    }

    /// What the legend says of each class.
    pub(crate) fn names(&self, subject: &Subject<'_>) -> Vec<String> {
        let Some(last) = self.limits.last() else {
            return vec![subject.name.to_owned()];
        };
        let decimals = self.decimals(subject.decimals);
        let say = |limit: f64| german_number(limit, decimals);
        let mut names = vec![format!("bis {}", say(self.limits[0]))];
        for pair in self.limits.windows(2) {
            names.push(format!("{} bis {}", say(pair[0]), say(pair[1])));
        }
        names.push(format!("über {}", with_unit(&say(*last), subject.unit)));
        names
    }

    /// As few decimals as tell the limits as they are, or at least apart.
    fn decimals(&self, most: u8) -> u8 {
        let exact = |d: u8| {
            let scale = 10f64.powi(i32::from(d));
            self.limits
                .iter()
                .all(|l| ((l * scale).round() / scale - l).abs() < 1e-9 * l.abs().max(1.0))
        };
        let apart = |d: u8| {
            let words: Vec<String> = self.limits.iter().map(|l| german_number(*l, d)).collect();
            words.windows(2).all(|w| w[0] != w[1])
        };
        (0..=most + 1)
            .find(|d| exact(*d))
            .or_else(|| (most..=6).find(|d| apart(*d)))
            .unwrap_or(most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_is_light_and_both_sides_darken() {
        let classes = Classes::from_inner(&[-2.0, -1.0, 1.0, 2.0], Palette::Change);
        assert_eq!(classes.colour(2), "#f5f5f2");
        assert_eq!(classes.colour(0), "#0f766e");
        assert_eq!(classes.colour(4), "#92531b");
        let sharp = Classes::from_inner(&[0.0], Palette::Change);
        assert_eq!(
            (sharp.colour(0), sharp.colour(1)),
            ("#0f766e".into(), "#92531b".into())
        );
        let rising = Classes::from_inner(&[1.0, 2.0], Palette::Change);
        assert_eq!(rising.colour(0), "#f5f5f2");
        let falling = Classes::from_inner(&[-2.0, -1.0], Palette::Change);
        assert_eq!(falling.colour(2), "#f5f5f2");
    }

    #[test]
    fn strange_limits_are_put_right() {
        let classes = Classes::from_inner(&[3.0, f64::NAN, 1.0, 3.0], Palette::Sequential);
        assert_eq!(classes.count(), 3);
        assert_eq!(Classes::from_upper(&[], Palette::Sequential).count(), 1);
        assert_eq!(
            Classes::from_upper(&[1.0, 2.0], Palette::Sequential).count(),
            2
        );
    }
}
