//! One line of a journal: a flat JSON object, and the typed [`Entry`] that it stands for.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize};

use crate::base::ids::{Case, CodeId, Coder, EntryId, SourceId, Voice};
use crate::base::lent::Lent;
use crate::base::text::{Span, TextHash};

use super::entry::{
    About, Act, Changes, Coded, Decimal, Direction, Done, Entry, Outcome, Place, Quoted, Refused, Stance, Verdict,
};

/// Why a line is no entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadLine {
    /// It is no JSON object of the journal's form: torn, or not ours.
    #[error("the line is torn or is no journal entry: {0}")]
    Torn(String),
    /// A newer program wrote it.
    #[error("the operation '{0}' is not known to this version")]
    UnknownOp(String),
    /// Another program's private operation: skipped without a word.
    #[error("a private operation of another program")]
    Private,
    /// A field is missing or wrong.
    #[error("the entry '{op}' {why}")]
    Field {
        /// The operation.
        op: String,
        /// What is wrong.
        why: String,
    },
}

/// A member that may be absent, null, or a value.
type Nullable<T> = Option<Option<T>>;

fn nullable<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Nullable<T>, D::Error> {
    Option::<T>::deserialize(from).map(Some)
}

/// The flat form. The order of the fields is the order in which they are written.
#[derive(Serialize, Deserialize, Default)]
struct Flat<'a> {
    id: Option<EntryId>,
    #[serde(borrow, default)]
    at: Cow<'a, str>,
    #[serde(borrow, default)]
    by: Cow<'a, str>,
    #[serde(borrow, default)]
    op: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<EntryId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    undoes: Option<EntryId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redoes: Option<EntryId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<Of>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    result: Option<Lent<'a>>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    source: Option<Lent<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<TextHash>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    quote: Option<Lent<'a>>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    tail: Option<Lent<'a>>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    before: Option<Lent<'a>>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    after: Option<Lent<'a>>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    code: Option<Lent<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    codes: Option<Vec<CodeId>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    all: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "nullable")]
    claim: Nullable<String>,
    #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "nullable")]
    rules: Nullable<String>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    stance: Option<Lent<'a>>,
    #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "nullable")]
    weight: Nullable<Weight>,
    #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "nullable")]
    memo: Nullable<String>,
    #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "nullable")]
    voice: Nullable<String>,
    #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "nullable")]
    case: Nullable<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    about: Option<Lent<'a>>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    theme: Option<Lent<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    direction: Option<Lent<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auto: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    via: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    prev: Option<Lent<'a>>,
}

/// `of`: one entry, or a list of them.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Of {
    One(EntryId),
    Many(Vec<EntryId>),
}

/// A weight as a JSON number or as a text; its digits are taken as they stand.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Weight {
    Number(serde_json::Number),
    Text(String),
}

impl Weight {
    fn read(&self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Decimal::parse(&number.to_string()).ok(),
            Self::Text(text) => Decimal::parse(text).ok(),
        }
    }

    fn write(weight: Decimal) -> Self {
        // A plain decimal is a JSON number; the text is the fallback that cannot happen.
        let text = weight.to_string();
        text.parse().map_or(Self::Text(text), Self::Number)
    }
}

/// Reads one line without its line end. Returns the entry and its `prev`.
///
/// # Errors
/// Says why the line is no entry. Nothing is lost by it: the line stays in its file.
pub fn parse(line: &str) -> Result<(Entry, Option<String>), BadLine> {
    let mut flat: Flat<'_> = serde_json::from_str(line).map_err(|error| why_not(line, &error))?;
    let op = std::mem::take(&mut flat.op);
    if op.starts_with("x-") {
        return Err(BadLine::Private);
    }
    let prev = flat.prev.as_deref().map(str::to_owned);
    let (Some(id), false) = (flat.id, flat.by.is_empty()) else {
        return Err(BadLine::Field { op: op.into_owned(), why: "has no id or no coder".to_owned() });
    };
    let (at, by) = (std::mem::take(&mut flat.at).into_owned(), Coder::from(&*flat.by));
    let (step, undoes, redoes) = (flat.step.unwrap_or(id), flat.undoes, flat.redoes);
    let act = Reader { op: &op, flat }.act()?;
    Ok((Entry { id, at, by, step, undoes, redoes, act }, prev))
}

