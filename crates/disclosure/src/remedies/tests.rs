use std::collections::BTreeMap;

use areas::AreaTree;
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
}

impl County {
    fn of(tree: AreaTree, observations: Vec<Observation>) -> Self {
        Self {
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

    fn tried(&self, asked: Asked<'_>) -> Vec<(Remedy, Outcome)> {
        let near = |keys: &[&str]| keys.iter().map(|k| key(k)).collect::<Vec<_>>();
        let neighbours = BTreeMap::from([
            (key("1a"), near(&["1b", "1c"])),
            (key("1b"), near(&["1a"])),
            (key("1c"), near(&["1a"])),
        ]);
        let tried = try_out(self.ground(), &neighbours, asked).unwrap();
        tried.into_iter().map(|t| (t.0, t.1.unwrap())).collect()
    }

    fn found(&self, asked: Asked<'_>) -> Vec<Remedy> {
        self.tried(asked).into_iter().map(|t| t.0).collect()
    }
}

fn most() -> Asked<'static> {
    Asked {
        most: 3,
        ..Asked::default()
    }
}

#[test]
fn what_is_small_apart_is_proposed_together_and_saves_what_was_said() {
    let county = County::of(tree(&[3, 2], &[]), claims());
    let (found, outcomes): (Vec<Remedy>, Vec<Outcome>) = county.tried(most()).into_iter().unzip();
    let merger = Remedy::Merge([key("1a"), key("1b")]);
    let pool = Remedy::Pool("C".parse().unwrap());
    assert_eq!(found, [merger, pool]);
    assert!(outcomes[0].before.hidden >= 12, "{outcomes:?}");
    assert_eq!(outcomes[0].after.hidden, 0);
    assert_eq!(outcomes[0].saves(), {
        let before = outcomes[0].before.hidden + outcomes[0].others_before.hidden;
        signed(before)
    });
    assert!(outcomes[1].after.hidden < outcomes[1].before.hidden);
    assert_eq!(outcomes[1].others_after, outcomes[1].others_before);
}

#[test]
fn only_what_was_asked_for_is_proposed() {
    let county = County::of(tree(&[3, 2], &[]), claims());
    let (area, indicator) = (key("1c"), "C".parse().unwrap());
    let of_area = Asked {
        area: Some(&area),
        ..most()
    };
    let merged = county.found(of_area);
    assert_eq!(merged, [Remedy::Merge([key("1a"), key("1c")])]);
    let of_indicator = Asked {
        indicator: Some(&indicator),
        ..most()
    };
    assert_eq!(
        county.found(of_indicator),
        [Remedy::Pool(indicator.clone())]
    );
}

#[test]
fn areas_a_group_tells_apart_are_not_merged() {
    let county = County::of(tree(&[3, 2], &[("G", &["1a", "2a"])]), claims());
    let found = county.found(most());
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
    assert!(county.found(most()).is_empty());
}
