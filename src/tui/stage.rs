//! A stage for tests: a small study as plain data, fingers, and a look at the screen.
//!
//! What would touch the disk is recorded and not done; runs on a real study are in `tests/suite`.

use std::fmt::Write as _;
use std::sync::Arc;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::alike::{Candidate, Suggested};
use super::bookmark::Bookmark;
use super::colours::Colours;
use super::desk::{
    CellRow, Desk, Evidence, Hint, Hit, KindCell, KindRow, Lost, Mark, Note, Notes, Page, PassageRow, Piece, Progress,
    SourceRow, ThemeRow, Themes, Waiting, Whereto,
};
use super::framework::{Filling, Framework, Judged, Passages, SourceHead, ThemeHead};
use super::keys::chord::script;
use super::message::{Aim, Answer, Effect, Message, Outcome};
use super::model::Model;
use super::update::update;
use super::view::draw;
use super::words::{Answer as WordsAnswer, Ask, Found, Places};
use crate::base::ids::{EntryId, SourceId};
use crate::base::language::{Language, LanguageDetector};
use crate::base::text::{Span, Text};
use crate::codebook::{Codebook, read_file};
use crate::coding::Stance;
use crate::content::contrast::Contrast;
use crate::content::kwic::Line;
use crate::content::{collocation, frequency, keyness};
use crate::source::{Description, Form, Outline, Reading};
use crate::triangulation::verdict::Position;

/// A model, and the effects that it asked for.
pub(crate) struct Stage {
    pub(crate) model: Model,
    pub(crate) effects: Vec<Effect>,
    /// Where the coder stopped, as it was to be kept.
    pub(crate) kept: Vec<Bookmark>,
}

const CODES: &str = r#"
[[code]]
id = "effectiveness"
name = "Effectiveness"

[[code]]
id = "capacity"
name = "Capacity of counterparts"
parent = "effectiveness"
claim = "Training and mentoring raised what counterparts can do."
definition = "What laboratories, prosecutors and police can do that they could not do before."
exclude = "Equipment alone."
color = "teal"
key = "c"

[[code]]
id = "labs"
name = "Laboratories after hand-over"
parent = "effectiveness"
claim = "Laboratories keep working after hand-over."
color = "blue"
key = "l"

[[code]]
id = "anecdotes"
name = "Anecdotes"
"#;

/// The text that most tests read.
pub(crate) const TEXT: &str = "# Visit to the laboratory\n\n\
Q: How did the training change daily work?\n\n\
A: Before 2016 nobody here had seen a forensic report. Now the lab answers within a week, and the prosecutors ask for it.\n\n\
Q: And after the project?\n\n\
A: But when the project closed in March the reagents stopped, and the machine is a very expensive table. 实验室一周内就能给出结果。 المختبر يعمل الآن كل يوم\n\n\
- cafe\u{301} with 👨\u{200d}👩\u{200d}👧 and 🇫🇷\n\
- a tab\there\n";

fn entry(number: u64) -> EntryId {
    EntryId::from_parts(1_000 + number, u128::from(number))
}

/// Returns the span of some words of the text.
pub(crate) fn span(words: &str) -> Span {
    let from = TEXT.find(words).expect("words of the text");
    let start = TEXT[..from].chars().count();
    Span::new(start, start + words.chars().count())
}

fn mark(number: u64, words: &str, code: &str, stance: Stance, coder: &str) -> Mark {
    Mark {
        id: Some(entry(number)),
        span: span(words),
        code: code.into(),
        stance,
        coder: coder.into(),
        own: coder == "ana",
        memo: (number == 2).then(|| "who pays later?".to_owned()),
        remarks: Vec::new(),
        about: String::new(),
    }
}

