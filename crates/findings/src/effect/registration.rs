//! When a plan was laid down: before the measure started, or when its figures could already be known.

use vocabulary::{Date, Period, german_date};

use super::words;

/// When a plan was laid down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(alias = "hinterlegt")]
pub enum Registration {
    /// Nobody asks: the caller answers for it.
    NotAsked,
    /// Before the measure started.
    Before(Date),
    /// When it had started; whoever wrote it may have seen the figures.
    Late(Date),
    /// Nowhere: nobody can tell when it was written.
    Never,
}

impl Registration {
    /// Of a plan laid down on a day for a measure that starts with a period.
    ///
    /// ```
    /// use findings::effect::Registration;
    /// let (early, late) = ("2020-12-31".parse()?, "2021-01-01".parse()?);
    /// let start = "2021".parse().expect("a year");
    /// assert_eq!(Registration::of(early, start), Registration::Before(early));
    /// assert_eq!(Registration::of(late, start), Registration::Late(late));
    /// # Ok::<(), vocabulary::DateError>(())
    /// ```
    pub fn of(saved_on: Date, start: Period) -> Self {
        let month = match start {
            Period::Quarter(_, quarter) => quarter.saturating_mul(3).saturating_sub(2),
            Period::Month(_, month) => month,
            Period::Year(_) | Period::Pool(..) => 1,
        };
        let first = i16::try_from(start.first_year())
            .ok()
            .zip(i8::try_from(month).ok())
            .and_then(|(year, month)| Date::new(year, month, 1));
        match first {
            Some(first) if saved_on < first => Self::Before(saved_on),
            _ => Self::Late(saved_on),
        }
    }

    /// Whether a result may rise to the third level.
    pub(super) fn is_proof(self) -> bool {
        matches!(self, Self::NotAsked | Self::Before(_))
    }

    /// What is said of it.
    pub(super) fn sentence(self) -> Option<String> {
        let (key, day) = match self {
            Self::NotAsked => return None,
            Self::Before(day) => ("registered", Some(day)),
            Self::Late(day) => ("registered_late", Some(day)),
            Self::Never => ("registered_never", None),
        };
        let day = day.map(german_date).unwrap_or_default();
        Some(words::say(key, &[("day", &day)]))
    }
}
