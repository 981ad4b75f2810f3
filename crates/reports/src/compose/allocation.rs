//! Who would get what by need: what is shared out and how, a picture, the amounts, and what other weights of the social
//! situation would do. An example that recommends nothing.

use std::collections::BTreeSet;

use disclosure::Edition;
use releases::{Allocation, Bound, Share};
use vocabulary::{german_number, german_period};

use super::desk::{Caption, Desk, Drawings, Listed};
use super::front::page;
use super::topics::columns;
use super::wording::{enumerate, say};
use crate::document::{Align, Block, Column, Drawing, Outlined, Part, Table};
use crate::outline::Chapter;

/// More rows than these make a picture nobody can read.
const MOST_ROWS: usize = 40;
/// So many areas are named; more are counted.
const NAMED: usize = 4;

/// One section per plan; no chapter where nothing is shared out.
pub(crate) fn allocation<E: Edition>(
    desk: &Desk<'_, E>,
    chapter: &Chapter,
    drawings: &mut Drawings,
) -> Option<Part> {
    let allocations = &desk.view.release.allocations;
    if allocations.is_empty() {
        return None;
    }
    let mut blocks = vec![Block::Text {
        text: desk.text(&chapter.text),
    }];
    for allocation in allocations {
        let told = Told { desk, allocation };
        blocks.extend(told.section(drawings));
    }
    Some(page(desk, chapter, blocks))
}

/// An allocation on its way to the page.
struct Told<'a, E: Edition> {
    desk: &'a Desk<'a, E>,
    allocation: &'a Allocation,
}

