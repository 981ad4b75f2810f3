//! What the release shows of people by age: every cell as it is shown, or not at all.
//!
//! Where a fine band is hidden, the wider group around it may be shown; then its people are split as the county's are.
//! Nothing is ever reckoned back from a total, so that what is hidden stays unknown.

use std::ops::Range;

use disclosure::Shown;
use vocabulary::{AreaKey, Breakdown, Flags, IndicatorId, Period};

use super::bands::Bands;
use super::{OutlookError, Plan};
use crate::Panel;

/// Women, men.
const SEXES: [&str; 2] = ["female", "male"];

/// Why an area's people are not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unknown {
    /// An age group is hidden, or there is no figure.
    Hidden,
    /// The figures were carried over a change of the area.
    Carried,
}

/// The released people of an indicator.
#[derive(Clone, Debug)]
pub(super) struct People<'a> {
    panel: Panel<'a>,
    id: &'a IndicatorId,
    version: u32,
    pub(super) bands: Bands,
    /// By band: women, men.
    fine: Vec<[Breakdown; 2]>,
    /// Wider groups told without sex; each fine band lies in at most one.
    wide: Vec<(Breakdown, Range<usize>)>,
}

impl<'a> People<'a> {
    pub(super) fn of(panel: Panel<'a>, plan: &'a Plan) -> Result<Self, OutlookError> {
        let id = &plan.population;
        let unknown = || OutlookError::NoAges(id.clone());
        let newest = panel.newest_definitions().find(|d| d.id == *id);
        let definition = newest.ok_or_else(unknown)?;
        let bands = Bands::of(definition).ok_or_else(unknown)?;
        let cell = |age: &str, sex: &str| Breakdown::of([("age", age), ("sex", sex)]).ok();
        let fine: Option<Vec<[Breakdown; 2]>> = bands
            .names()
            .iter()
            .map(|age| Some([cell(age, SEXES[0])?, cell(age, SEXES[1])?]))
            .collect();
        let wide = definition.breakdowns().filter_map(|breakdown| {
            let alone = breakdown.category("sex").is_none();
            let group = bands.group(breakdown.category("age").filter(|_| alone)?)?;
            Some((breakdown.clone(), group))
        });
        Ok(Self {
            panel,
            id,
            version: definition.version,
            fine: fine.ok_or_else(unknown)?,
            wide: wide.collect(),
            bands,
        })
    }

    /// Women and men of an area by band, where every cell is shown.
    pub(super) fn by_sex(&self, area: &AreaKey, year: i32) -> Option<[Vec<f64>; 2]> {
        let of = |sex: usize| -> Option<Vec<f64>> {
            let cells = self.fine.iter();
            cells
                .map(|pair| self.count(area, year, &pair[sex]))
                .collect()
        };
        Some([of(0)?, of(1)?])
    }

    /// The people of an area by band, wider groups split by a pattern of years of age.
    pub(super) fn by_band(
        &self,
        (area, leaf): (&AreaKey, bool),
        year: i32,
        pattern: &[f64],
    ) -> Result<Vec<f64>, Unknown> {
        if leaf && self.is_carried(area, year) {
            return Err(Unknown::Carried);
        }
        let like = self.bands.gather(pattern);
        let mut found = vec![None; self.bands.len()];
        for (band, pair) in self.fine.iter().enumerate() {
            let women = self.count(area, year, &pair[0]);
            found[band] = women
                .zip(self.count(area, year, &pair[1]))
                .map(|(w, m)| w + m);
        }
        for (breakdown, group) in &self.wide {
            if found[group.clone()].iter().all(Option::is_some) {
                continue;
            }
            let Some(all) = self.count(area, year, breakdown) else {
                continue;
            };
            let sum: f64 = like[group.clone()].iter().sum();
            for band in group.clone() {
                let even = 1.0 / group.len() as f64;
                let part = if sum > 0.0 { like[band] / sum } else { even };
                found[band] = Some(all * part);
            }
        }
        found
            .into_iter()
            .collect::<Option<_>>()
            .ok_or(Unknown::Hidden)
    }

    /// The people of a run of bands, where every part of it is shown or the run itself is.
    pub(super) fn shown_group(
        &self,
        area: &AreaKey,
        year: i32,
        group: Range<usize>,
    ) -> Option<f64> {
        let wide = self.wide.iter().find(|(_, run)| *run == group);
        let as_one = wide.and_then(|(breakdown, _)| self.count(area, year, breakdown));
        let cells = self.fine[group].iter().flatten();
        let parts = || cells.map(|cell| self.count(area, year, cell)).sum();
        as_one.or_else(parts)
    }

    /// Everybody in an area.
    pub(super) fn total(&self, area: &AreaKey, year: i32) -> Option<f64> {
        self.count(area, year, &Breakdown::total())
    }

    fn is_carried(&self, area: &AreaKey, year: i32) -> bool {
        let total = Breakdown::total();
        let row = self.row(area, year, &total);
        row.is_some_and(|r| r.flags.contains(Flags::ESTIMATED))
    }

    fn count(&self, area: &AreaKey, year: i32, breakdown: &Breakdown) -> Option<f64> {
        self.row(area, year, breakdown).and_then(shown)
    }

    /// A row within the newest definition: nothing is compared across two.
    fn row(&self, area: &AreaKey, year: i32, breakdown: &Breakdown) -> Option<&'a Shown> {
        let figures = self.panel.figures;
        let row = figures.find(area, self.id, Period::Year(year), breakdown);
        row.filter(|r| r.definition_version == self.version)
    }
}

/// A count that is shown.
fn shown(row: &Shown) -> Option<f64> {
    row.value.and(row.numerator)
}
