//! Cutting and filling lines to a number of columns, by the widths that terminals draw.

use unicode_segmentation::UnicodeSegmentation as _;

use super::cluster::{width_in_line, width_of};

/// What stands where something was cut.
const CUT: char = '…';

/// Returns the beginning of a line in at most `width` columns.
#[must_use]
pub fn beginning(line: &str, width: usize) -> String {
    if width_of(line) <= width {
        return line.to_owned();
    }
    let mut room = width.saturating_sub(1);
    let fits = |cluster: &&str| {
        let wide = usize::from(width_in_line(cluster));
        let fits = wide <= room;
        room = if fits { room - wide } else { 0 };
        fits
    };
    let mut kept: String = line.graphemes(true).take_while(fits).collect();
    if width > 0 {
        kept.push(CUT);
    }
    kept
}

/// Returns the end of a line in at most `width` columns.
#[must_use]
pub fn end(line: &str, width: usize) -> String {
    if width_of(line) <= width {
        return line.to_owned();
    }
    let mut room = width.saturating_sub(1);
    let mut from = line.len();
    for (at, cluster) in line.grapheme_indices(true).rev() {
        let wide = usize::from(width_in_line(cluster));
        if wide > room {
            break;
        }
        room -= wide;
        from = at;
    }
    if width > 0 { format!("{CUT}{}", &line[from..]) } else { String::new() }
}

/// Fills a line with blanks at its right.
#[must_use]
pub fn filled(line: &str, width: usize) -> String {
    format!("{line}{}", " ".repeat(width.saturating_sub(width_of(line))))
}

/// Fills a line with blanks at its left.
#[must_use]
pub fn at_right(line: &str, width: usize) -> String {
    format!("{}{line}", " ".repeat(width.saturating_sub(width_of(line))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_any_script_keep_to_their_columns() {
        for line in ["the lab answers", "实验室一周内就能给出结果", "المختبر يعمل الآن كل يوم", "a\u{301}b", ""]
        {
            for width in 0..30 {
                assert!(width_of(&beginning(line, width)) <= width, "{line} {width}");
                assert!(width_of(&end(line, width)) <= width, "{line} {width}");
                assert_eq!(width_of(&filled(&beginning(line, width), width)), width);
                assert_eq!(width_of(&at_right(&end(line, width), width)), width);
            }
        }
        assert_eq!((beginning("the lab", 5), end("the lab", 5)), ("the …".to_owned(), "… lab".to_owned()));
        assert_eq!(end("实验室", 4), "…室");
    }
}
