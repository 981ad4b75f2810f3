//! The public figures of a redrawn county, attacked from outside.

use std::fmt::Write as _;
use std::path::Path;

use areas::AreaTree;
use attack::{About, Attack, Recovered};
use disclosure::{FigureTable, Public, sentences};
use indicators::{Definition, Formula};
use vocabulary::ClassId;

use crate::county::County;
use crate::record::Record;

/// So many counties are attacked: each takes as long as everything else that is counted of it.
pub(crate) const COUNTIES: u64 = 500;

/// Notes how many numbers a county hides and how many of the small ones an outsider recovers.
pub(crate) fn note(county: &County<'_>, open: &County<'_>, record: &mut Record) {
    let found = attacked(county, open);
    record.note("attack hidden", found.hidden as f64);
    let small = found.recovered.iter().filter(|r| is_small(county, open, r));
    record.note("attack recovered", small.count() as f64);
}

/// Whether a recovered number is small by the rules. The table does not say that a base of unemployed people is a count of the
/// register, where less is small; so the attack takes it by the threshold of the unemployed.
fn is_small(county: &County<'_>, open: &County<'_>, found: &Recovered) -> bool {
    let catalogue = &county.land.catalogue;
    let same = |d: &&Definition| d.id.as_str() == found.indicator && d.version == found.version;
    let Some(definition) = catalogue.indicators.iter().find(same) else {
        return true;
    };
    let parts = definition.denominator.iter().flat_map(Formula::counts);
    let classes: Vec<&ClassId> = parts.map(|p| &catalogue.counts[p].class).collect();
    let rules = county.land.confidentiality.classes.iter();
    let rules = rules.filter(|rule| classes.contains(&&rule.id));
    let threshold = rules.fold(0.0, |most: f64, rule| most.max(rule.threshold));
    let shown = open.panel().figures.rows().iter().find(|row| {
        row.area.as_str() == found.area
            && row.indicator == definition.id
            && row.period.to_string() == found.period
            && row.breakdown.as_str() == found.breakdown
    });
    let base = shown.and_then(|row| row.denominator);
    found.about != About::Base || base.is_none_or(|base| base < threshold)
}

fn attacked(county: &County<'_>, open: &County<'_>) -> Attack {
    let folder = tempfile::tempdir().expect("the system has a folder for passing files");
    let read = |name: &str, county: &County<'_>| {
        let at = folder.path().join(name);
        publish(&at, county).expect("a new folder can be written");
        attack::read(&[at], &mut |_| {}).expect("the table was written a moment ago")
    };
    let (public, actual) = (read("public", county), read("actual", open));
    attack::attack(&public, (&[], Some(&actual)), &mut |_| {})
}

/// The table of figures, and the sentences that say what is protected.
fn publish(folder: &Path, county: &County<'_>) -> std::io::Result<()> {
    std::fs::create_dir(folder)?;
    let table = table(county.panel().figures, &county.land.tree);
    std::fs::write(folder.join("figures.csv"), table)?;
    let rules = sentences::<Public>(&county.land.confidentiality);
    std::fs::write(folder.join("rules.txt"), rules.join("\n"))
}

fn table(figures: &FigureTable, tree: &AreaTree) -> String {
    let mut text = "area_id;area_name;level;parent_id;indicator_id;definition_version;period;breakdown;numerator;\
                    denominator;value;lower;upper;state;flags;release\n"
        .to_owned();
    let number = |number: Option<f64>| number.map_or_else(String::new, |n| n.to_string());
    for row in figures.rows() {
        let area = tree.get(&row.area);
        let parent = area.and_then(|a| a.parent.as_ref());
        let _ = writeln!(
            text,
            "{};{};{};{};{};{};{};{};{};{};{};{};{};{};{};county",
            row.area,
            area.map_or(row.area.as_str(), |a| a.name.as_str()),
            area.map_or("unallocated", |a| a.level.as_str()),
            parent.map_or("", |p| p.as_str()),
            row.indicator,
            row.definition_version,
            row.period,
            row.breakdown,
            number(row.numerator),
            number(row.denominator),
            number(row.value),
            number(row.lower),
            number(row.upper),
            row.state.as_str(),
            row.flags
        );
    }
    text
}
