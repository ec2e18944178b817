//! One test a rule: each reason, flag and rung at its boundary.

use super::world::{Said, Src, World};
use crate::coding::Stance::{self, Contradicts, Neutral, Qualifies, Supports};
use crate::triangulation::assessment::attendance;
use crate::triangulation::thresholds::Thresholds;

fn world() -> World {
    World::default()
}

#[track_caller]
fn told(world: &World, verdict: &str, direction: &str, reasons: &[&str]) {
    let (found, side, _, why) = world.told();
    assert_eq!((found.as_str(), side.as_str()), (verdict, direction), "{why:?}");
    assert_eq!(why, reasons);
}

#[track_caller]
fn flagged(world: &World, flags: &[&str]) {
    let found: Vec<String> = world.assess().flags.iter().map(ToString::to_string).collect();
    assert_eq!(found, flags);
}

#[test]
fn nothing_at_all_is_not_asked() {
    told(&world(), "not_asked", "0", &[]);
}

#[test]
fn a_neutral_mention_is_more_than_pending() {
    let mut world = world();
    world.add(2, "interview", None).add_with(1, "interview", None, |s| s.done.clear());
    told(&world, "pending", "0", &[]);
    world.add(1, "interview", Some(Neutral));
    told(&world, "no_stance", "0", &[]);
}

#[test]
fn a_table_that_is_asked_and_unread_is_one_pending_source() {
    let mut world = world();
    world.add_with(1, "survey", None, |s| {
        s.rows = (0..50).map(|row| format!("row{row}")).collect();
        s.done.clear();
    });
    let found = world.assess();
    assert_eq!(found.kinds[0].pending, 1);
    told(&world, "pending", "0", &[]);
}

#[test]
fn each_row_of_an_open_question_is_a_voice_and_an_uncoded_row_is_silent() {
    let mut world = world();
    world.add_with(1, "survey", None, |s| s.rows = (0..5).map(|row| format!("row{row}")).collect());
    let id = world.sources[0].id.clone();
    for row in 0..2 {
        world.said.push(Said { row, ..Said::new(&id, u32::try_from(row).unwrap(), Supports) });
    }
    let found = world.assess();
    assert_eq!((found.voices, found.kinds[0].units.silent, found.kinds[0].asked), (2, 3, 5));
    assert_eq!((found.kinds[0].sources_asked, found.kinds[0].pending), (1, 0));
}

#[test]
fn a_source_read_for_the_theme_by_name_is_silent_though_not_asked() {
    let mut world = world();
    world.add(3, "interview", Some(Supports));
    world.add_with(2, "desk-review", None, |s| s.asked = false);
    told(&world, "single_kind", "+", &["consistent"]);
    for source in &mut world.sources[3..] {
        source.done = vec![("ana".to_owned(), true)];
    }
    told(&world, "single_kind", "+", &["consistent", "silent:desk-review"]);
    let desk = world.assess().kinds[0].clone();
    assert_eq!((desk.units.silent, desk.asked, desk.volunteered), (2, 0, 0));
}

#[test]
fn one_leg_is_consistent_divided_or_qualified() {
    let mut world = world();
    world.add(3, "interview", Some(Qualifies));
    told(&world, "single_kind", "0", &["qualified"]);
    world.add(2, "focus-group", Some(Supports));
    told(&world, "single_kind", "+", &["qualified"]);
    world.add(1, "interview", Some(Contradicts));
    told(&world, "single_kind", "+", &["divided"]);
}

#[test]
fn half_and_half_on_a_balance_is_exact() {
    let mut world = world();
    world.add(3, "interview", Some(Supports)).add(1, "interview", Some(Contradicts)).add(
        3,
        "desk-review",
        Some(Supports),
    );
    told(&world, "agreement", "+", &[]);
    world.add(1, "interview", Some(Qualifies));
    told(&world, "partial_agreement", "+", &["divided:interview", "not_corroborated"]);
}

