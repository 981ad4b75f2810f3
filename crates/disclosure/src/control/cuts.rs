//! Groups that cut areas, as a school district does that runs through two Wohnplätze. What the group holds of each area nobody
//! delivered; but what it holds of all of them together, and what of them is left outside, anybody can subtract.

use std::collections::{BTreeMap, BTreeSet};

use indicators::{Catalogue, Figures, Method, Place};

use super::cells::{CellNumber, Cells, Status, has_complement};
use super::covers;
use crate::family::{Cell, Family, Range};
use crate::{Rules, Zeros};

/// Adds the pieces of every count that stands for a group that cuts areas, and what is known of them.
pub(super) fn relate(
    family: &mut Family,
    figures: &Figures,
    (catalogue, rules): (&Catalogue, &Rules),
    cells: &Cells,
) {
    let places = figures.region().places();
    let mut found: BTreeMap<(usize, usize), Pieces> = BTreeMap::new();
    for group in cutting(places) {
        for sheet in 0..figures.sheets().len() {
            let guarded = cells.rules[sheet].threshold > 0.0;
            if !guarded || !is_published(cells, (sheet, group)) {
                continue;
            }
            let of = &figures.sheets()[sheet];
            if !of.formula.is_plain_count() {
                continue;
            }
            let parts = Parts::of(places, group, |p| is_published(cells, (sheet, p)));
            if let Some(pieces) = parts.and_then(|p| p.add(family, cells, (sheet, group))) {
                found.insert((sheet, group), pieces);
            }
        }
    }
    if found.is_empty() {
        return;
    }
    leave_between(family, places, cells, &found);
    for (whole, part) in pairs(figures, (catalogue, rules)) {
        for group in cutting(places) {
            if let (Some(whole), Some(of)) = (found.get(&(whole, group)), found.get(&(part, group)))
                && whole.parts == of.parts
            {
                let rule = cells.number(part, group);
                left_over(family, cells, rule, (whole.inside, of.inside));
                left_over(family, cells, rule, (whole.outside, of.outside));
            }
        }
    }
}

pub(super) fn cutting(places: &[Place]) -> impl Iterator<Item = usize> {
    let places = places.iter().enumerate();
    places.filter(|(_, p)| p.cut.is_some()).map(|(i, _)| i)
}

fn is_published(cells: &Cells, (sheet, place): (usize, usize)) -> bool {
    cells.status(cells.number(sheet, place)) != Status::Absent
}

/// A group in terms of published areas: those it holds whole, and those it cuts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    whole: Vec<usize>,
    pub in_part: Vec<usize>,
}

impl Parts {
    /// Where an area is not published, the nearest above it counts as cut. `None` where not even the county is published.
    pub(super) fn of(
        places: &[Place],
        group: usize,
        published: impl Fn(usize) -> bool,
    ) -> Option<Self> {
        let cut = places[group].cut.as_ref()?;
        let mut whole: BTreeSet<usize> = BTreeSet::new();
        let mut in_part: BTreeSet<usize> = BTreeSet::new();
        for area in &cut.whole {
            if published(*area) {
                whole.insert(*area);
            } else {
                in_part.insert(above(places, *area, &published)?);
            }
        }
        for area in &cut.in_part {
            in_part.insert(above(places, *area, &published)?);
        }
        // What lies within a cut area is told of with it.
        let covered = |area: &usize| {
            let mut upwards = std::iter::successors(places[*area].parent, |p| places[*p].parent);
            upwards.any(|p| in_part.contains(&p))
        };
        Some(Self {
            whole: whole.into_iter().filter(|w| !covered(w)).collect(),
            in_part: in_part.iter().copied().filter(|c| !covered(c)).collect(),
        })
    }

    /// How many are inside of what is cut, and how many outside; not a number where a supplier hides one of the counts.
    pub(super) fn pieces(&self, group: usize, value: impl Fn(usize) -> f64) -> [f64; 2] {
        let sum = |of: &[usize]| of.iter().map(|p| value(*p)).sum::<f64>();
        let inside = value(group) - sum(&self.whole);
        [inside, sum(&self.in_part) - inside]
    }

    /// Adds the pieces to a family, unless the counts contradict each other: then nobody can subtract anything.
    fn add(
        self,
        family: &mut Family,
        cells: &Cells,
        (sheet, group): (usize, usize),
    ) -> Option<Pieces> {
        let number = |place: usize| cells.number(sheet, place);
        let [inside, outside] = self.pieces(group, |place| cells.value(number(place)));
        if inside < 0.0 || outside < 0.0 {
            return None;
        }
        let group = number(group);
        let value = inside;
        let inside = family.add(piece(cells, group, inside));
        let outside = family.add(piece(cells, group, outside));
        let mut parts: Vec<CellNumber> = self.whole.iter().map(|p| number(*p)).collect();
        parts.push(inside);
        family.sum(group, &parts);
        let mut of_area = BTreeMap::new();
        if let [only] = self.in_part[..] {
            family.sum(number(only), &[inside, outside]);
            of_area.insert(only, inside);
        } else {
            let mut pieces = [Vec::new(), Vec::new()];
            for area in &self.in_part {
                let here = [unseen(), unseen()].map(|cell| family.add(cell));
                family.sum(number(*area), &here);
                of_area.insert(*area, here[0]);
                pieces[0].push(here[0]);
                pieces[1].push(here[1]);
            }
            family.sum(inside, &pieces[0]);
            family.sum(outside, &pieces[1]);
        }
        Some(Pieces {
            parts: self,
            inside,
            outside,
            value,
            of_area,
        })
    }
}

