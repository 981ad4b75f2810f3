//! Area by area: its class, the share of draws behind it, the ranks it may have, and what drives it.

use disclosure::Edition;
use releases::{AreaDoubt, AreaInfo, IndexedArea};
use vocabulary::german_number;

use super::matrix::shared_words;
use super::{Told, percent};
use crate::compose::desk::Desk;
use crate::compose::wording::say;
use crate::document::{Placement, PlacementRow, PlacementSection};

/// More indicators than this find no room in the table; the heaviest are kept.
const MOST_PARTS: usize = 5;

/// The table, a section for each municipality.
pub(super) fn table<E: Edition>(desk: &Desk<'_, E>, told: &Told<'_>) -> Placement {
    let parts = parts(told);
    let names = parts
        .iter()
        .map(|at| told.result.indicators[*at].name.clone());
    let all = told.newest.areas.len().to_string();
    let heads = [
        "index_head_class",
        "index_head_share",
        "index_head_rank",
        "index_head_dynamics",
    ];
    let heads = heads.map(|key| say(key, &[("all", &all)])).to_vec();
    let (_, many) = desk.level_words(&told.result.level);
    let draws = german_number(told.result.preset.doubt.draws as f64, 0);
    let stability = percent(told.result.preset.doubt.stability);
    Placement {
        number: Some(String::new()),
        caption: say(
            "index_table",
            &[("areas", &many), ("name", &told.result.preset.name)],
        ),
        heads,
        parts: names.collect(),
        sections: sections(desk, told, &parts),
        note: say(
            "index_table_note",
            &[("draws", &draws), ("stability", &stability)],
        ),
    }
}

/// The indicators told, in the order of the preset.
fn parts(told: &Told<'_>) -> Vec<usize> {
    let weights = told.newest.parts.iter().map(|part| part.weight);
    let mut order: Vec<(usize, f64)> = weights.enumerate().collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut kept: Vec<usize> = order.into_iter().take(MOST_PARTS).map(|p| p.0).collect();
    kept.sort_unstable();
    kept
}

fn sections<E: Edition>(
    desk: &Desk<'_, E>,
    told: &Told<'_>,
    parts: &[usize],
) -> Vec<PlacementSection> {
    let strongest = told
        .indexed()
        .flat_map(|area| area.contributions.iter().flatten())
        .fold(0.0_f64, |most, part| most.max(part.abs()));
    let mut sections: Vec<PlacementSection> = Vec::new();
    for area in &told.areas {
        let town = desk.view.municipality(&area.key);
        let inside = town.filter(|town| town.key != desk.view.scope.key);
        let title = inside.map_or_else(String::new, |town| town.name.clone());
        let row = row(told, area, (parts, strongest));
        match sections.last_mut().filter(|last| last.title == title) {
            Some(section) => section.rows.push(row),
            None => sections.push(PlacementSection {
                title,
                rows: vec![row],
            }),
        }
    }
    sections
}

fn row(told: &Told<'_>, area: &AreaInfo, (parts, strongest): (&[usize], f64)) -> PlacementRow {
    let Some(found) = told.newest.area(&area.key) else {
        let mut left_out = told.newest.left_out.iter();
        let left_out = left_out.find(|left| left.area == area.key);
        return PlacementRow {
            name: area.name.clone(),
            reason: left_out.map_or_else(|| say("unknown", &[]), |left| left.reason.clone()),
            ..PlacementRow::default()
        };
    };
    let classes = told.classes();
    let sure = Told::sure_class(found);
    let colour = |class: usize| charts::class_colour(class, classes.len());
    let row = PlacementRow {
        name: area.name.clone(),
        class: sure.map_or_else(|| say("index_unsure", &[]), |class| classes[class].clone()),
        colour: sure.map(colour),
        parts: contributions(found, (parts, strongest)),
        dynamics: dynamics(told, found),
        ..PlacementRow::default()
    };
    match &found.doubt {
        None => row,
        Some(doubt) => doubted(row, doubt, (classes.len(), told.newest.areas.len())),
    }
}

/// The row with the shares of draws and the ranks.
fn doubted(row: PlacementRow, doubt: &AreaDoubt, (classes, areas): (usize, usize)) -> PlacementRow {
    let shares = doubt.class_shares.iter();
    let most = shares.clone().fold(0.0_f64, |most, share| most.max(*share));
    let place = |rank: u32| {
        let others = areas.saturating_sub(1).max(1);
        1.0 - f64::from(rank.saturating_sub(1)) / others as f64
    };
    let (from, to) = (doubt.lower_rank.to_string(), doubt.upper_rank.to_string());
    PlacementRow {
        shares: shares
            .enumerate()
            .filter(|(_, share)| **share > 0.0)
            .map(|(class, share)| (*share, charts::class_colour(class, classes)))
            .collect(),
        share: say("index_share", &[("share", &percent(most))]),
        rank: Some((place(doubt.upper_rank), place(doubt.lower_rank))),
        ranks: say("index_ranks", &[("from", &from), ("to", &to)]),
        ..row
    }
}

fn contributions(
    area: &IndexedArea,
    (parts, strongest): (&[usize], f64),
) -> Vec<(String, f64, bool)> {
    let all = area.contributions.iter().flatten();
    let most = all.fold(0.0_f64, |most, part| most.max(part.abs()));
    let cell = |at: &usize| match area.contributions.get(*at).copied().flatten() {
        None => ("–".to_owned(), 0.0, false),
        Some(part) => {
            let sign = if part >= 0.05 { "+" } else { "" };
            let text = format!("{sign}{}", german_number(part, 1));
            // The root keeps small contributions visible beside great ones.
            let tint = part.signum() * (part.abs() / strongest.max(1e-9)).sqrt();
            (text, tint, part.abs() >= most)
        }
    };
    parts.iter().map(cell).collect()
}

/// The class of change where it is sure, without the words all classes begin with.
fn dynamics(told: &Told<'_>, area: &IndexedArea) -> String {
    let Some(choice) = &told.result.preset.dynamics else {
        return String::new();
    };
    match &area.dynamics {
        Some(found) if found.stable => {
            let name = &choice.names[found.class];
            name[shared_words(&choice.names)..].to_owned()
        }
        Some(_) => say("index_way_unsure", &[]),
        None => "–".to_owned(),
    }
}
