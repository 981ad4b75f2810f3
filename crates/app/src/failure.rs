//! Errors at the door: what a person reads, and the exit code.

use std::process::ExitCode;

use vocabulary::Explain;

/// An error that already speaks German.
#[derive(Debug)]
pub(crate) struct Told(pub(crate) String);

impl std::fmt::Display for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Told {}

/// Puts an error of the house into its German words.
pub(crate) trait InGerman<T> {
    /// The value, or the German sentence of the error.
    fn in_german(self) -> anyhow::Result<T>;
}

impl<T, E: Explain> InGerman<T> for Result<T, E> {
    fn in_german(self) -> anyhow::Result<T> {
        self.map_err(|error| anyhow::Error::new(Told(error.german())))
    }
}

/// An error of the program's own, told at once.
pub(crate) fn told(sentence: impl Into<String>) -> anyhow::Error {
    anyhow::Error::new(Told(sentence.into()))
}

/// Prints an error and gives the exit code.
pub(crate) fn report(error: &anyhow::Error) -> ExitCode {
    eprintln!("Das ging nicht: {error:#}");
    ExitCode::FAILURE
}

/// What happens when something panics: a closed pipe ends the program quietly; what a reader of foreign formats gives up
/// on is told by `intake` in its own words; anything else is our mistake and says where.
pub(crate) fn on_panic(panic: &std::panic::PanicHookInfo<'_>) {
    let text = panic.payload_as_str().unwrap_or_default();
    if text.starts_with("failed printing to stdout") {
        std::process::exit(0);
    }
    let place = panic
        .location()
        .map(ToString::to_string)
        .unwrap_or_default();
    if !place.contains("/registry/") {
        eprintln!("Das ist ein Fehler im Programm ({place}): {text}");
    }
}
