//! The plain German explanation of one figure: hidden or shown, why, what it costs, what may help. No number of people is in it.

use indicators::{Definition, Figure, PlaceKind};
use serde::Serialize;
use vocabulary::{AreaKey, Period, State, Texts, german_number, german_period};

use crate::control::Standing;
use crate::overview::Frame;
use crate::proofs::Proofs;
use crate::sentences::dominance;
use crate::{Public, Reason};

/// An explanation in paragraphs and lists: a page only has to draw it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[doc(alias = "Begründung")]
pub struct Explanation {
    /// What is asked about: area, indicator, period, group.
    pub about: String,
    /// Hidden or shown, and why.
    pub why: Vec<String>,
    /// The sums that would give something away.
    pub sums: Vec<String>,
    /// What else is hidden with it.
    pub costs: Option<String>,
    /// What may help.
    pub remedies: Vec<String>,
    /// How the figure stands.
    pub standing: Standing,
}

/// The figure asked about.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The figure.
    pub figure: &'a Figure,
    /// How it appears in the edition.
    pub state: State,
    /// Areas it could be merged with.
    pub neighbours: &'a [AreaKey],
}

/// How many neighbours are named.
const NAMED: usize = 4;

impl Explanation {
    /// Puts a standing into words.
    pub fn of(standing: Standing, asked: Asked<'_>, frame: Frame<'_>) -> Self {
        let speaker = Speaker {
            texts: Texts::parse(include_str!("texts.de.toml")),
            asked,
            frame,
        };
        if frame.rules.groups.keeps_inside(&asked.figure.area) {
            return speaker.kept_inside(standing);
        }
        let proof = standing.betrayal.iter().flat_map(|betrayal| &betrayal.by);
        let sums = standing.betraying.iter().chain(proof);
        let sums = sums.chain(&standing.together);
        Self {
            about: speaker.about(),
            why: speaker.why(&standing),
            sums: sums
                .map(|sum| speaker.proofs(|proofs| proofs.sum(sum)))
                .collect(),
            costs: speaker.costs(&standing),
            remedies: speaker.remedies(&standing),
            standing,
        }
    }
}

impl std::fmt::Display for Explanation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let texts = Texts::parse(include_str!("texts.de.toml"));
        writeln!(f, "{}\n", self.about)?;
        for paragraph in &self.why {
            writeln!(f, "{paragraph}")?;
        }
        for sum in &self.sums {
            writeln!(f, "– {sum}")?;
        }
        if let Some(costs) = &self.costs {
            writeln!(f, "\n{costs}")?;
        }
        if !self.remedies.is_empty() {
            writeln!(f, "\n{}", texts.say("why_remedies", &[]))?;
        }
        for remedy in &self.remedies {
            writeln!(f, "– {remedy}")?;
        }
        Ok(())
    }
}

struct Speaker<'a> {
    texts: Texts,
    asked: Asked<'a>,
    frame: Frame<'a>,
}

