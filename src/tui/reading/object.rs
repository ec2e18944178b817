//! Text objects: the unit around a place, taken as a whole.

use super::motion::{Ground, Landmarks, Unit, Way};
use crate::base::text::Span;

/// What can be taken around the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Object {
    /// The word.
    Word,
    /// The sentence.
    Sentence,
    /// The passage.
    Passage,
    /// The speaker's turn.
    Turn,
    /// The words of the coding. The screen knows which one is meant; a text does not.
    Coding,
    /// What stands in quotation marks, without them.
    Quoted,
    /// What stands in brackets, without them.
    Bracketed,
}

impl Object {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Word, Self::Sentence, Self::Passage, Self::Turn, Self::Coding, Self::Quoted, Self::Bracketed];

    /// Returns the unit by which more of the same follow it, where several can be taken.
    #[must_use]
    pub fn unit(self) -> Option<Unit> {
        match self {
            Self::Word => Some(Unit::Word),
            Self::Sentence => Some(Unit::Sentence),
            Self::Passage => Some(Unit::Passage),
            Self::Turn => Some(Unit::Turn),
            Self::Coding | Self::Quoted | Self::Bracketed => None,
        }
    }
}

/// A sign that opens, and those that close it.
type Pair = (char, &'static [char]);

/// Quotation marks of the languages that studies are written in. A sign may open in one and close in another.
const QUOTES: &[Pair] = &[
    ('"', &['"']),
    ('“', &['”']),
    ('„', &['“', '”']),
    ('”', &['”']),
    ('«', &['»']),
    ('»', &['«']),
    ('‹', &['›']),
    ('›', &['‹']),
    ('‘', &['’']),
    ('‚', &['‘', '’']),
    ('\'', &['\'']),
    ('「', &['」']),
    ('『', &['』']),
    ('＂', &['＂']),
];

const BRACKETS: &[Pair] = &[
    ('(', &[')']),
    ('[', &[']']),
    ('{', &['}']),
    ('<', &['>']),
    ('（', &['）']),
    ('【', &['】']),
    ('〔', &['〕']),
    ('《', &['》']),
    ('〈', &['〉']),
    ('［', &['］']),
];

/// How far before and after the cursor signs are looked for, in code points: a passage can be a megabyte.
const REACH: usize = 20_000;

impl Ground<'_> {
    /// Returns the object around `at`. Where something is selected already, quotation marks and brackets are
    /// the next ones outside of it.
    #[must_use]
    pub fn around(self, at: usize, selected: Option<Span>, object: Object, landmarks: &Landmarks) -> Option<Span> {
        // Nobody means the label that a motion led to, nor that a unit begins with.
        let at = landmarks.past_label(at);
        let found = match object {
            Object::Word => self.word_near(at, landmarks),
            Object::Sentence => Some(landmarks.said(self.sentence(at, landmarks))),
            Object::Passage => landmarks.passage_at(at).map(|passage| landmarks.said(passage)),
            Object::Turn => landmarks.turn_at(at).map(|turn| landmarks.said(turn)),
            Object::Coding => None,
            Object::Quoted => self.between(QUOTES, at, selected, landmarks),
            Object::Bracketed => self.between(BRACKETS, at, selected, landmarks),
        };
        found.filter(|span| !span.is_empty())
    }

    /// Returns the word or the sign at `at`; on a blank, the next word.
    fn word_near(self, at: usize, landmarks: &Landmarks) -> Option<Span> {
        let here = self.word(at);
        if !self.text.slice(here).trim().is_empty() {
            return Some(here);
        }
        self.step(at, Unit::Word, Way::On, landmarks).map(|next| self.word(next))
    }

    fn between(self, pairs: &[Pair], at: usize, selected: Option<Span>, landmarks: &Landmarks) -> Option<Span> {
        let passage = landmarks.passage_at(at).filter(|passage| passage.has(at))?;
        let window = Span::new(passage.start.max(at.saturating_sub(REACH)), passage.end.min(at.saturating_add(REACH)));
        let now = selected.unwrap_or_else(|| Span::new(at, at + 1));
        let shift = |span: Span| Span::new(window.start + span.start, window.start + span.end);
        pairs_in(self.text.slice(window), pairs)
            .into_iter()
            .map(shift)
            // The signs themselves belong to it for the cursor, and not for what is selected.
            .filter(|inside| Span::new(inside.start - 1, inside.end + 1).holds(now) && Some(*inside) != selected)
            .min_by_key(|inside| inside.len())
    }
}

