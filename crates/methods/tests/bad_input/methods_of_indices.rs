//! Indices with all their steps, types of areas, and mobility between classes.

use methods::index::{
    Aggregation, Column, Direction, Normalisation, Settings, Weights, aggregate, contributions,
    copeland_of_coinr, correlation, fill_with_median, normalise, one_factor, principal_component,
    quality, saltelli, sensitivity, shape, sobol, uncertainty, winsorise,
};
use methods::mobility::{homogeneity, rank_mobility, spatial_transitions, transitions};
use methods::typology::{Points, calinski_harabasz, k_means, silhouette, ward};
use methods::{Confidence, Estimate, NotDefined, mss, wilson};

use super::{Given, Method, told};

const NORMALISATIONS: [Normalisation; 6] = [
    Normalisation::ZScore,
    Normalisation::MinMax {
        low: 1.0,
        high: 100.0,
    },
    Normalisation::Rank,
    Normalisation::Borda,
    Normalisation::PercentileRank,
    Normalisation::DistanceToMaximum,
];

pub(super) const METHODS: &[Method] = &[
    ("column", |g| {
        told(Column::new(g.values.clone()).map(|column| shown(&column)))
    }),
    ("normalise", |g| {
        told(
            column(g)
                .and_then(|c| normalise(&c, Normalisation::ZScore))
                .map(|c| shown(&c)),
        )
    }),
    ("normalise in every way", |g| {
        told(NORMALISATIONS.map(|how| {
            column(g)
                .and_then(|c| normalise(&c, how))
                .map_or(Vec::new(), |c| shown(&c))
        }))
    }),
    ("goalposts", |g| {
        told(
            column(g)
                .and_then(|c| {
                    normalise(
                        &c,
                        Normalisation::Goalposts {
                            low: 0.0,
                            high: g.one,
                            top: 10.0,
                        },
                    )
                })
                .map(|c| shown(&c)),
        )
    }),
    ("winsorise", |g| {
        told(
            column(g)
                .and_then(|c| winsorise(&c))
                .map(|t| shown(&t.column)),
        )
    }),
    ("shape", |g| told(column(g).and_then(|c| shape(&c)))),
    ("fill_with_median", |g| {
        told(
            column(g)
                .and_then(|c| fill_with_median(&c, &g.labels()))
                .map(|f| shown(&f.column)),
        )
    }),
    ("weights", |g| told(Weights::expert(&g.others))),
    ("pairwise", |g| told(Weights::pairwise(&g.rows()))),
    ("arithmetic", |g| told(together(g, Aggregation::Arithmetic))),
    ("geometric", |g| told(together(g, Aggregation::Geometric))),
    ("harmonic", |g| told(together(g, Aggregation::Harmonic))),
    ("copeland", |g| told(together(g, Aggregation::Copeland))),
    ("copeland_of_coinr", |g| {
        told(
            columns(g)
                .and_then(|c| copeland_of_coinr(&c, &Weights::equal(3)?))
                .map(|c| shown(&c)),
        )
    }),
    ("contributions", |g| {
        told(
            columns(g)
                .and_then(|c| contributions(&c, &Weights::equal(3)?))
                .map(|parts| parts.iter().map(shown).collect::<Vec<_>>()),
        )
    }),
    ("principal_component", |g| {
        told(
            columns(g)
                .and_then(|c| principal_component(&c))
                .map(|found| found.explained()),
        )
    }),
    ("one_factor", |g| {
        told(
            columns(g)
                .and_then(|c| one_factor(&c))
                .map(|found| found.is_heywood()),
        )
    }),
    ("quality", |g| {
        told(columns(g).and_then(|c| quality(&c, &c[0])))
    }),
    ("correlation", |g| {
        told(columns(g).and_then(|c| correlation(&c)))
    }),
    ("uncertainty", |g| {
        told(settings(g).and_then(|s| uncertainty(&indicators(g), &s)))
    }),
    ("sensitivity of an index", |g| {
        told(settings(g).and_then(|s| sensitivity(&indicators(g), &s)))
    }),
    ("saltelli", |g| {
        told(saltelli(g.number % 50, g.number % 7, 1))
    }),
    ("sobol", |g| told(sobol(&g.values, g.number))),
    ("mss index", |g| {
        told(mss::index(
            &[&g.values, &g.others],
            &vec![true; g.values.len()],
        ))
    }),
    ("mss scores", |g| {
        told(mss::scores(
            &[&g.values],
            &[&g.others],
            &vec![true; g.values.len()],
        ))
    }),
    ("ward", |g| {
        told(points(g).and_then(|p| Ok((ward(&p)?.heights(), ward(&p)?.groups(g.number)))))
    }),
    ("k_means", |g| {
        told(points(g).and_then(|p| k_means(&p, g.number, 5, 1)))
    }),
    ("silhouette", |g| {
        told(points(g).and_then(|p| silhouette(&p, &g.labels())))
    }),
    ("calinski_harabasz", |g| {
        told(points(g).and_then(|p| calinski_harabasz(&p, &g.labels())))
    }),
    ("points of any unit", |g| {
        told(
            Points::new(&[&g.values, &g.others])
                .and_then(|p| ward(&p))
                .map(|w| w.heights()),
        )
    }),
    ("transitions", |g| {
        told(transitions(&classes(g), g.number).map(|t| (t.shares(), t.steady_state())))
    }),
    ("homogeneity", |g| {
        told(transitions(&classes(g), g.number).and_then(|t| homogeneity(&[t.clone(), t])))
    }),
    ("spatial_transitions", |g| {
        told(
            spatial_transitions(&classes(g), &classes(g), (g.number, g.number))
                .map(|t| t.against_whole()),
        )
    }),
    ("rank_mobility", |g| {
        told(rank_mobility(&g.values, &g.others))
    }),
];

