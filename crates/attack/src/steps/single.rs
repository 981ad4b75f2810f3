//! Step 1: an equation with one unknown, again and again until none is left.

use std::collections::VecDeque;

use super::Step;
use crate::relations::Sense;
use crate::system::System;

/// Solves what single equations solve.
pub(super) fn run(system: &mut System<'_>) {
    let mut waiting: VecDeque<u32> = (0u32..).take(system.rows.len()).collect();
    while let Some(row) = waiting.pop_front() {
        let equation = &system.rows[row as usize];
        if equation.sense != Sense::Equal {
            continue;
        }
        let (open, right) = system.open(equation);
        let [(unknown, factor)] = open[..] else {
            continue;
        };
        let number = right / factor;
        if system.is_absurd(unknown, number) {
            // The parts do not add up: nothing can be learnt here.
            continue;
        }
        system.learn(unknown, (number, number), Step::Single, &[row]);
        waiting.extend(&system.rows_of[unknown as usize]);
    }
}
