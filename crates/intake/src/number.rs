//! Numbers as people write them: German or English signs, grouped thousands, never both mixed.

/// Which sign opens the decimals and which ones group thousands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Signs {
    pub(crate) decimal: char,
    pub(crate) thousands: Option<char>,
}

impl Signs {
    /// `1.234,5`
    pub(crate) const GERMAN: Self = Self {
        decimal: ',',
        thousands: Some('.'),
    };
    /// `1,234.5`
    pub(crate) const ENGLISH: Self = Self {
        decimal: '.',
        thousands: Some(','),
    };
}

/// Why a text is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Letters or other signs in it.
    NotANumber,
    /// The signs are those of another country.
    OtherSigns,
    /// `NaN`, `inf`, or beyond what a computer holds.
    NotFinite,
}

/// The number of a text without blanks around it.
pub(crate) fn parse(text: &str, signs: Signs) -> Result<f64, Fault> {
    if let Some(number) = simple(text, signs) {
        return Ok(number);
    }
    let lower = text
        .trim_start_matches(['-', '+', '−'])
        .to_ascii_lowercase();
    if ["nan", "inf", "infinity", "1.#inf", "1.#qnan", "1,#inf", "∞"].contains(&lower.as_str()) {
        return Err(Fault::NotFinite);
    }
    if text.len() > 400 {
        return Err(Fault::NotANumber);
    }
    let plain = plain_form(text, signs)?;
    match plain.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(if number == 0.0 { 0.0 } else { number }),
        Ok(_) => Err(Fault::NotFinite),
        Err(_) => Err(Fault::NotANumber),
    }
}

/// The usual case without any detour: up to 15 digits, groups of three, decimals.
///
/// A mantissa below 2^53 divided by a power of ten up to 10^15 is rounded correctly, so both ways agree.
fn simple(text: &str, signs: Signs) -> Option<f64> {
    let (mut mantissa, mut digits, mut since) = (0u64, 0u32, 0u32);
    let (mut grouped, mut decimals) = (false, None);
    for byte in text.bytes() {
        if byte.is_ascii_digit() {
            mantissa = mantissa * 10 + u64::from(byte - b'0');
            digits += 1;
            since += 1;
            if digits > 15 {
                return None;
            }
            continue;
        }
        let sign = char::from(byte);
        let whole = if grouped {
            since == 3
        } else {
            (1..=3).contains(&since)
        };
        if decimals.is_some() || (grouped && !whole) {
            return None;
        }
        if sign == signs.decimal {
            decimals = Some(digits);
        } else if Some(sign) == signs.thousands && whole {
            grouped = true;
        } else {
            return None;
        }
        since = 0;
    }
    if digits == 0 || (grouped && decimals.is_none() && since != 3) {
        return None;
    }
    let fraction = decimals.map_or(0, |before| digits - before);
    let scale = 10f64.powi(i32::try_from(fraction).ok()?);
    Some(mantissa as f64 / scale)
}

/// The same number as Rust writes it: `-1234.5e-3`.
fn plain_form(text: &str, signs: Signs) -> Result<String, Fault> {
    let text = text.strip_suffix('%').unwrap_or(text).trim_end();
    let (sign, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (digits, exponent) = match digits.split_once(['e', 'E']) {
        Some((digits, exponent)) if !digits.is_empty() => (digits, exponent),
        Some(_) => return Err(Fault::NotANumber),
        None => (digits, "0"),
    };
    let exponent: i32 = exponent.parse().ok().ok_or(Fault::NotANumber)?;
    let (whole, fraction) = digits.split_once(signs.decimal).unwrap_or((digits, ""));
    let whole = ungrouped(whole, signs)?;
    if !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return Err(fault_of(fraction));
    }
    if whole.is_empty() && fraction.is_empty() {
        return Err(Fault::NotANumber);
    }
    Ok(format!("{sign}{whole}.{fraction}e{exponent}"))
}

/// Takes thousands signs away if they stand where they belong.
fn ungrouped(whole: &str, signs: Signs) -> Result<String, Fault> {
    let groups_by = |c: char| {
        Some(c) == signs.thousands || matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'')
    };
    let mut groups = whole.split(groups_by);
    let first = groups.next().unwrap_or_default();
    let mut out = first.to_owned();
    let mut grouped = false;
    for group in groups {
        grouped = true;
        if group.len() != 3 {
            return Err(fault_of(whole));
        }
        out.push_str(group);
    }
    if grouped && !(1..=3).contains(&first.len()) {
        return Err(fault_of(whole));
    }
    if !out.bytes().all(|b| b.is_ascii_digit()) {
        return Err(fault_of(whole));
    }
    Ok(out)
}

