//! Small tables worked by hand, and random ones that are attacked.

mod alternatives;
mod attack;
mod bad_counties;
mod by_hand;
mod changes;
mod composed;
mod contained;
pub(crate) mod county;
mod cuts;
mod deliveries;
mod dominated;
mod editions;
mod fixed;
mod standing;
