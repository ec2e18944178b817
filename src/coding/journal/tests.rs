use super::*;
use crate::base::chance::Seeded;
use crate::base::clock::SetClock;
use crate::base::disk::{Fault, MemoryDisk};
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

/// The last records cut at every byte, and the rest as zeros, garbage or nothing: old and new records
/// are all read.
#[test]
fn a_torn_tail_costs_only_itself_and_not_the_next_record() {
    let mut bench = Bench::new();
    let mut file = JournalFile::empty("j");
    for text in ["one", "two", "three"] {
        bench.memo(&mut file, text).unwrap();
    }
    let whole = bench.disk.read(Path::new(PATH)).unwrap();
    let ends: Vec<usize> = (0..whole.len()).filter(|&at| whole[at] == b'\n').collect();
    for cut in ends[0] + 1..=whole.len() {
        for filling in [&b""[..], &[0; 9], b"\xff\xfe{\"garbage"] {
            let mut bytes = whole[..cut].to_vec();
            bytes.extend_from_slice(filling);
            bench.disk.put(PATH, bytes);
            let (mut file, _) = bench.read();
            let complete = ends.iter().filter(|&&end| end < cut).count();
            // A line without its end is whole when nothing follows it.
            let unended = filling.is_empty() && ends.contains(&cut);
            assert_eq!(file.entries.len(), complete + usize::from(unended), "cut at {cut}");
            bench.memo(&mut file, "next").unwrap();
            let (back, _) = bench.read();
            assert_eq!(memos(&back.entries).last(), Some(&"next"), "cut at {cut}");
            assert_eq!(back.entries.len(), file.entries.len() + 1);
        }
    }
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
    for at in 0..4 {
        for kind in [io::ErrorKind::StorageFull, io::ErrorKind::Other, io::ErrorKind::ReadOnlyFilesystem] {
            for fault in [Fault::Write(at, kind), Fault::Short(at, kind), Fault::Sync(at, kind), Fault::From(at, kind)]
            {
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
