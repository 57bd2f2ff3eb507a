//! What moves a running clock: overlays, children, extensions, fresh starts, another law, a choice made anew.

use crate::clocks_stage::*;
use calendar::{Effect, Period, Unit};
use engine::Answer;
use kernel::{Id, Lang};

const CLOCKS: &str = r#"
    clock decide_in "作出决定" en="Deciding" binds=clerk within=60 unit=day other-law=shorter counting=civil-code cite=NONE {
        starts received
        pauses in=suspended cite=NONE
        pauses in=checking cite=NONE
        extends extended max=30 unit=day times=2 cite=NONE
        restarts renewed cite=NONE
        stops decided_now
    }
    clock by_way "按程序" en="By way" binds=clerk cite=NONE {
        within 60 unit=day only=ordinary cite=NONE
        within 30 unit=day only=summary cite=NONE
        starts received
        stops decided_now replied
        rechosen same-start cite=NONE
    }
    clock anew "另起" en="Anew" binds=clerk cite=NONE {
        within 20 unit=day only=ordinary cite=NONE
        within 10 unit=day only=summary cite=NONE
        starts received
        stops decided_now replied
        rechosen new-start cite=NONE
    }
    clock summary_only "仅简易" en="Summary only" binds=clerk within=7 unit=day only=summary cite=NONE { starts received; stops decided_now }
"#;

fn story() -> Story {
    let mut story = Story::new(procedure(CLOCKS), 1);
    story.moves("2026-03-02", "received", "handling");
    story
}

#[test]
fn an_overlay_pauses_what_says_so_and_takes_its_own_clocks_with_it() {
    let mut story = story();
    story.moves("2026-03-10", "suspended_now", "suspended");
    assert_eq!(story.due("decide_in"), None);
    assert_eq!(story.due("remind"), Some("2026-03-15".to_owned()));
    story.back("2026-03-20", "resumed");
    // 60 days from 2 March are full on 1 May; ten days of pause make it 11 May, a Monday.
    assert_eq!(story.due("decide_in"), Some("2026-05-11".to_owned()));
    assert_eq!(story.table("remind"), ["2026-03-10 2026-03-15 2026-03-20 void"]);
}

#[test]
fn a_move_of_the_main_run_ends_the_overlay_and_a_track_does_not() {
    let mut story = story();
    story.moves("2026-03-10", "suspended_now", "suspended");
    story.moves("2026-03-11", "check_begun", "checked");
    assert_eq!(story.due("remind"), Some("2026-03-15".to_owned()));
    story.moves("2026-03-12", "waited", "waiting");
    assert!(story.last("remind").void);
    assert_eq!(story.due("decide_in"), None, "the track still holds it");
    story.moves("2026-03-14", "check_closed", "check_over");
    assert_eq!(story.last("decide_in").pauses.len(), 1, "overlapping grounds are one pause");
    assert_eq!(story.due("decide_in"), Some("2026-05-06".to_owned()), "1 May and four days are 5 May, a day off for Labour Day");
}

#[test]
fn a_clock_of_an_overlay_that_does_not_lie_never_begins() {
    let mut story = story();
    story.at("2026-03-10", "reported");
    assert!(story.runs("remind").is_empty());
}

#[test]
fn children_pause_until_all_are_closed() {
    let text = r#"clock decide_in "决定" en="Deciding" binds=clerk within=10 unit=day cite=NONE { starts received; stops decided_now }"#;
    let mut p = procedure(text);
    p.clocks[0].pauses =
        vec![procedure::model::Pause { within: Id::from("side"), title: None, ground: Default::default(), place: Default::default() }];
    let mut story = Story::new(p, 1);
    story.moves("2026-03-02", "received", "handling");
    story.at("2026-03-03", "side.opened");
    story.at("2026-03-04", "side.opened");
    story.at("2026-03-06", "side.closed");
    assert_eq!(story.due("decide_in"), None);
    story.at("2026-03-08", "side.closed");
    assert_eq!(story.due("decide_in"), Some("2026-03-17".to_owned()));
}

#[test]
fn events_of_kin_start_clocks() {
    let text = r#"clock after "其后" en="After" binds=clerk within=10 unit=day cite=NONE { starts received; stops decided_now }"#;
    let mut p = procedure(text);
    p.clocks[0].starts[0].by = procedure::model::Trigger::Event(Id::from("parent.accepted"));
    let mut story = Story::new(p, 1);
    story.moves("2026-03-02", "received", "handling");
    story.at("2026-02-20", "parent.accepted");
    assert_eq!(story.table("after"), ["2026-02-20 2026-03-02 -"]);
}

#[test]
fn an_extension_is_added_before_the_last_day_is_looked_at() {
    let mut story = story();
    story.extends("2026-04-20", "decide_in", days(30));
    // 60 days from 2 March are 1 May, a holiday: thirty more are counted from there, not from the day it rolled to: 31 May, a Sunday.
    assert_eq!(story.due("decide_in"), Some("2026-06-01".to_owned()));
    let last = story.last("decide_in");
    assert_eq!(last.length, Some(days(60)));
    let told = engine::explain(&story.frame(), &story.matter, &last, &[]).unwrap();
    let step = told.steps.iter().find(|s| s.effect == Effect::Extended).unwrap();
    assert_eq!(step.date, day("2026-04-20"));
    assert!(step.reason.zh.starts_with("2026年4月20日(周一)延长30日"), "{}", step.reason.zh);
    assert_eq!(
        engine::sentence(&story.frame(), &last, Lang::Zh),
        "自2026年3月2日(周一)的次日起算，共60日，2026年4月20日(周一)延长30日，至2026年6月1日(周一)届满。"
    );
    story.extends("2026-05-20", "decide_in", Period::new(1, Unit::Month));
    assert_eq!(story.due("decide_in"), Some("2026-06-30".to_owned()), "a month from 31 May is 30 June");
}

