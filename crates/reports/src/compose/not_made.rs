//! What was asked of the release and could not be made, told in the place where it would stand.

use disclosure::Edition;
use releases::{Asked, NotMade};

use super::desk::Desk;
use super::wording::say;
use crate::document::Block;

/// The indices that are missing, a paragraph each.
pub(super) fn indices<E: Edition>(desk: &Desk<'_, E>) -> Vec<Block> {
    told(desk, |missing| match &missing.asked {
        Asked::Index { name, .. } => Some(say(
            "index_not_made",
            &[("name", name), ("reason", &missing.reason)],
        )),
        Asked::Outlook => None,
    })
}

/// Why there is no outlook.
pub(super) fn outlook<E: Edition>(desk: &Desk<'_, E>) -> Vec<Block> {
    told(desk, |missing| match missing.asked {
        Asked::Outlook => Some(say("outlook_not_made", &[("reason", &missing.reason)])),
        Asked::Index { .. } => None,
    })
}

fn told<E: Edition>(
    desk: &Desk<'_, E>,
    sentence: impl Fn(&NotMade) -> Option<String>,
) -> Vec<Block> {
    let missing = desk.view.release.not_made.iter();
    let text: Vec<String> = missing.filter_map(sentence).collect();
    let some = (!text.is_empty()).then_some(Block::Text { text });
    some.into_iter().collect()
}
