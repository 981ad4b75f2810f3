//! The rules in force, told in German: what is protected and what is not.

use vocabulary::{Texts, german_number};

use crate::magnitudes::MagnitudeRule;
use crate::{ClassRule, Edition, Method, Public, Rules, Zeros};

/// Sentences for the method chapter of an edition.
///
/// ```
/// use disclosure::{Public, Rules, sentences};
/// assert!(sentences::<Public>(&Rules::starter())[0].contains("Jugendhilfe unter 5"));
/// ```
pub fn sentences<E: Edition>(rules: &Rules) -> Vec<String> {
    let texts = Texts::parse(include_str!("texts.de.toml"));
    let say = |key: &str| texts.say(key, &[]);
    let guarded: Vec<&ClassRule> = rules
        .classes
        .iter()
        .filter(|c| c.threshold_in::<E>() > 0.0)
        .collect();
    if rules.method != Method::Suppression {
        return altered(rules, &texts);
    }
    let mut told = vec![
        thresholds::<E>(&guarded, &texts),
        say("sentence_open"),
        zeros(&guarded, &texts),
    ];
    if guarded.iter().any(|c| c.complement) {
        told.push(say("sentence_complement"));
    }
    told.extend(guarded.iter().filter_map(|class| {
        let rule = dominance(class, &texts)?;
        Some(texts.say("sentence_dominance", &[("rule", &rule)]))
    }));
    told.extend(["sentence_bases", "sentence_supplier", "sentence_symbol"].map(say));
    if E::NAME == Public::NAME {
        told.extend(["sentence_derived", "sentence_secondary", "sentence_pattern"].map(say));
        told.extend(pieces(rules, &texts));
        told.push(say("sentence_limits"));
    } else {
        told.push(say("sentence_internal"));
    }
    told
}

/// The class and its rule for sums of unequal contributions, where it has one.
pub(crate) fn dominance(class: &ClassRule, texts: &Texts) -> Option<String> {
    let percent = |p: f64| german_number(p, u8::from(p.fract() != 0.0));
    let rule = match class.dominance?.rule()? {
        MagnitudeRule::PPercent { p } => texts.say("dominance_p", &[("p", &percent(p))]),
        MagnitudeRule::Dominance { n, k } => {
            let key = if n == 1 {
                "dominance_one"
            } else {
                "dominance_two"
            };
            texts.say(key, &[("k", &percent(k))])
        }
    };
    Some(texts.say(
        "dominance_class",
        &[("class", &class.name), ("rule", &rule)],
    ))
}

/// What is said where counts are altered, in both editions alike. How strong the noise is nobody is told.
fn altered(rules: &Rules, texts: &Texts) -> Vec<String> {
    let say = |key: &str| texts.say(key, &[]);
    let mut told = if rules.method == Method::Rounding {
        let base = german_number(f64::from(rules.rounding_base.unwrap_or_default()), 0);
        vec![texts.say("sentence_rounding", &[("base", &base)])]
    } else {
        let guarded = rules.classes.iter().filter(|c| c.threshold > 0.0);
        let guarded: Vec<&ClassRule> = guarded.collect();
        let classes = named::<Public>(&guarded, texts);
        vec![
            say("sentence_cell_key"),
            texts.say("sentence_cell_key_small", &[("classes", &classes)]),
        ]
    };
    let rest = [
        "sentence_open",
        "sentence_altered_bases",
        "sentence_altered_limits",
    ];
    told.extend(rest.map(say));
    told
}

/// How many people whatever a group cuts off must have, where the rules say so.
fn pieces(rules: &Rules, texts: &Texts) -> Option<String> {
    let least = rules.groups.min_piece;
    let said = || texts.say("sentence_pieces", &[("least", &german_number(least, 0))]);
    (least > 0.0).then(said)
}

fn thresholds<E: Edition>(guarded: &[&ClassRule], texts: &Texts) -> String {
    let classes = named::<E>(guarded, texts);
    texts.say("sentence_classes", &[("classes", &classes)])
}

/// The classes with their thresholds.
fn named<E: Edition>(guarded: &[&ClassRule], texts: &Texts) -> String {
    let classes: Vec<String> = guarded
        .iter()
        .map(|c| {
            let threshold = german_number(c.threshold_in::<E>(), 0);
            let values = [("name", c.name.as_str()), ("threshold", &threshold)];
            texts.say("sentence_class", &values)
        })
        .collect();
    classes.join("; ")
}

fn zeros(guarded: &[&ClassRule], texts: &Texts) -> String {
    let protecting: Vec<&str> = guarded
        .iter()
        .filter(|c| c.zeros == Zeros::Protect)
        .map(|c| c.name.as_str())
        .collect();
    if protecting.is_empty() {
        texts.say("sentence_zeros_publish", &[])
    } else {
        let classes = protecting.join("; ");
        texts.say("sentence_zeros_protect", &[("classes", &classes)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Internal;

    #[test]
    fn the_rules_in_force_are_told_and_so_is_what_they_leave_open() {
        insta::assert_snapshot!(sentences::<Public>(&Rules::starter()).join("\n"));
    }

    #[test]
    fn the_internal_edition_claims_no_protection_it_does_not_have() {
        let told = sentences::<Internal>(&Rules::starter()).join(" ");
        assert!(!told.contains("zurückrechnen"));
        assert!(told.contains("nur für den internen Gebrauch"));
    }
}
