//! Where too much hangs together to be proved as a whole: what to leave out of the tables so that it falls apart.
//!
//! Nothing is guessed: each candidate is taken away, and what is left is counted.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use indicators::{Catalogue, Figures, Formula};
use vocabulary::{Texts, german_number};

use super::cells::{CellNumber, Cells};
use super::family::Built;
use crate::family::Family;

/// Where more hidden numbers hang together, proofs are looked for step by step only; fewer are solved, and more would not help.
const MANY: usize = 800;

/// What falls apart if something is not published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// So many hidden numbers hang together now.
    pub together: usize,
    /// What to leave out.
    pub without: Vec<Tie>,
    /// Into so many parts they would fall.
    pub parts: usize,
    /// The hidden numbers of the largest of them.
    pub largest: usize,
}

/// Something in the tables that ties numbers together and that a county may leave out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// Groups of areas.
    Groups,
    /// Groups of people, by one dimension.
    Breakdown(String),
    /// Years pooled beside single ones.
    Years,
    /// Changes and balances over several years.
    Changes,
    /// Denominators beside numerators.
    Shares,
}

/// What would split the largest of the open components, if it is large and anything would.
pub(super) fn proposal(
    built: &Built,
    (figures, catalogue): (&Figures, &Catalogue),
    cells: &Cells,
    open: &[CellNumber],
) -> Option<Split> {
    let groups = built.family.groups_with(open);
    let largest = groups.into_iter().max_by_key(Vec::len)?;
    if largest.len() <= MANY {
        return None;
    }
    let mut ties = Ties::default();
    let mut reader = Reader {
        built,
        figures,
        catalogue,
        cells,
        dimensions: HashMap::new(),
    };
    for relation in 0..u32::try_from(built.family.relations()).unwrap_or(u32::MAX) {
        ties.add(reader.ties(relation));
    }
    ties.split(&built.family, &largest)
}

/// Which ties each relation is: bits of a word, in the order of their names.
#[derive(Default)]
struct Ties {
    names: BTreeMap<Tie, u32>,
    of: Vec<u64>,
}

impl Ties {
    fn add(&mut self, ties: BTreeSet<Tie>) {
        let mut bits = 0;
        for tie in ties {
            let next = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
            let bit = *self.names.entry(tie).or_insert(next);
            bits |= 1u64.checked_shl(bit).unwrap_or(0);
        }
        self.of.push(bits);
    }

    /// One thing to leave out, or two, so that no part has more than half of what hangs together.
    fn split(&self, family: &Family, group: &[CellNumber]) -> Option<Split> {
        let one = self.names.keys().map(|tie| vec![tie]);
        let two = self.names.keys().flat_map(|first| {
            let others = self.names.keys().filter(move |other| *other > first);
            others.map(move |second| vec![first, second])
        });
        let halves = |split: &Split| split.largest * 2 <= split.together;
        let best = |choices: &mut dyn Iterator<Item = Vec<&Tie>>| {
            let splits = choices.map(|without| self.without(family, group, &without));
            let order = |s: &Split| (s.largest, Reverse(s.parts), s.without.clone());
            splits.filter(halves).min_by_key(order)
        };
        best(&mut one.into_iter()).or_else(|| best(&mut two.into_iter()))
    }

    fn without(&self, family: &Family, group: &[CellNumber], ties: &[&Tie]) -> Split {
        let bits = ties
            .iter()
            .filter_map(|tie| 1u64.checked_shl(self.names[*tie]));
        let gone = bits.fold(0, |all, bit| all | bit);
        let sizes = family.apart(group, |relation| self.of[relation] & gone != 0);
        Split {
            together: group.len(),
            without: ties.iter().copied().cloned().collect(),
            parts: sizes.len(),
            largest: sizes.into_iter().max().unwrap_or(0),
        }
    }
}

/// Reads from the members of a relation what it is about.
struct Reader<'a> {
    built: &'a Built,
    figures: &'a Figures,
    catalogue: &'a Catalogue,
    cells: &'a Cells,
    /// By which dimensions the formulas of two sheets differ.
    dimensions: HashMap<(usize, usize), BTreeSet<Tie>>,
}

