//! Pieces of areas with so few people that an edition may not tell of them: what a group cuts off, what it leaves outside, and what
//! several leave between them.

use std::collections::{BTreeMap, HashSet};

use indicators::{Figure, Figures};
use vocabulary::{AreaKey, Period, Texts, german_period};

use super::cuts::{Parts, cutting, side_by_side};
use super::proof::Refused;
use crate::Rules;

/// A piece of areas with fewer people than the rules allow.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SmallPiece {
    /// The group that cuts it off, or several of one division that leave it between them.
    pub groups: Vec<AreaKey>,
    /// The areas it is cut from.
    pub areas: Vec<AreaKey>,
    /// When; of several periods the newest.
    pub period: Period,
}

impl SmallPiece {
    pub(super) fn german(&self, texts: &Texts) -> String {
        let list = |keys: &[AreaKey]| {
            let keys: Vec<&str> = keys.iter().map(AreaKey::as_str).collect();
            keys.join(", ")
        };
        let key = match self.groups.len() {
            1 => "refused_piece",
            _ => "refused_piece_between",
        };
        let (groups, areas) = (list(&self.groups), list(&self.areas));
        let period = german_period(self.period);
        let values = [
            ("groups", groups.as_str()),
            ("areas", &areas),
            ("period", &period),
        ];
        texts.say(key, &values)
    }
}

/// Refuses an edition in which groups cut off a piece with too few people, inside or outside of them.
pub(super) fn refuse(figures: &Figures, rules: &Rules) -> Result<(), Refused> {
    let places = figures.region().places();
    let groups = cutting_in_public(figures, rules);
    if groups.is_empty() {
        return Ok(());
    }
    let published = Published::new(figures);
    let keys = |of: &[usize]| of.iter().map(|p| places[*p].key.clone()).collect();
    let mut small: BTreeMap<Vec<AreaKey>, SmallPiece> = BTreeMap::new();
    for sheet in counting_people(figures, rules) {
        let of = &figures.sheets()[sheet];
        for (groups, areas) in published.small_pieces(sheet, &groups, rules.groups.min_piece) {
            let groups: Vec<AreaKey> = keys(&groups);
            if small.get(&groups).is_none_or(|k| k.period < of.period) {
                let piece = SmallPiece {
                    groups: groups.clone(),
                    areas: keys(&areas),
                    period: of.period,
                };
                small.insert(groups, piece);
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

/// The groups that cut areas and that a public edition speaks of.
pub(super) fn cutting_in_public(figures: &Figures, rules: &Rules) -> Vec<usize> {
    let places = figures.region().places();
    let is_public = |group: &usize| !rules.groups.keeps_inside(&places[*group].key);
    cutting(places).filter(is_public).collect()
}

/// The sheets that count all people there are.
pub(super) fn counting_people(figures: &Figures, rules: &Rules) -> Vec<usize> {
    let is_of_all = |formula: &str| rules.groups.people.iter().any(|c| c.as_str() == formula);
    let sheets = figures.sheets().iter().enumerate();
    let counting = sheets.filter(|(_, sheet)| is_of_all(sheet.formula.as_str()));
    counting.map(|(number, _)| number).collect()
}

/// Which quantities any figure speaks of at all, shown or not.
pub(super) struct Published<'a> {
    figures: &'a Figures,
    at: HashSet<(usize, usize)>,
}

impl<'a> Published<'a> {
    pub(super) fn new(figures: &'a Figures) -> Self {
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

    /// Whether anybody can tell how large the pieces are that a group cuts off, by the counts of a sheet.
    pub(super) fn measures(&self, sheet: usize, group: usize) -> bool {
        let is_published = |place: usize| self.at.contains(&(sheet, place));
        let cells = &self.figures.sheets()[sheet].cells;
        let value = |place: usize| cells[place].value.known().unwrap_or(f64::NAN);
        let parts = Parts::of(self.figures.region().places(), group, is_published);
        let parts = parts.filter(|_| is_published(group));
        parts.is_some_and(|parts| parts.pieces(group, value).iter().all(|p| p.is_finite()))
    }

    /// Groups, and the areas from which they cut a piece with someone, but too few.
    fn small_pieces(
        &self,
        sheet: usize,
        groups: &[usize],
        least: f64,
    ) -> Vec<(Vec<usize>, Vec<usize>)> {
        let is_published = |place: usize| self.at.contains(&(sheet, place));
        let places = self.figures.region().places();
        let cells = &self.figures.sheets()[sheet].cells;
        let value = |place: usize| cells[place].value.known().unwrap_or(f64::NAN);
        let groups = groups.iter().copied().filter(|g| is_published(*g));
        let known = groups.filter_map(|g| Some((g, Parts::of(places, g, is_published)?)));
        // Counts that contradict each other tell nobody anything.
        let known: BTreeMap<usize, Parts> = known
            .filter(|(g, parts)| {
                parts
                    .pieces(*g, value)
                    .iter()
                    .all(|p| p.is_nan() || *p >= 0.0)
            })
            .collect();
        let is_small = |piece: f64| piece >= 1.0 && piece < least;
        let mut found = Vec::new();
        for (group, parts) in &known {
            if parts.pieces(*group, value).into_iter().any(is_small) {
                found.push((vec![*group], parts.in_part.clone()));
            }
        }
        for (groups, areas) in side_by_side(places, &known) {
            let inside = groups.iter().map(|g| known[g].pieces(*g, value)[0]);
            let all: f64 = areas.iter().map(|a| value(*a)).sum();
            if is_small(all - inside.sum::<f64>()) {
                found.push((groups, areas));
            }
        }
        found
    }
}
