//! A measure that began at different times: each question to it answered by randomisation over areas and starts.
//!
//! **Literature.** Callaway & Sant'Anna (2021), see [`super::callaway_santanna`]; Athey, S. & Imbens, G. W. (2022): Design-based
//! analysis in difference-in-differences settings with staggered adoption. Journal of Econometrics 226, 62-79 (starts as
//! what is random); Fisher (1935).
//!
//! **Formula.** Against areas that never get the measure, each effect of Callaway and Sant'Anna is a mean over groups, by
//! their size, of mean v(i, g) in g − mean v(i, g) in the never treated, with one number per area and group: overall
//! (aggregated by group) v = mean of y(t), t ≥ g, − y(g − 1); for a time since the start e ≥ 0 v = y(g + e) − y(g − 1), for e < 0
//! y(g + e) − y(g + e − 1). All assignments of as many areas to the starts, or so many drawn at random with the actual one; p as in
//! [`super::randomisation_test`]. Interval: all constant effects τ which, taken off the treated from their starts on, are
//! not rejected at 5 %. Two checks before the start: the slope over the periods before, and a start pretended half-way.
//!
//! **Unit.** That of the values. **Edge cases.** Areas treated in the first period are left out; groups that a question
//! does not reach (no such time) too, with their areas; nobody never treated, or fewer than 20 assignments: not defined.
//! With one start, overall is the simple comparison measured from the last period before.

use super::panel::slope;
use super::randomisation::{Contrast, Randomisation};
use super::{Panel, Starts};
use crate::NotDefined;
use crate::spatial::Permutations;
use crate::summation::mean;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// The mean effect per treated area since its start.
    Overall,
    /// The same for the areas with one start.
    Group(usize),
    /// The effect so many periods after the start; before it the change from one period to the next.
    Since(i64),
    /// The effect on a group in a period from its start on.
    Cell {
        /// The first period with the measure.
        group: usize,
        /// The period.
        time: usize,
    },
    /// The direction before the start.
    DirectionBefore,
    /// The effect of a start that never was, half-way through the periods before.
    Pretended,
}

/// The answer to a question, with the assignments of areas to starts as what chance could have done.
///
/// ```
/// use methods::effect::{Panel, Question, staggered};
/// use methods::spatial::Permutations;
/// let wobble = |area: usize, t: usize| ((area * 31 + t * 17 + area * t * 7) % 11) as f64 / 10.0;
/// let starts: Vec<Option<usize>> = (0..30).map(|i| match i { 0 => Some(3), 1 => Some(5), _ => None }).collect();
/// let on = |i: usize, t: usize| starts[i].is_some_and(|start| t >= start);
/// let rows = (0..30).map(|i| (0..8).map(|t| wobble(i, t) + if on(i, t) { 4.0 } else { 0.0 }).collect());
/// let found = staggered(&Panel::new(rows.collect())?, &starts, Question::Overall, Permutations::new(999, 1)?)?;
/// assert!(found.effect.holds(4.0) && found.p < 0.01);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn staggered(
    panel: &Panel,
    starts: &Starts,
    question: Question,
    most: Permutations,
) -> Result<Randomisation, NotDefined> {
    panel.check(starts)?;
    let mut reached: Vec<usize> = starts.iter().flatten().copied().collect();
    reached.sort_unstable();
    reached.dedup();
    reached.retain(|&start| question.number(panel.row(0), start).is_some());
    if reached.is_empty() {
        return Err(NotDefined::OutOfRange {
            what: "periods",
            value: panel.periods() as f64,
            allowed: "a question that reaches into the periods",
        });
    }
    contrast(panel, (starts, &reached), question).judged(most)
}

