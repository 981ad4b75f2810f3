//! The cells of all figures and what is known about each.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use indicators::{Catalogue, Definition, Figures, Kind, PlaceKind};
use vocabulary::{Bounds, ClassId, Value};

use super::differences::{MadeOf, made_of};
use super::dominated::{Dominated, dominated};
use super::former::FormerSum;
use crate::{ClassRule, Edition, Reason, Rules, Zeros};

/// The number of a cell: sheet times places plus place.
pub(super) type CellNumber = u32;

/// What an outsider sees of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// No figure shows it, or nobody knows it: it tells nothing.
    Absent,
    /// Its number is shown.
    Shown,
    /// Only bounds are known: a sum over cells the supplier hides.
    Bounds,
    /// Not shown.
    Hidden(Reason),
}

/// What a rule says about all cells of a sheet.
#[derive(Clone, Copy, Debug)]
pub(super) struct SheetRule {
    /// Numbers from 1 to below this are hidden; 0: never.
    pub threshold: f64,
    /// Whether zeros may be shown.
    pub zeros: Zeros,
}

/// All cells, with the links between numerators and denominators.
pub(super) struct Cells {
    pub places: usize,
    pub status: Vec<Status>,
    pub values: Vec<f64>,
    pub rules: Vec<SheetRule>,
    /// Cells outsiders know from elsewhere.
    pub elsewhere: HashSet<CellNumber>,
    /// Cells the planner wants to stay.
    pub fixed: HashSet<CellNumber>,
    /// What outsiders know of sums of cells from numbers of areas that are no more.
    pub former: Vec<FormerSum>,
    /// Sums of which one contributor makes too much.
    pub dominated: Dominated,
    /// Per sheet how many times as much is lost with its numbers as with others.
    weights: Vec<f64>,
    groups: Vec<bool>,
    /// What suppliers say of numbers they hide, and of sums over them.
    bounds: BTreeMap<CellNumber, Bounds>,
    /// Per sheet what it is made of.
    made_of: Vec<MadeOf>,
    /// Per sheet whether it is a balance or a change.
    balances: Vec<bool>,
    /// Per sheet whether its numbers are whole.
    whole: Vec<bool>,
    /// Pairs (denominator, numerator), sorted: hiding the first hides the second.
    bases: Vec<(CellNumber, CellNumber)>,
    /// Hidden cells whose consequences have not been followed yet.
    pub fresh: Vec<CellNumber>,
    /// Cells hidden so that a single sum is closed; the proof over all relations may not need each of them.
    pub chosen: BTreeSet<CellNumber>,
}

impl Cells {
    pub(super) fn new<E: Edition>(figures: &Figures, catalogue: &Catalogue, rules: &Rules) -> Self {
        let kinds = figures.region().places().iter().map(|p| p.kind);
        let places = kinds.len();
        let size = figures.sheets().len() * places;
        let mut cells = Self {
            places,
            status: vec![Status::Absent; size],
            values: vec![f64::NAN; size],
            rules: sheet_rules::<E>(figures, catalogue, rules),
            elsewhere: HashSet::new(),
            fixed: HashSet::new(),
            former: Vec::new(),
            dominated: Dominated::new(),
            weights: weights(figures, rules),
            groups: kinds.map(|kind| kind == PlaceKind::Group).collect(),
            bounds: BTreeMap::new(),
            made_of: made_of(figures, catalogue),
            balances: balances(figures, catalogue),
            whole: whole(figures, catalogue),
            bases: Vec::new(),
            fresh: Vec::new(),
            chosen: BTreeSet::new(),
        };
        cells.read(figures);
        cells.dominated = dominated::<E>(figures, (catalogue, rules), &cells);
        cells
    }

    /// Takes the numbers of all figures, and which of them stand on which.
    fn read(&mut self, figures: &Figures) {
        for figure in figures.rows() {
            let above = self.number(figure.numerator_sheet, figure.place);
            self.publish(above, figure.numerator);
            if let (Some(sheet), Some(value)) = (figure.denominator_sheet, figure.denominator) {
                // The denominator of a remainder is never shown.
                if figures.region().places()[figure.place].kind == PlaceKind::Remainder {
                    continue;
                }
                let below = self.number(sheet, figure.place);
                self.publish(below, value);
                if self.rule(above).threshold > 0.0 {
                    self.bases.push((below, above));
                }
            }
        }
        self.bases.sort_unstable();
        self.bases.dedup();
    }

    pub(super) fn number(&self, sheet: usize, place: usize) -> CellNumber {
        u32::try_from(sheet * self.places + place).expect("fewer than four thousand million cells")
    }

    pub(super) fn rule(&self, cell: CellNumber) -> SheetRule {
        self.rules[cell as usize / self.places]
    }

    pub(super) fn status(&self, cell: CellNumber) -> Status {
        self.status[cell as usize]
    }

    pub(super) fn value(&self, cell: CellNumber) -> f64 {
        self.values[cell as usize]
    }

