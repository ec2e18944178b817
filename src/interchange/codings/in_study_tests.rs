//! Whole studies in memory: tables in, tables out.

use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::base::chance::Seeded;
use crate::base::clock::SetClock;
use crate::base::disk::{Disk as _, MemoryDisk};
use crate::base::stopped::to_the_end;
use crate::base::text::Span;
use crate::coding::{Coded, Decimal, Stance};
use crate::study::{Host, Source};

const CODES: &str = "[[code]]\nid='effect'\nname='Effectiveness'\nclaim='It worked.'\n\
                     [[code]]\nid='capacity'\nname='Capacity'\nparent='effect'\ndefinition='What people can do.'\naliases=['skill']\n";
const TEXT: &str = "=1 Now the lab answers within a week.\n\n- And 中文 the prosecutors ask for it.\r\n\r\n\"They\" said, twice: yes, yes.\n";

fn host(disk: &MemoryDisk, seed: u64) -> Host {
    Host {
        disk: Arc::new(disk.clone()),
        clock: Arc::new(SetClock::new(1_700_000_000_000)),
        chance: Arc::new(Seeded::new(seed)),
        cache: None,
        state: None,
        device: Some("testtest".to_owned()),
    }
}

fn study() -> (MemoryDisk, Study) {
    let disk = MemoryDisk::new();
    disk.put("/s/study.toml", "");
    disk.put("/s/codebooks/codes.toml", CODES);
    disk.put("/s/interviews/a.md", TEXT);
    disk.put("/s/interviews/b.md", "---\ncase: varsk\n---\n".to_owned() + TEXT);
    let study = Study::open(host(&disk, 1), Path::new("/s")).unwrap();
    (disk, study)
}

fn terms(create_codes: bool) -> Terms {
    Terms { coder: "lead".into(), via: "lead".to_owned(), create_codes }
}

fn import(study: &mut Study, bytes: &[u8], create_codes: bool) -> (usize, usize, Vec<String>) {
    let table = Table::read(bytes).unwrap();
    let mut planned = plan_in(study, &table, &terms(create_codes), &mut to_the_end).unwrap();
    let refused = std::mem::take(&mut planned.refused).into_iter().map(|(_, reason)| reason).collect();
    let already = planned.already;
    (carry_out(study, planned).unwrap(), already, refused)
}

/// What a table says of a coding, whoever imported it and under whatever id.
type Said = (String, Span, String, String, Stance, Decimal, Option<String>, Option<String>, Option<String>);

