//! The method sheet (Methodenblatt) of an index: every choice and every parameter in German, from the record alone.

use vocabulary::{german_number, german_period};

use super::preset::{Direction, Filling, Method, Outliers, Recipe, Scaling, Together, Weighting};
use super::result::{ChoiceShare, IndexPeriod, IndexResult, IngredientText, PartRecord};
use super::words::say;

/// A line of a method sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetLine {
    /// What is told.
    pub label: String,
    /// The choice in words.
    pub text: String,
}

impl ChoiceShare {
    /// The choice in German.
    pub fn german(&self) -> String {
        say(&format!("choice_{}", self.choice), &[])
    }
}

impl IndexResult {
    /// The method sheet of the newest period; empty if there is none.
    #[doc(alias = "Methodenblatt")]
    pub fn method_sheet(&self) -> Vec<SheetLine> {
        let Some(newest) = self.newest() else {
            return Vec::new();
        };
        let mut lines = vec![
            line("purpose", self.preset.purpose.clone()),
            line("preset", self.preset_text()),
            line("period", german_period(newest.period)),
            line("areas", self.areas_text(newest)),
        ];
        let pairs = self.indicators.iter().zip(&newest.parts);
        lines.extend(pairs.map(|(text, part)| SheetLine {
            label: text.name.clone(),
            text: self.part_text(text, part),
        }));
        lines.extend(self.steps());
        lines.extend(self.classes());
        lines.push(line("doubt", self.doubt_text()));
        lines.extend(self.check_lines(newest));
        lines
    }

    fn preset_text(&self) -> String {
        let version = self.preset.version.to_string();
        say(
            "sheet_preset_text",
            &[("id", &self.preset.id), ("version", &version)],
        )
    }

    fn areas_text(&self, newest: &IndexPeriod) -> String {
        let with = german_number(newest.areas.len() as f64, 0);
        let all = german_number((newest.areas.len() + newest.left_out.len()) as f64, 0);
        let mut text = say("sheet_areas_text", &[("with", &with), ("all", &all)]);
        if self.preset.areas.least_population > 0 {
            let least = german_number(f64::from(self.preset.areas.least_population), 0);
            text.push(' ');
            text.push_str(&say("sheet_least_text", &[("least", &least)]));
        }
        text
    }

    fn part_text(&self, text: &IngredientText, part: &PartRecord) -> String {
        let direction = match text.direction {
            Direction::HigherIsBurden => "sheet_burden",
            Direction::HigherIsBetter => "sheet_better",
        };
        let mut words = vec![
            say(
                "sheet_indicator",
                &[("name", &text.full_name), ("id", text.id.as_str())],
            ),
            say(direction, &[]),
            say(
                "sheet_weight",
                &[("weight", &german_number(part.weight * 100.0, 1))],
            ),
        ];
        words.extend(self.scale_text(text, part));
        if let Some(loading) = part.loading {
            words.push(say(
                "sheet_loading",
                &[("loading", &german_number(loading, 2))],
            ));
        }
        let counted = [
            ("sheet_filled", part.filled.len()),
            ("sheet_drawn_in", part.drawn_in),
        ];
        let counted = counted.into_iter().filter(|(_, count)| *count > 0);
        words.extend(counted.map(|(key, count)| say(key, &[("count", &count.to_string())])));
        words.join("; ") + "."
    }

    fn scale_text(&self, text: &IngredientText, part: &PartRecord) -> Option<String> {
        let (a, b) = part.scale?;
        // Turned values are told as they are in the figures.
        let (a, b) = match (text.direction, self.preset.method.normalisation) {
            (Direction::HigherIsBurden, _) => (a, b),
            (Direction::HigherIsBetter, Scaling::ZScore) => (-a, b),
            (Direction::HigherIsBetter, _) => (-b, -a),
        };
        let key = match self.preset.method.normalisation {
            Scaling::ZScore => "sheet_mean_sd",
            Scaling::MinMax | Scaling::PercentileRank => "sheet_least_most",
        };
        let decimals = text.decimals + 2;
        Some(say(
            key,
            &[
                ("a", &german_number(a, decimals)),
                ("b", &german_number(b, decimals)),
                ("unit", &text.unit),
            ],
        ))
    }

    fn steps(&self) -> Vec<SheetLine> {
        let method = &self.preset.method;
        if method.recipe == Recipe::Mss {
            return vec![line("recipe", say("recipe_mss", &[]))];
        }
        let base = match method.base_year {
            Some(year) => say("base_fixed", &[("year", &year.to_string())]),
            None => say("base_own", &[]),
        };
        vec![
            line("gaps", gaps(method)),
            line("outliers", outliers(method)),
            line("normalisation", normalisation(method)),
            line("weights", weights(method)),
            line("aggregation", aggregation(method)),
            line("base", base),
        ]
    }

