//! `verdict`: a person's verdict beside the computed one.

use clap::Args;

use crate::base::shown::Shown;
use crate::coding::{Act, Direction, Verdict};
use crate::triangulation::words;

use super::failure::{Answer, Failure};
use super::session::Session;

/// What `verdict` takes.
#[derive(Args, Debug)]
pub(super) struct VerdictArgs {
    /// The theme, by id or name of its code
    theme: String,
    /// The verdict
    #[arg(value_parser = VERDICTS)]
    verdict: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// + when the claim holds, - when it does not, 0 for neither
    #[arg(long, value_name = "SIGN", allow_hyphen_values = true, value_parser = direction)]
    direction: Option<Direction>,
}

/// The names of verdicts, as in JSON.
const VERDICTS: [&str; 9] = [
    "not_asked",
    "pending",
    "silence",
    "no_stance",
    "single_source",
    "single_kind",
    "dissonance",
    "partial_agreement",
    "agreement",
];

fn direction(sign: &str) -> Result<Direction, String> {
    Direction::parse(sign).ok_or_else(|| "a direction is +, - or 0".to_owned())
}

pub(super) fn run(args: &VerdictArgs, session: &mut Session) -> Result<Answer, Failure> {
    let mut study = session.open()?;
    let by = session.coder()?;
    session.greet(&study, &by)?;
    let code = study.codebook().find(&args.theme)?;
    if code.claim.is_none() {
        let message = format!("'{}' has no claim, so there is no verdict on it", code.id);
        return Err(Failure::usage(message).hint(format!("give it a claim in {}:{}", code.file, code.line)));
    }
    if args.reason.trim().is_empty() {
        return Err(Failure::usage("a verdict needs its reason").hint("say why with: --reason TEXT"));
    }
    let verdict = Verdict {
        theme: code.id.clone(),
        verdict: args.verdict.clone(),
        direction: args.direction,
        reason: args.reason.clone(),
    };
    let label = format!("{by}'s verdict on {}: {}", verdict.theme, words::given(&verdict));
    study.write(&by, vec![Act::Verdict(verdict)])?;
    session.say(Shown::line(&format!("saved: {label}")))?;
    Ok(Answer::Yes)
}
