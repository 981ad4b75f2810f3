//! The county by cohorts: what its years tell of births, deaths and moves, and what follows if that goes on.
//!
//! Year by year the single ages grow older and are put to the bands the register shows, so that a cohort stays together
//! even inside a wide band. What the bands have more or fewer than births and deaths explain came or left.

use std::ops::Range;

use methods::NotDefined;
use methods::projection::{Assumptions, Rates, Timing, cohort_component};

use super::Pattern;
use super::bands::Bands;

/// The last age fertility and the survival of the very old are told for.
const OLDEST: u32 = 110;
/// Ages of mothers.
const MOTHERS: Range<u32> = 15..50;
/// Halvings until the level of mortality is found.
const HALVINGS: usize = 80;
/// Mortality at 80 is searched between nobody and this.
const MOST_MORTALITY: f64 = 20.0;
/// The age whose mortality names the level.
const ANCHOR: f64 = 80.0;

/// People by years of age: women, men.
pub(super) type Ages = [Vec<f64>; 2];

/// What a year tells.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Events {
    /// Women and men by band at its end.
    pub(super) people: [Vec<f64>; 2],
    pub(super) births: f64,
    pub(super) deaths: f64,
}

/// What happened in a year.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    mortality: f64,
    fertility: f64,
    /// Who came less who left, by age at the end of the year.
    net: Ages,
}

/// The years of the county, the first a reference date only.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Past {
    pub(super) first: i32,
    /// Single ages of each reference date.
    pub(super) ages: Vec<Ages>,
    /// What led from each date to the next.
    pub(super) steps: Vec<Step>,
}

impl Past {
    /// The last year.
    pub(super) fn newest(&self) -> i32 {
        self.year(self.steps.len())
    }

    /// The year of a reference date by its position.
    pub(super) fn year(&self, at: usize) -> i32 {
        self.first.saturating_add(in_years(at))
    }

    /// Women and men together by years of age; none outside the years known.
    pub(super) fn everybody(&self, year: i32) -> Option<Vec<f64>> {
        let at = usize::try_from(year - self.first).ok()?;
        self.ages.get(at).map(both)
    }
}