/// Tells a torn line from an unknown operation whose fields have other types than ours.
fn why_not(line: &str, error: &serde_json::Error) -> BadLine {
    #[derive(Deserialize)]
    struct Named {
        op: String,
    }
    match serde_json::from_str::<Named>(line) {
        Ok(named) if named.op.starts_with("x-") => BadLine::Private,
        Ok(named) if !OPS.contains(&named.op.as_str()) => BadLine::UnknownOp(named.op),
        Ok(named) => BadLine::Field { op: named.op, why: format!("cannot be read: {error}") },
        Err(_) => BadLine::Torn(error.to_string()),
    }
}

const OPS: [&str; 12] = [
    "code",
    "change",
    "remove",
    "restore",
    "anchor",
    "cell",
    "done",
    "reopen",
    "memo",
    "reconcile",
    "verdict",
    "refuse",
];

/// Turns the flat form into an act, and says which field is at fault.
struct Reader<'o, 'a> {
    op: &'o str,
    flat: Flat<'a>,
}

impl Reader<'_, '_> {
    fn wrong(&self, why: impl Into<String>) -> BadLine {
        BadLine::Field { op: self.op.to_owned(), why: why.into() }
    }

    fn need<T>(&self, value: Option<T>, field: &str) -> Result<T, BadLine> {
        value.ok_or_else(|| self.wrong(format!("has no '{field}'")))
    }

    fn act(mut self) -> Result<Act, BadLine> {
        match self.op {
            "code" => self.coded().map(|coded| Act::Code(Box::new(coded))),
            "change" => Ok(Act::Change(self.of()?, Box::new(self.changes()?))),
            "remove" => Ok(Act::Remove(self.of()?)),
            "restore" => Ok(Act::Restore(self.of()?)),
            "anchor" => Ok(Act::Anchor(self.of()?, self.place()?)),
            "cell" => Ok(Act::Cell {
                source: self.source()?,
                code: self.code()?,
                stance: self.stance()?.unwrap_or_default(),
                summary: self.flat.summary.take().unwrap_or_default(),
            }),
            "done" => self.done().map(Act::Done),
            "reopen" => self.done().map(Act::Reopen),
            "memo" => {
                let about = self.need(self.flat.about.as_deref().and_then(About::parse), "about")?;
                let memo = self.flat.memo.take().flatten();
                Ok(Act::Memo(about, self.need(memo, "memo")?))
            }
            "reconcile" => self.reconcile(),
            "verdict" => self.verdict().map(Act::Verdict),
            "refuse" => {
                Ok(Act::Refuse(Box::new(Refused { source: self.source()?, place: self.place()?, code: self.code()? })))
            }
            other => Err(BadLine::UnknownOp(other.to_owned())),
        }
    }

    fn of(&self) -> Result<EntryId, BadLine> {
        match &self.flat.of {
            Some(Of::One(id)) => Ok(*id),
            Some(Of::Many(ids)) if ids.len() == 1 => Ok(ids[0]),
            _ => Err(self.wrong("does not name the one entry that it is about in 'of'")),
        }
    }

    fn source(&self) -> Result<SourceId, BadLine> {
        self.need(self.flat.source.as_deref().map(SourceId::from), "source")
    }

    fn code(&self) -> Result<CodeId, BadLine> {
        self.need(self.flat.code.as_deref().map(CodeId::from), "code")
    }

    fn stance(&self) -> Result<Option<Stance>, BadLine> {
        let Some(word) = self.flat.stance.as_deref() else { return Ok(None) };
        Stance::parse(word).map(Some).ok_or_else(|| self.wrong(format!("has the unknown stance '{word}'")))
    }

    fn weight(&self) -> Result<Nullable<Decimal>, BadLine> {
        match &self.flat.weight {
            None => Ok(None),
            Some(None) => Ok(Some(None)),
            Some(Some(weight)) => match weight.read() {
                Some(weight) => Ok(Some(Some(weight).filter(|weight| *weight != Decimal::ONE))),
                None => Err(self.wrong("has a weight that is no decimal above 0 and up to 1")),
            },
        }
    }

