//! What a table of codings comes to in a study: codings to write, rows there already, rows refused.
//!
//! Pure but for the texts it asks for: writes nothing, so that a dry run is the same run.

use std::collections::{BTreeMap, HashSet};

use crate::base::count::plural;
use crate::base::ids::{Case, CodeId, Coder, SourceId, Voice};
use crate::base::nearest::did_you_mean;
use crate::base::problem::Problem;
use crate::base::stopped::{Step, Stopped};
use crate::base::text::{Span, Text, TextHash};
use crate::codebook::{Codebook, NewCode};
use crate::coding::anchor::{Found, Searchable};
use crate::coding::{Coded, Decimal, Place, Stance};

use super::new_codes::NewCodes;
use super::table::{Given, Table};

/// What rows are read against.
pub trait Ground {
    /// Returns the source that a cell names.
    ///
    /// # Errors
    /// When there is none, or several.
    fn source(&self, named: &str) -> Result<SourceId, Problem>;

    /// Returns the text of a source.
    ///
    /// # Errors
    /// When it cannot be read.
    fn text(&self, source: &SourceId) -> Result<(Text, TextHash), Problem>;

    /// Returns the codebook.
    fn codebook(&self) -> &Codebook;
}

/// A live coding of the study, by which rows are known that are there already.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Known {
    /// Its source.
    pub source: SourceId,
    /// Where it stands in today's text, or the words of one that stands nowhere.
    pub stands: Stands,
    /// Its code; where an alias was written, the code that has it.
    pub code: CodeId,
    /// Its coder.
    pub coder: Coder,
    /// Its stance.
    pub stance: Stance,
    /// Its weight.
    pub weight: Decimal,
    /// Who really says it.
    pub voice: Option<Voice>,
    /// The case it speaks of.
    pub case: Option<Case>,
    /// Its memo.
    pub memo: Option<String>,
}

/// Where a coding stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Stands {
    /// On these code points.
    At(Span),
    /// Nowhere: it is known by its words.
    Words(String),
}

/// How a table is to be taken.
#[derive(Clone, Debug)]
pub struct Terms {
    /// The coder of rows that name none.
    pub coder: Coder,
    /// Who imports.
    pub via: String,
    /// Whether codes that are not there are made.
    pub create_codes: bool,
}

/// What a table comes to.
#[derive(Debug, Default)]
pub struct Planned {
    /// The new codings by coder, each in the order of the rows.
    pub codings: BTreeMap<Coder, Vec<Coded>>,
    /// Codes to be made, parents first.
    pub new_codes: Vec<NewCode>,
    /// How many rows are there already.
    pub already: usize,
    /// The rows that were refused, by their position in the table, and why.
    pub refused: Vec<(usize, String)>,
}

impl Planned {
    /// Returns how many codings are to be written.
    #[must_use]
    pub fn count(&self) -> usize {
        self.codings.values().map(Vec::len).sum()
    }
}

/// Reads the rows of a table one by one. `step` is asked before each.
///
/// # Errors
/// When a step ends it.
pub fn plan(
    table: &Table,
    ground: &dyn Ground,
    known: impl IntoIterator<Item = Known>,
    terms: &Terms,
    step: &mut Step<'_>,
) -> Result<Planned, Stopped> {
    let mut planning = Planning {
        table,
        ground,
        terms,
        known: known.into_iter().collect(),
        codes: NewCodes::new(ground.codebook()),
        texts: BTreeMap::new(),
        searched: None,
        sources: BTreeMap::new(),
        found: BTreeMap::new(),
    };
    let mut planned = Planned::default();
    for (at, row) in table.rows.iter().enumerate() {
        step(at, table.rows.len())?;
        match planning.row(row) {
            Ok(Some((coder, coded))) => planned.codings.entry(coder).or_default().push(coded),
            Ok(None) => planned.already += 1,
            Err(reason) => planned.refused.push((at, reason)),
        }
    }
    planned.new_codes = planning.codes.into_made();
    Ok(planned)
}

struct Planning<'a> {
    table: &'a Table,
    ground: &'a dyn Ground,
    terms: &'a Terms,
    known: HashSet<Known>,
    codes: NewCodes<'a>,
    /// Each source is read once.
    texts: BTreeMap<SourceId, Result<(Text, TextHash), String>>,
    /// The text that was searched last, made ready: tables mostly keep the rows of a source together.
    searched: Option<(SourceId, Searchable)>,
    /// What each cell of the columns `source` and `code` names.
    sources: BTreeMap<String, Result<SourceId, String>>,
    found: BTreeMap<String, Result<Option<CodeId>, String>>,
}