/// So many years.
pub(super) fn in_years(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Women and men together.
pub(super) fn both(ages: &Ages) -> Vec<f64> {
    ages[0].iter().zip(&ages[1]).map(|(w, m)| w + m).collect()
}

/// What the years tell.
pub(super) fn past(
    (first, events): (i32, &[Events]),
    bands: &Bands,
    pattern: &Pattern,
) -> Result<Past, NotDefined> {
    let Some(next) = events.get(1) else {
        return Err(NotDefined::TooFewValues {
            need: 2,
            have: events.len(),
        });
    };
    let count = bands.open_from() as usize + 1;
    let split = |level: f64| -> Result<Ages, NotDefined> {
        let of =
            |sex: usize| bands.split(&events[0].people[sex], &lived(count, (level, sex), pattern));
        Ok([of(0)?, of(1)?])
    };
    // The split needs the level of mortality, and the level the split: twice is enough.
    let mut start = split(0.0)?;
    for _ in 0..2 {
        start = split(mortality(&start, next, pattern)?)?;
    }
    let mut ages = vec![start];
    let mut steps = Vec::new();
    for year in &events[1..] {
        let before = &ages[ages.len() - 1];
        let (after, step) = explain(before, year, (bands, pattern))?;
        ages.push(after);
        steps.push(step);
    }
    Ok(Past { first, ages, steps })
}

/// A year taken apart: who is there at its end by years of age, and what happened.
fn explain(
    before: &Ages,
    events: &Events,
    (bands, pattern): (&Bands, &Pattern),
) -> Result<(Ages, Step), NotDefined> {
    let mortality = mortality(before, events, pattern)?;
    let nobody = || [vec![0.0; before[0].len()], vec![0.0; before[0].len()]];
    let mut step = Step {
        mortality,
        fertility: 1.0,
        net: nobody(),
    };
    let unit = one_year(before, &step, pattern)?;
    let born = unit.girls + unit.boys;
    step.fertility = if born > 0.0 {
        events.births / born
    } else {
        0.0
    };
    let alone = one_year(before, &step, pattern)?;
    let mut after = nobody();
    for (sex, alone) in [alone.women, alone.men].into_iter().enumerate() {
        after[sex] = bands.split_like(&events.people[sex], &alone);
        let came = after[sex].iter().zip(&alone).map(|(a, b)| a - b);
        step.net[sex] = came.collect();
    }
    Ok((after, step))
}

/// The level of mortality at which as many die as died.
fn mortality(before: &Ages, events: &Events, pattern: &Pattern) -> Result<f64, NotDefined> {
    let girls = events.births / (1.0 + pattern.boys_per_girl);
    let born = [girls, events.births - girls];
    let deaths = |level: f64| -> f64 {
        let of = |sex: usize| -> f64 {
            let rates = survival(before[sex].len(), (level, sex), pattern);
            let last = before[sex].len() - 1;
            let stay = |age: usize| rates.survival.get(age + 1).copied();
            let open = rates.survival_open.unwrap_or(0.0);
            let died = (0..=last).map(|age| {
                let survived = if age == last { Some(open) } else { stay(age) };
                before[sex][age] * (1.0 - survived.unwrap_or(open))
            });
            died.sum::<f64>() + born[sex] * (1.0 - rates.survival[0])
        };
        of(0) + of(1)
    };
    if events.deaths <= 0.0 {
        return Ok(0.0);
    }
    let (mut low, mut high) = (0.0, MOST_MORTALITY);
    if deaths(high) < events.deaths {
        return Err(NotDefined::Infeasible {
            what: "total",
            value: events.deaths,
            least: 0.0,
            most: deaths(high),
        });
    }
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if deaths(middle) < events.deaths {
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(f64::midpoint(low, high))
}

/// Survival of a sex at a level of mortality, after Gompertz; nobody moves.
fn survival(ages: usize, (level, sex): (f64, usize), pattern: &Pattern) -> Rates {
    let older = if sex == 1 { pattern.men_older_by } else { 0.0 };
    let into = |age: f64| {
        let force = level * (pattern.mortality_slope * (age + older - ANCHOR)).exp();
        (-force).exp()
    };
    let mut survival: Vec<f64> = vec![into(0.25).sqrt()];
    survival.extend((1..ages).map(|age| into(age as f64)));
    let (mut alive, mut people, mut left) = (1.0, 0.0, 0.0);
    let open = u32::try_from(ages).unwrap_or(OLDEST);
    for age in open..OLDEST.max(open + 1) {
        people += alive;
        alive *= into(f64::from(age));
        left += alive;
    }
    Rates {
        survival,
        survival_open: Some(left / people),
        migration: vec![0.0; ages],
    }
}

/// Years lived in each age, and in the open band, of one person born.
fn lived(ages: usize, (level, sex): (f64, usize), pattern: &Pattern) -> Vec<f64> {
    let rates = survival(ages, (level, sex), pattern);
    let mut left = 1.0;
    let mut found: Vec<f64> = rates
        .survival
        .iter()
        .map(|survived| {
            left *= survived;
            left
        })
        .collect();
    let stay = rates.survival_open.unwrap_or(0.0);
    if let Some(open) = found.last_mut() {
        *open /= (1.0 - stay).max(1.0 / f64::from(OLDEST));
    }
    found
}

/// Births per woman by age, at level 1.
fn fertility(ages: usize, pattern: &Pattern) -> Vec<f64> {
    let at = |age: u32| {
        let away = (f64::from(age) + 0.5 - pattern.mothers_age) / pattern.mothers_spread;
        (-0.5 * away * away).exp()
    };
    let all: f64 = MOTHERS.map(at).sum();
    (0..u32::try_from(ages).unwrap_or(OLDEST))
        .map(|age| {
            let mother = MOTHERS.contains(&age);
            if mother { at(age) / all } else { 0.0 }
        })
        .collect()
}

/// One year on.
fn one_year(
    before: &Ages,
    step: &Step,
    pattern: &Pattern,
) -> Result<methods::projection::Projected, NotDefined> {
    let ages = before[0].len();
    let rates = |sex: usize| Rates {
        migration: step.net[sex].clone(),
        ..survival(ages, (step.mortality, sex), pattern)
    };
    let form = fertility(ages, pattern);
    let assumed = Assumptions {
        years: 1.0,
        fertility: form.into_iter().map(|f| f * step.fertility).collect(),
        boys_per_girl: pattern.boys_per_girl,
        timing: Timing::End,
    };
    cohort_component((&before[0], &rates(0)), (&before[1], &rates(1)), &assumed)
}

/// So many years on from a reference date, as if a window of the past went on: the ages at the end of each year.
pub(super) fn ahead(
    past: &Past,
    (from, window): (usize, Range<usize>),
    years: usize,
    pattern: &Pattern,
) -> Result<Vec<Ages>, NotDefined> {
    let usual = mean(&past.steps[window]);
    let mut found: Vec<Ages> = Vec::with_capacity(years);
    for _ in 0..years {
        let before = found.last().unwrap_or(&past.ages[from]);
        let next = one_year(before, &usual, pattern)?;
        found.push([next.women, next.men]);
    }
    Ok(found)
}

/// What happened in an average year of a window.
fn mean(steps: &[Step]) -> Step {
    let count = steps.len() as f64;
    let net = |sex: usize| -> Vec<f64> {
        let ages = 0..steps[0].net[sex].len();
        ages.map(|age| steps.iter().map(|s| s.net[sex][age]).sum::<f64>() / count)
            .collect()
    };
    Step {
        mortality: steps.iter().map(|s| s.mortality).sum::<f64>() / count,
        fertility: steps.iter().map(|s| s.fertility).sum::<f64>() / count,
        net: [net(0), net(1)],
    }
}

#[cfg(test)]
mod tests {
    use super::super::Plan;
    use super::*;

    /// The people of a life table: 400 born a year, as many die.
    fn still(pattern: &Pattern) -> Ages {
        let born = [
            400.0 / (1.0 + pattern.boys_per_girl),
            400.0 * pattern.boys_per_girl / (1.0 + pattern.boys_per_girl),
        ];
        [0, 1].map(|sex| {
            let years = lived(81, (0.06, sex), pattern);
            years.into_iter().map(|years| born[sex] * years).collect()
        })
    }

    #[test]
    fn with_constant_rates_and_nobody_moving_a_still_population_stays_as_it_is() {
        let pattern = Plan::starter().pattern;
        let ages = still(&pattern);
        let events = Events {
            people: ages.clone(),
            births: 400.0,
            deaths: 400.0,
        };
        let level = mortality(&ages, &events, &pattern).unwrap();
        assert!((level - 0.06).abs() < 1e-9, "{level}");
        let nobody = [vec![0.0; 81], vec![0.0; 81]];
        let mut step = Step {
            mortality: level,
            fertility: 1.0,
            net: nobody,
        };
        let unit = one_year(&ages, &step, &pattern).unwrap();
        step.fertility = 400.0 / (unit.girls + unit.boys);
        let past = Past {
            first: 2023,
            ages: vec![ages.clone(), ages.clone()],
            steps: vec![step],
        };
        for after in ahead(&past, (1, 0..1), 20, &pattern).unwrap() {
            for (now, then) in ages.iter().flatten().zip(after.iter().flatten()) {
                assert!((now - then).abs() < 1e-6, "{now} {then}");
            }
        }
    }
}
