//! Primary rule: cells too small by themselves, by their complement, or for their base.

use indicators::{Catalogue, Definition, Figure, Figures, Kind};

use super::cells::{CellNumber, Cells, Status, classes, has_complement};
use crate::{Reason, Rules, Zeros};

/// What the primary rule needs to know of a definition.
struct DefinitionRule {
    complement: bool,
    least_base: f64,
}

/// Hides what the rules hide by themselves.
pub(super) fn hide(cells: &mut Cells, figures: &Figures, catalogue: &Catalogue, rules: &Rules) {
    small_cells(cells);
    let dominated: Vec<CellNumber> = cells.dominated.keys().copied().collect();
    for cell in dominated {
        cells.hide(cell, Reason::Dominance);
    }
    // Bases that the supplier hides bring down what stands on them.
    for cell in 0..u32::try_from(cells.status.len()).unwrap_or(u32::MAX) {
        if matches!(cells.status(cell), Status::Hidden(_) | Status::Bounds) {
            let above: Vec<u32> = cells.standing_on(cell).iter().map(|(_, a)| *a).collect();
            for numerator in above {
                cells.hide(numerator, Reason::Base);
            }
        }
    }
    let definitions: Vec<DefinitionRule> = catalogue
        .indicators
        .iter()
        .map(|d| DefinitionRule {
            complement: has_complement(d, catalogue, rules),
            least_base: least_base(d, catalogue, rules),
        })
        .collect();
    for figure in figures.rows() {
        by_figure(cells, figure, &definitions[figure.definition]);
    }
    small_differences(cells, figures);
    differences_of_hidden_cells(cells);
}

/// The least denominator a rate of a definition is shown with.
pub(crate) fn least_base(definition: &Definition, catalogue: &Catalogue, rules: &Rules) -> f64 {
    let is_rate = !matches!(definition.kind, Kind::Count | Kind::Supplied) && !definition.open;
    let bases = || classes(definition, catalogue, rules).map(|c| c.min_denominator);
    let least = || bases().fold(0.0, f64::max);
    if is_rate {
        definition.min_denominator.unwrap_or_else(least)
    } else {
        0.0
    }
}

/// All cells of one kind: differences or counts.
fn cells_that(cells: &Cells, are: impl Fn(&Cells, CellNumber) -> bool) -> Vec<CellNumber> {
    let all = 0..u32::try_from(cells.status.len()).unwrap_or(u32::MAX);
    all.filter(|c| are(cells, *c)).collect()
}

/// Whatever counts people is hidden where it is small; a balance or a change counts nobody.
fn small_cells(cells: &mut Cells) {
    small(cells, &cells_that(cells, |all, c| !all.is_balance(c)));
}

/// A difference beside one of its counts tells the other.
fn differences_of_hidden_cells(cells: &mut Cells) {
    for cell in cells_that(cells, Cells::is_difference) {
        let hidden = cells.made_of(cell).iter().any(|p| cells.is_hidden(*p));
        if hidden {
            cells.hide(cell, Reason::Base);
        }
    }
}

fn small(cells: &mut Cells, among: &[CellNumber]) {
    for &cell in among {
        let rule = cells.rule(cell);
        if cells.status(cell) != Status::Shown {
            continue;
        }
        let size = cells.value(cell).abs();
        let small = if size > 0.0 {
            size < rule.threshold
        } else {
            rule.zeros == Zeros::Protect
        };
        if small {
            cells.hide(cell, Reason::Primary);
        }
    }
}

fn by_figure(cells: &mut Cells, figure: &Figure, rule: &DefinitionRule) {
    let Some(sheet) = figure.denominator_sheet else {
        return;
    };
    let above = cells.number(figure.numerator_sheet, figure.place);
    let below = cells.number(sheet, figure.place);
    let (Some(numerator), Some(denominator)) = (
        figure.numerator.known(),
        figure.denominator.and_then(vocabulary::Value::known),
    ) else {
        return;
    };
    if cells.status(below) == Status::Absent {
        return;
    }
    let rest = denominator - numerator;
    let threshold = cells.rule(above).threshold.max(cells.rule(below).threshold);
    let protects_zero = cells.rule(above).zeros == Zeros::Protect;
    if rule.complement && (rest > 0.0 && rest < threshold || rest == 0.0 && protects_zero) {
        cells.hide(above, Reason::Complement);
    }
    // An empty base has no rate at all, and nobody can be recognised among no cases: both are said, not hidden.
    let speaks = denominator > 0.0 && (numerator != 0.0 || protects_zero);
    // A base of places (eight surgeries) is no group of people that a number could betray.
    let speaks = speaks && cells.rule(below).threshold > 0.0;
    if speaks && denominator < rule.least_base {
        cells.hide(above, Reason::MinDenominator);
    }
}

/// Two shown groups of the same people, one within the other: their difference is a cell too.
fn small_differences(cells: &mut Cells, figures: &Figures) {
    for (part, whole) in super::covers::nested(figures) {
        for place in 0..cells.places {
            let (a, b) = (cells.number(part, place), cells.number(whole, place));
            if cells.status(a) != Status::Shown || cells.status(b) != Status::Shown {
                continue;
            }
            let difference = cells.value(b) - cells.value(a);
            if difference > 0.0 && difference < cells.rule(a).threshold {
                cells.hide(a, Reason::Complement);
            }
        }
    }
}
