#![doc = include_str!("../README.md")]

mod breakdown;
pub mod causes;
mod date;
mod german;
mod ids;
mod observation;
mod period;
mod remark;
mod texts;
mod value;

pub use breakdown::{Breakdown, BreakdownError};
pub use date::{Date, DateError};
pub use german::{german_counted, german_date, german_number, german_period, german_plain};
pub use ids::{AreaKey, AreaVersion, ClassId, CountId, DeliveryId, IdError, IndicatorId, LevelId};
pub use observation::{Observation, Origin};
pub use period::{Period, PeriodError};
pub use remark::{Place, Remark, RemarkKind, Severity};
pub use texts::{Explain, Texts};
pub use value::{Bounds, Flags, Quantity, State, Value};
