//! The words of findings, from the text file beside the code.

use std::sync::LazyLock;

use vocabulary::Texts;

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::parse(include_str!("texts.de.toml")));

/// The sentence of a key.
pub(crate) fn say(key: &str, values: &[(&str, &str)]) -> String {
    TEXTS.say(key, values)
}

/// „A“, „A und B“, „A, B und C“.
pub(crate) fn list(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} und {last}", first.join(", ")),
    }
}
