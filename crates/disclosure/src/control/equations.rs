//! All single sums an outsider can write down: over the tree, groups, breakdowns, related quantities, pooled years and
//! changes between two years.

use std::collections::BTreeMap;

use indicators::catalogue::Nature;
use indicators::{Catalogue, Figures, Place, PlaceKind, Region};
use vocabulary::Period;

use super::cells::{CellNumber, Cells, Status};
use super::covers;

/// No cell to subtract from.
pub(super) const NONE: CellNumber = CellNumber::MAX;

/// How the members of an equation belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// The first is the sum of the others.
    Sum,
    /// The first is made of the others by adding some and taking others away.
    Difference,
}

/// A total and its parts, as ranges into one long list of cells: the total first.
pub(super) struct Equations {
    starts: Vec<u32>,
    members: Vec<CellNumber>,
    /// For sums of complements the denominator of each member, else [`NONE`].
    against: Vec<CellNumber>,
    shapes: Vec<Shape>,
    /// Which equations a cell takes part in.
    of_cell: Vec<u32>,
    of_starts: Vec<u32>,
}

/// One equation: `members[0]` is made of the others.
#[derive(Clone, Copy)]
pub(super) struct Equation<'a> {
    pub shape: Shape,
    pub members: &'a [CellNumber],
    pub against: &'a [CellNumber],
}

impl Equations {
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    pub(super) fn get(&self, number: usize) -> Equation<'_> {
        let range = self.starts[number] as usize..self.starts[number + 1] as usize;
        Equation {
            shape: self.shapes[number],
            members: &self.members[range.clone()],
            against: &self.against[range],
        }
    }

    /// The equations a cell takes part in.
    pub(super) fn of(&self, cell: CellNumber) -> &[u32] {
        let cell = cell as usize;
        &self.of_cell[self.of_starts[cell] as usize..self.of_starts[cell + 1] as usize]
    }
}

/// Collects equations of which every member is published.
struct Builder<'a> {
    cells: &'a Cells,
    starts: Vec<u32>,
    members: Vec<CellNumber>,
    against: Vec<CellNumber>,
    shapes: Vec<Shape>,
}

impl Builder<'_> {
    fn add(&mut self, total: CellNumber, parts: &[CellNumber]) {
        self.add_as(Shape::Sum, total, parts);
    }

    fn add_as(&mut self, shape: Shape, total: CellNumber, parts: &[CellNumber]) {
        let published = |c: &CellNumber| self.cells.status(*c) != Status::Absent;
        if parts.is_empty() || !published(&total) || !parts.iter().all(published) {
            return;
        }
        self.members.push(total);
        self.members.extend_from_slice(parts);
        self.against.resize(self.members.len(), NONE);
        self.end(shape);
    }

    /// The same sum for denominator minus numerator.
    fn add_complement(&mut self, above: &[CellNumber], below: &[CellNumber]) {
        let published = |c: &CellNumber| self.cells.status(*c) != Status::Absent;
        if above.iter().chain(below).all(published) {
            self.members.extend_from_slice(above);
            self.against.extend_from_slice(below);
            self.end(Shape::Sum);
        }
    }

    /// A sum over places of one sheet, and of what is left of each denominator.
    fn add_places(&mut self, sheet: usize, below: &[usize], total: usize, parts: &[usize]) {
        let places: Vec<usize> = std::iter::once(total)
            .chain(parts.iter().copied())
            .collect();
        let cells = self.cells;
        let of = |sheet: usize| -> Vec<CellNumber> {
            places.iter().map(|p| cells.number(sheet, *p)).collect()
        };
        let members = of(sheet);
        self.add(members[0], &members[1..]);
        for denominators in below {
            self.add_complement(&members, &of(*denominators));
        }
    }

    fn end(&mut self, shape: Shape) {
        self.shapes.push(shape);
        self.starts.push(
            u32::try_from(self.members.len()).expect("fewer than four thousand million members"),
        );
    }

    fn finish(self) -> Equations {
        let cells = self.cells.status.len();
        let mut of_starts = vec![0u32; cells + 1];
        for member in &self.members {
            of_starts[*member as usize + 1] += 1;
        }
        for i in 0..cells {
            of_starts[i + 1] += of_starts[i];
        }
        let mut next = of_starts.clone();
        let mut of_cell = vec![0u32; self.members.len()];
        for (number, window) in self.starts.windows(2).enumerate() {
            for member in &self.members[window[0] as usize..window[1] as usize] {
                let slot = &mut next[*member as usize];
                of_cell[*slot as usize] =
                    u32::try_from(number).expect("fewer equations than members");
                *slot += 1;
            }
        }
        Equations {
            starts: self.starts,
            members: self.members,
            against: self.against,
            shapes: self.shapes,
            of_cell,
            of_starts,
        }
    }
}

