//! Money or posts by need.

use std::path::{Path, PathBuf};

use anyhow::Result;
use charts::{Frame, Span, SpanWords, SpansRequest, Svg, spans};
use clap::Args;
use findings::Preset;
use findings::allocation::{Allocation, Bound, Euro, Plan, Share, Today, Total, allocate_by};
use vocabulary::{AreaKey, Explain, IndicatorId, LevelId};

use super::{Answer, Cell, Column, Ground, Output, Source};
use crate::failure::{InGerman, files, told};

#[derive(Args)]
pub(crate) struct AllocateCommand {
    #[arg(
        long,
        value_name = "DATEI",
        conflicts_with_all = ["budget", "posts", "need", "index"],
        help = "Ein Verteilungsplan (TOML) statt der einzelnen Angaben"
    )]
    plan: Option<PathBuf>,
    #[arg(
        long,
        value_name = "BETRAG",
        help = "Geld in Euro, zum Beispiel 35000,00"
    )]
    budget: Option<String>,
    #[arg(
        long,
        value_name = "ZAHL",
        conflicts_with = "budget",
        help = "Ganze Stellen oder Plätze statt Geld"
    )]
    posts: Option<u32>,
    #[arg(long, value_name = "INDIKATOR", help = "Indikator der sozialen Lage")]
    need: Option<IndicatorId>,
    #[arg(
        long,
        value_name = "VORLAGE",
        conflicts_with = "need",
        requires = "people",
        help = "Index der sozialen Lage statt eines Indikators: soziale-lage, soziale-lage-faktor oder eine eigene Datei (TOML)"
    )]
    index: Option<String>,
    #[arg(
        long,
        value_name = "INDIKATOR",
        help = "Für wen es gedacht ist: der Zähler dieses Indikators [sonst: der Nenner der sozialen Lage]"
    )]
    people: Option<IndicatorId>,
    #[arg(
        long,
        value_name = "EBENE",
        help = "Auf welche Gebiete verteilt wird [sonst: die unterste Ebene]"
    )]
    level: Option<LevelId>,
    #[arg(
        long,
        value_name = "ZAHL",
        default_value = "0,5",
        help = "Wie stark die soziale Lage zählt (λ): eine politische Entscheidung; 0 verteilt nach Köpfen"
    )]
    lambda: String,
    #[arg(
        long,
        value_name = "BETRAG",
        help = "Sockel: so viel bekommt jedes Gebiet mindestens"
    )]
    floor: Option<String>,
    #[arg(
        long,
        value_name = "BETRAG",
        help = "Deckel: so viel bekommt ein Gebiet höchstens"
    )]
    cap: Option<String>,
    #[arg(
        long,
        value_name = "DATEI",
        help = "Heutige Verteilung zum Vergleich: CSV mit area_id;amount"
    )]
    today: Option<PathBuf>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    output: Output,
}

/// More rows than these make a picture nobody can read.
const MOST_ROWS: usize = 60;

const COLUMNS: [Column; 11] = [
    Column::new("lambda", "λ"),
    Column::new("area_id", "Schlüssel"),
    Column::new("area_name", "Gebiet"),
    Column::new("people", "Menschen"),
    Column::new("situation", "Lage"),
    Column::new("need", "Bedarf"),
    Column::new("share", "Anteil in %"),
    Column::new("amount", "Betrag"),
    Column::new("bound", "begrenzt durch"),
    Column::new("today", "heute"),
    Column::new("difference", "Unterschied"),
];

impl AllocateCommand {
    pub(crate) async fn run(self) -> Result<()> {
        let ground = self.source.ground().await?;
        let mut plan = match &self.plan {
            Some(path) => {
                Plan::load(&path.display().to_string(), &files::text(path)?).in_german()?
            }
            None => self.stated(&ground)?,
        };
        if let Some(path) = &self.today {
            plan.today = today(path, plan.total)?;
        }
        let presets = presets(&mut plan)?;
        let found = allocate_by(ground.panel(), &plan, &presets).in_german()?;
        let mut answer = answer(&ground, &found);
        if self.output.is_for_programs() {
            answer.rows.extend(under_other_weights(&ground, &found));
        }
        if self.output.wants_picture() {
            answer.picture = picture(&ground, &found);
        }
        self.output.write(&answer)
    }

