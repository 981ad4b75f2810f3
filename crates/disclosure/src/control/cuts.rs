//! Groups that cut areas, as a school district does that runs through two Wohnplätze. What the group holds of each area nobody
//! delivered; but what it holds of all of them together, and what of them is left outside, anybody can subtract.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use indicators::{Catalogue, Figure, Figures, Method, Place};
use vocabulary::{AreaKey, Period, Texts, german_period};

use super::cells::{CellNumber, Cells, Status, has_complement};
use super::covers;
use super::proof::Refused;
use crate::family::{Cell, Family, Range};
use crate::{Rules, Zeros};

/// A piece of areas with fewer people than the rules allow.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SmallPiece {
    /// The group that cuts it off.
    pub group: AreaKey,
    /// The areas it is cut from.
    pub areas: Vec<AreaKey>,
    /// When; of several periods the newest.
    pub period: Period,
}

impl SmallPiece {
    pub(super) fn german(&self, texts: &Texts) -> String {
        let areas: Vec<&str> = self.areas.iter().map(AreaKey::as_str).collect();
        let (areas, period) = (areas.join(", "), german_period(self.period));
        let values = [
            ("group", self.group.as_str()),
            ("areas", &areas),
            ("period", &period),
        ];
        texts.say("refused_piece", &values)
    }
}

/// Refuses an edition in which a group cuts off a piece with too few people, inside or outside of it.
pub(super) fn refuse_small_pieces(figures: &Figures, rules: &Rules) -> Result<(), Refused> {
    let places = figures.region().places();
    let groups = cutting(places).filter(|g| !rules.groups.keeps_inside(&places[*g].key));
    let groups: Vec<usize> = groups.collect();
    if groups.is_empty() {
        return Ok(());
    }
    let published = Published::new(figures);
    let mut small: BTreeMap<&AreaKey, SmallPiece> = BTreeMap::new();
    for (sheet, of) in figures.sheets().iter().enumerate() {
        let mut people = rules.groups.people.iter();
        if !people.any(|c| c.as_str() == of.formula.as_str()) {
            continue;
        }
        for group in &groups {
            let key = &places[*group].key;
            let is_newest = small.get(key).is_none_or(|k| k.period < of.period);
            let cut = published.small_piece((sheet, *group), rules.groups.min_piece);
            if let Some(areas) = cut.filter(|_| is_newest) {
                let piece = SmallPiece {
                    group: key.clone(),
                    areas: areas.iter().map(|p| places[*p].key.clone()).collect(),
                    period: of.period,
                };
                small.insert(key, piece);
            }
        }
    }
    if small.is_empty() {
        return Ok(());
    }
    Err(Refused::SmallPieces {
        pieces: small.into_values().collect(),
        least: rules.groups.min_piece,
    })
}

/// Which quantities any figure speaks of at all, shown or not.
struct Published<'a> {
    figures: &'a Figures,
    at: HashSet<(usize, usize)>,
}

impl<'a> Published<'a> {
    fn new(figures: &'a Figures) -> Self {
        let of = |f: &'a Figure| {
            let sheets = std::iter::once(f.numerator_sheet).chain(f.denominator_sheet);
            sheets.map(|sheet| (sheet, f.place))
        };
        // Where nobody has a number, there is nothing to subtract.
        let is_known = |(sheet, place): &(usize, usize)| {
            let cell = &figures.sheets()[*sheet].cells[*place];
            cell.value.bounds().is_some()
        };
        let at = figures.rows().iter().flat_map(of).filter(is_known);
        Self {
            at: at.collect(),
            figures,
        }
    }

    /// The areas from which a group cuts a piece with someone, but too few, inside or outside of it.
    fn small_piece(&self, (sheet, group): (usize, usize), least: f64) -> Option<Vec<usize>> {
        let is_published = |place: usize| self.at.contains(&(sheet, place));
        let places = self.figures.region().places();
        let parts = Parts::of(places, group, is_published).filter(|_| is_published(group))?;
        let cells = &self.figures.sheets()[sheet].cells;
        let [inside, outside] = parts.pieces(group, |place| {
            cells[place].value.known().unwrap_or(f64::NAN)
        });
        let is_small = |piece: f64| piece >= 1.0 && piece < least;
        // Counts that contradict each other tell nobody anything.
        let adds_up = !(inside < 0.0 || outside < 0.0);
        (adds_up && (is_small(inside) || is_small(outside))).then_some(parts.in_part)
    }
}

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

fn cutting(places: &[Place]) -> impl Iterator<Item = usize> {
    let places = places.iter().enumerate();
    places.filter(|(_, p)| p.cut.is_some()).map(|(i, _)| i)
}

fn is_published(cells: &Cells, (sheet, place): (usize, usize)) -> bool {
    cells.status(cells.number(sheet, place)) != Status::Absent
}

/// A group in terms of published areas: those it holds whole, and those it cuts.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Parts {
    whole: Vec<usize>,
    in_part: Vec<usize>,
}

impl Parts {
    /// Where an area is not published, the nearest above it counts as cut. `None` where not even the county is published.
    fn of(places: &[Place], group: usize, published: impl Fn(usize) -> bool) -> Option<Self> {
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
    fn pieces(&self, group: usize, value: impl Fn(usize) -> f64) -> [f64; 2] {
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
        let inside = family.add(piece(cells, group, inside));
        let outside = family.add(piece(cells, group, outside));
        let mut parts: Vec<CellNumber> = self.whole.iter().map(|p| number(*p)).collect();
        parts.push(inside);
        family.sum(group, &parts);
        if let [only] = self.in_part[..] {
            family.sum(number(only), &[inside, outside]);
        } else {
            let mut pieces = [Vec::new(), Vec::new()];
            for area in &self.in_part {
                let here = [unseen(), unseen()].map(|cell| family.add(cell));
                family.sum(number(*area), &here);
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
