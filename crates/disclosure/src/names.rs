//! Names in the rules that stand for nothing: a misspelt count protects nobody, and nobody would notice.
//!
//! What the product's own rules name is passed over: they suit many catalogues, and none has all of it.

use indicators::catalogue::near;
use indicators::{Catalogue, FormulaError, PlaceKind, Region};
use vocabulary::{AreaKey, CountId, Explain, LevelId, Texts};

use crate::{FigureTable, Rules};

/// Names the rules bring up and nobody knows.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("the rules name what is not there: {names:?}")]
pub struct UnknownNames {
    /// One after the other, as they stand in the rules.
    pub names: Vec<UnknownName>,
}

/// A name nobody knows, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub enum UnknownName {
    /// A base count of what others publish.
    Count(Named),
    /// A level on which they publish it.
    Level(Named),
    /// A formula of an account that cannot be read.
    Formula {
        /// The account, by its German name.
        identity: String,
        /// What is wrong with it.
        fault: FormulaError,
    },
    /// A formula of a whole or of one of its parts that cannot be read.
    Contained {
        /// What the parts are in the whole, by the German name.
        under: String,
        /// What is wrong with it.
        fault: FormulaError,
    },
    /// A whole or a part of one that is no plain count.
    NoCount {
        /// What the parts are in the whole, by the German name.
        under: String,
        /// The formula.
        formula: String,
    },
    /// A base count in a class that protects large contributions, which names none and counts no people.
    NoContributions {
        /// The class, by its German name.
        class: String,
        /// The base count.
        count: CountId,
    },
    /// A base count that should count everybody.
    People(Named),
    /// A group that should stand inside only.
    Inside(Named),
    /// An indicator that is to stay.
    Kept(Named),
    /// An indicator that is important.
    Important(Named),
    /// A level at which it is to stay.
    KeptLevel(Named),
}

/// A misspelt name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// What it stands under: who publishes; empty for the groups.
    pub under: String,
    /// As it is written.
    pub name: String,
    /// Known names that look like it, nearest first.
    pub near: Vec<String>,
}

impl Rules {
    /// Refuses rules that name base counts, levels or formulas the catalogue and the areas do not know. Without levels, as long
    /// as there are no areas, only counts and formulas are looked at.
    ///
    /// ```
    /// use disclosure::Rules;
    /// use indicators::Catalogue;
    /// use vocabulary::Explain;
    /// let mut rules = Rules::starter();
    /// assert!(rules.check_names(&Catalogue::starter(), None).is_ok());
    /// rules.groups.people = vec!["popluation".parse().unwrap()];
    /// let refused = rules.check_names(&Catalogue::starter(), None).unwrap_err();
    /// assert!(refused.german().contains("Gemeint ist vielleicht „population“"));
    /// ```
    pub fn check_names(
        &self,
        catalogue: &Catalogue,
        levels: Option<&[LevelId]>,
    ) -> Result<(), UnknownNames> {
        let known = Known {
            catalogue,
            levels,
            starter: Self::starter(),
        };
        let names: Vec<UnknownName> = (known.of_others(self))
            .chain(known.of_accounts(self))
            .chain(known.of_wholes(self))
            .chain(known.of_contributions(self))
            .chain(known.of_people(self))
            .chain(known.of_kept(self))
            .collect();
        if names.is_empty() {
            return Ok(());
        }
        Err(UnknownNames { names })
    }
}

impl Rules {
    /// Refuses rules that keep a group inside nobody knows, today or from earlier editions: the one that is meant would be
    /// published.
    pub(crate) fn check_inside(
        &self,
        region: &Region,
        earlier: &[&FigureTable],
    ) -> Result<(), UnknownNames> {
        let places = region.places().iter();
        let groups = places.filter(|p| p.kind == PlaceKind::Group);
        let groups: Vec<&str> = groups.map(|p| p.key.as_str()).collect();
        let is_told = |key: &AreaKey| {
            let mut rows = earlier.iter().flat_map(|table| table.rows());
            rows.any(|row| row.area == *key)
        };
        let inside = self.groups.internal_only.iter();
        let names: Vec<UnknownName> = inside
            .filter(|key| !is_told(key))
            .filter_map(|key| named("", key.as_str(), || groups.iter().copied()))
            .map(UnknownName::Inside)
            .collect();
        if names.is_empty() {
            return Ok(());
        }
        Err(UnknownNames { names })
    }
}

/// What a name may be.
struct Known<'a> {
    catalogue: &'a Catalogue,
    levels: Option<&'a [LevelId]>,
    starter: Rules,
}

