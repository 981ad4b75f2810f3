//! The plan of an outlook: which figures it stands on, how far it looks, in which age groups, with which guide values.

use serde::{Deserialize, Serialize};
use vocabulary::causes::WrittenFault;
use vocabulary::{Date, IndicatorId};

use super::OutlookError;

/// The plan the product comes with, as TOML.
pub const STARTER_OUTLOOK: &str = include_str!("../../outlook.toml");

/// What an outlook stands on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "Ausblicksplan")]
pub struct Plan {
    /// German name.
    pub name: String,
    /// People by age and sex at the end of a year.
    pub population: IndicatorId,
    /// Its numerator is the births of a year.
    pub births: IndicatorId,
    /// Its numerator is the deaths of a year.
    pub deaths: IndicatorId,
    /// Its numerator is who came minus who left in a year; only told beside the result.
    pub moves: Option<IndicatorId>,
    /// How many years ahead; never more than there are reference dates.
    pub years: u8,
    /// How many years make one past.
    pub window: u8,
    /// Years of the one step small areas are projected by.
    pub small_area_years: u8,
    /// Areas with fewer people are not projected.
    pub least_people: f64,
    /// Age groups of the result; together all ages.
    pub groups: Vec<String>,
    /// The form of mortality and fertility over age.
    pub pattern: Pattern,
    /// What people need, by guide value.
    #[serde(default)]
    pub need: Vec<Guide>,
}

/// The form of mortality and fertility over age; their level always comes from the county's own events.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// How fast mortality rises with a year of age (Gompertz), 0.1 for a doubling in seven years.
    pub mortality_slope: f64,
    /// Men die like women who are so many years older.
    pub men_older_by: f64,
    /// Mean age of mothers at birth.
    pub mothers_age: f64,
    /// Its standard deviation.
    pub mothers_spread: f64,
    /// Boys born per girl.
    pub boys_per_girl: f64,
    /// Where this comes from.
    pub source: String,
    /// As of when.
    pub date: Date,
}

/// A guide value: so many places per so many people of an age.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "Richtwert")]
pub struct Guide {
    /// What is needed: „Dauerpflege“.
    pub name: String,
    /// `Plätze`, `Sitze`.
    pub unit: String,
    /// For whom: one of the plan's age groups, neighbouring ones together (`0-5`), or `total`.
    pub age: String,
    /// Per so many people.
    pub per: f64,
    /// So many.
    pub value: GuideValue,
    /// The indicator whose numerator is what there is today.
    pub places: Option<IndicatorId>,
    /// Where in this indicator today's number stands.
    #[serde(default)]
    pub places_in: Stands,
    /// What today's number counts: „betreute Kinder“.
    pub today: String,
    /// Who says so.
    pub source: String,
    /// Since when or as of when.
    pub date: Date,
}

/// How much is needed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum GuideValue {
    /// So many.
    Number(f64),
    /// As much as today.
    Word(Word),
}

/// What stands in for a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// As many per people as today.
    Today,
}

/// Where in an indicator a number stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stands {
    /// What is counted.
    #[default]
    Numerator,
    /// Of how many.
    Denominator,
}

impl Plan {
    /// Reads a plan from TOML.
    ///
    /// ```
    /// use findings::outlook::{Plan, STARTER_OUTLOOK};
    /// assert_eq!(Plan::load("outlook.toml", STARTER_OUTLOOK)?.years, 10);
    /// let wrong = STARTER_OUTLOOK.replace("window = 5", "window = 1");
    /// assert!(Plan::load("outlook.toml", &wrong).is_err());
    /// # Ok::<(), findings::outlook::OutlookError>(())
    /// ```
    pub fn load(file: &str, text: &str) -> Result<Self, OutlookError> {
        let plan: Self = toml::from_str(text).map_err(|error| OutlookError::Toml {
            file: file.to_owned(),
            fault: WrittenFault::of_toml(text, &error),
        })?;
        match plan.fault() {
            None => Ok(plan),
            Some(problem) => Err(OutlookError::Content {
                file: file.to_owned(),
                problem,
            }),
        }
    }

    /// The plan the product comes with.
    ///
    /// # Panics
    /// Never: the file is part of the program and tested.
    pub fn starter() -> Self {
        Self::load("outlook.toml", STARTER_OUTLOOK).expect("the starter plan is tested")
    }

    /// What is wrong with it: key of the German sentence.
    fn fault(&self) -> Option<&'static str> {
        let p = &self.pattern;
        let positive = |number: f64| number.is_finite() && number > 0.0;
        if !(1..=30).contains(&self.years) || !(1..=30).contains(&self.small_area_years) {
            Some("fault_years")
        } else if !(2..=20).contains(&self.window) {
            Some("fault_window")
        } else if !(self.least_people.is_finite() && self.least_people >= 0.0) {
            Some("fault_least_people")
        } else if ![p.mothers_age, p.mothers_spread, p.boys_per_girl]
            .into_iter()
            .all(positive)
            || !(0.0..=0.5).contains(&p.mortality_slope)
            || !(-20.0..=20.0).contains(&p.men_older_by)
        {
            Some("fault_pattern")
        } else if self.need.iter().any(|guide| {
            let number = match guide.value {
                GuideValue::Number(value) => value,
                GuideValue::Word(Word::Today) => 1.0,
            };
            !positive(guide.per) || !positive(number)
        }) {
            Some("fault_guide")
        } else {
            None
        }
    }
}

impl Guide {
    /// „50 Plätze je 100“, „wie heute“ told by [`super::NeedAhead::rate`].
    pub fn number(&self) -> Option<f64> {
        match self.value {
            GuideValue::Number(value) => Some(value),
            GuideValue::Word(Word::Today) => None,
        }
    }
}
