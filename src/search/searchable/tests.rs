use std::sync::Arc;

use super::*;
use crate::base::chance::Seeded;
use crate::base::clock::SetClock;
use crate::base::disk::MemoryDisk;
use crate::base::ids::{Case, Coder, Voice};
use crate::base::text::Span;
use crate::coding::{Act, Outcome, Stance};
use crate::search::answer::{Answer, Question, answer};
use crate::search::query::Query;
use crate::search::run::Limits;
use crate::search::sieve::{Sieve, hint};
use crate::study::Host;

const STUDY: &str = r#"
languages = ["en", "fr", "zh"]
[attributes.case]
values = ["varsk", "ostrel", "sund"]
[attributes.case.groups]
north = ["varsk", "ostrel"]
[attributes.region]
[coders]
zoe = "Lead"
[searches]
money = "money OR theme:donor"
"#;

const CODES: &str = r#"
[[code]]
id = "effect"
name = "Effect"
[[code]]
id = "capacity"
name = "Capacity of counterparts"
parent = "effect"
claim = "It rose."
aliases = ["skills"]
[[code]]
id = "donor"
name = "Donor steering"
"#;

const FIRST: &str = "---\ncase: varsk\ndate: 2019-09-14\nregion: Hills\nlanguage: en\n---\nQ: How did the training change work?\n\nA: The lab answers within a week.\n\nQ: And money?\n\nA: The money came late.\n";
const SECOND: &str =
    "---\ncase: sund\ndate: 2020\nissuer: The Office\nlanguage: en\n---\nMoney was on time.\n\nThe lab was closed.\n";

fn disk() -> MemoryDisk {
    let disk = MemoryDisk::new();
    for (path, text) in [
        ("study.toml", STUDY),
        ("codebooks/a.toml", CODES),
        ("interviews/vrk-01.md", FIRST),
        ("interviews/secret.md", "---\nrestricted: true\n---\nMoney in secret.\n"),
        ("interviews/gone.md", "---\nuse: withdrawn\n---\nMoney withdrawn.\n"),
        ("desk-review/office.md", SECOND),
        ("observations/survey.csv", "voice,case,words\nr1,ostrel,Money for training\nr2,sund,nothing\n"),
    ] {
        disk.put(format!("/s/{path}"), text);
    }
    disk
}

fn open(disk: &MemoryDisk) -> Study {
    let host = Host {
        disk: Arc::new(disk.clone()),
        clock: Arc::new(SetClock::new(1_700_000_000_000)),
        chance: Arc::new(Seeded::new(7)),
        cache: None,
        state: None,
        device: Some("abcdefgh".to_owned()),
    };
    let study = Study::open(host, std::path::Path::new("/s")).unwrap();
    assert_eq!(study.problems(), []);
    study
}

/// Codes words of a source and returns the coding's id.
fn code(
    study: &mut Study,
    by: &str,
    source: &str,
    words: &str,
    code: &str,
    stance: Stance,
) -> crate::base::ids::EntryId {
    code_with(study, by, source, words, code, stance, |_| {})
}

fn code_with(
    study: &mut Study,
    by: &str,
    source: &str,
    words: &str,
    code: &str,
    stance: Stance,
    with: impl FnOnce(&mut crate::coding::Coded),
) -> crate::base::ids::EntryId {
    let at = study.find_source(source).unwrap();
    let text = study.text(&study.sources()[at]).unwrap();
    let byte = text.as_str().find(words).unwrap();
    let span: Span = text.span_of(byte..byte + words.len());
    let code = study.codebook().find(code).unwrap().clone();
    let mut coded = study.coded(&study.sources()[at], span, &code, stance).unwrap();
    with(&mut coded);
    study.write(&Coder::from(by), vec![Act::Code(Box::new(coded))]).unwrap()[0].id
}

fn coded_study() -> Study {
    let mut study = open(&disk());
    code(&mut study, "ana", "vrk-01", "lab answers", "capacity", Stance::Supports);
    code(&mut study, "ben", "vrk-01", "money came late", "donor", Stance::Contradicts);
    code(&mut study, "ana", "vrk-01", "came late.", "capacity", Stance::Contradicts);
    code_with(&mut study, "ana", "office", "lab was closed", "donor", Stance::Neutral, |coded| {
        coded.memo = Some("why?".to_owned());
        coded.case = Some(Case::from("ostrel"));
        coded.voice = Some(Voice::from("Minister"));
    });
    study
}

