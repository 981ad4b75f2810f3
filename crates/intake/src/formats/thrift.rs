//! The footer of a Parquet file, walked over without being understood.
//!
//! The reader of the format takes memory for as many row groups as the footer declares before it reads the first;
//! a declared length beyond the footer would end the program, and no error could be caught.

/// So deep is no footer.
const DEPTH: u32 = 32;

/// Whether the footer holds every list, map and text it declares.
pub(crate) fn is_sound(footer: &[u8]) -> bool {
    Walk { rest: footer }.fields(0).is_some()
}

struct Walk<'a> {
    rest: &'a [u8],
}

impl Walk<'_> {
    /// The fields of a structure up to its end.
    fn fields(&mut self, depth: u32) -> Option<()> {
        if depth > DEPTH {
            return None;
        }
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Some(());
            }
            // A number of its own where the field is far from the last one.
            if head >> 4 == 0 {
                self.number()?;
            }
            // Truth values stand in the head itself.
            if !matches!(head & 0x0f, 1 | 2) {
                self.value(head & 0x0f, depth)?;
            }
        }
    }

    fn value(&mut self, kind: u8, depth: u32) -> Option<()> {
        match kind {
            1..=3 => self.byte().map(drop),
            4..=6 => self.number().map(drop),
            7 => self.skip(8),
            8 => {
                let length = self.number()?;
                self.skip(length)
            }
            9 | 10 => self.list(depth),
            11 => self.map(depth),
            12 => self.fields(depth + 1),
            _ => None,
        }
    }

    fn list(&mut self, depth: u32) -> Option<()> {
        let head = self.byte()?;
        let size = match head >> 4 {
            15 => self.number()?,
            short => u64::from(short),
        };
        self.holds(size)?;
        (0..size).try_for_each(|_| self.value(head & 0x0f, depth + 1))
    }

    fn map(&mut self, depth: u32) -> Option<()> {
        let size = self.number()?;
        if size == 0 {
            return Some(());
        }
        self.holds(size)?;
        let kinds = self.byte()?;
        (0..size).try_for_each(|_| {
            self.value(kinds >> 4, depth + 1)?;
            self.value(kinds & 0x0f, depth + 1)
        })
    }

    /// Every element takes at least a byte.
    fn holds(&self, size: u64) -> Option<()> {
        (size <= self.rest.len() as u64).then_some(())
    }

    fn skip(&mut self, length: u64) -> Option<()> {
        self.rest = self.rest.get(usize::try_from(length).ok()?..)?;
        Some(())
    }

    fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*byte)
    }

    /// A number of seven bits a byte, the lowest first.
    fn number(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for place in 0..10 {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f).checked_shl(7 * place)?;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::is_sound;

    #[test]
    fn a_list_longer_than_the_footer_is_not_sound() {
        // Field 1: a list of three small numbers; the end.
        assert!(is_sound(&[0x19, 0x35, 2, 4, 6, 0]));
        // The same, declaring two thousand million.
        assert!(!is_sound(&[
            0x19, 0xf5, 0xff, 0xff, 0xff, 0xff, 7, 2, 4, 6, 0
        ]));
        assert!(!is_sound(&[0x18, 0x7f, 1, 0]), "a text of 127 bytes");
        assert!(
            !is_sound(&[0x1c; 100]),
            "structures in structures without end"
        );
        assert!(!is_sound(&[]));
    }
}
