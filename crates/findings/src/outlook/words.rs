//! The words about what comes.

use std::sync::LazyLock;

use vocabulary::Texts;

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::parse(include_str!("texts.de.toml")));

/// The sentence of a key.
pub(super) fn say(key: &str, values: &[(&str, &str)]) -> String {
    TEXTS.say(key, values)
}
