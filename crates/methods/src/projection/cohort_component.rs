//! Cohort component: people grow older, die, are born and move.
//!
//! **Literature.** Preston, S. H., Heuveline, P. & Guillot, M. (2001): Demography, chapter 6 (Box 6.2: Sweden 1993);
//! Wheldon, M. C. et al. (2013). References: UN ccmppWPP (migration at the end), popReconstruct (even, females).
//!
//! **Formula.** One step of z years, z the width of the age bands: P(x+z) = P(x)·s(x+z); open band (P(A−z) + P(A))·s, with
//! a survival of its own for those already in it where one is given. Births z·Σf(x)·(F₀(x) + F₁(x))/2, F₁ the women who
//! survived; girls births/(1 + r), boys the rest, r the boys per girl; both times the first survival. Net migration at the
//! end is added after; even migration is added half before and half after.
//!
//! **Unit.** Persons; f births per woman and year. **Edge cases.** Survival outside 0 to 1 and negative fertility are
//! refused; more people leaving than there are: not defined, and not a negative population.

use crate::NotDefined;
use crate::not_defined::{all_finite, at_least, finite, not_negative, same_length};
use crate::summation::neumaier_sum;

/// When people move within a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// All after the step.
    End,
    /// Half before, half after.
    Even,
}

/// Survival and net migration of one sex.
#[derive(Clone, Debug, PartialEq)]
pub struct Rates {
    /// Survival into each band; the first is that of the newborn, the last that into the open band.
    pub survival: Vec<f64>,
    /// Survival of those already in the open band; as the last of `survival` where `None`.
    pub survival_open: Option<f64>,
    /// Net migration by band, in persons over the step.
    pub migration: Vec<f64>,
}

/// What is assumed for one step.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumptions {
    /// Years of a band and of the step.
    pub years: f64,
    /// Births per woman and year, by band.
    pub fertility: Vec<f64>,
    /// Boys born per girl, about 1.05.
    pub boys_per_girl: f64,
    /// When people move.
    pub timing: Timing,
}

/// The population after one step.
#[derive(Clone, Debug, PartialEq)]
pub struct Projected {
    /// Women by band.
    pub women: Vec<f64>,
    /// Men by band.
    pub men: Vec<f64>,
    /// Births by the band of the mother at the beginning.
    pub births: Vec<f64>,
    /// Girls born.
    pub girls: f64,
    /// Boys born.
    pub boys: f64,
    /// Deaths of women: of the newborn, then of each band on its way into the next; the last two bands together last.
    pub deaths_of_women: Vec<f64>,
    /// Deaths of men.
    pub deaths_of_men: Vec<f64>,
}

/// One step of women and men, each with survival and migration.
///
/// ```
/// use methods::projection::{Assumptions, Rates, Timing, cohort_component};
/// let rates = Rates { survival: vec![1.0; 3], survival_open: None, migration: vec![0.0; 3] };
/// let assumed = Assumptions {
///     years: 5.0, fertility: vec![0.0, 0.1, 0.0], boys_per_girl: 1.0, timing: Timing::End,
/// };
/// let five_years_on = cohort_component((&[10.0, 20.0, 30.0], &rates), (&[10.0; 3], &rates), &assumed)?;
/// // 5 years, 0.1 births a year, 15 women on average: 7.5 children.
/// assert_eq!(five_years_on.women, [3.75, 10.0, 50.0]);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn cohort_component(
    (women, rates_of_women): (&[f64], &Rates),
    (men, rates_of_men): (&[f64], &Rates),
    assumed: &Assumptions,
) -> Result<Projected, NotDefined> {
    check(women, rates_of_women)?;
    check(men, rates_of_men)?;
    same_length("population", women.len(), men.len())?;
    same_length("population", women.len(), assumed.fertility.len())?;
    not_negative("weights", assumed.boys_per_girl)?;
    not_negative("periods", assumed.years)?;
    for &births in &assumed.fertility {
        not_negative("weights", births)?;
    }
    let before = settled(women, rates_of_women, assumed.timing);
    let aged = aged(&before, rates_of_women);
    let births: Vec<f64> = (0..women.len())
        .map(|x| assumed.years * assumed.fertility[x] * f64::midpoint(before[x], aged[x]))
        .collect();
    let total = neumaier_sum(births.iter().copied());
    let girls = total / (1.0 + assumed.boys_per_girl);
    let boys = total - girls;
    let (women, deaths_of_women) = step(women, rates_of_women, (girls, assumed.timing))?;
    let (men, deaths_of_men) = step(men, rates_of_men, (boys, assumed.timing))?;
    Ok(Projected {
        women,
        men,
        births,
        girls,
        boys,
        deaths_of_women,
        deaths_of_men,
    })
}

