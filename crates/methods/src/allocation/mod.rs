//! Shares of a total by need: places and posts in whole numbers, money to the cent.

mod apportionment;
mod floor_cap;
mod need;

pub use apportionment::{Apportioned, Apportionment, apportion};
pub use floor_cap::{CappedAllocation, floor_cap, floor_cap_cents};
pub use need::{NeedWeights, need_weights, sensitivity};
