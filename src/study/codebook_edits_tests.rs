//! Changes of the codebook files: what is written, what is refused, and what others did meanwhile.

use std::io::ErrorKind;
use std::path::Path;

use super::*;
use crate::base::disk::{Disk as _, Fault, MemoryDisk};
use crate::study::Host;

const LEAD: &str = "# the lead's codes\n\n[[code]]\nid = \"a\" # first\nname = \"A\"\nclaim = \"A works.\"\naliases = [\"old\"]\n\n# below A\n[[code]]\nid = \"b\"\nparent = \"a\"\n\n[[code]]\nid = \"c\"\nparent = \"a\"\n";
const DRAFTS: &str =
    "# Ben's drafts\n\n# heard in Varsk\n[[code]]\nid = \"d\"\nparent = \"b\"\n\n[[code]]\nid = \"e\"\n";

fn study() -> (Study, MemoryDisk) {
    let disk = MemoryDisk::new();
    disk.put("/s/study.toml", "");
    disk.put("/s/codebooks/codebook.toml", LEAD);
    disk.put("/s/codebooks/drafts-ben.toml", DRAFTS);
    let study = Study::open(Host { cache: None, ..Host::in_memory(&disk) }, Path::new("/s")).unwrap();
    (study, disk)
}

fn text(disk: &MemoryDisk, name: &str) -> String {
    String::from_utf8(disk.read(&Path::new("/s/codebooks").join(name)).unwrap_or_default()).unwrap()
}

fn id(text: &str) -> CodeId {
    CodeId::from(text)
}

#[test]
fn a_merged_code_lives_on_as_an_alias_and_as_a_comment() {
    let (mut study, disk) = study();
    study.merge_code(&id("a"), &id("b")).unwrap();
    let book = study.codebook();
    assert_eq!(book.resolve(&id("a")), Some(&id("b")));
    assert_eq!(book.resolve(&id("old")), Some(&id("b")));
    assert_eq!(book.get(&id("c")).unwrap().parent, Some(id("b")), "sub-codes go with it");
    assert_eq!(book.get(&id("b")).unwrap().parent, None, "what stood below takes its place");
    assert!(study.problems().is_empty(), "{:?}", study.problems());
    let lead = text(&disk, "codebook.toml");
    assert!(
        lead.starts_with("# the lead's codes\n\n# merged into 'b', where its id is an alias:\n# [[code]]\n"),
        "{lead}"
    );
    assert!(lead.contains("# claim = \"A works.\"\n") && lead.contains("\n# below A\n[[code]]\n"), "{lead}");
    assert_eq!(study.merge_code(&id("old"), &id("b")).unwrap_err().kind, "code-merge");
}

#[test]
fn a_draft_is_adopted_with_its_comments() {
    let (mut study, disk) = study();
    assert_eq!(study.adopt_code(&id("d")).unwrap(), "codebooks/codebook.toml");
    assert_eq!(
        text(&disk, "codebook.toml"),
        format!("{LEAD}\n# heard in Varsk\n[[code]]\nid = \"d\"\nparent = \"b\"\n")
    );
    assert!(text(&disk, "drafts-ben.toml").starts_with("# Ben's drafts\n\n"));
    assert_eq!(study.codebook().get(&id("d")).unwrap().drafted_by(), None);
    assert_eq!(study.adopt_code(&id("d")).unwrap_err().kind, "code-adopt");
    assert_eq!(study.codebook().get(&id("e")).unwrap().drafted_by(), Some("ben"));
}

#[test]
fn what_another_program_wrote_meanwhile_is_kept() {
    let (mut study, disk) = study();
    disk.put("/s/codebooks/codebook.toml", format!("{LEAD}\n[[code]]\nid = \"new\"\ndefinition = \"theirs\"\n"));
    study.set_code(&id("a"), Field::Definition, None, Some("mine")).unwrap();
    let lead = text(&disk, "codebook.toml");
    assert!(lead.contains("definition = \"mine\"") && lead.contains("definition = \"theirs\""), "{lead}");
    // A text that its writer did not see is not written over.
    let told = study.set_code(&id("new"), Field::Definition, None, Some("mine")).unwrap_err();
    assert_eq!(told.kind, CHANGED_MEANWHILE);
    assert!(told.message.ends_with("it is now “theirs”"), "{told:?}");
    study.set_code(&id("new"), Field::Definition, Some("theirs"), None).unwrap();
    assert!(!text(&disk, "codebook.toml").contains("theirs"));
    // An id that was taken meanwhile is seen too.
    disk.put("/s/codebooks/drafts-ana.toml", "[[code]]\nid = \"x\"\n");
    assert_eq!(study.add_draft(&"ana".into(), NewCode::named(id("x"), "X")).unwrap_err().kind, "code-twice");
}

#[test]
fn what_makes_no_sound_codebook_is_refused_and_changes_nothing() {
    let (mut study, disk) = study();
    study.set_code(&id("b"), Field::Key, None, Some("x")).unwrap();
    let before = text(&disk, "codebook.toml");
    let refused = [
        study.move_code(&id("a"), Some(&id("c"))).unwrap_err().kind,
        study.set_code(&id("a"), Field::Name, Some("A"), Some("  ")).unwrap_err().kind,
        study.set_code(&id("a"), Field::Key, None, Some("x")).unwrap_err().kind,
        study.set_code(&id("a"), Field::Key, None, Some("xy")).unwrap_err().kind,
        study.merge_code(&id("z"), &id("a")).unwrap_err().kind,
    ];
    assert_eq!(refused, ["code-cycle", "code-name", "quick-key", "quick-key", "unknown-code"]);
    assert_eq!(text(&disk, "codebook.toml"), before);
    disk.put("/s/codebooks/codebook.toml", "[[code]\n");
    assert!(study.add_code(Layout::CODEBOOK, NewCode::named(id("y"), "Y")).is_err());
    assert_eq!(text(&disk, "codebook.toml"), "[[code]\n");
}

#[test]
fn a_disk_that_refuses_leaves_every_file_as_it_was() {
    for at in 0..8 {
        let (mut study, disk) = study();
        disk.fail(Some(Fault::Write(at, ErrorKind::StorageFull)));
        let adopted = study.adopt_code(&id("d"));
        disk.fail(None);
        let both = (text(&disk, "codebook.toml"), text(&disk, "drafts-ben.toml"));
        match adopted {
            Ok(_) => assert!(both.0.contains("id = \"d\"") && !both.1.contains("id = \"d\"")),
            Err(problem) => {
                assert_eq!(both, (LEAD.to_owned(), DRAFTS.to_owned()), "{at}: {problem:?}");
                assert_eq!(study.codebook().get(&id("d")).unwrap().drafted_by(), Some("ben"));
            }
        }
    }
}
