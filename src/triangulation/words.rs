//! Verdicts, reasons and flags in words, for screens and reports. JSON keeps the names.
//!
//! All sentences that tell a verdict are made here, so that a screen and a report never say it
//! differently. Numbers are of sources and voices, never of quotes.

use crate::base::count::plural;
use crate::base::ids::Voice;
use crate::coding::{Direction, Verdict as Given};

use super::flags::Flag;
use super::pairs::Relation;
use super::reasons::Reason;
use super::sensitivity::{Outcome, Sensitivity};
use super::tally::Counts;
use super::verdict::{Position, Verdict};

/// Returns the words for a verdict.
#[must_use]
pub fn verdict(verdict: Verdict, direction: Direction) -> &'static str {
    match (verdict, direction) {
        (Verdict::Agreement, Direction::Minus) => "Not borne out",
        (Verdict::Agreement, _) => "Confirmed",
        (Verdict::PartialAgreement, Direction::Plus) => "Confirmed with reservations",
        (Verdict::PartialAgreement, Direction::Minus) => "Not borne out, with reservations",
        (Verdict::PartialAgreement, Direction::Zero) => "Qualified",
        (Verdict::Dissonance, _) => "Contested",
        (Verdict::SingleKind, _) => "One kind of evidence: unverified",
        (Verdict::SingleSource, _) => "One source only",
        (Verdict::NoStance, _) => "Mentioned, no position",
        (Verdict::Silence, _) => "Looked for, not found",
        (Verdict::Pending, _) => "Not read yet",
        (Verdict::NotAsked, _) => "Not looked for",
    }
}

/// Returns the words for a verdict where there is no room for those of [`verdict`], which then stand nearby:
/// at most [`SHORT`] columns.
#[must_use]
pub fn short(judged: Verdict, direction: Direction) -> &'static str {
    match (judged, direction) {
        (Verdict::PartialAgreement, Direction::Plus) => "Confirmed, reserv.",
        (Verdict::PartialAgreement, Direction::Minus) => "Not borne out, reserv.",
        (Verdict::SingleKind, _) => "One kind: unverified",
        (Verdict::NoStance, _) => "No position",
        (Verdict::Silence, _) => "Not found",
        _ => verdict(judged, direction),
    }
}

/// The columns of the longest of the [`short`] words.
pub const SHORT: usize = 22;

/// Returns the side that the evidence takes, where the words for the verdict leave it open.
#[must_use]
pub fn side(verdict: Verdict, direction: Direction) -> Option<&'static str> {
    match (verdict, direction) {
        (Verdict::SingleKind | Verdict::SingleSource, Direction::Plus) => Some("It speaks for the claim."),
        (Verdict::SingleKind | Verdict::SingleSource, Direction::Minus) => Some("It speaks against the claim."),
        (Verdict::SingleKind | Verdict::SingleSource, Direction::Zero) => Some("It takes no clear side."),
        _ => None,
    }
}

/// Returns what a verdict means, in one sentence.
#[must_use]
pub fn meaning(verdict: Verdict, direction: Direction) -> &'static str {
    match (verdict, direction) {
        (Verdict::Agreement, Direction::Minus) => {
            "Independent kinds of evidence agree that the claim does not hold, and nothing in the evidence limits that."
        }
        (Verdict::Agreement, _) => {
            "Independent kinds of evidence agree that the claim holds, and nothing in the evidence limits that."
        }
        (Verdict::PartialAgreement, Direction::Plus) => "The evidence speaks for the claim, with reservations.",
        (Verdict::PartialAgreement, Direction::Minus) => "The evidence speaks against the claim, with reservations.",
        (Verdict::PartialAgreement, Direction::Zero) => {
            "The evidence neither carries the claim nor refutes it: it qualifies it."
        }
        (Verdict::Dissonance, _) => {
            "The evidence stands against itself. That is a finding to be explored, not an error to be averaged away."
        }
        (Verdict::SingleKind, _) => "All evidence with a position is of one kind, so nothing independent verifies it.",
        (Verdict::SingleSource, _) => "All evidence with a position comes from one voice.",
        (Verdict::NoStance, _) => "The matter is mentioned, and nobody takes a position on the claim.",
        (Verdict::Silence, _) => "All who were asked were read to the end, and nothing was found.",
        (Verdict::Pending, _) => "Some who were asked are not read to the end yet, and nothing is found so far.",
        (Verdict::NotAsked, _) => {
            "Nobody was asked, and nobody raised it: this is a gap in the fieldwork, not a finding."
        }
    }
}

/// Returns the words for where a kind, a case, a category or a voice stands.
#[must_use]
pub fn position(position: Position) -> &'static str {
    match position {
        Position::Supports => "for",
        Position::Mixed => "mixed",
        Position::Contradicts => "against",
        Position::Neutral => "no position",
        Position::Silent => "read, silent",
        Position::Pending => "not read yet",
    }
}