impl Known<'_> {
    fn of_others(&self, rules: &Rules) -> impl Iterator<Item = UnknownName> {
        let (mut counts, mut levels) = (Vec::new(), Vec::new());
        for others in &rules.published_by_others {
            let same = (self.starter.published_by_others.iter()).flat_map(|o| &o.counts);
            let same: Vec<&CountId> = same.collect();
            let unknown = others.counts.iter().filter(|c| !same.contains(c));
            counts.extend(
                unknown
                    .filter_map(|c| self.count(&others.name, c))
                    .map(UnknownName::Count),
            );
            levels.extend(
                others
                    .levels
                    .iter()
                    .filter_map(|l| self.level(&others.name, l)),
            );
        }
        counts.into_iter().chain(levels)
    }

    fn count(&self, under: &str, count: &CountId) -> Option<Named> {
        let known = || self.catalogue.counts.iter().map(|c| c.id.as_str());
        named(under, count.as_str(), known)
    }

    fn level(&self, under: &str, level: &LevelId) -> Option<UnknownName> {
        let known = || self.levels.into_iter().flatten().map(LevelId::as_str);
        let mut same = (self.starter.published_by_others.iter()).flat_map(|o| &o.levels);
        if self.levels.is_none() || same.any(|l| l == level) {
            return None;
        }
        named(under, level.as_str(), known).map(UnknownName::Level)
    }

    fn of_accounts(&self, rules: &Rules) -> impl Iterator<Item = UnknownName> {
        let unknown = |i: &&crate::Identity| {
            let mut same = self.starter.identities.iter();
            !same.any(|s| s.formula == i.formula)
        };
        rules.identities.iter().filter(unknown).filter_map(|i| {
            let fault = self.catalogue.formula(&i.formula).err()?;
            Some(UnknownName::Formula {
                identity: i.name.clone(),
                fault,
            })
        })
    }

    fn of_wholes(&self, rules: &Rules) -> impl Iterator<Item = UnknownName> {
        let starter = &self.starter.contained;
        let unknown = rules.contained.iter().filter(|c| !starter.contains(c));
        let formulas = unknown.flat_map(|c| {
            let all = std::iter::once(&c.whole).chain(&c.parts);
            all.map(|formula| (c.name.clone(), formula))
        });
        formulas.filter_map(|(under, text)| match self.catalogue.formula(text) {
            Err(fault) => Some(UnknownName::Contained { under, fault }),
            Ok(formula) if formula.is_plain_count() => None,
            Ok(formula) => Some(UnknownName::NoCount {
                under,
                formula: formula.to_string(),
            }),
        })
    }

    fn of_contributions(&self, rules: &Rules) -> impl Iterator<Item = UnknownName> {
        let counts = self.catalogue.counts.iter();
        let silent = counts.filter(|c| c.additive && !c.persons && c.contributions.is_empty());
        silent.filter_map(|count| {
            let class = rules.of(&count.class)?;
            class
                .dominance
                .is_some()
                .then(|| UnknownName::NoContributions {
                    class: class.name.clone(),
                    count: count.id.clone(),
                })
        })
    }

    fn of_people(&self, rules: &Rules) -> impl Iterator<Item = UnknownName> {
        let unknown = |c: &&CountId| !self.starter.groups.people.contains(c);
        let people = rules.groups.people.iter().filter(unknown);
        people
            .filter_map(|c| self.count("", c))
            .map(UnknownName::People)
    }

    fn of_kept(&self, rules: &Rules) -> impl Iterator<Item = UnknownName> {
        let mut found = Vec::new();
        let all = || self.catalogue.indicators.iter().map(|d| d.id.as_str());
        let starter = || self.starter.importance.iter().flat_map(|i| &i.indicators);
        let important = rules.importance.iter().flat_map(|i| &i.indicators);
        for id in important.filter(|id| !starter().any(|s| s == *id)) {
            found.extend(named("", id.as_str(), all).map(UnknownName::Important));
        }
        for keep in &rules.keep {
            found.extend(named("", keep.indicator.as_str(), all).map(UnknownName::Kept));
            for level in self.levels.iter().flat_map(|_| &keep.levels) {
                let all = || self.levels.into_iter().flatten().map(LevelId::as_str);
                let under = keep.indicator.as_str();
                found.extend(named(under, level.as_str(), all).map(UnknownName::KeptLevel));
            }
        }
        found.into_iter()
    }
}

/// A name that is none of the known ones.
fn named<'a, I: Iterator<Item = &'a str>>(
    under: &str,
    name: &str,
    known: impl Fn() -> I,
) -> Option<Named> {
    let is_known = known().any(|k| k == name);
    (!is_known).then(|| Named {
        under: under.to_owned(),
        name: name.to_owned(),
        near: near(name, known()),
    })
}