/// All sums over published cells.
pub(super) fn build(figures: &Figures, catalogue: &Catalogue, cells: &Cells) -> Equations {
    let mut builder = Builder {
        cells,
        starts: vec![0],
        members: Vec::new(),
        against: Vec::new(),
        shapes: Vec::new(),
    };
    let region = figures.region();
    let pairs = complement_pairs(figures);
    for sheet in 0..figures.sheets().len() {
        if cells.rules[sheet].threshold <= 0.0 {
            continue;
        }
        let sums = sums(region, |place| {
            cells.status(cells.number(sheet, place)) != Status::Absent
        });
        let below = pairs.get(&sheet).map_or(&[][..], Vec::as_slice);
        for (total, parts) in &sums {
            builder.add_places(sheet, below, *total, parts);
        }
    }
    for cover in covers::covers(figures) {
        for place in 0..cells.places {
            let parts: Vec<CellNumber> = cover
                .parts
                .iter()
                .map(|s| cells.number(*s, place))
                .collect();
            builder.add(cells.number(cover.whole, place), &parts);
        }
    }
    times(figures, catalogue, &mut builder);
    differences(&mut builder);
    builder.finish()
}

/// Denominator sheets under which a numerator sheet is a share.
fn complement_pairs(figures: &Figures) -> BTreeMap<usize, Vec<usize>> {
    let mut pairs: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for figure in figures.rows() {
        if let Some(below) = figure.denominator_sheet {
            let known = pairs.entry(figure.numerator_sheet).or_default();
            if known.last() != Some(&below)
                && !known.contains(&below)
                && figure.method == indicators::Method::Wilson
            {
                known.push(below);
            }
        }
    }
    pairs
}

/// Total and parts in places, over the tree and the groups, as far as they are published.
fn sums(region: &Region, published: impl Fn(usize) -> bool) -> Vec<(usize, Vec<usize>)> {
    let places = region.places();
    let mut found = Vec::new();
    for (i, place) in places.iter().enumerate() {
        if !published(i) || place.parts.is_empty() {
            continue;
        }
        let mut parts = Vec::new();
        if expand(places, place, &published, &mut parts) {
            found.push((i, parts));
        }
        if place.kind == PlaceKind::Group {
            found.extend(within_parent(places, i, &published));
            found.extend(with_whole_areas(places, i, &published));
            found.extend(within_group(places, i, &published));
        }
    }
    found
}

/// The nearest published parts; false where one is not published down to the leaves.
fn expand(
    places: &[Place],
    of: &Place,
    published: &impl Fn(usize) -> bool,
    parts: &mut Vec<usize>,
) -> bool {
    for part in &of.parts {
        if published(*part) {
            parts.push(*part);
        } else if places[*part].parts.is_empty()
            || !expand(places, &places[*part], published, parts)
        {
            return false;
        }
    }
    if let Some(rest) = of.remainder.filter(|r| published(*r)) {
        parts.push(rest);
    }
    true
}

/// A group inside one area: the area is the group and the parts that are not in it.
fn within_parent(
    places: &[Place],
    group: usize,
    published: &impl Fn(usize) -> bool,
) -> Option<(usize, Vec<usize>)> {
    let members = &places[group].parts;
    let parent = places[*members.first()?].parent?;
    if !published(parent) || members.iter().any(|m| places[*m].parent != Some(parent)) {
        return None;
    }
    let mut parts = vec![group];
    parts.extend(places[parent].parts.iter().filter(|p| !members.contains(p)));
    parts.extend(places[parent].remainder.filter(|r| published(*r)));
    Some((parent, parts))
}

/// A group that holds all parts of an area: the group is that area and the other members.
fn with_whole_areas(
    places: &[Place],
    group: usize,
    published: &impl Fn(usize) -> bool,
) -> Option<(usize, Vec<usize>)> {
    let members = &places[group].parts;
    let whole = |p: &usize| {
        let parent = &places[*p];
        let closed = parent.remainder.is_none_or(|r| !published(r));
        published(*p) && closed && parent.parts.iter().all(|c| members.contains(c))
    };
    let mut parts: Vec<usize> = Vec::new();
    let mut swapped = false;
    for member in members {
        match places[*member].parent.filter(whole) {
            Some(parent) => {
                swapped = true;
                if !parts.contains(&parent) {
                    parts.push(parent);
                }
            }
            None => parts.push(*member),
        }
    }
    swapped.then_some((group, parts))
}

