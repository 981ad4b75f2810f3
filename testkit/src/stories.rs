//! What is hidden in the figures, so that tests can ask whether the house finds it.

/// Something that happens in the county and that the figures must show, or must not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Story {
    /// A short name for tests.
    pub id: &'static str,
    /// The areas it happens in (status 2020).
    pub areas: &'static [&'static str],
    /// The base counts that show it.
    pub counts: &'static [&'static str],
    /// First and last year.
    pub years: (i32, i32),
    /// What happens.
    pub tale: &'static str,
}

/// The area that deteriorates.
pub const DETERIORATES: &str = "09999002002";
/// The area a measure improves.
pub const IMPROVES: &str = "09999001006";
/// The small area where nothing happens but chance.
pub const NOISE_ONLY: &str = "09999005009";
/// The area where young families move in.
pub const NEW_HOUSES: &str = "09999006002";

/// All stories.
pub const STORIES: [Story; 7] = [
    Story {
        id: "deterioration",
        areas: &[DETERIORATES],
        counts: &[
            "unemployed",
            "non_employable_u15",
            "sgb2_persons",
            "child_raising_support",
        ],
        years: (2018, 2024),
        tale: "Lindenau, Bahnhofsviertel: a works closes in 2018; unemployment and child poverty rise year by year.",
    },
    Story {
        id: "improvement",
        areas: &[IMPROVES],
        counts: &["daycare_u3", "language_conspicuous"],
        years: (2021, 2024),
        tale: "Rosental, Weberviertel: a family centre opens in 2021; more small children in day care, better language.",
    },
    Story {
        id: "county_wide_rise",
        areas: &["09999"],
        counts: &[
            "sgb2_persons",
            "employable_beneficiaries",
            "non_employable_u15",
            "benefit_units",
            "foreigners",
        ],
        years: (2022, 2024),
        tale: "Since June 2022 refugees are supported by the Jobcenter: the number rises everywhere at once.",
    },
    Story {
        id: "noise_only",
        areas: &[NOISE_ONLY],
        counts: &[],
        years: (2015, 2024),
        tale: "Altenberge, Einöd: some 230 people; rates jump about, and none of it means anything.",
    },
    Story {
        id: "urban_cluster",
        areas: &[
            "09999001001",
            "09999001002",
            "09999001003",
            "09999001004",
            "09999001005",
            "09999001006",
        ],
        counts: &[
            "sgb2_persons",
            "non_employable_u15",
            "unemployed",
            "single_parent_households",
        ],
        years: (2015, 2024),
        tale: "The core of Rosental and its neighbours are all high: a cluster, not single areas.",
    },
    Story {
        id: "new_houses",
        areas: &[NEW_HOUSES],
        counts: &["population", "moves_in"],
        years: (2018, 2022),
        tale: "Kirchfeld, Neubaugebiet Sonnenfeld: young families move in; little poverty, many children.",
    },
    Story {
        id: "split",
        areas: &["09999003012", "09999003013"],
        counts: &[],
        years: (2020, 2020),
        tale: "Wolfsgrund is divided on 1 January 2020; 92.40 % of its people live in the larger part.",
    },
];
