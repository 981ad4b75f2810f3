//! What the offices count of the residents: work, day care, health, help, homes.

use super::counts::Counts;
use super::nature::Nature;
use crate::random::{binomial, exp, lasting};

/// One Wohnplatz in one year, for drawing counts from it.
struct Draw<'a> {
    nature: &'a Nature,
    year: i32,
}

impl Draw<'_> {
    /// How many of `n` have a trait; the luck of a place lasts, since the same people live on.
    fn of(&self, name: u64, n: u32, p: f64) -> u32 {
        binomial(n, p, lasting(&[name, self.nature.luck], self.year))
    }

    /// `e` to the power of `strength` times the place's hardship.
    fn hard(&self, strength: f64) -> f64 {
        exp(strength * self.nature.hardship)
    }

    /// What is added to the share of a burden this year.
    fn points(&self) -> f64 {
        self.nature.fate.points(self.year)
    }

    /// Years since the first.
    fn t(&self) -> f64 {
        f64::from(self.year - 2015)
    }
}

/// Fills the counts of all offices.
pub(crate) fn count(nature: &Nature, year: i32, five_year_olds: u32, counts: &mut Counts) {
    let draw = Draw { nature, year };
    origin(&draw, counts);
    work(&draw, counts);
    youth(&draw, counts);
    school_entry(&draw, five_year_olds, counts);
    social(&draw, counts);
    homes(&draw, counts);
}

fn origin(draw: &Draw, c: &mut Counts) {
    let wave = match draw.year {
        ..2022 => 0.003 * draw.t(),
        _ => 0.030 + 0.003 * draw.t(),
    };
    let share = ((0.055 + 0.055 * draw.nature.urban + wave) * draw.hard(0.30)).min(0.45);
    let [women, men] = c.aged_by_sex(0, 100);
    c.foreigners_female = draw.of(100, women, share);
    c.foreigners_male = draw.of(101, men, share * 1.03);
    let eu = 0.42 - 0.006 * draw.t() - if draw.year >= 2022 { 0.05 } else { 0.0 };
    c.eu_foreigners = draw.of(102, c.foreigners(), eu);
}

fn work(draw: &Draw, c: &mut Counts) {
    let [women, men] = c.aged_by_sex(15, 64);
    let working_age = women + men;
    let on_benefit = draw.of(110, c.employable_beneficiaries, 0.43);
    let climate = match draw.year {
        2020 | 2021 => 1.15,
        2023 | 2024 => 1.06,
        _ => 1.0,
    };
    let insured = 0.0155 * climate * draw.hard(0.18) * exp(0.8 * draw.nature.fate.decline(draw.year))
        // The rest of the points comes with those on benefit.
        + 0.57 * draw.points();
    let unemployed = on_benefit + draw.of(111, working_age - on_benefit.min(working_age), insured);
    c.unemployed_female = draw.of(112, unemployed, 0.455).min(women);
    c.unemployed_male = (unemployed - c.unemployed_female).min(men);
    let unemployed = c.unemployed();
    c.unemployed_15_24 = draw.of(113, unemployed, 0.092).min(c.aged(15, 24));
    let rest = unemployed - c.unemployed_15_24;
    c.unemployed_55plus = draw.of(114, rest, 0.25).min(c.aged(55, 64));
    let long = (0.33 + 0.04 * draw.nature.hardship).clamp(0.1, 0.6);
    c.long_term_unemployed = draw.of(115, unemployed, long);
    let rate = 0.585 + 0.006 * draw.t() - 0.018 * draw.nature.hardship - 0.5 * insured;
    c.insured_women = draw.of(116, women - c.unemployed_female, rate - 0.028);
    c.insured_employees = c.insured_women + draw.of(117, men - c.unemployed_male, rate + 0.035);
    let others = working_age - unemployed - c.insured_employees;
    c.marginal_employees = draw.of(118, others, 0.19 - 0.004 * draw.t());
}

