//! A small world of sources and codings in plain words, from which tests make a roster and evidence.
//!
//! Leaving something out of a world and building it anew is the slow, plain way to do what
//! `sensitivity` does with counts, and the tests compare the two.

use crate::base::ids::EntryId;
use crate::coding::{Decimal, Stance};
use crate::triangulation::assessment::{Assessment, assess};
use crate::triangulation::evidence::{Cell, Coding, Done, Evidence, Form, NewPart, Roster};
use crate::triangulation::thresholds::Thresholds;

#[derive(Clone, Debug, Default)]
pub(super) struct Src {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) leg: String,
    pub(super) voice: Option<String>,
    pub(super) categories: Vec<String>,
    pub(super) cases: Vec<String>,
    pub(super) own: bool,
    pub(super) asked: bool,
    pub(super) done: Vec<(String, bool)>,
    pub(super) group: bool,
    /// Voices of the rows, where each row is one.
    pub(super) rows: Vec<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) source: String,
    pub(super) row: usize,
    pub(super) coder: String,
    pub(super) stance: Stance,
    pub(super) weight: String,
    pub(super) voice: Option<String>,
    pub(super) case: Option<String>,
    pub(super) passage: u32,
    pub(super) speaker: Option<String>,
    pub(super) interviewer: bool,
    pub(super) agreed: bool,
}

impl Said {
    pub(super) fn new(source: &str, passage: u32, stance: Stance) -> Self {
        Self {
            source: source.to_owned(),
            row: 0,
            coder: "ana".to_owned(),
            stance,
            weight: "1".to_owned(),
            voice: None,
            case: None,
            passage,
            speaker: None,
            interviewer: false,
            agreed: false,
        }
    }

    pub(super) fn by(mut self, coder: &str) -> Self {
        coder.clone_into(&mut self.coder);
        self
    }

    pub(super) fn voice(mut self, voice: &str) -> Self {
        self.voice = Some(voice.to_owned());
        self
    }