/// The numbers of the areas that began at these starts, and of those that never did.
fn contrast(panel: &Panel, (starts, reached): (&Starts, &[usize]), question: Question) -> Contrast {
    let group = |start: usize| reached.iter().position(|own| *own == start);
    let pool: Vec<usize> = (0..starts.len())
        .filter(|&area| starts[area].is_none_or(|start| group(start).is_some()))
        .collect();
    let on = |area: usize| -> Vec<f64> {
        let began = |t: usize| starts[area].is_some_and(|s| t >= s || question.is_before());
        (0..panel.periods()).map(|t| f64::from(began(t))).collect()
    };
    let all = |number: &dyn Fn(usize, usize) -> Option<f64>| -> Vec<Vec<f64>> {
        let of = |start: usize| {
            pool.iter()
                .filter_map(|&area| number(area, start))
                .collect()
        };
        reached.iter().map(|&start| of(start)).collect()
    };
    Contrast {
        groups: pool
            .iter()
            .map(|&area| starts[area].and_then(group))
            .collect(),
        numbers: all(&|area, start| question.number(panel.row(area), start)),
        parts: all(&|area, start| {
            if question.is_before() {
                return Some(on(area)[0]);
            }
            question.number(&on(area), start)
        }),
    }
}

impl Question {
    /// Whether it looks at what was before the start, where the measure can have done nothing.
    fn is_before(self) -> bool {
        matches!(self, Self::Since(since) if since < 0)
            || matches!(self, Self::DirectionBefore | Self::Pretended)
    }

