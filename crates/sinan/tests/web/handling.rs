//! A matter from the window to the retainer, through the pages of those who handle it: each act, each refusal, each second look.

use super::visitor::{Answer, Bureau, Visitor};

const APPLY: &str = "/matters/new/legal_aid/apply";
const APPLICATION: [(&str, &str); 13] = [
    ("applicant", "张三（演示）"),
    ("applying_as", "in_person"),
    ("id_kind", "resident_id"),
    ("id_number", "11010519491231002x"),
    ("phone", "１３８ 0000 1234"),
    ("address", "某街一号"),
    ("aid_kind", "litigation"),
    ("matter_kind", "labour"),
    ("facts", "请求支付工资"),
    ("no_test_ground", "no_such_ground"),
    ("exempt_ground", "migrant_claim"),
    ("has_counsel", "no"),
    ("exempt_proof", "务工合同 1份"),
];

/// Posts a form with the operation id of the page on which it stands.
pub fn fill(visitor: &mut Visitor, page: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
    let operation = visitor.get(page).value("operation");
    visitor.post(to, &[&[("operation", operation.as_str())], fields].concat())
}

/// Does an act of a matter and gives the page that follows.
pub fn does(visitor: &mut Visitor, matter: &str, act: &str, fields: &[(&str, &str)]) -> String {
    let path = format!("{matter}/act/{act}");
    let answer = fill(visitor, &path, &path, fields);
    assert_eq!((answer.status, answer.location.as_str()), (303, format!("{matter}?done={act}").as_str()), "{act}: {}", answer.text());
    visitor.get(&answer.location).text()
}

/// An application entered today at the window; its address.
pub fn applied(visitor: &mut Visitor, more: &[(&str, &str)]) -> String {
    let answer = fill(visitor, APPLY, APPLY, &[&APPLICATION[..], more].concat());
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location.split('?').next().unwrap().to_owned()
}

pub fn says(text: &str, all: &[&str]) {
    for said in all {
        assert!(text.contains(said), "“{said}” is not said: {text}");
    }
}

#[test]
fn an_application_at_the_window_is_entered_once_and_mended_where_it_is_wrong() {
    let bureau = Bureau::with("1", &[]);
    let mut reviewer = bureau.persona("haibowan.reviewer");
    says(&reviewer.get("/matters/new").text(), &["法律援助：申请", "法律援助：通知指派", "法律咨询"]);
    let empty = fill(&mut reviewer, APPLY, APPLY, &[]);
    assert_eq!(empty.status, 422);
    assert!(empty.title().starts_with("错误："), "{}", empty.title());
    says(&empty.text(), &["请填写“受援人姓名”", "请填写“住址或者送达地址”", "请选择“需要的援助形式”", "请填写“请求和事实”"]);
    let wrong = [&APPLICATION[..3], &[("id_number", "110105194912310021"), ("occurred-on", "明天"), ("address", "某街<b>")]].concat();
    let wrong = fill(&mut reviewer, APPLY, APPLY, &wrong);
    assert_eq!(wrong.status, 422);
    says(&wrong.text(), &["“明天”不是日期", "请填写“请求和事实”"]);
    assert_eq!(
        (wrong.value("applicant"), wrong.value("address"), wrong.value("occurred-on")),
        ("张三（演示）".to_owned(), "某街&#60;b&#62;".to_owned(), "明天".to_owned())
    );
    // What happened before today needs its evidence; what lies ahead has not happened.
    for (on, proof, said) in [("2026-9-25", "", "请注明依据"), ("2026-10-9", "postmark", "还没有发生的事不能登记")] {
        let answer = fill(&mut reviewer, APPLY, APPLY, &[&APPLICATION[..], &[("occurred-on", on), ("proven-by", proof)]].concat());
        assert_eq!(answer.status, 409, "{on}");
        says(&answer.text(), &[said]);
    }
    assert_eq!(reviewer.post(APPLY, &APPLICATION).status, 422, "without an operation id");

    let operation = reviewer.get(APPLY).value("operation");
    let posted =
        [&APPLICATION[..], &[("operation", operation.as_str()), ("occurred-on", "2026年9月25日"), ("proven-by", "postmark")]].concat();
    let first = reviewer.post(APPLY, &posted);
    let again = reviewer.post(APPLY, &posted);
    assert_eq!((first.status, &first.location), (303, &again.location), "{}", again.text());
    let other = reviewer.post(APPLY, &[&posted[1..], &[("applicant", "李四（演示）")]].concat());
    assert_eq!(other.status, 409, "the same form with other content");
    says(&other.text(), &["这张表单已经用过一次"]);

    let page = reviewer.get(&first.location);
    let text = page.text();
    says(
        &text,
        &[
            "已办理：申请。",
            "现处于“审查”",
            "依据：邮戳",
            "补录：9月29日(周二)",
            "免予核查",
            "●●●●002X",
            "●●●●1234",
            "给予援助",
            "记录链完整",
        ],
    );
    assert!(!page.body.contains("11010519491231002") && !page.body.contains("13800001234"), "numbers are masked");
    assert!(!first.location.contains("%E5"), "nothing personal in the address");
}

