//! The maps and charts of the report: requests to `charts` in the sizes of the printed page.

use charts::{
    BarsRequest, Break, Classes, DistributionRequest, Form, Frame, Ground, Labels, Line,
    LocatorRequest, MapRequest, Palette, People, PeopleRequest, PyramidRequest, Role, Selection,
    SeriesRequest, Span, SpanWords, SpansRequest, Subject, Svg, Tooltips,
};
use disclosure::Edition;
use releases::{Allocation, AreaInfo, IndicatorSheet, Kind, Total};
use vocabulary::{AreaKey, Breakdown, LevelId, Period};

use super::desk::Desk;
use super::wording::say;

/// The text column, 163 mm, in points.
pub(crate) const FULL: f64 = 462.0;
/// Half of it beside another figure.
pub(crate) const HALF: f64 = 222.0;
/// A map with two charts beside it.
pub(crate) const WIDE: f64 = 274.0;
/// The charts beside a map.
pub(crate) const SIDE: f64 = 172.0;
/// Size of lettering in print.
const LETTERS: f64 = 7.6;

/// What a figure across areas is about.
pub(crate) struct Across<'a> {
    pub(crate) sheet: &'a IndicatorSheet,
    pub(crate) period: Period,
    pub(crate) level: &'a LevelId,
    pub(crate) areas: &'a [&'a AreaInfo],
    pub(crate) title: &'a str,
    /// Width and greatest height in points.
    pub(crate) size: (f64, f64),
}

/// What a series is about.
pub(crate) struct OverTime<'a> {
    pub(crate) sheet: &'a IndicatorSheet,
    /// The place one looks at, with its label; none draws the county alone.
    pub(crate) place: Option<(&'a AreaKey, &'a str)>,
    pub(crate) title: &'a str,
    /// Width and greatest height in points.
    pub(crate) size: (f64, f64),
}

