//! Disclosure control, first floor: small cells, complements, bases, and every single sum closed.
//!
//! What is protected is a *cell*: a quantity (formula and period) at a place, wherever it stands as numerator or
//! denominator. A cell has one status for all figures that use it.

mod altered;
mod betrayal;
mod cells;
mod composed;
mod contained;
mod covers;
mod cuts;
mod differences;
mod dominated;
mod elsewhere;
mod equations;
mod family;
mod fixed;
mod former;
mod kept_inside;
mod keys;
mod observed;
mod primary;
mod proof;
mod rows;
mod secondary;
mod small_pieces;
mod split;
mod standing;
mod uncounted_groups;

use indicators::{Catalogue, Figures};

use crate::family::Audit;
use crate::protocol::Elsewhere;
use crate::{Edition, FigureTable, Protocol, Public, Released, Rules};
use altered::Alteration;
use cells::Cells;
use equations::Equations;

pub use betrayal::{Betrayal, Known};
pub(crate) use cells::{classes, has_complement, strictest_classes};
pub use fixed::{FixedFigure, Hindrance};
pub(crate) use primary::least_base;
pub use proof::{OpenQuantity, Refused};
pub use small_pieces::SmallPiece;
pub use split::{Split, Tie};
pub use standing::{Quantity, Standing, Sum, SumOver, standing};
pub use uncounted_groups::UncountedGroup;

/// Decides what an edition may show, and records how much was hidden and why.
///
/// The tree and its groups are those of `figures.region()`; formulas, breakdowns, pools and groups all give sums that
/// are checked. Of the public edition the audit proves that nobody outside can narrow a hidden number down; an edition that
/// fails it is refused. The internal one hides small cells only.
///
/// ```
/// use disclosure::{Public, Rules, release};
/// use indicators::{Catalogue, Region, compute};
/// # use areas::{Area, AreaTree, Level};
/// # let level = |id: &str| Level { id: id.parse().unwrap(), name: id.into(), plural: id.into() };
/// # let root = Area { key: "1".parse().unwrap(), name: "Kreis".into(), level: "county".parse().unwrap(),
/// #     parent: None, valid_from: None, valid_to: None };
/// # let tree = AreaTree::new("2024-01-01".parse().unwrap(), vec![level("county")], vec![root], vec![]).unwrap();
/// let catalogue = Catalogue::starter();
/// let figures = compute(&catalogue, &Region::of(&tree), &[]);
/// let (released, protocol) = release::<Public>(&figures, &catalogue, &Rules::starter()).unwrap();
/// assert!(released.rows().is_empty());
/// assert_eq!(protocol.hidden(), 0);
/// ```
pub fn release<E: Edition>(
    figures: &Figures,
    catalogue: &Catalogue,
    rules: &Rules,
) -> Result<(Released<FigureTable, E>, Protocol), Refused> {
    release_after(figures, catalogue, rules, &[])
}

/// The same after earlier public editions: what they showed cannot be taken back, and what they hid stays protected with
/// all editions side by side.
///
/// Where the rules round or use cell keys, nothing of this is needed: every guarded count is altered, in both editions alike.
pub fn release_after<E: Edition>(
    figures: &Figures,
    catalogue: &Catalogue,
    rules: &Rules,
    earlier: &[&FigureTable],
) -> Result<(Released<FigureTable, E>, Protocol), Refused> {
    let strictest = cells::strictest_classes(catalogue, rules);
    if E::NAME == Public::NAME {
        altered::unmixed(figures, catalogue, rules, earlier)?;
        rules.check_names(catalogue, None).map_err(Refused::Names)?;
        rules
            .check_inside(figures.region(), earlier)
            .map_err(Refused::Names)?;
        small_pieces::refuse(figures, rules)?;
        uncounted_groups::refuse(figures, (catalogue, rules))?;
    }
    let spoken_of = || kept_inside::spoken_of::<E>(figures, rules);
    if let Some(mut alteration) = Alteration::new(figures, catalogue, rules) {
        let made = rows::gather::<E>(spoken_of(), &strictest, |figure| alteration.row(figure));
        return Ok((Released::new(made.0), made.1));
    }
    let settled = settle::<E>(figures, (catalogue, rules), earlier)
        .map_err(|refused| named::<E>(refused, figures, (catalogue, rules), earlier))?;
    let cells = (&settled.cells, &settled.equations);
    let (table, mut protocol) = rows::gather::<E>(spoken_of(), &strictest, |figure| {
        rows::row(figure, figures, cells.0, cells.1)
    });
    protocol.equations = settled.equations.len();
    protocol.open_equations = settled.open;
    protocol.audit = settled.audit;
    protocol.elsewhere = settled.elsewhere;
    Ok((Released::new(table), protocol))
}

