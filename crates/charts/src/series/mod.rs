//! A time series with its interval: the place in orange, the county dashed, cut where counting changed.
//!
//! Courses are lines somebody computed from released figures, such as the mean of several areas, around a day on which
//! something began.

pub(crate) mod drawing;
mod labels;
mod told;
pub(crate) mod track;

use disclosure::{Edition, FigureTable, Released};

use vocabulary::{AreaKey, Breakdown, Period};

use crate::mark::Sight;
use crate::request::{Break, Frame, Line, Role, Subject};
use crate::sheet::Svg;

use track::{Moment, Track};

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

/// A line computed from released figures, with the name and look it carries.
#[derive(Clone, Copy, Debug)]
pub struct Course<'a> {
    /// „Mittel der Vergleichsgebiete“.
    pub label: &'a str,
    /// Its look.
    pub role: Role,
    /// Its values, oldest first, each with its range where there is one.
    pub points: &'a [CoursePoint],
}

/// A period of a course.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CoursePoint {
    /// When.
    pub period: Period,
    /// The value.
    pub value: f64,
    /// Its range, drawn as a band.
    pub range: Option<(f64, f64)>,
}

/// Lines around the days on which something began.
#[derive(Clone, Copy, Debug)]
pub struct CoursesRequest<'a> {
    /// The paper.
    pub frame: Frame<'a>,
    /// What is drawn.
    pub subject: Subject<'a>,
    /// The lines.
    pub courses: &'a [Course<'a>],
    /// What begins when, the first start first; lines are not cut there, for both sides are counted alike.
    pub starts: &'a [Break<'a>],
    /// What the bands stand for, for those who do not see them.
    pub bands: &'a str,
}

/// Draws lines around starts.
pub fn courses(request: &CoursesRequest<'_>) -> Svg {
    let moment = |point: &CoursePoint| Moment {
        period: point.period,
        definition: 1,
        sight: Sight::of_plain(point.value, point.range),
    };
    let track = |course: &Course<'_>| {
        let moments = course.points.iter().map(moment).collect();
        Track::of_moments(course.label, course.role, moments, &[]).with_band()
    };
    drawing::draw(&drawing::Plan {
        frame: request.frame,
        subject: request.subject,
        breaks: &[],
        starts: request.starts,
        bands: request.bands,
        tracks: request.courses.iter().map(track).collect(),
    })
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
        starts: &[],
        bands: "",
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
        starts: &[],
        bands: "",
        tracks,
    })
}