/// Groups inside a group: the larger is the smaller and the members that are not in it.
fn within_group(
    places: &[Place],
    group: usize,
    published: &impl Fn(usize) -> bool,
) -> Vec<(usize, Vec<usize>)> {
    let members = &places[group].parts;
    places
        .iter()
        .enumerate()
        .filter(|(i, p)| *i != group && p.kind == PlaceKind::Group && published(*i))
        .filter(|(_, p)| {
            // A group that cuts areas has no parts: it is no sum.
            let is_inside = p.parts.iter().all(|m| members.contains(m));
            is_inside && !p.parts.is_empty() && p.parts.len() < members.len()
        })
        .map(|(i, small)| {
            let rest = members.iter().filter(|m| !small.parts.contains(m));
            (group, std::iter::once(i).chain(rest.copied()).collect())
        })
        .collect()
}

/// Pooled years are the sum of single years where those are shown too; what happened in a year is the sum of its quarters and
/// months, and what happened in a quarter of its months.
fn times(figures: &Figures, catalogue: &Catalogue, builder: &mut Builder<'_>) {
    let mut sheets: BTreeMap<(&str, Period), usize> = BTreeMap::new();
    for (i, sheet) in figures.sheets().iter().enumerate() {
        sheets.insert((sheet.formula.as_str(), sheet.period), i);
    }
    for (i, sheet) in figures.sheets().iter().enumerate() {
        let mut counts = sheet.formula.counts().map(|c| &catalogue.counts[c]);
        let nature = if counts.all(|c| c.nature == Nature::Flow) {
            Nature::Flow
        } else {
            Nature::Stock
        };
        for parts in parts_in_time(sheet.period, nature) {
            let of = |period| sheets.get(&(sheet.formula.as_str(), period)).copied();
            let Some(parts) = parts.into_iter().map(of).collect::<Option<Vec<usize>>>() else {
                continue;
            };
            for place in 0..builder.cells.places {
                let parts = parts.iter().map(|s| builder.cells.number(*s, place));
                let parts: Vec<CellNumber> = parts.collect();
                builder.add(builder.cells.number(i, place), &parts);
            }
        }
    }
}

/// The ways to put a time together from shorter ones; of what happens, not of what is counted at a day.
fn parts_in_time(period: Period, nature: Nature) -> Vec<Vec<Period>> {
    let months = |year, first: u8, last: u8| (first..=last).map(move |m| Period::Month(year, m));
    match (period, nature) {
        (Period::Pool(first, last), _) => vec![(first..=last).map(Period::Year).collect()],
        (Period::Year(year), Nature::Flow) => vec![
            (1..=4).map(|q| Period::Quarter(year, q)).collect(),
            months(year, 1, 12).collect(),
        ],
        (Period::Quarter(year, quarter), Nature::Flow) => {
            vec![months(year, 3 * quarter - 2, 3 * quarter).collect()]
        }
        _ => Vec::new(),
    }
}

/// Changes and balances with the counts they are made of.
fn differences(builder: &mut Builder<'_>) {
    let cells = builder.cells;
    for cell in 0..u32::try_from(cells.status.len()).unwrap_or(u32::MAX) {
        let shape = if cells.is_difference(cell) {
            Shape::Difference
        } else {
            Shape::Sum
        };
        builder.add_as(shape, cell, &cells.made_of(cell));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_in_a_year_is_the_sum_of_its_quarters_and_of_its_months() {
        let ways = parts_in_time(Period::Year(2024), Nature::Flow);
        assert_eq!(ways.iter().map(Vec::len).collect::<Vec<_>>(), [4, 12]);
        let quarter = parts_in_time(Period::Quarter(2024, 2), Nature::Flow);
        assert_eq!(quarter, [[4, 5, 6].map(|m| Period::Month(2024, m))]);
        // Who is counted at a day is not the sum of those counted before.
        assert!(parts_in_time(Period::Year(2024), Nature::Stock).is_empty());
        let pool = parts_in_time(Period::Pool(2022, 2024), Nature::Stock);
        assert_eq!(pool, [[2022, 2023, 2024].map(Period::Year)]);
    }
}
