//! Word files made here, good and hostile, and what is read from them.

use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use super::super::passage::{Form, passages};
use super::archive::{Archive, ArchiveError, Limits};
use super::*;
use crate::base::text::Text;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const ROOT_RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>"#;

/// Packs parts into an archive.
fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn part(root: &str, inside: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{WORD}"
        xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
        xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"
        xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:wps="urn:wps">{inside}</w:{root}>"#
    )
}

/// Makes a Word file of a body and of other parts by their root's name.
fn docx(body: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let document = part("document", &format!("<w:body>{body}</w:body>"));
    let others: Vec<(String, String)> =
        others.iter().map(|(root, inside)| (format!("word/{root}.xml"), part(root, inside))).collect();
    let mut parts: Vec<(&str, &[u8])> =
        vec![("_rels/.rels", ROOT_RELATIONS.as_bytes()), ("word/document.xml", document.as_bytes())];
    parts.extend(others.iter().map(|(name, content)| (name.as_str(), content.as_bytes())));
    packed(&parts)
}

fn text(body: &str) -> String {
    read(&docx(body, &[])).unwrap().text
}

fn p(words: &str) -> String {
    format!(r#"<w:p><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>"#)
}

const STYLES: &str = r#"
<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titre"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Our Heading"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="H3"><w:name w:val="Heading 3"/></w:style>
<w:style w:type="paragraph" w:styleId="LoopA"><w:name w:val="a"/><w:basedOn w:val="LoopB"/></w:style>
<w:style w:type="paragraph" w:styleId="LoopB"><w:name w:val="b"/><w:basedOn w:val="LoopA"/></w:style>
<w:style w:type="paragraph" w:styleId="ListBullet2"><w:name w:val="List Bullet 2"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>"#;

const NUMBERING: &str = r#"
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>
 <w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet2"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="none"/></w:lvl>
 <w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val=" "/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>"#;

fn styled(style: &str, words: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"#)
}

fn item(list: &str, level: usize, words: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"#
    )
}

#[test]
fn paragraphs_keep_their_words_and_speakers() {
    let body = p("Interviewer: How did it go?") + &p("") + &p("Respondent: It &lt;did&gt; &amp; &#233;t&#xE9;.");
    assert_eq!(text(&body), "Interviewer: How did it go?\n\nRespondent: It <did> & été.\n");
    assert_eq!(text(""), "");
}

#[test]
fn runs_are_joined_as_they_stand() {
    let body = r#"<w:p><w:r><w:t>the </w:t></w:r><w:r><w:t xml:space="preserve">first </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>visit</w:t></w:r>
        <w:hyperlink><w:r><w:t>, see</w:t><w:tab/><w:t>here</w:t><w:br/><w:t>and</w:t><w:noBreakHyphen/><w:t>there</w:t><w:softHyphen/></w:r></w:hyperlink>
        <w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Wingdings" w:char="F001"/></w:r></w:p>"#;
    let read = read(&docx(body, &[])).unwrap();
    // The first blank counts though it is not marked as one that does.
    assert_eq!(read.text, "the first visit, see\there\nand-there✓\u{fffd}\n");
    assert_eq!(read.notes, ["1 symbol of an unknown font became \u{fffd}"]);
}

#[test]
fn soft_hyphens_do_not_part_words() {
    assert_eq!(text(&p("labo\u{ad}ratory")), "laboratory\n");
}

#[test]
fn headings_are_known_by_style_level_and_ancestry() {
    let direct = r#"<w:p><w:pPr><w:outlineLvl w:val="8"/></w:pPr><w:r><w:t>Deep</w:t></w:r></w:p>
        <w:p><w:pPr><w:pStyle w:val="berschrift1"/><w:outlineLvl w:val="9"/></w:pPr><w:r><w:t>Text</w:t></w:r></w:p>"#;
    let body =
        styled("Titre", "The Title") + &styled("berschrift1", "One") + &styled("Own", "Ours") + &styled("H3", "Three");
    let loops = styled("LoopA", "Round") + &styled("Unknown", "Plain");
    let read = read(&docx(&(body + direct + &loops), &[("styles", STYLES)])).unwrap();
    assert_eq!(read.text, "# The Title\n\n# One\n\n# Ours\n\n### Three\n\n###### Deep\n\nText\n\nRound\n\nPlain\n");
    assert_eq!(read.title.as_deref(), Some("The Title"));
    assert_eq!(read.language.as_deref(), Some("en-GB"));
}

