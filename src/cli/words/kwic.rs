//! `words kwic`: each place of a word, in its context.

use clap::Args;
use serde_json::json;

use crate::base::count::plural;
use crate::base::shown::Shown;
use crate::content::kwic::{Line, Order, WIDEST, WINDOW, Wanted, lines};
use crate::report::attribution::Attributions;
use crate::report::block::Table;
use crate::source::Use;
use crate::study::Study;
use crate::tui::reading::cluster::width_of;
use crate::tui::reading::fit::{at_right, beginning, end, filled};

use super::super::failure::{Answer, Failure};
use super::super::search::joined_query;
use super::super::session::Session;
use super::Common;
use super::prepared::Prepared;
use super::told::Told;

/// What `words kwic` takes.
#[derive(Args, Debug)]
pub(super) struct KwicArgs {
    /// The word in any of its forms, "a phrase", begin*, a NEAR/5 b, a OR b
    #[arg(required = true, value_name = "QUERY")]
    query: Vec<String>,
    /// What the lines are ordered by: the words before, the words after, or source and place
    #[arg(long, value_name = "BY", default_value = "source", value_parser = ["left", "right", "source"])]
    sort: String,
    /// How many words are shown on each side, 100 at most
    #[arg(long, value_name = "N", default_value_t = WINDOW)]
    window: usize,
    #[command(flatten)]
    common: Common,
}

pub(super) fn run(args: &KwicArgs, session: &mut Session) -> Result<Answer, Failure> {
    let mut prepared = Prepared::new(&args.common, session)?;
    args.common.check(&prepared.study)?;
    let query = joined_query(&args.query);
    let (asked, passages) = prepared.words(&query, session)?;
    let order = Order::ALL.into_iter().find(|order| order.word() == args.sort).unwrap_or_default();
    let wanted = Wanted { window: args.window, order, most: args.common.lines() };
    let (found, places) = prepared.watched(session, "reading", |ready, watch| {
        lines(&ready.picture, &ready.material, &asked.plan.node, &passages, wanted, watch)
    })?;
    let mut about = vec![prepared.about()];
    if args.window > WIDEST {
        about.push(format!("{WIDEST} words on each side are the most that are shown"));
    }
    if found.len() < places {
        about.push(format!("the first {} are shown; all with: --limit 0", found.len()));
    }
    let names = Names { study: &prepared.study, filed: args.common.file().map(|_| Attributions::new(&prepared.study)) };
    let title = format!("{} in context: {}, by {}", asked.understood, plural(places, "place", "places"), order.word());
    Told {
        title,
        about,
        table: table(&names, &found),
        rows: found.iter().map(|line| names.value(line)).collect(),
        lines: Some(aligned(&prepared, &found)),
    }
    .tell(&args.common, &prepared.study, session)
}

/// How sources are named: on the screen as they are called, in a file as a report names them.
struct Names<'s> {
    study: &'s Study,
    filed: Option<Attributions<'s>>,
}

impl Names<'_> {
    /// Returns the name of a line's source, and whether it can be found by it.
    fn of(&self, line: &Line) -> (String, bool) {
        let source = &self.study.sources()[line.source];
        match &self.filed {
            Some(attributions) if source.about.usage != Use::Attributed => (attributions.of(source), false),
            _ => (source.id.to_string(), true),
        }
    }

    /// Returns a row of the table. Where in a source that is not named the words stand is not told.
    fn cells(&self, line: &Line) -> Vec<String> {
        let [left, word, right] = line.words.each_ref().map(|words| one_line(words));
        let (source, is_named) = self.of(line);
        let numbers = [line.passage + 1, line.span.start, line.span.end];
        let numbers = numbers.map(|number| if is_named { number.to_string() } else { String::new() });
        [source].into_iter().chain(numbers).chain([left, word, right]).collect()
    }

    fn value(&self, line: &Line) -> serde_json::Value {
        let (source, is_named) = self.of(line);
        let kind = self.study.sources()[line.source].kind.as_str();
        let number = |number: usize| is_named.then_some(number);
        let [left, word, right] = &line.words;
        json!({
            "source": source, "kind": kind, "passage": number(line.passage + 1), "start": number(line.span.start),
            "end": number(line.span.end), "left": left, "word": word, "right": right,
        })
    }
}

fn table(names: &Names<'_>, found: &[Line]) -> Table {
    let mut table = Table::new("", ["source", "passage", "start", "end", "left", "word", "right"]);
    for line in found {
        table.add(names.cells(line));
    }
    table
}

/// Words on one line, as they stand otherwise.
fn one_line(words: &str) -> String {
    Shown::line(&words.split(['\n', '\r', '\t']).collect::<Vec<_>>().join(" ")).into_string()
}

/// The columns of a line where the output is no terminal.
const COLUMNS: u16 = 100;

/// Writes the lines with the words below each other.
fn aligned(prepared: &Prepared, found: &[Line]) -> Vec<String> {
    use std::io::IsTerminal as _;
    let columns = if std::io::stdout().is_terminal() {
        crossterm::terminal::size().map_or(COLUMNS, |(columns, _)| columns)
    } else {
        COLUMNS
    };
    let name = |line: &Line| Shown::line(prepared.study.sources()[line.source].stem()).into_string();
    let widest = |width: &dyn Fn(&Line) -> usize| found.iter().map(width).max().unwrap_or(0);
    let names = widest(&|line| width_of(&name(line))).min(18);
    let words = widest(&|line| width_of(&one_line(&line.words[1]))).min(20);
    let side = usize::from(columns).saturating_sub(names + words + 4) / 2;
    let left = side.min(widest(&|line| width_of(one_line(&line.words[0]).trim_end())));
    found
        .iter()
        .map(|line| {
            let [before, word, after] = line.words.each_ref().map(|words| one_line(words));
            let before = at_right(&end(before.trim_end(), left), left);
            let word = filled(&beginning(&word, words), words);
            let name = filled(&beginning(&name(line), names), names);
            format!("{name}  {before} {word} {}", beginning(after.trim_start(), side)).trim_end().to_owned()
        })
        .collect()
}
