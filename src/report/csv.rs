//! The data of a report as a table of comma-separated values, one row an observation.
//!
//! A cell that a spreadsheet could take for a formula gets an apostrophe before it.

use super::block::{Report, Table};

/// Writes the data of a report, in UTF-8 with lines that end in CR LF (RFC 4180).
#[must_use]
pub fn render(report: &Report) -> String {
    table(&report.data)
}

fn table(table: &Table) -> String {
    let mut out = String::new();
    for row in std::iter::once(&table.header).chain(&table.rows) {
        let cells: Vec<String> = row.iter().map(|text| cell(text)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

/// One cell, made harmless for spreadsheets and quoted where it has to be.
fn cell(text: &str) -> String {
    let harmless = if is_formula(text) { format!("'{text}") } else { text.to_owned() };
    if harmless.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", harmless.replace('"', "\"\"")) } else { harmless }
}

/// Plain numbers, such as a balance of -0.5, are no formulas.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_harmless() {
        let mut data = Table::new("", ["a", "b"]);
        data.add(["=1+1", "x, \"y\""]);
        data.add(["-0.5", "two\nlines"]);
        data.add(["-", "@me"]);
        assert_eq!(table(&data), "a,b\r\n'=1+1,\"x, \"\"y\"\"\"\r\n-0.5,\"two\nlines\"\r\n'-,'@me\r\n");
    }
}
