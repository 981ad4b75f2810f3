//! Ready profiles for the layouts that are the same everywhere; to be copied and adapted.

/// File name and TOML text of every ready profile, from the folder `profiles`.
pub const STANDARD: [(&str, &str); 9] = [
    (
        "ba_small_area.toml",
        include_str!("../../profiles/ba_small_area.toml"),
    ),
    (
        "ffcsv_new.toml",
        include_str!("../../profiles/ffcsv_new.toml"),
    ),
    (
        "ffcsv_old.toml",
        include_str!("../../profiles/ffcsv_old.toml"),
    ),
    (
        "genesis_classic.toml",
        include_str!("../../profiles/genesis_classic.toml"),
    ),
    (
        "inkar_bulk.toml",
        include_str!("../../profiles/inkar_bulk.toml"),
    ),
    (
        "inkar_wide.toml",
        include_str!("../../profiles/inkar_wide.toml"),
    ),
    ("kosis.toml", include_str!("../../profiles/kosis.toml")),
    (
        "votemanager.toml",
        include_str!("../../profiles/votemanager.toml"),
    ),
    (
        "zensus_grid.toml",
        include_str!("../../profiles/zensus_grid.toml"),
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Profile;

    #[test]
    fn every_ready_profile_is_good_and_survives_being_written() {
        for (file, text) in STANDARD {
            let profile = Profile::from_toml(text).unwrap_or_else(|e| panic!("{file}: {e}"));
            assert_eq!(
                Profile::from_toml(&profile.to_toml()),
                Ok(profile),
                "{file}"
            );
        }
    }

    #[test]
    fn a_profile_is_the_same_in_json() {
        for (_, text) in STANDARD {
            let profile = Profile::from_toml(text).unwrap();
            let json = serde_json::to_string(&profile).unwrap();
            assert_eq!(Profile::from_json(&json), Ok(profile));
        }
    }
}