/// The values of a column with `None` for gaps, as everybody outside sees them.
fn shown(column: &Column) -> Vec<Option<f64>> {
    column.iter().collect()
}

fn column(g: &Given) -> Result<Column, NotDefined> {
    Ok(Column::with_gaps(g.with_gaps())?.directed(Direction::LowIsBurden))
}

fn columns(g: &Given) -> Result<Vec<Column>, NotDefined> {
    let with_gaps = |by| {
        let turned = g.turned(by).into_iter();
        Column::with_gaps(turned.map(|x| Some(x).filter(|x| x.is_finite())))
    };
    (0..3).map(with_gaps).collect()
}

fn together(g: &Given, how: Aggregation) -> Result<Vec<Option<f64>>, NotDefined> {
    let index = aggregate(&columns(g)?, &Weights::equal(3)?, how, 2.0 / 3.0)?;
    Ok(shown(&index))
}

fn indicators(g: &Given) -> Vec<Vec<Option<Estimate>>> {
    let share = |(x, n): (&f64, &f64)| wilson(*x, *n, Confidence::P95).ok();
    let raw = |x: &f64| {
        Some(Estimate {
            value: *x,
            lower: x - 1.0,
            upper: x + 1.0,
        })
    };
    vec![
        g.values.iter().zip(&g.others).map(share).collect(),
        g.values.iter().map(raw).collect(),
    ]
}

fn settings(g: &Given) -> Result<Settings, NotDefined> {
    Ok(Settings {
        draws: 20,
        concentration: Some(g.one),
        ..Settings::usual(Weights::equal(2)?, 1)
    })
}

fn points(g: &Given) -> Result<Points, NotDefined> {
    Points::standardised(&[&g.values, &g.others])
}

/// Three times of classes, some of which there are not.
fn classes(g: &Given) -> Vec<Vec<Option<usize>>> {
    let class = |x: &f64| [1.0, 3.0, 5.0, 9.0].iter().position(|limit| x < limit);
    (0..3)
        .map(|by| g.turned(by).iter().map(class).collect())
        .collect()
}
