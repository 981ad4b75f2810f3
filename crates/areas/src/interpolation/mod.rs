//! Values of one set of areas on another: areal interpolation for boundary reforms.
//!
//! Counts are split by the share of each piece in its source (extensive); values without a
//! denominator are averaged by the share of each piece in its target (intensive). Pieces are weighed
//! by area, or by whatever the caller counted in them, residents for example, which is better.
//! What has a denominator is recomputed from redistributed counts and never averaged.
//! The results are estimates and carry that flag outside; no rounding is done here.

use std::sync::LazyLock;

use geo::MultiPolygon;
use methods::{NeumaierSum, neumaier_sum};
use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use vocabulary::{Explain, Texts};

mod overlap;

use overlap::Roofs;

/// A common area smaller than this part of the smaller outline is rounding, not a piece.
const NOTHING: f64 = 1e-12;

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::parse(include_str!("texts.de.toml")));

/// Why values could not be carried over.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InterpolationError {
    /// There is not one value per source.
    #[error("{values} values for {sources} source areas; give each source area one value")]
    Lengths {
        /// How many values there are.
        values: usize,
        /// How many sources there are.
        sources: usize,
    },
    /// A value is no finite number.
    #[error("the value of source area {area} is not finite; leave missing values out")]
    NotFinite {
        /// The source.
        area: usize,
    },
    /// A piece belongs nowhere or has no size.
    #[error("piece {from} -> {target} belongs to no area or has no valid size; check the overlay")]
    Piece {
        /// Its source.
        from: usize,
        /// Its target.
        target: usize,
    },
}

impl Explain for InterpolationError {
    fn german(&self) -> String {
        match self {
            Self::Lengths { values, sources } => TEXTS.say(
                "lengths",
                &[
                    ("what", &TEXTS.say("values", &[])),
                    ("left", &values.to_string()),
                    ("right", &sources.to_string()),
                ],
            ),
            Self::NotFinite { area } => {
                TEXTS.say("not_finite", &[("area", &(area + 1).to_string())])
            }
            Self::Piece { from, target } => TEXTS.say(
                "piece",
                &[
                    ("source", &(from + 1).to_string()),
                    ("target", &(target + 1).to_string()),
                ],
            ),
        }
    }
}

/// A part that a source and a target have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    /// Index of the source.
    pub source: usize,
    /// Index of the target.
    pub target: usize,
    /// Its size: an area, or the people counted in it.
    pub size: f64,
}

/// What becomes of the part of a source that lies in no target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outside {
    /// It goes to the targets the source meets; the total is kept.
    Allocate,
    /// It is lost, and reported.
    Leave,
}

/// Counts on the targets.
#[derive(Clone, Debug, PartialEq)]
pub struct Redistributed {
    /// One count per target.
    pub counts: Vec<f64>,
    /// The sources that meet no target and have a count.
    pub unplaced: Vec<usize>,
    /// What of the total arrived nowhere.
    pub lost: f64,
}

/// Two sets of areas laid over each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlay {
    source_sizes: Vec<f64>,
    targets: usize,
    /// By source, then target.
    pieces: Vec<Piece>,
}

impl Overlay {
    /// Lays outlines over each other; pieces are weighed by their area.
    ///
    /// ```
    /// use areas::interpolation::{Outside, Overlay};
    /// use geo::{MultiPolygon, Rect, coord};
    /// let strip = |from: f64, to: f64| {
    ///     MultiPolygon::from(Rect::new(coord! { x: from, y: 0.0 }, coord! { x: to, y: 1.0 }).to_polygon())
    /// };
    /// let overlay = Overlay::of_outlines(&[strip(0.0, 4.0)], &[strip(0.0, 1.0), strip(1.0, 4.0)]);
    /// let people = overlay.extensive(&[200.0], Outside::Allocate)?;
    /// assert_eq!(people.counts, [50.0, 150.0]);
    /// assert_eq!(overlay.intensive(&[7.5])?, [Some(7.5), Some(7.5)]);
    /// # Ok::<(), areas::interpolation::InterpolationError>(())
    /// ```
    pub fn of_outlines(sources: &[MultiPolygon<f64>], targets: &[MultiPolygon<f64>]) -> Self {
        let sources: Vec<Roofs> = sources.par_iter().map(Roofs::of).collect();
        let targets: Vec<Roofs> = targets.par_iter().map(Roofs::of).collect();
        let frames = RTree::bulk_load(
            (0..targets.len())
                .filter_map(|target| {
                    let [west, south, east, north] = targets[target].frame()?;
                    let frame = Rectangle::from_corners([west, south], [east, north]);
                    Some(GeomWithData::new(frame, target))
                })
                .collect(),
        );
        let pieces = sources
            .par_iter()
            .enumerate()
            .flat_map_iter(|(source, roofs)| pieces_of(source, roofs, &targets, &frames))
            .collect();
        Self {
            source_sizes: sources.iter().map(Roofs::area).collect(),
            targets: targets.len(),
            pieces,
        }
    }

