//! Planted tables: what leaks must be found by the step it is for; what is protected must not be.

mod editions;
mod found;
mod texts;

use std::path::Path;

use proptest::prelude::*;

use crate::{About, Attack, Certainty, Recovered, Step, attack, read};

const HEAD: &str = "area_id;area_name;level;parent_id;indicator_id;definition_version;period;breakdown;\
                    numerator;denominator;value;lower;upper;state;flags;release\n";

/// A table of figures line by line; `*` is a hidden count.
#[derive(Default)]
pub(crate) struct Planted {
    lines: String,
}

impl Planted {
    /// A count without a base: `("11", "A", "2024", "total", "12")`.
    pub(crate) fn count(mut self, area: &str, what: (&str, &str, &str), count: &str) -> Self {
        self.line(area, what, (count, "", ""), "x");
        self
    }

    /// A figure with base and percent.
    pub(crate) fn share(mut self, area: &str, what: (&str, &str, &str), of: (&str, &str)) -> Self {
        let value =
            of.0.parse::<f64>()
                .map(|c| c / of.1.parse::<f64>().unwrap() * 100.0);
        let value = value.map_or_else(|_| String::new(), |v| v.to_string());
        self.line(area, what, (of.0, of.1, &value), "x");
        self
    }

    fn line(
        &mut self,
        area: &str,
        (indicator, period, breakdown): (&str, &str, &str),
        (count, base, value): (&str, &str, &str),
        release: &str,
    ) {
        let parent = if area.len() > 1 {
            &area[..area.len() - 1]
        } else {
            ""
        };
        let (count, state) = if count == "*" {
            ("", "suppressed")
        } else {
            (count, "value")
        };
        let line = format!(
            "{area};Ort {area};level{};{parent};{indicator};1;{period};{breakdown};{count};{base};{value};;;{state};;{release}\n",
            area.len()
        );
        self.lines.push_str(&line);
    }

    pub(crate) fn write(&self, folder: &Path, release: &str) {
        let text = format!("{HEAD}{}", self.lines).replace(";x\n", &format!(";{release}\n"));
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(folder.join("figures.csv"), text).unwrap();
    }

    pub(crate) fn attacked(&self) -> Attack {
        let folder = tempfile::tempdir().unwrap();
        self.write(folder.path(), "x");
        attack_folders(&[folder.path()])
    }
}

pub(crate) fn attack_folders(folders: &[&Path]) -> Attack {
    let folders: Vec<_> = folders.iter().map(|f| f.to_path_buf()).collect();
    let published = read(&folders, &mut |_| {}).unwrap();
    attack(&published, (&[], None), &mut |_| {})
}

#[track_caller]
pub(crate) fn only(found: &Attack) -> &Recovered {
    assert_eq!(found.recovered.len(), 1, "{:#?}", found.recovered);
    &found.recovered[0]
}

pub(crate) const A: (&str, &str, &str) = ("A", "2024", "total");

#[test]
fn one_hidden_part_is_the_total_less_the_others() {
    let found = Planted::default()
        .count("1", A, "30")
        .count("11", A, "12")
        .count("12", A, "16")
        .count("13", A, "*")
        .attacked();
    let one = only(&found);
    assert_eq!((one.step, one.certainty), (Step::Single, Certainty::Exact));
    assert_eq!(
        (one.area.as_str(), one.low, one.high),
        ("13", 2.0, Some(2.0))
    );
    assert_eq!(
        one.witness,
        "Gebiet und seine Teile: Ort 1 30 = Ort 11 12 + Ort 12 16 + gesucht Ort 13"
    );
}

#[test]
fn a_hidden_total_is_the_sum_of_its_sexes() {
    let found = Planted::default()
        .count("1", ("A", "2024", "total"), "*")
        .count("1", ("A", "2024", "sex=female"), "4")
        .count("1", ("A", "2024", "sex=male"), "5")
        .attacked();
    let one = only(&found);
    assert_eq!((one.low, one.high), (9.0, Some(9.0)));
}

