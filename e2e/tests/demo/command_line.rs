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
