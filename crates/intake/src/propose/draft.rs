//! Writes the draft of a profile from what was recognised.

use vocabulary::CountId;

use super::Guess;
use super::columns::Survey;
use crate::profile::{ColumnRule, DimensionRule, KeyColumn, Layout, Profile, Unmapped};

/// More headings than a person reads are not written into a profile.
const HEADINGS: usize = 300;

/// A profile that reads the sample; what the layout brings along is left out.
pub(super) fn profile(
    file: &str,
    survey: &Survey,
    layout: Layout,
    (key, period): (&Guess, &Guess),
) -> Profile {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let mut profile = Profile::new(&id(stem), stem, layout);
    let generic = matches!(
        layout,
        Layout::Wide | Layout::Long | Layout::Parquet | Layout::Kosis
    );
    if generic {
        if !key.value.is_empty() {
            profile.key.columns = vec![KeyColumn::of(&key.value)];
        }
        let (kind, lengths) = survey.key_type();
        profile.key.kind = Some(kind);
        profile.key.lengths = lengths;
        profile.name = survey.name.map(|at| survey.wanted(at));
        if survey.header_rows > 1 {
            profile.header.rows = u32::try_from(survey.header_rows).ok();
        }
        period_rule(&mut profile, survey, period);
        profile.expected.headings = headings(survey);
    }
    match layout {
        Layout::Long => long(&mut profile, survey),
        Layout::Ffcsv | Layout::InkarBulk => {}
        Layout::InkarWide => indicators(&mut profile, survey),
        _ => {
            for at in survey.numbers() {
                let rule = ColumnRule::of(&survey.wanted(at), count(&survey.columns[at].path, at));
                profile.columns.push(rule);
            }
        }
    }
    profile
}

fn period_rule(profile: &mut Profile, survey: &Survey, period: &Guess) {
    let value = Some(period.value.clone()).filter(|v| !v.is_empty());
    if survey.period.is_some() {
        profile.period.column = value;
    } else if period.value.contains("{day}") {
        profile.period.preamble = value;
    } else {
        profile.period.file_name = value;
    }
}

/// All headings of the file, so that another table is not taken for this one next year. Years change.
fn headings(survey: &Survey) -> Vec<String> {
    if survey.columns.len() > HEADINGS {
        return Vec::new();
    }
    let mut out: Vec<String> = survey.columns.iter().map(|c| yearless(&c.path)).collect();
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    out
}

/// Every year as `*`.
fn yearless(heading: &str) -> String {
    let mut out = String::new();
    let mut digits = String::new();
    for c in heading.chars().chain(['\n']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        let year = digits.len() == 4 && ["19", "20"].iter().any(|s| digits.starts_with(s));
        out.push_str(if year { "*" } else { &digits });
        digits.clear();
        out.push(c);
    }
    out.trim_end_matches('\n').to_owned()
}

fn long(profile: &mut Profile, survey: &Survey) {
    let Some(value) = survey.numbers().first().copied() else {
        return;
    };
    profile.value = Some(survey.wanted(value));
    profile.count.constant = Some(count(&survey.columns[value].path, value));
    for at in survey.categories() {
        profile.dimensions.push(DimensionRule {
            column: survey.wanted(at),
            dimension: id(&survey.columns[at].path),
            categories: std::collections::BTreeMap::new(),
            others: Some(Unmapped::Keep),
        });
    }
}

/// One rule per indicator, of whatever years.
fn indicators(profile: &mut Profile, survey: &Survey) {
    for at in survey.numbers() {
        let path = &survey.columns[at].path;
        let name = path.split(" / ").next().unwrap_or(path);
        if profile.columns.iter().all(|c| c.header != name) {
            profile.columns.push(ColumnRule::of(name, count(name, at)));
        }
    }
}

fn count(header: &str, at: usize) -> CountId {
    let fallback = format!("column_{}", at + 1);
    CountId::parse(&id(header))
        .or_else(|_empty| CountId::parse(&fallback))
        .expect("the fallback is an id")
}

/// A text as an id.
fn id(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().flat_map(char::to_lowercase).take(50) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('_') {
            out.push('_');
        }
    }
    out.trim_matches('_').to_owned()
}