/// Makes the page of the text.
pub(crate) fn page(id: &str) -> Page {
    Page {
        marks: vec![
            mark(1, "Now the lab answers within a week", "capacity", Stance::Supports, "ana"),
            mark(2, "the machine is a very expensive table", "labs", Stance::Contradicts, "ana"),
            mark(
                3,
                "when the project closed in March the reagents stopped, and the machine",
                "capacity",
                Stance::Neutral,
                "ana",
            ),
            mark(4, "Before 2016", "anecdotes", Stance::Neutral, "ben"),
        ],
        ..page_of(id, TEXT)
    }
}

/// Makes the page of the text with judgements of the whole source, one that counts and one that is only listed.
pub(crate) fn judged_page(id: &str) -> Page {
    let cell = |number, code: &str, stance, summary: &str, coder: &str| CellRow {
        id: entry(number),
        code: code.into(),
        stance,
        summary: summary.to_owned(),
        coder: coder.into(),
        own: coder == "ana",
        decides: coder == "ana",
    };
    Page {
        cells: vec![
            cell(21, "capacity", Stance::Qualifies, "They learned it, and have no reagents to use it.", "ana"),
            cell(22, "labs", Stance::Contradicts, "It stands still.", "ben"),
        ],
        ..page(id)
    }
}

/// Makes the page of the text with three codings that have lost their words, the second one another coder's.
pub(crate) fn page_with_lost(id: &str) -> Page {
    let lost = |number, words: &str, coder: &str| Lost {
        mark: Mark { memo: None, ..mark(number, "Visit", "labs", Stance::Contradicts, coder) },
        words: words.to_owned(),
    };
    Page {
        lost: vec![
            lost(31, "the machine is covered and nobody has the key", "ana"),
            lost(32, "the lab closed", "ben"),
            lost(33, "all of the reagents, which the donors had promised, were never sent", "ana"),
        ],
        ..page(id)
    }
}

/// Makes a page of any text, without codings.
pub(crate) fn page_of(id: &str, text: &str) -> Page {
    let text = Text::from(text);
    let outline = Outline::new(&text, Reading::Prose, &Description::default(), &LanguageDetector::new(&[]));
    let passages: Vec<PassageRow> = outline
        .passages
        .iter()
        .map(|passage| PassageRow {
            span: passage.span,
            said: passage.said(&text),
            label: passage.label.map(usize::from),
            heading: matches!(passage.form, Form::Heading(_)),
            interviewer: passage.label.is_some() && passage.speaker == Some(0),
            row: passage.form == Form::Row,
        })
        .collect();
    let turns = passages.iter().filter(|passage| passage.label.is_some()).map(|passage| passage.span).collect();
    Page {
        id: id.into(),
        about: "varsk · staff".to_owned(),
        hash: text.hash(),
        text,
        passages,
        turns,
        marks: Vec::new(),
        lost: Vec::new(),
        cells: Vec::new(),
        memos: Vec::new(),
    }
}

fn desk() -> Desk {
    let (file, problems) = read_file("codebooks/codebook.toml", CODES);
    assert!(problems.is_empty(), "{problems:?}");
    let (codebook, _) = Codebook::new([file]);
    let row = |id: &str, coded, progress| SourceRow {
        id: id.into(),
        name: id.rsplit('/').next().unwrap_or(id).trim_end_matches(".md").to_owned(),
        about: "varsk · staff".to_owned(),
        cases: vec!["varsk".into()],
        passages: 4,
        coded,
        progress,
        done_for: Vec::new(),
    };
    Desk {
        title: "Evaluation of the Office".to_owned(),
        coder: Some("ana".into()),
        kinds: vec![
            KindRow {
                kind: "interview".into(),
                sources: vec![
                    row("interviews/vrk-01.md", 4, Progress::Done),
                    row("interviews/vrk-03.md", 2, Progress::Part),
                ],
            },
            KindRow { kind: "observation".into(), sources: vec![row("observations/lab.md", 0, Progress::Untouched)] },
        ],
        codebook: Arc::new(codebook),
        uses: [("capacity".into(), 2), ("labs".into(), 1)].into(),
        waiting: [
            Waiting { source: "interviews/vrk-03.md".into(), start: page("x").marks[2].span.start, id: entry(3) },
            Waiting { source: "observations/lab.md".into(), start: 3, id: entry(9) },
        ]
        .into_iter()
        .map(|waiting| (waiting.source.clone(), vec![waiting]))
        .collect(),
        ..Desk::default()
    }
}

