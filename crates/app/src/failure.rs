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
