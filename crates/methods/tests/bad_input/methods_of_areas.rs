//! Smoothing, classes, spatial statistics, segregation, inequality and the effect of measures.

use methods::NotDefined;
use methods::classes::{
    box_plot, equal_interval, fisher_jenks, fixed, head_tail, maximum_breaks, mean_sd, quantile,
};
use methods::effect::{
    Aggregation, Controls, Importance, Panel, Question, callaway_santanna, event_study,
    interrupted_series, placebos, randomisation_test, similar_areas, simplex_fit,
    smallest_detectable, staggered, synthetic_control, twfe, wild_cluster,
};
use methods::empirical_bayes::{smooth, smooth_locally};
use methods::inequality::{atkinson, gini, theil};
use methods::segregation::{
    atkinson_segregation, correlation_ratio, dissimilarity, dissimilarity_beyond_chance,
    entropy_segregation, gini_segregation, interaction, isolation,
};
use methods::spatial::{
    Permutations, Weights, eb_moran, eb_standardised, geary, general_g, getis_ord, local_moran,
    local_moran_permutation, moran, moran_permutation,
};

use super::{Given, Method, told};

pub(super) const METHODS: &[Method] = &[
    ("smooth", |g| told(smooth(&g.values, &g.others))),
    ("smooth_locally", |g| {
        told(smooth_locally(&g.values, &g.others, &g.neighbours))
    }),
    ("fisher_jenks", |g| told(fisher_jenks(&g.values, g.number))),
    ("quantile", |g| told(quantile(&g.values, g.number))),
    ("equal_interval", |g| {
        told(equal_interval(&g.values, g.number))
    }),
    ("maximum_breaks", |g| {
        told(maximum_breaks(&g.values, g.number))
    }),
    ("mean_sd", |g| told(mean_sd(&g.values))),
    ("head_tail", |g| told(head_tail(&g.values))),
    ("box_plot", |g| told(box_plot(&g.values))),
    ("fixed", |g| told(fixed(&g.values, &g.others))),
    ("permutations", |g| told(Permutations::new(g.number, 1))),
    ("resolving", |g| {
        told(Permutations::resolving(g.number, g.one, 1))
    }),
    ("links", |g| told(Weights::new(g.values.len(), &links(g)))),
    ("moran", |g| {
        told(weights(g).and_then(|w| moran(&g.values, &w)))
    }),
    ("moran_permutation", |g| {
        told(weights(g).and_then(|w| moran_permutation(&g.values, &w, some()?)))
    }),
    ("geary", |g| {
        told(weights(g).and_then(|w| geary(&g.values, &w)))
    }),
    ("general_g", |g| {
        told(weights(g).and_then(|w| general_g(&g.values, &w)))
    }),
    ("local_moran", |g| {
        told(weights(g).and_then(|w| local_moran(&g.values, &w)))
    }),
    ("local_moran_permutation", |g| {
        told(weights(g).and_then(|w| local_moran_permutation(&g.values, &w, some()?)))
    }),
    ("getis_ord", |g| {
        told(weights(g).and_then(|w| getis_ord(&g.values, &w)))
    }),
    ("eb_moran", |g| {
        told(weights(g).and_then(|w| eb_moran(&g.values, &g.others, &w)))
    }),
    ("eb_standardised", |g| {
        told(eb_standardised(&g.values, &g.others))
    }),
    ("dissimilarity", |g| {
        told(dissimilarity(&g.values, &g.others))
    }),
    ("dissimilarity_beyond_chance", |g| {
        told(some().and_then(|p| dissimilarity_beyond_chance(&g.values, &g.others, p)))
    }),
    ("isolation", |g| told(isolation(&g.values, &g.others))),
    ("interaction", |g| told(interaction(&g.values, &g.others))),
    ("correlation_ratio", |g| {
        told(correlation_ratio(&g.values, &g.others))
    }),
    ("gini_segregation", |g| {
        told(gini_segregation(&g.values, &g.others))
    }),
    ("entropy_segregation", |g| {
        told(entropy_segregation(&g.values, &g.others))
    }),
    ("atkinson_segregation", |g| {
        told(atkinson_segregation(&g.values, &g.others, g.one))
    }),
    ("gini", |g| told(gini(&g.values))),
    ("theil", |g| told(theil(&g.values, &g.labels()))),
    ("atkinson", |g| told(atkinson(&g.values, g.one))),
    ("simplex_fit", |g| {
        told(simplex_fit(&g.values, &g.rows(), &g.others))
    }),
    ("randomisation_test", |g| {
        told(some().and_then(|p| randomisation_test(&g.values, &treated(g), p)))
    }),
    ("smallest_detectable", |g| {
        told(some().and_then(|p| smallest_detectable(&g.values, g.number, p)))
    }),
    ("interrupted_series", |g| {
        told(interrupted_series(&g.values, g.number, 1))
    }),
    ("twfe", |g| {
        told(panel(g).and_then(|p| twfe(&p, &starts(g, &p))))
    }),
    ("event_study", |g| {
        told(panel(g).and_then(|p| event_study(&p, &starts(g, &p))))
    }),
    ("callaway_santanna", |g| {
        told(panel(g).and_then(|p| {
            let found = callaway_santanna(&p, &starts(g, &p), Controls::NotYet, &[])?;
            let all = [
                Aggregation::Simple,
                Aggregation::Group,
                Aggregation::Dynamic,
                Aggregation::Calendar,
            ];
            Ok(all.map(|by| found.aggregate(by)))
        }))
    }),
    ("similar_areas", |g| {
        told(panel(g).and_then(|p| {
            let treated: Vec<bool> = starts(g, &p).iter().map(Option::is_some).collect();
            similar_areas(&p, (&treated, &p.change_after(2)?), (2, 2))
        }))
    }),
    ("wild_cluster", |g| {
        told(panel(g).and_then(|p| {
            let most = Permutations::new(99, 1)?;
            wild_cluster(&p, &starts(g, &p), most)
        }))
    }),
    ("staggered", |g| {
        told(panel(g).and_then(|p| {
            let most = Permutations::new(99, 1)?;
            staggered(&p, &starts(g, &p), Question::Overall, most)
        }))
    }),
    ("synthetic_control", |g| {
        told(panel(g).and_then(|p| {
            let donors: Vec<usize> = (1..p.areas()).collect();
            synthetic_control(&p, 0, (&donors, g.number), &Importance::Fitted)
        }))
    }),
    ("placebos", |g| {
        told(panel(g).and_then(|p| {
            let donors: Vec<usize> = (1..p.areas()).collect();
            placebos(&p, 0, (&donors, g.number), &Importance::Equal)
        }))
    }),
];

