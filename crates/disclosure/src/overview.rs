//! What an edition hides, counted in every way people ask for, without any protected number: a page only has to draw it.

use std::collections::{BTreeMap, HashMap};

use areas::AreaTree;
use indicators::{Catalogue, PlaceKind, Region};
use serde::Serialize;
use vocabulary::{AreaKey, IndicatorId, Texts, german_number};

use crate::family::Audit;
use crate::protocol::Elsewhere;
use crate::{FigureTable, Protocol, Reason, Rules, Shown, control};

/// What an edition hides: by class, level, topic and indicator, each with the reasons.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[doc(alias = "Übersicht der Geheimhaltung")]
pub struct Overview {
    /// `public` or `internal`.
    pub edition: &'static str,
    /// All figures.
    pub all: Counted,
    /// By class of confidentiality, in the order of the rules.
    pub classes: Vec<Counted>,
    /// By level, from the root down; then groups, remainders and counties compared.
    pub levels: Vec<Counted>,
    /// By topic, in the order of the report.
    pub topics: Vec<Counted>,
    /// By indicator, in the order of the report.
    pub indicators: Vec<Counted>,
    /// How many sums were looked at one by one.
    pub sums: usize,
    /// Sums that could not be closed because nothing in them may be hidden.
    pub open_sums: usize,
    /// What the audit over all of them together found.
    pub audit: Audit,
    /// What counted as known.
    pub elsewhere: Elsewhere,
}

/// How many figures of a kind are shown and hidden.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// Its id.
    pub id: String,
    /// German name.
    pub name: String,
    /// Figures with a number, or with the reason why nobody has one.
    pub shown: usize,
    /// Hidden figures by reason.
    pub hidden: BTreeMap<Reason, usize>,
}

impl Counted {
    fn named(id: &str, name: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            ..Self::default()
        }
    }

    /// Hidden for any reason.
    pub fn hidden(&self) -> usize {
        self.hidden.values().sum()
    }

    fn add(&mut self, reason: Option<Reason>) {
        match reason {
            Some(reason) => *self.hidden.entry(reason).or_default() += 1,
            None => self.shown += 1,
        }
    }
}

/// Where the words of an overview come from.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    /// Definitions and topics.
    pub catalogue: &'a Catalogue,
    /// Classes.
    pub rules: &'a Rules,
    /// Names of levels and areas.
    pub tree: &'a AreaTree,
    /// Which place is what.
    pub region: &'a Region,
}

impl Overview {
    /// Counts the rows of a table released with a protocol.
    pub fn of(table: &FigureTable, protocol: &Protocol, frame: Frame<'_>) -> Self {
        let mut ledger = Ledger::new(frame);
        for (row, reason) in protocol.rows(table) {
            ledger.enter(row, reason);
        }
        let full = |counted: Vec<Counted>| {
            let counted = counted.into_iter();
            counted.filter(|c| c.shown + c.hidden() > 0).collect()
        };
        Self {
            edition: protocol.edition,
            all: ledger.all,
            classes: full(ledger.classes),
            levels: full(ledger.levels),
            topics: full(ledger.topics),
            indicators: full(ledger.indicators),
            sums: protocol.equations,
            open_sums: protocol.open_equations,
            audit: protocol.audit.clone(),
            elsewhere: protocol.elsewhere,
        }
    }
}

impl Overview {
    /// What the audit found and what counted as known, in German sentences.
    pub fn notes(&self) -> Vec<String> {
        let (audit, known) = (&self.audit, &self.elsewhere);
        let hidden = self.all.hidden();
        let all = [("hidden", hidden), ("all", hidden + self.all.shown)];
        let audited = [
            ("sensitive", audit.sensitive),
            ("unsafe", audit.unsafe_cells.len()),
            ("hidden", audit.hidden),
            ("groups", audit.components),
            ("sums", self.sums),
        ];
        let mut told = vec![say("overview_all", &all), say("overview_audit", &audited)];
        if self.open_sums > 0 {
            told.push(say("overview_open", &[("n", self.open_sums)]));
        }
        let shown_before = [("editions", known.editions), ("n", known.in_editions)];
        told.push(match known.editions {
            0 => say("overview_first", &[]),
            _ => say("overview_editions", &shown_before),
        });
        if known.by_others > 0 {
            told.push(say("overview_others", &[("n", known.by_others)]));
        }
        told
    }
}

