//! Who may do what: roles, signatures, recusal.

use crate::stage::*;
use engine::{Answer, Order, Standing};
use kernel::{Actor, Grant, Id, Moment, OrgPath};

#[test]
fn parties_and_proposers_do_not_decide() {
    let mut stage = Stage::opened(day(3, 2), "small");
    assert_eq!(stage.refused(&applicant(), day(3, 6), &act("decide", &[])), "E-role");
    let mut related = official("clerk", "clerk");
    related.person = Some(person("applicant"));
    assert_eq!(stage.refused(&related, day(3, 6), &act("decide", &[])), "E-recused");
    stage.does(&official("clerk", "clerk"), day(3, 6), &act("decide", &[])).unwrap();
    let mut both = official("second", "clerk");
    both.grants.extend(official("head", "clerk").grants);
    assert_eq!(stage.refused(&both, day(3, 6), &SIGN), "E-own-proposal");
}

#[test]
fn signatures_go_in_order_and_one_person_signs_once() {
    let mut stage = Stage::opened(day(3, 2), "small");
    stage.does(&official("clerk", "clerk"), day(3, 6), &act("decide", &[])).unwrap();
    assert!(stage.matter().is_in(&Id::from("open")), "nothing takes effect before the last signature");
    assert_eq!(stage.refused(&official("head", "head"), day(3, 6), &SIGN), "E-not-signer");
    let mut both = official("second", "zhao");
    both.grants.extend(official("head", "zhao").grants);
    stage.does(&both, day(3, 6), &SIGN).unwrap();
    assert_eq!(stage.refused(&both, day(3, 6), &SIGN), "E-signed");
    assert_eq!(stage.refused(&official("clerk", "clerk"), day(3, 6), &act("ask", &[])), "E-pending");
    stage.does(&official("head", "head"), day(3, 6), &SIGN).unwrap();
    assert!(stage.matter().is_in(&Id::from("granted")));
}

#[test]
fn what_was_returned_or_recalled_can_be_proposed_again() {
    let mut stage = Stage::opened(day(3, 2), "small");
    let clerk = official("clerk", "clerk");
    stage.does(&clerk, day(3, 6), &act("decide", &[])).unwrap();
    stage.does(&official("second", "second"), day(3, 6), &Order::Return { of: None, reasons: sealed("check again") }).unwrap();
    stage.does(&clerk, day(3, 6), &act("decide", &[])).unwrap();
    assert_eq!(stage.refused(&official("second", "second"), day(3, 6), &RECALL), "E-not-proposer");
    stage.does(&clerk, day(3, 6), &RECALL).unwrap();
    assert!(stage.matter().pending.is_empty());
    assert_eq!(stage.refused(&clerk, day(3, 6), &RECALL), "E-nothing-waits");
}

#[test]
fn signers_vary_with_the_choice() {
    let refuse = act("refuse", &[("reasons", Answer::Sealed(sealed("why")))]);
    let mut small = Stage::opened(day(3, 2), "small");
    small.does(&official("clerk", "clerk"), day(3, 3), &refuse).unwrap();
    assert!(small.matter().is_in(&Id::from("refused_end")));
    let mut large = Stage::opened(day(3, 2), "large");
    large.does(&official("clerk", "clerk"), day(3, 3), &refuse).unwrap();
    assert!(!large.matter().pending.is_empty());
    assert_eq!(large.refused(&official("clerk", "clerk"), day(3, 6), &act("decide", &[])), "E-pending");
}

#[test]
fn a_rule_that_says_no_says_why() {
    let mut stage = Stage::opened(day(3, 2), "large");
    let refusal = stage.does(&official("clerk", "clerk"), day(3, 6), &act("decide", &[])).unwrap_err();
    assert_eq!((refusal.code, refusal.message.zh.as_str()), ("E-rule", "太大。"));
    assert_eq!(refusal.cites, ["示例规则"]);
}

