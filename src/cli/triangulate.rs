//! `triangulate`: the verdict on each theme, and the evidence behind it.

use clap::Args;

use crate::base::shown::Shown;
use crate::coding::Stance;
use crate::report::build::INVENTED;
use crate::report::making::themes;
use crate::report::quotes::{Quote, Quotes};
use crate::study::{Study, View};
use crate::triangulation::answer::Answer as Judged;
use crate::triangulation::assessment::Assessment;
use crate::triangulation::gather::{Gathered, Theme};
use crate::triangulation::words;

use super::failure::{Answer, Failure};
use super::session::Session;

/// What `triangulate` takes.
#[derive(Args, Debug)]
pub(super) struct TriangulateArgs {
    /// The themes, by id or name; without any, all
    themes: Vec<String>,
    /// Judge by the entries up to this day or time (UTC), with today's texts and codebook
    #[arg(long, value_name = "DATE")]
    at: Option<String>,
    /// Which codings to count
    #[arg(long, value_name = "VIEW", default_value = "reconciled", value_parser = ["reconciled", "coded"])]
    view: String,
}

/// How many passages are shown for each stance where all themes are told.
const FEW: usize = 2;

pub(super) fn run(args: &TriangulateArgs, session: &mut Session) -> Result<Answer, Failure> {
    let mut study = session.open()?;
    if let Some(until) = &args.at {
        study.forget_after(until)?;
    }
    let wanted = themes(&study, &args.themes)?;
    let view = if args.view == "coded" { View::Coded } else { View::Reconciled };
    let gathered = Gathered::new(&study, view);
    for problem in &gathered.problems {
        session.tell(problem)?;
    }
    let chosen: Vec<&Theme<'_>> =
        gathered.themes.iter().filter(|theme| wanted.is_empty() || wanted.contains(&theme.code.id)).collect();
    let judged = gathered.assess_some(&chosen);
    let pairs = || chosen.iter().copied().zip(&judged);
    if session.json() {
        session.print_json(&Judged::new(&study, &gathered, pairs()))?;
        return Ok(Answer::Yes);
    }
    if chosen.is_empty() {
        session.say("the codebook holds no theme: a theme is a code with a claim")?;
        return Ok(Answer::No);
    }
    if study.is_invented() {
        session.print(INVENTED)?;
    }
    let mut quotes = Quotes::new(&study, &[]);
    for (theme, found) in pairs() {
        let lines = told(&study, &gathered, theme, found, &mut quotes, wanted.is_empty());
        for line in lines {
            session.print(Shown::line(&line))?;
        }
    }
    Ok(Answer::Yes)
}

/// Tells one theme in lines.
fn told(
    study: &Study,
    gathered: &Gathered<'_>,
    theme: &Theme<'_>,
    found: &Assessment,
    quotes: &mut Quotes<'_>,
    short: bool,
) -> Vec<String> {
    let judgement = &found.judgement;
    let mut lines = vec![
        format!("{}: {}", theme.code.id, words::verdict(judgement.verdict, judgement.direction)),
        format!("  {}", theme.code.claim.as_deref().unwrap_or_default()),
    ];
    lines.extend(words::side(judgement.verdict, judgement.direction).map(|side| format!("  {side}")));
    lines.extend(judgement.reasons.iter().map(|reason| format!("  {}", words::reason(reason))));
    lines.extend(table(found));
    lines.extend(found.flags.iter().map(|flag| format!("  ! {}", words::flag(flag, &|_| true))));
    let behind = quotes.of_theme(gathered, theme);
    for stance in [Stance::Supports, Stance::Qualifies, Stance::Contradicts] {
        lines.extend(passages(study, &behind, stance, short));
    }
    if !short {
        let sensitive = words::sensitivity(&found.sensitivity, found.legs, &|_| true);
        lines.extend(sensitive.into_iter().map(|sentence| format!("  {sentence}")));
        lines.extend(decided(study, theme));
    }
    lines.push(String::new());
    lines
}

/// A line a kind, in columns.
fn table(found: &Assessment) -> Vec<String> {
    let width = found.kinds.iter().map(|kind| kind.kind.as_str().chars().count()).max().unwrap_or(0);
    found
        .kinds
        .iter()
        .map(|kind| {
            let stands = words::position(kind.position);
            format!(
                "  {:width$}  {stands:<13}  {}",
                kind.kind.as_str(),
                words::asked(&kind.units, kind.asked, kind.pending)
            )
        })
        .collect()
}

fn passages(study: &Study, quotes: &[Quote], stance: Stance, short: bool) -> Vec<String> {
    let of_stance: Vec<&Quote> = quotes.iter().filter(|quote| quote.stance == stance).collect();
    let shown = if short { FEW } else { of_stance.len() };
    let mut lines: Vec<String> = of_stance.iter().take(shown).map(|quote| passage(study, quote)).collect();
    if of_stance.len() > shown {
        lines.push(format!("    {} {} more", stance.sign(), of_stance.len() - shown));
    }
    lines
}

/// Words with their source and coders. Only the respondent's own words stand in quotation marks.
fn passage(study: &Study, quote: &Quote) -> String {
    let words: Vec<&str> = quote.words.split_whitespace().collect();
    let words = match quote.withheld {
        Some(why) => why.words().to_owned(),
        None if quote.verbatim => format!("“{}”", words.join(" ")),
        None => words.join(" "),
    };
    let source = &study.sources()[quote.source];
    let voice = if source.voice() == quote.voice { String::new() } else { format!(", voice {}", quote.voice) };
    let case = quote.case.as_ref().map(|case| format!(", on {case}")).unwrap_or_default();
    let speaker = quote.speaker.as_ref().map(|speaker| format!(", {speaker} speaking")).unwrap_or_default();
    let weight = quote.weight.map(|weight| format!(", weight {weight}")).unwrap_or_default();
    let lost = if quote.anchored { "" } else { ", no longer found in the text" };
    let coders: Vec<String> = quote.coders.iter().map(ToString::to_string).collect();
    let by = words::and(&coders);
    format!("    {} {words} — {}{speaker}{voice}{case}{weight}{lost} ({by})", quote.stance.sign(), source.id)
}

/// The verdicts of persons, beside the computed one.
fn decided(study: &Study, theme: &Theme<'_>) -> Vec<String> {
    let codebook = study.codebook();
    study
        .state()
        .rulings()
        .filter(|ruling| codebook.resolve(&ruling.verdict.theme) == Some(&theme.code.id))
        .map(|ruling| {
            let (by, at, verdict) = (&ruling.written.by, &ruling.written.at, words::given(&ruling.verdict));
            format!("  {by} decided on {at}: {verdict}. {}", ruling.verdict.reason)
        })
        .collect()
}
