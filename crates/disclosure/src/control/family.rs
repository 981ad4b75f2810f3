//! The release family of the figures: its cells, and every relation an outsider can write down between them.

use indicators::{Catalogue, Figures, Method, Place};

use super::cells::{CellNumber, Cells, Status, has_complement};
use super::composed;
use super::contained;
use super::covers;
use super::cuts;
use super::equations::{Equations, NONE, Shape};
use super::former;
use super::observed::Observed;
use crate::family::{Cell, Family, Range};
use crate::{Reason, Rules, Zeros};

/// The family, and from which relation on it tells of earlier editions and of groups that cut areas.
#[derive(Default)]
pub(super) struct Built {
    pub family: Family,
    pub former_from: usize,
    pub cuts_from: usize,
}

/// Builds the family as the cells stand now. Cell numbers are the same; rests follow behind them.
pub(super) fn build(
    figures: &Figures,
    (catalogue, rules): (&Catalogue, &Rules),
    cells: &Cells,
    (equations, observed): (&Equations, &Observed),
) -> Built {
    let mut family = Family::default();
    let places = figures.region().places();
    for number in 0..u32::try_from(cells.status.len()).unwrap_or(u32::MAX) {
        family.add(cell(cells, number, places));
    }
    for number in 0..equations.len() {
        relate(&mut family, equations, number);
    }
    for (below, above) in cells.bases() {
        family.carry(*below, *above);
    }
    shown_bounds(&mut family, cells);
    composed::relate(&mut family, figures, (catalogue, rules), cells);
    for members in observed {
        family.relate(members, Range::only(0.0));
    }
    rests(&mut family, figures, (catalogue, rules), cells);
    parts_within_wholes(&mut family, figures, cells);
    contained::relate(&mut family, figures, (catalogue, rules), cells);
    let former_from = family.relations();
    former::relate(&mut family, cells);
    let cuts_from = family.relations();
    cuts::relate(&mut family, figures, (catalogue, rules), cells);
    Built {
        family,
        former_from,
        cuts_from,
    }
}

fn cell(cells: &Cells, number: CellNumber, places: &[Place]) -> Cell {
    let status = cells.status(number);
    let rule = cells.rule(number);
    let value = Some(cells.value(number)).filter(|v| v.is_finite());
    let is_count = !cells.is_balance(number);
    let least = if rule.zeros == Zeros::Protect {
        0.0
    } else {
        1.0
    };
    let is_open = rule.threshold <= 0.0 || status == Status::Absent;
    let known = match (cells.bounds(number), value) {
        (Some(bounds), _) if status != Status::Bounds => Range {
            lower: bounds.lower,
            upper: bounds.upper.unwrap_or(f64::INFINITY),
        },
        _ if !is_count => Range::from(f64::NEG_INFINITY),
        (_, Some(value)) => Range::from(value.min(least).max(0.0)),
        (_, None) => Range::from(0.0),
    };
    Cell {
        value: if status == Status::Absent {
            Some(0.0)
        } else {
            value
        },
        is_hidden: status != Status::Absent && !cells.is_seen(number),
        is_given: cells.elsewhere.contains(&number),
        is_count: cells.counts(number),
        known,
        needed: needed(cells, number).filter(|_| is_count && !is_open && !cells.is_seen(number)),
        cost: match value {
            Some(value) if cells.protects(number) && (value >= least || !is_count) => {
                cost(cells, number, places)
            }
            _ => f64::INFINITY,
        },
    }
}

/// What must remain possible for a hidden number.
fn needed(cells: &Cells, number: CellNumber) -> Option<Range> {
    let rule = cells.rule(number);
    let least = if rule.zeros == Zeros::Protect {
        0.0
    } else {
        1.0
    };
    match cells.status(number) {
        Status::Hidden(Reason::Supplier) => {
            let bounds = cells.bounds(number)?;
            Some(Range {
                lower: bounds.lower.max(least),
                upper: bounds.upper.unwrap_or(rule.threshold).min(rule.threshold),
            })
        }
        Status::Hidden(_) => {
            let value = cells.value(number);
            let is_small = value >= least && value < rule.threshold;
            let small = is_small.then_some(Range {
                lower: least,
                upper: rule.threshold,
            });
            let dominated = cells.dominated.get(&number).copied();
            small.into_iter().chain(dominated).reduce(|a, b| Range {
                lower: a.lower.min(b.lower),
                upper: a.upper.max(b.upper),
            })
        }
        _ => None,
    }
}

/// What is lost with a number: more for what the rules call important, for higher levels, for large numbers, and for bases that
/// carry others.
fn cost(cells: &Cells, number: CellNumber, places: &[Place]) -> f64 {
    let place = &places[number as usize % cells.places];
    let level = if cells.is_group(number) {
        0.5
    } else if place.parent.is_none() {
        100.0
    } else if !place.parts.is_empty() {
        10.0
    } else {
        1.0
    };
    let carried = cells
        .standing_on(number)
        .iter()
        .filter(|(_, above)| !cells.is_hidden(*above))
        .count();
    cells.weight(number)
        * level
        * (1.0 + cells.value(number).abs().ln_1p())
        * (1.0 + 3.0 * carried as f64)
}

