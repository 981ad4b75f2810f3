//! A release becomes a document: the outline is walked, each part is written by itself, then all are numbered.

mod ages;
mod allocation;
mod back;
mod compared;
mod desk;
mod drawings;
mod findings;
mod front;
mod index;
mod indicator;
mod not_made;
mod outlook;
mod profiles;
mod protection;
mod reading;
mod sheets;
mod statement;
mod topics;
mod view;
mod wording;

use disclosure::Edition;
use rayon::prelude::*;
use releases::{AreaInfo, IndicatorSheet, Release, Topic};
use vocabulary::LevelId;

use crate::document::{Block, Document, Drawing, Part};
use crate::outline::{Chapter, Kind, Outline};
use crate::{ReportError, Scope};
use desk::{Desk, Drawings};
use profiles::Selection;
use view::View;
use wording::say;

pub use protection::Protection;
pub(crate) use protection::document as protection;

/// A document with its drawings.
pub(crate) struct Draft {
    pub(crate) document: Document,
    pub(crate) drawings: Vec<String>,
    pub(crate) figures: usize,
}

/// Something to be written, independent of everything else.
enum Task<'a> {
    Cover,
    Chapter(&'a Chapter),
    Index(&'a Chapter),
    Opening(&'a Topic),
    Ages(&'a Topic),
    Indicator(&'a IndicatorSheet),
    ProfilesOpening(&'a Chapter),
    Profile(&'a AreaInfo, &'a Selection<'a>),
    Sheets(&'a Chapter),
    Allocation(&'a Chapter),
    Outlook(&'a Chapter),
}

/// Writes the report of the county or of one municipality.
pub(crate) fn compose<E: Edition + Sync>(
    release: &Release<E>,
    outline: &Outline,
    scope: Scope,
) -> Result<Draft, ReportError> {
    let desk = Desk {
        view: View::new(release, scope)?,
        outline,
    };
    let levels = profiles::levels(&desk);
    let selections: Vec<(&LevelId, Selection<'_>)> = levels
        .iter()
        .map(|level| (level, profiles::select(&desk, level)))
        .collect();
    let tasks = tasks(&desk, &selections);
    let written: Vec<(Part, Drawings)> = tasks
        .par_iter()
        .filter_map(|task| {
            let mut drawings = Drawings::default();
            write(&desk, task, &mut drawings).map(|part| (part, drawings))
        })
        .collect();
    Ok(bind(front::meta(&desk), written))
}

fn tasks<'a, E: Edition>(
    desk: &'a Desk<'_, E>,
    selections: &'a [(&LevelId, Selection<'a>)],
) -> Vec<Task<'a>> {
    let mut tasks = vec![Task::Cover];
    let wanted = |chapter: &&Chapter| !(desk.is_part() && chapter.county_only);
    for chapter in desk.outline.chapters.iter().filter(wanted) {
        match chapter.kind {
            Kind::Topics => tasks.extend(topic_tasks(desk)),
            Kind::Profiles => {
                tasks.push(Task::ProfilesOpening(chapter));
                for (level, selection) in selections {
                    let areas = profiles::areas(desk, level);
                    tasks.extend(areas.into_iter().map(|area| Task::Profile(area, selection)));
                }
            }
            Kind::Index => tasks.push(Task::Index(chapter)),
            Kind::Sheets => tasks.push(Task::Sheets(chapter)),
            Kind::Allocation => tasks.push(Task::Allocation(chapter)),
            Kind::Outlook => tasks.push(Task::Outlook(chapter)),
            _ => tasks.push(Task::Chapter(chapter)),
        }
    }
    tasks
}

fn topic_tasks<'a, E: Edition>(desk: &'a Desk<'_, E>) -> Vec<Task<'a>> {
    let left_out = &desk.outline.topics.without;
    let topics = desk
        .view
        .release
        .topics
        .iter()
        .filter(|topic| !left_out.contains(&topic.id));
    topics
        .flat_map(|topic| {
            let mut sheets = desk.chapter_sheets(&topic.id);
            // Ready-made values of the county alone stand in the comparison of counties.
            sheets.retain(|sheet| !desk.is_only_compared(sheet));
            [Task::Opening(topic), Task::Ages(topic)]
                .into_iter()
                .chain(sheets.into_iter().map(Task::Indicator))
        })
        .collect()
}

fn write<E: Edition>(desk: &Desk<'_, E>, task: &Task<'_>, drawings: &mut Drawings) -> Option<Part> {
    match task {
        Task::Cover => Some(front::cover(desk, drawings)),
        Task::Chapter(chapter) => Some(chapter_part(desk, chapter, drawings)),
        Task::Index(chapter) => index::index(desk, chapter, drawings),
        Task::Opening(topic) => topics::opening(desk, topic, drawings),
        Task::Ages(topic) => ages::page(desk, topic, drawings),
        Task::Indicator(sheet) => indicator::indicator(desk, sheet, drawings),
        Task::ProfilesOpening(chapter) => Some(back::profiles_opening(desk, chapter, drawings)),
        Task::Profile(area, selection) => Some(profiles::profile(desk, area, selection, drawings)),
        Task::Sheets(chapter) => sheets::sheets(desk, chapter),
        Task::Allocation(chapter) => allocation::allocation(desk, chapter, drawings),
        Task::Outlook(chapter) => outlook::outlook(desk, chapter, drawings),
    }
}

fn chapter_part<E: Edition>(
    desk: &Desk<'_, E>,
    chapter: &Chapter,
    drawings: &mut Drawings,
) -> Part {
    let title = || desk.fill(&chapter.title);
    match chapter.kind {
        Kind::Imprint => front::imprint(desk, chapter),
        Kind::Contents => Part::Contents { title: title() },
        Kind::Slot => front::words_of_others(desk, chapter),
        Kind::Summary => front::summary(desk, chapter),
        Kind::Reading => reading::reading(desk, chapter),
        Kind::Compared => compared::compared(desk, chapter, drawings),
        Kind::Findings => findings::findings(desk, chapter, drawings),
        Kind::Gaps => back::gaps(desk, chapter),
        Kind::Glossary => back::glossary(desk, chapter),
        Kind::Sources => back::sources(desk, chapter),
        Kind::Figures => Part::FigureList {
            title: title(),
            of: "drawing",
        },
        Kind::Tables => Part::FigureList {
            title: title(),
            of: "table",
        },
        Kind::Text
        | Kind::Index
        | Kind::Topics
        | Kind::Profiles
        | Kind::Sheets
        | Kind::Allocation
        | Kind::Outlook => front::text(desk, chapter),
    }
}

/// Puts the parts together: drawings get their file, figures and tables their number.
fn bind(meta: crate::document::Meta, written: Vec<(Part, Drawings)>) -> Draft {
    let mut drawings = Vec::new();
    let (mut figures, mut tables) = (0, 0);
    let mut parts = Vec::with_capacity(written.len());
    for (mut part, own) in written {
        let first = drawings.len();
        for_each_drawing(&mut part, &mut |drawing: &mut Drawing| {
            drawing.file += first;
            if let Some(number) = &mut drawing.number {
                figures += 1;
                *number = say("figure", &[("n", &figures.to_string())]);
            }
        });
        for_each_table_number(&mut part, &mut |number: &mut String| {
            tables += 1;
            *number = say("table", &[("n", &tables.to_string())]);
        });
        drawings.extend(own.markup);
        parts.push(part);
    }
    let figures = drawings.len();
    Draft {
        document: Document { meta, parts },
        drawings,
        figures,
    }
}

fn for_each_drawing(part: &mut Part, visit: &mut dyn FnMut(&mut Drawing)) {
    match part {
        Part::Cover(cover) => cover.map.iter_mut().for_each(visit),
        Part::Profile(profile) => profile
            .locator
            .iter_mut()
            .chain(&mut profile.series)
            .chain(&mut profile.ages)
            .for_each(visit),
        Part::Chapter(chapter) => drawings_of(&mut chapter.blocks, visit),
        Part::Indicator(indicator) => drawings_of(&mut indicator.blocks, visit),
        Part::Contents { .. } | Part::FigureList { .. } => {}
    }
}

fn drawings_of(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Drawing)) {
    for block in blocks {
        match block {
            Block::Figure { figure } | Block::Beside { figure, .. } => visit(figure),
            Block::Pair { figures } => figures.iter_mut().for_each(&mut *visit),
            Block::Trio { large, small } => {
                std::iter::once(large).chain(small).for_each(&mut *visit);
            }
            _ => {}
        }
    }
}

fn for_each_table_number(part: &mut Part, visit: &mut dyn FnMut(&mut String)) {
    let blocks = match part {
        Part::Chapter(chapter) => &mut chapter.blocks,
        Part::Indicator(indicator) => &mut indicator.blocks,
        _ => return,
    };
    for block in blocks {
        let number = match block {
            Block::Table { table } | Block::Beside { table, .. } => &mut table.number,
            Block::Placement { table } => &mut table.number,
            Block::Matrix { matrix } => &mut matrix.number,
            Block::Signs { table } => &mut table.number,
            _ => continue,
        };
        number.iter_mut().for_each(&mut *visit);
    }
}