fn ask(searchable: &Searchable, query: &str) -> Answer {
    let question = Question {
        query: query.to_owned(),
        limits: Limits::first(50).counted(),
        typing: false,
        within: Query::All,
        arrangement: None,
    };
    answer(searchable, None, &question, &|| false).unwrap()
}

fn found(searchable: &Searchable, query: &str) -> String {
    let answer = ask(searchable, query);
    assert!(!answer.is_misread(), "{query} {:?}", answer.troubles);
    assert_eq!(answer.total, Some(answer.lines.len()));
    let mut places: Vec<String> =
        answer.lines.iter().map(|line| format!("{}:{}", &line.source.as_str()[..1], line.hit.passage + 1)).collect();
    places.sort();
    places.join(" ")
}

#[test]
fn every_filter_finds_what_it_says() {
    let searchable = Searchable::new(&coded_study(), View::Reconciled);
    for (query, expected) in [
        ("money", "d:1 i:3 i:4 o:2"),
        ("money source:secret", "i:1"),
        ("theme:capacity", "i:2 i:4"),
        ("theme:effect", "i:2 i:4"),
        ("theme:=effect", ""),
        ("code:skills", "i:2 i:4"),
        ("theme:\"Capacity of counterparts\" money", "i:4"),
        ("theme:capacity stance:contradicts", "i:4"),
        ("theme:donor coder:ana", "d:2"),
        ("theme:capacity theme:donor", "i:4"),
        ("stance:contradicts coder:ben coder:ana", "i:4"),
        ("coder:zoe", ""),
        ("kind:interview is:uncoded", "i:1 i:3"),
        ("leg:written", "d:1 d:2"),
        ("case:varsk money", "i:3 i:4"),
        ("case:north", "d:2 i:1 i:2 i:3 i:4 o:2"),
        ("case:ostrel", "d:2 o:2"),
        ("region:hills speaker:a", "i:2 i:4"),
        ("language:en money -kind:observation", "d:1 i:3 i:4"),
        ("voice:\"the office\"", "d:1 d:2"),
        ("voice:minister", "d:2"),
        ("voice:r2", "o:3"),
        ("date:2019-09..2019-12", "i:1 i:2 i:3 i:4"),
        ("date:2020-05 lab", "d:2"),
        ("is:coded -kind:interview has:memo", "d:2"),
        ("@money date:2019", "i:3 i:4"),
        ("theme:capacity OVERLAPS theme:donor", "i:4"),
        ("theme:capacity WITHIN theme:donor", ""),
        ("theme:capacity NEAR/2 theme:donor", "i:2 i:4"),
        ("theme:capacity NEAR/1 theme:donor", "i:4"),
        ("is:auto", ""),
        ("is:unanchored", ""),
        ("withdrawn", ""),
    ] {
        assert_eq!(found(&searchable, query), expected, "{query}");
    }
}

#[test]
fn names_that_lead_nowhere_are_said() {
    let searchable = Searchable::new(&coded_study(), View::Reconciled);
    for (query, message, hint) in [
        ("theme:capcity", "there is no code 'capcity'", "did you mean 'capacity'?"),
        ("kind:intervew", "there is no kind 'intervew'", "did you mean 'interview'?"),
        ("case:vrask", "there is no case 'vrask'", "did you mean 'varsk'?"),
        ("coder:bne", "there is no coder 'bne'", "did you mean 'ben'?"),
        (
            "source:md",
            "'md' names several sources: desk-review/office.md, interviews/gone.md, interviews/secret.md, interviews/vrk-01.md",
            "name one of them by its path",
        ),
        ("language:xx", "there is no language 'xx'", "there are ar, en, es, fr, pt, ru, und, zh"),
    ] {
        let answer = ask(&searchable, query);
        assert!(answer.is_misread() && answer.lines.is_empty(), "{query}");
        assert_eq!(answer.troubles[0].message, message);
        assert_eq!(answer.troubles[0].hint.as_deref(), Some(hint));
    }
}

