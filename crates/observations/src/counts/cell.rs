//! A count as it is kept in bulk: forty bytes, so that a million of them fit into memory beside the file.

use vocabulary::{Bounds, Flags, Quantity, Value};

/// A cell of a delivery; series, area and sheet are numbers of a dictionary.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Cell {
    pub(crate) series: u32,
    pub(crate) area: u32,
    pub(crate) sheet: u16,
    pub(crate) column: u16,
    pub(crate) row: u32,
    pub(crate) amount: Amount,
}

/// A quantity in the form of the table `observation`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Amount {
    pub(crate) state: u8,
    pub(crate) flags: u16,
    pub(crate) lower: f64,
    pub(crate) upper: f64,
}

const KNOWN: u8 = 0;
const SUPPRESSED: u8 = 1;
const SUPPRESSED_OPEN: u8 = 2;
const INTERVAL: u8 = 3;
const INTERVAL_OPEN: u8 = 4;
const UNKNOWN: u8 = 5;
const NOT_YET: u8 = 6;
const NOT_MEANINGFUL: u8 = 7;
const NOT_DEFINED: u8 = 8;

impl From<Quantity> for Amount {
    fn from(quantity: Quantity) -> Self {
        let bounded = |closed: u8, open: u8, b: Bounds| match b.upper {
            Some(upper) => (closed, b.lower, upper),
            None => (open, b.lower, 0.0),
        };
        let (state, lower, upper) = match quantity.value {
            Value::Known(x) => (KNOWN, x, x),
            Value::Suppressed(b) => bounded(SUPPRESSED, SUPPRESSED_OPEN, b),
            Value::Interval(b) => bounded(INTERVAL, INTERVAL_OPEN, b),
            Value::Unknown => (UNKNOWN, 0.0, 0.0),
            Value::NotYet => (NOT_YET, 0.0, 0.0),
            Value::NotMeaningful => (NOT_MEANINGFUL, 0.0, 0.0),
            Value::NotDefined => (NOT_DEFINED, 0.0, 0.0),
        };
        Self {
            state,
            flags: quantity.flags.bits(),
            lower,
            upper,
        }
    }
}

impl From<Amount> for Quantity {
    /// A code no program ever wrote reads as unknown: never as a number.
    fn from(amount: Amount) -> Self {
        let (lower, upper) = (amount.lower, Some(amount.upper));
        let value = match amount.state {
            KNOWN => Value::Known(lower),
            SUPPRESSED => Value::Suppressed(Bounds { lower, upper }),
            SUPPRESSED_OPEN => Value::Suppressed(Bounds { lower, upper: None }),
            INTERVAL => Value::Interval(Bounds { lower, upper }),
            INTERVAL_OPEN => Value::Interval(Bounds { lower, upper: None }),
            NOT_YET => Value::NotYet,
            NOT_MEANINGFUL => Value::NotMeaningful,
            NOT_DEFINED => Value::NotDefined,
            _ => Value::Unknown,
        };
        Self {
            value,
            flags: Flags::from_bits_truncate(amount.flags),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_value_comes_back_as_it_went() {
        let bounds = |upper| Bounds { lower: 1.0, upper };
        for value in [
            Value::Known(0.0),
            Value::Known(-12.5),
            Value::Suppressed(bounds(Some(9.0))),
            Value::Suppressed(bounds(None)),
            Value::Interval(bounds(Some(9.0))),
            Value::Interval(bounds(None)),
            Value::Unknown,
            Value::NotYet,
            Value::NotMeaningful,
            Value::NotDefined,
        ] {
            let flags = Flags::ESTIMATED | Flags::SUPPLIED;
            let quantity = Quantity { value, flags };
            assert_eq!(Quantity::from(Amount::from(quantity)), quantity);
        }
    }

    #[test]
    fn a_million_cells_stay_below_fifty_megabytes() {
        assert!(size_of::<Cell>() <= 40);
    }
}
