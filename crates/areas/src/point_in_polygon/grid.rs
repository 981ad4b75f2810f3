//! A grid of cells that know which areas a point in them can lie in: for most points that is one area, without any geometry.
//!
//! An edge *cuts* every cell it passes. A cell that an area's edges do not cut lies wholly inside or wholly outside that
//! area, so one exact question for each run of such cells in a row settles them all. Of each cell is kept what decides
//! the lowest area of a point: the areas that cut it, in rising order, up to the first that covers it wholly.
//!
//! Nothing is lost by rounding. The cell of a point is found by functions that never fall as a coordinate rises, so the
//! points of a cell fill a rectangle and an edge inside one row cuts just the columns between its ends. Where an edge
//! crosses several rows, the stretch in each is taken longer than rounding could make it ([`Axis::slack`]); a cell cut
//! too many costs time and changes no answer.

use geo::{Coord, coord};

use super::edge::Edge;
use super::{Frame, Position, Prepared};

/// Cells per edge aimed at: more are cut less often, but their list no longer fits into the processor's cache.
const CELLS_PER_EDGE: f64 = 8.0;

/// Cells that an edge may cut on average: long edges make the grid coarser.
const CUTS_PER_EDGE: f64 = 8.0;

/// The most columns and the most rows.
const MOST: f64 = 2048.0;

/// The narrowest cell, in parts of the largest coordinate: a million times its rounding.
const NARROWEST: f64 = 1e-10;

/// What is known about an area and the points of a cell.
#[derive(Clone, Copy)]
pub(super) enum Candidate {
    /// The area cuts the cell.
    Perhaps(u32),
    /// The area covers the cell, and no lower one does.
    Surely(u32),
    /// No further area touches the cell.
    NoMore,
}

/// The cells over the common frame of all areas.
pub(super) struct Grid {
    frame: Frame,
    columns: Axis,
    rows: Axis,
    /// Where the candidates of each cell begin, row after row.
    starts: Vec<u32>,
    /// One list after the other, each ended by [`Candidate::Surely`] or [`Candidate::NoMore`].
    candidates: Vec<Candidate>,
}

impl Grid {
    /// `None` where no area has a frame.
    pub(super) fn of(areas: &[Prepared]) -> Option<Self> {
        let frame = areas
            .iter()
            .filter_map(|area| area.frame)
            .reduce(Frame::with)?;
        let most = most_a_side(frame, areas);
        let mut grid = Self {
            frame,
            columns: Axis::new(frame.low.x, frame.high.x, most),
            rows: Axis::new(frame.low.y, frame.high.y, most),
            starts: Vec::new(),
            candidates: Vec::new(),
        };
        let mut known = Known::nothing(grid.columns.count * grid.rows.count);
        for (number, area) in (0..).zip(areas) {
            if area.frame.is_some() {
                grid.file(number, area, &mut known);
            }
        }
        grid.keep(known, areas.len());
        Some(grid)
    }

    /// The candidates of a point, up to the end of their list (and on, into the next lists).
    #[inline]
    pub(super) fn candidates(&self, point: Coord<f64>) -> &[Candidate] {
        if !self.frame.holds(point) {
            return &[];
        }
        let cell = self.rows.at(point.y) * self.columns.count + self.columns.at(point.x);
        &self.candidates[self.starts[cell] as usize..]
    }

    /// Takes down which cells an area cuts and which it covers.
    fn file(&self, number: u32, area: &Prepared, known: &mut Known) {
        let mut cut = Vec::new();
        for edge in &area.edges {
            self.cells_cut_by(edge, &mut cut);
        }
        cut.sort_unstable();
        cut.dedup();
        for ends in cut.windows(2) {
            let row = ends[0] / self.columns.count;
            let run = ends[0] + 1..ends[1];
            if run.is_empty() || ends[1] / self.columns.count != row {
                continue; // Beside the outermost edges of a row lies nothing of the area.
            }
            let middle = coord! {
                x: self.columns.middle(run.start % self.columns.count),
                y: self.rows.middle(row),
            };
            if area.bands.position(middle) == Position::Inside {
                run.for_each(|cell| known.covers(number, cell));
            }
        }
        for cell in cut {
            known.cuts(number, cell);
        }
    }

