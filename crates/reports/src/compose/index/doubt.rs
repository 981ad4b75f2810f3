//! What the index depends on: one picture of the choices, a table of what leaving out an indicator does, and whether
//! the other indices of the release agree.

use charts::SharesRequest;
use disclosure::Edition;
use releases::{IndexPeriod, IndexResult};
use vocabulary::german_number;

use super::{Told, percent};
use crate::compose::desk::{Caption, Desk, Drawings, Listed};
use crate::compose::drawings::{HALF, frame};
use crate::compose::topics::columns;
use crate::compose::wording::say;
use crate::document::{Align, Block, Drawing, Outlined, Table};

/// The section; where nothing was checked, why.
pub(super) fn blocks<E: Edition>(
    desk: &Desk<'_, E>,
    told: &Told<'_>,
    drawings: &mut Drawings,
) -> Vec<Block> {
    let mut blocks = vec![Block::Heading {
        level: 2,
        text: say("index_doubt", &[]),
        outlined: Outlined::Bookmark,
    }];
    let mut text = vec![say("index_doubt_intro", &[])];
    text.extend(told.newest.no_checks.clone());
    text.extend(agreements(desk, told));
    blocks.push(Block::Text { text });
    blocks.extend(match (picture(told, drawings), left_one_out(told)) {
        (Some(figure), Some(table)) => Some(Block::Beside { figure, table }),
        (Some(figure), None) => Some(Block::Figure { figure }),
        (None, table) => table.map(|table| Block::Table { table }),
    });
    blocks
}

/// What each choice explains of the shift in ranks.
fn picture(told: &Told<'_>, drawings: &mut Drawings) -> Option<Drawing> {
    let checks = told.newest.checks.as_ref()?;
    let mut choices: Vec<_> = checks.choices.iter().collect();
    choices.sort_by(|a, b| b.total.total_cmp(&a.total).then(a.choice.cmp(&b.choice)));
    let strongest = choices.first()?.german();
    let rows: Vec<(String, f64)> = choices.iter().map(|c| (c.german(), c.total)).collect();
    let subtitle = say("index_choices_subtitle", &[]);
    let title = say("index_choices", &[("choice", &strongest)]);
    let svg = charts::shares(&SharesRequest {
        frame: frame(&title, (HALF, 200.0)),
        subject: &subtitle,
        rows: &rows,
    });
    let caption = Caption {
        title: Some(title),
        subtitle,
        note: say("index_choices_note", &[]),
        listed: Listed::Yes,
    };
    Some(drawings.add(svg, caption))
}

fn left_one_out(told: &Told<'_>) -> Option<Table> {
    let checks = told.newest.checks.as_ref()?;
    let rows: Vec<Vec<String>> = checks
        .left_one_out
        .iter()
        .filter_map(|left| {
            let mut texts = told.result.indicators.iter();
            let at = texts.position(|text| text.id == left.indicator)?;
            let effective = checks.effective_weights.get(at);
            Some(vec![
                told.result.indicators[at].name.clone(),
                effective.map_or_else(|| "–".to_owned(), |weight| percent(*weight)),
                german_number(left.mean_shift, 1),
                left.other_class.to_string(),
            ])
        })
        .collect();
    let heads = columns(&[
        ("index_head_without", 2.2, Align::Left),
        ("index_head_effective", 1.1, Align::Right),
        ("index_head_shift", 1.2, Align::Right),
        ("index_head_other", 1.2, Align::Right),
    ]);
    let all = told.newest.areas.len().to_string();
    let title = say("index_without", &[("all", &all)]);
    (!rows.is_empty()).then(|| Table::listed(title, heads, rows))
}

/// Whether the other indices with the same classes put the areas there too.
fn agreements<E: Edition>(desk: &Desk<'_, E>, told: &Told<'_>) -> Vec<String> {
    let others = desk.view.release.indices.iter().filter(|other| {
        other.preset.id != told.result.preset.id
            && other.level == told.result.level
            && other.preset.status.names == told.result.preset.status.names
    });
    others
        .filter_map(|other| agreement(told, other, other.at(told.newest.period)?))
        .collect()
}

fn agreement(told: &Told<'_>, other: &IndexResult, there: &IndexPeriod) -> Option<String> {
    let pairs = told.newest.areas.iter().filter_map(|area| {
        let found = there.area(&area.area)?;
        Some((area.class, found.class))
    });
    let pairs: Vec<(usize, usize)> = pairs.collect();
    let same = pairs.iter().filter(|(a, b)| a == b).count().to_string();
    (!pairs.is_empty()).then(|| {
        say(
            "index_agreement",
            &[
                ("name", &other.preset.name),
                ("same", &same),
                ("of", &pairs.len().to_string()),
            ],
        )
    })
}