    /// The plan from single options.
    fn stated(&self, ground: &Ground) -> Result<Plan> {
        let total = match (&self.budget, self.posts) {
            (Some(money), _) => Total::Money(money.parse::<Euro>().in_german()?),
            (None, Some(posts)) => Total::Posts(posts),
            (None, None) => {
                return Err(told(
                    "Was verteilt wird, fehlt: bitte --budget, --posts oder --plan angeben.",
                ));
            }
        };
        let need = self.need.clone().or_else(|| only_indicator(ground));
        if need.is_none() && self.index.is_none() {
            return Err(told(
                "Die soziale Lage fehlt: bitte --need mit einem Indikator angeben, zum Beispiel --need EIN03, \
                 oder --index mit einer Vorlage.",
            ));
        }
        let lowest = || ground.tree.levels().last().map(|l| l.id.clone());
        let level = self.level.clone().or_else(lowest);
        let level = level.ok_or_else(|| told("Es gibt keine Gebiete."))?;
        let limit = |text: &Option<String>| {
            let read = |text: &String| amount(text, total).map_err(told);
            text.as_ref().map(read).transpose()
        };
        Ok(Plan {
            name: "Verteilung nach Bedarf".into(),
            level,
            need: need.filter(|_| self.index.is_none()),
            index: self.index.clone(),
            people: self.people.clone(),
            whom: None,
            total,
            lambda: lambda(&self.lambda)?,
            lambdas: vec![0.0, 0.25, 0.5, 0.75, 1.0],
            floor: limit(&self.floor)?,
            cap: limit(&self.cap)?,
            today: Vec::new(),
        })
    }
}

/// The presets of the product, and the one of a file that the plan names.
fn presets(plan: &mut Plan) -> Result<Vec<Preset>> {
    let mut presets = Preset::starters();
    let Some(named) = &mut plan.index else {
        return Ok(presets);
    };
    let is_file = Path::new(named.as_str())
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("toml"));
    if is_file {
        let own = Preset::load(named, &files::text(Path::new(named.as_str()))?).in_german()?;
        presets.retain(|preset| preset.id != own.id);
        named.clone_from(&own.id);
        presets.push(own);
    }
    Ok(presets)
}

/// The indicator of a table that has only one.
fn only_indicator(ground: &Ground) -> Option<IndicatorId> {
    match ground.catalogue.indicators.as_slice() {
        [only] => Some(only.id.clone()),
        _ => None,
    }
}

fn lambda(text: &str) -> Result<f64> {
    let number = text.replace(',', ".").parse::<f64>();
    number
        .ok()
        .filter(|l| (0.0..=10.0).contains(l))
        .ok_or_else(|| {
            told(format!(
                "„{text}“ ist kein Gewicht. Bitte eine Zahl von 0 bis 10 angeben, zum Beispiel 0,5."
            ))
        })
}

/// An amount of the kind of the total.
fn amount(text: &str, total: Total) -> std::result::Result<Total, String> {
    match total {
        Total::Money(_) => text
            .parse()
            .map(Total::Money)
            .map_err(|e| Explain::german(&e)),
        Total::Posts(_) => text.parse().map(Total::Posts).map_err(|_not_a_number| {
            format!("„{text}“ ist keine Anzahl von Stellen. Bitte eine ganze Zahl angeben.")
        }),
    }
}

/// Today's distribution from a table.
fn today(path: &Path, total: Total) -> Result<Vec<Today>> {
    let text = files::text(path)?;
    let name = path.display();
    let rows = text.trim_start_matches('\u{feff}').lines().enumerate();
    let rows = rows
        .filter(|(i, line)| !line.trim().is_empty() && (*i > 0 || !line.starts_with("area_id")));
    rows.map(|(i, line)| {
        let at = |why: String| told(format!("{name}, Zeile {}: {why}", i + 1));
        let (key, rest) = line
            .split_once(';')
            .ok_or_else(|| at("Es fehlt das Semikolon zwischen Schlüssel und Betrag.".into()))?;
        Ok(Today {
            area: AreaKey::parse(key.trim()).map_err(|e| at(Explain::german(&e)))?,
            amount: amount(rest.trim(), total).map_err(at)?,
        })
    })
    .collect()
}