/// Returns the words for how two kinds compare.
#[must_use]
pub fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Silence => "one takes a position, the other none",
        Relation::SameSource => "one voice supplies both",
        Relation::Dissonance => "they oppose each other",
        Relation::Agreement => "they agree, and it is as prominent in both",
        Relation::PartialAgreement => "they agree in part",
    }
}

/// Says a reason in one sentence.
#[must_use]
pub fn reason(reason: &Reason) -> String {
    match reason {
        Reason::Consistent => "What it says is consistent.".to_owned(),
        Reason::Divided => "It is divided: some sources speak for the claim and some against it.".to_owned(),
        Reason::Qualified => "It qualifies the claim.".to_owned(),
        Reason::SilentKind(kind) => format!("Sources of kind {kind} were looked at too and take no position."),
        Reason::KindsOppose => "Kinds of evidence stand against each other.".to_owned(),
        Reason::DividedWithinKinds => {
            "No kind of evidence takes a side: within the kinds, sources stand against each other.".to_owned()
        }
        Reason::OpposingKind(kinds) => format!("The opposite is what the {} evidence says.", and(kinds)),
        Reason::DividedKind(kind) => format!("The {kind} evidence is divided."),
        Reason::QualifiedKind(kind) => format!("The {kind} evidence qualifies the claim."),
        Reason::Thin(voices) => format!(
            "It is thin: {} in this direction.",
            plural(*voices, "independent voice speaks", "independent voices speak")
        ),
        Reason::NotCorroborated => "No second, independent leg of evidence carries it.".to_owned(),
        Reason::OneParty => "Only the evaluated party itself says so.".to_owned(),
        Reason::SilentKinds(kinds) => format!("No position is found in the {} evidence.", and(kinds)),
        Reason::ProminenceGap => "It is prominent in one kind of evidence and hardly present in another.".to_owned(),
        Reason::Scarce(kind) => format!("Of the {kind} sources that were asked, few say anything of it."),
        Reason::Unfinished { kind, undone, asked } => {
            let sources = plural(*asked, &format!("{kind} source"), &format!("{kind} sources"));
            let are = if *undone == 1 { "is" } else { "are" };
            format!("Reading is not finished: {undone} of {sources} asked {are} not read to the end.")
        }
        Reason::CaseBound { found, known } => {
            format!("It is found in {found} of {}.", plural(*known, "known case", "known cases"))
        }
        Reason::CaseOpposes(case) => format!("In {case} the evidence says the opposite."),
        Reason::CategoryOpposes(category) => format!("Respondents of category {category} say the opposite."),
    }
}

/// Tells whether a voice or source may be named to the reader.
pub type MayName<'n> = &'n dyn Fn(&str) -> bool;

/// Says a flag in one sentence.
#[must_use]
pub fn flag(flag: &Flag, may_name: MayName<'_>) -> String {
    match flag {
        Flag::CoderDisagreement(voice) => {
            let voice = if may_name(voice.as_str()) { voice.as_str() } else { "one voice" };
            format!("The coders read {voice} differently.")
        }
        Flag::CoderPresence(source) => {
            let source = if may_name(source.as_str()) { source.as_str() } else { "one source" };
            format!("In {source} one coder found a position where another, who has read it, found nothing.")
        }
        Flag::Exceptions { against, all } => {
            format!("Exceptions: {against} of {} with a position.", plural(*all, "voice", "voices"))
        }
        Flag::LoneOpposition(name) => format!("The only voice with a position from {name} says the opposite."),
        Flag::CategorySilent(name) => format!("Respondents of category {name} were asked, and none takes a position."),
    }
}

/// Says how the verdict holds when parts of the evidence are left out.
///
/// With exactly two legs it says that the verdict rests on them, not that it is fragile. Voices that must
/// not be named are told as "one voice": in public reports, all of them.
#[must_use]
pub fn sensitivity(sensitivity: &Sensitivity, legs: u32, may_name: MayName<'_>) -> Vec<String> {
    if sensitivity.voices.runs == 0 {
        return Vec::new();
    }
    let mut said = vec![voices(sensitivity, legs, may_name)];
    if legs == 2 {
        said.push("It rests on two legs: without either, it would be unverified.".to_owned());
    }
    let list = |flips: Vec<String>| if flips.is_empty() { String::new() } else { format!(" ({})", flips.join("; ")) };
    let kinds = &sensitivity.kinds;
    let flips = kinds.flips.iter().map(|(kind, to)| format!("without {kind}: {}", outcome(*to))).collect();
    said.push(format!("{}{}.", unchanged(kinds.runs, kinds.flips.len(), "kind of evidence"), list(flips)));
    let cases = &sensitivity.cases;
    if cases.runs > 0 {
        let flips = cases.flips.iter().map(|(case, to)| format!("without {case}: {}", outcome(*to))).collect();
        said.push(format!("{}{}.", unchanged(cases.runs, cases.flips.len(), "case"), list(flips)));
    }
    let others = &sensitivity.thresholds;
    let flips = others.flips.iter().map(|(at, to)| format!("{} {}: {}", at.name, at.value, outcome(*to))).collect();
    let same = (others.runs as usize).saturating_sub(others.flips.len());
    let tries = plural(others.runs, "try", "tries");
    said.push(format!("With other thresholds it is unchanged in {same} of {tries}{}.", list(flips)));
    said
}

