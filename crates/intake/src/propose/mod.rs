//! Proposes a profile for a file nobody has one for: what it is, how sure that is, and why.
//!
//! A person decides. The draft reads the file as it is; names of counts and categories are to be given.

mod columns;
mod draft;
mod layout;

use serde::{Deserialize, Serialize};

use crate::formats::{self, Sample, TextSample};
use crate::number::decimal_evidence;
use crate::texts::say;
use crate::{IntakeError, Profile, Source};
use columns::Survey;

/// One thing recognised, how sure, and why, in German.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[doc(alias = "Vermutung")]
pub struct Guess {
    /// As the profile writes it.
    pub value: String,
    /// 0 is a guess in the dark, 1 leaves no doubt.
    pub confidence: f64,
    /// The reason, in German.
    pub why: String,
}

impl Guess {
    fn new(value: &str, confidence: f64, why: String) -> Self {
        Self {
            value: value.to_owned(),
            confidence,
            why,
        }
    }

    /// How sure in words: "sicher", "wahrscheinlich", "unsicher".
    pub fn sureness(&self) -> String {
        let key = match self.confidence {
            c if c >= 0.9 => "sure",
            c if c >= 0.6 => "likely",
            _ => "unsure",
        };
        say(key, &[])
    }
}

/// What was recognised in a file, and a draft of its profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[doc(alias = "Vorschlag")]
pub struct Proposal {
    /// What kind of file it is: `csv`, `xlsx`, `xls`, `ods`, `parquet`, `zip`.
    pub format: String,
    /// The sheet looked at; empty where there is none.
    pub sheet: String,
    /// The encoding; only for text.
    pub encoding: Option<Guess>,
    /// The separator; only for text.
    pub separator: Option<Guess>,
    /// The decimal sign.
    pub decimal: Guess,
    /// First row and number of rows of the header: `3` or `3-4`.
    pub header: Guess,
    /// The column with the area key.
    pub key: Guess,
    /// Where the period stands.
    pub period: Guess,
    /// The layout.
    pub layout: Guess,
    /// The first rows as they were understood.
    pub preview: Vec<Vec<String>>,
    /// A profile that reads the file; ids of counts are taken from the header and to be replaced.
    pub profile: Profile,
}

impl Proposal {
    /// Everything recognised, in the order a person checks it, with a German heading each.
    pub fn guesses(&self) -> Vec<(String, &Guess)> {
        let always = [
            ("guess_layout", Some(&self.layout)),
            ("guess_encoding", self.encoding.as_ref()),
            ("guess_separator", self.separator.as_ref()),
            ("guess_decimal", Some(&self.decimal)),
            ("guess_header", Some(&self.header)),
            ("guess_key", Some(&self.key)),
            ("guess_period", Some(&self.period)),
        ];
        let given = always.into_iter().filter_map(|(key, g)| Some((key, g?)));
        given.map(|(key, guess)| (say(key, &[]), guess)).collect()
    }
}

/// Looks at a file and proposes how to read it.
///
/// ```
/// let file = "AGS;Name;Kinder\n05378004;Bergstadt;12,5\n05378008;Talstadt;7,0\n";
/// let proposal = intake::propose("kinder_2024.csv", file.as_bytes()).unwrap();
/// assert_eq!(proposal.key.value, "AGS");
/// assert_eq!(proposal.decimal.value, ",");
/// let source = intake::Source::Bytes(file.as_bytes());
/// let (records, _) = intake::read("kinder_2024.csv", source, &proposal.profile).unwrap();
/// assert_eq!(records.len(), 2);
/// ```
pub fn propose(file_name: &str, bytes: &[u8]) -> Result<Proposal, IntakeError> {
    propose_from(file_name, Source::Bytes(bytes))
}

