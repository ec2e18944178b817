use super::*;
use crate::base::chance::Seeded;
use crate::base::clock::SetClock;
use crate::base::disk::{Fault, MemoryDisk};
use crate::base::rounds;
use crate::coding::entry::About;

const PATH: &str = "/s/codings/ana.abcdefgh.jsonl";

struct Bench {
    disk: MemoryDisk,
    clock: SetClock,
    chance: Seeded,
    ids: IdMaker,
}

impl Bench {
    fn new() -> Self {
        Self {
            disk: MemoryDisk::new(),
            clock: SetClock::new(1_000_000),
            chance: Seeded::new(7),
            ids: IdMaker::default(),
        }
    }

    fn append(&mut self, file: &mut JournalFile, drafts: Vec<Draft>) -> Result<Appended, JournalError> {
        let by = Coder::from("ana");
        let pen = Pen { by: &by, ids: &mut self.ids, clock: &self.clock, chance: &self.chance };
        append(&self.disk, Path::new(PATH), file, pen, Marks::default(), drafts)
    }

    fn memo(&mut self, file: &mut JournalFile, text: &str) -> Result<Appended, JournalError> {
        self.append(file, vec![Draft::Act(Act::Memo(About::Study, text.to_owned()))])
    }

    fn read(&self) -> (JournalFile, Vec<Problem>) {
        read("codings/ana.abcdefgh.jsonl", &self.disk.read(Path::new(PATH)).unwrap_or_default())
    }
}

fn memos(entries: &[Entered]) -> Vec<&str> {
    entries
        .iter()
        .map(|found| match &found.entry.act {
            Act::Memo(_, memo) => memo.as_str(),
            other => panic!("{other:?}"),
        })
        .collect()
}

#[test]
fn what_is_appended_reads_back_in_an_unbroken_chain() {
    let mut bench = Bench::new();
    let mut file = JournalFile::empty("j");
    for text in ["one", "zwei", "三"] {
        bench.memo(&mut file, text).unwrap();
    }
    let (back, problems) = bench.read();
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(memos(&back.entries), ["one", "zwei", "三"]);
    for Entered { entry, at, length } in &back.entries {
        let line = bench.disk.read_range(Path::new(PATH), *at, *length as usize).unwrap();
        assert_eq!(&parse(std::str::from_utf8(&line).unwrap()).unwrap().0, entry, "the line is where it is said to be");
    }
    assert_eq!((back.length, back.last, back.lines), (file.length, file.last, file.lines));
}

#[test]
fn what_another_process_added_is_read_before_writing() {
    let mut bench = Bench::new();
    let (mut first, mut second) = (JournalFile::empty("j"), JournalFile::empty("j"));
    bench.memo(&mut first, "a").unwrap();
    let appended = bench.memo(&mut second, "b").unwrap();
    let others: Vec<&Act> = appended.others.iter().map(|entry| &entry.act).collect();
    assert_eq!(others, [&Act::Memo(About::Study, "a".to_owned())]);
    bench.memo(&mut first, "c").unwrap();
    let (back, problems) = bench.read();
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(memos(&back.entries), ["a", "b", "c"]);
    let ids: Vec<_> = back.entries.iter().map(|found| found.entry.id).collect();
    assert!(ids.is_sorted());
}

/// The last three records cut at every byte, and behind the cut nothing, zeros, garbage or what another
/// journal left on the disk: old and new records are all read.
#[test]
fn a_torn_tail_costs_only_itself_and_not_the_next_record() {
    rounds::each("A3", "the last three records cut at a byte, then two more appended", 1, 3, |dice| {
        let mut bench = Bench::new();
        let mut file = JournalFile::empty("j");
        for text in ["one", "two", "three", "four"] {
            let text = format!("{text} {}", dice.evil(4));
            bench.memo(&mut file, &text).unwrap();
        }
        let whole = bench.disk.read(Path::new(PATH)).unwrap();
        // What stood in the same blocks of the disk before: another coder's journal, whole lines and parts.
        let mut other = Bench { chance: Seeded::new(dice.bits()), ..Bench::new() };
        let mut others = JournalFile::empty("j");
        while others.length < whole.len() as u64 + 300 {
            let length = dice.below(90);
            other.memo(&mut others, &"old ".repeat(length)).unwrap();
        }
        let old = other.disk.read(Path::new(PATH)).unwrap();
        let ends: Vec<usize> = (0..whole.len()).filter(|&at| whole[at] == b'\n').collect();
        for cut in ends[0]..=whole.len() {
            let garbage: Vec<u8> = (0..dice.below(40)).map(|_| dice.bits().to_le_bytes()[0]).collect();
            let zeros = vec![0; dice.below(600)];
            let until = cut + dice.below(old.len() - cut);
            for filling in [&b""[..], &zeros, b"\xff\xfe{\"garbage", &garbage, &old[cut..], &old[cut..until]] {
                torn(&mut bench, &whole[..cut], filling);
                dice.cases(1);
            }
        }
    });
}

