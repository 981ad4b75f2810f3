//! What each layout brings along, so that a profile only says what is special about a supplier.

mod ba;
mod ffcsv;
mod genesis;
mod inkar;
mod kosis;
mod points;
mod votemanager;
mod zensus;

use crate::cell::Row;
use crate::profile::{KeyColumn, Layout, Profile};

/// The profile with the defaults of its layout, adapted to the first rows of the table.
pub(crate) fn complete(profile: &Profile, rows: &[Row<'_>]) -> Profile {
    let mut profile = profile.clone();
    match profile.layout {
        Layout::Wide | Layout::Long | Layout::Parquet => {}
        Layout::GenesisClassic => genesis::complete(&mut profile, rows),
        Layout::Ffcsv => ffcsv::complete(&mut profile, rows),
        Layout::InkarWide => inkar::complete_wide(&mut profile),
        Layout::InkarBulk => inkar::complete_bulk(&mut profile),
        Layout::BaSmallArea => ba::complete(&mut profile),
        Layout::ZensusGrid => zensus::complete(&mut profile),
        Layout::Kosis => kosis::complete(&mut profile),
        Layout::Points => points::complete(&mut profile),
        Layout::Votemanager => votemanager::complete(&mut profile),
    }
    profile
}

pub(crate) use zensus::doubts_dashes;

/// Sets what the profile leaves open.
fn unless_said<T>(slot: &mut Option<T>, value: T) {
    slot.get_or_insert(value);
}

/// Sets a text the profile leaves open.
fn text_unless_said(slot: &mut Option<String>, value: &str) {
    slot.get_or_insert_with(|| value.to_owned());
}

/// Sets the key columns if the profile names none.
fn key_unless_said(profile: &mut Profile, columns: &[&str]) {
    if profile.key.columns.is_empty() {
        profile.key.columns = columns.iter().map(|c| KeyColumn::of(c)).collect();
    }
}

/// Whether the profile says nothing about the period.
fn period_is_open(profile: &Profile) -> bool {
    let rule = &profile.period;
    rule.constant.is_none()
        && rule.column.is_none()
        && rule.header_row.is_none()
        && rule.file_name.is_none()
        && rule.sheet_name.is_none()
        && rule.preamble.is_none()
        && profile.columns.iter().all(|c| c.period.is_none())
}
