//! The command line's own words in German: headings of the help and mistakes in a call.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, Error};
use vocabulary::causes;

const TEMPLATE: &str = "{about-with-newline}\nAufruf: {usage}\n\n{all-args}{after-help}";

/// Gives a command and all below it German headings.
pub(crate) fn dressed(command: Command) -> Command {
    let names: Vec<String> = command
        .get_subcommands()
        .map(|c| c.get_name().to_owned())
        .collect();
    let mut place = 0;
    let mut command = command
        .help_template(TEMPLATE)
        .subcommand_help_heading("Befehle")
        .subcommand_value_name("BEFEHL")
        .disable_help_subcommand(true)
        .mut_args(|arg| {
            if arg.is_positional() {
                // Under a heading of its own, clap would sort what stands in a fixed place by its name.
                place += 1;
                arg.help_heading("Angaben").display_order(place)
            } else {
                arg.help_heading("Schalter")
            }
        })
        .disable_version_flag(true)
        .disable_help_flag(true)
        .arg(
            clap::Arg::new("hilfe")
                .short('h')
                .long("hilfe")
                .alias("help")
                .action(clap::ArgAction::Help)
                .help("Diese Hilfe")
                .help_heading("Schalter"),
        );
    for name in names {
        command = command.mut_subcommand(name, dressed);
    }
    command
}

/// Prints help, or says in German what is wrong with a call.
pub(crate) fn explain(error: &Error) -> ExitCode {
    let helps = [
        ErrorKind::DisplayHelp,
        ErrorKind::DisplayVersion,
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand,
    ];
    if helps.contains(&error.kind()) {
        print!("{}", in_german(&error.render().to_string()));
        return ExitCode::SUCCESS;
    }
    eprintln!(
        "{}\n„lebenslage --hilfe“ zeigt alle Befehle, „lebenslage BEFEHL --hilfe“ ihre Angaben.",
        sentence(error)
    );
    ExitCode::from(2)
}

/// Puts into German what clap itself writes into a help text.
fn in_german(help: &str) -> String {
    [
        ("[OPTIONS]", "[SCHALTER]"),
        ("[default:", "[sonst:"),
        ("[possible values:", "[möglich:"),
    ]
    .iter()
    .fold(help.to_owned(), |text, (english, german)| {
        text.replace(english, german)
    })
}

fn sentence(error: &Error) -> String {
    let wrong = word(error, ContextKind::InvalidArg);
    let hint = hint(error);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let command = word(error, ContextKind::InvalidSubcommand);
            format!("Den Befehl „{command}“ gibt es nicht.{hint}")
        }
        ErrorKind::UnknownArgument => format!("„{wrong}“ ist hier nicht vorgesehen.{hint}"),
        ErrorKind::MissingRequiredArgument => format!("Es fehlt: {wrong}."),
        ErrorKind::MissingSubcommand => "Es fehlt der Befehl.".to_owned(),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation | ErrorKind::NoEquals => {
            let value = word(error, ContextKind::InvalidValue);
            format!("„{value}“ passt nicht zu {wrong}.{}{hint}", why(error))
        }
        ErrorKind::ArgumentConflict => {
            let prior = word(error, ContextKind::PriorArg);
            format!("{wrong} und {prior} gehen nicht zusammen.")
        }
        kind => format!("Der Aufruf ist nicht verständlich: {kind}"),
    }
}

fn word(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

/// Why a value is refused, where its type says so in words we know.
fn why(error: &Error) -> String {
    let source = std::error::Error::source(error);
    let told = source.map(|e| causes::of_message(&e.to_string()));
    told.filter(|sentence| !sentence.contains("technisch"))
        .map_or_else(String::new, |sentence| format!(" {sentence}"))
}

/// What was probably meant.
fn hint(error: &Error) -> String {
    let kinds = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ];
    let near = kinds.map(|kind| word(error, kind));
    let near: Vec<&str> = near
        .iter()
        .map(String::as_str)
        .filter(|w| !w.is_empty())
        .collect();
    if near.is_empty() {
        return String::new();
    }
    format!(" Meinten Sie „{}“?", near.join("“ oder „"))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use clap::CommandFactory;

    use super::*;
    use crate::commands::Cli;

    /// Every command that does something, with its words: `["release", "make"]`.
    fn leaves(command: &Command, words: &[String], all: &mut Vec<Vec<String>>) {
        for below in command.get_subcommands() {
            let mut words = words.to_vec();
            words.push(below.get_name().to_owned());
            if !below.is_subcommand_required_set() {
                all.push(words.clone());
            }
            leaves(below, &words, all);
        }
    }

    fn help(words: &[String]) -> String {
        let call = std::iter::once("lebenslage").chain(words.iter().map(String::as_str));
        let shown = dressed(Cli::command())
            .try_get_matches_from(call.chain(["--hilfe"]))
            .unwrap_err();
        in_german(&shown.render().to_string())
    }

    #[test]
    fn the_handbook_names_every_command_as_its_help_does() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/handbook/04-befehle.md");
        let written = fs::read_to_string(&path).unwrap();
        let (head, _) = written.split_once("## `lebenslage").unwrap();
        let mut page = head.to_owned();
        let mut all = Vec::new();
        leaves(&Cli::command(), &[], &mut all);
        for words in &all {
            let help = help(words);
            let (about, usage) = help.split_once("\n\n").unwrap();
            let command = words.join(" ");
            page.push_str(&["## `lebenslage ", &command, "`\n\n", about, ".\n\n```\n"].concat());
            page.push_str(&[usage.trim_end(), "\n```\n\n"].concat());
        }
        let page = format!("{}\n", page.trim_end());
        if std::env::var("INSTA_UPDATE").is_ok_and(|how| how == "always") {
            fs::write(&path, &page).unwrap();
        }
        assert!(
            written == page,
            "docs/handbook/04-befehle.md is not what the program says; INSTA_UPDATE=always writes it anew"
        );
    }
}
