//! The colours of the house; a mark means the same on every page and in print.

/// Dark ink: text, the county.
pub(crate) const INK: &str = "#171a2b";
/// Second ink: ticks, notes.
pub(crate) const SOFT_INK: &str = "#5a5e72";
/// Horizontal grid and the line of a strip.
pub(crate) const GRID: &str = "#e3e4ea";
/// The base line.
pub(crate) const BASE: &str = "#8d91a3";
/// The place one looks at.
pub(crate) const PLACE: &str = "#c2570c";
/// Text about the place one looks at.
pub(crate) const PLACE_TEXT: &str = "#a34708";
/// Interval of the place, as a soft bar or band on white.
pub(crate) const PLACE_SOFT: &str = "#f8dfcf";
/// Interval of the place where it lies on a line.
pub(crate) const PLACE_BAR: &str = "#e8b494";
/// Any other area.
pub(crate) const OTHER: &str = "#4b82c3";
/// Interval of any other area.
pub(crate) const OTHER_SOFT: &str = "#bcd2ec";
/// Interval of any other area as a band on white.
pub(crate) const OTHER_BAND: &str = "#dde8f5";
/// The municipality's ring and line.
pub(crate) const RING: &str = "#4d5f86";
/// Land without a figure of its own.
pub(crate) const LAND: &str = "#e9eaf0";
/// Paper.
pub(crate) const PAPER: &str = "#fff";
/// Borders of municipalities.
pub(crate) const BORDER: &str = "#3a3f55";
/// The outer border.
pub(crate) const OUTER: &str = "#8d91a3";

/// One hue, light to dark.
pub(crate) const SEQUENTIAL: [u32; 5] = [
    0x00e6_eef8,
    0x00bc_d2ec,
    0x0086_aedb,
    0x004b_82c3,
    0x001f_5298,
];
/// Less to the left, no change in the middle, more to the right.
pub(crate) const CHANGE: [u32; 7] = [
    0x000f_766e,
    0x0063_a8a2,
    0x00b5_d5d1,
    0x00f5_f5f2,
    0x00e2_c9ae,
    0x00bf_9166,
    0x0092_531b,
];

/// The colour at `part` (0 to 1) of a row of colours.
pub(crate) fn blend(row: &[u32], part: f64) -> String {
    let place = part.clamp(0.0, 1.0) * (row.len() - 1) as f64;
    let left = (0..row.len() - 1)
        .rev()
        .find(|i| *i as f64 <= place)
        .unwrap_or(0);
    let share = place - left as f64;
    let mix = |shift: u32| {
        let channel = |colour: u32| f64::from((colour >> shift) & 0xff);
        (channel(row[left]) * (1.0 - share) + channel(row[left + 1]) * share).round()
    };
    format!(
        "#{:02x}{:02x}{:02x}",
        byte(mix(16)),
        byte(mix(8)),
        byte(mix(0))
    )
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the number is clamped to a byte"
)]
fn byte(number: f64) -> u8 {
    number.clamp(0.0, 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_five_steps_are_met_exactly() {
        let steps: Vec<String> = (0..5)
            .map(|i| blend(&SEQUENTIAL, f64::from(i) / 4.0))
            .collect();
        assert_eq!(
            steps,
            ["#e6eef8", "#bcd2ec", "#86aedb", "#4b82c3", "#1f5298"]
        );
    }
}