impl<E: Edition> Desk<'_, E> {
    /// A map of one level.
    pub(crate) fn map(&self, about: &Across<'_>) -> Svg {
        let total = Breakdown::total();
        let (one, many) = self.level_words(about.level);
        charts::map(&MapRequest {
            frame: frame(about.title, about.size),
            figures: &self.view.release.figures,
            subject: subject(about.sheet, &total),
            period: about.period,
            ground: self.ground(),
            selection: Selection {
                areas: &keys(about.areas),
                one: &one,
                many: &many,
            },
            classes: &self.classes(about.sheet, about.level),
            highlight: None,
            labels: self.labels(about.level),
            tooltips: Tooltips::None,
        })
    }

    /// All areas of one level on one scale.
    pub(crate) fn distribution(&self, about: &Across<'_>) -> Svg {
        let total = Breakdown::total();
        let (one, many) = self.level_words(about.level);
        let short = self.fill(&self.outline.words.short);
        charts::distribution(&DistributionRequest {
            frame: frame(about.title, about.size),
            figures: &self.view.release.figures,
            subject: subject(about.sheet, &total),
            period: about.period,
            ground: self.ground(),
            selection: Selection {
                areas: &keys(about.areas),
                one: &one,
                many: &many,
            },
            classes: &self.classes(about.sheet, about.level),
            reference: (about.sheet.kind != Kind::Count).then_some(Line {
                area: &self.view.county.key,
                label: &short,
                role: Role::County,
            }),
            highlight: None,
        })
    }

    /// The county, and a place in front of it, over time; cut where the definition changes.
    pub(crate) fn over_time(&self, about: &OverTime<'_>) -> Svg {
        let total = Breakdown::total();
        let short = self.fill(&self.outline.words.short);
        let county = Line {
            area: &self.view.county.key,
            label: &short,
            role: Role::County,
        };
        let place = about.place.map(|(area, label)| Line {
            area,
            label,
            role: Role::Place,
        });
        let lines: Vec<Line<'_>> = place.into_iter().chain([county]).collect();
        let breaks = self.breaks(about.sheet);
        charts::series(&SeriesRequest {
            frame: frame(about.title, about.size),
            figures: &self.view.release.figures,
            subject: subject(about.sheet, &total),
            lines: &lines,
            breaks: &breaks,
        })
    }

    /// Women and men of the county or municipality over time, and all together.
    pub(crate) fn by_sex(
        &self,
        sheet: &IndicatorSheet,
        [women, men]: &[Breakdown; 2],
        (title, size): (&str, (f64, f64)),
    ) -> Svg {
        let total = Breakdown::total();
        let labels = ["women", "men"].map(|key| say(key, &[]));
        let all = if self.is_part() {
            self.view.scope.name.clone()
        } else {
            self.fill(&self.outline.words.short)
        };
        let group = |breakdown, label, role| People {
            breakdown,
            label,
            role,
        };
        charts::people(&PeopleRequest {
            frame: frame(title, size),
            figures: &self.view.release.figures,
            subject: subject(sheet, &total),
            area: &self.view.scope.key,
            people: &[
                group(&total, &all, Role::County),
                group(women, &labels[0], Role::Other),
                group(men, &labels[1], Role::Municipality),
            ],
            breaks: &self.breaks(sheet),
        })
    }

    /// Where an indicator is counted in another way from a year on.
    fn breaks(&self, sheet: &IndicatorSheet) -> Vec<Break<'_>> {
        let versions = self.view.release.sheets.iter();
        versions
            .filter(|version| version.id == sheet.id)
            .filter_map(|version| {
                Some(Break {
                    year: version.valid_from?,
                    words: version.change_note.as_deref()?,
                })
            })
            .collect()
    }

    /// The people of an area by age and sex, with the county's outline around a smaller area.
    pub(crate) fn pyramid(
        &self,
        sheet: &IndicatorSheet,
        area: &AreaInfo,
        period: Period,
        (title, size): (&str, (f64, f64)),
    ) -> Svg {
        let county = self.view.county;
        let short = self.fill(&self.outline.words.short);
        charts::pyramid(&PyramidRequest {
            frame: frame(title, size),
            figures: &self.view.release.figures,
            indicator: &sheet.id,
            period,
            area: Line {
                area: &area.key,
                label: &area.name,
                role: if area.key == county.key {
                    Role::Other
                } else {
                    Role::Place
                },
            },
            compare: (area.key != county.key).then_some(Line {
                area: &county.key,
                label: &short,
                role: Role::County,
            }),
        })
    }

    /// Counties beside each other, in the order of their keys.
    pub(crate) fn beside(&self, sheet: &IndicatorSheet, period: Period, rows: &[&AreaInfo]) -> Svg {
        let total = Breakdown::total();
        let lines: Vec<Line<'_>> = rows
            .iter()
            .map(|area| Line {
                area: &area.key,
                label: &area.name,
                role: if area.key == self.view.county.key {
                    Role::Place
                } else {
                    Role::Other
                },
            })
            .collect();
        charts::bars(&BarsRequest {
            frame: Frame {
                height: None,
                text_size: 6.8,
                ..frame(&sheet.name, (HALF, 0.0))
            },
            figures: &self.view.release.figures,
            subject: subject(sheet, &total),
            period,
            rows: &lines,
            reference: None,
            form: Form::Bars,
        })
    }

    /// What each area would get, with the range of the weights and what it has today.
    pub(crate) fn by_need(&self, allocation: &Allocation, title: &str) -> Svg {
        let rows = allocation.shares.iter().enumerate();
        let rows: Vec<Span<'_>> = rows
            .map(|(at, share)| Span {
                label: self.view.name(&share.area),
                value: units(&share.amount),
                range: range(allocation, at),
                other: share.today.as_ref().map(units),
            })
            .collect();
        let german = Allocation::lambda_in_german;
        let (low, high) = allocation
            .ends()
            .map_or_else(Default::default, |(low, high)| {
                (german(low.lambda), german(high.lambda))
            });
        let lambda = german(allocation.plan.lambda);
        let (unit, decimals) = match allocation.plan.total {
            Total::Money(_) => ("€".to_owned(), 2),
            Total::Posts(_) => (say("allocation_posts", &[]), 0),
        };
        charts::spans(&SpansRequest {
            frame: frame(title, (FULL, 0.0)),
            name: &say("allocation_subject", &[]),
            unit: &unit,
            decimals,
            rows: &rows,
            words: SpanWords {
                value: &say("allocation_mark_value", &[("lambda", &lambda)]),
                range: &say("allocation_mark_range", &[("low", &low), ("high", &high)]),
                other: &say("allocation_mark_today", &[]),
            },
        })
    }

    /// A small map that says where a place lies.
    pub(crate) fn locator(&self, marked: &[AreaKey], name: &str, width: f64) -> Option<Svg> {
        self.marked_map((marked, &[]), name, width)
    }

    /// The same, with areas of which nothing can be said.
    pub(crate) fn marked_map(
        &self,
        (marked, not_judged): (&[AreaKey], &[AreaKey]),
        name: &str,
        width: f64,
    ) -> Option<Svg> {
        let areas = self.finest_outlined(marked);
        let inside = |key: &AreaKey| {
            marked.contains(key) || self.ancestors(key).any(|up| marked.contains(up))
        };
        let chosen: Vec<AreaKey> = areas.iter().filter(|key| inside(key)).cloned().collect();
        if areas.is_empty() {
            return None;
        }
        let drawn = not_judged.iter().filter(|key| areas.contains(key));
        let not_judged: Vec<AreaKey> = drawn.cloned().collect();
        Some(charts::locator(&LocatorRequest {
            frame: frame(name, (width, width * 0.95)),
            outlines: &self.view.release.geography.outlines,
            parents: &self.view.parents,
            areas: &areas,
            marked: &chosen,
            not_judged: &not_judged,
            name,
            whole: &self.view.county.name,
        }))
    }

    /// The coarsest level with outlines that still shows the marked areas by themselves.
    fn finest_outlined(&self, marked: &[AreaKey]) -> Vec<AreaKey> {
        let geography = &self.view.release.geography;
        let outlined = |level: &LevelId| -> Vec<AreaKey> {
            let of_level = geography.areas.iter().filter(|area| area.level == *level);
            of_level
                .map(|area| area.key.clone())
                .filter(|key| geography.outlines.contains_key(key))
                .collect()
        };
        let levels = geography
            .levels
            .iter()
            .skip(1)
            .map(|level| outlined(&level.id));
        levels
            .filter(|keys| !keys.is_empty())
            .find(|keys| marked.iter().all(|key| keys.contains(key)))
            .unwrap_or_default()
    }

    fn ancestors<'b>(&'b self, key: &AreaKey) -> impl Iterator<Item = &'b AreaKey> {
        let first = self.view.area(key).and_then(|area| area.parent.as_ref());
        std::iter::successors(first, |up| {
            self.view.area(up).and_then(|area| area.parent.as_ref())
        })
        .take(32)
    }

    pub(crate) fn ground(&self) -> Ground<'_> {
        Ground {
            outlines: &self.view.release.geography.outlines,
            names: &self.view.names,
            parents: &self.view.parents,
        }
    }

    fn classes(&self, sheet: &IndicatorSheet, level: &LevelId) -> Classes {
        let upper = self
            .view
            .breaks(&sheet.id, level)
            .map_or(&[][..], |breaks| &breaks.upper);
        let palette = match sheet.kind {
            Kind::Balance => Palette::Change,
            _ => Palette::Sequential,
        };
        Classes::from_upper(upper, palette)
    }

    /// Areas are named where there are few of them.
    pub(crate) fn labels(&self, level: &LevelId) -> Labels {
        if self.is_part() || self.is_top(level) {
            Labels::Areas
        } else {
            Labels::Parents
        }
    }

    fn is_top(&self, level: &LevelId) -> bool {
        self.view
            .release
            .geography
            .levels
            .get(1)
            .is_some_and(|second| second.id == *level)
    }

    pub(crate) fn level_words(&self, level: &LevelId) -> (String, String) {
        let known = self.view.level(level);
        let plural = known.map_or_else(|| self.plural(&[]), |level| level.plural.clone());
        (self.singular(level), plural)
    }
}

