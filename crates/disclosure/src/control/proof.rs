//! The proof: the release family is repaired until the audit passes, or the edition does not leave the house.

use std::collections::BTreeSet;

use indicators::{Catalogue, Figures};
use vocabulary::{AreaKey, CountId, Explain, IndicatorId, Period, Texts, german_number};

use super::betrayal::{self, Betrayal};
use super::cells::{CellNumber, Cells};
use super::composed;
use super::equations::Equations;
use super::family::{self, Built};
use super::fixed::{self, FixedFigure, Hindrance};
use super::observed;
use super::secondary;
use super::small_pieces::SmallPiece;
use super::split::{self, Split};
use super::uncounted_groups::{self, UncountedGroup};
use crate::family::{Audit, Family, Repair, protect, protect_optimally};
use crate::proofs::Proofs;
use crate::{Reason, Rules, Secondary, UnknownNames};

/// Rounds of building and repairing the family; each hides at least one cell more, and two are usual.
const ROUNDS: usize = 12;

/// Why an edition may not leave.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refused {
    /// An outsider could narrow quantities down whatever else is hidden.
    #[error("{} quantities would remain open to an outsider", open.len())]
    Open {
        /// Which, without any number.
        open: Vec<OpenQuantity>,
        /// How one of them could be narrowed down, where a short proof was found.
        betrayal: Option<Box<Betrayal>>,
        /// Where very much hangs together: what to leave out so that it falls apart.
        split: Option<Split>,
    },
    /// An earlier edition showed the same figures by another method: side by side they tell what each protects.
    #[error("an earlier edition showed `{indicator}` of {period} by another method")]
    Mixed {
        /// The first indicator met.
        indicator: IndicatorId,
        /// Its period.
        period: Period,
    },
    /// What the planner wants to stay cannot.
    #[error("{} figures the rules want to keep cannot stay", kept.len())]
    Fixed {
        /// Which.
        kept: Vec<FixedFigure>,
        /// Why not.
        why: Hindrance,
    },
    /// A group cuts off so few people that subtracting its counts would speak of them alone.
    #[error("groups cut off {} pieces with fewer than {least} people", pieces.len())]
    SmallPieces {
        /// One for each group, or for several that leave a piece between them.
        pieces: Vec<SmallPiece>,
        /// So many people a piece must have.
        least: f64,
    },
    /// Groups cut areas, and nobody delivered how many people live in them: how small the pieces are cannot be told.
    #[error("of {} groups that cut areas nobody counted the people", groups.len())]
    UncountedGroups {
        /// Which, and when.
        groups: Vec<UncountedGroup>,
        /// The base counts that would tell.
        people: Vec<CountId>,
        /// So many people a piece must have.
        least: f64,
    },
    /// The rules name base counts or formulas that the catalogue does not know.
    #[error(transparent)]
    Names(UnknownNames),
}

/// A quantity that could not be protected.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpenQuantity {
    /// Where.
    pub area: AreaKey,
    /// The formula over base counts.
    pub quantity: String,
    /// When.
    pub period: Period,
}

/// How many are named; the rest is counted.
pub(super) const NAMED: usize = 5;

impl Explain for Refused {
    fn german(&self) -> String {
        let texts = Texts::parse(include_str!("../texts.de.toml"));
        match self {
            Self::Open {
                open,
                betrayal,
                split,
            } => {
                let betrayed = betrayal.iter().map(|betrayal| betrayed(betrayal, &texts));
                let split = split.iter().map(|split| split.german(&texts));
                std::iter::once(refused(open, &texts))
                    .chain(betrayed)
                    .chain(split)
                    .collect::<Vec<_>>()
                    .join(" ")
            }
            Self::Mixed { indicator, period } => {
                let (indicator, period) = (indicator.to_string(), period.to_string());
                let values = [("indicator", indicator.as_str()), ("period", &period)];
                texts.say("refused_mixed", &values)
            }
            Self::Fixed { kept, why } => fixed::german(&texts, (kept, *why)),
            Self::SmallPieces { pieces, least } => {
                let named = pieces.iter().take(NAMED).map(|p| p.german(&texts));
                let named = named.collect::<Vec<_>>().join("; ");
                let least = german_number(*least, 0);
                let groups = pieces.iter().flat_map(|p| &p.groups);
                let groups = as_written(groups);
                let values = [("named", &*named), ("least", &*least), ("groups", &*groups)];
                texts.say("refused_pieces", &values)
            }
            Self::UncountedGroups {
                groups,
                people,
                least,
            } => uncounted_groups::german(groups, people, &german_number(*least, 0)),
            Self::Names(names) => names.german(),
        }
    }
}

/// Which numbers cannot be protected.
fn refused(open: &[OpenQuantity], texts: &Texts) -> String {
    let named = open.iter().take(NAMED).map(|o| o.german(texts));
    let named = named.collect::<Vec<_>>().join("; ");
    let count = open.len().to_string();
    texts.say("refused", &[("count", &count), ("named", &named)])
}

