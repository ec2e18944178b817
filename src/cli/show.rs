//! `show`: a source with its codings in the margin.

use clap::Args;
use std::borrow::Cow;

use serde::Serialize;

use crate::base::ids::EntryId;
use crate::base::shown::Shown;
use crate::base::text::{Span, Text};
use crate::coding::Decimal;
use crate::source::Outline;
use crate::study::{Anchoring, Placed, Study};

use super::failure::{Answer, Failure};
use super::session::Session;

/// What `show` takes.
#[derive(Args, Debug)]
pub(super) struct ShowArgs {
    /// The source
    source: String,
    /// Show the ids of the codings too
    #[arg(long)]
    ids: bool,
}

#[derive(Serialize)]
struct ShownSource<'s> {
    source: &'s str,
    kind: &'s str,
    title: &'s str,
    invented: bool,
    text: String,
    length: usize,
    passages: Vec<ShownPassage<'s>>,
    codings: Vec<ShownCoding<'s>>,
}

#[derive(Serialize)]
struct ShownPassage<'s> {
    passage: usize,
    start: usize,
    end: usize,
    speaker: Option<&'s str>,
    language: &'static str,
    text: &'s str,
}

#[derive(Serialize)]
struct ShownCoding<'s> {
    id: EntryId,
    code: &'s str,
    stance: &'static str,
    coder: &'s str,
    start: usize,
    end: usize,
    status: &'static str,
    quote: Cow<'s, str>,
    memo: Option<&'s str>,
    /// The query that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    auto: Option<&'s str>,
}

pub(super) fn run(args: &ShowArgs, session: &mut Session) -> Result<Answer, Failure> {
    let study = session.open()?;
    let at = study.find_source(&args.source)?;
    let source = &study.sources()[at];
    let outline = study.outline(source).map_err(|error| Failure::usage(format!("{}: {error}", source.id)))?;
    let text = study.text(source)?;
    let codings = study.codings_in(at);
    if session.json() {
        session.print_json(&ShownSource {
            source: source.id.as_str(),
            kind: source.kind.as_str(),
            title: source.title(),
            invented: source.about.fictional,
            text: outline.hash.to_string(),
            length: outline.length,
            passages: outline
                .passages
                .iter()
                .enumerate()
                .map(|(n, passage)| ShownPassage {
                    passage: n + 1,
                    start: passage.span.start,
                    end: passage.span.end,
                    speaker: passage.speaker.and_then(|at| outline.speakers.name(at)),
                    language: passage.language.tag(),
                    text: text.slice(passage.span),
                })
                .collect(),
            codings: codings.iter().map(|placed| coding(&study, placed, &text)).collect(),
        })?;
        return Ok(Answer::Yes);
    }
    let mark = if source.about.fictional { "  INVENTED" } else { "" };
    session.print(Shown::line(&format!("{}  {}  {}{mark}", source.id, source.kind, source.title())))?;
    print(session, args, &study, outline, &text, &codings)?;
    Ok(Answer::Yes)
}

fn coding<'s>(study: &Study, placed: &'s Placed<'_>, text: &'s Text) -> ShownCoding<'s> {
    let quote = match placed.anchoring {
        Anchoring::Anchored => text.slice(placed.span).into(),
        Anchoring::Unanchored | Anchoring::Unread => study.kept_words(&placed.coding.place, "[…]").into(),
    };
    ShownCoding {
        id: placed.coding.id(),
        code: placed.coding.code.as_str(),
        stance: placed.coding.stance.word(),
        coder: placed.coding.by().as_str(),
        start: placed.span.start,
        end: placed.span.end,
        status: placed.anchoring.word(),
        quote,
        memo: placed.coding.memo(),
        auto: placed.coding.auto(),
    }
}

fn print(
    session: &mut Session,
    args: &ShowArgs,
    study: &Study,
    outline: &Outline,
    text: &Text,
    codings: &[Placed<'_>],
) -> Result<(), Failure> {
    let anchored: Vec<&Placed<'_>> = codings.iter().filter(|placed| placed.anchoring == Anchoring::Anchored).collect();
    let mut next = 0;
    for (number, passage) in outline.passages.iter().enumerate() {
        session.print("")?;
        let words = text.slice(passage.span);
        for (at, line) in words.lines().enumerate() {
            let label = if at == 0 { format!("{:>4}", number + 1) } else { "    ".to_owned() };
            session.print(Shown::line(&format!("{label}  {line}")))?;
        }
        // Each coding is told under the passage in which it begins.
        while let Some(placed) = anchored.get(next).filter(|placed| placed.span.start < passage.span.end) {
            margin(session, args, placed, text)?;
            next += 1;
        }
    }
    for placed in anchored.iter().skip(next) {
        margin(session, args, placed, text)?;
    }
    for placed in codings.iter().filter(|placed| placed.anchoring != Anchoring::Anchored) {
        let quote = shortened(&study.kept_words(&placed.coding.place, "[…]"));
        let line = format!(
            "  {}: {} {} {}: {quote}",
            placed.anchoring.word(),
            placed.coding.code,
            placed.coding.stance.sign(),
            placed.coding.by()
        );
        session.print(Shown::line(&line))?;
    }
    Ok(())
}

fn margin(session: &mut Session, args: &ShowArgs, placed: &Placed<'_>, text: &Text) -> Result<(), Failure> {
    let coding = &placed.coding;
    let quote = shortened(text.slice(Span { start: placed.span.start, end: placed.span.end }));
    let id = if args.ids { format!("  {}", coding.id()) } else { String::new() };
    let memo = coding.memo().map(|memo| format!("  memo: {memo}")).unwrap_or_default();
    let auto = coding.auto().map(|query| format!("  by the query {query}")).unwrap_or_default();
    let weight = Some(coding.weight()).filter(|weight| *weight != Decimal::ONE);
    let weight = weight.map(|weight| format!(" weight {weight}")).unwrap_or_default();
    let unknown = if placed.code.is_none() { " (in no codebook)" } else { "" };
    let line = format!(
        "      ▎{} {}{unknown} {}{weight} {}  {quote}{auto}{memo}{id}",
        coding.stance.sign(),
        coding.code,
        coding.by(),
        placed.span
    );
    session.print(Shown::line(&line))
}

/// Cuts words to one line of about 60 code points.
fn shortened(words: &str) -> String {
    let line: Vec<&str> = words.split_whitespace().collect();
    let line = line.join(" ");
    if line.chars().count() <= 60 {
        return line;
    }
    format!("{}…", line.chars().take(59).collect::<String>())
}
