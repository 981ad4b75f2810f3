//! How sure an interval is meant to be, what an estimate with its interval is, and how much a clustered count tells.
//!
//! **Literature.** Kish, L. (1965): Survey Sampling (design effect, effective sample size).
//!
//! **Formula.** Level 1 − α, z = Φ⁻¹(1 − α/2). With design effect d a count of x among n tells as much as x/d among n/d
//! independent ones; the ratio x/n stays.
//!
//! **Unit.** Level and tails: probability. **Edge cases.** A level outside 0 to 1, a negative count, d below 1: refused; a
//! base of 0 is not defined.

use crate::NotDefined;
use crate::special::normal_quantile;

/// The share of repetitions in which an interval is meant to hold the true value.
///
/// ```
/// use methods::Confidence;
/// let ninety = Confidence::new(0.9)?;
/// assert!((ninety.z() - 1.6448536269514722).abs() < 1e-12);
/// # Ok::<(), methods::NotDefined>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Confidence {
    level: f64,
    z: f64,
}

impl Confidence {
    /// The usual 95 %.
    pub const P95: Self = Self {
        level: 0.95,
        z: 1.959_963_984_540_054,
    };
    /// The 99.8 % of control limits.
    pub const P998: Self = Self {
        level: 0.998,
        z: 3.090_232_306_167_813,
    };

    /// A level strictly between 0 and 1, as 0.95.
    pub fn new(level: f64) -> Result<Self, NotDefined> {
        if level == Self::P95.level {
            return Ok(Self::P95);
        }
        if level > 0.0 && level < 1.0 {
            let z = -normal_quantile((1.0 - level) / 2.0);
            return Ok(Self { level, z });
        }
        Err(NotDefined::OutOfRange {
            what: "confidence",
            value: level,
            allowed: "between 0 and 1",
        })
    }

    /// The level, as 0.95.
    pub fn level(self) -> f64 {
        self.level
    }

    /// The two-sided standard normal quantile, 1.96 for 95 %.
    pub fn z(self) -> f64 {
        self.z
    }

    /// The probability left in each tail, 0.025 for 95 %.
    pub(crate) fn tail(self) -> f64 {
        (1.0 - self.level) / 2.0
    }

    /// The level that belongs to a quantile, for searching p-values along z.
    pub(crate) fn from_z(z: f64) -> Self {
        Self {
            level: 1.0 - 2.0 * crate::special::normal_upper_tail(z),
            z,
        }
    }
}

/// A value with its interval, in the unit of the value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The value.
    pub value: f64,
    /// Lower end of the interval.
    pub lower: f64,
    /// Upper end of the interval.
    pub upper: f64,
}

impl Estimate {
    /// The estimate in another unit, for example per 1,000.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self {
            value: self.value * factor,
            lower: self.lower * factor,
            upper: self.upper * factor,
        }
    }

    /// Whether the interval holds a number.
    pub fn holds(self, number: f64) -> bool {
        self.lower <= number && number <= self.upper
    }
}

/// Cases counted among a base, with the design effect of the count.
///
/// People of one household share their situation, so counts come in clusters and tell less than
/// as many independent people would. The design effect is the factor by which that widens the
/// variance; intervals and tests use cases and base divided by it. 1 means independent.
///
/// ```
/// use methods::Sample;
/// let children = Sample::new(30.0, 120.0)?.with_design_effect(2.0)?;
/// assert_eq!(children.effective_base(), 60.0);
/// # Ok::<(), methods::NotDefined>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    cases: f64,
    base: f64,
    design_effect: f64,
}

impl Sample {
    /// Cases (0 or more) among a base (above 0).
    pub fn new(cases: f64, base: f64) -> Result<Self, NotDefined> {
        crate::not_defined::not_negative("cases", cases)?;
        if crate::not_defined::not_negative("base", base)? == 0.0 {
            return Err(NotDefined::NoBase);
        }
        Ok(Self {
            cases,
            base,
            design_effect: 1.0,
        })
    }

    /// The same count, clustered: a design effect of 1 or more.
    pub fn with_design_effect(self, design_effect: f64) -> Result<Self, NotDefined> {
        if crate::not_defined::finite("design_effect", design_effect)? < 1.0 {
            return Err(NotDefined::OutOfRange {
                what: "design_effect",
                value: design_effect,
                allowed: "1 or more",
            });
        }
        Ok(Self {
            design_effect,
            ..self
        })
    }

    /// The cases counted.
    pub fn cases(self) -> f64 {
        self.cases
    }

    /// What they were counted among.
    pub fn base(self) -> f64 {
        self.base
    }

    /// Cases over base.
    pub fn ratio(self) -> f64 {
        self.cases / self.base
    }

    /// The factor by which clustering widens the variance.
    pub fn design_effect(self) -> f64 {
        self.design_effect
    }

    /// As many independent cases as would tell as much.
    pub fn effective_cases(self) -> f64 {
        self.cases / self.design_effect
    }

    /// As large an independent base as would tell as much.
    pub fn effective_base(self) -> f64 {
        self.base / self.design_effect
    }
}
