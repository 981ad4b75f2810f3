//! The catalogue the product comes with: a start for any county, and the one of Musterkreis.

/// Base counts, as TOML.
pub const STARTER_COUNTS: &str = include_str!("../../catalogue/counts.toml");
/// Indicators, as TOML.
pub const STARTER_INDICATORS: &str = include_str!("../../catalogue/indicators.toml");
/// Topics, as TOML.
pub const STARTER_TOPICS: &str = include_str!("../../catalogue/topics.toml");
