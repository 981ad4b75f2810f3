//! A county of the usual size, invented by a small generator: every indicator of the starter catalogue is computed,
//! released and attacked as an outsider would, sum by sum.

#![expect(clippy::unwrap_used, reason = "a test may end where it goes wrong")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use areas::{Area, AreaTree, Group, Level};
use disclosure::{FigureTable, Public, Reason, Rules, STARTER_RULES, Shown, release, reopen};
use indicators::{Catalogue, Figures, Region, compute};
use vocabulary::{
    AreaKey, Bounds, Breakdown, Flags, Observation, Origin, Period, Quantity, State, Value,
};

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    /// From 0 up to but not including 1.
    fn roll(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// About this many, as counts scatter.
    fn about(&mut self, mean: f64) -> f64 {
        let scatter = (self.roll() + self.roll() + self.roll() - 1.5) * 2.0;
        (mean + scatter * mean.sqrt()).round().max(0.0)
    }
}

fn tree() -> AreaTree {
    let level = |id: &str| Level {
        id: id.parse().unwrap(),
        name: id.into(),
        plural: id.into(),
    };
    let area = |key: String, level: &str, parent: Option<&str>| Area {
        name: key.clone(),
        key: key.parse().unwrap(),
        level: level.parse().unwrap(),
        parent: parent.map(|p| p.parse().unwrap()),
        valid_from: None,
        valid_to: None,
    };
    let mut areas = vec![area("09999".into(), "county", None)];
    for m in 1..=8 {
        let town = format!("09999{m:03}");
        areas.push(area(town.clone(), "municipality", Some("09999")));
        for w in 1..=(if m == 8 { 10 } else { 11 }) {
            areas.push(area(format!("{town}{w:03}"), "wohnplatz", Some(&town)));
        }
    }
    let group = |key: &str, members: &[&str]| Group {
        key: key.parse().unwrap(),
        name: key.into(),
        members: members.iter().map(|m| m.parse().unwrap()).collect(),
        cuts: Vec::new(),
        division: None,
    };
    let groups = vec![
        group("SR-01", &["09999001001", "09999001002", "09999001003"]),
        group("SR-02", &["09999001004", "09999002001"]),
        group(
            "SR-03",
            &["09999003001", "09999003002", "09999003003", "09999003004"],
        ),
    ];
    let levels = vec![level("county"), level("municipality"), level("wohnplatz")];
    AreaTree::new("2020-01-01".parse().unwrap(), levels, areas, groups).unwrap()
}

/// What part of the people a count is, roughly, and where it is delivered.
const COUNTS: &[(&str, f64, &str)] = &[
    ("foreigners", 0.12, "wohnplatz"),
    ("eu_foreigners", 0.05, "wohnplatz"),
    ("births", 0.009, "wohnplatz"),
    ("deaths", 0.011, "wohnplatz"),
    ("moves_in", 0.05, "wohnplatz"),
    ("moves_out", 0.045, "wohnplatz"),
    ("households", 0.48, "wohnplatz"),
    ("single_households", 0.18, "wohnplatz"),
    ("households_with_children", 0.11, "wohnplatz"),
    ("single_parent_households", 0.02, "wohnplatz"),
    ("large_family_households", 0.012, "wohnplatz"),
    ("single_households_65", 0.07, "wohnplatz"),
    ("insured_employees", 0.4, "wohnplatz"),
    ("insured_women", 0.18, "wohnplatz"),
    ("marginal_employees", 0.04, "wohnplatz"),
    ("unemployed", 0.03, "wohnplatz"),
    ("unemployed_15_24", 0.003, "wohnplatz"),
    ("unemployed_55plus", 0.007, "wohnplatz"),
    ("long_term_unemployed", 0.011, "wohnplatz"),
    ("employable_beneficiaries", 0.05, "wohnplatz"),
    ("non_employable_u15", 0.019, "wohnplatz"),
    ("sgb2_persons", 0.07, "wohnplatz"),
    ("benefit_units", 0.035, "wohnplatz"),
    ("single_parent_benefit_units", 0.007, "wohnplatz"),
    ("child_raising_support", 0.006, "wohnplatz"),
    ("outpatient_support", 0.004, "wohnplatz"),
    ("residential_support", 0.0015, "wohnplatz"),
    ("taking_into_care", 0.0006, "municipality"),
    ("daycare_u3", 0.009, "wohnplatz"),
    ("daycare_3_5", 0.026, "wohnplatz"),
    ("school_children_all_day", 0.015, "wohnplatz"),
    ("examined_children", 0.0095, "wohnplatz"),
    ("language_conspicuous", 0.0018, "wohnplatz"),
    ("motor_conspicuous", 0.0015, "wohnplatz"),
    ("overweight", 0.001, "wohnplatz"),
    ("checkups_complete", 0.008, "wohnplatz"),
    ("measles_vaccinated", 0.0088, "wohnplatz"),
    ("old_age_basic_support", 0.007, "wohnplatz"),
    ("subsistence_aid", 0.003, "wohnplatz"),
    ("housing_benefit_households", 0.01, "wohnplatz"),
    ("care_assistance", 0.004, "wohnplatz"),
    ("severely_disabled", 0.09, "municipality"),
    ("naturalisations", 0.002, "municipality"),
    ("care_recipients", 0.05, "municipality"),
    ("cars", 0.55, "municipality"),
    ("dwellings", 0.5, "municipality"),
    ("dwellings_completed", 0.003, "municipality"),
    ("area_m2", 900.0, "wohnplatz"),
    ("residents_near_gp", 0.6, "wohnplatz"),
    ("residents_near_stop", 0.9, "wohnplatz"),
    ("residents_near_pharmacy", 0.5, "wohnplatz"),
    ("bus_stops", 0.002, "wohnplatz"),
    ("gp_seats", 0.0006, "municipality"),
    ("care_places", 0.01, "municipality"),
    ("day_care_places", 0.002, "municipality"),
    ("eligible_voters", 0.75, "wohnplatz"),
    ("voters", 0.5, "wohnplatz"),
];

