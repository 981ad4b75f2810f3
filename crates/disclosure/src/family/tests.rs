//! Small tables anybody can check by hand, and random ones checked by another formulation.

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};
use proptest::prelude::*;

use super::*;

/// A table whose last row and column are margins; `hidden` are (row, column). Zeros are shown, so what is hidden is not 0.
fn table(numbers: &[&[f64]]) -> (Family, Vec<Vec<CellNumber>>) {
    let mut family = Family::default();
    let (least, threshold) = (1.0, 3.0);
    let cells: Vec<Vec<CellNumber>> = numbers
        .iter()
        .map(|row| {
            let one = |value: &f64| {
                let sensitive = *value < threshold && *value >= least;
                family.add(Cell {
                    value: Some(*value),
                    is_hidden: sensitive,
                    is_given: false,
                    is_count: true,
                    known: Range::from(least.min(*value)),
                    needed: sensitive.then_some(Range {
                        lower: least,
                        upper: threshold,
                    }),
                    cost: if *value < least { f64::INFINITY } else { 1.0 },
                })
            };
            row.iter().map(one).collect()
        })
        .collect();
    for row in &cells {
        let (total, parts) = row.split_last().expect("a row has a margin");
        family.sum(*total, parts);
    }
    for column in 0..cells[0].len() {
        let down: Vec<CellNumber> = cells.iter().map(|r| r[column]).collect();
        let (total, parts) = down.split_last().expect("a column has a margin");
        family.sum(*total, parts);
    }
    (family, cells)
}

#[test]
fn three_hidden_numbers_beside_a_shown_sum_need_a_fourth() {
    let mut family = Family::default();
    let add = |family: &mut Family, value: f64| {
        family.add(Cell {
            value: Some(value),
            is_hidden: value < 3.0,
            is_given: false,
            is_count: true,
            known: Range::from(1.0),
            needed: (value < 3.0).then_some(Range {
                lower: 1.0,
                upper: 3.0,
            }),
            cost: value,
        })
    };
    let parts: Vec<CellNumber> = [1.0, 1.0, 2.0, 40.0].map(|v| add(&mut family, v)).to_vec();
    let total = family.add(Cell {
        value: Some(44.0),
        is_hidden: false,
        is_given: false,
        is_count: true,
        known: Range::from(1.0),
        needed: None,
        cost: 440.0,
    });
    family.sum(total, &parts);
    assert_eq!(audit(&family).unsafe_cells.len(), 3);
    let done = protect(&mut family);
    assert_eq!(done.secondary, [parts[3]]);
    assert!(done.audit.is_safe());
}

#[test]
fn the_witness_names_the_sum_that_gives_a_number_away() {
    let (family, cells) = table(&[
        &[38.0, 17.0, 55.0],
        &[7.0, 4.0, 11.0],
        &[3.0, 1.0, 4.0],
        &[48.0, 22.0, 70.0],
    ]);
    let found = audit(&family);
    assert_eq!(found.unsafe_cells.len(), 1);
    assert!(found.unsafe_cells[0].is_exact());
    let proof = witness(&family, cells[2][1], Side::Upper).expect("it is bounded");
    assert!((proof.bound - 1.0).abs() < 1e-6);
    assert_eq!(proof.relations.len(), 1, "one subtraction is enough");
}

#[test]
fn the_cheapest_choice_for_a_single_small_cell_is_a_rectangle() {
    let (mut family, _) = table(&[
        &[38.0, 17.0, 55.0],
        &[7.0, 4.0, 11.0],
        &[3.0, 1.0, 4.0],
        &[48.0, 22.0, 70.0],
    ]);
    let best = optimal(&family).expect("a safe choice exists");
    assert!((best.cost - 3.0).abs() < 1e-9, "{best:?}");
    let done = protect(&mut family);
    assert!(
        done.audit.is_safe() && done.secondary.len() <= 4,
        "{done:?}"
    );
}