    fn place(&self) -> Result<Place, BadLine> {
        let flat = &self.flat;
        let (start, end) = (self.need(flat.start, "start")?, self.need(flat.end, "end")?);
        if start > end {
            return Err(self.wrong("ends before it starts"));
        }
        Ok(Place {
            text: self.need(flat.text, "text")?,
            span: Span { start, end },
            quoted: Quoted {
                quote: self.need(flat.quote.as_deref(), "quote")?.into(),
                tail: flat.tail.as_deref().map(Into::into),
                before: flat.before.as_deref().unwrap_or_default().into(),
                after: flat.after.as_deref().unwrap_or_default().into(),
            },
        })
    }

    fn coded(&mut self) -> Result<Coded, BadLine> {
        Ok(Coded {
            source: self.source()?,
            place: self.place()?,
            code: self.code()?,
            claim: self.flat.claim.take().flatten(),
            rules: self.flat.rules.take().flatten(),
            stance: self.stance()?.unwrap_or_default(),
            weight: self.weight()?.flatten(),
            memo: self.flat.memo.take().flatten(),
            voice: self.flat.voice.take().flatten().map(Voice::from),
            case: self.flat.case.take().flatten().map(Case::from),
            auto: self.flat.auto.take(),
            via: self.flat.via.take(),
        })
    }

    fn changes(&mut self) -> Result<Changes, BadLine> {
        let placed = self.flat.start.is_some() || self.flat.end.is_some();
        Ok(Changes {
            place: if placed { Some(self.place()?) } else { None },
            code: self.flat.code.as_deref().map(CodeId::from),
            stance: self.stance()?,
            weight: self.weight()?,
            memo: self.flat.memo.take(),
            voice: self.flat.voice.take().map(|voice| voice.map(Voice::from)),
            case: self.flat.case.take().map(|case| case.map(Case::from)),
            claim: self.flat.claim.take(),
            rules: self.flat.rules.take(),
            summary: self.flat.summary.take(),
        })
    }

    fn done(&mut self) -> Result<Done, BadLine> {
        let codes = self.flat.codes.take();
        Ok(Done {
            source: self.source()?,
            text: self.flat.text,
            codes: self.need(codes, "codes")?,
            all: self.flat.all.unwrap_or(false),
        })
    }

    fn reconcile(&mut self) -> Result<Act, BadLine> {
        let of = match self.flat.of.take() {
            Some(Of::Many(ids)) => ids,
            Some(Of::One(id)) => vec![id],
            None => return Err(self.wrong("has no 'of'")),
        };
        let outcome = match self.flat.result.as_deref() {
            Some("agreed") => Outcome::Agreed(Box::new(self.coded()?)),
            Some("none") => Outcome::None,
            _ => return Err(self.wrong("has no 'result' of \"agreed\" or \"none\"")),
        };
        Ok(Act::Reconcile(of, outcome))
    }

    fn verdict(&mut self) -> Result<Verdict, BadLine> {
        let direction = match self.flat.direction.as_deref() {
            None => None,
            Some(sign) => Some(self.need(Direction::parse(sign), "direction of +, - or 0")?),
        };
        let verdict = self.flat.verdict.take();
        Ok(Verdict {
            theme: self.need(self.flat.theme.as_deref().map(CodeId::from), "theme")?,
            verdict: self.need(verdict, "verdict")?,
            direction,
            reason: self.flat.reason.take().unwrap_or_default(),
        })
    }
}

/// Writes an entry as one line without its line end. `prev` is the hash of the line before.
#[must_use]
pub fn print(entry: &Entry, prev: &str) -> String {
    let mut flat = Flat {
        id: Some(entry.id),
        at: Cow::Borrowed(&entry.at),
        by: Cow::Borrowed(entry.by.as_str()),
        step: Some(entry.step),
        undoes: entry.undoes,
        redoes: entry.redoes,
        prev: Some(prev.into()),
        ..Flat::default()
    };
    flat.op = Cow::Borrowed(fill(&mut flat, &entry.act));
    // A flat struct of texts and numbers always serialises.
    serde_json::to_string(&flat).unwrap_or_default()
}

