//! Level and change together: how many areas of each class are going which way, as far as that is sure.

use disclosure::Edition;
use releases::IndexedArea;

use super::{MOST_NAMED, Told, names, percent};
use crate::compose::desk::Desk;
use crate::compose::wording::say;
use crate::document::{Block, Matrix, MatrixRow};

/// The table with what it says in words.
pub(super) fn blocks<E: Edition>(desk: &Desk<'_, E>, told: &Told<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::Matrix {
        matrix: matrix(desk, told),
    }];
    let text = moving(desk, told);
    if !text.is_empty() {
        blocks.push(Block::Text { text });
    }
    blocks
}

/// How many bytes of whole words all names begin with.
pub(super) fn shared_words(names: &[String]) -> usize {
    let Some((first, others)) = names.split_first() else {
        return 0;
    };
    let ends = first.match_indices(' ').map(|(at, _)| at + 1);
    ends.take_while(|end| others.iter().all(|o| o.starts_with(&first[..*end])))
        .last()
        .unwrap_or(0)
}

/// The names of the classes of change; none where nothing is said about it.
fn ways<'a>(told: &Told<'a>) -> &'a [String] {
    let dynamics = told.result.preset.dynamics.as_ref();
    let known = told.newest.no_dynamics.is_none();
    dynamics.filter(|_| known).map_or(&[], |d| &d.names)
}

fn way(area: &IndexedArea) -> Option<usize> {
    let dynamics = area.dynamics.as_ref()?;
    dynamics.stable.then_some(dynamics.class)
}

fn matrix<E: Edition>(desk: &Desk<'_, E>, told: &Told<'_>) -> Matrix {
    let ways = ways(told);
    let classes = told.classes();
    let all: Vec<&IndexedArea> = told.indexed().collect();
    let rows = (0..classes.len()).map(Some).chain([None]);
    let rows = rows.filter_map(|class| {
        let of_class = all.iter().filter(|a| Told::sure_class(a) == class);
        let of_class: Vec<&IndexedArea> = of_class.copied().collect();
        (class.is_some() || !of_class.is_empty()).then(|| MatrixRow {
            name: class.map_or_else(|| say("index_unsure_class", &[]), |at| classes[at].clone()),
            colour: class.map(|at| charts::class_colour(at, classes.len())),
            cells: cells(&of_class, ways.len(), all.len()),
        })
    });
    let (_, many) = desk.level_words(&told.result.level);
    let begin = shared_words(ways);
    let mut heads: Vec<String> = ways.iter().map(|way| way[begin..].to_owned()).collect();
    if !ways.is_empty() {
        heads.push(say("index_way_unsure", &[]));
    }
    heads.push(say("index_all", &[]));
    Matrix {
        number: Some(String::new()),
        caption: say("index_matrix", &[("areas", &many)]),
        across: (say("index_level", &[]), say("index_change", &[])),
        rows: rows.collect(),
        heads,
        note: note(told),
    }
}

/// One count for each way, one for what is not sure, and the sum.
fn cells(areas: &[&IndexedArea], ways: usize, all: usize) -> Vec<(String, f64)> {
    let count = |wanted: Option<usize>| areas.iter().filter(|a| way(a) == wanted).count();
    let columns = (0..ways).map(Some).chain((ways > 0).then_some(None));
    let counts = columns.map(count);
    let cell = |n: usize| (n.to_string(), n as f64 / all.max(1) as f64);
    let sum = (areas.len().to_string(), 0.0);
    counts.map(cell).chain([sum]).collect()
}

/// Why a direction is often not told.
fn note(told: &Told<'_>) -> String {
    if let Some(reason) = &told.newest.no_dynamics {
        return reason.clone();
    }
    let Some(dynamics) = &told.result.preset.dynamics else {
        return String::new();
    };
    let stability = percent(told.result.preset.doubt.stability);
    let unsure = told.indexed().filter(|area| {
        let dynamics = area.dynamics.as_ref();
        dynamics.is_some_and(|d| !d.stable)
    });
    let without = told.indexed().filter(|area| area.dynamics.is_none());
    let key = if dynamics.changes.is_empty() {
        "index_matrix_note"
    } else {
        "index_matrix_note_ready"
    };
    say(
        key,
        &[
            ("years", &dynamics.years.to_string()),
            ("stability", &stability),
            ("unsure", &unsure.count().to_string()),
            ("without", &without.count().to_string()),
        ],
    )
}

/// The areas that surely go another way than most, by name.
fn moving<E: Edition>(desk: &Desk<'_, E>, told: &Told<'_>) -> Vec<String> {
    let ways = ways(told);
    let middle = ways.len() / 2;
    let told_of = |at: usize| {
        let areas: Vec<&IndexedArea> = told.indexed().filter(|a| way(a) == Some(at)).collect();
        let few = (1..=MOST_NAMED).contains(&areas.len());
        few.then(|| {
            let names = names(desk, &areas);
            say("index_moving", &[("way", &ways[at]), ("names", &names)])
        })
    };
    (0..ways.len())
        .filter(|at| *at != middle || ways.len().is_multiple_of(2))
        .filter_map(told_of)
        .collect()
}
