//! `words keyness`: the words that set a theme, kind, case or category apart, or one query from another.

use clap::Args;
use serde_json::{Value, json};

use crate::base::count::plural;
use crate::content::contrast::per_thousand;
use crate::content::groups::{By, Group, groups, names};
use crate::content::keyness::{Compared, LEAST_SOURCES, Listing, Row, Side, by_groups, cut_off, two};
use crate::report::block::Table;

use super::super::failure::{Answer, Failure};
use super::super::session::Session;
use super::disclosed::Disclosed;
use super::prepared::{Prepared, unknown};
use super::told::{Told, number};
use super::{Common, Content, Forms};

/// What `words keyness` takes.
#[derive(Args, Debug)]
pub(super) struct KeynessArgs {
    /// Hold each group against the rest: theme, kind, case, category, or an attribute of the study
    #[arg(long, value_name = "WHAT")]
    by: Option<String>,
    /// Only this group
    #[arg(long, value_name = "VALUE", requires = "by")]
    of: Option<String>,
    /// Hold it against the passages of this query; `rest` is all others
    #[arg(long, value_name = "QUERY", default_value = "rest")]
    against: String,
    /// Show the words that are less frequent instead of those that are more frequent
    #[arg(long)]
    less: bool,
    #[command(flatten)]
    content: Content,
    #[command(flatten)]
    forms: Forms,
    #[command(flatten)]
    common: Common,
}

pub(super) fn run(args: &KeynessArgs, session: &mut Session) -> Result<Answer, Failure> {
    let mut prepared = Prepared::new(&args.common, session)?;
    args.common.check(&prepared.study)?;
    let mut hidden = None;
    let (title, compared) = if let Some(by) = &args.by {
        let by = prepared.by(by)?;
        let (found, disclosed) = by_value(args, &by, &mut prepared, session)?;
        hidden = disclosed.about();
        let may = found.into_iter().enumerate().filter(|(at, _)| disclosed.may(*at)).map(|(_, found)| found);
        (format!("Keywords by {by}"), may.collect())
    } else {
        let Some(within) = &args.common.within else {
            let message = "it is not said which words are held against which";
            let hint = "divide the texts with: --by theme, or name two: --in 'kind:interview' --against \
                        'kind:desk-review'";
            return Err(Failure::usage(message).hint(hint));
        };
        let compared = two_queries(args, &mut prepared, session)?;
        ("Keywords".to_owned(), vec![(format!("{within} against {}", args.against), compared)])
    };
    let mut told = told(args, title, &compared, &prepared);
    told.about.extend(hidden);
    told.tell(&args.common, &prepared.study, session)
}

fn how(args: &KeynessArgs) -> Listing {
    Listing {
        merging: args.forms.merging(),
        words: args.content.words(),
        side: if args.less { Side::Less } else { Side::More },
    }
}

/// Holds the passages of `--in` against those of `--against`.
fn two_queries(args: &KeynessArgs, prepared: &mut Prepared, session: &mut Session) -> Result<Compared, Failure> {
    let other = other(args, prepared, session)?;
    prepared.watched(session, "counting", |ready, watch| {
        two(&ready.picture, &ready.material, (&ready.range, &other), how(args), watch)
    })
}

/// Returns the passages of `--against`.
fn other(
    args: &KeynessArgs,
    prepared: &mut Prepared,
    session: &mut Session,
) -> Result<crate::search::passages::PassageSet, Failure> {
    let query = if args.against == "rest" { "" } else { args.against.as_str() };
    prepared.passages(query, session)
}

