//! A report as JSON: its blocks and its data as they are.
//!
//! Control, bidirectional and zero-width characters are written as `\uXXXX`.

use crate::base::shown::mark_for;

use super::block::Report;

/// Writes a report as one indented object.
///
/// # Errors
/// Never for a report: all its keys are texts.
pub fn render(report: &Report) -> Result<String, serde_json::Error> {
    Ok(visible(&serde_json::to_string_pretty(report)?) + "\n")
}

/// Writes characters that would not be seen as `\uXXXX`, in a text that is JSON already.
#[must_use]
pub fn visible(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for ch in json.chars() {
        // Line feeds stand between values only: within texts they are escaped already.
        if ch != '\n' && mark_for(ch).is_some() {
            out.extend(ch.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            out.push(ch);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::block::Block;

    #[test]
    fn what_is_written_reads_back_and_can_be_seen() {
        let words = "a\u{202e}b\u{200b}\n\u{e0041}\u{7f}";
        let report = Report { blocks: vec![Block::paragraph(words)], ..Report::default() };
        let json = render(&report).unwrap();
        assert!(json.chars().all(|ch| ch == '\n' || mark_for(ch).is_none()));
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read["blocks"][0]["text"][0]["text"], words);
    }
}
