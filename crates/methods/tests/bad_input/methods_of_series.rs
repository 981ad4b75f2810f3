//! Trends, early warning, change points, alarms and outlooks.

use methods::change_point::{
    bai_perron, default_penalty, ols_cusum, optimal_partition, pelt, relative_steps,
};
use methods::forecast::{Smoothing, State};
use methods::surveillance::{EarsMethod, Farrington, ears, farrington, poisson_cusum};
use methods::trend::{
    AreaCounts, LightRules, TrendEvidence, TrendRules, hamed_rao, mann_kendall, relative_trends,
    seasonal_mann_kendall, theil_sen, traffic_light,
};
use methods::{Confidence, Kind};

use super::{Given, Method, told};

pub(super) const METHODS: &[Method] = &[
    ("mann_kendall", |g| told(mann_kendall(&years(g), &known(g)))),
    ("mann_kendall of any times", |g| {
        told(mann_kendall(&g.others, &g.values))
    }),
    ("hamed_rao", |g| told(hamed_rao(&g.values))),
    ("seasonal_mann_kendall", |g| {
        told(seasonal_mann_kendall(&g.with_gaps(), g.number))
    }),
    ("theil_sen", |g| {
        told(theil_sen(&g.others, &g.values, Confidence::P95))
    }),
    ("relative_trends", |g| {
        told(relative_trends(&periods(g), &counts(g), rules(Kind::Share)))
    }),
    ("relative_trends of rates", |g| {
        told(relative_trends(&periods(g), &counts(g), rules(Kind::Rate)))
    }),
    ("relative_steps", |g| {
        told(
            relative_steps(&periods(g), &counts(g), rules(Kind::Share))
                .map(|all| all.into_iter().flatten().collect::<Vec<_>>()),
        )
    }),
    ("traffic_light", |g| {
        let change = g.values.first().copied().zip(g.others.first().copied());
        let evidence = TrendEvidence {
            change,
            alarms: [true, false, true],
        };
        told(traffic_light(
            evidence,
            LightRules {
                threshold: g.one,
                q: 0.1,
            },
        ))
    }),
    ("pelt", |g| told(pelt(&g.values, g.one, g.number))),
    ("default_penalty", |g| told(default_penalty(&g.values))),
    ("optimal_partition", |g| {
        told(optimal_partition(&g.values, g.number, 2))
    }),
    ("bai_perron", |g| told(bai_perron(&g.values, g.one))),
    ("ols_cusum", |g| told(ols_cusum(&g.values))),
    ("ears C1", |g| told(ears(&g.values, EarsMethod::C1, 0.001))),
    ("ears C2", |g| told(ears(&g.values, EarsMethod::C2, g.one))),
    ("ears C3", |g| told(ears(&g.values, EarsMethod::C3, 0.001))),
    ("farrington", |g| {
        let rules = Farrington {
            frequency: 4,
            years: 2,
            window: 1,
            alpha: g.one,
        };
        told(farrington(&g.values, rules))
    }),
    ("poisson_cusum", |g| {
        told(poisson_cusum(&g.values, g.one, (1.04, 2.26)))
    }),
    ("smoothing", |g| told(Smoothing::fitted(&g.values))),
    ("smoothed by any parameters", |g| {
        told(Smoothing::new(g.one, g.one, g.one).map(|_| ()))
    }),
    ("forecast", |g| {
        told(Smoothing::fitted(&g.values).and_then(|smoothing| {
            let smoothed = smoothing.smooth(&g.values, State::of(&g.values)?)?;
            smoothed.forecast(3, Confidence::P95)
        }))
    }),
];

fn years(g: &Given) -> Vec<f64> {
    (0..known(g).len()).map(|year| year as f64).collect()
}

/// The values without those that are missing, as callers have to leave them out.
fn known(g: &Given) -> Vec<f64> {
    g.with_gaps().into_iter().flatten().collect()
}

fn periods(g: &Given) -> Vec<f64> {
    (0..g.values.len()).map(|period| period as f64).collect()
}

/// Five areas with the values as cases in each period, and gaps where no number stands.
fn counts(g: &Given) -> Vec<AreaCounts> {
    let area = |by| {
        let pairs = g
            .turned(by)
            .into_iter()
            .zip(g.others.iter().copied().chain(std::iter::repeat(9.0)));
        pairs
            .map(|(x, n)| (x.is_finite() && n.is_finite()).then_some((x, n)))
            .collect()
    };
    (0..5).map(area).collect()
}

fn rules(kind: Kind) -> TrendRules {
    TrendRules {
        kind,
        design_effect: 1.5,
    }
}
