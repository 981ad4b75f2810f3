//! Step 7: sentences, tables in a report, captions and alternative texts that put a number beside a hidden area.

use std::collections::BTreeMap;

use crate::book::{Book, CellNumber, Part, Sheet};
use crate::published::Word;
use crate::relations::{Relation, Relations, Why};

/// So far behind the name of an area its numbers are looked for.
const REACH: usize = 60;

/// Adds what texts say about hidden counts.
pub(crate) fn clues(book: &Book<'_>, relations: &mut Relations) {
    let names = indicator_names(book);
    for (edition, files) in (0u32..).zip(&book.published.editions) {
        for prose in &files.prose {
            for indicator in subjects(book, &names, &prose.text) {
                let about = About::new(book, edition, indicator, &prose.text);
                about.areas(&prose.text, relations);
                about.scale(&prose.text, relations);
            }
        }
    }
}

/// `Jugendarbeitslosendichte (ARB03)`: what the report calls an indicator.
fn indicator_names(book: &Book<'_>) -> BTreeMap<String, Word> {
    let mut names = BTreeMap::new();
    let prose = book.published.editions.iter().flat_map(|e| &e.prose);
    for line in prose.flat_map(|p| p.text.lines()) {
        let Some((name, id)) = line
            .trim_end()
            .strip_suffix(')')
            .and_then(|l| l.rsplit_once(" ("))
        else {
            continue;
        };
        let word = book.published.words.find(id);
        let counted = |w: &Word| book.series.iter().any(|s| s.indicator == *w);
        if let Some(word) = word.filter(counted) {
            names.insert(name.trim().to_owned(), word);
        }
    }
    names
}

