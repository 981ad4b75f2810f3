//! The population by age and sex: men to the left, women to the right, as high as the band has years.
//! Where the release does not part ages by sex, all stand to the right.
//!
//! Bands differ in years, so a bar's length is what falls on one year of age; its area is the people.

use disclosure::{Edition, FigureTable, Released};
use vocabulary::{AreaKey, IndicatorId, Period, german_number, german_period};

use crate::axis::Axis;
use crate::bars::fitting;
use crate::ink;
use crate::mark::Sight;
use crate::request::{Frame, Line, Role};
use crate::sheet::{Anchor, Caption, Pattern, Sheet, Svg, n, sane, text_size};
use crate::words::{listing, say, sentences, with_unit};

/// Whose pyramid is drawn.
#[derive(Clone, Copy, Debug)]
pub struct PyramidRequest<'a, E: Edition> {
    /// The paper.
    pub frame: Frame<'a>,
    /// The figures.
    pub figures: &'a Released<FigureTable, E>,
    /// The population, broken down by `age` and `sex` (`female`, `male`), or by `age` alone.
    pub indicator: &'a IndicatorId,
    /// When.
    pub period: Period,
    /// Whose bars.
    pub area: Line<'a>,
    /// Whose outline, for comparison.
    pub compare: Option<Line<'a>>,
}

/// Draws the pyramid.
pub fn pyramid<E: Edition>(request: &PyramidRequest<'_, E>) -> Svg {
    let people = |line: &Line<'_>| {
        let of_indicator = request.figures.of_indicator(request.indicator);
        let own = |r: &&disclosure::Shown| r.period == request.period && r.area == *line.area;
        let newest = of_indicator
            .iter()
            .filter(own)
            .map(|r| r.definition_version)
            .max();
        let rows = of_indicator
            .iter()
            .filter(own)
            .filter(|r| Some(r.definition_version) == newest);
        People::new(line, rows.map(|r| (&r.breakdown, Sight::of(Some(r)))))
    };
    draw(&Plan {
        frame: request.frame,
        period: request.period,
        people: people(&request.area),
        compare: request.compare.as_ref().map(people),
    })
}

pub(crate) struct Plan<'a> {
    pub(crate) frame: Frame<'a>,
    pub(crate) period: Period,
    pub(crate) people: People,
    pub(crate) compare: Option<People>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sex {
    Female,
    Male,
    /// The release does not part the ages by sex.
    Both,
}

/// One field: an age band of one sex.
#[derive(Clone, Debug, PartialEq)]
struct Cell {
    from: f64,
    until: f64,
    open: bool,
    sex: Sex,
    sight: Sight,
}

impl Cell {
    fn per_year(&self) -> Option<f64> {
        Some(self.sight.value()? / (self.until - self.from))
    }
}

/// An area's people.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct People {
    area: AreaKey,
    label: String,
    role: Role,
    total: Option<f64>,
    /// Young to old.
    cells: Vec<Cell>,
}

impl People {
    pub(crate) fn new<'b>(
        line: &Line<'_>,
        rows: impl Iterator<Item = (&'b vocabulary::Breakdown, Sight)>,
    ) -> Self {
        let mut total = None;
        let mut cells = Vec::new();
        for (breakdown, sight) in rows {
            if breakdown.is_total() {
                total = sight.value().filter(|t| *t > 0.0);
            } else {
                cells.extend(cell(breakdown, sight));
            }
        }
        if cells.iter().any(|c: &Cell| c.sex != Sex::Both) {
            cells.retain(|c| c.sex != Sex::Both);
        }
        cells.sort_by(|a, b| a.from.total_cmp(&b.from));
        Self {
            area: line.area.clone(),
            label: line.label.to_owned(),
            role: line.role,
            total,
            cells,
        }
    }

