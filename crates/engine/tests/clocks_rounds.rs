//! Rounds: cut from the entry into the state, one open at a time, done by what comes after they began.

use crate::clocks_stage::*;
use kernel::Lang;

const MONTHLY: &str = r#"
    clock monthly "定期报告" en="Reporting" binds=clerk every=1 unit=month in=handling cite=NONE { pauses in=waiting cite=NONE; pauses in=suspended cite=NONE; stops reported }
"#;

fn monthly() -> Story {
    let mut story = Story::new(procedure(MONTHLY), 1);
    story.moves("2026-01-31", "received", "handling");
    story
}

#[test]
fn months_do_not_drift_from_the_day_of_entry() {
    let mut story = monthly();
    for on in ["2026-02-10", "2026-03-02", "2026-04-01"] {
        story.at(on, "reported");
    }
    assert_eq!(
        story.table("monthly"),
        [
            "#1 2026-01-31 2026-02-28 2026-02-10",
            "#2 2026-02-28 2026-03-31 2026-03-02",
            "#3 2026-03-31 2026-04-30 2026-04-01",
            "#4 2026-04-30 2026-05-31 -"
        ]
    );
}

#[test]
fn what_comes_before_a_round_began_does_not_end_it() {
    let mut story = monthly();
    story.at("2026-02-10", "reported");
    story.at("2026-02-20", "reported");
    story.at("2026-02-28", "reported");
    assert_eq!(story.table("monthly"), ["#1 2026-01-31 2026-02-28 2026-02-10", "#2 2026-02-28 2026-03-31 -"]);
    story.at("2026-03-01", "reported");
    assert_eq!(story.last("monthly").round.map(|r| r.nth), Some(3));
}

#[test]
fn one_undone_stays_open_and_only_one_is_open() {
    let mut story = monthly();
    story.at("2026-04-05", "reported");
    let runs = story.runs("monthly");
    assert_eq!(story.table("monthly"), ["#1 2026-01-31 2026-02-28 2026-04-05", "#2 2026-02-28 2026-03-31 -"]);
    assert!(runs[1].overdue(day("2026-04-05")));
}

#[test]
fn leaving_the_state_ends_them_and_entering_it_cuts_them_anew() {
    let mut story = monthly();
    story.moves("2026-02-15", "waited", "waiting");
    assert_eq!(story.table("monthly"), ["#1 2026-01-31 2026-02-28 2026-02-15 void"]);
    story.moves("2026-03-10", "gone_on", "handling");
    assert_eq!(story.table("monthly")[1], "#1 2026-03-10 2026-04-10 -");
}

#[test]
fn an_overlay_does_not_leave_the_state_and_its_pause_counts_for_every_later_round() {
    let mut story = monthly();
    story.at("2026-02-10", "reported");
    story.moves("2026-02-11", "suspended_now", "suspended");
    assert_eq!(story.last("monthly").due_on, None);
    story.back("2026-02-21", "resumed");
    assert_eq!(story.table("monthly"), ["#1 2026-01-31 2026-02-28 2026-02-10", "#2 2026-03-10 2026-04-10 -"]);
    story.at("2026-03-10", "reported");
    assert_eq!(story.runs("monthly").len(), 2, "the second began only on 10 March");
    story.at("2026-03-11", "reported");
    assert_eq!(story.table("monthly")[2], "#3 2026-04-10 2026-05-10 -");
}

#[test]
fn the_last_report_with_the_end_opens_no_further_round() {
    let mut story = monthly();
    story.moves("2026-02-15", "reported", "decided");
    assert_eq!(story.table("monthly"), ["#1 2026-01-31 2026-02-28 2026-02-15"]);
}

#[test]
fn a_corrected_entry_moves_all_rounds() {
    let mut story = monthly();
    story.at("2026-02-20", "reported");
    story.matter.timeline[0].on = day("2026-01-15");
    assert_eq!(story.table("monthly"), ["#1 2026-01-15 2026-02-15 2026-02-20", "#2 2026-02-15 2026-03-15 -"]);
}

