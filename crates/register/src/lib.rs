#![doc = include_str!("../README.md")]

pub mod areas;
pub mod assignments;
pub mod catalogue;
pub mod db;
pub mod plans;
pub mod profiles;
pub mod rules;

pub use areas::{ComparedArea, Outline, StoredTerritory, TerritoryError};
pub use catalogue::{CatalogueStoreError, CatalogueTexts, StoredCatalogue};
pub use db::{Access, Db, DbError};
pub use plans::{NewPlan, StoredPlan};
pub use profiles::{ProfilesError, StoredProfile};
