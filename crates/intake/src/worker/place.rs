//! Finds the area a row speaks of: filters, the role of the row, the key put together and repaired.

use std::borrow::Cow;

use vocabulary::{RemarkKind, Severity};

use super::problem::{Pen, Problem};
use crate::Role;
use crate::cell::Row;
use crate::header::tidy;
use crate::key::{Key, KeyReader, undressed};
use crate::pattern::fits;
use crate::plan::{Plan, PlannedKey};
use crate::profile::{OtherKeys, Profile, RowRule};
use crate::reading::Remarks;

/// What became of a row before its numbers are read.
pub(super) enum Placed {
    /// Its numbers count for this key.
    Take { key: String, role: Role },
    /// Nobody asked for it.
    Filtered,
    /// It cannot be taken.
    Rejected,
    /// It holds no data.
    Nothing,
}

/// Places the rows of one table.
pub(super) struct Placer {
    keys: Vec<PlannedKey>,
    reader: KeyReader,
    name: Option<usize>,
    filters: Vec<(usize, Vec<String>)>,
    values: Vec<usize>,
    width: usize,
    totals: RowRule,
    unallocated: RowRule,
    others: OtherKeys,
}

impl Placer {
    pub(super) fn of(profile: &Profile, plan: &Plan) -> Self {
        Self {
            keys: plan.keys.clone(),
            reader: KeyReader::of(&profile.key),
            name: plan.name,
            filters: plan.filters.clone(),
            values: plan.values.iter().map(|v| v.column).collect(),
            width: plan.header.width(),
            totals: profile.totals.clone(),
            unallocated: profile.unallocated.clone(),
            others: profile.key.others.unwrap_or_default(),
        }
    }

    pub(super) fn place(&self, row: &Row<'_>, pen: &Pen, remarks: &mut Remarks) -> Placed {
        let passes = |(column, values): &(usize, Vec<String>)| {
            let text = row.cell(*column).text();
            values.iter().any(|v| fits(v, &text))
        };
        if !self.filters.iter().all(passes) {
            return Placed::Filtered;
        }
        let cells = row.width();
        if cells > self.width && self.width > 0 {
            // Cells beyond the header mean that the ones before may be shifted.
            let (cells, width) = (cells.to_string(), self.width.to_string());
            let problem = Problem::row("ragged", RemarkKind::Structure);
            pen.note(
                remarks,
                row,
                &problem,
                &[("cells", &cells), ("width", &width)],
            );
            return Placed::Rejected;
        }
        let role = self.role(row);
        let own = match role {
            Role::Area => None,
            Role::Total => self.totals.key.clone(),
            Role::Unallocated => self.unallocated.key.clone(),
        };
        if let Some(key) = own {
            return Placed::Take { key, role };
        }
        let text = self.key_text(row, role, (pen, remarks));
        self.keyed(&text, role, row, (pen, remarks))
    }

    fn role(&self, row: &Row<'_>) -> Role {
        if self.totals.is_empty() && self.unallocated.is_empty() {
            return Role::Area;
        }
        let name = self.name.map(|c| row.cell(c).text()).unwrap_or_default();
        let matches = |rule: &RowRule| {
            rule.names.iter().any(|p| fits(p, &name)) || self.marked(rule, row).is_some()
        };
        if matches(&self.totals) {
            Role::Total
        } else if matches(&self.unallocated) {
            Role::Unallocated
        } else {
            Role::Area
        }
    }

    /// The first key column whose cell marks the row.
    fn marked(&self, rule: &RowRule, row: &Row<'_>) -> Option<usize> {
        if rule.keys.is_empty() {
            return None;
        }
        self.keys.iter().position(|k| {
            let text = row.cell(k.column).text();
            mark_of(rule, undressed(&text)).is_some()
        })
    }

