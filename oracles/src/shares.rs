//! Cases of segregation, inequality, allocation and projection.

use methods::NotDefined;
use methods::allocation::{Apportionment, apportion, floor_cap};
use methods::inequality::{gini, theil};
use methods::projection::{Assumptions, Projected, Rates, Timing, cohort_component};
use methods::segregation::{
    atkinson_segregation, correlation_ratio, dissimilarity, entropy_segregation, gini_segregation,
    interaction, isolation,
};
use serde_json::{Value, json};

use crate::comparison::Comparison;
use crate::{Case, OracleError};

type Measure = fn(&[f64], &[f64]) -> Result<f64, NotDefined>;

/// All measures of a group's spread.
pub(crate) fn segregation(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let (group, total) = (case.numbers("group")?, case.numbers("total")?);
    let half: Measure = |group, total| atkinson_segregation(group, total, 0.5);
    let measures: [(&str, Measure); 10] = [
        ("D", dissimilarity),
        ("multi_dissim", dissimilarity),
        ("isolation", isolation),
        ("isolation_xPx", isolation),
        ("interaction_xPy", interaction),
        ("gini_seg", gini_segregation),
        ("entropy_H", entropy_segregation),
        ("multi_info_theory_H", entropy_segregation),
        ("eta2", correlation_ratio),
        ("atkinson_b05", half),
    ];
    for (entry, measure) in measures {
        if comparison.expects(entry) {
            comparison.number(entry, measure(&group, &total).map_err(case.refused())?)?;
        }
    }
    Ok(())
}

/// Gini and Theil of states, in four groups by their number.
pub(crate) fn gini_theil(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let values = case.numbers("column")?;
    let groups: Vec<usize> = case
        .named("STATE_FIPS")?
        .iter()
        .map(|number| {
            (0..4)
                .find(|rest| (number - *rest as f64) % 4.0 == 0.0)
                .unwrap_or(4)
        })
        .collect();
    comparison.number("gini", gini(&values).map_err(case.refused())?)?;
    let found = theil(&values, &groups).map_err(case.refused())?;
    comparison.number("theil", found.total)?;
    comparison.number("between", found.between)?;
    comparison.number("within", found.within)
}

/// Whole units by four methods.
pub(crate) fn integer_allocation(
    case: &Case,
    comparison: &mut Comparison,
) -> Result<(), OracleError> {
    let needs = case.numbers("need")?;
    let all = case.input("units")?.as_array().into_iter().flatten();
    for units in all.filter_map(Value::as_u64) {
        for (name, method) in [
            ("hare_niemeyer", Apportionment::HareNiemeyer),
            ("sainte_lague", Apportionment::SainteLague),
            ("dhondt", Apportionment::DHondt),
            ("huntington", Apportionment::HuntingtonHill),
        ] {
            let number = usize::try_from(units).map_err(|_too_many| case.malformed("units"))?;
            let found = apportion(&needs, number, method).map_err(case.refused())?;
            comparison.equal(&format!("{number}/{name}"), &json!(found.units))?;
        }
    }
    Ok(())
}

/// Money within floors and caps.
pub(crate) fn proportional_floor_cap(
    case: &Case,
    comparison: &mut Comparison,
) -> Result<(), OracleError> {
    let limits: Vec<(f64, f64)> = case
        .numbers("lower")?
        .into_iter()
        .zip(case.numbers("upper")?)
        .collect();
    let found = floor_cap(&case.numbers("need")?, &limits, case.number("budget")?);
    let found = found.map_err(case.refused())?;
    comparison.number("t", found.per_need)?;
    for (entry, allowed) in [("x", 1e-6), ("slsqp_x", 0.05)] {
        let expected = comparison.entry(entry)?.as_array().into_iter().flatten();
        for (i, (expected, &amount)) in expected.zip(&found.amounts).enumerate() {
            comparison.near(&format!("{entry}[{i}]"), amount, (expected, allowed))?;
        }
    }
    Ok(())
}

/// Cohorts of both sexes (UN) or of women over several steps (popReconstruct).
pub(crate) fn cohorts(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    if comparison.expects("pop") {
        return women_in_steps(case, comparison);
    }
    let rates = |sex: &str| -> Result<Rates, OracleError> {
        Ok(Rates {
            survival: case.numbers(&format!("surv_{sex}"))?,
            survival_open: None,
            migration: case.numbers(&format!("mig_{sex}"))?,
        })
    };
    let assumed = Assumptions {
        years: case.number("z")?,
        fertility: case.numbers("asfr")?,
        boys_per_girl: case.number("srb")?,
        timing: Timing::End,
    };
    let (women, men) = (case.numbers("pop_f")?, case.numbers("pop_m")?);
    let found = cohort_component((&women, &rates("f")?), (&men, &rates("m")?), &assumed);
    let found = found.map_err(case.refused())?;
    let starts: Vec<usize> = (0..women.len()).map(|band| 5 * band).collect();
    comparison.counts("age_start", &starts)?;
    let mut spans = vec![5; women.len()];
    spans[women.len() - 1] = 1000; // the reference's word for an open band
    comparison.counts("age_span", &spans)?;
    comparison.values("pop_count_age_f_end", &found.women)?;
    comparison.values("pop_count_age_m_end", &found.men)?;
    comparison.values("death_count_cohort_f", &found.deaths_of_women)?;
    comparison.values("death_count_cohort_m", &found.deaths_of_men)?;
    comparison.values("birth_count_age_b", &found.births)?;
    comparison.number("birth_count_tot_b", found.girls + found.boys)?;
    comparison.number("birth_count_tot_f", found.girls)?;
    comparison.number("birth_count_tot_m", found.boys)
}

fn women_in_steps(case: &Case, comparison: &mut Comparison) -> Result<(), OracleError> {
    let column = |name: &str, step: usize| -> Result<Vec<f64>, OracleError> {
        let rows = case.input(name)?.as_array().into_iter().flatten();
        rows.map(|row| row.get(step).and_then(Value::as_f64))
            .map(|number| number.ok_or_else(|| case.malformed(name)))
            .collect()
    };
    let mut women = case.numbers("baseline")?;
    let mut all: Vec<Vec<f64>> = women.iter().map(|&count| vec![count]).collect();
    for step in 0..case.whole("proj_steps")? {
        let mut survival = column("survival", step)?;
        let open = survival.pop();
        let moved = column("migration_prop", step)?;
        let rates = Rates {
            survival,
            survival_open: open,
            migration: moved
                .iter()
                .zip(&women)
                .map(|(part, count)| part * count)
                .collect(),
        };
        let assumed = Assumptions {
            years: case.number("age_int")?,
            fertility: column("fertility", step)?,
            boys_per_girl: case.number("srb")?,
            timing: Timing::Even,
        };
        let next: Result<Projected, NotDefined> =
            cohort_component((&women, &rates), (&women, &rates), &assumed);
        women = next.map_err(case.refused())?.women;
        for (row, &count) in all.iter_mut().zip(&women) {
            row.push(count);
        }
    }
    comparison.table("pop", &all)
}
