//! Shares, rates, comparisons, standardisation, funnels, ranks and allocation.

use methods::allocation::{
    Apportionment, apportion, floor_cap, floor_cap_cents, need_weights, sensitivity,
};
use methods::funnel::{
    proportion_limits, proportion_position, ratio_limits, ratio_position, score_limits,
    score_position,
};
use methods::projection::{
    Assumptions, HamiltonPerry, Rates, SmallArea, Timing, cohort_component, hamilton_perry, rake,
};
use methods::standardisation::{
    AgeBand, Population, ReferenceStratum, StandardisedInterval, Stratum, das_gupta, direct_rate,
    indirect_ratio, kitagawa, life_expectancy,
};
use methods::{
    Comparison, Confidence, Estimate, Kind, NotDefined, Rules, Sample, benjamini_hochberg,
    benjamini_yekutieli, largest_remainder, newcombe, newcombe_p, poisson_count, poisson_rate,
    rank_sets, rank_sets_of, rate_ratio, rate_ratio_p, verdicts, wilson, wilson_of,
};

use super::{Given, Method, told};

pub(super) const METHODS: &[Method] = &[
    ("wilson", |g| {
        told(first(g).and_then(|(x, n)| wilson(x, n, Confidence::P95)))
    }),
    ("wilson_of", |g| {
        told(samples(g).and_then(|(a, _)| wilson_of(a, Confidence::P95)))
    }),
    ("confidence", |g| {
        told(Confidence::new(g.one).and_then(|c| wilson(3.0, 9.0, c)))
    }),
    ("poisson_rate", |g| {
        told(first(g).and_then(|(x, n)| poisson_rate(x, n, g.one, Confidence::P95)))
    }),
    ("poisson_count", |g| {
        told(poisson_count(g.one, Confidence::P95))
    }),
    ("newcombe", |g| {
        told(samples(g).and_then(|(a, b)| newcombe(a, b, Confidence::P95)))
    }),
    ("newcombe_p", |g| {
        told(samples(g).and_then(|(a, b)| newcombe_p(a, b)))
    }),
    ("rate_ratio", |g| {
        told(samples(g).and_then(|(a, b)| rate_ratio(a, b, Confidence::P95)))
    }),
    ("rate_ratio_p", |g| {
        told(samples(g).and_then(|(a, b)| rate_ratio_p(a, b)))
    }),
    ("benjamini_hochberg", |g| {
        told(benjamini_hochberg(&g.values))
    }),
    ("benjamini_yekutieli", |g| {
        told(benjamini_yekutieli(&g.values))
    }),
    ("verdicts", |g| verdicts_of(g)),
    ("rank_sets", |g| {
        told(rank_sets(&sample_list(g), Confidence::P95, wilson_of))
    }),
    ("rank_sets_of", |g| told(rank_sets_of(&estimates(g)))),
    ("direct_rate", |g| direct(g, StandardisedInterval::Dobson)),
    ("direct_rate, Fay-Feuer", |g| {
        direct(g, StandardisedInterval::FayFeuer)
    }),
    ("indirect_ratio", |g| told(indirect(g))),
    ("kitagawa", |g| {
        told(kitagawa(
            population(&g.values, &g.others),
            population(&g.turned(1), &g.others),
        ))
    }),
    ("das_gupta", |g| {
        told(das_gupta(
            &[&g.values, &g.others],
            &[&g.turned(1), &g.others],
            |f| f[0].iter().zip(f[1]).map(|(a, b)| a * b).sum(),
        ))
    }),
    ("life_expectancy", |g| {
        told(life_expectancy(&bands(g), Confidence::P95))
    }),
    ("proportion_position", |g| {
        told(samples(g).and_then(|(a, _)| proportion_position(a, g.one)))
    }),
    ("proportion_limits", |g| {
        told(first(g).and_then(|(_, n)| proportion_limits(n, g.one)))
    }),
    ("ratio_position", |g| {
        told(first(g).and_then(|(x, n)| ratio_position(x, n)))
    }),
    ("ratio_limits", |g| told(ratio_limits(g.one))),
    ("score_limits", |g| {
        told(first(g).and_then(|(_, n)| score_limits(n, g.one)))
    }),
    ("score_position", |g| {
        told(samples(g).and_then(|(a, _)| score_position(a, g.one)))
    }),
    ("largest_remainder", |g| {
        told(largest_remainder(&g.values, g.number as u64))
    }),
    ("apportion, Sainte-Laguë", |g| {
        told(apportion(&g.values, g.number, Apportionment::SainteLague))
    }),
    ("apportion, Hare-Niemeyer", |g| {
        told(apportion(&g.values, g.number, Apportionment::HareNiemeyer))
    }),
    ("apportion, D'Hondt", |g| {
        told(apportion(&g.values, g.number, Apportionment::DHondt))
    }),
    ("apportion, Huntington-Hill", |g| {
        told(apportion(
            &g.values,
            g.number,
            Apportionment::HuntingtonHill,
        ))
    }),
    ("need_weights", |g| {
        told(need_weights(&g.values, &g.others, g.one))
    }),
    ("sensitivity of allocation", |g| {
        told(sensitivity(&g.values, &g.others, &[0.0, g.one]))
    }),
    ("floor_cap", |g| {
        told(floor_cap(&g.values, &limits(g), g.one))
    }),
    ("floor_cap_cents", |g| {
        told(floor_cap_cents(
            &g.values,
            &vec![(1, 50); g.values.len()],
            100,
        ))
    }),
    ("cohort_component", |g| told(cohorts(g))),
    ("hamilton_perry", |g| told(small_areas(g))),
    ("rake", |g| told(rake(&g.rows(), &[g.one; 3], &g.others))),
];

