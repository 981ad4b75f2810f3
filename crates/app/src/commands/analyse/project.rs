//! The outlook: people ahead by age with their range, and what guide values make of them.

use std::path::PathBuf;

use anyhow::Result;
use charts::{AheadRequest, Frame, Legend, Svg, YearAhead, ahead};
use clap::Args;
use findings::Outlook;
use findings::outlook::{Ahead, AreaAhead, GroupAhead, NeedAhead, NeedAt, Plan, outlook};
use vocabulary::{AreaKey, Explain, LevelId, german_number};

use super::{Answer, Cell, Column, Ground, Output, Source};
use crate::failure::{InGerman, files, told};

/// Width of the picture in pixels.
const WIDTH: f64 = 720.0;

#[derive(Args)]
pub(crate) struct ProjectCommand {
    #[arg(
        long,
        value_name = "EBENE",
        conflicts_with = "area",
        help = "Die Gebiete dieser Ebene statt des Kreises, zum Beispiel municipality"
    )]
    level: Option<LevelId>,
    #[arg(
        long,
        value_name = "SCHLÜSSEL",
        help = "Nur dieses Gebiet und was darin liegt"
    )]
    area: Option<AreaKey>,
    #[arg(
        long,
        value_name = "ZAHL",
        help = "So viele Jahre voraus [sonst: die des Plans, 10]"
    )]
    years: Option<u8>,
    #[arg(
        long,
        value_name = "DATEI",
        help = "Eigener Plan mit Altersgruppen und Richtwerten (TOML)"
    )]
    plan: Option<PathBuf>,
    #[arg(long, help = "Bedarf nach Richtwert statt der Zahl der Menschen")]
    need: bool,
    #[arg(
        long,
        help = "Jedes Jahr statt nur des ersten Schrittes und des letzten"
    )]
    every_year: bool,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    output: Output,
}

const PEOPLE: [Column; 9] = [
    Column::new("area_id", "Schlüssel"),
    Column::new("area_name", "Gebiet"),
    Column::new("age", "Alter"),
    Column::new("today", "heute"),
    Column::new("year", "Jahr"),
    Column::new("count", "Menschen"),
    Column::new("lower", "Spanne von"),
    Column::new("upper", "bis"),
    Column::new("reason", "Grund"),
];

const NEED: [Column; 10] = [
    Column::new("area_id", "Schlüssel"),
    Column::new("area_name", "Gebiet"),
    Column::new("need", "Bedarf"),
    Column::new("today", "heute"),
    Column::new("year", "Jahr"),
    Column::new("people", "Menschen"),
    Column::new("places", "nötig"),
    Column::new("lower", "Spanne von"),
    Column::new("upper", "bis"),
    Column::new("gap", "mehr als heute"),
];

impl ProjectCommand {
    /// The plan given, or the one of the data folder; and as many years as wanted.
    fn plan(&self, ground: &Ground) -> Result<Plan> {
        let mut plan = match &self.plan {
            Some(path) => {
                Plan::load(&path.display().to_string(), &files::text(path)?).in_german()?
            }
            None => ground.outlook.clone(),
        };
        if let Some(years) = self.years {
            if !(1..=30).contains(&years) {
                return Err(told(format!(
                    "--years {years}: Bitte eine Zahl von 1 bis 30 angeben."
                )));
            }
            plan.years = years;
        }
        Ok(plan)
    }

    pub(crate) async fn run(self) -> Result<()> {
        if self.source.is_own_table() {
            return Err(told(
                "Ein Ausblick braucht Menschen nach Alter und Geschlecht, Geburten und Sterbefälle; eine eigene Tabelle \
                 (--csv) hat dafür keine Spalten. Bitte einen Datenordner mit --data angeben.",
            ));
        }
        let ground = self.source.ground().await?;
        let plan = self.plan(&ground)?;
        let found = outlook(ground.panel(), &plan)
            .map_err(|e| told(format!("Kein Ausblick. {}", e.german())))?;
        let chosen = self.chosen(&ground)?;
        let mut answer = if self.need {
            self.needs(&ground, &found, &chosen)
        } else {
            self.people(&ground, &found, &chosen)
        };
        if self.output.wants_picture() {
            answer.picture = picture(&ground, &found);
        }
        self.output.write(&answer)
    }

    /// The areas asked for; none for the county.
    fn chosen(&self, ground: &Ground) -> Result<Vec<AreaKey>> {
        if let Some(area) = &self.area {
            if !ground.tree.contains(area) {
                return Err(told(format!(
                    "Ein Gebiet „{area}“ gibt es nicht. „lebenslage areas list“ nennt alle."
                )));
            }
            let below = ground.tree.descendants(area).into_iter();
            let all = std::iter::once(area.clone()).chain(below.map(|a| a.key.clone()));
            let root = &ground.tree.root().key;
            return Ok(all.filter(|key| key != root).collect());
        }
        let Some(level) = &self.level else {
            return Ok(Vec::new());
        };
        if *level == ground.tree.root().level {
            return Ok(Vec::new());
        }
        let found: Vec<AreaKey> = ground.tree.at_level(level).map(|a| a.key.clone()).collect();
        if found.is_empty() {
            let levels = ground.tree.levels().iter();
            let levels: Vec<&str> = levels.map(|l| l.id.as_str()).collect();
            return Err(told(format!(
                "Eine Ebene „{level}“ gibt es nicht; da sind: {}.",
                levels.join(", ")
            )));
        }
        Ok(found)
    }

