//! What may be said of a measure, in German: the headline by claim level, then what it rests on.

use methods::effect::ClaimLevel;
use vocabulary::{AreaKey, Explain, Period, german_number};

use super::{
    ByStart, Effect, Judgement, Lacking, LeftOut, OfStart, Tested, Unused, WaveLeft, words,
};
use crate::Panel;
use crate::words::list;

/// Everything there is to say, the headline first.
pub(super) fn sentences(panel: Panel<'_>, effect: &Effect) -> Vec<String> {
    let voice = Voice::of(panel, effect);
    let mut said = match &effect.judgement {
        None => vec![voice.planned()],
        Some(judgement) => voice.judged(judgement),
    };
    said.extend(voice.waves_left());
    said.extend(effect.registration.sentence());
    said.push(voice.detectable());
    said.push(voice.compared_with());
    said.extend(voice.unused());
    said
}

struct Voice<'a> {
    panel: Panel<'a>,
    effect: &'a Effect,
    subject: String,
    unit: String,
    decimals: u8,
}

impl<'a> Voice<'a> {
    fn of(panel: Panel<'a>, effect: &'a Effect) -> Self {
        let definition = panel
            .newest_definitions()
            .find(|d| d.id == effect.plan.indicator);
        Self {
            panel,
            effect,
            subject: definition.map_or_else(String::new, |d| d.short_name.clone()),
            unit: match definition.map(|d| d.unit.as_str()) {
                Some("%") => words::say("points", &[]),
                Some(unit) => unit.to_owned(),
                None => String::new(),
            },
            decimals: definition.map_or(1, |d| d.decimals.max(1)),
        }
    }

    fn planned(&self) -> String {
        let last = self
            .effect
            .before
            .last()
            .map_or_else(String::new, Period::to_string);
        self.say("planned", &[("last", &last)])
    }

    /// The headline and what stands beside it.
    fn judged(&self, judgement: &Judgement) -> Vec<String> {
        let tested = match &judgement.difference {
            Ok(tested) => tested,
            Err(reason) => return vec![self.say("not_judged", &[("reason", &self.why(reason))])],
        };
        let headline = match judgement.level {
            ClaimLevel::NotJudged => "not_judged_few",
            ClaimLevel::Descriptive => "descriptive",
            ClaimLevel::Associated => "associated",
            ClaimLevel::Supported => "supported",
        };
        let mut said = vec![self.with(headline, tested)];
        if judgement.level != ClaimLevel::NotJudged {
            said.extend(
                judgement
                    .lacking
                    .iter()
                    .map(|l| words::say(lacking(*l), &[])),
            );
            said.push(self.relevance(tested));
        }
        said.extend(self.beside(judgement));
        said
    }

    /// A start that never was, and areas that were as bad.
    fn beside(&self, judgement: &Judgement) -> Vec<String> {
        let mut said = Vec::new();
        if let Some(by_start) = &judgement.by_start {
            said.extend(self.by_start(by_start));
        }
        if let Some(placebo) = &judgement.placebo {
            let first = joined_periods(&placebo.firsts);
            let value = self.number(placebo.tested.value);
            let key = if placebo.tested.p < 0.05 {
                "placebo_differs"
            } else {
                "placebo"
            };
            said.push(self.say(key, &[("first", &first), ("value", &value)]));
        }
        if let Some(similar) = &judgement.similar {
            said.push(self.say(
                "similar",
                &[
                    ("count", &german_number(similar.areas.len() as f64, 0)),
                    ("names", &self.names(&similar.areas)),
                    ("change", &self.signed(similar.change)),
                    ("own", &self.signed(similar.measure_change)),
                    ("all", &self.signed(similar.compared_change)),
                ],
            ));
        }
        if let Ok(tested) = &judgement.difference {
            said.push(self.second(judgement, tested));
        }
        said
    }