    /// The number of an area as one that began with a period; none where the question does not reach it.
    fn number(self, row: &[f64], start: usize) -> Option<f64> {
        if start == 0 || start >= row.len() {
            return None;
        }
        match self {
            Self::Overall => Some(mean(&row[start..])? - row[start - 1]),
            Self::Group(group) if group == start => Self::Overall.number(row, start),
            Self::Cell { group, time } if group == start && time >= start => {
                Some(row.get(time)? - row[start - 1])
            }
            Self::Group(_) | Self::Cell { .. } => None,
            Self::Since(since) => {
                let time = start.checked_add_signed(isize::try_from(since).ok()?)?;
                let base = if since < 0 {
                    time.checked_sub(1)?
                } else {
                    start - 1
                };
                Some(row.get(time)? - row[base])
            }
            Self::DirectionBefore => slope(&row[..start]),
            Self::Pretended => {
                let first = start.div_ceil(2);
                Some(mean(row.get(first..start).filter(|r| !r.is_empty())?)? - row[first - 1])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Aggregation, Controls, callaway_santanna, randomisation_test};
    use super::*;

    fn few() -> Permutations {
        Permutations::new(199, 5).unwrap()
    }

    /// Thirty areas, of which two began in the fourth, one in the sixth and two in the seventh of nine periods.
    fn starts() -> Vec<Option<usize>> {
        let begun = [Some(3), Some(3), Some(5), Some(6), Some(6)];
        begun.into_iter().chain([None; 25]).collect()
    }

    fn panel(values: &[f64]) -> Panel {
        Panel::new(values.chunks(9).map(<[f64]>::to_vec).collect()).unwrap()
    }

    fn value(panel: &Panel, starts: &Starts, question: Question) -> f64 {
        staggered(panel, starts, question, few())
            .unwrap()
            .effect
            .value
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn every_answer_is_the_effect_of_callaway_and_santanna(values in prop::collection::vec(-50.0..50.0_f64, 270)) {
            let (panel, starts) = (panel(&values), starts());
            let found = callaway_santanna(&panel, &starts, Controls::Never, &[]).unwrap();
            let by = |by| found.aggregate(by);
            let close = |own: f64, other: f64| (own - other).abs() < 1e-9;
            prop_assert!(close(value(&panel, &starts, Question::Overall), by(Aggregation::Group).overall.0));
            for (group, effect, _) in by(Aggregation::Group).parts {
                let group = usize::try_from(group).unwrap();
                prop_assert!(close(value(&panel, &starts, Question::Group(group)), effect));
            }
            for (since, effect, _) in by(Aggregation::Dynamic).parts {
                prop_assert!(close(value(&panel, &starts, Question::Since(since)), effect), "{}", since);
            }
            for cell in found.cells.iter().filter(|cell| cell.time >= cell.group) {
                let asked = Question::Cell { group: cell.group, time: cell.time };
                prop_assert!(close(value(&panel, &starts, asked), cell.effect));
            }
        }

        #[test]
        fn with_one_start_it_is_the_simple_comparison_from_the_last_period_before(
            values in prop::collection::vec(-50.0..50.0_f64, 270), start in 1..9_usize,
        ) {
            let panel = panel(&values);
            let starts: Vec<Option<usize>> = (0..30).map(|i| (i < 2).then_some(start)).collect();
            let changes: Vec<f64> = (0..30)
                .map(|i| mean(&panel.row(i)[start..]).unwrap() - panel.row(i)[start - 1])
                .collect();
            let treated: Vec<bool> = starts.iter().map(Option::is_some).collect();
            let simple = randomisation_test(&changes, &treated, few()).unwrap();
            prop_assert_eq!(staggered(&panel, &starts, Question::Overall, few()).unwrap(), simple);
        }

        #[test]
        fn an_effect_added_moves_answer_and_interval_by_as_much(
            values in prop::collection::vec(-5.0..5.0_f64, 270), added in -20.0..20.0_f64,
        ) {
            let starts = starts();
            let moved: Vec<f64> = values.iter().enumerate()
                .map(|(at, value)| value + if starts[at / 9].is_some_and(|s| at % 9 >= s) { added } else { 0.0 })
                .collect();
            for question in [Question::Overall, Question::Since(1)] {
                let plain = staggered(&panel(&values), &starts, question, few()).unwrap().effect;
                let with = staggered(&panel(&moved), &starts, question, few()).unwrap().effect;
                for (own, other) in [(with.value, plain.value), (with.lower, plain.lower), (with.upper, plain.upper)] {
                    prop_assert!((own - other - added).abs() < 1e-6, "{} {} {}", own, other, added);
                }
            }
        }
    }

    #[test]
    fn what_cannot_be_compared_is_refused() {
        let flat = panel(&[1.0; 270]);
        let refused =
            |starts: &Starts, question| staggered(&flat, starts, question, few()).is_err();
        let everybody: Vec<Option<usize>> = (0..30).map(|i| Some(3 + i % 2)).collect();
        assert!(
            refused(&everybody, Question::Overall),
            "nobody is never treated"
        );
        let from_the_first: Vec<Option<usize>> = (0..30).map(|i| (i == 0).then_some(0)).collect();
        assert!(refused(&from_the_first, Question::Overall), "no before");
        assert!(refused(&[None; 30], Question::Overall));
        assert!(refused(&starts(), Question::Since(6)), "no such period");
        assert!(refused(&starts(), Question::Since(i64::MIN)));
        assert!(refused(&starts(), Question::Cell { group: 3, time: 2 }));
        let few_areas = Panel::new(vec![vec![1.0, 2.0, 3.0]; 4]).unwrap();
        let own = [Some(1), Some(2), None, None];
        let small = staggered(&few_areas, &own, Question::Overall, few());
        assert_eq!(
            small,
            Err(NotDefined::TooFewComparisons { need: 20, have: 12 })
        );
    }

    #[test]
    fn without_an_effect_five_in_a_hundred_are_found() {
        let starts = starts();
        let mut found = 0;
        for run in 0..200 {
            let mut stream = crate::random::Stream::new(23, run);
            let values: Vec<f64> = (0..270).map(|_| f64::from(stream.below(1_000))).collect();
            let test = staggered(&panel(&values), &starts, Question::Overall, few()).unwrap();
            found += i32::from(test.p <= 0.05);
            assert!(
                test.effect.lower <= test.effect.value && test.effect.value <= test.effect.upper
            );
        }
        assert!(found <= 19, "{found} of 200");
    }
}
