//! Whether two headings are the same one spelt differently: `Schlüssel` and `Schluessel`, `Wohngeldhaushalt` and
//! `Wohngeldhaushalte`. Numbers and short words must agree: `Alo_w` is not `Alo_m`, `unter 3` is not `unter 6`.

/// Whether a person would take both for the same heading.
pub(crate) fn alike(one: &str, other: &str) -> bool {
    let (one, other) = (plain(one), plain(other));
    if one.is_empty() || other.is_empty() {
        return false;
    }
    // Blanks and hyphens come and go.
    one.concat() == other.concat()
        || (one.len() == other.len() && one.iter().zip(&other).all(|(a, b)| same_word(a, b)))
}

/// The words in small letters, umlauts written out.
fn plain(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in text.chars().take(200).flat_map(char::to_lowercase) {
        let last = words.last_mut().expect("there is always a word");
        match c {
            'ä' => last.push_str("ae"),
            'ö' => last.push_str("oe"),
            'ü' => last.push_str("ue"),
            'ß' => last.push_str("ss"),
            c if c.is_alphanumeric() => last.push(c),
            _ => words.push(String::new()),
        }
    }
    words.retain(|w| !w.is_empty());
    words
}

fn same_word(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let numbers = a.iter().chain(&b).any(char::is_ascii_digit);
    let allowed = match a.len().min(b.len()) {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    // `Einpendler` and `Auspendler`, `Zugang` and `Abgang` differ where the meaning is.
    !numbers && a[0] == b[0] && distance(&a, &b) <= allowed
}

/// How many letters to change, leave out or add.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let changed = before[j] + usize::from(x != y);
            row.push(changed.min(before[j + 1] + 1).min(row[j] + 1));
        }
        before = row;
    }
    before[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_heading_spelt_differently_is_the_same() {
        for (one, other) in [
            ("Schlüssel", "SCHLUESSEL"),
            ("Wohngeldhaushalte", "Wohngeldhaushalt"),
            ("HLU a.v.E.", "HLU avE"),
            ("Kinder unter 3", "Kinder unter 3 "),
            ("Bezeichnung", "Bezeichung"),
        ] {
            assert!(alike(one, other), "{one} | {other}");
        }
    }

    #[test]
    fn another_meaning_is_another_heading() {
        for (one, other) in [
            ("Alo_w", "Alo_m"),
            ("unter 3", "unter 6"),
            ("Einpendler", "Auspendler"),
            ("Zuzüge", "Fortzüge"),
            ("Kinder", "Rinder"),
            ("Wohnungen", "Wohngeld"),
            ("mit Kind", "ohne Kind"),
            ("", ""),
        ] {
            assert!(!alike(one, other), "{one} | {other}");
        }
    }

    proptest! {
        #[test]
        fn every_heading_with_a_letter_is_like_itself(text in "[A-Za-zäöüß0-9 _-]{1,30}") {
            prop_assert_eq!(alike(&text, &text), text.chars().any(char::is_alphanumeric));
        }
    }
}