impl Reader<'_> {
    fn ties(&mut self, relation: u32) -> BTreeSet<Tie> {
        let number = relation as usize;
        if number >= self.built.cuts_from {
            return BTreeSet::from([Tie::Groups]);
        }
        // What earlier editions told nobody can leave out.
        if number >= self.built.former_from {
            return BTreeSet::new();
        }
        let terms = self.built.family.terms(relation).iter().map(|(c, _)| *c);
        let all = self.cells.status.len();
        let members: Vec<CellNumber> = terms.clone().filter(|c| (*c as usize) < all).collect();
        if members.iter().any(|c| self.cells.is_group(*c)) && !self.is_of_one_place(&members) {
            return BTreeSet::from([Tie::Groups]);
        }
        let sheets = members.iter().map(|c| *c as usize / self.cells.places);
        let sheets: BTreeSet<usize> = sheets.collect();
        let periods = sheets.iter().map(|s| self.figures.sheets()[*s].period);
        let periods: BTreeSet<_> = periods.collect();
        if periods.len() > 1 {
            let is_pooled = periods.iter().any(|p| p.is_pooled());
            let over_years = if is_pooled { Tie::Years } else { Tie::Changes };
            return BTreeSet::from([over_years]);
        }
        let is_bound = !self.built.family.is_exact(relation);
        let of_other_counts = (is_bound || members.len() < terms.count()).then_some(Tie::Shares);
        self.of_people(&sheets, of_other_counts)
    }

    fn is_of_one_place(&self, members: &[CellNumber]) -> bool {
        let mut places = members.iter().map(|c| *c as usize % self.cells.places);
        let first = places.next();
        places.all(|place| Some(place) == first)
    }

    /// The ties of quantities at one place and time; where they count different things, those that were said.
    fn of_people(
        &mut self,
        sheets: &BTreeSet<usize>,
        of_other_counts: Option<Tie>,
    ) -> BTreeSet<Tie> {
        let mut others = sheets.iter().copied();
        let Some(first) = others.next() else {
            return BTreeSet::new();
        };
        let of = |sheet: usize| self.figures.sheets()[sheet].formula.counts();
        let counts = |sheet: usize| of(sheet).collect::<BTreeSet<usize>>();
        if others.clone().any(|other| counts(other) != counts(first)) {
            return of_other_counts.into_iter().collect();
        }
        others
            .flat_map(|other| self.differing((first, other)))
            .collect()
    }

    fn differing(&mut self, (first, other): (usize, usize)) -> BTreeSet<Tie> {
        let (figures, catalogue) = (self.figures, self.catalogue);
        let known = self.dimensions.entry((first, other));
        let found = known.or_insert_with(|| {
            let of = |sheet: usize| categories(&figures.sheets()[sheet].formula, catalogue);
            let (one, two) = (of(first), of(other));
            let dimensions = one.keys().chain(two.keys());
            let differing = dimensions.filter(|d| one.get(*d) != two.get(*d));
            differing.map(|d| Tie::Breakdown(d.clone())).collect()
        });
        found.clone()
    }
}

/// Per dimension the categories a formula counts.
fn categories(formula: &Formula, catalogue: &Catalogue) -> BTreeMap<String, BTreeSet<usize>> {
    let mut found: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (count, cell, _) in formula.cells() {
        let count = &catalogue.counts[count];
        for (dimension, category) in count.dimensions.iter().zip(count.coordinates(cell)) {
            let of = found.entry(dimension.id.clone()).or_default();
            of.insert(category);
        }
    }
    found
}

impl Split {
    /// The proposal behind the sentence that refuses an edition.
    pub(super) fn german(&self, texts: &Texts) -> String {
        let without: Vec<String> = self.without.iter().map(|tie| tie.german(texts)).collect();
        let number = |n: usize| german_number(n as f64, 0);
        let [together, parts, largest] = [self.together, self.parts, self.largest].map(number);
        let values = [
            ("together", together.as_str()),
            ("without", &without.join(" und ")),
            ("parts", &parts),
            ("largest", &largest),
        ];
        texts.say("refused_split", &values)
    }
}