fn answer(ground: &Ground, found: &Allocation) -> Answer {
    let mut notes = ground.notes.clone();
    notes.extend(found.notes.iter().cloned());
    notes.extend(sensitivity(ground, found));
    if !found.tied.is_empty() {
        let names: Vec<String> = found.tied.iter().map(|a| ground.name(a)).collect();
        notes.push(format!(
            "Gleicher Anspruch auf die letzte Stelle: {}. Sie ging an den kleinsten Schlüssel.",
            names.join(", ")
        ));
    }
    Answer {
        name: "allocation",
        columns: columns(found.plan.total),
        rows: found.shares.iter().map(|s| row(ground, found, s)).collect(),
        notes,
        picture: None,
    }
}

fn columns(total: Total) -> Vec<Column> {
    let mut columns = COLUMNS.to_vec();
    if let Total::Posts(_) = total {
        columns[7].heading = "Stellen";
    } else {
        columns[7].heading = "Betrag in €";
    }
    columns
}

fn row(ground: &Ground, found: &Allocation, share: &Share) -> Vec<Cell> {
    let number =
        |value: Option<f64>, decimals| value.map_or(Cell::Empty, |v| Cell::Number(v, decimals));
    let today = share.today;
    let difference = today.map(|t| between(t, share.amount));
    let decimals = decimals(share.amount);
    vec![
        Cell::Number(found.plan.lambda, 2),
        Cell::text(&share.area),
        Cell::text(&ground.name(&share.area)),
        number(share.people, 0),
        number(share.situation, found.measured.decimals.max(1)),
        Cell::Number(share.need, 1),
        Cell::Number(100.0 * share.part, 2),
        Cell::Number(signed(share.amount), decimals),
        match share.bound {
            Bound::Need => Cell::Empty,
            Bound::Floor => Cell::text("Sockel"),
            Bound::Cap => Cell::text("Deckel"),
        },
        number(today.map(signed), decimals),
        number(difference, decimals),
    ]
}

/// A row for each area and each other weight; only the amount differs, so only the amount is told.
fn under_other_weights(ground: &Ground, found: &Allocation) -> Vec<Vec<Cell>> {
    let others = found.sensitivity.iter();
    let others = others.filter(|u| (u.lambda - found.plan.lambda).abs() > 1e-12);
    others
        .flat_map(|under| {
            let amounts = under.amounts.iter().flatten();
            found
                .shares
                .iter()
                .zip(amounts)
                .map(move |(share, amount)| {
                    let mut cells = vec![Cell::Empty; COLUMNS.len()];
                    cells[0] = Cell::Number(under.lambda, 2);
                    cells[1] = Cell::text(&share.area);
                    cells[2] = Cell::text(&ground.name(&share.area));
                    cells[7] = Cell::Number(signed(*amount), decimals(*amount));
                    if let Some(today) = share.today {
                        cells[9] = Cell::Number(signed(today), decimals(today));
                        cells[10] = Cell::Number(between(today, *amount), decimals(today));
                    }
                    cells
                })
        })
        .collect()
}

/// „von λ = 0 bis λ = 1“.
fn ends(found: &Allocation) -> String {
    let german = Allocation::lambda_in_german;
    found.ends().map_or_else(String::new, |(low, high)| {
        format!(
            "von λ = {} bis λ = {}",
            german(low.lambda),
            german(high.lambda)
        )
    })
}

/// The least and the most an area gets under any of the weights.
fn range(found: &Allocation, at: usize) -> Option<(f64, f64)> {
    let amounts = found.sensitivity.iter().filter_map(|u| u.amounts.as_ref());
    let all: Vec<f64> = amounts
        .filter_map(|a| a.get(at))
        .map(|a| signed(*a))
        .collect();
    let low = all.iter().copied().reduce(f64::min)?;
    Some((low, all.iter().copied().reduce(f64::max)?))
}

