//! Errors at the door: what a person reads, and the exit code.

use std::path::Path;
use std::process::ExitCode;

use vocabulary::{Explain, causes};

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

    /// The same, with the file it is about at the front.
    fn in_german_of(self, file: &Path) -> anyhow::Result<T>;
}

impl<T, E: Explain> InGerman<T> for Result<T, E> {
    fn in_german(self) -> anyhow::Result<T> {
        self.map_err(|error| told(error.german()))
    }

    fn in_german_of(self, file: &Path) -> anyhow::Result<T> {
        let name = file.file_name().unwrap_or(file.as_os_str());
        let name = name.to_string_lossy();
        self.map_err(|error| {
            let sentence = error.german();
            // Some errors name their file themselves.
            if sentence.contains(&*name) {
                told(sentence)
            } else {
                told(format!("{name}: {sentence}"))
            }
        })
    }
}

/// Files that people name on the command line: reading and writing them, told with their name.
pub(crate) mod files {
    use std::path::Path;

    use super::told;
    use vocabulary::causes;

    /// A text somebody wrote.
    pub(crate) fn text(path: &Path) -> anyhow::Result<String> {
        std::fs::read_to_string(path).map_err(|error| unreadable(path, &error))
    }

    /// The bytes of a file.
    pub(crate) fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
        std::fs::read(path).map_err(|error| unreadable(path, &error))
    }

    /// Writes a file.
    pub(crate) fn write(path: &Path, bytes: impl AsRef<[u8]>) -> anyhow::Result<()> {
        std::fs::write(path, bytes).map_err(|error| unwritable(path, &error))
    }

    /// Makes a folder and those above it.
    pub(crate) fn folder(path: &Path) -> anyhow::Result<()> {
        std::fs::create_dir_all(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => told(format!(
                "{} kann nicht geschrieben werden: dort liegt eine Datei dieses Namens. Benennen Sie sie um, oder \
                 nennen Sie einen anderen Ordner.",
                path.display()
            )),
            _ => unwritable(path, &error),
        })
    }

    fn unreadable(path: &Path, error: &std::io::Error) -> anyhow::Error {
        told(format!(
            "{} kann nicht gelesen werden: {}. Prüfen Sie Name und Leserechte.",
            path.display(),
            causes::of_system(error)
        ))
    }

    /// That a file or folder cannot be written, and why.
    pub(crate) fn unwritable(path: &Path, error: &std::io::Error) -> anyhow::Error {
        told(format!(
            "{} kann nicht geschrieben werden: {}. Prüfen Sie Rechte und freien Platz.",
            path.display(),
            causes::of_system(error)
        ))
    }
}

/// An error of the program's own, told at once.
pub(crate) fn told(sentence: impl Into<String>) -> anyhow::Error {
    anyhow::Error::new(Told(sentence.into()))
}

/// Prints an error and gives the exit code.
pub(crate) fn report(error: &anyhow::Error) -> ExitCode {
    let sentence = match error.downcast_ref::<Told>() {
        Some(told) => told.0.clone(),
        None => causes::of_library(error.as_ref()),
    };
    eprintln!("Das ging nicht: {sentence}");
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
