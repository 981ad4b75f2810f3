//! The list of placeholders of an insert of many rows.

/// `($1,$2),($3,$4)` for two rows of two columns.
///
/// ```
/// assert_eq!(register::db::placeholders(2, 3), "($1,$2,$3),($4,$5,$6)");
/// ```
pub fn placeholders(rows: usize, columns: usize) -> String {
    let row = |r: usize| {
        let marks: Vec<String> = (1..=columns)
            .map(|c| format!("${}", r * columns + c))
            .collect();
        format!("({})", marks.join(","))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(",")
}
