//! The typeface of pages and reports, embedded: Fira Sans (OFL 1.1) as TrueType files.

/// The family's name, as style sheets, drawings and reports write it.
pub const FAMILY: &str = "Fira Sans";

/// 400, for text.
pub const REGULAR: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/FiraSans_400Regular.ttf"));

/// 400 slanted, for foreign words and titles.
pub const ITALIC: &[u8] =
    include_bytes!(concat!(env!("OUT_DIR"), "/FiraSans_400Regular_Italic.ttf"));

/// 500, for labels in figures.
pub const MEDIUM: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/FiraSans_500Medium.ttf"));

/// 600, for headings and numbers.
pub const SEMIBOLD: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/FiraSans_600SemiBold.ttf"));

/// All faces.
pub const FACES: [&[u8]; 4] = [REGULAR, ITALIC, MEDIUM, SEMIBOLD];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_face_is_a_truetype_font() {
        for face in FACES {
            assert_eq!(face[..4], [0, 1, 0, 0]);
        }
    }
}