    /// The cells in which an edge may have a point.
    fn cells_cut_by(&self, edge: &Edge, cells: &mut Vec<usize>) {
        let slack = self.columns.slack();
        for row in self.rows.at(edge.low.y)..=self.rows.at(edge.high.y) {
            let (below, above) = self.rows.reach(row);
            let (one, other) = (edge.x_at(below), edge.x_at(above));
            let first = self.columns.at(one.min(other) - slack);
            let last = self.columns.at(one.max(other) + slack);
            cells.extend((first..=last).map(|column| row * self.columns.count + column));
        }
    }

    /// Lays the lists of all cells one after the other; cells that nothing cuts share theirs.
    fn keep(&mut self, mut known: Known, areas: usize) {
        let place = |at: usize| u32::try_from(at).expect("fewer cuts than memory has room for");
        self.candidates = vec![Candidate::NoMore];
        self.candidates
            .extend((0..place(areas)).map(Candidate::Surely));
        known.cuts.sort_unstable();
        let mut cuts = known.cuts.into_iter().peekable();
        for (cell, cover) in known.covers.into_iter().enumerate() {
            if cuts.peek().is_none_or(|cut| cut.0 != cell) {
                self.starts.push(cover.map_or(0, |area| 1 + area));
                continue;
            }
            self.starts.push(place(self.candidates.len()));
            while let Some((_, area)) = cuts.next_if(|cut| cut.0 == cell) {
                self.candidates.push(Candidate::Perhaps(area));
            }
            let end = cover.map_or(Candidate::NoMore, Candidate::Surely);
            self.candidates.push(end);
        }
    }
}

/// What is known of the cells while areas are filed in rising order.
struct Known {
    /// Cells with the areas that cut them.
    cuts: Vec<(usize, u32)>,
    /// The lowest area that covers each cell.
    covers: Vec<Option<u32>>,
}

impl Known {
    fn nothing(cells: usize) -> Self {
        Self {
            cuts: Vec::new(),
            covers: vec![None; cells],
        }
    }

    fn covers(&mut self, area: u32, cell: usize) {
        self.covers[cell].get_or_insert(area);
    }

    /// Nobody asks about an area where a lower one covers the cell.
    fn cuts(&mut self, area: u32, cell: usize) {
        if self.covers[cell].is_none() {
            self.cuts.push((cell, area));
        }
    }
}

/// As many columns and rows as the edges are worth.
fn most_a_side(frame: Frame, areas: &[Prepared]) -> f64 {
    let (mut count, mut length) = (0.0, 0.0);
    let size = frame.high - frame.low;
    for edge in areas.iter().flat_map(|area| &area.edges) {
        let reach = edge.high - edge.low;
        count += 1.0;
        for part in [reach.x.abs() / size.x, reach.y / size.y] {
            length += if part.is_finite() { part } else { 0.0 };
        }
    }
    // An edge as long as a share of both sides cuts that share of so many columns and rows.
    let by_length = CUTS_PER_EDGE * count / length;
    (CELLS_PER_EDGE * count)
        .sqrt()
        .min(by_length)
        .clamp(1.0, MOST)
}

/// Columns or rows of equal width.
struct Axis {
    low: f64,
    width: f64,
    per_unit: f64,
    count: usize,
}

impl Axis {
    /// As many cells as asked for, or fewer where they would be so narrow that rounding matters.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number from 1 to the most cells a side"
    )]
    fn new(low: f64, high: f64, most: f64) -> Self {
        let extent = high - low;
        let narrowest = NARROWEST * low.abs().max(high.abs());
        let count = (extent / narrowest).min(most).floor();
        let per_unit = count / extent;
        if count >= 2.0 && extent.is_normal() && per_unit.is_normal() {
            return Self {
                low,
                width: extent / count,
                per_unit,
                count: count as usize,
            };
        }
        Self {
            low,
            width: extent,
            per_unit: 0.0,
            count: 1,
        }
    }

    /// The cell of a coordinate: never falls as the coordinate rises.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float casts to the nearest cell number that exists"
    )]
    #[inline]
    fn at(&self, coordinate: f64) -> usize {
        (((coordinate - self.low) * self.per_unit) as usize).min(self.count - 1)
    }

    /// The middle of a cell.
    fn middle(&self, cell: usize) -> f64 {
        self.low + (cell as f64 + 0.5) * self.width
    }

    /// The ends of a cell, moved apart by the slack.
    fn reach(&self, cell: usize) -> (f64, f64) {
        let low = self.low + cell as f64 * self.width;
        (low - self.slack(), low + self.width + self.slack())
    }

    /// A thousandth of a cell: at least a thousand times what rounding can do to a coordinate of this size.
    fn slack(&self) -> f64 {
        self.width / 1024.0
    }
}
