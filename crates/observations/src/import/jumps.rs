//! Jumps against the period before: a change too large for chance and too large to pass without a look.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use vocabulary::{Flags, RemarkKind, Severity, german_number};

use super::draft::Draft;
use super::duplicates::say_amount;
use crate::counts::{Amount, Cell, SeriesKey};
use crate::report::Jump;

/// Jumps listed in the report, the largest first; all are counted.
const LISTED: usize = 200;

/// When a change is a jump; all three must hold. Kept as the rule `jumps` in the data folder.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct JumpRule {
    /// The least change relative to the number before, 0.25 for a quarter.
    pub relative: f64,
    /// The least change in numbers of cases.
    pub cases: f64,
    /// How many standard deviations of two Poisson counts it lies apart.
    pub deviations: f64,
}

impl Default for JumpRule {
    fn default() -> Self {
        Self {
            relative: 0.25,
            cases: 20.0,
            deviations: 5.0,
        }
    }
}

impl JumpRule {
    /// How many standard deviations apart two counts are, if that is a jump.
    fn applies(self, before: f64, now: f64) -> Option<f64> {
        let change = (now - before).abs();
        let deviations = change / (now + before).max(1.0).sqrt();
        let large = change >= self.cases && change >= self.relative * before.abs();
        (large && deviations >= self.deviations).then_some(deviations)
    }
}

/// The amounts of the period before, by series of the draft and area of the draft.
pub(super) type Before = HashMap<(u32, u32), Amount>;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Jumps {
    pub(super) listed: Vec<Jump>,
    pub(super) number: u64,
}

/// Adds the periods before that stand in the same file.
pub(super) fn within_file(draft: &Draft, before: &mut Before) {
    let numbers: HashMap<&SeriesKey, u32> =
        (0u32..).zip(&draft.series).map(|(n, s)| (s, n)).collect();
    let follower: HashMap<u32, u32> = draft
        .series
        .iter()
        .zip(0u32..)
        .filter_map(|(key, n)| numbers.get(&earlier(key)).map(|earlier| (*earlier, n)))
        .collect();
    for cell in &draft.cells {
        if let Some(series) = follower.get(&cell.series) {
            before.insert((*series, cell.area), cell.amount);
        }
    }
}

/// The series one period earlier.
pub(super) fn earlier(key: &SeriesKey) -> SeriesKey {
    SeriesKey {
        period: key.period.previous(),
        ..key.clone()
    }
}

/// Compares every cell with the one before it.
pub(super) fn find(draft: &mut Draft, before: &Before, rule: JumpRule, file: &str) -> Jumps {
    let mut jumps: Vec<(f64, Cell, Amount)> = Vec::new();
    for cell in &draft.cells {
        let Some(old) = before.get(&(cell.series, cell.area)) else {
            continue;
        };
        if let Some(deviations) = jump(*old, cell.amount, rule) {
            jumps.push((deviations, *cell, *old));
        }
    }
    jumps.sort_by(|a, b| {
        let place = |c: &Cell| (c.series, c.area);
        b.0.total_cmp(&a.0)
            .then_with(|| place(&a.1).cmp(&place(&b.1)))
    });
    let number = jumps.len() as u64;
    let listed = jumps
        .iter()
        .take(LISTED)
        .map(|(_, cell, old)| report(cell, *old, draft, file))
        .collect();
    Jumps { listed, number }
}

fn jump(old: Amount, new: Amount, rule: JumpRule) -> Option<f64> {
    let known = |a: Amount| {
        let quantity = vocabulary::Quantity::from(a);
        let share = quantity.flags.contains(Flags::SUPPLIED);
        quantity.value.known().filter(|_| !share)
    };
    rule.applies(known(old)?, known(new)?)
}

fn report(cell: &Cell, old: Amount, draft: &mut Draft, file: &str) -> Jump {
    let what = draft.say(cell);
    let place = draft.place(file, cell);
    let (now, before) = (cell.amount.lower, old.lower);
    let change = if before == 0.0 {
        "vorher 0".to_owned()
    } else {
        let percent = german_number((now - before) / before * 100.0, 0);
        format!("{}{percent} %", if now > before { "+" } else { "" })
    };
    let (value, earlier) = (say_amount(cell.amount), say_amount(old));
    let values = [
        ("what", what.as_str()),
        ("value", value.as_str()),
        ("before", earlier.as_str()),
        ("change", change.as_str()),
    ];
    let weight = (Severity::Warning, RemarkKind::Jump);
    draft.remarks.add(weight, place.clone(), "jump", &values);
    Jump {
        cell: draft.key(cell),
        place,
        before,
        now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jump_is_large_in_cases_in_proportion_and_beyond_chance() {
        let rule = JumpRule::default();
        assert!(rule.applies(1000.0, 1500.0).is_some());
        assert!(rule.applies(100.0, 0.0).is_some());
        assert!(rule.applies(1000.0, 1100.0).is_none(), "a tenth is no jump");
        assert!(
            rule.applies(4.0, 12.0).is_none(),
            "small numbers jump by chance"
        );
        assert!(rule.applies(0.0, 0.0).is_none());
    }
}