#[test]
fn a_decision_is_proposed_signed_by_another_and_taken_back_only_by_its_proposer() {
    let bureau = Bureau::with("1", &[]);
    let (mut reviewer, mut approver) = (bureau.persona("haibowan.reviewer"), bureau.persona("haibowan.approver"));
    let matter = applied(&mut reviewer, &[]);
    let (sign, recall) = (format!("{matter}/sign"), format!("{matter}/recall"));

    let refusal = format!("{matter}/act/refuse");
    let lacking = fill(&mut reviewer, &refusal, &refusal, &[("reasons", "  ")]);
    assert_eq!(lacking.status, 422);
    says(&lacking.text(), &["请填写“理由”", "请选择“不予援助的情形”", "可以向司法行政部门提出异议"]);
    says(
        &does(&mut reviewer, &matter, "refuse", &[("reasons", "已有代理人"), ("refusal_ground", "has_lawyer")]),
        &["已提请签批：不予援助", "待签批：不予援助", "已有代理人", "撤回提请"],
    );

    // The proposer does not sign; the head does not take back.
    let own = fill(&mut reviewer, &matter, &sign, &[("answer", "sign")]);
    assert_eq!(own.status, 409);
    assert!(own.title().starts_with("错误："));
    says(&own.text(), &["有 1 处要改 提请人不能签批自己的提请"]);
    assert_eq!(fill(&mut approver, &matter, &recall, &[]).status, 409);
    says(
        &approver.get(&format!("{matter}/papers/refusal_decision")).text(),
        &["不予法律援助决定书", "预览 · 草稿", "（法律未规定期限）", "草稿，尚未编号"],
    );

    let silent = fill(&mut approver, &matter, &sign, &[("answer", "return"), ("opinion", " ")]);
    assert_eq!(silent.status, 422);
    says(&silent.text(), &["请写明理由"]);
    assert_eq!(fill(&mut approver, &matter, &sign, &[("answer", "nothing")]).status, 422);
    let returned = fill(&mut approver, &matter, &sign, &[("answer", "return"), ("opinion", "再核对")]);
    assert_eq!(returned.location, format!("{matter}?done=return"), "{}", returned.text());
    says(&reviewer.get(&matter).text(), &["退回修改", "再核对"]);

    does(&mut reviewer, &matter, "grant", &[("venue_here", "yes")]);
    let taken = fill(&mut reviewer, &matter, &recall, &[]);
    assert_eq!(taken.location, format!("{matter}?done=recall"), "{}", taken.text());
    does(&mut reviewer, &matter, "grant", &[("venue_here", "yes")]);
    let operation = approver.get(&matter).value("operation");
    for _ in 0..2 {
        let signed = approver.post(&sign, &[("operation", &operation), ("answer", "sign")]);
        assert_eq!(signed.location, format!("{matter}?done=sign"), "{}", signed.text());
    }
    let text = approver.get(&matter).text();
    says(&text, &["待指派", "给予法律援助决定书", "待送达"]);
    assert_eq!(text.matches("签批同意").count(), 1, "signed once: {text}");
}

