//! Why a crosswalk is refused.

use std::sync::LazyLock;

use vocabulary::{AreaKey, Date, Explain, Texts, german_date};

pub(super) static TEXTS: LazyLock<Texts> =
    LazyLock::new(|| Texts::parse(include_str!("texts.de.toml")));

/// Why a crosswalk is refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CrosswalkError {
    /// A share below 0, above 1 or not a number.
    #[error("{day}: the share {share} of `{from}` in `{to}` is not between 0 and 1")]
    Share {
        /// The source.
        from: AreaKey,
        /// The target.
        to: AreaKey,
        /// The day of change.
        day: Date,
        /// The share as given.
        share: f64,
    },
    /// Shares of a source that do not make up the whole.
    #[error("{day}: the shares of `{from}` sum to {sum}, not to 1; complete or correct its rows")]
    Sum {
        /// The source.
        from: AreaKey,
        /// The day of change.
        day: Date,
        /// What they sum to.
        sum: f64,
    },
    /// A link given twice.
    #[error("{day}: the row from `{from}` to `{to}` stands twice")]
    Duplicate {
        /// The source.
        from: AreaKey,
        /// The target.
        to: AreaKey,
        /// The day of change.
        day: Date,
    },
    /// A source that does not exist before the change.
    #[error(
        "the crosswalk of {day} names the source `{area}`, which does not exist the day before"
    )]
    UnknownSource {
        /// The source.
        area: AreaKey,
        /// The day of change.
        day: Date,
    },
    /// A target that does not exist after the change.
    #[error("the crosswalk of {day} names the target `{area}`, which does not exist on that day")]
    UnknownTarget {
        /// The target.
        area: AreaKey,
        /// The day of change.
        day: Date,
    },
    /// An area that ends and leaves nothing.
    #[error("area `{area}` ends before {day}, but no row of the crosswalk says what became of it")]
    NoSuccessor {
        /// The area.
        area: AreaKey,
        /// The first day without it.
        day: Date,
    },
    /// A ready-made share among the counts: rates are recomputed, never redistributed.
    #[error("`{area}` carries a ready-made share; only counts can be redistributed")]
    ReadyMade {
        /// The area.
        area: AreaKey,
    },
    /// A file without the columns needed.
    #[error(
        "{file}: the column `{column}` is missing; needed are from_area, to_area, share, basis, valid_from"
    )]
    Column {
        /// The file.
        file: String,
        /// The first column that is missing.
        column: &'static str,
    },
}

impl Explain for CrosswalkError {
    fn german(&self) -> String {
        let say = |key, values: &[(&str, &str)]| TEXTS.say(key, values);
        match self {
            Self::Share {
                from,
                to,
                day,
                share,
            } => say(
                "share",
                &[
                    ("from", from.as_str()),
                    ("to", to.as_str()),
                    ("day", &german_date(*day)),
                    ("share", &german_share(*share)),
                ],
            ),
            Self::Sum { from, day, sum } => say(
                "sum",
                &[
                    ("from", from.as_str()),
                    ("day", &german_date(*day)),
                    ("sum", &german_share(*sum)),
                ],
            ),
            Self::Duplicate { from, to, day } => say(
                "duplicate",
                &[
                    ("from", from.as_str()),
                    ("to", to.as_str()),
                    ("day", &german_date(*day)),
                ],
            ),
            Self::UnknownSource { area, day } => of_area("unknown_source", area, *day),
            Self::UnknownTarget { area, day } => of_area("unknown_target", area, *day),
            Self::NoSuccessor { area, day } => of_area("no_successor", area, *day),
            Self::ReadyMade { area } => say("ready_made", &[("area", area.as_str())]),
            Self::Column { file, column } => say("column", &[("file", file), ("column", column)]),
        }
    }
}

/// A share with comma and as many of six decimals as say something.
pub(super) fn german_share(share: f64) -> String {
    let text = format!("{share:.6}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    short.replace('.', ",")
}

fn of_area(key: &str, area: &AreaKey, day: Date) -> String {
    TEXTS.say(key, &[("area", area.as_str()), ("day", &german_date(day))])
}
