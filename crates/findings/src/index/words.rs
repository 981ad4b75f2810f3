//! The words of the index, from the text file beside the code.

use std::sync::LazyLock;

use vocabulary::Texts;

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::parse(include_str!("texts.de.toml")));

/// The sentence of a key.
pub(crate) fn say(key: &str, values: &[(&str, &str)]) -> String {
    TEXTS.say(key, values)
}