/// A refusal that only what the planner wants to stay brings about says so.
fn named<E: Edition>(
    refused: Refused,
    figures: &Figures,
    (catalogue, rules): (&Catalogue, &Rules),
    earlier: &[&FigureTable],
) -> Refused {
    if rules.keep.is_empty() || !matches!(refused, Refused::Open { .. }) {
        return refused;
    }
    let free = Rules {
        keep: Vec::new(),
        ..rules.clone()
    };
    match settle::<E>(figures, (catalogue, &free), earlier) {
        Ok(_) => Refused::Fixed {
            kept: fixed::all(figures, rules),
            why: Hindrance::Needed,
        },
        Err(_) => refused,
    }
}

/// All cells with what was decided about each.
struct Settled {
    cells: Cells,
    equations: Equations,
    open: usize,
    audit: Audit,
    elsewhere: Elsewhere,
}

/// Decides what is hidden where small counts are hidden.
fn settle<E: Edition>(
    figures: &Figures,
    (catalogue, rules): (&Catalogue, &Rules),
    earlier: &[&FigureTable],
) -> Result<Settled, Refused> {
    let mut cells = Cells::new::<E>(figures, catalogue, rules);
    if E::NAME == Public::NAME {
        kept_inside::withdraw(&mut cells, figures, rules, earlier);
    }
    primary::hide(&mut cells, figures, catalogue, rules);
    let equations = equations::build(figures, catalogue, &cells);
    let mut settled = Settled {
        cells,
        equations,
        open: 0,
        audit: Audit::default(),
        elsewhere: Elsewhere::default(),
    };
    if E::NAME == Public::NAME {
        let cells = &mut settled.cells;
        settled.elsewhere = recall(cells, figures, (catalogue, rules), earlier);
        fixed::fix(cells, figures, rules)?;
        settled.open = secondary::close(cells, &settled.equations);
        settled.audit = proof::close(figures, (catalogue, rules), cells, &settled.equations)?;
        fixed::check(cells, figures, rules)?;
    }
    Ok(settled)
}

/// Takes in what outsiders know from earlier editions and from others, and hides again what the newest edition hid.
fn recall(
    cells: &mut Cells,
    figures: &Figures,
    (catalogue, rules): (&Catalogue, &Rules),
    earlier: &[&FigureTable],
) -> Elsewhere {
    let outlines = former::Outlines::new(figures, earlier);
    cells.elsewhere = elsewhere::in_editions(figures, cells, &outlines);
    let told = former::told(figures, cells, &outlines);
    cells.elsewhere.extend(&told.known);
    cells.former = told.sums;
    let others = elsewhere::by_others(figures, catalogue, cells, rules);
    let known = Elsewhere {
        editions: earlier.len(),
        in_editions: cells.elsewhere.len(),
        by_others: others.len(),
    };
    cells.elsewhere.extend(others);
    if let Some(newest) = earlier.last() {
        let hidden = elsewhere::hidden_before(figures, cells, newest);
        for cell in hidden.into_iter().chain(told.hidden) {
            cells.hide(cell, crate::Reason::Secondary);
        }
    }
    known
}

#[cfg(test)]
pub(crate) mod tests;
