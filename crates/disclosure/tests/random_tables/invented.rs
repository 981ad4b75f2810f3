//! Small tables invented by a seeded die: the same ones every time.

use disclosure::family::{Cell, CellNumber, Family, Range};

/// Numbers that look like chance and are the same every time.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn of(seed: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        dice.below(7);
        dice
    }

    /// From 0 up to but not including this.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    /// Once in so many times.
    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

/// Cells and sums, written down a second time beside the family made of them.
pub(crate) struct Table {
    pub(crate) cells: Vec<Cell>,
    /// A total and its parts.
    pub(crate) sums: Vec<(usize, Vec<usize>)>,
}

impl Table {
    /// What the gate is given.
    pub(crate) fn family(&self) -> Family {
        let mut family = Family::default();
        let numbers: Vec<CellNumber> = self.cells.iter().map(|c| family.add(c.clone())).collect();
        for (total, parts) in &self.sums {
            let parts: Vec<CellNumber> = parts.iter().map(|p| numbers[*p]).collect();
            family.sum(numbers[*total], &parts);
        }
        family
    }
}

/// Counts of the innermost cells and what adds up to what.
struct Shape {
    numbers: Vec<f64>,
    is_margin: Vec<bool>,
    sums: Vec<(usize, Vec<usize>)>,
}

impl Shape {
    /// A table of crossed traits: for each the number of its categories; the last of each trait is its total.
    fn crossed(dice: &mut Dice, categories: &[usize]) -> Self {
        let sizes: Vec<usize> = categories.iter().map(|c| c + 1).collect();
        let all: usize = sizes.iter().product();
        let place = |mut at: usize| -> Vec<usize> {
            let digit = |size: &usize| {
                let digit = at % size;
                at /= size;
                digit
            };
            sizes.iter().map(digit).collect()
        };
        let is_total = |at: usize, trait_: usize| place(at)[trait_] == categories[trait_];
        let traits = 0..categories.len();
        let is_margin: Vec<bool> = (0..all)
            .map(|at| traits.clone().any(|t| is_total(at, t)))
            .collect();
        let mut numbers: Vec<f64> = is_margin
            .iter()
            .map(|m| if *m { 0.0 } else { count(dice) })
            .collect();
        let mut sums = Vec::new();
        let mut step = 1;
        for t in traits {
            for at in (0..all).filter(|at| is_total(*at, t)) {
                let parts: Vec<usize> = (1..=categories[t]).map(|back| at - back * step).collect();
                // Totals over one trait come before those over several, so their parts are there already.
                numbers[at] = parts.iter().map(|p| numbers[*p]).sum();
                sums.push((at, parts));
            }
            step *= sizes[t];
        }
        Self {
            numbers,
            is_margin,
            sums,
        }
    }

    /// Adds groups of some of these cells that may overlap.
    fn grouped(mut self, dice: &mut Dice, members: &[usize], groups: usize) -> Self {
        for _ in 0..groups {
            let chosen: Vec<usize> = members
                .iter()
                .copied()
                .filter(|_| dice.once_in(2))
                .collect();
            if chosen.len() < 2 || chosen.len() == members.len() {
                continue;
            }
            self.sums.push((self.numbers.len(), chosen.clone()));
            self.is_margin.push(true);
            self.numbers
                .push(chosen.iter().map(|m| self.numbers[*m]).sum());
        }
        self
    }
}

/// Mostly small, as in small places.
fn count(dice: &mut Dice) -> f64 {
    let upto = [1, 4, 12, 12, 60, 400][dice.below(6)];
    dice.below(upto) as f64
}

/// A table of one of four kinds.
pub(crate) fn table(seed: u64) -> Table {
    let dice = &mut Dice::of(seed);
    let mut some = |least: usize, most: usize| least + dice.below(most - least + 1);
    let shape = match seed % 4 {
        0 => {
            let sizes = [some(2, 4), some(2, 4)];
            Shape::crossed(dice, &sizes)
        }
        1 => {
            let sizes = [2, 2, some(2, 3)];
            Shape::crossed(dice, &sizes)
        }
        2 => {
            let areas = some(3, 7);
            let members: Vec<usize> = (0..areas).collect();
            Shape::crossed(dice, &[areas]).grouped(dice, &members, 3)
        }
        _ => {
            let areas = some(3, 5);
            // Groups of areas for women, men, and both would be crossed again; groups of all people are enough.
            let members: Vec<usize> = (0..areas).map(|a| a + 2 * (areas + 1)).collect();
            Shape::crossed(dice, &[areas, 2]).grouped(dice, &members, 2)
        }
    };
    with_rules(dice, shape)
}

/// The rules a table stands under.
struct Rules {
    threshold: f64,
    least: f64,
    has_given: bool,
    has_supplier: bool,
}

fn with_rules(dice: &mut Dice, shape: Shape) -> Table {
    let rules = Rules {
        threshold: [3.0, 5.0, 10.0][dice.below(3)],
        least: [1.0, 1.0, 0.0][dice.below(3)],
        has_given: dice.once_in(3),
        has_supplier: dice.once_in(4),
    };
    let of = shape.numbers.iter().zip(&shape.is_margin);
    let cells = of
        .map(|(value, is_margin)| cell(dice, &rules, (*value, *is_margin)))
        .collect();
    Table {
        cells,
        sums: shape.sums,
    }
}

fn cell(dice: &mut Dice, rules: &Rules, (value, is_margin): (f64, bool)) -> Cell {
    let plain = Cell {
        value: Some(value),
        is_hidden: false,
        is_given: false,
        is_count: true,
        known: Range::from(value.min(rules.least)),
        needed: None,
        cost: if value < rules.least {
            f64::INFINITY
        } else {
            (1.0 + value.ln_1p()) * if is_margin { 10.0 } else { 1.0 }
        },
    };
    if is_margin && rules.has_given && dice.once_in(5) {
        return Cell {
            is_given: true,
            cost: f64::INFINITY,
            ..plain
        };
    }
    let below_ten = (1.0..10.0).contains(&value);
    if !is_margin && rules.has_supplier && below_ten && dice.once_in(2) {
        return by_supplier(rules, plain.cost);
    }
    let is_small = value >= rules.least && value < rules.threshold;
    Cell {
        is_hidden: is_small,
        needed: is_small.then_some(Range {
            lower: rules.least,
            upper: rules.threshold,
        }),
        ..plain
    }
}

/// A number of which the supplier says "below 10" only.
fn by_supplier(rules: &Rules, cost: f64) -> Cell {
    let between = |upper| Range { lower: 1.0, upper };
    Cell {
        value: None,
        is_hidden: true,
        known: between(9.0),
        needed: Some(between(rules.threshold.min(9.0))),
        is_given: false,
        is_count: true,
        cost,
    }
}
