//! A figure: a value with numerator, denominator, interval and origin.

use std::sync::Arc;

use vocabulary::{
    AreaKey, AreaVersion, Bounds, Breakdown, DeliveryId, Flags, IndicatorId, Period, Remark,
    RemarkKind, Severity, Texts, Value, german_period,
};

use super::plan::Plan;
use super::sheet::{Cell, Sheet};
use super::store::Store;
use crate::{Catalogue, Definition, Kind, Place, PlaceKind, Region};

/// How an interval was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// No interval.
    Plain,
    /// Wilson's score interval of a share.
    Wilson,
    /// Wilson's interval of a / (a + b), turned into a / b.
    WilsonOdds,
    /// Exact Poisson interval, below 10 cases.
    PoissonExact,
    /// Byar's approximation, from 10 cases on.
    Byar,
}

/// A computed value with its origin. It has not passed disclosure control.
#[derive(Clone, Debug, PartialEq)]
#[doc(alias = "Wert")]
pub struct Figure {
    /// The indicator.
    pub indicator: IndicatorId,
    /// Which version of its definition.
    pub definition_version: u32,
    /// Territorial status.
    pub area_version: AreaVersion,
    /// Where.
    pub area: AreaKey,
    /// When.
    pub period: Period,
    /// Of whom.
    pub breakdown: Breakdown,
    /// Cases.
    pub numerator: Value,
    /// Of how many.
    pub denominator: Option<Value>,
    /// factor x numerator / denominator.
    pub value: Value,
    /// Lower end of the 95 % interval.
    pub lower: Option<f64>,
    /// Upper end of the 95 % interval.
    pub upper: Option<f64>,
    /// What stands beside it.
    pub flags: Flags,
    /// How the interval was found.
    pub method: Method,
    /// The deliveries it is made of, sorted.
    pub deliveries: Arc<[DeliveryId]>,
    /// Its definition's place in the catalogue.
    pub definition: usize,
    /// Its place in the region.
    pub place: usize,
    /// The sheet of its numerator.
    pub numerator_sheet: usize,
    /// The sheet of its denominator.
    pub denominator_sheet: Option<usize>,
}

/// All figures of a computation, with the quantities they are made of.
#[derive(Debug)]
pub struct Figures {
    region: Region,
    pub(super) store: Store,
    sheets: Vec<Sheet>,
    sets: Vec<Arc<[DeliveryId]>>,
    rows: Vec<Figure>,
    remarks: Vec<Remark>,
}

/// The figures of one plan.
pub(super) struct Batch {
    rows: Vec<Figure>,
    remarks: Vec<Remark>,
}

impl Figures {
    pub(super) fn gather(
        region: &Region,
        store: Store,
        sheets: Vec<Sheet>,
        sets: Vec<Arc<[DeliveryId]>>,
        batches: Vec<Batch>,
    ) -> Self {
        let mut rows = Vec::with_capacity(batches.iter().map(|b| b.rows.len()).sum());
        let mut remarks = Vec::new();
        for batch in batches {
            rows.extend(batch.rows);
            remarks.extend(batch.remarks);
        }
        Self {
            region: region.clone(),
            store,
            sheets,
            sets,
            rows,
            remarks,
        }
    }

    /// All figures: by definition in the order of the catalogue, group of people, period, place.
    pub fn rows(&self) -> &[Figure] {
        &self.rows
    }

    /// The quantities all figures are made of, each once.
    pub fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// The places.
    pub fn region(&self) -> &Region {
        &self.region
    }

    /// What cannot be: numerators above their denominator. Internal: they name counts.
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    /// How many observations were of unknown counts, places or categories.
    pub fn unused_observations(&self) -> usize {
        self.store.unused()
    }

    /// The deliveries a cell of a sheet is made of.
    pub fn deliveries(&self, cell: &Cell) -> &[DeliveryId] {
        &self.sets[cell.deliveries as usize]
    }
}

/// The figures of a plan at all places where its definition is shown.
pub(super) fn figures(
    catalogue: &Catalogue,
    region: &Region,
    plan: &Plan,
    sheets: &[Sheet],
    sets: &[Arc<[DeliveryId]>],
) -> Batch {
    let definition = &catalogue.indicators[plan.definition];
    let numerators = &sheets[plan.numerator].cells;
    let denominators = plan.denominator.map(|d| &sheets[d].cells);
    let mut batch = Batch {
        rows: Vec::new(),
        remarks: Vec::new(),
    };
    for (place, at) in region.places().iter().enumerate() {
        let above = numerators[place];
        if !is_shown(definition, region, at, above) {
            continue;
        }
        let below = denominators.map(|d| d[place]);
        let outcome = outcome(definition, at.kind, above.value, below.map(|b| b.value));
        if outcome.impossible {
            batch.remarks.push(remark(definition, at, plan.period));
        }
        let flags = above.flags | below.map_or(Flags::empty(), |b| b.flags) | own_flags(definition);
        batch.rows.push(Figure {
            indicator: definition.id.clone(),
            definition_version: definition.version,
            area_version: region.version().clone(),
            area: at.key.clone(),
            period: plan.period,
            breakdown: definition.slices[plan.slice].breakdown.clone(),
            numerator: above.value,
            denominator: below.map(|b| b.value),
            value: outcome.value,
            lower: outcome.lower,
            upper: outcome.upper,
            flags,
            method: outcome.method,
            deliveries: deliveries(sets, above, below),
            definition: plan.definition,
            place,
            numerator_sheet: plan.numerator,
            denominator_sheet: plan.denominator,
        });
    }
    batch
}