    /// Where it began at different times: how it was calculated, each start, and what the usual way would say.
    fn by_start(&self, found: &ByStart) -> Vec<String> {
        let part = |group: &OfStart| {
            let (start, count) = (group.start.to_string(), group.areas.to_string());
            let known = [("start", start.as_str()), ("count", &count)];
            match &group.tested {
                Err(_) => words::say("by_start_unknown", &known),
                Ok(tested) => {
                    let numbers = [tested.value, tested.lower, tested.upper];
                    let [value, lower, upper] = numbers.map(|number| self.signed(number));
                    let more = [
                        ("value", value.as_str()),
                        ("lower", &lower),
                        ("upper", &upper),
                    ];
                    words::say("by_start_part", &[&known[..], &more[..]].concat())
                }
            }
        };
        let parts: Vec<String> = found.groups.iter().map(part).collect();
        let mut said = vec![
            self.say("staggered", &[]),
            self.say("by_start", &[("parts", &parts.join("; "))]),
        ];
        if let Ok(simple) = found.simple {
            said.push(self.say("twfe", &[("value", &self.signed(simple))]));
        }
        said
    }

    /// Parts of the plan that are not judged.
    fn waves_left(&self) -> Vec<String> {
        let left = self.effect.waves_left.iter();
        left.map(|(wave, reason)| {
            let key = match reason {
                WaveLeft::TooEarly => "wave_too_early",
                WaveLeft::NotBegun => "wave_not_begun",
            };
            let (names, start) = (self.names(&wave.areas), wave.start.to_string());
            words::say(key, &[("names", &names), ("start", &start)])
        })
        .collect()
    }

    /// What another method says.
    fn second(&self, judgement: &Judgement, tested: &Tested) -> String {
        let second = match &judgement.second {
            Ok(second) => second,
            Err(reason) => return self.say("second_not", &[("reason", &self.why(reason))]),
        };
        let clear = tested.lower > 0.0 || tested.upper < 0.0;
        let key = match (clear, second.disagrees(tested)) {
            (false, _) => "second_beside",
            (true, false) => "second_agrees",
            (true, true) => "second_disagrees",
        };
        let mixture: Vec<AreaKey> = second
            .mixture
            .iter()
            .map(|(area, _)| area.clone())
            .collect();
        let names = if mixture.is_empty() {
            words::say("second_many", &[])
        } else {
            self.names(&mixture)
        };
        self.say(
            key,
            &[
                ("value", &self.signed(second.difference)),
                ("p", &chance(second.p)),
                ("fit", &self.number(second.fit_before)),
                ("mixture", &names),
            ],
        )
    }

    fn with(&self, key: &str, tested: &Tested) -> String {
        let direction = if tested.value < 0.0 { "less" } else { "more" };
        self.say(
            key,
            &[
                ("value", &self.number(tested.value.abs())),
                ("direction", &words::say(direction, &[])),
                ("lower", &self.signed(tested.lower)),
                ("upper", &self.signed(tested.upper)),
                ("p", &chance(tested.p)),
                ("sets", &german_number(tested.sets as f64, 0)),
            ],
        )
    }

    /// Whether the difference is one that matters by the plan.
    fn relevance(&self, tested: &Tested) -> String {
        let wanted = self.effect.plan.smallest_difference;
        let at_least = tested.lower.max(-tested.upper).max(0.0);
        let at_most = tested.lower.abs().max(tested.upper.abs());
        let key = if at_least >= wanted {
            "matters"
        } else if at_most < wanted {
            "matters_not"
        } else {
            "matters_perhaps"
        };
        self.say(key, &[("wanted", &self.number(wanted))])
    }

    fn detectable(&self) -> String {
        match &self.effect.smallest_detectable {
            Ok(smallest) => {
                let wanted = self.effect.plan.smallest_difference;
                let key = if *smallest <= wanted {
                    "detectable"
                } else {
                    "detectable_not"
                };
                self.say(
                    key,
                    &[
                        ("smallest", &self.number(*smallest)),
                        ("wanted", &self.number(wanted)),
                    ],
                )
            }
            Err(reason) => self.say("detectable_unknown", &[("reason", &self.why(reason))]),
        }
    }

    fn compared_with(&self) -> String {
        let count = |reason| {
            let left = self.effect.left_out.iter().filter(|(_, r)| *r == reason);
            left.count()
        };
        let reasons = [
            (LeftOut::Gap, "left_out_gap"),
            (LeftOut::Redrawn, "left_out_redrawn"),
            (LeftOut::Size, "left_out_size"),
            (LeftOut::ByPlan, "left_out_plan"),
        ];
        let mut said = self.say(
            "compared_with",
            &[(
                "count",
                &german_number(self.effect.comparisons.len() as f64, 0),
            )],
        );
        for (reason, key) in reasons {
            if count(reason) > 0 {
                let number = german_number(count(reason) as f64, 0);
                said.push(' ');
                said.push_str(&words::say(key, &[("count", &number)]));
            }
        }
        said
    }

