//! A time series with its interval: the place in orange, the county dashed, cut where counting changed.

pub(crate) mod drawing;
mod labels;
mod told;
pub(crate) mod track;

use disclosure::{Edition, FigureTable, Released};

use crate::request::{Break, Frame, Line, Subject};
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