fn voices(sensitivity: &Sensitivity, legs: u32, may_name: MayName<'_>) -> String {
    let voices = &sensitivity.voices;
    let mut said = unchanged(voices.runs, voices.flips.len(), "voice");
    if voices.flips.is_empty() {
        said.push('.');
        return said;
    }
    if legs != 2 {
        said = format!("It is fragile: {}", uncapitalised(&said));
    }
    let name = |voice: &Voice| if may_name(voice.as_str()) { voice.to_string() } else { "one voice".to_owned() };
    let mut flips: Vec<String> =
        voices.flips.iter().map(|(voice, to)| format!("without {}: {}", name(voice), outcome(*to))).collect();
    flips.sort();
    flips.dedup();
    format!("{said} ({}).", flips.join("; "))
}

fn unchanged(runs: u32, changed: usize, what: &str) -> String {
    let same = (runs as usize).saturating_sub(changed);
    if runs == 1 {
        return format!(
            "Leaving out the only {what}, the verdict is {}",
            if same == 1 { "unchanged" } else { "another" }
        );
    }
    format!("Leaving out each {what} in turn, the verdict is unchanged in {same} of {runs} tries")
}

fn outcome(outcome: Outcome) -> String {
    with_side(outcome.verdict, outcome.direction)
}

/// Returns the words for a verdict, with the side that the evidence takes where they leave it open.
fn with_side(judged: Verdict, direction: Direction) -> String {
    let words = verdict(judged, direction);
    match (judged, direction) {
        (Verdict::SingleKind | Verdict::SingleSource, Direction::Plus) => format!("{words}, for"),
        (Verdict::SingleKind | Verdict::SingleSource, Direction::Minus) => format!("{words}, against"),
        _ => words.to_owned(),
    }
}

/// Returns the words for a verdict that a person gave; one that this program does not know, as written.
#[must_use]
pub fn given(given: &Given) -> String {
    let direction = given.direction.unwrap_or_default();
    Verdict::parse(&given.verdict).map_or_else(|| given.verdict.clone(), |verdict| with_side(verdict, direction))
}