#[test]
fn forms_are_checked_field_by_field() {
    let mut stage = Stage { matter: None };
    let missing = stage.does(&applicant(), day(3, 2), &act("apply", &application("small")[1..])).unwrap_err();
    assert_eq!((missing.code, missing.field), ("E-required", Some(Id::from("applicant"))));
    let mut wrong = application("small");
    wrong[1].1 = Answer::Choice(Id::from("huge"));
    assert_eq!(stage.refused(&applicant(), day(3, 2), &act("apply", &wrong)), "E-kind");
    wrong[1] = ("salary", Answer::Number(1));
    assert_eq!(stage.refused(&applicant(), day(3, 2), &act("apply", &wrong)), "E-field");
    assert_eq!(stage.refused(&official("head", "head"), day(3, 2), &act("apply", &application("small"))), "E-role");
    assert_eq!(stage.refused(&applicant(), day(3, 2), &act("ask", &[])), "E-state");
    assert_eq!(stage.refused(&applicant(), day(3, 2), &act("fly", &[])), "E-action");
}

#[test]
fn grants_end_and_cover_only_what_lies_below() {
    let mut stage = Stage::opened(day(3, 2), "small");
    let grant = Grant { role: Id::from("clerk"), unit: OrgPath::new("city"), from: day(1, 1), until: Some(day(3, 2)), acting_for: None };
    let former = Actor { account: Id::from("former"), unit: Some(unit()), grants: vec![grant], person: None };
    assert_eq!(stage.refused(&former, day(3, 3), &act("ask", &[])), "E-role");
    let grant = Grant { role: Id::from("clerk"), unit: OrgPath::new("city/off"), from: day(1, 1), until: None, acting_for: None };
    let other = Actor { account: Id::from("other"), unit: Some(unit()), grants: vec![grant], person: None };
    assert_eq!(stage.refused(&other, day(3, 3), &act("ask", &[])), "E-role");
}

#[test]
fn a_matter_given_to_one_is_not_done_by_another() {
    let mut stage = Stage::opened(day(3, 2), "small");
    let assign = Order::Assign { role: Id::from("clerk"), account: Id::from("qian") };
    stage.does(&official("head", "head"), day(3, 2), &assign).unwrap();
    assert_eq!(stage.refused(&official("clerk", "sun"), day(3, 3), &act("ask", &[])), "E-assigned");
    let recuse = Order::Recuse { account: Id::from("qian"), reasons: sealed("related") };
    stage.does(&official("head", "head"), day(3, 3), &recuse).unwrap();
    assert_eq!(stage.refused(&official("clerk", "qian"), day(3, 3), &act("ask", &[])), "E-recused");
    assert_eq!(stage.refused(&official("head", "head"), day(3, 3), &assign), "E-recused", "nor is it given to them again");
    assert_eq!(stage.refused(&official("head", "head"), day(3, 3), &recuse), "E-recused", "once is enough");
    stage.does(&official("clerk", "sun"), day(3, 3), &act("ask", &[])).unwrap();
}

#[test]
fn offers_list_what_can_be_done_first_and_say_why_not() {
    let stage = Stage::opened(day(3, 2), "small");
    let clerk = official("clerk", "clerk");
    let context = engine::Context { actor: &clerk, now: Moment::morning(day(3, 3)), registers: &std::collections::BTreeMap::new() };
    let offers = engine::offers(&frame(), stage.matter(), &context);
    let open: Vec<&str> = offers.iter().filter(|o| o.standing == Standing::Open).map(|o| o.action.id.as_str()).collect();
    assert!(open.contains(&"ask") && open.contains(&"refuse"), "{open:?}");
    let decide = offers.iter().find(|o| o.action.id == "decide").unwrap();
    assert!(matches!(&decide.standing, Standing::Refused(r) if r.code == "E-too-early"), "{:?}", decide.standing);
    assert!(!offers.iter().any(|o| o.action.id == "forward"), "what belongs to another state is not listed");
}

