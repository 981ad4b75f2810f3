//! Effects of measures: what happened where something was done, compared with where nothing was.
//!
//! Few areas are treated, and often those that were bad: clustered errors are far too small then. So the default
//! inference is [`randomisation_test`] over the areas, and [`staggered`] over areas and starts; [`similar_areas`] shows what areas as bad did without the measure;
//! [`claim`] says how much may be said.

mod assignments;
mod callaway_santanna;
mod claim;
mod event_study;
mod interrupted_series;
mod nelder_mead;
mod panel;
mod randomisation;
mod similar_areas;
mod simplex_fit;
mod smallest_detectable;
mod staggered;
mod synthetic_control;
mod twfe;
mod wild_cluster;

pub use callaway_santanna::{Aggregated, Aggregation, Att, Controls, GroupTime, callaway_santanna};
pub use claim::{Claim, ClaimLevel, ClaimRules, Evidence, Lacking, claim};
pub use event_study::{EventStudy, event_study};
pub use interrupted_series::{InterruptedSeries, interrupted_series};
pub use nelder_mead::{Minimum, nelder_mead};
pub use panel::{Panel, Starts};
pub use randomisation::{Randomisation, randomisation_test};
pub use similar_areas::{SimilarAreas, similar_areas};
pub use simplex_fit::simplex_fit;
pub use smallest_detectable::smallest_detectable;
pub use staggered::{Question, staggered};
pub use synthetic_control::{Importance, Placebos, SyntheticControl, placebos, synthetic_control};
pub use twfe::{ClusterErrors, Twfe, twfe};
pub use wild_cluster::{WildCluster, wild_cluster};