impl Speaker<'_> {
    fn say(&self, key: &str) -> String {
        self.texts.say(key, &[])
    }

    /// Sums and proofs with the names that areas and quantities have.
    fn proofs(&self, told: impl FnOnce(&Proofs<'_>) -> String) -> String {
        told(&Proofs {
            texts: &self.texts,
            area: &|key| self.area(key),
            quantity: &|formula| self.quantity(formula),
        })
    }

    fn definition(&self) -> &Definition {
        &self.frame.catalogue.indicators[self.asked.figure.definition]
    }

    fn about(&self) -> String {
        let figure = self.asked.figure;
        let group = if figure.breakdown.is_total() {
            String::new()
        } else {
            format!(", {}", figure.breakdown)
        };
        let (area, period) = (self.area(&figure.area), german_period(figure.period));
        format!("{area} – {}, {period}{group}", self.definition().name)
    }

    /// Of a group that stands in the internal edition only.
    fn kept_inside(&self, standing: Standing) -> Explanation {
        Explanation {
            about: self.about(),
            why: vec![self.say("why_inside")],
            sums: Vec::new(),
            costs: None,
            remedies: Vec::new(),
            standing,
        }
    }

    fn why(&self, standing: &Standing) -> Vec<String> {
        let Some(reason) = standing.reason else {
            return self.shown(standing);
        };
        let mut told = vec![
            self.texts
                .say("why_hidden", &[("reason", &reason.german())]),
        ];
        if let Some(base) = standing.base {
            let base = [("reason", base.german())];
            let base = base.each_ref().map(|(key, value)| (*key, value.as_str()));
            told.push(self.texts.say("why_base", &base));
        }
        match standing.base.unwrap_or(reason) {
            Reason::Primary | Reason::Complement | Reason::MinDenominator => {
                told.extend(self.rule());
            }
            Reason::Secondary => {
                if standing.hidden_before {
                    told.push(self.say("why_before"));
                }
                told.push(self.protects(standing));
            }
            Reason::Dominance => told.extend(self.dominance()),
            Reason::Supplier | Reason::Base | Reason::Bounds => {}
        }
        told
    }

    fn shown(&self, standing: &Standing) -> Vec<String> {
        let is_number = matches!(
            self.asked.state,
            State::Value | State::Zero | State::Interval
        );
        let mut told = vec![self.say(if is_number {
            "why_shown"
        } else {
            "why_no_value"
        })];
        if standing.is_known_elsewhere && is_number {
            told.push(self.say("why_elsewhere"));
        }
        told
    }

    /// The rule of the strictest class of the figure.
    fn rule(&self) -> Option<String> {
        let (catalogue, rules) = (self.frame.catalogue, self.frame.rules);
        let definition = self.definition();
        let classes = crate::control::strictest_classes(catalogue, rules);
        let class = rules.of(classes.get(self.asked.figure.definition)?)?;
        let number = |n: f64| german_number(n, 0);
        let threshold = rules.min_count::<Public>(definition, catalogue);
        let least = crate::control::least_base(definition, catalogue, rules);
        let base = if least > 0.0 {
            let least = number(least);
            self.texts.say("why_rule_base", &[("base", &least)])
        } else {
            String::new()
        };
        let threshold = number(threshold);
        let values = [
            ("class", &class.name),
            ("threshold", &threshold),
            ("base", &base),
        ];
        let values = values.map(|(key, value)| (key, value.as_str()));
        Some(self.texts.say("why_rule", &values))
    }

    /// The rules for sums of unequal contributions among the classes of the figure.
    fn dominance(&self) -> Vec<String> {
        let (catalogue, rules) = (self.frame.catalogue, self.frame.rules);
        let mut told: Vec<String> = crate::control::classes(self.definition(), catalogue, rules)
            .filter_map(|class| dominance(class, &self.texts))
            .map(|rule| self.texts.say("why_dominance", &[("rule", &rule)]))
            .collect();
        told.dedup();
        told
    }

    fn protects(&self, standing: &Standing) -> String {
        if let Some(betrayal) = &standing.betrayal {
            let told = self.proofs(|proofs| proofs.betrayal(betrayal));
            return self.texts.say("why_betrayed", &[("told", &told)]);
        }
        self.say(match (&standing.betraying[..], &standing.together[..]) {
            ([_, ..], _) => "why_alone",
            ([], [_, ..]) => "why_together",
            ([], []) => "why_family",
        })
    }

    fn costs(&self, standing: &Standing) -> Option<String> {
        standing.reason?;
        let number = german_number(standing.costs as f64, 0);
        let key = if standing.costs == 0 {
            "why_costs_nothing"
        } else {
            "why_costs"
        };
        Some(self.texts.say(key, &[("n", &number)]))
    }

    fn remedies(&self, standing: &Standing) -> Vec<String> {
        let Some(reason) = standing.reason else {
            return Vec::new();
        };
        if reason == Reason::Supplier {
            return vec![self.say("help_supplier")];
        }
        let mut told = Vec::new();
        let figure = self.asked.figure;
        let can_pool = reason != Reason::Dominance && self.definition().pool <= 1;
        if matches!(figure.period, Period::Year(_)) && can_pool {
            told.push(self.say("help_pool"));
        }
        if self.frame.region.places()[figure.place].kind == PlaceKind::Tree
            && !self.asked.neighbours.is_empty()
        {
            let near = self.asked.neighbours.iter().take(NAMED);
            let near: Vec<String> = near.map(|key| self.area(key)).collect();
            let values = [("neighbours", near.join(", "))];
            let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
            told.push(self.texts.say("help_merge", &values));
        }
        if !figure.breakdown.is_total() {
            told.push(self.say("help_coarser"));
        }
        if standing.base.unwrap_or(reason) == Reason::Secondary {
            told.push(self.say("help_sum"));
        }
        told
    }

    fn area(&self, key: &AreaKey) -> String {
        let tree = self.frame.tree;
        if let Some(name) = tree.name(key) {
            return name.to_owned();
        }
        let rests = tree.areas().iter().find(|a| a.key.unallocated() == *key);
        rests.map_or_else(
            || key.to_string(),
            |area| self.texts.say("area_unallocated", &[("area", &area.name)]),
        )
    }

    /// A formula in German where it has a name: of a base count, or of an indicator that counts it.
    fn quantity(&self, formula: &str) -> String {
        let catalogue = self.frame.catalogue;
        if let Some(count) = catalogue.counts.iter().find(|c| c.id.as_str() == formula) {
            return count.name.clone();
        }
        let slices = catalogue
            .indicators
            .iter()
            .flat_map(|d| d.slices.iter().map(move |slice| (d, slice)));
        let mut named = slices.filter(|(_, slice)| slice.numerator.as_str() == formula);
        named.next().map_or_else(
            || formula.to_owned(),
            |(definition, slice)| {
                let name = &definition.numerator_text;
                let name = if name.is_empty() {
                    &definition.short_name
                } else {
                    name
                };
                if slice.breakdown.is_total() {
                    name.clone()
                } else {
                    format!("{name} ({})", slice.breakdown)
                }
            },
        )
    }
}