/// Euros or posts.
fn units(total: &Total) -> f64 {
    match total {
        Total::Money(euro) => euro.cents() as f64 / 100.0,
        Total::Posts(posts) => f64::from(*posts),
    }
}

/// The least and the most an area gets under any of the weights.
fn range(allocation: &Allocation, at: usize) -> Option<(f64, f64)> {
    let amounts = allocation
        .sensitivity
        .iter()
        .filter_map(|u| u.amounts.as_ref());
    let amounts: Vec<f64> = amounts.filter_map(|all| all.get(at)).map(units).collect();
    let low = amounts.iter().copied().reduce(f64::min)?;
    Some((low, amounts.iter().copied().reduce(f64::max)?))
}

fn keys(areas: &[&AreaInfo]) -> Vec<AreaKey> {
    areas.iter().map(|area| area.key.clone()).collect()
}

/// The paper of a drawing.
pub(crate) fn frame(title: &str, (width, height): (f64, f64)) -> Frame<'_> {
    Frame {
        id_prefix: "f",
        title,
        width,
        height: Some(height),
        text_size: LETTERS,
    }
}

fn subject<'a>(sheet: &'a IndicatorSheet, total: &'a Breakdown) -> Subject<'a> {
    Subject {
        indicator: &sheet.id,
        breakdown: total,
        name: &sheet.name,
        unit: &sheet.unit,
        decimals: sheet.decimals,
    }
}
