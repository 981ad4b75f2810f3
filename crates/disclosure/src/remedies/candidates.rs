//! Which remedies look worth trying, by what is small today and would still be small.

use std::collections::{BTreeMap, BTreeSet};

use indicators::{Definition, Figure, Figures, Kind};
use vocabulary::{AreaKey, Breakdown, IndicatorId, Period};

use super::{Asked, FirstEdition, Ground, POOLED, Remedy, merged, signed};
use crate::control::{has_complement, least_base};
use crate::{Public, Shown};

/// The mergers and the indicators to pool that look best, each area in one merger at most.
pub(super) fn candidates(
    ground: Ground<'_>,
    today: &FirstEdition,
    neighbours: &BTreeMap<AreaKey, Vec<AreaKey>>,
    asked: Asked<'_>,
) -> Vec<Remedy> {
    let (figures, hidden) = (&today.figures, Hidden::of(&today.rows));
    let mut found = Vec::new();
    if asked.indicator.is_none() || asked.area.is_some() {
        found.extend(mergers(ground, (figures, &hidden), neighbours, asked));
    }
    if asked.area.is_none() || asked.indicator.is_some() {
        found.extend(pools(ground, (figures, &hidden), asked));
    }
    found
}

/// A figure but for its area.
type Which<'a> = (&'a IndicatorId, u32, Period, &'a Breakdown);

/// The hidden figures of each area.
struct Hidden<'a>(BTreeMap<&'a AreaKey, BTreeSet<Which<'a>>>);

impl<'a> Hidden<'a> {
    fn of(rows: &'a [(Shown, bool)]) -> Self {
        let mut hidden: BTreeMap<&AreaKey, BTreeSet<Which<'_>>> = BTreeMap::new();
        for (row, _) in rows.iter().filter(|(_, is_hidden)| *is_hidden) {
            let which = (
                &row.indicator,
                row.definition_version,
                row.period,
                &row.breakdown,
            );
            hidden.entry(&row.area).or_default().insert(which);
        }
        Self(hidden)
    }

    fn has(&self, figure: &Figure) -> bool {
        let of_area = self.0.get(&figure.area);
        of_area.is_some_and(|all| all.contains(&which(figure)))
    }
}

fn which(figure: &Figure) -> Which<'_> {
    (
        &figure.indicator,
        figure.definition_version,
        figure.period,
        &figure.breakdown,
    )
}

