//! Life expectancy from an abridged life table, with interval. Only for counties and other large areas.
//!
//! **Literature.** Chiang, C. L. (1984): The Life Table and its Applications (method II). Silcocks, P. B. S., Jenner,
//! D. A. & Reza, R. (2001): Life expectancy as a summary of mortality in a population. Journal of Epidemiology and
//! Community Health 55, 38-43 (variance of the last band).
//!
//! **Formula.** Per band of n years: M = D/P, chance to die q = nM/(1 + n(1−a)M), a = 0.1 in the band from birth and
//! 0.5 elsewhere; survivors l; years lived L = n(l' + a(l − l')), in the last band l/M; e = ΣL/l.
//! Var(e) = Σ Var(q)·l²((1−a)n + e')²/l₀², Var(q) = q²(1−q)/D, last band l²/(DM²). Bounds e ± z√Var.
//!
//! **Unit.** Years still to live at the start of each band.
//!
//! **Edge cases.** Not defined for at most 5,000 people in all, a band without people, more deaths than people, or no
//! death in the last band (life would not end). Other bands may have no death.

use crate::not_defined::{at_least, finite, not_negative};
use crate::summation::neumaier_sum;
use crate::{Confidence, Estimate, NotDefined};

/// With this many people or fewer no life table is made.
const TOO_FEW_PEOPLE: f64 = 5_000.0;

/// An age band; the last one is open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AgeBand {
    /// Age at its start in years.
    pub start: f64,
    /// People (person years).
    pub population: f64,
    /// Deaths.
    pub deaths: f64,
}

/// Years still to live at the start of each band.
///
/// ```
/// use methods::Confidence;
/// use methods::standardisation::{AgeBand, life_expectancy};
/// let band = |start, population, deaths| AgeBand { start, population, deaths };
/// let bands = [band(0.0, 900.0, 3.0), band(1.0, 60_000.0, 60.0), band(65.0, 12_000.0, 800.0)];
/// let years = life_expectancy(&bands, Confidence::P95)?;
/// assert!((years[2].value - 15.0).abs() < 1e-12);
/// assert!(years[0].lower < years[0].value && years[0].value < years[0].upper);
/// # Ok::<(), methods::NotDefined>(())
/// ```
#[doc(alias = "Lebenserwartung")]
pub fn life_expectancy(
    bands: &[AgeBand],
    confidence: Confidence,
) -> Result<Vec<Estimate>, NotDefined> {
    refuse_unusable(bands)?;
    let rows = life_table(bands)?;
    let (mut years, mut variance, mut after) = (0.0, 0.0, 0.0);
    let mut found: Vec<Estimate> = Vec::with_capacity(rows.len());
    for row in rows.iter().rev() {
        years += row.years;
        let reach = row.lost_years + after;
        variance += row.variance * row.alive * row.alive * reach * reach;
        let value = years / row.alive;
        let half = finite("deaths", confidence.z() * variance.sqrt() / row.alive)?;
        found.push(Estimate {
            value,
            lower: value - half,
            upper: value + half,
        });
        after = value;
    }
    found.reverse();
    Ok(found)
}

/// A band of the life table.
struct Row {
    /// Of one person born, the share alive at its start.
    alive: f64,
    /// Years lived in it by one person born.
    years: f64,
    /// Variance of the chance to die.
    variance: f64,
    /// Years of the band lost by who dies in it, (1 − a)·n.
    lost_years: f64,
}

