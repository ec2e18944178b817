//! Neighbours and places of words in one long interview.

use super::*;

/// A study with one interview.
fn one_interview(text: &str) -> Desk {
    let disk = MemoryDisk::new();
    disk.put("/s/study.toml", "languages = [\"en\"]\n");
    disk.put("/s/interviews/a.md", format!("---\nlanguage: en\n---\n{text}\n"));
    let study = Study::open(Host::in_memory(&disk), Path::new("/s")).unwrap();
    let picture = Searchable::new(&study, View::Reconciled);
    let material = Material::new(&study, picture.places(), Turns::Respondents);
    Desk { study, picture, material }
}

/// Counts the neighbours of a word.
fn neighbours(desk: &Desk, query: &str, window: usize) -> (Counts, u64) {
    let asked = ask(&desk.picture, query, false, &Query::All);
    let base = desk.range("");
    let hits = desk.range(query);
    let windows = Windows::new(&asked.plan.node, &hits, &base, window);
    let counts = count(&desk.picture, &desk.material, &windows, Merging::Stems, &Watch::NOTHING).unwrap();
    let found = windows.found();
    (counts, found)
}

#[test]
fn neighbours_are_those_that_a_look_at_every_place_finds() {
    for seed in 0..crate::base::rounds::count(30, 400) {
        let mut dice = crate::base::rounds::Dice::new(seed);
        let words: Vec<&str> = (0..=dice.below(40)).map(|_| *dice.pick(&["node", "red", "blue", "green"])).collect();
        let window = 1 + dice.below(4);
        let (counts, found) = neighbours(&one_interview(&words.join(" ")), "node", window);
        let nodes: Vec<usize> = (0..words.len()).filter(|at| words[*at] == "node").collect();
        assert_eq!(found, nodes.len() as u64);
        for (term, known) in counts.terms.iter().enumerate() {
            let (mut near, mut before) = (0, 0);
            for (at, _) in words.iter().enumerate().filter(|(_, word)| **word == known.shown && **word != "node") {
                let nearest = nodes.iter().min_by_key(|node| node.abs_diff(at));
                let nearest = nearest.filter(|node| node.abs_diff(at) <= window);
                near += u64::from(nearest.is_some());
                before += u64::from(nearest.is_some_and(|node| at < *node));
            }
            let cells: Vec<u64> =
                counts.groups.iter().map(|group| group.cell(u32::try_from(term).unwrap()).count).collect();
            assert_eq!(cells[..3], [near, before, near - before], "seed {seed}, {}, {words:?}", known.shown);
            assert!(cells[3] <= found && cells[3] <= near, "{cells:?}");
        }
    }
}

#[test]
fn a_long_passage_is_looked_at_once() {
    let desk = one_interview(&"node word ".repeat(20_000));
    let began = std::time::Instant::now();
    let (counts, found) = neighbours(&desk, "node", 5);
    assert_eq!((found, counts.groups[0].words), (20_000, 20_000));
    // Every place beside every word would be 400 million steps.
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}

#[test]
fn no_log_dice_is_above_fourteen_where_neighbours_are_said_again_and_again() {
    let disk = MemoryDisk::new();
    disk.put("/s/study.toml", "languages = [\"en\"]\n");
    for name in ["a", "b", "c"] {
        let text = format!("Money money lab money money.\n\n{}", OTHER.repeat(6));
        disk.put(format!("/s/interviews/{name}.md"), format!("---\nlanguage: en\n---\n{text}\n"));
    }
    let study = Study::open(Host::in_memory(&disk), Path::new("/s")).unwrap();
    let picture = Searchable::new(&study, View::Reconciled);
    let material = Material::new(&study, picture.places(), Turns::Respondents);
    let (counts, found) = neighbours(&Desk { study, picture, material }, "lab", 5);
    let rows = collocation::list(&counts, found, Words::All);
    let money = rows.iter().find(|row| row.word == "money").unwrap();
    assert_eq!((money.contrast.a, found), (12, 3));
    // Three pairs, of three places of the one and twelve of the other.
    assert!((money.log_dice - (14.0 + (6.0_f64 / 15.0).log2())).abs() < 1e-12, "{money:?}");
}

#[test]
fn a_long_source_is_left_when_nobody_wants_its_count_any_more() {
    let desk = one_interview(&"A passage of words.\n\n".repeat(2000));
    let base = desk.range("");
    let sorter = InGroups { base: &base, groups: Vec::new() };
    let asked = std::sync::atomic::AtomicUsize::new(0);
    let stop = || asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) > 2;
    let watch = Watch { stop: &stop, progress: &|_| () };
    assert!(count(&desk.picture, &desk.material, &sorter, Merging::Stems, &watch).is_none());
}

#[test]
fn the_first_lines_are_those_of_all_in_any_order() {
    let sentences: Vec<String> = (0..900).map(|at| format!("w{} lab w{}.", at * 7 % 900, at * 11 % 900)).collect();
    let desk = one_interview(&sentences.join("\n\n"));
    let asked = ask(&desk.picture, "lab", false, &Query::All);
    let hits = desk.range("lab");
    for order in Order::ALL {
        let lines = |most| {
            let wanted = Wanted { window: 3, order, most };
            kwic::lines(&desk.picture, &desk.material, &asked.plan.node, &hits, wanted, &Watch::NOTHING).unwrap()
        };
        let (all, every) = lines(usize::MAX);
        let (few, found) = lines(20);
        assert_eq!((all.len(), every, found), (900, 900, 900));
        assert_eq!(few, all[..20], "{order:?}");
    }
}

#[test]
fn no_line_is_wider_than_can_be_looked_at() {
    let desk = one_interview(&format!("{} lab {}", "word ".repeat(500), "word ".repeat(500)));
    let line = desk.lines("lab", usize::MAX).remove(0);
    assert_eq!((line.before.len(), line.after.len()), (kwic::WIDEST, kwic::WIDEST));
}