    /// What one year of age is counted in: per cent of all, or persons where all are not shown.
    fn factor(&self, by: Unit) -> f64 {
        match (by, self.total) {
            (Unit::Share, Some(total)) => 100.0 / total,
            _ => 1.0,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Share,
    Persons,
}

fn cell(breakdown: &vocabulary::Breakdown, sight: Sight) -> Option<Cell> {
    let sex = match (breakdown.category("sex"), breakdown.pairs().count()) {
        (Some("female"), 2) => Sex::Female,
        (Some("male"), 2) => Sex::Male,
        (None, 1) => Sex::Both,
        _ => return None,
    };
    let band = breakdown.category("age")?;
    let year = |text: &str| text.parse::<u8>().ok().map(f64::from);
    let (from, until, open) = if let Some((from, to)) = band.split_once('-') {
        (year(from)?, year(to)? + 1.0, false)
    } else {
        // The open band is drawn as if it ended at 95.
        let from = year(band.strip_suffix('+')?)?;
        (from, (from + 5.0).max(95.0), true)
    };
    (until > from).then_some(Cell {
        from,
        until,
        open,
        sex,
        sight,
    })
}

/// Where ages and numbers stand.
struct Window {
    centre: f64,
    half: f64,
    top: f64,
    bottom: f64,
    oldest: f64,
    axis: Axis,
    unit: Unit,
}

impl Window {
    fn y(&self, age: f64) -> f64 {
        self.bottom - age / self.oldest * (self.bottom - self.top)
    }
    fn x(&self, sex: Sex, number: f64) -> f64 {
        let reach = self.axis.part(number) * self.half;
        match sex {
            Sex::Female | Sex::Both => self.centre + reach,
            Sex::Male => self.centre - reach,
        }
    }
}

pub(crate) fn draw(plan: &Plan<'_>) -> Svg {
    let size = text_size(&plan.frame);
    let width = sane(plan.frame.width, 80.0);
    let height = sane(plan.frame.height.unwrap_or(width * 0.8), size * 8.0);
    let mut sheet = Sheet::new(&plan.frame, height);
    let unit = unit(plan);
    let all = std::iter::once(&plan.people).chain(compared(plan, unit));
    let values: Vec<f64> = all
        .flat_map(|p| {
            p.cells
                .iter()
                .filter_map(move |c| Some(c.per_year()? * p.factor(unit)))
        })
        .collect();
    let ages = plan.people.cells.iter().map(|c| c.until);
    let left = size * 2.4;
    let room = width - left - size;
    let sides = sides(&plan.people);
    let (centre, half) = match sides {
        [Sex::Both] => (left + size * 0.6, room - size),
        _ => (left + room / 2.0, room / 2.0 - size * 0.6),
    };
    let window = Window {
        centre,
        half,
        top: size * 1.9,
        bottom: height - size * 2.8,
        oldest: ages.fold(20.0, f64::max),
        axis: Axis::from_zero(values.into_iter(), 4 / sides.len()),
        unit,
    };
    draw_axes(&mut sheet, &window, sides);
    draw_bars(&mut sheet, &plan.people, &window);
    if let Some(people) = compared(plan, unit) {
        draw_outline(&mut sheet, people, &window);
    }
    draw_heads(&mut sheet, plan, &window);
    sheet.finish(alt(plan, unit))
}

/// To which sides bars go.
fn sides(people: &People) -> &'static [Sex] {
    if people.cells.iter().any(|c| c.sex == Sex::Both) {
        &[Sex::Both]
    } else {
        &[Sex::Male, Sex::Female]
    }
}

/// Shares where the totals are shown, persons otherwise.
fn unit(plan: &Plan<'_>) -> Unit {
    match plan.people.total {
        Some(_) => Unit::Share,
        None => Unit::Persons,
    }
}

/// Only shares can be compared.
fn compared<'a>(plan: &'a Plan<'_>, unit: Unit) -> Option<&'a People> {
    let compare = plan.compare.as_ref()?;
    (unit == Unit::Share && compare.total.is_some() && !compare.cells.is_empty()).then_some(compare)
}

fn draw_axes(sheet: &mut Sheet, window: &Window, sides: &[Sex]) {
    let size = sheet.size;
    let unit = if window.unit == Unit::Share { "%" } else { "" };
    let ticks = window.axis.tick_words(unit);
    let fits = fitting(&ticks, size, |v| window.x(Sex::Female, v));
    for sex in sides.iter().copied() {
        for (i, (value, words)) in ticks.iter().enumerate() {
            let x = window.x(sex, *value);
            sheet.line(
                (x, window.top),
                (x, window.bottom),
                &format!(r#"stroke="{}""#, ink::GRID),
            );
            if (i == 0 && sex != Sex::Female) || (i > 0 && (fits || i + 1 == ticks.len())) {
                let caption = Caption::new(words).small().anchor(Anchor::Middle);
                sheet.write((x, window.bottom + size * 1.2), &caption);
            }
        }
    }
    let key = match window.unit {
        Unit::Share => "pyramid_note",
        Unit::Persons => "pyramid_note_count",
    };
    let note = say(key, &[]);
    let caption = Caption::new(&note).small().anchor(Anchor::Middle);
    let middle = if sides == [Sex::Both] {
        window.centre + window.half / 2.0
    } else {
        window.centre
    };
    sheet.write((middle, window.bottom + size * 2.4), &caption);
    let mut age = 0.0;
    while age < window.oldest {
        let words = german_number(age, 0);
        let caption = Caption::new(&words).small().anchor(Anchor::End);
        sheet.write((size * 1.7, window.y(age) + size * 0.3), &caption);
        age += 20.0;
    }
}

fn draw_bars(sheet: &mut Sheet, people: &People, window: &Window) {
    let (male, female) = match people.role {
        Role::Place => (ink::PLACE_BAR, "#f1cdb4"),
        _ => ("#86aedb", "#bcd2ec"),
    };
    let factor = people.factor(window.unit);
    for cell in &people.cells {
        let (top, bottom) = (window.y(cell.until), window.y(cell.from));
        let corner = |x: f64| (x.min(window.centre), top + 0.4);
        let tall = (bottom - top - 0.8).max(0.6);
        match (cell.per_year(), cell.sight) {
            (Some(number), _) => {
                let x = window.x(cell.sex, number * factor);
                let colour = if cell.sex == Sex::Male { male } else { female };
                let look = format!(r#"fill="{colour}""#);
                sheet.rect(corner(x), ((x - window.centre).abs(), tall), &look);
            }
            (None, sight) => {
                let pattern = if sight == Sight::Hidden {
                    Pattern::Hatched
                } else {
                    Pattern::Dotted
                };
                let look = format!(r#"fill="{}""#, sheet.fill(pattern));
                let wide = window.half * 0.12;
                let x = if cell.sex == Sex::Male {
                    window.centre - wide
                } else {
                    window.centre
                };
                sheet.rect(corner(x), (wide, tall), &look);
            }
        }
    }
    let look = format!(r#"stroke="{}" stroke-width=".8""#, ink::PAPER);
    sheet.line(
        (window.centre, window.top),
        (window.centre, window.bottom),
        &look,
    );
}

/// The county as a stepped line, broken where a field is not shown.
fn draw_outline(sheet: &mut Sheet, people: &People, window: &Window) {
    let factor = people.factor(window.unit);
    let look = format!(
        r#"fill="none" stroke="{}" stroke-width="{}""#,
        ink::INK,
        n(sheet.fine(1.4))
    );
    for sex in [Sex::Male, Sex::Female, Sex::Both] {
        let mut points: Vec<(f64, f64)> = Vec::new();
        for cell in people.cells.iter().filter(|c| c.sex == sex) {
            if let Some(number) = cell.per_year() {
                let x = window.x(sex, number * factor);
                points.push((x, window.y(cell.from)));
                points.push((x, window.y(cell.until.min(window.oldest))));
            } else if !points.is_empty() {
                sheet.polyline(&std::mem::take(&mut points), &look);
            }
        }
        if !points.is_empty() {
            sheet.polyline(&points, &look);
        }
    }
}

fn draw_heads(sheet: &mut Sheet, plan: &Plan<'_>, window: &Window) {
    let size = sheet.size;
    let base = size * 1.1;
    let (male, female) = (say("male", &[]), say("female", &[]));
    let two = sides(&plan.people) != [Sex::Both];
    if two {
        let left = Caption::new(&male).bold();
        sheet.write((window.centre - window.half, base), &left);
        let right = Caption::new(&female).bold().anchor(Anchor::End);
        sheet.write((window.centre + window.half, base), &right);
    }
    let Some(compare) = compared(plan, window.unit) else {
        return;
    };
    let caption = Caption::new(&compare.label);
    let wide = caption.width(size) + size * 1.9;
    let start = if two {
        window.centre - wide / 2.0
    } else {
        window.centre
    };
    let look = format!(
        r#"stroke="{}" stroke-width="{}""#,
        ink::INK,
        n(sheet.fine(1.4))
    );
    sheet.line(
        (start, base - size * 0.3),
        (start + size * 1.4, base - size * 0.3),
        &look,
    );
    sheet.write((start + size * 1.9, base), &caption);
}

fn alt(plan: &Plan<'_>, unit: Unit) -> String {
    let people = &plan.people;
    let period = german_period(plan.period);
    let head = say("pyramid", &[("label", &people.label), ("period", &period)]);
    let hidden = people
        .cells
        .iter()
        .filter(|c| c.sight == Sight::Hidden)
        .count();
    let hidden = match hidden {
        0 => String::new(),
        1 => say("pyramid_hidden_one", &[]),
        n => say("pyramid_hidden", &[("count", &n.to_string())]),
    };
    let compare = compared(plan, unit).map(|p| say("pyramid_compare", &[("label", &p.label)]));
    sentences(&[
        head,
        thickest(people, unit),
        hidden,
        compare.unwrap_or_default(),
    ])
}

/// The two fields with most people per year of age.
fn thickest(people: &People, unit: Unit) -> String {
    let mut shown: Vec<(&Cell, f64)> = people
        .cells
        .iter()
        .filter_map(|c| Some((c, c.per_year()?)))
        .collect();
    if shown.is_empty() {
        return say("shown_none", &[]);
    }
    shown.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.from.total_cmp(&b.0.from)));
    let words = |(cell, number): &(&Cell, f64)| {
        let sex = match cell.sex {
            Sex::Female => say("female", &[]),
            Sex::Male => say("male", &[]),
            Sex::Both => say("people", &[]),
        };
        let age = if cell.open {
            format!("ab {}", german_number(cell.from, 0))
        } else {
            format!(
                "{} bis {}",
                german_number(cell.from, 0),
                german_number(cell.until - 1.0, 0)
            )
        };
        let number = number * people.factor(unit);
        let number = match unit {
            Unit::Share => with_unit(&german_number(number, 2), "%"),
            Unit::Persons => german_number(number, 0),
        };
        format!("{sex} {age} ({number})")
    };
    let list: Vec<String> = shown.iter().take(2).map(words).collect();
    say("pyramid_widest", &[("list", &listing(&list))])
}