    fn unused(&self) -> Vec<String> {
        let reasons = [
            (Unused::Definition, "unused_definition"),
            (Unused::Straddles, "unused_straddles"),
            (Unused::Missing, "unused_missing"),
        ];
        let periods = |reason| -> Vec<String> {
            let unused = self.effect.unused.iter().filter(|(_, r)| *r == reason);
            unused.map(|(p, _)| p.to_string()).collect()
        };
        let mut said: Vec<String> = reasons
            .into_iter()
            .filter(|(reason, _)| !periods(*reason).is_empty())
            .map(|(reason, key)| words::say(key, &[("periods", &joined(&periods(reason)))]))
            .collect();
        let missing = missing_years(self.effect);
        if !missing.is_empty() {
            said.push(words::say("gap", &[("periods", &joined(&missing))]));
        }
        said
    }

    fn say(&self, key: &str, more: &[(&str, &str)]) -> String {
        let (starts, names) = (
            joined_periods(&self.effect.starts()),
            self.names(&self.effect.areas),
        );
        let start = if self.effect.plan.is_staggered() {
            words::say("each_start", &[("starts", &starts)])
        } else {
            starts.clone()
        };
        let mut values = vec![
            ("measure", self.effect.plan.name.as_str()),
            ("areas", &names),
            ("subject", &self.subject),
            ("unit", &self.unit),
            ("start", &start),
            ("starts", &starts),
        ];
        values.extend_from_slice(more);
        words::say(key, &values)
    }

    /// Why a method says nothing; first of all, that nobody is left to compare with.
    fn why(&self, reason: &dyn Explain) -> String {
        if self.effect.comparisons.is_empty() {
            words::say("no_comparisons", &[])
        } else {
            reason.german()
        }
    }

    fn names(&self, keys: &[AreaKey]) -> String {
        let names: Vec<&str> = keys
            .iter()
            .map(|key| self.panel.tree.name(key).unwrap_or(key.as_str()))
            .collect();
        list(&names)
    }

    fn number(&self, value: f64) -> String {
        german_number(value, self.decimals)
    }

    fn signed(&self, value: f64) -> String {
        let text = self.number(value);
        if value > 0.0 {
            format!("+{text}")
        } else {
            text
        }
    }
}

fn lacking(lacking: Lacking) -> &'static str {
    match lacking {
        Lacking::Periods => "lacking_periods",
        Lacking::Comparisons => "lacking_comparisons",
        Lacking::SameTrendBefore => "lacking_trend",
        Lacking::Difference => "lacking_difference",
        Lacking::Regression => "lacking_regression",
        Lacking::SecondLook => "lacking_second",
        Lacking::PlanBeforeStart => "lacking_plan",
    }
}

/// Years between the first and the last period that nobody knows anything of.
fn missing_years(effect: &Effect) -> Vec<String> {
    let known: Vec<Period> = effect.before.iter().chain(&effect.after).copied().collect();
    let (Some(first), Some(last)) = (known.first(), known.last()) else {
        return Vec::new();
    };
    let seen = |year: i32| {
        let all = known.iter().chain(effect.unused.iter().map(|(p, _)| p));
        let mut all = all.copied();
        all.any(|p| (p.first_year()..=p.last_year()).contains(&year))
    };
    (first.first_year()..=last.last_year())
        .filter(|year| !seen(*year))
        .map(|year| year.to_string())
        .collect()
}

/// „p = 0,025“; never „p = 0,000“, for chance is never excluded.
fn chance(p: f64) -> String {
    if p < 0.001 {
        words::say("p_below", &[("p", &german_number(0.001, 3))])
    } else {
        words::say("p_is", &[("p", &german_number(p, 3))])
    }
}

fn joined_periods(periods: &[Period]) -> String {
    joined(&periods.iter().map(Period::to_string).collect::<Vec<_>>())
}

fn joined(words: &[String]) -> String {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    list(&words)
}