fn life_table(bands: &[AgeBand]) -> Result<Vec<Row>, NotDefined> {
    let mut alive = 1.0;
    let mut rows = Vec::with_capacity(bands.len());
    for (band, next) in bands.iter().zip(bands.iter().skip(1)) {
        let width = next.start - band.start;
        let lived_share = if band.start == 0.0 { 0.1 } else { 0.5 };
        let rate = band.deaths / band.population;
        let lost_years = (1.0 - lived_share) * width;
        let dying = width * rate / (1.0 + lost_years * rate);
        if dying >= 1.0 {
            return Err(NotDefined::PartExceedsWhole {
                what: "deaths",
                part: band.deaths,
                whole: band.population,
            });
        }
        let survivors = alive * (1.0 - dying);
        let variance = if band.deaths > 0.0 {
            dying * dying * (1.0 - dying) / band.deaths
        } else {
            0.0
        };
        rows.push(Row {
            alive,
            years: width * (survivors + lived_share * (alive - survivors)),
            variance,
            lost_years,
        });
        alive = survivors;
    }
    rows.extend(bands.last().map(|band| open_row(band, alive)));
    Ok(rows)
}

/// The last band, from which nobody leaves alive.
fn open_row(band: &AgeBand, alive: f64) -> Row {
    let rate = band.deaths / band.population;
    Row {
        alive,
        years: alive / rate,
        variance: 1.0 / (band.deaths * rate * rate),
        lost_years: 1.0,
    }
}

fn refuse_unusable(bands: &[AgeBand]) -> Result<(), NotDefined> {
    at_least(2, bands.len())?;
    for band in bands {
        not_negative("ages", band.start)?;
        let population = not_negative("population", band.population)?;
        let deaths = not_negative("deaths", band.deaths)?;
        if population == 0.0 {
            return Err(NotDefined::NoBase);
        }
        if deaths > population {
            return Err(NotDefined::PartExceedsWhole {
                what: "deaths",
                part: deaths,
                whole: population,
            });
        }
    }
    if let Some(pair) = bands.windows(2).find(|pair| pair[0].start >= pair[1].start) {
        return Err(NotDefined::OutOfRange {
            what: "ages",
            value: pair[1].start,
            allowed: "above the start of the band before",
        });
    }
    let people = finite(
        "population",
        neumaier_sum(bands.iter().map(|b| b.population)),
    )?;
    let dying_last = bands[bands.len() - 1].deaths;
    let minimum = |what, value, minimum| NotDefined::BelowMinimum {
        what,
        value,
        minimum,
    };
    if people <= TOO_FEW_PEOPLE {
        return Err(minimum("population", people, TOO_FEW_PEOPLE));
    }
    if dying_last == 0.0 {
        return Err(minimum("last_band_deaths", 0.0, 1.0));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bands(counts: &[(f64, f64, f64)]) -> Vec<AgeBand> {
        counts
            .iter()
            .map(|&(start, population, deaths)| AgeBand {
                start,
                population,
                deaths,
            })
            .collect()
    }

    #[track_caller]
    fn refused(counts: &[(f64, f64, f64)]) -> NotDefined {
        life_expectancy(&bands(counts), Confidence::P95).unwrap_err()
    }

    #[test]
    fn what_makes_no_life_table_is_refused() {
        refused(&[(0.0, 9000.0, 90.0)]);
        refused(&[(0.0, 4000.0, 90.0), (50.0, 1000.0, 90.0)]);
        refused(&[(0.0, 9000.0, 90.0), (50.0, 1000.0, 0.0)]);
        refused(&[(0.0, 9000.0, 90.0), (50.0, 0.0, 0.0)]);
        refused(&[(0.0, 9000.0, 9001.0), (50.0, 9000.0, 1.0)]);
        refused(&[(5.0, 9000.0, 1.0), (5.0, 9000.0, 1.0)]);
        refused(&[(0.0, 9000.0, 8000.0), (50.0, 9000.0, 1.0)]);
        refused(&[(0.0, f64::NAN, 8.0), (50.0, 9000.0, 1.0)]);
    }

    #[test]
    fn a_band_where_nobody_dies_is_lived_through() {
        let found = life_expectancy(
            &bands(&[(0.0, 9000.0, 0.0), (50.0, 9000.0, 450.0)]),
            Confidence::P95,
        )
        .unwrap();
        assert!((found[0].value - 70.0).abs() < 1e-9);
        assert!((found[1].value - 20.0).abs() < 1e-9);
    }
}
