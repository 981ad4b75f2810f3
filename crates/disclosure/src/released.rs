//! The door: a value of type `Released` is the proof that what it holds has passed disclosure control.
//!
//! There is deliberately no `map`, no `DerefMut`, no `Default`, no `Deserialize` and no public constructor.

use std::marker::PhantomData;
use std::ops::Deref;

mod sealed {
    pub trait Sealed {}
}

/// Who may read an edition.
pub trait Edition: sealed::Sealed + Copy + 'static {
    /// The word of the files and pages: `public` or `internal`.
    const NAME: &'static str;
}

/// For everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Public {}

/// For the planning staff of the county.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Internal {}

impl sealed::Sealed for Public {}
impl sealed::Sealed for Internal {}
impl Edition for Public {
    const NAME: &'static str = "public";
}
impl Edition for Internal {
    const NAME: &'static str = "internal";
}

/// What can be released; nobody outside this crate can add to it.
pub trait Releasable: sealed::Sealed {}
impl sealed::Sealed for crate::FigureTable {}
impl Releasable for crate::FigureTable {}

/// Something that has passed disclosure control for an edition.
#[derive(Clone, Debug)]
pub struct Released<T: Releasable, E: Edition> {
    inner: T,
    edition: PhantomData<E>,
}

impl<T: Releasable, E: Edition> Released<T, E> {
    pub(crate) fn new(inner: T) -> Self {
        Self {
            inner,
            edition: PhantomData,
        }
    }
}

impl<T: Releasable, E: Edition> Deref for Released<T, E> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.inner
    }
}
