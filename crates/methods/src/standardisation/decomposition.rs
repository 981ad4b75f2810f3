//! Why two rates differ: how much is composition, how much the rates themselves.
//!
//! **Literature.** Kitagawa, E. M. (1955): Components of a difference between two rates. JASA 50, 1168-1194.
//! Das Gupta, P. (1993): Standardization and Decomposition of Rates. U.S. Bureau of the Census, P23-186.
//!
//! **Formula.** Kitagawa, with shares c and rates r of the strata: composition Σ(c₂−c₁)(r₁+r₂)/2, rates
//! Σ(r₂−r₁)(c₁+c₂)/2; together the difference. Das Gupta, K factors: a factor's standardised rate is the mean of the
//! rate function over all choices of the other factors from either population, a choice with s of them from the
//! second weighted 1/(K·C(K−1, s)); effect = standardised rate of the second minus that of the first. The effects add
//! up to the difference, and no order of the factors is preferred.
//!
//! **Unit.** That of the rate. **Edge cases.** A stratum empty in one population has no rate there: it takes the
//! other's, so that its rate effect is 0, and is told. At most 16 factors (2¹⁵ choices each).

use crate::NotDefined;
use crate::not_defined::{at_least, finite, not_negative, same_length};
use crate::summation::{NeumaierSum, neumaier_sum};

/// More factors than this are not taken apart.
const MOST_FACTORS: usize = 16;

/// The strata of one population.
#[derive(Clone, Copy, Debug)]
pub struct Population<'a> {
    /// Cases of each stratum.
    pub cases: &'a [f64],
    /// Base of each stratum.
    pub base: &'a [f64],
}

/// A difference taken apart into composition and rates.
#[derive(Clone, Debug, PartialEq)]
pub struct Kitagawa {
    /// Rate of the second population minus rate of the first.
    pub difference: f64,
    /// What is due to the composition of the populations.
    pub composition: f64,
    /// What is due to the rates of the strata.
    pub rates: f64,
    /// Strata that are empty in one of the populations, by position.
    pub empty: Vec<usize>,
}

/// The difference of two rates as composition and rates.
///
/// ```
/// use methods::standardisation::{Population, kitagawa};
/// let young_town = Population { cases: &[16.0, 10.0], base: &[800.0, 200.0] };
/// let old_town = Population { cases: &[4.0, 40.0], base: &[200.0, 800.0] };
/// let found = kitagawa(young_town, old_town)?;
/// assert!((found.difference - 0.018).abs() < 1e-12);
/// assert!((found.composition - 0.018).abs() < 1e-12);
/// assert!(found.rates.abs() < 1e-12);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn kitagawa(first: Population, second: Population) -> Result<Kitagawa, NotDefined> {
    same_length("strata", first.base.len(), second.base.len())?;
    let totals = (total_base(first)?, total_base(second)?);
    let mut empty = Vec::new();
    let (mut composition, mut rates, mut difference) =
        <(NeumaierSum, NeumaierSum, NeumaierSum)>::default();
    for stratum in 0..first.base.len() {
        let (a, b) = (stratum_rate(first, stratum), stratum_rate(second, stratum));
        if a.is_none() || b.is_none() {
            empty.push(stratum);
        }
        let (Some(r1), Some(r2)) = (a.or(b), b.or(a)) else {
            continue;
        };
        let (c1, c2) = (
            first.base[stratum] / totals.0,
            second.base[stratum] / totals.1,
        );
        composition.add((c2 - c1) * f64::midpoint(r1, r2));
        rates.add((r2 - r1) * f64::midpoint(c1, c2));
        difference.add(c2 * r2);
        difference.add(-c1 * r1);
    }
    Ok(Kitagawa {
        difference: difference.total(),
        composition: composition.total(),
        rates: rates.total(),
        empty,
    })
}

/// The base of all strata.
fn total_base(population: Population) -> Result<f64, NotDefined> {
    same_length("strata", population.cases.len(), population.base.len())?;
    for (&cases, &base) in population.cases.iter().zip(population.base) {
        not_negative("cases", cases)?;
        if not_negative("base", base)? == 0.0 && cases > 0.0 {
            return Err(NotDefined::MoreCasesThanBase { cases, base });
        }
    }
    let total = neumaier_sum(population.base.iter().copied());
    if total == 0.0 {
        Err(NotDefined::NoBase)
    } else {
        Ok(total)
    }
}

fn stratum_rate(population: Population, stratum: usize) -> Option<f64> {
    let base = population.base[stratum];
    (base > 0.0).then(|| population.cases[stratum] / base)
}

/// What one factor contributes to a difference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// Rate with this factor of the first population and all others standardised.
    pub first: f64,
    /// Rate with this factor of the second population and all others standardised.
    pub second: f64,
}

impl Effect {
    /// The part of the difference due to the factor.
    pub fn size(self) -> f64 {
        self.second - self.first
    }
}

/// A difference taken apart into factors.
#[derive(Clone, Debug, PartialEq)]
pub struct Decomposition {
    /// Rate of the first population.
    pub first: f64,
    /// Rate of the second population.
    pub second: f64,
    /// The factors in the order given; their sizes add up to second − first.
    pub effects: Vec<Effect>,
}