impl Tie {
    fn german(&self, texts: &Texts) -> String {
        match self {
            Self::Groups => texts.say("tie_groups", &[]),
            Self::Breakdown(dimension) => texts.say("tie_breakdown", &[("dimension", dimension)]),
            Self::Years => texts.say("tie_years", &[]),
            Self::Changes => texts.say("tie_changes", &[]),
            Self::Shares => texts.say("tie_shares", &[]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::county::{catalogue, figures, tree};
    use super::super::{family, observed, settle};
    use super::*;
    use crate::family::{Cell, Range};
    use crate::{Public, Rules};

    /// Towns, places of each, and how many groups of people are counted in each place, all of them together first.
    const SIZE: [u32; 3] = [500, 20, 10];

    fn hidden() -> Cell {
        Cell {
            value: Some(1.0),
            is_hidden: true,
            is_given: false,
            is_count: true,
            known: Range::from(1.0),
            needed: None,
            cost: f64::INFINITY,
        }
    }

    fn breakdown(dimension: &str) -> Tie {
        Tie::Breakdown(dimension.into())
    }

    /// A hundred thousand hidden numbers: groups of people add up in each place, places in each town, and whatever is said
    /// ties each town to the next by one of its places.
    fn country(to_the_next: &[Tie]) -> (Family, Vec<CellNumber>, Ties) {
        let [towns, places, people] = SIZE;
        let mut family = Family::default();
        let all: Vec<CellNumber> = (0..towns * places * people)
            .map(|_| family.add(hidden()))
            .collect();
        let cell = |town, place, who| all[((town * places + place) * people + who) as usize];
        let mut ties = Ties::default();
        for town in 0..towns {
            for place in 0..places {
                let parts: Vec<CellNumber> = (1..people).map(|p| cell(town, place, p)).collect();
                family.sum(cell(town, place, 0), &parts);
                ties.add(BTreeSet::from([breakdown("age")]));
            }
            for who in 0..people {
                let parts: Vec<CellNumber> = (1..places).map(|p| cell(town, p, who)).collect();
                family.sum(cell(town, 0, who), &parts);
                ties.add(BTreeSet::new());
            }
            for tie in to_the_next {
                family.sum(cell(town, 1, 0), &[cell((town + 1) % towns, 2, 0)]);
                ties.add(BTreeSet::from([tie.clone()]));
            }
        }
        (family, all, ties)
    }

    #[test]
    fn of_a_hundred_thousand_numbers_that_hang_together_the_tie_that_splits_them_best_is_named() {
        let (family, all, ties) = country(&[Tie::Groups]);
        let groups = family.groups_with(&all[..1]);
        assert_eq!(groups, std::slice::from_ref(&all));
        let split = ties.split(&family, &groups[0]).unwrap();
        // Without ages the numbers of all people together would still hang together from town to town.
        let expected = Split {
            together: 100_000,
            without: vec![Tie::Groups],
            parts: 500,
            largest: 200,
        };
        assert_eq!(split, expected);
        let texts = Texts::parse(include_str!("../texts.de.toml"));
        insta::assert_snapshot!(split.german(&texts));
    }

    #[test]
    fn where_one_is_not_enough_two_are_named() {
        let (family, all, mut ties) = country(&[Tie::Years, Tie::Groups]);
        // Ages make up nothing here that anybody could leave out.
        for bits in &mut ties.of {
            *bits &= !(1 << ties.names[&breakdown("age")]);
        }
        let split = ties.split(&family, &all).unwrap();
        assert_eq!(split.without, [Tie::Groups, Tie::Years]);
        assert_eq!((split.parts, split.largest), (500, 200));
    }

    #[test]
    fn where_nothing_that_may_be_left_out_splits_them_nothing_is_named() {
        let (family, all, mut ties) = country(&[Tie::Groups]);
        ties.of.fill(0);
        assert_eq!(ties.split(&family, &all), None);
    }

    /// What is proposed for all hidden numbers of an edition, as if none of them had been proved.
    fn proposed(towns: usize, groups: &[(&str, &[&str])], table: &str) -> Option<Split> {
        let county = figures(&tree(&vec![10; towns], groups), table);
        let rules = Rules::starter();
        let settled = settle::<Public>(&county, (catalogue(), &rules), &[]).unwrap();
        let sums = observed::sums(&county, &settled.cells);
        let equations = (&settled.equations, &sums);
        let built = family::build(&county, (catalogue(), &rules), &settled.cells, equations);
        let open: Vec<CellNumber> = built.family.hidden().collect();
        proposal(&built, (&county, catalogue()), &settled.cells, &open)
    }

    fn places(towns: usize) -> Vec<String> {
        let letters = ('a'..).take(10);
        let places = (1..=towns).flat_map(|t| letters.clone().map(move |l| format!("{t}{l}")));
        places.collect()
    }

    fn table(lines: impl Iterator<Item = String>) -> String {
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_group_over_all_towns_is_what_ties_their_places_together() {
        let places = places(90);
        let first: Vec<&str> = places.iter().step_by(10).map(String::as_str).collect();
        let claims = table(places.iter().map(|place| format!("claims {place} 4")));
        let split = proposed(90, &[("G", &first)], &claims).unwrap();
        assert_eq!(split.without, [Tie::Groups]);
        assert!(split.together >= 900 && split.parts >= 90, "{split:?}");
        assert_eq!(proposed(90, &[], &claims), None);
    }
}