    pub(super) fn is_hidden(&self, cell: CellNumber) -> bool {
        matches!(self.status(cell), Status::Hidden(_))
    }

    /// Whether outsiders know the cell's number, from this edition or from elsewhere.
    pub(super) fn is_seen(&self, cell: CellNumber) -> bool {
        self.status(cell) == Status::Shown || self.elsewhere.contains(&cell)
    }

    /// Whether hiding the cell would keep its number from anybody.
    pub(super) fn can_protect(&self, cell: CellNumber) -> bool {
        self.status(cell) == Status::Shown
            && self.rule(cell).threshold > 0.0
            && !self.elsewhere.contains(&cell)
            && !self.fixed.contains(&cell)
    }

    /// Whether the cell is hidden to protect others, or could be.
    pub(super) fn protects(&self, cell: CellNumber) -> bool {
        let is_hidden_for_others = matches!(
            self.status(cell),
            Status::Hidden(Reason::Secondary | Reason::Base)
        );
        self.can_protect(cell) || is_hidden_for_others && !self.elsewhere.contains(&cell)
    }

    /// How many times as much is lost with the cell as with others.
    pub(super) fn weight(&self, cell: CellNumber) -> f64 {
        self.weights[cell as usize / self.places]
    }

    /// Whether the cell is of a group of areas.
    pub(super) fn is_group(&self, cell: CellNumber) -> bool {
        self.groups[cell as usize % self.places]
    }

    /// Whether the cell is a balance or a change: it counts nobody, however small it is.
    pub(super) fn is_balance(&self, cell: CellNumber) -> bool {
        self.balances[cell as usize / self.places]
    }

    /// Whether the cell's number is whole, as counts and their differences are; sums of ages are not.
    pub(super) fn counts(&self, cell: CellNumber) -> bool {
        self.whole[cell as usize / self.places]
    }

    /// Whether the cell's number is made by taking something away.
    pub(super) fn is_difference(&self, cell: CellNumber) -> bool {
        self.made_of[cell as usize / self.places].is_difference
    }

    /// Every pair of a base and what stands on it.
    pub(super) fn bases(&self) -> &[(CellNumber, CellNumber)] {
        &self.bases
    }

    /// The cells at the same place that a cell is made of by adding and taking away; empty for a plain count.
    pub(super) fn made_of(&self, cell: CellNumber) -> Vec<CellNumber> {
        let place = cell as usize % self.places;
        let sheets = &self.made_of[cell as usize / self.places].sheets;
        sheets.iter().map(|s| self.number(*s, place)).collect()
    }

    fn publish(&mut self, cell: CellNumber, value: Value) {
        let i = cell as usize;
        self.status[i] = match value {
            Value::Known(x) => {
                self.values[i] = x;
                Status::Shown
            }
            Value::Suppressed(bounds) => {
                self.bounds.insert(cell, bounds);
                Status::Hidden(Reason::Supplier)
            }
            Value::Interval(bounds) => {
                self.bounds.insert(cell, bounds);
                Status::Bounds
            }
            _ => Status::Absent,
        };
    }

    /// What the supplier says of a number he hides, or what is known of a sum over such.
    pub(super) fn bounds(&self, cell: CellNumber) -> Option<Bounds> {
        self.bounds.get(&cell).copied()
    }

    /// Hides a shown cell and every numerator it is the base of. Open facts stay.
    pub(super) fn hide(&mut self, cell: CellNumber, reason: Reason) {
        let mut waiting = vec![(cell, reason)];
        while let Some((cell, reason)) = waiting.pop() {
            if self.status(cell) != Status::Shown || self.rule(cell).threshold <= 0.0 {
                continue;
            }
            self.status[cell as usize] = Status::Hidden(reason);
            self.fresh.push(cell);
            for (_, above) in self.standing_on(cell) {
                waiting.push((*above, Reason::Base));
            }
        }
    }

    /// Shows a cell again that nobody needs to be hidden.
    pub(super) fn show(&mut self, cell: CellNumber) {
        self.status[cell as usize] = Status::Shown;
    }

    /// The cells that may be shown again: those chosen to close single sums, and what stands on no other hidden base.
    pub(super) fn returnable(&self) -> BTreeSet<CellNumber> {
        let chosen = self.chosen.iter().copied();
        let mut found: BTreeSet<CellNumber> = chosen
            .filter(|c| self.status(*c) == Status::Hidden(Reason::Secondary))
            .collect();
        let mut above: BTreeMap<CellNumber, bool> = BTreeMap::new();
        for (below, cell) in &self.bases {
            if self.status(*cell) == Status::Hidden(Reason::Base) && !self.is_seen(*below) {
                let only_chosen = above.entry(*cell).or_insert(true);
                *only_chosen &= found.contains(below);
            }
        }
        found.extend(above.into_iter().filter(|(_, only)| *only).map(|(c, _)| c));
        found
    }