fn check(people: &[f64], rates: &Rates) -> Result<(), NotDefined> {
    at_least(2, people.len())?;
    same_length("population", people.len(), rates.survival.len())?;
    same_length("population", people.len(), rates.migration.len())?;
    all_finite("population", &rates.migration)?;
    for &count in people {
        not_negative("population", count)?;
    }
    for &survival in rates.survival.iter().chain(&rates.survival_open) {
        if !(0.0..=1.0).contains(&finite("shares", survival)?) {
            return Err(NotDefined::OutOfRange {
                what: "shares",
                value: survival,
                allowed: "0 to 1",
            });
        }
    }
    Ok(())
}

/// The people at the beginning, with those who moved before it.
fn settled(people: &[f64], rates: &Rates, timing: Timing) -> Vec<f64> {
    let part = match timing {
        Timing::End => 0.0,
        Timing::Even => 0.5,
    };
    people
        .iter()
        .zip(&rates.migration)
        .map(|(count, moved)| count + part * moved)
        .collect()
}

/// The people who survive, one band on; the first is empty.
fn aged(people: &[f64], rates: &Rates) -> Vec<f64> {
    let last = people.len() - 1;
    let mut aged = vec![0.0];
    aged.extend((1..=last).map(|x| people[x - 1] * rates.survival[x]));
    aged[last] += people[last] * rates.survival_open.unwrap_or(rates.survival[last]);
    aged
}

/// One sex after the step, and its deaths.
fn step(
    people: &[f64],
    rates: &Rates,
    (born, timing): (f64, Timing),
) -> Result<(Vec<f64>, Vec<f64>), NotDefined> {
    let before = settled(people, rates, timing);
    let mut after = aged(&before, rates);
    after[0] = born * rates.survival[0];
    let last = people.len() - 1;
    let mut deaths: Vec<f64> = (0..=last)
        .map(|x| if x == 0 { born } else { before[x - 1] } - if x == last { 0.0 } else { after[x] })
        .collect();
    deaths[last] += before[last] - after[last];
    let part = match timing {
        Timing::End => 1.0,
        Timing::Even => 0.5,
    };
    for (count, moved) in after.iter_mut().zip(&rates.migration) {
        *count += part * moved;
        not_negative("population", *count)?;
    }
    Ok((after, deaths))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rates(survival: f64, migration: f64, bands: usize) -> Rates {
        Rates {
            survival: vec![survival; bands],
            survival_open: None,
            migration: vec![migration; bands],
        }
    }

    fn assumed(bands: usize) -> Assumptions {
        Assumptions {
            years: 1.0,
            fertility: vec![0.05; bands],
            boys_per_girl: 1.05,
            timing: Timing::Even,
        }
    }

    #[test]
    fn nobody_stays_nobody_and_nobody_can_be_fewer() {
        let none = cohort_component(
            (&[0.0; 3], &rates(0.9, 0.0, 3)),
            (&[0.0; 3], &rates(0.9, 0.0, 3)),
            &assumed(3),
        );
        assert_eq!(none.unwrap().women, [0.0; 3]);
        let leaving = rates(0.9, -50.0, 3);
        assert!(
            cohort_component((&[1.0; 3], &leaving), (&[1.0; 3], &leaving), &assumed(3)).is_err()
        );
        let wrong = rates(1.1, 0.0, 3);
        assert!(cohort_component((&[1.0; 3], &wrong), (&[1.0; 3], &wrong), &assumed(3)).is_err());
        assert!(
            cohort_component(
                (&[1.0], &rates(1.0, 0.0, 1)),
                (&[1.0], &rates(1.0, 0.0, 1)),
                &assumed(1)
            )
            .is_err()
        );
    }

    proptest! {
        #[test]
        fn who_was_there_or_born_or_came_is_there_or_dead(
            people in prop::collection::vec(100u32..1000, 3..12),
            survival in 0.5..1.0f64,
            moved in -20.0..20.0f64,
        ) {
            let people: Vec<f64> = people.into_iter().map(f64::from).collect();
            let bands = people.len();
            let own = rates(survival, moved, bands);
            for timing in [Timing::Even, Timing::End] {
                let rules = Assumptions { timing, ..assumed(bands) };
                let Ok(found) = cohort_component((&people, &own), (&people, &own), &rules) else { continue };
                let sum = |values: &[f64]| values.iter().sum::<f64>();
                let came = moved * bands as f64;
                let balance = sum(&people) + found.girls + came - sum(&found.deaths_of_women) - sum(&found.women);
                prop_assert!(balance.abs() < 1e-6, "{balance}");
            }
        }
    }
}
