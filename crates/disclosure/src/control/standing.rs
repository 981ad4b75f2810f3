//! How one figure stands in an edition: shown or hidden, why, and which sums would give something away if it were shown.
//!
//! Places, quantities and periods only: no number is in here, hidden or shown.

use indicators::{Catalogue, Figure, Figures};
use serde::Serialize;
use vocabulary::{AreaKey, Period, State};

use super::betrayal::{Betrayal, betrayal};
use super::cells::{CellNumber, Cells, Status};
use super::equations::{Equation, NONE, Shape};
use super::{elsewhere, rows, secondary, settle};
use crate::{FigureTable, Public, Reason, Refused, Rules};

/// How many sums are told; more would not be read.
const TOLD: usize = 3;

/// How a figure stands in the public edition that would be made now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Standing {
    /// Why it is hidden; `None` where it is not.
    pub reason: Option<Reason>,
    /// Why its denominator is hidden, where that is the reason.
    pub base: Option<Reason>,
    /// Whether the edition before hid it already.
    pub hidden_before: bool,
    /// Sums that would give a protected number away at once if the number were shown.
    pub betraying: Vec<Sum>,
    /// Where none does so alone: what several sums together would give away.
    pub betrayal: Option<Betrayal>,
    /// Where no short proof of that was found: sums it stands in together with other hidden numbers.
    pub together: Vec<Sum>,
    /// Other figures that are hidden with the same number: shares and rates over it, and whatever uses it.
    pub costs: usize,
    /// Whether others publish the number.
    pub is_known_elsewhere: bool,
}

/// A sum in which a hidden number stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Sum {
    /// What is added up.
    pub over: SumOver,
    /// The whole.
    pub whole: Quantity,
    /// Other members of the sum that are hidden.
    pub hidden: Vec<Quantity>,
}

/// What a sum goes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SumOver {
    /// Areas of an area or a group.
    Areas,
    /// The same, of those who do not belong: denominator minus numerator.
    Rests,
    /// Groups of people or related quantities at one place.
    People,
    /// Years pooled, and the quarters and months of a year.
    Years,
    /// A change or a balance and the counts it is made of.
    Difference,
    /// A part and the whole it is no more than.
    Within,
    /// Bounds that are shown in place of a number.
    Bounds,
    /// What an earlier edition showed.
    Editions,
    /// What groups leave of the areas they cut.
    Pieces,
}

/// A quantity at a place, without its number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Quantity {
    /// Where.
    pub area: AreaKey,
    /// The formula over base counts.
    pub formula: String,
    /// When.
    pub period: Period,
}

/// Looks up how a figure stands. Only where small counts are hidden: by rounding and cell keys nothing is hidden to
/// protect another.
pub fn standing(
    figures: &Figures,
    (catalogue, rules): (&Catalogue, &Rules),
    earlier: &[&FigureTable],
    figure: &Figure,
) -> Result<(Standing, State), Refused> {
    let mut settled = settle::<Public>(figures, (catalogue, rules), earlier)?;
    let cells = &settled.cells;
    let above = cells.number(figure.numerator_sheet, figure.place);
    let below = figure
        .denominator_sheet
        .map(|sheet| cells.number(sheet, figure.place));
    let reason = rows::reason(figure, figures, cells, &settled.equations, (above, below));
    let base = below.and_then(|cell| match cells.status(cell) {
        Status::Hidden(reason) => Some(reason),
        _ => None,
    });
    let base = base.filter(|_| reason == Some(Reason::Base));
    // What is hidden with its base stands and falls with the base.
    let cell = if base.is_some() {
        below.unwrap_or(above)
    } else {
        above
    };
    let hidden_before = (earlier.last())
        .is_some_and(|newest| elsewhere::hidden_before(figures, cells, newest).contains(&cell));
    let mut standing = Standing {
        reason,
        base,
        hidden_before,
        betraying: Vec::new(),
        betrayal: None,
        together: Vec::new(),
        costs: costs(figures, cells, figure.place, cell),
        is_known_elsewhere: cells.elsewhere.contains(&cell),
    };
    if base.or(reason) == Some(Reason::Secondary) {
        (standing.betraying, standing.together) = sums(figures, &mut settled, cell);
        if standing.betraying.is_empty() {
            standing.betrayal = betrayal(figures, (catalogue, rules), &mut settled, cell);
        }
        if standing.betrayal.is_some() {
            standing.together.clear();
        }
    }
    let state = reason.map_or(figure.value.state(), |_| State::Suppressed);
    Ok((standing, state))
}