/// Digits with `,` and `.` are a number of another country; anything else is none.
fn fault_of(text: &str) -> Fault {
    let foreign = text
        .bytes()
        .all(|b| b.is_ascii_digit() || b == b'.' || b == b',')
        && text.bytes().any(|b| b.is_ascii_digit());
    if foreign {
        Fault::OtherSigns
    } else {
        Fault::NotANumber
    }
}

/// What a text says about the decimal sign, if it says anything for sure.
pub(crate) fn decimal_evidence(text: &str) -> Option<char> {
    let number = text.trim_start_matches(['-', '+', '−', '(']);
    let number = number.trim_end_matches([')', '%', 'p', 'r', 's', ' ']);
    if !number
        .bytes()
        .all(|b| b.is_ascii_digit() || b == b'.' || b == b',')
        || !number.bytes().any(|b| b.is_ascii_digit())
    {
        return None;
    }
    let last = number.rfind(['.', ','])?;
    let sign = if number.as_bytes()[last] == b',' {
        ','
    } else {
        '.'
    };
    let other = if sign == ',' { '.' } else { ',' };
    if number[..last].contains(sign) {
        // Twice the same sign groups thousands, so the other one opens decimals.
        return Some(other);
    }
    if number[..last].contains(other) {
        return Some(sign);
    }
    let after = number.len() - last - 1;
    let before = last;
    // 1.234 may be either; 12.5 and 0.123 may not.
    let ambiguous = after == 3 && (1..=3).contains(&before) && !number.starts_with('0');
    (!ambiguous).then_some(sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn german_numbers_are_read() {
        for (text, number) in [
            ("12", 12.0),
            ("1.234", 1234.0),
            ("1.234.567,89", 1_234_567.89),
            ("-0,5", -0.5),
            ("−12", -12.0),
            ("1 234", 1234.0),
            ("8,4 %", 8.4),
            (",5", 0.5),
            ("1,5E-3", 0.0015),
            ("-0", 0.0),
            ("12345678901234567890", 12_345_678_901_234_567_890.0),
        ] {
            assert_eq!(parse(text, Signs::GERMAN), Ok(number), "{text}");
        }
    }

    #[test]
    fn signs_of_another_country_are_not_guessed() {
        for text in ["12.5", "1,234.5", "4.0129449838187705", "1.2345,6"] {
            assert_eq!(parse(text, Signs::GERMAN), Err(Fault::OtherSigns), "{text}");
        }
        assert_eq!(parse("12,5", Signs::ENGLISH), Err(Fault::OtherSigns));
    }

    #[test]
    fn what_is_not_finite_is_refused() {
        for text in ["NaN", "inf", "-Infinity", "1e999", "1.#INF"] {
            assert_eq!(parse(text, Signs::ENGLISH), Err(Fault::NotFinite), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "", "abc", "12a", "1-2", "--1", "0x10", ",", "e5", "1e", "12 34",
        ] {
            assert!(parse(text, Signs::GERMAN).is_err(), "{text}");
        }
    }

    #[test]
    fn a_number_tells_its_decimal_sign_only_when_sure() {
        for (text, sign) in [
            ("12,5", Some(',')),
            ("12.5", Some('.')),
            ("1.234", None),
            ("0.123", Some('.')),
            ("1.234,5", Some(',')),
            ("1.234.567", Some(',')),
            ("1,234.5", Some('.')),
            ("31.12.2024", Some(',')),
            ("12", None),
            ("abc", None),
        ] {
            assert_eq!(decimal_evidence(text), sign, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,40}") {
            let _ = (parse(&text, Signs::GERMAN), parse(&text, Signs::ENGLISH), decimal_evidence(&text));
        }

        #[test]
        fn the_short_way_agrees_with_the_long_one(text in "[0-9]{0,4}[.,]?[0-9]{0,4}[.,]?[0-9]{0,4}") {
            for signs in [Signs::GERMAN, Signs::ENGLISH] {
                if let Some(short) = simple(&text, signs) {
                    let long: f64 = plain_form(&text, signs).unwrap().parse().unwrap();
                    prop_assert_eq!(short.to_bits(), long.to_bits());
                }
            }
        }

        #[test]
        fn whole_numbers_come_back(number in 0u32..) {
            prop_assert_eq!(parse(&number.to_string(), Signs::GERMAN), Ok(f64::from(number)));
            prop_assert_eq!(
                parse(&vocabulary::german_number(f64::from(number), 0), Signs::GERMAN),
                Ok(f64::from(number))
            );
        }
    }
}