impl Planning<'_> {
    /// Reads one row: a coding to write, nothing where it is there already.
    fn row(&mut self, row: &Given) -> Result<Option<(Coder, Coded)>, String> {
        let table = self.table;
        let cell = |column: &str| table.cell(row, column);
        let stance = stance(cell("stance"))?;
        let weight = cell("weight").map(Decimal::parse).transpose().map_err(|error| error.to_string())?;
        let coder = cell("coder").map_or_else(|| self.terms.coder.clone(), Coder::from);
        let voice = cell("voice").map(Voice::from);
        let case = cell("case").map(Case::from);
        let memo = cell("memo").map(str::to_owned);
        let named = cell("source").ok_or("the row names no source")?;
        let found = self.source(named);
        let wanted = cell("code").ok_or("the row names no code")?;
        let there = self.code(wanted)?;
        let words = cell("quote").unwrap_or_default().to_owned();
        // A row with a place and no words is known by its place alone.
        let may_stand_nowhere = !words.is_empty() || cell("start").is_none();
        let mut key = Known {
            source: found.clone().unwrap_or_else(|_| named.into()),
            stands: Stands::Words(words),
            code: there.clone().unwrap_or_else(|| wanted.into()),
            coder: coder.clone(),
            stance,
            weight: weight.unwrap_or(Decimal::ONE),
            voice: voice.clone(),
            case: case.clone(),
            memo: memo.clone(),
        };
        if may_stand_nowhere && self.known.contains(&key) {
            return Ok(None);
        }
        let source = found?;
        let (text, hash) = self.text(&source)?;
        let span = self.span(row, &source, &text)?;
        // Only now: a row that is refused makes no code.
        let code = match there {
            Some(code) => code,
            None => self.codes.get(wanted)?,
        };
        key.code = code.clone();
        key.stands = Stands::At(span);
        // A row that stands twice in the table is there already the second time.
        if !self.known.insert(key) {
            return Ok(None);
        }
        let coded = Coded {
            source,
            place: Place::of(&text, hash, span),
            // Set when it is written, when all codes are there.
            claim: None,
            rules: None,
            code,
            stance,
            weight: weight.filter(|weight| *weight != Decimal::ONE),
            memo,
            voice,
            case,
            auto: None,
            via: Some(self.terms.via.clone()),
        };
        Ok(Some((coder, coded)))
    }

    fn source(&mut self, named: &str) -> Result<SourceId, String> {
        if let Some(found) = self.sources.get(named) {
            return found.clone();
        }
        let found = self.ground.source(named).map_err(|problem| problem.sentence());
        self.sources.insert(named.to_owned(), found.clone());
        found
    }

    fn text(&mut self, source: &SourceId) -> Result<(Text, TextHash), String> {
        if let Some(found) = self.texts.get(source) {
            return found.clone();
        }
        let found = self.ground.text(source).map_err(|problem| problem.sentence());
        self.texts.insert(source.clone(), found.clone());
        found
    }

    /// Returns the code that a cell names; nothing where it is to be made.
    fn code(&mut self, wanted: &str) -> Result<Option<CodeId>, String> {
        if let Some(found) = self.found.get(wanted) {
            return found.clone();
        }
        let found = self.find_code(wanted);
        self.found.insert(wanted.to_owned(), found.clone());
        found
    }

    fn find_code(&self, wanted: &str) -> Result<Option<CodeId>, String> {
        match self.ground.codebook().find(wanted) {
            Ok(code) => Ok(Some(code.id.clone())),
            Err(problem) if problem.kind == "unknown-code" && self.terms.create_codes => Ok(None),
            Err(problem) => Err(problem.sentence()),
        }
    }

    /// Returns where the words of a row stand: where it says, if its quote stands there.
    fn span(&mut self, row: &Given, source: &SourceId, text: &Text) -> Result<Span, String> {
        let place = self.place(row)?;
        let inside = place.filter(|place| place.end <= text.len());
        let quote = self.table.cell(row, "quote").filter(|quote| !quote.trim().is_empty());
        match (quote, place, inside) {
            (None, None, _) => Err("the row has neither a place nor a quote".to_owned()),
            (None, Some(place), None) => {
                let points = plural(text.len(), "code point", "code points");
                Err(format!("the place {place} goes past the end of the source, which has {points}"))
            }
            (None, _, Some(place)) => Ok(place),
            (Some(quote), _, Some(place)) if text.slice(place) == quote => Ok(place),
            (Some(quote), _, _) => self.search(quote, source, text),
        }
    }

    /// Returns the place that a row names.
    fn place(&self, row: &Given) -> Result<Option<Span>, String> {
        let number = |column: &'static str| {
            let cell = self.table.cell(row, column);
            let wrong = |cell| format!("'{column}' is a number of code points, not '{cell}'");
            cell.map(|cell| cell.parse::<usize>().map_err(|_| wrong(cell))).transpose()
        };
        match (number("start")?, number("end")?) {
            (Some(start), Some(end)) if start >= end => {
                Err(format!("the end {end} does not come after the start {start}"))
            }
            (Some(start), Some(end)) => Ok(Some(Span { start, end })),
            (None, None) => Ok(None),
            _ => Err("a place needs both start and end".to_owned()),
        }
    }

    /// Finds words in a source: word for word if they stand once, else as an anchor does.
    fn search(&mut self, quote: &str, source: &SourceId, text: &Text) -> Result<Span, String> {
        if self.searched.as_ref().is_none_or(|(ready, _)| ready != source) {
            self.searched = None;
        }
        let (_, ready) = self.searched.get_or_insert_with(|| (source.clone(), Searchable::new(text)));
        match ready.find_words(quote) {
            Found::At(span, _) => return Ok(span),
            Found::Ambiguous => {
                return Err("these words stand more than once in the source; give start and end".to_owned());
            }
            Found::Lost => {}
        }
        // The quote as an anchor keeps it, without words around it: close words have to be long then.
        let words = Text::from(quote);
        match ready.find(&Place::of(&words, words.hash(), words.span())) {
            Found::At(span, _) => Ok(span),
            Found::Ambiguous => Err("words close to these stand more than once in the source".to_owned()),
            Found::Lost => Err("these words do not stand in the source".to_owned()),
        }
    }
}