fn mergers(
    ground: Ground<'_>,
    (figures, hidden): (&Figures, &Hidden<'_>),
    neighbours: &BTreeMap<AreaKey, Vec<AreaKey>>,
    asked: Asked<'_>,
) -> Vec<Remedy> {
    let mut of_area: BTreeMap<&AreaKey, BTreeMap<Which<'_>, &Figure>> = BTreeMap::new();
    for figure in figures.rows() {
        let of_area = of_area.entry(&figure.area).or_default();
        of_area.insert(which(figure), figure);
    }
    let pairs = neighbours
        .iter()
        .flat_map(|(a, near)| near.iter().map(move |b| [a, b]));
    let is_wanted = |pair: &[&AreaKey; 2]| asked.area.is_none_or(|area| pair.contains(&area));
    let mut ranked: Vec<(i64, [&AreaKey; 2])> = pairs
        .filter(|[a, b]| a < b)
        .filter(is_wanted)
        .filter(|pair| merged::is_possible(ground.tree, *pair))
        .filter_map(|[a, b]| {
            let (first, second) = (of_area.get(a)?, of_area.get(b)?);
            let both = first
                .iter()
                .filter_map(|(which, one)| Some([*one, *second.get(which)?]));
            let saves = both.map(|both| saves(ground, &both, hidden)).sum();
            Some((saves, [a, b]))
        })
        .filter(|(saves, _)| *saves > 0)
        .collect();
    ranked.sort_by_key(|(saves, pair)| (-saves, *pair));
    let mut taken: BTreeSet<&AreaKey> = BTreeSet::new();
    ranked.retain(|(_, pair)| {
        let is_free = asked.area.is_some() || pair.iter().all(|area| !taken.contains(area));
        taken.extend(is_free.then_some(*pair).into_iter().flatten());
        is_free
    });
    let best = ranked.into_iter().take(asked.most);
    best.map(|(_, [a, b])| Remedy::Merge([a.clone(), b.clone()]))
        .collect()
}

fn pools(
    ground: Ground<'_>,
    (figures, hidden): (&Figures, &Hidden<'_>),
    asked: Asked<'_>,
) -> Vec<Remedy> {
    let mut series: BTreeMap<(&IndicatorId, u32, &AreaKey, &Breakdown), Vec<&Figure>> =
        BTreeMap::new();
    for figure in figures.rows() {
        let definition = &ground.catalogue.indicators[figure.definition];
        let is_wanted = asked.indicator.is_none_or(|i| *i == figure.indicator);
        if is_wanted && can_pool(definition) && matches!(figure.period, Period::Year(_)) {
            let version = figure.definition_version;
            let key = (&figure.indicator, version, &figure.area, &figure.breakdown);
            series.entry(key).or_default().push(figure);
        }
    }
    let mut gains: BTreeMap<&IndicatorId, i64> = BTreeMap::new();
    for ((indicator, ..), mut years) in series {
        years.sort_by_key(|f| f.period);
        // The newest years are pooled first, as the engine does.
        let pools = years.rchunks_exact(usize::from(POOLED));
        let fewer: i64 = pools.map(|pool| saves(ground, pool, hidden)).sum();
        *gains.entry(indicator).or_default() += fewer;
    }
    let mut ranked: Vec<(&IndicatorId, i64)> = gains.into_iter().filter(|g| g.1 > 0).collect();
    ranked.sort_by_key(|(indicator, saves)| (-saves, *indicator));
    let best = ranked.into_iter().take(asked.most);
    best.map(|(indicator, _)| Remedy::Pool(indicator.clone()))
        .collect()
}

/// Changes and balances have no sum over years, and numbers supplied ready-made neither.
fn can_pool(definition: &Definition) -> bool {
    definition.pool <= 1
        && matches!(definition.kind, Kind::Share | Kind::Rate)
        && definition.most_years_back() == 0
}

/// How many of some figures are hidden today, less those that would be hidden if they were one: a sum that is hidden for its
/// own sake counts as often as it has parts.
fn saves(ground: Ground<'_>, parts: &[&Figure], hidden: &Hidden<'_>) -> i64 {
    let today = parts.iter().filter(|f| hidden.has(f)).count();
    let then = match sum(parts) {
        Some((cases, base)) if !is_small(ground, parts[0], (cases, base)) => 0,
        _ => parts.len(),
    };
    if today > 0 {
        signed(today) - signed(then)
    } else {
        0
    }
}

/// Cases and base of figures together; `None` where one of them is not known.
fn sum(parts: &[&Figure]) -> Option<(f64, Option<f64>)> {
    let cases = parts.iter().map(|f| f.numerator.known());
    let cases: Option<f64> = cases.sum();
    let has_base = parts[0].denominator.is_some();
    let bases = parts.iter().map(|f| f.denominator?.known());
    let base: Option<f64> = bases.sum();
    (!has_base || base.is_some()).then_some((cases?, base))
}

/// Whether a figure with such numbers is hidden for its own sake.
fn is_small(ground: Ground<'_>, like: &Figure, (cases, base): (f64, Option<f64>)) -> bool {
    let (catalogue, rules) = (ground.catalogue, ground.rules);
    let definition = &catalogue.indicators[like.definition];
    let threshold = rules.min_count::<Public>(definition, catalogue);
    let small = |n: f64| n > 0.0 && n < threshold;
    let rest = base.map(|base| base - cases);
    small(cases)
        || rest.is_some_and(small) && has_complement(definition, catalogue, rules)
        || base.is_some_and(|b| b > 0.0 && b < least_base(definition, catalogue, rules))
}
