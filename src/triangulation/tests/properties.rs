//! What holds for all evidence.

use proptest::prelude::*;
use proptest::sample::select;

use super::world::{Said, Src, World};
use crate::coding::{Direction, Stance};
use crate::triangulation::assessment::Assessment;
use crate::triangulation::sensitivity::Outcome;
use crate::triangulation::thresholds::Thresholds;
use crate::triangulation::verdict::{Position, Verdict, opposite};

const STANCES: [Stance; 4] = [Stance::Supports, Stance::Qualifies, Stance::Contradicts, Stance::Neutral];

fn maybe(names: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
    prop::option::weighted(0.3, select(names)).prop_map(|name| name.map(str::to_owned))
}

fn some(names: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(select(names).prop_map(str::to_owned), 0..3)
}

fn source() -> impl Strategy<Value = Src> {
    (
        select(&["interview", "interview", "focus-group", "desk-review", "observation", "survey"][..]),
        maybe(&["agency", "ministry", "v1"]),
        (some(&["staff", "donor"]), some(&["a", "b", "c"])),
        (prop::bool::weighted(0.3), prop::bool::weighted(0.8), any::<bool>()),
        prop::collection::vec((select(&["ana", "ben"][..]), prop::bool::weighted(0.2)), 0..3),
        prop_oneof![4 => Just(Vec::new()), 1 => prop::collection::vec(select(&["r1", "r2", "r3", "agency"][..]), 2..5)],
    )
        .prop_map(|(kind, voice, (categories, cases), (own, asked, group), done, rows)| {
            Src::asked("", kind).with(|s| {
                (s.voice, s.categories, s.cases, s.own, s.asked, s.group) =
                    (voice, categories, cases, own, asked, group);
                s.done = done.into_iter().map(|(coder, by_name)| (coder.to_owned(), by_name)).collect();
                s.rows = rows.into_iter().map(str::to_owned).collect();
            })
        })
}