#[test]
fn a_coding_made_a_moment_ago_is_found() {
    let mut study = coded_study();
    let before = Searchable::new(&study, View::Reconciled);
    assert_eq!(found(&before, "theme:donor training"), "");
    let id = code(&mut study, "ana", "vrk-01", "training", "donor", Stance::Supports);
    let after = before.followed(&study, &[id]);
    assert_eq!(found(&after, "theme:donor training"), "i:1");
    assert_eq!(after.edition(), before.edition());
    let source = study.find_source("vrk-01").unwrap();
    let codings = after.codings(source, 0);
    assert_eq!((codings.len(), codings[0].id, codings[0].code.as_str()), (1, id, "donor"));
    study.write(&Coder::from("ana"), vec![Act::Remove(id)]).unwrap();
    assert_eq!(found(&after.followed(&study, &[id]), "theme:donor training"), "");
}

#[test]
fn what_was_agreed_stands_for_what_was_coded() {
    let mut study = coded_study();
    let ids: Vec<_> = study.codings(View::Coded).iter().map(|placed| placed.coding.id()).collect();
    study.write(&Coder::from("zoe"), vec![Act::Reconcile(vec![ids[1]], Outcome::None)]).unwrap();
    let coded = found(&Searchable::new(&study, View::Coded), "is:coded");
    assert_eq!(coded, "d:2 i:2 i:4");
    assert_eq!(found(&Searchable::new(&study, View::Reconciled), "is:coded"), "d:2 i:4");
}

#[test]
fn a_coding_that_lost_its_words_is_found_where_it_stood() {
    let disk = disk();
    let mut study = open(&disk);
    code(&mut study, "ana", "vrk-01", "The lab answers within a week.", "capacity", Stance::Supports);
    disk.put(
        "/s/interviews/vrk-01.md",
        FIRST.replace("The lab answers within a week.", "Nothing at all was told today."),
    );
    let study = open(&disk);
    let searchable = Searchable::new(&study, View::Reconciled);
    assert_eq!(found(&searchable, "theme:capacity"), "");
    assert_eq!(found(&searchable, "is:unanchored"), "i:2");
}

#[test]
fn a_text_that_changed_meanwhile_is_not_shown_with_old_passages() {
    let disk = disk();
    let study = open(&disk);
    let searchable = Searchable::new(&study, View::Reconciled);
    disk.put("/s/desk-review/office.md", "Short.");
    let answer = ask(&searchable, "money");
    assert_eq!(answer.unread, 1);
    assert!(answer.lines.iter().all(|line| !line.source.as_str().starts_with("desk")));
}

/// Whatever is done to codings, the picture that follows each step is the one taken anew.
#[test]
fn a_picture_that_follows_is_the_picture_taken_anew() {
    let mut study = coded_study();
    let queries =
        ["theme:effect", "theme:donor", "coder:ben", "stance:contradicts", "is:uncoded", "is:coded", "has:memo"];
    let mut followed = [View::Coded, View::Reconciled].map(|view| Searchable::new(&study, view));
    let mut ids: Vec<_> = study.codings(View::Coded).iter().map(|placed| placed.coding.id()).collect();
    let words = ["How did", "training", "The lab", "week", "And money", "came late", "lab was", "Money was"];
    for step in 0..60_usize {
        let (by, code_id) = (["ana", "ben"][step % 2], ["capacity", "donor", "effect"][step % 3]);
        let touched = match step % 5 {
            0 | 2 => {
                let word = words[step % words.len()];
                let source = if word.contains("was") { "office" } else { "vrk-01" };
                let id = code(&mut study, by, source, word, code_id, Stance::ALL[step % 4]);
                ids.push(id);
                id
            }
            1 => {
                let id = ids[step * 7 % ids.len()];
                let changes = crate::coding::Changes { stance: Some(Stance::ALL[step / 5 % 4]), ..Default::default() };
                let by = study.state().coding(id).unwrap().by().clone();
                study.write(&by, vec![Act::Change(id, Box::new(changes))]).unwrap();
                id
            }
            3 => {
                let id = ids[step * 5 % ids.len()];
                let by = study.state().coding(id).unwrap().by().clone();
                let is_live = study.state().coding(id).unwrap().is_live();
                study.write(&by, vec![if is_live { Act::Remove(id) } else { Act::Restore(id) }]).unwrap();
                id
            }
            _ => {
                let id = ids[step * 3 % ids.len()];
                study.write(&Coder::from("zoe"), vec![Act::Reconcile(vec![id], Outcome::None)]).unwrap()[0].id
            }
        };
        for (followed, view) in followed.iter_mut().zip([View::Coded, View::Reconciled]) {
            *followed = followed.followed(&study, &[touched]);
            let anew = Searchable::new(&study, view);
            for query in queries {
                assert_eq!(found(followed, query), found(&anew, query), "{query} step {step} {view:?}");
            }
            for source in 0..study.sources().len() {
                for passage in 0..4 {
                    assert_eq!(followed.codings(source, passage), anew.codings(source, passage));
                }
            }
        }
    }
}