fn themes() -> Themes {
    let cell = |supports, contradicts, silent| KindCell { supports, contradicts, silent, ..KindCell::default() };
    let row = |code: &str, name: &str, verdict: &str, direction, kinds, voices| ThemeRow {
        code: code.into(),
        name: name.to_owned(),
        claim: "Laboratories keep working after hand-over.".to_owned(),
        verdict: verdict.to_owned(),
        short: verdict.replace("One kind of evidence", "One kind").replace(" with reservations", ", reserv."),
        direction,
        reasons: vec!["all evidence stands on one leg: said".to_owned()],
        voices,
        kinds,
        decided: None,
    };
    Themes {
        kinds: vec!["interview".into(), "observation".into()],
        rows: vec![
            row(
                "capacity",
                "Capacity of counterparts",
                "Confirmed with reservations",
                '+',
                vec![cell(12, 1, 0), cell(3, 0, 0)],
                16,
            ),
            row(
                "labs",
                "Laboratories after hand-over",
                "One kind of evidence: unverified",
                '-',
                vec![cell(0, 3, 0), cell(0, 0, 2)],
                3,
            ),
        ],
    }
}

/// Makes the problems of the study and the memos.
pub(crate) fn notes() -> Notes {
    let note = |head: &str, text: &str, hint: Option<&str>, serious, to| Note {
        head: head.to_owned(),
        text: text.to_owned(),
        hint: hint.map(|hint| Hint::Said(hint.to_owned())),
        serious,
        to,
    };
    let text = SourceId::from("interviews/vrk-03.md");
    let nowhere = || Whereto::Nowhere("this is in codebooks/codebook.toml:7, which is no source".to_owned());
    let mut problems = vec![
        note(
            "error · codebooks/codebook.toml:7",
            "'colour' is no key of a code",
            Some("did you mean 'color'?"),
            true,
            nowhere(),
        ),
        note(
            "warning · interviews/vrk-03.md",
            "the words of coding 0000-31 (labs by ana) are not found in the changed text",
            None,
            true,
            Whereto::Coding(text.clone(), entry(31), None),
        ),
        note(
            "note · interviews/vrk-03.md",
            "the text changed since ana marked it as done",
            None,
            false,
            Whereto::Source(text.clone()),
        ),
    ];
    problems.extend(
        (0..9).map(|_| note("note · interviews/vrk-03.md", "more of it", None, false, Whereto::Source(text.clone()))),
    );
    let memos = vec![
        note(
            "ana · 2026-03-02 · Laboratories after hand-over in interviews/vrk-03.md",
            "who pays later?\nAsk again.",
            None,
            false,
            Whereto::Coding(text, entry(2), Some(span("the machine is a very expensive table"))),
        ),
        note("ben · 2026-03-01 · the study", "Who was left out?", None, false, nowhere()),
    ];
    Notes { problems, memos, more: 0 }
}

/// Makes the evidence of a theme.
pub(crate) fn evidence() -> Evidence {
    let piece = |number, kind: &str, words: &str, stance, coder: &str| Piece {
        id: entry(number),
        kind: kind.into(),
        source: "interviews/vrk-03.md".into(),
        span: Some(span(words)),
        speaker: None,
        words: words.to_owned(),
        about: "varsk · staff".to_owned(),
        coder: coder.into(),
        own: coder == "ana",
        stance,
        through: None,
        judged: None,
        memo: None,
    };
    Evidence {
        code: "labs".into(),
        entries: vec![
            piece(1, "interview", "Now the lab answers within a week", Stance::Supports, "ana"),
            piece(2, "interview", "the machine is a very expensive table", Stance::Contradicts, "ana"),
            piece(5, "observation", "المختبر يعمل الآن كل يوم", Stance::Contradicts, "ben"),
            piece(6, "observation", "实验室一周内就能给出结果。", Stance::Qualifies, "ana"),
        ],
        more: 0,
        left_out: 0,
    }
}

