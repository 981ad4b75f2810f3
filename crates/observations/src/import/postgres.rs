//! The stories once more on PostgreSQL: on the server `LEBENSLAGE_TEST_POSTGRES` names, or on one started here.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::tests::POSTGRES;

#[test]
fn the_same_stories_hold_on_postgresql() {
    if std::env::var_os(POSTGRES).is_some() {
        return;
    }
    let Some(programs) = programs() else {
        #[expect(
            clippy::print_stdout,
            reason = "whoever runs the tests must see what was not tested"
        )]
        {
            println!("skipped: PostgreSQL is not installed (apt-get install postgresql)");
        }
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&programs, folder.path());
    let stories = Command::new(std::env::current_exe().unwrap())
        .args(["import::tests::", "--test-threads", "4"])
        .env(POSTGRES, &server.address)
        .output()
        .unwrap();
    drop(server);
    let said = String::from_utf8_lossy(&stories.stdout);
    assert!(
        stories.status.success() && !said.contains(" 0 passed"),
        "{said}"
    );
}

/// Where Debian puts the programs of the newest PostgreSQL.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<PathBuf> = versions
        .filter_map(|v| Some(v.ok()?.path().join("bin")))
        .collect();
    found.retain(|bin| bin.join("initdb").exists());
    found.sort();
    found.pop()
}

/// A server of its own, reached only by a socket in its folder; it stops with the value.
struct Server {
    programs: PathBuf,
    folder: PathBuf,
    address: String,
}

impl Server {
    fn start(programs: &Path, folder: &Path) -> Self {
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o777))
            .expect("the folder is ours");
        let server = Self {
            programs: programs.to_owned(),
            folder: folder.to_owned(),
            address: format!(
                "postgres://tester@localhost/postgres?host={}",
                folder.display()
            ),
        };
        server.run(
            "initdb",
            &["--username=tester", "--auth=trust", "--no-sync"],
        );
        let options = format!(
            "-c listen_addresses='' -c fsync=off -k {}",
            folder.display()
        );
        server.run(
            "pg_ctl",
            &[
                "--wait",
                "--options",
                &options,
                "--log",
                "/dev/null",
                "start",
            ],
        );
        server
    }

    /// PostgreSQL refuses to run as root; its own user does then.
    fn run(&self, program: &str, arguments: &[&str]) {
        let program = self.programs.join(program);
        let mut command = if is_root() {
            let mut as_postgres = Command::new("runuser");
            as_postgres.args(["-u", "postgres", "--"]).arg(program);
            as_postgres
        } else {
            Command::new(program)
        };
        let status = command
            .arg("--pgdata")
            .arg(self.folder.join("cluster"))
            .args(arguments)
            .current_dir(&self.folder)
            .stdout(Stdio::null())
            .status()
            .expect("the programs of PostgreSQL can be started");
        assert!(status.success(), "{command:?}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.run("pg_ctl", &["--wait", "--mode=immediate", "stop"]);
    }
}

fn is_root() -> bool {
    let output = Command::new("id")
        .arg("-u")
        .output()
        .expect("every system has `id`");
    output.stdout.trim_ascii() == b"0"
}
