//! Refusals, each with its code: as examples where an example can say it, else as orders.

use crate::{families, stage};
use calendar::Calendar;
use engine::family::{Deed, carry_out};
use engine::{Context, Matter, Minutes, Order, RuleBook, Shelf};
use kernel::{Actor, Grant, Id, MatterId, Moment, OrgPath};
use std::collections::BTreeMap;

#[test]
fn what_is_refused_is_refused_with_its_code() {
    let mut dossiers = families::dossiers();
    dossiers.push(stage::DOSSIER.clone());
    let shelf = Shelf::new(&dossiers, Calendar::china(), &stage::RULES);
    let (scenarios, found) = procedure::decode_scenarios("refusals.kdl", include_str!("refusals.kdl"));
    assert!(found.is_empty(), "{found:#?}");
    let told = scenarios.iter().flat_map(|s| engine::scenario::run(&shelf, s).into_iter().map(move |d| (s, d)));
    let told: Vec<String> = told.map(|(s, d)| format!("refusals.kdl:{} {}: {}", d.place.line, s.title, d.message)).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

/// A case that its applicant withdrew, so that it has ended.
fn withdrawn(shelf: &Shelf<'_>) -> Matter {
    let text = r#"scenario "撤回" procedure=case version=1 {
        at "2026-03-02" apply by=applicant { applicants "甲"; respondents "乙"; way ordinary }
        at "2026-03-03" admit by=clerk
        at "2026-03-04" withdraw by=applicant
    }"#;
    let (scenarios, _) = procedure::decode_scenarios("withdrawn.kdl", text);
    let mut played = engine::scenario::play(shelf, &scenarios[0]);
    let (matter, _) = played.remove(0);
    assert!(matter.is_in(&Id::from("withdrawn")));
    matter
}

/// Orders in one matter, each by whoever is named, on one day.
struct Case<'a> {
    shelf: &'a Shelf<'a>,
    matter: Matter,
}

impl Case<'_> {
    fn does(&mut self, actor: &Actor, order: &Order) -> Result<(), &'static str> {
        let context = Context { actor, now: Moment::morning(stage::day(3, 5)), registers: &BTreeMap::new() };
        let family = BTreeMap::from([(self.matter.id, self.matter.clone())]);
        let deed = Deed { matter: Some(self.matter.id), procedure: &Id::from("case"), order };
        let done = carry_out(self.shelf, &family, &deed, &context, &mut || MatterId(uuid::Uuid::nil())).map_err(|r| r.code)?;
        self.matter = done[0].after.clone();
        Ok(())
    }
}

fn anywhere(role: &str, account: &str) -> Actor {
    let grant = Grant { role: Id::from(role), unit: OrgPath::new("/"), from: stage::day(1, 1), until: None, acting_for: None };
    Actor { account: Id::from(account), unit: Some(OrgPath::new("/")), grants: vec![grant], person: None }
}

#[test]
fn what_has_ended_is_destroyed_by_two_and_then_nothing_is_done_in_it() {
    let dossiers = families::dossiers();
    let rules = RuleBook::default();
    let shelf = Shelf::new(&dossiers, Calendar::china(), &rules);
    let mut case = Case { shelf: &shelf, matter: withdrawn(&shelf) };
    let (clerk, head) = (anywhere("clerk", "clerk"), anywhere("head", "head"));
    let destroy = Order::Destroy { reasons: stage::sealed("kept long enough") };
    assert_eq!(case.does(&stage::applicant(), &destroy), Err("E-role"));
    // What is held stays, whoever proposes, and whoever would agree to what was proposed before.
    let (hold, release) = (Order::Hold { reasons: stage::sealed("a suit") }, Order::Release { reasons: stage::sealed("it is over") });
    assert_eq!(case.does(&stage::applicant(), &hold), Err("E-role"));
    assert_eq!(case.does(&clerk, &release), Err("E-not-held"));
    case.does(&clerk, &hold).unwrap();
    assert_eq!(case.does(&clerk, &hold), Err("E-held"));
    assert_eq!(case.does(&clerk, &destroy), Err("E-held"));
    case.does(&head, &release).unwrap();
    case.does(&clerk, &destroy).unwrap();
    case.does(&clerk, &hold).unwrap();
    assert_eq!(case.does(&head, &stage::SIGN), Err("E-held"));
    case.does(&clerk, &release).unwrap();
    assert_eq!(case.does(&clerk, &destroy), Err("E-pending"), "one proposal about the record waits at a time");
    assert_eq!(case.does(&clerk, &stage::SIGN), Err("E-own-proposal"));
    assert_eq!(case.does(&head, &Order::Link { to: case.matter.id }), Err("E-same"));
    assert_eq!(case.does(&head, &Order::Link { to: MatterId(uuid::Uuid::nil()) }), Err("E-no-matter"));
    case.does(&head, &stage::SIGN).unwrap();
    assert_eq!(case.matter.destroyed, Some(stage::day(3, 5)));
    for order in [destroy, stage::act("withdraw", &[]), Order::Transfer { unit: OrgPath::new("/east"), reasons: stage::sealed("x") }] {
        assert_eq!(case.does(&head, &order), Err("E-destroyed"), "{order:?}");
    }
}