/// Makes the framework of the study: judged by the coder and by another, coded only, silent, unread, not asked.
pub(crate) fn framework() -> Framework {
    let sources = desk().kinds.into_iter().flat_map(|row| {
        let kind = row.kind;
        row.sources.into_iter().map(move |source| SourceHead { id: source.id, name: source.name, kind: kind.clone() })
    });
    let theme = |code: &str, name: &str| ThemeHead { code: code.into(), name: name.to_owned() };
    let themes = vec![
        theme("capacity", "Capacity of counterparts"),
        theme("labs", "Laboratories after hand-over"),
        theme("budget", "Budget lines"),
    ];
    let judged = |stance, summary: &str, coder: &str, ids: &[u64]| Judged {
        stance,
        summary: summary.to_owned(),
        coder: coder.into(),
        own: coder == "ana",
        decides: coder == "ana",
        ids: ids.iter().map(|id| entry(*id)).collect(),
    };
    let coded = |position, passages, codings: &[u64], judged| Filling {
        position: Some(position),
        passages,
        codings: codings.iter().map(|id| entry(*id)).collect(),
        judged,
    };
    let mut made = Framework::new(sources.collect(), themes);
    let own = judged(Stance::Qualifies, "They learned it, and have no reagents to use it.", "ana", &[20, 21]);
    let other = judged(Stance::Contradicts, "It stands still.", "ben", &[22]);
    made.put(0, 0, coded(Position::Silent, 0, &[], Vec::new()));
    made.put(0, 1, coded(Position::Pending, 0, &[], Vec::new()));
    made.put(1, 0, coded(Position::Supports, 2, &[1, 3], vec![other.clone(), own]));
    made.put(1, 1, coded(Position::Contradicts, 1, &[2], Vec::new()));
    made.put(2, 1, coded(Position::Pending, 0, &[], vec![other]));
    made
}

/// Makes the passages of the second interview on capacity.
pub(crate) fn passages() -> Passages {
    let pieces = evidence().entries.into_iter().take(2).collect();
    Passages { source: "interviews/vrk-03.md".into(), theme: "capacity".into(), pieces }
}

/// Makes suggestions for the laboratories: the second one in Arabic and Chinese too.
pub(crate) fn suggested() -> Suggested {
    let candidate = |passage: usize, found: &[&str], because: &[(&str, u8)], coded: &[&str]| Candidate {
        hit: Hit {
            matches: found.iter().map(|words| span(words)).collect(),
            codings: coded.iter().map(|&name| name.to_owned()).collect(),
            ..hit_of(page("x").passages[passage].span)
        },
        because: because.iter().map(|(word, share)| ((*word).to_owned(), *share)).collect(),
    };
    Suggested {
        passages: vec![
            candidate(2, &["lab", "prosecutors"], &[("lab", 61), ("prosecutors", 39)], &["Anecdotes"]),
            candidate(
                4,
                &["reagents", "machine", "المختبر"],
                &[("reagents", 55), ("machine", 30), ("المختبر", 15)],
                &[],
            ),
            candidate(6, &["tab"], &[("tab", 100)], &[]),
        ],
        examples: 12,
        languages: vec!["en".to_owned()],
    }
}

/// Makes a hit of a passage of the text, without anything found in it.
fn hit_of(passage: Span) -> Hit {
    Hit {
        source: "interviews/vrk-03.md".into(),
        span: passage,
        said: page("x").passages.iter().find(|row| row.span == passage).map_or(passage, |row| row.said),
        hash: Text::from(TEXT).hash(),
        words: Text::from(TEXT).slice(passage).to_owned(),
        matches: Vec::new(),
        codings: Vec::new(),
        about: "varsk · staff".to_owned(),
        evidence: None,
    }
}