/// Returns what stands between signs that match, in code points of `words`, the signs left out.
fn pairs_in(words: &str, pairs: &[Pair]) -> Vec<Span> {
    let mut open: Vec<(usize, &[char])> = Vec::new();
    let mut found = Vec::new();
    let mut before = ' ';
    let mut chars = words.chars().enumerate().peekable();
    while let Some((at, ch)) = chars.next() {
        let after = chars.peek().map_or(' ', |(_, after)| *after);
        // Between two letters a single mark is an apostrophe.
        let apostrophe = matches!(ch, '\'' | '’') && before.is_alphanumeric() && after.is_alphanumeric();
        let closes = open.iter().rposition(|(_, closing)| closing.contains(&ch)).filter(|_| !apostrophe);
        let opens = pairs.iter().find(|(opening, _)| *opening == ch);
        // A straight single mark after a letter belongs to the word: the guards' room.
        let opens = opens.filter(|_| ch != '\'' || !before.is_alphanumeric() && !after.is_whitespace());
        if let Some(place) = closes {
            found.push(Span::new(open[place].0 + 1, at));
            open.truncate(place);
        } else if let Some((_, closing)) = opens {
            open.push((at, closing));
        }
        before = ch;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::text::Text;
    use crate::tui::reading::blocks::Blocks;

    /// Returns what is taken where `|` stands in the text, and what around that.
    fn taken(notation: &str, object: Object) -> Vec<String> {
        let at = notation.chars().position(|ch| ch == '|').unwrap_or(0);
        let text = Text::from(notation.replace('|', ""));
        let blocks = Blocks::new(&text);
        let ground = Ground { text: &text, blocks: &blocks };
        let marks = Landmarks { passages: vec![text.span()], ..Landmarks::default() };
        let mut found = Vec::new();
        let mut now = None;
        while let Some(span) = ground.around(at, now, object, &marks) {
            found.push(text.slice(span).to_owned());
            now = Some(span);
            if object.unit().is_some() {
                break;
            }
        }
        found
    }

    #[test]
    fn quotation_marks_of_many_languages() {
        for (text, inside) in [
            ("He said \"we |wait\" and \"left\"", "we wait"),
            ("He said “we |wait” and “left”", "we wait"),
            ("Er sagte „wir |warten“ und „gingen“", "wir warten"),
            ("Er sagte »wir |warten« und »gingen«", "wir warten"),
            ("Il dit « nous |attendons » et « partons »", " nous attendons "),
            ("他说「我们|等」，然后「走」", "我们等"),
            ("他说“我们|等”，然后“走”", "我们等"),
            ("he didn't say 'we |don't wait' then", "we don't wait"),
            ("it isn’t ‘we |don’t wait’ then", "we don’t wait"),
            ("on the |“sign” itself", "sign"),
        ] {
            assert_eq!(taken(text, Object::Quoted), [inside], "{text}");
        }
        assert!(taken("it |isn't here, nor in the guards' room", Object::Quoted).is_empty());
        assert!(taken("“one” |between “two”", Object::Quoted).is_empty());
        assert!(taken("\"one\" |between \"two\"", Object::Quoted).is_empty());
    }

    #[test]
    fn what_is_nested_is_taken_from_inside_out() {
        assert_eq!(taken("“he said ‘|so’ to us”", Object::Quoted), ["so", "he said ‘so’ to us"]);
        assert_eq!(taken("(a [b |c] d) e", Object::Bracketed), ["b c", "a [b c] d"]);
        assert_eq!(taken("（甲【|乙】）", Object::Bracketed), ["乙", "甲【乙】"]);
        assert!(taken("(never |closed", Object::Bracketed).is_empty());
    }

    #[test]
    fn words_and_sentences() {
        assert_eq!(taken("one |two three", Object::Word), ["two"]);
        assert_eq!(taken("one|, two", Object::Word), [","]);
        assert_eq!(taken("one,| two", Object::Word), ["two"]);
        assert_eq!(taken("المختبر |يعمل الآن", Object::Word), ["يعمل"]);
        assert_eq!(taken("cafe\u{301}| x", Object::Word), ["x"]);
        assert_eq!(taken("c|afe\u{301} x", Object::Word), ["cafe\u{301}"]);
        assert_eq!(taken("One. Two |here. Three.", Object::Sentence), ["Two here."]);
    }
}
