//! Tables of confidentiality cases, in whatever form they are written, as cells and sums.

use std::collections::{BTreeMap, BTreeSet};

use disclosure::family::{Cell, Family, Range};
use serde_json::Value;

use crate::{Case, OracleError};

/// Cells with names and the sums between them.
pub(crate) struct Layout {
    /// How the case names each cell.
    pub keys: Vec<Vec<String>>,
    pub values: Vec<f64>,
    /// Factors that add up to 0.
    pub sums: Vec<Vec<(usize, f64)>>,
}

impl Layout {
    /// Rows of numbers whose last row and column are margins.
    pub(crate) fn with_margins(case: &Case) -> Result<Self, OracleError> {
        let malformed = || case.malformed("table");
        let rows: Vec<Vec<f64>> = serde_json::from_value(case.input("table")?.clone())
            .ok()
            .ok_or_else(malformed)?;
        let width = rows.first().map_or(0, Vec::len);
        if width == 0 || rows.iter().any(|row| row.len() != width) {
            return Err(malformed());
        }
        let at = |row: usize, column: usize| row * width + column;
        let last = (rows.len() - 1, width - 1);
        let across = (0..rows.len()).map(|r| {
            let parts: Vec<usize> = (0..last.1).map(|c| at(r, c)).collect();
            sum(at(r, last.1), &parts)
        });
        let down = (0..width).map(|c| {
            let parts: Vec<usize> = (0..last.0).map(|r| at(r, c)).collect();
            sum(at(last.0, c), &parts)
        });
        Ok(Self {
            keys: (0..rows.len())
                .flat_map(|r| (0..width).map(move |c| vec![format!("{r},{c}")]))
                .collect(),
            sums: across.chain(down).collect(),
            values: rows.concat(),
        })
    }

    /// Numbered cells with their equations.
    pub(crate) fn with_equations(case: &Case) -> Result<Self, OracleError> {
        let values = case.numbers("values")?;
        let malformed = || case.malformed("equations");
        let written = case.input("equations")?.as_array().ok_or_else(malformed)?;
        let sums = written.iter().map(|equation| {
            let factors = equation.as_object().into_iter().flatten();
            let term = |(cell, factor): (&String, &Value)| {
                let cell: usize = cell.parse().ok().filter(|c| *c < values.len())?;
                Some((cell, factor.as_f64()?))
            };
            factors.map(term).collect::<Option<Vec<_>>>()
        });
        Ok(Self {
            keys: (0..values.len()).map(|i| vec![i.to_string()]).collect(),
            sums: sums.collect::<Option<_>>().ok_or_else(malformed)?,
            values,
        })
    }

    /// The table of a data file over some columns, with totals; the other columns named group the codes of one of them.
    pub(crate) fn crossed(
        case: &Case,
        value: &str,
        (axes, dims): (&[String], &[String]),
    ) -> Result<Self, OracleError> {
        let records = Records::of(case)?;
        let groupings = dims.iter().filter(|d| !axes.contains(d));
        let groupings: Vec<usize> = groupings.map(|d| records.column(d)).collect();
        let axes = axes.iter().map(|name| records.axis(name, &groupings));
        let axes: Vec<Axis> = axes.collect();
        let mut keys: Vec<Vec<String>> = vec![Vec::new()];
        for axis in &axes {
            keys = keys.iter().flat_map(|key| axis.with_each(key)).collect();
        }
        let number: BTreeMap<&Vec<String>, usize> =
            keys.iter().enumerate().map(|(i, k)| (k, i)).collect();
        let mut sums = Vec::new();
        for (i, key) in keys.iter().enumerate() {
            for (slot, axis) in axes.iter().enumerate() {
                for (_, parts) in axis.sums.iter().filter(|s| s.0 == key[slot]) {
                    let with_code = |code: &String| {
                        let mut other = key.clone();
                        other[slot].clone_from(code);
                        number[&other]
                    };
                    let parts: Vec<usize> = parts.iter().map(with_code).collect();
                    sums.push(sum(i, &parts));
                }
            }
        }
        let values = keys
            .iter()
            .map(|key| records.total(value, &axes, key))
            .collect::<Option<_>>();
        let values = values.ok_or_else(|| case.malformed(value))?;
        Ok(Self { keys, values, sums })
    }

