//! What guide values ask for, beside what there is today.

use releases::Outlook;
use releases::outlook::{NeedAhead, NeedAt};
use vocabulary::german_number;

use super::{head, heading, near, range, signed, whole};
use crate::compose::wording::say;
use crate::document::{Align, Block, Table};

/// What guide values ask for.
pub(super) fn needed(found: &Outlook) -> Vec<Block> {
    let told: Vec<&NeedAhead> = found.needs.iter().filter(|n| n.rate.is_some()).collect();
    if told.is_empty() {
        return Vec::new();
    }
    let table = table(found, &told);
    vec![
        heading("outlook_need"),
        Block::Text {
            text: vec![say("outlook_need_text", &[])],
        },
        Block::Table { table },
        Block::List {
            items: told.iter().map(|need| source(need)).collect(),
        },
    ]
}

/// Need beside what there is.
fn table(found: &Outlook, told: &[&NeedAhead]) -> Table {
    let near = near(found);
    let year = |years: i32| (found.newest + years).to_string();
    let heads = vec![
        head(say("head_need", &[]), (2.0, Align::Left)),
        head(say("head_guide", &[]), (1.6, Align::Left)),
        head(say("head_today", &[]), (0.8, Align::Right)),
        head(year(found.small_area_years), (0.9, Align::Right)),
        head(year(found.years), (0.9, Align::Right)),
        head(say("head_range", &[]), (1.3, Align::Right)),
        head(say("head_gap", &[]), (1.0, Align::Right)),
    ];
    let row = |need: &&NeedAhead| -> Option<Vec<String>> {
        let (near, end) = (need.ahead.get(near)?, need.ahead.last()?);
        let today = need.today.map(|t| whole(t.count));
        Some(vec![
            need.guide.name.clone(),
            guide(need),
            today.unwrap_or_else(|| say("hidden", &[])),
            whole(near.need),
            whole(end.need),
            range(end.lower, end.upper),
            gap(end),
        ])
    };
    let rows = told.iter().filter_map(row).collect();
    Table {
        note: say("outlook_need_note", &[]),
        ..Table::listed(
            say("outlook_need_table", &[("year", &year(found.years))]),
            heads,
            rows,
        )
    }
}

/// Who says so, and what is counted today.
fn source(need: &NeedAhead) -> String {
    say(
        "outlook_guide",
        &[
            ("name", &need.guide.name),
            ("today", &need.guide.today),
            ("source", &need.guide.source),
            ("date", &vocabulary::german_date(need.guide.date)),
        ],
    )
}

/// „50 Plätze je 100“.
fn guide(need: &NeedAhead) -> String {
    let rate = need.rate.unwrap_or_default() * need.guide.per;
    let decimals = u8::from(need.guide.number().is_none());
    let values = [
        ("value", german_number(rate, decimals)),
        ("unit", need.guide.unit.clone()),
        ("per", whole(need.guide.per)),
        ("age", Outlook::group_in_german(&need.guide.age)),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let key = match need.guide.number() {
        Some(_) => "outlook_rate",
        None => "outlook_rate_today",
    };
    say(key, &values)
}

fn gap(at: &NeedAt) -> String {
    at.gap.map_or_else(|| say("hidden", &[]), signed)
}