    /// An overlay of pieces somebody counted: residents per piece, by address or grid cell.
    ///
    /// ```
    /// use areas::interpolation::{Outside, Overlay, Piece};
    /// let piece = |target, size| Piece { source: 0, target, size };
    /// let overlay = Overlay::of_pieces(1, 2, vec![piece(0, 924.0), piece(1, 76.0)])?;
    /// assert_eq!(overlay.extensive(&[500.0], Outside::Allocate)?.counts, [462.0, 38.0]);
    /// # Ok::<(), areas::interpolation::InterpolationError>(())
    /// ```
    pub fn of_pieces(
        sources: usize,
        targets: usize,
        mut pieces: Vec<Piece>,
    ) -> Result<Self, InterpolationError> {
        for piece in &pieces {
            let is_known = piece.source < sources && piece.target < targets;
            if !is_known || !piece.size.is_finite() || piece.size < 0.0 {
                return Err(InterpolationError::Piece {
                    from: piece.source,
                    target: piece.target,
                });
            }
        }
        pieces.retain(|piece| piece.size > 0.0);
        pieces.sort_by_key(|piece| (piece.source, piece.target));
        let mut sizes = vec![NeumaierSum::default(); sources];
        for piece in &pieces {
            sizes[piece.source].add(piece.size);
        }
        Ok(Self {
            source_sizes: sizes.into_iter().map(NeumaierSum::total).collect(),
            targets,
            pieces,
        })
    }

    /// The pieces, by source, then target.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Counts of the sources, split over the targets.
    pub fn extensive(
        &self,
        counts: &[f64],
        outside: Outside,
    ) -> Result<Redistributed, InterpolationError> {
        self.check(counts)?;
        let mut sums = vec![NeumaierSum::default(); self.targets];
        let mut is_placed = vec![false; counts.len()];
        for pieces in self.pieces.chunk_by(|a, b| a.source == b.source) {
            let source = pieces[0].source;
            let whole = match outside {
                Outside::Allocate => neumaier_sum(pieces.iter().map(|piece| piece.size)),
                Outside::Leave => self.source_sizes[source],
            };
            is_placed[source] = true;
            for piece in pieces {
                sums[piece.target].add(counts[source] * (piece.size / whole));
            }
        }
        let arrived: Vec<f64> = sums.into_iter().map(NeumaierSum::total).collect();
        let total = counts.iter().copied();
        Ok(Redistributed {
            lost: neumaier_sum(total.chain(arrived.iter().map(|count| -count))),
            counts: arrived,
            unplaced: (0..counts.len())
                .filter(|&source| !is_placed[source] && counts[source] != 0.0)
                .collect(),
        })
    }

    /// Values without a denominator (rents, for example), averaged by size; `None` where a target
    /// meets no source.
    pub fn intensive(&self, values: &[f64]) -> Result<Vec<Option<f64>>, InterpolationError> {
        self.check(values)?;
        let mut sizes = vec![NeumaierSum::default(); self.targets];
        let mut sums = vec![NeumaierSum::default(); self.targets];
        for piece in &self.pieces {
            sizes[piece.target].add(piece.size);
            sums[piece.target].add(piece.size * values[piece.source]);
        }
        let means = sums.into_iter().zip(sizes);
        Ok(means
            .map(|(sum, size)| (size.total() > 0.0).then(|| sum.total() / size.total()))
            .collect())
    }

    fn check(&self, values: &[f64]) -> Result<(), InterpolationError> {
        if values.len() != self.source_sizes.len() {
            return Err(InterpolationError::Lengths {
                values: values.len(),
                sources: self.source_sizes.len(),
            });
        }
        match values.iter().position(|value| !value.is_finite()) {
            Some(area) => Err(InterpolationError::NotFinite { area }),
            None => Ok(()),
        }
    }
}

/// The pieces of one source, by target.
fn pieces_of(
    source: usize,
    roofs: &Roofs,
    targets: &[Roofs],
    frames: &RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
) -> Vec<Piece> {
    let Some([west, south, east, north]) = roofs.frame() else {
        return Vec::new();
    };
    let frame = AABB::from_corners([west, south], [east, north]);
    let mut pieces: Vec<Piece> = frames
        .locate_in_envelope_intersecting(&frame)
        .map(|found| Piece {
            source,
            target: found.data,
            size: roofs.common_area(&targets[found.data]),
        })
        .filter(|piece| piece.size > NOTHING * roofs.area().min(targets[piece.target].area()))
        .collect();
    pieces.sort_unstable_by_key(|piece| piece.target);
    pieces
}