fn said() -> impl Strategy<Value = Said> {
    (
        (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        select(&STANCES[..]),
        select(&["ana", "ben", "eva"][..]),
        select(&["1", "1", "1", "0.5", "0.2", "0.1"][..]),
        (prop::option::weighted(0.15, select(&["agency", "r1", "quoted", "s1"][..])), maybe(&["a", "b", "c", "d"])),
        (0..6_u32, prop::option::weighted(0.5, select(&["A", "B", "C"][..]))),
        (prop::bool::weighted(0.05), prop::bool::weighted(0.1)),
    )
        .prop_map(
            |((source, row), stance, coder, weight, (voice, case), (passage, speaker), (interviewer, agreed))| Said {
                source: source.index(1 << 20).to_string(),
                row: row.index(1 << 20),
                coder: coder.to_owned(),
                stance,
                weight: weight.to_owned(),
                voice: voice.map(str::to_owned),
                case,
                passage,
                speaker: speaker.map(str::to_owned),
                interviewer,
                agreed,
            },
        )
}

/// Any small world: voices that span kinds, quoted voices, tables of many voices, groups, two readers.
fn world() -> impl Strategy<Value = World> {
    let cell = (any::<prop::sample::Index>(), select(&["ana", "ben"][..]), select(&STANCES[..]), 0..9_u64);
    (prop::collection::vec(source(), 0..9), prop::collection::vec(said(), 0..20), prop::collection::vec(cell, 0..2))
        .prop_map(|(mut sources, said, cells)| {
            for (at, source) in sources.iter_mut().enumerate() {
                source.id = format!("s{at}");
            }
            let mut world = World { sources, ..World::default() };
            if world.sources.is_empty() {
                return world;
            }
            world.said = said
                .into_iter()
                .map(|mut said| {
                    let at = said.source.parse::<usize>().unwrap() % world.sources.len();
                    said.source.clone_from(&world.sources[at].id);
                    said.row %= world.sources[at].rows.len().max(1);
                    said
                })
                .collect();
            world.cells = cells
                .into_iter()
                .map(|(at, coder, stance, id)| (at.get(&world.sources).id.clone(), coder.to_owned(), stance, id))
                .collect();
            world
        })
}

fn outcome(found: &Assessment) -> Outcome {
    Outcome { verdict: found.judgement.verdict, direction: found.judgement.direction }
}

/// All that is told of a theme, for comparison of worlds in another order.
fn all_told(found: &Assessment) -> String {
    format!(
        "{:?} {:?} {} {} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        found.judgement,
        found.flags,
        found.voices,
        found.legs,
        found.negative_cases,
        found.kinds,
        found.cases,
        found.categories,
        found.known_cases,
        found.pairs,
        found.sensitivity
    )
}

fn mirrored(world: &World) -> World {
    let mut mirror = world.clone();
    for said in &mut mirror.said {
        said.stance = said.stance.reversed();
    }
    for cell in &mut mirror.cells {
        cell.2 = cell.2.reversed();
    }
    mirror
}

proptest! {
    #![proptest_config(crate::base::rounds::cases(200, 200))]

    #[test]
    fn tripling_every_quote_changes_nothing(world in world()) {
        let mut tripled = world.clone();
        tripled.said = world.said.iter().flat_map(|said| [said.clone(), said.clone(), said.clone()]).collect();
        prop_assert_eq!(all_told(&world.assess()), all_told(&tripled.assess()));
    }

    #[test]
    fn the_order_of_input_changes_nothing(world in world(), turn in 0..9_usize) {
        let mut turned = world.clone();
        turned.said.reverse();
        turned.cells.reverse();
        let by = turn % turned.sources.len().max(1);
        turned.sources.rotate_left(by);
        prop_assert_eq!(all_told(&world.assess()), all_told(&turned.assess()));
    }

    #[test]
    fn swapping_the_sides_mirrors_the_direction(world in world()) {
        let (found, mirror) = (world.assess(), mirrored(&world).assess());
        prop_assert_eq!(found.judgement.verdict, mirror.judgement.verdict);
        prop_assert_eq!(found.judgement.direction, opposite(mirror.judgement.direction));
        prop_assert_eq!(found.judgement.leaning, opposite(mirror.judgement.leaning));
        prop_assert_eq!(&found.judgement.reasons, &mirror.judgement.reasons);
        prop_assert_eq!(&found.flags, &mirror.flags);
    }

    #[test]
    fn a_source_that_nobody_asked_and_nobody_coded_changes_nothing(world in world(), new in source()) {
        let mut more = world.clone();
        let coders = new.done.into_iter().map(|(coder, _)| (coder, false)).collect();
        more.sources.push(Src { id: "new".to_owned(), asked: false, done: coders, ..new });
        prop_assert_eq!(all_told(&world.assess()), all_told(&more.assess()));
    }

    #[test]
    fn one_leg_alone_never_settles_a_claim(world in world()) {
        let mut said_only = world;
        for source in &mut said_only.sources {
            source.leg = "said".to_owned();
        }
        let verdict = said_only.assess().judgement.verdict;
        prop_assert!(!matches!(verdict, Verdict::Agreement | Verdict::PartialAgreement | Verdict::Dissonance));
    }

    #[test]
    fn agreement_needs_two_legs_and_three_voices(world in world()) {
        let found = world.assess();
        if found.judgement.verdict == Verdict::Agreement {
            prop_assert!(found.legs >= 2 && found.voices >= 3);
            prop_assert!(found.judgement.direction != Direction::Zero && found.judgement.reasons.is_empty());
        }
        if found.judgement.verdict == Verdict::PartialAgreement {
            prop_assert!(!found.judgement.reasons.is_empty());
        }
    }

    #[test]
    fn counts_add_up(world in world()) {
        let found = world.assess();
        let units: u32 = found.kinds.iter().map(|kind| kind.units.all()).sum();
        prop_assert_eq!(units as usize, found.units.len());
        for kind in &found.kinds {
            let silent_unasked = kind.units.all() - kind.asked - kind.volunteered;
            prop_assert!(kind.answered <= kind.asked && silent_unasked <= kind.units.silent);
        }
        prop_assert_eq!(found.voices == 0, found.units.iter().all(|unit| !unit.position.is_stance()));
        prop_assert!(found.units.iter().all(|unit| unit.position != Position::Pending));
    }

    #[test]
    fn leaving_something_out_of_the_counts_equals_leaving_it_out_of_the_world(world in world()) {
        let found = world.assess();
        let usual = outcome(&found);
        let (roster, _) = world.build();
        let with_stance = |voice: u32| found.units.iter().any(|unit| unit.voice == voice && unit.position.is_stance());
        let mut flips = Vec::new();
        let mut runs = 0;
        for (voice, _) in roster.voices.list().iter().zip(0..).filter(|&(_, at)| with_stance(at)) {
            runs += 1;
            let left = outcome(&world.without_voice(voice.as_str()).assess());
            flips.extend((left != usual).then(|| (voice.clone(), left)));
        }
        flips.sort_by(|a, b| a.0.cmp(&b.0));
        prop_assert_eq!(found.sensitivity.voices.runs, runs);
        prop_assert_eq!(&found.sensitivity.voices.flips, &flips);
        for (kind, left) in &found.sensitivity.kinds.flips {
            prop_assert_eq!(*left, outcome(&world.without_sources(|s| *kind == s.kind.as_str()).assess()));
        }
        for case in &found.known_cases {
            let left = outcome(&world.without_sources(|s| s.cases.iter().any(|c| *case == c.as_str())).assess());
            let flip = found.sensitivity.cases.flips.iter().find(|(name, _)| name == case);
            if found.voices > 0 && found.sensitivity.cases.runs > 0 && world.sources.iter().any(|s| s.cases.iter().any(|c| *case == c.as_str())) {
                prop_assert_eq!(flip.map_or(usual, |flip| flip.1), left);
            }
        }
    }

    #[test]
    fn other_thresholds_are_those_of_a_study_that_sets_them(world in world()) {
        let found = world.assess();
        for (variant, left) in &found.sensitivity.thresholds.flips {
            let mut thresholds = Thresholds::default();
            thresholds.set(variant.name, &variant.value).unwrap();
            prop_assert_eq!(*left, outcome(&world.assess_with(&thresholds)));
        }
    }
}