#[test]
fn lists_count_as_word_does() {
    let body = item("1", 0, "one")
        + &item("1", 1, "a")
        + &item("1", 1, "b")
        + &p("Between.")
        + &item("1", 0, "two")
        + &item("1", 1, "again a")
        + &item("2", 0, "seven")
        + &item("2", 0, "eight")
        + &item("3", 0, "bullet")
        + &styled("ListBullet2", "inner")
        + &item("4", 0, "no marker")
        + &item("4", 1, "blank marker")
        + &item("0", 0, "no list")
        + &item("99", 0, "no such list");
    let read = read(&docx(&body, &[("styles", STYLES), ("numbering", NUMBERING)])).unwrap();
    assert_eq!(
        read.text,
        "1. one\n    1. a\n    2. b\n\nBetween.\n\n2. two\n    1. again a\n7. seven\n8. eight\n- bullet\n    - inner\n\nno marker\n\nblank marker\n\nno list\n\nno such list\n"
    );
}

#[test]
fn a_table_is_rows_under_a_rule_line() {
    let cell = |properties: &str, words: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(words));
    let row = |cells: &str| format!("<w:tr>{cells}</w:tr>");
    let nested = format!(
        "<w:tc><w:tbl>{}{}</w:tbl>{}</w:tc>",
        row(&(cell("", "x") + &cell("", "y"))),
        row(&cell("", "z")),
        p("after")
    );
    let table = format!(
        "<w:tbl><w:tblPr/>{}{}{}{}<w:tr><w:trPr><w:del/></w:trPr>{}</w:tr></w:tbl>",
        row(&(cell("", "Office") + &cell("", "Staff | all"))),
        row(&(cell(r#"<w:vMerge w:val="restart"/>"#, "Varsk") + &cell("", "12"))),
        row(&(cell("<w:vMerge/>", "hidden by Word") + &nested)),
        row(&cell(r#"<w:gridSpan w:val="2"/>"#, "whole")),
        cell("", "deleted"),
    );
    assert_eq!(
        text(&(p("Before") + &table + &p("After"))),
        "Before\n\n| Office | Staff \\| all |\n| --- | --- |\n| Varsk | 12 |\n| | x, y; z after |\n| whole | |\n\nAfter\n"
    );
    let frame = format!("<w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>", p("A box"), p("of two"));
    assert_eq!(text(&frame), "A box\n\nof two\n");
}

#[test]
fn tracked_changes_are_read_as_accepted() {
    let body = r#"<w:p><w:r><w:t xml:space="preserve">It was </w:t></w:r>
        <w:del><w:r><w:delText>bad</w:delText></w:r></w:del><w:ins><w:r><w:t>good</w:t></w:r></w:ins>
        <w:moveFrom><w:r><w:t>away</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t xml:space="preserve"> here</w:t></w:r></w:moveTo></w:p>
        <w:p><w:pPr><w:pStyle w:val="berschrift1"/><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">Half </w:t></w:r></w:p>
        <w:p><w:r><w:t>and half</w:t></w:r></w:p>
        <w:p><w:pPr><w:rPr><w:ins/></w:rPr><w:pPrChange><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr></w:pPrChange></w:pPr><w:r><w:t>Now text</w:t></w:r></w:p>"#;
    let read = read(&docx(body, &[("styles", STYLES)])).unwrap();
    assert_eq!(read.text, "It was good here\n\nHalf and half\n\nNow text\n");
    assert_eq!(read.notes, ["2 tracked deletions were left out"]);
}

#[test]
fn comments_and_hidden_text_go_and_are_counted() {
    let body = r#"<w:p><w:commentRangeStart w:id="1"/><w:r><w:t>Said</w:t></w:r><w:commentRangeEnd w:id="1"/>
        <w:r><w:commentReference w:id="1"/></w:r><w:r><w:commentReference w:id="2"/></w:r>
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>her name</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>!</w:t></w:r>
        <w:r><w:drawing><pic:pic/></w:drawing></w:r></w:p>"#;
    let comments = format!(r#"<w:comment w:id="1">{}</w:comment>"#, p("secret"));
    let read = read(&docx(body, &[("comments", &comments)])).unwrap();
    assert_eq!(read.text, "Said!\n");
    assert_eq!(
        read.notes,
        ["2 comments were left out", "1 piece of hidden text was left out", "1 picture was left out"]
    );
}

#[test]
fn notes_stand_at_the_end_in_the_order_of_the_text() {
    let body = r#"<w:p><w:r><w:t>One</w:t><w:endnoteReference w:id="2"/><w:t>, two</w:t><w:footnoteReference w:id="5"/>
        <w:t>, again</w:t><w:endnoteReference w:id="2"/></w:r></w:p>"#;
    let foot = format!(
        r#"<w:footnote w:type="separator" w:id="-1">{}</w:footnote><w:footnote w:id="5">{}{}</w:footnote>"#,
        p("---"),
        p(" A report."),
        p("Page 3.")
    );
    let end = format!(r#"<w:endnote w:id="2">{}</w:endnote>"#, p("A letter."));
    let read = read(&docx(body, &[("footnotes", &foot), ("endnotes", &end)])).unwrap();
    assert_eq!(read.text, "One[^1], two[^2], again[^1]\n\n[^1]: A letter.\n\n[^2]: A report. Page 3.\n");
}

#[test]
fn fields_give_their_results_and_nothing_swallows_the_rest() {
    let field = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let run = |words: &str| format!("<w:r><w:t>{words}</w:t></w:r>");
    let body = format!(
        "<w:p>{}<w:r><w:instrText>PAGEREF x</w:instrText></w:r>{}{}{}{}{}{}<w:fldSimple w:instr=\"DATE\">{}</w:fldSimple></w:p><w:p>{}{}</w:p>{}",
        field("begin"),
        field("begin"),
        run("code"),
        field("end"),
        field("separate"),
        run("12"),
        field("end"),
        run(" May"),
        run("Open"),
        field("begin"),
        p("Still here"),
    );
    assert_eq!(text(&body), "12 May\n\nOpen\n\nStill here\n");
}

#[test]
fn a_text_box_is_read_once_after_its_paragraph() {
    let inside = format!("<w:txbxContent>{}</w:txbxContent>", p("In the box"));
    let body = format!(
        r#"<w:p><w:r><w:t>Before</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice>
        <mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>, after</w:t></w:r></w:p>
        <w:p><w:r><w:pict><v:textbox>{inside}</v:textbox></w:pict></w:r></w:p>"#
    );
    assert_eq!(text(&body), "Before, after\n\nIn the box\n\nIn the box\n");
}

#[test]
fn controls_ruby_and_formulas_give_their_words() {
    let body = format!(
        "<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>
        <w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>
        <w:p><w:r><w:ruby><w:rt><w:r><w:t>kan</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby></w:r>
        <m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath></w:p>",
        p("Filled in"),
        p("Click here"),
    );
    assert_eq!(text(&body), "Filled in\n\n漢a=b\n");
}

#[test]
fn only_what_would_be_read_as_structure_is_escaped() {
    let lines = r#"<w:p><w:r><w:t>first</w:t><w:br/><w:t># second</w:t><w:br/><w:t xml:space="preserve">  | third</w:t><w:br/><w:br/><w:t>fourth</w:t></w:r></w:p>"#;
    let body = p("---")
        + &p("# of staff")
        + &p("#hashtag")
        + &p("| pipe")
        + &p("---")
        + &p("- a dash")
        + &p("12. A number")
        + lines;
    assert_eq!(
        text(&body),
        "\\---\n\n\\# of staff\n\n#hashtag\n\n\\| pipe\n\n---\n\n- a dash\n\n12. A number\n\nfirst\n\\# second\n\\| third\n\nfourth\n"
    );
}

#[test]
fn strict_files_other_prefixes_and_utf_16_are_read() {
    let strict = r#"<d:document xmlns:d="http://purl.oclc.org/ooxml/wordprocessingml/main"><d:body><d:p><d:r><d:t>Oui</d:t></d:r></d:p></d:body></d:document>"#;
    let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(strict.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let moved = ROOT_RELATIONS.replace("word/document.xml", "/parts/./x/../main.xml").replace("/./x/..", "");
    for content in [strict.as_bytes(), &wide] {
        let file = packed(&[("_rels/.rels", moved.as_bytes()), ("parts/main.xml", content)]);
        assert_eq!(read(&file).unwrap().text, "Oui\n");
    }
}

#[test]
fn the_properties_give_a_title_where_the_text_has_none() {
    let core = r#"<p:core xmlns:p="urn:p" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title> Visit
        to Varsk </dc:title><dc:language>fr</dc:language></p:core>"#;
    let document = part("document", &format!("<w:body>{}</w:body>", p("Words")));
    let file = packed(&[("word/document.xml", document.as_bytes()), ("docProps/core.xml", core.as_bytes())]);
    let read = read(&file).unwrap();
    assert_eq!((read.title.as_deref(), read.language.as_deref()), (Some("Visit to Varsk"), Some("fr")));
}

#[test]
fn what_is_no_word_file_is_named() {
    let ole = |stream: &str| {
        let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    for (bytes, expected) in [
        (Vec::new(), Lookalike::Empty),
        (ole("WordDocument"), Lookalike::OldWord),
        (ole("EncryptedPackage"), Lookalike::Password),
        (b"{\\rtf1 words}".to_vec(), Lookalike::Rtf),
        (b"%PDF-1.7".to_vec(), Lookalike::Pdf),
        (b"<!doctype html><HTML>".to_vec(), Lookalike::Html),
        (b"Plain words".to_vec(), Lookalike::Text),
        (vec![0, 1, 2, 0xff], Lookalike::Unknown),
        (packed(&[("a.txt", b"words")]), Lookalike::Zip),
        (packed(&[("xl/workbook.xml", b"<a/>")]), Lookalike::Spreadsheet),
        (packed(&[("mimetype", b"application/vnd.oasis.opendocument.text")]), Lookalike::OpenDocument),
        (packed(&[("mimetype", b"application/epub+zip")]), Lookalike::Epub),
    ] {
        assert_eq!(read(&bytes), Err(DocxError::Other(expected)));
    }
    let old = DocxError::Other(Lookalike::OldWord);
    assert_eq!(old.to_string(), "this is an old .doc file of Word before 2007");
    assert!(old.hint().unwrap().contains("save it as .docx"));
}

fn reason(bytes: &[u8]) -> String {
    read(bytes).unwrap_err().to_string()
}

#[test]
fn hostile_xml_is_refused() {
    let file = |document: &str| packed(&[("word/document.xml", document.as_bytes())]);
    let dtd = r#"<!DOCTYPE a [<!ENTITY x "xxxx">]><a>&x;</a>"#;
    assert!(reason(&file(dtd)).contains("document type definition"));
    assert!(reason(&docx("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", &[])).contains("entity"));
    let deep = "<w:sdt>".repeat(300) + &"</w:sdt>".repeat(300);
    assert!(reason(&docx(&deep, &[])).contains("256 deep"));
    let many = (0..300).map(|at| format!("a{at}=\"\"")).collect::<Vec<_>>().join(" ");
    assert!(reason(&docx(&format!("<w:p {many}/>"), &[])).contains("256 attributes"));
    let noise = (0..40_000_u32)
        .map(|at| format!("{:08x}{:x}", at.wrapping_mul(2_654_435_761), at * 7919))
        .collect::<Vec<_>>()
        .concat();
    let long = format!("<w:p a=\"{}\"/>", noise.repeat(3));
    assert!(long.len() > 1024 * 1024);
    assert!(reason(&docx(&long, &[])).contains("1 MB"), "{}", reason(&docx(&long, &[])));
    assert!(reason(&file("<a/>")).contains("no Word document"));
    assert!(reason(&file("<w:document")).contains("word/document.xml"));
    assert!(reason(&docx("<w:p></w:q>", &[])).contains("cannot be read"));
    assert!(reason(&packed(&[("word/document.xml", &[b'<', 0xff, 0xc3])])).contains("UTF-8"));
    // Damage beside the document is damage too: notes must not be lost in silence.
    let body = r#"<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>"#;
    assert!(reason(&docx(body, &[("footnotes", "<w:footnote>")])).contains("word/footnotes.xml"));
}

#[test]
fn hostile_archives_are_refused() {
    let good = docx(&p("Words"), &[]);
    for cut in [3, 10, 40, good.len() / 2, good.len() - 1] {
        assert!(matches!(read(&good[..cut]), Err(DocxError::Archive(ArchiveError::Damaged(_)))), "cut at {cut}");
    }
    let mut flipped = good.clone();
    let at = memchr::memmem::find(&good, b"word/document.xml").unwrap() + 40;
    flipped[at] ^= 0xff;
    assert!(read(&flipped).is_err());
    let bomb = p(&"a".repeat(1_000_000));
    assert!(reason(&docx(&bomb, &[])).contains("100 times"));
    let small = Limits { parts: 3, part: 100, all: 150 };
    let file = packed(&[("a", &[7; 100]), ("b", &[7; 51]), ("c", &[7; 101])]);
    let mut archive = Archive::open_within(&file, small).unwrap();
    assert!(matches!(archive.read("c"), Err(ArchiveError::TooMuch(_))), "one part");
    assert_eq!(archive.read("a").unwrap().unwrap().len(), 100);
    assert!(matches!(archive.read("b"), Err(ArchiveError::TooMuch(_))), "all parts together");
    assert_eq!(archive.read("d"), Ok(None));
    assert!(Archive::open_within(&file, Limits { parts: 2, ..small }).is_err());
    let names: Vec<String> = (0..10_001).map(|at| format!("{at}")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    assert!(reason(&packed(&many)).contains("10001 parts"));
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_symlink("word/document.xml", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let link = zip.finish().unwrap().into_inner();
    assert_eq!(read(&link), Err(DocxError::Archive(ArchiveError::Link("word/document.xml".into()))));
    // Bit 0 of the flags, in the local header and in the directory, says that a part is encrypted.
    let mut locked = packed(&[("word/document.xml", b"<a/>")]);
    locked[6] |= 1;
    let directory = memchr::memmem::find(&locked, b"PK\x01\x02").unwrap();
    locked[directory + 8] |= 1;
    assert_eq!(read(&locked), Err(DocxError::Archive(ArchiveError::Encrypted("word/document.xml".into()))));
}

/// What costs little to write must not cost much to read.
#[test]
fn repetition_costs_no_more_than_its_length() {
    let begun = std::time::Instant::now();
    let field = |kind: &str| format!(r#"<w:fldChar w:fldCharType="{kind}"/>"#);
    let many: String = (0..20_000)
        .map(|at| format!(r#"{}{}<w:footnoteReference w:id="{at}"/>"#, field("begin"), field("separate")))
        .collect::<Vec<_>>()
        .concat();
    let fields = format!("<w:p><w:r>{many}<w:t>still</w:t></w:r></w:p>");
    let cell = r#"<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p><w:r><w:t>c</w:t></w:r></w:p></w:tc>"#;
    let table =
        format!("<w:tbl><w:tr>{}</w:tr>{}</w:tbl>", cell.repeat(500), format!("<w:tr>{cell}</w:tr>").repeat(2_000));
    let document = part("document", &format!("<w:body>{fields}{table}</w:body>"));
    // Stored, not packed: this is about what is read, not about what it unpacks from.
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(
        "word/document.xml",
        SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored),
    )
    .unwrap();
    zip.write_all(document.as_bytes()).unwrap();
    let read = read(&zip.finish().unwrap().into_inner()).unwrap();
    assert!(read.text.contains("[^20000]still") && read.text.len() < document.len() * 2, "{}", read.text.len());
    assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
}

proptest! {
    #![proptest_config(crate::base::rounds::cases(96, 96))]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), archived in any::<bool>()) {
        let start: &[u8] = if archived { b"PK\x03\x04" } else { b"" };
        let _outcome = read(&[start, &bytes].concat());
    }

    #[test]
    fn no_damage_makes_it_panic(flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut file = docx(&(styled("Own", "Head") + &item("1", 1, "a") + &p("Words")), &[("styles", STYLES), ("numbering", NUMBERING)]);
        for (at, byte) in flips {
            let at = at.index(file.len());
            file[at] = byte;
        }
        let _outcome = read(&file);
    }

    #[test]
    fn no_markup_makes_it_panic(pieces in proptest::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let _outcome = read(&docx(&pieces.concat(), &[("styles", STYLES), ("numbering", NUMBERING)]));
    }

    /// Each paragraph, item and row of a Word file is one passage of the text, heading or not as it was.
    #[test]
    fn blocks_are_passages(blocks in proptest::collection::vec((0..4_usize, "[#|a-z0-9.:) •*+-]{1,8}( [a-zé中ж#|-]{1,5}){0,3}"), 1..6)) {
        let marked = |at: usize, words: &str| match at {
            0 => styled("berschrift1", words),
            1 => item("1", 0, words),
            2 => format!("<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", p(words), p("b")),
            _ => p(words),
        };
        let blocks: Vec<_> = blocks.into_iter().filter(|(_, words)| !words.trim().is_empty()).collect();
        let body: String = blocks.iter().map(|(at, words)| marked(*at, words)).collect();
        let written = Text::from(read(&docx(&body, &[("styles", STYLES), ("numbering", NUMBERING)])).unwrap().text);
        let (found, _) = passages(&written, &[]);
        let typed = |words: &str| Text::from(words.trim_start_matches(['#', '|', ' ']));
        for ((at, words), passage) in blocks.iter().zip(&found) {
            let form = passage.form;
            prop_assert_eq!(*at == 0, matches!(form, Form::Heading(_)), "{:?} {:?}", words, form);
            prop_assert_eq!(*at == 2, form == Form::Row);
            prop_assert!(*at != 1 || form == Form::Item);
            prop_assert!(written.slice(passage.span).replace("\\|", "|").contains(typed(words).as_str().trim()));
        }
        prop_assert_eq!(blocks.len(), found.len(), "{:?}", written.as_str());
    }

    /// Words come back as they are, whatever signs they hold, but for blanks and a backslash before structure.
    #[test]
    fn words_survive(words in "[#|a-z0-9.:) •*+-]{0,12}( [a-zé中ж#|]{1,5}){0,3}") {
        let written = text(&p(&words));
        let plain = written.strip_prefix('\\').unwrap_or(&written);
        prop_assert_eq!(plain.trim_end(), words.trim());
    }
}

/// Pieces of markup that may follow each other in any order, well-formed or not.
const PIECES: &[&str] = &[
    "<w:p>",
    "</w:p>",
    "<w:r>",
    "</w:r>",
    "<w:t>words</w:t>",
    "<w:tbl>",
    "</w:tbl>",
    "<w:tr>",
    "</w:tr>",
    "<w:tc>",
    "</w:tc>",
    "<w:tcPr><w:gridSpan w:val=\"-9\"/></w:tcPr>",
    "<w:pPr><w:numPr><w:ilvl w:val=\"77\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>",
    "<w:pPr><w:outlineLvl w:val=\"255\"/><w:rPr><w:del/></w:rPr></w:pPr>",
    "<w:fldChar w:fldCharType=\"end\"/>",
    "<w:fldChar w:fldCharType=\"begin\"/>",
    "<mc:AlternateContent>",
    "</mc:AlternateContent>",
    "<mc:Choice>",
    "</mc:Choice>",
    "<mc:Fallback/>",
    "<w:txbxContent>",
    "</w:txbxContent>",
    "<w:sym w:char=\"zz\"/>",
    "<w:footnoteReference/>",
    "<w:del>",
    "</w:del>",
];
