#![doc = include_str!("../README.md")]

pub mod fonts;
pub mod site;
