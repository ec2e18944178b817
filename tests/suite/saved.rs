//! Saved searches in the workbench, on a real study: `w` writes `study.toml`, and the codebook lists what it finds.

use std::io::ErrorKind;
use std::path::Path;

use tripod::base::disk::{Disk as _, Fault};

use crate::workbench::{Bench, ROOT};

fn manifest(bench: &Bench) -> String {
    String::from_utf8(bench.disk.read(&Path::new(ROOT).join("study.toml")).unwrap()).unwrap()
}

#[test]
fn a_search_is_grouped_saved_listed_and_run_again() {
    let mut bench = Bench::new();
    let before = manifest(&bench);
    for keys in ["/lab answers", "<Enter>", "ccap<Enter>1", "/theme:capacity ", "<Enter>", "<Tab>"] {
        bench.press(keys);
        bench.settle();
    }
    let screen = bench.screen();
    assert!(
        screen.contains("Hits by kind · 1 voice · 1 passage") && screen.contains("interview · 1 voice"),
        "{screen}"
    );

    bench.disk.fail(Some(Fault::From(0, ErrorKind::PermissionDenied)));
    bench.press("wworks<Enter>");
    bench.settle();
    assert!(bench.screen().contains("study.toml is not changed"), "{}", bench.screen());
    bench.disk.fail(None);
    assert_eq!(manifest(&bench), before);

    bench.press("wworks<Enter>");
    bench.settle();
    assert!(bench.screen().contains("saved: @works finds theme:capacity"), "{}", bench.screen());
    assert_eq!(manifest(&bench), format!("{before}\n[searches]\nworks = \"theme:capacity\"\n"));

    bench.press("KG");
    bench.settle();
    let screen = bench.screen();
    assert!(screen.contains("Saved searches") && screen.contains("1 passage in 1 source"), "{screen}");
    bench.press("<Enter>");
    bench.settle();
    assert_eq!(bench.session.model.search.line.text(), "@works");
    assert!(bench.screen().contains("1 voice · 1 passage"), "{}", bench.screen());

    // What is coded from then on is found by it, and a query can name it like a code.
    for keys in ["/<Ctrl-u>machine", "<Enter>", "ccap<Enter>3", "/<Ctrl-u>theme:@works -answers ", "<Enter>"] {
        bench.press(keys);
        bench.settle();
    }
    assert_eq!(bench.session.model.search.answer.count, 1, "{}", bench.screen());
}
