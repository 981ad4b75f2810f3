//! Assembly: what a release says beside its figures, derived from released figures, catalogue and areas.

mod breaks;
mod gaps;
mod not_made;
mod sheets;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use areas::AreaTree;
use disclosure::{Edition, FigureTable, Released, Rules};
use findings::{Findings, Panel, Preset, RuleSet, allocation, outlook};
use geo::MultiPolygon;
use indicators::{Catalogue, Definition};
use vocabulary::{AreaKey, LevelId};

use crate::release::LevelInfo;
use crate::{Allocation, AreaInfo, Geography, Release, ReleaseMeta, SourceVintage};

/// What a release is made of before it is assembled.
#[derive(Debug)]
pub struct Draft<'a, E: Edition> {
    /// How to cite it; its hash is set by freezing.
    pub meta: ReleaseMeta,
    /// The definitions its figures were computed by.
    pub catalogue: &'a Catalogue,
    /// The areas its figures were computed on.
    pub tree: &'a AreaTree,
    /// Simplified outlines with shared borders.
    pub outlines: BTreeMap<AreaKey, MultiPolygon<f64>>,
    /// Counties and states compared, which are not part of the tree.
    pub peers: Vec<AreaInfo>,
    /// The figures behind the door.
    pub figures: Released<FigureTable, E>,
    /// The rules of confidentiality they passed.
    pub rules: &'a Rules,
    /// The rules of what stands out.
    pub findings: &'a RuleSet,
    /// The presets of the index, the first being the one the report tells.
    pub presets: &'a [Preset],
    /// Where the numbers come from.
    pub sources: Vec<SourceVintage>,
    /// What is to be shared out by need.
    pub allocations: &'a [allocation::Plan],
    /// How far and by what the outlook looks ahead.
    pub outlook: &'a outlook::Plan,
}

/// Assembles a release.
pub fn assemble<E: Edition>(draft: Draft<'_, E>) -> Release<E> {
    let min_count = |d: &Definition| draft.rules.min_count::<E>(d, draft.catalogue);
    let sheets = sheets::sheets(draft.catalogue, min_count);
    let areas = areas(draft.tree, &draft.peers, &draft.figures);
    let level_of: BTreeMap<&AreaKey, &LevelId> = areas.iter().map(|a| (&a.key, &a.level)).collect();
    let panel = Panel {
        figures: &draft.figures,
        catalogue: draft.catalogue,
        tree: draft.tree,
        outlines: &draft.outlines,
    };
    let verdicts = findings::verdicts(panel);
    let indices = findings::indices(panel, draft.presets);
    let Findings { found, examined } =
        findings::findings(panel, draft.findings, (&verdicts, &indices));
    let outlook = outlook::outlook(panel, draft.outlook);
    let allocations = allocations(panel, draft.allocations);
    Release {
        breaks: breaks::class_breaks(&draft.figures, &sheets, &level_of),
        gaps: gaps::gaps(&draft.figures, &sheets, &level_of),
        findings: found,
        not_made: not_made::not_made((draft.presets, &indices), &outlook),
        indices: indices.made,
        // Only who knows the archive knows what was published before.
        beside: Vec::new(),
        examined,
        topics: sheets::topics(draft.catalogue),
        geography: Geography {
            version: Some(draft.tree.version().clone()),
            levels: levels(draft.tree),
            areas,
            outlines: draft.outlines,
        },
        meta: draft.meta,
        sheets,
        verdicts,
        allocations,
        outlook: outlook.ok(),
        figures: draft.figures,
        sources: draft.sources,
        protection: disclosure::sentences::<E>(draft.rules),
    }
}

/// What can be shared out by the figures of this edition; a plan without figures has no result.
fn allocations(panel: Panel<'_>, plans: &[allocation::Plan]) -> Vec<Allocation> {
    let results = plans.iter().map(|plan| allocation::allocate(panel, plan));
    results.filter_map(Result::ok).collect()
}

fn levels(tree: &AreaTree) -> Vec<LevelInfo> {
    let levels = tree.levels().iter();
    levels
        .map(|l| LevelInfo {
            id: l.id.clone(),
            name: l.name.clone(),
            plural: l.plural.clone(),
        })
        .collect()
}

/// Areas of the tree, then groups, then remainders that have a figure, then what is compared.
fn areas(tree: &AreaTree, peers: &[AreaInfo], figures: &FigureTable) -> Vec<AreaInfo> {
    let own = tree.areas().iter().map(|a| AreaInfo {
        key: a.key.clone(),
        name: a.name.clone(),
        level: a.level.clone(),
        parent: a.parent.clone(),
        members: Vec::new(),
    });
    let groups = tree.groups().iter().map(|g| AreaInfo {
        key: g.key.clone(),
        name: g.name.clone(),
        level: level("group"),
        parent: None,
        members: g.touched().cloned().collect(),
    });
    let rests: BTreeSet<&AreaKey> = figures
        .rows()
        .iter()
        .map(|r| &r.area)
        .filter(|key| key.unallocated_of().is_some())
        .collect();
    let rests = rests.into_iter().filter_map(|key| {
        let parent = key.unallocated_of()?;
        let name = format!("{} (nicht zugeordnet)", tree.name(&parent)?);
        Some(AreaInfo {
            key: key.clone(),
            name,
            level: level("unallocated"),
            parent: Some(parent),
            members: Vec::new(),
        })
    });
    own.chain(groups)
        .chain(rests)
        .chain(peers.iter().cloned())
        .collect()
}

fn level(id: &str) -> LevelId {
    LevelId::parse(id).expect("the level's name is a word")
}
