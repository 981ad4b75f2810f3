//! Reads the text of a formula; every refusal names the column and the reason.

use vocabulary::{Explain, Texts};

use super::Part;
use super::bands::{self, Band};
use crate::BaseCount;
use crate::catalogue::near;

/// A formula that cannot be read; columns count characters from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormulaError {
    /// Something else was expected here.
    #[error("column {column}: expected {expected}, found `{found}`")]
    Expected {
        /// Where.
        column: usize,
        /// What could stand here: the key of a text.
        expected: &'static str,
        /// What stands here.
        found: String,
    },
    /// A count the catalogue does not have.
    #[error("column {column}: there is no count `{name}`; near names: {near:?}")]
    UnknownCount {
        /// Where.
        column: usize,
        /// The name written.
        name: String,
        /// Names that look like it.
        near: Vec<String>,
    },
    /// A dimension the count is not delivered by.
    #[error("column {column}: `{count}` has no dimension `{name}`; it has {known:?}")]
    UnknownDimension {
        /// Where.
        column: usize,
        /// The count.
        count: String,
        /// The dimension written.
        name: String,
        /// What it has.
        known: Vec<String>,
    },
    /// A category that is not delivered, or a band the delivered ones do not make up exactly.
    #[error(
        "column {column}: `{name}` is no category of `{dimension}` and cannot be put together from {known:?}"
    )]
    UnknownCategory {
        /// Where.
        column: usize,
        /// The dimension.
        dimension: String,
        /// The category written.
        name: String,
        /// What is delivered.
        known: Vec<String>,
    },
    /// The same dimension or category twice in one pair of braces.
    #[error("column {column}: `{name}` stands twice")]
    Twice {
        /// Where.
        column: usize,
        /// What.
        name: String,
    },
    /// Two counts multiplied: not a linear combination.
    #[error("column {column}: only a number times counts is allowed")]
    NotLinear {
        /// Where.
        column: usize,
    },
    /// More parentheses inside each other than anybody needs.
    #[error("column {column}: too many parentheses inside each other")]
    TooDeep {
        /// Where.
        column: usize,
    },
}

impl FormulaError {
    /// The column, from 1.
    pub fn column(&self) -> usize {
        match self {
            Self::Expected { column, .. }
            | Self::UnknownCount { column, .. }
            | Self::UnknownDimension { column, .. }
            | Self::UnknownCategory { column, .. }
            | Self::Twice { column, .. }
            | Self::NotLinear { column }
            | Self::TooDeep { column } => *column,
        }
    }
}

impl Explain for FormulaError {
    #[expect(clippy::too_many_lines, reason = "one arm per kind of mistake")]
    fn german(&self) -> String {
        let texts = Texts::parse(include_str!("../texts.de.toml"));
        let column = self.column().to_string();
        let say = |key: &str, more: &[(&str, &str)]| {
            let mut values = vec![("column", column.as_str())];
            values.extend_from_slice(more);
            texts.say(key, &values)
        };
        match self {
            Self::Expected {
                expected, found, ..
            } => say(
                if found.is_empty() {
                    "formula_ends"
                } else {
                    "formula_expected"
                },
                &[("expected", &texts.say(expected, &[])), ("found", found)],
            ),
            Self::UnknownCount { name, near, .. } if near.is_empty() => {
                say("formula_unknown_count", &[("name", name)])
            }
            Self::UnknownCount { name, near, .. } => say(
                "formula_near_count",
                &[("name", name), ("near", &near.join("“, „"))],
            ),
            Self::UnknownDimension {
                count, name, known, ..
            } if known.is_empty() => {
                say("formula_no_dimension", &[("count", count), ("name", name)])
            }
            Self::UnknownDimension {
                count, name, known, ..
            } => say(
                "formula_unknown_dimension",
                &[
                    ("count", count),
                    ("name", name),
                    ("known", &known.join(", ")),
                ],
            ),
            Self::UnknownCategory {
                dimension,
                name,
                known,
                ..
            } => say(
                "formula_unknown_category",
                &[
                    ("dimension", dimension),
                    ("name", name),
                    ("known", &known.join(", ")),
                ],
            ),
            Self::Twice { name, .. } => say("formula_twice", &[("name", name)]),
            Self::NotLinear { .. } => say("formula_not_linear", &[]),
            Self::TooDeep { .. } => say("formula_too_deep", &[]),
        }
    }
}

/// A number, counts with weights, or both.
#[derive(Clone, Debug, Default)]
struct Sum {
    constant: f64,
    parts: Vec<Part>,
}