fn deliveries(sets: &[Arc<[DeliveryId]>], above: Cell, below: Option<Cell>) -> Arc<[DeliveryId]> {
    let first = &sets[above.deliveries as usize];
    let Some(second) = below.map(|b| &sets[b.deliveries as usize]) else {
        return Arc::clone(first);
    };
    if second.iter().all(|d| first.contains(d)) {
        return Arc::clone(first);
    }
    let mut both: Vec<DeliveryId> = first.iter().chain(second.iter()).cloned().collect();
    both.sort();
    both.dedup();
    both.into()
}

fn own_flags(definition: &Definition) -> Flags {
    let mut flags = Flags::empty();
    flags.set(Flags::OPEN, definition.open);
    flags.set(Flags::SUPPLIED, definition.kind == Kind::Supplied);
    flags
}

/// Levels as the definition says; a remainder beside its brothers; groups with their members; others if delivered.
fn is_shown(definition: &Definition, region: &Region, at: &Place, above: Cell) -> bool {
    let present = above.present;
    let shows = |i: usize| definition.levels.contains(&region.places()[i].level);
    match at.kind {
        PlaceKind::Tree => definition.levels.contains(&at.level),
        PlaceKind::Remainder => {
            present
                && at
                    .parent
                    .is_some_and(|p| region.places()[p].touched().any(shows))
        }
        // What nobody delivered for a group that cuts areas nobody can add up either.
        PlaceKind::Group => (present || at.cut.is_none()) && at.touched().any(shows),
        PlaceKind::Beside => present,
    }
}

/// What a figure says of a numerator and a denominator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Divided {
    /// factor x numerator / denominator, or why there is none.
    pub value: Value,
    /// Lower end of the 95 % interval.
    pub lower: Option<f64>,
    /// Upper end of the 95 % interval.
    pub upper: Option<f64>,
}

impl Definition {
    /// The figure of a tree place or group for other counts than the delivered ones, such as rounded ones. A share is at
    /// most the whole: numerators above their denominator count as equal to it.
    pub fn divided(&self, numerator: f64, denominator: Option<f64>) -> Divided {
        let numerator = match denominator {
            Some(base) if self.kind == Kind::Share => numerator.min(base),
            _ => numerator,
        };
        let (above, below) = (Value::Known(numerator), denominator.map(Value::Known));
        let outcome = outcome(self, PlaceKind::Tree, above, below);
        Divided {
            value: outcome.value,
            lower: outcome.lower,
            upper: outcome.upper,
        }
    }
}

struct Outcome {
    value: Value,
    lower: Option<f64>,
    upper: Option<f64>,
    method: Method,
    impossible: bool,
}

impl Outcome {
    fn without_interval(value: Value) -> Self {
        Self {
            value,
            lower: None,
            upper: None,
            method: Method::Plain,
            impossible: false,
        }
    }
}

fn outcome(
    definition: &Definition,
    kind: PlaceKind,
    above: Value,
    below: Option<Value>,
) -> Outcome {
    let Some(below) = below else {
        return Outcome::without_interval(above.times(definition.factor));
    };
    // A remainder has no population: dividing its cases by anything would be nonsense.
    if kind == PlaceKind::Remainder {
        return Outcome::without_interval(Value::NotMeaningful);
    }
    match (above, below) {
        (Value::Known(a), Value::Known(b)) => known(definition, a, b),
        (Value::Suppressed(_), b) if b.bounds().is_some() => {
            Outcome::without_interval(above.times(definition.factor))
        }
        (Value::Interval(a), Value::Known(b)) if b > 0.0 => {
            let per = definition.factor / b;
            Outcome::without_interval(Value::Interval(Bounds {
                lower: a.lower * per,
                upper: a.upper.map(|u| u * per),
            }))
        }
        (a, b) => match (a.bounds(), b.bounds()) {
            // A hidden denominator leaves nothing that could be said about the quotient.
            (Some(_), Some(_)) => Outcome::without_interval(Value::Suppressed(Bounds {
                lower: 0.0,
                upper: None,
            })),
            (None, _) => Outcome::without_interval(a),
            (_, None) => Outcome::without_interval(b),
        },
    }
}

fn known(definition: &Definition, a: f64, b: f64) -> Outcome {
    if b <= 0.0 {
        return Outcome::without_interval(Value::NotDefined);
    }
    if definition.kind == Kind::Share && a > b {
        return Outcome {
            impossible: true,
            ..Outcome::without_interval(Value::NotDefined)
        };
    }
    let value = Value::Known(definition.factor * a / b);
    match super::interval::interval(definition, a, b) {
        Some((lower, upper, method)) => Outcome {
            value,
            lower: Some(lower),
            upper: Some(upper),
            method,
            impossible: false,
        },
        None => Outcome::without_interval(value),
    }
}

fn remark(definition: &Definition, at: &Place, period: Period) -> Remark {
    let texts = Texts::parse(include_str!("../texts.de.toml"));
    Remark {
        severity: Severity::Warning,
        kind: RemarkKind::Impossible,
        place: vocabulary::Place::default(),
        value: None,
        message: texts.say(
            "numerator_above_denominator",
            &[
                ("indicator", &definition.name),
                ("area", at.key.as_str()),
                ("period", &german_period(period)),
            ],
        ),
    }
}