/// Holds groups against the rest, or one group against a query; says which of them may be told.
fn by_value(
    args: &KeynessArgs,
    by: &By,
    prepared: &mut Prepared,
    session: &mut Session,
) -> Result<(Vec<(String, Compared)>, Disclosed), Failure> {
    let chosen = chosen(args, by, prepared)?;
    let divided = groups(&prepared.picture, by, chosen).map_err(unknown)?;
    let compared = match divided.as_slice() {
        [one] if args.against != "rest" => {
            let other = other(args, prepared, session)?;
            let mut own = one.passages.clone();
            own.intersect(&prepared.range);
            vec![prepared.watched(session, "counting", |ready, watch| {
                two(&ready.picture, &ready.material, (&own, &other), how(args), watch)
            })?]
        }
        _ if args.against != "rest" => {
            let hint = "name the group with --of, or leave --against out";
            return Err(Failure::usage("several groups cannot be held against one query").hint(hint));
        }
        _ => prepared.watched(session, "counting", |ready, watch| {
            by_groups(&ready.picture, &ready.material, (&ready.range, by), &divided, how(args), watch)
        })?,
    };
    let disclosed = Disclosed::new(&args.common, prepared, by, &divided);
    let name = |group: Group| group.id;
    Ok((divided.into_iter().map(name).zip(compared).collect(), disclosed))
}

/// Returns the groups that are asked for.
fn chosen(args: &KeynessArgs, by: &By, prepared: &Prepared) -> Result<Vec<(String, String)>, Failure> {
    let all = names(&prepared.study, by);
    let Some(wanted) = &args.of else { return Ok(all) };
    if *by == By::Theme {
        // Any code may be looked at, by its id or its name.
        let code = prepared.study.codebook().find(wanted)?;
        return Ok(vec![(code.id.to_string(), code.name.clone())]);
    }
    // What no group is called is refused with the names that there are.
    Ok(vec![(wanted.clone(), wanted.clone())])
}

fn told(args: &KeynessArgs, title: String, compared: &[(String, Compared)], prepared: &Prepared) -> Told {
    let most = args.common.lines();
    let group = args.by.as_deref().unwrap_or("text");
    let header = [
        group,
        "word",
        "language",
        "count",
        "per 1,000",
        "other",
        "per 1,000 there",
        "sources",
        "log ratio",
        "G2 (Dunning)",
        "LL (Rayson)",
        "reaches",
    ];
    let mut table = Table::new("", header);
    let mut values = Vec::new();
    for (name, found) in compared {
        for row in found.rows.iter().take(most) {
            table.add(std::iter::once(name.clone()).chain(cells(row)));
            values.push(value(name, row));
        }
    }
    let side = if args.less { "less" } else { "more" };
    let mut about = vec![
        prepared.about(),
        format!(
            "words that are {side} frequent, in {LEAST_SOURCES} or more sources, by G2 of 3.84 or more; no test of a population"
        ),
    ];
    if args.by.as_deref() == Some("theme") && args.against == "rest" {
        about.push(
            "a theme is held against the other passages of the kinds of sources that it has passages in".to_owned(),
        );
    }
    if let [(_, Compared { words: (one, other), .. })] = compared {
        about.push(format!(
            "{} against {}; each language with itself",
            plural(*one, "word", "words"),
            plural(*other, "word", "words")
        ));
    }
    Told { title, about, table, rows: values, lines: None }
}

fn cells(row: &Row) -> [String; 11] {
    let often = |count, words| per_thousand(count, words).map(number).unwrap_or_default();
    let contrast = row.contrast;
    [
        row.word.clone(),
        row.language.tag().to_owned(),
        contrast.a.to_string(),
        often(contrast.a, contrast.n1),
        contrast.b.to_string(),
        often(contrast.b, contrast.n2),
        row.sources.0.to_string(),
        number(row.log_ratio),
        number(row.g2),
        number(row.ll),
        cut_off(row.g2).map(number).unwrap_or_default(),
    ]
}

fn value(group: &str, row: &Row) -> Value {
    let contrast = row.contrast;
    json!({
        "group": group, "word": row.word, "language": row.language.tag(), "count": contrast.a, "words": contrast.n1,
        "other_count": contrast.b, "other_words": contrast.n2, "sources": row.sources.0,
        "other_sources": row.sources.1, "log_ratio": row.log_ratio, "g2": row.g2, "ll": row.ll,
        "reaches": cut_off(row.g2),
    })
}
