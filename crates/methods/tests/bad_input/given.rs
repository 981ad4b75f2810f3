//! What the methods are given: bad inputs that happen, each with its name, and any numbers at all.

use proptest::prelude::*;

/// Numbers from which every method takes what it needs.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    /// Values or cases by area or period.
    pub(crate) values: Vec<f64>,
    /// Bases, second values or weights.
    pub(crate) others: Vec<f64>,
    /// The neighbours of each area.
    pub(crate) neighbours: Vec<Vec<usize>>,
    /// Classes, groups, places or the position of a start.
    pub(crate) number: usize,
    /// A share, a rate or a parameter.
    pub(crate) one: f64,
}

impl Given {
    fn of(values: &[f64], others: &[f64]) -> Self {
        let last = values.len().saturating_sub(1);
        let around = |i: usize| [i.saturating_sub(1), (i + 1).min(last)];
        let row = |i| around(i).into_iter().filter(|j| *j != i).collect();
        Self {
            values: values.to_vec(),
            others: others.to_vec(),
            neighbours: (0..values.len()).map(row).collect(),
            number: 3,
            one: 0.5,
        }
    }

    /// The values with a gap where no number stands.
    pub(crate) fn with_gaps(&self) -> Vec<Option<f64>> {
        let known = |value: &f64| Some(*value).filter(|value| value.is_finite());
        self.values.iter().map(known).collect()
    }

    /// Three rows of the values, each turned by one place.
    pub(crate) fn rows(&self) -> Vec<Vec<f64>> {
        (0..3).map(|by| self.turned(by)).collect()
    }

    /// The values beginning at a later one.
    pub(crate) fn turned(&self, by: usize) -> Vec<f64> {
        let mut turned = self.values.clone();
        if !turned.is_empty() {
            let places = by % turned.len();
            turned.rotate_left(places);
        }
        turned
    }

    /// A place for each value: the number of its second value, if there is one.
    pub(crate) fn labels(&self) -> Vec<usize> {
        (0..self.values.len())
            .map(|i| i % self.number.max(1))
            .collect()
    }
}

/// The bad inputs that people send, by name.
#[expect(clippy::too_many_lines, reason = "a table, one line a case")]
pub(crate) fn cases() -> Vec<(&'static str, Given)> {
    let usual = Given::of(
        &[3.0, 9.0, 4.0, 12.0, 7.0, 1.0, 8.0, 5.0, 11.0, 2.0],
        &[30.0, 90.0, 50.0, 99.0, 80.0, 40.0, 85.0, 60.0, 120.0, 20.0],
    );
    let values = |values: &[f64]| Given::of(values, &vec![50.0; values.len()]);
    let with = |change: fn(&mut Given)| {
        let mut given = usual.clone();
        change(&mut given);
        given
    };
    vec![
        ("constant", values(&[4.0; 10])),
        ("all missing", values(&[f64::NAN; 10])),
        ("nothing", values(&[])),
        ("one area", values(&[3.0])),
        ("two areas", values(&[3.0, 4.0])),
        (
            "islands",
            with(|g| g.neighbours.iter_mut().for_each(Vec::clear)),
        ),
        (
            "ties",
            values(&[1.0, 1.0, 2.0, 2.0, 2.0, 3.0, 3.0, 1.0, 2.0, 3.0]),
        ),
        ("zero denominators", Given::of(&[0.0; 10], &[0.0; 10])),
        ("population 0", Given::of(&[0.0; 4], &[0.0; 4])),
        (
            "cases without population",
            Given::of(&[3.0; 10], &[0.0; 10]),
        ),
        (
            "infinite ratio",
            Given::of(&[5.0, 0.0, 3.0], &[100.0, 100.0, 100.0]),
        ),
        ("three periods with a gap", values(&[1.0, f64::NAN, 3.0])),
        ("treated without comparison", with(|g| g.number = 0)),
        (
            "collinear",
            Given::of(
                &[1.0, 2.0, 3.0, 1.0, 2.0, 3.0],
                &[2.0, 4.0, 6.0, 2.0, 4.0, 6.0],
            ),
        ),
        ("weights of zero", Given::of(&[1.0, 2.0, 3.0], &[0.0; 3])),
        (
            "negative weights",
            Given::of(&[1.0, 2.0, 3.0], &[-1.0, 2.0, 3.0]),
        ),
        (
            "lists of different length",
            Given::of(&[1.0, 2.0, 3.0], &[5.0]),
        ),
        (
            "neighbours beyond the last area",
            with(|g| g.neighbours[0] = vec![99]),
        ),
        (
            "more than a million permutations",
            with(|g| g.number = 1_000_001),
        ),
        (
            "numbers too large",
            values(&[1e308, -1e308, 1e308, f64::MAX, 3.0]),
        ),
        (
            "numbers too small",
            values(&[1e-310, 0.0, 2e-310, -1e-310, 5e-324]),
        ),
        (
            "infinity",
            values(&[1.0, f64::INFINITY, 2.0, f64::NEG_INFINITY, 5.0]),
        ),
    ]
}

/// A number as they come, and as they should not.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => (0..40i32).prop_map(f64::from),
        4 => 0.0..1.0f64,
        2 => -100.0..100.0f64,
        1 => any::<f64>(),
        1 => prop::sample::select(vec![0.0, -0.0, 1e308, 1e-310, f64::NAN, f64::INFINITY, f64::MIN]),
    ]
}

/// Lists of any length with any numbers; mostly of one length, because other lists are refused at once.
pub(crate) fn any_given() -> impl Strategy<Value = Given> {
    let list = |length: usize| prop::collection::vec(number(), length);
    let links = |length: usize| {
        prop::collection::vec(prop::collection::vec(0..length.max(1) + 1, 0..4), length)
    };
    let sized = (0..14usize, prop_oneof![6 => Just(0usize), 1 => 1..3usize]);
    sized.prop_flat_map(move |(length, more)| {
        (
            list(length),
            list(length + more),
            links(length),
            0..8usize,
            number(),
        )
            .prop_map(|(values, others, neighbours, number, one)| Given {
                values,
                others,
                neighbours,
                number,
                one,
            })
    })
}