/// How a number could be narrowed down, by the keys the refusal names it with.
fn betrayed(betrayal: &Betrayal, texts: &Texts) -> String {
    let proofs = Proofs {
        texts,
        area: &|key| key.to_string(),
        quantity: &str::to_owned,
    };
    let sums: Vec<String> = betrayal.by.iter().map(|sum| proofs.sum(sum)).collect();
    let (told, sums) = (proofs.betrayal(betrayal), sums.join(" "));
    texts.say("refused_betrayed", &[("told", &told), ("sums", &sums)])
}

/// Keys of groups as they are written in the rules.
pub(super) fn as_written<'a>(groups: impl Iterator<Item = &'a AreaKey>) -> String {
    let keys: BTreeSet<String> = groups.map(|g| format!("\"{g}\"")).collect();
    keys.into_iter().collect::<Vec<_>>().join(", ")
}

impl OpenQuantity {
    fn german(&self, texts: &Texts) -> String {
        let period = self.period.to_string();
        let values = [
            ("area", self.area.as_str()),
            ("quantity", &self.quantity),
            ("period", &period),
        ];
        texts.say("refused_quantity", &values)
    }
}

/// Repairs a family in the way the rules ask for.
fn repair(family: &mut Family, cells: &Cells, way: Secondary) -> Repair {
    match way {
        Secondary::Heuristic => protect(family),
        Secondary::Optimal => {
            for cell in cells.returnable() {
                family.may_return(cell);
            }
            protect_optimally(family)
        }
    }
}

/// Hides and shows what a repair found.
fn take_over(cells: &mut Cells, equations: &Equations, repaired: &Repair) {
    for cell in &repaired.returned {
        cells.show(*cell);
    }
    if !repaired.returned.is_empty() {
        // A hidden number that nobody needs hidden may still be none that a single sum tells.
        secondary::close(cells, equations);
    }
    // What is hidden from now on is hidden because the proof asks for it.
    cells.chosen.clear();
    for cell in &repaired.secondary {
        if (*cell as usize) < cells.status.len() {
            cells.hide(*cell, Reason::Secondary);
        }
    }
}

/// Hides more cells until nothing that must remain possible can be ruled out.
pub(super) fn close(
    figures: &Figures,
    (catalogue, rules): (&Catalogue, &Rules),
    cells: &mut Cells,
    equations: &Equations,
) -> Result<Audit, Refused> {
    let mut built = Built::default();
    let mut last = Audit::default();
    let weighed = composed::weighed_sums(figures, catalogue);
    let observed = observed::sums(figures, cells);
    for _ in 0..ROUNDS {
        composed::hide_weighed(cells, &weighed);
        built = family::build(figures, (catalogue, rules), cells, (equations, &observed));
        let repaired = repair(&mut built.family, cells, rules.secondary);
        let before = cells.status.clone();
        take_over(cells, equations, &repaired);
        last = repaired.audit;
        let open: Vec<CellNumber> = last.unsafe_cells.iter().map(|f| f.cell).collect();
        // Bounds that are shown may be what is too much.
        for cell in built.family.together(&open) {
            if (cell as usize) < cells.status.len() {
                cells.hide_bounds(cell);
            }
        }
        if cells.status == before {
            break;
        }
    }
    if last.is_safe() {
        return Ok(last);
    }
    let unsafe_cells: Vec<CellNumber> = last.unsafe_cells.iter().map(|f| f.cell).collect();
    let open: BTreeSet<OpenQuantity> = unsafe_cells
        .iter()
        .filter_map(|cell| quantity(figures, cells, &built.family, *cell))
        .collect();
    let betrayal = betrayal::first(figures, cells, &built, &last);
    Err(Refused::Open {
        open: open.into_iter().collect(),
        betrayal: betrayal.map(Box::new),
        split: split::proposal(&built, (figures, catalogue), cells, &unsafe_cells),
    })
}

/// Which quantity a cell is; of a rest the part it is left of.
fn quantity(
    figures: &Figures,
    cells: &Cells,
    family: &Family,
    cell: CellNumber,
) -> Option<OpenQuantity> {
    let all = cells.status.len();
    let number = if (cell as usize) < all {
        cell
    } else {
        family.beside(cell).find(|c| (*c as usize) < all)?
    };
    let (sheet, place) = (
        number as usize / cells.places,
        number as usize % cells.places,
    );
    let sheet = &figures.sheets()[sheet];
    Some(OpenQuantity {
        area: figures.region().places()[place].key.clone(),
        quantity: sheet.formula.to_string(),
        period: sheet.period,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Known, Quantity, Sum, SumOver};

    #[test]
    fn a_refusal_names_the_sums_that_narrow_a_number_down() {
        let at = |area: &str| Quantity {
            area: area.parse().unwrap(),
            formula: "claims".into(),
            period: Period::Year(2024),
        };
        let sum = |whole, parts: [&str; 2]| Sum {
            over: SumOver::Areas,
            whole: at(whole),
            hidden: parts.map(at).to_vec(),
        };
        let refused = Refused::Open {
            open: vec![OpenQuantity {
                area: "1a".parse().unwrap(),
                quantity: "claims".into(),
                period: Period::Year(2024),
            }],
            betrayal: Some(Box::new(Betrayal {
                of: at("1a"),
                is_rest: false,
                known: Known::FromAbove,
                by: vec![sum("1", ["1a", "1b"]), sum("X", ["1a", "2a"])],
            })),
            split: None,
        };
        insta::assert_snapshot!(refused.german());
    }
}
