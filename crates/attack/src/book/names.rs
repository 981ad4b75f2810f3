//! How cells are called in German.

use vocabulary::{german_number, german_period};

use super::{Book, CellNumber, Part};

impl Book<'_> {
    /// The name of a cell's area.
    pub(crate) fn area_name(&self, cell: CellNumber) -> &str {
        self.text(self.places[self.of(cell).place as usize].name)
    }

    /// The key of a cell's area.
    pub(crate) fn area_key(&self, cell: CellNumber) -> &str {
        self.text(self.places[self.of(cell).place as usize].area)
    }

    /// `EIN03, Fassung 2, Fälle, sex=female`.
    pub(crate) fn series_name(&self, cell: CellNumber) -> String {
        let series = self.series[self.of(cell).sheet.series as usize];
        let mut name = self.text(series.indicator).to_owned();
        if series.version > 1 {
            name = format!("{name} (Fassung {})", series.version);
        }
        if series.part == Part::Base {
            name.push_str(" (Bezugszahl)");
        }
        match self.text(series.breakdown) {
            "total" => {}
            breakdown => {
                name.push(' ');
                name.push_str(breakdown);
            }
        }
        name
    }

    /// The period in German.
    pub(crate) fn period_name(&self, cell: CellNumber) -> String {
        german_period(self.periods[self.of(cell).sheet.period as usize])
    }

    /// The edition of a cell, as it is told.
    pub(crate) fn edition_name(&self, cell: CellNumber) -> &str {
        &self.published.editions[self.of(cell).sheet.edition as usize].name
    }
}

/// A count as people write it.
pub(crate) fn number(number: f64) -> String {
    let decimals = u8::from(number.fract().abs() > 1e-9);
    german_number(number, decimals)
}