/// Makes an answer to a search for `lab`.
pub(crate) fn answer() -> Answer {
    let hit = |passage: Span, found: &str, codings: Vec<String>| Hit {
        matches: vec![Span::new(span(found).start, span(found).start + 3)],
        codings,
        ..hit_of(passage)
    };
    let first = page("x").passages[2].span;
    let second = page("x").passages[0].span;
    let coded = vec!["Capacity of counterparts +".to_owned()];
    Answer {
        hits: vec![hit(first, "lab answers", coded), hit(second, "laboratory", Vec::new())],
        headings: Vec::new(),
        voices: None,
        count: 2,
        is_begun: true,
        problem: None,
    }
}

/// Makes places of words of the text, in three scripts.
pub(crate) fn places() -> Places {
    let rows = page("x").passages;
    let place = |(source, words): (usize, &str)| {
        // The word, told from others like it by what follows.
        let word = words.split(' ').next().unwrap_or(words);
        let start = span(words).start;
        let found = Span::new(start, start + word.chars().count());
        let at = rows.iter().position(|row| row.span.holds(found)).expect("a passage");
        let said = rows[at].said;
        let (left, right) = (Span::new(said.start, found.start), Span::new(found.end, said.end));
        let text = Text::from(TEXT);
        let words = [left, found, right].map(|span| text.slice(span).to_owned());
        let forms = |words: &str| words.split_whitespace().map(|word| word.to_lowercase().into()).collect::<Vec<_>>();
        let before = forms(&words[0]).into_iter().rev().collect();
        let after = forms(&words[2]);
        Line { source, passage: at, passage_span: rows[at].span, left, span: found, right, words, before, after }
    };
    let lines: Vec<Line> = [(0, "lab answers"), (0, "table"), (0, "实验室"), (1, "المختبر")].map(place).into();
    let sources = [(0, "interviews/vrk-03.md".into()), (1, "observations/lab.md".into())].into();
    let count = lines.len();
    Places { lines: Arc::new(lines), sources, count }
}

/// Answers a question about words.
pub(crate) fn counted(ask: &Ask) -> Message {
    let contrast = |a, b| Contrast { a, n1: 120, b, n2: 900 };
    let found = match ask {
        Ask::Concordance(..) => Found::Concordance(places()),
        Ask::Frequency(_) => {
            let row = |word: &str, language, count, sources| frequency::Row {
                word: word.to_owned(),
                language,
                count,
                per_thousand: f64::from(u32::try_from(count).unwrap_or(0)) / 1.02,
                sources,
                weight: None,
            };
            let rows = vec![
                row("lab", Language::En, 14, 3),
                row("reagents", Language::En, 9, 2),
                row("实验", Language::Zh, 4, 1),
                row("المختبر", Language::Ar, 2, 1),
            ];
            Found::Frequency(Arc::new(rows), 1_020)
        }
        Ask::Keyness(..) => {
            let row = |word: &str, a, b| keyness::Row {
                word: word.to_owned(),
                language: Language::En,
                contrast: contrast(a, b),
                sources: (3, 1),
                g2: contrast(a, b).g2(),
                ll: contrast(a, b).ll(),
                log_ratio: contrast(a, b).log_ratio(),
            };
            let of = |rows| keyness::Compared { words: (120, 900), rows };
            let groups =
                vec![of(vec![row("reagents", 9, 2), row("prosecutors", 5, 0)]), of(vec![row("machine", 4, 1)])];
            let names = ["Capacity of counterparts", "Laboratories after hand-over"].map(str::to_owned).into();
            Found::Keyness(names, Arc::new(groups))
        }
        Ask::Collocations(..) => {
            let row = collocation::Row {
                word: "answers".to_owned(),
                language: Language::En,
                contrast: contrast(4, 1),
                before: 1,
                after: 3,
                sources: 3,
                g2: contrast(4, 1).g2(),
                mutual_information: contrast(4, 1).mutual_information(),
                log_dice: 12.5,
            };
            Found::Collocations(Arc::new(vec![row]), 14)
        }
    };
    Message::Done(Outcome::Words(Box::new(WordsAnswer { ask: ask.clone(), found: Ok(found) })))
}