impl Sum {
    fn add(&mut self, other: Self, factor: f64) {
        self.constant += factor * other.constant;
        for o in other.parts {
            let scaled = o.weights.iter().map(|w| w * factor);
            if let Some(p) = self.parts.iter_mut().find(|p| p.is_of(&o)) {
                p.weights.iter_mut().zip(scaled).for_each(|(a, b)| *a += b);
            } else {
                let weights = scaled.collect();
                self.parts.push(Part { weights, ..o });
            }
        }
    }
}

const DEEPEST: usize = 32;

/// The word that takes a count from an earlier year; no dimension may be called so.
pub(crate) const YEARS_BACK: &str = "years_back";

/// Further back than this no series reaches.
const MOST_YEARS_BACK: u8 = 50;

pub(super) fn parse(text: &str, counts: &[BaseCount]) -> Result<Vec<Part>, FormulaError> {
    let mut reader = Reader {
        chars: text.chars().collect(),
        at: 0,
        depth: 0,
        counts,
    };
    let sum = reader.sum()?;
    reader.blanks();
    if reader.at < reader.chars.len() {
        return Err(reader.expected("expected_operator"));
    }
    if sum.constant != 0.0 || sum.parts.is_empty() {
        reader.at = 0;
        return Err(reader.expected("expected_count"));
    }
    Ok(sum.parts)
}

/// What stands between the braces after a count.
struct Chosen {
    /// Per dimension one bit per category; none for everybody.
    masks: Vec<Option<u64>>,
    years_back: Option<u8>,
}

impl Chosen {
    fn all_of(count: &BaseCount) -> Self {
        Self {
            masks: vec![None; count.dimensions.len()],
            years_back: None,
        }
    }
}

struct Reader<'a> {
    chars: Vec<char>,
    at: usize,
    depth: usize,
    counts: &'a [BaseCount],
}

