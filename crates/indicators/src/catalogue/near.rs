//! Names that look like a misspelt one.

/// At most three names near to the one written, nearest first.
///
/// ```
/// use indicators::catalogue::near;
/// assert_eq!(near("DEM40", ["DEM04", "WOH01"].into_iter()), ["DEM04"]);
/// ```
pub fn near<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut found: Vec<(usize, &str)> = known
        .map(|k| (distance(written, k), k))
        .filter(|(d, k)| {
            *d <= 2.max(written.chars().count() / 3) || (written.len() > 3 && k.contains(written))
        })
        .collect();
    found.sort_unstable();
    found
        .into_iter()
        .take(3)
        .map(|(_, k)| k.to_owned())
        .collect()
}

/// Letters to change, add or drop (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
