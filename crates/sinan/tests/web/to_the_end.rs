//! Matters to their end, through the pages: a case to its paid subsidy over a file that failed, a refusal to the order that turned it.

use super::handling::{applied, does, fill, says};
use super::visitor::{Bureau, Visitor};

fn sign(signer: &mut Visitor, matter: &str) {
    let answer = fill(signer, matter, &format!("{matter}/sign"), &[("answer", "sign")]);
    assert_eq!(answer.location, format!("{matter}?done=sign"), "{}", answer.text());
}

/// The number of the board's point, as everybody sees it.
fn shown(visitor: &mut Visitor, point: &str, before: &str) -> String {
    let text = visitor.get(&format!("/board/{point}")).text();
    let at = text.find(before).unwrap_or_else(|| panic!("“{before}” is not on point {point}: {text}"));
    text[at + before.len()..].chars().skip_while(|c| !c.is_ascii_digit()).take_while(|c| c.is_ascii_digit() || *c == '.').collect()
}

#[test]
fn a_case_ends_with_its_subsidy_although_the_file_failed_first() {
    let bureau = Bureau::with("1", &[]);
    let (mut reviewer, mut approver) = (bureau.persona("haibowan.reviewer"), bureau.persona("haibowan.approver"));
    let (mut lawyer, mut assessor) = (bureau.persona("lawyer.han"), bureau.persona("haibowan.assessor"));
    let counted = |v: &mut Visitor| shown(v, "11", "因为：每10万人提供法律援助件数");
    let failing = |v: &mut Visitor| shown(v, "10", "未整改到位的不合格案卷");
    let before = counted(&mut approver);
    let matter = applied(&mut reviewer, &[]);
    does(&mut reviewer, &matter, "grant", &[("venue_here", "yes")]);
    sign(&mut approver, &matter);
    assert_ne!(counted(&mut approver), before, "the board counts the grant at once");
    does(&mut reviewer, &matter, "assign", &[("provider", "lawyer-han")]);
    does(&mut lawyer, &matter, "retain", &[]);
    // Somebody else takes over: the lawyer is chosen anew, not taken from before.
    does(&mut reviewer, &matter, "change_provider", &[("reasons", "受援人请求更换")]);
    sign(&mut approver, &matter);
    let again = format!("{matter}/act/assign");
    assert_eq!(fill(&mut reviewer, &again, &again, &[]).status, 422);
    does(&mut reviewer, &matter, "assign", &[("provider", "lawyer-han")]);
    does(&mut lawyer, &matter, "retain", &[]);
    does(&mut lawyer, &matter, "report", &[("progress", "已阅卷")]);
    says(&does(&mut lawyer, &matter, "conclude", &[("closing_result", "judgment")]), &["办结"]);
    does(&mut lawyer, &matter, "hand_in", &[("file", "判决书副本 1份")]);

    assert_eq!(failing(&mut assessor), "0");
    does(&mut assessor, &matter, "grade_fail", &[("faults", "缺少会见笔录")]);
    sign(&mut approver, &matter);
    assert_eq!(failing(&mut assessor), "1", "a failing file stands on the board until it passes");
    let early = reviewer.get(&format!("{matter}/act/pay"));
    assert!(early.status >= 400, "nothing is paid on a file that failed: {}", early.text());
    does(&mut lawyer, &matter, "rectify", &[("rectification_text", "已补会见笔录")]);
    does(&mut assessor, &matter, "pass_again", &[]);
    sign(&mut approver, &matter);
    assert_eq!(failing(&mut assessor), "0");
    does(&mut reviewer, &matter, "pay", &[("subsidy", "1,200.50")]);
    sign(&mut approver, &matter);

    let end = assessor.get(&matter).text();
    says(&end, &["评为不合格", "整改合格", "支付补贴"]);
    for act in ["grade_pass", "pay", "rectify"] {
        let again = reviewer.get(&format!("{matter}/act/{act}"));
        assert!(again.status >= 400, "{act} after the end: {}", again.text());
    }
}

#[test]
fn a_refusal_is_objected_to_and_turned_by_order_of_the_bureau() {
    let bureau = Bureau::with("1", &[]);
    let (mut reviewer, mut approver) = (bureau.persona("haibowan.reviewer"), bureau.persona("haibowan.approver"));
    let (mut officer, mut director) = (bureau.persona("services.head"), bureau.persona("director"));
    let matter = applied(&mut reviewer, &[]);
    does(&mut reviewer, &matter, "refuse", &[("reasons", "不在范围内"), ("refusal_ground", "has_lawyer")]);
    sign(&mut approver, &matter);
    says(&does(&mut officer, &matter, "object", &[("objection_text", "没有委托律师")]), &["异议审查", "10月8日(周四)"]);
    // The order has reasons of its own: those of the refusal do not serve for it.
    let order = format!("{matter}/act/order_correction");
    let silent = fill(&mut officer, &order, &order, &[]);
    assert_eq!(silent.status, 422);
    says(&silent.text(), &["请填写“理由”"]);
    does(&mut officer, &matter, "order_correction", &[("reasons", "事实不清")]);
    sign(&mut director, &matter);
    says(&officer.get(&matter).text(), &["责令改正"]);
    assert!(officer.get(&order).status >= 400, "it is decided once");
    says(&does(&mut reviewer, &matter, "grant_on_order", &[]), &["待指派", "给予法律援助决定书"]);
}