#[test]
fn an_extension_after_the_stop_adds_nothing() {
    let mut story = story();
    story.at("2026-03-20", "decided_now");
    story.extends("2026-04-20", "decide_in", days(30));
    assert!(story.last("decide_in").extended.is_empty());
}

#[test]
fn a_restart_cuts_short_and_begins_afresh() {
    let mut story = story();
    story.extends("2026-03-05", "decide_in", days(30));
    story.at("2026-03-16", "renewed");
    assert_eq!(story.table("decide_in"), ["2026-03-02 2026-06-01 2026-03-16 void", "2026-03-16 2026-05-15 -"]);
    let last = story.last("decide_in");
    assert!(last.restarted && last.extended.is_empty());
    let told = engine::explain(&story.frame(), &story.matter, &last, &[]).unwrap();
    assert!(told.steps[0].reason.zh.contains("“重新起算”之后重新起算"), "{}", told.steps[0].reason.zh);
    assert!(engine::sentence(&story.frame(), &last, Lang::En).starts_with("Counted afresh from the day after Mon 16 March 2026"));
}

#[test]
fn only_what_runs_is_restarted() {
    let mut story = story();
    story.at("2026-03-10", "decided_now");
    story.at("2026-03-16", "renewed");
    assert_eq!(story.runs("decide_in").len(), 1);
}

#[test]
fn another_law_replaces_the_length() {
    let mut story = story();
    story.answers("shorter", Answer::Period { period: days(15), article: sealed(9) });
    assert_eq!(story.due("decide_in"), Some("2026-03-17".to_owned()));
    let last = story.last("decide_in");
    let told = engine::explain(&story.frame(), &story.matter, &last, &[]).unwrap();
    assert!(told.steps[0].reason.zh.contains("另一部法律规定为15日，条款见“更短的期限”"), "{}", told.steps[0].reason.zh);
    assert_eq!(
        engine::sentence(&story.frame(), &last, Lang::Zh),
        "自2026年3月2日(周一)的次日起算，依另一部法律共15日，至2026年3月17日(周二)届满。"
    );
}

#[test]
fn while_the_choice_is_not_made_the_earliest_candidate_stands() {
    let mut story = story();
    let open = story.last("by_way");
    assert_eq!((story.due("by_way"), open.provisional), (Some("2026-04-01".to_owned()), true));
    story.chooses("2026-03-05", "converted", "ordinary");
    let known = story.last("by_way");
    assert_eq!((story.due("by_way"), known.provisional), (Some("2026-05-01".to_owned()), false));
    assert_eq!(story.table("anew"), ["2026-03-02 2026-03-22 -"], "what is learnt late is no change");
}

fn chosen() -> Story {
    let mut story = Story::new(procedure(CLOCKS), 1);
    story.chooses("2026-03-02", "received", "summary");
    story.matter.timeline[0].entered = vec![Id::from("handling")];
    story
}

#[test]
fn a_new_choice_counts_from_the_old_start_or_from_its_own_day() {
    let mut story = chosen();
    assert_eq!((story.due("by_way"), story.due("anew")), (Some("2026-04-01".to_owned()), Some("2026-03-12".to_owned())));
    story.chooses("2026-03-09", "converted", "ordinary");
    assert_eq!(story.table("by_way"), ["2026-03-02 2026-05-01 -"]);
    assert_eq!(story.table("anew"), ["2026-03-02 2026-03-12 2026-03-09 void", "2026-03-09 2026-03-29 -"]);
    assert_eq!(story.table("summary_only"), ["2026-03-02 2026-03-09 2026-03-09 void"]);
}

#[test]
fn a_later_choice_does_not_rewrite_what_has_stopped() {
    let mut story = chosen();
    story.at("2026-03-08", "replied");
    story.chooses("2026-03-09", "converted", "ordinary");
    assert_eq!(story.table("by_way"), ["2026-03-02 2026-04-01 2026-03-08"]);
    assert_eq!(story.table("anew"), ["2026-03-02 2026-03-12 2026-03-08"]);
}

#[test]
fn setting_the_same_value_again_changes_nothing() {
    let mut story = chosen();
    story.chooses("2026-03-09", "converted", "summary");
    assert_eq!(story.table("anew"), ["2026-03-02 2026-03-12 -"]);
}

#[test]
fn a_clock_of_the_other_way_comes_into_being_with_the_choice() {
    let mut story = chosen();
    story.matter.timeline[0].chosen.insert(Id::from("way"), Id::from("ordinary"));
    assert!(story.chooses_later().runs("summary_only").len() == 1);
    assert_eq!(story.table("summary_only"), ["2026-03-02 2026-03-09 -"]);
}

impl Story {
    fn chooses_later(&mut self) -> &Self {
        self.chooses("2026-03-05", "converted", "summary");
        self
    }
}
