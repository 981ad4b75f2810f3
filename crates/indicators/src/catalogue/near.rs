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

/// Letters to change, add, drop or swap with the next (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let [a, b] = [a, b].map(|text| text.chars().take(64).collect::<Vec<char>>());
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let changed = rows[i][j] + usize::from(x != y);
            let mut least = changed.min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(rows[i - 1][j - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn swapped_digits_are_nearer_than_other_ones() {
        let known = ["DEM10", "DEM04", "WOH01", "DEM42"];
        assert_eq!(
            near("DEM40", known.into_iter()),
            ["DEM04", "DEM10", "DEM42"]
        );
    }

    #[test]
    fn letters_changed_added_or_dropped_are_near() {
        for written in ["popluation", "populaton", "populations", "populution"] {
            assert_eq!(
                near(written, ["households", "population"].into_iter()),
                ["population"],
                "{written}"
            );
        }
        assert!(near("", ["population"].into_iter()).is_empty());
    }
}
