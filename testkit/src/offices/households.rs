//! Households as the KOSIS programs write them: integers, semicolons, one file per year, the year in its name.

use super::{RawFile, World, day_after, row};
use crate::files::lines;
use crate::people::YEARS;

pub(super) fn deliveries(world: &World) -> Vec<RawFile> {
    YEARS.map(|year| households(world, year)).collect()
}

fn households(world: &World, year: i32) -> RawFile {
    let header = [
        "wp",
        "HH",
        "HH_1pers",
        "HH_mitKind",
        "HH_alleinerz",
        "HH_3Kinder",
        "HH_single_ab65",
    ];
    let mut rows = vec![row(header)];
    for (key, _, c) in world.wohnplaetze(year) {
        let numbers = [
            c.households,
            c.single_households,
            c.households_with_children,
            c.single_parent_households,
            c.large_family_households,
            c.single_households_65,
        ];
        rows.push(
            std::iter::once(key)
                .chain(numbers.map(|n| n.to_string()))
                .collect(),
        );
    }
    RawFile {
        path: format!("statistikstelle/Haushalte_WP_{year}-12.txt"),
        bytes: lines(&rows).into_bytes(),
        profile: "haushalte",
        received: day_after(year, 3, 20),
        note: "",
    }
}
