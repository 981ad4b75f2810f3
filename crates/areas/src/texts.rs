//! The German wording of everything about outlines and coordinates.

use std::sync::LazyLock;

use vocabulary::Texts;

pub(crate) static TEXTS: LazyLock<Texts> =
    LazyLock::new(|| Texts::parse(include_str!("texts.de.toml")));