#[test]
fn who_was_asked_to_countersign_and_is_a_party_stands_aside() {
    let mut stage = Stage::opened(day(3, 2), "small");
    let clerk = official("clerk", "clerk");
    stage.does(&clerk, day(3, 6), &act("decide", &[])).unwrap();
    let asked = |account: &str| Order::Countersign { of: None, account: Id::from(account), reasons: sealed("look") };
    stage.does(&clerk, day(3, 6), &asked("sun")).unwrap();
    let mut party = official("clerk", "sun");
    party.person = Some(person("applicant"));
    assert_eq!(stage.refused(&party, day(3, 6), &SIGN), "E-recused");
    assert_eq!(stage.refused(&party, day(3, 6), &Order::Return { of: None, reasons: sealed("no") }), "E-recused");
    let recuse = Order::Recuse { account: Id::from("sun"), reasons: sealed("related") };
    stage.does(&clerk, day(3, 6), &recuse).unwrap();
    assert_eq!(stage.refused(&official("clerk", "sun"), day(3, 6), &SIGN), "E-recused", "excluded after being asked");
    stage.does(&clerk, day(3, 6), &RECALL).unwrap();
}

#[test]
fn who_stands_aside_does_not_choose_who_decides() {
    let mut stage = Stage::opened(day(3, 2), "small");
    let assign = Order::Assign { role: Id::from("clerk"), account: Id::from("qian") };
    let mut party = official("head", "head");
    party.person = Some(person("applicant"));
    assert_eq!(stage.refused(&party, day(3, 2), &assign), "E-recused");
    stage.does(&official("head", "head"), day(3, 2), &assign).unwrap();
}

#[test]
fn a_role_that_was_given_to_a_colleague_leaves_the_others_open() {
    let mut procedure = frame().procedure.clone();
    let ask = procedure.actions.iter_mut().find(|a| a.id == "ask").unwrap();
    ask.by.push(Id::from("head"));
    let frame = engine::Frame { procedure: &procedure, ..frame() };
    let mut stage = Stage::opened(day(3, 2), "small");
    let assign = Order::Assign { role: Id::from("clerk"), account: Id::from("qian") };
    stage.does(&official("head", "head"), day(3, 2), &assign).unwrap();
    let mut both = official("clerk", "sun");
    let asks = |actor: &Actor| {
        let context = engine::Context { actor, now: Moment::morning(day(3, 3)), registers: &std::collections::BTreeMap::new() };
        engine::decide(&frame, stage.matter.as_ref(), &act("ask", &[]), &context)
    };
    assert_eq!(asks(&both).unwrap_err().code, "E-assigned");
    both.grants.extend(official("head", "sun").grants);
    assert_eq!(asks(&both).unwrap()[0].by.role, Some(Id::from("head")), "done in the role that is open");
}

/// What comes of an order under a changed procedure.
fn decides(
    procedure: &procedure::model::Procedure,
    stage: &Stage,
    actor: &Actor,
    order: &Order,
) -> Result<Vec<engine::Event>, engine::Refusal> {
    let frame = engine::Frame { procedure, ..frame() };
    let context = engine::Context { actor, now: Moment::morning(day(3, 3)), registers: &std::collections::BTreeMap::new() };
    engine::decide(&frame, stage.matter.as_ref(), order, &context)
}

#[test]
fn whoever_stands_in_does_the_matters_of_that_colleague_alone() {
    let mut stage = Stage::opened(day(3, 2), "small");
    let assign = Order::Assign { role: Id::from("clerk"), account: Id::from("qian") };
    stage.does(&official("head", "head"), day(3, 2), &assign).unwrap();
    let standing_in = |absent: &str| {
        let mut sun = official("clerk", "sun");
        sun.grants[0].acting_for = Some(Id::from(absent));
        sun
    };
    let procedure = frame().procedure;
    assert_eq!(decides(procedure, &stage, &standing_in("wu"), &act("ask", &[])).unwrap_err().code, "E-assigned");
    let done = decides(procedure, &stage, &standing_in("qian"), &act("ask", &[])).unwrap();
    assert_eq!((done[0].by.account.as_str(), done[0].by.acting_for.as_ref().map(Id::as_str)), ("sun", Some("qian")));
}