/// The difference of two rates by factors: each factor is one number or a list over strata per population.
///
/// Average earnings and share of earners (Das Gupta 1993, example 2.1):
/// ```
/// use methods::standardisation::das_gupta;
/// let black: [&[f64]; 2] = [&[10_930.0], &[0.717892]];
/// let white: [&[f64]; 2] = [&[16_591.0], &[0.825974]];
/// let found = das_gupta(&black, &white, |factors| factors[0][0] * factors[1][0])?;
/// assert!((found.effects[0].size() - 4369.912713).abs() < 1e-5);
/// assert!((found.effects[1].size() - 1487.262361).abs() < 1e-5);
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn das_gupta(
    first: &[&[f64]],
    second: &[&[f64]],
    rate: impl Fn(&[&[f64]]) -> f64,
) -> Result<Decomposition, NotDefined> {
    let count = first.len();
    same_length("factors", count, second.len())?;
    at_least(1, count)?;
    if count > MOST_FACTORS {
        return Err(NotDefined::OutOfRange {
            what: "factors",
            value: count as f64,
            allowed: "at most 16",
        });
    }
    for (a, b) in first.iter().zip(second) {
        same_length("strata", a.len(), b.len())?;
    }
    let of = |choice: usize| -> Result<f64, NotDefined> {
        let mixed: Vec<&[f64]> = (0..count)
            .map(|factor| {
                if choice >> factor & 1 == 1 {
                    second[factor]
                } else {
                    first[factor]
                }
            })
            .collect();
        finite("factors", rate(&mixed))
    };
    let rates: Vec<f64> = (0..1_usize << count).map(of).collect::<Result<_, _>>()?;
    Ok(Decomposition {
        first: rates[0],
        second: rates[rates.len() - 1],
        effects: (0..count)
            .map(|factor| effect(&rates, factor, count))
            .collect(),
    })
}

/// The mean over all choices of the other factors; bit f of a choice says that factor f is the second population's.
fn effect(rates: &[f64], factor: usize, count: usize) -> Effect {
    let bit = 1_usize << factor;
    let standardised = |own: usize| {
        neumaier_sum(
            (0..rates.len())
                .filter(|choice| choice & bit == own)
                .map(|choice| {
                    let others = (choice & !bit).count_ones() as usize;
                    rates[choice] / (count as f64 * binomial(count - 1, others))
                }),
        )
    };
    Effect {
        first: standardised(0),
        second: standardised(bit),
    }
}

/// How many ways there are to choose some of all.
fn binomial(all: usize, some: usize) -> f64 {
    (0..some).fold(1.0, |ways, i| ways * (all - i) as f64 / (i + 1) as f64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_has_no_rate_is_refused() {
        let good = Population {
            cases: &[1.0],
            base: &[2.0],
        };
        let none = Population {
            cases: &[0.0],
            base: &[0.0],
        };
        let wrong = Population {
            cases: &[1.0],
            base: &[0.0],
        };
        let long = Population {
            cases: &[1.0, 1.0],
            base: &[2.0, 2.0],
        };
        assert_eq!(kitagawa(good, none), Err(NotDefined::NoBase));
        assert!(kitagawa(good, wrong).is_err());
        assert!(kitagawa(good, long).is_err());
        assert!(das_gupta(&[], &[], |_| 0.0).is_err());
        assert!(das_gupta(&[&[1.0]], &[&[0.0]], |f| 1.0 / f[0][0]).is_err());
    }

    #[test]
    fn a_stratum_empty_on_one_side_is_all_composition() {
        let first = Population {
            cases: &[1.0, 0.0],
            base: &[10.0, 0.0],
        };
        let second = Population {
            cases: &[1.0, 9.0],
            base: &[10.0, 10.0],
        };
        let found = kitagawa(first, second).unwrap();
        assert_eq!(found.empty, [1]);
        assert!(found.rates.abs() < 1e-15);
        assert!((found.composition - found.difference).abs() < 1e-15);
    }

    proptest! {
        #[test]
        fn the_parts_add_up(strata in prop::collection::vec((0u32..9, 1u32..99, 0u32..9, 1u32..99), 1..9)) {
            let list = |pick: fn(&(u32, u32, u32, u32)) -> u32| -> Vec<f64> {
                strata.iter().map(|s| f64::from(pick(s))).collect()
            };
            let (x1, n1, x2, n2) = (list(|s| s.0), list(|s| s.1), list(|s| s.2), list(|s| s.3));
            let found = kitagawa(
                Population { cases: &x1, base: &n1 },
                Population { cases: &x2, base: &n2 },
            ).unwrap();
            prop_assert!((found.composition + found.rates - found.difference).abs() < 1e-12);
        }

        #[test]
        fn the_effects_add_up(a in prop::collection::vec(0.1..9.0f64, 4), b in prop::collection::vec(0.1..9.0f64, 4)) {
            let first: Vec<&[f64]> = a.chunks(1).collect();
            let second: Vec<&[f64]> = b.chunks(1).collect();
            let found = das_gupta(&first, &second, |f| f[0][0] * f[1][0] / f[2][0] + f[3][0]).unwrap();
            let sum = neumaier_sum(found.effects.iter().map(|e| e.size()));
            prop_assert!((sum - (found.second - found.first)).abs() < 1e-9);
        }
    }
}
