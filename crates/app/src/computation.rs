//! From stored counts to figures and, through the door, to a release: the line of stages in one place.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use areas::AreaTree;
use disclosure::{Edition, FigureTable, Protocol, Public, Released, Rules};
use findings::allocation::Plans;
use findings::outlook;
use findings::{Preset, RuleSet};
use geo::MultiPolygon;
use indicators::{Catalogue, Figures, Region};
use intake::Profile;
use observations::deliveries::{self, Delivery};
use register::{Db, StoredTerritory, areas as territories, catalogue, profiles, rules};
use releases::{
    AreaInfo, Draft, Release, ReleaseMeta, SourceDelivery, SourceVintage, assemble, geography,
    store,
};
use vocabulary::{AreaKey, CountId, Date, Flags, LevelId, Observation, Period};

use crate::failure::{InGerman, told};
use crate::presets::presets;

/// Figures before the door, with all they were computed from. It never leaves the program.
pub(crate) struct Computation {
    pub(crate) territory: StoredTerritory,
    pub(crate) tree: AreaTree,
    pub(crate) catalogue: Catalogue,
    pub(crate) rules: Rules,
    pub(crate) rules_of_findings: RuleSet,
    pub(crate) presets: Vec<Preset>,
    pub(crate) observations: Vec<Observation>,
    pub(crate) figures: Figures,
    pub(crate) sources: Vec<SourceVintage>,
    pub(crate) allocations: Plans,
    pub(crate) outlook: outlook::Plan,
    /// The public editions so far: what they showed is known to everybody.
    earlier: Vec<Release<Public>>,
}

/// Computes all figures on the newest territorial status, or on that of a day.
pub(crate) async fn compute(db: &Db, day: Option<Date>) -> Result<Computation> {
    let territory = territories::load(db).await.in_german()?;
    let territory = territory.ok_or_else(no_areas)?;
    let catalogue = catalogue::load(db).await.in_german()?;
    let catalogue = catalogue.ok_or_else(no_catalogue)?.catalogue;
    let newest = territory.territory.versions().pop().and_then(|v| v.since);
    let always = || Date::new(9999, 12, 31).expect("a day of the calendar");
    let day = day.or(newest).unwrap_or_else(always);
    let tree = territory.territory.at(day).in_german()?;
    let mut current = observations::current(db).await.in_german()?;
    mark_ready_made(&mut current, &catalogue);
    let observations = observations::in_status(current, &territory, day).in_german()?;
    let former = territory.crosswalk().in_german()?;
    let former = former.former(&territory.territory, &tree).in_german()?;
    let compared = territory.compared.iter();
    let region = compared.fold(Region::of(&tree).since(former), |region, area| {
        region.beside(area.key.clone(), area.level.clone())
    });
    let figures = indicators::compute(&catalogue, &region, &observations);
    Ok(Computation {
        rules: rules_of(db).await?,
        rules_of_findings: rules_of_findings(db).await?,
        presets: presets(db).await?,
        sources: sources(db, &observations).await?,
        allocations: allocations_of(db).await?,
        outlook: outlook_of(db).await?,
        earlier: earlier(db).await?,
        territory,
        tree,
        catalogue,
        observations,
        figures,
    })
}

/// The levels of all areas, those compared with included.
pub(crate) fn levels(stored: &StoredTerritory) -> Vec<LevelId> {
    let own = stored.territory.levels.iter().map(|level| &level.id);
    let compared = stored.compared.iter().map(|area| &area.level);
    own.chain(compared).cloned().collect()
}

/// Every public edition so far.
async fn earlier(db: &Db) -> Result<Vec<Release<Public>>> {
    let mut editions = Vec::new();
    for listed in store::list(db).await.in_german()? {
        if listed.edition == Public::NAME {
            editions.push(store::open(db, &listed.identifier).await.in_german()?);
        }
    }
    Ok(editions)
}