    /// The key columns put together; what marks a total or remainder falls away.
    fn key_text<'r>(
        &self,
        row: &'r Row<'_>,
        role: Role,
        (pen, remarks): (&Pen, &mut Remarks),
    ) -> Cow<'r, str> {
        if let ([key], Role::Area) = (self.keys.as_slice(), role)
            && key.length.is_none()
            && key.take.is_none()
        {
            return row.cell(key.column).text();
        }
        let mut out = String::new();
        for (at, key) in self.keys.iter().enumerate() {
            let cell = row.cell(key.column).text();
            let text = undressed(&cell);
            let (text, whole) = match role {
                Role::Area => (Cow::Borrowed(text), true),
                _ => self.without_marks(text, role, (at, row)),
            };
            let text: Cow<'_, str> = match key.take {
                Some(n) if text.chars().count() > n => text.chars().take(n).collect(),
                _ => text,
            };
            match key.length {
                Some(length) if whole && !text.is_empty() => {
                    let filled = KeyReader::padded(&text, length);
                    if let Cow::Owned(filled) = &filled {
                        let problem = Problem::row("key_part_filled", RemarkKind::RepairedKey)
                            .at(Some(key.column), &text)
                            .only(Severity::Note);
                        pen.note(remarks, row, &problem, &[("key", filled)]);
                    }
                    out.push_str(&filled);
                }
                _ => out.push_str(&text),
            }
        }
        Cow::Owned(out)
    }

    /// `123456SUM` → `123456`; a part that only says "total" or "no answer" → nothing. Also whether it stayed whole.
    fn without_marks<'t>(
        &self,
        text: &'t str,
        role: Role,
        (at, row): (usize, &Row<'_>),
    ) -> (Cow<'t, str>, bool) {
        let marks = if role == Role::Total {
            &self.totals
        } else {
            &self.unallocated
        };
        if let Some(mark) = mark_of(marks, text) {
            let mark = mark.trim_matches('*');
            if role == Role::Total && !mark.is_empty() {
                return (Cow::Owned(text.replace(mark, "")), false);
            }
            return (Cow::Borrowed(""), false);
        }
        // Recognised by its name alone: the first key column names the whole the people belong to.
        if role == Role::Unallocated && at > 0 && self.marked(marks, row).is_none() {
            return (Cow::Borrowed(""), false);
        }
        (Cow::Borrowed(text), true)
    }

    fn keyed(
        &self,
        text: &str,
        role: Role,
        row: &Row<'_>,
        (pen, remarks): (&Pen, &mut Remarks),
    ) -> Placed {
        if role == Role::Total && text.is_empty() {
            return Placed::Take {
                key: String::new(),
                role,
            };
        }
        match self.reader.read(text) {
            Key::Good(key) => Placed::Take {
                key: key.into_owned(),
                role,
            },
            // A total over a larger area has a shorter key; nobody looks it up as a part.
            Key::Strange if role != Role::Area => Placed::Take {
                key: text.to_owned(),
                role,
            },
            Key::Repaired(key) => {
                let problem = Problem::row("key_repaired", RemarkKind::RepairedKey)
                    .at(self.key_column(), text)
                    .only(Severity::Note);
                pen.note(remarks, row, &problem, &[("key", &key)]);
                Placed::Take { key, role }
            }
            Key::Missing => self.keyless(row, (pen, remarks)),
            Key::Strange => self.strange(text, row, (pen, remarks)),
        }
    }

    fn key_column(&self) -> Option<usize> {
        self.keys.first().map(|k| k.column)
    }

    /// A row without key is a heading if it has no numbers either.
    fn keyless(&self, row: &Row<'_>, (pen, remarks): (&Pen, &mut Remarks)) -> Placed {
        if self.values.iter().all(|v| row.cell(*v).is_empty()) {
            return Placed::Nothing;
        }
        let problem = Problem::row("key_missing", RemarkKind::Unplaced).at(self.key_column(), "");
        pen.note(remarks, row, &problem, &[]);
        Placed::Rejected
    }

    fn strange(&self, text: &str, row: &Row<'_>, (pen, remarks): (&Pen, &mut Remarks)) -> Placed {
        let header = self.key_column().and_then(|c| pen.name(c));
        if header.is_some_and(|name| name == tidy(text)) {
            let problem = Problem::row("header_again", RemarkKind::Header).only(Severity::Note);
            pen.note(remarks, row, &problem, &[]);
            return Placed::Nothing;
        }
        if self.others == OtherKeys::Ignore {
            return Placed::Filtered;
        }
        let lengths = match self.reader.lengths().as_str() {
            "" => String::new(),
            lengths => format!(" ({lengths} Stellen)"),
        };
        let problem =
            Problem::row("key_strange", RemarkKind::UnknownKey).at(self.key_column(), text);
        pen.note(remarks, row, &problem, &[("lengths", &lengths)]);
        Placed::Rejected
    }
}

fn mark_of<'r>(rule: &'r RowRule, text: &str) -> Option<&'r str> {
    let found = rule.keys.iter().find(|p| fits(p, text));
    found.map(String::as_str)
}
