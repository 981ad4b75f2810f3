//! The German sentences of the intake, read once.

use std::sync::LazyLock;

use vocabulary::Texts;

/// The sentences of `texts.de.toml`.
pub(crate) static TEXTS: LazyLock<Texts> =
    LazyLock::new(|| Texts::parse(include_str!("texts.de.toml")));

/// A sentence with its places filled.
pub(crate) fn say(key: &str, values: &[(&str, &str)]) -> String {
    TEXTS.say(key, values)
}
