//! What databases say, by their codes: SQLite's result codes and PostgreSQL's SQLSTATE.

use super::TEXTS;

/// The German words of a database's code, where it is one that a person can do something about.
///
/// ```
/// use vocabulary::causes::of_database_code;
/// assert_eq!(of_database_code("26").unwrap(), "die Datei ist keine Datenbank");
/// assert_eq!(of_database_code("3D000").unwrap(), "diese Datenbank gibt es auf dem Server nicht");
/// ```
pub fn of_database_code(code: &str) -> Option<String> {
    let key = match code.parse::<u32>() {
        // PostgreSQL's codes have five places, SQLite's numbers fewer; their low byte is the kind.
        Ok(number) if code.len() < 5 => sqlite(number & 0xFF)?,
        _ => postgres(code)?,
    };
    Some(TEXTS.say(key, &[]))
}

fn sqlite(kind: u32) -> Option<&'static str> {
    Some(match kind {
        1 => "database_other_tables",
        5 | 6 => "database_locked",
        8 => "database_read_only",
        7 => "out_of_memory",
        10 => "database_disk",
        11 => "database_damaged",
        13 => "storage_full",
        14 => "database_no_file",
        18 => "database_too_big",
        19 => "database_rule",
        26 => "database_none",
        _ => return None,
    })
}

fn postgres(code: &str) -> Option<&'static str> {
    Some(match code {
        "28000" | "28P01" => "database_password",
        "3D000" => "database_unknown",
        "42501" => "permission_denied",
        "42P01" | "42703" => "database_other_tables",
        "53100" => "storage_full",
        "53200" => "out_of_memory",
        "53300" => "database_crowded",
        "57P01" | "57P02" => "database_stopped",
        "57P03" => "database_starting",
        "25006" => "database_read_only",
        "40001" | "40P01" | "55P03" => "database_locked",
        c if c.starts_with("08") => "connection_lost",
        c if c.starts_with("23") => "database_rule",
        _ => return None,
    })
}
