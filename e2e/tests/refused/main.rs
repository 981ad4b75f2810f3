//! Bad input through the program: each mistake is told in German with place and remedy, ends with an exit code that is
//! not 0 where nothing could be done, and leaves the data folder as it was.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod boundaries;
mod county;
mod districts;
mod killed;
mod machine;
mod territory;
mod thresholds;