struct Deliveries {
    found: Vec<Observation>,
    dice: Dice,
}

impl Deliveries {
    fn add(&mut self, (count, area, year): (&str, &AreaKey, i32), breakdown: &str, value: Value) {
        let row = u32::try_from(self.found.len() + 1).unwrap();
        self.found.push(Observation {
            count: count.parse().unwrap(),
            area: area.clone(),
            period: Period::Year(year),
            breakdown: breakdown.parse().unwrap(),
            quantity: Quantity {
                value,
                flags: Flags::empty(),
            },
            origin: Origin {
                delivery: format!("L{year}").parse().unwrap(),
                sheet: Arc::from(""),
                row,
                column: 1,
            },
        });
    }

    fn people(&mut self, catalogue: &Catalogue, area: &AreaKey, year: i32, people: f64) {
        const AGES: [f64; 11] = [
            0.027, 0.028, 0.037, 0.047, 0.029, 0.019, 0.052, 0.38, 0.15, 0.16, 0.071,
        ];
        for (age, part) in catalogue.counts[0].dimensions[0]
            .categories
            .iter()
            .zip(AGES)
        {
            for sex in ["female", "male"] {
                let n = self.dice.about(people * part / 2.0);
                self.add(
                    ("population", area, year),
                    &format!("age={age}|sex={sex}"),
                    Value::Known(n),
                );
            }
        }
    }

    /// The employment agency hides numbers below ten and gives the town's total.
    fn count(
        &mut self,
        catalogue: &Catalogue,
        (count, mean): (&str, f64),
        area: &AreaKey,
        year: i32,
    ) -> f64 {
        let base = catalogue.count(&count.parse().unwrap()).unwrap();
        let groups: Vec<String> = match base.dimensions.first() {
            Some(d) => d
                .categories
                .iter()
                .map(|c| format!("{}={c}", d.id))
                .collect(),
            None => vec!["total".into()],
        };
        let hides = base.class.as_str() == "ba_small_area";
        let mut sum = 0.0;
        for group in &groups {
            let n = self.dice.about(mean / groups.len() as f64);
            sum += n;
            let value = if hides && n > 0.0 && n < 10.0 {
                Value::Suppressed(Bounds {
                    lower: 1.0,
                    upper: Some(9.0),
                })
            } else {
                Value::Known(n)
            };
            self.add((count, area, year), group, value);
        }
        sum
    }
}

