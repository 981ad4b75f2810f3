//! A time series with its interval: the place in orange, the county dashed, cut where counting changed.

pub(crate) mod drawing;
mod labels;
mod told;
pub(crate) mod track;

use disclosure::{Edition, FigureTable, Released};

use vocabulary::{AreaKey, Breakdown};

use crate::request::{Break, Frame, Line, Role, Subject};
use crate::sheet::Svg;

use track::Track;

/// What is drawn over time.
#[derive(Clone, Copy, Debug)]
pub struct SeriesRequest<'a, E: Edition> {
    /// The paper.
    pub frame: Frame<'a>,
    /// The figures.
    pub figures: &'a Released<FigureTable, E>,
    /// What is drawn.
    pub subject: Subject<'a>,
    /// The place, its municipality, the county.
    pub lines: &'a [Line<'a>],
    /// Where counting or the area changed.
    pub breaks: &'a [Break<'a>],
}

/// A group of people in one area, with the name and look of its line.
#[derive(Clone, Copy, Debug)]
pub struct People<'a> {
    /// Which people: `sex=female`.
    pub breakdown: &'a Breakdown,
    /// „Frauen“.
    pub label: &'a str,
    /// Its look.
    pub role: Role,
}

/// What is drawn over time for groups of people in one area.
#[derive(Clone, Copy, Debug)]
pub struct PeopleRequest<'a, E: Edition> {
    /// The paper.
    pub frame: Frame<'a>,
    /// The figures.
    pub figures: &'a Released<FigureTable, E>,
    /// What is drawn; its breakdown is that of each group.
    pub subject: Subject<'a>,
    /// Where they live.
    pub area: &'a AreaKey,
    /// The groups.
    pub people: &'a [People<'a>],
    /// Where counting or the area changed.
    pub breaks: &'a [Break<'a>],
}

/// Draws groups of people of one area beside each other.
pub fn people<E: Edition>(request: &PeopleRequest<'_, E>) -> Svg {
    let track = |group: &People<'_>| {
        let line = Line {
            area: request.area,
            label: group.label,
            role: group.role,
        };
        let shown =
            request
                .figures
                .series(request.area, request.subject.indicator, group.breakdown);
        Track::new(&line, &shown, request.breaks)
    };
    drawing::draw(&drawing::Plan {
        frame: request.frame,
        subject: request.subject,
        breaks: request.breaks,
        tracks: request.people.iter().map(track).collect(),
    })
}

/// Draws the series.
pub fn series<E: Edition>(request: &SeriesRequest<'_, E>) -> Svg {
    let subject = &request.subject;
    let tracks: Vec<Track> = request
        .lines
        .iter()
        .map(|line| {
            let shown = request
                .figures
                .series(line.area, subject.indicator, subject.breakdown);
            Track::new(line, &shown, request.breaks)
        })
        .collect();
    drawing::draw(&drawing::Plan {
        frame: request.frame,
        subject: request.subject,
        breaks: request.breaks,
        tracks,
    })
}