fn youth(draw: &Draw, c: &mut Counts) {
    let boost = match draw.nature.fate.years_of_help(draw.year) {
        0 => 0.0,
        years => 0.05 + 0.045 * f64::from(years),
    };
    let u3 =
        0.29 + 0.012 * draw.t() - 0.045 * draw.nature.hardship + 0.03 * draw.nature.urban + boost;
    c.daycare_u3 = draw.of(120, c.aged(0, 2), u3);
    let older = 0.945 - 0.022 * draw.nature.hardship - 0.003 * draw.t() + boost / 5.0;
    c.daycare_3_5 = draw.of(121, c.aged(3, 5), older.min(0.99));
    c.school_children_all_day = draw.of(
        122,
        c.aged(6, 9),
        0.40 + 0.02 * draw.t() + 0.06 * draw.nature.urban,
    );
    let risk = 0.021
        * draw.hard(0.55)
        * (1.0 + 0.018 * draw.t())
        * exp(0.6 * draw.nature.fate.decline(draw.year))
        + draw.points();
    c.child_raising_support = draw.of(123, c.aged(0, 19) + c.aged(20, 24) / 5, risk);
    c.outpatient_support = draw.of(124, c.child_raising_support, 0.62);
    c.residential_support = draw.of(125, c.child_raising_support - c.outpatient_support, 0.68);
}

fn school_entry(draw: &Draw, five_year_olds: u32, c: &mut Counts) {
    let attended = match draw.year {
        2020 => 0.71,
        2021 => 0.82,
        _ => 0.965,
    };
    let all = draw.of(130, five_year_olds, attended);
    c.examined_children = all;
    let taught = -0.17 * f64::from(draw.nature.fate.years_of_help(draw.year));
    let more = draw.points();
    let closed = if (2021..=2023).contains(&draw.year) {
        0.10
    } else {
        0.0
    };
    c.language_conspicuous = draw.of(
        131,
        all,
        0.205 * draw.hard(0.40) * exp(closed + taught) + more,
    );
    c.motor_conspicuous = draw.of(132, all, 0.10 * draw.hard(0.22) + more);
    c.overweight = draw.of(133, all, 0.098 * draw.hard(0.28) * exp(closed) + more);
    c.checkups_complete = draw.of(134, all, 0.90 - 0.035 * draw.nature.hardship);
    c.measles_vaccinated = draw.of(
        135,
        all,
        0.925 + 0.004 * draw.t() - 0.012 * draw.nature.hardship,
    );
}

fn social(draw: &Draw, c: &mut Counts) {
    let (old, more) = (c.aged(65, 100), draw.points());
    c.old_age_basic_support = draw.of(
        140,
        old,
        0.024 * draw.hard(0.62) * (1.0 + 0.035 * draw.t()) + more,
    );
    c.subsistence_aid = draw.of(141, c.residents(), 0.0024 * draw.hard(0.45) + more);
    // The reform of 2023 ("Wohngeld-Plus") nearly doubled the circle of those entitled.
    let reform = if draw.year >= 2023 { 1.85 } else { 1.0 };
    c.housing_benefit_households =
        draw.of(142, c.households, 0.013 * draw.hard(0.35) * reform + more);
    c.care_assistance = draw.of(143, old, 0.015 * draw.hard(0.2) + more);
}

fn homes(draw: &Draw, c: &mut Counts) {
    let empty = 0.022 + 0.012 * (1.0 - draw.nature.urban) + 0.01 * draw.nature.age.max(0.0);
    c.vacant = draw.of(150, c.households, empty);
    c.dwellings = c.households + c.vacant;
    let owner = 0.60 - 0.33 * draw.nature.urban - 0.05 * draw.nature.hardship;
    c.owner_occupied = draw.of(151, c.households, owner);
    let near = |far: f64| (1.0 - far * (1.0 - draw.nature.urban)).clamp(0.0, 1.0);
    let all = c.residents();
    c.residents_near_gp = draw.of(152, all, near(0.75));
    c.residents_near_stop = draw.of(153, all, near(0.22));
    c.residents_near_pharmacy = draw.of(154, all, near(0.88));
}
