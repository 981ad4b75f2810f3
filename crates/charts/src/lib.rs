#![doc = include_str!("../README.md")]

mod ahead;
mod bars;
mod class_map;
mod distribution;
mod locator;
mod map;
mod pyramid;
mod series;
mod shares;
mod spans;
mod strip;

mod classes;
mod request;

mod axis;
mod ground;
mod ink;
mod lettering;
mod mark;
mod sheet;

#[cfg(test)]
mod pictures;
mod window;
mod words;

pub use ahead::{AheadRequest, Legend, YearAhead, ahead};
pub use bars::{BarsRequest, Form, bars};
pub use class_map::{ClassMapRequest, Placed, class_colour, class_map};
pub use classes::{Classes, Palette};
pub use distribution::{DistributionRequest, distribution};
pub use locator::{LocatorRequest, locator};
pub use map::{Labels, MapRequest, Tooltips, map};
pub use pyramid::{PyramidRequest, pyramid};
pub use request::{Break, Frame, Ground, Line, Role, Selection, Subject};
pub use series::{
    Course, CoursePoint, CoursesRequest, People, PeopleRequest, SeriesRequest, courses, people,
    series,
};
pub use shares::{SharesRequest, shares};
pub use sheet::Svg;
pub use spans::{Span, SpanWords, SpansRequest, spans};
pub use strip::{StripRequest, strip, strip_ends};