impl Reader<'_> {
    /// `product (('+'|'-') product)*`
    fn sum(&mut self) -> Result<Sum, FormulaError> {
        let mut total = Sum::default();
        let mut sign = if self.take('-') { -1.0 } else { 1.0 };
        loop {
            let next = self.product()?;
            total.add(next, sign);
            if self.take('+') {
                sign = 1.0;
            } else if self.take('-') || self.take('−') {
                sign = -1.0;
            } else {
                return Ok(total);
            }
        }
    }

    /// `factor ('*' factor)*`, at most one of them not a number.
    fn product(&mut self) -> Result<Sum, FormulaError> {
        let mut product = self.factor()?;
        while self.take('*') || self.take('·') {
            let column = self.column();
            let next = self.factor()?;
            let (number, counts) = match (product.parts.is_empty(), next.parts.is_empty()) {
                (true, _) => (product, next),
                (_, true) => (next, product),
                (false, false) => return Err(FormulaError::NotLinear { column }),
            };
            product = Sum::default();
            product.add(counts, number.constant);
        }
        Ok(product)
    }

    fn factor(&mut self) -> Result<Sum, FormulaError> {
        match self.peek() {
            Some('(') => {
                let column = self.column();
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(FormulaError::TooDeep { column });
                }
                self.take('(');
                let inner = self.sum()?;
                if !self.take(')') {
                    return Err(self.expected("expected_close"));
                }
                self.depth -= 1;
                Ok(inner)
            }
            Some(c) if c.is_ascii_digit() => self.number(),
            Some(c) if c.is_alphabetic() => self.count(),
            _ => Err(self.expected("expected_count")),
        }
    }

    fn number(&mut self) -> Result<Sum, FormulaError> {
        let start = self.at;
        while self.here().is_some_and(|c| c.is_ascii_digit() || c == '.') {
            self.at += 1;
        }
        let text: String = self.chars[start..self.at].iter().collect();
        match text.parse::<f64>() {
            Ok(constant) if constant.is_finite() => Ok(Sum {
                constant,
                parts: Vec::new(),
            }),
            _ => {
                self.at = start;
                Err(self.expected("expected_number"))
            }
        }
    }

    fn count(&mut self) -> Result<Sum, FormulaError> {
        let column = self.column();
        let name = self.word(|c| c.is_alphanumeric() || c == '_');
        let Some(count) = self.counts.iter().position(|c| c.id.as_str() == name) else {
            let near = near(&name, self.counts.iter().map(|c| c.id.as_str()));
            return Err(FormulaError::UnknownCount { column, name, near });
        };
        let mut chosen = Chosen::all_of(&self.counts[count]);
        if self.take('{') {
            loop {
                self.filter(count, &mut chosen)?;
                if self.take(',') {
                    continue;
                }
                if self.take('}') {
                    break;
                }
                return Err(self.expected("expected_brace"));
            }
        }
        let base = &self.counts[count];
        let weights = (0..base.cells())
            .map(|cell| {
                let inside = base
                    .coordinates(cell)
                    .iter()
                    .zip(&chosen.masks)
                    .all(|(i, mask)| mask.is_none_or(|m| m >> i & 1 == 1));
                f64::from(u8::from(inside))
            })
            .collect();
        Ok(Sum {
            constant: 0.0,
            parts: vec![Part {
                count,
                years_back: chosen.years_back.unwrap_or(0),
                weights,
            }],
        })
    }

    /// `dimension = category (+ category)*` or `years_back = number`
    fn filter(&mut self, count: usize, chosen: &mut Chosen) -> Result<(), FormulaError> {
        self.blanks();
        let column = self.column();
        let name = self.word(|c| c.is_alphanumeric() || c == '_');
        if name == YEARS_BACK {
            if chosen.years_back.is_some() {
                return Err(FormulaError::Twice { column, name });
            }
            chosen.years_back = Some(self.years()?);
            return Ok(());
        }
        let base = &self.counts[count];
        let Some(d) = base.dimensions.iter().position(|d| d.id == name) else {
            return Err(FormulaError::UnknownDimension {
                column,
                count: base.id.to_string(),
                name,
                known: base.dimensions.iter().map(|d| d.id.clone()).collect(),
            });
        };
        if chosen.masks[d].is_some() {
            return Err(FormulaError::Twice { column, name });
        }
        if !self.take('=') {
            return Err(self.expected("expected_equals"));
        }
        let mut mask = 0u64;
        loop {
            self.blanks();
            let column = self.column();
            let (bits, name) = self.category(&base.dimensions[d])?;
            if mask & bits != 0 {
                return Err(FormulaError::Twice { column, name });
            }
            mask |= bits;
            if !self.take('+') {
                break;
            }
        }
        chosen.masks[d] = Some(mask);
        Ok(())
    }

    /// `= number`
    fn years(&mut self) -> Result<u8, FormulaError> {
        if !self.take('=') {
            return Err(self.expected("expected_equals"));
        }
        self.blanks();
        let start = self.at;
        let digits = self.word(|c| c.is_ascii_alphanumeric() || "-.".contains(c));
        match digits.parse::<u8>() {
            Ok(years) if (1..=MOST_YEARS_BACK).contains(&years) => Ok(years),
            _ => {
                self.at = start;
                Err(self.expected("expected_years"))
            }
        }
    }

    fn category(&mut self, dimension: &crate::Dimension) -> Result<(u64, String), FormulaError> {
        let column = self.column();
        let mut name = self.word(|c| c.is_alphanumeric() || "_-.".contains(c));
        if name.is_empty() {
            return Err(self.expected("expected_category"));
        }
        if self.here() == Some('+') && name.chars().all(|c| c.is_ascii_digit()) {
            // `80+` is an open band when nothing but the end of the list or another plus follows.
            let after = self.chars[self.at + 1..]
                .iter()
                .find(|c| !c.is_whitespace());
            if matches!(after, None | Some(',' | '}' | '+')) {
                self.at += 1;
                name.push('+');
            }
        }
        if let Some(i) = dimension.categories.iter().position(|c| *c == name) {
            return Ok((1 << i, name));
        }
        let tiles = Band::parse(&name).and_then(|band| bands::tiles(band, &dimension.categories));
        match tiles {
            Some(tiles) => Ok((tiles.iter().fold(0, |mask, i| mask | 1 << i), name)),
            None => Err(FormulaError::UnknownCategory {
                column,
                dimension: dimension.id.clone(),
                name,
                known: dimension.categories.clone(),
            }),
        }
    }

    fn word(&mut self, allowed: impl Fn(char) -> bool) -> String {
        let start = self.at;
        while self.here().is_some_and(&allowed) {
            self.at += 1;
        }
        self.chars[start..self.at].iter().collect()
    }

    fn here(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn peek(&mut self) -> Option<char> {
        self.blanks();
        self.here()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn blanks(&mut self) {
        while self.here().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    fn column(&self) -> usize {
        self.at + 1
    }

    fn expected(&self, expected: &'static str) -> FormulaError {
        let found: String = self.chars[self.at.min(self.chars.len())..]
            .iter()
            .take(12)
            .collect();
        FormulaError::Expected {
            column: self.column(),
            expected,
            found,
        }
    }
}
