//! The public folder as a website in a real browser.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use e2e::{demo, program, skipped, tool};

struct Site {
    server: Child,
    address: String,
}

impl Site {
    fn start(data: &Path) -> Self {
        let program = program().unwrap();
        let mut server = Command::new(program)
            .args(["serve", "--port", "0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(server.stdout.take().unwrap()).lines();
        let address = lines.map_while(Result::ok).find_map(|line| {
            line.split_whitespace()
                .find(|word| word.starts_with("http://"))
                .map(str::to_owned)
        });
        Self {
            server,
            address: address.expect("the server says where it listens"),
        }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn chromium(arguments: &[&str]) -> Command {
    let mut command = Command::new("/usr/bin/chromium");
    command
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-sync",
        ])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-quic",
        ])
        .args(arguments)
        .stderr(Stdio::null());
    command
}

#[test]
fn the_front_page_asks_for_nothing_from_elsewhere() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    if tool("/usr/bin/chromium").is_none() {
        return skipped("chromium");
    }
    let site = Site::start(data);
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("net.json");
    let output = chromium(&[
        &format!(
            "--user-data-dir={}",
            folder.path().join("profile").display()
        ),
        &format!("--log-net-log={}", log.display()),
        "--dump-dom",
        &site.address,
    ])
    .output()
    .unwrap();
    let page = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        page.contains("Musterkreis") && page.contains("sozialbericht.pdf"),
        "{page}"
    );
    let log = std::fs::read_to_string(log).unwrap();
    let foreign: Vec<&str> = log
        .split("\"url\":\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|url| url.starts_with("http") && !url.starts_with(&site.address))
        .filter(|url| page.contains(url))
        .collect();
    assert!(foreign.is_empty(), "{foreign:?}");
}

#[test]
fn the_front_page_fits_a_narrow_screen() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    if tool("/usr/bin/chromium").is_none() {
        return skipped("chromium");
    }
    let site = Site::start(data);
    let folder = tempfile::tempdir().unwrap();
    let shot = folder.path().join("narrow.png");
    let status = chromium(&[
        &format!(
            "--user-data-dir={}",
            folder.path().join("profile").display()
        ),
        "--window-size=320,900",
        &format!("--screenshot={}", shot.display()),
        &site.address,
    ])
    .status()
    .unwrap();
    assert!(status.success() && std::fs::metadata(&shot).unwrap().len() > 5000);
}