/// The rules of confidentiality the county has set, or those the product comes with.
async fn rules_of(db: &Db) -> Result<Rules> {
    match rules::load(db, "disclosure").await.in_german()? {
        Some(rule) => Rules::load("disclosure", &rule.content).in_german(),
        None => Ok(Rules::starter()),
    }
}

/// What is to be shared out by need, as the county has set it or as the product brings it.
async fn allocations_of(db: &Db) -> Result<Plans> {
    match rules::load(db, "allocation").await.in_german()? {
        Some(rule) => Plans::load("allocation", &rule.content).in_german(),
        None => Ok(Plans::starter()),
    }
}

/// How the outlook is made, as the county has set it or as the product brings it.
async fn outlook_of(db: &Db) -> Result<outlook::Plan> {
    match rules::load(db, "outlook").await.in_german()? {
        Some(rule) => outlook::Plan::load("outlook", &rule.content).in_german(),
        None => Ok(outlook::Plan::starter()),
    }
}

/// The rules of what stands out, as the county has set them or as the product brings them.
async fn rules_of_findings(db: &Db) -> Result<RuleSet> {
    match rules::load(db, "findings").await.in_german()? {
        Some(rule) => RuleSet::load("findings", &rule.content).in_german(),
        None => Ok(RuleSet::starter()),
    }
}

fn no_catalogue() -> anyhow::Error {
    told("Der Datenordner hat noch keinen Katalog; „lebenslage init“ legt ihn an.")
}

/// Ready-made shares by the catalogue: never added up or carried over to other areas.
fn mark_ready_made(observations: &mut [Observation], catalogue: &Catalogue) {
    let ready_made: BTreeSet<&CountId> = catalogue
        .counts
        .iter()
        .filter(|c| !c.additive)
        .map(|c| &c.id)
        .collect();
    for observation in observations
        .iter_mut()
        .filter(|o| ready_made.contains(&o.count))
    {
        observation.quantity.flags |= Flags::SUPPLIED;
    }
}

fn no_areas() -> anyhow::Error {
    told(
        "Der Datenordner kennt noch keine Gebiete. Laden Sie sie mit „lebenslage areas load BESCHREIBUNG.toml“.",
    )
}

impl Computation {
    /// What may be shown in an edition, and the protocol of what was hidden.
    pub(crate) fn release<E: Edition>(&self) -> Result<(Released<FigureTable, E>, Protocol)> {
        self.check_names(&self.rules)?;
        let earlier = self.earlier_figures();
        disclosure::release_after::<E>(&self.figures, &self.catalogue, &self.rules, &earlier)
            .in_german()
    }

    /// Refuses rules of confidentiality that name base counts or levels nobody here knows.
    pub(crate) fn check_names(&self, rules: &Rules) -> Result<()> {
        let levels = levels(&self.territory);
        rules
            .check_names(&self.catalogue, Some(&levels))
            .in_german()
    }

    /// What the public edition that would be made now shows and hides by some rules; the rules of the folder stay.
    pub(crate) fn released_by(
        &self,
        rules: &Rules,
    ) -> Result<(Released<FigureTable, Public>, Protocol), disclosure::Refused> {
        let earlier = self.earlier_figures();
        disclosure::release_after::<Public>(&self.figures, &self.catalogue, rules, &earlier)
    }

    /// The same as if there were no edition yet.
    pub(crate) fn without_editions(mut self) -> Self {
        self.earlier.clear();
        self
    }

    /// What the public editions so far showed.
    pub(crate) fn earlier_figures(&self) -> Vec<&FigureTable> {
        self.earlier.iter().map(|e| &*e.figures).collect()
    }