#[test]
fn a_lawyer_is_chosen_from_the_register_a_paper_served_and_a_handler_named() {
    let bureau = Bureau::with("1", &[]);
    let (mut reviewer, mut approver) = (bureau.persona("haibowan.reviewer"), bureau.persona("haibowan.approver"));
    let matter = applied(&mut reviewer, &[]);
    does(&mut reviewer, &matter, "grant", &[("venue_here", "yes")]);
    fill(&mut approver, &matter, &format!("{matter}/sign"), &[("answer", "sign")]);

    let assign = format!("{matter}/act/assign");
    assert!(reviewer.get(&assign).body.contains("韩雪（演示） · 执业"), "the register is offered");
    for (entry, said) in [("", "请选择“承办律师”"), ("nobody", "名录里没有这一项")] {
        let answer = fill(&mut reviewer, &assign, &assign, &[("provider", entry)]);
        assert_eq!(answer.status, 422, "{entry}");
        says(&answer.text(), &[said]);
    }
    let han =
        reviewer.get(&assign).body.split("<option value=\"").find(|o| o.contains("韩雪")).unwrap().split('"').next().unwrap().to_owned();
    says(&does(&mut reviewer, &matter, "assign", &[("provider", &han)]), &["待签协议或者会见", "韩雪", "指派通知书"]);

    let serve = format!("{matter}/serve");
    let paper = [("paper", "assignment"), ("to", "provider")];
    for (day, manner, status, said) in [
        ("", "direct", 422, "请填写送达日期"),
        ("x", "direct", 422, "不是日期"),
        ("2026-9-29", "pigeon", 422, "请选择送达方式"),
        ("2026-10-20", "direct", 409, "还没有发生"),
        ("2026-9-1", "direct", 409, "早于上一步"),
    ] {
        let answer = fill(&mut reviewer, &matter, &serve, &[&paper[..], &[("occurred-on", day), ("manner", manner)]].concat());
        assert_eq!(answer.status, status, "{day} {manner}: {}", answer.text());
        says(&answer.text(), &[said]);
    }
    let served = fill(&mut reviewer, &matter, &serve, &[&paper[..], &[("occurred-on", "2026-9-29"), ("manner", "electronic")]].concat());
    assert_eq!(served.location, format!("{matter}?done=serve"), "{}", served.text());
    says(&reviewer.get(&served.location).text(), &["已登记送达", "电子送达", "已送达"]);
    let twice = fill(&mut reviewer, &matter, &serve, &[&paper[..], &[("occurred-on", "2026-9-29"), ("manner", "electronic")]].concat());
    assert_eq!(twice.status, 409);
    says(&twice.text(), &["已于2026年9月29日(周二)登记送达"]);

    let naming = format!("{matter}/assign");
    for (who, status) in [("", 422), ("reviewer@wuda.reviewer", 422), ("reviewer@nobody", 422)] {
        assert_eq!(fill(&mut reviewer, &matter, &naming, &[("handler", who)]).status, status, "{who}");
    }
    let named = fill(&mut reviewer, &matter, &naming, &[("handler", "reviewer@haibowan.reviewer")]);
    assert_eq!(named.location, format!("{matter}?done=assign"), "{}", named.text());

    // The lawyer finds it among their own, acts in it, and sees nothing of how it was decided.
    let mut lawyer = bureau.persona("lawyer.han");
    let own = lawyer.get("/matters");
    assert!(own.links().contains(&matter), "{}", own.text());
    let text = lawyer.get(&matter).text();
    says(&text, &["签订委托协议", "张三"]);
    assert!(!text.contains("签批同意") && !text.contains("提请签批"), "{text}");
    assert_eq!(lawyer.get(&format!("{matter}/correct/2")).status, 404);
    says(&does(&mut lawyer, &matter, "retain", &[]), &["办理"]);
}

