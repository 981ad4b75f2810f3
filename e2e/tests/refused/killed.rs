//! A program killed in the middle of an import: what is stored is as before or complete, and the next import works.

use std::time::{Duration, Instant};

use e2e::skipped;

use crate::county::Small;

const MUNICIPALITIES: u32 = 200;

#[test]
fn an_import_killed_at_any_moment_has_happened_or_not() {
    let Some(county) = Small::new(MUNICIPALITIES) else {
        return skipped("the program");
    };
    let whole = county.delivery("ganz.csv", MUNICIPALITIES, 1900..1930);
    let begun = Instant::now();
    let said = county.run(&["import", &whole, "--profile", "einwohner"]);
    assert_eq!(said.code, Some(0), "{}", said.text);
    let duration = begun.elapsed();
    let mut killed = 0;
    for (round, moment) in (0..).zip([5, 20, 35, 50, 60, 70, 80, 90, 97]) {
        let first = 1930 + round * 30;
        let name = format!("lieferung_{round}.csv");
        let file = county.delivery(&name, MUNICIPALITIES, first..first + 30);
        let before = county.run(&["delivery", "list"]).text;
        killed += usize::from(kill(&county, &file, duration * moment / 100));
        let after = county.run(&["delivery", "list"]).text;
        let again = county.run(&["import", &file, "--profile", "einwohner"]);
        if after == before {
            assert_eq!(again.code, Some(0), "at {moment} %: {}", again.text);
            assert!(
                again.text.contains("6.000 neu") || again.text.contains("6000 neu"),
                "{}",
                again.text
            );
        } else {
            assert!(
                after.starts_with(&before) && after.contains(&name),
                "{after}"
            );
            assert_eq!(again.code, Some(1), "at {moment} %: {}", again.text);
        }
        whole_and_readable(&county);
    }
    assert!(
        killed >= 3,
        "only {killed} imports were killed before they ended"
    );
}

/// Starts an import and kills it after a while; whether it was still running then.
fn kill(county: &Small, file: &str, after: Duration) -> bool {
    let mut import = county.command(&["import", file, "--profile", "einwohner"]);
    let mut running = import
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(after);
    let ended = running.try_wait().unwrap().is_some();
    running.kill().unwrap();
    running.wait().unwrap();
    !ended
}

/// No passing file stays after the next import, and each delivery has its raw file.
fn whole_and_readable(county: &Small) {
    let files: Vec<String> = county
        .content()
        .into_keys()
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    let listed = county.run(&["delivery", "list"]).text;
    let deliveries: Vec<&str> = listed
        .lines()
        .filter_map(|l| l.split_whitespace().next())
        .collect();
    for number in &deliveries {
        let of_number = files
            .iter()
            .filter(|f| f.starts_with(&format!("{number}-")));
        assert_eq!(of_number.count(), 1, "{number} in {files:?}");
    }
    assert!(
        !files.iter().any(|f| f.starts_with(".incoming")),
        "{files:?}"
    );
}