#[test]
fn what_may_move_together_is_not_told_exactly() {
    let two = |band: &'static str| ("A", "2024", band);
    let found = Planted::default()
        .count("1", two("total"), "40")
        .count("1", two("sex=female"), "25")
        .count("1", two("sex=male"), "15")
        .count("11", two("total"), "*")
        .count("11", two("sex=female"), "*")
        .count("11", two("sex=male"), "3")
        .count("12", two("total"), "*")
        .count("12", two("sex=female"), "*")
        .count("12", two("sex=male"), "12")
        .attacked();
    // Nothing tells female 11 from female 12: both totals move with them.
    assert!(
        found
            .recovered
            .iter()
            .all(|r| r.certainty != Certainty::Exact)
    );
}

#[test]
fn hidden_1_1_2_beside_40_are_bounded_by_their_sum() {
    let found = Planted::default()
        .count("1", A, "44")
        .count("11", A, "40")
        .count("12", A, "*")
        .count("13", A, "*")
        .count("14", A, "*")
        .count("15", A, "0")
        .attacked();
    assert_eq!(found.recovered.len(), 3);
    for one in &found.recovered {
        assert_eq!(
            (one.step, one.certainty),
            (Step::Bounds, Certainty::Narrowed)
        );
        assert_eq!((one.low, one.high), (1.0, Some(2.0)));
    }
}

#[test]
fn two_hidden_parts_with_room_for_every_small_count_are_safe() {
    let found = Planted::default()
        .count("1", A, "60")
        .count("11", A, "12")
        .count("12", A, "*")
        .count("13", A, "*")
        .count("14", A, "3")
        .attacked();
    assert_eq!(found.recovered, []);
    assert_eq!(found.hidden, 2);
}

#[test]
fn almost_everybody_is_a_small_complement() {
    let found = Planted::default()
        .share("1", A, ("95", "120"))
        .share("11", A, ("40", "60"))
        .share("12", A, ("*", "29"))
        .share("13", A, ("*", "31"))
        .attacked();
    let about: Vec<_> = found
        .recovered
        .iter()
        .map(|r| (&*r.area, r.about))
        .collect();
    assert_eq!(
        about,
        [("12", About::Complement), ("13", About::Complement)]
    );
}

#[test]
fn three_years_together_less_two_years_are_the_third() {
    let found = Planted::default()
        .count("1", ("A", "2022-2024", "total"), "20")
        .count("1", ("A", "2022", "total"), "9")
        .count("1", ("A", "2023", "total"), "8")
        .count("1", ("A", "2024", "total"), "*")
        .attacked();
    let one = only(&found);
    assert_eq!(
        (one.step, one.low, one.high),
        (Step::Differences, 3.0, Some(3.0))
    );
}

#[test]
fn what_another_office_published_opens_a_table() {
    let folder = tempfile::tempdir().unwrap();
    let planted = Planted::default()
        .count("1", A, "60")
        .count("11", A, "12")
        .count("12", A, "*")
        .count("13", A, "*");
    planted.write(folder.path(), "x");
    let list = folder.path().join("known.txt");
    std::fs::write(
        &list,
        "area;indicator;period;breakdown;value\n13;A;2024;total;47\n",
    )
    .unwrap();
    let known = crate::read_known(&list).unwrap();
    let published = read(&[folder.path().join("figures.csv")], &mut |_| {}).unwrap();
    let found = attack(&published, (&known, None), &mut |_| {});
    let one = only(&found);
    assert_eq!((&*one.area, one.low), ("12", 1.0));
    std::fs::write(&list, "\n13;A;2024;total\n").unwrap();
    let error = crate::read_known(&list).unwrap_err();
    assert!(error.to_string().contains("line 2"), "{error}");
}

#[test]
fn a_rate_with_its_base_tells_its_count() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "{HEAD}\
         1;Kreis;county;;A;1;2024;total;60;1000;6;4.688894;7.647669;value;;x\n\
         11;Ost;area;1;A;1;2024;total;57;760;7.5;5.83;9.6;value;;x\n\
         12;West;area;1;A;1;2024;total;;240;1.3;;;suppressed;;x\n\
         13;Süd;area;1;A;1;2024;total;;;;;;suppressed;;x\n"
    );
    std::fs::write(folder.path().join("figures.csv"), text).unwrap();
    let found = attack_folders(&[folder.path()]);
    let west = found.recovered.iter().find(|r| r.area == "12").unwrap();
    assert_eq!((west.low, west.step), (3.0, Step::BackCalculation));
}