/// Puts an act into the flat form and returns its operation.
fn fill<'a>(flat: &mut Flat<'a>, act: &'a Act) -> &'static str {
    match act {
        Act::Code(coded) => {
            fill_coded(flat, coded);
            "code"
        }
        Act::Change(of, changes) => {
            flat.of = Some(Of::One(*of));
            fill_changes(flat, changes);
            "change"
        }
        Act::Remove(of) => {
            flat.of = Some(Of::One(*of));
            "remove"
        }
        Act::Restore(of) => {
            flat.of = Some(Of::One(*of));
            "restore"
        }
        Act::Anchor(of, place) => {
            flat.of = Some(Of::One(*of));
            fill_place(flat, place);
            "anchor"
        }
        Act::Cell { source, code, stance, summary } => {
            flat.source = Some(source.as_str().into());
            flat.code = Some(code.as_str().into());
            flat.stance = Some(stance.word().into());
            flat.summary = Some(summary.clone());
            "cell"
        }
        Act::Done(done) => {
            fill_done(flat, done);
            "done"
        }
        Act::Reopen(done) => {
            fill_done(flat, done);
            "reopen"
        }
        Act::Memo(about, memo) => {
            flat.about = Some(Lent(Cow::Owned(about.to_string())));
            flat.memo = Some(Some(memo.clone()));
            "memo"
        }
        Act::Reconcile(of, outcome) => {
            flat.of = Some(Of::Many(of.clone()));
            match outcome {
                Outcome::Agreed(coded) => {
                    flat.result = Some("agreed".into());
                    fill_coded(flat, coded);
                }
                Outcome::None => flat.result = Some("none".into()),
            }
            "reconcile"
        }
        Act::Verdict(verdict) => {
            flat.theme = Some(verdict.theme.as_str().into());
            flat.verdict = Some(verdict.verdict.clone());
            flat.direction = verdict.direction.map(|direction| direction.sign().into());
            flat.reason = Some(verdict.reason.clone());
            "verdict"
        }
        Act::Refuse(refused) => {
            fill_place(flat, &refused.place);
            flat.source = Some(refused.source.as_str().into());
            flat.code = Some(refused.code.as_str().into());
            "refuse"
        }
    }
}

fn fill_place<'a>(flat: &mut Flat<'a>, place: &'a Place) {
    flat.text = Some(place.text);
    flat.start = Some(place.span.start);
    flat.end = Some(place.span.end);
    flat.quote = Some((&*place.quoted.quote).into());
    flat.tail = place.quoted.tail.as_deref().map(Lent::from);
    flat.before = Some((&*place.quoted.before).into());
    flat.after = Some((&*place.quoted.after).into());
}

fn fill_coded<'a>(flat: &mut Flat<'a>, coded: &'a Coded) {
    fill_place(flat, &coded.place);
    flat.source = Some(coded.source.as_str().into());
    flat.code = Some(coded.code.as_str().into());
    flat.claim = coded.claim.clone().map(Some);
    flat.rules = coded.rules.clone().map(Some);
    flat.stance = Some(coded.stance.word().into());
    flat.weight = coded.weight.map(|weight| Some(Weight::write(weight)));
    flat.memo = coded.memo.clone().map(Some);
    flat.voice = coded.voice.as_ref().map(|voice| Some(voice.to_string()));
    flat.case = coded.case.as_ref().map(|case| Some(case.to_string()));
    flat.auto.clone_from(&coded.auto);
    flat.via.clone_from(&coded.via);
}

fn fill_changes<'a>(flat: &mut Flat<'a>, changes: &'a Changes) {
    if let Some(place) = &changes.place {
        fill_place(flat, place);
    }
    flat.code = changes.code.as_ref().map(|code| code.as_str().into());
    flat.stance = changes.stance.map(|stance| stance.word().into());
    flat.weight = changes.weight.map(|weight| weight.map(Weight::write));
    flat.memo.clone_from(&changes.memo);
    flat.voice = changes.voice.as_ref().map(|voice| voice.as_ref().map(ToString::to_string));
    flat.case = changes.case.as_ref().map(|case| case.as_ref().map(ToString::to_string));
    flat.claim.clone_from(&changes.claim);
    flat.rules.clone_from(&changes.rules);
    flat.summary.clone_from(&changes.summary);
}

fn fill_done<'a>(flat: &mut Flat<'a>, done: &'a Done) {
    flat.source = Some(done.source.as_str().into());
    flat.text = done.text;
    flat.codes = Some(done.codes.clone());
    flat.all = done.all.then_some(true);
}

#[cfg(test)]
pub(super) mod tests;
