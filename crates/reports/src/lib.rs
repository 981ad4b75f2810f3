#![doc = include_str!("../README.md")]

mod document;
mod typesetting;
