//! Sums, and what several of them prove together, in plain German. No number of people is in it.

use vocabulary::{AreaKey, Texts, german_number, german_period};

use crate::control::{Betrayal, Known, Quantity, Sum, SumOver};

/// How many members of a sum are named.
const NAMED: usize = 4;

/// How areas and quantities are called.
pub(crate) struct Proofs<'a> {
    pub(crate) texts: &'a Texts,
    pub(crate) area: &'a dyn Fn(&AreaKey) -> String,
    pub(crate) quantity: &'a dyn Fn(&str) -> String,
}

impl Proofs<'_> {
    /// What could be told of which number: „ließe sich …“.
    pub(crate) fn betrayal(&self, betrayal: &Betrayal) -> String {
        let known = self.texts.say(
            match betrayal.known {
                Known::Exactly => "known_exactly",
                Known::FromBelow => "known_from_below",
                Known::FromAbove => "known_from_above",
            },
            &[],
        );
        let key = if betrayal.is_rest {
            "betrayed_rest"
        } else {
            "betrayed"
        };
        self.say(key, &betrayal.of, ("known", known))
    }

    /// One sum with its other hidden members.
    pub(crate) fn sum(&self, sum: &Sum) -> String {
        let key = match sum.over {
            SumOver::Areas => "sum_areas",
            SumOver::Rests => "sum_rests",
            SumOver::People => "sum_people",
            SumOver::Years => "sum_years",
            SumOver::Difference => "sum_difference",
            SumOver::Within => "sum_within",
            SumOver::Bounds => "sum_bounds",
            SumOver::Editions => "sum_editions",
            SumOver::Pieces => "sum_pieces",
        };
        self.say(key, &sum.whole, ("hidden", self.members(sum)))
    }

    fn say(&self, key: &str, of: &Quantity, more: (&str, String)) -> String {
        let values = [
            ("quantity", (self.quantity)(&of.formula)),
            ("area", (self.area)(&of.area)),
            ("period", german_period(of.period)),
            more,
        ];
        let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
        self.texts.say(key, &values)
    }

    /// The other hidden members, by what tells them apart.
    fn members(&self, sum: &Sum) -> String {
        let name = |q: &Quantity| {
            let (area, quantity) = ((self.area)(&q.area), (self.quantity)(&q.formula));
            let period = german_period(q.period);
            match sum.over {
                SumOver::Areas | SumOver::Pieces => area,
                // Of a number and its base one place is told, of the rests of a sum the places.
                SumOver::Rests if q.area != sum.whole.area => area,
                SumOver::Years => period,
                SumOver::Difference => format!("„{quantity}“ {period}"),
                SumOver::Editions => format!("„{quantity}“ in {area}, {period}"),
                SumOver::Rests | SumOver::People | SumOver::Within | SumOver::Bounds => {
                    format!("„{quantity}“")
                }
            }
        };
        let mut names: Vec<String> = sum.hidden.iter().take(NAMED).map(name).collect();
        if names.is_empty() {
            return self.texts.say("sum_nothing_else", &[]);
        }
        let more = sum.hidden.len().saturating_sub(NAMED);
        if more > 0 {
            let more = german_number(more as f64, 0);
            names.push(self.texts.say("sum_more", &[("n", &more)]));
        }
        names.join(", ")
    }
}
