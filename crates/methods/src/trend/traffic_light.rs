//! A light for an area's direction: only where the change is large *and* the evidence is there.
//!
//! **Literature.** None; a rule of this house (no third-party oracle). Evidence by Benjamini & Hochberg (1995), change
//! by Theil and Sen or [`super::relative_trends`]; alarms by the methods of [`crate::surveillance`].
//!
//! **Formula.** Lit where |change| ≥ threshold and q < 0.10, or where at least 2 of the last 3 periods raised an alarm.
//!
//! **Unit.** Change and threshold in the unit of the values, over the same horizon. **Edge cases.** No change known
//! (suppressed, not defined): no light, whatever the alarms say. Alarms count as rises.

use crate::NotDefined;
use crate::not_defined::{finite, not_negative};

/// What is known of an area's direction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrendEvidence {
    /// The change over the horizon with its q-value; `None` where it is suppressed or not defined.
    pub change: Option<(f64, f64)>,
    /// Whether each of the last three periods raised an alarm.
    pub alarms: [bool; 3],
}

/// When a light is lit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LightRules {
    /// The smallest change that matters in practice.
    pub threshold: f64,
    /// The q-value below which a change is evident.
    pub q: f64,
}

/// The direction shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Light {
    /// Rising, evident and large enough.
    Rising,
    /// Falling, evident and large enough.
    Falling,
    /// No change of this size can be shown.
    None,
    /// There is nothing to judge by.
    NotJudged,
}

/// The light for one area.
///
/// ```
/// use methods::trend::{Light, LightRules, TrendEvidence, traffic_light};
/// let rules = LightRules { threshold: 0.02, q: 0.10 };
/// let evident = TrendEvidence { change: Some((0.05, 0.01)), alarms: [false; 3] };
/// assert_eq!(traffic_light(evident, rules)?, Light::Rising);
/// // Large but not evident, evident but small: no light.
/// for change in [(0.05, 0.4), (0.001, 0.01)] {
///     let shown = TrendEvidence { change: Some(change), alarms: [false, true, false] };
///     assert_eq!(traffic_light(shown, rules)?, Light::None);
/// }
/// # Ok::<(), methods::NotDefined>(())
/// ```
pub fn traffic_light(evidence: TrendEvidence, rules: LightRules) -> Result<Light, NotDefined> {
    not_negative("threshold", rules.threshold)?;
    let Some((change, q)) = evidence.change else {
        return Ok(Light::NotJudged);
    };
    finite("changes", change)?;
    if !(0.0..=1.0).contains(&q) {
        return Err(NotDefined::OutOfRange {
            what: "p_values",
            value: q,
            allowed: "0 to 1",
        });
    }
    let alarms = evidence.alarms.iter().filter(|alarm| **alarm).count();
    if change != 0.0 && change.abs() >= rules.threshold && q < rules.q {
        return Ok(if change > 0.0 {
            Light::Rising
        } else {
            Light::Falling
        });
    }
    Ok(if alarms >= 2 {
        Light::Rising
    } else {
        Light::None
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_suppressed_value_never_has_a_light() {
        let hidden = TrendEvidence {
            change: None,
            alarms: [true; 3],
        };
        let rules = LightRules {
            threshold: 0.0,
            q: 0.1,
        };
        assert_eq!(traffic_light(hidden, rules), Ok(Light::NotJudged));
        let alarmed = TrendEvidence {
            change: Some((0.0, 1.0)),
            alarms: [true, false, true],
        };
        assert_eq!(traffic_light(alarmed, rules), Ok(Light::Rising));
    }

    proptest! {
        #[test]
        fn a_light_without_alarms_needs_size_and_evidence(change in -1.0..1.0f64, q in 0.0..=1.0f64) {
            let rules = LightRules { threshold: 0.2, q: 0.1 };
            let evidence = TrendEvidence { change: Some((change, q)), alarms: [false, true, false] };
            let lit = traffic_light(evidence, rules).unwrap() != Light::None;
            prop_assert_eq!(lit, change.abs() >= 0.2 && q < 0.1);
        }
    }
}