/// The same for a file on disk, of which only the beginning is looked at where the format allows.
pub fn propose_from(file_name: &str, source: Source<'_>) -> Result<Proposal, IntakeError> {
    let sample = formats::sample(file_name, source)?;
    let survey = Survey::of(&sample.rows);
    let (found, layout) = layout::recognise(file_name, &sample, &survey);
    let decimal = decimal(&sample);
    let header = header(&survey, &sample);
    let key = survey.key_guess();
    let period = survey.period_guess(file_name, &sample.rows);
    let mut profile = draft::profile(file_name, &survey, found, (&key, &period));
    profile.numbers.decimal = Some(decimal.value.clone());
    let text = sample.text;
    if let Some(text) = text {
        let tab = text.separator == '\t';
        let sign = if tab {
            "tab".to_owned()
        } else {
            text.separator.to_string()
        };
        profile.text.separator = Some(sign);
    }
    if !sample.sheet.is_empty() && sample.text.is_none() {
        profile.sheet.name = Some(sample.sheet.clone());
    }
    Ok(Proposal {
        format: sample.format.to_owned(),
        encoding: text.map(encoding),
        separator: text.map(|t| separator(t.separator, t.agreeing)),
        preview: preview(&sample),
        sheet: sample.sheet,
        decimal,
        header,
        key,
        period,
        layout,
        profile,
    })
}

fn encoding(text: TextSample) -> Guess {
    let name = text.encoding;
    let (confidence, key) = match (text.only_ascii, text.sure) {
        (true, _) => (1.0, "why_ascii"),
        (false, true) if name == "UTF-8" => (1.0, "why_utf8"),
        (false, true) => (0.9, "why_bytes"),
        (false, false) => (0.6, "why_western"),
    };
    Guess::new(
        &name.to_lowercase(),
        confidence,
        say(key, &[("encoding", name)]),
    )
}

fn separator(sign: char, agreeing: f64) -> Guess {
    let percent = vocabulary::german_number(agreeing * 100.0, 0);
    let value = if sign == '\t' {
        "tab".to_owned()
    } else {
        sign.to_string()
    };
    let why = say("why_separator", &[("percent", &percent)]);
    Guess::new(&value, agreeing, why)
}

fn decimal(sample: &Sample) -> Guess {
    let (mut commas, mut points) = (0u32, 0u32);
    for cell in sample.rows.iter().flat_map(|r| &r.cells) {
        let crate::cell::Cell::Text(text) = cell else {
            continue;
        };
        // Days look like numbers with points.
        if text.parse::<vocabulary::Date>().is_ok() {
            continue;
        }
        match decimal_evidence(text) {
            Some(',') => commas += 1,
            Some(_) => points += 1,
            None => {}
        }
    }
    let all = f64::from(commas + points);
    let counts = [
        ("commas", commas.to_string()),
        ("points", points.to_string()),
    ];
    let counts: Vec<(&str, &str)> = counts.iter().map(|(k, v)| (*k, v.as_str())).collect();
    match (commas, points) {
        (0, 0) if sample.text.is_none() => Guess::new(",", 0.9, say("why_typed", &[])),
        (0, 0) => Guess::new(",", 0.5, say("why_no_decimals", &[])),
        (c, p) if c >= p => Guess::new(",", f64::from(c) / all, say("why_decimals", &counts)),
        (_, p) => Guess::new(".", f64::from(p) / all, say("why_decimals", &counts)),
    }
}

fn header(survey: &Survey, sample: &Sample) -> Guess {
    let number = |at: usize| sample.rows.get(at).map_or(0, |r| r.number);
    let first = number(survey.header_at);
    let last = number((survey.header_at + survey.header_rows).saturating_sub(1));
    let value = if first == last {
        first.to_string()
    } else {
        format!("{first}-{last}")
    };
    let data = number(survey.data_from).to_string();
    let (confidence, key) = match survey.header_rows {
        1 if survey.headers_are_unique() => (0.95, "why_header"),
        1 => (0.7, "why_header_twice"),
        _ => (0.7, "why_header_rows"),
    };
    Guess::new(&value, confidence, say(key, &[("data", &data)]))
}

fn preview(sample: &Sample) -> Vec<Vec<String>> {
    let line = |row: &crate::cell::Row<'_>| {
        let cells = row.cells.iter().take(12);
        cells.map(|c| crate::reading::excerpt(&c.text())).collect()
    };
    sample.rows.iter().take(8).map(line).collect()
}