fn deliveries(catalogue: &Catalogue, tree: &AreaTree) -> Vec<Observation> {
    let mut all = Deliveries {
        found: Vec::new(),
        dice: Dice(2024),
    };
    let wohnplatz = "wohnplatz".parse().unwrap();
    let places: Vec<(&AreaKey, f64)> = tree
        .at_level(&wohnplatz)
        .map(|a| (&a.key, 200.0 + 8_800.0 * all.dice.roll().powi(2)))
        .collect();
    for year in 2015..=2024 {
        for (area, people) in &places {
            all.people(catalogue, area, year, *people);
        }
        for (count, part, level) in COUNTS {
            let mut totals: BTreeMap<AreaKey, f64> = BTreeMap::new();
            for (area, people) in &places {
                let town = tree.parent(area).unwrap().key.clone();
                if *level == "wohnplatz" {
                    let n = all.count(catalogue, (count, people * part), area, year);
                    *totals.entry(town).or_default() += n;
                } else {
                    *totals.entry(town).or_default() += people * part;
                }
            }
            for (town, total) in totals {
                let by_sex = *count == "unemployed" || *count == "foreigners";
                if *level == "municipality" {
                    all.count(catalogue, (count, total), &town, year);
                } else if part.fract() != 0.0 && !by_sex {
                    all.add((count, &town, year), "total", Value::Known(total));
                }
            }
        }
    }
    all.found
}

type Key<'a> = (&'a str, u32, Period, &'a Breakdown);

fn key(row: &Shown) -> Key<'_> {
    (
        row.indicator.as_str(),
        row.definition_version,
        row.period,
        &row.breakdown,
    )
}

/// The parent of an area or remainder.
fn parent(tree: &AreaTree, area: &AreaKey) -> Option<AreaKey> {
    area.unallocated_of()
        .or_else(|| tree.parent(area).map(|p| p.key.clone()))
}

/// As the acceptance script does: no hidden count is one subtraction away, upwards or downwards.
fn attack(tree: &AreaTree, table: &FigureTable) -> (usize, usize) {
    let rows: Vec<&Shown> = table
        .rows()
        .iter()
        .filter(|r| !r.flags.contains(Flags::OPEN))
        .collect();
    let at: BTreeMap<(&AreaKey, Key<'_>), &Shown> =
        rows.iter().map(|r| ((&r.area, key(r)), *r)).collect();
    let mut children: BTreeMap<(AreaKey, Key<'_>), Vec<&Shown>> = BTreeMap::new();
    for row in &rows {
        if let Some(parent) = parent(tree, &row.area) {
            children.entry((parent, key(row))).or_default().push(row);
        }
    }
    let mut summed = 0;
    for ((area, of), parts) in &children {
        if let Some(whole) = at.get(&(area, *of)) {
            summed += usize::from(attack_sum(whole, parts));
        }
    }
    let hidden = |r: &&&Shown| r.state == State::Suppressed;
    (summed, rows.iter().filter(hidden).count())
}

/// Whether all parts are shown, and then add up.
fn attack_sum(whole: &Shown, parts: &[&Shown]) -> bool {
    let hidden = parts
        .iter()
        .filter(|p| p.state == State::Suppressed)
        .count();
    let known = parts.iter().filter(|p| p.numerator.is_some()).count();
    if known + hidden == parts.len() {
        let seen = whole.numerator.is_some();
        assert!(!(seen && hidden == 1), "one subtraction away: {whole:?}");
        let unseen = whole.state == State::Suppressed;
        assert!(!(unseen && hidden == 0), "one addition away: {whole:?}");
    }
    let Some(total) = whole.numerator.filter(|_| known == parts.len()) else {
        return false;
    };
    let sum: f64 = parts.iter().filter_map(|p| p.numerator).sum();
    assert!(
        (sum - total).abs() < 1e-6,
        "{sum} is not the sum: {whole:?}"
    );
    true
}

fn county() -> (AreaTree, Catalogue, Figures, usize) {
    let (tree, catalogue) = (tree(), Catalogue::starter());
    let observations = deliveries(&catalogue, &tree);
    let start = Instant::now();
    let figures = compute(&catalogue, &Region::of(&tree), &observations);
    report("compute", start);
    (tree, catalogue, figures, observations.len())
}

#[expect(
    clippy::print_stdout,
    reason = "times are for whoever runs the test with --nocapture"
)]
fn report(what: &str, start: Instant) {
    println!("{what}: {:.3} s", start.elapsed().as_secs_f64());
}

