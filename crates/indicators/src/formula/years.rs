//! Formulas over several years: how far they reach back, and the counts of single years they are made of.

use super::{Formula, Part};
use crate::BaseCount;

/// What a formula adds or takes away of one year.
#[derive(Clone, Debug)]
pub struct Summand {
    /// How many years before the figure's own period.
    pub years_back: u8,
    /// Whether it is taken away.
    pub is_subtracted: bool,
    /// What is counted in that year, with positive weights.
    pub formula: Formula,
}

/// A count of one year and what it is multiplied by.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// How many years before the figure's own period.
    pub years_back: u8,
    /// What each case counts.
    pub factor: f64,
    /// What is counted.
    pub formula: Formula,
}

impl Part {
    /// Whether both are the same count in the same year.
    pub(crate) fn is_of(&self, other: &Self) -> bool {
        (self.count, self.years_back) == (other.count, other.years_back)
    }
}

impl Formula {
    /// How many years before the figure's own period the formula reaches; 0 if it stays within it.
    pub fn most_years_back(&self) -> u8 {
        self.parts.iter().map(|p| p.years_back).max().unwrap_or(0)
    }

    /// The same quantity seen from the newest year it speaks of, and how many years back that is.
    ///
    /// `population{years_back=5}` of 2024 is `population` of 2019.
    pub(crate) fn seen_from_newest(&self, counts: &[BaseCount]) -> (u8, Self) {
        let newest = self.parts.iter().map(|p| p.years_back).min().unwrap_or(0);
        if newest == 0 {
            return (0, self.clone());
        }
        let mut parts = self.parts.clone();
        for part in &mut parts {
            part.years_back -= newest;
        }
        (newest, Self::from_parts(parts, counts))
    }

    /// What is added and what is taken away, year by year.
    ///
    /// ```
    /// let catalogue = indicators::Catalogue::starter();
    /// let change = catalogue.formula("population - population{years_back=5}")?;
    /// let told: Vec<_> = change.summands(&catalogue.counts).into_iter()
    ///     .map(|s| (s.is_subtracted, s.years_back, s.formula.to_string())).collect();
    /// assert_eq!(told, [(false, 0, "population".into()), (true, 5, "population".into())]);
    /// # Ok::<(), indicators::FormulaError>(())
    /// ```
    pub fn summands(&self, counts: &[BaseCount]) -> Vec<Summand> {
        let mut keys: Vec<(bool, u8)> = Vec::new();
        for part in &self.parts {
            let signs = [false, true].into_iter().filter(|negative| {
                let taken = |w: &f64| if *negative { *w < 0.0 } else { *w > 0.0 };
                part.weights.iter().any(taken)
            });
            keys.extend(signs.map(|negative| (negative, part.years_back)));
        }
        keys.sort_unstable();
        keys.dedup();
        let one = |(is_subtracted, years_back): (bool, u8)| Summand {
            years_back,
            is_subtracted,
            formula: self.part_of(if is_subtracted { -1.0 } else { 1.0 }, years_back, counts),
        };
        keys.into_iter().map(one).collect()
    }

    /// The formula as whole counts of single years, each times a factor.
    ///
    /// ```
    /// let catalogue = indicators::Catalogue::starter();
    /// let ages = catalogue.formula("1.5*population{age=0-2} + 4.5*population{age=3-5}")?;
    /// let told: Vec<_> = ages.weighed(&catalogue.counts).into_iter()
    ///     .map(|w| (w.factor, w.years_back, w.formula.to_string())).collect();
    /// assert_eq!(told, [(1.5, 0, "population{age=0-2}".into()), (4.5, 0, "population{age=3-5}".into())]);
    /// # Ok::<(), indicators::FormulaError>(())
    /// ```
    pub fn weighed(&self, counts: &[BaseCount]) -> Vec<Weighed> {
        let mut found = Vec::new();
        for part in &self.parts {
            let mut factors: Vec<f64> =
                part.weights.iter().copied().filter(|w| *w != 0.0).collect();
            factors.sort_by(f64::total_cmp);
            factors.dedup();
            for factor in factors {
                let chosen = |w: &f64| {
                    if w.total_cmp(&factor).is_eq() {
                        1.0
                    } else {
                        0.0
                    }
                };
                let plain = Part {
                    count: part.count,
                    years_back: 0,
                    weights: part.weights.iter().map(chosen).collect(),
                };
                found.push(Weighed {
                    factor,
                    years_back: part.years_back,
                    formula: Self::from_parts(vec![plain], counts),
                });
            }
        }
        found
    }

    fn part_of(&self, sign: f64, years_back: u8, counts: &[BaseCount]) -> Self {
        let of_year = self.parts.iter().filter(|p| p.years_back == years_back);
        let parts = of_year.map(|p| Part {
            count: p.count,
            years_back: 0,
            weights: p.weights.iter().map(|w| (w * sign).max(0.0)).collect(),
        });
        Self::from_parts(parts.collect(), counts)
    }
}
