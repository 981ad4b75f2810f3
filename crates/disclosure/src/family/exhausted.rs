//! For tests: a solver that runs out of steps at once, whatever it is asked.

use std::cell::Cell;

thread_local! {
    static EXHAUSTED: Cell<bool> = const { Cell::new(false) };
}

/// Does something while the solver of this thread has no steps left.
pub(crate) fn during<T>(work: impl FnOnce() -> T) -> T {
    EXHAUSTED.set(true);
    let done = work();
    EXHAUSTED.set(false);
    done
}

pub(super) fn is_so() -> bool {
    EXHAUSTED.get()
}
