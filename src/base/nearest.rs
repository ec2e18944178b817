//! The nearest of the names that exist, for messages about one that does not.

/// Returns up to three of `names` that are near `wanted`, nearest first.
///
/// Near means an edit distance (with transpositions) of at most a third of the longer name, or that
/// one holds the other. Case is ignored.
pub fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted: Vec<char> = wanted.to_lowercase().chars().collect();
    let mut found: Vec<(usize, &str)> = names
        .into_iter()
        .filter_map(|name| {
            let other: Vec<char> = name.to_lowercase().chars().collect();
            let distance = distance(&wanted, &other);
            let held = wanted.len() >= 3 && contains(&other, &wanted) || other.len() >= 3 && contains(&wanted, &other);
            let near = distance * 3 <= wanted.len().max(other.len());
            (near || held).then_some((distance, name))
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found.truncate(3);
    found.into_iter().map(|(_, name)| name).collect()
}

/// Returns a hint such as `did you mean 'capacity'?`, or nothing where no name is near.
pub fn did_you_mean<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let near = nearest(wanted, names);
    (!near.is_empty()).then(|| format!("did you mean {}?", list(&near)))
}

/// Joins names as `'a', 'b' or 'c'`.
fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

fn contains(whole: &[char], part: &[char]) -> bool {
    !part.is_empty() && whole.windows(part.len()).any(|window| window == part)
}

/// The optimal string alignment distance of two words.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let mut best = (rows[i][j + 1] + 1).min(row[j] + 1).min(rows[i][j] + usize::from(x != y));
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                best = best.min(rows[i - 1][j - 1] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_found() {
        let names = ["capacity", "donor-steering", "scopes"];
        assert_eq!(nearest("capactiy", names), ["capacity"]);
        assert_eq!(nearest("donor", names), ["donor-steering"]);
        assert!(nearest("xyz", names).is_empty());
        assert_eq!(did_you_mean("scope", names).as_deref(), Some("did you mean 'scopes'?"));
    }
}
