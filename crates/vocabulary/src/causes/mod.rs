//! What the machine and the libraries say, put into German: the one place where foreign messages change clothes.
//!
//! The convention: a cause is told in words of its own wherever its kind is known (a missing file, a full disk, a
//! misspelt field). What nobody foresaw keeps a short tail `technisch: …` with the library's own sentence, so that
//! somebody who helps by telephone has something to go by. The sentence around it names file, place and remedy.

mod database;
mod system;
mod written;

use std::error::Error;
use std::sync::LazyLock;

use crate::Texts;

pub use database::of_database_code;
pub use system::of_system;
pub use written::{WrittenFault, of_message};

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::parse(include_str!("texts.de.toml")));

/// The cause of a library's error: what the operating system said where it did, else the technical tail.
///
/// ```
/// let broken = "zwölf".parse::<u32>().unwrap_err();
/// assert_eq!(vocabulary::causes::of_library(&broken), "technisch: invalid digit found in string");
/// ```
pub fn of_library(error: &(dyn Error + 'static)) -> String {
    let mut cause = Some(error);
    while let Some(inner) = cause {
        if let Some(system) = inner.downcast_ref::<std::io::Error>() {
            return of_system(system);
        }
        cause = inner.source();
    }
    technical(&error.to_string())
}

/// The tail for what has no German words: one line, short enough for a sentence.
pub fn technical(message: &str) -> String {
    const LONGEST: usize = 160;
    let line = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = line.chars().take(LONGEST).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    TEXTS.say("technical", &[("message", &short)])
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn the_system_s_word_is_found_behind_a_library() {
        let behind = io::Error::other(io::Error::from(io::ErrorKind::StorageFull));
        assert_eq!(of_library(&behind), "der Datenträger ist voll");
    }

    #[test]
    fn a_long_foreign_message_stays_one_short_line() {
        let tail = technical(&"two\nlines ".repeat(100));
        assert!(tail.starts_with("technisch: two lines two"), "{tail}");
        assert!(tail.chars().count() < 180 && !tail.contains('\n'), "{tail}");
    }
}
