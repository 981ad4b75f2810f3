//! What moved away from the rest of the county, drawn: the area beside the county, with the reason under it.

use disclosure::Edition;
use releases::Finding;

use super::{place, reasons};
use crate::compose::desk::{Caption, Desk, Drawings, Listed};
use crate::compose::drawings::{HALF, OverTime};
use crate::document::{Block, Drawing};

/// So many are drawn; more are told in a table.
const DRAWN: usize = 6;
/// Height of a drawing in points.
const HEIGHT: f64 = 120.0;

/// Two charts side by side, and a table of those beyond.
pub(super) fn blocks<E: Edition>(
    desk: &Desk<'_, E>,
    name: &str,
    found: &[&Finding],
    drawings: &mut Drawings,
) -> Vec<Block> {
    let mut told = Vec::new();
    let mut drawn: Vec<Drawing> = Vec::new();
    for finding in found {
        let drawing = (drawn.len() < DRAWN).then(|| drawing(desk, finding, drawings));
        match drawing.flatten() {
            Some(drawing) => drawn.push(drawing),
            None => told.push(*finding),
        }
    }
    let pairs = drawn.chunks(2).map(|pair| Block::Pair {
        figures: pair.to_vec(),
    });
    let mut blocks: Vec<Block> = pairs.collect();
    if !told.is_empty() {
        blocks.push(reasons(desk, name, &told));
    }
    blocks
}

fn drawing<E: Edition>(
    desk: &Desk<'_, E>,
    finding: &Finding,
    drawings: &mut Drawings,
) -> Option<Drawing> {
    let ([area], [indicator]) = (finding.areas.as_slice(), finding.indicators.as_slice()) else {
        return None;
    };
    let sheet = desk.view.sheet(indicator)?;
    let title = format!("{}: {}", place(desk, area), sheet.short_name);
    let svg = desk.over_time(&OverTime {
        sheet,
        place: Some((area, desk.view.name(area))),
        title: &title,
        size: (HALF, HEIGHT),
    });
    let caption = Caption {
        title: Some(title),
        subtitle: sheet.unit.clone(),
        note: format!("{} ({})", finding.reason, finding.evidence.german()),
        listed: Listed::Yes,
    };
    Some(drawings.add(svg, caption))
}