/// How many other hidden figures use a hidden cell.
fn costs(figures: &Figures, cells: &Cells, place: usize, cell: CellNumber) -> usize {
    let uses = |f: &&Figure| {
        let of = |sheet: usize| cells.number(sheet, f.place);
        let numerator = of(f.numerator_sheet);
        f.place == place
            && (numerator == cell || f.denominator_sheet.map(of) == Some(cell))
            && cells.is_hidden(numerator)
    };
    let using = figures.rows().iter().filter(uses).count();
    using.saturating_sub(1)
}

/// The sums that would give something away alone, else those it stands in with other hidden numbers.
fn sums(figures: &Figures, settled: &mut super::Settled, cell: CellNumber) -> (Vec<Sum>, Vec<Sum>) {
    let mine = settled.equations.of(cell).to_vec();
    let before = std::mem::replace(&mut settled.cells.status[cell as usize], Status::Shown);
    let (cells, equations) = (&settled.cells, &settled.equations);
    let alone = mine
        .iter()
        .map(|e| equations.get(*e as usize))
        .filter(|equation| !secondary::is_closed(cells, *equation));
    let alone = told(alone.map(|e| sum(figures, cells, e, cell)));
    settled.cells.status[cell as usize] = before;
    if !alone.is_empty() {
        return (alone, Vec::new());
    }
    let (cells, equations) = (&settled.cells, &settled.equations);
    let with_others = mine
        .iter()
        .map(|e| sum(figures, cells, equations.get(*e as usize), cell))
        .filter(|sum| !sum.hidden.is_empty());
    (alone, told(with_others))
}

fn told(sums: impl Iterator<Item = Sum>) -> Vec<Sum> {
    let mut all: Vec<Sum> = sums.collect();
    all.sort();
    all.dedup();
    all.truncate(TOLD);
    all
}

/// A sum in places, quantities and periods.
fn sum(figures: &Figures, cells: &Cells, equation: Equation<'_>, cell: CellNumber) -> Sum {
    let whole = equation.members[0];
    let over = if equation.shape == Shape::Difference {
        SumOver::Difference
    } else if equation.against[0] != NONE {
        SumOver::Rests
    } else {
        over(figures, cells, whole, &equation.members[1..])
    };
    let hidden = equation
        .members
        .iter()
        .filter(|m| **m != cell && !cells.is_seen(**m));
    Sum {
        over,
        whole: quantity(figures, cells, whole),
        hidden: hidden.map(|m| quantity(figures, cells, *m)).collect(),
    }
}

/// What a whole is added up over.
pub(super) fn over(
    figures: &Figures,
    cells: &Cells,
    whole: CellNumber,
    parts: &[CellNumber],
) -> SumOver {
    let sheet = |c: CellNumber| c as usize / cells.places;
    let period = |c: CellNumber| figures.sheets()[sheet(c)].period;
    if parts.iter().all(|p| sheet(*p) == sheet(whole)) {
        SumOver::Areas
    } else if parts.iter().any(|p| period(*p) != period(whole)) {
        SumOver::Years
    } else {
        SumOver::People
    }
}

/// A quantity at a place.
pub(super) fn quantity(figures: &Figures, cells: &Cells, cell: CellNumber) -> Quantity {
    let sheet = &figures.sheets()[cell as usize / cells.places];
    Quantity {
        area: figures.region().places()[cell as usize % cells.places]
            .key
            .clone(),
        formula: sheet.formula.to_string(),
        period: sheet.period,
    }
}