/// The indicators a text is about: named by its fact sheet, or in the head of an alternative text.
fn subjects(book: &Book<'_>, names: &BTreeMap<String, Word>, text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = text
        .split("Steckbrief: ")
        .skip(1)
        .filter_map(|rest| {
            let id: String = rest
                .chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect();
            book.published.words.find(&id)
        })
        .collect();
    if let Some((_, rest)) = text.split_once(": ") {
        let head = rest.split(". ").next().unwrap_or_default();
        let name = head.rsplit_once(", ").map_or(head, |(name, _)| name);
        found.extend(names.get(name).or_else(|| names.get(head)));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// One indicator as one text tells it: its total in the period the text names, else in the newest.
struct About<'a> {
    book: &'a Book<'a>,
    cells: Vec<CellNumber>,
}

impl<'a> About<'a> {
    fn new(book: &'a Book<'a>, edition: u32, indicator: Word, text: &str) -> Self {
        let of_it = |s: &&Sheet| {
            let series = book.series[s.series as usize];
            s.edition == edition
                && series.indicator == indicator
                && series.part == Part::Count
                && book.text(series.breakdown) == "total"
        };
        let mut sheets: Vec<&Sheet> = book.sheets.keys().filter(of_it).collect();
        let period = |s: &Sheet| book.periods[s.period as usize];
        sheets.sort_by_key(|s| (period(s), book.series[s.series as usize].version));
        let head: String = text.chars().take(200).collect();
        let named = sheets
            .iter()
            .rfind(|s| head.contains(&period(s).to_string()));
        let sheet = named.or(sheets.last());
        Self {
            book,
            cells: sheet.map_or_else(Vec::new, |s| book.sheets[*s].clone()),
        }
    }

    /// Numbers behind the name of an area whose cell is hidden.
    fn areas(&self, text: &str, relations: &mut Relations) {
        let hidden = self.cells.iter().filter(|c| self.book.is_hidden(**c));
        for &cell in hidden {
            let name = self.book.area_name(cell);
            let alike = self
                .cells
                .iter()
                .filter(|c| self.book.area_name(**c) == name);
            if alike.count() > 1 {
                continue;
            }
            for (at, _) in text.match_indices(name) {
                let before = text[..at].chars().next_back();
                let rest = &text[at + name.len()..];
                let stands_alone = !before.is_some_and(|c| c.is_alphanumeric() || c == '-');
                if stands_alone && rest.starts_with([' ', ':', '\n', ',']) {
                    self.number_behind(cell, rest, relations);
                }
            }
        }
    }

    /// `Ost (2 von 31)`, `Ost: 6,5 %`, or the cells of a table's line.
    fn number_behind(&self, cell: CellNumber, rest: &str, relations: &mut Relations) {
        let numbers = numbers_at(rest);
        let base = self.base(cell);
        let is_base = |n: &Printed| base.is_some_and(|b| (b - n.number).abs() < 0.5);
        let relation: Vec<Relation> = match (numbers.first(), numbers.get(1)) {
            (Some(count), Some(second)) if is_base(second) && count.decimals == 0 => {
                vec![Relation::is(cell, count.number, Why::Text)]
            }
            (Some(first), _) if is_base(first) => Vec::new(),
            (Some(value), _) => self.of_value(cell, value),
            _ => Vec::new(),
        };
        for one in relation {
            relations.take(self.book, one);
        }
    }

    /// A printed value, or a printed count where there is no base.
    fn of_value(&self, cell: CellNumber, value: &Printed) -> Vec<Relation> {
        match (self.base(cell), self.book.facts_of(cell).factor) {
            (Some(base), Some(factor)) => {
                let half = 0.5 * 10f64.powi(-value.decimals);
                let count = |v: f64| v * base / factor;
                let (low, high) = (count(value.number - half), count(value.number + half));
                Relation::between(cell, low, high, Why::Text).into()
            }
            (None, None) if value.decimals == 0 => {
                vec![Relation::is(cell, value.number, Why::Text)]
            }
            _ => Vec::new(),
        }
    }

    fn base(&self, cell: CellNumber) -> Option<f64> {
        let rate = self.book.rate_of(cell)?;
        self.book.known(rate.base?)
    }

    /// `von 0,0 bis 26,5`: an end that no shown area has is that of the only hidden one.
    fn scale(&self, text: &str, relations: &mut Relations) {
        for (at, _) in text.match_indices(" von ") {
            let ends = numbers_at(&text[at + 5..]);
            let [low, high, ..] = &ends[..] else {
                continue;
            };
            let words = &text[at + 5..];
            if !words.chars().take(24).collect::<String>().contains(" bis ") {
                continue;
            }
            for level in self.levels() {
                let fits = |end: &Printed| level.iter().any(|c| self.shows(*c, end));
                let hidden: Vec<CellNumber> = level
                    .iter()
                    .copied()
                    .filter(|c| self.book.is_hidden(*c))
                    .collect();
                if let ([only], true) = (&hidden[..], fits(low) != fits(high)) {
                    let end = if fits(low) { high } else { low };
                    for one in self.of_value(*only, end) {
                        relations.take(self.book, one);
                    }
                }
            }
        }
    }

    fn levels(&self) -> Vec<Vec<CellNumber>> {
        let mut levels: BTreeMap<Word, Vec<CellNumber>> = BTreeMap::new();
        for cell in &self.cells {
            let place = &self.book.places[self.book.of(*cell).place as usize];
            levels.entry(place.level).or_default().push(*cell);
        }
        levels.into_values().filter(|l| l.len() > 2).collect()
    }

    /// Whether a cell's shown value would be printed like this.
    fn shows(&self, cell: CellNumber, end: &Printed) -> bool {
        let value = self.book.rate_of(cell).and_then(|r| r.value);
        let half = 0.501 * 10f64.powi(-end.decimals);
        value.is_some_and(|v| (v - end.number).abs() <= half)
    }
}

/// A number as it is printed.
struct Printed {
    number: f64,
    decimals: i32,
}

/// The numbers with which a text goes on; words between them end the list, but for `von` and `bis`.
fn numbers_at(text: &str) -> Vec<Printed> {
    let near: String = text.chars().take(REACH).collect();
    let words = near.split(|c: char| c.is_whitespace() || "():;|".contains(c));
    let mut found = Vec::new();
    for word in words.filter(|w| !w.is_empty()) {
        match printed(word) {
            Some(number) => found.push(number),
            None if ["von", "bis", "mit", "sind", "es"].contains(&word) => {}
            None => break,
        }
    }
    found
}

/// `1.301`, `3,1`, `2 %`; nothing else that has digits in it.
fn printed(word: &str) -> Option<Printed> {
    let word = word.trim_end_matches(['.', ',', '%', '\u{202f}']);
    let plain = word
        .chars()
        .all(|c| c.is_ascii_digit() || c == '.' || c == ',');
    if !plain || !word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let groups: Vec<&str> = word.split(',').next()?.split('.').collect();
    if groups.iter().skip(1).any(|g| g.len() != 3) {
        return None;
    }
    let decimals = word.split_once(',').map_or(0, |(_, d)| d.len());
    Some(Printed {
        number: word.replace('.', "").replace(',', ".").parse().ok()?,
        decimals: i32::try_from(decimals).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(f64, i32)> {
        let found = numbers_at(text);
        found.iter().map(|p| (p.number, p.decimals)).collect()
    }

    #[test]
    fn numbers_are_read_as_germans_print_them() {
        assert_eq!(
            read("\n262\n8.434\n3,1\n(2,8–3,5)"),
            [(262.0, 0), (8434.0, 0), (3.1, 1)]
        );
        assert_eq!(read(" (2 von 31)"), [(2.0, 0), (31.0, 0)]);
        assert_eq!(read(" 0,0 bis 4,5 %"), [(0.0, 1), (4.5, 1)]);
        assert_eq!(read("\n1.301\nnicht gezeigt"), [(1301.0, 0)]);
        assert!(read(", 31.12.2024 und 5").is_empty());
    }
}
