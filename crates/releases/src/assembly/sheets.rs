//! Indicator sheets (Steckbriefe) from the catalogue, in the words of their readers.

use indicators::{Catalogue, Definition};
use vocabulary::{Breakdown, Texts};

use crate::{IndicatorSheet, Topic};

/// The topics that have an indicator, in the order of the catalogue.
pub(super) fn topics(catalogue: &Catalogue) -> Vec<Topic> {
    let used = |id: &str| catalogue.indicators.iter().any(|d| d.topic == id);
    let topics = catalogue.topics.iter().filter(|t| used(&t.id));
    topics
        .map(|t| Topic {
            id: t.id.clone(),
            name: t.name.clone(),
        })
        .collect()
}

/// One sheet per definition version, with the least number shown of it.
pub(super) fn sheets(
    catalogue: &Catalogue,
    min_count: impl Fn(&Definition) -> f64,
) -> Vec<IndicatorSheet> {
    let texts = Texts::parse(include_str!("sheets.de.toml"));
    catalogue
        .indicators
        .iter()
        .map(|definition| IndicatorSheet {
            min_count: Some(min_count(definition)),
            ..sheet(definition, &texts)
        })
        .collect()
}

fn sheet(d: &Definition, texts: &Texts) -> IndicatorSheet {
    IndicatorSheet {
        id: d.id.clone(),
        version: d.version,
        valid_from: d.valid_from,
        valid_to: d.valid_to,
        change_note: d.change_note.clone(),
        name: d.name.clone(),
        short_name: d.short_name.clone(),
        subject: d.subject.clone(),
        topic: d.topic.clone(),
        kind: d.kind,
        unit: d.unit.clone(),
        decimals: d.decimals,
        factor: d.factor,
        numerator: d.numerator_text.clone(),
        denominator: d.denominator_text.clone(),
        polarity: d.polarity,
        source: d.source.clone(),
        rhythm: d.rhythm.clone(),
        levels: d.levels.clone(),
        reference_dates: d.reference_dates.clone(),
        place_principle: d.place_principle.clone(),
        population_concept: d.population_concept.clone(),
        breakdowns: d
            .breakdowns()
            .map(|b| (b.clone(), breakdown_words(b, texts)))
            .collect(),
        confidentiality: confidentiality(d, texts),
        evidence: texts.say(&format!("evidence_{}", d.evidence.to_lowercase()), &[]),
        notes: d.notes.clone(),
        limits: d.limits.clone(),
        reading: d.reading.clone(),
        design_effect: d.design_effect,
        practical_threshold: d.practical_threshold,
        min_count: None,
        open: d.open,
    }
}

fn confidentiality(d: &Definition, texts: &Texts) -> String {
    let key = if d.open { "open" } else { "protected" };
    texts.say(key, &[])
}

/// `age=0-17|sex=female` in words: „0 bis 17 Jahre, Frauen“.
fn breakdown_words(breakdown: &Breakdown, texts: &Texts) -> String {
    let known: Vec<&str> = texts.keys().collect();
    let words = breakdown.pairs().map(|(dimension, category)| {
        let key = format!("{dimension}_{category}");
        if known.contains(&key.as_str()) {
            return texts.say(&key, &[]);
        }
        match (
            dimension,
            category.split_once('-'),
            category.strip_suffix('+'),
        ) {
            ("age", Some((from, to)), _) => texts.say("age_band", &[("from", from), ("to", to)]),
            ("age", None, Some(from)) => texts.say("age_open", &[("from", from)]),
            _ => category.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(", ")
}