#[test]
fn a_lone_voice_is_no_dissonance_from_the_third_voice_on() {
    let mut world = world();
    world.add(2, "interview", Some(Supports)).add(1, "observation", Some(Contradicts));
    told(&world, "dissonance", "0", &["kinds_oppose"]);
    world.add(1, "interview", Some(Supports));
    told(&world, "partial_agreement", "+", &["opposing_kind:observation", "not_corroborated"]);
    // The larger side wins although two kinds stand against one, if one voice fills both.
    let mut world = World::default();
    world.add(4, "interview", Some(Contradicts));
    world.add_with(1, "desk-review", Some(Supports), |s| s.voice = Some("agency".to_owned()));
    world.add_with(1, "observation", Some(Supports), |s| s.voice = Some("agency".to_owned()));
    told(&world, "partial_agreement", "-", &["opposing_kind:desk-review,observation", "not_corroborated"]);
}

#[test]
fn dissonance_is_reached_at_a_third_of_the_kinds() {
    let mut world = world();
    world.add(3, "interview", Some(Supports)).add(3, "indicator", Some(Supports)).add(
        2,
        "desk-review",
        Some(Contradicts),
    );
    told(&world, "dissonance", "0", &["kinds_oppose"]);
    world.add(2, "observation", Some(Supports));
    told(&world, "partial_agreement", "+", &["opposing_kind:desk-review"]);
}

#[test]
fn kinds_in_between_with_voices_on_both_sides_are_dissonance() {
    let mut world = world();
    world.add(2, "interview", Some(Supports)).add(2, "interview", Some(Contradicts)).add(
        2,
        "desk-review",
        Some(Qualifies),
    );
    told(&world, "dissonance", "0", &["divided_within_kinds"]);
}

#[test]
fn two_kinds_that_hold_one_voice_do_not_corroborate() {
    let mut world = world();
    for kind in ["interview", "desk-review"] {
        world.add_with(1, kind, Some(Supports), |s| s.voice = Some("agency".to_owned()));
    }
    world.add(2, "observation", Some(Qualifies));
    told(&world, "partial_agreement", "+", &["qualified:observation", "thin:1", "not_corroborated"]);
}

#[test]
fn a_direction_carried_by_the_evaluated_party_alone_is_told() {
    let mut world = world();
    world.add_with(3, "interview", Some(Supports), |s| s.own = true);
    world.add_with(2, "desk-review", Some(Supports), |s| s.own = true);
    told(&world, "partial_agreement", "+", &["one_party"]);
    world.add(1, "interview", Some(Supports));
    told(&world, "agreement", "+", &[]);
}

#[test]
fn a_unit_is_own_only_if_all_its_sources_are() {
    let mut world = world();
    world.add_with(3, "interview", Some(Supports), |s| s.own = true);
    world.add_with(1, "desk-review", Some(Supports), |s| (s.own, s.voice) = (true, Some("office".to_owned())));
    told(&world, "partial_agreement", "+", &["one_party"]);
    world.add_with(1, "desk-review", None, |s| s.voice = Some("office".to_owned()));
    told(&world, "agreement", "+", &[]);
}

#[test]
fn silent_kinds_are_told_past_a_third() {
    let mut world = world();
    world.add(3, "interview", Some(Supports)).add(3, "desk-review", Some(Supports)).add(1, "observation", None);
    told(&world, "agreement", "+", &[]);
    world.add(1, "indicator", Some(Neutral));
    told(&world, "partial_agreement", "+", &["silent_kinds:indicator,observation"]);
}

#[test]
fn a_kind_with_only_pending_sources_is_not_silent() {
    let mut world = world();
    world.add(3, "interview", Some(Supports)).add(3, "desk-review", Some(Supports));
    world.add_with(1, "observation", None, |s| s.done.clear());
    told(&world, "partial_agreement", "+", &["unfinished:observation 1/1"]);
    let found = world.assess();
    assert_eq!(found.kinds[2].position.name(), "pending");
}