/// The first value and its base.
fn first(g: &Given) -> Result<(f64, f64), NotDefined> {
    let pair = g.values.first().copied().zip(g.others.first().copied());
    pair.ok_or(NotDefined::TooFewValues { need: 1, have: 0 })
}

/// The first two pairs as samples.
fn samples(g: &Given) -> Result<(Sample, Sample), NotDefined> {
    let mut pairs = g.values.iter().zip(&g.others);
    let mut next = || {
        let (x, n) = pairs
            .next()
            .ok_or(NotDefined::TooFewValues { need: 2, have: 0 })?;
        Sample::new(*x, *n)
    };
    Ok((next()?, next()?))
}

fn sample_list(g: &Given) -> Vec<Option<Sample>> {
    let pairs = g.values.iter().zip(&g.others);
    pairs.map(|(x, n)| Sample::new(*x, *n).ok()).collect()
}

fn estimates(g: &Given) -> Vec<Option<Estimate>> {
    let pairs = g.values.iter().zip(&g.others);
    let estimate = |(value, off): (&f64, &f64)| Estimate {
        value: *value,
        lower: value - off,
        upper: value + off,
    };
    pairs.map(|pair| Some(estimate(pair))).collect()
}

fn verdicts_of(g: &Given) -> String {
    let one = |kind| -> Vec<_> {
        let pairs = g.values.iter().zip(&g.others);
        pairs
            .map(|(x, n)| Comparison::with_rest_of((*x, *n), (x * 9.0, n * 9.0), kind))
            .collect()
    };
    let both = [Kind::Share, Kind::Rate].map(|kind| verdicts(&one(kind), &Rules::default()));
    // Reasons inside the list name the numbers that were refused.
    let [shares, rates] =
        both.map(|all| all.map(|all| all.into_iter().flatten().collect::<Vec<_>>()));
    told((shares, rates))
}

fn direct(g: &Given, interval: StandardisedInterval) -> String {
    let pairs = g.values.iter().zip(&g.others);
    let strata: Vec<Stratum> = pairs
        .map(|(cases, base)| Stratum {
            cases: *cases,
            base: *base,
            standard: g.one,
        })
        .collect();
    told(direct_rate(&strata, 1_000.0, interval, Confidence::P95))
}

fn indirect(g: &Given) -> Result<methods::standardisation::StandardisedRatio, NotDefined> {
    let pairs = g.values.iter().zip(&g.others);
    let strata: Vec<ReferenceStratum> = pairs
        .map(|(cases, base)| ReferenceStratum {
            base: *base,
            reference_cases: *cases,
            reference_base: *base * 2.0,
        })
        .collect();
    indirect_ratio(g.one, &strata, Confidence::P95)
}

fn population<'a>(cases: &'a [f64], base: &'a [f64]) -> Population<'a> {
    Population { cases, base }
}

fn bands(g: &Given) -> Vec<AgeBand> {
    let pairs = g.values.iter().zip(&g.others).enumerate();
    pairs
        .map(|(i, (deaths, people))| AgeBand {
            start: i as f64 * 5.0,
            population: people * 1_000.0,
            deaths: *deaths,
        })
        .collect()
}

fn limits(g: &Given) -> Vec<(f64, f64)> {
    let of_each = g.others.iter().take(g.values.len());
    of_each.map(|low| (*low, low + 9.0)).collect()
}

fn cohorts(g: &Given) -> Result<methods::projection::Projected, NotDefined> {
    let rates = Rates {
        survival: g.others.clone(),
        survival_open: Some(g.one),
        migration: g.turned(1),
    };
    let assumed = Assumptions {
        years: 5.0,
        fertility: vec![g.one; g.values.len()],
        boys_per_girl: 1.05,
        timing: Timing::Even,
    };
    cohort_component((&g.values, &rates), (&g.turned(2), &rates), &assumed)
}

fn small_areas(g: &Given) -> Result<Vec<Vec<f64>>, NotDefined> {
    let area = |by| SmallArea {
        before: g.turned(by),
        now: g.turned(by + 1),
    };
    let rules = HamiltonPerry {
        childbearing: (1, g.number),
        parent: g.others.clone(),
    };
    hamilton_perry(&[area(0), area(1)], &rules)
}
