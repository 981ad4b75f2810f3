//! Progress for anything longer than a second, on a terminal; silence elsewhere.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar with a German label; drawn on stderr and only where somebody watches.
pub(crate) fn bar(label: &str, steps: usize) -> ProgressBar {
    let bar = ProgressBar::new(steps as u64);
    let style = ProgressStyle::with_template("{msg:32} {bar:30} {pos}/{len}")
        .expect("the template is right");
    bar.set_style(style);
    bar.set_message(label.to_owned());
    bar
}

/// A turning sign for a step whose length nobody knows.
pub(crate) fn spinner(label: &str) -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    bar.set_style(
        ProgressStyle::with_template("{msg:32} {spinner} {elapsed}")
            .expect("the template is right"),
    );
    bar.set_message(label.to_owned());
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}
