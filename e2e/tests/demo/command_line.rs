//! The command line as a newcomer meets it.

use e2e::{demo, program, run, skipped};

fn told(arguments: &[&str]) -> Option<(Option<i32>, String)> {
    let program = program()?;
    let output = run(&program, arguments).unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    Some((output.status.code(), text))
}

#[test]
fn help_is_german() {
    let Some((code, text)) = told(&["--hilfe"]) else {
        return skipped("the program");
    };
    assert_eq!(code, Some(0));
    assert!(
        text.contains("Aufruf:") && text.contains("Befehle"),
        "{text}"
    );
    for english in ["Usage", "Options:", "Commands:", "Print help"] {
        assert!(!text.contains(english), "{english} in\n{text}");
    }
}

#[test]
fn a_mistyped_command_is_answered_in_german() {
    let Some((code, text)) = told(&["improt"]) else {
        return skipped("the program");
    };
    assert_eq!(code, Some(2));
    assert!(
        text.contains("Den Befehl „improt“ gibt es nicht") && text.contains("import"),
        "{text}"
    );
}

#[test]
fn a_folder_that_is_no_data_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nichts");
    let Some((code, text)) = told(&["release", "list", "--data", path.to_str().unwrap()]) else {
        return skipped("the program");
    };
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("Datenordner"), "{text}");
    assert!(!path.exists(), "nothing was created");
}

#[test]
fn a_pdf_renamed_to_csv_is_refused_and_changes_nothing() {
    let Some(data) = demo() else {
        return skipped("the program");
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("zahlen.csv");
    std::fs::copy(data.join("public/sozialbericht.pdf"), &file).unwrap();
    let (code, text) = told(&["propose", file.to_str().unwrap()]).unwrap();
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("PDF"), "{text}");
}

#[test]
fn a_profile_with_a_count_nobody_defined_is_refused() {
    let Some(program) = program() else {
        return skipped("the program");
    };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let with_data = |arguments: &[&str]| {
        let output = std::process::Command::new(&program)
            .args(arguments)
            .arg("--data")
            .arg(&data)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.success(), said)
    };
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let areas = "[[level]]\nid='county'\nname='Kreis'\nplural='Kreise'\n\
                 [[area]]\nkey='09998'\nname='Kleinkreis'\nlevel='county'\n";
    let profile = "id='hunde'\ntitle='Hunde'\nlayout='wide'\nkey={columns=['Kreis']}\n\
                   period={constant='2024'}\ncolumns=[{header='Hunde',count='dogs'}]\n";
    assert!(with_data(&["init"]).0);
    let loaded = with_data(&["areas", "load", &write("gebiete.toml", areas)]);
    assert!(loaded.0, "{}", loaded.1);
    let loaded = with_data(&["profile", "load", &write("hunde.toml", profile)]);
    assert!(loaded.0, "{}", loaded.1);
    let file = write("hunde.csv", "Kreis;Hunde\n09998;120\n");
    let (taken, said) = with_data(&["import", &file, "--profile", "hunde"]);
    assert!(!taken && said.contains("dogs"), "{said}");
}