/// Reads a journal that is torn, appends to it twice, and holds that all is there.
fn torn(bench: &mut Bench, kept: &[u8], filling: &[u8]) {
    let bytes = [kept, filling].concat();
    bench.disk.put(PATH, bytes.clone());
    let (mut file, _) = bench.read();
    // A line that lost nothing but its end is whole where nothing follows.
    let complete = read("j", kept).0.entries;
    let certain = memchr::memchr_iter(b'\n', kept).count();
    let sure = if filling.is_empty() { complete.len() } else { certain };
    assert!(sure >= certain && file.entries.starts_with(&complete[..sure]), "cut at {}", kept.len());
    for text in ["next", "and next"] {
        let before = bench.read().0.entries;
        let appended = bench.memo(&mut file, text).unwrap();
        assert!(appended.others.is_empty());
        let (back, problems) = bench.read();
        assert_eq!(back.entries.len(), before.len() + 1, "cut at {}", kept.len());
        assert!(back.entries.starts_with(&before));
        assert_eq!(memos(&back.entries).last(), Some(&text), "cut at {}", kept.len());
        assert!(!problems.iter().any(|problem| problem.line == Some(back.lines)), "the new line is in the chain");
    }
    assert!(bench.disk.read(Path::new(PATH)).unwrap().starts_with(&bytes), "a journal only grows");
}

#[test]
fn a_failed_sync_writes_the_same_entry_again_and_it_counts_once() {
    let mut bench = Bench::new();
    let mut file = JournalFile::empty("j");
    bench.memo(&mut file, "one").unwrap();
    bench.disk.fail(Some(Fault::Sync(1, io::ErrorKind::Other)));
    let appended = bench.memo(&mut file, "two").unwrap();
    bench.disk.fail(None);
    let (back, problems) = bench.read();
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(memos(&back.entries), ["one", "two", "two"]);
    assert_eq!(back.entries[1].entry, back.entries[2].entry);
    assert_eq!(appended.entries, [back.entries[2].entry.clone()]);
    assert!(appended.others.is_empty());
}

/// Every operation of an append fails in every way: what was not acknowledged is not shown as saved,
/// keeps its id, and heals when the disk is well again.
#[test]
fn every_fault_of_the_disk_is_told_and_heals() {
    let mut tally = rounds::Tally::new("A6", "each operation of an append fails or takes a part, in memory");
    for at in 0..4 {
        for kind in [
            io::ErrorKind::StorageFull,
            io::ErrorKind::QuotaExceeded,
            io::ErrorKind::Other,
            io::ErrorKind::ReadOnlyFilesystem,
            io::ErrorKind::PermissionDenied,
            io::ErrorKind::Interrupted,
        ] {
            for fault in [Fault::Write(at, kind), Fault::Short(at, kind), Fault::Sync(at, kind), Fault::From(at, kind)]
            {
                if fault == Fault::From(at, io::ErrorKind::Interrupted) {
                    // A call that is interrupted is made again, for ever if need be.
                    continue;
                }
                let mut bench = Bench::new();
                let mut file = JournalFile::empty("j");
                bench.memo(&mut file, "one").unwrap();
                bench.disk.fail(Some(fault));
                let first = bench.memo(&mut file, "two");
                bench.disk.fail(None);
                if let Err(error) = first {
                    assert_eq!(error.entries.len(), 1, "{fault:?}");
                    assert!(file.entries.is_empty(), "what was appended is in the answer alone: {fault:?}");
                    let id = error.entries[0].id;
                    let again = error.entries.into_iter().map(Draft::Again).collect();
                    let appended = bench.append(&mut file, again).unwrap();
                    assert_eq!(appended.entries[0].id, id);
                }
                let (back, _) = bench.read();
                let mut seen = memos(&back.entries);
                seen.dedup();
                assert_eq!(seen, ["one", "two"], "{fault:?}");
                tally.add(1);
            }
        }
    }
}

