//! The municipalities and Wohnplätze by name. All of them are invented.

/// What is known of a municipality before it is drawn.
pub(crate) struct Plan {
    /// Its number, 1 to 8.
    pub number: u32,
    /// Its name.
    pub name: &'static str,
    /// Where its centre lies, in metres from the middle of the county.
    pub centre: (f64, f64),
    /// How far it reaches beyond its share, in metres.
    pub reach: f64,
    /// Inhabitants at the first reference date.
    pub people: f64,
    /// Its Wohnplätze on the status of 2015, from the centre outwards.
    pub places: &'static [&'static str],
}

/// The eight municipalities; the Wohnplätze are numbered in this order from 001.
pub(crate) const PLANS: [Plan; 8] = [
    Plan {
        number: 1,
        name: "Rosental",
        centre: (0.0, 0.0),
        reach: -300.0,
        people: 87_000.0,
        places: &[
            "Altstadt",
            "Innenstadt",
            "Am Güterbahnhof",
            "Nordstadt",
            "Südstadt",
            "Weberviertel",
            "Oststadt",
            "Gartenstadt",
            "Weststadt",
            "Rosenhöhe",
            "Auf der Heide",
            "Hüttenfeld",
            "Obertal",
            "Wiesengrund",
            "Hohenrode",
        ],
    },
    Plan {
        number: 2,
        name: "Lindenau",
        centre: (5_700.0, -5_200.0),
        reach: 300.0,
        people: 47_000.0,
        places: &[
            "Ortskern",
            "Bahnhofsviertel",
            "Lindenhof",
            "Uferstadt",
            "Neue Siedlung",
            "Steinbruch",
            "Kleinlinde",
            "Unterhagen",
            "Auental",
            "Brückenfeld",
            "Hagenhöhe",
            "Tannenkamp",
        ],
    },
    Plan {
        number: 3,
        name: "Burghain",
        centre: (-2_300.0, 6_300.0),
        reach: 0.0,
        people: 33_000.0,
        places: &[
            "Markt",
            "Schlossviertel",
            "Am Graben",
            "Burgfeld",
            "Hainbuch",
            "Ziegelei",
            "Wolfsgrund",
            "Oberhain",
            "Falkenroth",
            "Silberborn",
            "Hinterhain",
        ],
    },
    Plan {
        number: 4,
        name: "Eichrath",
        centre: (5_700.0, 5_300.0),
        reach: 200.0,
        people: 29_500.0,
        places: &[
            "Dorfmitte",
            "Kirchviertel",
            "Eichenkamp",
            "Mühlenfeld",
            "Rathsbusch",
            "Großenforst",
            "Sonnenhang",
            "Kaltenbronn",
            "Birkenschlade",
            "Forsthof",
            "Hohleiche",
        ],
    },
    Plan {
        number: 5,
        name: "Altenberge",
        centre: (-8_500.0, 2_800.0),
        reach: 0.0,
        people: 16_500.0,
        places: &[
            "Altendorf",
            "Bergstraße",
            "Unterberge",
            "Schieferhalde",
            "Fichtenrod",
            "Oberberge",
            "Kohlwald",
            "Wacholder",
            "Einöd",
        ],
    },
    Plan {
        number: 6,
        name: "Kirchfeld",
        centre: (9_300.0, 300.0),
        reach: 300.0,
        people: 25_000.0,
        places: &[
            "Kirchdorf",
            "Neubaugebiet Sonnenfeld",
            "Feldrain",
            "Glockenhof",
            "Kapellen",
            "Langacker",
            "Ostfeld",
            "Weidenbruch",
            "Ährenbach",
            "Randsiedlung",
        ],
    },
    Plan {
        number: 7,
        name: "Neuhausen",
        centre: (-7_900.0, -4_000.0),
        reach: 200.0,
        people: 21_000.0,
        places: &[
            "Neuhausen-Mitte",
            "Am Anger",
            "Heckenweg",
            "Lerchenberg",
            "Moosbach",
            "Rodeland",
            "Vorwerk",
            "Buchenried",
            "Grenzhof",
        ],
    },
    Plan {
        number: 8,
        name: "Mühlbach",
        centre: (-1_300.0, -6_400.0),
        reach: 0.0,
        people: 21_000.0,
        places: &[
            "Mühlplatz",
            "Oberer Bach",
            "Unterer Bach",
            "Hammerwerk",
            "Teichwiesen",
            "Sägegrund",
            "Walkmühle",
            "Schleifkotten",
            "Quellhof",
        ],
    },
];

/// The names of the two parts of `Wolfsgrund` since 2020.
pub(crate) const SPLIT_NAMES: [&str; 2] = ["Wolfsgrund", "Wolfsgrund-Siedlung"];

/// The five selected Sozialräume: key, name, and the Wohnplätze by key (status 2020).
pub(crate) const GROUPS: [(&str, &str, &[&str]); 5] = [
    (
        "SR-01",
        "Rosental Kernstadt",
        &["09999001001", "09999001002", "09999001003", "09999001004"],
    ),
    (
        "SR-02",
        "Rosental West",
        &["09999001005", "09999001006", "09999001010"],
    ),
    (
        "SR-03",
        "Rund um den Bahnhof Lindenau",
        &["09999002002", "09999002005", "09999002006"],
    ),
    (
        "SR-04",
        "Burghain Altort",
        &["09999003001", "09999003002", "09999003003"],
    ),
    (
        "SR-05",
        "Die oberen Dörfer",
        &["09999005004", "09999005007", "09999005009"],
    ),
];