fn relate(family: &mut Family, equations: &Equations, number: usize) {
    let equation = equations.get(number);
    // Sums of what is left of each base follow from the two sums they are made of.
    if equation.against.iter().any(|a| *a != NONE) {
        return;
    }
    let (total, parts) = (equation.members[0], &equation.members[1..]);
    // Changes and balances stand among the composed quantities.
    if equation.shape == Shape::Sum {
        family.sum(total, parts);
    }
}

/// The bounds that are shown in place of a sum over a supplier's hidden numbers.
fn shown_bounds(family: &mut Family, cells: &Cells) {
    for number in 0..u32::try_from(cells.status.len()).unwrap_or(u32::MAX) {
        if let (Status::Bounds, Some(bounds)) = (cells.status(number), cells.bounds(number)) {
            let range = Range {
                lower: bounds.lower,
                upper: bounds.upper.unwrap_or(f64::INFINITY),
            };
            family.relate(&[(number, 1.0)], range);
        }
    }
}

/// Whether denominator minus numerator is a number of people to protect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Complement {
    Open,
    Protected,
}

/// Denominator minus numerator: a cell of its own where it is small, else never negative.
fn rests(
    family: &mut Family,
    figures: &Figures,
    (catalogue, rules): (&Catalogue, &Rules),
    cells: &Cells,
) {
    let complements: Vec<Complement> = catalogue
        .indicators
        .iter()
        .map(|d| {
            if has_complement(d, catalogue, rules) {
                Complement::Protected
            } else {
                Complement::Open
            }
        })
        .collect();
    let mut pairs: Vec<(CellNumber, CellNumber, Complement)> = Vec::new();
    for figure in figures.rows() {
        if let Some(sheet) = figure.denominator_sheet
            && figure.method == Method::Wilson
        {
            let above = cells.number(figure.numerator_sheet, figure.place);
            let below = cells.number(sheet, figure.place);
            pairs.push((below, above, complements[figure.definition]));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    for (below, above, complement) in pairs {
        rest(family, cells, (&[below], &[above]), complement);
    }
}

/// What the parts leave of the whole: a cell of its own where it is small, else never negative.
pub(super) fn rest(
    family: &mut Family,
    cells: &Cells,
    (wholes, parts): (&[CellNumber], &[CellNumber]),
    complement: Complement,
) {
    let members = || wholes.iter().chain(parts).copied();
    if members().any(|c| cells.status(c) == Status::Absent) {
        return;
    }
    let is_protected = complement == Complement::Protected;
    let is_seen = members().all(|c| cells.is_seen(c));
    let can_be_kept = !is_seen || members().any(|c| cells.can_protect(c));
    let sum = |of: &[CellNumber]| of.iter().map(|c| cells.value(*c)).sum::<f64>();
    let rest = sum(wholes) - sum(parts);
    let needed = needed_of_rest(cells, wholes, parts);
    let mut terms: Vec<(CellNumber, f64)> = wholes.iter().map(|c| (*c, 1.0)).collect();
    terms.extend(parts.iter().map(|c| (*c, -1.0)));
    if is_protected && can_be_kept && rest >= needed.lower && rest < needed.upper {
        let is_whole_seen = wholes.iter().all(|c| cells.is_seen(*c));
        let cell = family.add(Cell {
            value: Some(rest),
            is_hidden: true,
            is_given: false,
            is_count: true,
            // A rest of 0 would be seen where the whole is.
            known: Range::from(if is_whole_seen { needed.lower } else { 0.0 }),
            needed: Some(needed),
            cost: f64::INFINITY,
        });
        terms.push((cell, -1.0));
        family.relate(&terms, Range::only(0.0));
    } else if is_protected || !is_seen {
        // Where all are shown, that a part is no more than its whole is known without them. Deliveries may contradict it.
        let least = if is_protected && !is_seen {
            needed.lower
        } else {
            0.0
        };
        let rest = if rest.is_finite() { rest } else { 0.0 };
        family.relate(&terms, Range::from(rest.min(least)));
    }
}

/// What must remain possible of a rest that is small: as much as of its strictest member.
fn needed_of_rest(cells: &Cells, wholes: &[CellNumber], parts: &[CellNumber]) -> Range {
    let thresholds = wholes.iter().chain(parts).map(|c| cells.rule(*c).threshold);
    let is_zero_secret = parts.iter().any(|c| cells.rule(*c).zeros == Zeros::Protect);
    Range {
        lower: if is_zero_secret { 0.0 } else { 1.0 },
        upper: thresholds.fold(0.0, f64::max),
    }
}

/// Groups of the same people, one within the other.
fn parts_within_wholes(family: &mut Family, figures: &Figures, cells: &Cells) {
    for (part, whole) in covers::nested(figures) {
        for place in 0..cells.places {
            let (part, whole) = (cells.number(part, place), cells.number(whole, place));
            rest(family, cells, (&[whole], &[part]), Complement::Protected);
        }
    }
}