#[test]
fn damaged_and_foreign_lines_are_told_apart() {
    let mut bench = Bench::new();
    let mut file = JournalFile::empty("j");
    bench.memo(&mut file, "one").unwrap();
    let mut bytes = bench.disk.read(Path::new(PATH)).unwrap();
    bytes.extend_from_slice(b"<<<<<<< HEAD\n\r\n");
    bytes.extend_from_slice(b"{\"id\":\"019a0000-0000-7000-8000-000000000001\",\"by\":\"b\",\"op\":\"assign\"}\n");
    bytes.extend_from_slice(b"{\"id\":\"019a0000-0000-7000-8000-000000000001\",\"by\":\"b\",\"op\":\"x-y\"}\n");
    bench.disk.put(PATH, bytes);
    let (back, problems) = bench.read();
    assert_eq!(back.entries.len(), 1);
    assert!(back.newer);
    let seen: Vec<_> = problems.iter().map(|p| (p.kind, p.line.unwrap(), p.severity.word())).collect();
    assert_eq!(seen, [("torn-line", 2, "warning"), ("newer-operation", 4, "error")]);
}

#[test]
fn a_changed_line_breaks_the_chain() {
    let mut bench = Bench::new();
    let mut file = JournalFile::empty("j");
    bench.memo(&mut file, "one").unwrap();
    bench.memo(&mut file, "two").unwrap();
    let text = String::from_utf8(bench.disk.read(Path::new(PATH)).unwrap()).unwrap();
    let (_, problems) = read("j", text.replace("\"one\"", "\"eins\"").as_bytes());
    assert_eq!(problems.iter().map(|p| (p.kind, p.line)).collect::<Vec<_>>(), [("broken-chain", Some(2))]);
    let (_, problems) = read("j", text.replace('\n', "\r\n").as_bytes());
    assert!(problems.is_empty(), "line ends that a version control tool changed are no damage");
}

/// Lines of all sorts, cut into pieces of any size, give what they give in one piece.
#[test]
fn a_journal_reads_the_same_in_pieces() {
    use crate::coding::line::tests::entry;
    use proptest::prelude::*;
    let line = prop_oneof![
        8 => entry().prop_map(|entry| (Some(entry), "")),
        1 => Just((None, "")),
        1 => Just((None, " \t")),
        1 => Just((None, "{\"id\":")),
        1 => Just((None, "{\"op\":\"new\",\"id\":\"019a0000-0000-7000-8000-000000000001\",\"by\":\"b\"}")),
    ];
    let end = prop_oneof![4 => Just("\n"), 1 => Just("\r\n")];
    let lines = proptest::collection::vec((line, end, any::<bool>()), 0..12);
    let values = (lines, any::<bool>(), 1_usize..2_000);
    rounds::property("A3", "a journal read in pieces of any size", 256, 2_000, &values, |(lines, torn, size)| {
        let (mut bytes, mut prev) = (Vec::new(), FIRST.to_owned());
        for ((entry, words), end, is_chained) in lines {
            let line = entry.map_or(words.to_owned(), |entry| print(&entry, if is_chained { &prev } else { FIRST }));
            if !is_blank(line.as_bytes()) {
                prev = TextHash::of(&line).to_string();
            }
            bytes.extend_from_slice(format!("{line}{end}").as_bytes());
        }
        if torn {
            bytes.pop();
        }
        let (one, told) = read_in_pieces("j", &bytes, usize::MAX);
        let (many, told_of_many) = read_in_pieces("j", &bytes, size);
        prop_assert_eq!(format!("{one:?}"), format!("{many:?}"));
        prop_assert_eq!(told, told_of_many);
        Ok(())
    });
}