    /// A release of an edition, not yet frozen.
    pub(crate) fn draft<E: Edition>(&self, meta: ReleaseMeta) -> Result<(Release<E>, Protocol)> {
        let (figures, protocol) = self.release::<E>()?;
        let tree = self.tree_of::<E>();
        let draft = Draft {
            meta: ReleaseMeta {
                edition: E::NAME.to_owned(),
                ..meta
            },
            catalogue: &self.catalogue,
            tree: &tree,
            outlines: geography::outlines(&tree, &self.stored_outlines()?),
            peers: self.peers(),
            figures,
            rules: &self.rules,
            findings: &self.rules_of_findings,
            presets: &self.presets,
            sources: self.sources.clone(),
            allocations: &self.allocations.plans,
            outlook: &self.outlook,
        };
        Ok((assemble(draft), protocol))
    }

    /// The areas an edition speaks of.
    fn tree_of<E: Edition>(&self) -> AreaTree {
        if E::NAME == Public::NAME {
            self.tree.without_groups(&self.rules.groups.internal_only)
        } else {
            self.tree.clone()
        }
    }

    /// Simplified outlines of all areas.
    pub(crate) fn outlines(&self) -> Result<BTreeMap<AreaKey, MultiPolygon<f64>>> {
        Ok(geography::outlines(&self.tree, &self.stored_outlines()?))
    }

    fn peers(&self) -> Vec<AreaInfo> {
        let compared = self.territory.compared.iter();
        compared
            .map(|c| AreaInfo {
                key: c.key.clone(),
                name: c.name.clone(),
                level: c.level.clone(),
                parent: None,
                members: Vec::new(),
            })
            .collect()
    }

    /// Outlines of the areas of this status.
    pub(crate) fn stored_outlines(&self) -> Result<BTreeMap<AreaKey, MultiPolygon<f64>>> {
        let here = self.territory.outlines.iter().filter(|o| {
            self.tree
                .get(&o.area)
                .is_some_and(|area| area.valid_from == o.valid_from)
        });
        here.map(|o| Ok((o.area.clone(), o.shape().in_german()?)))
            .collect()
    }
}

/// One entry per source profile that has a delivery whose numbers are used.
async fn sources(db: &Db, observations: &[Observation]) -> Result<Vec<SourceVintage>> {
    let newest = newest_periods(observations);
    let mut found: BTreeMap<String, Vec<(Delivery, Period)>> = BTreeMap::new();
    for delivery in deliveries::list(db).await.in_german()? {
        let period = newest.get(delivery.id.as_str()).copied();
        if let Some(period) = period.filter(|_| delivery.withdrawal.is_none()) {
            let of_profile = found.entry(delivery.profile.clone()).or_default();
            of_profile.push((delivery, period));
        }
    }
    let mut sources = Vec::new();
    for (id, list) in found {
        let stored = profiles::load(db, &id).await.in_german()?;
        sources.push(source(&list, id, stored.map(|p| p.profile)));
    }
    Ok(sources)
}

/// The newest period each delivery speaks of.
fn newest_periods(observations: &[Observation]) -> BTreeMap<&str, Period> {
    let mut newest: BTreeMap<&str, Period> = BTreeMap::new();
    for observation in observations {
        let delivery = observation.origin.delivery.as_str();
        let period = newest.entry(delivery).or_insert(observation.period);
        if observation.period.last_year() > period.last_year() {
            *period = observation.period;
        }
    }
    newest
}

fn delivered((delivery, newest): &(Delivery, Period)) -> SourceDelivery {
    SourceDelivery {
        id: delivery.id.clone(),
        received: delivery.received,
        newest: *newest,
    }
}

fn source(list: &[(Delivery, Period)], id: String, profile: Option<Profile>) -> SourceVintage {
    let supplier = list.last().map(|(d, _)| d.supplier.clone());
    let periods = list.iter().map(|(_, p)| *p);
    SourceVintage {
        supplier: supplier.unwrap_or_default(),
        title: profile.as_ref().map_or(id, |p| p.title.clone()),
        newest: periods.max_by_key(|p| (p.last_year(), *p)),
        received: list.iter().map(|(d, _)| d.received).max(),
        licence: profile.map_or_else(String::new, |p| p.licence),
        deliveries: list.len(),
        delivered: list.iter().map(delivered).collect(),
    }
}
