//! The list of placeholders of an insert of many rows: the one place where the two databases are told apart.

use sqlx::AnyConnection;

/// `(?,?),(?,?)` or `($1,$2),($3,$4)` for two rows of two columns, as the database of the connection has it.
///
/// SQLite takes `$1` as well, but as a name it looks up in a list: a thousand of them cost ten times the insert.
pub fn placeholders(db: &AnyConnection, rows: usize, columns: usize) -> String {
    let plain = db.backend_name() == "SQLite";
    let mark = |n: usize| {
        if plain {
            "?".to_owned()
        } else {
            format!("${n}")
        }
    };
    let row = |r: usize| {
        let marks: Vec<String> = (1..=columns).map(|c| mark(r * columns + c)).collect();
        format!("({})", marks.join(","))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(",")
}
