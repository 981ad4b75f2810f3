//! Patterns for names and keys: `*` for anything, `{year}`, `{month}`, `{day}`, `{quarter}` for times.
//!
//! Deliberately no regular expressions: a planner reads and writes these.

/// What the places of a pattern caught.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Caught {
    pub(crate) year: Option<i32>,
    pub(crate) last_year: Option<i32>,
    pub(crate) quarter: Option<u8>,
    pub(crate) month: Option<u8>,
}

/// Whether a text fits a pattern, upper and lower case alike.
pub(crate) fn fits(pattern: &str, text: &str) -> bool {
    catch(pattern, text).is_some()
}

/// What the places of the pattern hold if the whole text fits.
pub(crate) fn catch(pattern: &str, text: &str) -> Option<Caught> {
    let tokens = tokens(pattern);
    let text: Vec<char> = text.trim().chars().flat_map(char::to_lowercase).collect();
    // A hostile text must not make the search long: cells that matter are short.
    let text = &text[..text.len().min(1000)];
    let mut steps = 200_000;
    matched(&tokens, text, Caught::default(), &mut steps)
}

/// The year and month a text holds anywhere, if the pattern has no `*` of its own.
pub(crate) fn catch_within(pattern: &str, text: &str) -> Option<Caught> {
    catch(pattern, text).or_else(|| catch(&format!("*{pattern}*"), text))
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    Char(char),
    Any,
    Number(Part),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    Year,
    LastYear,
    Quarter,
    Month,
    Day,
}

impl Part {
    /// How many digits it has, at least and at most.
    fn digits(self) -> (usize, usize) {
        match self {
            Self::Year | Self::LastYear => (4, 4),
            Self::Quarter => (1, 1),
            Self::Month | Self::Day => (1, 2),
        }
    }

    fn put(self, number: u32, caught: Caught) -> Option<Caught> {
        let year = i32::try_from(number).ok().filter(|y| *y >= 1000);
        let small = u8::try_from(number).ok().filter(|n| *n >= 1);
        Some(match self {
            Self::Year => Caught {
                year: Some(year?),
                ..caught
            },
            Self::LastYear => Caught {
                last_year: Some(year?),
                ..caught
            },
            Self::Quarter => Caught {
                quarter: Some(small.filter(|q| *q <= 4)?),
                ..caught
            },
            Self::Month => Caught {
                month: Some(small.filter(|m| *m <= 12)?),
                ..caught
            },
            Self::Day => small.filter(|d| *d <= 31).map(|_| caught)?,
        })
    }
}

fn tokens(pattern: &str) -> Vec<Token> {
    const PLACES: [(&str, Part); 5] = [
        ("{year}", Part::Year),
        ("{last_year}", Part::LastYear),
        ("{quarter}", Part::Quarter),
        ("{month}", Part::Month),
        ("{day}", Part::Day),
    ];
    let lower = pattern.trim().to_lowercase();
    let mut rest = lower.as_str();
    let mut out = Vec::new();
    while let Some(c) = rest.chars().next() {
        if let Some((place, part)) = PLACES.iter().find(|(p, _)| rest.starts_with(p)) {
            out.push(Token::Number(*part));
            rest = &rest[place.len()..];
            continue;
        }
        let token = if c == '*' { Token::Any } else { Token::Char(c) };
        if token != Token::Any || out.last() != Some(&Token::Any) {
            out.push(token);
        }
        rest = &rest[c.len_utf8()..];
    }
    out
}

fn matched(tokens: &[Token], text: &[char], caught: Caught, steps: &mut u32) -> Option<Caught> {
    *steps = steps.checked_sub(1)?;
    let Some((token, more)) = tokens.split_first() else {
        return text.is_empty().then_some(caught);
    };
    match *token {
        Token::Any => (0..=text.len()).find_map(|n| matched(more, &text[n..], caught, steps)),
        Token::Char(c) if text.first() == Some(&c) => matched(more, &text[1..], caught, steps),
        Token::Char(_) => None,
        Token::Number(part) => {
            let (least, most) = part.digits();
            let digits = text.iter().take(most).take_while(|c| c.is_ascii_digit());
            (least..=digits.count()).rev().find_map(|n| {
                let number: String = text[..n].iter().collect();
                let caught = part.put(number.parse().ok()?, caught)?;
                matched(more, &text[n..], caught, steps)
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_file_name_tells_the_month() {
        let caught = catch("Haushalte_*_{year}-{month}.*", "haushalte_WP_2024-12.txt").unwrap();
        assert_eq!((caught.year, caught.month), (Some(2024), Some(12)));
        assert_eq!(catch("Haushalte_{year}.csv", "Haushalte.csv"), None);
    }

    #[test]
    fn a_title_line_tells_the_day_somewhere() {
        let caught =
            catch_within("Stichtag: {day}.{month}.{year}", "Kfz, Stichtag: 1.1.2024").unwrap();
        assert_eq!((caught.year, caught.month), (Some(2024), Some(1)));
    }

    #[test]
    fn a_star_stands_for_anything() {
        assert!(fits("*SUM", "123456SUM"));
        assert!(fits("keine angabe*", "Keine Angabe / nicht zuordenbar"));
        assert!(!fits("SUM", "123SUM"));
    }

    proptest! {
        #[test]
        fn no_pattern_makes_it_panic(pattern in ".{0,30}", text in ".{0,60}") {
            let _ = catch_within(&pattern, &text);
        }
    }
}