fn some() -> Result<Permutations, NotDefined> {
    Permutations::new(40, 1)
}

fn links(g: &Given) -> Vec<(usize, usize, f64)> {
    let pairs = g.neighbours.iter().enumerate();
    pairs
        .flat_map(|(i, row)| row.iter().map(move |j| (i, *j, g.one)))
        .collect()
}

fn weights(g: &Given) -> Result<Weights, NotDefined> {
    Ok(Weights::binary(&g.neighbours)?.row_standardised())
}

/// Nobody is left to compare with where the number is 0.
fn treated(g: &Given) -> Vec<bool> {
    (0..g.values.len())
        .map(|i| g.number == 0 || i % g.number == 1)
        .collect()
}

/// 24 areas over the periods, each with the values turned and scaled.
fn panel(g: &Given) -> Result<Panel, NotDefined> {
    let row = |area: usize| {
        g.turned(area)
            .iter()
            .map(|x| x * (1.0 + area as f64 / 7.0))
            .collect()
    };
    Panel::new((0..24).map(row).collect())
}

fn starts(g: &Given, panel: &Panel) -> Vec<Option<usize>> {
    let start = |area: usize| g.number == 0 || area % 5 == 1;
    (0..panel.areas())
        .map(|area| start(area).then_some(g.number.max(2) + area % 2))
        .collect()
}
