//! The document as the templates read it: parts that each begin on a new page, made of a few kinds of blocks.
//!
//! Everything in here is finished wording; the templates add no words and make no decisions about figures.

use serde::Serialize;

/// The whole document.
#[derive(Debug, Serialize)]
pub(crate) struct Document {
    pub(crate) meta: Meta,
    pub(crate) parts: Vec<Part>,
}

/// What stands in the file's properties and in the running foot.
#[derive(Debug, Serialize)]
pub(crate) struct Meta {
    pub(crate) title: String,
    pub(crate) author: String,
    pub(crate) keywords: Vec<String>,
    pub(crate) description: String,
    pub(crate) running: String,
}

/// A part begins on a new page.
#[derive(Debug, Serialize)]
#[serde(tag = "part", rename_all = "kebab-case")]
pub(crate) enum Part {
    Cover(Cover),
    Contents { title: String },
    Chapter(Chapter),
    Indicator(Indicator),
    Profile(Box<Profile>),
    FigureList { title: String, of: &'static str },
}

/// The first page.
#[derive(Debug, Serialize)]
pub(crate) struct Cover {
    pub(crate) county: String,
    pub(crate) title: String,
    pub(crate) subtitle: String,
    pub(crate) author: String,
    pub(crate) edition: String,
    pub(crate) map: Option<Drawing>,
    /// What the map shows.
    #[serde(rename = "map-note")]
    pub(crate) map_note: String,
}

/// A chapter or the opening of one.
#[derive(Debug, Serialize)]
pub(crate) struct Chapter {
    pub(crate) kicker: String,
    pub(crate) title: String,
    pub(crate) blocks: Vec<Block>,
}

/// The page of an indicator.
#[derive(Debug, Serialize)]
pub(crate) struct Indicator {
    pub(crate) name: String,
    pub(crate) statement: String,
    pub(crate) subtitle: String,
    pub(crate) blocks: Vec<Block>,
}

/// Something that flows down the page.
#[derive(Debug, Serialize)]
#[serde(tag = "block", rename_all = "kebab-case")]
pub(crate) enum Block {
    Text {
        text: Vec<String>,
    },
    /// A sentence that stays with what it speaks of.
    Intro {
        text: String,
    },
    Lead {
        text: String,
    },
    /// The words of others on a page of their own.
    Letter {
        text: Vec<String>,
    },
    /// One row of a profile, with what its marks mean.
    Sample {
        legend: Legend,
        table: ProfileTable,
    },
    Heading {
        level: u8,
        text: String,
        outlined: Outlined,
    },
    List {
        items: Vec<String>,
    },
    Figure {
        figure: Drawing,
    },
    Pair {
        figures: Vec<Drawing>,
    },
    Table {
        table: Table,
    },
    /// The areas with their classes and how sure each is.
    Placement {
        table: Placement,
    },
    /// How many areas of each class are going which way.
    Matrix {
        matrix: Matrix,
    },
    /// Which area stands out in what.
    Signs {
        table: Signs,
    },
    /// A figure with a table beside it.
    Beside {
        figure: Drawing,
        table: Table,
    },
    /// What follows begins on a new page.
    NewPage,
    Slot {
        slot: Slot,
    },
    Terms {
        items: Vec<Term>,
    },
    Facts {
        facts: Vec<(String, String)>,
    },
    Small {
        text: String,
    },
    /// A large figure with two small ones beside it.
    Trio {
        large: Drawing,
        small: Vec<Drawing>,
    },
    /// Lines for names to be written on.
    Signature {
        intro: String,
        lines: Vec<String>,
    },
    /// The sheet of an indicator, kept together.
    Sheet {
        title: String,
        facts: Vec<(String, String)>,
    },
}

/// Whether a heading stands in the contents, in the bookmarks alone, or in neither.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Outlined {
    Yes,
    Bookmark,
    No,
}

/// A map or chart.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Drawing {
    /// Which drawing file.
    pub(crate) file: usize,
    /// Width on paper in points.
    pub(crate) width: f64,
    /// What it shows, for those who do not see it.
    pub(crate) alt: String,
    /// „Abbildung 12“; none keeps it out of the list.
    pub(crate) number: Option<String>,
    /// The finding; none for a picture without caption.
    pub(crate) caption: Option<String>,
    pub(crate) subtitle: String,
    pub(crate) note: String,
}

/// Where the text of a column stands.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Align {
    Left,
    Right,
}

/// A column of a table; width 0 is as wide as needed, otherwise a share of the rest.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Column {
    pub(crate) title: String,
    pub(crate) width: f64,
    pub(crate) align: Align,
}

/// A table; the first cell of a row is its head.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Table {
    pub(crate) number: Option<String>,
    pub(crate) caption: Option<String>,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Vec<String>>,
    pub(crate) note: String,
}

impl Table {
    /// A numbered table with a title.
    pub(crate) fn listed(title: String, columns: Vec<Column>, rows: Vec<Vec<String>>) -> Self {
        Self {
            number: Some(String::new()),
            caption: Some(title),
            columns,
            rows,
            note: String::new(),
        }
    }

    /// A column in which nothing stands is left out.
    pub(crate) fn without_empty_columns(mut self) -> Self {
        for at in (1..self.columns.len()).rev() {
            if self.rows.iter().all(|row| row[at].is_empty()) {
                self.columns.remove(at);
                for row in &mut self.rows {
                    row.remove(at);
                }
            }
        }
        self
    }
}

