//! Holds the layers: reads the table in `src/lib.rs` and fails on every import that it does not allow.
//!
//! What counts as an import is any path that begins with `crate::`, `$crate::`, or with enough
//! `super::` to leave its area, also in braces and in the middle of code. Comments and strings do not
//! count. `src/lib.rs` and `src/main.rs` stand above the areas and are not looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Which areas each area may use.
type Table = BTreeMap<String, BTreeSet<String>>;

/// One path into another area.
#[derive(Debug, PartialEq, Eq)]
struct Import {
    line: usize,
    /// The area; `*` for an import of everything in the crate.
    area: String,
}

#[test]
fn no_module_imports_what_the_table_does_not_allow() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let table = table(&std::fs::read_to_string(root.join("lib.rs")).unwrap());
    let mut forbidden = Vec::new();
    let mut looked_at = 0;
    for path in rust_files(&root) {
        let inside = path.strip_prefix(&root).unwrap();
        if inside == Path::new("lib.rs") || inside == Path::new("main.rs") {
            continue;
        }
        looked_at += 1;
        let text = std::fs::read_to_string(&path).unwrap();
        forbidden.extend(
            violations(&table, &module_of(inside), &text).map(|found| format!("src/{}:{found}", inside.display())),
        );
    }
    assert!(looked_at > 10, "only {looked_at} files were found under src");
    assert!(forbidden.is_empty(), "imports that the table in src/lib.rs forbids:\n{}", forbidden.join("\n"));
}

#[test]
fn the_table_names_every_area_and_goes_one_way() {
    let lib = include_str!("../../src/lib.rs");
    let table = table(lib);
    let areas: BTreeSet<String> =
        lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).map(str::to_owned).collect();
    assert_eq!(table.keys().cloned().collect::<BTreeSet<_>>(), areas, "left: rows of the table, right: modules");
    // Using areas one at a time until none is left shows that there is no circle.
    let mut rest = table;
    while !rest.is_empty() {
        let free: Vec<String> = rest
            .iter()
            .filter(|(_, uses)| uses.iter().all(|area| !rest.contains_key(area)))
            .map(|(a, _)| a.clone())
            .collect();
        assert!(!free.is_empty(), "these areas use each other in a circle: {:?}", rest.keys());
        for area in free {
            rest.remove(&area);
        }
    }
}

/// The scan has to fail on what it is there for.
#[test]
fn a_forbidden_import_is_found_however_it_is_written() {
    let table = table(
        "//! | area | may use |\n//! |---|---|\n//! | base | – |\n//! | source | base |\n//! | tui | base, source |\n",
    );
    let in_source =
        |text: &str| violations(&table, &module_of(Path::new("source/docx/mod.rs")), text).collect::<Vec<_>>();
    for text in [
        "use crate::tui::Model;",
        "use crate::{base::text::Text, tui};",
        "use crate::{base::{ids, text}, tui::{self, Model}};",
        "use super::super::tui;",
        "use super::{super::tui::Model};",
        "mod inner { use super::super::super::tui; }",
        "fn f() { crate\n  :: tui::draw() }",
        "pub(in crate::tui) fn f() {}",
        "macro_rules! m { () => { $crate::tui::draw() } }",
        "use crate::*;",
        "use crate as me;",
    ] {
        assert_eq!(in_source(text).len(), 1, "not found: {text} gave {:?}", in_source(text));
    }
    for text in [
        "use crate::base::text::Text;",
        "use crate::source::passages;",
        "use super::{archive, xml};",
        "mod tests { use super::*; use super::super::register; }",
        "// use crate::tui;\n/* crate::tui /* nested */ crate::tui */",
        "const WORDS: &str = \"crate::tui\"; const RAW: &str = r#\"crate::tui \"quoted\"\"#;",
        "fn f<'a>(c: char) -> bool { c == '\"' || c == '\\'' }",
        "pub(crate) fn f() {}",
        "use quick_xml::crate_name;",
    ] {
        assert_eq!(in_source(text), Vec::<String>::new(), "wrongly found: {text}");
    }
    let lines = in_source("use crate::base::ids;\n\nuse crate::tui::Model;\n");
    assert_eq!(lines, ["3: 'source' may not use 'tui'"]);
}

/// Reads the rows `//! | area | may use |`.
fn table(lib: &str) -> Table {
    lib.lines()
        .filter_map(|line| line.strip_prefix("//! |"))
        .filter_map(|row| row.trim_end().trim_end_matches('|').split_once('|'))
        .map(|(area, uses)| (area.trim(), uses.trim()))
        .filter(|(area, _)| *area != "area" && !area.starts_with("---"))
        .map(|(area, uses)| {
            let uses = uses.split(',').map(str::trim).filter(|area| *area != "–").map(str::to_owned).collect();
            (area.to_owned(), uses)
        })
        .collect()
}

/// Returns the module path of a file under `src`: `source/docx/mod.rs` is `[source, docx]`.
fn module_of(inside: &Path) -> Vec<String> {
    let mut parts: Vec<String> =
        inside.with_extension("").components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    if parts.last().is_some_and(|last| last == "mod") {
        parts.pop();
    }
    parts
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Returns `line: 'area' may not use 'other'` for each forbidden import of one file.
fn violations<'t>(table: &'t Table, module: &[String], text: &str) -> impl Iterator<Item = String> + use<'t> {
    let own = module.first().cloned().unwrap_or_default();
    let allowed = table.get(&own);
    imports(module, text).into_iter().filter_map(move |Import { line, area }| {
        let known = area == "*" || table.contains_key(&area);
        let fine = area == own || !known || allowed.is_some_and(|uses| uses.contains(&area));
        (!fine).then(|| format!("{line}: '{own}' may not use '{area}'"))
    })
}

