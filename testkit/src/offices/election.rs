//! Wahlamt: the open data of the counting program, per voting district; postal votes have no area.

use super::{RawFile, World, row};
use crate::files::lines;
use crate::people::{Counts, year_key};
use crate::random::{binomial, exp, normal};
use vocabulary::Date;

/// Federal elections: year, day, and the share that votes.
const ELECTIONS: [(i32, &str, f64); 2] = [(2017, "24.09.2017", 0.765), (2021, "26.09.2021", 0.768)];

pub(super) fn deliveries(world: &World) -> Vec<RawFile> {
    ELECTIONS
        .iter()
        .map(|(year, day, turnout)| {
            let rows = districts(world, *year, day, *turnout);
            RawFile {
                path: format!("wahlamt/Open-Data-Bundestagswahl-{year}.csv"),
                bytes: lines(&rows).into_bytes(),
                profile: "wahlamt_votemanager",
                received: Date::new(i16::try_from(*year).expect("four digits"), 11, 2)
                    .expect("a day"),
                note: "Briefwahlbezirke lassen sich keinem Wohnplatz zuordnen",
            }
        })
        .collect()
}

/// Which voting district lies in which Wohnplatz: municipality, number, name, Wohnplatz (postal ones: none).
pub(crate) fn assignment(world: &World, year: i32) -> Vec<[String; 4]> {
    let mut rows = Vec::new();
    for (municipality, _, _) in world.municipalities(year) {
        let mut number = 0u32;
        for (key, name, counts) in world.wohnplaetze(year) {
            if !key.starts_with(&municipality) {
                continue;
            }
            for part in 1..=parts(&counts) {
                number += 1;
                rows.push([
                    municipality.clone(),
                    format!("{number:04}"),
                    format!("{name} {part}"),
                    key.clone(),
                ]);
            }
        }
        for postal in 1..=number.div_ceil(4) {
            let id = format!("{}", 9000 + postal);
            rows.push([
                municipality.clone(),
                id,
                format!("Briefwahl {postal}"),
                String::new(),
            ]);
        }
    }
    rows
}

fn parts(counts: &Counts) -> u32 {
    (counts.aged(18, 100) / 1_900).max(1)
}

fn districts(world: &World, year: i32, day: &str, turnout: f64) -> Vec<Vec<String>> {
    let head = "datum;wahl;ags;gebiet-nr;gebiet-name;max-schnellmeldungen;anz-schnellmeldungen;A1;A2;A3;A;B;B1;C;D;E;F";
    let mut rows = vec![row(head.split(';'))];
    let counts = world.people.of(year);
    let assignment = assignment(world, year);
    let mut postal_votes = 0;
    for (k, [municipality, number, name, key]) in assignment.iter().enumerate() {
        let last = assignment
            .get(k + 1)
            .is_none_or(|next| next[0] != *municipality);
        let ballot = if let Some(c) = counts.get(key.as_str()) {
            let ballot = Ballot::cast(c, key, number, (year, turnout));
            postal_votes += ballot.by_post;
            ballot
        } else {
            let waiting = assignment[k..]
                .iter()
                .take_while(|d| d[0] == *municipality)
                .count();
            let here = if last {
                postal_votes
            } else {
                postal_votes / u32::try_from(waiting).expect("few")
            };
            postal_votes -= here;
            Ballot {
                eligible: 0,
                with_card: 0,
                voters: here,
                by_post: 0,
            }
        };
        rows.push(ballot.line([day, municipality, number, name]));
    }
    rows
}

/// What is counted in one district.
struct Ballot {
    eligible: u32,
    with_card: u32,
    voters: u32,
    by_post: u32,
}

impl Ballot {
    fn cast(c: &Counts, key: &str, number: &str, (year, turnout): (i32, f64)) -> Self {
        let area: u64 = key.parse().expect("keys are digits");
        let luck = |name: u64| normal(&[name, area, number.parse().unwrap_or(0), year_key(year)]);
        let germans = c.aged(18, 100) - (c.foreigners() * 4 / 5).min(c.aged(18, 100));
        let eligible = germans / parts(c);
        let poor = f64::from(c.sgb2_persons) / f64::from(c.residents().max(1));
        let voting = (turnout + 0.075) * exp(-2.6 * poor);
        let all = binomial(eligible, voting, luck(270));
        let by_post = binomial(all, if year >= 2021 { 0.47 } else { 0.28 }, luck(271));
        let with_card = by_post + binomial(eligible - all, 0.02, luck(272));
        Self {
            eligible,
            with_card,
            voters: all - by_post,
            by_post,
        }
    }

    fn line(&self, [day, municipality, number, name]: [&str; 4]) -> Vec<String> {
        let invalid = self.voters / 110;
        let numbers = [
            1,
            1,
            self.eligible - self.with_card.min(self.eligible),
            self.with_card.min(self.eligible),
            0,
            self.eligible,
            self.voters,
            0,
            invalid,
            self.voters - invalid,
            invalid * 4 / 5,
            self.voters - invalid * 4 / 5,
        ];
        let mut cells = row([
            day,
            "Wahl zum Deutschen Bundestag",
            municipality,
            number,
            name,
        ]);
        cells.extend(numbers.map(|n| n.to_string()));
        cells
    }
}
