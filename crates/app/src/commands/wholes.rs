//! What the catalogue says can never be more than something else: the numerator of a share and its denominator.

use indicators::catalogue::BaseCount;
use indicators::{Catalogue, Definition, Formula, Kind};
use observations::{PartOfWhole, Summand};
use vocabulary::Breakdown;

/// All shares whose numerator and denominator speak of the same day.
pub(super) fn parts_of_wholes(catalogue: &Catalogue) -> Vec<PartOfWhole> {
    let shares = catalogue
        .indicators
        .iter()
        .filter(|d| d.kind == Kind::Share && d.denominator_years_back == 0 && d.valid_to.is_none());
    shares
        .filter_map(|d| part_of_whole(d, &catalogue.counts))
        .collect()
}

fn part_of_whole(definition: &Definition, counts: &[BaseCount]) -> Option<PartOfWhole> {
    Some(PartOfWhole {
        name: definition.short_name.clone(),
        part: summands(&definition.numerator, counts)?,
        part_name: definition.numerator_text.clone(),
        whole: summands(definition.denominator.as_ref()?, counts)?,
        whole_name: definition.denominator_text.clone()?,
    })
}

/// The finest cells of a formula, one by one; none where it adds up years or weighs its counts.
fn summands(formula: &Formula, counts: &[BaseCount]) -> Option<Vec<Summand>> {
    if !formula.is_plain_count() {
        return None;
    }
    let cells = formula.cells().map(|(count, cell, factor)| {
        let count = counts.get(count)?;
        Some(Summand {
            count: count.id.clone(),
            factor,
            groups: vec![group(count, cell)?],
        })
    });
    cells.collect()
}

/// Whom a finest cell counts; the last dimension runs fastest.
fn group(count: &BaseCount, mut cell: usize) -> Option<Breakdown> {
    let mut pairs = Vec::new();
    for dimension in count.dimensions.iter().rev() {
        let categories = &dimension.categories;
        pairs.push((
            dimension.id.as_str(),
            categories[cell % categories.len()].as_str(),
        ));
        cell /= categories.len();
    }
    Breakdown::of(pairs).ok()
}