    /// As a release family, each cell as wanted.
    pub(crate) fn family(&self, cell: impl Fn(usize, f64) -> Cell) -> Family {
        let mut family = Family::default();
        let numbers: Vec<u32> = self
            .values
            .iter()
            .enumerate()
            .map(|(i, value)| family.add(cell(i, *value)))
            .collect();
        for terms in &self.sums {
            let terms: Vec<(u32, f64)> = terms.iter().map(|(c, f)| (numbers[*c], *f)).collect();
            family.relate(&terms, Range::only(0.0));
        }
        family
    }
}

/// A data file as it is written.
pub(crate) struct Records {
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// A column of the table: its codes, those that group it, and the total of all.
struct Axis {
    column: usize,
    /// Each code with the codes of the file it covers.
    codes: Vec<(String, BTreeSet<String>)>,
    sums: Vec<(String, Vec<String>)>,
}

const TOTAL: &str = "Total";

impl Records {
    pub(crate) fn of(case: &Case) -> Result<Self, OracleError> {
        let text = case.data("csv")?;
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let malformed = || case.malformed("the data file");
        let strings = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
        let headers = strings(reader.headers().ok().ok_or_else(malformed)?);
        let rows = reader.records().map(|r| Some(strings(&r.ok()?)));
        let rows = rows.collect::<Option<_>>().ok_or_else(malformed)?;
        Ok(Self { headers, rows })
    }

    fn column(&self, name: &str) -> usize {
        let found = self.headers.iter().position(|h| h == name);
        found.unwrap_or(usize::MAX)
    }

    fn codes(&self, column: usize) -> BTreeSet<String> {
        let codes = self.rows.iter().filter_map(|row| row.get(column));
        codes.cloned().collect()
    }

    /// A column with those that group it.
    fn axis(&self, name: &str, groupings: &[usize]) -> Axis {
        let column = self.column(name);
        let own = self.codes(column);
        let only = |code: &String| (code.clone(), BTreeSet::from([code.clone()]));
        let mut axis = Axis {
            column,
            codes: own.iter().map(only).collect(),
            sums: Vec::new(),
        };
        for other in groupings {
            let groups = self.groups(column, *other);
            let covered: usize = groups.values().map(BTreeSet::len).sum();
            if covered == own.len() {
                axis.sums
                    .push((TOTAL.to_owned(), groups.keys().cloned().collect()));
                for (group, codes) in groups {
                    axis.sums
                        .push((group.clone(), codes.iter().cloned().collect()));
                    axis.codes.push((group, codes));
                }
            }
        }
        if axis.sums.is_empty() {
            axis.sums
                .push((TOTAL.to_owned(), own.iter().cloned().collect()));
        }
        axis.codes.push((TOTAL.to_owned(), own));
        axis
    }

    /// The codes of a column by the codes of another.
    fn groups(&self, column: usize, other: usize) -> BTreeMap<String, BTreeSet<String>> {
        let mut groups: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for row in &self.rows {
            if let (Some(code), Some(group)) = (row.get(column), row.get(other)) {
                groups
                    .entry(group.clone())
                    .or_default()
                    .insert(code.clone());
            }
        }
        groups
    }

    fn total(&self, value: &str, axes: &[Axis], key: &[String]) -> Option<f64> {
        self.contributions(value, axes, key)
            .map(|parts| parts.iter().sum())
    }

    fn contributions(&self, value: &str, axes: &[Axis], key: &[String]) -> Option<Vec<f64>> {
        let value = self.column(value);
        let counted = |row: &&Vec<String>| {
            axes.iter().zip(key).all(|(axis, code)| {
                let covers = axis.codes.iter().find(|c| c.0 == *code);
                let own = row.get(axis.column);
                own.is_some_and(|own| covers.is_some_and(|c| c.1.contains(own)))
            })
        };
        let rows = self.rows.iter().filter(counted);
        rows.map(|row| row.get(value)?.parse().ok()).collect()
    }

    /// The numbers of a column that make up a cell.
    pub(crate) fn contributions_to(
        &self,
        value: &str,
        names: &[String],
        key: &[String],
    ) -> Option<Vec<f64>> {
        let axes: Vec<Axis> = names.iter().map(|name| self.axis(name, &[])).collect();
        self.contributions(value, &axes, key)
    }
}

impl Axis {
    fn with_each(&self, key: &[String]) -> Vec<Vec<String>> {
        let with = |code: &String| key.iter().chain([code]).cloned().collect();
        self.codes.iter().map(|(code, _)| with(code)).collect()
    }
}

fn sum(total: usize, parts: &[usize]) -> Vec<(usize, f64)> {
    let parts = parts.iter().map(|p| (*p, 1.0));
    std::iter::once((total, -1.0)).chain(parts).collect()
}