#[test]
fn a_sieve_lists_the_sources_that_a_search_finds_passages_in() {
    let study = coded_study();
    let searchable = Searchable::new(&study, View::Reconciled);
    for (text, expected) in [
        ("kind:interview", "interviews/vrk-01.md"),
        ("leg:seen", "observations/survey.csv"),
        ("-kind:interview", "desk-review/office.md observations/survey.csv"),
        ("case:varsk", "interviews/vrk-01.md"),
        ("case:north", "desk-review/office.md interviews/vrk-01.md observations/survey.csv"),
        ("case:sund kind:desk-review", "desk-review/office.md"),
        ("coder:ben OR voice:minister", "desk-review/office.md interviews/vrk-01.md"),
        ("coder:zoe", ""),
        ("region:hills", "interviews/vrk-01.md"),
        ("source:office", "desk-review/office.md"),
        ("date:2019", "interviews/vrk-01.md"),
        ("voice:r1", "observations/survey.csv"),
    ] {
        let sieve = Sieve::read(&study, text).unwrap().unwrap();
        // A search leaves out what is restricted or withdrawn.
        let open = |at: &usize| !study.sources()[*at].about.restricted && !study.sources()[*at].is_withdrawn();
        let listed = sieve.sources(&study).into_iter().filter(open).map(|at| study.sources()[at].id.to_string());
        assert_eq!(listed.collect::<Vec<_>>().join(" "), expected, "{text}");
        let mut found: Vec<String> = ask(&searchable, text).lines.iter().map(|line| line.source.to_string()).collect();
        found.sort();
        found.dedup();
        assert_eq!(found.join(" "), expected, "{text}");
    }
}

#[test]
fn a_sieve_takes_codings_by_their_coder_and_what_they_speak_of() {
    let study = coded_study();
    for (text, expected) in [
        ("coder:ana", "lab answers|came late.|lab was closed"),
        ("coder:ben", "money came late"),
        ("-coder:ana", "money came late"),
        ("case:ostrel", "lab was closed"),
        ("voice:minister", "lab was closed"),
        ("kind:interview coder:ana", "lab answers|came late."),
    ] {
        let sieve = Sieve::read(&study, text).unwrap().unwrap();
        let placed = study.codings(View::Coded);
        let mut taken: Vec<_> = placed.iter().filter(|placed| sieve.takes(&study, placed)).collect();
        taken.sort_by_key(|placed| placed.coding.id());
        let words = |placed: &&crate::study::Placed<'_>| {
            let source = &study.sources()[placed.source.unwrap()];
            study.text(source).unwrap().slice(placed.span).to_owned()
        };
        assert_eq!(taken.iter().map(words).collect::<Vec<_>>().join("|"), expected, "{text}");
    }
}

#[test]
fn a_sieve_refuses_what_a_filter_cannot_say_and_tells_what_there_is() {
    let study = coded_study();
    for (text, told) in [
        ("money", "'money' is a word of the text"),
        ("theme:donor", "theme: asks about passages"),
        ("is:coded", "is: asks about passages"),
        ("kind:interviw", "did you mean 'interview'"),
        ("coder:nobody", "there are zoe, ana, ben"),
        ("case:nowhere", "there is no case 'nowhere'"),
        ("@money", "only filters stand here"),
        ("source:md", "names several sources"),
        ("date:soon", "is no date"),
        ("kind:", "nothing stands after 'kind:'"),
    ] {
        let refused = Sieve::read(&study, text).unwrap_err();
        assert!(refused.contains(told), "{text}: {refused}");
    }
    assert_eq!(Sieve::read(&study, " "), Ok(None));
    assert_eq!(hint(&study, "kind:interview ca"), "case: category:");
    assert_eq!(hint(&study, "coder:"), "zoe, ana, ben");
    assert_eq!(hint(&study, "-case:s"), "sund");
    assert!(hint(&study, "").starts_with("kind: leg: case:"), "{}", hint(&study, ""));
}