#[test]
fn a_table_too_large_to_be_solved_is_protected_step_by_step() {
    let numbers: Vec<Vec<f64>> = (0u32..50)
        .map(|row| {
            // Many ones and twos, and columns of large numbers in which a few people stand alone.
            let number = |column: u32| match (row * 37 + column + 1).wrapping_mul(0x9E37_79B1) >> 24
            {
                drawn if column < 24 => drawn % 3,
                _ if (row * 7 + column).is_multiple_of(11) => 1,
                drawn => 20 + drawn % 40,
            };
            (0u32..36).map(|column| f64::from(number(column))).collect()
        })
        .collect();
    let numbers = with_sums(numbers);
    let rows: Vec<&[f64]> = numbers.iter().map(Vec::as_slice).collect();
    let (mut family, _) = table(&rows);
    let done = protect(&mut family);
    assert!(done.audit.is_safe(), "{:?}", done.audit.unsafe_cells.len());
    assert!(done.audit.largest > 800, "{}", done.audit.largest);
    // Another formulation agrees, as far as it can be asked in a test.
    for asked in family.hidden().step_by(151).collect::<Vec<_>>() {
        let Some(needed) = family.cell(asked).needed else {
            continue;
        };
        assert!(farthest(&family, asked, OptimizationDirection::Minimize) <= needed.lower + 1e-6);
        assert!(farthest(&family, asked, OptimizationDirection::Maximize) >= needed.upper - 1e-6);
    }
    assert!(done.secondary.len() > 10, "{}", done.secondary.len());
    // Nothing was hidden in vain: whatever is shown again opens a cell.
    for cell in done.secondary.iter().step_by(5) {
        let mut less = family.clone();
        less.show(*cell);
        assert!(
            !protect(&mut less).secondary.is_empty(),
            "of {}: {cell}",
            done.secondary.len()
        );
    }
}

#[test]
fn a_hundred_thousand_numbers_beyond_help_are_soon_given_up() {
    let mut family = Family::default();
    let hidden: Vec<CellNumber> = (0..100_000)
        .map(|_| {
            family.add(Cell {
                value: Some(1.0),
                is_hidden: true,
                is_given: false,
                is_count: true,
                known: Range::from(1.0),
                needed: Some(Range {
                    lower: 1.0,
                    upper: 3.0,
                }),
                cost: f64::INFINITY,
            })
        })
        .collect();
    // Each sum ties two, and none of the sums may go.
    for pair in hidden.windows(2) {
        let total = family.add(Cell {
            value: Some(2.0),
            is_hidden: false,
            is_given: false,
            is_count: true,
            known: Range::from(1.0),
            needed: None,
            cost: f64::INFINITY,
        });
        family.sum(total, pair);
    }
    let done = protect(&mut family);
    assert_eq!(done.audit.unsafe_cells.len(), hidden.len());
    assert_eq!(done.audit.largest, hidden.len());
    assert!(done.secondary.is_empty());
}

#[test]
fn a_cell_of_which_the_solver_finds_no_proof_counts_as_unsafe() {
    let (mut family, cells) = table(&[
        &[38.0, 17.0, 55.0],
        &[7.0, 4.0, 11.0],
        &[3.0, 1.0, 4.0],
        &[48.0, 22.0, 70.0],
    ]);
    assert!(protect(&mut family).audit.is_safe());
    let unproven = exhausted::during(|| audit(&family));
    let finding = Finding {
        cell: cells[2][1],
        verdict: Verdict::Unproven,
    };
    assert_eq!(unproven.unsafe_cells, [finding]);
    // Nothing more is hidden on mere suspicion.
    let again = exhausted::during(|| protect(&mut family));
    assert_eq!(
        (again.secondary, again.audit.unsafe_cells.len()),
        (vec![], 1)
    );
}

#[test]
fn nothing_is_proved_from_a_number_the_solver_did_not_find() {
    // The supplier hides two numbers of 17; as far as anybody is asked, each may be 8 or 9.
    let mut family = Family::default();
    let bounds = Range {
        lower: 1.0,
        upper: 9.0,
    };
    let hidden = Cell {
        value: None,
        is_hidden: true,
        is_given: false,
        is_count: true,
        known: bounds,
        needed: Some(Range {
            lower: 8.0,
            upper: 9.0,
        }),
        cost: f64::INFINITY,
    };
    let parts = [family.add(hidden.clone()), family.add(hidden)];
    let total = family.add(Cell {
        value: Some(17.0),
        is_hidden: false,
        is_given: true,
        is_count: true,
        known: Range::from(1.0),
        needed: None,
        cost: f64::INFINITY,
    });
    family.sum(total, &parts);
    assert!(audit(&family).is_safe());
    let unproven = exhausted::during(|| audit(&family)).unsafe_cells;
    assert!(unproven.len() == 2 && unproven.iter().all(|f| f.verdict == Verdict::Unproven));
}

/// Rows and columns with what they add up to.
fn with_sums(mut numbers: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    for row in &mut numbers {
        row.push(row.iter().sum());
    }
    let width = numbers[0].len();
    let sums = (0..width).map(|c| numbers.iter().map(|r| r[c]).sum());
    numbers.push(sums.collect());
    numbers
}

