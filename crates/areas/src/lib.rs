#![doc = include_str!("../README.md")]

pub mod hierarchy;

pub use hierarchy::{Area, Group, HierarchyError, Level, Territory};