    /// The years of the county that are told.
    fn is_told(&self, found: &Outlook, year: i32) -> bool {
        let ends = [
            found.newest + found.small_area_years,
            found.newest + found.years,
        ];
        self.every_year || ends.contains(&year)
    }

    fn people(&self, ground: &Ground, found: &Outlook, chosen: &[AreaKey]) -> Answer {
        let rows: Vec<Vec<Cell>> = if chosen.is_empty() {
            let of = |group: &GroupAhead| {
                let today = group.known.last().map(|k| k.count);
                let years = group.ahead.iter().filter(|a| self.is_told(found, a.year));
                let root = &ground.tree.root().key;
                years
                    .map(|a| people_row(ground, root, (&group.group, today, Some(*a)), ""))
                    .collect::<Vec<_>>()
            };
            found.county.iter().flat_map(of).collect()
        } else {
            let areas = found.areas.iter().filter(|a| chosen.contains(&a.area));
            areas.flat_map(|a| area_rows(ground, a)).collect()
        };
        Answer {
            name: "people",
            columns: PEOPLE.to_vec(),
            rows,
            notes: notes(ground, found),
            picture: None,
        }
    }

    fn needs(&self, ground: &Ground, found: &Outlook, chosen: &[AreaKey]) -> Answer {
        let root = &ground.tree.root().key;
        let of = |need: &NeedAhead| -> Vec<Vec<Cell>> {
            if chosen.is_empty() {
                let today = need.today.map(|t| t.count);
                let years = need.ahead.iter().filter(|a| self.is_told(found, a.year));
                return years
                    .map(|a| need_row(ground, root, (need, today, a)))
                    .collect();
            }
            let areas = need.areas.iter().filter(|a| chosen.contains(&a.area));
            areas
                .map(|a| need_row(ground, &a.area, (need, a.today, &a.at)))
                .collect()
        };
        let mut notes = notes(ground, found);
        notes.extend(found.needs.iter().map(guide));
        Answer {
            name: "needs",
            columns: NEED.to_vec(),
            rows: found.needs.iter().flat_map(of).collect(),
            notes,
            picture: None,
        }
    }
}

fn notes(ground: &Ground, found: &Outlook) -> Vec<String> {
    let mut notes = ground.notes.clone();
    notes.extend(found.method());
    notes.extend(found.notes.iter().cloned());
    notes
}

/// „Dauerpflege: 16,1 Plätze je 100 Menschen (80 und älter); Quelle …, Stand …“.
fn guide(need: &NeedAhead) -> String {
    let guide = &need.guide;
    let Some(rate) = need.rate else {
        return format!(
            "{}: {}",
            guide.name,
            need.reason.as_deref().unwrap_or_default()
        );
    };
    format!(
        "{}: {} {} je {} Menschen ({}); heute gezählt: {}. Quelle: {}, Stand {}.",
        guide.name,
        german_number(rate * guide.per, u8::from(guide.number().is_none())),
        guide.unit,
        german_number(guide.per, 0),
        Outlook::group_in_german(&guide.age),
        guide.today,
        guide.source,
        vocabulary::german_date(guide.date)
    )
}

fn area_rows(ground: &Ground, area: &AreaAhead) -> Vec<Vec<Cell>> {
    if let Some(reason) = &area.reason {
        return vec![people_row(ground, &area.area, ("", None, None), reason)];
    }
    let groups = area.groups.iter();
    groups
        .map(|g| people_row(ground, &area.area, (&g.group, g.now, Some(g.ahead)), ""))
        .collect()
}

fn people_row(
    ground: &Ground,
    area: &AreaKey,
    (group, today, ahead): (&str, Option<f64>, Option<Ahead>),
    reason: &str,
) -> Vec<Cell> {
    let number = |value: Option<f64>| value.map_or(Cell::Empty, |v| Cell::Number(v, 0));
    vec![
        Cell::text(area),
        Cell::Text(ground.name(area)),
        Cell::Text(Outlook::group_in_german(group)),
        number(today),
        ahead.map_or(Cell::Empty, |a| Cell::text(&a.year)),
        number(ahead.map(|a| a.count)),
        number(ahead.map(|a| a.lower)),
        number(ahead.map(|a| a.upper)),
        Cell::text(reason),
    ]
}

fn need_row(
    ground: &Ground,
    area: &AreaKey,
    (need, today, at): (&NeedAhead, Option<f64>, &NeedAt),
) -> Vec<Cell> {
    let number = |value: Option<f64>| value.map_or(Cell::Empty, |v| Cell::Number(v, 0));
    vec![
        Cell::text(area),
        Cell::Text(ground.name(area)),
        Cell::text(&need.guide.name),
        number(today),
        Cell::text(&at.year),
        number(Some(at.people)),
        number(Some(at.need)),
        number(Some(at.lower)),
        number(Some(at.upper)),
        number(at.gap),
    ]
}

/// Everybody in the county, up to now and ahead.
fn picture(ground: &Ground, found: &Outlook) -> Option<Svg> {
    let group = found.group("total")?;
    let known: Vec<(i32, f64)> = group.known.iter().map(|k| (k.year, k.count)).collect();
    let years = group.ahead.iter().map(|a| YearAhead {
        year: a.year,
        value: a.count,
        lower: a.lower,
        upper: a.upper,
    });
    let years: Vec<YearAhead> = years.collect();
    let name = format!("Menschen in {}", ground.tree.root().name);
    Some(ahead(&AheadRequest {
        frame: Frame {
            id_prefix: "ausblick",
            title: &name,
            width: WIDTH,
            height: None,
            text_size: 13.0,
        },
        name: &name,
        known: &known,
        ahead: &years,
        legend: Legend::Below,
    }))
}
