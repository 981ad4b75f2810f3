//! The definition of an indicator: what is divided by what, and everything a reader must know about it.

use serde::{Deserialize, Serialize};
use vocabulary::{Breakdown, ClassId, IndicatorId, LevelId, Period};

use super::{BaseCount, CatalogueError, Problem};
use crate::Formula;

/// What kind of number an indicator is; it decides the interval and the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A number of people or things, without denominator.
    Count,
    /// Part of a whole: Wilson interval.
    Share,
    /// Events per population: exact or Byar interval.
    Rate,
    /// Quotient of two groups that are not part of each other, or a mean.
    Ratio,
    /// In minus out; may be negative.
    Balance,
    /// A ready-made share of a supplier, without numerator and denominator.
    Supplied,
}

/// Whether more is hardship. Only hardship is a burden, never a kind of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// Neither.
    #[default]
    Neutral,
    /// More is better.
    HigherIsBetter,
    /// More is hardship.
    HigherIsBurden,
}

/// A breakdown an indicator offers: a dimension, and the categories or wider bands shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BreakdownBy {
    /// `sex`, `age`.
    pub dimension: String,
    /// Categories or bands that tile the dimension; empty: as delivered.
    #[serde(default)]
    pub categories: Vec<String>,
    /// A second dimension, so that each group is told apart by it as well: age bands by sex.
    #[serde(default)]
    pub by: Option<String>,
}

/// The figure of one group of people within an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    /// `total`, `sex=female`.
    pub breakdown: Breakdown,
    /// What is counted.
    pub numerator: Formula,
    /// Of how many.
    pub denominator: Option<Formula>,
}

/// An indicator's definition, resolved against the base counts.
#[derive(Clone, Debug)]
#[doc(alias = "Indikator")]
pub struct Definition {
    /// Its id.
    pub id: IndicatorId,
    /// Version of the definition.
    pub version: u32,
    /// First year it holds for.
    pub valid_from: Option<i32>,
    /// Last year it holds for.
    pub valid_to: Option<i32>,
    /// What changed against the version before, in two or three words.
    pub change_note: Option<String>,
    /// Full German name.
    pub name: String,
    /// Short name for rows of a profile.
    pub short_name: String,
    /// Noun phrase for sentences: „Kinder unter 15 in Familien mit Bürgergeld“.
    pub subject: String,
    /// Topic id.
    pub topic: String,
    /// What kind of number.
    pub kind: Kind,
    /// What is counted.
    pub numerator: Formula,
    /// Of how many.
    pub denominator: Option<Formula>,
    /// German words for the numerator.
    pub numerator_text: String,
    /// German words for the denominator.
    pub denominator_text: Option<String>,
    /// value = factor x numerator / denominator.
    pub factor: f64,
    /// `%`, `je 1.000`, `Personen` …
    pub unit: String,
    /// Decimals shown.
    pub decimals: u8,
    /// Whether more is hardship.
    pub polarity: Polarity,
    /// Who delivers.
    pub source: String,
    /// How often, in German.
    pub rhythm: String,
    /// Years from one figure to the next: years in between that are missing are unknown. 0: no regular rhythm.
    pub every_years: u8,
    /// Levels it is computed and shown on.
    pub levels: Vec<LevelId>,
    /// Reference dates of numerator and denominator, in German.
    pub reference_dates: String,
    /// How many years before the numerator the denominator is taken from.
    pub denominator_years_back: u8,
    /// „Wohnort“ or „Einrichtung“.
    pub place_principle: String,
    /// Register or official population, main residence, in German.
    pub population_concept: String,
    /// Everybody first, then each breakdown's groups.
    pub slices: Vec<Slice>,
    /// Years added up; 1 for none.
    pub pool: u8,
    /// Class of confidentiality, where stricter than its counts.
    pub class: Option<ClassId>,
    /// Whether denominator minus numerator is protected like the numerator; none: by the rule for traits of persons.
    pub complement: Option<bool>,
    /// The least denominator a rate is shown with, where other than the class's.
    pub min_denominator: Option<f64>,
    /// How much people in one household resemble each other: the interval uses n / design effect.
    pub design_effect: f64,
    /// The smallest difference that matters in practice, in the indicator's own unit; smaller ones are called none,
    /// however certain. None: every certain difference counts.
    #[doc(alias = "Praktische Schwelle")]
    pub practical_threshold: Option<f64>,
    /// V, P or U: on what the definition rests.
    pub evidence: String,
    /// Notes.
    pub notes: String,
    /// What it does not say.
    pub limits: String,
    /// What more means here, one sentence.
    pub reading: String,
    /// A fact about places, never suppressed.
    pub open: bool,
}

impl Definition {
    /// Whether this version holds for a period, and for the years its formulas look back to: nothing is ever compared
    /// across two definitions.
    pub fn holds_for(&self, period: Period) -> bool {
        let first = period.years_back(self.most_years_back()).first_year();
        self.valid_from.is_none_or(|y| y <= first)
            && self.valid_to.is_none_or(|y| period.last_year() <= y)
    }

