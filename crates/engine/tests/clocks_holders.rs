//! One run for each holder; what an event that bears a holder concerns.

use crate::clocks_stage::*;

const CLOCKS: &str = r#"
    clock reply_in "答复" en="Replying" binds=respondent each=respondent within=10 unit=day cite=NONE {
        starts notice.served
        stops replied
        extends extended max=5 unit=day times=1 cite=NONE
        lapse silent against=respondent by=clerk cite=NONE
    }
    clock tell "告知" en="Telling" binds=clerk each=respondent within=3 unit=day cite=NONE { starts received; stops notice.served }
    clock any_reply "首份答复" en="First reply" binds=clerk within=20 unit=day cite=NONE { starts notice.served; stops replied }
    clock court_in "法院回复" en="The court" binds=court within=4 unit=day cite=NONE { starts received; stops decided_now }
"#;

#[test]
fn each_holder_has_a_run_of_their_own() {
    let mut story = Story::new(procedure(CLOCKS), 2);
    story.moves("2026-03-02", "received", "handling");
    assert_eq!(story.table("tell"), ["respondent/1 2026-03-02 2026-03-05 -", "respondent/2 2026-03-02 2026-03-05 -"]);
    story.of("2026-03-03", "notice.served", 1);
    story.of("2026-03-05", "notice.served", 2);
    assert_eq!(story.table("tell"), ["respondent/1 2026-03-02 2026-03-05 2026-03-03", "respondent/2 2026-03-02 2026-03-05 2026-03-05"]);
    story.of("2026-03-10", "replied", 2);
    assert_eq!(story.table("reply_in"), ["respondent/1 2026-03-03 2026-03-13 -", "respondent/2 2026-03-05 2026-03-15 2026-03-10"]);
    assert_eq!(
        story.table("any_reply"),
        ["2026-03-03 2026-03-23 2026-03-10"],
        "without each any of them touches it, the first service starts it"
    );
}

#[test]
fn what_bears_no_holder_concerns_all() {
    let mut story = Story::new(procedure(CLOCKS), 2);
    story.moves("2026-03-02", "received", "handling");
    story.of("2026-03-03", "notice.served", 1);
    story.of("2026-03-05", "notice.served", 2);
    story.of("2026-03-20", "silent", 1);
    story.of("2026-03-20", "reply_in.declined", 2);
    let runs = story.runs("reply_in");
    assert!(runs[0].lapsed && runs[1].running() && runs[1].proposes);
    assert_eq!(runs[1].declined, Some(day("2026-03-20")));
    story.at("2026-03-25", "replied");
    assert_eq!(story.runs("reply_in")[1].stopped_on, Some(day("2026-03-25")));
}

#[test]
fn an_extension_lengthens_only_the_run_it_concerns() {
    let mut story = Story::new(procedure(CLOCKS), 2);
    story.moves("2026-03-02", "received", "handling");
    story.of("2026-03-03", "notice.served", 1);
    story.of("2026-03-05", "notice.served", 2);
    story.extends("2026-03-06", "reply_in", days(5)).holder = Some(respondent(2));
    assert_eq!(story.table("reply_in"), ["respondent/1 2026-03-03 2026-03-13 -", "respondent/2 2026-03-05 2026-03-20 -"]);
}

#[test]
fn a_role_of_whom_nobody_is_named_has_one_run() {
    let mut p = procedure(CLOCKS);
    // As for papers to another organ that are served by notice.
    p.clocks.iter_mut().find(|c| c.id == *"court_in").unwrap().each = Some(kernel::Id::from("court"));
    let mut story = Story::new(p, 2);
    story.moves("2026-03-02", "received", "handling");
    assert_eq!(story.table("court_in"), ["court/1 2026-03-02 2026-03-06 -"]);
}

#[test]
fn notice_to_the_public_runs_for_its_addressee_alone() {
    let mut story = Story::new(procedure(CLOCKS), 2);
    story.moves("2026-03-02", "received", "handling");
    story.of("2026-03-03", "notice.noticed", 1);
    story.of("2026-03-04", "notice.noticed", 2);
    assert_eq!(story.table("notice.notice"), ["respondent/1 2026-03-03 2026-04-02 -", "respondent/2 2026-03-04 2026-04-03 -"]);
    assert!(story.runs("notice.notice").iter().all(|i| i.fires));
    story.moves("2026-03-10", "decided_now", "decided");
    story.of("2026-04-02", "notice.served", 1);
    assert_eq!(
        story.table("notice.notice"),
        ["respondent/1 2026-03-03 2026-04-02 2026-04-02", "respondent/2 2026-03-04 2026-04-03 -"],
        "it outlives the matter: a decision is served after the end"
    );
}

#[test]
fn service_on_another_addressee_says_nothing_about_this_one() {
    let mut p = procedure(CLOCKS);
    p.papers.get_mut("notice").unwrap().to.push(kernel::Id::from("applicant"));
    let mut story = Story::new(p, 2);
    story.moves("2026-03-02", "received", "handling");
    story.at("2026-03-03", "notice.served").holder = Some(engine::Holder::new(kernel::Id::from("applicant"), 1));
    assert!(story.runs("reply_in").is_empty() && story.runs("tell").iter().all(engine::Instance::running));
    assert_eq!(story.table("any_reply"), ["2026-03-03 2026-03-23 -"]);
}

#[test]
fn what_happened_before_a_party_was_named_started_nothing_for_it() {
    let mut story = Story::new(procedure(CLOCKS), 3);
    story.names("2026-03-02", "received", 2);
    story.names("2026-03-04", "asked", 3);
    assert_eq!(story.table("tell"), ["respondent/1 2026-03-02 2026-03-05 -", "respondent/2 2026-03-02 2026-03-05 -"]);
    story.of("2026-03-05", "notice.served", 3);
    assert_eq!(story.table("reply_in"), ["respondent/3 2026-03-05 2026-03-15 -"]);
    let mut again = story.matter.timeline[0].clone();
    again.named.clear();
    story.matter.timeline.push(again);
    assert_eq!(story.table("tell")[2], "respondent/3 2026-03-02 2026-03-05 -", "what starts it later starts it for all three");
}
