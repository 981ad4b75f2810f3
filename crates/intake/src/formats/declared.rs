//! The number of texts a workbook (XLSX) declares to share, found in any of its parts while they pass by.
//!
//! The reader of the format takes memory for all of them before it reads the first. A number no memory can hold would
//! end the program, and no error could be caught.

const NAME: &[u8] = b"uniqueCount";

/// The largest declared number of a part.
#[derive(Default)]
pub(crate) struct Declared {
    /// Bytes of the name seen last.
    seen: usize,
    number: Option<u64>,
    largest: u64,
}

impl Declared {
    /// Takes the next bytes; zeros between them are those of UTF-16.
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        for byte in bytes.iter().copied().filter(|b| *b != 0) {
            self.take(byte);
        }
    }

    fn take(&mut self, byte: u8) {
        if self.seen == NAME.len() {
            if byte.is_ascii_digit() {
                let number = self.number.unwrap_or(0).saturating_mul(10);
                let number = number.saturating_add(u64::from(byte - b'0'));
                self.number = Some(number);
                self.largest = self.largest.max(number);
                return;
            }
            let before = self.number.is_none() && b" \t\r\n='\"+".contains(&byte);
            if before {
                return;
            }
            (self.seen, self.number) = (0, None);
        }
        // The first letter stands nowhere else in the name but once, where it is followed by another.
        self.seen = match byte {
            b if NAME.get(self.seen) == Some(&b) => self.seen + 1,
            b'u' => 1,
            _ => 0,
        };
    }

    /// The largest number declared; 0 if none was.
    pub(crate) fn largest(&self) -> u64 {
        self.largest
    }
}

#[cfg(test)]
mod tests {
    use super::Declared;

    fn largest(parts: &[&[u8]]) -> u64 {
        let mut declared = Declared::default();
        for part in parts {
            declared.feed(part);
        }
        declared.largest()
    }

    #[test]
    fn the_number_is_found_however_it_is_written() {
        assert_eq!(largest(&[b"<sst count=\"9\" uniqueCount=\"12\">"]), 12);
        assert_eq!(largest(&[b"uuniqueCou", b"nt = '4", b"5'"]), 45);
        assert_eq!(
            largest(&[b"uniqueCount=\"99999999999999999999999\""]),
            u64::MAX
        );
        let utf16: Vec<u8> = "uniqueCount=\"7\""
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(largest(&[&utf16]), 7);
        assert_eq!(largest(&[b"uniqueCountry=\"7\" count=\"8\""]), 0);
    }
}