#[cfg(test)]
mod tests {
    use geo::{LineString, Polygon, Rect, coord};
    use proptest::prelude::*;

    use super::*;

    fn rectangle([west, south, east, north]: [f64; 4]) -> MultiPolygon<f64> {
        let (low, high) = (coord! { x: west, y: south }, coord! { x: east, y: north });
        MultiPolygon::from(Rect::new(low, high).to_polygon())
    }

    #[test]
    fn what_lies_outside_is_allocated_or_reported_as_lost() {
        let overlay = Overlay::of_outlines(
            &[
                rectangle([0.0, 0.0, 2.0, 1.0]),
                rectangle([9.0, 0.0, 10.0, 1.0]),
            ],
            &[rectangle([0.0, 0.0, 1.0, 1.0])],
        );
        let kept = overlay.extensive(&[10.0, 4.0], Outside::Allocate).unwrap();
        assert_eq!(
            (kept.counts, kept.unplaced, kept.lost),
            (vec![10.0], vec![1], 4.0)
        );
        let left = overlay.extensive(&[10.0, 4.0], Outside::Leave).unwrap();
        assert_eq!((left.counts, left.lost), (vec![5.0], 9.0));
    }

    #[test]
    fn a_hole_holds_nothing() {
        let ring = |low: f64, high: f64| {
            LineString::from(vec![(low, low), (high, low), (high, high), (low, high)])
        };
        let holed = Polygon::new(ring(0.0, 4.0), vec![ring(1.0, 3.0)]);
        let overlay = Overlay::of_outlines(&[holed.into()], &[rectangle([1.0, 1.0, 3.0, 4.0])]);
        assert!((overlay.pieces()[0].size - 2.0).abs() < 1e-12);
    }

    #[test]
    fn touching_borders_have_nothing_in_common() {
        let overlay = Overlay::of_outlines(
            &[rectangle([0.0, 0.0, 1.0, 1.0])],
            &[
                rectangle([1.0, 0.0, 2.0, 1.0]),
                rectangle([0.0, 1.0, 1.0, 2.0]),
            ],
        );
        assert_eq!(overlay.pieces(), []);
        assert_eq!(overlay.intensive(&[1.0]).unwrap(), [None, None]);
    }

    #[test]
    fn nonsense_is_refused_or_empty() {
        let broken = rectangle([0.0, 0.0, f64::INFINITY, 1.0]);
        let overlay = Overlay::of_outlines(&[broken], &[rectangle([0.0, 0.0, 1.0, 1.0])]);
        assert_eq!(overlay.pieces(), []);
        for error in [
            overlay.intensive(&[]).unwrap_err(),
            overlay.intensive(&[f64::NAN]).unwrap_err(),
            Overlay::of_pieces(
                1,
                1,
                vec![Piece {
                    source: 1,
                    target: 0,
                    size: 1.0,
                }],
            )
            .unwrap_err(),
        ] {
            assert!(!error.german().contains('{'));
        }
    }

    proptest! {
        #[test]
        fn totals_are_kept_far_from_the_origin(
            radii in prop::collection::vec(50.0..900.0f64, 3..40),
            count in 0.0..1e6f64,
        ) {
            let step = 2.0 * std::f64::consts::PI / radii.len() as f64;
            let ring: Vec<(f64, f64)> = radii
                .iter()
                .enumerate()
                .map(|(i, r)| (i as f64 * step, r))
                .map(|(a, r)| (389_000.0 + r * a.cos(), 5_650_000.0 + r * a.sin()))
                .collect();
            let star = MultiPolygon::from(Polygon::new(LineString::from(ring), vec![]));
            let cells: Vec<MultiPolygon<f64>> = (0..100)
                .map(|i| (388_000.0 + f64::from(i % 10) * 200.0, 5_649_000.0 + f64::from(i / 10) * 200.0))
                .map(|(x, y)| rectangle([x, y, x + 200.0, y + 200.0]))
                .collect();
            let overlay = Overlay::of_outlines(&[star], &cells);
            let exact = overlay.extensive(&[count], Outside::Leave).unwrap();
            prop_assert!(exact.lost.abs() <= 1e-9 * count.max(1.0), "{}", exact.lost);
            let kept = overlay.extensive(&[count], Outside::Allocate).unwrap();
            prop_assert!(kept.lost.abs() <= 1e-9 * count.max(1.0));
        }
    }
}