    fn classes(&self) -> Vec<SheetLine> {
        let status = &self.preset.status;
        let mut lines = vec![line("status", class_text(&status.cuts, &status.names))];
        if let Some(dynamics) = &self.preset.dynamics {
            let mut text = class_text(&dynamics.cuts, &dynamics.names);
            if dynamics.changes.is_empty() {
                let years = dynamics.years.to_string();
                text = say(
                    "dynamics_computed",
                    &[("years", &years), ("classes", &text)],
                );
            }
            lines.push(line("dynamics", text));
        }
        lines
    }

    fn doubt_text(&self) -> String {
        let doubt = self.preset.doubt;
        say(
            "sheet_doubt_text",
            &[
                ("draws", &german_number(doubt.draws as f64, 0)),
                ("stability", &german_number(doubt.stability * 100.0, 0)),
            ],
        )
    }

    fn check_lines(&self, newest: &IndexPeriod) -> Vec<SheetLine> {
        let Some(checks) = &newest.checks else {
            let reason = newest.no_checks.clone();
            return reason.map(|r| line("checks", r)).into_iter().collect();
        };
        let alpha = alpha(checks.alpha);
        let first = german_number(checks.first_component * 100.0, 0);
        let left: Vec<String> = checks
            .left_one_out
            .iter()
            .filter_map(|left| {
                let text = self.indicators.iter().find(|t| t.id == left.indicator)?;
                let values = [
                    ("name", text.name.as_str()),
                    ("shift", &german_number(left.mean_shift, 1)),
                    ("classes", &left.other_class.to_string()),
                ];
                Some(say("left_one_out", &values))
            })
            .collect();
        let strongest = checks
            .choices
            .iter()
            .max_by(|a, b| a.total.total_cmp(&b.total));
        let strongest = strongest.map(|choice| {
            let name = choice.german();
            let share = german_number((choice.total * 100.0).clamp(0.0, 100.0), 0);
            say("strongest", &[("choice", &name), ("share", &share)])
        });
        [
            Some(line(
                "checks",
                say("checks_text", &[("alpha", &alpha), ("first", &first)]),
            )),
            (!left.is_empty()).then(|| line("left_one_out_label", left.join(" "))),
            strongest.map(|text| line("strongest_label", text)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn line(key: &str, text: String) -> SheetLine {
    SheetLine {
        label: say(&format!("label_{key}"), &[]),
        text,
    }
}

fn gaps(method: &Method) -> String {
    let least = german_number(method.least_weight * 100.0, 0);
    match method.gaps {
        Filling::LeaveOut => say("gaps_leave_out", &[("least", &least)]),
        Filling::Median => say("gaps_median", &[("least", &least)]),
    }
}

fn outliers(method: &Method) -> String {
    match method.outliers {
        Outliers::Keep => say("outliers_keep", &[]),
        Outliers::Winsorise => say("outliers_winsorise", &[]),
    }
}

fn normalisation(method: &Method) -> String {
    match method.normalisation {
        Scaling::ZScore => say("normalisation_z_score", &[]),
        Scaling::MinMax => say("normalisation_min_max", &[]),
        Scaling::PercentileRank => say("normalisation_percentile_rank", &[]),
    }
}

fn weights(method: &Method) -> String {
    match method.weights {
        Weighting::Equal => say("weights_equal", &[]),
        Weighting::Given => say("weights_given", &[]),
        Weighting::OneFactor => say("weights_one_factor", &[]),
        Weighting::PrincipalComponent => say("weights_principal_component", &[]),
    }
}

fn aggregation(method: &Method) -> String {
    match method.aggregation {
        Together::Arithmetic => say("aggregation_arithmetic", &[]),
        Together::Geometric => say("aggregation_geometric", &[]),
        Together::Copeland => say("aggregation_copeland", &[]),
    }
}

/// „bis −1,0: hoch · über −1,0 bis 1,0: mittel · über 1,0: niedrig“.
fn alpha(alpha: Option<f64>) -> String {
    alpha.map_or_else(
        || say("alpha_not_defined", &[]),
        |alpha| german_number(alpha, 2),
    )
}

fn class_text(cuts: &[f64], names: &[String]) -> String {
    let number = |x: f64| german_number(x, 1);
    let class = |(at, name): (usize, &String)| {
        let from = at.checked_sub(1).map(|before| number(cuts[before]));
        let to = cuts.get(at).map(|cut| number(*cut));
        let limits = match (from, to) {
            (None, Some(to)) => say("class_up_to", &[("to", &to)]),
            (Some(from), Some(to)) => say("class_between", &[("from", &from), ("to", &to)]),
            (Some(from), None) => say("class_above", &[("from", &from)]),
            (None, None) => say("class_all", &[]),
        };
        format!("{limits}: {name}")
    };
    let classes: Vec<String> = names.iter().enumerate().map(class).collect();
    classes.join(" · ")
}
