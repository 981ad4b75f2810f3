//! Who would get what by need: the table of a plan, and what other weights of the social situation would do.

use disclosure::Edition;
use releases::{Allocation, Bound, Share};
use vocabulary::{german_number, german_period};

use super::desk::Desk;
use super::front::page;
use super::topics::columns;
use super::wording::say;
use crate::document::{Align, Block, Column, Outlined, Part, Table};
use crate::outline::Chapter;

/// One section per plan; no chapter where nothing is shared out.
pub(crate) fn allocation<E: Edition>(desk: &Desk<'_, E>, chapter: &Chapter) -> Option<Part> {
    let allocations = &desk.view.release.allocations;
    if allocations.is_empty() {
        return None;
    }
    let mut blocks = vec![Block::Text {
        text: desk.text(&chapter.text),
    }];
    for allocation in allocations {
        blocks.extend(section(desk, allocation));
    }
    Some(page(desk, chapter, blocks))
}

fn section<E: Edition>(desk: &Desk<'_, E>, allocation: &Allocation) -> Vec<Block> {
    let plan = &allocation.plan;
    let sheet = desk.view.sheet(&plan.need);
    let values = [
        ("name", plan.name.clone()),
        ("total", plan.total.to_string()),
        (
            "need",
            sheet.map_or_else(|| plan.need.to_string(), |s| s.short_name.clone()),
        ),
        ("lambda", Allocation::lambda_in_german(plan.lambda)),
        ("period", german_period(allocation.period)),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let mut blocks = vec![
        Block::Heading {
            level: 2,
            text: plan.name.clone(),
            outlined: Outlined::Bookmark,
        },
        Block::Text {
            text: vec![say("allocation_lead", &values)],
        },
        Block::Table {
            table: by_need(desk, allocation, say("allocation_title", &values)),
        },
        Block::Table {
            table: by_lambda(desk, allocation, say("allocation_lambda_title", &values)),
        },
    ];
    blocks.extend(
        allocation
            .notes
            .iter()
            .map(|note| Block::Small { text: note.clone() }),
    );
    blocks
}

fn by_need<E: Edition>(desk: &Desk<'_, E>, allocation: &Allocation, title: String) -> Table {
    let heads = columns(&[
        ("head_area", 1.6, Align::Left),
        ("head_people", 1.0, Align::Right),
        ("head_situation", 1.0, Align::Right),
        ("head_amount", 1.3, Align::Right),
        ("head_bound", 1.0, Align::Left),
        ("head_today", 1.3, Align::Right),
    ]);
    let decimals = desk
        .view
        .sheet(&allocation.plan.need)
        .map_or(1, |s| s.decimals);
    let row = |share: &Share| {
        let number = |value: Option<f64>, decimals| value.map(|v| german_number(v, decimals));
        vec![
            desk.view.name(&share.area).to_owned(),
            number(share.people, 0).unwrap_or_default(),
            number(share.situation, decimals).unwrap_or_default(),
            share.amount.to_string(),
            match share.bound {
                Bound::Need => String::new(),
                Bound::Floor => say("bound_floor", &[]),
                Bound::Cap => say("bound_cap", &[]),
            },
            share.today.map(|t| t.to_string()).unwrap_or_default(),
        ]
    };
    let rows = allocation.shares.iter().map(row).collect();
    Table::listed(title, heads, rows).without_empty_columns()
}

/// A column for each weight; an empty cell where floors or caps leave no way.
fn by_lambda<E: Edition>(desk: &Desk<'_, E>, allocation: &Allocation, title: String) -> Table {
    let mut heads = columns(&[("head_area", 1.4, Align::Left)]);
    heads.extend(allocation.sensitivity.iter().map(|under| Column {
        title: say(
            "head_lambda",
            &[("lambda", &Allocation::lambda_in_german(under.lambda))],
        ),
        width: 1.0,
        align: Align::Right,
    }));
    let cell = |i: usize, under: &releases::UnderLambda| {
        let amounts = under.amounts.as_ref();
        amounts
            .and_then(|all| all.get(i))
            .map(ToString::to_string)
            .unwrap_or_default()
    };
    let shares = allocation.shares.iter().enumerate();
    let rows = shares
        .map(|(i, share)| {
            let cells = allocation.sensitivity.iter().map(|under| cell(i, under));
            std::iter::once(desk.view.name(&share.area).to_owned())
                .chain(cells)
                .collect()
        })
        .collect();
    Table {
        note: say("allocation_lambda_note", &[]),
        ..Table::listed(title, heads, rows)
    }
}