#[test]
fn prominence_is_compared_from_five_asked_and_past_a_half() {
    let mut world = world();
    world.add(5, "interview", Some(Supports)).add(2, "desk-review", Some(Supports)).add(2, "desk-review", None);
    told(&world, "agreement", "+", &[]);
    // 1.0 against 0.4, five asked: a gap of 0.6.
    world.add(1, "desk-review", None);
    told(&world, "partial_agreement", "+", &["prominence_gap"]);
    // 1.0 against 0.5: exactly a half is no gap.
    world.add(1, "desk-review", Some(Supports));
    told(&world, "agreement", "+", &[]);
}

#[test]
fn a_kind_is_scarce_below_a_fifth() {
    let mut world = world();
    world.add(2, "interview", Some(Supports)).add(8, "interview", None).add(2, "desk-review", Some(Supports));
    told(&world, "agreement", "+", &[]);
    world.add(1, "interview", None);
    told(&world, "partial_agreement", "+", &["scarce:interview"]);
}

#[test]
fn reading_is_unfinished_past_a_third_of_those_asked() {
    let mut world = world();
    world.add(4, "interview", Some(Supports)).add(2, "desk-review", Some(Supports));
    world.add_with(2, "interview", None, |s| s.done.clear());
    told(&world, "agreement", "+", &[]);
    // A coded source that nobody has read to the end counts too.
    world.sources[0].done.clear();
    told(&world, "partial_agreement", "+", &["unfinished:interview 3/6"]);
}

#[test]
fn a_direction_is_bound_to_cases_below_a_half() {
    let mut world = world();
    let at = |case: &'static str| move |s: &mut Src| s.cases = vec![case.to_owned()];
    let (a, b, c) = ("a".to_owned(), "b".to_owned(), "c".to_owned());
    world.add_with(3, "interview", Some(Supports), at("a")).add_with(2, "desk-review", Some(Supports), at("a"));
    told(&world, "agreement", "+", &[]);
    world.add_with(1, "interview", None, at("b"));
    told(&world, "agreement", "+", &[]);
    // A report on three cases makes the third known, and speaks for the case that its coding names.
    world.add_with(1, "desk-review", None, |s| s.cases = vec![a.clone(), b.clone(), c.clone()]);
    told(&world, "partial_agreement", "+", &["case_bound:1/3"]);
    let id = world.sources.last().unwrap().id.clone();
    world.said.push(Said::new(&id, 1, Supports).case("c"));
    told(&world, "agreement", "+", &[]);
    world.said.pop();
    world.said.push(Said::new(&id, 1, Supports));
    told(&world, "partial_agreement", "+", &["case_bound:1/3"]);
}

#[test]
fn a_case_of_sources_that_do_not_exist_for_the_theme_is_not_known() {
    let mut world = world();
    world.add_with(3, "interview", Some(Supports), |s| s.cases = vec!["a".to_owned()]);
    world.add_with(2, "desk-review", Some(Supports), |s| s.cases = vec!["a".to_owned()]);
    world.add_with(4, "interview", None, |s| (s.cases, s.asked) = (vec![s.id.clone()], false));
    told(&world, "agreement", "+", &[]);
    assert_eq!(world.assess().sensitivity.cases.runs, 0);
}

#[test]
fn cases_and_categories_oppose_from_two_units_on() {
    let mut world = world();
    world.add(8, "interview", Some(Supports)).add(3, "desk-review", Some(Supports));
    let change = |s: &mut Src| (s.cases, s.categories) = (vec!["c".to_owned()], vec!["donor".to_owned()]);
    world.add_with(1, "interview", Some(Contradicts), change);
    told(&world, "agreement", "+", &[]);
    flagged(&world, &["exceptions:1/12", "lone_opposition:c", "lone_opposition:donor"]);
    world.add_with(1, "interview", Some(Contradicts), change);
    told(&world, "partial_agreement", "+", &["case_opposes:c", "category_opposes:donor"]);
    flagged(&world, &["exceptions:2/13"]);
    // With supporting voices as many as that the balance no longer reaches the other side.
    world.add_with(1, "interview", Some(Supports), change);
    told(&world, "agreement", "+", &[]);
}

