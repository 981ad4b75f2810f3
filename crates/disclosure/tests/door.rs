//! What must not compile: every way around the door.

#[test]
fn there_is_no_way_around_the_door() {
    trybuild::TestCases::new().compile_fail("tests/refused/*.rs");
}