/// Returns every path of a file that leads into an area, its own among them.
fn imports(module: &[String], text: &str) -> Vec<Import> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    // Inline modules that are open at this point, each with the number of braces around its own.
    let mut inline: Vec<usize> = Vec::new();
    let mut braces = 0;
    let mut at = 0;
    while at < tokens.len() {
        match tokens[at].word.as_str() {
            "{" => {
                braces += 1;
                if at >= 2 && tokens[at - 2].word == "mod" {
                    inline.push(braces);
                }
            }
            "}" => {
                if inline.last() == Some(&braces) {
                    inline.pop();
                }
                braces = braces.saturating_sub(1);
            }
            "crate" if follows(&tokens, at, "::") => leaves(&tokens, at + 2, &mut found),
            "crate" if follows(&tokens, at, "as") => found.push(Import { line: tokens[at].line, area: "*".into() }),
            "super" if at == 0 || tokens[at - 1].word != "::" => {
                supers(&tokens, at, module.len() + inline.len(), &mut found);
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Follows a chain of `super::`, also into braces, and takes what stands after it if it left the area.
fn supers(tokens: &[Token], mut at: usize, depth: usize, found: &mut Vec<Import>) {
    let mut left = depth;
    while tokens.get(at).is_some_and(|token| token.word == "super") {
        left = left.saturating_sub(1);
        if !follows(tokens, at, "::") {
            return;
        }
        at += 2;
    }
    if left == 0 {
        leaves(tokens, at, found);
    } else if tokens.get(at).is_some_and(|token| token.word == "{") {
        each_of_group(tokens, at, |first| {
            if tokens[first].word == "super" {
                supers(tokens, first, left, found);
            }
        });
    }
}

/// Takes the area at `at`, or each area of the braces that open there.
fn leaves(tokens: &[Token], at: usize, found: &mut Vec<Import>) {
    let Some(token) = tokens.get(at) else { return };
    if token.word == "{" {
        each_of_group(tokens, at, |first| {
            found.push(Import { line: tokens[first].line, area: tokens[first].word.clone() });
        });
    } else {
        found.push(Import { line: token.line, area: token.word.clone() });
    }
}

/// Calls `take` with the first token of each part of the braces that open at `open`.
fn each_of_group(tokens: &[Token], open: usize, mut take: impl FnMut(usize)) {
    let mut depth = 0;
    for at in open..tokens.len() {
        match tokens[at].word.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ if depth == 1 && matches!(tokens[at - 1].word.as_str(), "{" | ",") => take(at),
            _ => {}
        }
        if depth == 0 {
            return;
        }
    }
}

fn follows(tokens: &[Token], at: usize, word: &str) -> bool {
    tokens.get(at + 1).is_some_and(|next| next.word == word)
}

#[derive(Debug)]
struct Token {
    line: usize,
    word: String,
}

/// Takes Rust apart into words, `::` and single signs, without comments and literals.
fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < chars.len() {
        let rest = &chars[at..];
        let length = match rest {
            ['/', '/', ..] => rest.iter().position(|&c| c == '\n').unwrap_or(rest.len()),
            ['/', '*', ..] => block_comment(rest),
            ['"', ..] => quoted(rest),
            ['b' | 'c', '"', ..] => 1 + quoted(&rest[1..]),
            ['r', '"' | '#', ..] if raw(rest).is_some() => raw(rest).unwrap_or(1),
            ['b' | 'c', 'r', '"' | '#', ..] if raw(&rest[1..]).is_some() => 1 + raw(&rest[1..]).unwrap_or(1),
            ['\'', ..] => character(rest),
            [':', ':', ..] => {
                found.push(Token { line, word: "::".into() });
                2
            }
            [first, ..] if first.is_alphanumeric() || *first == '_' => {
                let length = rest.iter().position(|c| !c.is_alphanumeric() && *c != '_').unwrap_or(rest.len());
                found.push(Token { line, word: rest[..length].iter().collect() });
                length
            }
            [first, ..] => {
                if !first.is_whitespace() {
                    found.push(Token { line, word: first.to_string() });
                }
                1
            }
            [] => break,
        };
        line += rest[..length].iter().filter(|&&c| c == '\n').count();
        at += length;
    }
    found
}

/// Returns the length of a block comment, in which others may nest.
fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        match rest[at..] {
            ['/', '*', ..] => {
                depth += 1;
                at += 2;
            }
            ['*', '/', ..] => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    rest.len()
}

/// Returns the length of a string in quotation marks.
fn quoted(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// Returns the length of a raw string, or nothing for a raw identifier.
fn raw(rest: &[char]) -> Option<usize> {
    let hashes = rest[1..].iter().take_while(|&&c| c == '#').count();
    if rest.get(1 + hashes) != Some(&'"') {
        return None;
    }
    let mut end = vec!['"'];
    end.extend(std::iter::repeat_n('#', hashes));
    let from = 2 + hashes;
    let close = rest[from..].windows(end.len()).position(|window| window == end);
    Some(close.map_or(rest.len(), |at| from + at + end.len()))
}

/// Returns the length of a character in quotation marks, or 1 for a lifetime.
fn character(rest: &[char]) -> usize {
    match rest {
        ['\'', '\\', _, tail @ ..] => 3 + tail.iter().position(|&c| c == '\'').map_or(0, |at| at + 1),
        ['\'', _, '\'', ..] => 3,
        _ => 1,
    }
}
