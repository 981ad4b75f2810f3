//! Nobody outside invents an edition.
#[derive(Clone, Copy)]
enum Everybody {}

impl disclosure::Edition for Everybody {
    const NAME: &'static str = "public";
}

fn main() {}
