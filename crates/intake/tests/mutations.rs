//! Every reader of deliveries under fire: whole files of every layout, damaged at random, always the same way.
//!
//! Longer: `PROPTEST_CASES=20000 cargo test --release -p intake --test mutations`.
#![allow(
    clippy::unwrap_used,
    reason = "a fixture that cannot be built is a failed test"
)]

mod fixtures;
mod layouts_in_short;

use fixtures::{archive, binary, parquet_table};
use intake::{Profile, REMARKS_KEPT, Source};
use layouts_in_short::{Delivery, deliveries};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, RngSeed};
use std::sync::LazyLock;
use testkit::damage::{Draw, damaged, repacked};
use vocabulary::Explain;

static DELIVERIES: LazyLock<Vec<Delivery>> = LazyLock::new(deliveries);

/// Always the same cases, so that a red test stays red; more of them by `PROPTEST_CASES`.
fn cases(usual: u32) -> ProptestConfig {
    let wanted = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|c| c.parse().ok());
    ProptestConfig {
        cases: wanted.unwrap_or(usual),
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(2),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn draws() -> impl Strategy<Value = Vec<Draw>> {
    prop::collection::vec(any::<Draw>(), 1..5)
}

/// Reads as the program does and holds what the crate promises of any bytes.
#[track_caller]
fn hold(name: &str, bytes: &[u8], profile: &Profile) {
    if let Ok(path) = std::env::var("MUTATIONS_KEEP") {
        std::fs::write(path, bytes).unwrap();
    }
    let mut records = 0usize;
    let read = intake::read_each(name, Source::Bytes(bytes), profile, &mut |record| {
        records += 1;
        assert!(
            record.quantity.value.known().is_none_or(f64::is_finite),
            "{record:?}"
        );
        assert!(!record.key.is_empty());
    });
    match read {
        Ok(reading) => {
            assert_eq!(reading.records, records as u64);
            let sentences = reading.remark_counts.len() as u64 * 40;
            assert!(reading.remarks.len() as u64 <= sentences * (REMARKS_KEPT + 1));
            assert!(
                reading.remarks.iter().all(|r| told(&r.message)),
                "{:?}",
                reading.remarks
            );
        }
        Err(error) => assert!(told(&error.german()), "{error:?}"),
    }
    if let Err(error) = intake::propose(name, bytes) {
        assert!(told(&error.german()), "{error:?}");
    }
    intake::fits(name, Source::Bytes(bytes), profile);
}

/// A sentence somebody can read: not empty, not endless, no key of a text without its text.
fn told(sentence: &str) -> bool {
    !sentence.trim().is_empty() && sentence.len() < 100_000 && sentence.contains(' ')
}

#[test]
fn the_whole_files_are_read() {
    for delivery in DELIVERIES.iter() {
        let mut records = 0;
        let source = Source::Bytes(&delivery.bytes);
        let read = intake::read_each(delivery.name, source, &delivery.profile, &mut |_| {
            records += 1;
        });
        assert!(read.is_ok() && records > 1, "{}: {read:?}", delivery.name);
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn a_damaged_delivery_ends_in_rows_or_in_a_sentence(which in any::<prop::sample::Index>(), draws in draws()) {
        let delivery = &DELIVERIES[which.index(DELIVERIES.len())];
        hold(delivery.name, &damaged(&delivery.bytes, &draws), &delivery.profile);
    }

    #[test]
    fn a_profile_of_another_layout_does_no_harm(which in any::<prop::sample::Index>(), other in any::<prop::sample::Index>(), draws in draws()) {
        let (delivery, other) = (&DELIVERIES[which.index(DELIVERIES.len())], &DELIVERIES[other.index(DELIVERIES.len())]);
        hold(delivery.name, &damaged(&delivery.bytes, &draws), &other.profile);
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn damage_within_an_archive_is_found_although_its_checksums_are_right(which in any::<prop::sample::Index>(), part in any::<u32>(), draws in draws()) {
        let packed: Vec<&Delivery> = DELIVERIES.iter().filter(|d| d.bytes.starts_with(b"PK")).collect();
        let delivery = packed[which.index(packed.len())];
        hold(delivery.name, &repacked(&delivery.bytes, part, &draws), &delivery.profile);
    }

    #[test]
    fn arbitrary_bytes_behind_any_signature_end_in_a_sentence(which in any::<prop::sample::Index>(), kept in 0usize..80, bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let delivery = &DELIVERIES[which.index(DELIVERIES.len())];
        let mut all = delivery.bytes[..kept.min(delivery.bytes.len())].to_vec();
        all.extend(bytes);
        hold(delivery.name, &all, &delivery.profile);
    }
}