#[test]
fn what_is_open_is_not_destroyed_and_versions_go_forward_only() {
    let dossiers = families::dossiers();
    let rules = RuleBook::default();
    let shelf = Shelf::new(&dossiers, Calendar::china(), &rules);
    let ended = withdrawn(&shelf);
    let mut open = ended.clone();
    open.main = Some(Id::from("handling"));
    let mut case = Case { shelf: &shelf, matter: open };
    let (clerk, program) = (anywhere("clerk", "clerk"), Actor::system());
    assert_eq!(case.does(&clerk, &Order::Destroy { reasons: stage::sealed("too early") }), Err("E-open"));
    let same = ended.procedure.clone();
    assert_eq!(case.does(&program, &Order::Repin { to: same.clone() }), Err("E-version"));
    assert_eq!(case.does(&clerk, &Order::Repin { to: same }), Err("E-role"), "the program alone takes a matter over");
    assert_eq!(case.does(&clerk, &Order::Join { lead: ended.id }), Err("E-role"));
    assert_eq!(case.does(&program, &Order::Part { lead: ended.id }), Err("E-join"));
    assert_eq!(case.does(&program, &Order::Join { lead: ended.id }), Err("E-join"), "none follows itself");
    let lapse = |clock: &str| Order::Lapse { clock: Id::from(clock), holder: None };
    assert_eq!(case.does(&program, &lapse("decide")), Err("E-no-lapse"));
    assert_eq!(case.does(&program, &lapse("admit")), Err("E-not-lapsed"));
    let minutes = |present, ayes| Minutes { present, ayes, noes: 0, abstained: 0, dissent: None };
    assert_eq!(case.does(&clerk, &Order::Sign { of: Some(99), minutes: Some(minutes(3, 3)) }), Err("E-nothing-waits"));
}

#[test]
fn votes_must_add_up_to_those_present() {
    let text = r#"scenario "表决" procedure=case version=1 {
        at "2026-03-02" apply by=applicant { applicants "甲"; respondents "乙"; way ordinary; weight grave }
        at "2026-03-03" admit by=clerk signed=head
        at "2026-03-03" send by=clerk
        serve "2026-03-03" reply_notice to=respondent
        at "2026-03-04" reply by=respondent
        assign "2026-03-04" clerk to=clerk by=head
        assign "2026-03-04" clerk to=li by=head
        at "2026-03-04" decide by=clerk { reasons "理由"; valid_until "2027-01-01" }
    }"#;
    let (scenarios, _) = procedure::decode_scenarios("votes.kdl", text);
    let dossiers = families::dossiers();
    let rules = RuleBook::default();
    let shelf = Shelf::new(&dossiers, Calendar::china(), &rules);
    let (matter, _) = engine::scenario::play(&shelf, &scenarios[0]).remove(0);
    let mut case = Case { shelf: &shelf, matter };
    let meeting = anywhere("meeting", "secretary");
    for (present, ayes, noes, abstained, code) in [
        (5, 3, 1, 0, Err("E-votes")),
        (2, 2, 0, 0, Err("E-quorum")),
        (4, 2, 2, 0, Err("E-votes")),
        (3, 1, 0, 2, Err("E-votes")),
        (4, 3, 0, 1, Ok(())),
    ] {
        let minutes = Some(Minutes { present, ayes, noes, abstained, dissent: None });
        assert_eq!(case.does(&meeting, &Order::Sign { of: None, minutes }), code, "{present} {ayes} {noes} {abstained}");
    }
}
