use proptest::prelude::*;

use super::*;

fn line(count: usize, noise: i64, (above, upto): (f64, f64)) -> Line {
    Line {
        count,
        noise,
        above,
        upto,
    }
}

fn three() -> Noise {
    Noise {
        variance: 3.0,
        most: 5,
        hidden_below: 3,
    }
}

#[test]
fn a_key_on_a_limit_belongs_below_it() {
    let lines = [
        line(0, 0, (0.0, 1.0)),
        line(1, -1, (0.0, 0.5)),
        line(1, 1, (0.5, 1.0)),
    ];
    let table = PTable::of_lines(&lines).unwrap();
    assert_eq!(table.perturbed(1, Key::of_fraction(0.5)), 0);
    assert_eq!(table.perturbed(1, Key::of_fraction(0.500_000_1)), 2);
    assert_eq!(table.perturbed(1, Key::of_bits(0)), 0);
    assert_eq!(
        table.perturbed(1_000_000, Key::of_bits(u64::MAX)),
        1_000_001
    );
}

#[test]
fn a_written_table_with_a_gap_or_below_zero_is_refused() {
    for lines in [
        vec![],
        vec![line(1, 0, (0.0, 1.0))],
        vec![line(0, 0, (0.0, 0.9))],
        vec![line(0, 0, (0.0, 0.4)), line(0, 1, (0.5, 1.0))],
        vec![line(0, -1, (0.0, 1.0))],
    ] {
        assert!(matches!(
            PTable::of_lines(&lines),
            Err(PTableError::Written { .. })
        ));
    }
}

#[test]
fn who_is_one_of_one_is_shown_as_nobody_or_as_several() {
    // By hand: results 0 or 3 keep the mean of 1 with two thirds and one third, variance 2.
    let noise = Noise {
        variance: 2.0,
        ..three()
    };
    let table = PTable::maximum_entropy(noise).unwrap();
    assert_eq!(table.perturbed(1, Key::of_fraction(0.66)), 0);
    assert_eq!(table.perturbed(1, Key::of_fraction(0.67)), 3);
    let (mean, variance) = table.moments(1);
    assert!(mean.abs() < 1e-12 && (variance - 2.0).abs() < 1e-12);
}

#[test]
fn noise_that_cannot_avoid_small_results_is_refused_with_what_it_needs() {
    let small = Noise {
        variance: 1.5,
        ..three()
    };
    assert_eq!(
        PTable::maximum_entropy(small),
        Err(PTableError::TooLittleVariance {
            count: 1,
            needed: 2.0
        })
    );
    let short = Noise { most: 1, ..three() };
    assert_eq!(
        PTable::maximum_entropy(short),
        Err(PTableError::TooLittleNoise { count: 1, most: 1 })
    );
}

#[test]
fn the_greatest_entropy_is_a_bell_where_nothing_is_forbidden() {
    let table = PTable::maximum_entropy(three()).unwrap();
    let share = |noise: i64| {
        let keys = (0..10_000).map(|i| Key::of_fraction((f64::from(i) + 0.5) / 10_000.0));
        keys.filter(|k| table.noise(1_000, *k) == noise).count() as f64 / 10_000.0
    };
    let ratio = |v: i64| (share(v) / share(v - 1)).ln() - (share(v + 1) / share(v)).ln();
    // The logarithm of a bell is a parabola: its second differences are all the same.
    assert!(
        (ratio(1) - ratio(2)).abs() < 0.02,
        "{} {}",
        ratio(1),
        ratio(2)
    );
    assert!((share(2) - share(-2)).abs() < 0.001);
}

proptest! {
    #[test]
    fn an_own_table_keeps_all_it_promises(
        hidden_below in 1..8_u32, more in 0.0..4.0_f64, further in 1..5_u32,
    ) {
        let half = f64::from(hidden_below / 2) * f64::from(hidden_below.div_ceil(2));
        let noise = Noise { variance: half + more + 0.01, most: hidden_below + further, hidden_below };
        let table = PTable::maximum_entropy(noise).unwrap();
        for count in 0..40_u64 {
            let (mean, variance) = table.moments(count);
            prop_assert!(mean.abs() < 1e-6, "count {}: mean {}", count, mean);
            prop_assert!(variance <= noise.variance + 1e-6);
            for bits in 0..256_u64 {
                let shown = table.perturbed(count, Key::of_bits(bits << 56));
                prop_assert!(shown == 0 || shown >= u64::from(hidden_below));
                prop_assert!(shown.abs_diff(count) <= u64::from(noise.most));
            }
            prop_assert_eq!(table.perturbed(0, Key::of_bits(count << 58)), 0);
        }
    }

    #[test]
    fn the_same_people_give_the_same_key_in_whatever_order(mut bits in prop::collection::vec(any::<u64>(), 0..30)) {
        let key = |bits: &[u64]| Key::of_cell(bits.iter().copied().map(Key::of_bits));
        let before = key(&bits);
        bits.reverse();
        prop_assert_eq!(key(&bits), before);
    }
}