#[test]
fn a_wrong_date_is_put_right_by_two_and_every_period_moves() {
    let bureau = Bureau::with("1", &[]);
    let (mut reviewer, mut approver) = (bureau.persona("haibowan.reviewer"), bureau.persona("haibowan.approver"));
    let matter = applied(&mut reviewer, &[]);
    let review = format!("{matter}/clocks/review");
    says(
        &reviewer.get(&review).text(),
        &["10月8日(周四)", "从次日起算7日", "国庆节放假", "法律援助法第四十三条第一款", "民法典第二百零三条第一款"],
    );
    let page = reviewer.get(&matter);
    let correct = page.links().into_iter().find(|l| l.contains("/correct/")).unwrap();
    for (day, why, status, said) in [
        ("", "", 422, "请填写正确的日期"),
        ("2026-9-22", "", 422, "请写明理由"),
        ("2026-9-29", "同一天", 409, "与原来的相同"),
        ("2026-10-9", "往后", 409, "不能晚于登记日"),
        ("廿二", "看错", 422, "不是日期"),
    ] {
        let answer = fill(&mut reviewer, &correct, &correct, &[("occurred-on", day), ("reasons", why)]);
        assert_eq!(answer.status, status, "{day}: {}", answer.text());
        says(&answer.text(), &[said]);
        assert!(answer.title().starts_with("错误："));
    }
    let proposed = fill(&mut reviewer, &correct, &correct, &[("occurred-on", "2026-9-22"), ("reasons", "邮戳看错")]);
    assert_eq!(proposed.location, format!("{matter}?done=correct"), "{}", proposed.text());
    says(&approver.get(&matter).text(), &["由9月29日(周二)改为9月22日(周二)", "邮戳看错"]);
    assert_eq!(fill(&mut approver, &matter, &format!("{matter}/sign"), &[("answer", "sign")]).status, 303);
    says(&approver.get(&matter).text(), &["已更正。原记9月29日(周二)，现为9月22日(周二)", "理由：邮戳看错"]);
    says(&reviewer.get(&review).text(), &["9月29日(周二)", "今天到期"]);
}

#[test]
fn a_period_that_ran_out_against_the_applicant_waits_for_the_handlers_reasons() {
    let bureau = Bureau::with("1", &[]);
    let mut reviewer = bureau.persona("haibowan.reviewer");
    let matter = applied(&mut reviewer, &[]);
    does(&mut reviewer, &matter, "ask_supplement", &[("missing_items", "务工证明")]);
    says(&reviewer.get(&format!("{matter}/clocks/review")).text(), &["已中止", "如果今天恢复计算"]);
    fill(
        &mut reviewer,
        &matter,
        &format!("{matter}/serve"),
        &[("paper", "supplement_notice"), ("to", "applicant"), ("occurred-on", "2026-9-29"), ("manner", "direct")],
    );
    let lapse = format!("{matter}/lapse/supplement_time");
    assert_eq!(fill(&mut reviewer, &matter, &lapse, &[("answer", "confirm"), ("reasons", "早")]).status, 409, "it has not run out");
    assert_eq!(reviewer.post("/demo/advance", &[("by", "month"), ("back", &matter)]).location, matter);
    says(&reviewer.get(&matter).text(), &["“补充材料”已届满：建议按“申请已撤回”处理", "系统只建议，由您决定"]);
    let silent = fill(&mut reviewer, &matter, &lapse, &[("answer", "decline")]);
    assert_eq!(silent.status, 422);
    says(&silent.text(), &["有 1 处要改 请写明理由"]);
    assert!(
        silent.title().starts_with("错误：") && silent.body.contains("href=\"#f-lapse-supplement_time\""),
        "the summary leads to the question"
    );
    let declined = fill(&mut reviewer, &matter, &lapse, &[("answer", "decline"), ("reasons", "邮戳在期限内")]);
    assert_eq!(declined.location, format!("{matter}?done=decline"), "{}", declined.text());
    let text = reviewer.get(&declined.location).text();
    says(&text, &["已决定不按届满处理", "不按届满处理：补充材料", "邮戳在期限内"]);
    assert!(!text.contains("系统只建议"), "it is not proposed again: {text}");
    says(
        &does(&mut reviewer, &matter, "supplement", &[("explanation", "已补"), ("occurred-on", "2026-10-8"), ("proven-by", "postmark")]),
        &["审查", "补录"],
    );
}
