//! Why a delivery cannot be withdrawn.

use std::sync::LazyLock;

use register::DbError;
use vocabulary::{Date, DeliveryId, Explain, Texts, german_date};

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::parse(include_str!("texts.de.toml")));

/// Why a delivery cannot be withdrawn.
#[derive(Debug, thiserror::Error)]
pub enum WithdrawalError {
    /// There is none of this number.
    #[error("there is no delivery `{0}`; the list of deliveries shows which there are")]
    Unknown(DeliveryId),
    /// It was withdrawn before.
    #[error("delivery `{delivery}` was withdrawn on {on} already")]
    Already {
        /// The delivery.
        delivery: DeliveryId,
        /// When.
        on: Date,
    },
    /// No word why.
    #[error("say why delivery `{0}` is withdrawn; the reason is kept")]
    NoReason(DeliveryId),
    /// The data folder.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Explain for WithdrawalError {
    fn german(&self) -> String {
        match self {
            Self::Unknown(id) => TEXTS.say("unknown", &[("delivery", id.as_str())]),
            Self::Already { delivery, on } => TEXTS.say(
                "already",
                &[("delivery", delivery.as_str()), ("on", &german_date(*on))],
            ),
            Self::NoReason(id) => TEXTS.say("no_reason", &[("delivery", id.as_str())]),
            Self::Db(error) => error.german(),
        }
    }
}