    pub(super) fn case(mut self, case: &str) -> Self {
        self.case = Some(case.to_owned());
        self
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct World {
    pub(super) sources: Vec<Src>,
    pub(super) said: Vec<Said>,
    /// Source, coder, stance, id.
    pub(super) cells: Vec<(String, String, Stance, u64)>,
}

impl Src {
    pub(super) fn asked(id: &str, kind: &str) -> Self {
        let leg = match kind {
            "interview" | "focus-group" | "survey" => "said",
            "desk-review" => "written",
            "observation" => "seen",
            other => other,
        };
        Self {
            id: id.to_owned(),
            kind: kind.to_owned(),
            leg: leg.to_owned(),
            asked: true,
            done: vec![("ana".to_owned(), false)],
            ..Self::default()
        }
    }

    pub(super) fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    fn parts(&self) -> Vec<NewPart> {
        let part = |voice: &str| NewPart {
            voice: voice.into(),
            cases: self.cases.iter().map(|case| case.as_str().into()).collect(),
            categories: self.categories.iter().map(|name| name.as_str().into()).collect(),
            own: self.own,
        };
        if self.rows.is_empty() {
            vec![part(self.voice.as_ref().unwrap_or(&self.id))]
        } else {
            self.rows.iter().map(|row| part(row)).collect()
        }
    }

    fn form(&self) -> Form {
        match (self.rows.is_empty(), self.group) {
            (false, _) => Form::Rows,
            (true, true) => Form::Group,
            (true, false) => Form::One,
        }
    }

    pub(super) fn own_voice(&self) -> &str {
        self.voice.as_ref().unwrap_or(&self.id)
    }
}

impl World {
    /// Enters `number` sources of a kind that were asked and read, each with one coding or with none.
    pub(super) fn add(&mut self, number: usize, kind: &str, stance: Option<Stance>) -> &mut Self {
        self.add_with(number, kind, stance, |_| {})
    }

    pub(super) fn add_with(
        &mut self,
        number: usize,
        kind: &str,
        stance: Option<Stance>,
        change: impl Fn(&mut Src),
    ) -> &mut Self {
        for _ in 0..number {
            let id = format!("{}{}", &kind[..2], self.sources.len() + 1);
            self.sources.push(Src::asked(&id, kind).with(&change));
            self.said.extend(stance.map(|stance| Said::new(&id, 1, stance)));
        }
        self
    }

    pub(super) fn build(&self) -> (Roster, Evidence) {
        let mut roster = Roster::default();
        let mut evidence = Evidence::default();
        for source in &self.sources {
            let kind = roster.kind(&source.kind.as_str().into(), &source.leg.as_str().into());
            let at = roster.add_source(source.id.as_str().into(), kind, source.form(), source.parts());
            evidence.asked.push(source.asked);
            for (coder, by_name) in &source.done {
                let coder = roster.coders.place(&coder.as_str().into());
                evidence.done.push(Done { source: at, coder, by_name: *by_name });
            }
        }
        for (said, number) in self.said.iter().zip(0..) {
            let source = Self::source(&roster, &said.source);
            let part = roster.sources[source as usize].first_part + u32::try_from(said.row).unwrap();
            let voice = said.voice.as_ref().map(|voice| voice.as_str().into());
            evidence.codings.push(Coding {
                number,
                part,
                unit: roster.unit(part, voice.as_ref()),
                case: said.case.as_ref().map(|case| roster.cases.place(&case.as_str().into())),
                coder: roster.coders.place(&said.coder.as_str().into()),
                stance: said.stance,
                weight: Decimal::parse(&said.weight).unwrap(),
                passage: said.passage,
                speaker: said.speaker.as_ref().map(|speaker| roster.speakers.place(speaker)),
                interviewer: said.interviewer,
                agreed: said.agreed,
            });
        }
        for (source, coder, stance, id) in &self.cells {
            evidence.cells.push(Cell {
                id: EntryId::from_parts(*id, 0),
                source: Self::source(&roster, source),
                coder: roster.coders.place(&coder.as_str().into()),
                stance: *stance,
            });
        }
        (roster, evidence)
    }

    fn source(roster: &Roster, id: &str) -> u32 {
        let at = roster.sources.iter().position(|source| source.id == *id).unwrap();
        u32::try_from(at).unwrap()
    }

    pub(super) fn assess(&self) -> Assessment {
        self.assess_with(&Thresholds::default())
    }

    pub(super) fn assess_with(&self, thresholds: &Thresholds) -> Assessment {
        let (roster, evidence) = self.build();
        assess(&roster, &evidence, thresholds)
    }

    /// Returns verdict, direction, leaning and reasons as they are written in JSON.
    pub(super) fn told(&self) -> (String, String, String, Vec<String>) {
        let judgement = self.assess().judgement;
        (
            judgement.verdict.to_string(),
            judgement.direction.sign().to_owned(),
            judgement.leaning.sign().to_owned(),
            judgement.reasons.iter().map(ToString::to_string).collect(),
        )
    }

    /// Leaves out sources, with all that is coded in them.
    pub(super) fn without_sources(&self, out: impl Fn(&Src) -> bool) -> Self {
        let mut world = self.clone();
        world.sources.retain(|source| !out(source));
        let left = |id: &String| world.sources.iter().any(|source| source.id == *id);
        world.said.retain(|said| left(&said.source));
        world.cells.retain(|cell| left(&cell.0));
        world
    }

    /// Leaves out a voice: its sources and rows, and the codings that name it.
    pub(super) fn without_voice(&self, voice: &str) -> Self {
        let mut world = self.without_sources(|source| {
            if source.rows.is_empty() {
                source.own_voice() == voice
            } else {
                source.rows.iter().all(|row| row == voice)
            }
        });
        for source in world.sources.iter_mut().filter(|source| !source.rows.is_empty()) {
            let mut place = Vec::new();
            let mut left = Vec::new();
            for row in &source.rows {
                place.push((row != voice).then_some(left.len()));
                if row != voice {
                    left.push(row.clone());
                }
            }
            world.said.retain(|said| said.source != source.id || place[said.row].is_some());
            for said in world.said.iter_mut().filter(|said| said.source == source.id) {
                said.row = place[said.row].unwrap();
            }
            source.rows = left;
        }
        world.said.retain(|said| said.voice.as_deref() != Some(voice));
        world
    }
}