/// Who would get what, with the range of the weights; none where there are more areas than a picture can hold.
fn picture(ground: &Ground, found: &Allocation) -> Option<Svg> {
    if found.shares.len() > MOST_ROWS {
        return None;
    }
    let names: Vec<String> = found.shares.iter().map(|s| ground.name(&s.area)).collect();
    let rows: Vec<Span<'_>> = found
        .shares
        .iter()
        .enumerate()
        .map(|(at, share)| Span {
            label: &names[at],
            value: signed(share.amount),
            range: range(found, at),
            other: share.today.map(signed),
        })
        .collect();
    let german = Allocation::lambda_in_german;
    let money = matches!(found.plan.total, Total::Money(_));
    Some(spans(&SpansRequest {
        frame: Frame {
            id_prefix: "v",
            title: &found.plan.name,
            width: 640.0,
            height: None,
            text_size: 12.0,
        },
        name: &format!("{}, {} nach Bedarf", found.plan.name, found.plan.total),
        unit: if money { "€" } else { "Stellen" },
        decimals: decimals(found.plan.total),
        rows: &rows,
        words: SpanWords {
            value: &format!("bei λ = {}", german(found.plan.lambda)),
            range: &ends(found),
            other: "heute",
        },
    }))
}

fn decimals(total: Total) -> u8 {
    match total {
        Total::Money(_) => 2,
        Total::Posts(_) => 0,
    }
}

/// From today's amount to another, exact to the cent.
fn between(today: Total, other: Total) -> f64 {
    let units = i128::from(other.units()) - i128::from(today.units());
    match other {
        Total::Money(_) => units as f64 / 100.0,
        Total::Posts(_) => units as f64,
    }
}

/// Euros or posts as a number; exact to the cent below a hundred thousand millions.
fn signed(total: Total) -> f64 {
    match total {
        Total::Money(euro) => euro.cents() as f64 / 100.0,
        Total::Posts(posts) => f64::from(posts),
    }
}

/// What the areas get under other weights, a line each.
fn sensitivity(ground: &Ground, found: &Allocation) -> Vec<String> {
    let line = |under: &findings::allocation::UnderLambda| {
        let lambda = Allocation::lambda_in_german(under.lambda);
        let Some(amounts) = &under.amounts else {
            return format!(
                "λ = {lambda}: nicht bestimmbar, Sockel oder Deckel lassen keinen Weg."
            );
        };
        let pairs = found.shares.iter().zip(amounts);
        let told: Vec<String> = pairs
            .map(|(s, a)| format!("{} {a}", ground.name(&s.area)))
            .collect();
        format!("λ = {lambda}: {}.", told.join("; "))
    };
    found.sensitivity.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_is_a_number_from_nought_to_ten() {
        assert!((lambda("0,5").unwrap() - 0.5).abs() < f64::EPSILON);
        for text in ["", "-1", "11", "nan", "viel"] {
            let why = lambda(text).unwrap_err().to_string();
            assert!(why.contains("kein Gewicht"), "{text}: {why}");
        }
    }

    #[test]
    fn todays_distribution_is_read_or_refused_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("heute.csv");
        let read = |text: &str, total| {
            std::fs::write(&file, text).unwrap();
            today(&file, total).map_err(|e| e.to_string())
        };
        let money = Total::Money(Euro::from_cents(1));
        let rows = read("\u{feff}area_id;amount\n01;1.000,50\n\n02;3\n", money).unwrap();
        let cents: Vec<u64> = rows.iter().map(|t| t.amount.units()).collect();
        assert_eq!(cents, [100_050, 300]);
        assert!(
            read("01;1.000,50\n02\n", money)
                .unwrap_err()
                .contains("Zeile 2")
        );
        assert!(
            read("01;1,5\n", Total::Posts(1))
                .unwrap_err()
                .contains("ganze Zahl")
        );
    }
}
