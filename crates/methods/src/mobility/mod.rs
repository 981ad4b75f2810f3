//! Class mobility: how areas move between classes and ranks from one time to another.

mod markov;
mod rank_mobility;
mod spatial_markov;

pub use markov::{Transitions, transitions};
pub use rank_mobility::{RankMobility, rank_mobility};
pub use spatial_markov::{Homogeneity, SpatialTransitions, homogeneity, spatial_transitions};
