//! Nobody outside says what may be released.
struct Mine;

impl disclosure::Releasable for Mine {}

fn main() {}