impl Explain for UnknownNames {
    fn german(&self) -> String {
        let texts = Texts::parse(include_str!("texts.de.toml"));
        let named: Vec<String> = self.names.iter().map(|n| n.german(&texts)).collect();
        texts.say("rules_names", &[("named", &named.join(" "))])
    }
}

impl UnknownName {
    fn german(&self, texts: &Texts) -> String {
        match self {
            Self::Count(named) => named.german(texts, "rules_unknown_count"),
            Self::Level(named) => named.german(texts, "rules_unknown_level"),
            Self::People(named) => named.german(texts, "rules_unknown_people"),
            Self::Inside(named) => named.german(texts, "rules_unknown_inside"),
            Self::Kept(named) => named.german(texts, "rules_unknown_kept"),
            Self::Important(named) => named.german(texts, "rules_unknown_important"),
            Self::KeptLevel(named) => named.german(texts, "rules_unknown_kept_level"),
            Self::Formula { identity, fault } => {
                let values = [("under", identity.as_str()), ("fault", &fault.german())];
                texts.say("rules_unknown_formula", &values)
            }
            Self::NoContributions { class, count } => texts.say(
                "rules_no_contributions",
                &[("class", class), ("count", count.as_str())],
            ),
            Self::Contained { under, fault } => {
                let values = [("under", under.as_str()), ("fault", &fault.german())];
                texts.say("rules_unknown_contained", &values)
            }
            Self::NoCount { under, formula } => texts.say(
                "rules_contained_no_count",
                &[("under", under), ("formula", formula)],
            ),
        }
    }
}

impl Named {
    fn german(&self, texts: &Texts, key: &str) -> String {
        let said = texts.say(key, &[("under", &self.under), ("name", &self.name)]);
        if self.near.is_empty() {
            return said;
        }
        let near = texts.say("rules_near", &[("near", &self.near.join("“ oder „"))]);
        format!("{said} {near}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Contained, Identity, PublishedByOthers};

    fn told(change: impl FnOnce(&mut Rules)) -> Option<String> {
        let mut rules = Rules::starter();
        change(&mut rules);
        let levels = ["county", "municipality", "wohnplatz"].map(|l| l.parse().unwrap());
        let checked = rules.check_names(&Catalogue::starter(), Some(&levels));
        checked.err().map(|names| names.german())
    }

    fn others(count: &str, level: &str) -> PublishedByOthers {
        PublishedByOthers {
            name: "Landesamt".into(),
            counts: vec![count.parse().unwrap()],
            levels: vec![level.parse().unwrap()],
        }
    }

    fn account(formula: &str) -> Identity {
        Identity {
            name: "Wanderungen".into(),
            formula: formula.into(),
        }
    }

    fn contained(whole: &str, part: &str) -> Contained {
        Contained {
            name: "Ältere Arbeitslose".into(),
            whole: whole.into(),
            parts: vec![part.into()],
            complement: None,
        }
    }

    #[test]
    fn every_misspelt_name_is_told_with_its_place_and_the_nearest_one() {
        let told = told(|rules| {
            rules
                .published_by_others
                .push(others("unemployd", "municipalty"));
            rules.identities.push(account("popluation - births"));
            let wrong = contained("unemployd", "population - births");
            rules.contained.push(wrong);
            rules.keep.push(crate::Keep {
                indicator: "ARB10x".parse().unwrap(),
                areas: Vec::new(),
                levels: vec!["wohnplaz".parse().unwrap()],
                periods: Vec::new(),
                breakdowns: Vec::new(),
            });
            rules.importance.push(crate::Important {
                indicators: vec!["EIN3".parse().unwrap()],
                weight: 2.0,
            });
            rules.groups.people = vec!["zzz".parse().unwrap()];
        });
        insta::assert_snapshot!(told.unwrap());
    }

    #[test]
    fn names_that_are_right_are_not_told() {
        assert_eq!(told(|_| ()), None);
        let right = told(|rules| {
            rules
                .published_by_others
                .push(others("households", "wohnplatz"));
            rules.identities.push(account("births - deaths"));
            let right = contained("unemployed", "unemployed{sex=female}");
            rules.contained.push(right);
            rules.groups.people.push("households".parse().unwrap());
        });
        assert_eq!(right, None);
    }

    #[test]
    fn a_formula_that_is_no_sum_is_told() {
        let told = told(|rules| rules.identities.push(account("births +")));
        assert!(told.unwrap().contains("„Wanderungen“"));
    }
}
