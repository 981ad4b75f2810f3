//! All that is counted of one Wohnplatz in one year.

/// The age bands of the register of residents: name, first age, last age.
pub const AGE_BANDS: [(&str, usize, usize); 11] = [
    ("0-2", 0, 2),
    ("3-5", 3, 5),
    ("6-9", 6, 9),
    ("10-14", 10, 14),
    ("15-17", 15, 17),
    ("18-19", 18, 19),
    ("20-24", 20, 24),
    ("25-54", 25, 54),
    ("55-64", 55, 64),
    ("65-79", 65, 79),
    ("80+", 80, 100),
];

macro_rules! counts {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// The true counts of one area in one year, before any office has touched them.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct Counts {
            /// Residents by age band and sex (female, male).
            pub population: [[u32; 2]; AGE_BANDS.len()],
            $($(#[$doc])* pub $name: u32,)*
        }

        impl Counts {
            /// Adds another area's counts.
            pub fn add(&mut self, other: &Self) {
                for (mine, theirs) in self.population.iter_mut().zip(&other.population) {
                    mine[0] += theirs[0];
                    mine[1] += theirs[1];
                }
                $(self.$name += other.$name;)*
            }

            /// A count by its id; `None` for `population`, which is broken down, and for unknown ids.
            pub fn get(&self, count: &str) -> Option<u32> {
                match count {
                    $(stringify!($name) => Some(self.$name),)*
                    _ => None,
                }
            }
        }
    };
}

counts! {
    /// Residents without German citizenship, women.
    foreigners_female,
    /// Residents without German citizenship, men.
    foreigners_male,
    /// Of them citizens of another state of the European Union.
    eu_foreigners,
    /// Live births of the year.
    births,
    /// Deaths of the year.
    deaths,
    /// Moved in over the area's border.
    moves_in,
    /// Moved out over the area's border.
    moves_out,
    /// Households.
    households,
    /// One person alone.
    single_households,
    /// One person of 65 and more alone.
    single_households_65,
    /// With children under 18.
    households_with_children,
    /// With children and one adult.
    single_parent_households,
    /// With three and more children.
    large_family_households,
    /// Employees subject to social insurance, at their residence.
    insured_employees,
    /// Of them women.
    insured_women,
    /// Only marginally employed.
    marginal_employees,
    /// Unemployed women.
    unemployed_female,
    /// Unemployed men.
    unemployed_male,
    /// Unemployed aged 15 to 24.
    unemployed_15_24,
    /// Unemployed aged 55 and more.
    unemployed_55plus,
    /// Unemployed for a year and more.
    long_term_unemployed,
    /// Benefit recipients able to work.
    employable_beneficiaries,
    /// Children under 15 on benefit (since 2020 all, before only those with a claim of their own).
    non_employable_u15,
    /// All persons on benefit under SGB II.
    sgb2_persons,
    /// Benefit units.
    benefit_units,
    /// Of them single parents.
    single_parent_benefit_units,
    /// Help for upbringing, cases of the year.
    child_raising_support,
    /// Of them at home.
    outpatient_support,
    /// Of them in homes and foster families.
    residential_support,
    /// Children under 3 in day care.
    daycare_u3,
    /// Children from 3 to 5 in day care.
    daycare_3_5,
    /// Pupils of 6 to 9 in all-day care.
    school_children_all_day,
    /// Children examined before school.
    examined_children,
    /// Conspicuous in language.
    language_conspicuous,
    /// Conspicuous in coordination.
    motor_conspicuous,
    /// Overweight.
    overweight,
    /// With all check-ups.
    checkups_complete,
    /// Vaccinated twice against measles.
    measles_vaccinated,
    /// Basic support in old age.
    old_age_basic_support,
    /// Subsistence aid outside homes.
    subsistence_aid,
    /// Households with housing benefit.
    housing_benefit_households,
    /// Assistance for care.
    care_assistance,
    /// Dwellings.
    dwellings,
    /// Of them lived in by the owner.
    owner_occupied,
    /// Of them vacant.
    vacant,
    /// Within 1,000 m of a general practitioner.
    residents_near_gp,
    /// Within 1,000 m of a stop.
    residents_near_stop,
    /// Within 1,000 m of a pharmacy.
    residents_near_pharmacy,
}

impl Counts {
    /// Residents from one age to another; both must be ends of bands.
    pub fn aged(&self, from: usize, to: usize) -> u32 {
        self.aged_by_sex(from, to).iter().sum()
    }

    /// Women and men from one age to another.
    pub fn aged_by_sex(&self, from: usize, to: usize) -> [u32; 2] {
        let bands = AGE_BANDS.iter().zip(&self.population);
        bands
            .filter(|(band, _)| band.1 >= from && band.2 <= to)
            .fold([0, 0], |sum, (_, n)| [sum[0] + n[0], sum[1] + n[1]])
    }

    /// All residents.
    pub fn residents(&self) -> u32 {
        self.aged(0, 100)
    }

    /// Residents without German citizenship.
    pub fn foreigners(&self) -> u32 {
        self.foreigners_female + self.foreigners_male
    }

    /// The unemployed.
    pub fn unemployed(&self) -> u32 {
        self.unemployed_female + self.unemployed_male
    }
}
