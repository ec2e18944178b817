//! Verdicts as JSON, with the field names that scripts build on.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::base::ids::{CodeId, Coder, Kind, Leg, Voice};
use crate::study::Study;

use super::assessment::Assessment;
use super::coverage::{GroupCoverage, KindCoverage};
use super::flags::Flag;
use super::gather::{Gathered, Theme};
use super::pairs::Relation;
use super::reasons::Reason;
use super::sensitivity::{Runs, Sensitivity};
use super::tally::Counts;
use super::thresholds::Thresholds;
use super::verdict::{Position, Verdict};

/// The answer of `triangulate --json`.
#[derive(Debug, Serialize)]
pub struct Answer<'a> {
    title: String,
    invented: bool,
    thresholds: Limits<'a>,
    themes: Vec<ThemeAnswer<'a>>,
}

/// The thresholds as in `study.toml`.
#[derive(Debug, Serialize)]
struct Limits<'a> {
    #[serde(flatten)]
    thresholds: &'a Thresholds,
    own: &'a BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Serialize)]
struct ThemeAnswer<'a> {
    code: &'a CodeId,
    name: &'a str,
    claim: &'a str,
    verdict: Verdict,
    direction: &'static str,
    leaning: &'static str,
    reasons: &'a [Reason],
    flags: &'a [Flag],
    voices: u32,
    negative_cases: &'a [Voice],
    kinds: BTreeMap<&'a Kind, KindAnswer<'a>>,
    cases: BTreeMap<&'a str, GroupAnswer>,
    categories: BTreeMap<&'a str, GroupAnswer>,
    pairs: Vec<(&'a Kind, &'a Kind, Relation)>,
    sensitivity: SensitivityAnswer,
    decided: Vec<Decided<'a>>,
}

#[derive(Debug, Serialize)]
struct CountsAnswer {
    supports: u32,
    mixed: u32,
    contradicts: u32,
    neutral: u32,
    silent: u32,
}

#[derive(Debug, Serialize)]
struct KindAnswer<'a> {
    leg: &'a Leg,
    stance: Position,
    balance: Option<f64>,
    prominence: Option<f64>,
    asked: u32,
    volunteered: u32,
    #[serde(flatten)]
    counts: CountsAnswer,
    pending: u32,
}

#[derive(Debug, Serialize)]
struct GroupAnswer {
    balance: Option<f64>,
    stance: Position,
    #[serde(flatten)]
    counts: CountsAnswer,
}