/// The nearest published area at or above one.
fn above(places: &[Place], area: usize, published: &impl Fn(usize) -> bool) -> Option<usize> {
    std::iter::successors(Some(area), |p| places[*p].parent).find(|p| published(*p))
}

/// The cells of what a group holds of all areas it cuts, and of what they hold outside of it.
struct Pieces {
    parts: Parts,
    inside: CellNumber,
    outside: CellNumber,
    /// How many are inside; not a number where nobody knows.
    value: f64,
    /// What the group holds of each area.
    of_area: BTreeMap<usize, CellNumber>,
}

/// Groups of one division that cut the same areas, directly or one after the other, with all areas they cut.
pub(super) fn side_by_side(
    places: &[Place],
    known: &BTreeMap<usize, Parts>,
) -> Vec<(Vec<usize>, Vec<usize>)> {
    let division = |group: usize| places[group].cut.as_ref()?.division.as_deref();
    let mut open: Vec<(BTreeSet<usize>, BTreeSet<usize>)> = Vec::new();
    for (group, parts) in known {
        let mut groups = BTreeSet::from([*group]);
        let mut areas: BTreeSet<usize> = parts.in_part.iter().copied().collect();
        open.retain(|(others, theirs)| {
            let of_one = others
                .iter()
                .any(|o| division(*o).is_some() && division(*o) == division(*group));
            let together = of_one && !theirs.is_disjoint(&areas);
            if together {
                groups.extend(others);
                areas.extend(theirs);
            }
            !together
        });
        open.push((groups, areas));
    }
    let several = open.into_iter().filter(|(groups, _)| groups.len() > 1);
    let list = |set: BTreeSet<usize>| set.into_iter().collect();
    several
        .map(|(groups, areas)| (list(groups), list(areas)))
        .collect()
}

/// Groups of one division hold no more of an area than there is, and what they leave of all is a number like others.
fn leave_between(
    family: &mut Family,
    places: &[Place],
    cells: &Cells,
    found: &BTreeMap<(usize, usize), Pieces>,
) {
    let sheets: BTreeSet<usize> = found.keys().map(|(sheet, _)| *sheet).collect();
    for sheet in sheets {
        let here = found.range((sheet, 0)..(sheet + 1, 0));
        let known = here.map(|((_, group), pieces)| (*group, pieces.parts.clone()));
        for (groups, areas) in side_by_side(places, &known.collect()) {
            let pieces: Vec<&Pieces> = groups.iter().map(|g| &found[&(sheet, *g)]).collect();
            let whole: Vec<CellNumber> = areas.iter().map(|a| cells.number(sheet, *a)).collect();
            let all: f64 = whole.iter().map(|c| cells.value(*c)).sum();
            let left = all - pieces.iter().map(|p| p.value).sum::<f64>();
            if left < 0.0 {
                continue;
            }
            for (area, cell) in areas.iter().zip(&whole) {
                let held = pieces.iter().filter_map(|p| p.of_area.get(area));
                let terms = std::iter::once((*cell, 1.0)).chain(held.map(|p| (*p, -1.0)));
                family.relate(&terms.collect::<Vec<_>>(), Range::from(0.0));
            }
            let left = family.add(piece(cells, cells.number(sheet, groups[0]), left));
            let mut terms: Vec<(CellNumber, f64)> = whole.iter().map(|c| (*c, 1.0)).collect();
            terms.extend(pieces.iter().map(|p| (p.inside, -1.0)));
            terms.push((left, -1.0));
            family.relate(&terms, Range::only(0.0));
        }
    }
}

/// A number anybody gets by subtracting: protected like any other count of its kind.
fn piece(cells: &Cells, group: CellNumber, value: f64) -> Cell {
    let rule = cells.rule(group);
    let least = least(cells, group);
    let is_small = value >= least && value < rule.threshold;
    Cell {
        value: Some(value).filter(|v| v.is_finite()),
        needed: is_small.then_some(Range {
            lower: least,
            upper: rule.threshold,
        }),
        ..unseen()
    }
}

fn least(cells: &Cells, cell: CellNumber) -> f64 {
    if cells.rule(cell).zeros == Zeros::Protect {
        0.0
    } else {
        1.0
    }
}

/// A count that stands nowhere.
const fn unseen() -> Cell {
    Cell {
        value: None,
        is_hidden: true,
        is_given: false,
        is_count: true,
        known: Range::from(0.0),
        needed: None,
        cost: f64::INFINITY,
    }
}

/// Sheets of a whole and of a part of it whose difference is a number of people to protect, in a piece as anywhere.
fn pairs(figures: &Figures, (catalogue, rules): (&Catalogue, &Rules)) -> BTreeSet<(usize, usize)> {
    let protects = |d: usize| has_complement(&catalogue.indicators[d], catalogue, rules);
    let shares = figures.rows().iter().filter(|f| f.method == Method::Wilson);
    let shares = shares.filter(|f| protects(f.definition));
    let shares = shares.filter_map(|f| Some((f.denominator_sheet?, f.numerator_sheet)));
    let nested = covers::nested(figures).into_iter();
    shares
        .chain(nested.map(|(part, whole)| (whole, part)))
        .collect()
}

/// What is left of a piece's whole beside the part.
fn left_over(
    family: &mut Family,
    cells: &Cells,
    rule: CellNumber,
    (whole, part): (CellNumber, CellNumber),
) {
    let value = |cell| family.cell(cell).value.unwrap_or(f64::NAN);
    let rest = value(whole) - value(part);
    if rest >= 0.0 {
        let rest = family.add(piece(cells, rule, rest));
        family.sum(whole, &[part, rest]);
    }
}