prop_compose! {
    fn tables()(rows in 2usize..6, columns in 2usize..5)
        (numbers in prop::collection::vec(prop::collection::vec(prop_oneof![3 => 0u32..6, 1 => 6u32..60], columns), rows))
        -> Vec<Vec<f64>> {
        with_sums(numbers.iter().map(|r| r.iter().map(|n| f64::from(*n)).collect()).collect())
    }
}

proptest! {
    #[test]
    fn what_is_protected_is_safe_by_another_formulation(numbers in tables()) {
        let rows: Vec<&[f64]> = numbers.iter().map(Vec::as_slice).collect();
        let (mut family, _) = table(&rows);
        let done = protect(&mut family);
        prop_assert!(done.audit.is_safe() == independently_safe(&family), "{:?}", done.audit);
        if let Some(best) = optimal(&table(&rows).0).filter(|_| done.audit.is_safe()) {
            prop_assert!(best.cost <= done.secondary.len() as f64 + 1e-6);
        }
    }

    #[test]
    fn a_short_proof_narrows_down_and_never_rules_out_the_truth(numbers in tables()) {
        let rows: Vec<&[f64]> = numbers.iter().map(Vec::as_slice).collect();
        let (mut family, _) = table(&rows);
        for shown in protect(&mut family).secondary {
            let mut family = family.clone();
            family.show(shown);
            let Some((cell, possible)) = first_exposed(&family, shown, 100) else {
                continue;
            };
            let needed = family.cell(cell).needed.expect("it is sensitive");
            let truth = family.cell(cell).value.expect("the table is known");
            if possible.upper < needed.upper {
                let proof = shortest_witness(&family, (cell, Side::Upper), needed.upper).expect("it is short");
                prop_assert!(proof.bound < needed.upper && proof.bound > truth - 1e-6, "{proof:?}");
            }
            if possible.lower > needed.lower {
                let proof = shortest_witness(&family, (cell, Side::Lower), needed.lower).expect("it is short");
                prop_assert!(proof.bound > needed.lower && proof.bound < truth + 1e-6, "{proof:?}");
            }
        }
    }
}

/// Every hidden cell in absolute numbers, all relations at once, no surroundings, no reference.
fn independently_safe(family: &Family) -> bool {
    let sensitive = family.hidden().filter(|c| family.cell(*c).needed.is_some());
    sensitive.into_iter().all(|asked| {
        let needed = family.cell(asked).needed.expect("it is sensitive");
        let least = farthest(family, asked, OptimizationDirection::Minimize);
        let most = farthest(family, asked, OptimizationDirection::Maximize);
        least <= needed.lower.max(known_from_pattern(family, asked)) + 1e-6
            && most >= needed.upper - 1e-6
    })
}

/// A hidden margin of hidden numbers and zeros is known to be as much as they are many.
fn known_from_pattern(family: &Family, asked: CellNumber) -> f64 {
    let mut least: f64 = 0.0;
    for relation in 0..u32::try_from(family.relations()).expect("few") {
        let (total, parts) = family
            .terms(relation)
            .split_first()
            .expect("a sum has a total");
        let hidden = |c: CellNumber| family.cell(c).is_hidden;
        let zero = |c: CellNumber| family.cell(c).value == Some(0.0);
        if total.0 == asked && parts.iter().all(|(c, _)| hidden(*c) || zero(*c)) {
            least = least.max(parts.iter().filter(|(c, _)| hidden(*c)).count() as f64);
        }
    }
    least
}

fn farthest(family: &Family, asked: CellNumber, direction: OptimizationDirection) -> f64 {
    let mut problem = Problem::new(direction);
    let variables: Vec<Variable> = (0u32..)
        .zip(family.cells())
        .map(|(i, c)| {
            let value = c.value.expect("the table is known");
            let range = if c.is_hidden {
                (c.known.lower, 1e5)
            } else {
                (value, value)
            };
            problem.add_var(if i == asked { 1.0 } else { 0.0 }, range)
        })
        .collect();
    for relation in 0..u32::try_from(family.relations()).expect("few") {
        let terms: Vec<(Variable, f64)> = family
            .terms(relation)
            .iter()
            .map(|(c, f)| (variables[*c as usize], *f))
            .collect();
        problem.add_constraint(&terms[..], ComparisonOp::Eq, 0.0);
    }
    let solved = problem
        .solve()
        .expect("the true table solves it")
        .into_solution();
    solved.expect("no limit was set").objective()
}