fn said(study: &Study) -> Vec<Said> {
    let mut found: Vec<Said> = study
        .codings(View::Coded)
        .into_iter()
        .map(|placed| {
            let coding = placed.coding;
            (
                coding.source.to_string(),
                placed.span,
                coding.code.to_string(),
                coding.by().to_string(),
                coding.stance,
                coding.weight(),
                coding.voice().map(ToString::to_string),
                coding.case().map(ToString::to_string),
                coding.memo().map(str::to_owned),
            )
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

#[test]
fn new_codes_are_made_once_and_codings_speak_to_the_claim_above_them() {
    let (disk, mut study) = study();
    let rows = "source,quote,code,coder\na.md,Now the lab,Capacity > Labs,ben\na,the prosecutors,labs,\nb,\"\"\"They\"\" said\",EFFECTIVENESS > capacity > Labs,\n";
    let (saved, already, refused) = import(&mut study, rows.as_bytes(), true);
    assert_eq!((saved, already, refused), (3, 0, Vec::<String>::new()));
    let written = String::from_utf8(disk.read(Path::new("/s/codebooks/imported.toml")).unwrap()).unwrap();
    assert_eq!(written, "[[code]]\nid = \"labs\"\nname = \"Labs\"\nparent = \"capacity\"\n");
    let claim = study.codebook().get(&"effect".into()).unwrap().claim_hash();
    assert!(study.state().coded().all(
        |coding| coding.origin.claim.as_deref() == claim.as_deref() && coding.origin.via.as_deref() == Some("lead")
    ));
    assert!(disk.read(Path::new("/s/codings/ben.testtest.jsonl")).is_ok());
    assert!(disk.read(Path::new("/s/codings/lead.testtest.jsonl")).is_ok());
    assert_eq!(import(&mut study, rows.as_bytes(), true), (0, 3, Vec::new()), "the second time all is there");
}

#[test]
fn an_import_is_one_write_and_one_sync_for_each_coder() {
    let (disk, mut study) = study();
    let row = |at: usize| format!("a,{at},{},capacity,{}\n", at + 5, ["ana", "ben"][at % 2]);
    let rows = "source,start,end,code,coder\n".to_owned() + &(0..60).map(row).collect::<Vec<_>>().concat();
    disk.fail(None);
    assert_eq!(import(&mut study, rows.as_bytes(), false).0, 60);
    assert_eq!(disk.operations(), 4);
}

#[test]
fn codings_that_stand_nowhere_are_exported_and_known_again() {
    let (disk, mut study) = study();
    let rows = "source,quote,code\na,Now the lab answers,capacity\nb,the prosecutors,skill\nb,\"yes, yes\",effect\n";
    assert_eq!(import(&mut study, rows.as_bytes(), false).0, 3);
    disk.put("/s/interviews/a.md", "Quite another text.\n");
    disk.put("/s/interviews/b.md", b"\xff\xff".to_vec());
    study.reopen().unwrap();
    let table = String::from_utf8(export(&study, false, &mut to_the_end).unwrap().bytes).unwrap();
    let expected = "source,start,end,quote,code,coder,stance,weight,memo,voice,case,status\n\
        interviews/a.md,,,Now the lab answers,capacity,lead,neutral,,,,,unanchored\n\
        interviews/b.md,,,the prosecutors,capacity,lead,neutral,,,,,unread\n\
        interviews/b.md,,,\"yes, yes\",effect,lead,neutral,,,,,unread\n";
    assert_eq!(table, expected);
    assert_eq!(import(&mut study, table.as_bytes(), false), (0, 3, Vec::new()));
}

#[test]
fn restricted_and_withdrawn_sources_stay_out() {
    let (disk, mut study) = study();
    let rows = "source,start,end,code\na,0,5,capacity\nb,0,5,capacity\n";
    assert_eq!(import(&mut study, rows.as_bytes(), false).0, 2);
    disk.put("/s/sources.csv", "source,restricted,use\na,true,\nb,,withdrawn\n");
    study.reopen().unwrap();
    let exported = export(&study, false, &mut to_the_end).unwrap();
    assert_eq!((exported.codings, exported.restricted), (0, vec!["interviews/a.md".into()]));
    let (_, _, refused) = import(&mut study, b"source,start,end,code\nb,3,5,capacity\n", false);
    assert!(refused[0].contains("withdrawn"));
}

#[test]
fn words_for_background_are_not_exported_and_their_rows_are_known_by_place() {
    let (disk, mut study) = study();
    let rows = "source,start,end,code\na,4,11,capacity\nb,4,11,capacity\nb,15,21,skill\n";
    assert_eq!(import(&mut study, rows.as_bytes(), false).0, 3);
    disk.put("/s/sources.csv", "source,use\nb,background\n");
    study.reopen().unwrap();
    let table = String::from_utf8(export(&study, false, &mut to_the_end).unwrap().bytes).unwrap();
    let expected = "source,start,end,quote,code,coder,stance,weight,memo,voice,case,status\n\
        interviews/a.md,4,11,ow the ,capacity,lead,neutral,,,,,anchored\n\
        interviews/b.md,4,11,,capacity,lead,neutral,,,,,anchored\n\
        interviews/b.md,15,21,,capacity,lead,neutral,,,,,anchored\n";
    assert_eq!(table, expected);
    assert_eq!(import(&mut study, table.as_bytes(), false), (0, 3, Vec::new()));
    // One that stands nowhere has neither place nor words, and hides no row that has a place.
    disk.put("/s/interviews/b.md", "Quite another text, and the lab.\n");
    study.reopen().unwrap();
    let table = String::from_utf8(export(&study, false, &mut to_the_end).unwrap().bytes).unwrap();
    assert!(table.contains("interviews/b.md,,,,capacity,lead,neutral,,,,,unanchored\n"), "{table}");
    assert_eq!(table.matches("ow the").count(), 1, "{table}");
    assert_eq!(import(&mut study, table.as_bytes(), false), (0, 3, Vec::new()));
    assert_eq!(import(&mut study, b"source,start,end,code\nb,0,5,capacity\n", false), (1, 0, Vec::new()));
}

/// Start, length, code, stance, tenths of weight; memo, voice and case.
type Parts = (usize, usize, usize, usize, u8, Vec<String>);

fn act(source: &Source, text: &Text, parts: &Parts) -> Act {
    let (start, length, code, stance, weight, words) = parts;
    let start = start % text.len();
    let span = Span::new(start, (start + 1 + length).min(text.len()));
    let some =
        |at: usize| words.get(at).filter(|words| !words.trim().is_empty() && words.trim() == words.as_str()).cloned();
    Act::Code(Box::new(Coded {
        source: source.id.clone(),
        place: crate::coding::Place::of(text, text.hash(), span),
        code: ["effect", "capacity"][code % 2].into(),
        claim: None,
        rules: None,
        stance: Stance::ALL[*stance],
        weight: (*weight > 0).then(|| Decimal::parse(&format!("0.{weight}")).unwrap()),
        memo: some(0),
        voice: some(1).map(Into::into),
        case: some(2).map(Into::into),
        auto: None,
        via: None,
    }))
}

proptest! {
    #![proptest_config(crate::base::rounds::cases(64, 64))]

    /// What is exported, plain or raw, gives the same codings in a study that has none.
    #[test]
    fn import_takes_back_what_export_wrote(
        codings in proptest::collection::vec(
            ((0..100_usize, 0..60_usize, 0..2_usize, 0..4_usize, 0..9_u8, proptest::collection::vec("(?s)[=+@' a-z\"\n;,é-]{0,5}", 0..4)), 0..2_usize, 0..3_usize),
            0..12,
        ),
        raw in any::<bool>(),
    ) {
        let (_, mut first) = study();
        for (parts, source, coder) in &codings {
            let source = &first.sources()[*source];
            let act = act(source, &first.text(source).unwrap(), parts);
            first.write(&["ana", "-ben", "çelik"][*coder].into(), vec![act]).unwrap();
        }
        let exported = export(&first, raw, &mut to_the_end).unwrap();
        prop_assert_eq!(&exported, &export(&first, raw, &mut to_the_end).unwrap());
        // A raw table keeps cells as they are, so one that begins with `'=` reads as a guarded one.
        prop_assume!(!raw || !String::from_utf8_lossy(&exported.bytes).contains('\''));
        let (_, mut second) = study();
        let (_, _, refused) = import(&mut second, &exported.bytes, false);
        prop_assert_eq!(refused, Vec::<String>::new());
        prop_assert_eq!(said(&first), said(&second));
        let (saved, already, _) = import(&mut first, &exported.bytes, false);
        prop_assert_eq!((saved, already), (0, exported.codings), "all is there already");
    }
}
