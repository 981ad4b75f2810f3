//! Groups that stand in the internal edition only. Whoever has read of them in an earlier public edition knows them still, so
//! there they go on to be reckoned with.

use std::collections::HashSet;

use indicators::{Figure, Figures};
use vocabulary::AreaKey;

use super::cells::{Cells, Status};
use crate::{Edition, FigureTable, Public, Rules};

/// The figures an edition may speak of at all.
pub(super) fn spoken_of<'a, E: Edition>(
    figures: &'a Figures,
    rules: &'a Rules,
) -> impl Iterator<Item = &'a Figure> {
    let is_kept = |figure: &&Figure| E::NAME != Public::NAME || !is_inside(rules, &figure.area);
    figures.rows().iter().filter(is_kept)
}

/// Takes the cells of such groups away, unless an earlier edition told of them.
pub(super) fn withdraw(
    cells: &mut Cells,
    figures: &Figures,
    rules: &Rules,
    earlier: &[&FigureTable],
) {
    if rules.groups.internal_only.is_empty() {
        return;
    }
    let rows = earlier.iter().flat_map(|table| table.rows());
    let told: HashSet<&AreaKey> = rows.map(|row| &row.area).collect();
    for (place, at) in figures.region().places().iter().enumerate() {
        if is_inside(rules, &at.key) && !told.contains(&at.key) {
            for sheet in 0..figures.sheets().len() {
                let cell = cells.number(sheet, place);
                cells.status[cell as usize] = Status::Absent;
            }
        }
    }
}

fn is_inside(rules: &Rules, area: &AreaKey) -> bool {
    rules.groups.keeps_inside(area)
}
