//! The picture of a measure: its areas, the areas compared with, and how the first would have gone with the second.

use charts::{Break, Course, CoursePoint, CoursesRequest, Frame, Role, Subject, Svg, courses};
use findings::effect::{Effect, Means, Plan};
use vocabulary::{Breakdown, IndicatorId};

use super::Ground;

/// Lines around the start, directly labelled, with the range that chance would leave.
pub(crate) fn picture(ground: &Ground, found: &Effect) -> Svg {
    let label = match found.areas.as_slice() {
        [one] => ground.name(one),
        many => format!("{} Gebiete der Maßnahme", many.len()),
    };
    let own: Vec<CoursePoint> = found.means.iter().map(|m| point(m, m.measure)).collect();
    let others = found.means.iter();
    let compared: Vec<CoursePoint> = others.filter_map(|m| Some(point(m, m.compared?))).collect();
    let moved = moved(found);
    let mut lines = vec![
        course(&label, Role::Place, &own),
        course("Vergleichsgebiete", Role::Municipality, &compared),
    ];
    if !moved.is_empty() {
        lines.push(course("verändert wie diese", Role::Other, &moved));
    }
    drawn(ground, found, &lines)
}

fn point(means: &Means, value: f64) -> CoursePoint {
    CoursePoint {
        period: means.period,
        value,
        range: None,
    }
}

fn drawn(ground: &Ground, found: &Effect, lines: &[Course<'_>]) -> Svg {
    let plan = &found.plan;
    let (unit, decimals) = form(ground, &plan.indicator);
    let total = Breakdown::total();
    courses(&CoursesRequest {
        frame: Frame {
            id_prefix: "e",
            title: &plan.name,
            width: 680.0,
            height: Some(300.0),
            text_size: 12.0,
        },
        subject: Subject {
            indicator: &plan.indicator,
            breakdown: &total,
            name: &ground.indicator_name(&plan.indicator),
            unit: &unit,
            decimals,
        },
        courses: lines,
        starts: &starts(plan),
        bands: "Das Band um „verändert wie diese“ zeigt, was durch Zufall zu erwarten ist (95 %).",
    })
}

fn course<'a>(label: &'a str, role: Role, points: &'a [CoursePoint]) -> Course<'a> {
    Course {
        label,
        role,
        points,
    }
}

/// What the areas of the measure would have been, had they changed as those compared with, with what chance leaves open;
/// nothing where there is no result to show.
fn moved(found: &Effect) -> Vec<CoursePoint> {
    let tested = found.judgement.as_ref().map(|j| &j.difference);
    let Some(Ok(tested)) = tested else {
        return Vec::new();
    };
    let (up, down) = (tested.value - tested.lower, tested.upper - tested.value);
    let expected = found.expected.iter();
    expected
        .map(|e| CoursePoint {
            period: e.period,
            value: e.value,
            range: (e.begun > 0.0).then_some((e.value - e.begun * down, e.value + e.begun * up)),
        })
        .collect()
}

/// Where the measure begins: the first start, and each later one.
fn starts(plan: &Plan) -> Vec<Break<'static>> {
    let words = |at: usize| {
        if at == 0 {
            "Start der Maßnahme"
        } else {
            "weiterer Start"
        }
    };
    let waves = plan.waves.iter().enumerate();
    waves
        .map(|(at, wave)| Break {
            year: wave.start.first_year(),
            words: words(at),
        })
        .collect()
}

fn form(ground: &Ground, id: &IndicatorId) -> (String, u8) {
    let known = ground.panel().newest_definitions().find(|d| d.id == *id);
    known.map_or_else(|| (String::new(), 1), |d| (d.unit.clone(), d.decimals))
}
