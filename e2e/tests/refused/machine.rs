//! What the machine says no to: full disks, folders of newer programs, taken ports, unknown words.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;

use e2e::{demo, program, run, skipped, tool};

use crate::county::Small;

#[test]
fn a_data_folder_of_a_newer_program_is_left_alone() {
    let (Some(county), Some(python)) = (Small::new(2), tool("/usr/bin/python3")) else {
        return skipped("the program or python3");
    };
    let newer = "import sqlite3, sys\nd = sqlite3.connect(sys.argv[1])\nd.execute(\"insert into _sqlx_migrations \
                 select 9999, description, installed_on, success, checksum, execution_time from _sqlx_migrations limit 1\")\nd.commit()\n\
                 d.execute('pragma wal_checkpoint(truncate)')\nd.close()";
    let database = county.data.join("lebenslage.sqlite");
    let changed = Command::new(python)
        .args(["-c", newer])
        .arg(&database)
        .status()
        .unwrap();
    assert!(changed.success());
    let file = county.delivery("neu.csv", 2, 2020..2021);
    for call in [&["import", &file][..], &["areas", "show"], &["init"]] {
        let text = county.refused(call);
        assert!(
            text.contains("neueren Programmversion") && text.contains("9999"),
            "{text}"
        );
    }
}

#[test]
fn a_full_disk_is_told_and_nothing_is_half_stored() {
    let Some(disk) = SmallDisk::new() else {
        return skipped("the right to mount a small disk");
    };
    let data = disk.0.join("daten");
    let Some(county) = Small::in_folder(tempfile::tempdir().unwrap(), data, 200) else {
        return skipped("the program");
    };
    let file = county.delivery("einwohner.csv", 200, 1900..2000);
    fill(&disk.0.join("voll"));
    let text = county.refused(&["import", &file, "--profile", "einwohner"]);
    assert!(
        text.contains("der Datenträger ist voll") || text.contains("Der Datenträger ist voll"),
        "{text}"
    );
    std::fs::remove_file(disk.0.join("voll")).unwrap();
    let said = county.run(&["import", &file, "--profile", "einwohner"]);
    assert_eq!(said.code, Some(0), "{}", said.text);
}

#[test]
fn a_file_that_may_not_grow_is_told_and_nothing_is_half_stored() {
    let Some(county) = Small::new(200) else {
        return skipped("the program");
    };
    let file = county.delivery("einwohner.csv", 200, 1900..2000);
    let largest = std::fs::metadata(county.data.join("lebenslage.sqlite"))
        .unwrap()
        .len()
        / 512
        + 64;
    let limited = format!("trap '' XFSZ; ulimit -f {largest}; exec \"$@\"");
    let before = county.content();
    let said = county.ended(
        Command::new("sh")
            .args(["-c", &limited, "sh"])
            .arg(county.program())
            .args(["import", &file, "--profile", "einwohner", "--data"])
            .arg(&county.data),
    );
    assert_eq!(said.code, Some(1), "{}", said.text);
    assert!(!said.text.contains("technisch"), "{}", said.text);
    let stored = county.run(&["delivery", "list"]);
    assert_eq!((stored.code, stored.text.as_str()), (Some(0), ""));
    assert_eq!(before.len(), county.content().len());
    let said = county.run(&["import", &file, "--profile", "einwohner"]);
    assert_eq!(said.code, Some(0), "{}", said.text);
}

#[test]
fn a_folder_that_cannot_be_written_and_a_taken_port_are_told() {
    let (Some(program), Some(data)) = (program(), demo()) else {
        return skipped("the program");
    };
    let told = |arguments: &[&str]| {
        let mut call = arguments.to_vec();
        call.extend(["--data", data.to_str().unwrap()]);
        let output = run(&program, &call).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("public");
    std::fs::write(&file, "kein Ordner").unwrap();
    let text = told(&["release", "export", "2025-1", "-o", file.to_str().unwrap()]);
    assert!(
        text.contains("public kann nicht geschrieben werden: dort liegt eine Datei dieses Namens"),
        "{text}"
    );
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "kein Ordner");

    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let text = told(&["serve", "--port", &port]);
    assert!(
        text.contains("diese Adresse benutzt schon ein anderes Programm"),
        "{text}"
    );

    let asked =
        |area: &str, indicator: &str, period: &str| told(&["explain", area, indicator, period]);
    let text = [
        asked("0999900", "DEM04", "2024"),
        asked("09999001", "DEM40", "2024"),
        asked("09999001", "DEM04", "1999"),
    ];
    insta::assert_snapshot!(text.concat());
}

/// A disk of eight megabytes in memory; taken away again at the end.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn new() -> Option<Self> {
        let place = tempfile::tempdir().ok()?.keep();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=8m", "tmpfs"])
            .arg(&place)
            .output();
        if mounted.is_ok_and(|m| m.status.success()) {
            return Some(Self(place));
        }
        std::fs::remove_dir(&place).ok()?;
        None
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // A disk that stays mounted would only be seen by the next person; that it fails says nothing about the program.
        let _ = Command::new("umount").arg(&self.0).status();
        let _ = std::fs::remove_dir(&self.0);
    }
}

/// Leaves no more than 200 KB.
fn fill(path: &std::path::Path) {
    use std::io::Write as _;
    let mut file = std::fs::File::create(path).unwrap();
    let block = [7u8; 4096];
    let mut written = 0u64;
    while file.write_all(&block).is_ok() {
        written += 4096;
    }
    file.set_len(written.saturating_sub(200 * 1024)).unwrap();
}