fn uncapitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Says the counts of units as sources, such as `8 for, 1 against, 1 asked and silent`.
#[must_use]
pub fn counts(units: &Counts, pending: u32) -> String {
    let parts: Vec<String> = [
        (units.supports, "for"),
        (units.mixed, "mixed"),
        (units.contradicts, "against"),
        (units.neutral, "without a position"),
        (units.silent, "silent"),
        (pending, "not read yet"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| format!("{count} {word}"))
    .collect();
    if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") }
}

/// Says the counts of units, how many of them were asked and how many not, and how many sources that were
/// asked are not read yet and so in none of these counts: `1 for (1 asked); 5 more asked and not read yet`.
#[must_use]
pub fn asked(units: &Counts, asked: u32, pending: u32) -> String {
    let all = units.all();
    let shares: Vec<String> = [(asked, "asked"), (all.saturating_sub(asked), "unasked")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let more = if asked > 0 { " more" } else { "" };
    let parts = [
        (all > 0).then(|| format!("{} ({})", counts(units, 0), shares.join(", "))),
        (pending > 0).then(|| format!("{pending}{more} asked and not read yet")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "nothing".to_owned() } else { parts.join("; ") }
}

/// Returns the word for `part` of `whole` asked. [`QUANTIFIERS`] tells a reader what the words mean.
#[must_use]
pub fn quantifier(part: u32, whole: u32) -> &'static str {
    match part {
        0 => "none",
        _ if part >= whole => "all",
        1 => "one",
        _ if u64::from(part) * 2 > u64::from(whole) => "most",
        _ if u64::from(part) * 5 >= u64::from(whole) => "several",
        _ => "some",
    }
}

/// What [`quantifier`]'s words mean, for the method section of a report.
pub const QUANTIFIERS: &str = "All: every source asked. Most: more than half of those asked. Several: from a fifth to a \
half. Some: at least two, and less than a fifth. One: one.";

/// Joins names as `a`, `a and b`, or `a, b and c`.
#[must_use]
pub fn and<T: std::fmt::Display>(names: &[T]) -> String {
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::triangulation::sensitivity::Runs;

    #[test]
    fn every_verdict_has_the_words_of_the_method() {
        use Direction::{Minus as Against, Plus as For, Zero as Neither};
        for (judged, direction, words) in [
            (Verdict::Agreement, For, "Confirmed"),
            (Verdict::Agreement, Against, "Not borne out"),
            (Verdict::PartialAgreement, For, "Confirmed with reservations"),
            (Verdict::PartialAgreement, Against, "Not borne out, with reservations"),
            (Verdict::PartialAgreement, Neither, "Qualified"),
            (Verdict::Dissonance, Neither, "Contested"),
            (Verdict::SingleKind, For, "One kind of evidence: unverified"),
            (Verdict::SingleSource, Neither, "One source only"),
            (Verdict::NoStance, Neither, "Mentioned, no position"),
            (Verdict::Silence, Neither, "Looked for, not found"),
            (Verdict::Pending, Neither, "Not read yet"),
            (Verdict::NotAsked, Neither, "Not looked for"),
        ] {
            assert_eq!(verdict(judged, direction), words);
        }
        for judged in Verdict::ALL {
            assert!(meaning(judged, For).ends_with('.'));
            for direction in [For, Against, Neither] {
                assert!(short(judged, direction).len() <= SHORT, "{judged:?}");
            }
        }
    }

    #[test]
    fn a_persons_verdict_is_told_with_its_direction() {
        for (verdict, direction, words) in [
            ("partial_agreement", Some(Direction::Minus), "Not borne out, with reservations"),
            ("partial_agreement", None, "Qualified"),
            ("agreement", None, "Confirmed"),
            ("single_kind", Some(Direction::Minus), "One kind of evidence: unverified, against"),
            ("settled", Some(Direction::Minus), "settled"),
        ] {
            let (verdict, reason) = (verdict.to_owned(), String::new());
            assert_eq!(given(&Given { theme: "t".into(), verdict, direction, reason }), words);
        }
    }

    #[test]
    fn two_legs_are_not_called_fragile_and_names_can_be_kept_back() {
        let to = Outcome { verdict: Verdict::SingleKind, direction: Direction::Plus };
        let sensitive = Sensitivity {
            voices: Runs { runs: 3, flips: vec![("Ana N.".into(), to)] },
            kinds: Runs { runs: 2, flips: Vec::new() },
            ..Sensitivity::default()
        };
        let two = sensitivity(&sensitive, 2, &|_| true).join(" ");
        assert!(two.contains("two legs") && !two.contains("fragile") && two.contains("without Ana N.: One kind"));
        let three = sensitivity(&sensitive, 3, &|_| false).join(" ");
        assert!(three.contains("It is fragile: leaving out each voice") && !three.contains("Ana"));
        assert!(sensitivity(&Sensitivity::default(), 0, &|_| true).is_empty());
    }

    #[test]
    fn who_was_asked_is_plain_in_every_combination() {
        let units = |supports, silent| Counts { supports, silent, ..Counts::default() };
        for (units, of_them, pending, told) in [
            (units(12, 0), 12, 0, "12 for (12 asked)"),
            (units(3, 0), 0, 0, "3 for (3 unasked)"),
            (units(3, 0), 2, 0, "3 for (2 asked, 1 unasked)"),
            (units(2, 3), 1, 0, "2 for, 3 silent (1 asked, 4 unasked)"),
            (units(1, 0), 1, 5, "1 for (1 asked); 5 more asked and not read yet"),
            (units(1, 0), 0, 5, "1 for (1 unasked); 5 asked and not read yet"),
            (units(0, 0), 0, 5, "5 asked and not read yet"),
            (units(0, 0), 0, 0, "nothing"),
        ] {
            assert_eq!(asked(&units, of_them, pending), told);
        }
    }

    #[test]
    fn quantifiers_follow_their_definition() {
        for (part, whole, word) in [
            (0, 9, "none"),
            (9, 9, "all"),
            (1, 9, "one"),
            (5, 9, "most"),
            (5, 10, "several"),
            (2, 10, "several"),
            (2, 11, "some"),
        ] {
            assert_eq!(quantifier(part, whole), word, "{part} of {whole}");
        }
    }

    #[test]
    fn counts_are_told_in_words() {
        let units = Counts { supports: 8, contradicts: 1, silent: 2, ..Counts::default() };
        assert_eq!(counts(&units, 3), "8 for, 1 against, 2 silent, 3 not read yet");
        assert_eq!(counts(&Counts::default(), 0), "nothing");
        assert_eq!(and(&["a", "b", "c"]), "a, b and c");
    }
}
