//! Clocks across versions of the procedure.

use crate::clocks_stage::*;

fn clocks(decide: u32, tell: u32) -> String {
    format!(
        r#"
    clock decide_in "决定" en="Deciding" binds=clerk within={decide} unit=day cite=NONE {{ starts received asked; pauses in=suspended cite=NONE; stops decided_now }}
    clock tell "告知" en="Telling" binds=clerk within={tell} unit=day cite=NONE {{ starts received; stops decided_now replied }}
"#
    )
}

fn story(transition: &str) -> Story {
    let old = format!(
        r#"{} clock gone "旧" en="Old" binds=clerk within=9 unit=day cite=NONE {{ starts received; stops decided_now }}"#,
        clocks(60, 10)
    );
    let mut story = Story::new(version(1, &old, ""), 1);
    story.versions.push(version(2, &clocks(30, 20), transition));
    story.moves("2026-03-02", "received", "handling");
    story
}

#[test]
fn moves_takes_the_new_length_from_the_old_start_but_for_what_keeps() {
    let mut story = story("transition from=1 mode=moves cite=NONE { keeps tell }");
    story.moves("2026-03-03", "suspended_now", "suspended");
    story.back("2026-03-05", "resumed");
    assert_eq!(story.table("decide_in"), ["2026-03-02 2026-05-03 -"]);
    story.repinned("2026-03-10", 2);
    assert_eq!(story.table("decide_in"), ["2026-03-02 2026-04-03 -"], "the pause of two days stays");
    assert_eq!(story.last("decide_in").version, 2);
    assert_eq!(story.table("tell"), ["2026-03-02 2026-03-12 -"]);
    assert_eq!(story.last("tell").version, 1);
    assert_eq!(story.table("gone"), ["2026-03-02 2026-03-11 2026-03-10 void"]);
}

#[test]
fn by_act_keeps_the_rule_of_the_start_but_for_what_moves() {
    let mut story = story("transition from=1 mode=by-act cite=NONE { moves tell }");
    story.repinned("2026-03-10", 2);
    assert_eq!(story.table("decide_in"), ["2026-03-02 2026-05-01 -"]);
    assert_eq!(story.table("tell"), ["2026-03-02 2026-03-22 -"]);
    assert_eq!(story.table("gone"), ["2026-03-02 2026-03-11 -"]);
    let old = story.last("decide_in");
    assert_eq!(old.clock_in(&story.frame()).unwrap().lengths[0].amount, procedure::model::Amount::Fixed(60));
    story.at("2026-03-20", "decided_now");
    story.at("2026-04-01", "asked");
    assert_eq!(story.table("decide_in")[1], "2026-04-01 2026-05-01 -", "what starts now follows the new version");
    assert_eq!(story.last("decide_in").version, 2);
}

#[test]
fn an_act_entered_late_starts_under_the_version_of_its_day() {
    let mut story = story("transition from=1 mode=by-act cite=NONE");
    story.at("2026-03-05", "decided_now");
    story.repinned("2026-03-10", 2);
    story.at("2026-03-09", "asked").version = 1;
    assert_eq!(story.table("decide_in")[1], "2026-03-09 2026-05-08 -");
}

#[test]
fn what_has_stopped_keeps_its_rule() {
    let mut story = story("transition from=1 mode=moves cite=NONE");
    story.at("2026-03-05", "replied");
    story.repinned("2026-03-10", 2);
    assert_eq!(story.table("tell"), ["2026-03-02 2026-03-12 2026-03-05"]);
}

#[test]
fn rounds_that_move_are_cut_anew_from_the_one_that_is_open() {
    let every = |months: u32| {
        format!(r#"clock monthly "报告" en="Reporting" binds=clerk every={months} unit=month in=handling cite=NONE {{ stops reported }}"#)
    };
    let mut story = Story::new(version(1, &every(1), ""), 1);
    story.versions.push(version(2, &every(3), "transition from=1 mode=moves cite=NONE"));
    story.versions.push(version(3, &every(3), "transition from=2 mode=moves cite=NONE"));
    story.moves("2026-01-31", "received", "handling");
    story.at("2026-02-10", "reported");
    story.repinned("2026-03-01", 2);
    assert_eq!(story.table("monthly"), ["#1 2026-01-31 2026-02-28 2026-02-10", "#1 2026-02-28 2026-05-28 -"]);
    story.repinned("2026-04-01", 3);
    assert_eq!(story.table("monthly")[1], "#1 2026-02-28 2026-05-28 -", "the same length cuts nothing anew");
    assert_eq!(story.last("monthly").version, 3);
}
