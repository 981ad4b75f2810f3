//! Counts of older outlines on newer ones, with their totals kept.

use std::collections::BTreeMap;

use vocabulary::{AreaKey, Bounds, Date, Flags, Quantity, Value};

use super::{Crosswalk, CrosswalkError, Part};

/// Above this, a double no longer holds every whole number.
const WHOLE_NUMBERS: f64 = 9_007_199_254_740_992.0;

impl Crosswalk {
    /// Counts of one kind (one count, period and breakdown) on the outlines of a later day.
    ///
    /// All changes after `counted_on` and up to `wanted_on` are applied in order. Whole numbers are
    /// shared out by largest remainder, so that no person is lost or invented; ties go to the lower
    /// key. What was really split is flagged [`Flags::ESTIMATED`]; a hidden number becomes an interval
    /// that holds for whatever it hides. A target of which one source is missing is unknown.
    ///
    /// ```
    /// # use std::collections::BTreeMap;
    /// # use areas::{Basis, Crosswalk, Link, ShareRules};
    /// # use vocabulary::{AreaKey, Quantity, Value};
    /// let key = |k: &str| AreaKey::parse(k).unwrap();
    /// let link = |to: &str, share| Link {
    ///     from: key("07"), to: key(to), share,
    ///     basis: Basis::Address, valid_from: "2020-01-01".parse().unwrap(),
    /// };
    /// let links = vec![link("12", 0.924), link("13", 0.076)];
    /// let (crosswalk, _) = Crosswalk::new(links, ShareRules::default(), "umsteiger.csv")?;
    /// let counts = BTreeMap::from([(key("07"), Quantity::known(1001.0))]);
    /// let moved = crosswalk.redistribute(
    ///     &counts, "2019-12-31".parse().unwrap(), "2024-12-31".parse().unwrap())?;
    /// assert_eq!(moved[&key("12")].value, Value::Known(925.0));
    /// assert_eq!(moved[&key("13")].value, Value::Known(76.0));
    /// # Ok::<(), areas::CrosswalkError>(())
    /// ```
    pub fn redistribute(
        &self,
        counts: &BTreeMap<AreaKey, Quantity>,
        counted_on: Date,
        wanted_on: Date,
    ) -> Result<BTreeMap<AreaKey, Quantity>, CrosswalkError> {
        let is_share = |q: &Quantity| q.flags.contains(Flags::SUPPLIED);
        if let Some((area, _)) = counts.iter().find(|(_, q)| is_share(q)) {
            return Err(CrosswalkError::ReadyMade { area: area.clone() });
        }
        let mut counts = counts.clone();
        let passed = |day: &Date| *day > counted_on && *day <= wanted_on;
        for (_, sources) in self.steps.iter().filter(|(day, _)| passed(day)) {
            counts = step(sources, counts);
        }
        Ok(counts)
    }
}

/// One boundary change.
fn step(
    sources: &BTreeMap<AreaKey, Vec<Part>>,
    counts: BTreeMap<AreaKey, Quantity>,
) -> BTreeMap<AreaKey, Quantity> {
    let mut moved = BTreeMap::new();
    let mut missing: Vec<&AreaKey> = Vec::new();
    for (from, parts) in sources {
        if !counts.contains_key(from) {
            missing.extend(parts.iter().map(|p| &p.to));
        }
    }
    for (area, quantity) in counts {
        if let Some(parts) = sources.get(&area) {
            let shared = parts.iter().zip(share_out(quantity, parts));
            for (part, quantity) in shared {
                add(&mut moved, part.to.clone(), quantity);
            }
            continue;
        }
        let whole = area.unallocated_of().and_then(|w| sources.get(&w));
        match whole {
            // The cases nobody could place within a changed area stay apart in its successors.
            Some(parts) => {
                for (part, quantity) in parts.iter().zip(share_out(quantity, parts)) {
                    add(&mut moved, part.to.unallocated(), quantity);
                }
            }
            None => add(&mut moved, area, quantity),
        }
    }
    for target in missing {
        if let Some(quantity) = moved.get_mut(target) {
            quantity.value = Value::Unknown;
        }
    }
    moved
}

fn add(counts: &mut BTreeMap<AreaKey, Quantity>, area: AreaKey, quantity: Quantity) {
    counts
        .entry(area)
        .and_modify(|sum| *sum = sum.plus(quantity))
        .or_insert(quantity);
}

/// What each part gets of one count.
fn share_out(quantity: Quantity, parts: &[Part]) -> Vec<Quantity> {
    if let [_] = parts {
        return vec![quantity];
    }
    let flags = quantity.flags | Flags::ESTIMATED;
    let with_flags = |value| Quantity { value, flags };
    match quantity.value {
        Value::Known(number) => {
            let shares: Vec<f64> = parts.iter().map(|p| p.share).collect();
            let numbers = apportion(number, &shares).into_iter();
            numbers.map(Value::Known).map(with_flags).collect()
        }
        Value::Suppressed(bounds) | Value::Interval(bounds) => {
            let part = |p: &Part| with_flags(Value::Interval(part_of(bounds, p.share)));
            parts.iter().map(part).collect()
        }
        other => vec![with_flags(other); parts.len()],
    }
}

/// The bounds of a part, wide enough for either rounding of whatever is hidden.
fn part_of(bounds: Bounds, share: f64) -> Bounds {
    Bounds {
        lower: (bounds.lower * share).floor(),
        upper: bounds.upper.map(|u| (u * share).ceil()),
    }
}

/// A number in parts: whole numbers by largest remainder, others proportionally.
fn apportion(number: f64, shares: &[f64]) -> Vec<f64> {
    let whole = number.fract() == 0.0 && number.abs() < WHOLE_NUMBERS;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, not negative and below 2^53"
    )]
    let parts = whole.then(|| methods::largest_remainder(shares, number.abs() as u64).ok());
    match parts.flatten() {
        Some(parts) => parts
            .into_iter()
            .map(|p| p as f64 * number.signum())
            .collect(),
        None => shares.iter().map(|s| number * s).collect(),
    }
}
