//! The attack on published files: what an outsider could recompute from them.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use attack::{About, Attack, Certainty, Recovered, Step};
use clap::Args;
use vocabulary::{german_counted, german_number, german_plain};

use crate::failure::InGerman;
use crate::progress;

/// What the program answers with when something was recovered.
const RECOVERED: u8 = 3;

#[derive(Args)]
pub(crate) struct AttackCommand {
    #[arg(
        value_name = "DATEI",
        required = true,
        help = "Veröffentlichte Dateien oder Ordner; mehrere Ausgaben als mehrere Ordner"
    )]
    files: Vec<PathBuf>,
    #[arg(
        long,
        value_name = "DATEI",
        help = "Zahlen, die andere Stellen veröffentlichen: Gebiet;Merkmal;Zeitraum;Aufgliederung;Zahl"
    )]
    known: Option<PathBuf>,
    #[arg(
        long,
        value_name = "ORDNER",
        help = "Die wirklichen Zahlen, nur zur Auszählung: was nicht klein ist, zählt nicht als zurückgerechnet"
    )]
    actual: Option<PathBuf>,
    #[arg(long, help = "Das Ergebnis als JSON")]
    json: bool,
}

impl AttackCommand {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let known = self.known.as_deref().map(attack::read_known);
        let known = known.transpose().in_german()?.unwrap_or_default();
        let spinner = progress::spinner("Dateien lesen");
        let published = attack::read(&self.files, &mut |file| {
            let name = file.file_name().unwrap_or(file.as_os_str());
            spinner.set_message(name.to_string_lossy().into_owned());
        })
        .in_german()?;
        let actual = self
            .actual
            .map(|folder| attack::read(&[folder], &mut |_| {}));
        let actual = actual.transpose().in_german()?;
        let given = (&known[..], actual.as_ref());
        let found = attack::attack(&published, given, &mut |step| {
            spinner.set_message(step_name(step).to_owned());
        });
        spinner.finish_and_clear();
        for file in published.passed_over() {
            eprintln!("Nicht gelesen, weil keine Werte oder Texte erkannt wurden: {file}");
        }
        if self.json {
            println!("{}", serde_json::to_string_pretty(&found)?);
        } else {
            tell(&found);
        }
        Ok(match found.recovered.len() {
            0 => ExitCode::SUCCESS,
            _ => ExitCode::from(RECOVERED),
        })
    }
}

fn tell(found: &Attack) {
    println!(
        "Angriff auf {} ({}): {} gezeigte und {} nicht gezeigte Zahlen, {} Rechnungen mit ihnen.",
        german_counted(found.editions.len(), "Ausgabe", "Ausgaben"),
        found.editions.join(", "),
        whole(found.shown),
        whole(found.hidden),
        whole(found.relations),
    );
    limits(found);
    if found.recovered.is_empty() {
        println!("Zurückgerechnet wurde nichts.");
        return;
    }
    let exact = found
        .recovered
        .iter()
        .filter(|r| r.certainty == Certainty::Exact);
    println!(
        "Zurückgerechnet: {} von {} nicht gezeigten Zahlen, davon {} genau.\n",
        whole(found.recovered.len()),
        whole(found.hidden),
        whole(exact.count())
    );
    for step in Step::ALL {
        let of_step = found.recovered.iter().filter(|r| r.step == step).count();
        if of_step > 0 {
            println!("{:>7}  {}", whole(of_step), step_name(step));
        }
    }
    println!(
        "\nAusgabe;Gebiet;Name;Merkmal;Zeitraum;Aufgliederung;Was;Bereich;Schwelle;Schritt;Woher"
    );
    for one in &found.recovered {
        println!("{}", line(one));
    }
}

/// What the attack did not use or could not do.
fn limits(found: &Attack) {
    if found.contradicted > 0 {
        println!(
            "{} Arten von Summen gehen in den gezeigten Zahlen nicht auf und wurden nicht benutzt.",
            whole(found.contradicted)
        );
    }
    if found.too_large > 0 {
        println!(
            "{} Gruppen verbundener Zahlen sind für lineare Programme zu groß; dort wurden nur einzelne Ungleichungen \
             versucht.",
            whole(found.too_large)
        );
    }
    for (count, what) in [
        (
            found.by_pattern,
            "engt schon das Muster ein: welche Zahlen nicht gezeigt sind, sagt etwas, gleich welche Zahlen daneben stehen.",
        ),
        (
            found.marked_small,
            "sind als klein erkennbar, mehr nicht: Eine Summe ist als Spanne gezeigt, wie das Zeichen des Lieferanten es sagt.",
        ),
        (
            found.large,
            "sind eingeengt, aber nach den wirklichen Zahlen nicht klein; sie schützen andere.",
        ),
    ] {
        if count > 0 {
            println!("{} nicht gezeigte Zahlen {what}", whole(count));
        }
    }
}

fn line(one: &Recovered) -> String {
    let about = match one.about {
        About::Count => "Fälle",
        About::Base => "Bezugszahl",
        About::Complement => "Gegenzahl",
    };
    let range = match (one.certainty, one.high) {
        (Certainty::Exact, _) => format!("genau {}", number(one.low)),
        (_, Some(high)) if one.missing.is_some() => {
            let missing = one.missing.map_or_else(String::new, number);
            format!("{} bis {} ohne {missing}", number(one.low), number(high))
        }
        (_, Some(high)) => format!("{} bis {}", number(one.low), number(high)),
        (_, None) => format!("mindestens {}", number(one.low)),
    };
    [
        one.edition.as_str(),
        &one.area,
        &one.area_name,
        &one.indicator,
        &one.period,
        &one.breakdown,
        about,
        &range,
        &number(one.threshold),
        step_name(one.step),
        &one.witness.replace(';', " |"),
    ]
    .join(";")
}

fn number(number: f64) -> String {
    german_plain(number, u8::from(number.fract() != 0.0))
}

fn whole(count: usize) -> String {
    german_number(count as f64, 0)
}

fn step_name(step: Step) -> &'static str {
    match step {
        Step::Single => "Einzelne Gleichung",
        Step::Elimination => "Mehrere Gleichungen zusammen",
        Step::Bounds => "Schranken",
        Step::Integers => "Ganze Zahlen",
        Step::Differences => "Jahre, Ausgaben und Grenzen im Vergleich",
        Step::BackCalculation => "Rückrechnung aus Werten und Klassen",
        Step::Texts => "Texte und Alternativtexte",
    }
}