    /// How many years before its period a figure of it reaches by its formulas.
    pub fn most_years_back(&self) -> u8 {
        let formulas = std::iter::once(&self.numerator).chain(&self.denominator);
        formulas.map(Formula::most_years_back).max().unwrap_or(0)
    }

    /// The breakdowns offered apart from the total.
    pub fn breakdowns(&self) -> impl Iterator<Item = &Breakdown> {
        self.slices.iter().skip(1).map(|s| &s.breakdown)
    }

    /// Whether numerator and denominator count people none of whom is in both, so that odds have an interval.
    pub(crate) fn is_odds(&self) -> bool {
        self.denominator.as_ref().is_some_and(|d| {
            self.numerator.is_plain_count() && d.is_plain_count() && !self.numerator.overlaps(d)
        })
    }
}

/// A definition as it stands in a file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct DefinitionEntry {
    pub id: String,
    pub version: Option<u32>,
    pub valid_from: Option<i32>,
    pub valid_to: Option<i32>,
    pub change_note: Option<String>,
    pub name: String,
    pub short_name: Option<String>,
    pub subject: Option<String>,
    pub topic: String,
    pub kind: Option<Kind>,
    pub numerator: String,
    pub denominator: Option<String>,
    pub numerator_text: Option<String>,
    pub denominator_text: Option<String>,
    pub factor: Option<f64>,
    pub unit: String,
    pub decimals: Option<u8>,
    pub polarity: Polarity,
    pub source: Option<String>,
    pub rhythm: Option<String>,
    pub every_years: Option<u8>,
    pub levels: Vec<LevelId>,
    pub reference_dates: Option<String>,
    pub denominator_years_back: u8,
    pub place_principle: Option<String>,
    pub population_concept: Option<String>,
    pub breakdowns: Vec<BreakdownBy>,
    pub pool: Option<u8>,
    pub class: Option<ClassId>,
    pub complement: Option<bool>,
    pub min_denominator: Option<f64>,
    pub design_effect: Option<f64>,
    pub practical_threshold: Option<f64>,
    pub evidence: Option<String>,
    pub notes: String,
    pub limits: String,
    pub reading: String,
    pub open: bool,
}

impl DefinitionEntry {
    /// Reads the formulas and fills what an entry may leave out.
    pub(super) fn resolve(
        self,
        file: &str,
        counts: &[BaseCount],
    ) -> Result<Definition, CatalogueError> {
        let place = |field: &'static str| At {
            file,
            entry: &self.id,
            field,
        };
        let id = IndicatorId::parse(&self.id)
            .map_err(|e| CatalogueError::entry(file, &self.name, Problem::Id(e)))?;
        let kind = self.kind.ok_or_else(|| place("kind").missing())?;
        let numerator = place("numerator").formula(&self.numerator, counts)?;
        let denominator = self
            .denominator
            .as_deref()
            .map(|text| place("denominator").formula(text, counts))
            .transpose()?;
        let slices = slices(
            place("breakdowns"),
            (&numerator, denominator.as_ref()),
            &self.breakdowns,
            counts,
        )?;
        Ok(self.filled(
            Resolved {
                id,
                kind,
                numerator,
                denominator,
                slices,
            },
            counts,
        ))
    }

    #[expect(clippy::too_many_lines, reason = "one line per field of a long form")]
    fn filled(self, resolved: Resolved, counts: &[BaseCount]) -> Definition {
        let Resolved {
            id,
            kind,
            numerator,
            denominator,
            slices,
        } = resolved;
        let words = |formula: &Formula, text: Option<String>| {
            text.unwrap_or_else(|| in_words(formula, counts))
        };
        let first = numerator.counts().next().map(|c| &counts[c]);
        let source = self
            .source
            .unwrap_or_else(|| sources(&numerator, denominator.as_ref(), counts));
        let percent = self.unit == "%" && !matches!(kind, Kind::Count | Kind::Supplied);
        let unit_factor = if percent { 100.0 } else { 1.0 };
        let default_decimals = u8::from(kind != Kind::Count);
        Definition {
            id,
            version: self.version.unwrap_or(1),
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            change_note: self.change_note,
            short_name: self.short_name.unwrap_or_else(|| self.name.clone()),
            subject: self.subject.unwrap_or_else(|| self.name.clone()),
            name: self.name,
            topic: self.topic,
            kind,
            numerator_text: words(&numerator, self.numerator_text),
            denominator_text: denominator
                .as_ref()
                .map(|d| words(d, self.denominator_text)),
            reference_dates: self
                .reference_dates
                .unwrap_or_else(|| dates(&numerator, denominator.as_ref(), counts)),
            place_principle: self
                .place_principle
                .unwrap_or_else(|| principle(first).to_owned()),
            numerator,
            denominator,
            factor: self.factor.unwrap_or(unit_factor),
            unit: self.unit,
            decimals: self.decimals.unwrap_or(default_decimals),
            polarity: self.polarity,
            source,
            rhythm: self.rhythm.unwrap_or_else(|| "jährlich".to_owned()),
            every_years: self.every_years.unwrap_or(1),
            levels: self.levels,
            denominator_years_back: self.denominator_years_back,
            population_concept: self.population_concept.unwrap_or_default(),
            slices,
            pool: self.pool.unwrap_or(1),
            class: self.class,
            complement: self.complement,
            min_denominator: self.min_denominator,
            design_effect: self.design_effect.unwrap_or(1.0),
            practical_threshold: self.practical_threshold,
            evidence: self.evidence.unwrap_or_else(|| "U".to_owned()),
            notes: self.notes,
            limits: self.limits,
            reading: self.reading,
            open: self.open,
        }
    }
}