fn stance(cell: Option<&str>) -> Result<Stance, String> {
    let Some(word) = cell else { return Ok(Stance::Neutral) };
    Stance::parse(&word.to_lowercase()).ok_or_else(|| {
        let words = Stance::ALL.map(Stance::word);
        let hint = did_you_mean(word, words).unwrap_or_else(|| format!("it is one of {}", words.join(", ")));
        format!("there is no stance '{word}'; {hint}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::read_file;

    struct Sources {
        texts: Vec<(&'static str, &'static str)>,
        codebook: Codebook,
    }

    impl Ground for Sources {
        fn source(&self, named: &str) -> Result<SourceId, Problem> {
            let found = self.texts.iter().find(|(id, _)| id.contains(named));
            found.map(|(id, _)| SourceId::from(*id)).ok_or_else(|| {
                Problem::error("unknown-source", "", format!("there is no source '{named}'")).hint("tripod sources")
            })
        }

        fn text(&self, source: &SourceId) -> Result<(Text, TextHash), Problem> {
            let text = self.texts.iter().find(|(id, _)| *source == *id).map(|(_, text)| Text::from(*text)).unwrap();
            let hash = text.hash();
            Ok((text, hash))
        }

        fn codebook(&self) -> &Codebook {
            &self.codebook
        }
    }

    fn planned(rows: &str, create_codes: bool, known: &[Known]) -> (Planned, Vec<String>) {
        let codes = "[[code]]\nid='capacity'\nname='Capacity'\nclaim='It rose.'\naliases=['old']\n";
        let ground = Sources {
            texts: vec![("interviews/a.md", "The lab works. The lab waits. Nobody pays.\n")],
            codebook: Codebook::new([read_file("codebooks/a.toml", codes).0]).0,
        };
        let table =
            Table::read(format!("source,start,end,quote,code,coder,stance,weight,memo\n{rows}").as_bytes()).unwrap();
        let terms = Terms { coder: "ana".into(), via: "ana".to_owned(), create_codes };
        let planned =
            plan(&table, &ground, known.iter().cloned(), &terms, &mut crate::base::stopped::to_the_end).unwrap();
        let reasons = planned.refused.iter().map(|(row, reason)| format!("{row}: {reason}")).collect();
        (planned, reasons)
    }

    #[test]
    fn rows_become_codings_of_their_coders() {
        let rows = "a,0,14,The lab works.,capacity,ben,supports,0.5,good\n\
                    a,30,41,,OLD,,,1,\n\
                    a,,,The  lab\twaits.,Capacity,ben,Contradicts,,\n\
                    a,5,9,Nobody pays,capacity,,,,\n\
                    a,,,\"The lab works, and the lab waits. Nobody pays\",capacity,,,,\n";
        let (planned, reasons) = planned(rows, false, &[]);
        assert_eq!(reasons, ["1: there is no code 'OLD'; see the codes with: tripod codebook"]);
        let seen = |coder: &str| {
            let codings = &planned.codings[coder];
            codings.iter().map(|coded| (coded.place.span.to_string(), coded.stance.word())).collect::<Vec<_>>()
        };
        assert_eq!(seen("ben"), [("0..14".to_owned(), "supports"), ("15..29".to_owned(), "contradicts")]);
        assert_eq!(seen("ana"), [("30..41".to_owned(), "neutral"), ("0..41".to_owned(), "neutral")]);
        let first = &planned.codings["ben"][0];
        assert_eq!(
            (&*first.place.quoted.quote, &*first.place.quoted.after),
            ("The lab works.", " The lab waits. Nobody pays.\n")
        );
        assert_eq!(first.weight.unwrap().to_string(), "0.5");
        assert!(first.via.as_deref() == Some("ana") && first.memo.as_deref() == Some("good"));
    }

    #[test]
    fn refused_rows_say_why_and_do_not_stop_the_others() {
        let rows = "b,0,1,,capacity,,,,\na,,,The lab,capacity,,,,\na,,,no such words,capacity,,,,\n\
                    a,9,9,,capacity,,,,\na,0,99,,capacity,,,,\na,1,,x,capacity,,,,\na,x,2,,capacity,,,,\n\
                    a,0,3,,capacity,,suports,,\na,0,3,,capacity,,,2,\na,0,3,,,,,,\n,0,3,,capacity,,,,\na,,,,capacity,,,,\n\
                    a,0,3,,capacity,,,,\n";
        let (planned, reasons) = planned(rows, false, &[]);
        let words = [
            "there is no source 'b'; tripod sources",
            "more than once",
            "do not stand",
            "does not come after",
            "past the end",
            "both start",
            "'x'",
            "did you mean 'supports'",
            "a weight is",
            "names no code",
            "names no source",
            "neither",
        ];
        assert_eq!(reasons.len(), words.len());
        for (reason, word) in reasons.iter().zip(words) {
            assert!(reason.contains(word), "{reason} / {word}");
        }
        assert_eq!(planned.count(), 1);
    }

    #[test]
    fn what_is_there_already_is_passed_over() {
        let known = Known {
            source: "interviews/a.md".into(),
            stands: Stands::At(Span::new(0, 14)),
            code: "capacity".into(),
            coder: "ben".into(),
            stance: Stance::Supports,
            weight: Decimal::ONE,
            voice: None,
            case: None,
            memo: None,
        };
        let unanchored = Known { stands: Stands::Words("Words that went away".to_owned()), ..known.clone() };
        let rows = "a,0,14,,old,ben,supports,1.0,\na,,,Words that went away,capacity,ben,supports,,\n\
                    a,0,14,,capacity,ben,neutral,,\na,0,14,,capacity,ben,neutral,,\na,0,14,,capacity,ana,supports,,\n";
        let (planned, reasons) = planned(rows, false, &[known, unanchored]);
        assert_eq!((planned.already, planned.count(), reasons.len()), (3, 2, 0));
    }

    #[test]
    fn codes_are_made_only_for_rows_that_are_taken() {
        let rows = "a,0,3,,Capacity > Labs,,,,\na,0,99,,Never,,,,\na,4,7,,capacity > labs,,,,\n";
        let (planned, reasons) = planned(rows, true, &[]);
        assert_eq!(reasons.len(), 1);
        let made: Vec<_> =
            planned.new_codes.iter().map(|code| (code.id.as_str(), code.parent.as_ref().map(CodeId::as_str))).collect();
        assert_eq!(made, [("labs", Some("capacity"))]);
        assert!(planned.codings["ana"].iter().all(|coded| coded.code == *"labs"));
    }
}