#[test]
fn a_category_that_was_asked_twice_and_is_silent_is_flagged() {
    let mut world = world();
    let donor = |s: &mut Src| s.categories = vec!["donor".to_owned()];
    world.add(3, "interview", Some(Supports)).add(3, "desk-review", Some(Supports));
    world.add_with(1, "interview", None, donor);
    flagged(&world, &[]);
    world.add_with(1, "interview", Some(Neutral), donor);
    flagged(&world, &["category_silent:donor"]);
    world.add_with(1, "interview", Some(Qualifies), donor);
    flagged(&world, &[]);
}

#[test]
fn a_coder_who_finds_a_stance_where_another_found_nothing_is_flagged() {
    let mut world = world();
    world.add(3, "interview", Some(Supports)).add(1, "desk-review", Some(Supports));
    world.sources[0].done.push(("ben".to_owned(), false));
    flagged(&world, &["coder_presence:in1"]);
    // Settled by a reconciliation.
    world.said[0].agreed = true;
    flagged(&world, &[]);
    // A mention without a stance is no matter.
    world.said[0] = Said::new("in1", 1, Neutral);
    flagged(&world, &[]);
    // Both found something, and differ.
    world.said[0] = Said::new("in1", 1, Supports);
    world.said.push(Said::new("in1", 2, Contradicts).by("ben"));
    flagged(&world, &["coder_disagreement:in1"]);
}

#[test]
fn a_reconciled_coding_is_held_by_both_coders() {
    let mut world = world();
    world.add(3, "interview", None).add(1, "desk-review", Some(Supports));
    for coder in ["ana", "ben"] {
        let mut said = Said::new("in1", 1, Qualifies).by(coder);
        said.agreed = true;
        world.said.push(said);
    }
    flagged(&world, &[]);
    assert_eq!(world.assess().kinds[1].units.mixed, 1);
}

#[test]
fn a_judgement_stands_over_the_codings_of_its_coder_only() {
    let mut world = world();
    world.add(3, "interview", Some(Supports)).add(1, "desk-review", Some(Supports));
    let against = |world: &World| world.assess().kinds.iter().map(|kind| kind.units.contradicts).sum::<u32>();
    // Without a coding of that coder in the source it is only listed.
    world.cells.push(("in1".to_owned(), "ben".to_owned(), Contradicts, 5));
    assert_eq!(against(&world), 0);
    world.cells.push(("in1".to_owned(), "ana".to_owned(), Contradicts, 6));
    assert_eq!(against(&world), 1);
    // Of several the greatest id decides.
    world.cells.push(("in1".to_owned(), "ana".to_owned(), Supports, 4));
    assert_eq!(against(&world), 1);
    world.cells.push(("in1".to_owned(), "ana".to_owned(), Supports, 7));
    assert_eq!(against(&world), 0);
    // A reconciliation stands over it.
    world.cells.truncate(2);
    world.said[0].agreed = true;
    assert_eq!(against(&world), 0);
}

#[test]
fn a_judgement_of_a_table_falls_on_no_row() {
    let mut world = world();
    world.add_with(1, "survey", None, |s| s.rows = vec!["p1".to_owned(), "p2".to_owned()]);
    let id = world.sources[0].id.clone();
    world.said.push(Said::new(&id, 0, Supports));
    world.cells.push((id, "ana".to_owned(), Contradicts, 1));
    assert_eq!(world.assess().kinds[0].units.supports, 1);
}

#[test]
fn the_interviewer_is_no_evidence() {
    let mut world = world();
    world.add(2, "interview", Some(Supports));
    world.said[0].interviewer = true;
    let found = world.assess();
    assert_eq!((found.voices, found.kinds[0].units.silent), (1, 1));
}

#[test]
fn named_speakers_vote_in_a_group_only() {
    let talk = |group: bool| {
        let mut world = world();
        world.add_with(1, "focus-group", None, |s| s.group = group);
        let id = world.sources[0].id.clone();
        for (passage, speaker, stance) in
            [(1, "A", Supports), (2, "A", Supports), (3, "A", Supports), (4, "B", Contradicts)]
        {
            world.said.push(Said { speaker: Some(speaker.to_owned()), ..Said::new(&id, passage, stance) });
        }
        world.assess().kinds[0].position.name()
    };
    assert_eq!(talk(true), "mixed");
    assert_eq!(talk(false), "supports");
}