    /// Shows no bounds in place of a sum.
    pub(super) fn hide_bounds(&mut self, cell: CellNumber) {
        if self.status(cell) == Status::Bounds {
            self.status[cell as usize] = Status::Hidden(Reason::Bounds);
            self.fresh.push(cell);
        }
    }

    /// The numerators a cell is the denominator of.
    pub(super) fn standing_on(&self, below: CellNumber) -> &[(CellNumber, CellNumber)] {
        let start = self.bases.partition_point(|(b, _)| *b < below);
        let len = self.bases[start..].partition_point(|(b, _)| *b == below);
        &self.bases[start..start + len]
    }
}

/// Of a quantity several indicators tell the most important one counts.
fn weights(figures: &Figures, rules: &Rules) -> Vec<f64> {
    let mut weights: Vec<Option<f64>> = vec![None; figures.sheets().len()];
    for figure in figures.rows() {
        let weight = &mut weights[figure.numerator_sheet];
        let told = rules.weight(&figure.indicator);
        *weight = Some(weight.map_or(told, |w| w.max(told)));
    }
    weights.into_iter().map(|w| w.unwrap_or(1.0)).collect()
}

fn balances(figures: &Figures, catalogue: &Catalogue) -> Vec<bool> {
    let mut balances = vec![false; figures.sheets().len()];
    for figure in figures.rows() {
        if catalogue.indicators[figure.definition].kind == Kind::Balance {
            balances[figure.numerator_sheet] = true;
        }
    }
    balances
}

fn whole(figures: &Figures, catalogue: &Catalogue) -> Vec<bool> {
    let sheets = figures.sheets().iter();
    let weighed = sheets.map(|s| s.formula.weighed(&catalogue.counts));
    weighed
        .map(|parts| parts.iter().all(|p| p.factor.fract() == 0.0))
        .collect()
}

/// Per sheet the strictest rule among the counts of its formula and the definitions that override it.
pub(super) fn sheet_rules<E: Edition>(
    figures: &Figures,
    catalogue: &Catalogue,
    rules: &Rules,
) -> Vec<SheetRule> {
    let mut found: Vec<SheetRule> = figures
        .sheets()
        .iter()
        .map(|sheet| {
            let classes = sheet.formula.counts().map(|c| &catalogue.counts[c].class);
            let open = SheetRule {
                threshold: 0.0,
                zeros: Zeros::Publish,
            };
            classes
                .filter_map(|c| rules.of(c))
                .fold(open, |strict, rule| stricter::<E>(strict, rule))
        })
        .collect();
    for figure in figures.rows() {
        let class = catalogue.indicators[figure.definition].class.as_ref();
        if let Some(rule) = class.and_then(|c| rules.of(c)) {
            let sheet = &mut found[figure.numerator_sheet];
            *sheet = stricter::<E>(*sheet, rule);
        }
    }
    found
}

fn stricter<E: Edition>(strict: SheetRule, rule: &ClassRule) -> SheetRule {
    SheetRule {
        threshold: strict.threshold.max(rule.threshold_in::<E>()),
        zeros: if rule.zeros == Zeros::Protect {
            Zeros::Protect
        } else {
            strict.zeros
        },
    }
}

/// The rules of all classes that take part in a definition.
pub(crate) fn classes<'a>(
    definition: &'a Definition,
    catalogue: &'a Catalogue,
    rules: &'a Rules,
) -> impl Iterator<Item = &'a ClassRule> {
    let formulas = std::iter::once(&definition.numerator).chain(&definition.denominator);
    formulas
        .flat_map(indicators::Formula::counts)
        .map(|c| &catalogue.counts[c].class)
        .chain(&definition.class)
        .filter_map(|c| rules.of(c))
}

/// Whether denominator minus numerator is a cell to protect.
pub(crate) fn has_complement(
    definition: &Definition,
    catalogue: &Catalogue,
    rules: &Rules,
) -> bool {
    let of_persons = || {
        definition
            .numerator
            .counts()
            .all(|c| catalogue.counts[c].persons)
            && classes(definition, catalogue, rules).any(|c| c.complement)
    };
    definition.kind == Kind::Share
        && !definition.open
        && definition.complement.unwrap_or_else(of_persons)
}

/// Per definition the strictest class of its inputs.
pub(crate) fn strictest_classes(catalogue: &Catalogue, rules: &Rules) -> Vec<ClassId> {
    catalogue
        .indicators
        .iter()
        .map(|d| {
            // Of equally strict classes the numerator's comes first.
            let strict = classes(d, catalogue, rules)
                .reduce(|a, b| if b.threshold > a.threshold { b } else { a });
            let numerator = d
                .numerator
                .counts()
                .next()
                .map(|c| &catalogue.counts[c].class);
            strict
                .map(|c| c.id.clone())
                .or_else(|| numerator.cloned())
                .expect("a formula names at least one count")
        })
        .collect()
}