#[test]
fn another_format_that_shows_the_cell_tells_it() {
    let folder = tempfile::tempdir().unwrap();
    let plant = |hidden: &str| {
        Planted::default()
            .count("1", A, "60")
            .count("11", A, hidden)
            .count("12", A, "*")
            .count("13", A, "*")
    };
    plant("*").write(folder.path(), "x");
    let other = tempfile::tempdir().unwrap();
    plant("2").write(other.path(), "x");
    let from = other.path().join("figures.csv");
    std::fs::copy(from, folder.path().join("zweite.csv")).unwrap();
    let found = attack_folders(&[folder.path()]);
    let one = only(&found);
    assert_eq!((&*one.area, one.low), ("11", 2.0));
    assert!(
        one.witness.starts_with("Eine andere Datei zeigt die Zahl"),
        "{}",
        one.witness
    );
}

#[test]
fn strange_tables_are_read_as_far_as_they_go() {
    let folder = tempfile::tempdir().unwrap();
    let lines = "1;Kreis;k;1;A;1;2024;total;NaN;inf;1e400;;;value;;x\n\
                 1;Kreis;k;1;A;1;2024;total;30;;;;;value;;x\n\
                 11;Ost;o;1;A;1;irgendwann;total;5;;;;;value;;x\n\
                 11;Ost;o;1;A;1;2024;;-;;;;;suppressed;;x\n\
                 12;West;o;12;A;1;2024;age=|;;;;;;suppressed\n\
                 zu kurz\n";
    std::fs::write(folder.path().join("figures.csv"), format!("{HEAD}{lines}")).unwrap();
    let found = attack_folders(&[folder.path()]);
    assert_eq!(found.hidden, 2);
    assert!(found.shown >= 1);
}

#[test]
fn a_folder_without_figures_says_what_to_name() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("notes.csv"), "a;b\n1;2\n").unwrap();
    let error = read(&[folder.path().to_path_buf()], &mut |_| {}).unwrap_err();
    assert!(vocabulary::Explain::german(&error).contains("öffentlichen Ordner"));
    let none = read(&[folder.path().join("missing")], &mut |_| {}).unwrap_err();
    assert!(vocabulary::Explain::german(&none).contains("kann nicht gelesen werden"));
    std::fs::write(folder.path().join("broken.parquet"), "no parquet").unwrap();
    let broken = read(&[folder.path().to_path_buf()], &mut |_| {}).unwrap_err();
    assert!(vocabulary::Explain::german(&broken).contains("broken.parquet"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever the numbers are: what the attack says contains the truth.
    #[test]
    fn what_is_recovered_is_true(
        counts in proptest::collection::vec((1u32..30, 1u32..30), 3..7),
        hide in proptest::collection::vec(any::<bool>(), 21),
    ) {
        let mut truth = std::collections::BTreeMap::new();
        let mut sums = (0, 0);
        for (i, (f, m)) in (1..).zip(&counts) {
            truth.insert((format!("1{i}"), "sex=female"), *f);
            truth.insert((format!("1{i}"), "sex=male"), *m);
            truth.insert((format!("1{i}"), "total"), f + m);
            sums = (sums.0 + f, sums.1 + m);
        }
        truth.insert(("1".to_owned(), "sex=female"), sums.0);
        truth.insert(("1".to_owned(), "sex=male"), sums.1);
        truth.insert(("1".to_owned(), "total"), sums.0 + sums.1);
        let mut planted = Planted::default().count("2", ("Z", "2024", "total"), "0");
        for (i, ((area, breakdown), number)) in truth.iter().enumerate() {
            let hidden = area != "1" && hide[i % hide.len()];
            let shown = if hidden { "*".to_owned() } else { number.to_string() };
            planted = planted.count(area, ("A", "2024", breakdown), &shown);
        }
        for one in planted.attacked().recovered {
            let breakdown = truth.keys().find(|k| k.0 == one.area && k.1 == one.breakdown);
            let number = f64::from(truth[breakdown.unwrap()]);
            prop_assert!(one.low <= number && one.high.is_none_or(|h| number <= h), "{one:?} is {number}");
        }
    }
}
