//! Whatever numbers come in, every method answers with numbers or with a reason: no NaN, no infinity, no panic.
//!
//! Results are looked at through their debug form, which shows every field of every answer.

mod given;
mod methods_of_areas;
mod methods_of_figures;
mod methods_of_indices;
mod methods_of_series;

use std::fmt::Debug;

use given::{Given, any_given, cases};
use proptest::prelude::*;

/// A method with arguments made of what is given, and its answer in words.
type Method = (&'static str, fn(&Given) -> String);

/// All methods that take numbers of others.
fn methods() -> impl Iterator<Item = &'static Method> {
    [
        methods_of_figures::METHODS,
        methods_of_areas::METHODS,
        methods_of_indices::METHODS,
        methods_of_series::METHODS,
    ]
    .into_iter()
    .flatten()
}

/// The answer of a method in words.
fn told<T: Debug>(answer: T) -> String {
    format!("{answer:?}")
}

/// The methods whose answers hold what is no number; a reason may name the number it refuses.
fn unsound(given: &Given) -> Vec<String> {
    let answers = methods().map(|(name, method)| (name, method(given)));
    let no_number = |answer: &str| {
        let mut words = answer.split(|c: char| !c.is_alphanumeric());
        words.any(|word| matches!(word, "NaN" | "inf"))
    };
    answers
        .filter(|(_, answer)| !answer.starts_with("Err(") && no_number(answer))
        .map(|(name, answer)| format!("{name} answers {answer} to {given:?}"))
        .collect()
}

#[test]
fn every_bad_input_is_answered_with_numbers_or_a_reason() {
    for (name, given) in cases() {
        assert_eq!(unsound(&given), Vec::<String>::new(), "{name}");
    }
}

/// What a method must refuse, and in which words.
#[track_caller]
fn refused(method: &str, case: &str, reason: &str) {
    let (_, call) = methods()
        .find(|(name, _)| *name == method)
        .expect("a method of the list");
    let (_, given) = cases()
        .into_iter()
        .find(|(name, _)| *name == case)
        .expect("a case of the list");
    let answer = call(&given);
    assert!(
        answer.contains(reason),
        "{method} answers {answer} to {case}"
    );
}

#[test]
fn what_is_not_defined_is_refused_with_its_reason() {
    refused("moran", "constant", "NoSpread");
    refused("normalise", "constant", "NoSpread");
    refused("normalise", "all missing", "TooFewValues");
    refused("moran", "one area", "TooFewValues");
    refused("local_moran", "islands", "TooFewValues");
    refused("wilson", "zero denominators", "NoBase");
    refused("smooth", "population 0", "NoBase");
    refused("rate_ratio", "infinite ratio", "value: None");
    refused("mann_kendall", "three periods with a gap", "TooFewValues");
    refused(
        "randomisation_test",
        "treated without comparison",
        "TooFewComparisons",
    );
    refused(
        "event_study",
        "treated without comparison",
        "TooFewComparisons",
    );
    refused("principal_component", "constant", "NoSpread");
    refused("weights", "weights of zero", "OutOfRange");
    refused("weights", "negative weights", "OutOfRange");
    refused(
        "permutations",
        "more than a million permutations",
        "OutOfRange",
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_numbers_are_answered_with_numbers_or_a_reason(given in any_given()) {
        prop_assert_eq!(unsound(&given), Vec::<String>::new());
    }
}
