use std::collections::BTreeMap;

use areas::AreaTree;
use indicators::{Figures, Region, compute};
use vocabulary::{AreaKey, Observation, Period, Quantity};

use super::*;
use crate::control::tests::county::{catalogue, observations, tree};

fn key(key: &str) -> AreaKey {
    key.parse().unwrap()
}

/// Claims of 1a and 1b are small in every year, together they are not.
fn claims() -> Vec<Observation> {
    let year = |year: i32| -> Vec<Observation> {
        let mut found = observations(
            "people 1a 300/310\npeople 1b 290/280\npeople 1c 300/300\npeople 2a 500/500\npeople 2b 400/500\n\
             cases 1a 2\ncases 1b 2\ncases 1c 40\ncases 2a 50\ncases 2b 60",
        );
        for observation in &mut found {
            observation.period = Period::Year(year);
        }
        found
    };
    (2019..=2024).flat_map(year).collect()
}

struct County {
    tree: AreaTree,
    rules: Rules,
    observations: Vec<Observation>,
    figures: Figures,
}

impl County {
    fn of(tree: AreaTree, observations: Vec<Observation>) -> Self {
        let figures = compute(catalogue(), &Region::of(&tree), &observations);
        Self {
            figures,
            tree,
            rules: Rules::starter(),
            observations,
        }
    }

    fn ground(&self) -> Ground<'_> {
        Ground {
            catalogue: catalogue(),
            rules: &self.rules,
            tree: &self.tree,
            compared: &[],
            observations: &self.observations,
        }
    }

    fn candidates(&self, wanted: Wanted<'_>) -> Vec<Remedy> {
        let released = release::<Public>(&self.figures, catalogue(), &self.rules);
        let near = |keys: &[&str]| keys.iter().map(|k| key(k)).collect::<Vec<_>>();
        let neighbours = BTreeMap::from([
            (key("1a"), near(&["1b", "1c"])),
            (key("1b"), near(&["1a"])),
            (key("1c"), near(&["1a"])),
        ]);
        let table = released.unwrap().0;
        candidates(self.ground(), (&self.figures, &table), &neighbours, wanted)
    }
}

fn most() -> Wanted<'static> {
    Wanted {
        most: 3,
        ..Wanted::default()
    }
}

#[test]
fn what_is_small_apart_is_proposed_together_and_saves_what_was_said() {
    let county = County::of(tree(&[3, 2], &[]), claims());
    let found = county.candidates(most());
    let merger = Remedy::Merge([key("1a"), key("1b")]);
    let pool = Remedy::Pool("C".parse().unwrap());
    assert_eq!(found, [merger, pool]);
    let tried = try_out(county.ground(), &found).unwrap();
    let effects: Vec<Effect> = tried.into_iter().map(|t| t.1.unwrap()).collect();
    assert!(effects[0].before.hidden >= 12, "{effects:?}");
    assert_eq!(effects[0].after.hidden, 0);
    assert_eq!(effects[0].saves(), {
        let before = effects[0].before.hidden + effects[0].others_before.hidden;
        signed(before)
    });
    assert!(effects[1].after.hidden < effects[1].before.hidden);
    assert_eq!(effects[1].others_after, effects[1].others_before);
}

#[test]
fn only_what_was_asked_for_is_proposed() {
    let county = County::of(tree(&[3, 2], &[]), claims());
    let (area, indicator) = (key("1c"), "C".parse().unwrap());
    let of_area = Wanted {
        area: Some(&area),
        ..most()
    };
    let merged = county.candidates(of_area);
    assert_eq!(merged, [Remedy::Merge([key("1a"), key("1c")])]);
    let of_indicator = Wanted {
        indicator: Some(&indicator),
        ..most()
    };
    assert_eq!(
        county.candidates(of_indicator),
        [Remedy::Pool(indicator.clone())]
    );
}

#[test]
fn areas_a_group_tells_apart_are_not_merged() {
    let county = County::of(tree(&[3, 2], &[("G", &["1a", "2a"])]), claims());
    let found = county.candidates(most());
    assert!(
        !found.iter().any(|r| matches!(r, Remedy::Merge(_))),
        "{found:?}"
    );
}

#[test]
fn where_only_one_of_two_has_a_count_nothing_is_known_of_both() {
    let mut all = claims();
    all.retain(|o| !(o.count.as_str() == "cases" && o.area == key("1b")));
    let county = County::of(tree(&[3, 2], &[]), all);
    let pair = [key("1a"), key("1b")];
    let merged = merged::observations(county.ground(), &pair);
    let of = |count: &str| -> Vec<&Observation> {
        let mut of_area = merged
            .iter()
            .filter(|o| o.area == pair[0])
            .collect::<Vec<_>>();
        of_area.retain(|o| o.count.as_str() == count);
        of_area
    };
    assert!(of("cases").is_empty());
    assert_eq!(of("people")[0].quantity, Quantity::known(590.0));
    assert!(!merged.iter().any(|o| o.area == pair[1]));
}

#[test]
fn nothing_hidden_needs_no_remedy() {
    let mut all = claims();
    for observation in all.iter_mut().filter(|o| o.count.as_str() == "cases") {
        observation.quantity = Quantity::known(30.0);
    }
    let county = County::of(tree(&[3, 2], &[]), all);
    assert!(county.candidates(most()).is_empty());
}
