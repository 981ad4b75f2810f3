//! Bands of whole numbers such as ages: `0-2`, `3-5`, `80+`, and which of them make up a wider one.

/// A band of whole numbers, both ends included; without upper end it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(alias = "Altersgruppe")]
pub struct Band {
    /// First number.
    pub from: u32,
    /// Last number; `None` for `80+`.
    pub to: Option<u32>,
}

impl Band {
    /// Reads `15-17`, `80+` or `7`; `None` if it is no band.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(from) = text.strip_suffix('+') {
            return Some(Self {
                from: from.parse().ok()?,
                to: None,
            });
        }
        let (from, to) = text.split_once('-').unwrap_or((text, text));
        let (from, to) = (from.parse().ok()?, to.parse().ok()?);
        (from <= to).then_some(Self { from, to: Some(to) })
    }

    fn reaches(self, other: Self) -> bool {
        self.from <= other.from
            && match (self.to, other.to) {
                (None, _) => true,
                (Some(a), Some(b)) => b <= a,
                (Some(_), None) => false,
            }
    }
}

/// Which categories make up a wider band exactly; `None` if they leave a gap or stick out.
pub(crate) fn tiles(wanted: Band, categories: &[String]) -> Option<Vec<usize>> {
    let mut inside: Vec<(Band, usize)> = categories
        .iter()
        .enumerate()
        .filter_map(|(i, c)| Band::parse(c).map(|b| (b, i)))
        .filter(|(b, _)| wanted.reaches(*b))
        .collect();
    inside.sort_by_key(|(b, _)| b.from);
    let mut next = Some(wanted.from);
    for (band, _) in &inside {
        if next != Some(band.from) {
            return None;
        }
        next = band.to.map(|t| t + 1);
    }
    let end = wanted.to.map(|t| t + 1);
    (next == end && !inside.is_empty()).then(|| inside.into_iter().map(|(_, i)| i).collect())
}

/// Neighbouring bands written as one: `0-2+3-5` becomes `0-5`; other categories stay as they are.
pub(super) fn shortest(names: &[&str]) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut open: Option<Band> = None;
    let flush = |open: Option<Band>, out: &mut Vec<String>| {
        if let Some(band) = open {
            out.push(match band.to {
                None => format!("{}+", band.from),
                Some(to) if to == band.from => to.to_string(),
                Some(to) => format!("{}-{to}", band.from),
            });
        }
    };
    for name in names {
        let Some(band) = Band::parse(name) else {
            flush(open.take(), &mut out);
            out.push((*name).to_owned());
            continue;
        };
        open = match open {
            Some(b) if b.to.map(|t| t + 1) == Some(band.from) => Some(Band {
                from: b.from,
                to: band.to,
            }),
            other => {
                flush(other, &mut out);
                Some(band)
            }
        };
    }
    flush(open, &mut out);
    out.join("+")
}
