//! The window of curves over years: where a year and a value lie on the paper, and the lines of the values.

use crate::axis::Axis;
use crate::ink;
use crate::sheet::{Anchor, Caption, Sheet};

/// The window of the curves.
pub(crate) struct Window {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
    /// The first and the last year.
    pub(crate) years: (f64, f64),
    pub(crate) axis: Axis,
}

impl Window {
    /// Where a year stands; in the middle where it is the only one.
    pub(crate) fn x(&self, year: f64) -> f64 {
        let (first, last) = self.years;
        if last > first {
            self.left + (year - first) / (last - first) * (self.right - self.left)
        } else {
            f64::midpoint(self.left, self.right)
        }
    }

    /// Where a value lies.
    pub(crate) fn y(&self, value: f64) -> f64 {
        self.bottom - self.axis.part(value) * (self.bottom - self.top)
    }

    /// A line for each value of the axis, with its number to the left.
    pub(crate) fn draw_values(&self, sheet: &mut Sheet) {
        let size = sheet.size;
        for (value, words) in self.axis.tick_words("") {
            let y = self.y(value);
            let colour = if value == 0.0 { ink::BASE } else { ink::GRID };
            let look = format!(r#"stroke="{colour}""#);
            sheet.line((self.left, y), (self.right, y), &look);
            let caption = Caption::new(&words).small().anchor(Anchor::End);
            sheet.write((self.left - size * 0.5, y + size * 0.32), &caption);
        }
    }
}