impl<E: Edition> Told<'_, E> {
    fn section(&self, drawings: &mut Drawings) -> Vec<Block> {
        let name = ("name", self.allocation.plan.name.as_str());
        let mut blocks = vec![
            Block::Heading {
                level: 2,
                text: say("allocation_heading", &[name]),
                outlined: Outlined::Bookmark,
            },
            Block::Facts {
                facts: self.facts(),
            },
            Block::Text {
                text: vec![self.formula()],
            },
        ];
        blocks.extend(
            self.beside_today()
                .map(|text| Block::Text { text: vec![text] }),
        );
        let figure = self.figure(drawings);
        blocks.extend(figure.map(|figure| Block::Figure { figure }));
        blocks.push(Block::Table {
            table: self.by_need(),
        });
        blocks.extend(self.by_lambda().map(|table| Block::Table { table }));
        blocks.extend(self.small());
        blocks
    }

    /// Who would have more and who less than today; none where nothing is known of today.
    fn beside_today(&self) -> Option<String> {
        let moved = self.allocation.shares.iter().filter_map(|share| {
            let moved = difference(share.amount, share.today?);
            let told = [
                ("name", self.desk.view.name(&share.area).to_owned()),
                ("moved", signed(share.amount, moved)),
            ];
            Some((moved.signum(), filled("allocation_moved", &told)))
        });
        let moved: Vec<(i128, String)> = moved.collect();
        let who = |sign: i128| -> String {
            let of_sign = moved.iter().filter(|(s, _)| *s == sign);
            let names: Vec<&str> = of_sign.map(|(_, told)| told.as_str()).collect();
            enumerate(&names)
        };
        let (more, less) = (who(1), who(-1));
        let key = match (moved.is_empty(), more.is_empty(), less.is_empty()) {
            (true, ..) => return None,
            (_, true, true) => "allocation_today_same",
            (_, false, true) => "allocation_today_more",
            (_, true, false) => "allocation_today_less",
            (_, false, false) => "allocation_today_both",
        };
        let lambda = self.lambda();
        let values = [
            ("lambda", lambda.as_str()),
            ("more", &more),
            ("less", &less),
        ];
        Some(format!(
            "{} {}",
            say(key, &values),
            say("allocation_today", &[])
        ))
    }

    fn lambda(&self) -> String {
        Allocation::lambda_in_german(self.allocation.plan.lambda)
    }

    fn situation(&self, value: f64) -> String {
        german_number(value, self.allocation.measured.decimals)
    }

    /// What is shared out, among whom, by what.
    fn facts(&self) -> Vec<(String, String)> {
        let plan = &self.allocation.plan;
        let measured = &self.allocation.measured;
        let areas = self.allocation.shares.len();
        let level = self.desk.view.level(&plan.level);
        let places = level.map_or_else(|| say("areas", &[]), |level| level.plural.clone());
        let limit = |amount: Option<releases::Total>, [key, none]: [&str; 2]| {
            amount.map_or_else(
                || say(none, &[]),
                |amount| say(key, &[("amount", &amount.to_string())]),
            )
        };
        let floor = limit(plan.floor, ["allocation_floor", "allocation_no_floor"]);
        let cap = limit(plan.cap, ["allocation_cap", "allocation_no_cap"]);
        let measure = [
            ("situation", measured.situation.clone()),
            ("period", german_period(self.allocation.period)),
            ("mean", self.situation(measured.mean)),
            ("deviation", self.situation(measured.deviation)),
            ("unit", measured.unit.clone()),
        ];
        let fact = |key: &str, text: String| (say(key, &[]), text);
        vec![
            fact("allocation_what", plan.total.to_string()),
            fact(
                "allocation_where",
                format!("{} {places}", german_number(areas as f64, 0)),
            ),
            fact("allocation_people", measured.people.clone()),
            fact(
                "allocation_situation",
                filled("allocation_measure", &measure),
            ),
            fact("allocation_limits", format!("{floor}, {cap}")),
            fact(
                "allocation_weight",
                say("allocation_political", &[("lambda", &self.lambda())]),
            ),
        ]
    }

    /// The formula in words, with the numbers of this plan.
    fn formula(&self) -> String {
        let measured = &self.allocation.measured;
        let above = measured.mean + measured.deviation;
        let weight = 1.0 + self.allocation.plan.lambda;
        let values = [
            ("mean", self.situation(measured.mean)),
            ("above", self.situation(above)),
            ("unit", measured.unit.clone()),
            ("weight", german_number(weight, 2)),
        ];
        let by = match self.allocation.plan.total {
            releases::Total::Money(_) => "allocation_by_cents",
            releases::Total::Posts(_) => "allocation_by_posts",
        };
        let plan = &self.allocation.plan;
        let limited = plan.floor.or(plan.cap);
        let mut sentences = vec![filled("allocation_formula", &values), say(by, &[])];
        sentences.extend(limited.map(|_| say("allocation_limits_kept", &[])));
        sentences.join(" ")
    }

    fn figure(&self, drawings: &mut Drawings) -> Option<Drawing> {
        let shares = &self.allocation.shares;
        if shares.len() > MOST_ROWS {
            return None;
        }
        let title = self.headline();
        let svg = self.desk.by_need(self.allocation, &title);
        let caption = Caption {
            subtitle: say(
                "allocation_figure_subtitle",
                &[
                    ("lambda", &self.lambda()),
                    ("total", &self.allocation.plan.total.to_string()),
                ],
            ),
            title: Some(title),
            note: say("allocation_figure_note", &[]),
            listed: Listed::Yes,
        };
        Some(drawings.add(svg, caption))
    }

    /// Who gains and who loses where the social situation counts more.
    fn headline(&self) -> String {
        let shifts = self.allocation.shifts();
        let who = |sign: i128| -> Vec<&str> {
            let moved = shifts.iter().filter(|(_, shift)| shift.signum() == sign);
            moved.map(|(area, _)| self.desk.view.name(area)).collect()
        };
        let (more, less) = (who(1), who(-1));
        if more.is_empty() || less.is_empty() {
            return say("allocation_headline_none", &[]);
        }
        let told = |names: &[&str]| {
            if names.len() <= NAMED {
                return enumerate(names);
            }
            let count = german_number(names.len() as f64, 0);
            say("allocation_count", &[("count", &count)])
        };
        say(
            "allocation_headline",
            &[("more", &told(&more)), ("less", &told(&less))],
        )
    }

    fn by_need(&self) -> Table {
        let heads = columns(&[
            ("head_area", 1.5, Align::Left),
            ("head_people", 1.0, Align::Right),
            ("head_situation", 1.15, Align::Right),
            ("head_need", 1.0, Align::Right),
            ("head_need_share", 0.9, Align::Right),
            ("head_amount", 1.3, Align::Right),
            ("head_bound", 0.9, Align::Left),
            ("head_today", 1.2, Align::Right),
            ("head_difference", 1.3, Align::Right),
        ]);
        let mut rows: Vec<Vec<String>> =
            self.allocation.shares.iter().map(|s| self.row(s)).collect();
        rows.push(self.total());
        let title = say(
            "allocation_title",
            &[
                ("name", &self.allocation.plan.name),
                ("lambda", &self.lambda()),
            ],
        );
        Table {
            note: say("allocation_note", &[]),
            ..Table::listed(title, heads, rows)
        }
        .without_empty_columns()
    }

    fn row(&self, share: &Share) -> Vec<String> {
        let number = |value: Option<f64>, decimals| {
            value.map_or_else(|| say("hidden", &[]), |v| german_number(v, decimals))
        };
        vec![
            self.desk.view.name(&share.area).to_owned(),
            number(share.people, 0),
            number(share.situation, self.allocation.measured.decimals),
            german_number(share.need, 0),
            say(
                "percent",
                &[("number", &german_number(100.0 * share.part, 1))],
            ),
            share.amount.to_string(),
            match share.bound {
                Bound::Need => String::new(),
                Bound::Floor => say("bound_floor", &[]),
                Bound::Cap => say("bound_cap", &[]),
            },
            share.today.map(|t| t.to_string()).unwrap_or_default(),
            share
                .today
                .map(|t| signed(share.amount, difference(share.amount, t)))
                .unwrap_or_default(),
        ]
    }

    /// What it adds up to, to the cent.
    fn total(&self) -> Vec<String> {
        let shares = &self.allocation.shares;
        let kind = self.allocation.plan.total;
        let people: Option<f64> = shares.iter().map(|s| s.people).sum();
        let today: Vec<u64> = shares
            .iter()
            .filter_map(|s| s.today)
            .map(releases::Total::units)
            .collect();
        let given: u64 = shares.iter().map(|s| s.amount.units()).sum();
        let today = (!today.is_empty()).then(|| kind.with_units(today.iter().sum()));
        vec![
            say("all_together", &[]),
            people.map(|p| german_number(p, 0)).unwrap_or_default(),
            String::new(),
            german_number(shares.iter().map(|s| s.need).sum(), 0),
            say("percent", &[("number", "100")]),
            kind.with_units(given).to_string(),
            String::new(),
            today.map(|t| t.to_string()).unwrap_or_default(),
            today
                .map(|t| signed(kind, difference(kind.with_units(given), t)))
                .unwrap_or_default(),
        ]
    }

    /// A column for each weight and who gains or loses from the first to the last; none where there is one weight.
    fn by_lambda(&self) -> Option<Table> {
        let (low, high) = self.allocation.ends()?;
        let german = Allocation::lambda_in_german;
        let column = |title: String, width| Column {
            title,
            width,
            align: Align::Right,
        };
        let mut heads = columns(&[("head_area", 1.4, Align::Left)]);
        heads.extend(self.allocation.sensitivity.iter().map(|under| {
            column(
                say("head_lambda", &[("lambda", &german(under.lambda))]),
                1.0,
            )
        }));
        let ends = [("low", german(low.lambda)), ("high", german(high.lambda))];
        heads.push(column(filled("head_shift", &ends), 1.1));
        let shifts = self.allocation.shifts();
        let rows = self.allocation.shares.iter().enumerate();
        let rows = rows.map(|(at, share)| {
            let cells = self.allocation.sensitivity.iter().map(|under| {
                let amount = under.amounts.as_ref().and_then(|all| all.get(at));
                amount.map_or_else(|| say("allocation_no_way", &[]), ToString::to_string)
            });
            let shift = shifts
                .get(at)
                .map(|(_, shift)| signed(share.amount, *shift));
            std::iter::once(self.desk.view.name(&share.area).to_owned())
                .chain(cells)
                .chain(shift)
                .collect()
        });
        let title = say(
            "allocation_lambda_title",
            &[("name", &self.allocation.plan.name)],
        );
        Some(Table {
            note: say("allocation_lambda_note", &[]),
            ..Table::listed(title, heads, rows.collect())
        })
    }

    /// What a reader must know beside it, and where the numbers come from.
    fn small(&self) -> Vec<Block> {
        // A source may name several offices, and two of them the same one.
        let sources = self.allocation.measured.sources.iter();
        let offices: BTreeSet<&str> = sources.flat_map(|source| source.split("; ")).collect();
        let source = offices.into_iter().collect::<Vec<_>>().join("; ");
        let notes = self.allocation.notes.iter().cloned();
        notes
            .chain([say("source", &[("source", &source)])])
            .map(|text| Block::Small { text })
            .collect()
    }
}

fn difference(amount: releases::Total, today: releases::Total) -> i128 {
    i128::from(amount.units()) - i128::from(today.units())
}

/// „+1.200,00 €“ of the kind of an amount.
fn signed(kind: releases::Total, units: i128) -> String {
    let sign = match units.signum() {
        1 => "+",
        -1 => "−",
        _ => "±",
    };
    let most = u64::try_from(units.unsigned_abs()).unwrap_or(u64::MAX);
    format!("{sign}{}", kind.with_units(most))
}

fn filled(key: &str, values: &[(&str, String)]) -> String {
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    say(key, &values)
}
