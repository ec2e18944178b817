//! `words`: words in their context, frequencies, keywords and collocations.

mod collocations;
mod disclosed;
mod frequency;
mod keyness;
mod kwic;
mod prepared;
mod told;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::content::Merging;
use crate::content::frequency::Words;

use super::failure::{Answer, Failure};
use super::session::Session;

/// What `words` takes.
#[derive(Args, Debug)]
pub(super) struct WordsArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Show each place of a word with what stands before and after it
    Kwic(kwic::KwicArgs),
    /// Count words, in all texts or by theme, kind, case or category
    Frequency(frequency::FrequencyArgs),
    /// Find the words that set one text apart from another
    Keyness(keyness::KeynessArgs),
    /// Find the words that stand near a word
    Collocations(collocations::CollocationsArgs),
}

/// What all of them take.
#[derive(Args, Debug)]
struct Common {
    /// Only passages that this query finds, such as 'kind:interview case:varsk'
    #[arg(long = "in", value_name = "QUERY")]
    within: Option<String>,
    /// Count the turns of interviewers too
    #[arg(long)]
    interviewers: bool,
    /// How many lines to show of each list; 0 shows all. A file gets all where it is not given
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// The file to write; its ending says the format: md, csv or json
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Which codings to look at
    #[arg(long, value_name = "VIEW", default_value = "reconciled", value_parser = ["reconciled", "coded"])]
    view: String,
}

/// How words are counted together.
#[derive(Args, Debug)]
struct Forms {
    /// Count each form by itself instead of all that share a stem
    #[arg(long)]
    forms: bool,
}

impl Forms {
    fn merging(&self) -> Merging {
        if self.forms { Merging::Forms } else { Merging::Stems }
    }
}

/// Which words are listed, where all are without being asked for.
#[derive(Args, Debug)]
struct Content {
    /// Leave function words out of the list, such as articles and pronouns
    #[arg(long)]
    content_words: bool,
}

impl Content {
    fn words(&self) -> Words {
        if self.content_words { Words::OfContent } else { Words::All }
    }
}

pub(super) fn run(args: &WordsArgs, session: &mut Session) -> Result<Answer, Failure> {
    match &args.what {
        What::Kwic(args) => kwic::run(args, session),
        What::Frequency(args) => frequency::run(args, session),
        What::Keyness(args) => keyness::run(args, session),
        What::Collocations(args) => collocations::run(args, session),
    }
}