#[test]
fn a_source_whose_words_are_all_anothers_adds_no_voice_of_its_own() {
    let mut world = world();
    world.add(1, "interview", Some(Supports)).add(1, "desk-review", None);
    let id = world.sources[1].id.clone();
    world.said.push(Said::new(&id, 1, Supports).voice("survey-2017"));
    let units = |world: &World| world.assess().kinds[0].units.all();
    assert_eq!(units(&world), 1);
    world.said.push(Said::new(&id, 2, Qualifies));
    assert_eq!(units(&world), 2);
    // Naming its own voice is no other voice.
    world.said.pop();
    world.said.push(Said::new(&id, 2, Qualifies).voice(&id));
    assert_eq!(units(&world), 2);
}

#[test]
fn without_a_quoted_voice_its_bearer_falls_silent() {
    let mut world = world();
    world.add(4, "interview", Some(Supports)).add(1, "desk-review", None);
    let id = world.sources[4].id.clone();
    world.said.push(Said::new(&id, 1, Supports).voice("survey-2017"));
    told(&world, "agreement", "+", &[]);
    let flips = world.assess().sensitivity.voices.flips;
    assert_eq!(flips.len(), 1);
    assert_eq!((flips[0].0.as_str(), flips[0].1.verdict.name()), ("survey-2017", "single_kind"));
}

#[test]
fn volunteers_are_evidence_and_in_no_denominator() {
    let mut world = world();
    world.add_with(3, "interview", Some(Supports), |s| s.asked = false);
    world.add(2, "interview", None).add(2, "desk-review", Some(Supports));
    let interviews = world.assess().kinds[1].clone();
    assert_eq!((interviews.asked, interviews.answered, interviews.volunteered), (2, 0, 3));
}

#[test]
fn sources_are_listed_by_what_they_did() {
    let mut world = world();
    world.add(1, "interview", Some(Supports)).add(1, "interview", None);
    world.add_with(1, "interview", None, |s| s.done.clear());
    world.add_with(1, "interview", None, |s| s.asked = false);
    world.add_with(1, "interview", Some(Qualifies), |s| s.asked = false);
    let (roster, evidence) = world.build();
    let lists = attendance(&roster, &evidence, &Thresholds::default());
    assert_eq!(lists.silent, ["in2"]);
    assert_eq!(lists.pending, ["in3"]);
    assert_eq!(lists.not_asked, ["in4"]);
    assert_eq!(lists.volunteered, ["in5"]);
}

#[test]
fn one_voice_in_two_kinds_is_the_same_source_in_a_pair() {
    let mut world = world();
    for kind in ["interview", "desk-review"] {
        world.add_with(1, kind, Some(Supports), |s| s.voice = Some("agency".to_owned()));
    }
    let relation = |world: &World| world.assess().pairs[0].2.name();
    assert_eq!(relation(&world), "same_source");
    world.add(1, "interview", Some(Supports));
    assert_eq!(relation(&world), "agreement");
}

#[test]
fn other_thresholds_move_the_boundaries() {
    let mut world = world();
    world.add(3, "interview", Some(Supports)).add(1, "interview", Some(Contradicts)).add(
        2,
        "desk-review",
        Some(Supports),
    );
    let with = |name: &str, value: &str| {
        let mut thresholds = Thresholds::default();
        thresholds.set(name, value).unwrap();
        world.assess_with(&thresholds).judgement.reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(with("beta", "51/100"), "divided:interview not_corroborated");
    assert_eq!(with("n_min", "5"), "");
    assert_eq!(with("n_min", "6"), "thin:5");
    assert_eq!(with("prominence_base", "1"), "");
}

#[test]
fn stances_turn_round_for_the_opposite_claim() {
    for stance in [Supports, Qualifies, Contradicts, Neutral] {
        assert_eq!(stance.reversed().reversed(), stance);
    }
    assert_eq!(Stance::Supports.reversed(), Contradicts);
}
