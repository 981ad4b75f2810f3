# Ten commands; `just` lists them.

# what CI runs: format, lints, house rules, all tests
check:
    .ci/run

# serve the demo county
dev:
    cargo run --release -- demo

# tests, or only those whose name contains a word
test *filter:
    cargo xtask test {{filter}}

# accept snapshots after looking at them
bless:
    INSTA_UPDATE=always cargo test --workspace

# documentation of all crates
doc:
    cargo doc --workspace --no-deps

# the demo county without serving
demo:
    cargo run --release -- demo --no-serve

# house rules only
tidy:
    cargo xtask tidy

# every measured figure beside its limit and its peer
bench:
    cargo xtask bench --peers

# what the tests need from the system
packages:
    cargo xtask packages

# install fonts and build the program
setup:
    cargo build --release