/// A sentence with counts in it.
fn say(key: &str, counts: &[(&'static str, usize)]) -> String {
    let german = |(name, count): &(&'static str, usize)| (*name, german_number(*count as f64, 0));
    let counts: Vec<(&str, String)> = counts.iter().map(german).collect();
    let counts: Vec<(&str, &str)> = counts.iter().map(|(n, c)| (*n, c.as_str())).collect();
    Texts::parse(include_str!("texts.de.toml")).say(key, &counts)
}

/// Where a definition's figures are counted: class, topic, indicator.
#[derive(Clone, Copy)]
struct Columns {
    class: usize,
    topic: usize,
    indicator: usize,
}

/// The counts while rows are entered.
struct Ledger<'a> {
    all: Counted,
    classes: Vec<Counted>,
    levels: Vec<Counted>,
    topics: Vec<Counted>,
    indicators: Vec<Counted>,
    of_definition: HashMap<(&'a IndicatorId, u32), Columns>,
    level_of: HashMap<&'a AreaKey, usize>,
}

impl<'a> Ledger<'a> {
    fn new(frame: Frame<'a>) -> Self {
        let Frame {
            catalogue, rules, ..
        } = frame;
        let mut ledger = Self {
            all: Counted::default(),
            classes: (rules.classes.iter())
                .map(|c| Counted::named(c.id.as_str(), &c.name))
                .collect(),
            levels: Vec::new(),
            topics: (catalogue.topics.iter())
                .map(|t| Counted::named(&t.id, &t.name))
                .collect(),
            indicators: Vec::new(),
            of_definition: HashMap::new(),
            level_of: HashMap::new(),
        };
        ledger.place_levels(frame);
        let strictest = control::strictest_classes(catalogue, rules);
        for (definition, class) in catalogue.indicators.iter().zip(&strictest) {
            let columns = Columns {
                class: row_of(&mut ledger.classes, class.as_str(), class.as_str()),
                topic: row_of(&mut ledger.topics, &definition.topic, &definition.topic),
                indicator: row_of(
                    &mut ledger.indicators,
                    definition.id.as_str(),
                    &definition.short_name,
                ),
            };
            let key = (&definition.id, definition.version);
            ledger.of_definition.insert(key, columns);
        }
        ledger
    }

    fn place_levels(&mut self, frame: Frame<'a>) {
        let texts = Texts::parse(include_str!("texts.de.toml"));
        for level in frame.tree.levels() {
            row_of(&mut self.levels, level.id.as_str(), &level.plural);
        }
        for place in frame.region.places() {
            let name = match place.kind {
                PlaceKind::Tree => place.level.to_string(),
                PlaceKind::Group => texts.say("level_group", &[]),
                PlaceKind::Remainder => texts.say("level_unallocated", &[]),
                PlaceKind::Beside => texts.say("level_beside", &[]),
            };
            let id = match place.kind {
                PlaceKind::Beside => "beside",
                _ => place.level.as_str(),
            };
            let row = row_of(&mut self.levels, id, &name);
            self.level_of.insert(&place.key, row);
        }
    }

    fn enter(&mut self, row: &Shown, reason: Option<Reason>) {
        self.all.add(reason);
        let definition = (&row.indicator, row.definition_version);
        if let Some(columns) = self.of_definition.get(&definition) {
            self.classes[columns.class].add(reason);
            self.topics[columns.topic].add(reason);
            self.indicators[columns.indicator].add(reason);
        }
        if let Some(level) = self.level_of.get(&row.area) {
            self.levels[*level].add(reason);
        }
    }
}

/// The row of an id; a new one where there is none.
fn row_of(rows: &mut Vec<Counted>, id: &str, name: &str) -> usize {
    if let Some(found) = rows.iter().position(|r| r.id == id) {
        return found;
    }
    rows.push(Counted::named(id, name));
    rows.len() - 1
}
