//! Land on the sheet: projected outlines, borders between municipalities, a scale bar, places for names.

mod borders;
mod naming;
mod outline;
mod scale_bar;

pub(crate) use borders::borders;
pub(crate) use naming::place_names;
pub(crate) use outline::{Land, Parcel};
pub(crate) use scale_bar::{draw_scale_bar, scale_bar_width};
