//! One area's figures over time, cut into stretches that may be compared.

use disclosure::Shown;
use vocabulary::Period;

use crate::mark::Sight;
use crate::request::{Break, Line, Role};

/// One period of a track.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Moment {
    pub(crate) period: Period,
    pub(crate) definition: u32,
    pub(crate) sight: Sight,
}

/// One area over time, oldest first.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Track {
    pub(crate) label: String,
    pub(crate) role: Role,
    pub(crate) moments: Vec<Moment>,
    /// Whether its intervals are drawn.
    pub(crate) band: Band,
    /// First years of a new way of counting.
    cuts: Vec<i32>,
}

/// Whether intervals are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Band {
    Drawn,
    Left,
}

impl Track {
    pub(crate) fn new(line: &Line<'_>, shown: &[&Shown], breaks: &[Break<'_>]) -> Self {
        let moments = shown
            .iter()
            .map(|s| Moment {
                period: s.period,
                definition: s.definition_version,
                sight: Sight::of(Some(s)),
            })
            .collect();
        Self::of_moments(line.label, line.role, moments, breaks)
    }

    pub(crate) fn of_moments(
        label: &str,
        role: Role,
        moments: Vec<Moment>,
        breaks: &[Break<'_>],
    ) -> Self {
        Self {
            label: label.to_owned(),
            role,
            moments,
            band: if role == Role::Place {
                Band::Drawn
            } else {
                Band::Left
            },
            cuts: breaks.iter().map(|b| b.year).collect(),
        }
    }

    /// The same with its intervals drawn, whatever its role.
    pub(crate) fn with_band(self) -> Self {
        Self {
            band: Band::Drawn,
            ..self
        }
    }

    /// Stretches of seen, unpooled periods that follow one another and are counted alike.
    pub(crate) fn stretches(&self) -> Vec<Vec<&Moment>> {
        let rhythm = self.rhythm();
        let mut stretches: Vec<Vec<&Moment>> = Vec::new();
        let mut versions: Vec<u32> = self.moments.iter().map(|m| m.definition).collect();
        versions.sort_unstable();
        versions.dedup();
        for version in versions {
            let mut last: Option<&Moment> = None;
            let own = |m: &&Moment| m.definition == version && !m.period.is_pooled();
            for moment in self.moments.iter().filter(own) {
                if moment.sight.value().is_none() {
                    last = None;
                    continue;
                }
                let follows = last.is_some_and(|l| self.follows(l, moment, rhythm));
                match stretches.last_mut() {
                    Some(stretch) if follows => stretch.push(moment),
                    _ => stretches.push(vec![moment]),
                }
                last = Some(moment);
            }
        }
        stretches
    }

    /// The shortest time between two periods, shown or not: a figure of every second year is no gap.
    fn rhythm(&self) -> f64 {
        let unpooled = self.moments.iter().filter(|m| !m.period.is_pooled());
        let mut times: Vec<f64> = unpooled.map(|m| position(m.period)).collect();
        times.sort_by(f64::total_cmp);
        let steps = times.windows(2).map(|w| w[1] - w[0]);
        steps.filter(|s| *s > 0.01).fold(f64::INFINITY, f64::min)
    }

    /// Whether one moment comes right after the other in the rhythm of the figures, without a cut between.
    fn follows(&self, first: &Moment, next: &Moment, rhythm: f64) -> bool {
        self.side(first) == self.side(next)
            && position(next.period) - position(first.period) < rhythm * 1.5
    }

    /// What may be compared with the last seen moment: no sentence speaks across a break.
    pub(crate) fn since_last_cut(&self) -> impl Iterator<Item = &Moment> {
        let last = self.last().map(|(m, _)| *m);
        self.moments.iter().filter(move |m| {
            last.is_some_and(|l| m.definition == l.definition && self.side(m) == self.side(&l))
        })
    }

    /// How many cuts lie before a moment.
    fn side(&self, moment: &Moment) -> usize {
        let before = |cut: &&i32| **cut <= moment.period.first_year();
        self.cuts.iter().filter(before).count()
    }

    /// The last seen moment.
    pub(crate) fn last(&self) -> Option<(&Moment, f64)> {
        self.moments
            .iter()
            .rev()
            .find_map(|m| Some((m, m.sight.value()?)))
    }
}

/// Where a period stands on the axis of years: a year at its number, a pool at its middle.
pub(crate) fn position(period: Period) -> f64 {
    match period {
        Period::Year(year) => f64::from(year),
        Period::Quarter(year, quarter) => f64::from(year) + (f64::from(quarter) - 2.5) / 4.0,
        Period::Month(year, month) => f64::from(year) + (f64::from(month) - 6.5) / 12.0,
        Period::Pool(first, last) => f64::midpoint(f64::from(first), f64::from(last)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(period: &str, definition: u32, value: Option<f64>) -> Moment {
        Moment {
            period: period.parse().unwrap(),
            definition,
            sight: value.map_or(Sight::Hidden, |value| Sight::Seen {
                value,
                interval: None,
            }),
        }
    }

    #[track_caller]
    fn check(moments: Vec<Moment>, cuts: &[i32], lengths: &[usize]) {
        let breaks: Vec<Break<'_>> = cuts
            .iter()
            .map(|year| Break {
                year: *year,
                words: "neu",
            })
            .collect();
        let track = Track::of_moments("hier", Role::Place, moments, &breaks);
        let found: Vec<usize> = track.stretches().iter().map(Vec::len).collect();
        assert_eq!(found, lengths);
    }

    #[test]
    fn hidden_and_missing_years_and_breaks_cut_the_line() {
        let year = |y: i32, v: Option<f64>| moment(&y.to_string(), 1, v);
        let all = |v: Vec<i32>| {
            v.into_iter()
                .map(|y| year(y, Some(1.0)))
                .collect::<Vec<_>>()
        };
        check(all(vec![2015, 2016, 2017]), &[], &[3]);
        check(all(vec![2015, 2016, 2018]), &[], &[2, 1]);
        check(all(vec![2015, 2017, 2019]), &[], &[3]);
        check(all(vec![2015, 2016, 2017]), &[2016], &[1, 2]);
        check(
            vec![
                year(2015, Some(1.0)),
                year(2016, None),
                year(2017, Some(1.0)),
            ],
            &[],
            &[1, 1],
        );
    }

    #[test]
    fn a_new_definition_cuts_even_where_both_are_known() {
        let moments = vec![
            moment("2019", 1, Some(1.0)),
            moment("2020", 1, Some(1.0)),
            moment("2020", 2, Some(2.0)),
            moment("2021", 2, Some(2.0)),
        ];
        check(moments, &[], &[2, 2]);
    }
}