impl Stage {
    /// Opens the workbench at a size, on its first look.
    pub(crate) fn new(width: u16, height: u16) -> Self {
        let model = Model { colours: Colours::None, ..Model::default() };
        let mut stage = Self { model, effects: Vec::new(), kept: Vec::new() };
        stage.send(Message::Resize { width, height });
        stage.send(Message::Done(Outcome::Read(Box::new(desk()))));
        stage.send(Message::Done(Outcome::Assessed(Box::new(themes()))));
        stage.effects.clear();
        stage
    }

    /// Opens a source on the screen Code.
    pub(crate) fn on_text(width: u16, height: u16) -> Self {
        let mut stage = Self::new(width, height);
        stage.open("interviews/vrk-03.md", Aim::Last);
        stage
    }

    pub(crate) fn open(&mut self, id: &str, aim: Aim) {
        self.send(Message::Done(Outcome::Opened(Box::new(page(id)), aim)));
    }

    pub(crate) fn send(&mut self, message: Message) {
        for effect in update(&mut self.model, message) {
            match effect {
                Effect::KeepBookmark(mark) => self.kept.push(mark),
                // Nothing is kept before a test says that it is time.
                Effect::KeepLater => {}
                other => self.effects.push(other),
            }
        }
    }

    /// Types a key script and returns the effects that it asked for.
    pub(crate) fn press(&mut self, keys: &str) -> Vec<Effect> {
        for chord in script(keys) {
            self.send(Message::Key(chord));
        }
        std::mem::take(&mut self.effects)
    }

    /// Returns the screen as text, a line a row, by display columns.
    pub(crate) fn screen(&self) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.model.size.0, self.model.size.1));
        draw(&self.model, &mut buffer);
        dump(&buffer)
    }

    /// Returns the selection in the one-line notation, within the passage that it stands in.
    pub(crate) fn notation(&self) -> String {
        let pane = &self.model.code.pane;
        let (selection, cursor) = (pane.selection(), pane.cursor());
        let line = self.model.code.landmarks.passage_at(cursor).unwrap_or_default();
        let mut shown = String::new();
        for at in line.start..line.end {
            if selection.is_some_and(|span| span.start == at) {
                shown.push('⟦');
            }
            if cursor == at {
                shown.push('|');
            }
            shown.push_str(pane.text().slice(Span::new(at, at + 1)));
            if selection.is_some_and(|span| span.end == at + 1) {
                shown.push('⟧');
            }
        }
        shown
    }
}

/// Writes a buffer row by row; the cell behind a wide character has no symbol of its own.
pub(crate) fn dump(buffer: &Buffer) -> String {
    use unicode_width::UnicodeWidthStr as _;
    let mut shown = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut row = String::new();
        let mut x = buffer.area.left();
        while x < buffer.area.right() {
            let symbol = buffer[(x, y)].symbol();
            row.push_str(symbol);
            x += u16::try_from(symbol.width().max(1)).unwrap_or(1);
        }
        shown.push_str(row.trim_end());
        shown.push('\n');
    }
    shown.push_str(&reversed(buffer));
    shown
}

/// Writes what is shown reversed, which is how a choice, a selection and the cursor are seen without colour.
fn reversed(buffer: &Buffer) -> String {
    let mut shown = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let cells = (buffer.area.left()..buffer.area.right()).map(|x| &buffer[(x, y)]);
        let row: String = cells.filter(|cell| cell.modifier.contains(Modifier::REVERSED)).map(Cell::symbol).collect();
        if !row.is_empty() {
            writeln!(shown, "reversed in row {y}: ⟦{}⟧", row.trim_end()).expect("a string takes all");
        }
    }
    shown
}