#[test]
fn working_days_keep_the_meaning_of_their_own_number() {
    // 复议法88: 五日 are working days, 十五日 are not; three rounds of five days are fifteen working days.
    let text = r#"clock five "五日" en="Five" binds=clerk every=5 unit=day in=handling counting=reconsideration-short cite=NONE { stops reported }"#;
    let mut story = Story::new(procedure(text), 1);
    story.moves("2026-03-02", "received", "handling");
    story.at("2026-03-03", "reported");
    story.at("2026-03-10", "reported");
    assert_eq!(
        story.table("five"),
        ["#1 2026-03-02 2026-03-09 2026-03-03", "#2 2026-03-09 2026-03-16 2026-03-10", "#3 2026-03-16 2026-03-23 -"]
    );
}

#[test]
fn yearly_rounds_are_due_on_their_day() {
    let text = r#"clock review "年审" en="Review" binds=clerk yearly="03-31" in=handling cite=NONE { stops reported }"#;
    let mut story = Story::new(procedure(text), 1);
    story.moves("2026-03-31", "received", "handling");
    assert_eq!(story.table("review"), ["#1 2026-03-31 2027-03-31 -"], "after the entry, not on its day");
    story.at("2027-02-01", "reported");
    story.at("2027-03-31", "reported");
    assert_eq!(story.table("review"), ["#1 2026-03-31 2027-03-31 2027-02-01", "#2 2027-03-31 2028-03-31 -"]);
    let last = story.last("review");
    let told = engine::explain(&story.frame(), &story.matter, &last, &[]).unwrap();
    assert_eq!(told.due_on, day("2028-03-31"));
    assert!(told.steps[0].reason.zh.contains("每年3月31日") && told.steps[0].reason.zh.contains("第2次"));
    assert_eq!(
        engine::sentence(&story.frame(), &last, Lang::Zh),
        "自2026年3月31日(周二)起每年3月31日前一次，第2次，至2028年3月31日(周五)届满。"
    );
}

#[test]
fn a_round_is_told_with_its_number_and_its_cut() {
    let mut story = monthly();
    story.at("2026-02-10", "reported");
    let last = story.last("monthly");
    let told = engine::explain(&story.frame(), &story.matter, &last, &[]).unwrap();
    assert_eq!(told.due_on, day("2026-03-31"));
    assert!(told.steps[0].reason.zh.contains("“办理”期间自2026年1月31日(周六)起每1个月一次，这是第2次"), "{:?}", told.steps[0]);
    assert_eq!(
        engine::sentence(&story.frame(), &last, Lang::Zh),
        "自2026年1月31日(周六)的次日起按次计算，第2次，每次1个月，至2026年3月31日(周二)届满。"
    );
    assert_eq!(
        engine::sentence(&story.frame(), &last, Lang::En),
        "Counted in rounds from the day after Sat 31 January 2026, round 2, 1 month each, ending on Tue 31 March 2026."
    );
}

#[test]
fn many_rounds_cost_little() {
    let text = r#"clock daily "每日" en="Daily" binds=clerk every=1 unit=day in=handling cite=NONE { stops reported }"#;
    let mut story = Story::new(procedure(text), 1);
    story.moves("2026-01-01", "received", "handling");
    let mut on = day("2026-01-01");
    for _ in 0..365 {
        on = on.tomorrow().unwrap();
        story.at(&on.to_string(), "reported");
    }
    let began = std::time::Instant::now();
    let last = story.last("daily");
    let cost = began.elapsed();
    println!("a year of daily rounds: {cost:?}");
    assert_eq!((last.round.map(|r| r.nth), last.due_on), (Some(366), Some(day("2027-01-02"))));
    assert!(cost.as_millis() < 500, "{cost:?}");
}

#[test]
fn another_choice_cuts_the_rounds_anew_from_the_one_that_is_open() {
    let text = r#"clock by_way "按程序" en="By way" binds=clerk in=handling cite=NONE {
        every 1 unit=month only=ordinary cite=NONE
        every 10 unit=day only=summary cite=NONE
        stops reported
        rechosen same-start cite=NONE
    }"#;
    let mut story = Story::new(procedure(text), 1);
    story.chooses("2026-01-31", "received", "ordinary");
    story.matter.timeline[0].entered = vec![kernel::Id::from("handling")];
    story.at("2026-02-10", "reported");
    story.chooses("2026-03-05", "converted", "summary");
    assert_eq!(story.table("by_way"), ["#1 2026-01-31 2026-02-28 2026-02-10", "#1 2026-02-28 2026-03-10 -"]);
    story.at("2026-03-06", "reported");
    assert_eq!(story.table("by_way")[2], "#2 2026-03-10 2026-03-20 -");
}