/// A table of counts, the last row and column being sums; the first cell of a row is its head.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Matrix {
    pub(crate) number: Option<String>,
    pub(crate) caption: String,
    /// What the rows and the columns are about.
    pub(crate) across: (String, String),
    pub(crate) heads: Vec<String>,
    pub(crate) rows: Vec<MatrixRow>,
    pub(crate) note: String,
}

/// A class with its colour, its counts, and how dark each is.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct MatrixRow {
    pub(crate) name: String,
    pub(crate) colour: Option<String>,
    pub(crate) cells: Vec<(String, f64)>,
}

/// What stands out where: a dot, or nothing.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Signs {
    pub(crate) number: Option<String>,
    pub(crate) caption: String,
    pub(crate) heads: Vec<String>,
    /// What the last column says, and how wide it is in points.
    pub(crate) last: (String, f64),
    pub(crate) rows: Vec<SignsRow>,
    pub(crate) note: String,
}

/// A row with its dots and what is said of them.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct SignsRow {
    pub(crate) name: String,
    pub(crate) signs: Vec<bool>,
    pub(crate) last: String,
}

/// The areas with their classes, by municipality.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Placement {
    pub(crate) number: Option<String>,
    pub(crate) caption: String,
    pub(crate) heads: Vec<String>,
    /// What each part of the index is called.
    pub(crate) parts: Vec<String>,
    pub(crate) sections: Vec<PlacementSection>,
    pub(crate) note: String,
}

/// The areas of one municipality.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PlacementSection {
    pub(crate) title: String,
    pub(crate) rows: Vec<PlacementRow>,
}

/// One area; only its name and the reason where it is not placed.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct PlacementRow {
    pub(crate) name: String,
    pub(crate) reason: String,
    pub(crate) class: String,
    /// The colour of its class, where that is sure.
    pub(crate) colour: Option<String>,
    /// Share of the draws and colour of each class.
    pub(crate) shares: Vec<(f64, String)>,
    pub(crate) share: String,
    /// Ends of the interval of ranks, from the lowest burden (0) to the highest (1).
    pub(crate) rank: Option<(f64, f64)>,
    pub(crate) ranks: String,
    /// What each part adds, how far that is from nothing (-1 to 1), and whether it adds most.
    pub(crate) parts: Vec<(String, f64, bool)>,
    pub(crate) dynamics: String,
}

/// A place for the words of others.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Slot {
    pub(crate) title: String,
    pub(crate) text: Vec<String>,
    /// What stands there while nobody has written.
    pub(crate) empty: String,
}

/// A word and what it means.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Term {
    pub(crate) term: String,
    pub(crate) text: String,
}

/// One area on one page or two.
#[derive(Debug, Serialize)]
pub(crate) struct Profile {
    /// The heading in the contents that gathers profiles: „Gemeinden“.
    pub(crate) group: String,
    pub(crate) kicker: String,
    pub(crate) name: String,
    pub(crate) population: Option<Population>,
    pub(crate) locator: Option<Drawing>,
    pub(crate) lead: Vec<String>,
    pub(crate) legend: Legend,
    pub(crate) table: ProfileTable,
    pub(crate) two_pages: TwoPages,
    pub(crate) series: Vec<Drawing>,
    /// The people by age and sex, where there is a second page.
    pub(crate) ages: Option<Drawing>,
    pub(crate) slots: Vec<Slot>,
    pub(crate) note: String,
}

/// Whether a profile goes on on a second page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "bool")]
pub(crate) enum TwoPages {
    Yes,
    No,
}

impl From<TwoPages> for bool {
    fn from(two: TwoPages) -> bool {
        two == TwoPages::Yes
    }
}

/// How many people live here: first of all.
#[derive(Debug, Serialize)]
pub(crate) struct Population {
    pub(crate) number: String,
    pub(crate) text: String,
}

/// What the marks of a strip stand for.
#[derive(Debug, Serialize)]
pub(crate) struct Legend {
    pub(crate) here: String,
    pub(crate) parent: Option<String>,
    pub(crate) county: Option<String>,
}

/// The rows of a profile under the names of their topics.
#[derive(Debug, Serialize)]
pub(crate) struct ProfileTable {
    pub(crate) heads: Vec<String>,
    pub(crate) sections: Vec<Section>,
}

/// Rows of one topic.
#[derive(Debug, Serialize)]
pub(crate) struct Section {
    pub(crate) title: String,
    pub(crate) rows: Vec<Row>,
}

/// One indicator of an area.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    /// How many lines the name takes.
    pub(crate) lines: u8,
    pub(crate) name: String,
    pub(crate) detail: String,
    pub(crate) low: String,
    pub(crate) high: String,
    pub(crate) strip: Option<Strip>,
    pub(crate) value: String,
    pub(crate) interval: String,
    pub(crate) county: String,
    pub(crate) verdicts: Vec<Words>,
}

/// Words that weigh more when they say something.
#[derive(Debug, Serialize)]
pub(crate) struct Words {
    pub(crate) text: String,
    pub(crate) strong: Strong,
}

/// Whether words are set in semibold.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(into = "bool")]
pub(crate) enum Strong {
    Yes,
    No,
}

impl From<Strong> for bool {
    fn from(strong: Strong) -> bool {
        matches!(strong, Strong::Yes)
    }
}

/// Positions on a row's own scale, from 0 to 1.
#[derive(Debug, Serialize)]
pub(crate) struct Strip {
    pub(crate) here: Option<f64>,
    pub(crate) interval: Option<(f64, f64)>,
    pub(crate) parent: Option<f64>,
    pub(crate) county: Option<f64>,
}