#[test]
fn a_role_of_a_party_or_of_somebody_named_is_theirs_alone() {
    let mut stage = Stage::opened(day(3, 2), "small");
    stage.does(&official("clerk", "clerk"), day(3, 3), &act("ask", &[])).unwrap();
    let mut other = applicant();
    other.person = Some(person("other"));
    assert_eq!(stage.refused(&other, day(3, 3), &act("answer", &[])), "E-role");
    stage.does(&applicant(), day(3, 3), &act("answer", &[])).unwrap();
    // A person of the bureau who is no party need not stand aside.
    let mut clerk = official("clerk", "sun");
    clerk.person = Some(person("other"));
    stage.does(&clerk, day(3, 3), &act("note", &[("note", Answer::Sealed(sealed("seen")))])).unwrap();
    let matter = stage.matter.as_mut().unwrap();
    matter.main = Some(Id::from("granted"));
    matter.handlers.insert(Id::from("expert"), vec![Id::from("wen")]);
    let account = |name: &str| Actor { account: Id::from(name), unit: None, grants: Vec::new(), person: None };
    assert_eq!(stage.refused(&account("wen"), day(3, 4), &act("forward", &[])), "E-needs");
    assert_eq!(stage.refused(&account("gu"), day(3, 4), &act("forward", &[])), "E-role");
}

#[test]
fn a_matter_is_opened_by_its_subject_or_by_ours_for_them() {
    let procedure = frame().procedure;
    let apply = procedure.actions.iter().find(|a| a.id == "apply").unwrap();
    let ask = procedure.actions.iter().find(|a| a.id == "ask").unwrap();
    let may = |actor: &Actor, subject: &str, action| {
        let context = engine::Context { actor, now: Moment::morning(day(3, 3)), registers: &std::collections::BTreeMap::new() };
        engine::may_open(&frame(), &unit(), person(subject), action, &context)
    };
    assert!(may(&applicant(), "applicant", apply) && !may(&applicant(), "other", apply));
    assert!(may(&official("clerk", "sun"), "applicant", apply) && !may(&official("head", "sun"), "applicant", apply));
    assert!(!may(&official("clerk", "sun"), "applicant", ask), "it opens nothing");
}

#[test]
fn a_role_for_everybody_is_for_people_and_units_and_one_with_a_condition_while_it_holds() {
    let mut procedure = frame().procedure.clone();
    let large = procedure.actions.iter().find(|a| a.id == "refuse").unwrap().sign[0].only.clone();
    procedure.roles.get_mut("applicant").unwrap().held_by = procedure::model::HeldBy::Public;
    let (nobody, mut clerk) = (Stage { matter: None }, official("clerk", "sun"));
    let apply = act("apply", &application("small"));
    let mut account = Actor { account: Id::from("wen"), unit: None, grants: Vec::new(), person: None };
    assert_eq!(decides(&procedure, &nobody, &account, &apply).unwrap_err().code, "E-role");
    account.unit = Some(unit());
    decides(&procedure, &nobody, &account, &apply).unwrap();
    decides(&procedure, &nobody, &applicant(), &apply).unwrap();
    // The clerk's role exists in large matters only; whoever opens one does not know yet which it will be.
    procedure.roles.get_mut("clerk").unwrap().only = large;
    let opening = procedure.actions.iter_mut().find(|a| a.id == "apply").unwrap();
    (opening.by, opening.via) = (vec![Id::from("clerk")], None);
    decides(&procedure, &nobody, &clerk, &apply).unwrap();
    let (small, large) = (Stage::opened(day(3, 2), "small"), Stage::opened(day(3, 2), "large"));
    decides(&procedure, &large, &clerk, &act("ask", &[])).unwrap();
    assert_eq!(decides(&procedure, &small, &clerk, &act("ask", &[])).unwrap_err().code, "E-role");
    clerk.grants.clear();
    let refused = decides(&procedure, &nobody, &clerk, &act("hand", &application("small"))).unwrap_err();
    assert!(refused.message.zh.contains("经办人") && !refused.message.zh.contains("法院"), "{}", refused.message.zh);
}