struct Resolved {
    id: IndicatorId,
    kind: Kind,
    numerator: Formula,
    denominator: Option<Formula>,
    slices: Vec<Slice>,
}

/// Where in a file an entry goes wrong.
#[derive(Clone, Copy)]
struct At<'a> {
    file: &'a str,
    entry: &'a str,
    field: &'static str,
}

impl At<'_> {
    fn formula(self, text: &str, counts: &[BaseCount]) -> Result<Formula, CatalogueError> {
        Formula::parse(text, counts).map_err(|source| {
            self.wrong(Problem::Formula {
                field: self.field,
                text: text.to_owned(),
                source,
            })
        })
    }

    fn missing(self) -> CatalogueError {
        self.wrong(Problem::Missing(self.field))
    }

    fn wrong(self, problem: Problem) -> CatalogueError {
        CatalogueError::entry(self.file, self.entry, problem)
    }
}

/// Everybody, then the groups of each breakdown.
#[expect(
    clippy::too_many_lines,
    reason = "three nested lists of groups, read best in one place"
)]
fn slices(
    at: At<'_>,
    (numerator, denominator): (&Formula, Option<&Formula>),
    breakdowns: &[BreakdownBy],
    counts: &[BaseCount],
) -> Result<Vec<Slice>, CatalogueError> {
    let mut slices = vec![Slice {
        breakdown: Breakdown::total(),
        numerator: numerator.clone(),
        denominator: denominator.cloned(),
    }];
    for by in breakdowns {
        let refused = |rule: &'static str| {
            at.wrong(Problem::Rule {
                rule,
                value: by.dimension.clone(),
            })
        };
        let dimension = |id: &str| {
            let of = |c: usize| counts[c].dimensions.iter().find(|d| d.id == id);
            numerator
                .counts()
                .find_map(of)
                .ok_or_else(|| refused("breakdown_not_delivered"))
        };
        let first = super::checks::groups(&by.categories, dimension(&by.dimension)?)
            .ok_or_else(|| refused("breakdown_not_tiled"))?;
        let second = match &by.by {
            Some(id) => dimension(id)?.categories.iter().map(Some).collect(),
            None => vec![None],
        };
        for (name, categories) in &first {
            for category in &second {
                let mut pairs = vec![(by.dimension.as_str(), name.as_str())];
                pairs.extend(by.by.as_deref().zip(category.map(String::as_str)));
                let only = |f: &Formula| {
                    let f = f.only(&by.dimension, categories, counts)?;
                    match by.by.as_deref().zip(*category) {
                        Some((id, c)) => f.only(id, std::slice::from_ref(c), counts),
                        None => Some(f),
                    }
                };
                let missing = || refused("breakdown_not_delivered");
                slices.push(Slice {
                    breakdown: Breakdown::of(pairs)
                        .map_err(|_refused| refused("breakdown_name"))?,
                    numerator: only(numerator).ok_or_else(missing)?,
                    denominator: denominator
                        .map(|d| only(d).ok_or_else(missing))
                        .transpose()?,
                });
            }
        }
    }
    Ok(slices)
}

fn in_words(formula: &Formula, counts: &[BaseCount]) -> String {
    let names: Vec<&str> = formula.counts().map(|c| counts[c].name.as_str()).collect();
    names.join(", ")
}

fn each_once<'a>(
    formulas: [Option<&'a Formula>; 2],
    counts: &'a [BaseCount],
    of: impl Fn(&'a BaseCount) -> &'a str,
) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    for count in formulas.into_iter().flatten().flat_map(Formula::counts) {
        let text = of(&counts[count]);
        if !found.contains(&text) {
            found.push(text);
        }
    }
    found
}

fn sources(numerator: &Formula, denominator: Option<&Formula>, counts: &[BaseCount]) -> String {
    each_once([Some(numerator), denominator], counts, |c| &c.source).join("; ")
}

fn dates(numerator: &Formula, denominator: Option<&Formula>, counts: &[BaseCount]) -> String {
    each_once([Some(numerator), denominator], counts, |c| &c.reference).join(" / ")
}

fn principle(count: Option<&BaseCount>) -> &'static str {
    match count.map(|c| c.place) {
        Some(super::count::PlacePrinciple::Facility) => "Einrichtung",
        _ => "Wohnort",
    }
}