#[derive(Debug, Serialize)]
struct SensitivityAnswer {
    fragile: bool,
    voices: RunsAnswer<(String, Verdict, &'static str)>,
    kinds: RunsAnswer<(String, Verdict, &'static str)>,
    cases: RunsAnswer<(String, Verdict, &'static str)>,
    thresholds: RunsAnswer<(&'static str, String, Verdict, &'static str)>,
}

#[derive(Debug, Serialize)]
struct RunsAnswer<F> {
    runs: u32,
    changed: usize,
    flips: Vec<F>,
}

#[derive(Debug, Serialize)]
struct Decided<'a> {
    verdict: &'a str,
    direction: Option<&'static str>,
    reason: &'a str,
    by: &'a Coder,
    at: String,
}

impl<'a> Answer<'a> {
    /// Puts judged themes into the form of the answer.
    #[must_use]
    pub fn new(
        study: &'a Study,
        gathered: &'a Gathered<'a>,
        judged: impl IntoIterator<Item = (&'a Theme<'a>, &'a Assessment)>,
    ) -> Self {
        Self {
            title: study.title(),
            invented: study.is_invented(),
            thresholds: Limits { thresholds: &gathered.thresholds, own: &study.manifest().own },
            themes: judged.into_iter().map(|(theme, assessment)| theme_answer(study, theme, assessment)).collect(),
        }
    }
}

fn theme_answer<'a>(study: &'a Study, theme: &'a Theme<'a>, found: &'a Assessment) -> ThemeAnswer<'a> {
    let judgement = &found.judgement;
    ThemeAnswer {
        code: &theme.code.id,
        name: &theme.code.name,
        claim: theme.code.claim.as_deref().unwrap_or_default(),
        verdict: judgement.verdict,
        direction: judgement.direction.sign(),
        leaning: judgement.leaning.sign(),
        reasons: &judgement.reasons,
        flags: &found.flags,
        voices: found.voices,
        negative_cases: &found.negative_cases,
        kinds: found.kinds.iter().map(|kind| (&kind.kind, kind_answer(kind))).collect(),
        cases: found.cases.iter().map(|case| (case.name.as_str(), group_answer(case))).collect(),
        categories: found.categories.iter().map(|name| (name.name.as_str(), group_answer(name))).collect(),
        pairs: found.pairs.iter().map(|(a, b, relation)| (a, b, *relation)).collect(),
        sensitivity: sensitivity_answer(&found.sensitivity),
        decided: decided(study, &theme.code.id),
    }
}

fn counts(units: &Counts) -> CountsAnswer {
    CountsAnswer {
        supports: units.supports,
        mixed: units.mixed,
        contradicts: units.contradicts,
        neutral: units.neutral,
        silent: units.silent,
    }
}

fn balance(units: &Counts) -> Option<f64> {
    // Differences of counts of 32 bits are exact in 64-bit floating point.
    #[allow(clippy::cast_precision_loss, reason = "both numbers are far below 2^53")]
    units.balance().map(|(net, all)| net as f64 / all as f64)
}

fn kind_answer(kind: &KindCoverage) -> KindAnswer<'_> {
    KindAnswer {
        leg: &kind.leg,
        stance: kind.position,
        balance: balance(&kind.units),
        prominence: (kind.asked > 0).then(|| f64::from(kind.answered) / f64::from(kind.asked)),
        asked: kind.asked,
        volunteered: kind.volunteered,
        counts: counts(&kind.units),
        pending: kind.pending,
    }
}

fn group_answer<G>(group: &GroupCoverage<G>) -> GroupAnswer {
    GroupAnswer { balance: balance(&group.units), stance: group.position, counts: counts(&group.units) }
}

fn sensitivity_answer(sensitivity: &Sensitivity) -> SensitivityAnswer {
    let thresholds = &sensitivity.thresholds;
    SensitivityAnswer {
        fragile: sensitivity.is_fragile(),
        voices: runs(&sensitivity.voices),
        kinds: runs(&sensitivity.kinds),
        cases: runs(&sensitivity.cases),
        thresholds: RunsAnswer {
            runs: thresholds.runs,
            changed: thresholds.flips.len(),
            flips: thresholds
                .flips
                .iter()
                .map(|(at, to)| (at.name, at.value.clone(), to.verdict, to.direction.sign()))
                .collect(),
        },
    }
}

fn runs<T: ToString>(runs: &Runs<T>) -> RunsAnswer<(String, Verdict, &'static str)> {
    RunsAnswer {
        runs: runs.runs,
        changed: runs.flips.len(),
        flips: runs.flips.iter().map(|(what, to)| (what.to_string(), to.verdict, to.direction.sign())).collect(),
    }
}

/// The verdicts that persons set on a theme, oldest first.
fn decided<'a>(study: &'a Study, theme: &CodeId) -> Vec<Decided<'a>> {
    let of_theme = |code: &CodeId| study.codebook().resolve(code) == Some(theme);
    study
        .state()
        .rulings()
        .filter(|ruling| of_theme(&ruling.verdict.theme))
        .map(|ruling| Decided {
            verdict: &ruling.verdict.verdict,
            direction: ruling.verdict.direction.map(crate::coding::Direction::sign),
            reason: &ruling.verdict.reason,
            by: &ruling.written.by,
            at: ruling.written.at.to_string(),
        })
        .collect()
}
