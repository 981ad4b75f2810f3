//! The cells of the European grid in which the census publishes: id, size, midpoint (EPSG:3035).

/// A square of the grid, named after its south-western corner in metres.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[doc(alias = "Gitterzelle")]
pub struct GridCell {
    /// Length of a side in metres.
    pub size: u32,
    /// Northing of the south-western corner.
    pub north: u32,
    /// Easting of the south-western corner.
    pub east: u32,
}

impl GridCell {
    /// Reads `CRS3035RES100mN2689000E4337000` and the short form `100mN26890E43370` of 2011.
    ///
    /// ```
    /// let cell = intake::GridCell::parse("CRS3035RES100mN2689000E4337000").unwrap();
    /// assert_eq!(cell.midpoint(), (4_337_050.0, 2_689_050.0));
    /// assert_eq!(intake::GridCell::parse("100mN26890E43370"), Some(cell));
    /// ```
    pub fn parse(id: &str) -> Option<Self> {
        let id = id.trim();
        let long = id.strip_prefix("CRS3035RES");
        let (size, rest) = long.unwrap_or(id).split_once('N')?;
        let size = metres(size)?;
        let (north, east) = rest.split_once('E')?;
        let number = |t: &str| {
            let digits = t.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| t.parse::<u32>().ok())?
        };
        let (mut north, mut east) = (number(north)?, number(east)?);
        if long.is_none() {
            // The short form counts in steps of the size's power of ten.
            north = north.checked_mul(size)?;
            east = east.checked_mul(size)?;
        }
        // Beyond the extent of EPSG:3035 there is no cell.
        (north < 10_000_000 && east < 10_000_000).then_some(Self { size, north, east })
    }

    /// Easting and northing of the middle, in metres of EPSG:3035.
    pub fn midpoint(self) -> (f64, f64) {
        let half = f64::from(self.size) / 2.0;
        (f64::from(self.east) + half, f64::from(self.north) + half)
    }
}

fn metres(size: &str) -> Option<u32> {
    let (number, unit) = match size.strip_suffix("km") {
        Some(number) => (number, 1000),
        None => (size.strip_suffix('m')?, 1),
    };
    let number = number.parse::<u32>().ok()?.checked_mul(unit)?;
    [100, 1000, 10_000, 100_000]
        .contains(&number)
        .then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_square_kilometre_has_its_middle_at_half_a_kilometre() {
        let cell = GridCell::parse("CRS3035RES1000mN2689000E4337000").unwrap();
        assert_eq!(cell.midpoint(), (4_337_500.0, 2_689_500.0));
        assert_eq!(GridCell::parse("1kmN2689E4337"), Some(cell));
    }

    #[test]
    fn what_is_no_cell_is_refused() {
        for wrong in [
            "",
            "N1E2",
            "CRS3035RES100m",
            "100mNxE1",
            "7mN1E1",
            "100mN+1E1",
            "100mN4294967295E1",
        ] {
            assert_eq!(GridCell::parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[0-9mkNERSC]{0,40}") {
            let _ = GridCell::parse(&text);
        }
    }
}
