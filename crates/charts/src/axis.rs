//! Scales with few round ticks, over shown values only.

use vocabulary::german_number;

use crate::words::with_unit;

/// A scale from `low` to `high`, both on a tick.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Axis {
    pub(crate) low: f64,
    pub(crate) high: f64,
    step: f64,
}

impl Axis {
    /// A scale that holds zero and all values, with about `wanted` steps.
    pub(crate) fn from_zero(values: impl Iterator<Item = f64>, wanted: usize) -> Self {
        match extent(values) {
            Some((low, high)) if low < 0.0 || high > 0.0 => {
                Self::nice(low.min(0.0), high.max(0.0), wanted)
            }
            _ => Self::nice(0.0, 1.0, wanted),
        }
    }

    /// A scale for dots: from zero unless all values lie far away from it.
    pub(crate) fn for_dots(values: impl Iterator<Item = f64> + Clone, wanted: usize) -> Self {
        match extent(values.clone()) {
            Some((low, high)) if low > 0.0 && high - low < low => Self::nice(low, high, wanted),
            _ => Self::from_zero(values, wanted),
        }
    }

    fn nice(low: f64, high: f64, wanted: usize) -> Self {
        let span = if high - low > 1e-9 * high.abs().max(low.abs()) && high > low {
            high - low
        } else {
            high.abs().max(1.0)
        };
        let step = round_step(span / wanted.max(1) as f64);
        let first = (low / step + 1e-9).floor() * step;
        let last = (high / step - 1e-9).ceil() * step;
        Self {
            low: first,
            high: if last > first { last } else { first + step },
            step,
        }
    }

    /// The ticks, low to high.
    pub(crate) fn ticks(&self) -> Vec<f64> {
        let steps = ((self.high - self.low) / self.step)
            .round()
            .clamp(0.0, 50.0);
        let mut ticks = Vec::new();
        let mut i = 0.0;
        while i <= steps {
            let tick = self.low + i * self.step;
            ticks.push(if tick.abs() < self.step * 1e-6 {
                0.0
            } else {
                tick
            });
            i += 1.0;
        }
        ticks
    }

    /// The ticks as people read them; `unit` stands at the last one.
    pub(crate) fn tick_words(&self, unit: &str) -> Vec<(f64, String)> {
        let ticks = self.ticks();
        let last = ticks.len().saturating_sub(1);
        let (scale, word) = self.magnitude();
        let decimals = (0..6u8)
            .find(|d| {
                let step = self.step / scale * 10f64.powi(i32::from(*d));
                (step - step.round()).abs() < 1e-6 * step.max(1e-12)
            })
            .unwrap_or(6);
        ticks
            .into_iter()
            .enumerate()
            .map(|(i, tick)| {
                let mut text = german_number(tick / scale, decimals);
                if tick != 0.0 {
                    text.push_str(word);
                }
                let text = if i == last {
                    with_unit(&text, unit)
                } else {
                    text
                };
                (tick, text)
            })
            .collect()
    }

    fn magnitude(&self) -> (f64, &'static str) {
        match self.step {
            s if s >= 1e9 => (1e9, "\u{a0}Mrd."),
            s if s >= 1e6 => (1e6, "\u{a0}Mio."),
            _ => (1.0, ""),
        }
    }

    /// Where a value lies, 0 at `low` and 1 at `high`; values outside are put on the end.
    pub(crate) fn part(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }
}

/// Lowest and highest of the finite values.
pub(crate) fn extent(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.filter(|v| v.is_finite()).fold(None, |found, v| {
        let (low, high) = found.unwrap_or((v, v));
        Some((low.min(v), high.max(v)))
    })
}

/// The next 1, 2, 2.5 or 5 times a power of ten.
pub(crate) fn round_step(least: f64) -> f64 {
    if !(least.is_finite() && least > 1e-300) {
        return 1.0;
    }
    let power = 10f64.powf(least.log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|m| m * power)
        .find(|step| *step >= least * (1.0 - 1e-9))
        .unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(values: &[f64], ticks: &str) {
        let axis = Axis::from_zero(values.iter().copied(), 3);
        let words: Vec<String> = axis.tick_words("").into_iter().map(|t| t.1).collect();
        assert_eq!(words.join(" "), ticks);
    }

    #[test]
    fn ticks_are_few_and_round() {
        check(&[21.2, 8.3], "0 10 20 30");
        check(&[0.8], "0,0 0,5 1,0");
        check(&[], "0,0 0,5 1,0");
        check(&[0.0, 0.0], "0,0 0,5 1,0");
        check(&[-12.0, 30.0], "−20 0 20 40");
        check(&[3412.0], "0 2.000 4.000");
        check(&[2.5e6], "0 1\u{a0}Mio. 2\u{a0}Mio. 3\u{a0}Mio.");
    }

    #[test]
    fn dots_far_from_zero_need_no_zero() {
        let axis = Axis::for_dots([61.0, 74.0].into_iter(), 4);
        assert_eq!((axis.low, axis.high), (60.0, 75.0));
        let one = Axis::for_dots([61.0].into_iter(), 4);
        assert!(one.low <= 61.0 && one.high >= 61.0 && one.low < one.high);
    }
}
