//! What was asked of a release and cannot be made of its figures, with the reason: nothing leaves silently.

use findings::index::Refusal;
use findings::outlook::OutlookError;
use findings::{Outlook, Preset};
use vocabulary::Explain;

use crate::{Asked, NotMade};

/// What was asked for and is missing: the indices of the county's own presets, then the outlook.
///
/// Presets of the product suit not every county: they are named only where no index can be made at all.
pub(super) fn not_made(
    (presets, indices): (&[Preset], &findings::index::Indices),
    outlook: &Result<Outlook, OutlookError>,
) -> Vec<NotMade> {
    let starters = Preset::starters();
    let told = |id: &str| {
        let preset = presets.iter().find(|preset| preset.id == id);
        preset.filter(|preset| indices.made.is_empty() || !starters.contains(preset))
    };
    let refused = indices.refused.iter();
    let mut missing: Vec<NotMade> = refused
        .filter_map(|(id, reason)| Some(index(told(id)?, reason)))
        .collect();
    missing.extend(outlook.as_ref().err().map(|reason| NotMade {
        asked: Asked::Outlook,
        reason: reason.german(),
    }));
    missing
}

fn index(preset: &Preset, reason: &Refusal) -> NotMade {
    NotMade {
        asked: Asked::Index {
            preset: preset.id.clone(),
            version: preset.version,
            name: preset.name.clone(),
        },
        reason: reason.german(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use findings::index::Indices;
    use vocabulary::Period;

    fn refused(presets: &[Preset]) -> Indices {
        let refused = presets.iter();
        Indices {
            made: Vec::new(),
            refused: refused
                .map(|p| (p.id.clone(), Refusal::NoArea(Period::Year(2024))))
                .collect(),
        }
    }

    fn no_outlook() -> Result<Outlook, OutlookError> {
        Err(OutlookError::Groups)
    }

    #[test]
    fn every_preset_is_named_where_no_index_can_be_made() {
        let presets = Preset::starters();
        let missing = not_made((&presets, &refused(&presets)), &no_outlook());
        assert_eq!(missing.len(), presets.len() + 1);
        assert_eq!(missing.last().map(|m| &m.asked), Some(&Asked::Outlook));
    }

    #[test]
    fn a_preset_of_ones_own_is_named_with_its_reason() {
        let mut own = Preset::starters().remove(0);
        own.id = "eigener".into();
        own.name = "Eigener Index".into();
        let missing = not_made((&[own.clone()], &refused(&[own.clone()])), &no_outlook());
        assert_eq!(
            missing[0].asked,
            Asked::Index {
                preset: "eigener".into(),
                version: own.version,
                name: "Eigener Index".into()
            }
        );
        assert!(missing[0].reason.contains("2024"), "{}", missing[0].reason);
    }
}
