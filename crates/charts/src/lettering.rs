//! How wide a word is in Fira Sans, so that labels never overlap or run out of the picture.
//!
//! The advance widths are facts about the font, in thousandths of the size; kerning only makes words narrower.

/// Thickness of the letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// 400.
    Regular,
    /// 600.
    Bold,
}

/// The width of a text at a size, in the size's unit.
pub(crate) fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let thousandths: f64 = text.chars().map(|c| f64::from(advance(c, weight))).sum();
    thousandths / 1000.0 * size
}

/// The text itself, or its beginning with „…“ where it is wider than `room`.
pub(crate) fn shorten(text: &str, size: f64, weight: Weight, room: f64) -> String {
    if width(text, size, weight) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = width("…", size, weight);
    for c in text.chars() {
        used += f64::from(advance(c, weight)) / 1000.0 * size;
        if used > room {
            break;
        }
        kept.push(c);
    }
    format!("{}…", kept.trim_end())
}

/// The narrow no-break space is drawn as a small ordinary one: the font has none.
pub(crate) const NARROW: char = '\u{202f}';
/// Size of that small space, as a part of the text's.
pub(crate) const NARROW_PART: f64 = 0.55;

fn advance(c: char, weight: Weight) -> u16 {
    let pick = |(regular, bold): (u16, u16)| match weight {
        Weight::Regular => regular,
        Weight::Bold => bold,
    };
    let code = c as usize;
    if let Some(known) = code.checked_sub(32).and_then(|i| ASCII.get(i)) {
        return pick(*known);
    }
    match OTHERS.binary_search_by_key(&c, |o| o.0) {
        Ok(i) => pick((OTHERS[i].1, OTHERS[i].2)),
        Err(_) if c == NARROW => 146,
        Err(_) if code < 0x2000 => 700,
        Err(_) => 1000,
    }
}

/// Regular and semibold, from the space to the tilde.
#[rustfmt::skip]
const ASCII: [(u16, u16); 95] = [
    (265, 244), (241, 241), (399, 430), (518, 547), (531, 545), (826, 851), (729, 753), (219, 234), (324, 324), (324, 324), (439, 447), (499, 523), (240, 240), (403, 406), (240, 240), (520, 520),
    (558, 579), (433, 456), (495, 512), (499, 515), (532, 557), (501, 527), (533, 556), (444, 462), (551, 574), (525, 552), (240, 240), (240, 240), (500, 514), (500, 514), (500, 514), (459, 476),
    (1020, 1020), (573, 586), (608, 615), (560, 571), (644, 650), (535, 528), (491, 488), (631, 641), (680, 669), (295, 294), (305, 314), (589, 622), (498, 509), (778, 784), (683, 668), (692, 691),
    (581, 595), (691, 691), (605, 614), (545, 565), (517, 534), (662, 654), (556, 567), (826, 842), (540, 571), (550, 583), (522, 539), (322, 323), (520, 520), (322, 323), (540, 554), (520, 520),
    (300, 330), (544, 547), (594, 596), (478, 478), (598, 599), (545, 551), (335, 351), (520, 544), (586, 579), (282, 282), (280, 281), (512, 542), (293, 296), (857, 848), (586, 579), (584, 584),
    (594, 596), (598, 599), (386, 397), (467, 479), (361, 380), (582, 574), (492, 508), (717, 741), (485, 505), (492, 512), (437, 454), (322, 323), (403, 383), (322, 323), (488, 508),
];
/// Other letters and signs, sorted.
const OTHERS: [(char, u16, u16); 49] = [
    ('\u{a0}', 265, 244),
    ('§', 533, 546),
    ('°', 523, 521),
    ('±', 500, 524),
    ('²', 400, 400),
    ('³', 400, 400),
    ('·', 240, 240),
    ('½', 932, 960),
    ('Ä', 573, 586),
    ('Ö', 692, 691),
    ('×', 500, 514),
    ('Ü', 662, 654),
    ('ß', 593, 603),
    ('à', 544, 547),
    ('á', 544, 547),
    ('ä', 544, 547),
    ('å', 544, 547),
    ('ç', 478, 478),
    ('è', 545, 551),
    ('é', 545, 551),
    ('ë', 545, 551),
    ('ñ', 586, 579),
    ('ö', 584, 584),
    ('ø', 584, 584),
    ('ü', 582, 574),
    ('ą', 544, 547),
    ('č', 478, 478),
    ('ę', 545, 551),
    ('ğ', 520, 544),
    ('ı', 282, 282),
    ('ł', 312, 347),
    ('ń', 586, 579),
    ('œ', 916, 909),
    ('ş', 467, 479),
    ('š', 467, 479),
    ('ž', 437, 454),
    ('–', 520, 520),
    ('—', 790, 795),
    ('‘', 228, 239),
    ('’', 228, 239),
    ('‚', 228, 239),
    ('“', 406, 438),
    ('„', 406, 438),
    ('•', 324, 341),
    ('…', 738, 730),
    ('€', 576, 587),
    ('−', 500, 514),
    ('≤', 500, 514),
    ('≥', 500, 514),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_font() {
        assert!((width("Kreis", 1000.0, Weight::Regular) - 2269.0).abs() < 1.0);
        assert!(width("Kreis", 10.0, Weight::Bold) > width("Kreis", 10.0, Weight::Regular));
    }

    #[test]
    fn a_word_that_does_not_fit_is_shortened() {
        assert_eq!(
            shorten("Rosental", 10.0, Weight::Regular, 100.0),
            "Rosental"
        );
        let short = shorten("Rosental am Mühlbach", 10.0, Weight::Regular, 60.0);
        assert_eq!(short, "Rosental a…");
        assert!(width(&short, 10.0, Weight::Regular) <= 60.0);
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(OTHERS.is_sorted_by_key(|o| o.0));
    }
}