#[test]
fn a_whole_county_is_released_and_withstands_every_single_sum() {
    let (tree, catalogue, figures, observations) = county();
    let start = Instant::now();
    let (table, protocol) = release::<Public>(&figures, &catalogue, &Rules::starter()).unwrap();
    report("release", start);
    assert_eq!(protocol.open_equations, 0);
    let (summed, hidden) = attack(&tree, &table);
    assert!(summed > 1000 && hidden > 0 && hidden < table.rows().len() * 6 / 10);
    for row in table.rows() {
        if row.state == State::Suppressed {
            assert!(
                row.numerator
                    .or(row.value)
                    .or(row.lower)
                    .or(row.upper)
                    .is_none()
            );
        } else if !row.flags.contains(Flags::OPEN) {
            assert!(
                !row.numerator.is_some_and(|n| n > 0.0 && n < 3.0),
                "{row:?}"
            );
        }
    }
    assert_rates_are_honest(&table);
    let start = Instant::now();
    let (bytes, hash) = (table.canonical_bytes(), table.hash());
    report("bytes twice and hash", start);
    let start = Instant::now();
    let again = reopen::<Public>(&bytes, &hash).unwrap();
    report("reopen", start);
    assert_eq!(*again, *table);
    let periods: BTreeSet<Period> = table.rows().iter().map(|r| r.period).collect();
    tell(
        observations,
        &table,
        &protocol,
        (bytes.len(), periods.len()),
    );
}

#[test]
fn a_whole_county_is_rounded_or_altered_by_cell_keys() {
    let (_, catalogue, figures, _) = county();
    let rounding = "method = \"rounding\"\nrounding_base = 10\n";
    let keys = "method = \"cell_key\"\n[cell_key]\nseed = \"Buchstaben für diesen Test\"\n";
    for (name, flag) in [(rounding, Flags::ROUNDED_HERE), (keys, Flags::PERTURBED)] {
        let rules = Rules::load("rules.toml", &[name, STARTER_RULES].concat()).unwrap();
        let start = Instant::now();
        let (table, protocol) = release::<Public>(&figures, &catalogue, &rules).unwrap();
        report("release with altered counts", start);
        let for_others = [Reason::Secondary, Reason::Complement, Reason::Base];
        assert!(for_others.iter().all(|r| protocol.hidden_because(*r) == 0));
        let altered: Vec<&Shown> = table
            .rows()
            .iter()
            .filter(|r| r.flags.contains(flag))
            .collect();
        assert!(altered.len() > table.rows().len() / 2);
        for row in altered {
            let small = |n: f64| n.abs() > 0.0 && n.abs() < 3.0;
            assert!(!row.numerator.is_some_and(small), "{row:?}");
            if let (Some(value), Some((lower, upper))) = (row.value, row.lower.zip(row.upper)) {
                assert!(lower - 1e-9 <= value && value <= upper + 1e-9, "{row:?}");
            }
        }
        let again = reopen::<Public>(&table.canonical_bytes(), &table.hash()).unwrap();
        assert_eq!(*again, *table);
    }
}

/// Nine in ten rates carry an interval that holds the value; value = factor x numerator / denominator.
fn assert_rates_are_honest(table: &FigureTable) {
    let mut factors: BTreeMap<(&str, u32), (f64, f64)> = BTreeMap::new();
    let (mut rates, mut with_interval) = (0, 0);
    for row in table.rows() {
        let shown = matches!(row.state, State::Value | State::Zero);
        let (Some(value), Some(of), true) = (row.value, row.denominator, shown) else {
            continue;
        };
        if !row.flags.contains(Flags::OPEN) {
            rates += 1;
            with_interval += usize::from(row.lower.is_some());
        }
        if let Some((lower, upper)) = row.lower.zip(row.upper) {
            assert!(lower - 1e-9 <= value && value <= upper + 1e-9, "{row:?}");
        }
        if let Some(n) = row.numerator.filter(|n| *n > 0.0) {
            let factor = value * of / n;
            let known = factors.entry((row.indicator.as_str(), row.definition_version));
            let (least, most) = known.or_insert((factor, factor));
            (*least, *most) = (least.min(factor), most.max(factor));
            assert!(*most - *least <= 1e-6 * *most, "{row:?}");
        }
    }
    assert!(
        factors.len() >= 25 && with_interval * 10 > rates * 9,
        "{with_interval} of {rates}"
    );
}

#[expect(
    clippy::print_stdout,
    reason = "figures are for whoever runs the test with --nocapture"
)]
fn tell(
    observations: usize,
    table: &FigureTable,
    protocol: &disclosure::Protocol,
    (bytes, periods): (usize, usize),
) {
    println!(
        "{observations} observations, {} figures over {periods} periods, {} hidden, {} equations, {bytes} bytes",
        table.rows().len(),
        protocol.hidden(),
        protocol.equations
    );
    for (class, tally) in &protocol.classes {
        println!("  {class}: {} shown, {:?}", tally.shown, tally.hidden);
    }
}
