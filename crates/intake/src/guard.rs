//! Whether a profile means the table at hand: another table with as many columns must not be read by it.
//!
//! A header that moved or a heading spelt differently is no other table; it is a remark.

use vocabulary::{RemarkKind, Severity};

use crate::IntakeError;
use crate::cell::letters;
use crate::header::{Found, Header, fixed};
use crate::likeness::alike;
use crate::pattern;
use crate::profile::{Layout, Profile};
use crate::reading::{Note, Remarks, excerpt};

/// Refuses another table; smaller differences to what the profile expects become a remark.
pub(crate) fn check(
    file: &str,
    profile: &Profile,
    header: &Header,
    remarks: &mut Remarks,
) -> Result<(), IntakeError> {
    let refused = |expected: String, found: String| IntakeError::OtherTable {
        file: file.to_owned(),
        row: header.row,
        profile: profile.id.clone(),
        expected,
        found,
    };
    if let Some((expected, found)) = strange_place(profile, header) {
        return Err(refused(expected, found));
    }
    let telling = telling(profile);
    let there = telling.iter().filter(|h| is_there(header, h)).count();
    if there * 2 < telling.len() {
        let names: Vec<String> = telling.iter().take(30).map(|h| excerpt(h)).collect();
        return Err(refused(names.join(", "), header.names()));
    }
    compare(profile, header, remarks);
    Ok(())
}

/// The profile with the headings of the file where they are only spelt differently; each is remarked on.
pub(crate) fn respelt(profile: &Profile, header: &Header, remarks: &mut Remarks) -> Profile {
    let mut out = profile.clone();
    if profile.period.header_row.is_some() {
        return out;
    }
    let free = unclaimed(profile, header);
    for heading in out.headings_mut() {
        if fixed(heading).is_some() || header.find(heading) != Found::None {
            continue;
        }
        let wanted = heading.clone();
        let like =
            |c: &&usize| alike(&wanted, &header.path(**c)) || alike(&wanted, &header.name(**c));
        let found: Vec<&usize> = free.iter().filter(like).collect();
        let [column] = found.as_slice() else {
            continue;
        };
        let name = header.path(**column);
        remarks.add(&Note {
            severity: Severity::Warning,
            kind: RemarkKind::Header,
            row: Some(header.row),
            column: None,
            value: &name,
            text: "heading_respelt",
            places: &[("wanted", &wanted)],
        });
        *heading = format!("#{}", **column + 1);
    }
    out
}

/// The columns that stand under no heading the profile knows.
fn unclaimed(profile: &Profile, header: &Header) -> Vec<usize> {
    let expected = profile.expected.headings.iter().map(String::as_str);
    let known = profile.headings().into_iter().chain(expected);
    let mut claimed = vec![false; header.width()];
    for heading in known.filter(|h| !h.is_empty()) {
        if let Found::One(column) = header.find(heading)
            && let Some(claim) = claimed.get_mut(column)
        {
            *claim = true;
        }
    }
    (0..header.width()).filter(|c| !claimed[*c]).collect()
}

/// A column named by its place under which another heading stands: what is expected, and what is there.
fn strange_place(profile: &Profile, header: &Header) -> Option<(String, String)> {
    profile.headings().into_iter().find_map(|named| {
        let column = fixed(named)?;
        let expected = profile.expected.headings.get(column)?;
        let found = header.path_of(column);
        if expected.is_empty() || fits(expected, &found) {
            return None;
        }
        let at = |text: &str| format!("{} („{}“)", letters(column), excerpt(text));
        Some((at(expected), at(&found)))
    })
}

/// The headings only a file of this profile has: not those of key, name and period, which many tables share.
fn telling(profile: &Profile) -> Vec<&str> {
    let shared: Vec<&str> = profile.shared_headings();
    let expected = profile.expected.headings.iter().map(String::as_str);
    let expected: Vec<&str> = expected
        .filter(|h| !h.is_empty() && !shared.iter().any(|s| fits(s, h) || fits(h, s)))
        .collect();
    if !expected.is_empty() || profile.period.header_row.is_some() {
        return expected;
    }
    let own = profile.own_headings().into_iter();
    own.filter(|h| fixed(h).is_none()).collect()
}

fn is_there(header: &Header, heading: &str) -> bool {
    header.find(heading) != Found::None
        || (0..header.width()).any(|c| fits(heading, &header.path(c)))
}

fn fits(expected: &str, found: &str) -> bool {
    pattern::fits(expected, found) || alike(expected, found)
}

/// Says which expected headings are missing and which are new.
fn compare(profile: &Profile, header: &Header, remarks: &mut Remarks) {
    let expected = &profile.expected.headings;
    if expected.is_empty() {
        return by_place_only(profile, header, remarks);
    }
    let named = |texts: Vec<String>| {
        let all = texts.join(", ");
        if all.is_empty() {
            "–".to_owned()
        } else {
            all
        }
    };
    // What the profile reads is told where it is looked for.
    let read = profile.headings();
    let unread = |h: &&String| !h.is_empty() && !read.contains(&h.as_str());
    let missing = expected
        .iter()
        .filter(|h| unread(h) && !is_there(header, h));
    let missing: Vec<String> = missing.take(30).map(|h| excerpt(h)).collect();
    let paths = (0..header.width()).map(|c| header.path(c));
    let new = paths.filter(|p| !p.is_empty() && !expected.iter().any(|h| fits(h, p)));
    let new: Vec<String> = new.take(30).map(|p| excerpt(&p)).collect();
    if missing.is_empty() && new.is_empty() {
        return;
    }
    let severity = if missing.is_empty() {
        Severity::Note
    } else {
        Severity::Warning
    };
    let (missing, new) = (named(missing), named(new));
    tell(
        header,
        (severity, "headings_other"),
        &[("missing", &missing), ("new", &new)],
        remarks,
    );
}

/// Numbers found by their place alone, in a profile that expects no heading: nobody can say whose they are.
fn by_place_only(profile: &Profile, header: &Header, remarks: &mut Remarks) {
    // Other layouts are known by their structure.
    let free = matches!(
        profile.layout,
        Layout::Wide | Layout::Long | Layout::Parquet
    );
    let own = profile.own_headings();
    if free && !own.is_empty() && own.iter().all(|h| fixed(h).is_some()) {
        let names = header.names();
        tell(
            header,
            (Severity::Warning, "by_place_only"),
            &[("found", &names)],
            remarks,
        );
    }
}

fn tell(
    header: &Header,
    (severity, text): (Severity, &'static str),
    places: &[(&str, &str)],
    remarks: &mut Remarks,
) {
    remarks.add(&Note {
        severity,
        kind: RemarkKind::Header,
        row: Some(header.row),
        column: None,
        value: "",
        text,
        places,
    });
}
